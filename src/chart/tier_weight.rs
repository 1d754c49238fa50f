//! Training weight present and missing by quality tier.

use super::axis::Axis;
use super::kind::Chart;
use super::role::Role;
use super::spec::{ChartSpec, Height, Label, Mark, Reading, Side};
use super::table::{Cell, DataTable};
use crate::analysis::readout::subject::View;
use crate::data::{Unit, units};
use crate::decide::inventory::TierState;

/// One chart of all tiers.
pub struct TierWeight;

impl Chart for TierWeight {
    fn id(&self) -> &'static str {
        "tier-weight"
    }
    fn label(&self) -> &'static str {
        "Training weight by tier"
    }
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec> {
        let inventory = view.prepared.inventory.with_what_ifs(&view.scenario.what_if);
        if inventory.all.datasets == 0 || inventory.tiers.is_empty() {
            return Vec::new();
        }
        let illustrative = inventory.tiers.iter().any(|t| t.group.illustrative);
        vec![spec(&inventory.tiers, inventory.missing_weight, illustrative)]
    }
}

fn per_cent(share: f64) -> String {
    units::show(share, Unit::Fraction)
}

fn words(tier: &TierState) -> String {
    match tier.missing_weight {
        Some(m) if m <= 0.0 => format!("{} there", per_cent(tier.weight)),
        Some(m) => format!("{} of {} missing", per_cent(m), per_cent(tier.weight)),
        None => format!("{}, how much is missing is unknown", per_cent(tier.weight)),
    }
}

/// The finding: how much is missing and where most of it is.
#[must_use]
pub fn finding(tiers: &[TierState], missing: Option<f64>) -> String {
    let unknown = tiers.iter().filter(|t| t.missing_weight.is_none()).count();
    let most = tiers
        .iter()
        .filter(|t| t.missing_weight.is_some_and(|m| m > 0.0))
        .max_by(|a, b| a.missing_weight.unwrap_or(0.0).total_cmp(&b.missing_weight.unwrap_or(0.0)));
    match (missing, most) {
        (Some(m), _) if m <= 0.0 => "No training weight is missing.".into(),
        (Some(m), Some(tier)) if (m - tier.missing_weight.unwrap_or(0.0)).abs() < 1e-9 => {
            format!("{} of the training weight is missing, all of it in {}.", per_cent(m), tier.label)
        }
        (Some(m), Some(tier)) => format!(
            "{} of the training weight is missing, most of it in {} ({}).",
            per_cent(m),
            tier.label,
            per_cent(tier.missing_weight.unwrap_or(0.0))
        ),
        (_, Some(tier)) => format!(
            "At least {} of the training weight is missing, in {}; {unknown} of {} tiers are unknown.",
            per_cent(tier.missing_weight.unwrap_or(0.0)),
            tier.label,
            tiers.len()
        ),
        _ => format!("How much training weight is missing is unknown for {unknown} of {} tiers.", tiers.len()),
    }
}

fn spec(tiers: &[TierState], missing: Option<f64>, illustrative: bool) -> ChartSpec {
    let most = tiers.iter().map(|t| t.weight).fold(0.01, f64::max);
    let mut table = DataTable::new(&["tier", "training weight", "missing", "missing share of the tier", "how found"]);
    let (mut marks, mut labels, mut readings) = (Vec::new(), Vec::new(), Vec::new());
    for (i, tier) in tiers.iter().enumerate() {
        let (top, bottom) = (i as f64 + 0.18, i as f64 + 0.82);
        match tier.missing_weight {
            Some(missing) => {
                let there = (tier.weight - missing).max(0.0);
                if there > 0.0 {
                    marks.push(Mark::Bar((0.0, there), (top, bottom), Role::Present));
                }
                if missing > 0.0 {
                    marks.push(Mark::HatchedBar((there, tier.weight), (top, bottom), Role::Missing));
                }
            }
            None => marks.push(Mark::HatchedBar((0.0, tier.weight), (top, bottom), Role::Unknown)),
        }
        let short =
            tier.missing_weight.map_or("?".into(), |m| if m > 0.0 { format!("−{}", per_cent(m)) } else { "✓".into() });
        labels.push(Label {
            text: words(tier),
            short,
            at: (tier.weight, i as f64 + 0.5),
            side: Side::Right,
            role: Role::Ink,
            leader: false,
        });
        readings.push(Reading {
            x: tier.weight,
            y: i as f64 + 0.5,
            text: format!("{}: {}. {}", tier.label, words(tier), tier.basis),
        });
        table.rows.push(vec![
            Cell::Text(tier.label.clone()),
            Cell::Number(tier.weight, Unit::Fraction),
            Cell::maybe(tier.missing_weight, Unit::Fraction),
            Cell::maybe(tier.missing_share, Unit::Fraction),
            Cell::Text(tier.basis.clone()),
        ]);
    }
    let names = tiers.iter().map(|t| t.label.clone()).collect();
    ChartSpec {
        id: "tier-weight".into(),
        title: finding(tiers, missing),
        description: "Bar chart: share of the training weight of each quality tier, what is there filled, what is missing hatched."
            .into(),
        notes: vec!["Filled: there. Hatched: missing.".into()],
        x: Axis::linear(0.0, most * 1.6, "share of the training weight", Unit::Fraction),
        y: Axis::names(names),
        marks,
        labels,
        height: Height::Fixed(30.0 * tiers.len() as f64 + 46.0),
        readings,
        handle: None,
        table,
        illustrative,
    }
}
