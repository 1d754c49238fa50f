//! Files on the command line to project, policy and evidence: the part that `gate`, `decide` and `report` share.

use super::Refusal;
use super::bar::until_done;
use crate::analysis::asking::{ask_all, found_metrics};
use crate::analysis::ready;
use crate::analysis::{Exploration, Explore, Prepare, Prepared, decide};
use crate::data::{Diagnostic, Evidence, FileRecord, Level, Place, Steps, units, visible, visible_json};
use crate::decide::Decision;
use crate::decide::assumptions::is_read;
use crate::engine::{Carried, Listed, Put, Shelf};
use crate::policy::{Gate, PolicyPack, WrittenTarget, defaults};
use crate::read::{self, FileMap, Limits, POOL, Together};
use crate::report::ReportInput;
use crate::scenario::{FileUse, PolicyUse, Project, Scenario, Shared, decode_link};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What every deciding subcommand takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Inputs {
    /// Evidence (inventory, evaluations, learning curves, scaling runs, checks), a policy pack, a saved project or a saved report.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Table to read where a file has several: a sheet, a JSON path, a configuration; FILE=PART for one of several files.
    #[arg(long, value_name = "[FILE=]PART")]
    pub part: Vec<String>,
    /// Policy pack: a file, or the identifier of one that ships with the program (therapeutic-ai, fine-tuning, general).
    #[arg(long, value_name = "FILE|ID")]
    pub policy: Option<String>,
    /// What a metric is to reach, as in accuracy>=0.9, "macro-F1 >= 85 %" or accuracy[es]>=0.8 for one slice; any number of
    /// times. Without a policy the general questions are asked beside.
    #[arg(long, value_name = "METRIC>=VALUE")]
    pub target: Vec<String>,
    /// Scenario: a file with a scenario as JSON or with a share link, the link itself, or a ready one: twice, ten-times,
    /// half-the-budget, quality-only.
    #[arg(long, value_name = "FILE|LINK|READY")]
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
    /// Names of files that were given and said nothing.
    pub unread: Vec<String>,
    shelf: Shelf,
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
    /// What a live report carries, with what explains the decision.
    #[must_use]
    pub fn carried(&mut self, exploration: &Exploration) -> Carried {
        let policy = &self.project.policy;
        let (base, notes) = (self.shelf.unchanged(policy), self.shelf.pack(policy).1);
        Carried {
            project: self.project.clone(),
            prepared: self.prepared.clone(),
            exploration: exploration.clone(),
            readings: self.project.files.iter().map(|f| self.shelf.view(f).0).collect(),
            pack: self.pack.clone(),
            base,
            notes,
        }
    }
    /// Writes what there is to say to standard error, one line each, none twice.
    pub fn complain(&self) {
        let mut said: Vec<String> = Vec::new();
        for line in self.diagnostics.iter().filter(|d| d.level > Level::Info).map(ToString::to_string) {
            if !said.contains(&line) {
                super::say(&line);
                said.push(line);
            }
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
    for part in &inputs.part {
        store.part(part)?;
    }
    if let Some(name) = &inputs.name {
        store.project.name = visible(name).into_owned();
    }
    let made = inputs.scenario.as_deref().and_then(ready).filter(|r| !Path::new(r.id).exists());
    if let Some(text) = inputs.scenario.as_ref().filter(|_| made.is_none()) {
        store.scenario(text)?;
    }
    let targets = inputs.target.iter().map(|t| WrittenTarget::read(t).map_err(|e| Refusal(format!("--target: {e}."))));
    let targets: Vec<WrittenTarget> = targets.collect::<Result<_, _>>()?;
    // Files of a person's own begin with the questions that hold in any field, as on the page.
    let named = inputs.policy.is_some() || store.opened.is_some() || store.listed.is_some() || store.linked;
    let unnamed = !named && store.project.policy == PolicyUse::default();
    let mut pack = store.pack(inputs.policy.as_deref())?;
    let evidence = store.evidence()?;
    if unnamed {
        if targets.is_empty() && measures_most_of(&pack, &evidence) {
            store.diagnostics.push(of_this_field(&pack));
        } else {
            store.project.policy = PolicyUse::shipped(defaults::GENERAL_ID);
            pack = store.pack(None)?;
        }
    }
    let pack = store.asked(pack, &evidence, &targets)?;
    if unnamed && targets.is_empty() {
        store.diagnostics.extend(no_targets(&evidence, &pack));
    }
    unknown_names(store.project.scenario(), &pack, &mut store.diagnostics);
    let prepared = prepare(evidence, &pack);
    if let Some(ready) = made {
        let scenario = ready.scenario(&prepared, &pack, store.project.scenario(), &[]);
        let scenario = scenario.map_err(|why| Refusal(format!("--scenario {}: {why}.", ready.id)))?;
        (store.project.scenarios, store.project.active) = (vec![scenario], 0);
    }
    Ok(Loaded {
        prepared,
        files: store.shelf.contents(&store.project),
        project: store.project,
        pack: (*pack).clone(),
        diagnostics: store.diagnostics,
        unread: store.unread.into_iter().map(|r| r.name).collect(),
        shelf: store.shelf,
    })
}

fn prepare(evidence: Evidence, pack: &PolicyPack) -> Prepared {
    let mut job = Prepare::new(evidence, pack, None);
    until_done(|| job.step(()));
    job.finish()
}

#[derive(Default)]
struct Store {
    project: Project,
    shelf: Shelf,
    diagnostics: Vec<Diagnostic>,
    unread: Vec<FileRecord>,
    opened: Option<String>,
    listed: Option<String>,
    /// True where a link said which policy is in force.
    linked: bool,
}

impl Store {
    /// Puts a file on the shelf. One that cannot be read is named and stops nothing; a pack or a project that cannot be
    /// used stops everything, since what follows would be decided by other rules than those asked for.
    fn add(&mut self, path: &Path) -> Result<(), Refusal> {
        let bytes = bytes_of(path)?;
        let name = name_of(path);
        match self.put(&name, bytes)? {
            Some(Put::Evidence(file)) => {
                if !self.project.files.iter().any(|f| f.hash == file.hash) {
                    self.project.files.push(file);
                }
            }
            Some(Put::Policy(file, (pack, _))) => {
                self.project.policy = PolicyUse::file(&pack.id, file.hash);
            }
            Some(Put::Project(project, contents)) => {
                if let Some(other) = &self.opened {
                    return Err(Refusal(format!(
                        "{name}: a project is already open ({other}). Give one saved project or report, not two."
                    )));
                }
                let given = std::mem::replace(&mut self.project, *project);
                let new = given.files.into_iter().filter(|f| !self.project.files.iter().any(|own| own.hash == f.hash));
                let new: Vec<FileUse> = new.collect();
                self.project.files.extend(new);
                self.opened = Some(name);
                for (file, bytes) in contents {
                    self.put(&file.name, bytes)?;
                }
            }
            Some(Put::Listed(list)) => return self.listed(path, &name, list),
            None => {}
        }
        Ok(())
    }

    /// A list of files: its name and policy hold where nothing else says, and the files are read from beside it.
    fn listed(&mut self, path: &Path, name: &str, list: Listed) -> Result<(), Refusal> {
        if let Some(first) = &self.listed {
            let message = format!("{name} names the files of a project, as {first} did; it was passed over.");
            self.diagnostics.push(Diagnostic::warning("file-list-again", message));
            return Ok(());
        }
        self.listed = Some(name.to_owned());
        if self.project.policy == PolicyUse::default() {
            self.project.policy.id = list.policy;
        }
        if self.project.name == Project::default().name && !list.label.is_empty() {
            self.project.name = list.label;
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        for file in list.files {
            // Only what lies beside the list: a name with a folder in it could be anywhere.
            let beside = folder.join(&file);
            let plain = Path::new(&file).file_name().is_some_and(|own| own == file.as_str());
            if plain && beside.is_file() {
                self.add(&beside)?;
            } else if !self.project.files.iter().any(|f| f.name == file) {
                let message =
                    format!("{name} names {file}, which does not lie beside it; the rest is decided without it.");
                self.unread.push(FileRecord { name: file, kind: "not here".into(), ..FileRecord::default() });
                self.diagnostics.push(Diagnostic::warning("file-absent", message));
            }
        }
        Ok(())
    }

    /// Chooses the table that is read of one file, or of every file that has a table of that name.
    fn part(&mut self, text: &str) -> Result<(), Refusal> {
        let own = text.split_once('=').filter(|(file, _)| self.project.files.iter().any(|f| f.name == *file));
        let (only, wanted) = own.map_or((None, text), |(file, part)| (Some(file), part));
        let mut known: Vec<String> = Vec::new();
        let mut chosen = false;
        for file in self.project.files.iter_mut().filter(|f| only.is_none_or(|name| f.name == name)) {
            let parts = self.shelf.parts(&file.hash);
            if let Some(part) = part_named(&parts, wanted) {
                let given = file.map.take().unwrap_or_default();
                file.map = Some(FileMap { part: Some(part), map: None, ..given });
                chosen = true;
            }
            known.extend(parts.into_iter().filter(|p| !p.is_empty()).map(|p| format!("\"{p}\" ({})", file.name)));
        }
        if chosen {
            return Ok(());
        }
        let known = if known.is_empty() { "no file has several tables".to_owned() } else { units::several(&known) };
        Err(Refusal(format!("--part: no file has a table \"{wanted}\". There are: {known}.")))
    }

    /// `None` where the file cannot be read, which is noted.
    fn put(&mut self, name: &str, bytes: Vec<u8>) -> Result<Option<Put>, Refusal> {
        let (hash, size) = (read::hash(&bytes), bytes.len() as u64);
        match read::open(name, bytes, &Limits::default()) {
            Ok(opened) => self.shelf.put(name, opened).map(Some).map_err(|why| Refusal(why.to_string())),
            Err(error) => {
                let file = FileUse { name: name.to_owned(), hash, size, ..FileUse::default() };
                self.useless(&file, error.diagnostic(name));
                Ok(None)
            }
        }
    }

    /// Notes a file that says nothing, with the reason.
    fn useless(&mut self, file: &FileUse, why: Diagnostic) {
        self.unread.push(file.unread(why.clone()));
        self.diagnostics.push(why);
    }

    /// The pack in force: the one named on the command line, else the one among the files, else the project's, else the default.
    fn pack(&mut self, named: Option<&str>) -> Result<Arc<PolicyPack>, Refusal> {
        if let Some(text) = named {
            let shipped = defaults::PACKS.iter().any(|(id, _)| *id == text);
            self.project.policy = if shipped { PolicyUse::shipped(text) } else { self.own_pack(text)? };
        }
        let (pack, notes) = self.shelf.pack(&self.project.policy);
        if let Some(error) = notes.iter().find(|d| d.level == Level::Error) {
            return Err(Refusal(error.to_string()));
        }
        self.diagnostics.extend(notes);
        Ok(pack)
    }

    /// The pack with targets from the command line, which become part of the project.
    fn asked(
        &mut self,
        pack: Arc<PolicyPack>,
        evidence: &Evidence,
        targets: &[WrittenTarget],
    ) -> Result<Arc<PolicyPack>, Refusal> {
        if targets.is_empty() {
            return Ok(pack);
        }
        let (changes, notes) = ask_all(&pack, evidence, targets).map_err(|e| Refusal(format!("--target: {e}.")))?;
        self.diagnostics.extend(notes);
        let own = &mut self.project.policy.own;
        let gates: Vec<Gate> = changes.gates.into_iter().map(|g| Gate { source: "--target".into(), ..g }).collect();
        own.put(&gates, &changes.metrics);
        for gate in &gates {
            if let Some(was) = self.project.retarget(&gate.id) {
                let (was, now) = (units::score(was), units::score(gate.threshold));
                let text = format!("{}: the {was} of the scenario gives way to {now} of --target.", gate.label);
                self.diagnostics.push(Diagnostic::warning("target-scenario", text));
            }
        }
        Ok(self.shelf.pack(&self.project.policy).0)
    }

    fn own_pack(&mut self, text: &str) -> Result<PolicyUse, Refusal> {
        let path = Path::new(text);
        if !path.exists() {
            let ids: Vec<&str> = defaults::PACKS.iter().map(|(id, _)| *id).collect();
            return Err(Refusal(format!(
                "--policy: there is no file \"{text}\" and no shipped pack of that name; shipped are {}",
                ids.join(", ")
            )));
        }
        match self.put(text, bytes_of(path)?)? {
            Some(Put::Policy(file, (pack, _))) => Ok(PolicyUse::file(&pack.id, file.hash)),
            _ => Err(Refusal(format!(
                "--policy: {text} is no policy pack. Expected JSON with \"headroom\": \"policy\"."
            ))),
        }
    }

    /// Everything that the files say; the ones that say nothing are named.
    fn evidence(&mut self) -> Result<Evidence, Refusal> {
        let mut parts = Vec::new();
        let mut together = Together::new(Limits::default().together);
        for file in self.project.files.clone().iter().filter(|f| !f.left_out) {
            let reading = match self.shelf.read(file) {
                Ok(reading) => reading,
                Err(why) => {
                    // A file of a project that could not be opened was named then.
                    if !self.unread.iter().any(|r| r.hash == file.hash) {
                        self.useless(file, why);
                    }
                    continue;
                }
            };
            let wanted = file.map.as_ref().is_none_or(|m| m.include);
            let broken = reading.diagnostics.iter().any(|d| d.level == Level::Error);
            if broken || (wanted && reading.value.evidence.is_empty() && reading.value.evidence.targets.is_empty()) {
                self.unread.extend(reading.value.evidence.files.iter().take(1).cloned());
                let said = |d: &Diagnostic| d.level > Level::Info || d.code == POOL;
                if !reading.diagnostics.iter().any(said) {
                    self.diagnostics.push(nothing_in(&file.name));
                }
            }
            if let Err(why) = together.take(&file.name, &reading.value.evidence) {
                self.useless(file, why);
                continue;
            }
            self.diagnostics.extend(reading.diagnostics.iter().cloned());
            parts.push(reading.value.evidence.clone());
        }
        let mut all = read::combine(parts);
        if all.is_empty() {
            let said = |d: &&Diagnostic| d.level > Level::Info || d.code == POOL;
            let why = self.diagnostics.iter().find(said).cloned();
            let name = all.files.first().or(self.unread.first()).map(|f| f.name.as_str());
            if let Some(why) = why.or_else(|| name.map(nothing_in)) {
                return Err(Refusal(why.to_string()));
            }
        }
        let known = |r: &FileRecord| all.files.iter().any(|f| f.hash == r.hash);
        let more: Vec<FileRecord> = self.unread.iter().filter(|r| !known(r)).cloned().collect();
        all.files.extend(more);
        Ok(all)
    }

    fn scenario(&mut self, text: &str) -> Result<(), Refusal> {
        let is_link = ["h1.", "h2."].iter().any(|p| text.starts_with(p)) || text.contains('#');
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
        // Files in the link stand in where none were given.
        if self.project.files.is_empty() {
            for (name, bytes) in &shared.riding {
                if let Some(Put::Evidence(file)) = self.put(&visible(name), bytes.clone())? {
                    let map = shared.files.iter().find(|f| f.0 == *name).and_then(|f| f.2.clone());
                    self.project.files.push(FileUse { map, ..file });
                }
            }
        }
        let (linked, _) = shared.with_files(&self.project.files);
        self.project.scenarios = linked.scenarios;
        self.project.active = linked.active;
        // How each file is to be read is part of what was shared.
        for file in self.project.files.iter_mut().filter(|f| f.map.is_none()) {
            file.map = linked.files.iter().find(|l| l.hash == file.hash).and_then(|l| l.map.clone());
        }
        if self.project.policy.hash.is_none() && self.opened.is_none() {
            self.project.policy = linked.policy;
            self.linked = true;
        }
        if self.opened.is_none() {
            self.project.name = linked.name;
        }
        Ok(())
    }
}

/// Reads a scenario and refuses fields that it does not have, so that a slip of the pen is not a scenario without changes.
fn parse_scenario(file: &str, json: &str) -> Result<Scenario, Refusal> {
    const FIELDS: &[&str] = &[
        "name",
        "thresholds",
        "assumptions",
        "ranges",
        "what_if",
        "models",
        "law",
        "runs",
        "expense",
        "waivers",
        "notes",
        "votes",
    ];
    let refuse = |e: serde_json::Error| Refusal(format!("{file}: this is not a scenario: {e}"));
    let value: serde_json::Value = serde_json::from_str(&visible_json(json)).map_err(refuse)?;
    if let Some(strange) = value.as_object().and_then(|o| o.keys().find(|k| !FIELDS.contains(&k.as_str()))) {
        return Err(Refusal(format!("{file}: a scenario has no field \"{strange}\". Expected {}.", FIELDS.join(", "))));
    }
    serde_json::from_value(value).map_err(refuse)
}

/// Says which gates and assumptions a scenario changes that the policy does not have.
fn unknown_names(scenario: &Scenario, pack: &PolicyPack, diagnostics: &mut Vec<Diagnostic>) {
    let gates: Vec<&str> = pack.gates.iter().map(|g| g.id.as_str()).collect();
    let lost = scenario
        .thresholds
        .keys()
        .chain(scenario.waivers.keys())
        .chain(scenario.runs.keys())
        .filter(|id| !gates.contains(&id.as_str()));
    for id in lost {
        diagnostics.push(
            Diagnostic::warning(
                "gate-unknown",
                format!(
                    "The scenario changes a gate \"{id}\" that the policy does not have; the change has no effect."
                ),
            )
            .expected(units::several(&gates)),
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

/// True where files measure more than half of the metrics that a pack asks: they are of its field.
fn measures_most_of(pack: &PolicyPack, evidence: &Evidence) -> bool {
    let asked: BTreeSet<&str> = pack.gates.iter().filter_map(|g| g.metric()).collect();
    let found = found_metrics(evidence, pack);
    let measured = asked.iter().filter(|id| found.iter().any(|f| f.id == **id)).count();
    2 * measured > asked.len()
}

/// Says which policy stands in where nobody named one, and why.
fn of_this_field(pack: &PolicyPack) -> Diagnostic {
    let text =
        format!("No policy was named; these files measure most of what \"{}\" asks, so it is in force.", pack.name);
    Diagnostic::warning("policy-by-metrics", text)
        .mend(format!("Name one with --policy: {}, or a file.", shipped().join(", ")))
}

fn shipped() -> Vec<&'static str> {
    defaults::NAMES.iter().map(|(id, _)| *id).collect()
}

/// Says that nobody named a policy, so that what the files measure has no target.
fn no_targets(evidence: &Evidence, pack: &PolicyPack) -> Option<Diagnostic> {
    let found = found_metrics(evidence, pack);
    let first = found.first()?;
    if found.iter().any(|f| pack.gates.iter().any(|g| g.metric() == Some(&f.id))) {
        return None;
    }
    let names: Vec<&str> = found.iter().map(|f| f.label.as_str()).collect();
    let text = format!(
        "No policy was named, so the questions that hold in any field are asked (\"{}\"); they set no target for what these files measure: {}.",
        pack.name,
        units::several(&names)
    );
    let example = format!("{}{}0.9", first.id, if first.comparator().sign() > 0.0 { ">=" } else { "<=" });
    Some(Diagnostic::warning("no-targets", text).mend(format!(
        "Name what they should reach, as in --target \"{example}\", or a policy with --policy ({}, or a file).",
        shipped().join(", ")
    )))
}

fn nothing_in(file: &str) -> Diagnostic {
    Diagnostic::warning("file-without-evidence", "No evidence was found in the file.")
        .at(Place { file: file.to_owned(), ..Place::default() })
        .expected(read::kinds::listed())
}

/// The part of that name, in full or without what every part begins with.
#[must_use]
pub fn part_named(parts: &[String], wanted: &str) -> Option<String> {
    let wanted = &*visible(wanted);
    let short = |p: &&String| p.strip_prefix("$.").is_some_and(|rest| rest == wanted);
    parts.iter().find(|p| *p == wanted).or_else(|| parts.iter().find(short)).cloned()
}

/// Name of a file as it is shown.
#[must_use]
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    visible(&name).into_owned()
}

/// The bytes of a file.
///
/// # Errors
/// In words, where it is not there or may not be read.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Refusal> {
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
