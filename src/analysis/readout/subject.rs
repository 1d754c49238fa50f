//! What charts look at: the analysis under a scenario, and one learning curve with what is asked of it.

use crate::analysis::{Exploration, Prepared, context};
use crate::data::amount::Scale;
use crate::data::evaluation::metric_id;
use crate::data::{LearningCurve, Unit, units};
use crate::decide::Decision;
use crate::decide::anchor::offset;
use crate::decide::collection::target_gate;
use crate::fit::{CurveFit, Requirement, SEARCH_FACTOR};
use crate::policy::{Comparator, Gate, PolicyPack};
use crate::scenario::Scenario;

/// The analysis under a scenario.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Evidence, inventory, fits.
    pub prepared: &'a Prepared,
    /// The policy.
    pub pack: &'a PolicyPack,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The decision under it.
    pub decision: &'a Decision,
    /// What explains the decision, where it has come.
    pub exploration: Option<&'a Exploration>,
}

/// A metric's target, from its gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Gate.
    pub gate: String,
    /// Its name.
    pub label: String,
    /// Which side is good.
    pub comparator: Comparator,
    /// Threshold in force.
    pub value: f64,
    /// Its slider.
    pub scale: Scale,
}

impl Target {
    /// "≥ 0.80".
    #[must_use]
    pub fn words(&self) -> String {
        format!("{} {}", self.comparator.symbol(), plain(self.value))
    }
}

/// A score without needless zeros, but with two decimals: "0.80", "2.688".
#[must_use]
pub fn plain(value: f64) -> String {
    let text = units::score(value);
    match text.strip_suffix('0') {
        Some(short) if text.split('.').nth(1).is_some_and(|d| d.len() == 3) => short.to_owned(),
        _ => text,
    }
}

/// A learning curve with its fit as chosen and its target.
#[derive(Clone, Debug)]
pub struct CurveSubject<'a> {
    /// The curve.
    pub curve: &'a LearningCurve,
    /// Name of its metric for people: the policy's, where it knows the metric under no other name.
    pub label: String,
    /// Its fit, read by the model chosen by hand where there is one.
    pub fit: CurveFit,
    /// Its target, where a gate has one for the metric.
    pub target: Option<Target>,
    /// What the curve is moved by, so that it ends at today's measurement where the two contradict each other; else 0.
    pub moved: f64,
    /// How much data for the target: 80 % range, searched up to [`SEARCH_FACTOR`] times the last size.
    pub requirement: Option<Requirement>,
    /// What one more record adds to its sizes; `None` where they are no amounts of data.
    pub of_record: Option<f64>,
    /// Largest size within the record budget, where it lies beyond the last size.
    pub budget: Option<f64>,
    /// Gain per doubling that is still worth it.
    pub worth_it: f64,
}

impl<'a> CurveSubject<'a> {
    /// Every curve of the evidence with its fit.
    #[must_use]
    pub fn all(view: &View<'a>) -> Vec<Self> {
        let fits = &view.prepared.curves;
        let curves = view.prepared.evidence.curves.iter();
        curves.filter_map(|c| Some(Self::new(view, c, fits.iter().find(|f| f.id == c.id)?))).collect()
    }
    /// One curve.
    #[must_use]
    pub fn new(view: &View<'a>, curve: &'a LearningCurve, fit: &CurveFit) -> Self {
        let ctx = context(view.prepared, view.pack, view.scenario);
        let fit = fit.chosen(ctx.choice(&curve.id));
        let target = target(view, curve);
        // What was measured is of the whole or of the curve that the decision reads; another slice has a level of its own.
        let read = |gate: &Gate| curve.series().is_empty() || ctx.curve(gate).is_some_and(|(c, _)| c.id == curve.id);
        let judged = target.as_ref().filter(|t| view.pack.gate(&t.gate).is_some_and(read));
        let measured = judged.and_then(|t| view.decision.outcome(&t.gate));
        let moved = measured.map_or(0.0, |o| offset(&o.measurement, &fit));
        let requirement = target
            .as_ref()
            .filter(|_| fit.n > 0)
            .map(|t| fit.requirement(t.value - moved, crate::decide::GAP_LEVEL, SEARCH_FACTOR));
        let of_record = ctx.of_record(curve);
        let added = of_record.map_or(0.0, |each| ctx.assume("budget_records") * each);
        let budget = (added > 0.0 && fit.n > 0).then_some(fit.last_seen.x + added);
        let worth_it = ctx.assume("worth_it").abs();
        let known = view.pack.metric(&curve.metric).map(|m| m.label.clone());
        let unnamed = curve.label.is_empty() || metric_id(&curve.label) == curve.metric;
        let label = known.filter(|_| unnamed).unwrap_or_else(|| curve.label.clone());
        Self { curve, label, fit, target, moved, of_record, requirement, budget, worth_it }
    }
    /// Today's value: the last measured one of the curve or, where it contradicts that, today's measurement.
    #[must_use]
    pub fn today(&self) -> f64 {
        self.fit.last_seen.y + self.moved
    }
    /// True where today's value meets the target.
    #[must_use]
    pub fn meets(&self) -> Option<bool> {
        let target = self.target.as_ref().filter(|_| self.fit.n > 0)?;
        Some(target.comparator.meets(self.today(), target.value))
    }
    /// A size of this curve, with its unit.
    #[must_use]
    pub fn size(&self, size: f64) -> String {
        units::show(size, self.unit())
    }
    /// What sizes count; a plain number is printed as a count.
    #[must_use]
    pub fn unit(&self) -> Unit {
        if self.curve.size_unit == Unit::Number { Unit::Count } else { self.curve.size_unit }
    }
    /// Title of the size axis.
    #[must_use]
    pub fn size_title(&self) -> &'static str {
        match self.unit() {
            Unit::Records => "training records (log scale)",
            Unit::Tokens => "training tokens (log scale)",
            Unit::Bytes => "training data, bytes (log scale)",
            Unit::Parameters => "parameters (log scale)",
            Unit::Count if self.curve.goes_by_step() => "steps of the run (log scale)",
            _ => "training-set size (log scale)",
        }
    }
    /// Title of the metric's axis.
    #[must_use]
    pub fn value_title(&self) -> String {
        let arrow = if self.curve.direction.sign() > 0.0 { "↑" } else { "↓" };
        format!("{} ({} {arrow})", self.label, self.curve.direction.words())
    }
}

