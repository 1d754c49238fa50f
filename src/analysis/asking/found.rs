//! The metrics that the files measure.

use crate::data::amount::{HUNDREDS, Scale, Unit};
use crate::data::evaluation::metric_words;
use crate::data::{Direction, Evidence, units};
use crate::decide::capital;
use crate::policy::{Comparator, MetricSpec, PolicyPack};
use crate::read::words::usual_range;
use std::collections::{BTreeMap, BTreeSet};

/// A metric that a file measures: by an evaluation, or by the points of a learning curve.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundMetric {
    /// Identifier: that of the policy where it knows the metric, else as in the evidence.
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// Which way it improves, where the policy, the file or the name says so.
    pub direction: Option<Direction>,
    /// Smallest and largest possible value, where known.
    pub range: Option<(f64, f64)>,
    /// Slices that it was measured on, in the order of the files; of very many the first.
    pub slices: Vec<String>,
    /// Slices beyond those.
    pub more_slices: usize,
    /// Smallest and largest value that was measured.
    pub seen: (f64, f64),
    /// True where an evaluation measured the whole of it.
    pub overall: bool,
    /// Number of its learning curves over amounts of data.
    pub curves: usize,
}

impl FoundMetric {
    /// The sign of a target: from above where lower values are better, else from below.
    #[must_use]
    pub fn comparator(&self) -> Comparator {
        match self.direction {
            Some(Direction::Lower) => Comparator::AtMost,
            _ => Comparator::AtLeast,
        }
    }
    /// True where its values are not written as shares of 1: by its range or, where none is known, by what was measured.
    #[must_use]
    pub fn in_hundreds(&self) -> bool {
        self.range.map_or(self.seen.1.is_finite() && self.seen.1 > HUNDREDS, |r| r.1 > HUNDREDS)
    }
    /// The scale that a target of it is typed on: any number may be, and what it cannot be is said where it is asked. An end
    /// that is finite says that per cent are its units.
    #[must_use]
    pub fn scale(&self) -> Scale {
        let end = if self.in_hundreds() { f64::MAX } else { f64::INFINITY };
        Scale { range: (f64::NEG_INFINITY, end), log: false, unit: Unit::Number }
    }
    /// The metric as a policy describes it.
    #[must_use]
    pub fn spec(&self) -> MetricSpec {
        MetricSpec {
            id: self.id.clone(),
            label: self.label.clone(),
            direction: self.direction.unwrap_or_default(),
            range: self.range,
            aliases: Vec::new(),
            rated: false,
        }
    }
}

/// Most slices of one metric that are kept by name.
const SLICES_KEPT: usize = 1_000;

/// The metrics that were found, with where each of their names stands among them.
struct Finding<'e> {
    pack: &'e PolicyPack,
    found: Vec<FoundMetric>,
    /// Places by name as it is written, by identifier, and by the words that make a metric the same.
    written: BTreeMap<&'e str, usize>,
    ids: BTreeMap<String, usize>,
    words: BTreeMap<String, usize>,
}

impl<'e> Finding<'e> {
    fn new(pack: &'e PolicyPack) -> Self {
        let (written, ids, words) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { pack, found: Vec::new(), written, ids, words }
    }
    /// Where the metric of this name stands, now or from now on.
    fn at(&mut self, metric: &'e str, label: &str) -> usize {
        if let Some(at) = self.written.get(metric) {
            return *at;
        }
        let known = self.pack.metric(metric);
        let id = known.map_or(metric, |m| &m.id);
        let key = metric_words(id);
        let same = key.as_ref().filter(|_| known.is_none()).and_then(|key| self.words.get(key));
        let at = self.ids.get(id).or(same).copied().unwrap_or_else(|| {
            self.found.push(FoundMetric {
                id: id.to_owned(),
                label: known.map_or_else(|| readable(label), |m| m.label.clone()),
                direction: known.map(|m| m.direction),
                range: known.and_then(|m| m.range),
                slices: Vec::new(),
                more_slices: 0,
                seen: (f64::INFINITY, f64::NEG_INFINITY),
                overall: false,
                curves: 0,
            });
            let at = self.found.len() - 1;
            self.ids.insert(id.to_owned(), at);
            if let Some(key) = key {
                self.words.entry(key).or_insert(at);
            }
            at
        });
        self.written.insert(metric, at);
        at
    }
}

