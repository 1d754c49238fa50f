//! What a project changes of the pack that it came from: gates of its own, gates that it does not ask, metrics it adds. It
//! travels with the project, in a link and in a file, so that the pack itself stays what it is.

use super::{Gate, MetricSpec, PackLists, PolicyPack, gate_fault};
use crate::data::units;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most gates, gates not asked and metrics that a project may have of its own, each.
const MOST: usize = 400;

/// Changes of a pack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyChanges {
    /// Gates of the project's own; one with the identifier of a gate of the pack takes its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// Identifiers of gates that are not asked.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub off: BTreeSet<String>,
    /// Metrics that the pack does not know; one with the identifier of a metric of the pack takes its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<MetricSpec>,
    /// Lists that the project has in a form of its own.
    #[serde(skip_serializing_if = "PackLists::is_empty")]
    pub lists: PackLists,
}

/// What happened to one gate.
#[derive(Clone, Debug, PartialEq)]
pub enum GateChange<'a> {
    /// The pack has no such gate.
    Added(&'a Gate),
    /// It was this in the pack, and is that now.
    Changed(&'a Gate, &'a Gate),
    /// It is not asked.
    Off(&'a Gate),
}

impl PolicyChanges {
    /// True where nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
    /// The pack with the changes; its own name and identifier say that there are some.
    #[must_use]
    pub fn applied(&self, pack: &PolicyPack) -> PolicyPack {
        let mut next = pack.clone();
        if self.is_empty() {
            return next;
        }
        match &self.lists.metrics {
            // A list that a person wrote says how each metric is; what came with a gate since then is added.
            Some(list) => {
                next.metrics.clone_from(list);
                let new = self.metrics.iter().filter(|m| list.iter().all(|own| own.id != m.id));
                next.metrics.extend(new.cloned());
            }
            None => put(&mut next.metrics, &self.metrics, |m| &m.id),
        }
        put(&mut next.gates, &self.gates, |g| &g.id);
        next.gates.retain(|g| !self.off.contains(&g.id));
        let metrics = std::mem::take(&mut next.metrics);
        self.lists.apply(&mut next);
        next.metrics = metrics;
        let n = self.count(pack);
        if n > 0 {
            // A name that a person gave is the name.
            if self.lists.about.as_ref().is_none_or(|a| a.name == pack.name) {
                next.name = format!("{}, with {} of this project", pack.name, units::counted(n, "change", "changes"));
            }
            next.id = format!("{}-own", pack.id);
        }
        next
    }
    /// How many gates and lists differ from the pack.
    #[must_use]
    pub fn count(&self, pack: &PolicyPack) -> usize {
        self.gates(pack).len() + self.lists.changes(pack).len()
    }
    /// Every gate that differs from the pack, in the order of the pack, then of adding.
    #[must_use]
    pub fn gates<'a>(&'a self, pack: &'a PolicyPack) -> Vec<GateChange<'a>> {
        let own = |id: &str| self.gates.iter().find(|g| g.id == id);
        let of_pack = pack.gates.iter().filter_map(|was| match own(&was.id) {
            _ if self.off.contains(&was.id) => Some(GateChange::Off(was)),
            Some(now) if now != was => Some(GateChange::Changed(was, now)),
            _ => None,
        });
        let new = self.gates.iter().filter(|g| pack.gate(&g.id).is_none() && !self.off.contains(&g.id));
        of_pack.chain(new.map(GateChange::Added)).collect()
    }
    /// Puts gates in, each in place of the one of its identifier, and asks them.
    pub fn put(&mut self, gates: &[Gate], metrics: &[MetricSpec]) {
        put(&mut self.gates, gates, |g| &g.id);
        put(&mut self.metrics, metrics, |m| &m.id);
        for gate in gates {
            self.off.remove(&gate.id);
        }
    }
    /// Takes back what was changed of a gate: one of the pack is as the pack has it, another is gone. False where there was
    /// nothing to take back.
    pub fn take_back(&mut self, gate: &str) -> bool {
        let before = self.gates.len();
        self.gates.retain(|g| g.id != gate);
        self.off.remove(gate) || self.gates.len() < before
    }
    /// Why the changes cannot be used, in words.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        for (n, what) in
            [(self.gates.len(), "gates"), (self.off.len(), "gates not asked"), (self.metrics.len(), "metrics")]
        {
            if n > MOST {
                return Some(format!("{n} {what} of its own, at most {MOST} are taken"));
            }
        }
        let twice = |g: &&Gate| self.gates.iter().filter(|o| o.id == g.id).count() > 1;
        if let Some(gate) = self.gates.iter().find(twice) {
            return Some(format!("gate \"{}\": the identifier is used twice", gate.id));
        }
        let gate = || self.gates.iter().find_map(|g| Some(format!("gate \"{}\": {}", g.id, gate_fault(g)?)));
        gate().or_else(|| self.lists.fault())
    }
}

