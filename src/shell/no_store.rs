//! The store of a program that keeps nothing: a live report touches no storage, whoever opens it.

pub use super::kept::{Kept, Swap};
use web_sys::Blob;

/// Why nothing is kept.
#[derive(Clone, Copy, Debug)]
pub struct KeepsNothing;

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
