//! `headroom select`: which records to keep, what they cover, and whether that is more than chance.

use super::bar::until_done;
use super::load::{bytes_of, name_of};
use super::{Outcome, Refusal, plain, print, say};
use crate::data::units::{counted, fixed, grouped, several, shortened};
use crate::data::{Level, Pool, Steps};
use crate::read::{self, Limits, pool};
use crate::report::csv;
use crate::select::outcome::{self, Keep, Standing};
use crate::select::{self, METHODS, Request, Selecting};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Options of `headroom select`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Methods are listed by --list. Several files are joined by the names of the records. Exit code: 0 done, 2 on bad input."
)]
pub struct Arguments {
    /// Files of records: vectors (CSV, JSON Lines, .npy), losses by checkpoint, utilities or distances by query, scores, texts; an
    /// inventory for the families and tiers of their sources.
    #[arg(required_unless_present = "list")]
    pub files: Vec<PathBuf>,
    /// Method, by its identifier. Without it the first that the files are enough for: facility location, DELIFT, S2L, random.
    #[arg(long, value_name = "ID")]
    pub method: Option<String>,
    /// How many records to keep: a number, or a share as in 30 % or 0.3.
    #[arg(long, value_name = "K|SHARE", default_value = "10 %", value_parser = parse_keep)]
    pub keep: Keep,
    /// Random choices of the same size to draw beside it.
    #[arg(long, value_name = "N", default_value_t = outcome::BASELINES)]
    pub baselines: usize,
    /// Shows only the shares by this: family, tier, split, slice or source.
    #[arg(long, value_name = "ROLE")]
    pub by: Option<String>,
    /// A parameter of the method, as in clusters=50; any number of times.
    #[arg(long = "set", value_name = "NAME=NUMBER", value_parser = parse_setting)]
    pub settings: Vec<(String, f64)>,
    /// File with vectors or texts of what is wanted: evaluation items, best those that fail.
    #[arg(long, value_name = "FILE")]
    pub target: Option<PathBuf>,
    /// File with vectors of the records already trained on.
    #[arg(long, value_name = "FILE")]
    pub held: Option<PathBuf>,
    /// Seed of all that is drawn.
    #[arg(long, default_value_t = outcome::SEED)]
    pub seed: u64,
    /// Writes every record with its rank, its cluster and the kept one that it is most like, as CSV.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Lists the methods with what they need.
    #[arg(long)]
    pub list: bool,
    /// Machine-readable result.
    #[arg(long)]
    pub json: bool,
}

fn parse_keep(text: &str) -> Result<Keep, String> {
    let expected = || "expected a number of records, or a share as in 30 % or 0.3".to_owned();
    let text = text.trim();
    if let Some(share) = text.strip_suffix('%') {
        let share: f64 = share.trim().parse().map_err(|_| expected())?;
        return if share > 0.0 && share <= 100.0 { Ok(Keep::Share(share / 100.0)) } else { Err(expected()) };
    }
    if let Ok(records) = text.replace(['_', '\''], "").parse::<usize>() {
        return if records > 0 { Ok(Keep::Records(records)) } else { Err(expected()) };
    }
    let share: f64 = text.parse().map_err(|_| expected())?;
    if share > 0.0 && share <= 1.0 { Ok(Keep::Share(share)) } else { Err(expected()) }
}

fn parse_setting(text: &str) -> Result<(String, f64), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=NUMBER")?;
    let value = value.trim().parse::<f64>().ok().filter(|v| v.is_finite()).ok_or("expected a number after =")?;
    Ok((name.trim().to_owned(), value))
}

/// The result as JSON.
#[derive(Serialize)]
struct Report<'a> {
    headroom: &'static str,
    version: u32,
    selection: &'a select::Outcome,
    seconds: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<String>,
    notes: &'a [String],
}

/// A method as `--list --json` has it.
#[derive(Serialize)]
struct Listed {
    id: &'static str,
    label: &'static str,
    needs: Vec<String>,
    objective: &'static str,
    cost: &'static str,
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    caveat: Option<&'static str>,
    parameters: Vec<ListedParameter>,
}

#[derive(Serialize)]
struct ListedParameter {
    id: &'static str,
    label: &'static str,
    default: f64,
    range: (f64, f64),
    from: &'static str,
}

