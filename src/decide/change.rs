//! Before and after: did the targeted metrics improve, and did nothing else regress?

use crate::data::evaluation::BEFORE;
use crate::data::{Direction, Evaluation, units};
use crate::metric::enough::{items, reach};
use crate::metric::interval;
use crate::metric::paired::paired;
use crate::num::normal;
use crate::policy::{MetricSpec, PolicyPack};
use serde::{Deserialize, Serialize};

/// The change of one metric between two evaluations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricChange {
    /// Metric identifier.
    pub metric: String,
    /// Name.
    pub label: String,
    /// Value before.
    pub before: f64,
    /// Value after.
    pub after: f64,
    /// Improvement: positive when better.
    pub improvement: f64,
    /// 95 % interval of the improvement; `None` where a standard error is missing.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p-value of "no change".
    pub p: Option<f64>,
    /// The same after Holm's correction for the number of metrics (Holm 1979).
    pub p_holm: Option<f64>,
    /// Smallest change that a comparison of this precision would detect with probability 0.8 at 5 %.
    pub detectable: Option<f64>,
    /// Items that both evaluations share, where the difference is a paired one; `None` where the two are taken to be
    /// independent.
    pub paired_items: Option<f64>,
    /// How the two were compared: the name of the test.
    #[serde(default)]
    pub test: String,
    /// About how many items more, on each side where the two are independent, would tell a change like the one seen from none
    /// with probability 0.8; `None` where it is told, where nothing changed, and where the number of items is unknown.
    #[serde(default)]
    pub more_items: Option<f64>,
    /// Improved, regressed, or not told apart, in words.
    pub words: String,
}

/// What a comparison says of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Better, at 5 % after Holm's correction.
    Improved,
    /// Worse, likewise.
    Regressed,
    /// Not told apart from no change.
    Open,
    /// So few shared items that no change at all could have been told.
    TooFew,
    /// Without a standard error nothing can be said.
    Untested,
}

impl MetricChange {
    /// What the comparison says.
    #[must_use]
    pub fn changed(&self) -> Changed {
        match self.p_holm {
            Some(p) if p < 0.05 && self.improvement > 0.0 => Changed::Improved,
            Some(p) if p < 0.05 => Changed::Regressed,
            Some(_) if self.paired_items.is_some() && self.detectable.is_none() => Changed::TooFew,
            Some(_) => Changed::Open,
            None => Changed::Untested,
        }
    }
    /// What the comparison says, in words; where it cannot tell, with what it could have told and what would settle it.
    fn say(&self) -> String {
        let more = self.more_items.map(|more| {
            let side = if self.paired_items.is_some() { "" } else { " on each side" };
            format!("; about {} more{side} would settle a change like this", items(more))
        });
        let more = more.unwrap_or_default();
        match self.changed() {
            Changed::Improved => "improved".into(),
            Changed::Regressed => "regressed".into(),
            Changed::Open => {
                let seen = self.detectable.map(|d| format!("; {} would have shown", units::score(d)));
                format!("not told apart from no change{}{more}", seen.unwrap_or_default())
            }
            Changed::TooFew => {
                let n = units::grouped(self.paired_items.unwrap_or_default());
                format!("cannot be told: no change shows on {n} shared items{more}")
            }
            Changed::Untested => "no standard error: cannot be tested".into(),
        }
    }
    /// The p-value after Holm's correction, in words.
    #[must_use]
    pub fn p_words(&self) -> String {
        match self.p_holm {
            None => "unknown".into(),
            Some(p) if p < 0.001 => "under 0.001".into(),
            Some(p) => units::fixed(p, 3),
        }
    }
    /// How the two evaluations were compared, in words.
    #[must_use]
    pub fn basis(&self) -> String {
        match self.paired_items {
            Some(n) => format!("paired, {} shared items ({})", units::grouped(n), self.test),
            None => "independent".into(),
        }
    }
}

/// Holm's step-down adjusted p-values (Holm 1979, Scand. J. Statist. 6, 65–70).
#[must_use]
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0_f64;
    for (rank, &i) in order.iter().enumerate() {
        largest = largest.max((p[i] * (p.len() - rank) as f64).min(1.0));
        adjusted[i] = largest;
    }
    adjusted
}

/// Words that mark an evaluation as taken after a change.
const AFTER: [&str; 3] = ["after", "post", "new"];

/// Those of the words for before that mean nothing else in a file's name: "old" may be a town's, "pre" a training's.
const PLAINLY_BEFORE: [&str; 2] = ["before", "baseline"];

