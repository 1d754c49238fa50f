//! Reading a file in steps of a few milliseconds, so that a worker can report progress and be cancelled.

use super::csv::CsvJob;
use super::{Document, FileMap, Limits, ReadError, Reading, detect, reading, text};
use crate::data::{Checked, Diagnostic};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Bytes hashed in one step.
const HASHED: usize = 4 << 20;
/// Bytes of delimited text read in one step.
const PARSED: usize = 2 << 20;
/// Share of the whole that hashing takes.
const HASH_SHARE: f64 = 0.3;

/// The bytes of a file, to keep: text shares them with the tables that were read from it.
#[derive(Clone, Debug)]
pub enum Content {
    /// Bytes of any kind.
    Bytes(Arc<Vec<u8>>),
    /// UTF-8.
    Text(Arc<String>),
}

impl Content {
    /// The bytes as the file has them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(text) => text.as_bytes(),
        }
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Arc::new(bytes))
    }
}

/// One file being read.
pub struct ReadJob {
    name: String,
    size: u64,
    limits: Limits,
    hasher: Sha256,
    hash: String,
    /// True while somebody else is computing the hash.
    awaited: bool,
    /// What was read, once it was opened.
    content: Option<Content>,
    stage: Stage,
}

enum Stage {
    Hash { bytes: Vec<u8>, at: usize },
    Decode { bytes: Vec<u8> },
    Rows { job: Box<CsvJob>, before: Vec<Diagnostic> },
    Done(Box<Checked<Document>>),
    Spent,
}

impl ReadJob {
    /// A job for a file; nothing is read yet.
    #[must_use]
    pub fn new(name: &str, bytes: Vec<u8>, limits: Limits) -> Self {
        let size = bytes.len() as u64;
        let stage = Stage::Hash { bytes, at: 0 };
        Self {
            name: name.to_owned(),
            size,
            limits,
            hasher: Sha256::new(),
            hash: String::new(),
            awaited: false,
            content: None,
            stage,
        }
    }

