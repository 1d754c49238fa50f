//! Targets as gates: what was written is matched with what was measured, and what does not fit is said.

use super::found::{FoundMetric, found_metrics, inline};
use crate::data::evaluation::{metric_id, same_metric};
use crate::data::{Diagnostic, Direction, Evidence, units};
use crate::policy::{
    Comparator, Gate, MetricSpec, Phase, PolicyChanges, PolicyPack, Proposal, Severity, WrittenTarget, drop_gate,
    gate_id, metric_gate, propose, range_around,
};

/// A gate that asks a target, with what has to be said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The gate; where the policy asks the metric already, it has the identifier of that gate.
    pub gate: Gate,
    /// The metric, where the policy does not know it.
    pub metric: Option<MetricSpec>,
    /// What there is to say.
    pub notes: Vec<Diagnostic>,
}

/// The gate of the policy that asks a value of this metric and slice, whenever it was measured.
#[must_use]
pub fn asked_of<'a>(pack: &'a PolicyPack, metric: &str, slice: Option<&str>) -> Option<&'a Gate> {
    let is = |g: &&Gate| {
        g.phase == Phase::Validate
            && g.metric() == Some(metric)
            && g.parameter("slice") == slice
            && g.parameter("time").is_none()
    };
    pack.gates.iter().find(is)
}

/// A target of a metric that was found, as a gate: the one of the policy with another threshold, or a new one.
#[must_use]
pub fn ask(pack: &PolicyPack, metric: &FoundMetric, slice: Option<&str>, asked: (Comparator, f64)) -> Asked {
    let spec = pack.metrics.iter().all(|m| m.id != metric.id).then(|| metric.spec());
    let label = match slice {
        Some(slice) => format!("{} ({slice})", metric.label),
        None => metric.label.clone(),
    };
    let gate = match asked_of(pack, &metric.id, slice) {
        Some(there) => Gate {
            comparator: asked.0,
            threshold: asked.1,
            warn: None,
            tolerate: None,
            severity: Severity::Block,
            illustrative: false,
            ..there.clone()
        },
        None => metric_gate(gate_id(&pack.gates, &metric.id, slice), label, &metric.id, slice, asked),
    };
    let within = |(low, high): (f64, f64)| (low..=high).contains(&asked.1);
    let there = (gate.range.0 < gate.range.1 && within(gate.range)).then_some(gate.range);
    let known = metric.range.filter(|r| within(*r));
    // The slider reaches what was measured, too.
    let around = known.or(there).unwrap_or_else(|| range_around(asked.1));
    let (low, high) = metric.seen;
    let range = if low.is_finite() && high.is_finite() && known.is_none() {
        (around.0.min(low), around.1.max(high))
    } else {
        around
    };
    let log = gate.log && range.0 > 0.0;
    Asked { gate: Gate { range, log, ..gate }, metric: spec, notes: Vec::new() }
}

/// The target that was written, of the metric that it names.
///
/// # Errors
/// In words, where the number cannot be a value of the metric.
fn written(pack: &PolicyPack, found: &[FoundMetric], target: &WrittenTarget) -> Result<Asked, String> {
    let mut notes = Vec::new();
    let metric = named(pack, found, &target.metric);
    if metric.is_none() {
        let known: Vec<&str> = found.iter().map(|f| f.label.as_str()).collect();
        let measured = if known.is_empty() { "no metric".to_owned() } else { units::several(&known) };
        let text = format!("No file measures \"{}\", so that its target cannot be judged.", target.metric);
        notes.push(Diagnostic::warning("target-unmeasured", text).expected(measured));
    }
    let metric = metric.cloned().unwrap_or_else(|| unmeasured(pack, target));
    let slice = slice_of(&metric, target, &mut notes);
    if target.drop {
        return bounded(pack, &metric, slice.as_deref(), target, notes);
    }
    let value = scaled(&metric, target)?;
    let down = target.comparator.sign() < 0.0;
    if metric.direction.is_some_and(|d| (d == Direction::Lower) != down) {
        let text = format!(
            "\"{}\" asks for {} of a metric of which {}; it is judged as it was written.",
            target.metric,
            if down { "low values" } else { "high values" },
            metric.direction.unwrap_or_default().words()
        );
        notes.push(Diagnostic::warning("target-direction", text));
    }
    let mut asked = ask(pack, &metric, slice.as_deref(), (target.comparator, value));
    asked.notes = notes;
    Ok(asked)
}

