//! Words are for people: rewording every label of a policy changes no verdict, no outcome and nothing of the structure.

use crate::reference::example;
use headroom::analysis::{context, decide, explain};
use headroom::decide::{Decision, flips};
use headroom::num::stream::Stream;
use headroom::policy::PolicyPack;
use headroom::scenario::Scenario;

/// The policy with other names for everything that has a name.
fn reworded(pack: &PolicyPack) -> PolicyPack {
    let mut next = pack.clone();
    let mut n = 0;
    let mut word = |label: &mut String| {
        n += 1;
        *label = format!("reworded {n}");
    };
    next.gates.iter_mut().for_each(|g| word(&mut g.label));
    next.metrics.iter_mut().for_each(|m| word(&mut m.label));
    next.tiers.iter_mut().for_each(|t| word(&mut t.label));
    next.families.iter_mut().for_each(|f| word(&mut f.label));
    next.assumptions.iter_mut().for_each(|a| word(&mut a.label));
    next.findings.iter_mut().for_each(|f| word(&mut f.label));
    next
}

/// All of a decision that is no words.
fn structure(d: &Decision) -> String {
    let outcomes: Vec<_> = d
        .outcomes
        .iter()
        .map(|o| (&o.gate, &o.fact, o.outcome, o.measurement.value, o.measurement.interval, o.margin))
        .collect();
    let reasons: Vec<_> = d.verdict.reasons.iter().map(|r| (&r.gate, r.outcome, &r.link)).collect();
    let gaps: Vec<_> = d.gaps.iter().map(|g| (&g.metric, &g.gate, &g.curve, g.probability, g.add_records)).collect();
    let completion: Vec<_> = d.completion.iter().map(|c| (&c.link, c.weight, c.missing_bytes)).collect();
    let phases: Vec<_> = d.phases.iter().map(|p| (p.phase, p.counts, p.done, p.current)).collect();
    format!("{:?} {:?} {outcomes:?} {reasons:?} {gaps:?} {completion:?} {phases:?}", d.verdict.action, d.verdict.phase)
}

/// A sentence without the words that the policy gives: both begin alike, word by word, but for labels.
fn shape(sentence: &str, pack: &PolicyPack) -> String {
    let labels = pack.gates.iter().map(|g| &g.label).chain(pack.metrics.iter().map(|m| &m.label));
    let mut all: Vec<&String> = labels.collect();
    all.sort_by_key(|l| std::cmp::Reverse(l.len()));
    let mut text = sentence.to_lowercase();
    for label in all {
        text = text.replace(&label.to_lowercase(), "…");
    }
    text
}

#[test]
fn rewording_labels_changes_no_verdict_and_no_structure() {
    for id in ["therapeutic-ai", "public-results"] {
        let (prepared, pack) = example(id);
        let other = reworded(&pack);
        for i in 0..60 {
            let mut s = Stream::new(41, i);
            let mut scenario = Scenario::default();
            let good = s.uniform();
            for gate in &pack.gates {
                let (a, b) = gate.range;
                if s.uniform() < good {
                    scenario.what_if.insert(gate.fact(), if gate.comparator.sign() > 0.0 { b } else { a });
                }
            }
            let (before, after) = (decide(&prepared, &pack, &scenario), decide(&prepared, &other, &scenario));
            assert_eq!(structure(&before), structure(&after), "{id} {i}");
            let of = |d: &Decision, p: &PolicyPack| shape(&d.verdict.sentence, p);
            assert_eq!(of(&before, &pack), of(&after, &other), "{id} {i}");
            if i < 4 {
                let of = |p: &PolicyPack, d: &Decision| {
                    let found: Vec<_> = flips(&context(&prepared, p, &scenario))
                        .into_iter()
                        .map(|f| (f.subject, f.at, f.becomes))
                        .collect();
                    let explained = explain(&prepared, p, &scenario, d);
                    let findings: Vec<_> =
                        explained.findings.iter().map(|f| (f.id.clone(), f.status, f.also.is_some())).collect();
                    format!("{found:?} {findings:?}")
                };
                assert_eq!(of(&pack, &before), of(&other, &after), "{id} {i}");
            }
        }
    }
}
