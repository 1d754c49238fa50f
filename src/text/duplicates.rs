//! The search for records that say the same. Records that are trained on come first, so that of two equal ones the held-out one
//! is named as the duplicate.

use super::minhash::{BUCKETS, HASHES, Hashes, estimate, short};
use super::union::Union;
use super::words::{GRAM, grams, jaccard, joined, normal, words};
use crate::data::texts::{SplitUse, split_use};
use crate::data::{Progress, Steps, TextRecord, Texts};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Jaccard similarity from which two texts are near-duplicates.
pub const THRESHOLD: f64 = 0.8;
/// Texts that are hashed in one step.
const HASHED: usize = 64;
/// Candidates that are looked at, and texts that are compared, in one step.
const LOOKED: usize = 20_000;
const COMPARED: usize = 150;
/// Records of one bucket that a record is looked at with; further ones are met in other buckets, or counted as not looked at.
const NEIGHBOURS: usize = 256;
/// How far below the threshold an estimate may lie for the texts to be compared: three of its standard errors.
const MARGIN: f64 = 0.15;
/// Training records that a held-out one is compared with, within a set of records that are joined by near-duplicates.
const TRAINED: usize = 64;
/// Groups of one kind that are told; the largest ones.
const GROUPS: usize = 60;

/// How alike two records are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Word for word, but for case and punctuation.
    Exact,
    /// Most 5-grams of words are the same.
    Near,
}

impl Sort {
    /// The word shown to people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
        }
    }
}

/// A record that another one stands for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Duplicate {
    /// Its name.
    pub id: String,
    /// Name of the record that it duplicates: the one that it was compared with.
    pub duplicate_of: String,
    /// Jaccard similarity of the two sets of word 5-grams; 1 where they are equal word for word.
    pub similarity: f64,
    /// Its split.
    pub split: Option<String>,
    /// Split of the other.
    pub split_of_other: Option<String>,
    /// How alike they are.
    pub kind: Sort,
    /// True where this one is held out and the other is trained on.
    pub leak: bool,
    /// File of this record.
    pub file: String,
    /// File of the other.
    pub file_of_other: String,
}

/// What records are parted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Split.
    Split,
    /// Family.
    Family,
    /// File.
    File,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Split, Self::Family, Self::File];
    /// The word shown to people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Split => "split",
            Self::Family => "family",
            Self::File => "file",
        }
    }
}

/// Records of one split, family or file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What it is a group of.
    pub by: By,
    /// Its name.
    pub name: String,
    /// Records in it.
    pub records: usize,
    /// Records that are left where of those that say the same one is kept.
    pub distinct: usize,
    /// Records of it that say the same as one of another group of the kind.
    pub elsewhere: usize,
}