/// The target that the decision plans for.
fn target(view: &View<'_>, curve: &LearningCurve) -> Option<Target> {
    let hardest = target_gate(view.pack, view.scenario, curve)?;
    Some(Target {
        gate: hardest.id.clone(),
        label: hardest.label.clone(),
        comparator: hardest.comparator,
        value: view.scenario.threshold(hardest),
        scale: Scale { range: hardest.range, log: hardest.log, unit: hardest.unit },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Prepare, decide};
    use crate::data::{Evidence, Observation};
    use crate::policy::{PolicyChanges, defaults, metric_gate, parse};

    /// What a slice's curve asks for does not depend on which other slices were loaded beside it.
    #[test]
    fn a_slice_is_not_moved_to_what_was_measured_of_another() {
        let curve = |slice: &str, from: f64, error: f64| LearningCurve {
            id: slice.into(),
            metric: "accuracy".into(),
            label: format!("accuracy ({slice})"),
            size_unit: Unit::Records,
            observations: (0..10)
                .map(|i| {
                    let k = f64::from(i / 2);
                    let (size, noise) = (from * crate::num::math::exp(0.7 * k), 0.002 * f64::from(i % 3 - 1));
                    let value = 1.0 - error * crate::num::math::exp(-0.19 * k) + noise;
                    Observation { size, value, se: None, items: None, row: None }
                })
                .collect(),
            ..LearningCurve::default()
        };
        let (en, es) = (curve("en", 1000.0, 0.3), curve("es", 100.0, 0.6));
        let base = parse(defaults::GENERAL).expect("it ships").value;
        let mut own = PolicyChanges::default();
        own.put(&[metric_gate("t".into(), "T".into(), "accuracy", None, (Comparator::AtLeast, 0.9))], &[]);
        let (pack, scenario) = (own.applied(&base), Scenario::default());
        let needed = |curves: Vec<LearningCurve>| {
            let prepared = Prepare::new(Evidence { curves, ..Evidence::default() }, &pack, None).run();
            let decision = decide(&prepared, &pack, &scenario);
            let (prepared, decision) = (&prepared, &decision);
            let all =
                CurveSubject::all(&View { prepared, pack: &pack, scenario: &scenario, decision, exploration: None });
            let of = |s: &CurveSubject<'_>| (s.curve.id.clone(), s.requirement.and_then(|r| r.median), s.today());
            all.iter().map(of).collect::<Vec<_>>()
        };
        let alone = [needed(vec![en.clone()]), needed(vec![es.clone()])].concat();
        assert!(alone.iter().all(|a| a.1.is_some()), "{alone:?}");
        assert_eq!(needed(vec![en.clone(), es.clone()]), alone);
        assert_eq!(needed(vec![es, en]), alone.into_iter().rev().collect::<Vec<_>>());
    }

    #[test]
    fn scores_keep_two_decimals() {
        assert_eq!(super::plain(0.8), "0.80");
        assert_eq!(super::plain(0.812), "0.812");
        assert_eq!(super::plain(12.5), "12.5");
    }
}
