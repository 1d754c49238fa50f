//! Readers of others (spreadsheets, Zstandard): where they break off on a broken file, that is an answer.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// What a reader of others comes to; `None` where it broke off. In a browser nothing can be caught: there the readers have
/// a worker of their own, whose end is that of one file.
pub fn contained<T>(read: impl FnOnce() -> T) -> Option<T> {
    let before = INSIDE.replace(true);
    let found = catch_unwind(AssertUnwindSafe(read));
    INSIDE.set(before);
    found.ok()
}

/// True while a reader of others is at work: what it breaks off with is said by us and by nobody else.
#[must_use]
pub fn is_contained() -> bool {
    INSIDE.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_off_is_an_answer_and_the_next_one_is_read() {
        let at = |i: usize| contained(|| (is_contained(), [1, 2][i]));
        assert_eq!([at(1), at(2), at(0)], [Some((true, 2)), None, Some((true, 1))]);
        assert_eq!(contained(|| contained(|| 1) == Some(1) && is_contained()), Some(true));
        assert!(!is_contained());
    }
}
