//! The one user-editable value: a [`Project`] of files, policy and scenarios, its edits, its history, its wire form.
//!
//! Everything a person can change is an [`Edit`]; the only write is [`Edit::apply`], which is pure and total: an edit
//! that does not apply says why and changes nothing.

mod about;
mod edit;
mod edit_error;
mod history;
mod project;
mod vote;
mod wire;

pub use about::About;
pub use edit::Edit;
pub use edit_error::EditError;
pub use history::{History, KeptError};
pub use project::{
    Annotation, Expense, FileUse, NOT_READ, PROJECT_VERSION, PolicyUse, Project, Scenario, ThresholdChange, Waiver,
};
pub use vote::{Ballot, Round, Vote};
pub use wire::{
    LINK_GOOD, LINK_LIMIT, LinkError, RIDE_LIMIT, Shared, decode_link, encode_link, encode_link_with, open_project,
    save_again, save_project,
};
