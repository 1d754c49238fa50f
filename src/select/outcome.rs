//! A selection from beginning to end: what was chosen, what it covers, and what of that is more than chance.

use super::coverage::{Covered, Space, enough};
use super::{Asked, Choosing, Chosen, Coverage, Settings, begin, method};
use crate::data::{Diagnostic, Pool, Progress, Steps, units};
use crate::num::stream::Stream;
use serde::{Deserialize, Serialize};

/// Random choices that are drawn beside a method where nothing else is said.
pub const BASELINES: usize = 20;
/// Seed where nothing else is said: the constant of what is shown.
pub const SEED: u64 = 7;
/// Cosine from which a record that was not chosen repeats a chosen one.
pub const REPEATS: f64 = 0.95;
/// Cosine below which a record has nothing near it.
pub const APART: f64 = 0.5;
/// Shares of the pool that are asked for.
pub const SHARES: [f64; 3] = [0.9, 0.95, 0.99];
/// Points of a curve that are shown.
const POINTS: usize = 60;
/// Records without anything near them that are named.
const NAMED: usize = 20;

/// How many records to keep.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// So many.
    Records(usize),
    /// This share of the pool, rounded down, one at least.
    Share(f64),
}

impl Keep {
    /// How many of a pool of this size.
    #[must_use]
    pub fn of(self, n: usize) -> usize {
        match self {
            Self::Records(k) => k.min(n),
            // A share of a hundred is meant, not 29.999999.
            Self::Share(share) => (((share * n as f64) + 1e-9).floor() as usize).clamp(n.min(1), n),
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// Identifier of the method.
    pub method: String,
    /// How many records to keep.
    pub keep: Keep,
    /// Parameters that are not at their defaults.
    pub settings: std::collections::BTreeMap<String, f64>,
    /// Random choices to draw beside it.
    pub baselines: usize,
    /// Seed of all that is drawn.
    pub seed: u64,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            method: "facility-location".into(),
            keep: Keep::Share(0.1),
            settings: std::collections::BTreeMap::new(),
            baselines: BASELINES,
            seed: SEED,
        }
    }
}

/// A point of the coverage curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Records kept.
    pub k: usize,
    /// Share of what all records cover.
    pub coverage: f64,
    /// Smallest, mean and largest of as many random records.
    pub random: Option<(f64, f64, f64)>,
    /// Of the longest records.
    pub longest: Option<f64>,
}

/// How many records cover a share of the pool.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enough {
    /// The share.
    pub share: f64,
    /// Of the chosen; `None` where all that were kept do not.
    pub chosen: Option<usize>,
    /// Of random ones, by their mean; `None` where as many do not.
    pub random: Option<usize>,
}

/// A part of the pool before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// What parts the pool: family, tier, split, slice, source.
    pub by: String,
    /// Name of the part, as written; `None` for the records without one.
    pub name: Option<String>,
    /// Records of it.
    pub before: usize,
    /// Records of it that were kept.
    pub after: usize,
}

/// Where a choice stands beside the random ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It covers more than any of them.
    Above,
    /// It covers as much as some of them.
    Within,
    /// It covers less than any of them.
    Below,
}

/// What a selection came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// Identifier of the method.
    pub method: String,
    /// Its name.
    pub label: String,
    /// Where it is described.
    pub source: String,
    /// What it maximises.
    pub objective: String,
    /// What to know before one trusts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caveat: Option<String>,
    /// Every parameter with its value.
    pub parameters: std::collections::BTreeMap<String, f64>,
    /// Seed of all that was drawn.
    pub seed: u64,
    /// Records of the pool.
    pub pool: usize,
    /// Records kept.
    pub kept: usize,
    /// The plain sentence.
    pub sentence: String,
    /// Where it stands beside random choices of the same size; `None` where nothing could be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What the records were compared by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_by: Option<String>,
    /// Random choices that were drawn.
    pub baselines: usize,
    /// The coverage curve, at some sizes.
    pub curve: Vec<Point>,
    /// How many records cover a share.
    pub enough: Vec<Enough>,
    /// Parts of the pool before and after.
    pub shares: Vec<Share>,
    /// Records that were looked at.
    pub looked: usize,
    /// Of those, not kept and like a kept one ([`REPEATS`]); `None` where the space has no cosines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redundant: Option<usize>,
    /// Of those, with nothing near them in the pool ([`APART`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isolated: Option<usize>,
    /// The first of those by name.
    pub apart: Vec<String>,
    /// What else there is to say.
    pub notes: Vec<String>,
    /// What was chosen, record by record; not part of what is said.
    #[serde(skip)]
    pub details: Details,
}

