//! The bar that shows on a terminal how far a job is.

use crate::data::Progress;
use std::io::IsTerminal;

/// Does steps until one says that nothing is left; a terminal shows how far it is, anything else nothing.
pub fn until_done(mut step: impl FnMut() -> Progress) {
    let bar =
        if std::io::stderr().is_terminal() { indicatif::ProgressBar::new(1) } else { indicatif::ProgressBar::hidden() };
    loop {
        let progress = step();
        if progress.finished() {
            break;
        }
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
        bar.set_message(progress.label);
    }
    bar.finish_and_clear();
}
