//! Scaling: is the model the right size for its data, and what would more or better data buy?

use crate::analysis::readout::facts::Fact;
use crate::analysis::readout::other_laws::{FineTuningRow, fine_tuning};
use crate::analysis::readout::scaling_facts::{
    Advised, Volume, advised, facts, sensitivity, sensitivity_of_gain, volumes,
};
use crate::analysis::readout::what_if::{Choice, Constants, choice, constants, flop, in_force};
use crate::chart::ChartSpec;
use crate::chart::scaling_frontier::spec_of as frontier;
use crate::chart::scaling_repeats::spec as repeats;
use crate::data::units::{compact, digits, score};
use crate::scaling::readout;
use crate::scenario::Edit;
use crate::ui::scaling::{FineTuning, Knobs, Preference, QualityLaw};
use crate::ui::use_app;
use crate::ui::widgets::{ChartView, Facts, OutcomeMark, with_view};
use leptos::prelude::*;
use std::sync::Arc;

/// Everything the page shows, worked out at once.
#[derive(Clone, Debug, PartialEq)]
struct Panel {
    all: Vec<(String, String, bool)>,
    law: Constants,
    choice: Choice,
    spec: Option<Arc<ChartSpec>>,
    facts: Vec<Fact>,
    budget: f64,
    advised: Vec<Advised>,
    repeats: Option<Arc<ChartSpec>>,
    fine_tuning: Vec<FineTuningRow>,
    volumes: Vec<Volume>,
    runs: usize,
}

/// The page.
#[component]
pub fn Scaling() -> impl IntoView {
    let app = use_app();
    let panel: Memo<Option<Panel>> = Memo::new(move |_| {
        with_view(app, |view| {
            let law = in_force(view)?;
            let choice = choice(view);
            let read = readout(&law.law, &choice.what_if);
            let budget = read.as_ref().map_or(5.76e23, |r| r.flop);
            Some(Panel {
                all: constants(view).into_iter().map(|c| (c.id, c.name, c.own)).collect(),
                spec: frontier(&law.name, &law.law, &choice).map(Arc::new),
                facts: read.as_ref().map(|r| facts(&law.name, &choice, r)).unwrap_or_default(),
                advised: advised(view, budget, &choice.what_if),
                repeats: repeats(&law.name, &law.law, &choice.what_if).map(Arc::new),
                fine_tuning: fine_tuning(choice.records, choice.what_if.params),
                volumes: volumes(view),
                runs: view.prepared.evidence.runs.len(),
                law,
                choice,
                budget,
            })
        })
        .flatten()
    });
    let spec = Signal::derive(move || panel.with(|p| p.as_ref().and_then(|p| p.spec.clone())));
    let gated = move || panel.with(|p| p.as_ref().is_some_and(|p| !p.volumes.is_empty()));
    let repeated = Signal::derive(move || panel.with(|p| p.as_ref().and_then(|p| p.repeats.clone())));
    let title = move || spec.get().map(|s| s.title.clone()).unwrap_or_default();
    let list = Signal::derive(move || panel.with(|p| p.as_ref().map(|p| p.facts.clone()).unwrap_or_default()));
    let about = Signal::derive(move || panel.with(|p| p.as_ref().map(|p| p.choice.clone())));
    view! {
        <Show
            when=move || panel.with(Option::is_some)
            fallback=|| view! { <p class="none">"The analysis has not come yet."</p> }
        >
            <section class="scaling" aria-labelledby="scaling-heading">
                <h2 id="scaling-heading">{title}</h2>
                <p>
                    "These laws describe pretraining from nothing. Fine-tuning starts from a trained model and needs far less: there, read "
                    {move || gated().then_some("the volume gates below and ")}"the learning curves first."
                </p>
                <div class="curve__columns">
                    <div class="curve__chart">
                        <ChartView spec />
                        {move || panel.get().map(|p| view! { <Law all=p.all law=p.law runs=p.runs /> })}
                    </div>
                    <div class="curve__words">
                        <Facts list />
                    </div>
                </div>
                <h2>"What if?"</h2>
                <Knobs about />
                <QualityLaw />
            </section>
            <section class="scaling-repeats" aria-labelledby="repeats-heading">
                <h2 id="repeats-heading">{move || repeated.get().map(|s| s.title.clone())}</h2>
                <ChartView spec=repeated />
            </section>
            {move || panel.get().map(|p| view! { <Sensitivity advised=p.advised budget=p.budget /> })}
            <section class="scaling-volumes">
                <h2>"How much data each stage needs"</h2>
                {move || panel.get().map(|p| view! { <Volumes list=p.volumes /> })}
                {move || {
                    panel
                        .get()
                        .map(|p| {
                            view! {
                                <FineTuning
                                    rows=p.fine_tuning
                                    records=p.choice.records
                                    params=p.choice.what_if.params
                                />
                            }
                        })
                }}
                <Preference />
            </section>
        </Show>
    }
}

