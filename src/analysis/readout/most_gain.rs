//! Where more records help most: of several curves of one metric, each a slice or a family, what each gains per 1,000 records.

use super::subject::{CurveSubject, View};
use crate::data::{Unit, units};
use crate::decide::capital;
use crate::fit::Predictive;
use serde::Serialize;
use std::collections::BTreeMap;

/// Records by which gains are counted.
pub const PER: f64 = 1_000.0;
/// Smallest step ahead, as a share of the last size: nearer than this what is uncertain there is hardly told from what is
/// uncertain at the last size itself, and no range of the difference holds.
pub const LEAST_STEP: f64 = 0.3;
/// Gains below this share of the value are none.
const NONE: f64 = 1e-6;
/// Level of the ranges.
pub const LEVEL: f64 = 0.8;
/// Places of the distribution of one gain at which it is compared with the others.
const PLACES: usize = 200;
/// Probability from which one is said to gain most.
const TOLD: f64 = 0.9;

/// What one slice gains.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gain {
    /// Identifier of the curve.
    pub curve: String,
    /// Name of the slice.
    pub slice: String,
    /// Records that it has been seen with.
    pub records: f64,
    /// Value there.
    pub value: f64,
    /// Records over which the gain is taken: [`PER`] or more, and a share of those that it has been seen with.
    pub over: f64,
    /// Gain per [`PER`] records over these: positive is better.
    pub gain: f64,
    /// Its range at [`LEVEL`], of the underlying curve.
    pub range: (f64, f64),
    /// Probability that it is the largest of all, the curves taken to be independent.
    pub first: f64,
}

/// The slices of one metric.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MostGain {
    /// The metric.
    pub metric: String,
    /// Its name.
    pub label: String,
    /// The slices, the largest gain first.
    pub gains: Vec<Gain>,
    /// What it says, in a sentence.
    pub sentence: String,
}

/// Every metric of which two curves or more, each of a slice, go over amounts of data.
#[must_use]
pub fn most_gain(view: &View<'_>) -> Vec<MostGain> {
    let subjects = CurveSubject::all(view);
    let mut metrics: Vec<&str> = Vec::new();
    let mut by_metric: BTreeMap<&str, Vec<&CurveSubject<'_>>> = BTreeMap::new();
    for s in subjects.iter().filter(|s| !s.curve.series().is_empty() && s.of_record.is_some() && s.fit.n > 0) {
        if !by_metric.contains_key(s.curve.metric.as_str()) {
            metrics.push(&s.curve.metric);
        }
        by_metric.entry(&s.curve.metric).or_default().push(s);
    }
    let named = |metric: &str| view.pack.metric(metric).map(|m| m.label.as_str());
    metrics.into_iter().filter_map(|m| of_metric(m, named(m), by_metric.get(m)?)).collect()
}

