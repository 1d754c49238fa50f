//! The same drawing in fewer bytes: neighbouring lines of one look become one path, points that nobody could see go, and
//! what every chart of the report shares stands once, on the root or in the style sheet.

use crate::chart::metrics::FONT_SIZE;
use crate::chart::sheet::UNITS;
use crate::data::visible;

/// How far a line may leave the one that was drawn, canvas units: a fifth of a CSS pixel.
const TOLERANCE: f64 = 0.2 * UNITS;
/// Lines with fewer points stay as they are.
const FEW: usize = 8;
/// Width of the lines that need not say theirs: the thinnest, and by far the most.
const THIN: &str = " stroke-width=\"10\"";

/// Joins runs of `<polyline>` elements that differ in their points only. What is painted, and in which order, stays the same.
#[must_use]
pub fn compact(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    // The look of the run that is open: everything before its points.
    let mut open: Option<&str> = None;
    for line in svg.lines() {
        match shape(line) {
            Some((look, points)) => {
                let closed = look.starts_with("<polygon");
                // Polygons are not joined: where two of them overlap, each is painted.
                if open != Some(look) || closed {
                    close(&mut out, &mut open);
                    out.push_str("<path");
                    let own = look.trim_start_matches("<polyline fill=\"none\"").trim_start_matches("<polygon");
                    out.push_str(&own.replace(THIN, ""));
                    out.push_str("d=\"");
                    open = Some(look);
                }
                path(&mut out, points, closed);
            }
            None => {
                close(&mut out, &mut open);
                out.push_str(&shared(line));
            }
        }
    }
    close(&mut out, &mut open);
    // Names in labels may hold characters that turn the text around them.
    out.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}

fn close(out: &mut String, open: &mut Option<&str>) {
    if open.take().is_some() {
        out.push_str("\"/>");
    }
}

/// A line that is no path, without what is the default, what the style sheet says for its class, or what the root says.
fn shared(line: &str) -> String {
    let size = format!(" font-size=\"{:.0}\"", FONT_SIZE * UNITS);
    if line.starts_with("<svg") {
        let open = line.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
        return open.replacen(" role=", &format!("{size}{THIN} role="), 1);
    }
    let line = line
        .replace(" text-anchor=\"start\"", "")
        .replace(" stroke=\"none\" stroke-width=\"1\"", "")
        .replace(&size, "");
    // Text stands on its middle by a shift of its own; here the shift is in its place.
    let parts = line.split_once("\" dy=\"0.35em\"").and_then(|(before, after)| {
        let (start, y) = before.rsplit_once("y=\"")?;
        let y: f64 = y.parse().ok()?;
        Some(format!("{start}y=\"{:.0}\"{after}", y + 0.35 * FONT_SIZE * UNITS))
    });
    parts.unwrap_or(line)
}

/// Look and points of a line that holds one polyline or polygon and nothing else.
fn shape(line: &str) -> Option<(&str, &str)> {
    let open = line.starts_with("<polyline fill=\"none\"") || line.starts_with("<polygon ");
    let inside = line.strip_suffix("\"/>").filter(|_| open)?;
    let (look, points) = inside.split_once("points=\"")?;
    (!points.contains('"')).then_some((look, points))
}

/// `1,2 1,9 4,9` as `M1 2v7h3`: whole numbers, so that steps add up exactly. Anything else stays as it is.
fn path(out: &mut String, points: &str, closed: bool) {
    let numbers: Option<Vec<(i64, i64)>> = points
        .split_ascii_whitespace()
        .map(|p| p.split_once(',').and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?))))
        .collect();
    let Some(numbers) = numbers.map(thinned) else {
        out.push('M');
        out.push_str(points);
        return;
    };
    let mut last: Option<(i64, i64)> = None;
    let mut stepping = false;
    for (x, y) in numbers {
        match last.map(|(a, b)| (x - a, y - b)) {
            None => out.push_str(&format!("M{x} {y}")),
            Some((0, down)) => out.push_str(&format!("v{down}")),
            Some((right, 0)) => out.push_str(&format!("h{right}")),
            Some((right, down)) => {
                // A number after a number needs a blank between them, unless its sign parts them.
                out.push_str(if !stepping {
                    "l"
                } else if right < 0 {
                    ""
                } else {
                    " "
                });
                out.push_str(&if down < 0 { format!("{right}{down}") } else { format!("{right} {down}") });
                stepping = true;
                last = Some((x, y));
                continue;
            }
        }
        stepping = false;
        last = Some((x, y));
    }
    if closed {
        out.push('z');
    }
}

