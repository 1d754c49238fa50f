//! The saved form (a file) and the wire form (a URL fragment): versioned, validated, capped while inflating.

use super::project::{FileUse, PROJECT_VERSION, PolicyUse, Project, Scenario};
use crate::data::units::shortened;
use crate::data::visible_json;
use crate::read::FileMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// Longest link that survives messengers and e-mail.
pub const LINK_GOOD: usize = 2_000;
/// Longest fragment that is read.
pub const LINK_LIMIT: usize = 200_000;
/// Most bytes a fragment may inflate to.
const INFLATED_LIMIT: usize = 2_000_000;
/// Largest saved project that is parsed, in bytes.
const SAVED_LIMIT: usize = 64_000_000;
/// Most bytes that the files of a saved project may inflate to, all together.
const FILES_LIMIT: usize = 512_000_000;
/// Prefix of the wire form: format letter and version.
const PREFIX: &str = "h1.";
/// Prefix of a link that takes files along: the project, a point, the files one after another.
const RIDING: &str = "h2.";
/// Most bytes that the files in a link may be packed to.
pub const RIDE_LIMIT: usize = 4_096;

/// What a link carries: the scenarios, and of the files names and hashes; where they ride along, also their bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shared {
    /// Format version.
    #[serde(rename = "v")]
    pub version: u32,
    /// Name of the project.
    #[serde(rename = "n")]
    pub name: String,
    /// Policy in force.
    #[serde(rename = "p")]
    pub policy: PolicyUse,
    /// Files it needs: name, first 16 digits of the hash, and how they are read.
    #[serde(rename = "f", skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<(String, String, Option<FileMap>)>,
    /// Scenarios.
    #[serde(rename = "s")]
    pub scenarios: Vec<Scenario>,
    /// Index of the scenario on screen.
    #[serde(rename = "a")]
    pub active: usize,
    /// Name and size of each file that rides along, in the order in which their bytes follow.
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    sizes: Vec<(String, usize)>,
    /// The files that ride along.
    #[serde(skip)]
    pub riding: Vec<(String, Vec<u8>)>,
}

impl Default for Shared {
    fn default() -> Self {
        Self::of(&Project::default())
    }
}

impl Shared {
    /// What a link to this project carries.
    #[must_use]
    pub fn of(project: &Project) -> Self {
        let files = project.files.iter().filter(|f| !f.left_out);
        Self {
            version: PROJECT_VERSION,
            name: project.name.clone(),
            policy: project.policy.clone(),
            files: files.map(|f| (f.name.clone(), f.hash.chars().take(16).collect(), f.map.clone())).collect(),
            scenarios: project.scenarios.clone(),
            active: project.active,
            sizes: Vec::new(),
            riding: Vec::new(),
        }
    }
    /// The project it makes with the files at hand and those that ride along, and the names of the files that are neither.
    /// What rides along has no hash until it was read.
    #[must_use]
    pub fn with_files(&self, at_hand: &[FileUse]) -> (Project, Vec<String>) {
        let mut missing = Vec::new();
        let mut files = Vec::new();
        for (name, hash, map) in &self.files {
            match at_hand.iter().find(|f| !hash.is_empty() && f.hash.starts_with(hash.as_str())) {
                Some(f) => files.push(FileUse { map: map.clone(), left_out: false, ..f.clone() }),
                None if self.riding.iter().any(|r| r.0 == *name) => {
                    files.push(FileUse { name: name.clone(), map: map.clone(), ..FileUse::default() });
                }
                None => missing.push(name.clone()),
            }
        }
        let project = Project {
            version: PROJECT_VERSION,
            name: self.name.clone(),
            policy: self.policy.clone(),
            files,
            scenarios: if self.scenarios.is_empty() { vec![Scenario::default()] } else { self.scenarios.clone() },
            active: self.active.min(self.scenarios.len().saturating_sub(1)),
        };
        (project, missing)
    }
}

/// Why a link or a saved project cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Not one of our links.
    #[error("this is not a Headroom link: {0}")]
    Foreign(String),
    /// One of our saved projects or reports that was cut or changed since it was saved.
    #[error(
        "the project in it cannot be read: {0}. It was cut or changed after it was saved; save it again, or use an untouched copy"
    )]
    Broken(String),
    /// Made by a newer program.
    #[error("this was made by a newer Headroom (format {0}); reload the page to get it, or ask for a file")]
    Newer(u32),
    /// Too long, or inflates to too much.
    #[error("this link or file is too large: {0}")]
    TooLarge(String),
    /// A value that cannot be.
    #[error("this link or file holds a value that cannot be used: {0}")]
    Invalid(String),
}

