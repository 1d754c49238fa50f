//! Coverage-centric selection: the hardest left out, then as many from every stratum of difficulty.

use super::allocate::{balanced, members};
use super::length::descending;
use super::method::{AtOnce, BY_DIFFICULTY, Begun};
use super::{Asked, Chosen, Method, Need, Parameter};
use crate::data::Pool;

const DROP: Parameter = Parameter {
    id: "drop",
    label: "Share of the hardest left out (β)",
    default: 0.1,
    range: (0.0, 0.99),
    from: "one of the values that the paper tunes over (arXiv:2210.15809)",
};
const STRATA: Parameter = Parameter {
    id: "strata",
    label: "Strata of equal width",
    default: 50.0,
    range: (1.0, 10_000.0),
    from: "the paper, arXiv:2210.15809",
};

/// CCS.
pub struct Ccs;

impl Method for Ccs {
    fn id(&self) -> &'static str {
        "ccs"
    }
    fn label(&self) -> &'static str {
        "CCS (strata of difficulty)"
    }
    fn source(&self) -> &'static str {
        "Zheng et al. 2023, arXiv:2210.15809, and its code (haizhongzheng/Coverage-centric-coreset-selection)"
    }
    fn objective(&self) -> &'static str {
        "Equal numbers of records from every stratum of the score, the smallest stratum first."
    }
    fn cost(&self) -> &'static str {
        "n log n"
    }
    fn caveat(&self) -> Option<&'static str> {
        Some("The paper tunes the share that is left out on the data set itself; the value here is not tuned.")
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Score("difficulty")]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[DROP, STRATA]
    }
    fn nested(&self) -> bool {
        false
    }
    fn begin(&self, pool: &Pool, mut asked: Asked<'_>) -> Begun {
        let scores = pool.scores.get("difficulty").cloned().unwrap_or_default();
        let ranked = descending(&scores, usize::MAX);
        let dropped = (asked.settings.get(&DROP) * ranked.len() as f64).floor() as usize;
        let left = ranked.get(dropped..).unwrap_or_default();
        let (high, low) = (left.first().map_or(0.0, |r| scores[*r]), left.last().map_or(0.0, |r| scores[*r]));
        let strata = asked.settings.whole(&STRATA);
        let stratum = |score: f64| {
            if high > low { ((score - low) / (high - low) * strata as f64).floor() as u32 } else { 0 }
        };
        let mut clusters = vec![u32::MAX; pool.len()];
        left.iter().for_each(|r| clusters[*r] = stratum(scores[*r]).min(strata as u32 - 1));
        let parts = members(&clusters, strata);
        let order = balanced(&parts, asked.keep, &mut asked.stream);
        let notes = vec![format!("{dropped} of the hardest records were left out before. {BY_DIFFICULTY}")];
        Ok(Box::new(AtOnce(Chosen { order, clusters: Some(clusters), notes })))
    }
}
