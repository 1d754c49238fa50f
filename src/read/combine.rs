//! Evidence of several files together. A file split in two says the same as the whole: rows of an inventory simply add up,
//! curves whose points lie in separate files become one, and so do items of one measurement.
//!
//! What cannot be told is left apart, and said: two files with a curve of one name whose sizes overlap may be two halves
//! or two runs, and an item that stands in both may be a second rating or a second run.

use super::kinds::checks::derived;
use super::words;
use crate::data::{Diagnostic, Evaluation, Evidence, LearningCurve, Predictions};
use crate::metric::mean_and_error;
use crate::metric::scores::evaluate;
use std::collections::BTreeSet;

/// Distinct sizes below which a curve counts as a piece of one, whatever its sizes are.
const PIECE: usize = 3;

/// Merges what several files said, joins what belongs together, and makes every identifier of a curve unique. What was
/// joined or left apart is among the diagnostics of the file it begins in.
#[must_use]
pub fn combine(parts: impl IntoIterator<Item = Evidence>) -> Evidence {
    let mut all = Evidence::default();
    for part in parts {
        all.merge(part);
    }
    let mut notes: Vec<(String, Diagnostic)> = Vec::new();
    all.curves = unique(curves(std::mem::take(&mut all.curves), &mut notes));
    predictions(&mut all, &mut notes);
    all.evaluations = evaluations(std::mem::take(&mut all.evaluations), &mut notes);
    let derived = derived(&all.checks);
    all.checks.extend(derived);
    for (file, note) in notes {
        if let Some(record) = all.files.iter_mut().find(|f| f.name == file) {
            record.diagnostics.push(note);
        }
    }
    all
}

/// A curve with the files it came from.
struct Whole {
    curve: LearningCurve,
    files: Vec<String>,
    /// True while every part of it has too few sizes to be a curve.
    pieces: bool,
}

/// Curves of one name, metric and unit from several files, each going on where the one before ends, or with fewer than
/// three sizes each (one run a file), are one curve.
fn curves(found: Vec<LearningCurve>, notes: &mut Vec<(String, Diagnostic)>) -> Vec<LearningCurve> {
    // Pieces first, the smaller sizes before the larger: whatever the order of the files, the same are joined.
    let mut order: Vec<usize> = (0..found.len()).collect();
    let start = |at: usize| span(&found[at]).0;
    order.sort_by(|a, b| start(*a).total_cmp(&start(*b)).then(a.cmp(b)));
    let mut wholes: Vec<(usize, Whole)> = Vec::new();
    for at in order {
        let next = &found[at];
        let fits = |w: &Whole| same(&w.curve, next) && !w.files.contains(&next.file);
        let piece = sizes(next) < PIECE;
        let joins = |w: &Whole| (piece && w.pieces) || span(&w.curve).1 < span(next).0;
        if let Some((_, whole)) = wholes.iter_mut().find(|(_, w)| fits(w) && joins(w)) {
            join(whole, next);
            whole.pieces &= piece;
            continue;
        }
        if let Some((_, other)) = wholes.iter().find(|(_, w)| fits(w)) {
            let message = format!(
                "\"{}\" stands in {} and in {} at overlapping sizes: they are kept as two curves.",
                next.label, other.curve.file, next.file
            );
            let note = Diagnostic::info("curves-apart", message);
            notes.push((
                next.file.clone(),
                note.mend("Where they are one curve, put them into one file; where not, name them in a column."),
            ));
        }
        wholes.push((at, Whole { curve: next.clone(), files: vec![next.file.clone()], pieces: piece }));
    }
    wholes.sort_by_key(|(at, _)| *at);
    wholes.into_iter().map(|(_, whole)| settled(whole, notes)).collect()
}

/// True for curves that may be parts of one. A direction that was only taken from the values of a part tells nothing apart.
fn same(a: &LearningCurve, b: &LearningCurve) -> bool {
    a.label == b.label
        && a.metric == b.metric
        && a.size_unit == b.size_unit
        && (a.direction == b.direction || a.direction_assumed || b.direction_assumed)
}

fn join(whole: &mut Whole, next: &LearningCurve) {
    let curve = &mut whole.curve;
    if curve.direction_assumed && !next.direction_assumed {
        (curve.direction, curve.direction_assumed) = (next.direction, false);
    }
    if curve.range != next.range {
        let values = curve.observations.iter().chain(&next.observations).map(|o| o.value);
        curve.range = words::usual_range(&curve.metric, values);
    }
    curve.illustrative |= next.illustrative;
    curve.observations.extend(next.observations.iter().copied());
    curve.selected.extend(next.selected.iter().cloned());
    whole.files.push(next.file.clone());
}

