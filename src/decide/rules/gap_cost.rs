//! Phase 3: what would closing the gap cost?

use super::rule::{Rule, no_gap};
use crate::decide::context::Context;
use crate::decide::cost::record;
use crate::decide::measurement::Measurement;
use crate::policy::Gate;

/// `gap_cost`: price of the records that the hardest gap needs.
pub struct GapCost;

impl Rule for GapCost {
    fn id(&self) -> &'static str {
        "gap_cost"
    }
    fn help(&self) -> &'static str {
        "Expected price of acquiring and labelling the records that close the largest gap (its median requirement); the delay is not part of it."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    fn assumes(&self) -> bool {
        true
    }
    fn measure(&self, _gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let what = "price of the records needed";
        if ctx.gaps.is_empty() {
            return no_gap(ctx, what);
        }
        let costs = ctx.costs();
        let Some(price) = record(&costs) else {
            return Measurement::unknown(what, "the policy gives no price per record");
        };
        let needs: Option<Vec<f64>> = ctx.gaps.iter().map(|g| g.add_records).collect();
        let Some(needs) = needs else {
            return Measurement::unknown(what, "the number of records needed is unknown");
        };
        Measurement {
            illustrative: costs.illustrative || ctx.gaps.iter().any(|g| g.illustrative),
            ..Measurement::known(price * needs.into_iter().fold(0.0, f64::max), what)
        }
    }
}
