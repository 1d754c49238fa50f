//! The verdict, how sure, and the three strongest reasons.

use super::Step;
use crate::data::units;
use crate::ui::use_app;
use crate::ui::widgets::OutcomeMark;
use leptos::prelude::*;

/// The step.
pub const STEP: Step = Step {
    id: "verdict",
    label: "Verdict",
    title: "What the program says",
    prompt: "Read it aloud. Then ask what it does not know.",
    view: || Verdict().into_any(),
};

#[component]
fn Verdict() -> impl IntoView {
    let app = use_app();
    let body = move || {
        let Some(d) = app.decision.get() else {
            return view! { <p class="workshop__lead">"Reading the evidence\u{2026}"</p> }.into_any();
        };
        let reasons = d.verdict.reasons.iter().take(3).map(|r| {
            let label = d.outcome(&r.gate).map(|o| o.label.clone()).unwrap_or_default();
            view! {
                <li data-outcome=r.outcome.id()>
                    <OutcomeMark outcome=r.outcome />
                    " "
                    <b>{label}</b>
                    ". "
                    {r.text.clone()}
                </li>
            }
        });
        let assumed = app.scenario.with(|s| s.what_if.len());
        view! {
            <p class="workshop__verdict" data-action=d.verdict.action.id()>
                {d.verdict.action.words()}
            </p>
            <p class="workshop__lead">{d.verdict.sentence.clone()}</p>
            <ul class="workshop__reasons">{reasons.collect_view()}</ul>
            {(assumed > 0)
                .then(|| {
                    view! {
                        <p class="soft">
                            {format!(
                                "With {assumed} assumed {} in place of what was measured.",
                                if assumed == 1 { "value" } else { "values" },
                            )}
                        </p>
                    }
                })}
        }
        .into_any()
    };
    let sure = move || {
        let exploration = app.exploration.get()?;
        let c = &exploration.chances;
        c.sure().map(|sure| {
            let share = units::chance(sure);
            view! {
                <p class:stale=move || {
                    app.exploration_stale.get()
                }>
                    {format!(
                        "In {share} of {} draws of everything uncertain it comes out this way.",
                        units::grouped(c.draws as f64),
                    )}
                </p>
            }
        })
    };
    let next = move || {
        let text = app.exploration.get()?.information.recommendation.clone();
        (!text.is_empty()).then(|| {
            view! {
                <h2>"What to measure next"</h2>
                <p>{text}</p>
            }
        })
    };
    view! {
        {body}
        {sure}
        {next}
    }
}
