//! What goes into the store and comes out of it.

use web_sys::Blob;

/// What takes the place of the kept project.
pub struct Swap {
    /// The project with its past, as JSON text.
    pub text: String,
    /// True where what is there now is set aside, under a key of its own, before it is written over.
    pub aside: bool,
}

/// A file that was kept.
pub struct Kept {
    /// Name as dropped.
    pub name: String,
    /// Its content.
    pub content: Blob,
}