fn of_metric(metric: &str, named: Option<&str>, subjects: &[&CurveSubject<'_>]) -> Option<MostGain> {
    let of = |s: &CurveSubject<'_>| {
        let records = s.fit.last_seen.x / s.of_record?;
        let over = round_up(PER.max(LEAST_STEP * records));
        Some((records, over, Ahead::new(s, over)?))
    };
    let known: Vec<(&CurveSubject<'_>, (f64, f64, Ahead))> =
        subjects.iter().filter_map(|s| Some((*s, of(s)?))).collect();
    if known.len() < 2 {
        return None;
    }
    let aheads: Vec<&Ahead> = known.iter().map(|k| &k.1.2).collect();
    let mut gains: Vec<Gain> = known
        .iter()
        .enumerate()
        .map(|(at, (s, (records, over, ahead)))| Gain {
            curve: s.curve.id.clone(),
            slice: s.curve.series().to_owned(),
            records: *records,
            value: s.fit.last_seen.y,
            over: *over,
            gain: ahead.gain(0.5),
            range: (ahead.gain(0.5 - LEVEL / 2.0), ahead.gain(0.5 + LEVEL / 2.0)),
            first: first(&aheads, at),
        })
        .collect();
    gains.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    let first = known.first()?.0.curve;
    let label = first.label.strip_suffix(&format!(" ({})", first.series())).unwrap_or(metric);
    let label = named.map_or_else(|| capital(label), str::to_owned);
    let tokens = known.iter().find(|k| k.0.curve.size_unit == Unit::Tokens).and_then(|k| k.0.of_record);
    let mut sentence = sentence(&label, &gains);
    if let Some(each) = tokens {
        sentence.push_str(&format!(" A record is taken to have {} tokens.", units::grouped(each)));
    }
    Some(MostGain { metric: metric.to_owned(), label, gains, sentence })
}

/// The next number of one digit: 1,000, 2,000, 30,000.
fn round_up(step: f64) -> f64 {
    let tens =
        crate::num::math::exp(crate::num::math::ln(10.0) * (crate::num::math::log10(step) + 1e-9).floor()).round();
    (step / tens - 1e-9).ceil() * tens
}

/// The gain of a curve over a step of records.
struct Ahead {
    now: f64,
    then: Predictive,
    sign: f64,
    per: f64,
}

impl Ahead {
    fn new(s: &CurveSubject<'_>, step: f64) -> Option<Self> {
        let last = s.fit.last_seen.x;
        let now = s.fit.underlying(last, None)?.median;
        let then = s.fit.onward(last + step * s.of_record?)?;
        Some(Self { now, then, sign: s.curve.direction.sign(), per: PER / step })
    }
    /// The gain that is not exceeded with probability `p`.
    fn gain(&self, p: f64) -> f64 {
        let p = if self.sign > 0.0 { p } else { 1.0 - p };
        self.sign * (self.then.quantile(p) - self.now) * self.per
    }
    /// Probability of a gain of at most `gain`.
    fn at_most(&self, gain: f64) -> f64 {
        let below = self.then.cdf(self.now + self.sign * gain / self.per);
        if self.sign > 0.0 { below } else { 1.0 - below }
    }
}

/// Probability that the gain at that place is the largest: the mean, over its distribution, of all others being smaller.
fn first(all: &[&Ahead], at: usize) -> f64 {
    let place = |k: usize| (k as f64 + 0.5) / PLACES as f64;
    let others =
        |gain: f64| all.iter().enumerate().filter(|(k, _)| *k != at).map(|(_, a)| a.at_most(gain)).product::<f64>();
    (0..PLACES).filter_map(|k| Some(others(all.get(at)?.gain(place(k))))).sum::<f64>() / PLACES as f64
}

/// "0.0130 (0.0051 to 0.0214)".
#[must_use]
pub fn gain_words(g: &Gain) -> String {
    let show = |v: f64| units::digits(v, 2);
    format!("{} ({} to {})", show(g.gain), show(g.range.0), show(g.range.1))
}

fn sentence(label: &str, gains: &[Gain]) -> String {
    let Some(top) = gains.iter().max_by(|a, b| a.first.total_cmp(&b.first)) else { return String::new() };
    let show = |v: f64| units::digits(v, 2);
    let per = format!("per {} more records", units::grouped(PER));
    let none = |g: &Gain| g.range.1 * g.over / PER <= NONE * g.value.abs();
    if gains.iter().all(none) {
        return format!("{label}: none of {} is seen to gain from more records.", gains.len());
    }
    let (gain, low, high) = (show(top.gain), show(top.range.0), show(top.range.1));
    let amount = format!("{gain} {per} ({} % range {low} to {high})", LEVEL * 100.0);
    // What has no range at all was measured as if it were exact.
    let wide = top.range.1 > top.range.0;
    if top.first >= TOLD && top.gain > 0.0 && wide {
        let chance = units::chance(top.first);
        return format!(
            "{label}: “{}” gains most, {amount}; that it is first has a probability of {chance}.",
            top.slice
        );
    }
    let likeliest = if wide {
        format!("likeliest is “{}”, {}, with {amount}", top.slice, units::chance(top.first))
    } else {
        "the points leave no range".into()
    };
    format!("{label}: which of {} gains most from more records cannot be told; {likeliest}.", gains.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Prepare, decide};
    use crate::data::{Direction, Evidence, LearningCurve, Observation};
    use crate::policy::{defaults, parse};
    use crate::scenario::Scenario;

    /// A curve 1 − a·n^−b, or a loss a·n^−b, at five sizes, each measured twice with a little noise that is no draw.
    fn curve(metric: &str, slice: &str, a: f64, b: f64, from: f64, direction: Direction) -> LearningCurve {
        let at = |k: usize, seed: usize| {
            let size = from * f64::from(1_u32 << k);
            let error = a * crate::num::math::exp(-b * crate::num::math::ln(size));
            let noise = 0.002 * [0.7, -0.4, 0.1, -0.8, 0.5, 0.3, -0.6, 0.9, -0.2, -0.5][2 * k + seed];
            let value = if direction == Direction::Lower { error + noise } else { 1.0 - error + noise };
            Observation { size, value, se: None, items: None, row: None }
        };
        LearningCurve {
            id: format!("{metric}-{slice}"),
            metric: metric.into(),
            label: format!("{metric} ({slice})"),
            size_unit: Unit::Records,
            direction,
            observations: (0..5).flat_map(|k| [at(k, 0), at(k, 1)]).collect(),
            ..LearningCurve::default()
        }
    }

    fn read(curves: Vec<LearningCurve>) -> Vec<MostGain> {
        let pack = parse(defaults::GENERAL).expect("it ships").value;
        let prepared = Prepare::new(Evidence { curves, ..Evidence::default() }, &pack, None).run();
        let scenario = Scenario::default();
        let decision = decide(&prepared, &pack, &scenario);
        most_gain(&View {
            prepared: &prepared,
            pack: &pack,
            scenario: &scenario,
            decision: &decision,
            exploration: None,
        })
    }

    #[test]
    fn the_slice_that_is_early_on_its_curve_gains_most_whichever_way_the_metric_improves() {
        for direction in [Direction::Higher, Direction::Lower] {
            let of = |slice: &str, from: f64| curve("m", slice, 6.0, 0.45, from, direction);
            let found = read(vec![of("en", 4000.0), of("de", 1000.0), of("es", 100.0)]);
            assert_eq!(found.len(), 1);
            let slices: Vec<&str> = found[0].gains.iter().map(|g| g.slice.as_str()).collect();
            assert_eq!(slices, ["es", "de", "en"], "{direction:?}");
            assert!(found[0].gains.iter().all(|g| g.range.0 <= g.gain && g.gain <= g.range.1 && g.gain > 0.0));
            let total: f64 = found[0].gains.iter().map(|g| g.first).sum();
            assert!((total - 1.0).abs() < 0.02, "{total}");
            assert!(found[0].sentence.contains("“es” gains most"), "{}", found[0].sentence);
        }
    }

    /// Whatever the step is beside the last size, the range holds the true gain about as often as it says, and never has no
    /// width; curves that are equal are not told apart.
    #[test]
    fn the_range_holds_the_true_gain_at_every_size() {
        let noise = |k: u64| {
            let mut stream = crate::num::stream::Stream::new(7, k);
            move || 0.004 * stream.normal()
        };
        for from in [40.0, 1000.0, 10_000.0] {
            let (mut held, mut all, mut told) = (0, 0, 0);
            for draw in 0..12 {
                let mut next = noise(draw);
                let mut noisy = |slice: &str| {
                    let mut c = curve("m", slice, 6.0, 0.5, from, Direction::Higher);
                    for (i, o) in c.observations.iter_mut().enumerate() {
                        o.value = 1.0 - 6.0 / (from * f64::from(1_u32 << (i / 2))).sqrt() + next();
                    }
                    c
                };
                let found = read(vec![noisy("a"), noisy("b")]);
                told += usize::from(found[0].sentence.contains("gains most,"));
                for g in &found[0].gains {
                    let error = |n: f64| 6.0 / n.sqrt();
                    let truth = (error(g.records) - error(g.records + g.over)) * PER / g.over;
                    assert!(g.range.1 > g.range.0, "{g:?}");
                    all += 1;
                    held += usize::from(g.range.0 <= truth && truth <= g.range.1);
                }
            }
            assert!(held * 100 >= all * 65, "{held} of {all} from {from}");
            assert!(told <= 2, "{told} of 12 equal pairs were told apart from {from}");
        }
        let flat = |slice: &str| {
            let mut c = curve("m", slice, 6.0, 0.5, 1000.0, Direction::Higher);
            c.observations.iter_mut().for_each(|o| o.value = if slice == "a" { 0.9 } else { 0.8 });
            c
        };
        let words = &read(vec![flat("a"), flat("b")])[0].sentence;
        assert!(words.contains("is seen to gain") || words.contains("cannot be told"), "{words}");
    }

    #[test]
    fn what_cannot_be_told_is_said_so_and_one_curve_is_no_choice() {
        let same = |slice: &str| curve("m", slice, 6.0, 0.45, 500.0, Direction::Higher);
        let found = read(vec![same("a"), same("b")]);
        assert!(found[0].sentence.contains("cannot be told"), "{}", found[0].sentence);
        assert!((found[0].gains[0].first - 0.5).abs() < 0.01);
        assert!(read(vec![same("a")]).is_empty());
        // Another metric is another list; steps of a run are no amounts of data.
        let steps = |slice: &str| LearningCurve {
            size_unit: Unit::Number,
            ..curve("loss", slice, 6.0, 0.4, 10.0, Direction::Lower)
        };
        assert_eq!(
            read(vec![same("a"), same("b"), steps("x"), steps("y")]).len(),
            if steps("x").is_of_data() { 2 } else { 1 }
        );
    }

    #[test]
    fn a_step_has_one_digit() {
        for (step, expected) in [(1000.0, 1000.0), (1200.0, 2000.0), (9.5e5, 1e6), (1e6, 1e6), (2.01e4, 3e4)] {
            assert_eq!(round_up(step), expected);
        }
    }
}
