//! Laws beside those of model size against data: how quality counts, and what fine-tuning laws say.

use super::what_if::QUALITY_EXPONENT;
use crate::data::units::digits;
use crate::scaling::constants::published_for;
use crate::scaling::{Point, PublishedSet, law};

/// A set of constants of the quality-aware law to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityChoice {
    /// Identifier of the set.
    pub id: &'static str,
    /// Its name, with its exponent.
    pub name: String,
    /// γ/β: the exponent of quality in effective tokens.
    pub exponent: f64,
    /// Authors, year, address.
    pub source: &'static str,
}

/// The published sets of the quality-aware law.
#[must_use]
pub fn quality_choices() -> Vec<QualityChoice> {
    let choice = |set: &'static PublishedSet| {
        let &[_, _, _, _, beta, gamma] = set.values else { return None };
        let exponent = gamma / beta;
        let name = format!("{} (exponent {})", set.name, digits(exponent, 3));
        Some(QualityChoice { id: set.id, name, exponent, source: set.source })
    };
    published_for("quality").filter_map(choice).collect()
}

/// The choice whose exponent is in force; `None` for a number of the person's own.
#[must_use]
pub fn quality_in_force(exponent: Option<f64>) -> Option<QualityChoice> {
    let wanted = exponent.unwrap_or(QUALITY_EXPONENT);
    quality_choices().into_iter().find(|c| (c.exponent - wanted).abs() < 1e-9)
}

/// Why no fine-tuning law can be in force on the page of model size against data.
pub const WHY_NOT: &str = "These laws give the loss of one base model on one task as its fine-tuning data grows. They have no trade of \
    parameters against tokens, so no frontier and no best split follows from them, and their constants hold for the task and model \
    they were fitted to. They are priors to compare with: what counts for your task is your own learning curve (Curves page), or \
    these laws fitted to your own runs (headroom fit scaling --law rectified, or fine-tuning).";

/// One set of a fine-tuning law.
#[derive(Clone, Debug, PartialEq)]
pub struct FineTuningRow {
    /// Its name.
    pub name: &'static str,
    /// Name of the law.
    pub law: &'static str,
    /// Its formula.
    pub formula: &'static str,
    /// Share of the loss above its floor that a doubling of the fine-tuning data removes.
    pub removed: f64,
    /// Factor on the data that halves the loss above its floor; `None` where none below a million does.
    pub halves: Option<f64>,
    /// Authors, year, address.
    pub source: &'static str,
}

/// Every set of the fine-tuning laws, at `records` fine-tuning records and `params` parameters.
#[must_use]
pub fn fine_tuning(records: f64, params: f64) -> Vec<FineTuningRow> {
    let sets = ["fine-tuning", "rectified"].into_iter().flat_map(published_for);
    sets.filter_map(|set| {
        let known = law(set.law)?;
        let floor = *set.values.get(known.parameters().iter().position(|p| p.id == "E")?)?;
        let above = |d: f64| known.value(set.values, &Point { n: params, d, ..Point::default() }) - floor;
        let (now, twice) = (above(records), above(2.0 * records));
        let halves =
            (1..=80).map(|i| crate::num::math::pow(2.0, f64::from(i) / 4.0)).find(|f| above(records * f) <= 0.5 * now);
        (now > 0.0 && twice.is_finite()).then(|| FineTuningRow {
            name: set.name,
            law: known.name(),
            formula: known.formula(),
            removed: 1.0 - twice / now,
            halves,
            source: set.source,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_exponent_is_a_published_set() {
        assert_eq!(quality_in_force(None).map(|c| c.id), Some("subramanyam-clm-huber"));
        assert!(quality_in_force(Some(0.5)).is_none());
        assert!(quality_choices().iter().all(|c| c.exponent > 0.5 && c.exponent < 1.2));
    }

    #[test]
    fn a_power_law_removes_the_same_share_at_every_doubling() {
        // L − E = A / (X^alpha D^beta): a doubling removes 1 − 2^−beta whatever the size; half is removed at 2^(1/beta).
        let (small, large) = (fine_tuning(1e4, 1e9), fine_tuning(1e6, 1e10));
        let full = |rows: &[FineTuningRow]| rows.iter().find(|r| r.name.contains("En-De, full")).cloned().unwrap();
        let expected = 1.0 - crate::num::math::pow(2.0, -0.15);
        for row in [full(&small), full(&large)] {
            assert!(
                (row.removed - expected).abs() < 1e-9 && row.halves.is_some_and(|f| (90.0..=130.0).contains(&f)),
                "{row:?}"
            );
        }
        assert!(small.len() >= 10 && small.iter().all(|r| (0.0..1.0).contains(&r.removed)), "{small:?}");
    }
}