/// Runs the subcommand.
///
/// # Errors
/// Files that cannot be read or joined, a method that they are not enough for.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.list {
        print(&list(arguments.json));
        return Ok(ExitCode::SUCCESS);
    }
    let mut notes = Vec::new();
    let mut pool = records(&arguments.files, &mut notes)?;
    if let Some(file) = &arguments.target {
        let wanted = one(file, &mut notes)?.pool;
        if wanted.vectors.is_none() && wanted.texts.is_none() {
            return Err(Refusal(format!("--target: {} has neither vectors nor texts.", name_of(file))));
        }
        (pool.targets, pool.target_texts) = (wanted.vectors, wanted.texts.unwrap_or_default());
    }
    if let Some(file) = &arguments.held {
        let held = one(file, &mut notes)?.pool.vectors;
        pool.held = Some(held.ok_or_else(|| Refusal(format!("--held: {} has no vectors.", name_of(file))))?);
    }
    if let Some(by) = &arguments.by
        && pool.grouping(by).is_none()
    {
        let known: Vec<&str> = pool.groupings.iter().map(|g| g.role.as_str()).collect();
        let known = if known.is_empty() { "nothing".to_owned() } else { several(&known) };
        return Err(Refusal(format!("--by: the files part the records by {known}, not by {by}.")));
    }
    let request = Request {
        method: arguments.method.clone().unwrap_or_else(|| usual(&pool).to_owned()),
        keep: arguments.keep,
        settings: arguments.settings.iter().cloned().collect(),
        baselines: arguments.baselines.min(1_000),
        seed: arguments.seed,
    };
    let began = Instant::now();
    let mut found = work(Selecting::new(&pool, request), &pool).map_err(|fault| Refusal(fault.to_string()))?;
    let seconds = began.elapsed().as_secs_f64();
    if let Some(by) = &arguments.by {
        found.shares.retain(|s| s.by == *by);
    }
    if let Some(file) = &arguments.out {
        let text = found.csv(&pool, csv::text);
        std::fs::write(file, text).map_err(|e| Refusal(format!("--out: {}: {e}. Check the path.", file.display())))?;
    }
    if arguments.json {
        let out = arguments.out.as_deref().map(name_of);
        let report = Report { headroom: "select", version: 1, selection: &found, seconds, out, notes: &notes };
        print(&serde_json::to_string_pretty(&report).unwrap_or_default());
        return Ok(ExitCode::SUCCESS);
    }
    notes.iter().for_each(|note| say(note));
    print(&told(&found, seconds).join("\n"));
    Ok(ExitCode::SUCCESS)
}

/// The method that is taken where none is named.
fn usual(pool: &Pool) -> &'static str {
    const ORDER: [&str; 3] = ["facility-location", "delift", "s2l"];
    let possible = select::possible(pool);
    ORDER.into_iter().find(|id| possible.iter().any(|m| m.id() == *id)).unwrap_or("random")
}

/// What one file says of records.
fn one(path: &Path, notes: &mut Vec<String>) -> Result<pool::Part, Refusal> {
    let name = name_of(path);
    let refused = |e: read::ReadError| Refusal(e.diagnostic(&name).to_string());
    let opened = read::open(&name, bytes_of(path)?, &Limits::default()).map_err(refused)?;
    let part = pool::part(&name, &opened).map_err(refused)?;
    let part = part.ok_or_else(|| Refusal(format!("{name}: no column says anything of records to select from. Expected vectors (embedding, or e1, e2 …), losses (loss_1, loss_2 …), utilities, scores or texts.")))?;
    notes.extend(part.diagnostics.iter().filter(|d| d.level > Level::Info).map(|d| format!("{name}: {d}")));
    Ok(part.value)
}

fn records(files: &[PathBuf], notes: &mut Vec<String>) -> Result<Pool, Refusal> {
    let parts = files.iter().map(|file| one(file, notes)).collect::<Result<Vec<_>, _>>()?;
    let joined = pool::join(parts).map_err(|fault| Refusal(fault.to_string()))?;
    notes.extend(joined.diagnostics.iter().map(ToString::to_string));
    Ok(joined.value)
}

/// Runs to the end, and shows how far it is on a terminal.
fn work(mut selecting: Selecting, pool: &Pool) -> <Selecting as Steps>::Output {
    until_done(|| selecting.step(pool));
    selecting.finish()
}

fn percent(share: f64) -> String {
    format!("{} %", fixed(100.0 * share, 1))
}

