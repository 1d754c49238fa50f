//! Shapes as SVG: classes in place of colours, dashes, an accessible name, no inline style. Written once, a shape a line.

use super::metrics::FONT_SIZE;
use super::role::Role;
use super::shape::{Anchor, Place, Shape, UNITS};
use crate::data::visible;
use std::fmt::Write;

/// The picture of `shapes`; `name` becomes its accessible name.
#[must_use]
pub fn dress(shapes: &[Shape], name: &str, width: f64, height: f64) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" {} role=\"img\" aria-label=\"{}\">\n",
        canvas(width, height),
        escape(name)
    );
    for shape in shapes {
        // Writing to a text does not fail.
        let _written = line(&mut out, shape);
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

/// Size of the canvas: in units, and in CSS pixels.
pub(super) fn canvas(width: f64, height: f64) -> String {
    format!("viewBox=\"0 0 {:.0} {:.0}\" width=\"{width:.0}\" height=\"{height:.0}\"", width * UNITS, height * UNITS)
}

/// Class and dashes of a line.
pub(super) fn stroke(role: Role) -> String {
    let mut look = format!("class=\"s-{}\"", role.name());
    if let Some(dashes) = role.dashes() {
        let list: Vec<String> = dashes.iter().map(|d| format!("{:.0}", f64::from(*d) * UNITS)).collect();
        look.push_str(&format!(" stroke-dasharray=\"{}\"", list.join(" ")));
    }
    look
}

/// Width of its lines, canvas units.
pub(super) fn thickness(role: Role) -> f64 {
    (role.stroke() * UNITS).round()
}

/// The value of a text's anchor.
pub(super) fn anchored(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

fn line(out: &mut String, shape: &Shape) -> std::fmt::Result {
    let points = |places: &[Place]| places.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
    match shape {
        Shape::Path(places, role) => {
            let (look, wide) = (stroke(*role), thickness(*role));
            write!(out, "<polyline fill=\"none\" {look} stroke-width=\"{wide}\" points=\"{}\"/>", points(places))
        }
        Shape::Area(places, role) => {
            write!(out, "<polygon class=\"f-{}\" points=\"{}\"/>", role.name(), points(places))
        }
        Shape::Rect((x, y), (wide, tall), role) => write!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" class=\"f-{}\" stroke=\"none\"/>",
            role.name()
        ),
        Shape::Circle((x, y), r, role) => write!(
            out,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" class=\"f-{}\" stroke=\"none\" stroke-width=\"1\"/>",
            role.name()
        ),
        Shape::Text((x, y), anchor, words, role) => write!(
            out,
            "<text x=\"{x}\" y=\"{y}\" dy=\"0.35em\" text-anchor=\"{}\" font-size=\"{:.0}\" class=\"t-{}\">{}</text>",
            anchored(*anchor),
            FONT_SIZE * UNITS,
            role.name(),
            escape(words)
        ),
    }
}

/// `text` for an attribute or an element's content.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The chart as a file of its own: with its styles, its title and its description inside.
#[must_use]
pub fn standalone(svg: &str, title: &str, description: &str) -> String {
    let head = format!(
        "<title>{}</title>\n<desc>{}</desc>\n<style>{}</style>\n<rect class=\"f-paper\" width=\"100%\" height=\"100%\"/>\n",
        escape(title),
        escape(description),
        STYLE
    );
    match svg.split_once('\n') {
        Some((root, rest)) => format!("{root}\n{head}{rest}"),
        None => svg.to_owned(),
    }
}

/// The look of charts: the sheet of the page, and the style that a file of its own and the report carry.
pub const STYLE: &str = include_str!("../../style/chart.css");
