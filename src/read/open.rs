//! The door: a file becomes a [`Document`] in steps of a few milliseconds, so that a worker can report progress and be
//! cancelled; [`open`] goes through them at once.

use super::detect::Shape;
use super::tree::SYNTAXES;
use super::{Document, FORMATS, FileMap, Input, Limits, ReadError, Reading, Reads, Work, detect, reading, text};
use crate::data::{Checked, Diagnostic, Progress, Steps, visible};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Bytes hashed in one step.
const HASHED: usize = 4 << 20;
/// Share of the whole that hashing takes.
const HASH_SHARE: f64 = 0.3;
/// Parts of the whole that progress is told in.
const PARTS: usize = 100;

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

/// A file that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// SHA-256 of the file, in hexadecimal digits.
    pub hash: String,
    /// Size in bytes.
    pub size: u64,
    /// Its bytes.
    pub content: Content,
    /// What is in it.
    pub document: Checked<Document>,
    /// The caps it was read under.
    pub limits: Limits,
}

impl Opened {
    /// What the file says, with the roles a person chose or, without them, the best guess. `name` is the file's, as shown.
    ///
    /// # Errors
    /// [`ReadError::NoPart`] where the part asked for is not there; everything less is a diagnostic.
    pub fn read(&self, name: &str, map: Option<&FileMap>) -> Result<Checked<Reading>, ReadError> {
        reading::read_document(&visible(name), &self.hash, self.size, &self.document, map, &self.limits)
    }
}