/// True where a name of a file has one of the words.
fn file_says(file: &str, words: &[&str]) -> bool {
    file.split(|c: char| !c.is_alphanumeric()).any(|part| words.iter().any(|w| part.eq_ignore_ascii_case(w)))
}

/// True where the name of its file says plainly that it was taken before, and does not say the other side as well.
pub(super) fn named_before(e: &Evaluation) -> bool {
    file_says(&e.file, &PLAINLY_BEFORE) && !file_says(&e.file, &AFTER)
}

/// True where an evaluation is marked by one of the words: by its time or, where it has none, by a word of its file's name.
fn marked(e: &Evaluation, words: &[&str]) -> bool {
    let is = |text: &str| words.iter().any(|w| text.trim().eq_ignore_ascii_case(w));
    match &e.time {
        // A date of an item file says when it was run; its name may still say of which side it is.
        Some(time) if BEFORE.iter().chain(&AFTER).any(|w| time.trim().eq_ignore_ascii_case(w)) => is(time),
        Some(_) if e.items.is_empty() => false,
        _ => file_says(&e.file, words),
    }
}

/// Evaluations of one side: those over everything and, of a metric that was measured on tasks only, those of its tasks.
fn side<'a>(evaluations: &'a [Evaluation], words: &[&str]) -> Vec<&'a Evaluation> {
    let all: Vec<&Evaluation> = evaluations.iter().filter(|e| marked(e, words)).collect();
    let whole = |metric: &str| all.iter().any(|e| e.slice.is_none() && e.metric == metric);
    let kept = |e: &&&Evaluation| e.slice.is_none() || (!e.items.is_empty() && !whole(&e.metric));
    all.iter().filter(kept).copied().collect()
}

/// A difference between two evaluations, second minus first, with what is known of its precision.
struct Difference {
    mean: f64,
    interval: Option<(f64, f64)>,
    p: Option<f64>,
    detectable: Option<f64>,
    needed: Option<f64>,
    items: Option<f64>,
    paired: bool,
    test: &'static str,
}

/// The difference of the shared items; `None` where there are none.
fn of_pairs(before: &Evaluation, after: &Evaluation) -> Option<Difference> {
    let c = paired(&before.items, &after.items)?;
    Some(Difference {
        mean: c.mean,
        interval: c.interval,
        p: Some(c.p),
        detectable: c.detectable,
        needed: c.needed,
        items: Some(c.items),
        paired: true,
        test: c.test,
    })
}

/// The difference of two that are taken to be independent: normal, with both standard errors.
fn of_independent(before: &Evaluation, after: &Evaluation, range: Option<(f64, f64)>) -> Difference {
    let error = |e: &Evaluation| interval(e, 0.95, range).se;
    let se = error(before).zip(error(after)).map(|(a, b)| (a * a + b * b).sqrt()).filter(|s| *s > 0.0);
    let mean = after.value - before.value;
    let items = before.n.zip(after.n).map(|(a, b)| a.max(b));
    let ratio = se.filter(|_| mean != 0.0).map(|s| reach() * s / mean);
    let half = normal::quantile(0.975);
    Difference {
        mean,
        interval: se.map(|s| (mean - half * s, mean + half * s)),
        p: se.map(|s| (2.0 * normal::cdf(-(mean / s).abs())).min(1.0)),
        detectable: se.map(|s| reach() * s),
        needed: ratio.zip(items).map(|(r, n)| (n * r * r).ceil()),
        items,
        paired: false,
        test: "normal, independent",
    }
}

/// Compares evaluations marked `before` (or `baseline`) with those marked `after`, metric by metric. Where both carry the
/// same items they are compared pair by pair ([`crate::metric::paired`]): what makes an item easy or hard cancels. Otherwise
/// the two are taken to be independent.
#[must_use]
pub fn changes(evaluations: &[Evaluation], pack: &PolicyPack) -> Vec<MetricChange> {
    let mut list: Vec<MetricChange> = Vec::new();
    let old = side(evaluations, &BEFORE);
    for after in side(evaluations, &AFTER) {
        // Where both name a model, another model's value is no "before".
        let same = |e: &&Evaluation| match (&e.model, &after.model) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        let earlier = old.iter().copied().rev().filter(|e| e.metric == after.metric && e.slice == after.slice);
        let before = earlier.filter(same).max_by_key(|e| e.model == after.model);
        let Some(before) = before else { continue };
        list.push(change(before, after, pack.metric(&after.metric)));
    }
    corrected(list)
}

