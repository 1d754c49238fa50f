//! Votes after the evidence, and both rounds beside the verdict. Nothing is shown until someone asks for it.

use super::Step;
use super::ballot::{BallotForm, Voters};
use crate::data::units;
use crate::decide::Room;
use crate::decide::room::words;
use crate::scenario::{Ballot, Round};
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

/// The step.
pub const STEP: Step = Step {
    id: "votes",
    label: "Votes compared",
    title: "Has anyone changed their mind?",
    prompt: "Everyone votes again, then show the votes. Let those speak first who disagree with the program.",
    view: || Compared().into_any(),
};

#[component]
fn Compared() -> impl IntoView {
    let app = use_app();
    let shown = RwSignal::new(false);
    let room = Memo::new(move |_| {
        let decision = app.decision.get()?;
        Some(app.scenario.with(|s| Room::new(&s.votes, decision.verdict.action)))
    });
    let any = move || room.with(|r| r.as_ref().is_some_and(|r| !r.votes.is_empty()));
    view! {
        <p class="actions">
            <button
                type="button"
                class="main"
                aria-expanded=move || shown.get().to_string()
                aria-controls="workshop-compared"
                disabled=move || !any()
                on:click=move |_| shown.update(|s| *s = !*s)
            >
                {move || if shown.get() { "Hide the votes" } else { "Show the votes" }}
            </button>
        </p>
        <div id="workshop-compared">{move || (shown.get() && any()).then(|| room.get().map(|room| result(&room)))}</div>
        <div class="workshop__pair" hidden=move || shown.get()>
            <BallotForm round=Round::After />
            <Voters round=Round::After />
        </div>
    }
}

fn result(room: &Room) -> impl IntoView + use<> {
    let mut sentences = room.sentences().into_iter();
    let headline = sentences.next();
    let rest = sentences.map(|s| view! { <li>{s}</li> }).collect_view();
    let most = room.tallies().iter().map(|t| t.before.max(t.after)).max().unwrap_or(0).max(1);
    let bar = |n: usize| {
        view! {
            <span class="votes__number">{n}</span>
            <svg
                class="votes__bar"
                viewBox="0 0 100 12"
                preserveAspectRatio="none"
                aria-hidden="true"
                focusable="false"
            >
                <rect x="0" y="0" height="12" width=(100 * n / most).to_string() />
            </svg>
        }
    };
    let tallies = room.tallies().into_iter().map(|t| {
        let own = t.verdict == room.verdict.id();
        view! {
            <tr class:answer=own>
                <th scope="row">
                    {words(&t.verdict).to_owned()}
                    {own
                        .then(|| {
                            view! {
                                " "
                                <span class="tag">"the program"</span>
                            }
                        })}
                </th>
                <td>{bar(t.before)}</td>
                <td>{bar(t.after)}</td>
            </tr>
        }
    });
    let said = |b: Option<Ballot>| {
        b.map_or_else(
            || "no vote".to_owned(),
            |b| {
                format!(
                    "{}{}",
                    words(&b.verdict),
                    b.confidence.map(|c| format!(", {} sure", units::chance(f64::from(c) / 100.0))).unwrap_or_default()
                )
            },
        )
    };
    let people = room.votes.iter().map(|v| {
        let (before, after) = (v.ballot(Round::Before), v.ballot(Round::After));
        let moved = matches!((&before, &after), (Some(b), Some(a)) if a.verdict != b.verdict);
        view! {
            <tr>
                <th scope="row">{v.who.clone()}</th>
                <td>{said(before)}</td>
                <td>
                    {said(after)}
                    {moved
                        .then(|| {
                            view! {
                                " "
                                <span class="tag">"moved"</span>
                            }
                        })}
                </td>
            </tr>
        }
    });
    view! {
        <p class="workshop__lead votes__headline">{headline}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Votes by verdict">
            <table class="votes">
                {heads(&["Verdict", "Before the evidence", "After it"])} <tbody>{tallies.collect_view()}</tbody>
            </table>
        </div>
        <ul class="votes__sentences">{rest}</ul>
        <div class="scroll" tabindex="0" role="region" aria-label="Votes by person">
            <table class="votes">
                {heads(&["Who", "Before the evidence", "After it"])} <tbody>{people.collect_view()}</tbody>
            </table>
        </div>
    }
}
