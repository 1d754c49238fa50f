//! The control of a threshold, a measured fact or an assumption: a slider whose track shows where outcomes and the verdict
//! turn, with a number box beside it.

use crate::data::Unit;
use crate::decide::{FlipSubject, Outcome, Subject};
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::{BoxSpec, NumberBox, Slider, Stretch, Track};
use leptos::prelude::*;

/// The outcome as a function of the position, in stretches.
#[must_use]
pub fn stretches(subject: &Subject, outcome: impl Fn(f64) -> Outcome) -> Vec<Stretch> {
    const STEPS: usize = 160;
    let mut list: Vec<Stretch> = Vec::new();
    for i in 0..STEPS {
        let (from, to) = (i as f64 / STEPS as f64, (i + 1) as f64 / STEPS as f64);
        let look = outcome(subject.value(0.5 * (from + to))).id();
        match list.last_mut() {
            Some(last) if last.look == look => last.to = to,
            _ => list.push(Stretch { from, to, look }),
        }
    }
    list
}

/// The edit that sets a subject.
#[must_use]
pub fn edit(subject: &FlipSubject, value: Option<f64>) -> Edit {
    match subject {
        FlipSubject::Threshold(gate) => Edit::Threshold { gate: gate.clone(), value },
        FlipSubject::Fact(fact) => Edit::WhatIf { fact: fact.clone(), value },
        FlipSubject::Assumption(id) => Edit::Assumption { id: id.clone(), value },
    }
}

/// The control.
#[component]
pub fn Dial(
    /// What is moved, with its range.
    #[prop(into)]
    subject: Signal<Subject>,
    /// Value in force; `None` where unknown.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// The policy's value, or the measured one.
    #[prop(into)]
    reference: Signal<Option<f64>>,
    /// What the reference is called.
    reference_word: &'static str,
    /// True where a scenario changed the value.
    #[prop(into)]
    changed: Signal<bool>,
    /// Stretches of the track.
    #[prop(into)]
    stretches: Signal<Vec<Stretch>>,
    /// Values at which the verdict changes, with the verdict in words.
    #[prop(into)]
    flips: Signal<Vec<(f64, String)>>,
    /// Accessible name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let set = move |value: Option<f64>| subject.with_untracked(|s| app.dispatch(edit(&s.subject, value)));
    let settle = Callback::new(move |()| app.settle());
    let set_once = Callback::new(move |value: Option<f64>| {
        set(value);
        app.settle();
    });
    let scale = Signal::derive(move || subject.with(Subject::scale));
    let show = move |value: f64| app.pack.with(|p| p.amount(value, scale.get().unit).to_string());
    let spoken = move || value.get().map_or_else(|| "unknown".to_owned(), show);
    let foot = move || {
        view! {
            <span class="dial__foot">
                {move || reference.get().map(|v| view! { <span>{format!("{reference_word} {}", show(v))}</span> })}
                {move || {
                    changed
                        .get()
                        .then(|| {
                            view! {
                                " "
                                <button
                                    type="button"
                                    class="quiet"
                                    aria-label=move || format!("Reset {}", name.get())
                                    on:click=move |_| set_once.run(None)
                                >
                                    "Reset"
                                </button>
                            }
                        })
                }}
            </span>
        }
    };
    if scale.get_untracked().unit == Unit::YesNo {
        // Two answers need no scale.
        let choice = move |answer: f64| {
            let on = move || value.get().is_some_and(|v| (v >= 0.5) == (answer >= 0.5));
            view! {
                <button
                    type="button"
                    aria-pressed=move || on().to_string()
                    on:click=move |_| {
                        if !on() {
                            set_once.run(Some(answer));
                        }
                    }
                >
                    {show(answer)}
                </button>
            }
        };
        return view! {
            <div class="dial dial--answer" class:dial--changed=changed>
                <div class="dial__answers" role="group" aria-label=name>{choice(0.0)}{choice(1.0)}</div>
                {foot}
            </div>
        }
        .into_any();
    }
    let track = Signal::derive(move || Track {
        stretches: stretches.get(),
        marks: flips.get().into_iter().map(|(v, words)| (v, format!("{}: {words}", show(v)))).collect(),
        reference: reference.get(),
    });
    let spec = Signal::derive(move || BoxSpec {
        name: format!("{}, number", name.get()),
        scale: scale.get(),
        currency: app.pack.with(|p| p.currency.clone()),
    });
    view! {
        <div class="dial" class:dial--changed=changed>
            <Slider scale value track name spoken=Signal::derive(spoken) changed on_value=Callback::new(move |v| set(Some(v))) on_settle=settle />
            <NumberBox spec value on_value=set_once placeholder="unknown" />
            {foot}
        </div>
    }
    .into_any()
}
