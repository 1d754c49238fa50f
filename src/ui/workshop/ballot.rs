//! The form of a vote, and who has voted.

use crate::data::Unit;
use crate::data::amount::Scale;
use crate::decide::Action;
use crate::scenario::{Ballot, Edit, Round};
use crate::ui::use_app;
use crate::ui::widgets::{BoxSpec, NumberBox};
use leptos::html;
use leptos::prelude::*;

/// What a verdict means to someone who has not seen the evidence.
fn meaning(action: Action) -> &'static str {
    match action {
        Action::CompleteFoundation => "Data that we planned on is missing; get it before anything else.",
        Action::MeasureFirst => "We do not know enough to decide; measure something first.",
        Action::DoNotExpand => "We are good enough with what we have.",
        Action::ImproveQuality => "We are not, but better or better-chosen data is the way.",
        Action::ExpandTargeted => "We are not, and more data of the right kind is the way.",
    }
}

/// The form: name, one of the five verdicts, and how sure. What was chosen is gone from the screen once it is recorded.
#[component]
pub fn BallotForm(
    /// Before the evidence or after it.
    round: Round,
) -> impl IntoView {
    let app = use_app();
    let (who, chosen, sure) = (RwSignal::new(String::new()), RwSignal::new(""), RwSignal::new(None::<f64>));
    let said: RwSignal<Option<(bool, String)>> = RwSignal::new(None);
    let name = NodeRef::<html::Input>::new();
    let word = if round == Round::Before { "before" } else { "after" };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let person = who.get_untracked().trim().to_owned();
        let confidence = sure.get_untracked().map(|c| (c * 100.0).round() as u8);
        let fault = match (person.is_empty(), chosen.get_untracked().is_empty()) {
            (true, _) => Some("A vote needs a name."),
            (_, true) => Some("Choose one of the five verdicts."),
            _ => None,
        };
        if let Some(fault) = fault {
            said.set(Some((true, fault.to_owned())));
            return;
        }
        let again = app.scenario.with_untracked(|s| {
            s.votes.iter().any(|v| v.who.to_lowercase() == person.to_lowercase() && v.ballot(round).is_some())
        });
        let ballot = Ballot { verdict: chosen.get_untracked().to_owned(), confidence };
        app.dispatch(Edit::Vote { who: person.clone(), round, ballot: Some(ballot) });
        let recorded = if again { "replaces the earlier one" } else { "is recorded" };
        said.set(Some((false, format!("The vote of {person} {recorded}."))));
        who.set(String::new());
        chosen.set("");
        sure.set(None);
        if let Some(name) = name.get_untracked() {
            let _ = name.focus();
        }
    };
    let known = move || {
        let names = app.scenario.with(|s| s.votes.iter().map(|v| v.who.clone()).collect::<Vec<_>>());
        (round == Round::After).then(|| names.into_iter().map(|n| view! { <option value=n></option> }).collect_view())
    };
    let share = Scale { range: (0.0, 1.0), log: false, unit: Unit::Fraction };
    let how_sure = BoxSpec { name: "How sure (optional)".into(), scale: share, currency: String::new() };
    let radios = Action::ALL
        .iter()
        .map(|a| {
            let id = a.id();
            view! {
                <label class="ballot__verdict">
                    <input
                        type="radio"
                        name=format!("verdict-{word}")
                        value=id
                        prop:checked=move || chosen.get() == id
                        on:change=move |_| chosen.set(id)
                    />
                    <span>
                        <b>{a.words()}</b>
                        <span class="ballot__meaning">{meaning(*a)}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    let list = format!("voters-{word}");
    let legend = if round == Round::Before { "Your verdict before the evidence" } else { "Your verdict now" };
    view! {
        <form class="ballot" on:submit=submit novalidate=true autocomplete="off">
            <label class="field">
                <span>"Your name"</span>
                <input
                    type="text"
                    maxlength="120"
                    node_ref=name
                    list=list.clone()
                    prop:value=who
                    on:input=move |e| who.set(event_target_value(&e))
                />
            </label>
            <datalist id=list>{known}</datalist>
            <fieldset>
                <legend>{legend}</legend>
                {radios}
            </fieldset>
            <div class="ballot__end">
                <div class="field">
                    <span aria-hidden="true">"How sure (optional)"</span>
                    <NumberBox spec=Signal::stored(how_sure) value=sure on_value=Callback::new(move |v| sure.set(v)) />
                </div>
                <button type="submit" class="main">
                    "Record the vote"
                </button>
            </div>
            <div role="status">
                {move || {
                    said.get()
                        .map(|(bad, text)| {
                            view! {
                                <p class="ballot__said" class:warning=bad>
                                    {text}
                                </p>
                            }
                        })
                }}
            </div>
        </form>
    }
}

/// How many have voted, and who; never what.
#[component]
pub fn Voters(
    /// Before the evidence or after it.
    round: Round,
) -> impl IntoView {
    let app = use_app();
    let names = Memo::new(move |_| {
        app.scenario
            .with(|s| s.votes.iter().filter(|v| v.ballot(round).is_some()).map(|v| v.who.clone()).collect::<Vec<_>>())
    });
    let before = move || app.scenario.with(|s| s.votes.iter().filter(|v| v.ballot(Round::Before).is_some()).count());
    let count = move || match (names.with(Vec::len), round) {
        (0, _) => "No votes yet".to_owned(),
        (1, Round::Before) => "1 vote".to_owned(),
        (n, Round::Before) => format!("{n} votes"),
        (n, Round::After) => {
            format!("{n} {} after the evidence, {} before it", if n == 1 { "vote" } else { "votes" }, before())
        }
    };
    let rows = move || {
        names
            .get()
            .into_iter()
            .map(|who| {
                let label = format!("Take back the vote of {who}");
                let person = who.clone();
                let back = move |_| app.dispatch(Edit::Vote { who: person.clone(), round, ballot: None });
                view! {
                    <li>
                        {who}" "<button type="button" class="quiet" aria-label=label on:click=back>
                            "Take back"
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="voters">
            <p class="voters__count">{count}</p>
            <ul>{rows}</ul>
            <p class="soft">
                "What was voted is shown on the last screen. Voting again under the same name replaces the earlier vote."
            </p>
        </div>
    }
}