/// What is known of each record of the pool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Rank of each, from 1; `None` where it was not kept.
    pub rank: Vec<Option<u32>>,
    /// Cluster or stratum of each.
    pub clusters: Option<Vec<u32>>,
    /// The kept record that each is most like, with the similarity.
    pub nearest: Vec<Option<(u32, f32)>>,
}

impl Outcome {
    /// The records as CSV: name, whether kept, rank, cluster, nearest kept one, similarity to it. A cell is text that `cell`
    /// has made harmless.
    #[must_use]
    pub fn csv(&self, pool: &Pool, cell: impl Fn(&str) -> String) -> String {
        let mut out = "id,kept,rank,cluster,nearest kept,similarity\r\n".to_owned();
        for (at, name) in pool.names.iter().enumerate() {
            let rank = self.details.rank.get(at).copied().flatten();
            let cluster = self.details.clusters.as_ref().and_then(|c| c.get(at)).filter(|c| **c != u32::MAX);
            let near = self.details.nearest.get(at).copied().flatten();
            let number = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
            let nearest =
                near.and_then(|(r, _)| pool.names.get(r as usize)).map_or_else(String::new, |name| cell(name));
            let similarity = near.map_or_else(String::new, |(_, s)| format!("{s}"));
            let kept = if rank.is_some() { "yes" } else { "no" };
            out.push_str(&format!(
                "{},{kept},{},{},{nearest},{similarity}\r\n",
                cell(name),
                number(rank),
                number(cluster.copied())
            ));
        }
        out
    }
}

/// A selection at work.
pub struct Selecting {
    request: Request,
    stage: Stage,
}

enum Stage {
    Choosing(Box<dyn Choosing>),
    Covering(Chosen, Box<Coverage>),
    Done(Box<Outcome>),
    Failed(Diagnostic),
}

/// Random stream of the method's own draws.
const OWN: u64 = 0;

impl Selecting {
    /// Begins what is asked for; a request that cannot be met fails at once.
    #[must_use]
    pub fn new(pool: &Pool, request: Request) -> Self {
        let stage = match start(pool, &request) {
            Ok(choosing) => Stage::Choosing(choosing),
            Err(fault) => Stage::Failed(fault),
        };
        Self { request, stage }
    }
}

fn start(pool: &Pool, request: &Request) -> Result<Box<dyn Choosing>, Diagnostic> {
    let Some(by) = method(&request.method) else {
        let known: Vec<&str> = super::METHODS.iter().map(|m| m.id()).collect();
        return Err(Diagnostic::error("method-unknown", "There is no such way of selecting.")
            .found(&request.method)
            .expected(known.join(", ")));
    };
    if let Some(unknown) = request.settings.keys().find(|id| !by.parameters().iter().any(|p| p.id == id.as_str())) {
        let known: Vec<&str> = by.parameters().iter().map(|p| p.id).collect();
        let known = if known.is_empty() { "no parameter".to_owned() } else { known.join(", ") };
        return Err(Diagnostic::error("parameter-unknown", format!("{} has no such parameter.", by.label()))
            .found(unknown)
            .expected(known));
    }
    if pool.is_empty() {
        return Err(Diagnostic::error("pool-empty", "There are no records to select from."));
    }
    let settings = Settings(request.settings.clone());
    let stream = Stream::new(request.seed, OWN);
    begin(by, pool, Asked { keep: request.keep.of(pool.len()), settings: &settings, stream })
}

/// Parts that progress is told in: choosing is the first half.
const PARTS: usize = 1_000;

