//! The worked examples: plain files that ship with the program and are read like anybody's.

use super::session::{Then, add, begun};
use super::state::App;
use crate::scenario::{FileUse, PolicyUse, Project};
use crate::shell::files;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;

/// The example of the first visit.
pub const FIRST: &str = "therapeutic-ai";
/// The list of examples, beside the page.
const INDEX: &str = "./examples/index.json";

/// One example.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Example {
    /// Identifier, which is also its folder.
    pub id: String,
    /// Name.
    pub label: String,
    /// What it shows.
    pub description: String,
    /// Policy pack in force.
    pub policy: String,
    /// Its files.
    pub files: Vec<String>,
}

/// The examples there are.
///
/// # Errors
/// In words, when the list cannot be loaded.
pub async fn list() -> Result<Vec<Example>, String> {
    let text = files::fetch_text(INDEX).await?;
    serde_json::from_str(&text).map_err(|e| format!("the list of examples cannot be read: {e}"))
}

/// Opens an example: as the beginning of the session, or in place of the project there is.
pub fn open(app: App, id: String, begin: bool) {
    spawn_local(async move {
        match load(&id).await {
            Ok((project, list)) => add(app, list, if begin { Then::Begin(project) } else { Then::Replace(project) }),
            Err(why) => {
                app.notice(true, &format!("The example could not be opened: {why}."), Vec::new());
                if begin {
                    begun(app);
                }
            }
        }
    });
}

async fn load(id: &str) -> Result<(Box<Project>, Vec<(String, web_sys::Blob)>), String> {
    let all = list().await?;
    let Some(example) = all.into_iter().find(|e| e.id == id) else { return Err(format!("there is no \"{id}\"")) };
    let mut blobs = Vec::new();
    for name in &example.files {
        blobs.push((name.clone(), files::fetch(&format!("./examples/{id}/{name}")).await?));
    }
    let project = Project {
        name: example.label,
        policy: PolicyUse::shipped(&example.policy),
        files: example.files.into_iter().map(|name| FileUse { name, ..FileUse::default() }).collect(),
        ..Project::default()
    };
    Ok((Box::new(project), blobs))
}
