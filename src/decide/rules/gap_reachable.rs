//! Phase 3: does data close the gap within the budget?

use super::rule::{Rule, no_gap};
use crate::data::units;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::{Gate, Role};

/// `gap_reachable`: smallest probability, over the metrics with a gap, that the curve reaches the target within the
/// record budget.
pub struct GapReachable;

impl Rule for GapReachable {
    fn id(&self) -> &'static str {
        Role::GapReachable.id()
    }
    fn help(&self) -> &'static str {
        "Probability that the learning curve of the hardest metric with a gap reaches its target within the record budget."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    fn measure(&self, _gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let what = "probability that data closes the gap within the budget";
        if ctx.gaps.is_empty() {
            return no_gap(ctx, what);
        }
        let blind: Vec<_> = ctx.gaps.iter().filter(|g| g.probability.is_none()).map(|g| g.label.clone()).collect();
        if !blind.is_empty() {
            return Measurement::unknown(
                what,
                format!("no usable learning curve was loaded for {}", units::several(&blind)),
            );
        }
        let hardest = ctx.gaps.iter().filter_map(|g| g.probability).fold(1.0, f64::min);
        Measurement {
            evidence: ctx
                .gaps
                .iter()
                .map(|g| EvidenceRef {
                    file: String::new(),
                    row: None,
                    text: format!(
                        "{}: {} to reach {} within {}.",
                        g.label,
                        units::chance(g.probability.unwrap_or(0.0)),
                        units::score(g.target),
                        units::show(g.budget_size, g.unit)
                    ),
                })
                .collect(),
            illustrative: ctx.gaps.iter().any(|g| g.illustrative),
            ..Measurement::known(hardest, what)
        }
    }
}