impl Group {
    /// Share of its records that duplicate another one of it.
    #[must_use]
    pub fn share(&self) -> f64 {
        (self.records - self.distinct) as f64 / self.records.max(1) as f64
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Duplication {
    /// Records with words in them.
    pub records: usize,
    /// Records without a word, which duplicate nothing.
    pub blank: usize,
    /// Records that are left where of those that say the same one is kept: the effective number of records.
    pub distinct: usize,
    /// Records that are equal to one before them, word for word.
    pub exact: usize,
    /// Records that nearly are.
    pub near: usize,
    /// Records that are trained on, by the name of their split.
    pub training: usize,
    /// Records that are held out.
    pub held_out: usize,
    /// Held-out records that stand in training as well; `None` where the splits do not tell.
    pub leaked: Option<usize>,
    /// By split, family and file, where there are several.
    pub groups: Vec<Group>,
    /// Similarity from which two were taken for near-duplicates.
    pub threshold: f64,
    /// Records of one bucket with so many others that not each was looked at.
    pub crowded: usize,
    /// Names of the files.
    pub files: Vec<String>,
    /// True where some of the texts are made up.
    pub illustrative: bool,
    /// Which records they are; they stay where they were found.
    #[serde(skip)]
    pub rows: Vec<Duplicate>,
}

impl Duplication {
    /// Records that another one stands for.
    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.records - self.distinct
    }
    /// Their share.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.duplicates() as f64 / self.records.max(1) as f64
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Hash,
    Exact,
    Bucket(usize),
    Leaks,
    Done,
}

/// Two records that were found to be alike.
struct Edge {
    from: u32,
    to: u32,
    similarity: f64,
    kind: Sort,
}

/// The search, in steps that are given the texts each time.
pub struct Search {
    threshold: f64,
    stage: Stage,
    at: usize,
    /// File and record, in the order in which they are compared.
    places: Vec<(u32, u32)>,
    /// Those of them that are trained on and held out.
    uses: Vec<SplitUse>,
    hashes: Hashes,
    /// Hash of the words of each record that has some.
    whole: Vec<(u64, u32)>,
    /// The first record that has the same words.
    same: Vec<u32>,
    buckets: Vec<Vec<u64>>,
    bytes: Vec<u8>,
    sets: Union,
    edges: Vec<Edge>,
    /// Training records of each set, by its first.
    trained: BTreeMap<u32, Vec<u32>>,
    leaks: BTreeMap<u32, (u32, f64)>,
    crowded: usize,
    words: Vec<u64>,
    grams: [Vec<u64>; 2],
}

impl Search {
    /// A search in these texts; `threshold` is the Jaccard similarity from which two are near-duplicates.
    #[must_use]
    pub fn new(texts: &[Texts], threshold: f64) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut places: Vec<(SplitUse, (u32, u32))> = Vec::new();
        for (file, part) in texts.iter().enumerate() {
            let uses: Vec<SplitUse> = part.splits.iter().map(|s| split_use(s)).collect();
            places.extend(part.records.iter().enumerate().map(|(at, r)| {
                let of = r.split.and_then(|s| uses.get(s as usize).copied()).unwrap_or(SplitUse::Unknown);
                (of, (number(file), number(at)))
            }));
        }
        places.sort_by_key(|(of, _)| *of);
        let n = places.len();
        let (uses, places) = places.into_iter().unzip();
        Self {
            threshold: threshold.clamp(0.05, 1.0),
            stage: if n == 0 { Stage::Done } else { Stage::Hash },
            at: 0,
            places,
            uses,
            hashes: Hashes::default(),
            whole: Vec::with_capacity(n),
            same: (0..number(n)).collect(),
            buckets: vec![Vec::new(); BUCKETS],
            bytes: vec![0; n * HASHES],
            sets: Union::new(n),
            edges: Vec::new(),
            trained: BTreeMap::new(),
            leaks: BTreeMap::new(),
            crowded: 0,
            words: Vec::new(),
            grams: [Vec::new(), Vec::new()],
        }
    }

