//! The measured metrics, one by one: what was measured, how sure, and which gates look at it.

use super::context::Context;
use super::rules::evaluation_of;
use crate::data::{Evaluation, units};
use crate::policy::Gate;

/// An evaluation and who asks for it.
#[derive(Clone, Debug)]
pub struct Measured<'a> {
    /// The evaluation.
    pub evaluation: &'a Evaluation,
    /// Its name: the policy's where it knows the metric, else as the file has it.
    pub label: &'a str,
    /// Its 90 % interval, where anything is known of its error.
    pub interval: Option<(f64, f64)>,
    /// Gates that look at it.
    pub gates: Vec<&'a Gate>,
    /// True where the policy knows the metric.
    pub known: bool,
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
        let e = self.evaluation;
        let items = e.n.map(|n| format!("{} items", units::grouped(n)));
        let parts = [e.slice.clone(), e.model.clone(), e.time.clone(), items];
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

/// Every evaluation in the order of the files, those that a gate looks at first.
#[must_use]
pub fn measured<'a>(ctx: &Context<'a>) -> Vec<Measured<'a>> {
    let asked: Vec<(&Gate, &Evaluation)> =
        ctx.pack.gates.iter().filter_map(|g| Some((g, evaluation_of(g, ctx)?))).collect();
    let named: Vec<&String> =
        ctx.pack.gates.iter().filter(|g| g.rule == "metric").filter_map(|g| g.with.get("metric")).collect();
    let each = ctx.evidence.evaluations.iter().map(|evaluation| {
        let spec = ctx.pack.metric(&evaluation.metric);
        Measured {
            interval: crate::metric::interval(evaluation, LEVEL, spec.and_then(|m| m.range)).ends,
            gates: asked.iter().filter(|(_, e)| std::ptr::eq(*e, evaluation)).map(|(g, _)| *g).collect(),
            known: spec.is_some(),
            asked: named.iter().any(|id| **id == evaluation.metric || spec.is_some_and(|m| m.id == **id)),
            label: spec.map_or(evaluation.label.as_str(), |m| m.label.as_str()),
            evaluation,
        }
    });
    let mut list: Vec<Measured<'a>> = each.collect();
    list.sort_by_key(|m| m.gates.is_empty());
    list
}