/// The line without the points that lie within [`TOLERANCE`] of the line through the others (Douglas and Peucker 1973,
/// doi:10.3138/FM57-6770-U75U-7727). Its ends stay.
fn thinned(points: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    if points.len() < FEW {
        return points;
    }
    let mut keep = vec![false; points.len()];
    let mut open = vec![(0, points.len() - 1)];
    while let Some((a, b)) = open.pop() {
        keep[a] = true;
        keep[b] = true;
        let far = (a + 1..b).map(|i| (i, distance(points[i], points[a], points[b]))).max_by(|x, y| x.1.total_cmp(&y.1));
        if let Some((i, _)) = far.filter(|f| f.1 > TOLERANCE) {
            open.extend([(a, i), (i, b)]);
        }
    }
    points.into_iter().zip(keep).filter(|(_, k)| *k).map(|(p, _)| p).collect()
}

/// Distance of `p` from the segment between `a` and `b`.
fn distance(p: (i64, i64), a: (i64, i64), b: (i64, i64)) -> f64 {
    let (dx, dy) = ((b.0 - a.0) as f64, (b.1 - a.1) as f64);
    let (px, py) = ((p.0 - a.0) as f64, (p.1 - a.1) as f64);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (ex, ey) = (px - along * dx, py - along * dy);
    (ex * ex + ey * ey).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{compact, distance, thinned};

    #[test]
    fn thinning_keeps_ends_and_shape() {
        let curve: Vec<(i64, i64)> = (0..=100).map(|i| (i * 40, (3000.0 / (1.0 + i as f64 / 20.0)) as i64)).collect();
        let thin = thinned(curve.clone());
        assert_eq!((thin.first(), thin.last()), (curve.first(), curve.last()));
        assert!(thin.len() < 40, "{} of {}", thin.len(), curve.len());
        for p in curve {
            let near = thin.windows(2).map(|w| distance(p, w[0], w[1])).fold(f64::INFINITY, f64::min);
            assert!(near <= 2.0, "{p:?} is {near} away");
        }
    }

    #[test]
    fn what_charts_share_is_on_the_root() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\">\n<text x=\"20\" y=\"100\" dy=\"0.35em\" text-anchor=\"end\" font-size=\"120\" class=\"t-ink\">a</text>\n</svg>";
        assert_eq!(
            compact(svg),
            "<svg class=\"chart\" font-size=\"120\" stroke-width=\"10\" role=\"img\"><text x=\"20\" y=\"142\" text-anchor=\"end\" class=\"t-ink\">a</text></svg>"
        );
    }

    #[test]
    fn runs_become_paths_and_order_stays() {
        let line =
            |class: &str, points: &str| format!("<polyline fill=\"none\" class=\"{class}\" points=\"{points}\"/>\n");
        let svg = format!(
            "<svg>\n{}{}<circle r=\"2\"/>\n{}<polygon class=\"f-band\" points=\"0,0 5,9 10,4\"/>\n</svg>",
            line("s-grid", "1,2 1,9"),
            line("s-grid", "3,2 4,5 6,5 9,4 8,6"),
            line("s-fit", "0,0 1,1")
        );
        let svg = svg.as_str();
        let expected = "<svg><path class=\"s-grid\" d=\"M1 2v7M3 2l1 3h2l3-1-1 2\"/><circle r=\"2\"/><path class=\"s-fit\" d=\"M0 0l1 1\"/><path class=\"f-band\" d=\"M0 0l5 9 5-5z\"/></svg>";
        assert_eq!(compact(svg), expected);
    }
}
