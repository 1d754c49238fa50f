//! A gate, and a pack, in sentences.

use crate::data::{Unit, units};
use crate::decide::capital;
use crate::decide::rules::{RULES, rule};
use crate::policy::{Comparator, Gate, Phase, PolicyPack, Severity};

/// What a policy asks, in sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackInWords {
    /// Phase, and its gates in sentences.
    pub asked: Vec<(Phase, Vec<String>)>,
    /// What no gate asks.
    pub never: Vec<String>,
    /// What is wrong, each with its place in the pack.
    pub faults: Vec<String>,
}

/// "at least 0.900", "yes".
fn needs(pack: &PolicyPack, gate: &Gate) -> String {
    let amount = amount_of(pack, gate.unit, gate.threshold);
    match (gate.unit, gate.comparator) {
        (Unit::YesNo, _) => amount,
        (_, Comparator::AtMost) if gate.threshold == 0.0 => "none".into(),
        (_, comparator) => format!("{} {amount}", comparator.words()),
    }
}

pub(super) fn amount_of(pack: &PolicyPack, unit: Unit, value: f64) -> String {
    pack.amount(value, unit).to_string()
}

/// What a gate asks, in a sentence or two: "Accuracy: at least 0.900, with the whole 90 % interval. If it fails, it blocks."
#[must_use]
pub fn gate_in_words(pack: &PolicyPack, gate: &Gate) -> String {
    let mut text = format!("{}: {}", gate.label, needs(pack, gate));
    let show = |value: f64| amount_of(pack, gate.unit, value);
    if gate.asks_metric().is_some() {
        text.push_str(&format!(", with the whole {} % interval", units::digits(gate.confidence * 100.0, 3)));
    }
    let conditions = [
        gate.minimum_n.map(|n| format!("on {} items or more", units::grouped(n))),
        gate.warn.map(|w| format!("a warning up to {}", show(w))),
        gate.tolerate.map(|t| {
            let way = if gate.comparator.sign() > 0.0 { "down" } else { "up" };
            format!("a warning, not a failure, {way} to {}", show(t))
        }),
        gate.parameter("time").map(|t| format!("as measured at “{t}”")),
        (gate.is_drop() && gate.parameter("relative").is_some()).then(|| "as a share of the earlier value".to_owned()),
        gate.is_drop().then(|| match gate.parameter("baseline") {
            Some(baseline) => format!("counted from “{baseline}”"),
            None => "counted from what is marked as measured before".to_owned(),
        }),
    ];
    for condition in conditions.into_iter().flatten() {
        text.push_str(&format!(", {condition}"));
    }
    let then = match gate.severity {
        Severity::Block => "If it fails or is unknown, it decides.",
        Severity::Warn => "It warns and decides nothing.",
        Severity::Info => "For information.",
    };
    format!("{text}. {then}")
}

/// What a policy asks, what it never asks, and what is wrong with it.
#[must_use]
pub fn pack_in_words(pack: &PolicyPack) -> PackInWords {
    let of =
        |phase: Phase| pack.gates.iter().filter(move |g| g.phase == phase).map(|g| gate_in_words(pack, g)).collect();
    let mut never: Vec<String> = Vec::new();
    if !pack.gates.iter().any(|g| g.phase == Phase::Validate && g.severity == Severity::Block) {
        never.push("No target decides: name one, or the verdict can only be to measure first.".into());
    }
    let silent = RULES.iter().filter(|r| !pack.gates.iter().any(|g| g.rule == r.id()));
    never.extend(silent.map(|r| format!("{} (rule “{}”).", capital(r.help().trim_end_matches('.')), r.id())));
    PackInWords { asked: Phase::ALL.map(|p| (p, of(p))).to_vec(), never, faults: faults(pack) }
}

