//! The slow half that no threshold touches: roll-up and fits.

use crate::data::{Check, Diagnostic, Evidence, LearningCurve, Progress, Steps, units};
use crate::decide::inventory::{InventorySummary, summarise};
use crate::fit::scaling::{Penalty, ScalingFit, ScalingJob, ScalingOptions};
use crate::fit::{CurveFit, CurveJob, Families, FitOptions};
use crate::policy::PolicyPack;
use crate::text::{Duplication, Search, THRESHOLD};
use serde::{Deserialize, Serialize};

/// What the analysis knows before any threshold is looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prepared {
    /// Everything the files said.
    pub evidence: Evidence,
    /// The inventory, rolled up.
    pub inventory: InventorySummary,
    /// One fit for each learning curve, in the same order.
    pub curves: Vec<CurveFit>,
    /// The Chinchilla law fitted to the scaling runs, once for each loss function; empty with too few runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scaling: Vec<ScalingFit>,
    /// Duplicates and leaks in the texts; `None` where there are none to look at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplication: Option<Duplication>,
}

/// Parts of the whole that the search for duplicates is told in.
const SEARCH: usize = 100;

/// Fewest scaling runs that are fitted: one more than the law has parameters.
pub const LEAST_RUNS: usize = 6;

/// The loss functions that the scaling runs are fitted under, side by side; the first has bootstrap intervals.
const PENALTIES: &[Penalty] =
    &[Penalty::Huber { delta: 1e-3 }, Penalty::Lad, Penalty::Squares, Penalty::Asymmetric { weight: 10.0 }];

/// Bootstrap replicates of the first.
const REPLICATES: usize = 200;

/// A part of the work.
struct Stage {
    /// What is to be done and what of it is done.
    parts: fn(&Prepare) -> (usize, usize),
    /// Does a slice of it; what it is, in words.
    work: fn(&mut Prepare) -> String,
}

/// The parts, in the order in which they are done.
const STAGES: &[Stage] = &[
    Stage {
        parts: |p| (p.searched, if p.search.is_some() || p.searched > 0 { SEARCH } else { 0 }),
        work: Prepare::search,
    },
    Stage { parts: |p| (p.known.curves.len(), p.known.evidence.curves.len()), work: Prepare::fit_curve },
    Stage { parts: |p| (p.known.scaling.len(), p.laws), work: Prepare::fit_scaling },
];

/// The job: one step is one slice of a fit. Results of earlier jobs are reused where their inputs are the same.
pub struct Prepare {
    known: Prepared,
    cache: Vec<(LearningCurve, CurveFit)>,
    curve: Option<CurveJob>,
    scaling: Option<ScalingJob>,
    /// Fits of the scaling runs that are wanted.
    laws: usize,
    /// The search for duplicates in the texts, and how far it is.
    search: Option<Box<Search>>,
    searched: usize,
}

impl Prepare {
    /// A job for this evidence; `before` is the result of an earlier one.
    #[must_use]
    pub fn new(evidence: Evidence, pack: &PolicyPack, before: Option<&Prepared>) -> Self {
        let inventory = summarise(&evidence.datasets, pack);
        let cache =
            before.map_or_else(Vec::new, |p| p.evidence.curves.iter().cloned().zip(p.curves.iter().cloned()).collect());
        let laws = if evidence.runs.len() >= LEAST_RUNS { PENALTIES.len() } else { 0 };
        let same = before.filter(|p| laws > 0 && p.evidence.runs == evidence.runs);
        let scaling = same.map_or_else(Vec::new, |p| p.scaling.clone());
        let texts = evidence.texts.iter().any(|t| !t.records.is_empty());
        let found = before.filter(|p| texts && p.evidence.texts == evidence.texts).and_then(|p| p.duplication.clone());
        let search = (texts && found.is_none()).then(|| Box::new(Search::new(&evidence.texts, THRESHOLD)));
        let known = Prepared { evidence, inventory, curves: Vec::new(), scaling, duplication: None };
        let mut job = Self { known, cache, curve: None, scaling: None, laws, search, searched: 0 };
        if let Some(found) = found {
            job.take(found);
        }
        job
    }

