//! Verification results on the compiled set.

use super::rule::{Rule, parameter};
use crate::decide::context::Context;
use crate::decide::measurement::{EvidenceRef, Measurement};
use crate::policy::Gate;

/// `check`: the value of a verification check.
pub struct VerificationCheck;

impl Rule for VerificationCheck {
    fn id(&self) -> &'static str {
        "check"
    }
    fn help(&self) -> &'static str {
        "Value of a verification check (leakage, pii, provenance, hash, split, distribution, statistics)."
    }
    fn parameters(&self) -> &'static [(&'static str, &'static str)] {
        &[("check", "identifier of the check")]
    }
    fn measure(&self, gate: &Gate, ctx: &Context<'_>) -> Measurement {
        let id = match parameter(gate, "check") {
            Ok(c) => c,
            Err(unknown) => return unknown,
        };
        match ctx.evidence.checks.iter().rev().find(|c| c.id == id) {
            Some(check) => Measurement {
                evidence: vec![EvidenceRef {
                    file: check.file.clone(),
                    row: check.row,
                    text: check.note.clone().unwrap_or_else(|| format!("check {id}")),
                }],
                illustrative: check.illustrative,
                ..Measurement::known(check.value, gate.label.to_lowercase())
            },
            None => Measurement::unknown(gate.label.to_lowercase(), format!("no check \"{id}\" was loaded")),
        }
    }
}
