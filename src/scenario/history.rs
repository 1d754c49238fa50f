//! Undo and redo: whole projects, because they are small (files live outside).

use super::edit::Edit;
use super::edit_error::EditError;
use super::project::{PROJECT_VERSION, Project};
use crate::data::visible_json;
use serde::Deserialize;

/// Most steps kept.
const MOST_STEPS: usize = 500;

/// Most steps of the past, and of the future, that outlive the page.
pub const KEPT_STEPS: usize = 100;
/// Most bytes of either that do.
const KEPT_BYTES: usize = 4 << 20;

/// A step as it is kept: the project, and what was done.
type Step = (Project, String);

/// The kept form as it is read.
#[derive(Deserialize)]
struct Kept {
    #[serde(default)]
    tab: String,
    project: Project,
    #[serde(default)]
    past: Vec<Step>,
    #[serde(default)]
    future: Vec<Step>,
}

/// What tells of which version a kept state is.
#[derive(Deserialize)]
struct Version {
    version: Option<u64>,
    files: Option<serde::de::IgnoredAny>,
    project: Option<VersionOfProject>,
}

#[derive(Deserialize)]
struct VersionOfProject {
    version: Option<u64>,
}

/// Why a kept state was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeptError {
    /// It is no state of this program, or was damaged.
    #[error("it is damaged")]
    Unreadable,
    /// A newer version of the program wrote it.
    #[error("a newer version of Headroom wrote it")]
    Newer,
}

/// A project with its past and its undone future.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    past: Vec<Step>,
    present: Project,
    future: Vec<Step>,
    coalescing: Option<String>,
}

