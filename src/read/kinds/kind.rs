//! The name of a kind. What is known of it stands in the list of kinds, which is built on this.

use serde::Serialize;

/// What a table is about: the name of a kind in [`super::KINDS`], or nothing that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Kind(pub(super) &'static str);

impl Kind {
    /// Not recognised.
    pub const UNKNOWN: Self = Self("unknown");
    /// Its name in maps and in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0
    }
}

impl Default for Kind {
    fn default() -> Self {
        Self::UNKNOWN
    }
}