/// The most that a metric may fall, as a gate: in per cent it is a share of the earlier value.
fn bounded(
    pack: &PolicyPack,
    metric: &FoundMetric,
    slice: Option<&str>,
    target: &WrittenTarget,
    mut notes: Vec<Diagnostic>,
) -> Result<Asked, String> {
    let shown = units::digits(target.value, 6);
    if target.value < 0.0 {
        return Err(format!("the most that {} may fall is 0 or more, found {shown}", metric.label));
    }
    let width = metric.range.map(|(low, high)| high - low).filter(|_| !target.percent);
    if let Some(width) = width.filter(|w| target.value >= *w) {
        let hint = if target.value <= 100.0 {
            format!(". {shown} % of the earlier value may be meant")
        } else {
            String::new()
        };
        return Err(format!(
            "a drop of {shown} is all of the range of {}, {} wide, or more{hint}",
            metric.label,
            units::digits(width, 6)
        ));
    }
    if metric.direction.is_none() {
        let text =
            format!("Nothing says which way \"{}\" improves; higher values are taken to be better.", target.metric);
        notes.push(Diagnostic::warning("drop-direction", text).mend("Let the policy say it, under its metrics."));
    }
    let asked = may_fall(pack, metric, slice, (target.value, target.percent));
    let gate = Gate { comparator: target.comparator, ..asked.gate };
    Ok(Asked { gate, notes, ..asked })
}

/// The most that a metric may fall, as a gate: by so much, or by that share of the earlier value. One that bounds the same
/// metric and slice gives way.
#[must_use]
pub fn may_fall(pack: &PolicyPack, metric: &FoundMetric, slice: Option<&str>, most: (f64, bool)) -> Asked {
    let spec = pack.metrics.iter().all(|m| m.id != metric.id).then(|| metric.spec());
    let name = inline(&metric.label);
    let label = match slice {
        Some(slice) => format!("Drop of {name} ({slice})"),
        None => format!("Drop of {name}"),
    };
    let same = |g: &&Gate| g.is_drop() && g.asks_metric() == Some(&metric.id) && g.parameter("slice") == slice;
    let id = pack
        .gates
        .iter()
        .find(same)
        .map_or_else(|| gate_id(&pack.gates, &format!("drop {}", metric.id), slice), |g| g.id.clone());
    Asked { gate: drop_gate(id, label, &metric.id, slice, most), metric: spec, notes: Vec::new() }
}

fn named<'a>(pack: &PolicyPack, found: &'a [FoundMetric], name: &str) -> Option<&'a FoundMetric> {
    let id = metric_id(name);
    let known = pack.metric(&id).map(|m| &m.id);
    let exact = found.iter().find(|f| f.id == id || known == Some(&f.id) || metric_id(&f.label) == id);
    exact.or_else(|| found.iter().find(|f| same_metric(&f.id, &id)))
}

/// A metric that no file measures, as far as the policy and the target tell it.
fn unmeasured(pack: &PolicyPack, target: &WrittenTarget) -> FoundMetric {
    let id = metric_id(&target.metric);
    let known = pack.metric(&id);
    // A drop is bounded from above whichever way its metric improves.
    let by_sign = match target.comparator.sign() < 0.0 {
        _ if target.drop => None,
        true => Some(Direction::Lower),
        false => Some(Direction::Higher),
    };
    FoundMetric {
        id: known.map_or(id, |m| m.id.clone()),
        label: known.map_or_else(|| target.metric.clone(), |m| m.label.clone()),
        direction: known.map(|m| m.direction).or(by_sign),
        range: known.and_then(|m| m.range),
        slices: Vec::new(),
        more_slices: 0,
        seen: (f64::INFINITY, f64::NEG_INFINITY),
        overall: false,
        curves: 0,
    }
}

