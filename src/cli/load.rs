//! Files on the command line to project, policy and evidence: the part that `gate`, `decide` and `report` share.

use super::Refusal;
use crate::analysis::{Exploration, Explore, Prepare, Prepared, decide};
use crate::data::{Diagnostic, Evidence, Level};
use crate::decide::Decision;
use crate::decide::assumptions::is_read;
use crate::policy::{self, PolicyPack, defaults};
use crate::read::{self, FileMap, Limits, SpecialKind};
use crate::report::ReportInput;
use crate::scenario::{FileUse, PolicyUse, Project, Scenario, Shared, decode_link, open_project};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// What every deciding subcommand takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Inputs {
    /// Evidence (inventory, evaluations, learning curves, scaling runs, checks), a policy pack, a saved project or a saved report.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Policy pack: a file, or the identifier of one that ships with the program (therapeutic-ai, fine-tuning).
    #[arg(long, value_name = "FILE|ID")]
    pub policy: Option<String>,
    /// Scenario: a file with a scenario as JSON or with a share link, or the link itself.
    #[arg(long, value_name = "FILE|LINK")]
    pub scenario: Option<String>,
    /// Name of the project.
    #[arg(long, value_name = "TEXT")]
    pub name: Option<String>,
}

/// What the files make.
pub struct Loaded {
    /// Files, policy and scenarios.
    pub project: Project,
    /// The policy pack.
    pub pack: PolicyPack,
    /// Evidence, roll-up and fits.
    pub prepared: Prepared,
    /// Bytes by hash, also of a dropped policy pack.
    pub files: Vec<(String, Vec<u8>)>,
    /// What there is to say, besides what the evidence itself carries.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// The decision under the active scenario.
    #[must_use]
    pub fn decide(&self) -> Decision {
        decide(&self.prepared, &self.pack, self.project.scenario())
    }
    /// What explains it.
    #[must_use]
    pub fn explore(&self) -> Exploration {
        Explore::run(&self.prepared, &self.pack, self.project.scenario())
    }
    /// Everything a report is made from.
    #[must_use]
    pub fn report<'a>(&'a self, decision: &'a Decision, exploration: &'a Exploration) -> ReportInput<'a> {
        ReportInput {
            project: &self.project,
            pack: &self.pack,
            prepared: &self.prepared,
            decision,
            exploration,
            files: &self.files,
        }
    }
    /// Writes what there is to say to standard error, one line each.
    pub fn complain(&self) {
        for d in self.diagnostics.iter().filter(|d| d.level > Level::Info) {
            eprintln!("headroom: {}", super::plain(&d.to_string()));
        }
    }
}

/// Reads the files and prepares the analysis.
///
/// # Errors
/// One line that names the file, the place in it, what was found and what was expected.
pub fn load(inputs: &Inputs) -> Result<Loaded, Refusal> {
    let mut store = Store::default();
    for path in &inputs.files {
        store.add(path)?;
    }
    if let Some(name) = &inputs.name {
        store.project.name.clone_from(name);
    }
    if let Some(text) = &inputs.scenario {
        store.scenario(text)?;
    }
    let pack = store.pack(inputs.policy.as_deref())?;
    let evidence = store.evidence()?;
    unknown_names(store.project.scenario(), &pack, &mut store.diagnostics);
    Ok(Loaded {
        prepared: prepare(evidence, &pack),
        project: store.project,
        pack,
        files: store.bytes,
        diagnostics: store.diagnostics,
    })
}

fn prepare(evidence: Evidence, pack: &PolicyPack) -> Prepared {
    let mut job = Prepare::new(evidence, pack, None);
    let bar =
        if std::io::stderr().is_terminal() { indicatif::ProgressBar::new(0) } else { indicatif::ProgressBar::hidden() };
    while let Some(progress) = job.step() {
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
        bar.set_message(progress.label);
    }
    bar.finish_and_clear();
    job.finish()
}

#[derive(Default)]
struct Store {
    project: Project,
    bytes: Vec<(String, Vec<u8>)>,
    diagnostics: Vec<Diagnostic>,
    opened: Option<String>,
}

