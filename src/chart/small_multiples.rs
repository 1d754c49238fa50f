//! Every metric on the same size axis, small: which of them still gains from data?

use super::kind::Chart;
use super::learning_curve;
use super::role::Role;
use super::spec::{ChartSpec, Height, Side};
use crate::analysis::readout::subject::{CurveSubject, View};
use crate::data::Unit;

/// The learning curves side by side, their size axis shared among those that count the same thing.
pub struct SmallMultiples;

impl Chart for SmallMultiples {
    fn id(&self) -> &'static str {
        "small-multiples"
    }
    fn label(&self) -> &'static str {
        "Every metric on one size axis"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let subjects = CurveSubject::all(view);
        subjects.iter().map(|s| small(s, shared(&subjects, s.unit()))).collect()
    }
}

/// Ends of the size axis shared by all curves that count `unit`. Curves whose sizes lie further than a factor of ten
/// thousand apart would squeeze each other flat; the axis then ends there.
fn shared(subjects: &[CurveSubject<'_>], unit: Unit) -> Option<(f64, f64)> {
    let extents: Vec<(f64, f64)> =
        subjects.iter().filter(|s| s.unit() == unit).filter_map(learning_curve::extent).collect();
    let low = extents.iter().map(|e| e.0).fold(f64::INFINITY, f64::min);
    let high = extents.iter().map(|e| e.1).fold(0.0, f64::max);
    (low < high).then_some((low, high))
}

fn small(subject: &CurveSubject<'_>, axis: Option<(f64, f64)>) -> ChartSpec {
    let mut spec = learning_curve::spec(subject, axis);
    spec.id = format!("small-{}", subject.curve.id);
    spec.height = Height::Fixed(170.0);
    spec.labels.retain(|l| matches!(l.role, Role::Target | Role::Crossing));
    for label in &mut spec.labels {
        label.text.clone_from(&label.short);
        if label.side == Side::Below {
            label.leader = false;
        }
    }
    spec.y.title.clone_from(&subject.label);
    spec.handle = None;
    spec
}