impl Selecting {
    fn next(&self, stage: Stage, pool: &Pool) -> (Stage, Progress) {
        let share = |p: &Progress| (PARTS as f64 / 2.0 * p.done.min(p.total) as f64 / p.total.max(1) as f64) as usize;
        let all = |label: String| Progress::of(label, PARTS, PARTS);
        match stage {
            Stage::Choosing(mut choosing) => {
                let told = choosing.step_on(pool);
                if !told.finished() {
                    let done = share(&told);
                    return (Stage::Choosing(choosing), Progress::of(told.label, done, PARTS));
                }
                let chosen = choosing.chosen();
                match Space::of(pool) {
                    Ok(Some(space)) => {
                        let Request { baselines, seed, .. } = self.request;
                        let coverage = Box::new(Coverage::new(space, pool, &chosen.order, baselines, seed));
                        (Stage::Covering(chosen, coverage), Progress::of(told.label, PARTS / 2, PARTS))
                    }
                    Ok(None) => (Stage::Done(Box::new(outcome(pool, &self.request, chosen, None))), all(told.label)),
                    Err(fault) => (Stage::Failed(fault), all(told.label)),
                }
            }
            Stage::Covering(chosen, mut coverage) => {
                let told = coverage.step(pool);
                if told.finished() {
                    let covered = coverage.finish();
                    let outcome = outcome(pool, &self.request, chosen, Some(covered));
                    return (Stage::Done(Box::new(outcome)), all(told.label));
                }
                let done = (PARTS / 2 + share(&told)).min(PARTS - 1);
                (Stage::Covering(chosen, coverage), Progress::of(told.label, done, PARTS))
            }
            ended => (ended, all("selecting".into())),
        }
    }
}

impl Steps for Selecting {
    type Given<'a> = &'a Pool;
    type Output = Result<Outcome, Diagnostic>;
    fn step(&mut self, pool: &Pool) -> Progress {
        let stage = std::mem::replace(&mut self.stage, Stage::Failed(unfinished()));
        let (stage, told) = self.next(stage, pool);
        self.stage = stage;
        told
    }
    fn finish(self) -> Self::Output {
        match self.stage {
            Stage::Done(outcome) => Ok(*outcome),
            Stage::Failed(fault) => Err(fault),
            Stage::Choosing(_) | Stage::Covering(..) => Err(unfinished()),
        }
    }
}

fn unfinished() -> Diagnostic {
    Diagnostic::error("selection-unfinished", "The selection was not finished.")
}

fn outcome(pool: &Pool, request: &Request, chosen: Chosen, covered: Option<Covered>) -> Outcome {
    let Some(by) = method(&request.method) else { return Outcome::default() };
    let settings = Settings(request.settings.clone());
    let mut out = Outcome {
        method: by.id().into(),
        label: by.label().into(),
        source: by.source().into(),
        objective: by.objective().into(),
        caveat: by.caveat().map(str::to_owned),
        parameters: by.parameters().iter().map(|p| (p.id.to_owned(), settings.get(p))).collect(),
        seed: request.seed,
        pool: pool.len(),
        kept: chosen.order.len(),
        baselines: request.baselines,
        notes: chosen.notes,
        ..Outcome::default()
    };
    let asked = request.keep.of(pool.len());
    if out.kept < asked {
        out.notes.push(format!(
            "It found {} to keep, not the {} asked for.",
            records(out.kept),
            units::grouped(asked as f64)
        ));
    }
    let mut rank = vec![None; pool.len()];
    chosen.order.iter().enumerate().for_each(|(at, record)| rank[*record] = Some(at as u32 + 1));
    out.shares = shares(pool, &rank);
    if let Some(covered) = covered {
        out.compared_by = Space::named(pool).map(str::to_owned);
        judge(&mut out, &covered);
        if pool.vectors.is_some() {
            near(&mut out, pool, &rank, &covered);
        }
        if covered.looked.0 < covered.looked.1 {
            let (some, of) = covered.looked;
            out.notes.push(format!("Coverage is that of {some} of {}, drawn at random.", records(of)));
        }
        out.details.nearest = covered.nearest;
        if !by.nested() {
            let note = "Another size is another choice with this method: the curve shows random parts of this one.";
            out.notes.push(note.into());
        }
    }
    out.details.rank = rank;
    out.details.clusters = chosen.clusters;
    out.sentence = sentence(&out);
    out
}

fn records(n: usize) -> String {
    units::counted(n, "record", "records")
}

/// Every part of the pool, before and after.
fn shares(pool: &Pool, rank: &[Option<u32>]) -> Vec<Share> {
    let mut out = Vec::new();
    for by in &pool.groupings {
        let mut parts = vec![(0, 0); by.names.len() + 1];
        for (of, rank) in by.of.iter().zip(rank) {
            if let Some(part) = parts.get_mut(of.map_or(by.names.len(), |p| p as usize)) {
                part.0 += 1;
                part.1 += usize::from(rank.is_some());
            }
        }
        let names = by.names.iter().cloned().map(Some).chain([None]);
        let share = |(name, (before, after))| Share { by: by.role.clone(), name, before, after };
        out.extend(names.zip(parts).filter(|(_, part)| part.0 > 0).map(share));
    }
    out
}

