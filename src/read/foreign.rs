//! Text that is known to be no data: web pages, Git LFS pointers, documents, and what its own syntax does not allow.
//! Asked after every format that could read it and before delimited text, which takes any text.

use super::{Document, Format, Input, Limits, ReadError};
use crate::data::Checked;

/// Text that holds no data.
pub struct Foreign;

impl Format for Foreign {
    fn id(&self) -> &'static str {
        "foreign"
    }
    fn label(&self) -> &'static str {
        "no data"
    }
    fn claims(&self, input: &Input) -> bool {
        input.tree.is_none() && input.text().is_some_and(|text| input.broken.is_some() || check(text).is_err())
    }
    fn read(&self, input: &Input, _: &Limits) -> Result<Checked<Document>, ReadError> {
        check(input.text().unwrap_or_default())?;
        Err(input.broken.cloned().unwrap_or_else(|| ReadError::NoTable("no known format fits".into())))
    }
}

/// Judges decoded text for what comes in the place of data.
///
/// # Errors
/// [`ReadError::LfsPointer`], [`ReadError::HtmlPage`], [`ReadError::Empty`] or [`ReadError::Alien`].
fn check(text: &str) -> Result<(), ReadError> {
    let start = text.trim_start();
    if start.is_empty() {
        return Err(ReadError::Empty);
    }
    if start.starts_with("version https://git-lfs.github.com/spec/") {
        let size = start.lines().find_map(|l| l.strip_prefix("size ")?.trim().parse().ok());
        return Err(ReadError::LfsPointer { size });
    }
    if is_web_page(start) {
        let lower = start.get(..start.floor_char_boundary(20_000)).unwrap_or(start).to_ascii_lowercase();
        if lower.contains("name=\"generator\" content=\"headroom") {
            let what = "a Headroom report without the project that belongs in it";
            return Err(ReadError::Alien { what, mend: "Save the report again, or drop the project file." });
        }
        let title = lower.find("<title").and_then(|at| {
            let from = at + lower.get(at..)?.find('>')? + 1;
            let to = from + lower.get(from..)?.find("</title")?;
            Some(start.get(from..to)?.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        let title: String = title.unwrap_or_default().chars().take(80).collect();
        return Err(ReadError::HtmlPage { title });
    }
    if start.starts_with("# Decision record: should we expand")
        || (start.starts_with("# ") && start.contains("Written by Headroom"))
    {
        let what = "a report that this program wrote in Markdown";
        return Err(ReadError::Alien { what, mend: "Drop the project file or the HTML report instead." });
    }
    if start.starts_with("<?xml") || start.starts_with("<svg") {
        return Err(ReadError::Alien { what: "an XML document", mend: "Export it as CSV, JSON or XLSX." });
    }
    Ok(())
}

/// True for text that starts as an HTML document.
#[must_use]
pub fn is_web_page(start: &str) -> bool {
    let begins = |prefix: &str| start.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    begins("<!doctype html") || begins("<html") || begins("<head") || begins("<body")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_data_is_named() {
        assert_eq!(
            check("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 129\n"),
            Err(ReadError::LfsPointer { size: Some(129) })
        );
        assert_eq!(
            check("\n<!DOCTYPE html><html><head><title>404\n not found</title>"),
            Err(ReadError::HtmlPage { title: "404 not found".into() })
        );
        assert_eq!(check("  \n "), Err(ReadError::Empty));
        let cut = "<!doctype html><head><meta name=\"generator\" content=\"Headroom 0.1.0\"><title>x</title>";
        assert!(matches!(check(cut), Err(ReadError::Alien { what, .. }) if what.contains("Headroom report")));
    }
}