/// Which constants, and what is wrong with them.
#[component]
fn Law(all: Vec<(String, String, bool)>, law: Constants, runs: usize) -> impl IntoView {
    let app = use_app();
    let choose = move |event| app.dispatch(Edit::Law { id: Some(event_target_value(&event)) });
    let changed = app.scenario.with_untracked(|s| s.law.is_some());
    let options = |own: bool| {
        let now = law.id.clone();
        all.iter()
            .filter(move |o| o.2 == own)
            .map(move |(id, name, _)| {
                view! {
                    <option value=id.clone() selected=*id == now>
                        {name.clone()}
                    </option>
                }
            })
            .collect_view()
    };
    let has_own = all.iter().any(|o| o.2);
    let (mine, published) = (options(true), options(false));
    let own_note = match (has_own, runs) {
        (true, _) => format!("The {runs} scaling runs that were loaded are fitted under four loss functions."),
        (false, 0) => {
            "Drop a table of your own runs (parameters, tokens, loss) to have the law fitted to them.".to_owned()
        }
        (false, n) => format!("{n} scaling runs are loaded; six or more with several sizes are needed for a fit."),
    };
    let number = |v: f64| digits(v, 5);
    let c = law.law;
    view! {
        <div class="law">
            <p>
                <label for="law-choice">"Constants: "</label>
                <select id="law-choice" on:change=choose>
                    {has_own.then(|| view! { <optgroup label="Your runs">{mine}</optgroup> })}
                    <optgroup label="Published">{published}</optgroup>
                </select>
                " "
                <button
                    type="button"
                    class="quiet"
                    disabled=!changed
                    on:click=move |_| app.dispatch(Edit::Law { id: None })
                >
                    "Reset"
                </button>
            </p>
            <p class="chart-view__note">{own_note}</p>
            <details>
                <summary>"Where these constants come from, and what is wrong with them"</summary>
                <p>{law.source}" \u{2013} "{law.provenance}"."</p>
                <p>
                    <code>"L = E + A / N^alpha + B / D^beta"</code>
                    {format!(
                        " with E = {}, A = {}, B = {}, alpha = {}, beta = {}.",
                        number(c.e),
                        number(c.a),
                        number(c.b),
                        number(c.alpha),
                        number(c.beta),
                    )}
                </p>
                <ul>{law.caveats.into_iter().map(|c| view! { <li>{c}</li> }).collect_view()}</ul>
            </details>
        </div>
    }
}

/// How far the advice depends on the constants.
#[component]
fn Sensitivity(advised: Vec<Advised>, budget: f64) -> impl IntoView {
    let sentence = sensitivity(&advised, budget);
    let gain = sensitivity_of_gain(&advised);
    let most = advised.iter().map(|a| a.tokens_per_parameter).fold(1.0, f64::max);
    let rows = advised.into_iter().map(move |a| {
        let share = format!("{:.1}", 100.0 * a.tokens_per_parameter / most);
        view! {
            <tr class:own=a.own>
                <th scope="row">{a.name}</th>
                <td class="number">{digits(a.tokens_per_parameter, 3)}</td>
                <td class="sensitivity__bar">
                    <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                        <rect width=share height="6"></rect>
                    </svg>
                </td>
                <td class="number">{compact(a.params)}</td>
                <td class="number">{compact(a.tokens)}</td>
                <td class="number">{score(a.loss)}</td>
                <td class="number">{digits(a.doubling, 2)}</td>
            </tr>
        }
    });
    view! {
        <section class="sensitivity" aria-labelledby="sensitivity-heading">
            <h2 id="sensitivity-heading">"How far the advice depends on the constants"</h2>
            <p>{sentence}</p>
            {gain.map(|g| view! { <p>{g}</p> })}
            <div class="scroll" tabindex="0" role="region" aria-label="Advice of every set of constants">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Constants"</th>
                            <th scope="col" class="number">
                                "Tokens per parameter"
                            </th>
                            <th scope="col">
                                <span class="unseen">"the same as a bar"</span>
                            </th>
                            <th scope="col" class="number">
                                "Parameters"
                            </th>
                            <th scope="col" class="number">
                                "Tokens"
                            </th>
                            <th scope="col" class="number">
                                "Loss of the choice"
                            </th>
                            <th scope="col" class="number">
                                "Twice the data removes"
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p class="chart-view__note">{format!("At the compute of the choice above, {}.", flop(budget))}</p>
        </section>
    }
}

/// The volume gates.
#[component]
fn Volumes(list: Vec<Volume>) -> impl IntoView {
    if list.is_empty() {
        return view! { <p class="none">"The policy has no volume gates."</p> }.into_any();
    }
    let rows = list.into_iter().map(|v| {
        view! {
            <li>
                <OutcomeMark outcome=v.outcome />
                " "
                {v.label}
                ": "
                {v.sentence}
            </li>
        }
    });
    view! { <ul class="volumes">{rows.collect_view()}</ul> }.into_any()
}
