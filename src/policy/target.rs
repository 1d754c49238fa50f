//! A target as a person writes it, `accuracy>=0.9`, and the gate that asks it of a metric.

use super::{Comparator, Gate, Phase, Severity};
use crate::data::evaluation::metric_id;
use crate::data::{Direction, Target, Unit, amount};

/// A target as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenTarget {
    /// Name of the metric, as written.
    pub metric: String,
    /// Slice that it is asked of; the whole of it where there is none.
    pub slice: Option<String>,
    /// Which side is good.
    pub comparator: Comparator,
    /// The number: `0.9` for `90 %`.
    pub value: f64,
    /// True where it was written with a sign of per cent.
    pub percent: bool,
    /// True where it bounds how much worse the metric may become, in place of its value.
    pub drop: bool,
}

/// What a bound of a drop begins with.
const DROP_OF: &str = "drop of";

/// What a target looks like, for whoever wrote another thing.
const FORM: &str = "Expected a metric, >= or <=, and a number: accuracy>=0.9, \"macro-F1 >= 85 %\", accuracy[es]>=0.8 for one slice, or \"drop of accuracy <= 0.02\" for the most that it may fall";

/// The signs, the longer before what they begin with.
const SIGNS: [(&str, Comparator); 6] = [
    (">=", Comparator::AtLeast),
    ("≥", Comparator::AtLeast),
    ("<=", Comparator::AtMost),
    ("≤", Comparator::AtMost),
    (">", Comparator::MoreThan),
    ("<", Comparator::LessThan),
];

impl WrittenTarget {
    /// The target that a file states.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        Self {
            metric: target.label.clone(),
            slice: target.slice.clone(),
            comparator: match target.direction {
                Some(Direction::Lower) => Comparator::AtMost,
                _ => Comparator::AtLeast,
            },
            value: target.value,
            percent: false,
            drop: false,
        }
    }
    /// Reads a target.
    ///
    /// ```
    /// use headroom::policy::{Comparator, WrittenTarget};
    /// let target = WrittenTarget::read("macro-F1 >= 85 %").expect("a target");
    /// assert_eq!((target.metric.as_str(), target.comparator, target.value), ("macro-F1", Comparator::AtLeast, 0.85));
    /// assert_eq!(WrittenTarget::read("WER[es]<=0.1").expect("a target").slice.as_deref(), Some("es"));
    /// assert!(WrittenTarget::read("accuracy = 0.9").is_err());
    /// ```
    ///
    /// # Errors
    /// In words, with what was found and what is expected.
    pub fn read(text: &str) -> Result<Self, String> {
        let found = SIGNS.iter().filter_map(|(sign, c)| Some((text.find(sign)?, *sign, *c)));
        let Some((at, sign, comparator)) = found.min_by_key(|(at, sign, _)| (*at, std::cmp::Reverse(sign.len())))
        else {
            return Err(format!("\"{text}\" has no sign of comparison. {FORM}"));
        };
        let (name, number) = (text[..at].trim(), text[at + sign.len()..].trim());
        let rest = name.get(DROP_OF.len()..).filter(|rest| rest.is_empty() || rest.starts_with(' '));
        let bounds = rest.is_some() && name[..DROP_OF.len()].eq_ignore_ascii_case(DROP_OF);
        let name = if bounds { name[DROP_OF.len()..].trim() } else { name };
        if bounds && comparator.sign() > 0.0 {
            return Err(format!(
                "\"{text}\" asks for a drop of at least something; a drop is bounded from above, by <="
            ));
        }
        let (metric, slice) = match name.strip_suffix(']').and_then(|n| n.split_once('[')) {
            Some((metric, slice)) => (metric.trim(), Some(slice.trim()).filter(|s| !s.is_empty())),
            None => (name, None),
        };
        if metric_id(metric).is_empty() {
            return Err(format!("\"{text}\" names no metric before {sign}. {FORM}"));
        }
        let Some(value) = amount::read(number, Unit::Number, "") else {
            return Err(format!("\"{number}\" in \"{text}\" is not a number. {FORM}"));
        };
        Ok(Self {
            metric: metric.to_owned(),
            slice: slice.map(str::to_owned),
            comparator,
            value,
            percent: number.ends_with('%'),
            drop: bounds,
        })
    }
}

/// A gate of phase 2 that asks a value of a metric: it blocks, at a level of 90 %, with nothing said of why.
#[must_use]
pub fn metric_gate(id: String, label: String, metric: &str, slice: Option<&str>, asked: (Comparator, f64)) -> Gate {
    let (comparator, threshold) = asked;
    let slice = slice.map(|s| ("slice".to_owned(), s.to_owned()));
    Gate {
        id,
        label,
        phase: Phase::Validate,
        rule: "metric".into(),
        with: std::iter::once(("metric".to_owned(), metric.to_owned())).chain(slice).collect(),
        comparator,
        threshold,
        warn: None,
        tolerate: None,
        unit: Unit::Number,
        range: range_around(threshold),
        log: false,
        severity: Severity::Block,
        minimum_n: None,
        confidence: 0.9,
        rationale: String::new(),
        source: String::new(),
        remedy: String::new(),
        owner: String::new(),
        illustrative: false,
    }
}

