//! The measured metrics, one by one: what was measured, how sure, and which gates look at it.

use super::context::Context;
use super::today::{Today, today};
use crate::data::{Evaluation, units};
use crate::policy::Gate;
use std::borrow::Cow;

/// An evaluation and who asks for it.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// The evaluation.
    pub evaluation: Cow<'a, Evaluation>,
    /// Its name: the policy's where it knows the metric, else as the file has it.
    pub label: String,
    /// Its 90 % interval, where anything is known of its error.
    pub interval: Option<(f64, f64)>,
    /// Gates that look at it.
    pub gates: Vec<&'a Gate>,
    /// True where the policy knows the metric.
    pub known: bool,
    /// The size of the learning curve whose last point it is, where no evaluation was loaded.
    pub at: Option<String>,
    /// True where a gate asks for the metric, whichever evaluation of it it looks at.
    pub asked: bool,
}

/// Level of the intervals.
pub const LEVEL: f64 = 0.9;

impl Measured<'_> {
    /// Its value with its interval, in words: "0.873 (0.860 to 0.886)".
    #[must_use]
    pub fn in_words(&self) -> String {
        let value = units::score(self.evaluation.value);
        match self.interval {
            Some((low, high)) => format!("{value} ({} to {})", units::score(low), units::score(high)),
            None => format!("{value} (error unknown)"),
        }
    }
    /// What it was measured on: slice, model, time, number of items.
    #[must_use]
    pub fn on(&self) -> String {
        let e = &self.evaluation;
        let items = e.n.map(|n| format!("{} items", units::grouped(n)));
        let parts = [e.slice.clone(), e.model.clone(), e.time.clone(), self.at.clone(), items];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
    /// Why no gate looks at it.
    #[must_use]
    pub fn unused(&self) -> Option<&'static str> {
        match (self.gates.is_empty(), self.known) {
            (false, _) => None,
            (true, _) if self.asked => Some("a gate asks for this metric, but not for this evaluation"),
            (true, true) => Some("no gate asks for it"),
            (true, false) => Some("not a metric of the policy"),
        }
    }
}

/// Every evaluation in the order of the files, those that a gate looks at first; before them the last points of learning
/// curves that stand in where no evaluation was loaded.
#[must_use]
pub fn measured<'a>(ctx: &Context<'a>) -> Vec<Measured<'a>> {
    let asked: Vec<(&Gate, Today<'a>)> = ctx.pack.gates.iter().filter_map(|g| Some((g, today(g, ctx)?))).collect();
    let named: Vec<&str> = ctx.pack.gates.iter().filter_map(Gate::metric).collect();
    let row = |evaluation: Cow<'a, Evaluation>, gates: Vec<&'a Gate>, at: Option<String>| {
        let spec = ctx.pack.metric(&evaluation.metric);
        Measured {
            interval: crate::metric::interval(&evaluation, LEVEL, spec.and_then(|m| m.range)).ends,
            gates,
            known: spec.is_some(),
            at,
            asked: named.iter().any(|id| ctx.is_metric(id, &evaluation.metric)),
            label: spec.map_or_else(|| evaluation.label.clone(), |m| m.label.clone()),
            evaluation,
        }
    };
    let mut list: Vec<Measured<'a>> = Vec::new();
    for (i, (_, now)) in asked.iter().enumerate() {
        let Some(curve) = now.curve else { continue };
        let same = |t: &Today<'_>| t.curve.is_some_and(|c| c.id == curve.id);
        if !asked[..i].iter().any(|(_, t)| same(t)) {
            let gates = asked.iter().filter(|(_, t)| same(t)).map(|(g, _)| *g).collect();
            let last = curve.observations.iter().map(|o| o.size).fold(0.0, f64::max);
            let at = format!("learning curve at {}", units::show(last, curve.size_unit));
            list.push(row(now.evaluation.clone(), gates, Some(at)));
        }
    }
    let mut each: Vec<Measured<'a>> = Vec::new();
    for e in &ctx.evidence.evaluations {
        let own = |t: &Today<'_>| matches!(&t.evaluation, Cow::Borrowed(b) if std::ptr::eq(*b, e));
        let gates = asked.iter().filter(|(_, t)| own(t)).map(|(g, _)| *g).collect();
        each.push(row(Cow::Borrowed(e), gates, None));
    }
    each.sort_by_key(|m| m.gates.is_empty());
    list.extend(each);
    list
}
