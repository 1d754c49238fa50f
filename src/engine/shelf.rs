//! The shelf: files and policy packs by content hash, and what they say under each map; read once, kept. The page's
//! engine and the command line have the same one, so that what is missing is told in the same words.

use super::protocol::ReadingView;
use crate::data::units::capital;
use crate::data::{Checked, Diagnostic, Evidence, Place, Pool, visible_json};
use crate::policy::{self, PolicyPack, defaults};
use crate::read::{Content, Opened, Reading, SpecialKind, hash, kinds, pool};
use crate::scenario::{FileUse, NOT_READ, PolicyUse, Project, open_project};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Readings kept in all; the oldest go first.
const KEPT: usize = 200;

/// A policy pack with what there is to say about it.
pub type Noted = (Arc<PolicyPack>, Vec<Diagnostic>);

/// What a file came to when it was put on the shelf.
pub enum Put {
    /// Evidence, or a table that a person may still map.
    Evidence(FileUse),
    /// A policy pack.
    Policy(FileUse, Noted),
    /// A saved project or report, unpacked: the bytes of its files are still to be opened.
    Project(Box<Project>, Vec<(FileUse, Vec<u8>)>),
    /// A list of files that lie elsewhere.
    Listed(Listed),
}

/// A list of a project's files.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Listed {
    /// Name of the project.
    pub label: String,
    /// Identifier of the policy pack.
    pub policy: String,
    /// Names of the files.
    pub files: Vec<String>,
}

struct Pack {
    noted: Noted,
    content: Content,
}

/// The files and packs at hand.
#[derive(Default)]
pub struct Shelf {
    files: BTreeMap<String, Opened>,
    packs: BTreeMap<String, Pack>,
    known: BTreeMap<(String, String, String), Result<Arc<Checked<Reading>>, Diagnostic>>,
}

