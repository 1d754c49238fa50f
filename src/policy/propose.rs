//! Gates that a file's targets propose, in the form of a policy pack. Nothing is in force until a person puts them in one.

use super::{Comparator, Gate, MetricSpec, Phase, PolicyPack, Severity};
use crate::data::{Direction, Target, Unit};
use serde::Serialize;
use std::collections::BTreeMap;

/// What to add to a policy pack.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Proposal {
    /// Metrics that the pack does not know yet.
    pub metrics: Vec<MetricSpec>,
    /// One gate a target.
    pub gates: Vec<Gate>,
}

impl Proposal {
    /// True where nothing is proposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.gates.is_empty()
    }
}

/// A gate for each target, and the metrics that the pack lacks for them. A target whose metric nobody knows the better side
/// of is taken as one to reach from below, as a target is.
#[must_use]
pub fn propose(pack: &PolicyPack, targets: &[Target]) -> Proposal {
    let mut out = Proposal::default();
    for target in targets {
        let known = pack.metrics.iter().find(|m| m.id == target.metric || m.aliases.contains(&target.metric));
        let direction = target.direction.or(known.map(|m| m.direction)).unwrap_or_default();
        let id = known.map_or(&target.metric, |m| &m.id).clone();
        let range = known.and_then(|m| m.range).or_else(|| (0.0..=1.0).contains(&target.value).then_some((0.0, 1.0)));
        if known.is_none() && !out.metrics.iter().any(|m| m.id == id) {
            out.metrics.push(MetricSpec {
                id: id.clone(),
                label: target.label.clone(),
                direction,
                range,
                aliases: Vec::new(),
                rated: false,
            });
        }
        let place = target.row.map_or_else(|| target.file.clone(), |row| format!("{}, row {row}", target.file));
        out.gates.push(Gate {
            id: format!("target-{}", id.replace('_', "-")),
            label: target.label.clone(),
            phase: Phase::Validate,
            rule: "metric".into(),
            with: BTreeMap::from([("metric".to_owned(), id)]),
            comparator: if direction == Direction::Lower { Comparator::AtMost } else { Comparator::AtLeast },
            threshold: target.value,
            warn: None,
            tolerate: None,
            unit: Unit::Number,
            range: range.unwrap_or((target.value.min(0.0), 2.0 * target.value.abs().max(1.0))),
            log: false,
            severity: Severity::Block,
            minimum_n: None,
            confidence: 0.9,
            rationale: String::new(),
            source: place,
            remedy: String::new(),
            owner: String::new(),
            illustrative: false,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_becomes_a_gate_that_a_pack_takes() {
        let target = |metric: &str, value, direction| Target {
            metric: metric.into(),
            label: metric.into(),
            value,
            direction,
            file: "targets.csv".into(),
            row: Some(2),
        };
        let targets =
            [target("accuracy", 0.9, None), target("wer", 0.1, Some(Direction::Lower)), target("score", 40.0, None)];
        let mut pack = PolicyPack { id: "own".into(), name: "Own".into(), ..PolicyPack::default() };
        let proposal = propose(&pack, &targets);
        assert_eq!(proposal.gates[1].comparator, Comparator::AtMost);
        pack.metrics.extend(proposal.metrics.clone());
        pack.gates.extend(proposal.gates);
        let mut value = serde_json::to_value(&pack).expect("it can be written");
        value["headroom"] = "policy".into();
        value["version"] = 1.into();
        let read = super::super::parse(&value.to_string()).expect("it is a pack").value;
        assert_eq!(read.gates.iter().map(|g| g.threshold).collect::<Vec<_>>(), [0.9, 0.1, 40.0]);
        // What the pack knows is not proposed again.
        assert!(propose(&read, &targets).metrics.is_empty());
    }
}
