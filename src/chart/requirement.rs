//! How likely a target is reached by a size: the whole distribution behind "about 410k records".

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::finding::{chance, range};
use crate::analysis::readout::subject::{CurveSubject, View};
use crate::data::Unit;
use crate::data::units::compact;
use crate::fit::SEARCH_FACTOR;

/// One chart for each metric that misses its target and has a learning curve.
pub struct Requirements;

impl Chart for Requirements {
    fn id(&self) -> &'static str {
        "requirement"
    }
    fn label(&self) -> &'static str {
        "How much data for the target"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        CurveSubject::all(view).iter().filter_map(spec).collect()
    }
}

const STEPS: usize = 60;

/// Probability that the target is reached, by size; `None` where there is no target, it is met, or next to impossible.
#[must_use]
pub fn spec(subject: &CurveSubject<'_>) -> Option<ChartSpec> {
    let (target, need) = (subject.target.as_ref()?, subject.requirement?);
    let median = need.median.filter(|_| subject.meets() == Some(false) && !need.met)?;
    let last = subject.fit.last_seen.x;
    let end = need.upper.unwrap_or(median).max(subject.budget.unwrap_or(0.0)).max(median) * 2.0;
    let factor = (end / last).clamp(4.0, SEARCH_FACTOR);
    let mut so_far = 0.0_f64;
    let mut curve = Vec::with_capacity(STEPS);
    for size in subject.fit.size_grid(STEPS * 2, factor).into_iter().filter(|s| *s >= last) {
        let below = subject.fit.underlying(size, None)?.cdf(target.value);
        so_far = so_far.max(if subject.curve.direction.sign() > 0.0 { 1.0 - below } else { below });
        curve.push((size, so_far));
    }
    let readings: Vec<Reading> = curve
        .iter()
        .map(|(x, p)| Reading {
            x: *x,
            y: *p,
            text: format!("{}: reached with {} chance", subject.size(*x), chance(*p)),
        })
        .collect();
    let mut table = DataTable::new(&["size", "probability that the target is reached by then"]);
    table.rows =
        curve.iter().step_by(4).map(|(x, p)| vec![Cell::Number(*x, subject.unit()), Cell::chance(*p)]).collect();
    let half = need.probability_reachable * 0.5;
    let spread = range(need.lower, need.upper).unwrap_or_default();
    let mut marks = vec![Mark::Line(curve.clone(), Role::Forecast), Mark::Diamond(median, half, Role::Crossing)];
    if let (Some(a), Some(b)) = (need.lower, need.upper) {
        marks.push(Mark::Span(half, (a, b), Role::Crossing));
    }
    let mut labels = vec![Label {
        text: format!("median {} ({:.0} %: {spread})", compact(median), need.level * 100.0),
        short: compact(median),
        at: (median, half),
        side: Side::Above,
        role: Role::Crossing,
        leader: true,
    }];
    if let Some(budget) = subject.budget {
        marks.push(Mark::Rule(budget, (0.0, 1.0), Role::Other));
        labels.push(Label {
            text: format!("budget {}", compact(budget)),
            short: "budget".into(),
            at: (budget, 1.0),
            side: Side::BelowRight,
            role: Role::Muted,
            leader: false,
        });
    }
    Some(ChartSpec {
        id: format!("need-{}", subject.curve.id),
        title: title(subject, &need, median),
        description: format!(
            "Chart: probability that the underlying {} reaches {} by a given size, from {}.",
            subject.label,
            target.words(),
            subject.size(last)
        ),
        notes: vec![
            "All uncertainty of the forecast is counted; the range of sizes holds given that the target is reached at all."
                .into(),
        ],
        x: Axis::log(last, last * factor, subject.size_title(), subject.unit()),
        y: Axis::linear(0.0, 1.0, "probability that the target is reached", Unit::Fraction),
        marks,
        labels,
        height: Height::Share(0.4, 190.0, 280.0),
        readings,
        handle: None,
        table,
        illustrative: subject.curve.illustrative,
    })
}

fn title(subject: &CurveSubject<'_>, need: &crate::fit::Requirement, median: f64) -> String {
    format!(
        "{} reaches {} with {} chance by {}, with {} within {}.",
        subject.label,
        subject.target.as_ref().map(crate::analysis::readout::Target::words).unwrap_or_default(),
        chance(need.probability_reachable * 0.5),
        subject.size(median),
        chance(need.probability_reachable),
        subject.size(need.within.1)
    )
}
