//! `headroom report`: the decision as one file to keep.

use super::load::{self, Inputs};
use super::{Outcome as Ended, Refusal};
use crate::report::{self, Format};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `headroom report`.
#[derive(Debug, Clone, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    pub inputs: Inputs,
    /// File to write; `-` for standard output.
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,
    /// html, markdown, json or record (a decision record in Markdown); by the file's extension where not given.
    #[arg(long, value_parser = parse_format)]
    pub format: Option<Format>,
}

fn parse_format(text: &str) -> Result<Format, String> {
    let found = Format::ALL.into_iter().find(|f| f.id() == text || (text == "md" && *f == Format::Markdown));
    found.ok_or_else(|| "expected html, markdown, json or record".into())
}

/// Runs the subcommand.
///
/// # Errors
/// Input that cannot be read, or a file that cannot be written.
pub fn run(arguments: &Arguments) -> Ended {
    let out = &arguments.out;
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    let format = match (arguments.format, extension.as_deref()) {
        (Some(format), _) => format,
        (None, Some("html" | "htm")) => Format::Html,
        (None, Some("md" | "markdown")) => Format::Markdown,
        (None, Some("json")) => Format::Json,
        (None, _) => {
            return Err(Refusal(format!(
                "--out {}: name a file that ends in .html, .md or .json, or give --format",
                out.display()
            )));
        }
    };
    let loaded = load::load(&arguments.inputs)?;
    loaded.complain();
    let decision = loaded.decide();
    let exploration = loaded.explore();
    let text = report::write(&loaded.report(&decision, &exploration), format);
    if out.as_os_str() == "-" {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
        return Ok(ExitCode::SUCCESS);
    }
    std::fs::write(out, &text).map_err(|e| Refusal(format!("{}: cannot be written ({e})", out.display())))?;
    super::say(&format!("{} ({} bytes): {}.", out.display(), text.len(), decision.verdict.action.words()));
    Ok(ExitCode::SUCCESS)
}
