//! Whether a table has one item a row: what was asked, tried or rated, and a score or a yes or no for it.

use super::naming;
use crate::read::columns::profile::Profile;
use crate::read::columns::wide;
use crate::read::kinds::spec::{Weighing, Weight};
use crate::read::map::{ColumnUse, Measure};
use crate::read::words;

/// Columns that say whether an item was passed, and what their mean is called.
const OUTCOMES: &[(&str, &str)] = &[
    ("passed", "pass_rate"),
    ("pass", "pass_rate"),
    ("is_pass", "pass_rate"),
    ("success", "pass_rate"),
    ("is_success", "pass_rate"),
    ("succeeded", "pass_rate"),
    ("successful", "pass_rate"),
    ("solved", "pass_rate"),
    ("is_solved", "pass_rate"),
    ("resolved", "pass_rate"),
    ("correct", "accuracy"),
    ("is_correct", "accuracy"),
];
/// Columns of a score whose name says no more.
const SCORES: &[&str] = &["score", "reward", "rating", "grade", "points"];
/// What stands before the name of a score in flattened records.
const BEFORE: &[&str] =
    &["feedback", "scores", "score", "metrics", "evaluation", "evaluations", "named_scores", "namedscores"];
/// Columns of texts: what was asked, what came of it, what it is compared with.
const ASKED: &[&str] = &["user_input", "input", "inputs", "question", "query", "prompt", "instruction", "utterance"];
const ANSWERED: &[&str] =
    &["response", "output", "outputs", "answer", "actual_output", "completion", "generation", "generated"];
const COMPARED: &[&str] = &[
    "reference",
    "references",
    "expected",
    "expected_output",
    "ground_truth",
    "target",
    "retrieved_contexts",
    "reference_contexts",
    "contexts",
    "context",
    "retrieval_context",
];
/// The value of the constant `item` for tables whose rows have no name.
pub(super) const EACH_ROW: &str = "each row";

/// The map of a table of items, and how sure that is; `None` for any other table.
pub(super) fn weigh(w: &mut Weighing) -> Option<Weight> {
    if w.table.cells.rows() < 2 || is_long(w) {
        return None;
    }
    let explicit = w.profile("item");
    let mut part = None;
    let mut measures = outcomes(w.profiles);
    let outcome = !measures.is_empty();
    // A metric that is a yes or no in every row is one of single items, whatever it is called.
    let graded = |p: &Profile| p.cells.len() > 1 && words::is_metric(&p.name) && p.cells.iter().all(|c| is_binary(c));
    let scored = w.profiles.iter().any(|p| (SCORES.contains(&p.key.as_str()) && p.numeric() > 0.5) || graded(p));
    // Beside a yes or no, a column of samples numbers them and is no size of one.
    let summed = |role: &&str| w.profile(role).is_some_and(|p| !(outcome && *role == "n" && naming::names(&p.key)));
    let (item, sure) = match explicit {
        Some(item) => (Some(item), 0.92),
        None if ["n", "se", "sd", "low", "high", "interval"].iter().any(summed) => return None,
        None => match naming::tried(w, outcome, scored) {
            Some(found) => {
                part = found.part;
                (Some(found.item), 0.82)
            }
            None => (asked(w.profiles, outcome)?, 0.86),
        },
    };
    let own = |p: &&Profile| item.is_none_or(|i| i.name != p.name) && !measures.iter().any(|m| m.column == p.name);
    let more: Vec<Measure> = w.profiles.iter().filter(own).filter_map(score_of).collect();
    measures.extend(more);
    let claimed: Vec<&str> = measures.iter().map(|m| m.column.as_str()).chain(item.map(|i| i.name.as_str())).collect();
    let named = wide::metrics(w.profiles, &claimed, false);
    // What the tool counted or timed for an item beside its scores is no score.
    let named = named.into_iter().filter(|m| !w.profiles.iter().any(|p| p.name == m.column && p.parts.is_time()));
    let rated = |m: Measure| {
        let small = w.profiles.iter().any(|p| p.name == m.column && p.scale.is_none() && is_rating(&p.values));
        Measure { scale: m.scale.filter(|_| !small), ..m }
    };
    measures.extend(named.map(rated).collect::<Vec<_>>());
    if measures.is_empty() {
        return None;
    }
    let taken: Vec<String> = measures.iter().map(|m| m.column.clone()).chain(item.map(|i| i.name.clone())).collect();
    let kept: Vec<String> =
        w.map.roles.iter().filter(|(role, used)| keeps(w, role, used, &taken)).map(|(r, _)| r.clone()).collect();
    w.map.roles.retain(|role, _| kept.contains(role));
    if let Some(part) = part.filter(|p| p.needed || !w.has("slice")) {
        w.map.roles.insert("slice".into(), ColumnUse::plain(part.column));
    }
    match item {
        Some(item) => drop(w.map.roles.insert("item".into(), ColumnUse::plain(&item.name))),
        None => drop(w.map.constants.insert("item".into(), EACH_ROW.into())),
    }
    let reason = w.use_measures(measures)?;
    Some((sure, Some(format!("one item a row; {reason}"))))
}

