//! Items as metrics see them.

/// What a metric is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// True and predicted classes.
    Classes,
    /// True and predicted classes, two of them, one of which is the positive one.
    TwoClasses,
    /// Three and more classes.
    ManyClasses,
    /// Classes and how probable each is.
    Probabilities,
    /// True and predicted numbers.
    Numbers,
    /// Reference and predicted texts.
    Texts,
    /// Items rated by several raters.
    Ratings,
    /// Log-likelihoods of documents and the tokens they are over.
    Likelihoods,
    /// Items with a preferred answer.
    Preferences,
}

/// True and predicted class of each item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// Names of the classes, numbers in their order, other names by the alphabet.
    pub classes: Vec<String>,
    /// The true class of each item.
    pub truth: Vec<usize>,
    /// The predicted class of each item.
    pub predicted: Vec<usize>,
    /// The positive class, where there are two.
    pub positive: Option<usize>,
}

/// Items of one measurement, in an order that does not depend on that of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Data {
    /// Classes.
    pub labels: Option<Labels>,
    /// Probability of each class, item by item.
    pub probabilities: Option<Vec<Vec<f64>>>,
    /// A score that is the higher the likelier the positive class is; of two classes only.
    pub scores: Option<Vec<f64>>,
    /// Whether each item is of the positive class, where no class was predicted: scores rank such items and no more.
    pub positives: Option<Vec<bool>>,
    /// True and predicted numbers.
    pub numbers: Option<Vec<(f64, f64)>>,
    /// Reference and predicted texts.
    pub texts: Option<Vec<(String, String)>>,
    /// Ratings of each item, a place for each rater; NaN where a rater gave none.
    pub ratings: Option<Vec<Vec<f64>>>,
    /// Negative log-likelihood of each document, in nats, and its tokens.
    pub likelihoods: Option<Vec<(f64, f64)>>,
    /// Whether the answer of each item was preferred: 1, 0, and 0.5 for a tie.
    pub preferences: Option<Vec<f64>>,
    /// The cluster of each item (a document, a dialogue, an item that was tried several times), where they are in some.
    pub clusters: Option<Vec<usize>>,
}

impl Data {
    /// Number of items.
    #[must_use]
    pub fn n(&self) -> usize {
        let lengths = [
            self.labels.as_ref().map(|l| l.truth.len()),
            self.scores.as_ref().map(Vec::len),
            self.numbers.as_ref().map(Vec::len),
            self.texts.as_ref().map(Vec::len),
            self.ratings.as_ref().map(Vec::len),
            self.likelihoods.as_ref().map(Vec::len),
            self.preferences.as_ref().map(Vec::len),
        ];
        lengths.into_iter().flatten().next().unwrap_or(0)
    }
    /// True where a metric that needs this can be computed.
    #[must_use]
    pub fn has(&self, needs: Needs) -> bool {
        let classes = self.labels.as_ref().map_or(0, |l| l.classes.len());
        match needs {
            Needs::Classes => classes > 0,
            Needs::TwoClasses => classes == 2 && self.labels.as_ref().is_some_and(|l| l.positive.is_some()),
            Needs::ManyClasses => classes > 2,
            Needs::Probabilities => self.probabilities.is_some() || self.scores.is_some(),
            Needs::Numbers => self.numbers.is_some(),
            Needs::Texts => self.texts.is_some(),
            Needs::Ratings => self.ratings.is_some(),
            Needs::Likelihoods => self.likelihoods.is_some(),
            Needs::Preferences => self.preferences.is_some(),
        }
    }
    /// The items at these places.
    #[must_use]
    pub fn at(&self, places: &[usize]) -> Self {
        fn pick<T: Clone>(all: &Option<Vec<T>>, places: &[usize]) -> Option<Vec<T>> {
            all.as_ref().map(|all| places.iter().filter_map(|p| all.get(*p).cloned()).collect())
        }
        let labels = self.labels.as_ref().map(|l| Labels {
            classes: l.classes.clone(),
            truth: places.iter().filter_map(|p| l.truth.get(*p).copied()).collect(),
            predicted: places.iter().filter_map(|p| l.predicted.get(*p).copied()).collect(),
            positive: l.positive,
        });
        Self {
            labels,
            probabilities: pick(&self.probabilities, places),
            scores: pick(&self.scores, places),
            positives: pick(&self.positives, places),
            numbers: pick(&self.numbers, places),
            texts: pick(&self.texts, places),
            ratings: pick(&self.ratings, places),
            likelihoods: pick(&self.likelihoods, places),
            preferences: pick(&self.preferences, places),
            clusters: pick(&self.clusters, places),
        }
    }
    /// True class and score of each item, of two classes: 1 for the positive one.
    pub(super) fn ranked(&self) -> Option<Vec<(bool, f64)>> {
        let scores = self.scores.as_ref()?;
        if let Some(positives) = &self.positives {
            return Some(positives.iter().copied().zip(scores.iter().copied()).collect());
        }
        let labels = self.labels.as_ref()?;
        let positive = labels.positive?;
        Some(labels.truth.iter().zip(scores).map(|(t, s)| (*t == positive, *s)).collect())
    }
}