/// Opens a file.
///
/// # Errors
/// A [`ReadError`] that says what the file is and what to do, where it holds nothing that can be read.
pub fn open(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Opened, ReadError> {
    Opening::new(name, bytes, *limits).run(usize::MAX)
}

/// Opens a file and reads it as evidence.
///
/// # Errors
/// Those of [`open`] and of [`Opened::read`].
pub fn read_evidence(
    name: &str,
    bytes: &[u8],
    map: Option<&FileMap>,
    limits: &Limits,
) -> Result<Checked<Reading>, ReadError> {
    open(name, bytes.to_vec(), limits)?.read(name, map)
}

/// One file being opened.
pub struct Opening {
    name: String,
    size: u64,
    limits: Limits,
    hasher: Sha256,
    hash: String,
    /// True while somebody else is computing the hash.
    awaited: bool,
    /// What was read, once it was decoded.
    content: Option<Content>,
    stage: Stage,
}

enum Stage {
    Hash { bytes: Vec<u8>, at: usize },
    Decode { bytes: Vec<u8> },
    Ask { shape: Shape, text: Option<Arc<String>>, before: Vec<Diagnostic> },
    Steps { steps: Box<dyn Reads>, before: Vec<Diagnostic> },
    Done(Box<Checked<Document>>),
    Failed(ReadError),
}

impl Opening {
    /// A file that nothing is read of yet.
    #[must_use]
    pub fn new(name: &str, bytes: Vec<u8>, limits: Limits) -> Self {
        let size = bytes.len() as u64;
        let stage = Stage::Hash { bytes, at: 0 };
        Self {
            name: visible(name).into_owned(),
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
    /// here, and the opening [waits](Self::waits) for [`Self::hashed`] once everything else is done.
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
        // Before the file was decoded the hash is the next step in any case.
        self.hash = hash.or(content.map(reading::hash)).unwrap_or_default();
    }
    /// True while nothing is left to do but wait for the hash.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.awaited && matches!(self.stage, Stage::Done(_))
    }

    fn decode(&mut self, bytes: Vec<u8>) -> Result<Stage, ReadError> {
        let shape = detect::detect(&bytes)?;
        if shape != Shape::Text {
            self.content = Some(bytes.into());
            return Ok(Stage::Ask { shape, text: None, before: Vec::new() });
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
        self.content = Some(content);
        Ok(Stage::Ask { shape, text: Some(text), before })
    }

    /// Asks every format whose file it is, with the tree where the text is of a syntax that has one.
    fn ask(&self, shape: Shape, shared: Option<&Arc<String>>) -> Result<Work, ReadError> {
        let syntax = shared.and_then(|text| SYNTAXES.iter().find(|s| s.claims(text)));
        let parsed = syntax.zip(shared).map(|(syntax, text)| syntax.parse(text, self.limits.depth));
        if let Some(Ok(tree)) = &parsed {
            if tree.longest() > self.limits.rows {
                return Err(ReadError::TooManyRows { limit: self.limits.rows });
            }
        }
        let input = Input {
            name: &self.name,
            bytes: self.content.as_ref().map_or(&[], Content::as_bytes),
            shape,
            shared,
            tree: parsed.as_ref().and_then(|p| p.as_ref().ok()),
            syntax: syntax.map_or("", |s| s.id()),
            broken: parsed.as_ref().and_then(|p| p.as_ref().err()),
        };
        match FORMATS.iter().find(|f| f.claims(&input)) {
            Some(format) => format.begin(&input, &self.limits),
            None if shape != Shape::Text => Err(ReadError::NeedsSheets),
            None => Err(ReadError::NoTable("no known format fits".into())),
        }
    }

    /// The next stage, and the share of the whole that is done then.
    fn next(&mut self, stage: Stage, budget: usize) -> Result<(Stage, f64), ReadError> {
        Ok(match stage {
            Stage::Hash { bytes, .. } if bytes.len() > self.limits.bytes => {
                return Err(ReadError::TooLarge { bytes: bytes.len(), limit: self.limits.bytes });
            }
            Stage::Hash { bytes, .. } if self.awaited || !self.hash.is_empty() => (Stage::Decode { bytes }, 0.0),
            Stage::Hash { bytes, at } => {
                let end = at.saturating_add(HASHED).min(bytes.len());
                self.hasher.update(bytes.get(at..end).unwrap_or_default());
                let share = HASH_SHARE * end as f64 / bytes.len().max(1) as f64;
                if end < bytes.len() {
                    (Stage::Hash { bytes, at: end }, share)
                } else {
                    self.hash = reading::hex(&std::mem::take(&mut self.hasher).finalize());
                    (Stage::Decode { bytes }, share)
                }
            }
            Stage::Decode { bytes } => (self.decode(bytes)?, HASH_SHARE),
            Stage::Ask { shape, text, before } => match self.ask(shape, text.as_ref())? {
                Work::Done(document) => (done(before, *document), 1.0),
                Work::Steps(steps) => (Stage::Steps { steps, before }, HASH_SHARE),
            },
            Stage::Steps { mut steps, before } => {
                let progress = steps.read_on(budget);
                if progress.finished() {
                    (done(before, steps.document()?), 1.0)
                } else {
                    let share = progress.done as f64 / progress.total.max(1) as f64;
                    (Stage::Steps { steps, before }, HASH_SHARE + (1.0 - HASH_SHARE) * share)
                }
            }
            ended @ (Stage::Done(_) | Stage::Failed(_)) => (ended, 1.0),
        })
    }
}

impl Steps for Opening {
    /// Bytes of text to read in a step.
    type Given<'a> = usize;
    /// The error says what the file is and what to do, where it holds nothing that can be read.
    type Output = Result<Opened, ReadError>;

    fn step(&mut self, budget: usize) -> Progress {
        let stage = std::mem::replace(&mut self.stage, given_up());
        let (stage, share) = self.next(stage, budget).unwrap_or_else(|error| (Stage::Failed(error), 1.0));
        let ended = matches!(stage, Stage::Done(_) | Stage::Failed(_));
        self.stage = stage;
        let most = PARTS - usize::from(!ended);
        Progress::of(format!("reading {}", self.name), most.min((share * PARTS as f64) as usize), PARTS)
    }

    fn finish(self) -> Result<Opened, ReadError> {
        match self.stage {
            Stage::Done(document) => Ok(Opened {
                hash: self.hash,
                size: self.size,
                content: self.content.unwrap_or_else(|| Vec::new().into()),
                document: *document,
                limits: self.limits,
            }),
            Stage::Failed(error) => Err(error),
            _ => Err(ReadError::NoTable("reading was given up".into())),
        }
    }
}

fn given_up() -> Stage {
    Stage::Failed(ReadError::NoTable("reading was given up".into()))
}

fn done(mut before: Vec<Diagnostic>, document: Checked<Document>) -> Stage {
    before.extend(document.diagnostics);
    Stage::Done(Box::new(Checked { value: document.value, diagnostics: before }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every fixture, and text of each kind that is met.
    fn files() -> Vec<Vec<u8>> {
        let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/read");
        let fixtures = std::fs::read_dir(folder).unwrap().map(|f| std::fs::read(f.unwrap().path()).unwrap());
        let long: String = (0..300_000).map(|i| format!("{i},0.5\n")).collect();
        let made = [
            "name,status\na,present\n",
            "\u{FEFF}size;loss\n1;2\n2;1\n3;1\n",
            "{\"a\": 1, \"b\": 2}",
            "{\"a\": 1, \"b\"",
            "<html><title>no</title>",
            "\u{e4}",
            "",
        ];
        let made = made.into_iter().map(|t| t.as_bytes().to_vec());
        fixtures.chain(made).chain([format!("size,loss\n{long}").into_bytes()]).collect()
    }

    #[test]
    fn steps_give_what_one_call_gives() {
        for bytes in files() {
            let whole = open("f", bytes.clone(), &Limits::default());
            let mut opening = Opening::new("f", bytes.clone(), Limits::default());
            let (mut steps, mut last) = (1, 0);
            loop {
                let progress = opening.step(1_000_000);
                if progress.finished() {
                    break;
                }
                assert!(progress.done >= last, "{progress:?}");
                (steps, last) = (steps + 1, progress.done);
            }
            let stepped = opening.finish();
            assert!(steps > 1 || stepped.is_err());
            match (stepped, whole) {
                (Ok(a), Ok(b)) => {
                    assert!(a.document == b.document);
                    assert_eq!(
                        (&a.hash, a.size, a.content.as_bytes()),
                        (&reading::hash(&bytes), b.size, bytes.as_slice())
                    );
                    let [a, b] = [a, b].map(|o| o.read("f", None));
                    assert!(a == b);
                }
                (a, b) => assert_eq!(a.map(|o| o.hash), b.map(|o| o.hash)),
            }
        }
    }

    #[test]
    fn a_hash_from_elsewhere_is_awaited_and_the_bytes_are_handed_back() {
        let wide: Vec<u8> = "a,b\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [b"a,b\n1,2\n".to_vec(), b"\xEF\xBB\xBFa,b\n1,2\n".to_vec(), wide] {
            for given in [None, Some("as the host says".to_owned())] {
                let mut opening = Opening::new("f", bytes.clone(), Limits::default());
                opening.await_hash();
                while !opening.waits() {
                    let _ = opening.step(1_000_000);
                }
                opening.hashed(given.clone());
                let opened = opening.finish().expect("read");
                assert_eq!(opened.hash, given.unwrap_or(reading::hash(&bytes)));
                assert_eq!(opened.content.as_bytes(), bytes);
            }
        }
    }
}
