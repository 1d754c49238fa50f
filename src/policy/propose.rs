//! Gates that a file's targets propose, in the form of a policy pack. Nothing is in force until a person puts them in one.

use super::target::{gate_id, metric_gate};
use super::{Comparator, Gate, MetricSpec, PolicyPack};
use crate::data::{Direction, Target};
use serde::Serialize;

/// What to add to a policy pack.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Proposal {
    /// Metrics that the pack does not know yet.
    pub metrics: Vec<MetricSpec>,
    /// One gate a target.
    pub gates: Vec<Gate>,
}

impl Proposal {
    /// The pack with what is proposed in it: a gate of the same identifier gives way to the proposed one.
    #[must_use]
    pub fn adopted(&self, pack: &PolicyPack) -> PolicyPack {
        let mut next = pack.clone();
        let proposed = |id: &str| self.gates.iter().any(|g| g.id == id);
        next.gates.retain(|g| !proposed(&g.id));
        next.gates.extend(self.gates.iter().cloned());
        next.metrics.extend(self.metrics.iter().cloned());
        let mark = " with targets from files";
        if !next.name.ends_with(mark) {
            next.name.push_str(mark);
            next.id.push_str("-with-targets");
        }
        next
    }
    /// The same as the text of a policy pack, to be read like one that was dropped.
    #[must_use]
    pub fn as_file(&self, pack: &PolicyPack) -> String {
        super::write(&self.adopted(pack))
    }
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
        // What was adopted once is not proposed again.
        let base = gate_id(&[], &id, target.slice.as_deref());
        let adopted = |g: &Gate| {
            g.threshold == target.value
                && g.id.starts_with(&base)
                && g.metric() == Some(id.as_str())
                && g.parameter("slice") == target.slice.as_deref()
        };
        if pack.gates.iter().any(adopted) {
            continue;
        }
        let comparator = if direction == Direction::Lower { Comparator::AtMost } else { Comparator::AtLeast };
        let label = match &target.slice {
            Some(slice) => format!("{} ({slice})", target.label),
            None => target.label.clone(),
        };
        let gate = gate_id(&out.gates, &id, target.slice.as_deref());
        let asked = metric_gate(gate, label, &id, target.slice.as_deref(), (comparator, target.value));
        let range = range.filter(|(low, high)| (*low..=*high).contains(&target.value)).unwrap_or(asked.range);
        out.gates.push(Gate { range, source: place, ..asked });
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
            slice: None,
            value,
            direction,
            file: "targets.csv".into(),
            row: Some(2),
        };
        let of = |slice: &str, value| Target { slice: Some(slice.into()), ..target("accuracy", value, None) };
        let targets = [
            target("accuracy", 0.9, None),
            target("wer", 0.1, Some(Direction::Lower)),
            target("score", 40.0, None),
            of("crisis", 0.95),
            of("Crisis", 0.8),
        ];
        let mut pack = PolicyPack { id: "own".into(), name: "Own".into(), ..PolicyPack::default() };
        let proposal = propose(&pack, &targets);
        assert_eq!(proposal.gates[1].comparator, Comparator::AtMost);
        pack.metrics.extend(proposal.metrics.clone());
        pack.gates.extend(proposal.gates);
        let mut value = serde_json::to_value(&pack).expect("it can be written");
        value["headroom"] = "policy".into();
        value["version"] = 1.into();
        let read = super::super::parse(&value.to_string()).expect("it is a pack").value;
        assert_eq!(read.gates.iter().map(|g| g.threshold).collect::<Vec<_>>(), [0.9, 0.1, 40.0, 0.95, 0.8]);
        let ids: Vec<&str> = read.gates.iter().map(|g| g.id.as_str()).collect();
        assert_eq!(ids[3..], ["target-accuracy-crisis", "target-accuracy-crisis-2"]);
        assert_eq!(read.gates[3].parameter("slice"), Some("crisis"));
        // What the pack knows is not proposed again.
        assert!(propose(&read, &targets).metrics.is_empty());
    }

    #[test]
    fn what_is_adopted_is_a_pack_and_is_not_proposed_again() {
        let target = |metric: &str, value: f64| Target {
            metric: metric.into(),
            label: metric.into(),
            value,
            ..Target::default()
        };
        for (id, text) in crate::policy::defaults::PACKS {
            let pack = super::super::parse(text).expect("it ships").value;
            let targets = [target("chrf", 55.0), target("dice", 0.8), target("dice", 0.9)];
            let read = super::super::parse(&propose(&pack, &targets).as_file(&pack)).expect("it is a pack").value;
            let own = ["target-chrf", "target-dice", "target-dice-2"].map(|g| read.gate(g).map(|g| g.threshold));
            assert_eq!(own, [Some(55.0), Some(0.8), Some(0.9)]);
            assert!(propose(&read, &targets).is_empty(), "{id}");
            // Another value takes the place of the gate, and the name is given once.
            let other = propose(&read, &[target("dice", 0.85)]).adopted(&read);
            assert_eq!(other.gate("target-dice").map(|g| g.threshold), Some(0.85));
            assert_eq!((other.gates.len(), &other.name), (read.gates.len(), &read.name));
        }
    }
}