/// The metrics that the files measure, in the order of the files: evaluations first, then learning curves.
#[must_use]
pub fn found_metrics(evidence: &Evidence, pack: &PolicyPack) -> Vec<FoundMetric> {
    finding(evidence, pack).found
}

fn finding<'e>(evidence: &'e Evidence, pack: &'e PolicyPack) -> Finding<'e> {
    let mut finding = Finding::new(pack);
    let mut slices: BTreeSet<(usize, &str)> = BTreeSet::new();
    for e in &evidence.evaluations {
        let at = finding.at(&e.metric, &e.label);
        let metric = &mut finding.found[at];
        metric.direction = metric.direction.or(e.direction);
        metric.seen = (metric.seen.0.min(e.value), metric.seen.1.max(e.value));
        match e.slice.as_deref().filter(|_| !e.is_overall()) {
            Some(slice) if !slices.insert((at, slice)) => {}
            Some(slice) if metric.slices.len() < SLICES_KEPT => metric.slices.push(slice.to_owned()),
            Some(_) => metric.more_slices += 1,
            None => metric.overall = true,
        }
    }
    for c in &evidence.curves {
        let label = c.label.strip_suffix(&format!(" ({})", c.series())).unwrap_or(&c.label);
        let at = finding.at(&c.metric, label);
        let metric = &mut finding.found[at];
        metric.direction = metric.direction.or((!c.direction_assumed).then_some(c.direction));
        metric.range = metric.range.or(c.range);
        metric.curves += usize::from(c.is_of_data());
        for o in c.observations.iter().filter(|o| o.value.is_finite()) {
            metric.seen = (metric.seen.0.min(o.value), metric.seen.1.max(o.value));
        }
    }
    for metric in &mut finding.found {
        metric.range = metric.range.or_else(|| usual_range(&metric.id, [metric.seen.0, metric.seen.1].into_iter()));
    }
    finding
}

/// A name as a sentence has it: "macro_f1" is "Macro F1".
fn readable(label: &str) -> String {
    let short = |w: &str| w.len() == 2 && w.chars().last().is_some_and(|c| c.is_ascii_digit());
    let words = label.split(['_', ' ']).filter(|w| !w.is_empty());
    let words = words.map(|w| if short(w) { w.to_uppercase() } else { w.to_owned() });
    capital(&words.collect::<Vec<_>>().join(" "))
}

/// A name within a sentence: "Macro F1" is "macro F1", and "WER" stays as it is.
pub(super) fn inline(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit()) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => label.to_owned(),
    }
}

/// What the files hold, in one sentence: "8 data sets, 32k records; accuracy 0.860 and macro F1 0.810 on 4,000 items, by
/// slice; 2 learning curves from 500 to 32k." Nothing is said of what was not found.
#[must_use]
pub fn found_words(evidence: &Evidence, pack: &PolicyPack) -> String {
    let mut parts: Vec<String> = Vec::new();
    let n = evidence.datasets.len();
    if n > 0 {
        let sets = units::counted(n, "data set", "data sets");
        let known: Vec<f64> = evidence.datasets.iter().filter_map(|d| d.records).collect();
        let records = match known.len() {
            0 => String::new(),
            all if all == n => format!(", {} records", units::compact(known.iter().sum())),
            some => format!(", {} records in the {some} that say how many", units::compact(known.iter().sum())),
        };
        parts.push(format!("{sets}{records}"));
    }
    parts.extend(evaluations(evidence, pack));
    let curves: Vec<_> = evidence.curves.iter().filter(|c| c.is_of_data()).collect();
    if let Some(first) = curves.first() {
        let sizes = || curves.iter().flat_map(|c| &c.observations).map(|o| o.size).filter(|s| s.is_finite());
        let (low, high) = sizes().fold((f64::INFINITY, 0.0_f64), |(a, b), s| (a.min(s), b.max(s)));
        let count = units::counted(curves.len(), "learning curve", "learning curves");
        let same = curves.iter().all(|c| c.size_unit == first.size_unit);
        let sizes = same
            .then(|| format!(" from {} to {}", units::show(low, first.size_unit), units::show(high, first.size_unit)));
        parts.push(format!("{count}{}", sizes.unwrap_or_default()));
    }
    let more = [
        (evidence.runs.len(), "scaling run", "scaling runs"),
        (evidence.checks.len(), "check", "checks"),
        (evidence.targets.len(), "target", "targets"),
    ];
    parts.extend(more.iter().filter(|m| m.0 > 0).map(|(n, one, many)| units::counted(*n, one, many)));
    if parts.is_empty() {
        "Nothing that could be judged was found in the files.".into()
    } else {
        format!("Found: {}.", parts.join("; "))
    }
}