impl History {
    /// A history that begins with a project.
    #[must_use]
    pub fn new(project: Project) -> Self {
        Self { present: project, ..Self::default() }
    }
    /// The project now.
    #[must_use]
    pub fn project(&self) -> &Project {
        &self.present
    }
    /// Applies an edit. Consecutive edits of one slider become one step until [`History::settle`].
    ///
    /// # Errors
    /// As [`Edit::apply`]; then nothing changes.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        let next = edit.apply(&self.present)?;
        if next == self.present {
            return Ok(());
        }
        let key = edit.coalesce_key();
        let joins = key.is_some() && key == self.coalescing && !self.past.is_empty();
        let before = std::mem::replace(&mut self.present, next);
        if !joins {
            self.past.push((before, edit.words()));
            if self.past.len() > MOST_STEPS {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.coalescing = key;
        Ok(())
    }
    /// Ends a drag: the next edit of the same slider is a step of its own.
    pub fn settle(&mut self) {
        self.coalescing = None;
    }
    /// Goes one step back; false where there is none.
    pub fn undo(&mut self) -> bool {
        self.coalescing = None;
        let Some((project, words)) = self.past.pop() else { return false };
        let now = std::mem::replace(&mut self.present, project);
        self.future.push((now, words));
        true
    }
    /// Goes one step forward again; false where there is none.
    pub fn redo(&mut self) -> bool {
        self.coalescing = None;
        let Some((project, words)) = self.future.pop() else { return false };
        let now = std::mem::replace(&mut self.present, project);
        self.past.push((now, words));
        true
    }
    /// What undo would take back.
    #[must_use]
    pub fn undo_words(&self) -> Option<&str> {
        self.past.last().map(|(_, w)| w.as_str())
    }
    /// What redo would do again.
    #[must_use]
    pub fn redo_words(&self) -> Option<&str> {
        self.future.last().map(|(_, w)| w.as_str())
    }
    /// What outlives the page, as JSON: the project and the last [`KEPT_STEPS`] steps each way. `tab` names who writes it;
    /// `others` are the projects of other tabs that this one takes the place of: one undo each brings them back.
    #[must_use]
    pub fn keep(&self, tab: &str, others: &[Project]) -> String {
        const INSTEAD: &str = "go on with this tab's work instead of another's";
        let others: Vec<Step> = others
            .iter()
            .filter(|p| self.projects().all(|q| q != *p))
            .map(|p| (p.clone(), INSTEAD.to_owned()))
            .collect();
        let project = serde_json::to_string(&self.present).unwrap_or_default();
        let tab = serde_json::to_string(tab).unwrap_or_default();
        let past = kept(self.past.iter().chain(&others));
        let future = kept(self.future.iter());
        format!("{{\"tab\":{tab},\"project\":{project},\"past\":[{past}],\"future\":[{future}]}}")
    }
    /// The history that [`History::keep`] wrote, or the project alone that earlier versions did, with the tab that wrote it.
    ///
    /// # Errors
    /// Where it is neither, or was written by a newer version of the program: then it must not be written over.
    pub fn read(text: &str) -> Result<(Self, String), KeptError> {
        let text = &*visible_json(text);
        let found: Version = serde_json::from_str(text).map_err(|_| KeptError::Unreadable)?;
        let newest = found.version.into_iter().chain(found.project.and_then(|p| p.version)).max();
        if newest.is_some_and(|v| v > u64::from(PROJECT_VERSION)) {
            return Err(KeptError::Newer);
        }
        if let Ok(Kept { tab, project, past, future }) = serde_json::from_str(text) {
            return Ok((Self { past, present: project, future, coalescing: None }, tab));
        }
        match serde_json::from_str(text) {
            // Every field of a project has a default: an object without any of them is not one.
            Ok(project) if found.version.is_some() || found.files.is_some() => Ok((Self::new(project), String::new())),
            _ => Err(KeptError::Unreadable),
        }
    }
    /// Every project of the history.
    pub fn projects(&self) -> impl Iterator<Item = &Project> {
        let steps = self.past.iter().chain(&self.future).map(|(project, _)| project);
        std::iter::once(&self.present).chain(steps)
    }
}

/// The newest steps, which come last, as the inside of a JSON array.
fn kept<'a>(steps: impl DoubleEndedIterator<Item = &'a Step>) -> String {
    let mut bytes = 0;
    let written = steps.rev().take(KEPT_STEPS).map_while(|step| serde_json::to_string(step).ok()).take_while(|text| {
        bytes += text.len();
        bytes <= KEPT_BYTES
    });
    let mut newest: Vec<String> = written.collect();
    newest.reverse();
    newest.join(",")
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod kept_tests;

#[cfg(test)]
mod tests {
    use super::super::{Annotation, Ballot, Round, ThresholdChange, Waiver};
    use super::*;

    /// One of each kind of change to a scenario.
    fn edits() -> Vec<Edit> {
        let ballot = Ballot { verdict: "measure_first".into(), confidence: Some(70) };
        let note = Annotation { text: "say this first".into(), owner: "A".into(), ..Annotation::default() };
        vec![
            Edit::Vote { who: "Anna".into(), round: Round::Before, ballot: Some(ballot.clone()) },
            Edit::Vote { who: "Anna".into(), round: Round::After, ballot: Some(ballot.clone()) },
            Edit::Vote { who: "Ben".into(), round: Round::After, ballot: Some(ballot) },
            Edit::Vote { who: "Anna".into(), round: Round::Before, ballot: None },
            Edit::Note { about: "workshop gates".into(), note: Some(note.clone()) },
            Edit::Note { about: "assumption budget_money".into(), note: Some(note) },
            Edit::Note { about: "workshop gates".into(), note: None },
            Edit::Threshold { gate: "empathy".into(), value: Some(0.8) },
            Edit::Assumption { id: "budget_money".into(), value: Some(1e5) },
            Edit::Range { id: "budget_money".into(), range: Some((2e5, 4e5)) },
            Edit::ResetAssumption { id: "budget_money".into() },
            Edit::WhatIf { fact: "x".into(), value: Some(1.0) },
            Edit::Waive { gate: "bias".into(), waiver: Some(Waiver::default()) },
            Edit::DuplicateScenario { name: "Another".into() },
            Edit::ResetScenario,
        ]
    }

    #[test]
    fn edit_then_undo_is_identity_and_redo_brings_it_back() {
        let mut history = History::new(Project::default());
        let mut states = vec![history.project().clone()];
        for edit in edits() {
            assert_eq!(history.apply(&edit), Ok(()));
            assert_ne!(Some(history.project()), states.last(), "{edit:?} changes something");
            states.push(history.project().clone());
        }
        for state in states.iter().rev().skip(1) {
            assert!(history.undo());
            assert_eq!(history.project(), state);
        }
        assert!(!history.undo());
        for state in states.iter().skip(1) {
            assert!(history.redo());
            assert_eq!(history.project(), state);
        }
    }

    #[test]
    fn a_drag_is_one_step() {
        let mut history = History::new(Project::default());
        for value in [0.7, 0.8, 0.9] {
            assert_eq!(history.apply(&Edit::Threshold { gate: "empathy".into(), value: Some(value) }), Ok(()));
        }
        let last = history.project().scenario().thresholds.get("empathy").copied();
        assert_eq!(last, Some(ThresholdChange { threshold: 0.9 }));
        assert!(history.undo());
        assert_eq!(*history.project(), Project::default());
    }
}