fn put<T: Clone>(list: &mut Vec<T>, new: &[T], id: impl Fn(&T) -> &String) {
    for item in new {
        match list.iter_mut().find(|there| id(there) == id(item)) {
            Some(there) => *there = item.clone(),
            None => list.push(item.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Comparator, defaults, metric_gate, parse, write};
    use super::*;

    fn pack() -> PolicyPack {
        parse(defaults::FINE_TUNING).expect("it ships").value
    }

    #[test]
    fn changes_take_the_place_of_gates_and_can_be_taken_back() {
        let pack = pack();
        let mut changes = PolicyChanges::default();
        assert_eq!(changes.applied(&pack), pack);
        let moved = Gate { threshold: 0.9, ..pack.gate("target-accuracy").expect("a gate").clone() };
        let new = metric_gate("target-wer".into(), "WER".into(), "wer", None, (Comparator::AtMost, 0.1));
        changes.put(&[moved.clone(), new], &[]);
        changes.off.insert("duplication".into());
        let now = changes.applied(&pack);
        assert_eq!(now.gates.len(), pack.gates.len());
        assert_eq!(now.gate("target-accuracy").map(|g| g.threshold), Some(0.9));
        assert!(now.gate("duplication").is_none() && now.gate("target-wer").is_some());
        assert!(now.name.contains("3 changes"), "{}", now.name);
        let place = |p: &PolicyPack| p.gates.iter().position(|g| g.id == "target-accuracy");
        assert_eq!(place(&now).map(|at| at + 1), place(&pack), "the one before it is not asked");
        for gate in ["target-accuracy", "target-wer", "duplication"] {
            assert!(changes.take_back(gate) && !changes.take_back(gate));
        }
        assert_eq!(changes.applied(&pack), pack);
        assert!(changes.is_empty());
    }

    #[test]
    fn what_cannot_be_is_said_with_the_gate() {
        let gate = metric_gate("g".into(), "G".into(), "g", None, (Comparator::AtLeast, 0.5));
        let of = |gates: Vec<Gate>| PolicyChanges { gates, ..PolicyChanges::default() }.fault();
        assert_eq!(of(vec![gate.clone()]), None);
        assert!(of(vec![gate.clone(), gate.clone()]).is_some_and(|f| f.contains("twice")));
        let many = (0..500).map(|n| Gate { id: n.to_string(), ..gate.clone() }).collect();
        assert!(of(many).is_some_and(|f| f.contains("at most 400")));
        let off = PolicyChanges { off: (0..500).map(|n| n.to_string()).collect(), ..PolicyChanges::default() };
        assert!(off.fault().is_some_and(|f| f.contains("not asked")));
        assert!(of(vec![Gate { threshold: f64::NAN, ..gate }]).is_some_and(|f| f.contains("\"g\"")));
    }

    /// Pack to file to pack is the identity, for every shipped pack, changed or not.
    #[test]
    fn a_pack_written_is_the_pack_read() {
        for (id, text) in defaults::PACKS {
            let pack = parse(text).expect("it ships").value;
            assert_eq!(parse(&write(&pack)).map(|p| p.value), Ok(pack.clone()), "{id}");
            let gate =
                metric_gate("own".into(), "Own".into(), "dice", Some("liver"), (Comparator::MoreThan, 0.1 + 0.2));
            let changed = PolicyChanges { gates: vec![gate], ..PolicyChanges::default() }.applied(&pack);
            assert_eq!(parse(&write(&changed)).map(|p| p.value), Ok(changed), "{id}");
        }
    }
}
