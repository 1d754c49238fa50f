//! Undo and redo: whole projects, because they are small (files live outside).

use super::edit::{Edit, EditError};
use super::project::Project;

/// Most steps kept.
const MOST_STEPS: usize = 500;

/// A project with its past and its undone future.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    past: Vec<(Project, String)>,
    present: Project,
    future: Vec<(Project, String)>,
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
}

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
