//! Two scenarios side by side: does the decision change, and what differs.

use crate::analysis;
use crate::data::units;
use crate::decide::Decision;
use crate::policy::PolicyPack;
use crate::scenario::Scenario;
use crate::ui::use_app;
use crate::ui::widgets::OutcomeMark;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The table with its two choices.
#[component]
pub fn Compare() -> impl IntoView {
    let app = use_app();
    let names = move || app.history.with(|h| h.project().scenarios.iter().map(|s| s.name.clone()).collect::<Vec<_>>());
    let start = app.history.with_untracked(|h| h.project().active);
    let left = RwSignal::new(if start == 0 { 0 } else { start - 1 });
    let right = RwSignal::new(if start == 0 { 1 } else { start });
    let choice = move |label: &'static str, at: RwSignal<usize>| {
        view! {
            <label class="field field--inline">
                <span>{label}</span>
                <select on:change=move |e| if let Ok(i) = event_target_value(&e).parse() { at.set(i) } prop:value=move || at.get().to_string()>
                    {names().into_iter().enumerate().map(|(i, name)| view! { <option value=i.to_string() selected=at.get_untracked() == i>{name}</option> }).collect_view()}
                </select>
            </label>
        }
    };
    let table = move || {
        let prepared = app.prepared.get()?;
        let pack = app.pack.get();
        let (a, b) = app.history.with(|h| {
            let all = &h.project().scenarios;
            Some((all.get(left.get())?.clone(), all.get(right.get())?.clone()))
        })?;
        let (da, db) = (analysis::decide(&prepared, &pack, &a), analysis::decide(&prepared, &pack, &b));
        Some(comparison(&pack, (&a, &da), (&b, &db)))
    };
    view! {
        <p class="row">{choice("First", left)}{choice("Second", right)}</p>
        {table}
    }
}

fn comparison(
    pack: &PolicyPack,
    (a, da): (&Scenario, &Decision),
    (b, db): (&Scenario, &Decision),
) -> impl IntoView + use<> {
    let same = da.verdict.action == db.verdict.action;
    let gates = da.outcomes.iter().filter_map(|oa| {
        let ob = db.outcome(&oa.gate)?;
        (oa.outcome != ob.outcome).then(|| {
            view! {
                <tr>
                    <th scope="row">{oa.label.clone()}</th>
                    <td><OutcomeMark outcome=oa.outcome /></td>
                    <td><OutcomeMark outcome=ob.outcome /></td>
                </tr>
            }
        })
    });
    let gates = gates.collect_view();
    let settings = settings(pack, a, b);
    let nothing = gates.is_empty() && settings.is_empty();
    let settings = settings
        .into_iter()
        .map(|(label, a, b)| view! { <tr><th scope="row">{label}</th><td>{a}</td><td>{b}</td></tr> });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Comparison">
            <table>
                <thead><tr><td></td><th scope="col">{a.name.clone()}</th><th scope="col">{b.name.clone()}</th></tr></thead>
                <tbody>
                    <tr><th scope="row">"Verdict"</th><td><b>{da.verdict.action.words()}</b></td><td><b>{db.verdict.action.words()}</b></td></tr>
                    <tr><th scope="row">"Why"</th><td>{da.verdict.sentence.clone()}</td><td>{db.verdict.sentence.clone()}</td></tr>
                    <tr class="answer">
                        <th scope="row">"Does the decision change?"</th>
                        <td colspan="2"><b>{if same { "No: both come to the same verdict." } else { "Yes." }}</b></td>
                    </tr>
                    {gates}
                    {settings.collect_view()}
                    {nothing.then(|| view! { <tr><td colspan="3">"Nothing else differs."</td></tr> })}
                </tbody>
            </table>
        </div>
    }
}

/// Thresholds, assumptions, what-if values, models and waivers that differ: label, first, second.
fn settings(pack: &PolicyPack, a: &Scenario, b: &Scenario) -> Vec<(String, String, String)> {
    let mut rows = Vec::new();
    for gate in &pack.gates {
        let (x, y) = (a.threshold(gate), b.threshold(gate));
        if x != y {
            rows.push((format!("Threshold: {}", gate.label), units::show(x, gate.unit), units::show(y, gate.unit)));
        }
        if a.waivers.contains_key(&gate.id) != b.waivers.contains_key(&gate.id) {
            let word = |s: &Scenario| if s.waivers.contains_key(&gate.id) { "waived" } else { "in force" }.to_owned();
            rows.push((format!("Waiver: {}", gate.label), word(a), word(b)));
        }
    }
    let ids: BTreeSet<&String> = a.assumptions.keys().chain(b.assumptions.keys()).collect();
    for id in ids {
        let (x, y) = (a.assumption(pack, id), b.assumption(pack, id));
        if x != y {
            let (label, unit) =
                pack.assumption(id).map_or((id.clone(), crate::data::Unit::Number), |k| (k.label.clone(), k.unit));
            rows.push((format!("Assumption: {label}"), units::show(x, unit), units::show(y, unit)));
        }
    }
    let facts: BTreeSet<&String> = a.what_if.keys().chain(b.what_if.keys()).collect();
    for fact in facts {
        let (x, y) = (a.what_if.get(fact), b.what_if.get(fact));
        if x != y {
            let word = |v: Option<&f64>| v.map_or_else(|| "as measured".to_owned(), |v| units::digits(*v, 4));
            rows.push((format!("What if: {fact}"), word(x), word(y)));
        }
    }
    let curves: BTreeSet<&String> = a.models.keys().chain(b.models.keys()).collect();
    for curve in curves {
        let (x, y) = (a.models.get(curve), b.models.get(curve));
        if x != y {
            let word = |m: Option<&String>| m.cloned().unwrap_or_else(|| "combination".to_owned());
            rows.push((format!("Curve model: {curve}"), word(x), word(y)));
        }
    }
    if a.law != b.law {
        let word = |l: &Option<String>| l.clone().unwrap_or_else(|| "default".to_owned());
        rows.push(("Scaling constants".to_owned(), word(&a.law), word(&b.law)));
    }
    rows
}
