//! One metric's learning curve with what each of several scenarios asks of it, laid over one another.

use super::axis::Axis;
use super::learning_curve;
use super::role::Role;
use super::spec::{ChartSpec, Label, Mark, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::subject::{CurveSubject, View};
use crate::data::{Direction, Unit, units};

/// The looks of scenarios, in their order.
const ROLES: [Role; 4] = [Role::First, Role::Second, Role::Third, Role::Fourth];

/// The charts of the curves on which the scenarios differ: in the target, in the records within the budget, in the curve
/// family, or in the size that is needed. One view for each scenario, at most four.
#[must_use]
pub fn specs(views: &[View<'_>]) -> Vec<ChartSpec> {
    let views = &views[..views.len().min(ROLES.len())];
    let subjects: Vec<Vec<CurveSubject<'_>>> = views.iter().map(CurveSubject::all).collect();
    let Some(first) = subjects.first() else { return Vec::new() };
    let each = |i: usize| -> Option<Vec<&CurveSubject<'_>>> { subjects.iter().map(|s| s.get(i)).collect() };
    let names: Vec<&str> = views.iter().map(|v| v.scenario.name.as_str()).collect();
    (0..first.len()).filter_map(each).filter(|s| differ(s)).map(|s| spec(&names, &s)).collect()
}

/// What a scenario asks of a curve.
fn asks(s: &CurveSubject<'_>) -> (Option<f64>, Option<f64>, Option<String>, Option<f64>) {
    (s.target.as_ref().map(|t| t.value), s.budget, s.fit.by_hand.clone(), s.requirement.and_then(|r| r.median))
}

fn differ(all: &[&CurveSubject<'_>]) -> bool {
    all.first().is_some_and(|first| all.iter().any(|s| asks(s) != asks(first)))
}

/// "≥ 0.80, met" or "≥ 0.80, about 721k records".
fn outlook(s: &CurveSubject<'_>) -> String {
    let Some(target) = &s.target else { return "no target".into() };
    let reach = match (s.meets(), s.requirement.and_then(|r| r.median)) {
        (Some(true), _) => "met today".to_owned(),
        (_, Some(size)) => format!("about {}", s.size(size)),
        _ => "not reached by more data".to_owned(),
    };
    format!("{}, {reach}", target.words())
}

fn spec(names: &[&str], all: &[&CurveSubject<'_>]) -> ChartSpec {
    let first = all[0];
    let ends = all.iter().filter_map(|s| learning_curve::extent(s));
    let shared = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let mut out = learning_curve::spec(first, shared);
    out.id = format!("scenarios-{}", first.curve.id);
    out.handle = None;
    let told: Vec<String> = names.iter().zip(all).map(|(n, s)| format!("“{n}” {}", outlook(s))).collect();
    out.title = format!("{}: {}.", first.label, told.join("; "));
    out.description
        .push_str(&format!(" Laid over it, for {} scenarios: target and size within the budget.", all.len()));
    out.notes = vec!["Lines across: the target of each scenario. Diamonds: the forecast at the size that its record budget allows. Curve and band: the forecast of the first.".into()];
    out.marks.retain(|m| {
        !matches!(
            m,
            Mark::Level(_, Role::Target) | Mark::Span(_, _, Role::Crossing) | Mark::Diamond(_, _, Role::Crossing)
        )
    });
    out.labels.retain(|l| l.role == Role::Muted && l.text.starts_with("forecast"));
    let mut labels = Vec::new();
    let mut table = DataTable::new(&[
        "scenario",
        "target",
        "measured now",
        "size needed",
        "80 % range from",
        "to",
        "size within the budget",
        "forecast there",
    ]);
    let better = first.curve.direction == Direction::Higher;
    let start = first.fit.points.sizes.first().copied().unwrap_or(1.0);
    let (mut targets, mut sizes): (Vec<(f64, usize, String)>, Vec<((f64, f64), usize, String)>) = Default::default();
    for (i, (name, s)) in names.iter().zip(all).enumerate() {
        let role = ROLES[i];
        let forecast = s.budget.and_then(|b| Some((b, s.fit.at(b, None, 0.8)?.median)));
        if i > 0 && s.fit.by_hand != first.fit.by_hand {
            let own = learning_curve::spec(s, shared);
            let lines = own.marks.into_iter().filter_map(|m| match m {
                Mark::Line(points, Role::Forecast) => Some(Mark::Line(points, role)),
                _ => None,
            });
            out.marks.extend(lines);
        }
        // Scenarios that ask the same share a line and a label.
        if let Some(target) = &s.target {
            match targets.iter_mut().find(|t| t.0.total_cmp(&target.value).is_eq()) {
                Some(same) => same.2.push_str(&format!(", {name}")),
                None => targets.push((target.value, i, (*name).to_owned())),
            }
        }
        if let Some(at) = forecast {
            match sizes.iter_mut().find(|p| p.0 == at) {
                Some(same) => same.2.push_str(&format!(", {name}")),
                None => sizes.push((at, i, (*name).to_owned())),
            }
        }
        let need = s.requirement.filter(|_| s.meets() == Some(false));
        table.rows.push(vec![
            Cell::Text((*name).to_owned()),
            Cell::maybe(s.target.as_ref().map(|t| t.value), Unit::Number),
            Cell::Number(s.fit.last_seen.y, Unit::Number),
            Cell::maybe(need.and_then(|r| r.median), s.unit()),
            Cell::maybe(need.and_then(|r| r.lower), s.unit()),
            Cell::maybe(need.and_then(|r| r.upper), s.unit()),
            Cell::maybe(s.budget, s.unit()),
            Cell::maybe(forecast.map(|f| f.1), Unit::Number),
        ]);
    }
    let symbol = first.target.as_ref().map_or("", |t| t.comparator.symbol());
    for (value, i, name) in targets {
        out.marks.push(Mark::Level(value, ROLES[i]));
        let words = crate::analysis::readout::subject::plain(value);
        labels.push(Label {
            text: format!("{name}: target {symbol} {words}"),
            short: format!("{name}: {words}"),
            at: (start, value),
            side: if better { Side::AboveRight } else { Side::BelowRight },
            role: ROLES[i],
            leader: false,
        });
    }
    for (at, i, name) in sizes {
        out.marks.push(Mark::Diamond(at.0, at.1, ROLES[i]));
        labels.push(Label {
            text: format!("{name}: {} at {}", units::score(at.1), units::compact(at.0)),
            short: format!("{name}: {}", units::compact(at.0)),
            at,
            side: if better { Side::BelowLeft } else { Side::AboveLeft },
            role: ROLES[i],
            leader: true,
        });
    }
    labels.append(&mut out.labels);
    out.labels = labels;
    out.y = holding(&out.y, all);
    out.table = table;
    out.illustrative = all.iter().any(|s| s.curve.illustrative);
    out
}

/// The value axis, widened so that every scenario's target lies on it.
fn holding(axis: &Axis, all: &[&CurveSubject<'_>]) -> Axis {
    let targets = || all.iter().filter_map(|s| s.target.as_ref().map(|t| t.value));
    let (low, high) = (targets().fold(axis.low, f64::min), targets().fold(axis.high, f64::max));
    let room = 0.06 * (high - low);
    Axis {
        low: if low < axis.low { low - room } else { axis.low },
        high: if high > axis.high { high + room } else { axis.high },
        ..axis.clone()
    }
}