    /// The hash comes from outside (a browser computes it on another thread, several times faster): nothing is hashed
    /// here, and the job [waits](Self::waits) for [`Self::hashed`] once everything else is done.
    pub fn await_hash(&mut self) {
        self.awaited = matches!(self.stage, Stage::Hash { at: 0, .. });
    }
    /// The SHA-256 of the file, in hexadecimal digits; computed here where nobody else could.
    pub fn hashed(&mut self, hash: Option<String>) {
        if !self.awaited {
            return;
        }
        self.awaited = false;
        let content = self.content.as_ref().map(Content::as_bytes);
        // Before the file was opened the hash is the next step in any case.
        self.hash = hash.or(content.map(reading::hash)).unwrap_or_default();
    }
    /// Size of the file in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
    /// True while nothing is left to do but wait for the hash.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.awaited && matches!(self.stage, Stage::Done(_))
    }

    /// Does a little more. Returns the share that is done, 1 when [`ReadJob::finish`] may be called.
    ///
    /// # Errors
    /// The [`ReadError`] that [`super::read_tables`] gives for the file.
    pub fn step(&mut self) -> Result<f64, ReadError> {
        match std::mem::replace(&mut self.stage, Stage::Spent) {
            Stage::Hash { bytes, at } => {
                if bytes.len() > self.limits.bytes {
                    return Err(ReadError::TooLarge { bytes: bytes.len(), limit: self.limits.bytes });
                }
                if self.awaited || !self.hash.is_empty() {
                    self.stage = Stage::Decode { bytes };
                    return Ok(0.0);
                }
                let end = (at + HASHED).min(bytes.len());
                self.hasher.update(bytes.get(at..end).unwrap_or_default());
                let share = HASH_SHARE * end as f64 / bytes.len().max(1) as f64;
                if end < bytes.len() {
                    self.stage = Stage::Hash { bytes, at: end };
                } else {
                    self.hash = reading::hex(&std::mem::take(&mut self.hasher).finalize());
                    self.stage = Stage::Decode { bytes };
                }
                Ok(share)
            }
            Stage::Decode { bytes } => {
                self.stage = self.open(bytes)?;
                Ok(if matches!(self.stage, Stage::Done(_)) { 1.0 } else { HASH_SHARE })
            }
            Stage::Rows { mut job, before } => {
                let progress = job.step(PARSED);
                if progress.done {
                    let rows = job.finish();
                    let mut diagnostics = before;
                    diagnostics.extend(rows.diagnostics);
                    let value = Document::of("csv", vec![rows.value]);
                    self.stage = Stage::Done(Box::new(Checked { value, diagnostics }));
                    return Ok(1.0);
                }
                self.stage = Stage::Rows { job, before };
                Ok(HASH_SHARE + (1.0 - HASH_SHARE) * 0.99 * progress.bytes as f64 / progress.total.max(1) as f64)
            }
            done @ (Stage::Done(_) | Stage::Spent) => {
                self.stage = done;
                Ok(1.0)
            }
        }
    }

    /// Delimited text is read in further steps, everything else at once.
    fn open(&mut self, bytes: Vec<u8>) -> Result<Stage, ReadError> {
        let whole = |content: &Content| super::read_tables(&self.name, content.as_bytes(), &self.limits);
        if detect::detect(&bytes)? != detect::Shape::Text {
            let content = Content::from(bytes);
            let document = whole(&content)?;
            self.content = Some(content);
            return Ok(Stage::Done(Box::new(document)));
        }
        let (text, content, before) = match text::plain(bytes) {
            Ok(text) => {
                let text = Arc::new(text);
                (text.clone(), Content::Text(text), Vec::new())
            }
            Err(bytes) => {
                let decoded = text::decode(&bytes);
                let (text, diagnostics) = (decoded.text.into_owned(), decoded.diagnostics);
                (Arc::new(text), Content::from(bytes), diagnostics)
            }
        };
        if text.trim_start().starts_with(['{', '[', '<']) {
            let document = whole(&content)?;
            self.content = Some(content);
            return Ok(Stage::Done(Box::new(document)));
        }
        detect::check_text(&text)?;
        self.content = Some(content);
        Ok(Stage::Rows { job: Box::new(CsvJob::new(&self.name, text, self.limits)?), before })
    }

    /// The document, the hash of the file and its bytes, once [`ReadJob::step`] has returned 1.
    ///
    /// # Errors
    /// Whatever a step that was still due gives.
    pub fn document(mut self) -> Result<(Checked<Document>, String, Content), ReadError> {
        loop {
            match self.stage {
                Stage::Done(document) => {
                    let content = self.content.unwrap_or_else(|| Vec::new().into());
                    return Ok((*document, self.hash, content));
                }
                Stage::Spent => return Err(ReadError::NoTable("reading was given up".into())),
                _ => self.step()?,
            };
        }
    }

    /// The evidence, once [`ReadJob::step`] has returned 1.
    ///
    /// # Errors
    /// As [`super::read_evidence`].
    pub fn finish(self, file_map: Option<&FileMap>) -> Result<Checked<Reading>, ReadError> {
        let (name, size, limits) = (self.name.clone(), self.size, self.limits);
        let (document, hash, _) = self.document()?;
        super::read_document(&name, &hash, size, &document, file_map, &limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_evidence;

    #[test]
    fn steps_give_what_one_call_gives() {
        let long: String = (0..300_000).map(|i| format!("{i},0.5\n")).collect();
        for text in
            ["name,status\na,present\n", "\u{FEFF}size;loss\n1;2\n2;1\n3;1\n", "{\"a\": 1, \"b\": 2}", "\u{e4}", ""]
                .into_iter()
                .map(str::to_owned)
                .chain([format!("size,loss\n{long}")])
        {
            let bytes = text.into_bytes();
            let whole = read_evidence("f", &bytes, None, &Limits::default());
            let mut job = ReadJob::new("f", bytes, Limits::default());
            let mut steps = 0;
            let stepped = loop {
                steps += 1;
                match job.step() {
                    Ok(share) if share >= 1.0 => break job.finish(None),
                    Ok(share) => assert!((0.0..1.0).contains(&share)),
                    Err(error) => break Err(error),
                }
            };
            assert!(steps > 1 || stepped.is_err());
            assert_eq!(stepped, whole);
        }
    }
}
