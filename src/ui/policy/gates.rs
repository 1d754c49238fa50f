//! What the policy asks, by phase, in sentences; what it does not ask any more.

use super::form::GateForm;
use crate::analysis::asking::{gate_in_words, pack_in_words, preview, without};
use crate::policy::{Gate, Phase};
use crate::scenario::Edit;
use crate::ui::use_app;
use leptos::prelude::*;

/// The gates by phase.
#[component]
pub fn Gates() -> impl IntoView {
    Phase::ALL.map(|phase| view! { <PhaseGates phase=phase /> }).collect_view()
}

#[component]
fn PhaseGates(phase: Phase) -> impl IntoView {
    let app = use_app();
    let id = format!("policy-{}", phase.word().to_lowercase());
    let title = id.clone();
    let ids = Memo::new(move |_| {
        app.pack.with(|p| p.gates.iter().filter(|g| g.phase == phase).map(|g| g.id.clone()).collect::<Vec<_>>())
    });
    view! {
        <section aria-labelledby=title>
            <h2 id=id>{phase.word()}<span class="phase__question">{phase.question()}</span></h2>
            <Show when=move || ids.with(Vec::is_empty)>
                <p class="none">"Nothing is asked here."</p>
            </Show>
            <ul class="asks plain">
                <For each=move || ids.get() key=Clone::clone let:id>
                    <Sentence id=id />
                </For>
            </ul>
        </section>
    }
}

/// One gate: what it asks, what it says today, and the form behind.
#[component]
fn Sentence(id: String) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    let gate: Memo<Option<Gate>> = Memo::new(move |_| app.pack.with(|p| id.with_value(|id| p.gate(id).cloned())));
    let words = move || app.pack.with(|p| gate.with(|g| g.as_ref().map(|g| gate_in_words(p, g))));
    let open = RwSignal::new(false);
    let today = move || {
        let (prepared, gate) = (app.prepared.get()?, gate.get()?);
        let said = app.scenario.with(|s| {
            app.pack.with(|p| {
                let seen = preview(&prepared, p, s, &gate)?;
                let gone = without(&prepared, p, s, &gate.id);
                let turns = if gone == seen.then {
                    String::new()
                } else {
                    format!(" Without it the verdict would be \u{201c}{}\u{201d}.", gone.inline())
                };
                Some(seen.words(p) + &turns)
            })
        })?;
        Some(said)
    };
    let moved = move || {
        let gate = gate.get()?;
        let now = app.scenario.with(|s| s.thresholds.get(&gate.id).map(|c| c.threshold))?;
        Some(format!("The scenario on screen moves it to {}.", app.pack.with(|p| p.amount(now, gate.unit).to_string())))
    };
    let label = move || gate.with(|g| g.as_ref().map_or_else(String::new, |g| g.label.clone()));
    let off = move |_| app.dispatch(Edit::GateOff { gate: id.get_value(), off: true });
    view! {
        <li class="sentence" id=move || format!("asked-{}", id.get_value())>
            <p>
                {words}" "
                <button type="button" class="quiet" aria-label=move || format!("Do not ask {}", label()) on:click=off>
                    "Do not ask"
                </button>
            </p>
            <p class="soft">{today}" "{moved}</p>
            <details on:toggle=move |event| {
                let details: web_sys::Element = event_target(&event);
                open.set(details.has_attribute("open"));
            }>
                <summary aria-label=move || format!("Change {}", label())>"Change"</summary>
                {move || open.get().then(|| view! { <GateForm gate=gate /> })}
            </details>
        </li>
    }
}

/// Gates that the project does not ask, each of which can be asked again, and what no policy of this shape asks.
#[component]
pub fn NotAsked() -> impl IntoView {
    let app = use_app();
    let list = move || {
        let (base, own) = (app.base.get()?, app.history.with(|h| h.project().policy.own.clone()));
        let rows = own.off.iter().filter_map(|id| {
            let mine = own.gates.iter().find(|g| g.id == *id);
            let gate = mine.or_else(|| base.gate(id))?;
            let label = gate.label.clone();
            let words = gate_in_words(&base, gate);
            let (again, gone) = (id.clone(), id.clone());
            // What the pack never had can go altogether.
            let removable = base.gate(id).is_none();
            Some(view! {
                <li class="sentence">
                    <p>
                        {words}" "
                        <button
                            type="button"
                            class="quiet"
                            aria-label=format!("Ask {label} again")
                            on:click=move |_| {
                                app.dispatch(Edit::GateOff {
                                    gate: again.clone(),
                                    off: false,
                                })
                            }
                        >
                            "Ask it again"
                        </button>
                        {removable
                            .then(|| {
                                view! {
                                    " "
                                    <button
                                        type="button"
                                        class="quiet"
                                        aria-label=format!("Remove {label}")
                                        on:click=move |_| {
                                            app.dispatch(Edit::TakeBackGate {
                                                gate: gone.clone(),
                                            })
                                        }
                                    >
                                        "Remove"
                                    </button>
                                }
                            })}
                    </p>
                </li>
            })
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section aria-labelledby="not-asked">
                    <h2 id="not-asked">"No longer asked"</h2>
                    <ul class="plain">{rows}</ul>
                </section>
            }
        })
    };
    let never = move || app.pack.with(|p| pack_in_words(p));
    let faults = move || {
        let faults = never().faults;
        (!faults.is_empty()).then(|| {
            view! {
                <section aria-labelledby="policy-faults">
                    <h2 id="policy-faults">"Without effect"</h2>
                    <ul>{faults.into_iter().map(|f| view! { <li>{f}</li> }).collect_view()}</ul>
                </section>
            }
        })
    };
    view! {
        {list}
        {faults}
        <details class="never">
            <summary>"What this policy never asks"</summary>
            <ul>{move || never().never.into_iter().map(|n| view! { <li>{n}</li> }).collect_view()}</ul>
        </details>
    }
}
