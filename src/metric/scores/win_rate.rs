//! Win rate of one of two answers.

use super::data::{Data, Needs};
use super::metric::Metric;

/// Share of items of which the answer was preferred to another one.
pub struct WinRate;

impl Metric for WinRate {
    fn id(&self) -> &'static str {
        "win_rate"
    }
    fn label(&self) -> &'static str {
        "win rate"
    }
    fn formula(&self) -> &'static str {
        "(wins + ties / 2) / items; judgements of one item, in either order, are averaged within it first"
    }
    fn source(&self) -> &'static str {
        "Zheng et al. 2023, Judging LLM-as-a-judge, arXiv:2306.05685"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Preferences
    }
    fn items(&self, data: &Data) -> Option<Vec<f64>> {
        data.preferences.clone()
    }
}