/// The fragment (without `#`) that carries a project's scenarios.
#[must_use]
pub fn encode_link(project: &Project) -> String {
    let json = serde_json::to_vec(&Shared::of(project)).unwrap_or_default();
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&json, 9)))
}

/// The same with files, each with its name, that ride along.
///
/// # Errors
/// With the bytes that they are packed to, where those are more than [`RIDE_LIMIT`].
pub fn encode_link_with(project: &Project, files: &[(String, Vec<u8>)]) -> Result<String, usize> {
    let all: Vec<u8> = files.iter().flat_map(|f| f.1.iter().copied()).collect();
    let packed = miniz_oxide::deflate::compress_to_vec(&all, 9);
    if packed.len() > RIDE_LIMIT {
        return Err(packed.len());
    }
    let sizes = files.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect();
    let json = serde_json::to_vec(&Shared { sizes, ..Shared::of(project) }).unwrap_or_default();
    let body = URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&json, 9));
    Ok(format!("{RIDING}{body}.{}", URL_SAFE_NO_PAD.encode(packed)))
}

/// Text of a link, unpacked.
fn inflated(text: &str) -> Result<Vec<u8>, LinkError> {
    let packed =
        URL_SAFE_NO_PAD.decode(text).map_err(|e| LinkError::Foreign(format!("it was cut or changed ({e})")))?;
    miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, INFLATED_LIMIT).map_err(|e| {
        if e.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput {
            LinkError::TooLarge(format!("it inflates to more than {INFLATED_LIMIT} bytes"))
        } else {
            LinkError::Foreign("it was cut or changed".into())
        }
    })
}

/// The files that ride along, by name, each as long as it was said to be.
fn riding(sizes: &[(String, usize)], bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, LinkError> {
    let mut rest = bytes;
    let mut files = Vec::new();
    for (name, size) in sizes {
        let Some((file, more)) = rest.split_at_checked(*size) else {
            return Err(LinkError::Foreign("it was cut or changed: a file in it ends too early".into()));
        };
        files.push((name.clone(), file.to_vec()));
        rest = more;
    }
    if rest.is_empty() {
        Ok(files)
    } else {
        Err(LinkError::Foreign("it was cut or changed: its files are longer than it says".into()))
    }
}

/// Reads a fragment (with or without `#`). Nothing is replaced by it: the caller shows it first.
///
/// # Errors
/// When it is not ours, newer, too large or holds values that cannot be.
pub fn decode_link(fragment: &str) -> Result<Shared, LinkError> {
    let text = fragment.trim_start_matches('#');
    if text.len() > LINK_LIMIT {
        return Err(LinkError::TooLarge(format!("{} characters, at most {LINK_LIMIT} are read", text.len())));
    }
    let (body, files) = match (text.strip_prefix(PREFIX), text.strip_prefix(RIDING).and_then(|t| t.split_once('.'))) {
        (Some(body), _) => (body, None),
        (None, Some((body, files))) => (body, Some(files)),
        (None, None) => {
            let newer = text.strip_prefix('h').and_then(|t| t.split_once('.')).and_then(|(v, _)| v.parse::<u32>().ok());
            return Err(match newer {
                Some(v) if v > 2 => LinkError::Newer(v),
                Some(_) => LinkError::Foreign("it was cut or changed".into()),
                None => LinkError::Foreign("it does not begin with \"h1.\"".into()),
            });
        }
    };
    let json = inflated(body)?;
    let json = String::from_utf8(json).map_err(|e| LinkError::Invalid(e.to_string()))?;
    let mut shared: Shared =
        serde_json::from_str(&visible_json(&json)).map_err(|e| LinkError::Invalid(e.to_string()))?;
    if let Some(files) = files {
        shared.riding = riding(&shared.sizes, &inflated(files)?)?;
    }
    if shared.version > PROJECT_VERSION {
        return Err(LinkError::Newer(shared.version));
    }
    check(&shared.scenarios)?;
    policy(&shared.policy)?;
    Ok(shared)
}

/// The project as a file; `files` are the bytes of the files in use, so that it opens anywhere.
#[must_use]
pub fn save_project(project: &Project, files: &[(String, Vec<u8>)]) -> String {
    let saved = Saved {
        headroom: "project".into(),
        project: project.clone(),
        files: files
            .iter()
            .map(|(hash, bytes)| SavedFile {
                hash: hash.clone(),
                deflated: URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(bytes, 6)),
                size: bytes.len() as u64,
            })
            .collect(),
    };
    serde_json::to_string(&saved).unwrap_or_default()
}

