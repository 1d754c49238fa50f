//! Phase 3: is the next doubling worth it?

use super::rule::{Rule, no_gap};
use crate::data::units;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::Gate;

/// `gap_worth_it`: largest gain that doubling the data brings to a metric with a gap.
pub struct GapWorthIt;

impl Rule for GapWorthIt {
    fn id(&self) -> &'static str {
        "gap_worth_it"
    }
    fn help(&self) -> &'static str {
        "Gain in score that doubling today's data brings to the metric with a gap that gains most."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    fn measure(&self, _gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let what = "gain from doubling the data";
        if ctx.gaps.is_empty() {
            return no_gap(ctx, what);
        }
        let gains: Vec<_> = ctx.gaps.iter().filter_map(|g| Some((g, g.doubling?))).collect();
        let Some((_, best)) = gains.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else {
            return Measurement::unknown(what, "no usable learning curve was loaded for a metric with a gap");
        };
        Measurement {
            evidence: gains
                .iter()
                .map(|(g, gain)| EvidenceRef {
                    file: String::new(),
                    row: None,
                    text: format!(
                        "{}: {} per doubling at {}.",
                        g.label,
                        units::score(*gain),
                        units::show(g.size, g.unit)
                    ),
                })
                .collect(),
            illustrative: ctx.gaps.iter().any(|g| g.illustrative),
            ..Measurement::known(*best, what)
        }
    }
}
