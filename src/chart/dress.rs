//! From the library's SVG to ours: classes in place of colours, dashes, an accessible name, no inline style.
//!
//! The library writes one tag a line and escapes every text, so that a quotation mark can only stand in a tag of its own.

use super::role::Role;
use super::sheet::UNITS;
use crate::data::visible;

/// Dresses `raw`; `name` becomes the accessible name of the picture.
#[must_use]
pub fn dress(raw: &str, name: &str, width: f64, height: f64) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut lines = raw.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("<svg") {
            out.push_str(&root(name, width, height));
        } else if line.starts_with("<text") {
            let text = lines.next().unwrap_or_default();
            lines.next();
            tag(line, &mut out);
            out.push_str(text);
            out.push_str("</text>");
        } else if line.starts_with("</") {
            out.push_str(line);
        } else {
            tag(line, &mut out);
        }
        out.push('\n');
    }
    out
}

fn root(name: &str, width: f64, height: f64) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {:.0} {:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-label=\"{}\">",
        width * UNITS,
        height * UNITS,
        escape(name)
    )
}

/// Writes one tag with its attributes dressed.
fn tag(line: &str, out: &mut String) {
    let mut rest = line;
    let end = rest.find(' ').unwrap_or(rest.len());
    out.push_str(&rest[..end]);
    rest = &rest[end..];
    let is_text = line.starts_with("<text");
    while let Some((key, value, after)) = attribute(rest) {
        rest = after;
        match key {
            "opacity" if value == "1" => {}
            "font-family" => {}
            "stroke" | "fill" if value.starts_with('#') => {
                if let Some(role) = Role::of_sentinel(value) {
                    let kind = if is_text { "t" } else { &key[..1] };
                    push(out, "class", &format!("{kind}-{}", role.name()));
                    if let (Some(dashes), "stroke") = (role.dashes(), key) {
                        let list: Vec<String> =
                            dashes.iter().map(|d| format!("{:.0}", f64::from(*d) * UNITS)).collect();
                        push(out, "stroke-dasharray", &list.join(" "));
                    }
                }
            }
            "font-size" => push(out, key, &format!("{:.0}", value.parse().unwrap_or(12.0 * UNITS))),
            "dy" => push(out, key, "0.35em"),
            "points" => push(out, key, value.trim_end()),
            _ => push(out, key, value),
        }
    }
    out.push_str(rest.trim_start());
}

/// The first attribute of `text` and what follows it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = text.trim_start().split_once("=\"")?;
    let (value, rest) = rest.split_once('"')?;
    Some((key, value, rest))
}

fn push(out: &mut String, key: &str, value: &str) {
    out.push(' ');
    out.push_str(key);
    out.push_str("=\"");
    out.push_str(value);
    out.push('"');
}

/// `text` for an attribute or an element's content.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(visible(c)),
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
