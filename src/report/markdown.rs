//! The report as Markdown (CommonMark with tables).

use super::escape::{markdown as escape, safe_address};
use super::parts::{Block, Report, Span, Table, Text};
use crate::data::visible;

/// Writes the report.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut out = String::with_capacity(32 * 1024);
    out.push_str("# ");
    escape(&mut out, &report.title);
    out.push_str("\n\n");
    escape(&mut out, &report.project);
    out.push('\n');
    for section in &report.sections {
        out.push_str("\n## ");
        escape(&mut out, &section.title);
        out.push('\n');
        for b in &section.blocks {
            block(&mut out, b, 3);
        }
    }
    let built: String = report.build.chars().take(12).collect();
    out.push_str("\n---\n\n");
    escape(&mut out, &format!("Written by Headroom {} (build {built}).", report.version));
    out.push('\n');
    out
}

pub(super) fn block(out: &mut String, b: &Block, level: usize) {
    out.push('\n');
    match b {
        Block::Heading { text: heading, .. } => {
            out.push_str(&"#".repeat(level.min(6)));
            out.push(' ');
            escape(out, heading);
            out.push('\n');
        }
        Block::Paragraph { text: body } => {
            text(out, body);
            out.push('\n');
        }
        Block::List { ordered, items } => {
            for (i, item) in items.iter().enumerate() {
                if *ordered {
                    out.push_str(&format!("{}. ", i + 1));
                } else {
                    out.push_str("- ");
                }
                text(out, item);
                out.push('\n');
            }
        }
        Block::Facts { items } => {
            for (name, value) in items {
                out.push_str("- ");
                escape(out, name);
                out.push_str(": **");
                text(out, value);
                out.push_str("**\n");
            }
        }
        Block::Table(t) => table(out, t),
        Block::Figure(f) => {
            out.push_str("**");
            escape(out, &f.title);
            out.push_str("**\n");
            if !f.description.is_empty() {
                out.push('\n');
                escape(out, &f.description);
                out.push('\n');
            }
            if !f.notes.is_empty() {
                out.push('\n');
                escape(out, &f.notes.join(" "));
                out.push('\n');
            }
            if let Some(t) = &f.table {
                out.push('\n');
                table(out, t);
            }
        }
        Block::Verdict(card) => {
            out.push_str("> **");
            escape(out, &card.words);
            out.push_str("**  \n> ");
            escape(out, &card.sentence);
            if let Some(sure) = &card.sure {
                out.push_str("  \n> ");
                escape(out, sure);
            }
            out.push_str("  \n> Scenario: ");
            escape(out, &card.scenario);
            out.push('\n');
        }
        Block::Phases { phases } => {
            for phase in phases {
                let counts: Vec<String> = phase.counts.iter().map(|(o, n)| format!("{n} {}", o.word())).collect();
                out.push_str("- **");
                escape(out, &phase.word);
                out.push_str("** ");
                let counts = if counts.is_empty() { "The policy has no gate here".into() } else { counts.join(", ") };
                escape(out, &format!("({}): {} {counts}.", phase.state, phase.question));
                out.push('\n');
            }
        }
        Block::Details { summary, blocks } => {
            out.push_str("**");
            escape(out, summary);
            out.push_str("**\n");
            for inner in blocks {
                block(out, inner, level + 1);
            }
        }
    }
}

fn table(out: &mut String, t: &Table) {
    escape(out, &t.caption);
    out.push_str("\n\n|");
    for column in &t.columns {
        out.push(' ');
        escape(out, &column.label);
        out.push_str(" |");
    }
    out.push_str("\n|");
    for column in &t.columns {
        out.push_str(if column.numeric { " ---: |" } else { " --- |" });
    }
    out.push('\n');
    for row in &t.rows {
        out.push('|');
        for cell in row {
            out.push(' ');
            text(out, &cell.text);
            out.push_str(" |");
        }
        out.push('\n');
    }
}

pub(super) fn text(out: &mut String, body: &Text) {
    for span in &body.0 {
        match span {
            Span::Plain(t) => escape(out, t),
            Span::Strong(t) => {
                out.push_str("**");
                escape(out, t);
                out.push_str("**");
            }
            Span::Code(t) => {
                // A code span ends at a backtick and a table cell at a bar; neither belongs to an identifier.
                out.push('`');
                out.extend(visible(t).chars().map(|c| if matches!(c, '`' | '|') { '\'' } else { c }));
                out.push('`');
            }
            Span::Link(t, href) => {
                match safe_address(href).filter(|h| h.starts_with("http") && !h.contains(['(', ')', '<', '>', '|'])) {
                    Some(address) => {
                        out.push('[');
                        escape(out, t);
                        out.push_str("](");
                        out.push_str(address);
                        out.push(')');
                    }
                    None => escape(out, t),
                }
            }
            Span::Anchor(_) => {}
            Span::Outcome(o) => {
                out.push_str(&format!("{} {}", o.icon(), o.word()));
            }
            Span::Mark(m) => {
                out.push_str(" *(");
                escape(out, m);
                out.push_str(")*");
            }
        }
    }
}