/// A joined curve with its points in order, its direction taken from all of them, and the files it came from named.
fn settled(whole: Whole, notes: &mut Vec<(String, Diagnostic)>) -> LearningCurve {
    let Whole { mut curve, files, .. } = whole;
    if files.len() < 2 {
        return curve;
    }
    curve.observations.sort_by(|a, b| a.size.total_cmp(&b.size));
    if curve.direction_assumed {
        curve.direction = curve.trend().unwrap_or(curve.direction);
    }
    let message = format!("\"{}\" of {} is one curve.", curve.label, files.join(", "));
    let note = Diagnostic::info("curves-joined", message);
    notes.push((curve.file.clone(), note.mend("Where they are different curves, name them in a column.")));
    curve.file = format!("{} and {} more", curve.file, files.len() - 1);
    curve
}

fn unique(mut curves: Vec<LearningCurve>) -> Vec<LearningCurve> {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for curve in &mut curves {
        let base = curve.id.clone();
        let mut times = 1;
        while !used.insert(curve.id.clone()) {
            times += 1;
            curve.id = format!("{base}_{times}");
        }
    }
    curves
}

fn sizes(curve: &LearningCurve) -> usize {
    curve.observations.iter().map(|o| o.size.to_bits()).collect::<BTreeSet<_>>().len()
}

/// Smallest and largest size.
fn span(curve: &LearningCurve) -> (f64, f64) {
    let sizes = || curve.observations.iter().map(|o| o.size);
    (sizes().fold(f64::INFINITY, f64::min), sizes().fold(f64::NEG_INFINITY, f64::max))
}

/// Items of one metric, slice, model and time that lie in separate files are one measurement, where no item stands in both.
fn evaluations(found: Vec<Evaluation>, notes: &mut Vec<(String, Diagnostic)>) -> Vec<Evaluation> {
    let mut out: Vec<Evaluation> = Vec::with_capacity(found.len());
    // Sets of names only for what has items, made once.
    let mut known: Vec<(usize, BTreeSet<String>)> = Vec::new();
    for next in found {
        let same = |e: &Evaluation| {
            (&e.metric, &e.slice, &e.model, &e.time) == (&next.metric, &next.slice, &next.model, &next.time)
                && e.file != next.file
        };
        let whole = if next.items.is_empty() { None } else { known.iter_mut().find(|(at, _)| same(&out[*at])) };
        match whole {
            Some((at, names)) if next.items.iter().all(|(item, _)| !names.contains(item)) => {
                names.extend(next.items.iter().map(|(item, _)| item.clone()));
                let one = &mut out[*at];
                let message =
                    format!("Items of \"{}\" in {} and {} are one measurement.", one.label, one.file, next.file);
                let note = Diagnostic::info("items-joined", message);
                notes.push((
                    next.file.clone(),
                    note.mend("Where they are two, name the model or the time in a column."),
                ));
                one.items.extend(next.items);
                one.items.sort_by(|a, b| a.0.cmp(&b.0));
                let values: Vec<f64> = one.items.iter().map(|i| i.1).collect();
                (one.value, one.se) = mean_and_error(&values);
                one.n = Some(values.len() as f64);
                one.illustrative |= next.illustrative;
            }
            _ => {
                if !next.items.is_empty() {
                    known.push((out.len(), next.items.iter().map(|(item, _)| item.clone()).collect()));
                }
                out.push(next);
            }
        }
    }
    out
}

/// True for predictions of one kind: of classes that they share, of numbers, or of texts.
fn alike(a: &Predictions, b: &Predictions) -> bool {
    let classes = |p: &Predictions| !p.classes.is_empty() || p.positive.is_some();
    let numbers = |p: &Predictions| p.rows.iter().filter(|r| r.truth_number.is_some()).count() * 2 > p.rows.len();
    match (classes(a), classes(b)) {
        (true, true) => a.classes.is_empty() || b.classes.is_empty() || a.classes.iter().any(|c| b.classes.contains(c)),
        (false, false) => numbers(a) == numbers(b),
        _ => false,
    }
}