impl Shelf {
    /// Takes a file that was opened; one that is here already stays as it is.
    ///
    /// # Errors
    /// In words, where a pack, a project or a report cannot be used.
    pub fn put(&mut self, name: &str, opened: Opened) -> Result<Put, Diagnostic> {
        let file =
            FileUse { name: name.to_owned(), hash: opened.hash.clone(), size: opened.size, ..FileUse::default() };
        let Some(special) = &opened.document.value.special else {
            self.files.entry(file.hash.clone()).or_insert(opened);
            return Ok(Put::Evidence(file));
        };
        match special.kind {
            SpecialKind::Policy => {
                let noted = parse(&special.json).map_err(|e| trouble("policy-unreadable", name, &e))?;
                self.packs.insert(file.hash.clone(), Pack { noted: noted.clone(), content: opened.content });
                Ok(Put::Policy(file, noted))
            }
            SpecialKind::Project | SpecialKind::Report => {
                let (project, contents) =
                    open_project(&special.json).map_err(|e| trouble("project-unreadable", name, &e.to_string()))?;
                let files = contents.into_iter().map(|(stated, bytes)| {
                    // The name of a content is its own digest, whatever the project says.
                    let hash = hash(&bytes);
                    let known = project.files.iter().find(|f| f.hash == hash || f.hash == stated);
                    let name = known.map_or_else(|| hash.clone(), |f| f.name.clone());
                    (FileUse { name, hash, size: bytes.len() as u64, ..FileUse::default() }, bytes)
                });
                let files = files.collect();
                Ok(Put::Project(Box::new(project), files))
            }
            SpecialKind::FileList => serde_json::from_str(&visible_json(&special.json))
                .map(Put::Listed)
                .map_err(|e| trouble("file-list-unreadable", name, &e.to_string())),
        }
    }
    /// True where the file is at hand.
    #[must_use]
    pub fn has(&self, hash: &str) -> bool {
        self.files.contains_key(hash)
    }
    /// The tables of a file, by name.
    #[must_use]
    pub fn parts(&self, hash: &str) -> Vec<String> {
        let tables = self.files.get(hash).map(|f| f.document.value.candidates.as_slice()).unwrap_or_default();
        tables.iter().map(|t| t.part.clone()).collect()
    }
    /// Lets a file or a pack go.
    pub fn forget(&mut self, hash: &str) {
        self.files.remove(hash);
        self.packs.remove(hash);
        self.known.retain(|(h, _, _), _| h != hash);
    }
    /// The bytes of a project's files and of its own policy pack, by hash.
    #[must_use]
    pub fn contents(&self, project: &Project) -> Vec<(String, Vec<u8>)> {
        let files = project.files.iter().map(|f| &f.hash).filter_map(|h| Some((h, &self.files.get(h)?.content)));
        let pack = project.policy.hash.iter().filter_map(|h| Some((h, &self.packs.get(h)?.content)));
        files.chain(pack).map(|(hash, content)| (hash.clone(), content.as_bytes().to_vec())).collect()
    }
    /// What a file says under its map.
    ///
    /// # Errors
    /// In words, where the file is not at hand or has no such part.
    pub fn read(&mut self, file: &FileUse) -> Result<Arc<Checked<Reading>>, Diagnostic> {
        let map = file.map.as_ref().and_then(|m| serde_json::to_string(m).ok()).unwrap_or_default();
        let key = (file.hash.clone(), file.name.clone(), map);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let Some(opened) = self.files.get(&file.hash) else { return Err(absent(file)) };
        let read = opened.read(&file.name, file.map.as_ref());
        let read = read.map(Arc::new).map_err(|e| e.diagnostic(&file.name));
        if self.known.len() >= KEPT {
            self.known.pop_first();
        }
        self.known.insert(key, read.clone());
        read
    }
    /// The records to select from that files hold together.
    ///
    /// # Errors
    /// In words, where none holds any, or they cannot be joined.
    pub fn pool(&self, files: &[FileUse]) -> Result<Checked<Pool>, Diagnostic> {
        let mut parts = Vec::new();
        for file in files.iter().filter(|f| !f.left_out) {
            let Some(opened) = self.files.get(&file.hash) else { continue };
            parts.extend(pool::part(&file.name, opened).map_err(|e| e.diagnostic(&file.name))?.map(|p| p.value));
        }
        pool::of_project(parts)
    }
    /// The file as it is shown, and its evidence where it counts.
    pub fn view(&mut self, file: &FileUse) -> (ReadingView, Option<Evidence>) {
        let mut view = ReadingView {
            name: file.name.clone(),
            hash: file.hash.clone(),
            size: file.size,
            left_out: file.left_out,
            missing: !self.has(&file.hash),
            edited: file.map.is_some(),
            ..ReadingView::default()
        };
        match self.read(file) {
            Ok(checked) => {
                let reading = &checked.value;
                let record = reading.evidence.files.first();
                view.kind = record.map(|r| r.kind.clone()).unwrap_or_default();
                view.rows_read = record.map_or(0, |r| r.rows_read);
                view.rows_skipped = record.map_or(0, |r| r.rows_skipped);
                view.format.clone_from(&reading.format);
                view.gave = kinds::gave(&reading.evidence);
                view.candidates.clone_from(&reading.candidates);
                view.used = reading.used.clone();
                view.diagnostics.clone_from(&checked.diagnostics);
                (view, (!file.left_out).then(|| reading.evidence.clone()))
            }
            Err(diagnostic) => {
                view.kind = if view.missing { "not here".into() } else { NOT_READ.into() };
                view.diagnostics.push(diagnostic);
                (view, None)
            }
        }
    }
    /// The pack in force: [`Shelf::base`] with what the project changes of it.
    #[must_use]
    pub fn pack(&self, policy: &PolicyUse) -> Noted {
        let (base, notes) = self.base(policy);
        if policy.own.is_empty() { (base, notes) } else { (Arc::new(policy.own.applied(&base)), notes) }
    }
    /// The pack without what the project changes of it; `None` where it changes nothing.
    #[must_use]
    pub fn unchanged(&self, policy: &PolicyUse) -> Option<PolicyPack> {
        (!policy.own.is_empty()).then(|| (*self.base(policy).0).clone())
    }
    /// The pack that a project came from: the one with that content, else the one that ships under that name. Where neither is here, the
    /// default stands in and the first note is an error that says so: the page goes on under it, the command line does
    /// not, since nobody would look at its verdict before using it.
    #[must_use]
    pub fn base(&self, policy: &PolicyUse) -> Noted {
        if let Some(own) = policy.hash.as_ref().and_then(|h| self.packs.get(h)) {
            return own.noted.clone();
        }
        let shipped = defaults::PACKS.iter().find(|(id, _)| *id == policy.id);
        let mut notes = Vec::new();
        if policy.hash.is_some() || shipped.is_none() {
            let message =
                format!("The policy pack \"{}\" is not here; one that ships with the program stands in.", policy.id);
            notes.push(Diagnostic::error("policy-absent", message).mend("Give the file of the policy pack."));
        }
        let text = shipped.or(defaults::PACKS.first()).map_or("", |(_, text)| *text);
        match parse(text) {
            Ok((pack, more)) => {
                notes.extend(more);
                (pack, notes)
            }
            Err(problem) => {
                notes.push(Diagnostic::error("policy-unreadable", format!("{problem}.")));
                (Arc::new(PolicyPack::default()), notes)
            }
        }
    }
}

fn parse(json: &str) -> Result<Noted, String> {
    let Checked { value, diagnostics } = policy::parse(json).map_err(|e| e.to_string())?;
    Ok((Arc::new(value), diagnostics))
}

/// A whole that cannot be used.
fn trouble(code: &str, file: &str, text: &str) -> Diagnostic {
    Diagnostic::error(code, format!("{}.", capital(text))).at(Place { file: file.to_owned(), ..Place::default() })
}

fn absent(file: &FileUse) -> Diagnostic {
    let place = Place { file: file.name.clone(), ..Place::default() };
    Diagnostic::warning("file-absent", "The project names this file, but it is not here.")
        .at(place)
        .expected(
            "the file with these contents (SHA-256 ".to_owned() + file.hash.get(..12).unwrap_or(&file.hash) + "…)",
        )
        .mend("Give the file too; the rest of the analysis goes on without it.")
}
