//! Collecting in rounds: how many, at what price, for which chance; what to collect in each and what it is expected to cost.

use crate::analysis::readout::CurveSubject;
use crate::chart::ChartSpec;
use crate::chart::collection_plan::{COLUMNS, rows, sentences, spec};
use crate::data::Unit;
use crate::decide::PRICE_PER_RECORD;
use crate::decide::collection::{CollectionView, PLAN_CHANCE, PLAN_ROUNDS, ROUNDS, chance, rounds};
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::{BoxSpec, ChartView, NumberBox, with_view_now};
use leptos::prelude::*;
use std::sync::Arc;

/// Chances to choose from, per cent.
const CHANCES: [u32; 6] = [50, 60, 70, 80, 90, 95];

#[derive(Clone, Debug, PartialEq)]
struct Panel {
    sentences: Vec<String>,
    rows: Vec<[String; 7]>,
    chart: Option<Arc<ChartSpec>>,
}

/// The plan of one curve; nothing where its target is met or there is none.
#[component]
pub fn CollectionPlan(
    /// Identifier of the curve.
    id: String,
) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    let view: Memo<Option<CollectionView>> = Memo::new(move |_| {
        let all = app.exploration.get()?;
        id.with_value(|id| all.collection.iter().find(|v| v.curve == *id).cloned())
    });
    let wanted = Memo::new(move |_| app.scenario.with(rounds));
    let panel: Memo<Option<Panel>> = Memo::new(move |_| {
        let rounds = wanted.get();
        view.with(|view| {
            let view = view.as_ref()?;
            with_view_now(app, |all| {
                let curve = all.prepared.evidence.curves.iter().find(|c| c.id == view.curve)?;
                let fit = all.prepared.curves.iter().find(|f| f.id == curve.id)?;
                let subject = CurveSubject::new(all, curve, fit);
                Some(Panel {
                    sentences: sentences(view, rounds, &all.pack.currency),
                    rows: rows(view, rounds, &all.pack.currency),
                    chart: spec(&subject, view, rounds).map(Arc::new),
                })
            })
            .flatten()
        })
    });
    let there = Memo::new(move |_| panel.with(Option::is_some));
    move || there.get().then(|| view! { <Plan id=id.get_value() panel view wanted /> })
}

#[component]
fn Plan(
    id: String,
    panel: Memo<Option<Panel>>,
    view: Memo<Option<CollectionView>>,
    wanted: Memo<usize>,
) -> impl IntoView {
    let app = use_app();
    let sentences = move || {
        let list = panel.with(|p| p.as_ref().map(|p| p.sentences.clone()).unwrap_or_default());
        list.into_iter().map(|s| view! { <p>{s}</p> }).collect_view()
    };
    let table = move || {
        let list = panel.with(|p| p.as_ref().map(|p| p.rows.clone()).unwrap_or_default());
        list.into_iter()
            .map(|[round, rest @ ..]| {
                let cells = rest.into_iter().map(|c| view! { <td class="number">{c}</td> }).collect_view();
                view! {
                    <tr>
                        <th scope="row">{round}</th>
                        {cells}
                    </tr>
                }
            })
            .collect_view()
    };
    let heads = COLUMNS
        .iter()
        .enumerate()
        .map(|(i, c)| {
            view! {
                <th scope="col" class=if i == 0 { "" } else { "number" }>
                    {*c}
                </th>
            }
        })
        .collect_view();
    let chart = Signal::derive(move || panel.with(|p| p.as_ref().and_then(|p| p.chart.clone())));
    let picture = move || {
        let title = chart.get().map(|c| c.title.clone())?;
        Some(view! { <p class="plan__title">{title}</p> })
    };
    let set = move |id: &str, value: Option<f64>| {
        app.dispatch(Edit::Assumption { id: id.to_owned(), value });
        app.settle();
    };
    let chosen_chance = Memo::new(move |_| (app.scenario.with(chance) * 100.0).round() as u32);
    let round_options = (ROUNDS.0..=ROUNDS.1)
        .map(|n| {
            view! {
                <option value=n.to_string() selected=move || wanted.get() == n>
                    {n.to_string()}
                </option>
            }
        })
        .collect_view();
    let chance_options = CHANCES
        .map(|c| {
            view! {
                <option value=c.to_string() selected=move || chosen_chance.get() == c>
                    {format!("{c} %")}
                </option>
            }
        })
        .collect_view();
    let pick = move |event, (id, usual): (&'static str, f64), scale: f64| {
        let value = event_target_value(&event).parse::<f64>().ok().map(|v| v / scale);
        set(id, value.filter(|v| *v != usual));
    };
    let by_hand = move || app.scenario.with(|s| s.assumptions.get(PRICE_PER_RECORD).copied());
    let price_box = Signal::derive(move || {
        let name = "Price of one more record".to_owned();
        BoxSpec::from(name, Unit::Money, 0.0, app.pack.with(|p| p.currency.clone()))
    });
    let typed = Callback::new(move |price: Option<f64>| set(PRICE_PER_RECORD, price));
    let policy = move || {
        let price = view.with(|v| v.as_ref().filter(|v| !v.price_by_hand).and_then(|v| v.price));
        match (price, by_hand()) {
            (_, Some(_)) => {
                "In place of the policy\u{2019}s prices, here and wherever records cost; empty to go back.".to_owned()
            }
            (Some((_, likely, _)), _) => {
                let likely = app.pack.with(|p| p.amount(likely, Unit::Money).to_string());
                format!("Empty: the policy\u{2019}s, {likely} likely.")
            }
            (None, _) => "Unknown: the policy gives none. Type one to see what the rounds cost.".to_owned(),
        }
    };
    let [rounds_id, chance_id, price_id, help_id] =
        ["rounds", "chance", "price", "price-help"].map(|part| format!("plan-{part}-{id}"));
    view! {
        <details class="plan">
            <summary>"Collect in rounds: how much, when to stop, what it costs"</summary>
            <div class="plan__choices">
                <p>
                    <label for=rounds_id.clone()>"Rounds "</label>
                    <select id=rounds_id on:change=move |e| pick(e, PLAN_ROUNDS, 1.0)>
                        {round_options}
                    </select>
                </p>
                <p>
                    <label for=chance_id.clone()>"Chance of the target to plan for "</label>
                    <select id=chance_id on:change=move |e| pick(e, PLAN_CHANCE, 100.0)>
                        {chance_options}
                    </select>
                </p>
                <p>
                    <label for=price_id.clone()>"Price of one more record "</label>
                    <NumberBox
                        id=price_id
                        described=help_id.clone()
                        spec=price_box
                        value=Signal::derive(by_hand)
                        on_value=typed
                    />
                    <span class="plan__help" id=help_id>
                        {policy}
                    </span>
                </p>
            </div>
            <div aria-busy=move || {
                app.exploration_stale.get().to_string()
            }>
                {sentences} <div class="scroll" tabindex="0" role="region" aria-label="Rounds of collection">
                    <table>
                        <thead>
                            <tr>{heads}</tr>
                        </thead>
                        <tbody>{table}</tbody>
                    </table>
                </div> {picture} <ChartView spec=chart />
            </div>
        </details>
    }
}
