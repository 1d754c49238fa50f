//! Learning curves: what was measured, what more data would bring.

use super::ILLUSTRATIVE;
use crate::data::{Direction, LearningCurve, Unit, units};
use crate::decide::GAP_LEVEL;
use crate::fit::CurveFit;
use crate::policy::Comparator;
use crate::report::ReportInput;
use crate::report::escape::anchor;
use crate::report::parts::{Block, Cell, Figure, Table, Text, heading, list, paragraph};

/// How far beyond the last size targets are searched.
const SEARCH: f64 = 1e4;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let evidence = &input.prepared.evidence;
    if evidence.curves.is_empty() {
        return vec![paragraph("Unknown: no file with a metric at several training-set sizes was loaded.")];
    }
    let mut blocks = Vec::new();
    let fits: Vec<(&LearningCurve, CurveFit)> = evidence
        .curves
        .iter()
        .filter_map(|c| {
            let fit = input.prepared.curves.iter().find(|f| f.id == c.id)?;
            Some((c, fit.chosen(input.scenario().models.get(&c.id).map(String::as_str))))
        })
        .collect();
    blocks.push(paragraph(
        "Forecasts combine several families of curves by how well each describes the points; ranges include noise, parameters, disagreement between families and error of the model.",
    ));
    blocks.push(Block::Table(overview(input, &fits)));
    for (curve, fit) in &fits {
        blocks.push(heading(curve.label.clone(), format!("curve-{}", anchor(&curve.id))));
        blocks.extend(one(input, curve, fit));
    }
    blocks
}

/// Target of a curve's metric: the hardest among the gates that look at it in the curve's direction.
pub(super) fn target(input: &ReportInput<'_>, curve: &LearningCurve) -> Option<f64> {
    let same = |m: &str| m == curve.metric || input.pack.metric(&curve.metric).is_some_and(|known| known.id == m);
    let sign = curve.direction.sign();
    input
        .pack
        .gates
        .iter()
        .filter(|g| g.rule == "metric" && g.comparator.sign() == sign && g.with.get("metric").is_some_and(|m| same(m)))
        .map(|g| input.scenario().threshold(g))
        .max_by(|a, b| (sign * a).total_cmp(&(sign * b)))
}

fn size(x: f64, unit: Unit) -> String {
    match unit {
        Unit::Records | Unit::Tokens | Unit::Bytes | Unit::Parameters => units::show(x, unit),
        _ => units::compact(x),
    }
}

fn overview(input: &ReportInput<'_>, fits: &[(&LearningCurve, CurveFit)]) -> Table {
    let mut table = Table::new(
        "curve-table",
        "What more data would bring",
        &[
            "Metric",
            "#Sizes",
            "#Largest",
            "#Measured there",
            "#At twice the data (90 % range)",
            "#Gain per doubling (90 % range)",
            "#Target",
            "#Size needed (80 % range)",
        ],
    );
    for (curve, fit) in fits {
        let here = fit.last_seen;
        let twice = fit.at(2.0 * here.x, None, 0.9);
        let gain = fit.gain_per_doubling(here.x);
        let target = target(input, curve);
        table.push(vec![
            Text::from(curve.label.as_str()).mark_if(curve.illustrative, ILLUSTRATIVE).into(),
            Cell::shown(Some(fit.n as f64), units::grouped(fit.n as f64)),
            Cell::shown(Some(here.x), size(here.x, curve.size_unit)),
            Cell::number(Some(here.y), Unit::Number),
            Cell::shown(
                twice.map(|p| p.median),
                twice.map_or("unknown".into(), |p| {
                    format!("{} ({} to {})", units::score(p.median), units::score(p.lower), units::score(p.upper))
                }),
            ),
            Cell::shown(
                gain.map(|g| g.median),
                gain.map_or("unknown".into(), |g| {
                    format!("{} ({} to {})", units::score(g.median), units::score(g.lower), units::score(g.upper))
                }),
            ),
            Cell::shown(target, target.map_or("–".into(), units::score)),
            needed(fit, target, curve.size_unit),
        ]);
    }
    table
}