    fn record<'t>(&self, texts: &'t [Texts], place: u32) -> Option<(&'t Texts, &'t TextRecord)> {
        let (file, at) = *self.places.get(place as usize)?;
        let file = texts.get(file as usize)?;
        Some((file, file.records.get(at as usize)?))
    }

    fn text<'t>(&self, texts: &'t [Texts], place: u32) -> &'t str {
        self.record(texts, place).map_or("", |(_, r)| r.text.as_str())
    }

    fn hash(&mut self, texts: &[Texts]) {
        let end = self.places.len().min(self.at + HASHED);
        for at in self.at..end {
            let place = at as u32;
            words(self.text(texts, place), &mut self.words);
            if self.words.is_empty() {
                continue;
            }
            self.whole.push((joined(&self.words), place));
            // Of fewer words there is one n-gram: such texts are equal or not.
            if self.words.len() < GRAM {
                continue;
            }
            grams(&self.words, GRAM, &mut self.grams[0]);
            self.grams[0].iter_mut().for_each(|g| *g = short(*g));
            let smallest = self.hashes.smallest(&self.grams[0]);
            for (bucket, key) in self.buckets.iter_mut().zip(Hashes::keys(&smallest)) {
                bucket.push(key | u64::from(place));
            }
            if let Some(own) = self.bytes.get_mut(at * HASHES..(at + 1) * HASHES) {
                own.copy_from_slice(&Hashes::bytes(&smallest));
            }
        }
        self.at = end;
        if end == self.places.len() {
            self.whole.sort_unstable();
            self.go(Stage::Exact);
        }
    }

    fn go(&mut self, stage: Stage) {
        (self.stage, self.at) = (stage, 0);
        if let Stage::Bucket(b) = stage {
            // The records that are equal to another are met through it.
            let same = &self.same;
            if let Some(bucket) = self.buckets.get_mut(b) {
                bucket.retain(|k| {
                    same.get((*k & 0xFFFF_FFFF) as usize).is_some_and(|s| u64::from(*s) == *k & 0xFFFF_FFFF)
                });
                bucket.sort_unstable();
            }
        }
        if stage == Stage::Leaks {
            for place in 0..self.places.len() as u32 {
                if self.uses.get(place as usize) == Some(&SplitUse::Training) {
                    let first = self.sets.first(place);
                    self.trained.entry(first).or_default().push(place);
                }
            }
        }
    }

    fn equal(&mut self, texts: &[Texts]) {
        let end = self.whole.len().min(self.at + LOOKED);
        for at in self.at..end {
            let (hash, place) = self.whole[at];
            // The first with that hash: what was found of the one before, where it has the same.
            let Some(&(_, before)) = at.checked_sub(1).and_then(|b| self.whole.get(b)).filter(|(h, _)| *h == hash)
            else {
                continue;
            };
            let first = self.same.get(before as usize).copied().unwrap_or(before);
            if normal(self.text(texts, first)).eq(normal(self.text(texts, place))) {
                self.same[place as usize] = first;
                self.sets.join(first, place);
                self.edges.push(Edge { from: first, to: place, similarity: 1.0, kind: Sort::Exact });
            }
        }
        self.at = end;
        if end == self.whole.len() {
            self.go(Stage::Bucket(0));
        }
    }

    /// The true similarity of two texts.
    fn similarity(&mut self, texts: &[Texts], a: u32, b: u32) -> f64 {
        for (place, slot) in [(a, 0), (b, 1)] {
            words(self.text(texts, place), &mut self.words);
            grams(&self.words, GRAM, &mut self.grams[slot]);
        }
        jaccard(&self.grams[0], &self.grams[1])
    }

    fn estimate(&self, a: u32, b: u32) -> f64 {
        let of = |p: u32| self.bytes.get(p as usize * HASHES..(p as usize + 1) * HASHES).unwrap_or_default();
        estimate(of(a), of(b))
    }

    fn bucket(&mut self, texts: &[Texts], b: usize) {
        let keys = std::mem::take(&mut self.buckets[b]);
        let (mut looked, mut compared) = (0, 0);
        while self.at < keys.len() && looked < LOOKED && compared < COMPARED {
            let own = keys[self.at];
            let place = (own & 0xFFFF_FFFF) as u32;
            let mut nearest = keys[..self.at].iter().rev().take_while(|k| (*k ^ own) >> 32 == 0);
            for other in nearest.by_ref().take(NEIGHBOURS) {
                looked += 1;
                let other = (other & 0xFFFF_FFFF) as u32;
                if self.sets.first(other) == self.sets.first(place)
                    || self.estimate(other, place) < self.threshold - MARGIN
                {
                    continue;
                }
                compared += 1;
                let similarity = self.similarity(texts, other, place);
                if similarity >= self.threshold {
                    self.sets.join(other, place);
                    self.edges.push(Edge { from: other, to: place, similarity, kind: Sort::Near });
                }
            }
            self.crowded += usize::from(nearest.next().is_some());
            self.at += 1;
        }
        let done = self.at == keys.len();
        if !done {
            self.buckets[b] = keys;
        } else if b + 1 < BUCKETS {
            self.go(Stage::Bucket(b + 1));
        } else {
            self.go(Stage::Leaks);
        }
    }

    /// Looks for held-out records that stand in training as well: each is compared with the training records of its set, since
    /// two records that a third one joins need not be alike.
    fn leaks(&mut self, texts: &[Texts]) {
        let (mut looked, mut compared) = (0, 0);
        while self.at < self.places.len() && looked < LOOKED && compared < COMPARED {
            let place = self.at as u32;
            self.at += 1;
            looked += 1;
            if self.uses.get(place as usize) != Some(&SplitUse::HeldOut) {
                continue;
            }
            let first = self.sets.first(place);
            let Some(trained) = self.trained.get(&first) else { continue };
            let trained: Vec<u32> = trained.iter().copied().take(TRAINED).collect();
            let mut best: Option<(u32, f64)> = None;
            for other in trained {
                let equal = self.same[other as usize] == self.same[place as usize];
                let similarity = if equal {
                    1.0
                } else {
                    compared += 1;
                    self.similarity(texts, other, place)
                };
                if similarity >= self.threshold && best.is_none_or(|(_, s)| similarity > s) {
                    best = Some((other, similarity));
                }
                if equal {
                    break;
                }
            }
            self.leaks.extend(best.map(|found| (place, found)));
        }
        if self.at == self.places.len() {
            self.go(Stage::Done);
        }
    }

    fn parts(&self) -> (usize, usize) {
        let n = self.places.len();
        // The hashing of a text takes about as long as all that is done with it later.
        let whole = n * (BUCKETS + 2 + BUCKETS);
        let done = match self.stage {
            Stage::Hash => self.at * BUCKETS,
            Stage::Exact => n * BUCKETS + self.at,
            Stage::Bucket(b) => n * (BUCKETS + 1 + b) + self.at,
            Stage::Leaks => n * (BUCKETS + 1 + BUCKETS) + self.at,
            Stage::Done => return (whole.max(1), whole.max(1)),
        };
        (done.min(whole.saturating_sub(1)), whole)
    }

    /// Of each record but the first of its set the one that it was found to be like, found from the first on.
    fn likes(&mut self) -> BTreeMap<u32, (u32, f64, Sort)> {
        let mut beside: BTreeMap<u32, Vec<(u32, f64, Sort)>> = BTreeMap::new();
        for e in &self.edges {
            beside.entry(e.from).or_default().push((e.to, e.similarity, e.kind));
            beside.entry(e.to).or_default().push((e.from, e.similarity, e.kind));
        }
        let mut found: BTreeMap<u32, (u32, f64, Sort)> = BTreeMap::new();
        for first in beside.keys().copied().filter(|p| self.sets.first(*p) == *p) {
            let mut queue = VecDeque::from([first]);
            while let Some(at) = queue.pop_front() {
                for (next, similarity, kind) in beside.get(&at).into_iter().flatten() {
                    if *next != first && !found.contains_key(next) {
                        found.insert(*next, (at, *similarity, *kind));
                        queue.push_back(*next);
                    }
                }
            }
        }
        found
    }
}

