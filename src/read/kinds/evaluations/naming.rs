//! Which column names the items of a table that has a yes, a no or a score for each: of several that could, the one that tells
//! most rows apart.

use crate::read::columns::profile::Profile;
use crate::read::kinds::spec::Weighing;
use std::collections::BTreeSet;

/// Columns that name what was tried, best first, where a yes or no stands beside.
const TRIED: &[&str] = &[
    "task_id", "task", "problem", "instance", "case", "test", "question", "example", "sample", "scenario", "stimulus",
    "prompt", "name", "id", "uid", "index",
];
/// Those of them that are names of single items even where an amount stands beside: a task has a score over its items.
const SINGLE: &[&str] = &[
    "id",
    "uid",
    "question",
    "example",
    "sample",
    "instance",
    "case",
    "problem",
    "scenario",
    "stimulus",
    "conversation",
    "dialogue",
    "utterance",
];
/// Those that can be the whole that an item is a part of: a task of many questions.
const WHOLES: &[&str] = &["task_id", "task", "test", "case", "scenario"];
/// Those that also number the tries of one item.
const NUMBERS: &[&str] = &["sample", "index"];
/// Columns of which tries of an item differ.
const TRIES: &[&str] = &[
    "trial",
    "try",
    "attempt",
    "repeat",
    "repetition",
    "replicate",
    "rep",
    "epoch",
    "run",
    "seed",
    "rater",
    "annotator",
    "judge",
    "round",
    "iteration",
];
/// Those that may be no more than the number of a row.
const ROW_NUMBERS: &[&str] = &["id", "uid", "index"];
/// Those that are what was asked.
const ASKED: &[&str] = &["question", "example", "instance", "problem", "utterance", "stimulus", "prompt"];
/// Fewest of them, and most tries of each, for rows to be tries.
const FEWEST_ASKED: usize = 5;
const MOST_TRIES: usize = 10;
/// Rows that are looked at.
const ROWS: usize = 2_000;

/// The column that names the items, and the one that they are parts by.
pub(super) struct Named<'t> {
    /// The names.
    pub item: &'t Profile,
    /// Tasks that the items belong to.
    pub part: Option<Part<'t>>,
}

/// A column of wholes that the items belong to.
#[derive(Clone, Copy)]
pub(super) struct Part<'t> {
    /// Name of the column.
    pub column: &'t str,
    /// True where only both columns together tell the items apart.
    pub needed: bool,
}

/// True for a name of what can be tried.
pub(super) fn names(key: &str) -> bool {
    TRIED.contains(&key)
}

/// The column that names what was tried, where a yes or no stands beside, or a score without a further name.
pub(super) fn tried<'t>(w: &Weighing<'t>, outcome: bool, scored: bool) -> Option<Named<'t>> {
    let named = |name: &&&str| outcome || (scored && SINGLE.contains(*name));
    let of = |name: &&str| w.profiles.iter().find(|p| p.key == *name && p.distinct() > 1);
    let all: Vec<&Profile> = TRIED.iter().filter(named).filter_map(of).collect();
    // What tells runs, moments and tries apart tells no items apart.
    let beside: Vec<&str> = w.profiles.iter().filter(|p| is_beside(w, p)).map(|p| p.name.as_str()).collect();
    let apart = |columns: &[&str]| apart(w, &[columns, &beside].concat());
    let wholes: Vec<&Profile> = WHOLES.iter().filter_map(of).filter(|p| p.tells_groups()).collect();
    let whole_of = |item: &'t Profile, needed: bool| {
        let fewer = |p: &&&Profile| p.name != item.name && (needed || p.distinct() < item.distinct());
        let column = wholes.iter().find(fewer)?.name.as_str();
        Some(Part { column, needed })
    };
    let mut best: Option<(usize, Named)> = None;
    for item in all.iter().copied() {
        let own = apart(&[&item.name]);
        let whole = whole_of(item, true).filter(|whole| {
            let tries = wholes.iter().any(|p| p.name == whole.column && p.distinct() >= item.distinct());
            SINGLE.contains(&item.key.as_str()) && !(tries && NUMBERS.contains(&item.key.as_str()))
        });
        let both = whole.map(|whole| (apart(&[&item.name, whole.column]), whole)).filter(|(n, _)| *n > own);
        let (n, part) = match both {
            Some((n, whole)) => (n, Some(whole)),
            None => (own, whole_of(item, false)),
        };
        if best.as_ref().is_none_or(|(most, _)| n > *most) {
            best = Some((n, Named { item, part }));
        }
    }
    // A number of each row tells no more than that there are rows, where a question stands beside that was tried as often as
    // every other.
    let counts = |p: &Profile| {
        let mut of: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        p.cells.iter().for_each(|c| *of.entry(c.as_str()).or_default() += 1);
        of.into_values().collect::<Vec<usize>>()
    };
    let tried_alike = |p: &&&'t Profile| {
        let counts = counts(p);
        let first = counts.first().copied().unwrap_or_default();
        ASKED.contains(&p.key.as_str())
            && counts.len() >= FEWEST_ASKED
            && (2..=MOST_TRIES).contains(&first)
            && counts.iter().all(|c| *c == first)
    };
    let numbered = |named: &Named| {
        ROW_NUMBERS.contains(&named.item.key.as_str()) && named.item.distinct() == named.item.cells.len()
    };
    match best {
        Some((_, named)) if numbered(&named) => match all.iter().find(tried_alike) {
            Some(item) => Some(Named { item, part: whole_of(item, false) }),
            None => Some(named),
        },
        other => other.map(|(_, named)| named),
    }
}