/// Predictions of one model at one time that lie in separate files are one measurement, where no item stands in both: what
/// they say of metrics is computed from all of them.
fn predictions(all: &mut Evidence, notes: &mut Vec<(String, Diagnostic)>) {
    let mut out: Vec<Predictions> = Vec::with_capacity(all.predictions.len());
    for next in std::mem::take(&mut all.predictions) {
        let names: BTreeSet<&str> = next.rows.iter().map(|r| r.item.as_str()).collect();
        let same = |p: &Predictions| {
            (&p.model, &p.time, &p.columns) == (&next.model, &next.time, &next.columns)
                && p.file != next.file
                && alike(p, &next)
                && !p.rows.is_empty()
                && !names.is_empty()
                && !p.rows.iter().any(|r| names.contains(r.item.as_str()))
        };
        let Some(whole) = out.iter_mut().find(|p| same(p)) else {
            out.push(next);
            continue;
        };
        let message = format!("Predictions in {} and {} are one measurement.", whole.file, next.file);
        let note = Diagnostic::info("items-joined", message);
        notes.push((next.file.clone(), note.mend("Where they are two, name the model or the time in a column.")));
        // What each file said by itself gives way to what both say.
        let of = |e: &Evaluation, p: &Predictions| (&e.file, &e.model, &e.time) == (&p.file, &p.model, &p.time);
        let place = all.evaluations.iter().position(|e| of(e, whole)).unwrap_or(0);
        all.evaluations.retain(|e| !of(e, whole) && !of(e, &next));
        // The class that a part took for the positive one is not that of the whole.
        whole.positive = whole.positive.take().filter(|_| whole.positive_given);
        whole.illustrative |= next.illustrative;
        whole.rows.extend(next.rows);
        let (found, _) = evaluate(whole);
        let place = place.min(all.evaluations.len());
        all.evaluations.splice(place..place, found);
    }
    all.predictions = out;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Observation;

    fn part(file: &str, sizes: &[f64]) -> Evidence {
        let observations =
            sizes.iter().map(|s| Observation { size: *s, value: 1.0, se: None, items: None, row: None }).collect();
        let curve = LearningCurve {
            id: "loss".into(),
            label: "loss".into(),
            file: file.into(),
            observations,
            ..LearningCurve::default()
        };
        Evidence { curves: vec![curve], ..Evidence::default() }
    }

    #[test]
    fn pieces_join_and_wholes_stay_apart() {
        let joined = combine([part("c", &[3.0]), part("a", &[1.0]), part("b", &[2.0])]);
        assert_eq!(joined.curves.len(), 1);
        let sizes: Vec<f64> = joined.curves[0].observations.iter().map(|o| o.size).collect();
        assert_eq!((sizes, joined.curves[0].file.as_str()), (vec![1.0, 2.0, 3.0], "a and 2 more"));
        let apart = combine([part("a", &[1.0, 2.0, 3.0]), part("b", &[1.0, 2.0, 3.0])]);
        assert_eq!(apart.curves.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["loss", "loss_2"]);
    }

    /// Reads files as page and command line do, and combines them; names of files and rows are taken out.
    fn said(files: &[(&str, String)]) -> Evidence {
        let read = |(name, text): &(&str, String)| {
            crate::read::read_evidence(name, text.as_bytes(), None, &crate::read::Limits::default())
                .unwrap()
                .value
                .evidence
        };
        let mut all = combine(files.iter().map(read));
        all.files.clear();
        all.datasets.iter_mut().for_each(|d| (d.file, d.row) = (String::new(), None));
        all.checks.iter_mut().for_each(|c| (c.file, c.row) = (String::new(), None));
        all.evaluations.iter_mut().for_each(|e| (e.file, e.row) = (String::new(), None));
        for p in &mut all.predictions {
            p.file.clear();
            p.rows.sort_by(|a, b| a.item.cmp(&b.item));
        }
        for curve in &mut all.curves {
            curve.file.clear();
            curve.observations.iter_mut().for_each(|o| o.row = None);
        }
        all
    }

    const WHOLE: [(&str, &str); 8] = [
        (
            "inventory",
            "dataset,records,licence,quality\nwards,1200,MIT,0.8\nclinic,300,CC-BY-4.0,0.7\nnotes,5200,,0.9\nlabs,40,MIT,0.6\n",
        ),
        (
            "bleu",
            "n_sentences,bleu,stderr\n1000,12.1,0.3\n2000,15.2,0.3\n4000,18.4,0.2\n8000,20.9,0.2\n16000,22.8,0.2\n",
        ),
        // Nothing says which way it goes, and the second half wavers.
        ("unknown", "train_size,gloss_fit\n100,0.9\n200,0.7\n400,0.61\n800,0.55\n1600,0.552\n3200,0.553\n"),
        ("two metrics", "n_train,dice,wer\n50,0.51,0.42\n100,0.6,0.37\n200,0.68,0.3\n400,0.72,0.27\n"),
        (
            "series",
            "train_hours,model,wer\n1,base,0.5\n1,large,0.4\n2,base,0.45\n2,large,0.33\n4,base,0.4\n4,large,0.3\n8,base,0.37\n8,large,0.28\n",
        ),
        (
            "items",
            "item_id,metric,score\na,accuracy,1\nb,accuracy,0\nc,accuracy,1\nd,accuracy,1\ne,accuracy,0\nf,accuracy,1\n",
        ),
        (
            "predictions",
            "id,y_true,y_pred,y_score\na,1,1,0.9\nb,0,0,0.2\nc,1,0,0.4\nd,0,1,0.6\ne,1,1,0.8\nf,0,0,0.1\ng,1,1,0.7\n",
        ),
        ("checks", "check,value\nrows,200\nduplicate rows,10\nleakage,0\npii,3\n"),
    ];

    #[test]
    fn a_file_split_in_two_gives_the_same_evidence() {
        for (name, text) in WHOLE {
            let whole = said(&[("whole.csv", text.to_owned())]);
            assert!(!whole.is_empty(), "{name}");
            let lines: Vec<&str> = text.lines().collect();
            let file = |rows: &[&str]| format!("{}\n{}\n", lines[0], rows.join("\n"));
            // Rows of one size of one series belong together: a table of two series is cut between sizes.
            let step = if name == "series" { 2 } else { 1 };
            // One row alone with a count and a score is a measurement on so many items as well as a point of a curve.
            let least = if whole.curves.is_empty() { 1 } else { 2 * step };
            for cut in (least..lines.len() - least).step_by(step) {
                let (first, second) = (file(&lines[1..=cut]), file(&lines[cut + 1..]));
                for parts in
                    [[("a.csv", first.clone()), ("b.csv", second.clone())], [("b.csv", second), ("a.csv", first)]]
                {
                    let mut found = said(&parts);
                    found.datasets.sort_by_key(|d| whole.datasets.iter().position(|w| w.name == d.name));
                    found.checks.sort_by_key(|c| whole.checks.iter().position(|w| w.id == c.id));
                    found.curves.sort_by_key(|c| whole.curves.iter().position(|w| w.id == c.id));
                    assert_eq!(found, whole, "{name} cut after {cut}");
                }
            }
        }
    }

    #[test]
    fn predictions_of_different_kinds_are_never_one_measurement() {
        let files = [
            ("classes.csv", "id,y_true,y_pred\nc1,1,1\nc2,0,1\nc3,0,0\n"),
            (
                "texts.csv",
                "id,reference,prediction\na1,the cat sat on the mat,a cat sat there\na2,no dog ran in the park,a dog ran\n",
            ),
            ("numbers.csv", "id,y_true,y_pred\nn1,1.5,1.25\nn2,2.25,2.5\nn3,7.5,7\n"),
            ("others.csv", "id,y_true,y_pred\no1,calm,calm\no2,low,calm\n"),
        ];
        let read = |(name, text): (&str, &str)| {
            crate::read::read_evidence(name, text.as_bytes(), None, &crate::read::Limits::default())
                .unwrap()
                .value
                .evidence
        };
        let all = combine(files.map(read));
        assert_eq!(all.predictions.iter().map(|p| p.n).collect::<Vec<_>>(), [3.0, 2.0, 3.0, 2.0]);
    }

    #[test]
    fn what_cannot_be_told_is_left_apart_and_said() {
        let halves = ["train_size,f1\n100,0.5\n400,0.6\n1600,0.7\n", "train_size,f1\n200,0.55\n800,0.66\n3200,0.71\n"];
        let read = |(name, text): (&str, &str)| {
            crate::read::read_evidence(name, text.as_bytes(), None, &crate::read::Limits::default())
                .unwrap()
                .value
                .evidence
        };
        let all = combine([("a.csv", halves[0]), ("b.csv", halves[1])].map(read));
        assert_eq!(all.curves.len(), 2);
        assert!(all.files.iter().any(|f| f.diagnostics.iter().any(|d| d.code == "curves-apart")));
        let rated = ["item,metric,score\na,fluency,3\nb,fluency,4\n", "item,metric,score\nb,fluency,2\nc,fluency,5\n"];
        let all = combine([("a.csv", rated[0]), ("b.csv", rated[1])].map(read));
        assert_eq!(all.evaluations.len(), 2);
    }
}
