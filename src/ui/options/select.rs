//! Which records to keep: the choice of a method, what it covers beside random choices, every record as CSV.

use crate::chart::coverage;
use crate::data::amount::{Scale, Unit};
use crate::data::units::{fixed, grouped};
use crate::select::outcome::Keep;
use crate::select::{METHODS, Method, Outcome, Request, method};
use crate::shell::files;
use crate::ui::widgets::{BoxSpec, ChartView, NumberBox, heads};
use crate::ui::{session, use_app};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The section's content.
#[component]
pub fn SelectRecords() -> impl IntoView {
    let app = use_app();
    let chosen = RwSignal::new("facility-location".to_owned());
    let share = RwSignal::new(Some(0.1));
    let settings: RwSignal<BTreeMap<String, f64>> = RwSignal::new(BTreeMap::new());
    let by = move || method(&chosen.get());
    let keep = move || share.get().filter(|s| *s > 0.0 && *s <= 1.0);
    let share_spec = Signal::derive(|| BoxSpec {
        name: "Share of the records to keep".into(),
        scale: Scale { range: (0.0, 1.0), log: false, unit: Unit::Fraction },
        currency: String::new(),
    });
    let set_share = Callback::new(move |v| share.set(v));
    let ask = move |_| {
        if let Some(kept) = keep() {
            let wish = Request {
                method: chosen.get_untracked(),
                keep: Keep::Share(kept),
                settings: settings.get_untracked(),
                ..Request::default()
            };
            session::select(app, wish);
        }
    };
    let methods = METHODS
        .iter()
        .map(|m| {
            let id = m.id();
            view! {
                <option value=id selected=move || chosen.get() == id>
                    {m.label()}
                </option>
            }
        })
        .collect_view();
    let parameters = move || by().map(|m| parameters(m, settings));
    let spec = Memo::new(move |_| {
        app.selection.with(|s| s.as_ref().and_then(|s| coverage::spec(s.0.as_ref().ok()?)).map(Arc::new))
    });
    let result = move || {
        app.selection.get().map(|selected| match &selected.0 {
            Ok(outcome) => found(outcome).into_any(),
            Err(fault) => view! { <p role="alert">{fault.to_string()}</p> }.into_any(),
        })
    };
    let save = move |_| {
        if let Some(selected) = app.selection.get_untracked() {
            files::download_text("selected-records.csv", "text/csv", &selected.1);
        }
    };
    let has_csv = move || app.selection.with(|s| s.as_ref().is_some_and(|s| s.0.is_ok()));
    view! {
        <p class="soft">
            "Records with vectors, losses, utilities, scores or texts, one a row, are added on the Evidence page. What is chosen is shown beside random choices of the same size: coverage is no score, and what a chosen record is worth shows in training runs."
        </p>
        <div class="row">
            <label class="field field--inline">
                <span>"Method"</span>
                <select on:change=move |event| {
                    settings.set(BTreeMap::new());
                    chosen.set(event_target_value(&event));
                }>{methods}</select>
            </label>
            <div class="field field--inline">
                <span>"Keep, of the records"</span>
                <NumberBox spec=share_spec value=share on_value=set_share />
            </div>
            {parameters}
            <button type="button" on:click=ask disabled=move || keep().is_none()>
                "Select"
            </button>
        </div>
        {move || {
            by()
                .map(|m| {
                    let needs: Vec<String> = m.needs().iter().map(|n| n.words()).collect();
                    let needs = if needs.is_empty() { "nothing but the records".into() } else { needs.join("; ") };
                    view! {
                        <p class="soft small">{format!("Needs {needs}. {} Source: {}.", m.objective(), m.source())}</p>
                        {m.caveat().map(|c| view! { <p class="soft small">{c}</p> })}
                    }
                })
        }}
        <Show when=move || spec.with(Option::is_some)>
            <ChartView spec />
        </Show>
        {result}
        <Show when=has_csv>
            <button type="button" on:click=save>
                "Download every record as CSV"
            </button>
        </Show>
    }
}

