//! What differs in the scenario from the policy, or from another state of it, and the way back.

use crate::analysis::readout::expense::EXPENSES;
use crate::data::Unit;
use crate::decide::assumptions::name;
use crate::policy::PolicyPack;
use crate::scenario::{Edit, Scenario};
use crate::ui::use_app;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The keys under which two maps hold different things.
fn moved<'a, K: Ord, V: PartialEq>(now: &'a BTreeMap<K, V>, then: &'a BTreeMap<K, V>) -> Vec<&'a K> {
    let keys: BTreeSet<&K> = now.keys().chain(then.keys()).collect();
    keys.into_iter().filter(|k| now.get(*k) != then.get(*k)).collect()
}

/// What the one scenario sets otherwise than the other, each in words with the edit that takes it back.
#[must_use]
pub fn differences(now: &Scenario, then: &Scenario, p: &PolicyPack) -> Vec<(String, Edit)> {
    let mut lines: Vec<(String, Edit)> = Vec::new();
    let gate_label = |id: &str| p.gate(id).map_or_else(|| id.to_owned(), |g| g.label.clone());
    for id in moved(&now.thresholds, &then.thresholds) {
        let Some(g) = p.gate(id) else { continue };
        let (is, was) = (p.amount(now.threshold(g), g.unit), p.amount(then.threshold(g), g.unit));
        let value = then.thresholds.get(id).map(|t| t.threshold);
        lines.push((
            format!("Threshold of {}: {is} instead of {was}", g.label),
            Edit::Threshold { gate: id.clone(), value },
        ));
    }
    for id in moved(&now.assumptions, &then.assumptions) {
        let (label, unit) = name(p, id);
        let was = Some(then.assumption(p, id)).filter(|v| v.is_finite());
        let was = was.map_or(String::new(), |w| format!(" instead of {}", p.amount(w, unit)));
        let is = p.amount(now.assumption(p, id), unit);
        let value = then.assumptions.get(id).copied();
        lines.push((format!("{label}: {is}{was}"), Edit::Assumption { id: id.clone(), value }));
    }
    for id in moved(&now.ranges, &then.ranges) {
        let (label, unit) = name(p, id);
        let line = match now.ranges.get(id) {
            Some((low, high)) => format!("Range of {label}: {} to {}", p.amount(*low, unit), p.amount(*high, unit)),
            None => format!("Range of {label}: as the policy has it"),
        };
        lines.push((line, Edit::Range { id: id.clone(), range: then.ranges.get(id).copied() }));
    }
    for fact in moved(&now.what_if, &then.what_if) {
        let gate = p.gates_of(fact).next();
        let (label, unit) = gate.map_or((fact.to_string(), Unit::Number), |g| (g.label.clone(), g.unit));
        let line = match now.what_if.get(fact) {
            Some(value) => format!("What if {label} were {}", p.amount(*value, unit)),
            None => format!("{label}: as measured"),
        };
        lines.push((line, Edit::WhatIf { fact: fact.clone(), value: then.what_if.get(fact).copied() }));
    }
    for id in moved(&now.runs, &then.runs) {
        let run = now.runs.get(id).map_or("the run that the policy names", String::as_str);
        let edit = Edit::Run { gate: id.clone(), run: then.runs.get(id).cloned() };
        lines.push((format!("{} judges {run}", gate_label(id)), edit));
    }
    for id in moved(&now.waivers, &then.waivers) {
        let word = if now.waivers.contains_key(id) { "Waived" } else { "Not waived" };
        let edit = Edit::Waive { gate: id.clone(), waiver: then.waivers.get(id).cloned() };
        lines.push((format!("{word}: {}", gate_label(id)), edit));
    }
    for curve in moved(&now.models, &then.models) {
        let line = match now.models.get(curve) {
            Some(model) => format!("Curve {curve}: model {model} chosen by hand"),
            None => format!("Curve {curve}: no model chosen by hand"),
        };
        lines.push((line, Edit::Model { curve: curve.clone(), model: then.models.get(curve).cloned() }));
    }
    if now.law != then.law {
        let law = now.law.as_deref().unwrap_or("as the program has them");
        lines.push((format!("Scaling constants: {law}"), Edit::Law { id: then.law.clone() }));
    }
    if now.expense != then.expense {
        let words = EXPENSES.iter().find(|e| Some(e.0) == now.expense).map_or("\u{2026} nobody knows", |e| e.1);
        lines
            .push((format!("More data would come at the expense of {words}"), Edit::Expense { expense: then.expense }));
    }
    lines
}

/// The list of differences, each with its way back.
pub fn list(lines: Vec<(String, Edit)>) -> impl IntoView {
    let app = use_app();
    let item = move |(line, edit): (String, Edit)| {
        view! {
            <li>
                {line}" "
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| {
                        app.dispatch(edit.clone());
                        app.settle();
                    }
                >
                    "Take back"
                </button>
            </li>
        }
    };
    view! { <ul>{lines.into_iter().map(item).collect_view()}</ul> }
}

/// What differs from the policy, and the way back.
#[component]
pub fn Differences() -> impl IntoView {
    let app = use_app();
    let untouched = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        let plain = Scenario::default();
        Some(app.pack.with(|p| crate::analysis::decide(&prepared, p, &plain)))
    });
    let moved = Memo::new(move |_| {
        let (Some(now), Some(then)) = (app.decision.get(), untouched.get()) else { return 0 };
        now.outcomes.iter().filter(|o| then.outcome(&o.gate).is_some_and(|t| t.outcome != o.outcome)).count()
    });
    let plain = Scenario::default();
    let all = move || app.scenario.with(|s| app.pack.with(|p| differences(s, &plain, p)));
    view! {
        {move || {
            let lines = all();
            (!lines.is_empty())
                .then(|| {
                    let n = lines.len();
                    view! {
                        <details class="differences">
                            <summary>
                                {format!(
                                    "{n} {} from the policy; {} {} because of it",
                                    if n == 1 { "difference" } else { "differences" },
                                    moved.get(),
                                    if moved.get() == 1 { "outcome changed" } else { "outcomes changed" },
                                )}
                            </summary>
                            {list(lines)}
                            <p>
                                <button type="button" on:click=move |_| app.dispatch(Edit::ResetScenario)>
                                    "Reset all to the policy"
                                </button>
                            </p>
                        </details>
                    }
                })
        }}
    }
}