impl Store {
    fn add(&mut self, path: &Path) -> Result<(), Refusal> {
        let bytes = bytes_of(path)?;
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        // Only what the file is matters here; its evidence is read once all files are known.
        let document = read::open(&name, bytes.clone(), &Limits::default())
            .map_err(|e| Refusal(e.diagnostic(&name).to_string()))?
            .document;
        match document.value.special {
            Some(special) if special.kind == SpecialKind::Policy => {
                let pack = self.parse_pack(&name, &special.json)?;
                self.put_policy(pack.id, bytes);
            }
            Some(special) => {
                if let Some(other) = &self.opened {
                    return Err(Refusal(format!(
                        "{name}: a project is already open ({other}). Give one saved project or report, not two."
                    )));
                }
                let (mut project, files) = open_project(&special.json).map_err(|e| Refusal(format!("{name}: {e}")))?;
                project.files.append(&mut self.project.files);
                self.project = project;
                for (hash, bytes) in files {
                    self.keep(hash, bytes);
                }
                self.opened = Some(name);
            }
            None => {
                let hash = read::hash(&bytes);
                if !self.project.files.iter().any(|f| f.hash == hash) {
                    self.project.files.push(FileUse {
                        name,
                        hash: hash.clone(),
                        size: bytes.len() as u64,
                        ..FileUse::default()
                    });
                }
                self.keep(hash, bytes);
            }
        }
        Ok(())
    }

    fn keep(&mut self, hash: String, bytes: Vec<u8>) {
        if !self.bytes.iter().any(|(h, _)| *h == hash) {
            self.bytes.push((hash, bytes));
        }
    }

    fn put_policy(&mut self, id: String, bytes: Vec<u8>) {
        let hash = read::hash(&bytes);
        self.project.policy = PolicyUse { id, hash: Some(hash.clone()) };
        self.keep(hash, bytes);
    }

    fn parse_pack(&mut self, name: &str, json: &str) -> Result<PolicyPack, Refusal> {
        let checked = policy::parse(json).map_err(|e| Refusal(format!("{name}: {e}")))?;
        let known: Vec<String> = self.diagnostics.iter().map(|d| d.message.clone()).collect();
        self.diagnostics.extend(checked.diagnostics.into_iter().filter(|d| !known.contains(&d.message)));
        Ok(checked.value)
    }

    /// The pack in force: the one named on the command line, else the one among the files, else the project's, else the default.
    fn pack(&mut self, named: Option<&str>) -> Result<PolicyPack, Refusal> {
        if let Some(text) = named {
            if let Some((id, json)) = defaults::PACKS.iter().find(|(id, _)| *id == text) {
                self.project.policy = PolicyUse { id: (*id).into(), hash: None };
                return self.parse_pack(id, json);
            }
            let ids: Vec<&str> = defaults::PACKS.iter().map(|(id, _)| *id).collect();
            let path = Path::new(text);
            if !path.exists() {
                return Err(Refusal(format!(
                    "--policy: there is no file \"{text}\" and no shipped pack of that name; shipped are {}",
                    ids.join(", ")
                )));
            }
            let bytes = bytes_of(path)?;
            let json = String::from_utf8_lossy(&bytes).into_owned();
            let pack = self.parse_pack(text, json.trim_start_matches('\u{FEFF}'))?;
            self.put_policy(pack.id.clone(), bytes);
            return Ok(pack);
        }
        let wanted = self.project.policy.clone();
        match &wanted.hash {
            Some(hash) => match self.bytes.iter().find(|(h, _)| h == hash) {
                Some((_, bytes)) => {
                    let json = String::from_utf8_lossy(bytes).into_owned();
                    self.parse_pack(&wanted.id, json.trim_start_matches('\u{FEFF}'))
                }
                None => Err(Refusal(format!(
                    "the project uses the policy pack \"{}\", which is not inside it; give its file too",
                    wanted.id
                ))),
            },
            None => match defaults::PACKS.iter().find(|(id, _)| *id == wanted.id) {
                Some((id, json)) => self.parse_pack(id, json),
                None => Err(Refusal(format!(
                    "the project uses the policy pack \"{}\", which does not ship with this program; give its file with --policy",
                    wanted.id
                ))),
            },
        }
    }

