//! What differs from the policy in the scenario, and the way back.

use crate::analysis::readout::expense::EXPENSES;
use crate::data::Unit;
use crate::scenario::{Edit, Scenario};
use crate::ui::use_app;
use leptos::prelude::*;

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
    let list = move || {
        app.scenario.with(|s| {
            app.pack.with(|p| {
                let mut lines: Vec<(String, Edit)> = Vec::new();
                for (id, change) in &s.thresholds {
                    if let Some(g) = p.gate(id) {
                        let line = format!(
                            "Threshold of {}: {} instead of {}",
                            g.label,
                            p.amount(change.threshold, g.unit),
                            p.amount(g.threshold, g.unit)
                        );
                        lines.push((line, Edit::Threshold { gate: id.clone(), value: None }));
                    }
                }
                for (id, value) in &s.assumptions {
                    let (label, unit) = crate::decide::assumptions::name(p, id);
                    let was = Some(Scenario::default().assumption(p, id)).filter(|v| v.is_finite());
                    let was = was.map_or(String::new(), |w| format!(" instead of {}", p.amount(w, unit)));
                    lines.push((
                        format!("{label}: {}{was}", p.amount(*value, unit)),
                        Edit::Assumption { id: id.clone(), value: None },
                    ));
                }
                for (id, range) in &s.ranges {
                    let (label, unit) = crate::decide::assumptions::name(p, id);
                    lines.push((
                        format!("Range of {label}: {} to {}", p.amount(range.0, unit), p.amount(range.1, unit)),
                        Edit::Range { id: id.clone(), range: None },
                    ));
                }
                for (fact, value) in &s.what_if {
                    let gate = p.gates_of(fact).next();
                    let (label, unit) = gate.map_or((fact.to_string(), Unit::Number), |g| (g.label.clone(), g.unit));
                    lines.push((
                        format!("What if {label} were {}", p.amount(*value, unit)),
                        Edit::WhatIf { fact: fact.clone(), value: None },
                    ));
                }
                for (id, run) in &s.runs {
                    let label = p.gate(id).map_or_else(|| id.clone(), |g| g.label.clone());
                    lines.push((format!("{label} judges {run}"), Edit::Run { gate: id.clone(), run: None }));
                }
                for id in s.waivers.keys() {
                    let label = p.gate(id).map_or_else(|| id.clone(), |g| g.label.clone());
                    lines.push((format!("Waived: {label}"), Edit::Waive { gate: id.clone(), waiver: None }));
                }
                for (curve, model) in &s.models {
                    lines.push((
                        format!("Curve {curve}: model {model} chosen by hand"),
                        Edit::Model { curve: curve.clone(), model: None },
                    ));
                }
                if let Some(law) = &s.law {
                    lines.push((format!("Scaling constants: {law}"), Edit::Law { id: None }));
                }
                let named = |e: &(crate::scenario::Expense, &str)| Some(e.0) == s.expense;
                if let Some((_, words)) = EXPENSES.iter().find(|e| named(e)) {
                    lines.push((
                        format!("More data would come at the expense of {words}"),
                        Edit::Expense { expense: None },
                    ));
                }
                lines
            })
        })
    };
    view! {
        {move || {
            let lines = list();
            (!lines.is_empty())
                .then(|| {
                    let n = lines.len();
                    let items = lines
                        .into_iter()
                        .map(|(line, edit)| {
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
                        })
                        .collect_view();
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
                            <ul>{items}</ul>
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
