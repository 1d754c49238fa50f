//! Every change a person can make.

use super::about::About;
use super::edit_error::EditError;
use super::project::{Annotation, Expense, FileUse, PolicyUse, Project, Scenario, ThresholdChange, Waiver};
use super::vote::{self, Ballot, Round};
use crate::data::visible_json;
use crate::policy::{Fact, Gate, ListKind, MetricSpec, PackLists};
use crate::read::FileMap;
use serde::{Deserialize, Serialize};

/// One change. `None` where a value is optional means "back to what the policy or the program says".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Sets or resets a gate's threshold.
    Threshold { gate: String, value: Option<f64> },
    /// Sets or resets an assumption.
    Assumption { id: String, value: Option<f64> },
    /// Sets or resets the plausible range of an assumption.
    Range { id: String, range: Option<(f64, f64)> },
    /// Takes back what a scenario says of an assumption: its value and its range.
    ResetAssumption { id: String },
    /// Sets or resets a what-if value of a measured fact.
    WhatIf { fact: Fact, value: Option<f64> },
    /// Chooses a curve's model by hand, or goes back to the combination.
    Model { curve: String, model: Option<String> },
    /// Chooses scaling constants, or goes back to the default.
    Law { id: Option<String> },
    /// Chooses which of several runs a gate judges, or goes back to what the policy says.
    Run { gate: String, run: Option<String> },
    /// Says what more data would come at the expense of; none where nobody knows.
    Expense { expense: Option<Expense> },
    /// Waives a gate, or takes the waiver back.
    Waive { gate: String, waiver: Option<Waiver> },
    /// Writes or removes a note.
    Note { about: About, note: Option<Annotation> },
    /// Records a person's vote of a round, or removes it.
    Vote { who: String, round: Round, ballot: Option<Ballot> },
    /// Takes back every change of the active scenario (its name, notes and votes stay).
    ResetScenario,
    /// Names the project.
    RenameProject { name: String },
    /// Names the active scenario.
    RenameScenario { name: String },
    /// Duplicates the active scenario under a name and goes to it.
    DuplicateScenario { name: String },
    /// Adds a scenario with these changes and goes to it.
    AddScenario { scenario: Scenario },
    /// Removes a scenario.
    RemoveScenario { index: usize },
    /// Goes to a scenario.
    GoTo { index: usize },
    /// Adds files, or replaces the use of a file of the same name.
    AddFiles { files: Vec<FileUse> },
    /// Removes a file.
    RemoveFile { hash: String },
    /// Changes how a file is read.
    MapFile { hash: String, map: Option<FileMap> },
    /// Leaves a file out of the analysis, or takes it in again.
    LeaveOut { hash: String, left_out: bool },
    /// Puts a policy in force.
    Policy { policy: PolicyUse },
    /// Puts gates into the policy, each in place of the one of its identifier, with the metrics they need. Where `retarget` is
    /// set their thresholds are meant: what the scenario on screen had moved them to gives way.
    PutGates { gates: Vec<Gate>, metrics: Vec<MetricSpec>, retarget: bool },
    /// Takes back what was changed of a gate: one of the pack is as the pack has it, another is gone.
    TakeBackGate { gate: String },
    /// Does not ask a gate of the policy, or asks it again.
    GateOff { gate: String, off: bool },
    /// Puts lists of the project's own into the policy.
    PutLists { lists: PackLists },
    /// Makes a list as the pack has it.
    TakeBackList { list: ListKind },
    /// Replaces everything (opening a project, a link or a report).
    Replace { project: Box<Project> },
}

/// Most scenarios in a project.
pub const MOST_SCENARIOS: usize = 24;

impl Edit {
    /// The project after the edit; the given one is untouched.
    ///
    /// # Errors
    /// When the edit names something that is not there or a value that cannot be.
    pub fn apply(&self, project: &Project) -> Result<Project, EditError> {
        match self.seen() {
            Some(edit) => edit.applied(project),
            None => self.applied(project),
        }
    }

    /// The edit with nothing hidden in any of its texts, where there is something to be seen: whatever is pasted into any
    /// box, and the name of any file.
    fn seen(&self) -> Option<Self> {
        let written = serde_json::to_string(self).ok()?;
        let seen = visible_json(&written);
        if seen == written { None } else { serde_json::from_str(&seen).ok() }
    }

