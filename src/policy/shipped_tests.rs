//! The packs that ship are whole and contradict nothing.

use super::{PolicyPack, Severity, assumptions, defaults, parse};
use std::collections::BTreeSet;

/// Gate rules of the decision layer.
const RULES: &[&str] = &[
    "missing_weight",
    "families",
    "duplication",
    "tier_quality",
    "volume",
    "check",
    "unknown_licences",
    "metric",
    "gap_reachable",
    "gap_worth_it",
    "gap_cost",
    "cheaper_routes",
];
const FINDINGS: &[&str] = &[
    "chinchilla",
    "quality_aware",
    "diminishing_returns",
    "data_efficient_methods",
    "volume_recommendations",
    "evaluation_metrics",
    "curriculum",
];
const STANCES: &[&str] =
    &["more_is_better", "current_sufficient", "aggressive_expansion", "quality_only", "phased_gates"];
const VERDICTS: &[&str] =
    &["complete_foundation", "measure_first", "do_not_expand", "improve_quality", "expand_targeted"];

fn packs() -> Vec<PolicyPack> {
    let clean = |(id, text): &(&str, &str)| {
        let checked = parse(text).unwrap_or_else(|e| panic!("{id}: {e}"));
        assert!(checked.diagnostics.is_empty(), "{id}: {:?}", checked.diagnostics);
        assert_eq!(checked.value.id, *id);
        checked.value
    };
    defaults::PACKS.iter().map(clean).collect()
}

#[test]
fn every_gate_is_whole() {
    for pack in packs() {
        let mut gate_ids = BTreeSet::new();
        for g in &pack.gates {
            assert!(gate_ids.insert(g.id.as_str()));
            assert!(RULES.contains(&g.rule.as_str()), "{}: rule {}", g.id, g.rule);
            for (what, text) in [("rationale", &g.rationale), ("source", &g.source), ("remedy", &g.remedy)] {
                assert!(!text.trim().is_empty(), "{}: no {what}", g.id);
            }
            let metric = g.with.get("metric");
            assert!(metric.is_none_or(|m| pack.metrics.iter().any(|known| known.id == *m)), "{}", g.id);
            let tier = g.with.get("tier");
            assert!(tier.is_none_or(|t| pack.tiers.iter().any(|known| known.tier.to_string() == *t)), "{}", g.id);
        }
    }
}

#[test]
fn findings_perspectives_and_recommendations_name_what_exists() {
    for pack in packs() {
        let rules: Vec<&str> = pack.findings.iter().map(|f| f.rule.as_str()).collect();
        // The general pack has those that hold in any field.
        let all: Vec<&str> = FINDINGS.iter().copied().filter(|f| pack.id != "general" || rules.contains(f)).collect();
        assert_eq!(rules.iter().collect::<BTreeSet<_>>(), all.iter().collect::<BTreeSet<_>>());
        assert_eq!(rules.len(), all.len());
        assert_eq!(pack.perspectives.iter().map(|p| p.rule.as_str()).collect::<Vec<_>>(), STANCES);
        assert_eq!(pack.perspectives.iter().filter(|p| p.own).count(), 1);
        for r in &pack.recommendations {
            assert!([0, 3, 6, 12].contains(&r.months), "{}", r.id);
            for condition in [&r.trigger, &r.done] {
                let parts: Vec<&str> = condition.split(':').collect();
                let known = match parts[..] {
                    [""] | ["always"] => true,
                    ["gate", id, state] => {
                        pack.gate(id).is_some() && ["pass", "warn", "fail", "unknown", "not-pass"].contains(&state)
                    }
                    ["verdict", id] => VERDICTS.contains(&id),
                    ["phase", id, state] => {
                        ["complete", "validate", "expand"].contains(&id) && ["done", "open"].contains(&state)
                    }
                    _ => false,
                };
                assert!(known, "{}: {condition}", r.id);
            }
        }
        for f in &pack.families {
            assert!(f.serves.iter().all(|m| pack.metrics.iter().any(|known| known.id == *m)), "{}", f.id);
        }
    }
}

#[test]
fn the_program_finds_its_assumptions() {
    // The general pack leaves to the program what it cannot know of a field.
    for pack in packs().into_iter().filter(|p| p.id != "general") {
        for id in
            assumptions::ASSUMPTIONS.iter().filter(|a| a.default.is_some() && !a.id.starts_with("plan_")).map(|a| a.id)
        {
            let a = pack.assumption(id).unwrap_or_else(|| panic!("{}: no assumption {id}", pack.id));
            assert!(a.low <= a.value && a.value <= a.high, "{id}");
            assert!(a.range.0 <= a.low && a.high <= a.range.1, "{id}");
        }
    }
}

#[test]
fn the_therapeutic_pack_is_the_reference_case() {
    let pack = packs().swap_remove(0);
    assert_eq!(pack.families.len(), 14);
    assert_eq!(pack.curriculum.len(), 7);
    let tiers: Vec<(u8, f64, f64)> = pack.tiers.iter().map(|t| (t.tier, t.minimum_quality, t.weight)).collect();
    let stated =
        vec![(1, 0.99, 0.40), (2, 0.95, 0.25), (3, 0.90, 0.20), (4, 0.85, 0.10), (5, 0.80, 0.04), (6, 1.00, 0.01)];
    assert_eq!(tiers, stated);
    let threshold = |id: &str| pack.gate(id).map(|g| g.threshold);
    for (id, value) in [
        ("duplication", 0.01),
        ("volume-pretraining", 100_000.0),
        ("volume-sft", 10_000.0),
        ("volume-preference", 1_000.0),
        ("target-empathy", 0.80),
        ("target-therapeutic-appropriateness", 0.85),
        ("target-crisis-response", 0.90),
        ("target-cultural-competency", 0.85),
        ("target-bias", 0.10),
        ("baseline-empathy", 0.70),
        ("baseline-therapeutic-appropriateness", 0.75),
        ("baseline-safety", 0.80),
    ] {
        assert_eq!(threshold(id), Some(value), "{id}");
        assert!(!pack.gate(id).is_none_or(|g| g.illustrative), "{id} comes from the reference case");
    }
    // One gate alone stops the reference case, so that a single change moves its verdict on.
    assert_eq!(pack.gate("missing-weight-tier-1").map(|g| g.severity), Some(Severity::Block));
}

#[test]
fn the_names_that_are_offered_are_those_of_the_packs() {
    let of: Vec<(String, String)> = packs().into_iter().map(|p| (p.id, p.name)).collect();
    let told: Vec<(String, String)> =
        defaults::NAMES.iter().map(|(id, n)| ((*id).to_owned(), (*n).to_owned())).collect();
    assert_eq!(of, told);
}

#[test]
fn the_general_pack_asks_nothing_of_any_field() {
    let pack = packs().into_iter().find(|p| p.id == "general").expect("it ships");
    assert!(pack.metrics.is_empty() && pack.tiers.is_empty() && pack.families.is_empty() && pack.curriculum.is_empty());
    assert!(pack.gates.iter().all(|g| g.metric().is_none() && g.tier().is_none() && g.severity == Severity::Warn));
    assert!(assumptions::PRICES.iter().all(|p| p.of(&pack.costs).is_none()), "nobody can know a price");
    assert!(pack.assumptions.iter().all(|a| a.illustrative), "what nobody said is marked");
    // No word of another pack's field is in it.
    let text = defaults::GENERAL.to_lowercase();
    for word in ["therap", "empathy", "conversation", "clinical", "crisis", "12b", "gigabyte", "token"] {
        assert!(!text.contains(word), "{word}");
    }
}
