//! Self-data distillation as a plan: the model writes each answer anew, and keeps what still comes to the reference.
//!
//! Of the answers that a pilot accepted follows how many have to be generated for so many kept, and what that costs
//! (arXiv:2402.13669; arXiv:2410.09982). What the records are then worth is told by runs on them alone.

use crate::data::units::{counted, grouped, show};
use crate::data::{Diagnostic, Unit};
use crate::fit::predictive::z_of_level;
use crate::metric::proportion::wilson;
use serde::Serialize;

/// Level of the range of the rate.
pub const LEVEL: f64 = 0.95;

/// What a pilot showed, and what is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pilot {
    /// Answers that were generated.
    pub generated: f64,
    /// Of those, that came to the reference.
    pub accepted: f64,
    /// Records wanted.
    pub wanted: f64,
    /// Price of one generated answer.
    pub price: Option<f64>,
}

/// A number with its range: of the rate as measured, at its lower and at its upper end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ranged {
    /// At the rate measured.
    pub likely: f64,
    /// The smallest within the range.
    pub low: f64,
    /// The largest; `None` where the rate may be zero.
    pub high: Option<f64>,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// Share of the generated answers that is accepted, with Wilson's interval.
    pub rate: Ranged,
    /// Answers to generate for as many accepted ones as are wanted.
    pub generations: Option<Ranged>,
    /// What they cost.
    pub cost: Option<Ranged>,
    /// Where each record is generated once: share of them that keeps the reference answer.
    pub reference_kept: Ranged,
    /// Where each record is generated once: records with an answer of the model's own.
    pub replaced: Ranged,
    /// The plain sentence.
    pub sentence: String,
}

/// The plan that follows from a pilot.
///
/// # Errors
/// Numbers that cannot be.
pub fn plan(pilot: Pilot) -> Result<Plan, Diagnostic> {
    let Pilot { generated, accepted, wanted, price } = pilot;
    let whole = |x: f64| x.is_finite() && x >= 0.0;
    if !(generated >= 1.0) || !whole(generated) || !whole(accepted) || accepted > generated {
        return Err(Diagnostic::error("pilot-unusable", "The pilot cannot be.")
            .found(&format!("{accepted} accepted of {generated} generated"))
            .expected("at least one generated answer, and no more accepted than generated"));
    }
    if !(wanted >= 1.0) || !wanted.is_finite() || price.is_some_and(|p| !whole(p)) {
        return Err(Diagnostic::error("plan-unusable", "The plan cannot be.")
            .found(&format!("{wanted} records, a price of {}", price.unwrap_or(0.0)))
            .expected("at least one record, and a price that is not negative"));
    }
    let share = accepted / generated;
    let (low, high) = wilson(share, generated, z_of_level(LEVEL));
    let needed = |rate: f64| (rate > 0.0).then(|| generations(wanted, rate));
    let generations =
        needed(share).map(|likely| Ranged { likely, low: needed(high).unwrap_or(likely), high: needed(low) });
    let cost = generations.zip(price).map(|(g, p)| Ranged {
        likely: p * g.likely,
        low: p * g.low,
        high: g.high.map(|h| p * h),
    });
    let rate = Ranged { likely: share, low, high: Some(high) };
    let reference_kept = Ranged { likely: 1.0 - share, low: 1.0 - high, high: Some(1.0 - low) };
    let replaced = Ranged { likely: share * wanted, low: low * wanted, high: Some(high * wanted) };
    let percent = |x: f64| show(x, Unit::Fraction);
    let count = |x: f64| grouped(x.round());
    let of = format!(
        "{} of {} were accepted: {} ({} to {}).",
        grouped(accepted),
        counted(generated as usize, "generated answer", "generated answers"),
        percent(share),
        percent(low),
        percent(high)
    );
    let rest = generations.map_or_else(
        || " None was accepted, so no number of generations can be told.".to_owned(),
        |g| {
            let most = g.high.map_or_else(|| "any number".to_owned(), count);
            format!(" {} of the model's own take about {} generations ({} to {most}). Generated once each, {} keep the reference answer.",
                counted(wanted as usize, "answer", "answers"), count(g.likely), count(g.low), percent(1.0 - share))
        },
    );
    Ok(Plan { rate, generations, cost, reference_kept, replaced, sentence: format!("{of}{rest}") })
}

/// Answers to generate for so many accepted ones.
#[must_use]
pub fn generations(wanted: f64, rate: f64) -> f64 {
    // A quotient that is whole but for rounding needs no further one.
    let exact = wanted / rate;
    let near = exact.round();
    if (exact - near).abs() <= 1e-9 * near { near } else { exact.ceil() }
}

/// Share of the base model's score that is left, in per cent: the mean after over the mean before.
#[must_use]
pub fn recovery(before: &[f64], after: &[f64]) -> Option<f64> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let recovered = 100.0 * mean(after) / mean(before);
    recovered.is_finite().then_some(recovered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generations_cost_and_recovery_match_the_reference() {
        for (wanted, rate, price, needed, cost) in [
            (40_000.0, 0.72, 0.0004, 55_556.0, 22.2224),
            (1_000.0, 0.335, 0.002, 2_986.0, 5.972),
            (6_500.0, 0.9, 0.01, 7_223.0, 72.23),
        ] {
            assert_eq!(generations(wanted, rate), needed);
            let pilot = Pilot { generated: 1000.0, accepted: 1000.0 * rate, wanted, price: Some(price) };
            let found = plan(pilot).unwrap();
            assert!((found.cost.unwrap().likely - cost).abs() < 1e-9);
            let g = found.generations.unwrap();
            assert!(g.low < g.likely && g.likely < g.high.unwrap());
        }
        assert_eq!(generations(9.0, 0.3), 30.0);
        assert!((recovery(&[0.6, 0.8, 0.7], &[0.54, 0.72, 0.65]).unwrap() - 90.952_380_952_380_98).abs() < 1e-9);
        assert_eq!(recovery(&[], &[]), None);
    }

    #[test]
    fn what_a_pilot_cannot_say_is_not_said() {
        let pilot = |generated, accepted| Pilot { generated, accepted, wanted: 100.0, price: None };
        let none = plan(pilot(20.0, 0.0)).unwrap();
        assert!(none.generations.is_none() && none.cost.is_none() && none.sentence.contains("None was accepted"));
        let few = plan(pilot(88.0, 88.0)).unwrap();
        assert_eq!(few.reference_kept.likely, 0.0);
        assert!(plan(pilot(0.0, 0.0)).is_err() && plan(pilot(5.0, 6.0)).is_err());
        assert!(plan(Pilot { wanted: 0.0, ..pilot(5.0, 5.0) }).is_err());
        // As Wilson's interval is tabulated.
        let known = plan(pilot(100.0, 88.0)).unwrap().rate;
        assert!((known.low - 0.801_879_005_732_885_7).abs() < 1e-9);
        assert!((known.high.unwrap() - 0.930_005_935_629_805_4).abs() < 1e-9);
    }
}