    fn applied(&self, project: &Project) -> Result<Project, EditError> {
        let mut next = project.clone();
        let last = next.scenarios.len().saturating_sub(1);
        next.active = next.active.min(last);
        let active = next.active;
        if let Self::Replace { project } = self {
            next = (**project).clone();
            if next.scenarios.is_empty() {
                next.scenarios.push(Scenario::default());
            }
            next.active = next.active.min(next.scenarios.len() - 1);
            return Ok(next);
        }
        let Some(scenario) = next.scenarios.get_mut(active) else {
            return Err(EditError::Absent("scenario".into()));
        };
        match self {
            Self::Threshold { gate, value } => {
                finite(value, &format!("the threshold of {gate}"))?;
                set(&mut scenario.thresholds, gate, value.map(|threshold| ThresholdChange { threshold }));
            }
            Self::Assumption { id, value } => {
                finite(value, id)?;
                set(&mut scenario.assumptions, id, *value);
            }
            Self::Range { id, range } => {
                for end in range.iter().flat_map(|r| [r.0, r.1]) {
                    finite(&Some(end), &format!("the range of {id}"))?;
                }
                set(&mut scenario.ranges, id, range.map(|(a, b)| (a.min(b), a.max(b))));
            }
            Self::ResetAssumption { id } => {
                scenario.assumptions.remove(id);
                scenario.ranges.remove(id);
            }
            Self::WhatIf { fact, value } => {
                finite(value, &fact.to_string())?;
                set(&mut scenario.what_if, fact, *value);
            }
            Self::Model { curve, model } => set(&mut scenario.models, curve, model.clone()),
            Self::Law { id } => scenario.law.clone_from(id),
            Self::Run { gate, run } => set(&mut scenario.runs, gate, run.clone().filter(|r| !r.trim().is_empty())),
            Self::Expense { expense } => scenario.expense = *expense,
            Self::Waive { gate, waiver } => set(&mut scenario.waivers, gate, waiver.clone()),
            Self::Note { about, note } => set(&mut scenario.notes, about, note.clone().filter(|n| !n.is_empty())),
            Self::Vote { who, round, ballot } => {
                vote::record(&mut scenario.votes, &named(who)?, *round, ballot.as_ref())?
            }
            Self::ResetScenario => {
                *scenario = Scenario {
                    name: scenario.name.clone(),
                    notes: scenario.notes.clone(),
                    votes: scenario.votes.clone(),
                    ..Scenario::default()
                };
            }
            Self::RenameProject { name } => next.name = named(name)?,
            Self::RenameScenario { name } => scenario.name = named(name)?,
            Self::DuplicateScenario { name } => {
                let copy = Scenario { name: named(name)?, ..scenario.clone() };
                insert(&mut next, copy)?;
            }
            Self::AddScenario { scenario } => insert(&mut next, scenario.clone())?,
            Self::RemoveScenario { index } => {
                if next.scenarios.len() <= 1 {
                    return Err(EditError::LastScenario);
                }
                if *index >= next.scenarios.len() {
                    return Err(EditError::Absent(format!("scenario {}", index + 1)));
                }
                next.scenarios.remove(*index);
                if next.active > *index || next.active >= next.scenarios.len() {
                    next.active = next.active.saturating_sub(1);
                }
            }
            Self::GoTo { index } => {
                if *index >= next.scenarios.len() {
                    return Err(EditError::Absent(format!("scenario {}", index + 1)));
                }
                next.active = *index;
            }
            Self::AddFiles { files } => {
                for file in files {
                    match next.files.iter_mut().find(|f| f.hash == file.hash || f.name == file.name) {
                        Some(there) => *there = file.clone(),
                        None => next.files.push(file.clone()),
                    }
                }
            }
            Self::RemoveFile { hash } => {
                let before = next.files.len();
                next.files.retain(|f| f.hash != *hash);
                if next.files.len() == before {
                    return Err(EditError::Absent("file with that content".into()));
                }
            }
            Self::MapFile { hash, map } => file(&mut next, hash)?.map.clone_from(map),
            Self::LeaveOut { hash, left_out } => file(&mut next, hash)?.left_out = *left_out,
            Self::Policy { policy } => next.policy = policy.clone(),
            Self::PutGates { gates, metrics, retarget } => {
                next.policy.own.put(gates, metrics);
                if *retarget {
                    gates.iter().for_each(|g| {
                        next.retarget(&g.id);
                    });
                }
                if let Some(fault) = next.policy.own.fault() {
                    return Err(EditError::Policy(fault));
                }
            }
            Self::TakeBackGate { gate } => {
                if !next.policy.own.take_back(gate) {
                    return Err(EditError::Absent(format!("change of the gate {gate}")));
                }
            }
            Self::GateOff { gate, off: true } => {
                next.policy.own.off.insert(gate.clone());
            }
            Self::GateOff { gate, off: false } => {
                next.policy.own.off.remove(gate);
            }
            Self::PutLists { lists } => {
                // A metric that is not in a person's list is gone, whatever gate once brought it.
                if let Some(list) = &lists.metrics {
                    next.policy.own.metrics.retain(|own| list.iter().any(|m| m.id == own.id));
                }
                next.policy.own.lists.put(lists.clone());
                if let Some(fault) = next.policy.own.fault() {
                    return Err(EditError::Policy(fault));
                }
            }
            Self::TakeBackList { list } => next.policy.own.lists.take_back(*list),
            Self::Replace { .. } => {}
        }
        Ok(next)
    }

