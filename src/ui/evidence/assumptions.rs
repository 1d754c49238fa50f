//! The assumption log: every number that no file gives, to change, to source and to answer for.

use crate::analysis;
use crate::data::amount::{self, Unit};
use crate::decide::assumptions::{Assumed, Kind, assumptions};
use crate::scenario::{About, Annotation, Edit};
use crate::shell::address;
use crate::ui::use_app;
use crate::ui::widgets::{BoxSpec, NumberBox, heads, log_anchor};
use leptos::prelude::*;

/// How sure one can be of an assumption.
const CONFIDENCE: [&str; 3] = ["low", "medium", "high"];

/// The section.
#[component]
pub fn AssumptionLog() -> impl IntoView {
    let app = use_app();
    let rows = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        Some(app.scenario.with(|s| app.pack.with(|p| assumptions(&analysis::context(&prepared, p, s)))))
    });
    let keys = Memo::new(move |_| rows.with(|r| r.iter().flatten().map(Assumed::about).collect::<Vec<_>>()));
    let counts = move || {
        let of = |test: fn(&&Assumed) -> bool| rows.with(|r| r.iter().flatten().filter(test).count());
        let (all, changed, illustrative) = (of(|_| true), of(|a| a.changed), of(|a| a.illustrative && !a.changed));
        format!(
            "{all} numbers stand in for what was not measured: {changed} changed in this scenario, {illustrative} illustrative as the policy has them. Ranges are the 10th and 90th percentile."
        )
    };
    view! {
        <section aria-labelledby="assumptions" class="log">
            <h2 id="assumptions">"Assumptions: what no file says"</h2>
            <p>{counts}</p>
            <div class="scroll" tabindex="0" role="region" aria-label="Assumption log">
                <table class="log__table">
                    {heads(&["Assumption", "Value and range", "Source and note", "Owner and date", "Confidence"])}
                    <tbody>
                        <For each=move || keys.get() key=Clone::clone let:key>
                            <Row key rows />
                        </For>
                    </tbody>
                </table>
            </div>
            <super::constants::ScalingConstants />
        </section>
    }
}