    fn search(&mut self) -> String {
        let Some(mut search) = self.search.take() else { return String::new() };
        let at = search.step(&self.known.evidence.texts);
        if at.finished() {
            let found = search.found(&self.known.evidence.texts);
            self.take(found);
        } else {
            self.searched = (SEARCH * at.done / at.total.max(1)).min(SEARCH - 1);
            self.search = Some(search);
        }
        at.label
    }

    /// Takes what the search found: the share of duplicates and the number of leaks are checks, where no file states them.
    fn take(&mut self, found: Duplication) {
        self.searched = SEARCH;
        let evidence = &mut self.known.evidence;
        let measured = [
            ("duplication", Some(found.share()), found.in_words()),
            ("leakage", found.leaked.map(|n| n as f64), found.leaks_in_words()),
        ];
        for (id, value, note) in measured {
            let Some(value) = value else { continue };
            if let Some(stated) = evidence.checks.iter().rev().find(|c| c.id == id) {
                let message = format!(
                    "{note} {} states {} for \"{id}\", which is in force.",
                    stated.file,
                    units::score(stated.value)
                );
                let note = Diagnostic::warning("check-stated", message);
                let note = note.mend("Leave that check out where what was measured in the texts is to count.");
                if let Some(record) = evidence.files.iter_mut().find(|f| found.files.contains(&f.name)) {
                    record.diagnostics.push(note);
                }
                continue;
            }
            evidence.checks.push(Check {
                id: id.into(),
                value,
                note: Some(note),
                illustrative: found.illustrative,
                file: units::several(&found.files),
                row: None,
            });
        }
        self.known.duplication = Some(found);
    }

    fn fit_curve(&mut self) -> String {
        let known = &mut self.known;
        let Some(curve) = known.evidence.curves.get(known.curves.len()) else { return String::new() };
        if let Some((_, fit)) = self.cache.iter().find(|(before, _)| before == curve) {
            known.curves.push(fit.clone());
        } else {
            // Every family, so that a person can choose one; the calibrated ones alone make the combination.
            let options = FitOptions { models: Families::All, ..FitOptions::default() };
            let mut job = self.curve.take().unwrap_or_else(|| CurveJob::new(curve, &options));
            if job.step(()).finished() {
                known.curves.push(job.finish());
            } else {
                self.curve = Some(job);
            }
        }
        format!("fitting {}", curve.label)
    }

    fn fit_scaling(&mut self) -> String {
        let known = &mut self.known;
        let Some(penalty) = PENALTIES.get(known.scaling.len()).copied() else { return String::new() };
        let bootstrap = if known.scaling.is_empty() { REPLICATES } else { 0 };
        let options = ScalingOptions { law: "chinchilla".into(), penalty, bootstrap, ..ScalingOptions::default() };
        let mut job = self.scaling.take().unwrap_or_else(|| ScalingJob::new(&known.evidence.runs, &options));
        let at = job.step(());
        if at.finished() {
            known.scaling.push(job.finish());
        } else {
            self.scaling = Some(job);
        }
        format!("fitting the scaling runs, {}: {} of {}", penalty.label(), at.done, at.total)
    }

    /// Runs to the end.
    #[must_use]
    pub fn run(self) -> Prepared {
        Steps::run(self, ())
    }

    /// Parts done and parts in all.
    fn parts(&self) -> (usize, usize) {
        STAGES.iter().map(|s| (s.parts)(self)).fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1))
    }
}

impl Steps for Prepare {
    type Given<'a> = ();
    type Output = Prepared;

    fn step(&mut self, (): ()) -> Progress {
        let open = |s: &&Stage| {
            let (done, all) = (s.parts)(self);
            done < all
        };
        let label = STAGES.iter().find(open).map_or_else(String::new, |s| (s.work)(self));
        let (done, total) = self.parts();
        Progress { label, done, total }
    }
    fn finish(self) -> Prepared {
        self.known
    }
}