    /// Edits with the same key that follow each other are one step of the history (a slider being dragged).
    #[must_use]
    pub fn coalesce_key(&self) -> Option<String> {
        match self {
            Self::Threshold { gate, .. } => Some(format!("threshold {gate}")),
            Self::Assumption { id, .. } => Some(format!("assumption {id}")),
            Self::WhatIf { fact, .. } => Some(format!("what-if {fact}")),
            _ => None,
        }
    }

    /// What the edit does, for the undo button.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Threshold { value: Some(_), .. } => "move a threshold".into(),
            Self::Threshold { value: None, .. } => "reset a threshold".into(),
            Self::Assumption { .. } => "change an assumption".into(),
            Self::Range { .. } => "change the range of an assumption".into(),
            Self::ResetAssumption { .. } => "reset an assumption".into(),
            Self::WhatIf { .. } => "change a what-if value".into(),
            Self::Model { .. } => "choose a curve model".into(),
            Self::Law { .. } => "choose scaling constants".into(),
            Self::Run { .. } => "choose which run is judged".into(),
            Self::Expense { .. } => "say what more data would come at the expense of".into(),
            Self::Waive { waiver: Some(_), .. } => "waive a gate".into(),
            Self::Waive { waiver: None, .. } => "take a waiver back".into(),
            Self::Note { .. } => "edit a note".into(),
            Self::Vote { ballot: Some(_), .. } => "record a vote".into(),
            Self::Vote { ballot: None, .. } => "remove a vote".into(),
            Self::ResetScenario => "reset the scenario".into(),
            Self::RenameProject { .. } => "rename the project".into(),
            Self::RenameScenario { .. } => "rename the scenario".into(),
            Self::DuplicateScenario { .. } => "duplicate the scenario".into(),
            Self::AddScenario { .. } => "add a scenario".into(),
            Self::RemoveScenario { .. } => "remove a scenario".into(),
            Self::GoTo { .. } => "switch scenario".into(),
            Self::AddFiles { .. } => "add files".into(),
            Self::RemoveFile { .. } => "remove a file".into(),
            Self::MapFile { .. } => "change how a file is read".into(),
            Self::LeaveOut { .. } => "leave a file out or in".into(),
            Self::Policy { .. } => "change the policy".into(),
            Self::PutGates { gates, .. } if gates.len() == 1 => "change a gate of the policy".into(),
            Self::PutGates { .. } => "change gates of the policy".into(),
            Self::TakeBackGate { .. } => "take back what was changed of a gate".into(),
            Self::GateOff { off: true, .. } => "no longer ask a gate".into(),
            Self::GateOff { off: false, .. } => "ask a gate again".into(),
            Self::PutLists { .. } => "change a list of the policy".into(),
            Self::TakeBackList { .. } => "take back what was changed of a list".into(),
            Self::Replace { .. } => "open a project".into(),
        }
    }
}

fn finite(value: &Option<f64>, what: &str) -> Result<(), EditError> {
    match value {
        Some(v) if !v.is_finite() => Err(EditError::NotFinite(what.to_owned())),
        _ => Ok(()),
    }
}

fn named(name: &str) -> Result<String, EditError> {
    let name: String = name.trim().chars().take(120).collect();
    if name.is_empty() { Err(EditError::NoName) } else { Ok(name) }
}

fn set<K: Ord + Clone, T>(map: &mut std::collections::BTreeMap<K, T>, key: &K, value: Option<T>) {
    match value {
        Some(value) => map.insert(key.clone(), value),
        None => map.remove(key),
    };
}

fn insert(project: &mut Project, scenario: Scenario) -> Result<(), EditError> {
    if project.scenarios.len() >= MOST_SCENARIOS {
        return Err(EditError::TooMany(MOST_SCENARIOS));
    }
    project.active += 1;
    project.scenarios.insert(project.active, scenario);
    Ok(())
}

fn file<'a>(project: &'a mut Project, hash: &str) -> Result<&'a mut FileUse, EditError> {
    project.files.iter_mut().find(|f| f.hash == hash).ok_or_else(|| EditError::Absent("file with that content".into()))
}