#[component]
fn Row(key: About, rows: Memo<Option<Vec<Assumed>>>) -> impl IntoView {
    let app = use_app();
    let key = StoredValue::new(key);
    let own = move |r: &Option<Vec<Assumed>>| key.with_value(|k| r.iter().flatten().find(|a| a.about() == *k).cloned());
    let Some(first) = rows.with_untracked(own) else { return ().into_any() };
    let fallback = first.clone();
    let row = Memo::new(move |_| rows.with(own).unwrap_or_else(|| fallback.clone()));
    let note =
        Memo::new(move |_| app.scenario.with(|s| key.with_value(|k| s.notes.get(k).cloned())).unwrap_or_default());
    let write = move |change: &dyn Fn(&mut Annotation)| {
        let mut next = note.get_untracked();
        change(&mut next);
        app.dispatch(Edit::Note { about: key.get_value(), note: (!next.is_empty()).then_some(next) });
    };
    let (label, unit, kind) = (first.label.clone(), first.unit, first.kind.clone());
    let ranged = kind != Kind::WhatIf;
    let least = if kind == Kind::Price { 0.0 } else { f64::NEG_INFINITY };
    let value_id = StoredValue::new(first.edit_key());
    let value_edit = move |value: Option<f64>| {
        let id = value_id.get_value();
        if row.with_untracked(|r| r.kind == Kind::WhatIf) {
            Edit::WhatIf { fact: id.into(), value }
        } else {
            Edit::Assumption { id, value }
        }
    };
    // An emptied box goes back to the policy's number.
    let set_value = Callback::new(move |value: Option<f64>| {
        app.dispatch(value_edit(value));
        app.settle();
    });
    let set_range = move |low: bool| {
        Callback::new(move |typed: Option<f64>| {
            let id = value_id.get_value();
            let Some(v) = typed else { return app.dispatch(Edit::Range { id, range: None }) };
            let kept = app.scenario.with_untracked(|s| s.ranges.get(&id).copied());
            let now = row.with_untracked(|r| r.range.or(kept).or(r.value.map(|v| (v, v)))).unwrap_or((v, v));
            app.dispatch(Edit::Range { id, range: Some(if low { (v, now.1) } else { (now.0, v) }) });
            if row.with_untracked(|r| r.value.is_none()) {
                let name = row.with_untracked(|r| r.label.clone());
                app.notice(
                    false,
                    &format!("{name}: the range is kept and takes effect once a value is typed beside it."),
                    Vec::new(),
                );
            }
        })
    };
    let back = move |_| {
        app.dispatch(match row.with_untracked(|r| r.kind == Kind::WhatIf) {
            true => value_edit(None),
            false => Edit::ResetAssumption { id: value_id.get_value() },
        });
        app.settle();
    };
    let policy = move || {
        let r = row.get();
        let was = |v: f64| match unit {
            // A plain number may be small: as the box shows it.
            Unit::Number => amount::in_box(v, unit),
            _ => app.pack.with(|p| p.amount(v, unit).to_string()),
        };
        let value = r.policy.filter(|p| Some(*p) != r.value).map(was);
        let range = r.policy_range.filter(|p| Some(*p) != r.range).map(|(a, b)| format!("{} to {}", was(a), was(b)));
        let words: Vec<String> = value.into_iter().chain(range).collect();
        let word = if r.kind == Kind::WhatIf { "measured" } else { "policy" };
        (r.changed).then(|| {
            view! {
                <span class="log__policy">
                    {(!words.is_empty()).then(|| format!("{word}: {} ", words.join("; ")))}
                    <button type="button" class="quiet" aria-label=format!("Reset {}", r.label) on:click=back>
                        "Reset"
                    </button>
                </span>
            }
        })
    };
    let uses = move || {
        let r = row.get();
        let moves = r.moves.join(", ");
        let links = r.places.iter().map(|p| {
            let (page, anchor) = p.link();
            view! {
                <a href=address::of_page(page, anchor)>{p.word()}</a>
                " "
            }
        });
        let links = links.collect_view();
        let verdict = r.flips && r.kind == Kind::Assumption;
        view! {
            <span class="log__uses">
                {if r.places.is_empty() {
                    "Used nowhere".into_any()
                } else {
                    view! {
                        "Used in: "
                        {links}
                    }
                        .into_any()
                }} {(!moves.is_empty()).then(|| format!("Moves within its range: {moves}. "))}
                {verdict.then(|| view! { <b>"Changes the verdict within its range."</b> })}
            </span>
        }
    };
    let text =
        |word: &'static str, most: &'static str, pick: fn(&Annotation) -> &String, set: fn(&mut Annotation, String)| {
            let label = label.clone();
            view! {
                <label>
                    <span class="log__word">{word}<span class="unseen">{format!(" of {label}")}</span></span>
                    <input
                        type="text"
                        maxlength=most
                        placeholder=" "
                        prop:value=move || note.with(|n| pick(n).clone())
                        on:change=move |e| {
                            let t = event_target_value(&e).trim().to_owned();
                            write(&|n| set(n, t.clone()));
                        }
                    />
                </label>
            }
        };
    let source = Signal::derive(move || row.with(|r| app.pack.with(|p| p.citation(&r.source).to_owned())));
    let number = |word: &'static str, set: Callback<Option<f64>>, value: fn(&Assumed) -> Option<f64>| {
        let name = format!("{word} of {label}");
        let spec =
            Signal::derive(move || BoxSpec::from(name.clone(), unit, least, app.pack.with(|p| p.currency.clone())));
        let value = Signal::derive(move || row.with(value));
        view! { <NumberBox spec value on_value=set placeholder="unknown" /> }
    };
    let value_cell = number("Value", set_value, |r| r.value);
    let range_cell = if ranged {
        let (low, high) = (
            number("Low end", set_range(true), |r| r.range.map(|r| r.0)),
            number("High end", set_range(false), |r| r.range.map(|r| r.1)),
        );
        view! {
            {low}
            " to "
            {high}
        }
        .into_any()
    } else {
        view! { <span class="soft">"none"</span> }.into_any()
    };
    let options = CONFIDENCE.map(|c| {
        view! {
            <option value=c selected=move || note.with(|n| n.confidence == c)>
                {c}
            </option>
        }
    });
    let written = move || note.with(|n| n.confidence.clone()).to_owned();
    let odd = move || Some(written()).filter(|c| !c.is_empty() && !CONFIDENCE.contains(&c.as_str()));
    view! {
        <tr id=key.with_value(log_anchor) class:log__changed=move || row.with(|r| r.changed)>
            <th scope="row">
                {match kind {
                    Kind::WhatIf => format!("What if: {label}"),
                    Kind::Price if unit == Unit::Money => format!("Price: {label}"),
                    Kind::Price | Kind::Assumption => label.clone(),
                }}
                {move || {
                    row.with(|r| {
                        r.illustrative
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"illustrative"</span>
                                }
                            })
                    })
                }}
                {move || {
                    row.with(|r| {
                        r.changed
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"changed"</span>
                                }
                            })
                    })
                }} {(!first.help.is_empty()).then(|| view! { <span class="log__help">{first.help.clone()}</span> })}
                {move || {
                    Some(source.get())
                        .filter(|s| !s.is_empty())
                        .map(|s| view! { <span class="log__help">"Source: "{s}</span> })
                }} {uses}
            </th>
            <td class="log__number">
                <span class="log__word" aria-hidden="true">
                    "Value"
                </span>
                {value_cell}
                <span class="log__range">
                    <span class="log__word" aria-hidden="true">
                        "Range"
                    </span>
                    {range_cell}
                </span>
                {policy}
            </td>
            <td>
                {text("Source", "300", |n| &n.source, |n, t| n.source = t)}
                {text("Note", "500", |n| &n.text, |n, t| n.text = t)}
            </td>
            <td>
                {text("Owner", "120", |n| &n.owner, |n, t| n.owner = t)}
                {text("Date", "40", |n| &n.date, |n, t| n.date = t)}
            </td>
            <td>
                <label>
                    <span class="log__word">"Confidence"<span class="unseen">{format!(" of {label}")}</span></span>
                    <select
                        aria-label=format!("Confidence of {label}")
                        prop:value=written
                        on:change=move |e| {
                            let t = event_target_value(&e);
                            write(&|n| n.confidence.clone_from(&t));
                        }
                    >
                        <option value="">"\u{2013}"</option>
                        {options}
                        {move || {
                            odd()
                                .map(|c| {
                                    view! {
                                        <option value=c.clone() selected=true>
                                            {c.clone()}
                                        </option>
                                    }
                                })
                        }}
                    </select>
                </label>
            </td>
        </tr>
    }
    .into_any()
}
