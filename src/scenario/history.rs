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
