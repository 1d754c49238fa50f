//! `headroom report`: the decision as one file to keep.

use super::load::{self, Inputs};
use super::{Outcome as Ended, Refusal};
use crate::report::{self, Format, Program};
use std::io::Write;
use std::path::{Path, PathBuf};
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
    /// Put the program into the HTML report, so that its thresholds move where scripts may run.
    #[arg(long)]
    pub live: bool,
    /// The program for it: live-….txt of the built page, or the folder that holds it.
    #[arg(long, value_name = "FILE|FOLDER", default_value = "dist", requires = "live")]
    pub program: PathBuf,
}

/// The program of live reports.
fn program(path: &Path) -> Result<Program, Refusal> {
    let refuse = |why: String| Refusal(format!("--program {}: {why}", path.display()));
    let is_program = |p: &PathBuf| {
        let name = p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with("live-") && name.ends_with(".txt")
    };
    let file = if path.is_dir() {
        let mut found: Vec<PathBuf> =
            path.read_dir().map_err(|e| refuse(e.to_string()))?.filter_map(|e| Some(e.ok()?.path())).collect();
        found.retain(is_program);
        match found.as_slice() {
            [one] => one.clone(),
            [] => return Err(refuse("it holds no live-….txt; build the page with ./dev build".into())),
            many => return Err(refuse(format!("it holds {} programs; name one", many.len()))),
        }
    } else {
        path.to_owned()
    };
    let bytes = std::fs::read(&file).map_err(|e| {
        refuse(format!("cannot be read ({e}); build the page with ./dev build, or name its live-….txt"))
    })?;
    Program::read(&bytes).map_err(|why| refuse(format!("{}: {why}", file.display())))
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
    if arguments.live && format != Format::Html {
        return Err(Refusal(format!("--live: the program goes into an HTML report, not into {}", format.id())));
    }
    let program = arguments.live.then(|| program(&arguments.program)).transpose()?;
    let mut loaded = load::load(&arguments.inputs)?;
    loaded.complain();
    let decision = loaded.decide();
    let exploration = loaded.explore();
    let text = match &program {
        Some(program) => {
            let carried = loaded
                .carried(&exploration)
                .write()
                .map_err(|why| Refusal(format!("the live report cannot be written: {why}")))?;
            report::write_live(&loaded.report(&decision, &exploration), &carried, program)
        }
        None => report::write(&loaded.report(&decision, &exploration), format),
    };
    if out.as_os_str() == "-" {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
        return Ok(ExitCode::SUCCESS);
    }
    std::fs::write(out, &text).map_err(|e| Refusal(format!("{}: cannot be written ({e})", out.display())))?;
    super::say(&format!("{} ({} bytes): {}.", out.display(), text.len(), decision.verdict.action.words()));
    Ok(ExitCode::SUCCESS)
}
