//! The map of a file: the one in force, and the edit that puts another in its place.

use crate::engine::ReadingView;
use crate::read::FileMap;
use crate::scenario::Edit;

/// Writes a map as the edit that puts it in force.
pub fn put(hash: &str, map: FileMap) -> Edit {
    Edit::MapFile { hash: hash.to_owned(), map: Some(map) }
}

/// The map in force, with the table it is for; `None` where several tables are read together.
pub fn in_force(view: &ReadingView) -> FileMap {
    view.used.clone()
}