/// True for a column of models, times or tries, whose values come again.
fn is_beside(w: &Weighing, p: &Profile) -> bool {
    let role = |role: &str| w.profile(role).is_some_and(|found| found.name == p.name);
    let tries = p.parts.words.first().is_some_and(|word| TRIES.contains(&word.as_str()));
    let named = TRIED.contains(&p.key.as_str());
    !named && (role("model") || role("time") || tries) && p.tells_groups()
}

/// How many combinations of these columns there are.
fn apart(w: &Weighing, columns: &[&str]) -> usize {
    let at: Vec<usize> = columns.iter().filter_map(|c| w.table.column(c)).collect();
    let cells = |row: usize| at.iter().map(|c| w.table.cells.get(row, *c).trim()).collect::<Vec<&str>>();
    (0..w.table.cells.rows().min(ROWS)).map(cells).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};
    use std::fmt::Write;

    /// Slices, values and numbers of items that a table says, with the notes on tries.
    fn said(text: &str) -> (Vec<(Option<String>, f64)>, usize) {
        let read = read_evidence("t.csv", text.as_bytes(), None, &Limits::default()).expect(text).value.evidence;
        let found = read.evaluations.iter().map(|e| (e.slice.clone(), e.n.unwrap_or_default())).collect();
        (found, read.files[0].diagnostics.iter().filter(|d| d.code == "items-tries").count())
    }

    fn slices(parts: &[(&str, f64)]) -> Vec<(Option<String>, f64)> {
        parts.iter().map(|(slice, n)| (Some((*slice).to_owned()), *n)).collect()
    }

    #[test]
    fn a_column_of_wholes_is_no_item_where_another_names_the_items() {
        for whole in ["task", "task_id", "test", "case", "scenario"] {
            for (item, begin) in
                [("question", "what is number"), ("id", "x-"), ("example", "e"), ("prompt", "say number")]
            {
                for restart in [false, true] {
                    // A prompt that comes again under each task is one of the ways to ask.
                    if restart && item == "prompt" {
                        continue;
                    }
                    let mut text = format!("{whole},{item},passed\n");
                    for i in 0..40 {
                        let part = if i < 20 { "math" } else { "code" };
                        let number = if restart { i % 20 } else { i };
                        let _ = writeln!(text, "{part},{begin} {number},{}", i % 2);
                    }
                    let (found, tries) = said(&text);
                    let of_parts: Vec<_> = found.iter().filter(|(s, _)| s.is_some()).cloned().collect();
                    assert_eq!(of_parts, slices(&[("math", 20.0), ("code", 20.0)]), "{text}");
                    let whole = found.iter().find(|(s, _)| s.is_none()).map(|(_, n)| *n);
                    assert!(whole.is_none_or(|n| n == 40.0) && tries == 0, "{text}: {found:?}");
                }
            }
        }
    }

    #[test]
    fn tries_models_and_numbers_of_rows_make_no_more_items() {
        let table = |columns: &str, row: &dyn Fn(usize) -> String| {
            (0..60).fold(format!("{columns},passed\n"), |text, i| format!("{text}{},{}\n", row(i), i % 2))
        };
        let (task, of) = (|i: usize| i / 3, |i: usize| i % 3);
        for (text, tries) in [
            (table("task,trial,variant", &|i| format!("T{},{},base", task(i), of(i))), 1),
            (table("task,trial,id", &|i| format!("T{},{},r{i}", task(i), of(i))), 1),
            (table("id,task,attempt", &|i| format!("{i},T{},{}", task(i), of(i))), 1),
            (table("task_id,sample", &|i| format!("T{},{}", task(i), of(i))), 1),
            (table("test,prompt", &|i| format!("T{},way {}", task(i), of(i))), 1),
            (table("question,uid", &|i| format!("q{},u{i}", task(i))), 1),
            (table("question,index", &|i| format!("q{},{i}", task(i))), 1),
            (table("id,task,model", &|i| format!("{i},T{},m{}", task(i), of(i))), 0),
        ] {
            let (found, told) = said(&text);
            assert!(!found.is_empty() && found.iter().all(|(_, n)| *n == 20.0), "{text}: {found:?}");
            assert_eq!(told, tries, "{text}");
        }
    }
}
