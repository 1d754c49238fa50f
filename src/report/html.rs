//! The report as one self-contained HTML file: no script that runs, no request, readable from disk, on paper and on a phone.

use super::escape::{html as escape, safe_address};
use super::live::Live;
use super::parts::{Block, Cell, Figure, PhaseMark, Report, Section, Span, Table, Text, VerdictCard};
use crate::decide::Outcome;

/// The style sheet, kept beside this file.
const STYLE: &str = include_str!("report.css");
/// What the file may do: show its own styles and pictures, nothing else.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
/// Most rows of a table that are written; the embedded files have all of them.
const MOST_ROWS: usize = 1000;

/// Writes the report. `project` is the saved form of the project ([`crate::scenario::save_project`]): with it inside, the
/// file opens again in the app. With `live` it holds the program, too, which changes nothing of what is read where scripts
/// are off.
#[must_use]
pub fn write(report: &Report, project: Option<&str>, live: Option<&Live<'_>>) -> String {
    let mut out = String::with_capacity(96 * 1024);
    out.push_str("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"");
    out.push_str(&live.map_or_else(|| POLICY.to_owned(), Live::policy));
    out.push_str("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"Headroom ");
    escape(&mut out, &report.version);
    out.push_str("\">\n<title>");
    escape(&mut out, &format!("{} {}: decision report", report.title, report.project));
    out.push_str("</title>\n");
    out.push_str(if live.is_some() { "<style id=\"headroom-sent-style\">\n" } else { "<style>\n" });
    for line in STYLE.lines().chain(crate::chart::STYLE.lines()).map(str::trim) {
        if !(line.starts_with("/*") && line.ends_with("*/")) {
            out.push_str(&shorter(line));
            out.push('\n');
        }
    }
    out.push_str("</style>\n");
    if let Some(live) = live {
        live.head(&mut out);
    }
    out.push_str("</head>\n<body>\n");
    if let Some(live) = live {
        live.open(&mut out);
    }
    out.push_str("<a class=\"skip\" href=\"#content\">Skip to the report</a>\n<header>\n<p class=\"project\">");
    escape(&mut out, &report.project);
    out.push_str("</p>\n<h1>");
    escape(&mut out, &report.title);
    out.push_str("</h1>\n</header>\n<main id=\"content\" tabindex=\"-1\">\n");
    for (i, part) in report.sections.iter().enumerate() {
        section(&mut out, part);
        if i == 0 {
            contents(&mut out, &report.sections);
        }
    }
    out.push_str("</main>\n<footer>\n<p>");
    let built: String = report.build.chars().take(12).collect();
    escape(&mut out, &format!("Written by Headroom {} (build {built}).", report.version));
    if project.is_some() {
        out.push_str(
            " This file holds the data and settings it was made from: drop it into Headroom to go on working.",
        );
    }
    if let Some(live) = live {
        escape(&mut out, &live.origin());
    }
    out.push_str("</p>\n</footer>\n");
    if let Some(live) = live {
        live.close(&mut out);
    }
    if let Some(json) = project {
        out.push_str("<script type=\"application/json\" id=\"headroom-project\">");
        out.push_str(&json.replace('<', "\\u003c"));
        out.push_str("</script>\n");
    }
    if let Some(live) = live {
        live.program(&mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// A line of the style sheets without the blanks that mean nothing.
fn shorter(line: &str) -> String {
    let line = line.replace(": ", ":").replace("; ", ";").replace(" { ", "{").replace(" {", "{").replace(", ", ",");
    line.replace(";}", "}").replace("; }", "}").replace(" }", "}").replace(";}", "}")
}

fn contents(out: &mut String, sections: &[Section]) {
    out.push_str("<nav class=\"contents\" aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n");
    for section in sections {
        out.push_str("<li><a href=\"#");
        escape(out, &section.id);
        out.push_str("\">");
        escape(out, &section.title);
        out.push_str("</a></li>\n");
    }
    out.push_str("</ol>\n</nav>\n");
}

fn section(out: &mut String, section: &Section) {
    out.push_str("<section id=\"");
    escape(out, &section.id);
    out.push_str("\" aria-labelledby=\"h-");
    escape(out, &section.id);
    out.push_str("\">\n<h2 id=\"h-");
    escape(out, &section.id);
    out.push_str("\">");
    escape(out, &section.title);
    out.push_str("</h2>\n");
    for b in &section.blocks {
        block(out, b, 3);
    }
    out.push_str("</section>\n");
}

fn block(out: &mut String, block_: &Block, level: u8) {
    match block_ {
        Block::Heading { text: heading, anchor } => {
            out.push_str(&format!("<h{level}"));
            id(out, anchor);
            out.push('>');
            escape(out, heading);
            out.push_str(&format!("</h{level}>\n"));
        }
        Block::Paragraph { text: body } => {
            out.push_str("<p>");
            text(out, body);
            out.push_str("</p>\n");
        }
        Block::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            out.push_str(&format!("<{tag}>\n"));
            for item in items {
                out.push_str("<li>");
                text(out, item);
                out.push('\n');
            }
            out.push_str(&format!("</{tag}>\n"));
        }
        Block::Facts { items } => {
            out.push_str("<dl>\n");
            for (name, value) in items {
                out.push_str("<div><dt>");
                escape(out, name);
                out.push_str("</dt><dd>");
                text(out, value);
                out.push_str("</dd></div>\n");
            }
            out.push_str("</dl>\n");
        }
        Block::Table(t) => table(out, t, ""),
        Block::Figure(f) => figure(out, f),
        Block::Verdict(card) => verdict(out, card),
        Block::Phases { phases } => track(out, phases),
        Block::Details { summary, blocks } => {
            out.push_str("<details>\n<summary>");
            escape(out, summary);
            out.push_str("</summary>\n");
            for inner in blocks {
                block(out, inner, level.saturating_add(1).min(6));
            }
            out.push_str("</details>\n");
        }
    }
}

fn id(out: &mut String, anchor: &str) {
    if !anchor.is_empty() {
        out.push_str(" id=\"");
        escape(out, anchor);
        out.push('"');
    }
}

fn verdict(out: &mut String, card: &VerdictCard) {
    out.push_str("<div class=\"verdict\" data-action=\"");
    escape(out, &card.action);
    out.push_str("\">\n<p class=\"label\">Verdict, scenario “");
    escape(out, &card.scenario);
    out.push_str("”</p>\n<p class=\"action\">");
    escape(out, &card.words);
    out.push_str("</p>\n<p class=\"why\">");
    escape(out, &card.sentence);
    out.push_str("</p>\n");
    if let Some(sure) = &card.sure {
        out.push_str("<p class=\"sure\">");
        escape(out, sure);
        out.push_str("</p>\n");
    }
    out.push_str("</div>\n");
}

fn track(out: &mut String, phases: &[PhaseMark]) {
    out.push_str("<ol class=\"phases\">\n");
    for phase in phases {
        out.push_str(if phase.current { "<li class=\"current\"><strong>" } else { "<li><strong>" });
        escape(out, &phase.word);
        out.push_str("</strong> <span class=\"state\">");
        escape(out, &phase.state);
        out.push_str("</span><br><span class=\"question\">");
        escape(out, &phase.question);
        out.push_str("</span><br>");
        for (o, n) in &phase.counts {
            outcome(out, *o, Some(*n));
            out.push(' ');
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

fn outcome(out: &mut String, o: Outcome, count: Option<usize>) {
    out.push_str(&format!("<b class=\"{}\"><i aria-hidden=\"true\">{}</i> ", o.id(), o.icon()));
    if let Some(n) = count {
        out.push_str(&format!("{n} "));
    }
    out.push_str(o.word());
    out.push_str("</b>");
}

fn figure(out: &mut String, f: &Figure) {
    out.push_str("<figure");
    id(out, &f.id);
    let caption = unused_name(out);
    out.push_str(&format!(">\n<figcaption id=\"{caption}\">"));
    escape(out, &f.title);
    if f.illustrative {
        text(out, &Text::default().mark_if(true, "illustrative"));
    }
    out.push_str("</figcaption>\n");
    out.push_str(&f.svg);
    if !f.notes.is_empty() {
        out.push_str("\n<p class=\"note\">");
        escape(out, &f.notes.join(" "));
        out.push_str("</p>");
    }
    if let Some(data) = &f.table {
        out.push_str("\n<details>\n<summary>Data behind this chart</summary>\n");
        table(out, data, &caption);
        out.push_str("</details>");
    }
    out.push_str("\n</figure>\n");
}

/// An identifier for a caption that no other has: how far the file has come.
fn unused_name(out: &str) -> String {
    format!("c{}", out.len())
}

/// A table in a region that scrolls, named by its caption or, where it has none, by that of its figure.
fn table(out: &mut String, t: &Table, figure: &str) {
    let own = unused_name(out);
    let caption = if t.caption.is_empty() { figure } else { &own };
    out.push_str(&format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{caption}\">\n<table"
    ));
    id(out, &t.id);
    // Columns of numbers are set to the right by a class for each, not one for each cell.
    let numeric: Vec<String> =
        t.columns.iter().enumerate().filter(|(_, c)| c.numeric).map(|(i, _)| format!("n{}", i + 1)).collect();
    if !numeric.is_empty() {
        out.push_str(&format!(" class=\"{}\"", numeric.join(" ")));
    }
    out.push_str(">\n");
    if !t.caption.is_empty() {
        out.push_str(&format!("<caption id=\"{caption}\">"));
        escape(out, &t.caption);
        if t.rows.len() > MOST_ROWS {
            let all = t.rows.len();
            escape(out, &format!(" (the first {MOST_ROWS} of {all} rows; the data inside this file have all)"));
        }
        out.push_str("</caption>\n");
    }
    out.push_str("<thead>\n<tr>");
    for column in &t.columns {
        out.push_str("<th>");
        escape(out, &column.label);
    }
    out.push_str("\n<tbody>\n");
    for row in t.rows.iter().take(MOST_ROWS) {
        row_of(out, row);
    }
    out.push_str("</table>\n</div>\n");
}

/// One row. End tags of cells and rows are left out, as HTML allows: there are thousands of them. So are the scopes of
/// headers: in a table with one row and one column of headers HTML gives them the same meaning.
fn row_of(out: &mut String, row: &[Cell]) {
    out.push_str("<tr");
    if let Some(first) = row.first() {
        id(out, &first.anchor);
    }
    out.push('>');
    for (i, cell) in row.iter().enumerate() {
        out.push_str(if i == 0 { "<th>" } else { "<td>" });
        text(out, &cell.text);
    }
    out.push('\n');
}

fn text(out: &mut String, body: &Text) {
    for span in &body.0 {
        match span {
            Span::Plain(t) => escape(out, t),
            Span::Strong(t) => {
                out.push_str("<strong>");
                escape(out, t);
                out.push_str("</strong>");
            }
            Span::Code(t) => {
                out.push_str("<code>");
                escape(out, t);
                out.push_str("</code>");
            }
            Span::Link(t, href) => match safe_address(href) {
                Some(address) => {
                    out.push_str("<a href=\"");
                    escape(out, address);
                    out.push_str(if address.starts_with('#') { "\">" } else { "\" rel=\"noreferrer\">" });
                    escape(out, t);
                    out.push_str("</a>");
                }
                None => escape(out, t),
            },
            Span::Outcome(o) => outcome(out, *o, None),
            Span::Anchor(a) => {
                out.push_str("<span");
                id(out, a);
                out.push_str("></span>");
            }
            Span::Mark(m) => {
                out.push_str(" <small>");
                escape(out, m);
                out.push_str("</small>");
            }
        }
    }
}