/// What repeats a kept record, and what has nothing near it.
fn near(out: &mut Outcome, pool: &Pool, rank: &[Option<u32>], covered: &Covered) {
    let cosine = |s: f32| 2.0 * f64::from(s) - 1.0;
    let repeats = |at: &usize| rank[*at].is_none() && covered.nearest[*at].is_some_and(|(_, s)| cosine(s) >= REPEATS);
    let apart = |at: &usize| covered.other[*at].is_some_and(|s| cosine(s) < APART);
    out.looked = covered.looked.0;
    out.redundant = Some((0..covered.nearest.len()).filter(repeats).count());
    let alone: Vec<usize> = (0..covered.other.len()).filter(apart).collect();
    out.isolated = Some(alone.len());
    out.apart = alone.iter().take(NAMED).filter_map(|at| pool.names.get(*at).cloned()).collect();
}

/// What it came to, first of all where it is no more than chance.
fn sentence(out: &Outcome) -> String {
    let of = format!("{} of {}", units::grouped(out.kept as f64), records(out.pool));
    let Some(last) = out.curve.last() else {
        return format!(
            "{of} were chosen by {}. There is nothing to compare them by: coverage needs vectors, losses or utilities.",
            out.label
        );
    };
    let share = |s: f64| format!("{} %", units::fixed(100.0 * s, 1));
    let covers = share(last.coverage);
    let Some((low, mean, high)) = last.random else {
        return format!("{}: {of} cover {covers} of what all cover. No random choice was drawn beside it.", out.label);
    };
    let random = if out.baselines == 1 {
        format!("as many random ones {}", share(mean))
    } else {
        format!("{} random choices of the same size {} to {}", out.baselines, share(low), share(high))
    };
    match out.standing {
        _ if out.method == "random" => format!("A random choice: {of} cover {covers} of what all cover, {random}."),
        Some(Standing::Within) => {
            format!("No better than random here. {}: {of} cover {covers} of what all cover, {random}.", out.label)
        }
        Some(Standing::Below) => {
            format!("Worse than random here. {}: {of} cover {covers} of what all cover, {random}.", out.label)
        }
        _ => {
            let fewer = out.curve.iter().find(|p| p.coverage >= mean).map(|p| p.k).filter(|k| *k < out.kept);
            let fewer = fewer.map_or_else(String::new, |k| {
                format!(
                    " About {} of them cover what {} random ones do.",
                    units::grouped(k as f64),
                    units::grouped(out.kept as f64)
                )
            });
            format!(
                "{}: {of} cover {covers} of what all cover, {random}.{fewer} Coverage is no score: what a chosen record is worth shows in training runs.",
                out.label
            )
        }
    }
}

fn judge(out: &mut Outcome, covered: &Covered) {
    let kept = covered.chosen.len();
    let point = |k: usize| Point {
        k,
        coverage: covered.chosen[k - 1],
        random: covered.band(k),
        longest: covered.longest.as_ref().and_then(|curve| curve.get(k - 1).copied()),
    };
    out.curve = sizes(kept).into_iter().map(point).collect();
    let means: Vec<f64> = (1..=kept).filter_map(|k| covered.band(k)).map(|band| band.1).collect();
    let one = |share: f64| Enough { share, chosen: covered.enough_for(share), random: enough(&means, share) };
    out.enough = SHARES.map(one).to_vec();
    out.standing = out.curve.last().and_then(|last| {
        let (low, _, high) = last.random?;
        // What differs by rounding alone is within.
        let beyond = 1e-9;
        Some(if last.coverage > high + beyond {
            Standing::Above
        } else if last.coverage < low - beyond {
            Standing::Below
        } else {
            Standing::Within
        })
    });
}

/// Sizes at which a curve is shown, the ends included, closer where it bends.
fn sizes(kept: usize) -> Vec<usize> {
    let at = |i: usize| {
        let position = i as f64 / (POINTS - 1) as f64;
        1 + (position * position * (kept - 1) as f64).round() as usize
    };
    let mut sizes: Vec<usize> = if kept == 0 { Vec::new() } else { (0..POINTS).map(at).collect() };
    sizes.dedup();
    sizes
}
