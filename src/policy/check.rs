//! Parsing and checking a pack: what is wrong is said with the gate and the field, and what would be right.

use super::assumptions::PRICES;
use super::pack::{Gate, PACK_VERSION, PolicyPack};
use crate::data::{Checked, Diagnostic, Unit, visible_json};
use std::collections::BTreeSet;

/// Why a pack could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not JSON, or not of the pack's shape.
    #[error("this is not a policy pack: {0}. Compare it with public/policies/schema.json")]
    Shape(String),
    /// Written by a newer program.
    #[error(
        "this policy pack has format version {found}; this program reads up to {PACK_VERSION}. Use a newer Headroom"
    )]
    Newer {
        /// Version in the file.
        found: u32,
    },
    /// A value contradicts itself.
    #[error("the policy pack cannot be used: {0}")]
    Invalid(String),
}

/// Largest pack that is parsed, in bytes.
pub const LIMIT: usize = 4_000_000;

/// Reads a pack from JSON and checks it.
///
/// # Errors
/// When the text is not a pack, is newer than this program, or a gate's numbers contradict each other.
pub fn parse(json: &str) -> Result<Checked<PolicyPack>, PackError> {
    if json.len() > LIMIT {
        return Err(PackError::Shape(format!("it has {} bytes, more than the {LIMIT} that are read", json.len())));
    }
    let pack: PolicyPack = serde_json::from_str(&visible_json(json)).map_err(|e| PackError::Shape(e.to_string()))?;
    if pack.headroom != "policy" {
        return Err(PackError::Shape(format!("its field \"headroom\" is \"{}\", expected \"policy\"", pack.headroom)));
    }
    if pack.version > PACK_VERSION {
        return Err(PackError::Newer { found: pack.version });
    }
    let mut diagnostics = Vec::new();
    let mut seen = BTreeSet::new();
    for gate in &pack.gates {
        if !seen.insert(&gate.id) {
            return Err(PackError::Invalid(format!("gate \"{}\": the identifier is used twice", gate.id)));
        }
        if let Some(fault) = gate_fault(gate) {
            return Err(PackError::Invalid(format!("gate \"{}\": {fault}", gate.id)));
        }
        if gate.threshold < gate.range.0 || gate.threshold > gate.range.1 {
            diagnostics.push(Diagnostic::warning(
                "threshold-outside-range",
                format!("Gate \"{}\": the threshold {} lies outside its slider's range.", gate.id, gate.threshold),
            ));
        }
    }
    let weight: f64 = pack.tiers.iter().map(|t| t.weight).sum();
    if !pack.tiers.is_empty() && (weight - 1.0).abs() > 1e-6 {
        diagnostics.push(Diagnostic::warning(
            "tier-weights",
            format!("The tiers' training weights sum to {weight}, expected 1; shares are taken of the sum."),
        ));
    }
    for a in &pack.assumptions {
        let numbers = [a.value, a.low, a.high, a.range.0, a.range.1];
        let contradict = a.low > a.high || a.range.0 >= a.range.1 || (a.log && a.range.0 <= 0.0);
        if contradict || numbers.iter().any(|v| !v.is_finite()) {
            return Err(PackError::Invalid(format!("assumption \"{}\": its numbers contradict each other", a.id)));
        }
    }
    for price in PRICES {
        let Some(r) = price.of(&pack.costs) else { continue };
        let ordered = 0.0 <= r.low && r.low <= r.likely && r.likely <= r.high && r.high.is_finite();
        if !ordered {
            let fault = format!(
                "its range is {}, {}, {}, expected low, likely and high in this order, none below 0",
                r.low, r.likely, r.high
            );
            return Err(PackError::Invalid(format!("price \"{}\": {fault}", price.id)));
        }
        if price.unit != Unit::Money && r.low <= 0.0 {
            return Err(PackError::Invalid(format!(
                "speed \"{}\": its range begins at 0, expected more: at no pace at all it would take for ever",
                price.id
            )));
        }
    }
    Ok(Checked { value: pack, diagnostics })
}

/// The text of a pack file: what [`parse`] reads back.
#[must_use]
pub fn write(pack: &PolicyPack) -> String {
    let whole = PolicyPack { headroom: "policy".into(), version: PACK_VERSION, ..pack.clone() };
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

/// How the numbers of a gate contradict each other, in words; `None` where they do not.
#[must_use]
pub fn gate_fault(gate: &Gate) -> Option<String> {
    let numbers = [Some(gate.threshold), gate.warn, gate.tolerate, Some(gate.range.0), Some(gate.range.1)];
    let sign = gate.comparator.sign();
    if numbers.iter().flatten().any(|v| !v.is_finite()) {
        Some("a number is not finite".into())
    } else if gate.range.0 >= gate.range.1 {
        Some(format!("its range {}..{} is empty", gate.range.0, gate.range.1))
    } else if gate.log && gate.range.0 <= 0.0 {
        Some("a logarithmic range must start above 0".into())
    } else if !(gate.confidence > 0.0 && gate.confidence < 1.0) {
        Some(format!("its confidence is {}, expected more than 0 and less than 1", gate.confidence))
    } else if gate.warn.is_some_and(|w| sign * (w - gate.threshold) < 0.0) {
        Some("`warn` lies on the failing side of the threshold; use `tolerate` for a tolerance".into())
    } else if gate.tolerate.is_some_and(|t| sign * (t - gate.threshold) > 0.0) {
        Some("`tolerate` lies on the passing side of the threshold; use `warn` for a warn band".into())
    } else {
        None
    }
}