/// The boxes of a method's parameters.
fn parameters(by: &'static dyn Method, settings: RwSignal<BTreeMap<String, f64>>) -> impl IntoView {
    by.parameters()
        .iter()
        .map(|p| {
            let (id, default) = (p.id, p.default);
            let spec = BoxSpec {
                name: p.label.into(),
                scale: Scale { range: p.range, log: false, unit: Unit::Number },
                currency: String::new(),
            };
            let spec = Signal::derive(move || spec.clone());
            let value = Signal::derive(move || Some(settings.with(|s| s.get(id).copied().unwrap_or(default))));
            // An empty box is the default.
            let typed = Callback::new(move |number: Option<f64>| {
                settings.update(|s| match number {
                    Some(number) => {
                        s.insert(id.to_owned(), number);
                    }
                    None => {
                        s.remove(id);
                    }
                });
            });
            view! {
                <div class="field field--inline" title=p.from>
                    <span>{p.label}</span>
                    <NumberBox spec value on_value=typed />
                </div>
            }
        })
        .collect_view()
}

/// What a selection came to, under its chart.
fn found(o: &Outcome) -> impl IntoView {
    let count = |n: usize| grouped(n as f64);
    let percent = |n: usize, of: usize| format!("{} %", fixed(100.0 * n as f64 / of.max(1) as f64, 1));
    let enough = o.enough.iter().map(|e| {
        let said = |k: Option<usize>| k.map_or_else(|| "more than were kept".to_owned(), count);
        view! {
            <tr>
                <th scope="row">{format!("{} %", fixed(100.0 * e.share, 0))}</th>
                <td class="number">{said(e.chosen)}</td>
                <td class="number">{said(e.random)}</td>
            </tr>
        }
    });
    let shares = o.shares.iter().map(|s| {
        view! {
            <tr>
                <th scope="row">{format!("{}: {}", s.by, s.name.as_deref().unwrap_or("none"))}</th>
                <td class="number">{count(s.before)}</td>
                <td class="number">{percent(s.before, o.pool)}</td>
                <td class="number">{count(s.after)}</td>
                <td class="number">{percent(s.after, o.kept)}</td>
            </tr>
        }
    });
    let enough = enough.collect_view();
    let shares = shares.collect_view();
    let redundant = o.redundant.map(|n| format!("Not kept and nearly the same as a kept one: {}. ", count(n)));
    let isolated = o.isolated.map(|n| {
        let named =
            if o.apart.is_empty() { String::new() } else { format!(" ({})", crate::data::units::several(&o.apart)) };
        format!("With nothing near them: {}{named}.", count(n))
    });
    let notes = o.notes.iter().map(|n| view! { <p class="soft">{n.clone()}</p> }).collect_view();
    view! {
        <p class="lead-strong">
            <b>{o.sentence.clone()}</b>
        </p>
        {(!o.enough.is_empty())
            .then(|| {
                view! {
                    <div class="scroll" tabindex="0" role="region" aria-label="Records that are enough">
                        <table>
                            <caption>"Records that cover a share of what all cover"</caption>
                            {heads(&["Share", "#Chosen", "#Random"])}
                            <tbody>{enough}</tbody>
                        </table>
                    </div>
                }
            })}
        {(!o.shares.is_empty())
            .then(|| {
                view! {
                    <div class="scroll" tabindex="0" role="region" aria-label="Parts before and after">
                        <table>
                            <caption>"Parts of the pool before and after"</caption>
                            {heads(&["Part", "#Before", "#Share", "#Kept", "#Share"])}
                            <tbody>{shares}</tbody>
                        </table>
                    </div>
                }
            })}
        <p>{redundant}{isolated}</p>
        {notes}
        <p class="soft small">{format!("{}; {} random choices, seed {}.", o.label, o.baselines, o.seed)}</p>
    }
}