/// "accuracy 0.860 and macro F1 0.810 on 4,000 items, by slice"; more metrics than can be read are counted.
fn evaluations(evidence: &Evidence, pack: &PolicyPack) -> Option<String> {
    const NAMED: usize = 4;
    let mut finding = finding(evidence, pack);
    let mut overall: BTreeMap<usize, (usize, f64, Option<f64>)> = BTreeMap::new();
    for e in evidence.evaluations.iter().filter(|e| e.is_overall()) {
        let at = finding.at(&e.metric, &e.label);
        let runs = overall.get(&at).map_or(0, |o| o.0);
        overall.insert(at, (runs + 1, e.value, e.n));
    }
    let found = finding.found;
    let of = |(at, (runs, value, n)): (usize, (usize, f64, Option<f64>))| {
        // Of several runs the one that is judged is said with its gate.
        let value = if runs > 1 { String::new() } else { format!(" {}", units::score(value)) };
        Some((format!("{}{value}", inline(&found.get(at)?.label)), n))
    };
    let told: Vec<(String, Option<f64>)> = overall.into_iter().filter_map(of).collect();
    let sliced = found.iter().any(|f| !f.slices.is_empty());
    if told.is_empty() {
        let only = found.iter().filter(|f| !f.slices.is_empty()).count();
        return (only > 0).then(|| format!("{} measured by slice", units::counted(only, "metric", "metrics")));
    }
    let items = told.first().and_then(|(_, n)| *n).filter(|n| told.iter().all(|t| t.1 == Some(*n)));
    let items = items.map_or(String::new(), |n| format!(" on {}", units::grouped(n) + " items"));
    let mut names: Vec<String> = told.iter().take(NAMED).map(|t| t.0.clone()).collect();
    if told.len() > NAMED {
        names.push(format!("{} more metrics", told.len() - NAMED));
    }
    Some(format!("{}{items}{}", units::listed(&names), if sliced { ", by slice" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, Evaluation, LearningCurve, Observation};
    use crate::policy::{defaults, parse};

    fn general() -> PolicyPack {
        parse(defaults::GENERAL).expect("it ships").value
    }

    fn evaluation(metric: &str, slice: Option<&str>, value: f64) -> Evaluation {
        Evaluation {
            metric: metric.into(),
            label: metric.into(),
            slice: slice.map(str::to_owned),
            value,
            n: Some(4000.0),
            ..Evaluation::default()
        }
    }

    #[test]
    fn a_name_is_readable_and_stands_in_a_sentence() {
        for (name, words, within) in [
            ("macro_f1", "Macro F1", "macro F1"),
            ("accuracy", "Accuracy", "accuracy"),
            ("WER", "WER", "WER"),
            ("pass@1", "Pass@1", "pass@1"),
            ("f1", "F1", "F1"),
        ] {
            assert_eq!(readable(name), words);
            assert_eq!(inline(words), within);
        }
        assert_eq!(inline(""), "");
    }

    #[test]
    fn per_cent_that_are_typed_are_of_the_scale_that_the_metric_is_written_on() {
        for (values, expected) in [(vec![86.0], 85.0), (vec![0.86], 0.85), (vec![], 0.85)] {
            let evaluations = values.iter().map(|v| evaluation("accuracy", None, *v)).collect();
            let found = found_metrics(&Evidence { evaluations, ..Evidence::default() }, &general());
            let scale = found
                .first()
                .map_or(Scale { range: (0.0, f64::INFINITY), log: false, unit: Unit::Number }, FoundMetric::scale);
            assert_eq!(scale.read("85 %", ""), Some(expected), "{values:?}");
            assert_eq!(scale.read("85", ""), Some(85.0));
        }
        let slider = Scale { range: (0.0, 100.0), log: false, unit: Unit::Number };
        assert_eq!(slider.read("85%", ""), Some(85.0));
        assert_eq!(Scale { unit: Unit::Fraction, ..slider }.read("85%", ""), Some(0.85));
    }

    #[test]
    fn what_was_found_is_told_in_one_sentence_and_nothing_else_is() {
        assert!(found_words(&Evidence::default(), &general()).starts_with("Nothing"));
        let point = |size: f64| Observation { size, value: 0.5, se: None, items: None, row: None };
        let curve = LearningCurve {
            id: "c".into(),
            metric: "accuracy".into(),
            label: "accuracy".into(),
            size_unit: Unit::Records,
            observations: vec![point(500.0), point(32_000.0)],
            ..LearningCurve::default()
        };
        let evidence = Evidence {
            datasets: vec![
                Dataset { records: Some(31_000.0), ..Dataset::default() },
                Dataset { records: Some(1_000.0), ..Dataset::default() },
            ],
            evaluations: vec![
                evaluation("accuracy", Some("all"), 0.86),
                evaluation("macro_f1", None, 0.81),
                evaluation("accuracy", Some("es"), 0.61),
            ],
            curves: vec![curve],
            ..Evidence::default()
        };
        let words = found_words(&evidence, &general());
        assert_eq!(
            words,
            "Found: 2 data sets, 32k records; accuracy 0.860 and macro F1 0.810 on 4,000 items, by slice; 1 learning curve from 500 records to 32k records."
        );
        let found = found_metrics(&evidence, &general());
        let of = |f: &FoundMetric| (f.id.clone(), f.label.clone(), f.slices.len(), f.curves, f.range);
        assert_eq!(
            found.iter().map(of).collect::<Vec<_>>(),
            [
                ("accuracy".into(), "Accuracy".into(), 1, 1, Some((0.0, 1.0))),
                ("macro_f1".into(), "Macro F1".into(), 0, 0, Some((0.0, 1.0)))
            ]
        );
        // What a data set does not say is not zero.
        let partly =
            Evidence { datasets: vec![Dataset::default(), evidence.datasets[0].clone()], ..Evidence::default() };
        assert!(found_words(&partly, &general()).contains("31k records in the 1 that say how many"));
        let sliced = Evidence { evaluations: vec![evaluation("accuracy", Some("es"), 0.61)], ..Evidence::default() };
        assert_eq!(found_words(&sliced, &general()), "Found: 1 metric measured by slice.");
    }

    #[test]
    fn many_slices_and_metrics_are_found_once_each_and_kept_to_a_bound() {
        let slices = |n: usize| (0..n).map(|i| evaluation("accuracy", Some(&format!("s{i}")), 0.5)).collect::<Vec<_>>();
        for n in [10, SLICES_KEPT, SLICES_KEPT + 50] {
            let evaluations = [slices(n), slices(n)].concat();
            let found = found_metrics(&Evidence { evaluations, ..Evidence::default() }, &general());
            let kept = &found[0].slices;
            assert_eq!((found.len(), kept.len() + found[0].more_slices), (1, n));
            assert!(kept.len() <= SLICES_KEPT && kept.iter().enumerate().all(|(i, s)| *s == format!("s{i}")));
        }
        // As many metrics as evaluations; each by two of its names.
        let evaluations: Vec<Evaluation> = (0..300)
            .flat_map(|i| [format!("m{i}_own"), format!("val_m{i}_own")])
            .map(|m| evaluation(&m, None, 0.5))
            .collect();
        let evidence = Evidence { evaluations, ..Evidence::default() };
        let found = found_metrics(&evidence, &general());
        assert_eq!(
            found.iter().map(|f| f.id.clone()).collect::<Vec<_>>(),
            (0..300).map(|i| format!("m{i}_own")).collect::<Vec<_>>()
        );
        let words = found_words(&evidence, &general());
        assert!(words.len() < 200 && words.contains("296 more metrics"), "{words}");
    }

    #[test]
    fn names_of_one_metric_are_one_and_the_better_side_is_that_of_the_file() {
        let lower = Evaluation { direction: Some(Direction::Lower), ..evaluation("val_wer", None, 0.2) };
        let evidence = Evidence { evaluations: vec![lower, evaluation("test_wer", None, 0.3)], ..Evidence::default() };
        let found = found_metrics(&evidence, &general());
        assert_eq!((found.len(), found[0].comparator()), (1, Comparator::AtMost));
        assert_eq!(found[0].seen, (0.2, 0.3));
    }
}
