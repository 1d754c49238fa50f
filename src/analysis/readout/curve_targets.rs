//! What each learning curve says, for the command line: its finding in words, and how much data for its target.

use super::finding::finding;
use super::subject::{CurveSubject, View};
use crate::fit::{Requirement, Seen};
use serde::Serialize;

/// One learning curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CurveTarget {
    /// Identifier of the curve.
    pub curve: String,
    /// Its metric.
    pub metric: String,
    /// Gate that sets its target, where one does.
    pub gate: Option<String>,
    /// Sizes fitted.
    pub n: usize,
    /// The last measurement.
    pub last_seen: Seen,
    /// How much data for the target, as on the page and from `fit curve`: where it was met, if it is met.
    pub requirement: Option<Requirement>,
    /// The finding above its chart.
    pub finding: String,
}

/// Every learning curve, in the order of the evidence.
#[must_use]
pub fn curve_targets(view: &View<'_>) -> Vec<CurveTarget> {
    let of = |s: &CurveSubject<'_>| CurveTarget {
        curve: s.curve.id.clone(),
        metric: s.curve.metric.clone(),
        gate: s.target.as_ref().map(|t| t.gate.clone()),
        n: s.fit.n,
        last_seen: s.fit.last_seen,
        requirement: s.requirement,
        finding: finding(s),
    };
    CurveSubject::all(view).iter().map(of).collect()
}
