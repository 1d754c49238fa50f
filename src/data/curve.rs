//! Learning curves: one metric observed at several training-set sizes.

use super::evaluation::metric_id;
use super::{Diagnostic, Direction, Unit};
use serde::{Deserialize, Serialize};

/// One measurement of a metric at one training-set size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Training-set size, in the curve's `size_unit`. May be zero (no training); a log axis shows it apart.
    pub size: f64,
    /// The measured value.
    pub value: f64,
    /// Standard error of the value, where it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// Evaluation items behind the value, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<f64>,
    /// Row of the source table (from 1, header included).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

/// A run on records that were selected, not drawn at random.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SelectedRun {
    /// The way of selecting, as written.
    pub method: String,
    /// Training-set size, in the curve's `size_unit`.
    pub size: f64,
    /// The measured value.
    pub value: f64,
    /// Standard error of the value, where it was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// The value of a run on as many random records with the same seed, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random: Option<f64>,
    /// Row of the source table (from 1, header included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
}

/// Observations of one metric as the training set grows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LearningCurve {
    /// Identifier, unique within the evidence.
    pub id: String,
    /// Metric identifier, as in [`super::Evaluation::metric`] (normalised: lower case, `_`).
    pub metric: String,
    /// Name shown to people.
    pub label: String,
    /// Which way the metric improves.
    pub direction: Direction,
    /// True where nothing said which way and the way its values go was taken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub direction_assumed: bool,
    /// Smallest and largest possible value, where the metric is bounded (a score in 0..1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// What the sizes count.
    pub size_unit: Unit,
    /// Measurements, in file order; not necessarily sorted, replicates allowed.
    pub observations: Vec<Observation>,
    /// Runs of the same kind on selected records; never part of the curve.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub selected: Vec<SelectedRun>,
    /// Name of the file they came from.
    #[serde(default)]
    pub file: String,
    /// True where the values are illustrative, not measured.
    #[serde(default)]
    pub illustrative: bool,
}

impl LearningCurve {
    /// The series that it is one of, after the metric in its name: "en" of "accuracy (en)"; empty for the metric itself.
    #[must_use]
    pub fn series(&self) -> &str {
        let of = |at: usize| {
            let (metric, rest) = self.label.split_at_checked(at)?;
            (metric_id(metric) == self.metric).then(|| rest.strip_prefix(" (")?.strip_suffix(')')).flatten()
        };
        if metric_id(&self.label) == self.metric {
            return "";
        }
        self.label.match_indices(" (").find_map(|(at, _)| of(at)).unwrap_or_default()
    }
    /// Smallest value that a metric without a largest one can have: perplexity is at least 1 (it is the exponential of an
    /// entropy), another one that is never seen below 0, of which less is better, at least 0. `None` where it has a range.
    #[must_use]
    pub fn floor(&self) -> Option<f64> {
        let least = self.observations.iter().map(|o| o.value).filter(|v| v.is_finite()).fold(f64::INFINITY, f64::min);
        if self.range.is_some() || self.direction != Direction::Lower || !(least >= 0.0) || !least.is_finite() {
            return None;
        }
        let perplexity = self.metric.split('_').any(|word| word == "perplexity" || word == "ppl");
        Some(if perplexity && least >= 1.0 { 1.0 } else { 0.0 })
    }
    /// True where the sizes are steps or epochs of one run: how far training went, not how much data there was.
    #[must_use]
    pub fn goes_by_step(&self) -> bool {
        self.size_unit == Unit::Count
    }
    /// True where the curve can say what more data would bring.
    #[must_use]
    pub fn is_of_data(&self) -> bool {
        !matches!(self.size_unit, Unit::Count | Unit::Parameters)
    }
    /// What there is more of along the curve, in words.
    #[must_use]
    pub fn more(&self) -> &'static str {
        match self.size_unit {
            Unit::Count => "more training",
            Unit::Parameters => "more parameters",
            _ => "more data",
        }
    }
    /// What to know of a curve that goes by step; `None` of any other. The same words wherever such a curve is shown.
    #[must_use]
    pub fn step_note(&self) -> Option<Diagnostic> {
        const WORDS: &str = "A curve that goes by step of a run, not by the amount of data, shows how far training went, \
                             not what more data would do.";
        const MEND: &str = "For a data curve, drop results of runs on different amounts of data.";
        self.goes_by_step().then(|| Diagnostic::info("curve-steps", WORDS).mend(MEND))
    }
    /// Which way a metric goes whose name does not say it: the way its values go as the size grows. `None` where they go
    /// nowhere.
    #[must_use]
    pub fn trend(&self) -> Option<Direction> {
        let mut points: Vec<(f64, f64)> = self.observations.iter().map(|o| (o.size, o.value)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let third = points.len() / 3;
        if third == 0 {
            return None;
        }
        let mean = |part: &[(f64, f64)]| part.iter().map(|p| p.1).sum::<f64>() / part.len() as f64;
        let (first, last) = (mean(points.get(..third)?), mean(points.get(points.len() - third..)?));
        match last.partial_cmp(&first)? {
            std::cmp::Ordering::Less => Some(Direction::Lower),
            std::cmp::Ordering::Greater => Some(Direction::Higher),
            std::cmp::Ordering::Equal => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_what_stands_after_the_metric() {
        for (metric, label, series) in [
            ("accuracy", "accuracy", ""),
            ("accuracy", "accuracy (en)", "en"),
            ("f1_macro", "F1 (macro)", ""),
            ("f1_macro", "F1 (macro) (en (us))", "en (us)"),
            ("accuracy", "Another name", ""),
            ("accuracy", "", ""),
        ] {
            let curve = LearningCurve { metric: metric.into(), label: label.into(), ..LearningCurve::default() };
            assert_eq!(curve.series(), series, "{label}");
        }
    }
}
