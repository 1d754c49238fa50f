//! What selected records were worth in runs on them: the exchange rate of each way of selecting, in words.

use super::context::Context;
use crate::data::LearningCurve;
use crate::data::units::{compact, counted};
use crate::fit::exchange::{Exchange, Told};

/// A way of selecting at one size, by one curve.
#[derive(Clone, Debug)]
pub struct Worth {
    /// Name of the curve.
    pub label: String,
    /// The rate.
    pub exchange: Exchange,
    /// Records that were chosen.
    pub chosen: f64,
    /// Curve units per record.
    per_record: f64,
    /// Largest size of the curve, in its unit.
    last: f64,
    /// True where the values are illustrative.
    pub illustrative: bool,
}

/// Every way of selecting that runs speak of, at every size, by every curve over amounts of data.
#[must_use]
pub fn worths(ctx: &Context<'_>) -> Vec<Worth> {
    let curves = ctx.evidence.curves.iter().filter(|c| !c.selected.is_empty());
    curves.flat_map(|curve| of_curve(ctx, curve)).collect()
}

fn of_curve(ctx: &Context<'_>, curve: &LearningCurve) -> Vec<Worth> {
    let fit = ctx.curves.iter().find(|f| f.id == curve.id);
    let (Some(fit), Some(per_record)) = (fit, ctx.of_record(curve)) else { return Vec::new() };
    let fit = fit.chosen(ctx.choice(&curve.id));
    let worth = |exchange: Exchange| Worth {
        label: curve.label.clone(),
        chosen: exchange.selected / per_record,
        exchange,
        per_record,
        last: fit.last_seen.x,
        illustrative: curve.illustrative,
    };
    fit.exchanges(&curve.selected).into_iter().map(worth).collect()
}

/// For each way of selecting the size that is worth most, by the metric that speaks least for it: nothing is promised of one
/// metric that another does not bear out.
#[must_use]
pub fn best(ctx: &Context<'_>) -> Vec<Worth> {
    let mut all = worths(ctx);
    let id = |w: &Worth| (w.exchange.method.to_lowercase(), w.chosen.to_bits());
    // Of one way and one size the metric that speaks least for it.
    all.sort_by(|a, b| a.exchange.quantile(0.5).total_cmp(&b.exchange.quantile(0.5)));
    let mut least: Vec<Worth> = Vec::new();
    for worth in all {
        if !least.iter().any(|w| id(w) == id(&worth)) {
            least.push(worth);
        }
    }
    least.sort_by(|a, b| b.size().total_cmp(&a.size()));
    let mut out: Vec<Worth> = Vec::new();
    for worth in least {
        if !out.iter().any(|w| id(w).0 == id(&worth).0) {
            out.push(worth);
        }
    }
    out
}

impl Worth {
    /// Where it stands beside other sizes: what can be told before what cannot.
    fn size(&self) -> f64 {
        if self.exchange.told == Told::Both { self.exchange.quantile(0.5) } else { -1.0 }
    }
    /// The number of chosen records.
    #[must_use]
    pub fn chosen_words(&self) -> String {
        compact(self.chosen)
    }
    /// Effective data over that of the curve's largest size, as often as there are draws.
    #[must_use]
    pub fn factors(&self) -> Vec<f64> {
        let known = self.exchange.draws.iter().map(|n| n.clamp(self.exchange.within.0, self.exchange.within.1));
        known.map(|n| n / self.last).collect()
    }
    /// Why it is not estimated, where the rate cannot be told.
    #[must_use]
    pub fn untold(&self) -> Option<String> {
        (self.exchange.told != Told::Both).then(|| self.sentence())
    }
    /// The rate in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let e = &self.exchange;
        let records = |size: Option<f64>| size.map_or_else(String::new, |s| compact(s / self.per_record));
        let runs = if e.pairs > 0 {
            format!("{} of runs with one seed", counted(e.pairs, "pair", "pairs"))
        } else {
            counted(e.runs, "run", "runs")
        };
        let chosen = format!("{} records chosen by {}", self.chosen_words(), e.method);
        let by = format!("by {}, {runs}", self.label.to_lowercase());
        match e.told {
            Told::Both => format!(
                "{chosen} do what {} random ones do ({} to {} in 80 % of draws; {by}).",
                records(e.median),
                records(e.lower),
                records(e.upper)
            ),
            Told::AtLeast => format!(
                "{chosen} do what {} random ones do at least; how much more cannot be told apart: the curve may never get there ({by}).",
                records(e.lower)
            ),
            Told::AtMost => format!(
                "{chosen} do what at most {} random ones do; how much less cannot be told apart: the smallest size measured may do as much ({by}).",
                records(e.upper)
            ),
            Told::Nothing => {
                format!("What {chosen} are worth cannot be told apart from the noise of the curve ({by}).")
            }
        }
    }
    /// Random records for one chosen, with its range.
    #[must_use]
    pub fn rate(&self) -> Option<(f64, f64, f64)> {
        self.exchange.rate()
    }
}
