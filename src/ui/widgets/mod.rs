//! Small parts that pages share.

mod diagnostics;
mod dialog;
mod menu;
mod outcome;

pub use diagnostics::Diagnostics;
pub use dialog::Dialog;
pub use menu::Menu;
pub use outcome::OutcomeMark;