/// The slice as the files write it.
fn slice_of(metric: &FoundMetric, target: &WrittenTarget, notes: &mut Vec<Diagnostic>) -> Option<String> {
    let wanted = target.slice.as_ref()?;
    let same = metric.slices.iter().find(|s| s.eq_ignore_ascii_case(wanted) || metric_id(s) == metric_id(wanted));
    // Where not every slice is kept by name, this one may have been measured: its gate will say.
    if same.is_none() && metric.seen.0.is_finite() && metric.more_slices == 0 {
        let text = format!("{} was not measured on \"{wanted}\", so that its target cannot be judged.", metric.label);
        let known = if metric.slices.is_empty() { "no slice".to_owned() } else { units::several(&metric.slices) };
        notes.push(Diagnostic::warning("target-slice", text).expected(known));
    }
    Some(same.unwrap_or(wanted).clone())
}

/// A number that was typed for a metric, where it can be one of its values.
///
/// # Errors
/// In words, where it cannot.
pub(super) fn possible(metric: &FoundMetric, value: f64) -> Result<f64, String> {
    let target = WrittenTarget {
        metric: metric.label.clone(),
        slice: None,
        comparator: Comparator::AtLeast,
        value,
        percent: false,
        drop: false,
    };
    scaled(metric, &target)
}

/// The number on the scale of the metric: 85 % is 0.85, or 85 where the metric is written from 0 to 100.
fn scaled(metric: &FoundMetric, target: &WrittenTarget) -> Result<f64, String> {
    let value = if target.percent && metric.in_hundreds() { target.value * 100.0 } else { target.value };
    match metric.range {
        Some((low, high)) if !(low..=high).contains(&value) => {
            let (low, high) = (units::digits(low, 6), units::digits(high, 6));
            let seen = if metric.seen.0.is_finite() {
                format!(" (measured: {})", units::score(metric.seen.1))
            } else {
                String::new()
            };
            let hint = if high == "1" && value > 1.0 && value <= 100.0 {
                format!(". {} % may be meant", units::digits(value, 6))
            } else {
                String::new()
            };
            let value = units::digits(value, 6);
            Err(format!("{} lies between {low} and {high}{seen}, which {value} does not{hint}", metric.label))
        }
        _ => Ok(value),
    }
}

/// Gates for the targets that files name and the policy does not ask yet, under the names and with the ranges of what was
/// measured.
#[must_use]
pub fn proposed(pack: &PolicyPack, evidence: &Evidence) -> Proposal {
    let mut proposal = propose(pack, &evidence.targets);
    let found = found_metrics(evidence, pack);
    let of = |id: &str| found.iter().find(|f| f.id == id);
    for gate in &mut proposal.gates {
        let Some(metric) = gate.metric().and_then(of) else { continue };
        gate.label = match gate.parameter("slice") {
            Some(slice) => format!("{} ({slice})", metric.label),
            None => metric.label.clone(),
        };
        if let Some(range) = metric.range.filter(|(low, high)| (*low..=*high).contains(&gate.threshold)) {
            gate.range = range;
        }
    }
    for metric in &mut proposal.metrics {
        if let Some(known) = of(&metric.id) {
            *metric = MetricSpec { direction: metric.direction, ..known.spec() };
        }
    }
    proposal
}