impl Search {
    /// What was found, once a step has said that nothing is left.
    #[must_use]
    pub fn found(mut self, texts: &[Texts]) -> Duplication {
        let likes = self.likes();
        let n = self.places.len();
        let split = |file: &Texts, r: &TextRecord| r.split.and_then(|s| file.splits.get(s as usize).cloned());
        let mut rows: Vec<((u32, u32), Duplicate)> = Vec::new();
        for (place, (other, similarity, _)) in &likes {
            let leak = self.leaks.get(place);
            let (other, similarity) = leak.copied().unwrap_or((*other, *similarity));
            let equal = self.same[other as usize] == self.same[*place as usize];
            let (Some((file, record)), Some((other_file, other))) =
                (self.record(texts, *place), self.record(texts, other))
            else {
                continue;
            };
            rows.push((
                self.places[*place as usize],
                Duplicate {
                    id: record.id.clone(),
                    duplicate_of: other.id.clone(),
                    similarity,
                    split: split(file, record),
                    split_of_other: split(other_file, other),
                    kind: if equal { Sort::Exact } else { Sort::Near },
                    leak: leak.is_some(),
                    file: file.file.clone(),
                    file_of_other: other_file.file.clone(),
                },
            ));
        }
        rows.sort_by_key(|(place, _)| *place);
        let rows: Vec<Duplicate> = rows.into_iter().map(|(_, row)| row).collect();
        let exact = (0..n).filter(|at| self.same[*at] as usize != *at).count();
        let records = self.whole.len();
        let count = |of: SplitUse| self.uses.iter().filter(|u| **u == of).count();
        let (training, held_out) = (count(SplitUse::Training), count(SplitUse::HeldOut));
        Duplication {
            records,
            blank: n - records,
            distinct: records - rows.len(),
            exact,
            near: rows.len() - exact.min(rows.len()),
            training,
            held_out,
            leaked: (training > 0 && held_out > 0).then_some(self.leaks.len()),
            groups: self.groups(texts),
            threshold: self.threshold,
            crowded: self.crowded,
            files: texts.iter().map(|t| t.file.clone()).collect(),
            illustrative: texts.iter().any(|t| t.illustrative),
            rows,
        }
    }