/// The rule of gates that bound how much worse a metric may become.
pub const DROP: &str = "metric_drop";

/// A gate that bounds how much worse a metric may become: by so much, or by that share of the earlier value.
#[must_use]
pub fn drop_gate(id: String, label: String, metric: &str, slice: Option<&str>, most: (f64, bool)) -> Gate {
    let (threshold, relative) = most;
    let mut gate = metric_gate(id, label, metric, slice, (Comparator::AtMost, threshold));
    gate.rule = DROP.into();
    if relative {
        gate.with.insert("relative".into(), "yes".into());
        gate.unit = Unit::Fraction;
    }
    Gate { range: (threshold.min(0.0), (10.0 * threshold.abs()).max(0.1)), ..gate }
}

/// The range of a slider for a threshold whose metric says none: 0 to 1 where it lies between, else from 0 to twice as far.
#[must_use]
pub fn range_around(threshold: f64) -> (f64, f64) {
    if (0.0..=1.0).contains(&threshold) {
        (0.0, 1.0)
    } else {
        (if threshold < 0.0 { 2.0 * threshold } else { 0.0 }, 2.0 * threshold.abs().max(1.0))
    }
}

/// An identifier for a gate on a metric that none of the list has: two targets of one metric are two gates.
#[must_use]
pub fn gate_id(gates: &[Gate], metric: &str, slice: Option<&str>) -> String {
    let words = [Some(metric), slice].into_iter().flatten().filter(|p| !p.is_empty());
    let words: Vec<String> = words.map(|p| metric_id(p).replace('_', "-")).collect();
    let id = format!("target-{}", words.join("-"));
    let free = |id: &String| gates.iter().all(|g| g.id != *id);
    let mut numbered = (2..).map(|n| format!("{id}-{n}"));
    if free(&id) { id } else { numbered.find(free).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn targets_are_read_as_people_write_them() {
        use Comparator::{AtLeast, AtMost, LessThan, MoreThan};
        let cases = [
            ("accuracy>=0.9", "accuracy", None, AtLeast, 0.9),
            (" F1 (macro) ≥ 85% ", "F1 (macro)", None, AtLeast, 0.85),
            ("wer[ es ] <= 0,12", "wer", Some("es"), AtMost, 0.12),
            ("bleu > 31.5", "bleu", None, MoreThan, 31.5),
            ("latency_ms<1.5k", "latency_ms", None, LessThan, 1500.0),
            ("recall@5[]>=.5", "recall@5", None, AtLeast, 0.5),
            ("drift ≤ −0.1", "drift", None, AtMost, -0.1),
            ("Drop of accuracy[es] <= 2 %", "accuracy", Some("es"), AtMost, 0.02),
        ];
        for (text, metric, slice, comparator, value) in cases {
            let read = WrittenTarget::read(text).unwrap_or_else(|e| panic!("{e}"));
            let got = (read.metric.as_str(), read.slice.as_deref(), read.comparator, read.value);
            assert_eq!(got, (metric, slice, comparator, value), "{text}");
            assert_eq!((read.percent, read.drop), (text.contains('%'), text.starts_with("Drop of")));
        }
        for (text, words) in [
            ("accuracy", "no sign"),
            ("accuracy=0.9", "no sign"),
            (">= 0.9", "names no metric"),
            ("[es]>=0.9", "names no metric"),
            ("accuracy>=high", "\"high\""),
            ("accuracy>=", "is not a number"),
            ("drop of <= 0.1", "names no metric"),
        ] {
            let told = WrittenTarget::read(text).expect_err(text);
            assert!(told.contains(words) && told.contains("accuracy>=0.9"), "{told}");
        }
    }

    proptest! {
        /// Any finite number comes back, whatever the metric is called; nothing panics.
        #[test]
        fn any_target_is_read(metric in "[a-zA-Z][a-zA-Z0-9_ @()-]{0,12}", value in -1e6f64..1e6, junk in ".{0,20}") {
            let read = WrittenTarget::read(&format!("{metric} >= {value}")).map(|t| (t.metric, t.value));
            prop_assert_eq!(read, Ok((metric.trim().to_owned(), value)));
            let _ = WrittenTarget::read(&junk);
            let (low, high) = range_around(value);
            prop_assert!(low < high && (low..=high).contains(&value));
        }
    }
}
