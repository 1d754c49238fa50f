//! The same drawing in fewer bytes, for pages that hold many: neighbouring lines of one look become one path, points that nobody
//! could see go, and what every chart shares stands once, on the root or in the style sheet.

use super::draw::Drawing;
use super::dress::{anchored, canvas, escape, stroke, thickness};
use super::metrics::FONT_SIZE;
use super::role::Role;
use super::shape::{Anchor, Place, Shape, UNITS};

/// How far a line may leave the one that was drawn, canvas units: a fifth of a CSS pixel.
const TOLERANCE: f64 = 0.2 * UNITS;
/// Lines with fewer points stay as they are.
const FEW: usize = 8;
/// Width of the lines that need not say theirs: the thinnest, and by far the most.
const THIN: f64 = UNITS;

/// The picture of a drawing, with `name` as its accessible name. What is painted, and in which order, stays the same.
#[must_use]
pub fn compact(drawing: &Drawing, name: &str) -> String {
    let (size, area) = (FONT_SIZE * UNITS, &drawing.area);
    let mut out = format!(
        "<svg class=\"chart\" {} font-size=\"{size:.0}\" stroke-width=\"{THIN:.0}\" role=\"img\" aria-label=\"{}\">",
        canvas(area.width, area.height),
        escape(name)
    );
    // The role of the lines whose path is open.
    let mut open: Option<Role> = None;
    for shape in &drawing.shapes {
        let role = if let Shape::Path(_, role) = shape { Some(*role) } else { None };
        if open.is_some() && open != role {
            out.push_str("\"/>");
        }
        match shape {
            Shape::Path(places, role) => {
                if open != Some(*role) {
                    let wide = thickness(*role);
                    let wide = if wide == THIN { String::new() } else { format!(" stroke-width=\"{wide}\"") };
                    out.push_str(&format!("<path {}{wide} d=\"", stroke(*role)));
                }
                path(&mut out, places);
            }
            // Areas are not joined: where two of them overlap, each is painted.
            Shape::Area(places, role) => {
                out.push_str(&format!("<path class=\"f-{}\" d=\"", role.name()));
                path(&mut out, places);
                out.push_str("z\"/>");
            }
            other => out.push_str(&element(other)),
        }
        open = role;
    }
    if open.is_some() {
        out.push_str("\"/>");
    }
    out.push_str("</svg>");
    out
}

/// A shape that is no path, without what is the default, what the style sheet says for its class, or what the root says.
fn element(shape: &Shape) -> String {
    match shape {
        Shape::Rect((x, y), (wide, tall), role) => format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" class=\"f-{}\" stroke=\"none\"/>",
            role.name()
        ),
        Shape::Circle((x, y), r, role) => {
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" class=\"f-{}\"/>", role.name())
        }
        Shape::Text((x, y), anchor, words, role) => {
            // Text stands on its middle by a shift, which is in its place here.
            let y = f64::from(*y) + 0.35 * FONT_SIZE * UNITS;
            let anchor = match anchor {
                Anchor::Start => String::new(),
                other => format!(" text-anchor=\"{}\"", anchored(*other)),
            };
            format!("<text x=\"{x}\" y=\"{y:.0}\"{anchor} class=\"t-{}\">{}</text>", role.name(), escape(words))
        }
        Shape::Path(..) | Shape::Area(..) => String::new(),
    }
}

/// `1,2 1,9 4,9` as `M1 2v7h3`: whole numbers, so that steps add up exactly.
fn path(out: &mut String, places: &[Place]) {
    let mut last: Option<Place> = None;
    let mut stepping = false;
    for (x, y) in thinned(places) {
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
}

/// The line without the points that lie within [`TOLERANCE`] of the line through the others (Douglas and Peucker 1973,
/// doi:10.3138/FM57-6770-U75U-7727). Its ends stay.
fn thinned(points: &[Place]) -> Vec<Place> {
    if points.len() < FEW {
        return points.to_vec();
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
    points.iter().copied().zip(keep).filter(|(_, k)| *k).map(|(p, _)| p).collect()
}

/// Distance of `p` from the segment between `a` and `b`.
fn distance(p: Place, a: Place, b: Place) -> f64 {
    let (dx, dy) = (f64::from(b.0 - a.0), f64::from(b.1 - a.1));
    let (px, py) = (f64::from(p.0 - a.0), f64::from(p.1 - a.1));
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (ex, ey) = (px - along * dx, py - along * dy);
    (ex * ex + ey * ey).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Axis, PlotArea, place::Rect};
    use crate::data::Unit;

    #[test]
    fn thinning_keeps_ends_and_shape() {
        let curve: Vec<Place> = (0..=100).map(|i| (i * 40, (3000.0 / (1.0 + f64::from(i) / 20.0)) as i32)).collect();
        let thin = thinned(&curve);
        assert_eq!((thin.first(), thin.last()), (curve.first(), curve.last()));
        assert!(thin.len() < 40, "{} of {}", thin.len(), curve.len());
        for p in curve {
            let near = thin.windows(2).map(|w| distance(p, w[0], w[1])).fold(f64::INFINITY, f64::min);
            assert!(near <= 2.0, "{p:?} is {near} away");
        }
    }

    fn picture(shapes: Vec<Shape>) -> String {
        let axis = || Axis::linear(0.0, 1.0, "", Unit::Number);
        let plot = Rect { left: 0.0, top: 0.0, width: 10.0, height: 10.0 };
        let area = PlotArea { width: 10.0, height: 10.0, plot, x: axis(), y: axis() };
        let drawing = Drawing { svg: String::new(), shapes, area, texts: Vec::new(), left_out: Vec::new() };
        compact(&drawing, "a < b").replace("viewBox=\"0 0 100 100\" width=\"10\" height=\"10\" ", "")
    }

    #[test]
    fn runs_become_paths_order_stays_and_what_charts_share_is_on_the_root() {
        let shapes = vec![
            Shape::Path(vec![(1, 2), (1, 9)], Role::Grid),
            Shape::Path(vec![(3, 2), (4, 5), (6, 5), (9, 4), (8, 6)], Role::Grid),
            Shape::Circle((1, 1), 2, Role::Point),
            Shape::Path(vec![(0, 0), (1, 1)], Role::Fit),
            Shape::Area(vec![(0, 0), (5, 9), (10, 4)], Role::Band),
            Shape::Text((20, 100), Anchor::End, "a".into(), Role::Ink),
            Shape::Path(vec![(0, 0), (1, 1)], Role::Axis),
        ];
        assert_eq!(
            picture(shapes),
            "<svg class=\"chart\" font-size=\"120\" stroke-width=\"10\" role=\"img\" aria-label=\"a &lt; b\">\
             <path class=\"s-grid\" d=\"M1 2v7M3 2l1 3h2l3-1-1 2\"/><circle cx=\"1\" cy=\"1\" r=\"2\" class=\"f-point\"/>\
             <path class=\"s-fit\" stroke-width=\"20\" d=\"M0 0l1 1\"/><path class=\"f-band\" d=\"M0 0l5 9 5-5z\"/>\
             <text x=\"20\" y=\"142\" text-anchor=\"end\" class=\"t-ink\">a</text><path class=\"s-axis\" d=\"M0 0l1 1\"/></svg>"
        );
    }
}
