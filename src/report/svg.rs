//! The same drawing in fewer bytes: neighbouring lines of one look become one path.

use super::escape::visible;

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
                    out.push_str(look.trim_start_matches("<polyline").trim_start_matches("<polygon"));
                    out.push_str("d=\"");
                    open = Some(look);
                }
                path(&mut out, points, closed);
            }
            None => {
                close(&mut out, &mut open);
                // What is the default, or what the style sheet says for the class anyway.
                out.push_str(
                    &line.replace(" text-anchor=\"start\"", "").replace(" stroke=\"none\" stroke-width=\"1\"", ""),
                );
                out.push('\n');
            }
        }
    }
    close(&mut out, &mut open);
    // Names in labels may hold characters that turn the text around them.
    out.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}

fn close(out: &mut String, open: &mut Option<&str>) {
    if open.take().is_some() {
        out.push_str("\"/>\n");
    }
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
    let Some(numbers) = numbers else {
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

#[cfg(test)]
mod tests {
    use super::compact;

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
        let expected = "<svg>\n<path fill=\"none\" class=\"s-grid\" d=\"M1 2v7M3 2l1 3h2l3-1-1 2\"/>\n<circle r=\"2\"/>\n<path fill=\"none\" class=\"s-fit\" d=\"M0 0l1 1\"/>\n<path class=\"f-band\" d=\"M0 0l5 9 5-5z\"/>\n</svg>\n";
        assert_eq!(compact(svg), expected);
    }
}
