//! The store of a program that keeps nothing: a live report touches no storage, whoever opens it.

use web_sys::Blob;

/// Why nothing is kept.
#[derive(Clone, Copy, Debug)]
pub struct KeepsNothing;

/// What would take the place of the kept project.
pub struct Swap {
    /// The project with its past, as JSON text.
    pub text: String,
    /// True where what is there now would be set aside.
    pub aside: bool,
}

/// A file that would have been kept.
pub struct Kept {
    /// Name as dropped.
    pub name: String,
    /// Its content.
    pub content: Blob,
}

/// The store: every question is answered with "nothing is kept".
#[derive(Clone, Debug, Default)]
pub struct Store;

impl Store {
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn put_file(&self, _hash: &str, _name: &str, _content: &Blob) -> Result<(), KeepsNothing> {
        Err(KeepsNothing)
    }
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn file(&self, _hash: &str) -> Result<Option<Kept>, KeepsNothing> {
        Err(KeepsNothing)
    }
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn keep_only(&self, _hashes: &[String]) -> Result<(), KeepsNothing> {
        Err(KeepsNothing)
    }
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn swap_project(&self, _make: impl FnOnce(Option<String>) -> Swap) -> Result<(), KeepsNothing> {
        Err(KeepsNothing)
    }
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn project(&self) -> Result<Option<String>, KeepsNothing> {
        Err(KeepsNothing)
    }
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn asides(&self) -> Result<Vec<(String, String)>, KeepsNothing> {
        Err(KeepsNothing)
    }
    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub async fn forget_aside(&self, _key: &str) -> Result<(), KeepsNothing> {
        Err(KeepsNothing)
    }
}
