//! Predictions of single items beside what is true of them.

use serde::{Deserialize, Serialize};

/// What was predicted of one item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prediction {
    /// Name of the item.
    pub item: String,
    /// What is true, as written.
    pub truth: String,
    /// What was predicted, as written; empty where only a score was.
    pub predicted: String,
    /// The truth as a number, as the whole column writes numbers; `None` where it is none.
    pub truth_number: Option<f64>,
    /// The same of what was predicted.
    pub predicted_number: Option<f64>,
    /// The score or probability beside it.
    pub score: Option<f64>,
    /// Probability of each class, in the order of [`Predictions::columns`].
    pub probabilities: Vec<f64>,
    /// Slice of the item.
    pub slice: Option<String>,
}

/// A bin of a reliability picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// Items in it.
    pub n: f64,
    /// Mean confidence in the predicted class.
    pub confidence: f64,
    /// Share that was predicted right.
    pub accuracy: f64,
}

/// The predictions of one model at one time. The rows stay where they were read: what is written down and sent on is counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Predictions {
    /// The model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Items with a prediction.
    pub n: f64,
    /// The classes, in the order of the counts; empty where numbers or texts were predicted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
    /// The class that precision and recall are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positive: Option<String>,
    /// True where a person or the file named the positive class.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub positive_given: bool,
    /// Items of each true class (row) predicted to be of each class (column).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub confusion: Vec<Vec<f64>>,
    /// Confidence and accuracy in bins of equal width, where there are probabilities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reliability: Vec<Reliability>,
    /// Names of the columns of probabilities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// True where the score is the confidence in the prediction, not that of the positive class.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub confidence: bool,
    /// The rows.
    #[serde(skip)]
    pub rows: Vec<Prediction>,
    /// Name of the file it came from.
    pub file: String,
    /// True where it is illustrative, not measured.
    pub illustrative: bool,
}