/// What makes a part of a pack useless, with its place. What makes all of it useless was refused when it was read.
fn faults(pack: &PolicyPack) -> Vec<String> {
    let mut out = Vec::new();
    for (at, gate) in pack.gates.iter().enumerate() {
        let mut fault = |field: &str, text: String| out.push(format!("gates[{at}].{field} (“{}”): {text}", gate.id));
        let Some(rule) = rule(&gate.rule) else {
            let known: Vec<&str> = RULES.iter().map(|r| r.id()).collect();
            fault("rule", format!("there is no rule “{}”; there are {}", gate.rule, known.join(", ")));
            continue;
        };
        let known: Vec<&str> = rule.parameters().iter().map(|p| p.0).collect();
        for name in gate.with.keys().filter(|n| !known.contains(&n.as_str())) {
            let list = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            fault("with", format!("the rule “{}” has no parameter “{name}”; it has {list}", gate.rule));
        }
        match gate.asks_metric() {
            None if gate.rule == "metric" || gate.is_drop() => fault("with", "it names no metric".into()),
            Some(metric) if pack.metric(metric).is_none() => {
                fault(
                    "with.metric",
                    format!("“{metric}” is not among the metrics of the pack, so that its range is unknown"),
                );
            }
            _ => {}
        }
        let range = gate.range.0..=gate.range.1;
        if !range.contains(&gate.threshold) {
            fault("threshold", format!("{} lies outside of its slider's range", units::digits(gate.threshold, 6)));
        }
    }
    for (at, r) in pack.recommendations.iter().enumerate() {
        for (field, text) in [("trigger", &r.trigger), ("done", &r.done)] {
            let gate = text.strip_prefix("gate:").and_then(|rest| rest.split(':').next());
            if let Some(gate) = gate.filter(|g| pack.gate(g).is_none()) {
                out.push(format!("recommendations[{at}].{field} (“{}”): there is no gate “{gate}”", r.id));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{defaults, drop_gate, metric_gate, parse};

    #[test]
    fn every_shipped_pack_is_explained_without_a_fault() {
        for (id, text) in defaults::PACKS {
            let pack = parse(text).expect("it ships").value;
            let words = pack_in_words(&pack);
            assert_eq!(words.faults, Vec::<String>::new(), "{id}");
            assert_eq!(words.asked.iter().map(|a| a.1.len()).sum::<usize>(), pack.gates.len());
            assert!(words.asked.iter().flat_map(|a| &a.1).all(|s| s.ends_with('.') && s.len() < 400), "{id}");
        }
    }

    #[test]
    fn a_gate_is_a_sentence() {
        let pack = parse(defaults::GENERAL).expect("it ships").value;
        let gate = metric_gate("g".into(), "Accuracy".into(), "accuracy", None, (Comparator::AtLeast, 0.9));
        assert_eq!(
            gate_in_words(&pack, &gate),
            "Accuracy: at least 0.900, with the whole 90 % interval. If it fails or is unknown, it decides."
        );
        let check = pack.gate("check-leakage").expect("a gate");
        let drop = drop_gate("d".into(), "Drop of F1".into(), "f1", None, (0.02, true));
        assert_eq!(
            gate_in_words(&pack, &drop),
            "Drop of F1: at most 2 %, with the whole 90 % interval, as a share of the earlier value, counted from what is marked as measured before. If it fails or is unknown, it decides."
        );
        assert_eq!(
            gate_in_words(&pack, check),
            "Test records in the training data: none. It warns and decides nothing."
        );
    }

    #[test]
    fn what_no_gate_asks_is_said_in_words_before_the_name_of_its_rule() {
        let never = pack_in_words(&parse(defaults::GENERAL).expect("it ships").value).never;
        assert!(
            never.len() > 3 && never.iter().all(|n| n.starts_with(char::is_uppercase) && n.ends_with('.')),
            "{never:?}"
        );
    }

    #[test]
    fn faults_have_their_place() {
        let mut pack = parse(defaults::FINE_TUNING).expect("it ships").value;
        pack.gates[0].rule = "magic".into();
        pack.gates[1].with.insert("teir".into(), "1".into());
        pack.gates.retain(|g| g.id != "target-f1");
        pack.metrics.retain(|m| m.id != "accuracy");
        pack.recommendations[0].trigger = "gate:nobody:fail".into();
        let faults = pack_in_words(&pack).faults;
        for words in [
            "gates[0].rule",
            "“magic”",
            "gates[1].with",
            "“teir”",
            "with.metric",
            "“accuracy”",
            "recommendations[0].trigger",
            "“nobody”",
        ] {
            assert!(faults.iter().any(|f| f.contains(words)), "{words}: {faults:?}");
        }
    }
}