/// A saved project with another state of the same project in it and the same files, which stay packed; `None` where it is none.
#[must_use]
pub fn save_again(saved: &str, project: &Project) -> Option<String> {
    let mut saved: Saved = serde_json::from_str(saved).ok()?;
    saved.project = project.clone();
    serde_json::to_string(&saved).ok()
}

/// Opens a saved project (or the project embedded in a report): the project, and the bytes of its files by hash.
///
/// # Errors
/// As [`decode_link`].
pub fn open_project(json: &str) -> Result<(Project, Vec<(String, Vec<u8>)>), LinkError> {
    if json.len() > SAVED_LIMIT {
        return Err(LinkError::TooLarge(format!("{} bytes, at most {SAVED_LIMIT} are read", json.len())));
    }
    let saved: Saved = serde_json::from_str(&visible_json(json)).map_err(|e| {
        let line = || format!("{e}");
        LinkError::Broken(if e.is_eof() { "it ends too early".into() } else { shortened(&line(), 200) })
    })?;
    if saved.headroom != "project" {
        let found = shortened(&saved.headroom, 60);
        return Err(LinkError::Broken(format!("its field \"headroom\" is \"{found}\", expected \"project\"")));
    }
    if saved.project.version > PROJECT_VERSION {
        return Err(LinkError::Newer(saved.project.version));
    }
    check(&saved.project.scenarios)?;
    policy(&saved.project.policy)?;
    let files = unpack(saved.files, &saved.project, FILES_LIMIT)?;
    Ok((saved.project, files))
}

/// The bytes of the files by hash; `left` is what all of them together may inflate to.
fn unpack(packed: Vec<SavedFile>, project: &Project, mut left: usize) -> Result<Vec<(String, Vec<u8>)>, LinkError> {
    let limit = left;
    let mut files = Vec::with_capacity(packed.len());
    for file in packed {
        let name = || {
            let known = project.files.iter().find(|f| f.hash == file.hash);
            known.map_or_else(|| "a file inside it".to_owned(), |f| format!("the file \"{}\" inside it", f.name))
        };
        let invalid = |what: &str| LinkError::Invalid(format!("{} {what}", name()));
        let too_large = || {
            LinkError::TooLarge(format!(
                "its files inflate to more than the {} MB that are read, at {}",
                limit / 1_000_000,
                name()
            ))
        };
        let size = usize::try_from(file.size).unwrap_or(usize::MAX);
        if size > left {
            return Err(too_large());
        }
        let packed = URL_SAFE_NO_PAD.decode(&file.deflated).map_err(|e| invalid(&format!("is damaged ({e})")))?;
        let bytes = miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, size)
            .map_err(|_| invalid("is damaged or larger than it says"))?;
        left -= bytes.len();
        files.push((file.hash, bytes));
    }
    Ok(files)
}

fn policy(policy: &PolicyUse) -> Result<(), LinkError> {
    policy.own.fault().map_or(Ok(()), |fault| Err(LinkError::Invalid(fault)))
}

