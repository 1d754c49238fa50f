//! A gate as a form: one change at a time, each giving a gate that can be, or words that say why not.

use super::{Comparator, Gate, Phase, Severity, gate_fault, range_around};
use crate::data::Unit;

/// One change of a gate. Text is taken as typed, without the spaces around it.
#[derive(Clone, Debug, PartialEq)]
pub enum GateField {
    /// Name shown to people.
    Label(String),
    /// Metric and slice that it asks; for a gate on a metric only.
    Metric(String, Option<String>),
    /// The run or time that a drop is counted from; none for what is marked as taken before.
    Baseline(Option<String>),
    /// Whether a drop is a share of the earlier value, and how near to 0 that value may be.
    Relative(bool, Option<f64>),
    /// Which side is good.
    Comparator(Comparator),
    /// The target; the bands move with it.
    Threshold(f64),
    /// Where passing becomes comfortable; none for no warning above the target.
    Warn(Option<f64>),
    /// What still warns instead of failing; none for no tolerance.
    Tolerate(Option<f64>),
    /// Fewest items behind the value; none for any.
    MinimumN(Option<f64>),
    /// Level of the interval.
    Confidence(f64),
    /// What a failure does.
    Severity(Severity),
    /// The phase that it belongs to.
    Phase(Phase),
    /// Why it is there.
    Rationale(String),
    /// Where its target comes from.
    Source(String),
    /// What to do when it fails.
    Remedy(String),
    /// Who looks after it.
    Owner(String),
}

impl GateField {
    /// The gate with the change.
    ///
    /// # Errors
    /// In words, where the gate could not be then; the one that is stays.
    pub fn apply(&self, gate: &Gate) -> Result<Gate, String> {
        let mut next = gate.clone();
        let text = |t: &String| t.trim().chars().take(2_000).collect::<String>();
        match self {
            Self::Label(label) if label.trim().is_empty() => return Err("a name is needed".into()),
            Self::Label(label) => next.label = text(label),
            Self::Metric(..) if gate.asks_metric().is_none() => return Err("this gate asks no metric".into()),
            Self::Baseline(_) | Self::Relative(..) if !gate.is_drop() => {
                return Err("this gate bounds no drop".into());
            }
            Self::Baseline(baseline) => {
                put(&mut next, "baseline", baseline.as_deref().map(str::trim).filter(|b| !b.is_empty()))
            }
            Self::Relative(_, Some(guard)) if !(guard.is_finite() && *guard >= 0.0) => {
                return Err("how near to 0 is a number of 0 or more".into());
            }
            Self::Relative(relative, guard) => {
                let guard = guard.filter(|g| *relative && *g > 0.0).map(|g| g.to_string());
                put(&mut next, "relative", relative.then_some("yes"));
                put(&mut next, "guard", guard.as_deref());
                next.unit = if *relative { Unit::Fraction } else { Unit::Number };
            }
            Self::Metric(metric, slice) => {
                next.with.insert("metric".into(), metric.clone());
                match slice {
                    Some(slice) => next.with.insert("slice".into(), slice.clone()),
                    None => next.with.remove("slice"),
                };
            }
            Self::Comparator(comparator) => {
                // A band that was on the good side is on the bad one where the sides change.
                if comparator.sign() != gate.comparator.sign() {
                    (next.warn, next.tolerate) = (None, None);
                }
                next.comparator = *comparator;
            }
            Self::Threshold(value) => {
                let by = value - gate.threshold;
                next.threshold = *value;
                (next.warn, next.tolerate) = (gate.warn.map(|w| w + by), gate.tolerate.map(|t| t + by));
                // A person's own number is nobody's illustration.
                next.illustrative = gate.illustrative && by == 0.0;
                next.range = reaching(gate, *value);
                next.log = gate.log && next.range.0 > 0.0;
            }
            Self::Warn(value) => next.warn = *value,
            Self::Tolerate(value) => next.tolerate = *value,
            Self::MinimumN(Some(n)) if !(n.is_finite() && *n >= 0.0) => {
                return Err("a number of items is 0 or more".into());
            }
            Self::MinimumN(n) => next.minimum_n = n.filter(|n| *n > 0.0),
            Self::Confidence(level) => next.confidence = *level,
            Self::Severity(severity) => next.severity = *severity,
            Self::Phase(phase) => next.phase = *phase,
            Self::Rationale(t) => next.rationale = text(t),
            Self::Source(t) => next.source = text(t),
            Self::Remedy(t) => next.remedy = text(t),
            Self::Owner(t) => next.owner = text(t),
        }
        gate_fault(&next).map_or(Ok(next), Err)
    }
}

fn put(gate: &mut Gate, name: &str, value: Option<&str>) {
    match value {
        Some(value) => gate.with.insert(name.into(), value.into()),
        None => gate.with.remove(name),
    };
}

/// The range of the slider, wide enough for a threshold.
fn reaching(gate: &Gate, threshold: f64) -> (f64, f64) {
    let (low, high) = gate.range;
    if (low..=high).contains(&threshold) {
        return gate.range;
    }
    let (a, b) = range_around(threshold);
    (low.min(if threshold < low { a.min(threshold) } else { low }), high.max(b))
}

#[cfg(test)]
mod tests {
    use super::super::{defaults, parse, write};
    use super::*;
    use proptest::prelude::*;