    fn groups(&mut self, texts: &[Texts]) -> Vec<Group> {
        let places: Vec<u32> = self.whole.iter().map(|(_, place)| *place).collect();
        let mut out = Vec::new();
        for by in By::ALL {
            let mut names: BTreeMap<&str, usize> = BTreeMap::new();
            // Set and group of each record.
            let mut of: Vec<(u32, usize)> = Vec::with_capacity(places.len());
            for place in &places {
                let Some((file, record)) = self.record(texts, *place) else { continue };
                let name = match by {
                    By::Split => record.split.and_then(|s| file.splits.get(s as usize)).map(String::as_str),
                    By::Family => record.family.and_then(|f| file.families.get(f as usize)).map(String::as_str),
                    By::File => Some(file.file.as_str()),
                };
                let next = names.len();
                let group = *names.entry(name.unwrap_or("not said")).or_insert(next);
                of.push((self.sets.first(*place), group));
            }
            if names.len() < 2 {
                continue;
            }
            of.sort_unstable();
            let mut groups: Vec<(usize, usize, usize)> = vec![(0, 0, 0); names.len()];
            for set in of.chunk_by(|a, b| a.0 == b.0) {
                let several = set.first().map(|s| s.1) != set.last().map(|s| s.1);
                for same in set.chunk_by(|a, b| a.1 == b.1) {
                    let Some(group) = same.first().and_then(|s| groups.get_mut(s.1)) else { continue };
                    group.0 += same.len();
                    group.1 += 1;
                    group.2 += if several { same.len() } else { 0 };
                }
            }
            let mut told: Vec<Group> = names
                .iter()
                .filter_map(|(name, at)| {
                    let (records, distinct, elsewhere) = *groups.get(*at)?;
                    Some(Group { by, name: (*name).to_owned(), records, distinct, elsewhere })
                })
                .collect();
            told.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.name.cmp(&b.name)));
            told.truncate(GROUPS);
            out.extend(told);
        }
        out
    }
}

impl Search {
    /// Searches to the end.
    #[must_use]
    pub fn all(texts: &[Texts], threshold: f64) -> Duplication {
        let mut search = Self::new(texts, threshold);
        while !search.step(texts).finished() {}
        search.found(texts)
    }
}

impl Steps for Search {
    type Given<'a> = &'a [Texts];
    type Output = Self;

    fn step(&mut self, texts: &[Texts]) -> Progress {
        match self.stage {
            Stage::Hash => self.hash(texts),
            Stage::Exact => self.equal(texts),
            Stage::Bucket(b) => self.bucket(texts, b),
            Stage::Leaks => self.leaks(texts),
            Stage::Done => {}
        }
        let (done, total) = self.parts();
        Progress::of("looking for duplicates", done, total)
    }
    /// What was found is asked of it with the texts ([`Search::found`]).
    fn finish(self) -> Self {
        self
    }
}