/// The result in lines.
fn told(o: &select::Outcome, seconds: f64) -> Vec<String> {
    let mut out = vec![o.sentence.clone(), String::new()];
    let parameters: Vec<String> = o.parameters.iter().map(|(id, v)| format!("{id} {v}")).collect();
    out.push(format!("method      {} ({})", o.label, o.method));
    out.push(format!("maximises   {}", o.objective));
    out.push(format!("source      {}", o.source));
    if !parameters.is_empty() {
        out.push(format!("parameters  {}", parameters.join(", ")));
    }
    out.push(format!("kept        {} of {}", grouped(o.kept as f64), counted(o.pool, "record", "records")));
    if let Some(by) = &o.compared_by {
        out.push(format!("compared by {by}"));
    }
    if !o.curve.is_empty() {
        out.push(String::new());
        out.push(format!("{:>10}  {:>8}  {:>17}  {:>8}", "records", "covers", "random", "longest"));
        for point in o.curve.iter().rev().step_by((o.curve.len() / 8).max(1)).collect::<Vec<_>>().into_iter().rev() {
            let random =
                point.random.map_or_else(String::new, |(low, _, high)| format!("{} – {}", percent(low), percent(high)));
            let longest = point.longest.map_or_else(String::new, percent);
            let k = grouped(point.k as f64);
            out.push(
                format!("{k:>10}  {:>8}  {random:>17}  {longest:>8}", percent(point.coverage)).trim_end().to_owned(),
            );
        }
        for enough in &o.enough {
            let said = |k: Option<usize>| k.map_or_else(|| "more than were kept".to_owned(), |k| grouped(k as f64));
            let share = fixed(100.0 * enough.share, 0);
            out.push(format!("{share} % covered by {}; by random ones {}", said(enough.chosen), said(enough.random)));
        }
    }
    let most = o.shares.iter().map(|s| name(s).chars().count()).max().unwrap_or(0).clamp(4, NAME);
    let mut by = "";
    for share in &o.shares {
        if share.by != by {
            by = &share.by;
            out.push(String::new());
            out.push(format!("{by:<most$}  {:>9}  {:>7}  {:>9}  {:>7}", "before", "share", "kept", "share"));
        }
        let part = |n: usize, of: usize| percent(n as f64 / of.max(1) as f64);
        out.push(format!(
            "{:<most$}  {:>9}  {:>7}  {:>9}  {:>7}",
            shortened(&name(share), NAME),
            grouped(share.before as f64),
            part(share.before, o.pool),
            grouped(share.after as f64),
            part(share.after, o.kept)
        ));
    }
    out.push(String::new());
    if let Some(redundant) = o.redundant {
        out.push(format!(
            "Not kept and nearly the same as a kept one (cosine {} or more): {}.",
            outcome::REPEATS,
            grouped(redundant as f64)
        ));
    }
    if let Some(isolated) = o.isolated {
        let named = if o.apart.is_empty() {
            String::new()
        } else {
            format!(": {}", several(&o.apart.iter().map(|n| plain(n)).collect::<Vec<_>>()))
        };
        out.push(format!(
            "With nothing near them (cosine below {}): {}{named}.",
            outcome::APART,
            grouped(isolated as f64)
        ));
    }
    out.extend(o.notes.iter().cloned());
    out.extend(o.caveat.clone());
    let standing = match o.standing {
        Some(Standing::Above) => "above the random band",
        Some(Standing::Within) => "within the random band",
        Some(Standing::Below) => "below the random band",
        None => "not compared",
    };
    out.push(format!("{standing}; {} random choices, seed {}, {} s", o.baselines, o.seed, fixed(seconds, 1)));
    out
}

/// Longest name of a part in a table.
const NAME: usize = 40;

fn name(share: &outcome::Share) -> String {
    share.name.as_deref().map_or_else(|| "none".into(), plain)
}

/// Every method.
fn list(json: bool) -> String {
    let one = |m: &&'static dyn select::Method| Listed {
        id: m.id(),
        label: m.label(),
        needs: m.needs().iter().map(|n| n.words()).collect(),
        objective: m.objective(),
        cost: m.cost(),
        source: m.source(),
        caveat: m.caveat(),
        parameters: m
            .parameters()
            .iter()
            .map(|p| ListedParameter { id: p.id, label: p.label, default: p.default, range: p.range, from: p.from })
            .collect(),
    };
    let all: Vec<Listed> = METHODS.iter().map(one).collect();
    if json {
        return serde_json::to_string_pretty(&all).unwrap_or_default();
    }
    let lines = all.iter().flat_map(|m| {
        let needs = if m.needs.is_empty() { "nothing".to_owned() } else { m.needs.join("; ") };
        let mut lines = vec![
            format!("{}: {}", m.id, m.label),
            format!("  maximises {}", m.objective),
            format!("  needs     {needs}"),
            format!("  takes     {}", m.cost),
            format!("  source    {}", m.source),
        ];
        lines.extend(
            m.parameters.iter().map(|p| format!("  --set {}={}  {} (default: {})", p.id, p.default, p.label, p.from)),
        );
        lines.extend(m.caveat.map(|c| format!("  note      {c}")));
        lines
    });
    lines.collect::<Vec<_>>().join("\n")
}
