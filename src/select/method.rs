//! What a way of selecting records is, and what it gives.

use crate::data::{Diagnostic, Pool, Progress, Steps};
use crate::num::stream::Stream;
use std::collections::BTreeMap;

/// What a method has to know of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A vector of each.
    Vectors,
    /// Losses of each over checkpoints.
    Losses,
    /// The use of each as an example for each query.
    Utility,
    /// Text of each.
    Texts,
    /// The length of each, or its text.
    Length,
    /// Vectors of what is wanted.
    Targets,
    /// Texts of what is wanted.
    TargetTexts,
    /// Vectors of what was trained on already.
    Held,
    /// A number of each, by role.
    Score(&'static str),
}

impl Need {
    /// True where the pool has it.
    #[must_use]
    pub fn met(self, pool: &Pool) -> bool {
        match self {
            Self::Vectors => pool.vectors.is_some(),
            Self::Losses => pool.losses.is_some(),
            Self::Utility => pool.utility.is_some(),
            Self::Texts => pool.texts.is_some(),
            Self::Length => pool.texts.is_some() || pool.scores.contains_key("length"),
            Self::Targets => pool.targets.is_some(),
            Self::TargetTexts => !pool.target_texts.is_empty(),
            Self::Held => pool.held.is_some(),
            Self::Score(role) => pool.scores.contains_key(role),
        }
    }
    /// The words for it.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Vectors => "a vector of each record (an embedding)".into(),
            Self::Losses => "the losses of each record over checkpoints of a small model".into(),
            Self::Utility => "the utility of each record for each query, or the two distances that make it".into(),
            Self::Texts => "the text of each record".into(),
            Self::Length => "the length or the text of each record".into(),
            Self::Targets => "vectors of target items".into(),
            Self::TargetTexts => "texts of target items".into(),
            Self::Held => "vectors of the records already trained on".into(),
            Self::Score(role) => format!("a column of \"{}\"", role.replace('_', " ")),
        }
    }
}

/// A number that a method takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Stable identifier.
    pub id: &'static str,
    /// Name, for people.
    pub label: &'static str,
    /// What is taken where nothing is said, and where that comes from.
    pub default: f64,
    /// Smallest and largest that make sense.
    pub range: (f64, f64),
    /// Where the default comes from.
    pub from: &'static str,
}

/// The numbers that a person gave, by identifier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings(pub BTreeMap<String, f64>);

impl Settings {
    /// The value of a parameter: as given, within its range, else its default.
    #[must_use]
    pub fn get(&self, parameter: &Parameter) -> f64 {
        let given = self.0.get(parameter.id).copied().filter(|v| v.is_finite()).unwrap_or(parameter.default);
        given.clamp(parameter.range.0, parameter.range.1)
    }
    /// The same as a whole number.
    #[must_use]
    pub fn whole(&self, parameter: &Parameter) -> usize {
        self.get(parameter).round() as usize
    }
}

/// Records in the order in which they were chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// Index of each chosen record. Where the method is [nested](Method::nested), the first `k` are its choice of size `k`.
    pub order: Vec<usize>,
    /// Cluster or stratum of every record of the pool, where the method makes some.
    pub clusters: Option<Vec<u32>>,
    /// What else it found, in sentences.
    pub notes: Vec<String>,
}

impl Chosen {
    /// Only an order.
    #[must_use]
    pub fn of(order: Vec<usize>) -> Self {
        Self { order, ..Self::default() }
    }
}

/// A method at work: every [`Steps`] that is given the pool and comes to a choice.
pub trait Choosing: Send {
    /// Does a little more.
    fn step_on(&mut self, pool: &Pool) -> Progress;
    /// What was chosen.
    fn chosen(self: Box<Self>) -> Chosen;
}

impl<T> Choosing for T
where
    T: Send + for<'a> Steps<Given<'a> = &'a Pool, Output = Chosen>,
{
    fn step_on(&mut self, pool: &Pool) -> Progress {
        self.step(pool)
    }
    fn chosen(self: Box<Self>) -> Chosen {
        self.finish()
    }
}

/// A choice that takes no time to speak of.
pub(super) struct AtOnce(pub Chosen);

impl Steps for AtOnce {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        Progress::of("selecting", 1, 1)
    }
    fn finish(self) -> Chosen {
        self.0
    }
}

/// How a method begins.
pub type Begun = Result<Box<dyn Choosing>, Diagnostic>;

/// What was asked of a method.
pub struct Asked<'a> {
    /// How many records to keep, at most as many as there are.
    pub keep: usize,
    /// Its parameters.
    pub settings: &'a Settings,
    /// Random numbers, of which only a method that draws makes use.
    pub stream: Stream,
}

/// A way of selecting records.
pub trait Method: Sync {
    /// Stable identifier.
    fn id(&self) -> &'static str;
    /// Name, for people.
    fn label(&self) -> &'static str;
    /// Where it is described.
    fn source(&self) -> &'static str;
    /// What it maximises, or what it does where it maximises nothing.
    fn objective(&self) -> &'static str;
    /// What its time grows with; `n` records, `k` kept, `d` numbers of a vector.
    fn cost(&self) -> &'static str;
    /// What to know before one trusts it.
    fn caveat(&self) -> Option<&'static str> {
        None
    }
    /// What it has to know.
    fn needs(&self) -> &'static [Need];
    /// What it takes.
    fn parameters(&self) -> &'static [Parameter] {
        &[]
    }
    /// True where a smaller choice is the beginning of a larger one.
    fn nested(&self) -> bool {
        true
    }
    /// Begins to choose from a pool that has what it [needs](Self::needs); [`super::begin`] is the way here.
    ///
    /// # Errors
    /// What makes the pool unusable for it.
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun;
}

/// Warning of the methods that go by how hard a record is.
pub(super) const BY_DIFFICULTY: &str = "Scores of difficulty were behind a random choice in every fair comparison on \
    generative tasks that we know of (arXiv:2410.09335, arXiv:2503.01807): compare it with random records before you rely on it.";