fn needed(fit: &CurveFit, target: Option<f64>, unit: Unit) -> Cell {
    let Some(target) = target else { return "–".into() };
    if fit.direction.at_least_as_good(fit.last_seen.y, target) {
        return "reached".into();
    }
    let need = fit.requirement(target, GAP_LEVEL, SEARCH);
    let text = match (need.median, need.lower, need.upper) {
        (Some(m), Some(low), Some(high)) => {
            format!("{} ({} to {})", size(m, unit), units::compact(low), units::compact(high))
        }
        (Some(m), _, _) => size(m, unit),
        _ => format!("next to impossible within {}", size(need.within.1, unit)),
    };
    Cell::shown(need.median, text)
}

/// The finding, one sentence, written from the numbers.
fn finding(curve: &LearningCurve, fit: &CurveFit, target: Option<f64>) -> String {
    let here = fit.last_seen;
    let label = &curve.label;
    let at = size(here.x, curve.size_unit);
    let Some(target) = target else {
        return match fit.gain_per_doubling(here.x) {
            Some(g) => format!("{label}: doubling from {at} is expected to gain {}", units::score(g.median)),
            None => format!("{label}: {} at {at}", units::score(here.y)),
        };
    };
    let sign = if curve.direction == Direction::Higher { Comparator::AtLeast } else { Comparator::AtMost }.symbol();
    let goal = format!("{sign} {}", units::score(target));
    if curve.direction.at_least_as_good(here.y, target) {
        return format!("{label} is at {} at {at}; the target {goal} is reached", units::score(here.y));
    }
    let need = fit.requirement(target, GAP_LEVEL, SEARCH);
    match need.median.filter(|_| need.probability_reachable >= 0.5) {
        Some(m) => format!("{label} reaches the target {goal} at {}", size(m, curve.size_unit)),
        None => format!(
            "{label} is more likely than not to miss the target {goal} however much is added up to {}",
            size(need.within.1, curve.size_unit)
        ),
    }
}

fn one(input: &ReportInput<'_>, curve: &LearningCurve, fit: &CurveFit) -> Vec<Block> {
    let here = fit.last_seen;
    let target = target(input, curve);
    let mut blocks = vec![paragraph(Text::default().strong(format!("{}.", finding(curve, fit, target))))];
    let mut facts: Vec<(String, Text)> = vec![("Direction".into(), curve.direction.words().into())];
    if let Some(model) = &fit.by_hand {
        facts.push(("Family, chosen by hand".into(), model.as_str().into()));
    }
    if let Some(g) = fit.gain_for_factor(here.x, 1.1) {
        facts.push(("Gain from 10 % more".into(), units::digits(g.median, 2).into()));
    }
    let worth = input.scenario().assumption(input.pack, "worth_it");
    if worth.is_finite() && worth > 0.0 && here.x > 0.0 {
        let w = fit.worth_it_size(worth, SEARCH);
        let text = match (w.already, w.median) {
            (true, _) => "already at this size".to_owned(),
            (false, Some(m)) => size(m, curve.size_unit),
            (false, None) => format!("not before {}", size(w.within.1, curve.size_unit)),
        };
        facts.push((format!("A doubling gains less than {} from", units::digits(worth, 3)), text.into()));
    }
    if let Some(s) = fit.saturation() {
        facts.push((
            "Tends to".into(),
            format!("{} ({} to {})", units::score(s.limit), units::score(s.lower), units::score(s.upper)).into(),
        ));
        facts.push(("Saturation".into(), s.words.into()));
    }
    blocks.push(Block::Facts { items: facts });
    blocks.push(Block::Figure(Figure {
        id: String::new(),
        title: format!("{} by training-set size", curve.label),
        svg: String::new(),
        description: String::new(),
        table: Some(observations(curve)),
    }));
    blocks.extend(list(fit.diagnostics.iter().map(|d| Text::from(d.to_string())).collect()));
    blocks
}

fn observations(curve: &LearningCurve) -> Table {
    let mut table = Table::new(
        &format!("points-{}", anchor(&curve.id)),
        &format!("{}: measurements from {}", curve.label, curve.file),
        &["#Size", "#Value", "#Standard error", "#Row"],
    );
    for o in &curve.observations {
        table.push(vec![
            Cell::shown(Some(o.size), size(o.size, curve.size_unit)),
            Cell::shown(Some(o.value), units::digits(o.value, 4)),
            Cell::shown(o.se, o.se.map_or("unknown".into(), |s| units::digits(s, 2))),
            Cell::shown(o.row.map(|r| r as f64), o.row.map_or("–".into(), |r| r.to_string())),
        ]);
    }
    table
}
