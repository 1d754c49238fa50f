//! Data sets whose licence nobody knows.

use super::rule::{Rule, inventory_missing};
use crate::data::Status;
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::Gate;

/// `unknown_licences`: data sets that are there without a known licence. Unknown is not a pass.
pub struct UnknownLicences;

impl Rule for UnknownLicences {
    fn id(&self) -> &'static str {
        "unknown_licences"
    }
    fn help(&self) -> &'static str {
        "Number of data sets that are there and whose licence is empty or \"unknown\"."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    fn measure(&self, _gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let what = "data sets without a known licence";
        if let Some(unknown) = inventory_missing(ctx, what) {
            return unknown;
        }
        let there: Vec<_> = ctx.evidence.datasets.iter().filter(|d| d.status != Status::Missing).collect();
        if there.iter().all(|d| d.licence.is_none()) {
            return Measurement::unknown(what, "the inventory names no licence at all");
        }
        let bad = |l: &Option<String>| {
            l.as_deref().is_none_or(|l| {
                matches!(l.trim().to_lowercase().as_str(), "" | "unknown" | "n/a" | "none" | "?" | "other")
            })
        };
        let unlicensed = there.iter().filter(|d| bad(&d.licence));
        Measurement {
            n: Some(there.len() as f64),
            names: unlicensed.clone().map(|d| d.name.clone()).collect(),
            evidence: unlicensed
                .clone()
                .map(|d| EvidenceRef { file: d.file.clone(), row: d.row, text: format!("{}: no licence", d.name) })
                .take(40)
                .collect(),
            ..Measurement::known(unlicensed.count() as f64, what)
        }
    }
}
