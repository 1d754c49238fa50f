//! A gate as a bullet graph: the measured value with its interval against threshold and warn band.

use super::axis::Axis;
use super::subject::View;
use super::table::{Cell, DataTable};
use super::{Chart, ChartSpec, Handle, Height, Mark, Reading, Role};
use crate::decide::GateOutcome;
use crate::policy::{Gate, PolicyPack};

/// One bullet graph for each gate whose value is known.
pub struct Bullets;

impl Chart for Bullets {
    fn id(&self) -> &'static str {
        "bullet"
    }
    fn label(&self) -> &'static str {
        "Gate: value against threshold"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let known = view.decision.outcomes.iter();
        known.filter_map(|o| spec(o, view.pack.gate(&o.gate)?, view.pack)).collect()
    }
}

/// The bullet graph of one gate; `None` where its value is unknown.
#[must_use]
pub fn spec(outcome: &GateOutcome, gate: &Gate, pack: &PolicyPack) -> Option<ChartSpec> {
    let value = outcome.measurement.value?;
    let interval = outcome.measurement.interval;
    let show = |value: f64| pack.amount(value, outcome.unit);
    let end = |value: Option<f64>| value.map_or(Cell::Empty, |v| Cell::amount(show(v)));
    let x = axis(outcome, gate, value);
    let mut table = DataTable::new(&["gate", "value", "from", "to", "threshold", "outcome"]);
    table.rows.push(vec![
        Cell::Text(outcome.label.clone()),
        Cell::amount(show(value)),
        end(interval.map(|i| i.0)),
        end(interval.map(|i| i.1)),
        Cell::amount(show(outcome.threshold)),
        Cell::Text(outcome.outcome.word().into()),
    ]);
    let mut marks = zones(outcome, &x);
    marks.push(Mark::Rule(outcome.threshold, (0.05, 0.95), Role::Target));
    if let Some((a, b)) = interval {
        marks.push(Mark::Span(0.5, (a, b), Role::Ink));
    }
    marks.push(Mark::Diamond(x.clamp(value), 0.5, Role::Today));
    Some(ChartSpec {
        id: format!("gate-{}", outcome.gate),
        title: outcome.sentence.clone(),
        description: format!(
            "Bullet graph: value {}, threshold {} {}, outcome {}.",
            show(value),
            outcome.comparator.symbol(),
            show(outcome.threshold),
            outcome.outcome.word()
        ),
        notes: Vec::new(),
        y: Axis::linear(0.0, 1.0, "", outcome.unit),
        labels: Vec::new(),
        height: Height::Fixed(34.0),
        readings: vec![Reading { x: value, y: 0.5, text: outcome.sentence.clone() }],
        handle: Some(Handle {
            gate: outcome.gate.clone(),
            value: outcome.threshold,
            range: gate.range,
            label: outcome.label.clone(),
            horizontal: true,
        }),
        marks,
        x,
        table,
        illustrative: outcome.measurement.illustrative,
    })
}

/// The gate's slider range, widened to hold value, interval and threshold.
fn axis(outcome: &GateOutcome, gate: &Gate, value: f64) -> Axis {
    let mut low = gate.range.0.min(value).min(outcome.threshold);
    let mut high = gate.range.1.max(value).max(outcome.threshold);
    if let Some((a, b)) = outcome.measurement.interval {
        (low, high) = (low.min(a), high.max(b));
    }
    if gate.log && low > 0.0 {
        Axis::log(low, high, "", outcome.unit)
    } else {
        Axis::linear(low, high, "", outcome.unit)
    }
}

/// Fail, tolerate, warn and pass zones along the axis.
fn zones(outcome: &GateOutcome, x: &Axis) -> Vec<Mark> {
    let up = outcome.comparator.sign() > 0.0;
    let (worst, best) = if up { (x.low, x.high) } else { (x.high, x.low) };
    let fails_until = outcome.tolerate.unwrap_or(outcome.threshold);
    let warns_until = outcome.warn.unwrap_or(outcome.threshold);
    let mut marks = Vec::new();
    for (from, to, role) in
        [(worst, fails_until, Role::Fail), (fails_until, warns_until, Role::Warn), (warns_until, best, Role::Pass)]
    {
        let (from, to) = (x.clamp(from), x.clamp(to));
        if (to - from) * (best - worst) > 0.0 {
            marks.push(Mark::Bar((from.min(to), from.max(to)), (0.28, 0.72), role));
        }
    }
    marks
}
