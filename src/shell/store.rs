//! What outlives the page: files by content hash and the project, in IndexedDB. Each write is one transaction, so that a
//! crash leaves the state before or after it.

pub use super::kept::{Kept, Swap};
use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Name of the database; the schema's version is a number of its own.
const NAME: &str = "headroom";
const VERSION: u32 = 1;
const FILES: &str = "files";
const STATE: &str = "state";
/// Key of the project in `state`.
const PROJECT: &str = "project";
/// What the keys of states that were set aside begin with, in `state`.
const ASIDE: &str = "aside ";

/// A kept value as text: this program keeps strings, but whatever is there must not be lost.
fn text_of(value: JsValue) -> Option<String> {
    if value.is_undefined() {
        return None;
    }
    let json = || js_sys::JSON::stringify(&value).ok().and_then(|text| text.as_string());
    value.as_string().or_else(json).or_else(|| Some(format!("{value:?}")))
}

/// The same state is set aside once, however often it is found.
fn aside_key(text: &str) -> String {
    let digest = crate::read::hash(text.as_bytes());
    format!("{ASIDE}{}", digest.get(..16).unwrap_or_default())
}

async fn open(name: &str) -> Result<Rexie, rexie::Error> {
    let builder = Rexie::builder(name).version(VERSION);
    builder.add_object_store(ObjectStore::new(FILES)).add_object_store(ObjectStore::new(STATE)).build().await
}

/// The store. Where the browser has none (private windows of some), everything works but nothing outlives the page.
#[derive(Clone, Debug)]
pub struct Store {
    name: String,
}

impl Default for Store {
    fn default() -> Self {
        Self { name: NAME.to_owned() }
    }
}

impl Store {
    /// A store under another name, for tests.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned() }
    }
    /// Keeps a file under its hash.
    ///
    /// # Errors
    /// When the browser refuses (no storage, quota).
    pub async fn put_file(&self, hash: &str, name: &str, content: &Blob) -> Result<(), rexie::Error> {
        let value = js_sys::Object::new();
        let _ = js_sys::Reflect::set(&value, &"name".into(), &name.into());
        let _ = js_sys::Reflect::set(&value, &"content".into(), content);
        self.put(FILES, hash, &value).await
    }
    /// A kept file.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn file(&self, hash: &str) -> Result<Option<Kept>, rexie::Error> {
        let value = self.get(FILES, hash).await?;
        Ok(value.and_then(|v| {
            let name = js_sys::Reflect::get(&v, &"name".into()).ok()?.as_string()?;
            let content = js_sys::Reflect::get(&v, &"content".into()).ok()?.dyn_into().ok()?;
            Some(Kept { name, content })
        }))
    }
    /// Lets all files go but these.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn keep_only(&self, hashes: &[String]) -> Result<(), rexie::Error> {
        let db = open(&self.name).await?;
        let transaction = db.transaction(&[FILES], TransactionMode::ReadWrite)?;
        let store = transaction.store(FILES)?;
        for key in store.get_all_keys(None, None).await? {
            if !key.as_string().is_some_and(|k| hashes.contains(&k)) {
                store.delete(key).await?;
            }
        }
        transaction.done().await?;
        db.close();
        Ok(())
    }
    /// Keeps the project with its past (as JSON text): `make` gets what is kept now and gives what takes its place, all in
    /// one transaction, so that no other tab writes in between. It says, too, whether what is there now has to be set
    /// aside because this program cannot read it.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn swap_project(&self, make: impl FnOnce(Option<String>) -> Swap) -> Result<(), rexie::Error> {
        let db = open(&self.name).await?;
        let transaction = db.transaction(&[STATE], TransactionMode::ReadWrite)?;
        let store = transaction.store(STATE)?;
        let now = store.get(PROJECT.into()).await?.and_then(text_of);
        let swap = make(now.clone());
        if let Some(now) = now.filter(|_| swap.aside) {
            store.put(&now.as_str().into(), Some(&aside_key(&now).into())).await?;
        }
        store.put(&swap.text.into(), Some(&PROJECT.into())).await?;
        transaction.done().await?;
        db.close();
        // For public/boot.js, which cannot wait for the database: who has a project is not shown the example first.
        if let Some(local) = web_sys::window().and_then(|w| w.local_storage().ok().flatten()) {
            let _ = local.set_item("headroom-project", "kept");
        }
        Ok(())
    }
    /// The kept project, whatever it is, as text.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn project(&self) -> Result<Option<String>, rexie::Error> {
        Ok(self.get(STATE, PROJECT).await?.and_then(text_of))
    }
    /// The states that were set aside, each with its key.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn asides(&self) -> Result<Vec<(String, String)>, rexie::Error> {
        let db = open(&self.name).await?;
        let transaction = db.transaction(&[STATE], TransactionMode::ReadOnly)?;
        let store = transaction.store(STATE)?;
        let mut found = Vec::new();
        for key in store.get_all_keys(None, None).await? {
            let Some(name) = key.as_string().filter(|k| k.starts_with(ASIDE)) else { continue };
            if let Some(text) = store.get(key).await?.and_then(text_of) {
                found.push((name, text));
            }
        }
        transaction.done().await?;
        db.close();
        Ok(found)
    }
    /// Lets a state go that was set aside.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn forget_aside(&self, key: &str) -> Result<(), rexie::Error> {
        let db = open(&self.name).await?;
        let transaction = db.transaction(&[STATE], TransactionMode::ReadWrite)?;
        transaction.store(STATE)?.delete(key.into()).await?;
        transaction.done().await?;
        db.close();
        Ok(())
    }

    async fn put(&self, store: &str, key: &str, value: &JsValue) -> Result<(), rexie::Error> {
        let db = open(&self.name).await?;
        let transaction = db.transaction(&[store], TransactionMode::ReadWrite)?;
        transaction.store(store)?.put(value, Some(&key.into())).await?;
        transaction.done().await?;
        db.close();
        Ok(())
    }
    async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, rexie::Error> {
        let db = open(&self.name).await?;
        let transaction = db.transaction(&[store], TransactionMode::ReadOnly)?;
        let value = transaction.store(store)?.get(key.into()).await?;
        transaction.done().await?;
        db.close();
        Ok(value.filter(|v| !v.is_undefined()))
    }
}