    /// Every field of a gate, as the form shows it.
    fn fields(g: &Gate) -> Vec<GateField> {
        let mut list = vec![
            GateField::Label(g.label.clone()),
            GateField::Comparator(g.comparator),
            GateField::Threshold(g.threshold),
            GateField::Warn(g.warn),
            GateField::Tolerate(g.tolerate),
            GateField::MinimumN(g.minimum_n),
            GateField::Confidence(g.confidence),
            GateField::Severity(g.severity),
            GateField::Phase(g.phase),
            GateField::Rationale(g.rationale.clone()),
            GateField::Source(g.source.clone()),
            GateField::Remedy(g.remedy.clone()),
            GateField::Owner(g.owner.clone()),
        ];
        if g.is_drop() {
            let guard = g.parameter("guard").and_then(|g| g.parse().ok());
            list.push(GateField::Baseline(g.parameter("baseline").map(str::to_owned)));
            list.push(GateField::Relative(g.parameter("relative").is_some(), guard));
        }
        if let Some(metric) = g.asks_metric() {
            list.push(GateField::Metric(metric.to_owned(), g.parameter("slice").map(str::to_owned)));
        }
        list
    }

    #[test]
    fn what_the_form_shows_put_back_is_the_same_gate() {
        for (id, text) in defaults::PACKS {
            let pack = parse(text).expect("it ships").value;
            for gate in &pack.gates {
                for field in fields(gate) {
                    assert_eq!(field.apply(gate).as_ref(), Ok(gate), "{id}: {field:?}");
                }
            }
        }
    }

    #[test]
    fn a_drop_is_bounded_in_every_way_that_its_form_shows() {
        let drop = super::super::drop_gate("d".into(), "Drop".into(), "m", Some("es"), (0.02, false));
        let ways = [
            GateField::Relative(true, Some(0.05)),
            GateField::Relative(true, None),
            GateField::Baseline(Some(" v7 ".into())),
            GateField::Metric("other".into(), None),
        ];
        for way in ways {
            let now = way.apply(&drop).expect("it can be");
            for field in fields(&now) {
                assert_eq!(field.apply(&now).as_ref(), Ok(&now), "{field:?}");
            }
            let back = [
                GateField::Relative(false, None),
                GateField::Baseline(None),
                GateField::Metric("m".into(), Some("es".into())),
            ];
            let undone = back.iter().try_fold(now, |gate, field| field.apply(&gate)).expect("it can be");
            assert_eq!(undone, drop);
        }
        assert!(GateField::Relative(true, Some(-1.0)).apply(&drop).is_err());
        let pack = parse(defaults::FINE_TUNING).expect("it ships").value;
        assert!(GateField::Baseline(None).apply(pack.gate("target-accuracy").expect("a gate")).is_err());
    }

    #[test]
    fn what_cannot_be_is_said_and_changes_nothing() {
        let pack = parse(defaults::FINE_TUNING).expect("it ships").value;
        let gate = pack.gate("target-accuracy").expect("a gate");
        for field in [
            GateField::Threshold(f64::NAN),
            GateField::Warn(Some(0.1)),
            GateField::Confidence(1.0),
            GateField::Label("  ".into()),
            GateField::MinimumN(Some(-1.0)),
        ] {
            assert!(field.apply(gate).is_err(), "{field:?}");
        }
        let moved = GateField::Threshold(0.9).apply(gate).expect("it can be");
        assert_eq!((moved.threshold, moved.illustrative), (0.9, false));
        let up = GateField::Warn(Some(0.95)).apply(&moved).expect("it can be");
        let down = GateField::Comparator(Comparator::AtMost).apply(&up).expect("it can be");
        assert_eq!((down.warn, down.comparator), (None, Comparator::AtMost));
        let check = pack.gate("check-pii").expect("a gate");
        assert!(GateField::Metric("f1".into(), None).apply(check).is_err());
    }

    proptest! {
        /// Whatever is typed, the gate can be written and read back as it is; form to file to form loses nothing.
        #[test]
        fn form_to_file_to_form_is_the_identity(
            threshold in prop_oneof![-1e9f64..1e9, 0.0..1.0], warn in 0.0..0.2f64, n in proptest::option::of(0u32..5000),
            label in "[^\\u{0}-\\u{1f}\\u{7f}-\\u{a0}\\u{ad}\\u{200b}-\\u{206f}\\u{feff}]{1,30}", level in 0.01..0.99f64, lower: bool, at in 0usize..40,
        ) {
            let mut pack = parse(defaults::THERAPEUTIC).expect("it ships").value;
            let at = at % pack.gates.len();
            let comparator = if lower { Comparator::LessThan } else { Comparator::AtLeast };
            let changes = [
                GateField::Comparator(comparator), GateField::Threshold(threshold), GateField::Warn(Some(threshold + comparator.sign() * warn)),
                GateField::MinimumN(n.map(f64::from)), GateField::Label(label.clone()), GateField::Rationale(label),
                GateField::Confidence(level), GateField::Severity(Severity::Info), GateField::Phase(Phase::Expand),
            ];
            let mut gate = pack.gates[at].clone();
            for change in changes {
                if let Ok(next) = change.apply(&gate) {
                    gate = next;
                }
            }
            prop_assert!(gate_fault(&gate).is_none());
            pack.gates[at] = gate.clone();
            let read = parse(&write(&pack)).map(|p| p.value.gates[at].clone());
            // What is hidden in a text is made visible when it is read.
            let seen = crate::data::visible(&gate.label) == gate.label;
            prop_assume!(seen);
            prop_assert_eq!(read.as_ref(), Ok(&gate));
            for field in fields(&gate) {
                prop_assert_eq!(field.apply(&gate), Ok(gate.clone()));
            }
        }
    }
}