/// True for values that are ratings and no per cent: of single items those go up to 100.
pub(super) fn is_rating(values: &[f64]) -> bool {
    values.iter().all(|v| *v <= 10.0)
}

/// A metric and a value a row: the rows of an item are several.
fn is_long(w: &Weighing) -> bool {
    let Some(metric) = w.profile("metric").filter(|_| w.has("value")) else { return false };
    let known = metric.cells.iter().filter(|c| words::is_metric(c)).count();
    metric.key.starts_with("metric") || known * 2 >= metric.cells.len().max(1)
}

/// True where a role of a table of items stays: its column is no score, and what tells groups apart has fewer values than
/// there are items.
fn keeps(w: &Weighing, role: &str, used: &ColumnUse, taken: &[String]) -> bool {
    let Some(p) = w.profiles.iter().find(|p| p.name == used.column) else { return false };
    let few = p.tells_groups();
    match role {
        _ if taken.contains(&used.column) => false,
        "slice" => few && texts(p).is_none(),
        "model" => few,
        // A duration or the moment of each answer is no time of the evaluation.
        "time" => few && p.numeric() < 0.5 && p.distinct() <= 12,
        "illustrative" | "direction" => true,
        _ => false,
    }
}

fn is_binary(cell: &str) -> bool {
    words::yes_no(cell).is_some() || matches!(cell.trim(), "1.0" | "0.0")
}

/// Columns of a yes or no for each item.
fn outcomes(profiles: &[Profile]) -> Vec<Measure> {
    let found = profiles.iter().filter_map(|p| {
        let last = p.name.rsplit('.').next().unwrap_or_default();
        let key = crate::data::evaluation::metric_id(last);
        let (_, metric) = OUTCOMES.iter().find(|(name, _)| *name == key || *name == p.parts.joined())?;
        (!p.cells.is_empty() && p.cells.iter().all(|c| is_binary(c))).then(|| of(p, metric))
    });
    // Several of one meaning would be one metric twice: the first says it.
    let mut out: Vec<Measure> = Vec::new();
    for measure in found {
        if !out.iter().any(|m| m.metric == measure.metric) {
            out.push(measure);
        }
    }
    out
}

/// A column of scores by the part before its name, or by a name that says no more than that.
fn score_of(p: &Profile) -> Option<Measure> {
    if p.numeric() <= 0.5 || p.values.is_empty() || p.parts.is_time() {
        return None;
    }
    if SCORES.contains(&p.key.as_str()) {
        return Some(of(p, &p.name));
    }
    let (before, rest) = p.name.split_once('.').or_else(|| Some(("score", p.name.strip_prefix("score_")?)))?;
    let counts = p.parts.count().is_some() || p.parts.spread().is_some();
    (BEFORE.contains(&before.to_lowercase().as_str()) && !rest.is_empty() && !counts).then(|| of(p, rest))
}

fn of(p: &Profile, metric: &str) -> Measure {
    let direction = words::usual_direction(metric);
    Measure { column: p.name.clone(), metric: metric.to_owned(), direction, ..Measure::default() }
}

/// Which of the three kinds of text a column holds, by its name or what it is a part of.
fn texts(p: &Profile) -> Option<usize> {
    let first = p.name.split('.').next().unwrap_or_default().to_lowercase();
    [ASKED, ANSWERED, COMPARED]
        .iter()
        .position(|names| names.contains(&p.key.as_str()) || names.contains(&first.as_str()))
}

/// Where texts of at least two kinds stand in a row, the column that tells the items apart: what was asked, where it is
/// another text in nearly every row, else none, and the rows are the items.
fn asked(profiles: &[Profile], outcome: bool) -> Option<Option<&Profile>> {
    let kinds: std::collections::BTreeSet<usize> = profiles.iter().filter_map(texts).collect();
    let long = |p: &&Profile| {
        let words: usize = p.cells.iter().map(|c| c.split_whitespace().count()).sum();
        texts(p).is_some() && words >= 4 * p.cells.len().max(1)
    };
    // One long text a row may be a prompt that was tried on many items: then a metric beside it is over them.
    let single = outcome || profiles.iter().any(|p| SCORES.contains(&p.key.as_str()));
    if kinds.len() < 2 && !(single && profiles.iter().any(|p| long(&p))) {
        return None;
    }
    let apart = |p: &&Profile| texts(p) == Some(0) && p.distinct() * 10 >= p.cells.len() * 9 && p.distinct() > 1;
    Some(profiles.iter().find(apart))
}