/// The change from one evaluation to another, before any correction for the number of metrics; its words are still empty.
#[must_use]
pub fn change(before: &Evaluation, after: &Evaluation, spec: Option<&MetricSpec>) -> MetricChange {
    let direction = after.direction.or(spec.map(|m| m.direction)).unwrap_or(Direction::Higher);
    let d = of_pairs(before, after).unwrap_or_else(|| of_independent(before, after, spec.and_then(|m| m.range)));
    let better = |(low, high): (f64, f64)| if direction.sign() < 0.0 { (-high, -low) } else { (low, high) };
    let label = spec.map_or(&after.label, |m| &m.label);
    MetricChange {
        metric: after.metric.clone(),
        label: after.slice.as_ref().map_or_else(|| label.clone(), |task| format!("{label} ({task})")),
        before: before.value,
        after: after.value,
        improvement: direction.sign() * d.mean,
        interval: d.interval.map(better),
        p: d.p,
        p_holm: None,
        detectable: d.detectable,
        paired_items: d.items.filter(|_| d.paired),
        test: d.test.into(),
        more_items: d.needed.zip(d.items).map(|(needed, n)| needed - n).filter(|more| *more > 0.0),
        words: String::new(),
    }
}

/// The changes with p-values corrected for their number (Holm), and what each says in words.
#[must_use]
pub fn corrected(mut list: Vec<MetricChange>) -> Vec<MetricChange> {
    let known: Vec<f64> = list.iter().filter_map(|c| c.p).collect();
    let mut adjusted = holm(&known).into_iter();
    for c in &mut list {
        c.p_holm = c.p.and_then(|_| adjusted.next());
        if matches!(c.changed(), Changed::Improved | Changed::Regressed) {
            c.more_items = None;
        }
        c.words = c.say();
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::mean_and_error;

    #[test]
    fn holm_matches_the_textbook_example() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (a, b) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((a - b).abs() < 1e-12, "{a} {b}");
        }
    }

    #[test]
    fn a_clear_improvement_and_a_clear_regression_are_told_apart_from_noise() {
        let e = |metric: &str, time: &str, value: f64| Evaluation {
            metric: metric.into(),
            label: metric.into(),
            value,
            se: Some(0.01),
            time: Some(time.into()),
            ..Evaluation::default()
        };
        let all = [
            e("a", "before", 0.7),
            e("b", "before", 0.8),
            e("c", "before", 0.5),
            e("a", "after", 0.8),
            e("b", "after", 0.7),
            e("c", "after", 0.505),
        ];
        let words: Vec<String> = changes(&all, &PolicyPack::default()).into_iter().map(|c| c.words).collect();
        assert_eq!(words, ["improved", "regressed", "not told apart from no change; 0.040 would have shown"]);
    }

    /// Hours of sleep gained by ten patients under two drugs (Student 1908, Biometrika 6, 1–25, doi:10.2307/2331554).
    const SLEEP: [(f64, f64); 10] = [
        (0.7, 1.9),
        (-1.6, 0.8),
        (-0.2, 1.1),
        (-1.2, 0.1),
        (-0.1, -0.1),
        (3.4, 4.4),
        (3.7, 5.5),
        (0.8, 1.6),
        (0.0, 4.6),
        (2.0, 3.4),
    ];

    fn sleep(time: Option<&str>, file: &str, after: bool, items: bool) -> Evaluation {
        let of = |pair: &(f64, f64)| if after { pair.1 } else { pair.0 };
        let values: Vec<f64> = SLEEP.iter().map(of).collect();
        let (value, se) = mean_and_error(&values);
        Evaluation {
            metric: "sleep".into(),
            label: "sleep".into(),
            value,
            se,
            n: Some(10.0),
            direction: Some(Direction::Higher),
            time: time.map(str::to_owned),
            items: if items {
                values.iter().enumerate().map(|(i, v)| (format!("patient {i}"), *v)).collect()
            } else {
                Vec::new()
            },
            file: file.into(),
            ..Evaluation::default()
        }
    }

    #[test]
    fn the_same_items_are_compared_pair_by_pair() {
        let all = [sleep(Some("before"), "", false, true), sleep(Some("after"), "", true, true)];
        let found = changes(&all, &PolicyPack::default());
        let change = found.first().expect("one metric is compared");
        // scipy: permutation_test of the differences, all 2^10 sign flips: p = 4/1024; the interval between the 25th and
        // the 25th last of their 1,023 subset means (tests/fixtures/metric/reference.py).
        let (low, high) = change.interval.expect("there is an interval");
        assert!((change.improvement - 1.58).abs() < 1e-12);
        assert!((low - 0.833_333_3).abs() < 1e-6 && (high - 2.466_666_7).abs() < 1e-6, "{low} {high}");
        assert!((change.p.expect("there is a p-value") - 0.003_906_25).abs() < 1e-12, "{:?}", change.p);
        assert_eq!(change.basis(), "paired, 10 shared items (exact sign flips)");
        assert_eq!(change.words, "improved");
        // (t of 0.975 + t of 0.8 at 9 degrees of freedom, 2.262157 + 0.883404) × the standard error 0.3889587.
        assert!((change.detectable.expect("known") - 1.223_493).abs() < 1e-5, "{:?}", change.detectable);
    }

    #[test]
    fn without_items_the_two_are_independent_and_the_name_of_the_file_may_mark_them() {
        let all = [sleep(None, "eval_before.csv", false, false), sleep(None, "eval_after.csv", true, false)];
        let change = changes(&all, &PolicyPack::default()).remove(0);
        assert_eq!((change.paired_items, change.basis().as_str()), (None, "independent"));
        // The same difference with the spread between patients in it: √(0.5657345² + 0.6331666²) = 0.849091.
        let (low, high) = change.interval.expect("there is an interval");
        assert!((high - low - 2.0 * 1.959_964 * 0.849_091).abs() < 1e-5, "{low} {high}");
        // 10 × ((1.959964 + 0.841621) × 0.849091 / 1.58)² = 22.7 on each side.
        assert_eq!(
            change.words,
            "not told apart from no change; 2.379 would have shown; about 13 items more on each side would settle a change like this"
        );
        assert!(changes(&all[..1], &PolicyPack::default()).is_empty());
    }

    #[test]
    fn items_that_only_one_side_has_do_not_pair() {
        let mut after = sleep(Some("after"), "", true, true);
        after.items.truncate(4);
        after.items.push(("somebody else".into(), 9.0));
        let all = [sleep(Some("before"), "", false, true), after];
        let change = changes(&all, &PolicyPack::default()).remove(0);
        assert_eq!(change.paired_items, Some(4.0));
        assert!((change.improvement - (1.2 + 2.4 + 1.3 + 1.3) / 4.0).abs() < 1e-12);
    }

    #[test]
    fn tasks_are_compared_with_themselves_and_only_where_nothing_stands_for_the_whole() {
        let task = |name: Option<&str>, file: &str, after: bool| Evaluation {
            slice: name.map(str::to_owned),
            ..sleep(Some("2026-03-04"), file, after, true)
        };
        let tasks = |file: &str, after: bool| [task(Some("arc"), file, after), task(Some("piqa"), file, after)];
        let mut all: Vec<Evaluation> = [tasks("before.jsonl", false), tasks("after.jsonl", true)].concat();
        let labels = |all: &[Evaluation]| {
            changes(all, &PolicyPack::default()).into_iter().map(|c| (c.label, c.paired_items)).collect::<Vec<_>>()
        };
        let ten = |label: &str| (label.to_owned(), Some(10.0));
        assert_eq!(labels(&all), [ten("sleep (arc)"), ten("sleep (piqa)")]);
        all.extend([task(None, "before.jsonl", false), task(None, "after.jsonl", true)]);
        assert_eq!(labels(&all), [ten("sleep")]);
    }

    /// Passes as items: `worse` of `n` lost, `better` won.
    fn passes(worse: usize, better: usize, n: usize) -> Vec<MetricChange> {
        let side = |time: &str, passed: &dyn Fn(usize) -> bool| Evaluation {
            metric: "pass".into(),
            label: "pass".into(),
            time: Some(time.into()),
            items: (0..n).map(|i| (i.to_string(), f64::from(u8::from(passed(i))))).collect(),
            ..Evaluation::default()
        };
        let before = side("before", &|i| i < worse || i >= worse + better);
        let after = side("after", &|i| i >= worse);
        changes(&[before, after], &PolicyPack::default())
    }

    #[test]
    fn few_changed_items_are_no_proof_and_what_would_be_is_said() {
        let open = passes(0, 5, 120).remove(0);
        assert!((open.p.expect("there is a p-value") - 0.0625).abs() < 1e-12 && open.changed() == Changed::Open);
        assert!(open.words.contains("would have shown") && open.words.contains("items more"), "{}", open.words);
        assert_eq!(open.basis(), "paired, 120 shared items (exact McNemar)");
        assert_eq!(passes(0, 6, 120).remove(0).words, "improved");
        assert_eq!(passes(6, 0, 120).remove(0).words, "regressed");
        let none = passes(0, 0, 50).remove(0);
        assert_eq!((none.p, none.more_items, none.changed()), (Some(1.0), None, Changed::Open));
        let few = passes(0, 3, 3).remove(0);
        assert_eq!(few.changed(), Changed::TooFew, "{few:?}");
        assert!(few.words.starts_with("cannot be told: no change shows on 3 shared items; about"), "{}", few.words);
    }
}