/// All targets that were written, as changes of the policy: two of one metric and slice are one, the later.
///
/// # Errors
/// The first target that cannot be, in words.
pub fn ask_all(
    pack: &PolicyPack,
    evidence: &Evidence,
    targets: &[WrittenTarget],
) -> Result<(PolicyChanges, Vec<Diagnostic>), String> {
    let found = found_metrics(evidence, pack);
    let (mut changes, mut notes) = (PolicyChanges::default(), Vec::new());
    for target in targets {
        let asked = written(&changes.applied(pack), &found, target)?;
        changes.put(&[asked.gate], asked.metric.as_slice());
        notes.extend(asked.notes);
    }
    Ok((changes, notes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Evaluation;
    use crate::policy::{defaults, gate_fault, parse};

    fn evaluation(metric: &str, slice: Option<&str>, value: f64) -> Evaluation {
        let slice = slice.map(str::to_owned);
        Evaluation { metric: metric.into(), label: metric.into(), slice, value, ..Evaluation::default() }
    }

    fn evidence() -> Evidence {
        let lower = Evaluation { direction: Some(Direction::Lower), ..evaluation("wer", None, 0.2) };
        Evidence {
            evaluations: vec![
                evaluation("accuracy", None, 0.86),
                evaluation("accuracy", Some("es"), 0.61),
                evaluation("macro_f1", None, 0.81),
                evaluation("bleu", None, 31.0),
                lower,
            ],
            ..Evidence::default()
        }
    }

    fn asked(pack: &str, targets: &[&str]) -> Result<(PolicyPack, PolicyPack, Vec<Diagnostic>), String> {
        let pack = parse(pack).expect("it ships").value;
        let targets: Vec<WrittenTarget> = targets.iter().map(|t| WrittenTarget::read(t).expect("a target")).collect();
        let (changes, notes) = ask_all(&pack, &evidence(), &targets)?;
        assert_eq!(changes.fault(), None);
        Ok((changes.applied(&pack), pack, notes))
    }

    #[test]
    fn targets_become_gates_of_what_was_measured() {
        let texts = ["Accuracy>=0.9", "macro-F1 >= 85 %", "accuracy[ES] >= .8", "WER<=10%", "BLEU>=35"];
        let (now, _, notes) = asked(defaults::GENERAL, &texts).expect("they can be");
        assert!(notes.is_empty(), "{notes:?}");
        let gates: Vec<_> = now.gates.iter().filter(|g| g.phase == Phase::Validate).collect();
        let of = |g: &&Gate| (g.metric().unwrap_or_default().to_owned(), g.comparator.symbol(), g.threshold);
        let expected = [
            ("accuracy", "≥", 0.9),
            ("macro_f1", "≥", 0.85),
            ("accuracy", "≥", 0.8),
            ("wer", "≤", 0.1),
            ("bleu", "≥", 35.0),
        ];
        assert_eq!(gates.iter().map(of).collect::<Vec<_>>(), expected.map(|(m, s, v)| (m.to_owned(), s, v)));
        assert_eq!(gates[2].parameter("slice"), Some("es"), "as the file writes it");
        assert!(gates.iter().all(|g| gate_fault(g).is_none() && g.severity == Severity::Block && !g.illustrative));
        assert_eq!(now.metric("bleu").map(|m| m.id.as_str()), Some("bleu"));
    }

    #[test]
    fn a_gate_of_the_policy_moves_and_no_second_one_is_made() {
        let (now, before, _) = asked(defaults::FINE_TUNING, &["accuracy>=0.8", "accuracy>=0.9"]).expect("they can be");
        assert_eq!(now.gates.len(), before.gates.len());
        assert_eq!(now.gate("target-accuracy").map(|g| (g.threshold, g.illustrative)), Some((0.9, false)));
    }

    #[test]
    fn a_drop_is_bounded_beside_the_target_and_once() {
        let texts = ["accuracy>=0.9", "drop of accuracy <= 0.02", "drop of Accuracy <= 3 %", "drop of wer[es] <= 0.01"];
        let (now, _, notes) = asked(defaults::GENERAL, &texts).expect("they can be");
        let drops: Vec<_> = now.gates.iter().filter(|g| g.is_drop()).collect();
        let of = |g: &&Gate| (g.label.clone(), g.threshold, g.parameter("relative").is_some());
        let expected = [("Drop of accuracy".to_owned(), 0.03, true), ("Drop of wer (es)".to_owned(), 0.01, false)];
        assert_eq!(drops.iter().map(of).collect::<Vec<_>>(), expected);
        assert!(drops.iter().all(|g| gate_fault(g).is_none()));
        let codes: Vec<&str> = notes.iter().map(|n| n.code.as_str()).collect();
        assert_eq!(codes, ["drop-direction", "drop-direction", "target-slice"], "wer has a direction and no slices");
        // What cannot be is refused, and what nobody knows the better side of is said.
        for (text, words) in
            [("drop of accuracy <= 1", "1 % of the earlier value"), ("drop of bleu <= -1", "0 or more")]
        {
            let refused = asked(defaults::GENERAL, &[text]).expect_err(text);
            assert!(refused.contains(words), "{refused}");
        }
        let (now, _, notes) = asked(defaults::GENERAL, &["drop of frobs <= 1"]).expect("it can be");
        assert!(notes.iter().any(|n| n.code == "drop-direction"));
        assert_eq!(now.metric("frobs").map(|m| m.direction), Some(Direction::Higher), "not taken from the sign");
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let codes = |text: &str| {
            let notes = asked(defaults::GENERAL, &[text]).expect("it can be").2;
            notes.into_iter().map(|n| n.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("accurracy>=0.9"), ["target-unmeasured"]);
        assert_eq!(codes("accuracy[fr]>=0.9"), ["target-slice"]);
        assert_eq!(codes("wer>=0.9"), ["target-direction"]);
        let refused = asked(defaults::FINE_TUNING, &["accuracy>=90"]).expect_err("it is a share");
        assert!(refused.contains("between 0 and 1") && refused.contains("90 %"), "{refused}");
    }

    #[test]
    fn targets_of_files_are_proposed_under_the_names_of_what_was_measured_and_once() {
        use crate::data::Target;
        let target = |metric: &str, slice: Option<&str>, value: f64| Target {
            metric: metric.into(),
            label: metric.into(),
            slice: slice.map(str::to_owned),
            value,
            ..Target::default()
        };
        let targets =
            vec![target("macro_f1", None, 0.85), target("accuracy", Some("es"), 0.8), target("chrf", None, 55.0)];
        let evidence = Evidence { targets, ..evidence() };
        let pack = parse(defaults::GENERAL).expect("it ships").value;
        let proposal = proposed(&pack, &evidence);
        let labels: Vec<&str> = proposal.gates.iter().map(|g| g.label.as_str()).collect();
        assert_eq!(labels, ["Macro F1", "Accuracy (es)", "chrf"]);
        let mut changes = PolicyChanges::default();
        changes.put(&proposal.gates, &proposal.metrics);
        assert_eq!(changes.fault(), None);
        let now = changes.applied(&pack);
        assert!(proposed(&now, &evidence).is_empty());
        // What was put in force that way is what the questions ask about.
        assert!(asked_of(&now, "macro_f1", None).is_some() && asked_of(&now, "accuracy", Some("es")).is_some());
    }

    #[test]
    fn per_cent_is_of_the_scale_that_the_metric_is_written_in() {
        let evidence = Evidence { evaluations: vec![evaluation("accuracy", None, 86.0)], ..Evidence::default() };
        let pack = parse(defaults::GENERAL).expect("it ships").value;
        let of = |text: &str| {
            let target = WrittenTarget::read(text).expect("a target");
            ask_all(&pack, &evidence, &[target]).map(|(c, _)| c.gates[0].threshold)
        };
        assert_eq!((of("accuracy>=90"), of("accuracy>=90 %")), (Ok(90.0), Ok(90.0)));
        assert!(of("accuracy>=900").is_err());
    }
}