    fn evidence(&mut self) -> Result<Evidence, Refusal> {
        let mut parts = Vec::new();
        for file in self.project.files.iter().filter(|f| !f.left_out) {
            let Some((_, bytes)) = self.bytes.iter().find(|(h, _)| *h == file.hash) else {
                return Err(Refusal(format!(
                    "{}: the project uses this file, but it is not inside it; give the file too",
                    file.name
                )));
            };
            let map: Option<FileMap> =
                match &file.map {
                    Some(json) => Some(serde_json::from_value(json.clone()).map_err(|e| {
                        Refusal(format!("{}: how it is to be read cannot be understood ({e})", file.name))
                    })?),
                    None => None,
                };
            let reading = read::read_evidence(&file.name, bytes, map.as_ref(), &Limits::default())
                .map_err(|e| Refusal(e.diagnostic(&file.name).to_string()))?;
            if let Some(error) = reading.diagnostics.iter().find(|d| d.level == Level::Error) {
                return Err(Refusal(error.to_string()));
            }
            if reading.value.evidence.is_empty() {
                let why = reading.diagnostics.iter().find(|d| d.level > Level::Info);
                return Err(Refusal(why.map_or_else(
                    || format!("{}: no evidence was found in it. Expected an inventory, evaluations, learning curves, scaling runs or checks.", file.name),
                    ToString::to_string,
                )));
            }
            self.diagnostics.extend(reading.diagnostics);
            parts.push(reading.value.evidence);
        }
        Ok(read::combine(parts))
    }

    fn scenario(&mut self, text: &str) -> Result<(), Refusal> {
        let is_link = text.starts_with("h1.") || text.contains('#');
        let content = if is_link && !Path::new(text).exists() {
            text.to_owned()
        } else {
            String::from_utf8_lossy(&bytes_of(Path::new(text))?).trim_start_matches('\u{FEFF}').trim().to_owned()
        };
        if content.starts_with('{') {
            let scenario = parse_scenario(text, &content)?;
            self.project.scenarios = vec![scenario];
            self.project.active = 0;
            return Ok(());
        }
        let fragment = content.rsplit('#').next().unwrap_or(&content);
        let shared: Shared = decode_link(fragment).map_err(|e| Refusal(format!("--scenario: {e}")))?;
        let (linked, _) = shared.with_files(&self.project.files);
        self.project.scenarios = linked.scenarios;
        self.project.active = linked.active;
        if self.project.policy.hash.is_none() && self.opened.is_none() {
            self.project.policy = linked.policy;
        }
        if self.opened.is_none() {
            self.project.name = linked.name;
        }
        Ok(())
    }
}

/// Reads a scenario and refuses fields that it does not have, so that a slip of the pen is not a scenario without changes.
fn parse_scenario(file: &str, json: &str) -> Result<Scenario, Refusal> {
    const FIELDS: [&str; 10] =
        ["name", "thresholds", "assumptions", "ranges", "what_if", "models", "law", "waivers", "notes", "votes"];
    let refuse = |e: serde_json::Error| Refusal(format!("{file}: this is not a scenario: {e}"));
    let value: serde_json::Value = serde_json::from_str(json).map_err(refuse)?;
    if let Some(strange) = value.as_object().and_then(|o| o.keys().find(|k| !FIELDS.contains(&k.as_str()))) {
        return Err(Refusal(format!("{file}: a scenario has no field \"{strange}\". Expected {}.", FIELDS.join(", "))));
    }
    serde_json::from_value(value).map_err(refuse)
}

/// Says which gates and assumptions a scenario changes that the policy does not have.
fn unknown_names(scenario: &Scenario, pack: &PolicyPack, diagnostics: &mut Vec<Diagnostic>) {
    let gates: Vec<&str> = pack.gates.iter().map(|g| g.id.as_str()).collect();
    let lost = scenario.thresholds.keys().chain(scenario.waivers.keys()).filter(|id| !gates.contains(&id.as_str()));
    for id in lost {
        diagnostics.push(
            Diagnostic::warning(
                "gate-unknown",
                format!(
                    "The scenario changes a gate \"{id}\" that the policy does not have; the change has no effect."
                ),
            )
            .expected(gates.join(", ")),
        );
    }
    for id in scenario.assumptions.keys().chain(scenario.ranges.keys()) {
        if !is_read(pack, id) {
            diagnostics.push(Diagnostic::warning(
                "assumption-unknown",
                format!("The scenario changes an assumption \"{id}\" that nothing uses; the change has no effect."),
            ));
        }
    }
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Refusal> {
    let shown = path.display();
    if path.is_dir() {
        return Err(Refusal(format!("{shown} is a directory. Name the files in it, for instance {shown}/*.csv")));
    }
    std::fs::read(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Refusal(format!("{shown}: there is no such file")),
        std::io::ErrorKind::PermissionDenied => {
            Refusal(format!("{shown}: this file may not be read (permission denied)"))
        }
        _ => Refusal(format!("{shown}: {e}")),
    })
}