fn check(scenarios: &[Scenario]) -> Result<(), LinkError> {
    if scenarios.len() > super::edit::MOST_SCENARIOS {
        return Err(LinkError::TooLarge(format!("{} scenarios", scenarios.len())));
    }
    for scenario in scenarios {
        let numbers = scenario.thresholds.values().map(|t| &t.threshold);
        let mut numbers = numbers.chain(scenario.assumptions.values()).chain(scenario.what_if.values());
        if numbers.any(|v| !v.is_finite()) || scenario.ranges.values().any(|r| !r.0.is_finite() || !r.1.is_finite()) {
            return Err(LinkError::Invalid("a number is not finite".into()));
        }
        if scenario.votes.len() > super::vote::MOST_VOTES {
            return Err(LinkError::TooLarge(format!("{} votes", scenario.votes.len())));
        }
        let sure = |v: &super::vote::Vote| [v.confidence, v.after.as_ref().and_then(|a| a.confidence)];
        if scenario.votes.iter().flat_map(sure).flatten().any(|c| c > 100) {
            return Err(LinkError::Invalid("a vote is more than 100 % sure".into()));
        }
    }
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Saved {
    headroom: String,
    project: Project,
    #[serde(default)]
    files: Vec<SavedFile>,
}

#[derive(Serialize, Deserialize)]
struct SavedFile {
    hash: String,
    size: u64,
    deflated: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Annotation, Ballot, Edit, Round};

    #[test]
    fn a_link_brings_back_what_it_carries() {
        let edit = Edit::Threshold { gate: "empathy".into(), value: Some(0.83) };
        let project = edit.apply(&Project::default()).unwrap_or_default();
        let link = encode_link(&project);
        assert!(link.len() < 300, "{}", link.len());
        let shared = decode_link(&format!("#{link}")).map(|s| s.with_files(&[]).0);
        assert_eq!(shared, Ok(project));
    }

    #[test]
    fn a_link_brings_back_votes_and_notes_and_reads_those_of_earlier_versions() {
        let ballot = |verdict: &str, confidence| Some(Ballot { verdict: verdict.into(), confidence });
        let note = Annotation { text: "welcome, then the question".into(), ..Annotation::default() };
        let edits = [
            Edit::Vote { who: "Anna".into(), round: Round::Before, ballot: ballot("expand_targeted", Some(80)) },
            Edit::Vote { who: "Anna".into(), round: Round::After, ballot: ballot("measure_first", None) },
            Edit::Vote { who: "Ben".into(), round: Round::After, ballot: ballot("measure_first", Some(55)) },
            Edit::Note { about: "workshop question".into(), note: Some(note) },
        ];
        let project = edits.iter().fold(Project::default(), |p, e| e.apply(&p).unwrap_or_default());
        assert_eq!(project.scenario().votes.len(), 2);
        assert_eq!(decode_link(&encode_link(&project)).map(|s| s.with_files(&[]).0), Ok(project.clone()));
        assert_eq!(open_project(&save_project(&project, &[])).map(|p| p.0), Ok(project));
        let old =
            r#"{"v":1,"n":"x","p":{},"s":[{"name":"Today","votes":[{"who":"Anna","verdict":"measure_first"}]}],"a":0}"#;
        let link = |json: &str| {
            let packed = miniz_oxide::deflate::compress_to_vec(json.as_bytes(), 6);
            decode_link(&format!("h1.{}", URL_SAFE_NO_PAD.encode(packed)))
        };
        let votes = link(old).map(|s| s.scenarios[0].votes.clone());
        assert_eq!(votes.map(|v| v[0].ballot(Round::Before)), Ok(ballot("measure_first", None)));
        let sure = old.replace("\"measure_first\"", "\"measure_first\",\"confidence\":200");
        assert!(matches!(link(&sure), Err(LinkError::Invalid(_))));
    }

    #[test]
    fn changes_of_the_policy_travel_and_one_that_cannot_be_is_refused() {
        use crate::policy::{Comparator, metric_gate};
        let gate = metric_gate("target-f1".into(), "F1".into(), "f1", Some("es"), (Comparator::AtLeast, 0.85));
        let off = Edit::GateOff { gate: "duplication".into(), off: true };
        let put = Edit::PutGates { gates: vec![gate.clone()], metrics: Vec::new(), retarget: false };
        let project = [put, off].iter().fold(Project::default(), |p, e| e.apply(&p).unwrap_or_default());
        assert_eq!(project.policy.own.gates, vec![gate]);
        assert_eq!(decode_link(&encode_link(&project)).map(|s| s.with_files(&[]).0), Ok(project.clone()));
        assert_eq!(open_project(&save_project(&project, &[])).map(|p| p.0), Ok(project.clone()));
        let mut bad = project.clone();
        bad.policy.own.gates[0].range = (1.0, 0.0);
        assert!(matches!(decode_link(&encode_link(&bad)), Err(LinkError::Invalid(text)) if text.contains("target-f1")));
        let edit = Edit::PutGates { gates: bad.policy.own.gates, metrics: Vec::new(), retarget: false };
        assert!(edit.apply(&project).is_err());
        let back = Edit::TakeBackGate { gate: "target-f1".into() };
        assert!(back.apply(&project).is_ok_and(|p| p.policy.own.gates.is_empty() && !p.policy.own.off.is_empty()));
        assert!(back.apply(&Project::default()).is_err());
    }

    #[test]
    fn files_ride_along_whole_or_the_link_is_refused() {
        let file = |name: &str| FileUse { name: name.into(), hash: format!("{name} hash"), ..FileUse::default() };
        let project = Project { files: vec![file("a.csv"), file("b.bin")], ..Project::default() };
        // Any bytes: a control character in a file is the file's own affair.
        let files = vec![("a.csv".to_owned(), b"x,y\n1,\x07\n".to_vec()), ("b.bin".to_owned(), vec![0, 255, 10])];
        let link = encode_link_with(&project, &files).expect("they are small");
        let shared = decode_link(&link).expect("it is a link");
        assert_eq!(shared.riding, files);
        let (opened, missing) = shared.with_files(&[]);
        assert!(missing.is_empty());
        assert_eq!(opened.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["a.csv", "b.bin"]);
        // What is at hand is used; a file that neither rides along nor is at hand is named.
        assert_eq!(shared.with_files(&project.files).0.files, project.files);
        let one = encode_link_with(&project, &files[..1]).expect("it is small");
        assert_eq!(decode_link(&one).map(|s| s.with_files(&[]).1), Ok(vec!["b.bin".to_owned()]));
        // Without files it is a link like any other; cut anywhere it is refused.
        assert_eq!(encode_link_with(&project, &[]).map(|l| decode_link(&l).is_ok()), Ok(true));
        for end in 0..link.len() {
            assert!(decode_link(&link[..end]).is_err(), "{end}");
        }
        let mut state = 1_u64;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        });
        let noise = noise.take(9_000).collect();
        let large = encode_link_with(&project, &[("a.csv".to_owned(), noise)]);
        assert!(large.is_err_and(|packed| packed > RIDE_LIMIT));
        let bomb = URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&vec![0; 3_000_000], 9));
        let body = link.split('.').nth(1).unwrap_or_default();
        assert!(matches!(decode_link(&format!("h2.{body}.{bomb}")), Err(LinkError::TooLarge(_))));
    }

    #[test]
    fn bombs_and_foreign_links_are_refused_with_a_reason() {
        let bomb = URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&vec![b' '; 50_000_000], 9));
        assert!(matches!(decode_link(&format!("h1.{bomb}")), Err(LinkError::TooLarge(_))));
        assert!(matches!(decode_link("h7.abc"), Err(LinkError::Newer(7))));
        assert!(matches!(decode_link("section-2"), Err(LinkError::Foreign(_))));
        assert!(matches!(decode_link("h1.@@@@"), Err(LinkError::Foreign(_))));
    }

    #[test]
    fn one_cap_holds_for_all_files_of_a_saved_project() {
        let packed = |hash: &str, size: usize| SavedFile {
            hash: hash.into(),
            size: size as u64,
            deflated: URL_SAFE_NO_PAD.encode(miniz_oxide::deflate::compress_to_vec(&vec![b'1'; size], 9)),
        };
        let named = FileUse { name: "second.csv".into(), hash: "b".into(), ..FileUse::default() };
        let project = Project { files: vec![named], ..Project::default() };
        let all = |limit| unpack(vec![packed("a", 60_000), packed("b", 60_000)], &project, limit);
        assert_eq!(all(120_000).map(|f| f.len()), Ok(2));
        let fault = all(119_999).map_err(|e| e.to_string());
        assert!(fault.as_ref().is_err_and(|e| e.contains("\"second.csv\"") && e.contains("inflate")), "{fault:?}");
        // What it says of its size is no way around: less is damaged, more is too much.
        let liar = |says: u64| unpack(vec![SavedFile { size: says, ..packed("b", 60_000) }], &project, 100_000);
        assert!(matches!(liar(10), Err(LinkError::Invalid(text)) if text.contains("second.csv")));
        assert!(matches!(liar(u64::MAX), Err(LinkError::TooLarge(_))));
    }

    #[test]
    fn a_project_that_was_changed_by_hand_is_said_to_be_no_link() {
        let whole = save_project(&Project::default(), &[("ab".into(), b"x,y\n1,2\n".to_vec())]);
        let cases = [
            (whole[..whole.len() / 2].to_owned(), "ends too early"),
            (whole.replace("\"active\":0", "\"active\":zero"), "line 1 column"),
            (whole.replace("\"headroom\":\"project\"", "\"headroom\":\"poem\""), "\"poem\""),
            (whole.replace("\"deflated\":\"", "\"deflated\":\"!"), "damaged"),
        ];
        for (text, words) in cases {
            assert!(text != whole);
            let told = open_project(&text).map_err(|e| e.to_string()).expect_err("it is broken");
            assert!(told.contains(words) && !told.contains("not a Headroom link"), "{told}");
        }
    }

    #[test]
    fn a_saved_project_carries_its_files() {
        let saved = save_project(&Project::default(), &[("ab".into(), b"x,y\n1,2\n".to_vec())]);
        let (project, files) = open_project(&saved).unwrap_or_default();
        assert_eq!(project, Project::default());
        assert_eq!(files, vec![("ab".to_string(), b"x,y\n1,2\n".to_vec())]);
    }
}
