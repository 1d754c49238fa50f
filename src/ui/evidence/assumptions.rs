//! The assumption log: every number that no file gives, to change, to source and to answer for.

use crate::analysis;
use crate::data::Unit;
use crate::data::units::{self, parse_amount};
use crate::decide::assumptions::{Assumed, Kind, assumptions};
use crate::scenario::{About, Annotation, Edit};
use crate::shell::address;
use crate::ui::use_app;
use leptos::prelude::*;

/// How sure one can be of an assumption.
const CONFIDENCE: [&str; 3] = ["low", "medium", "high"];

/// Anchor of a row.
fn anchor(about: &About) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    format!("log-{}", about.to_string().chars().map(plain).collect::<String>())
}

/// The way from a number to its row in the log.
#[component]
pub fn LogLink(
    /// Identifier of the assumption.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    view! { <a href=address::of_page("evidence", &anchor(&About::Assumption(id)))>"In the assumption log"</a> }
}

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
                    <thead><tr>
                        <th scope="col">"Assumption"</th><th scope="col">"Value and range"</th>
                        <th scope="col">"Source and note"</th><th scope="col">"Owner and date"</th><th scope="col">"Confidence"</th>
                    </tr></thead>
                    <tbody><For each=move || keys.get() key=Clone::clone let:key><Row key rows /></For></tbody>
                </table>
            </div>
            <super::constants::ScalingConstants />
        </section>
    }
}

/// As the box shows a number: what was typed can be typed again.
fn in_box(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Fraction => format!("{} %", units::digits(value * 100.0, 4)),
        _ if value.abs() >= 1000.0 => units::compact(value),
        _ => units::digits(value, 4).replace('\u{2212}', "-"),
    }
}

/// A number as a person types it: "300k", "12B", "85 %".
fn typed(text: &str, unit: Unit) -> Option<f64> {
    let value = parse_amount(text).filter(|v| v.is_finite())?;
    let share = unit == Unit::Fraction && !text.contains('%') && value > 1.0;
    if share { parse_amount(&format!("{text}%")) } else { Some(value) }
}

fn unit_word(unit: Unit, currency: &str) -> String {
    match unit {
        Unit::Money if currency.is_empty() => "$".to_owned(),
        Unit::Money => currency.to_owned(),
        Unit::Records => "records".to_owned(),
        Unit::Tokens => "tokens".to_owned(),
        Unit::Parameters => "parameters".to_owned(),
        Unit::Bytes => "bytes".to_owned(),
        Unit::Ratio => "\u{d7}".to_owned(),
        Unit::Number | Unit::Count | Unit::Fraction | Unit::YesNo => String::new(),
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
    let currency = move || app.pack.with(|p| unit_word(unit, &p.currency));
    let bad = move |text: &str| {
        let wanted = if least == 0.0 {
            "a number of zero or more. Write 12.5 or 40k"
        } else {
            "a number. Write 300k, 12B, 0.8 or 85 %"
        };
        let name = row.with_untracked(|r| r.label.clone());
        app.notice(
            true,
            &format!("{name}: \u{201c}{text}\u{201d} is not {wanted}; what was in force stays."),
            Vec::new(),
        )
    };
    let value_id = StoredValue::new(first.edit_key());
    let value_edit = move |value: Option<f64>| {
        let id = value_id.get_value();
        if row.with_untracked(|r| r.kind == Kind::WhatIf) {
            Edit::WhatIf { fact: id.into(), value }
        } else {
            Edit::Assumption { id, value }
        }
    };
    let set_value = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        match typed(&text, unit).filter(|v| *v >= least) {
            Some(v) => app.dispatch(value_edit(Some(v))),
            None => bad(&text),
        }
        app.settle();
    };
    let set_range = move |low: bool| {
        move |event: web_sys::Event| {
            let text = event_target_value(&event);
            let read = typed(&text, unit).filter(|v| *v >= least);
            let kept = value_id.with_value(|id| app.scenario.with_untracked(|s| s.ranges.get(id).copied()));
            let now = row.with_untracked(|r| r.range.or(kept).or(r.value.map(|v| (v, v)))).or(read.map(|v| (v, v)));
            match read.zip(now) {
                Some((v, now)) => {
                    let range = Some(if low { (v, now.1) } else { (now.0, v) });
                    app.dispatch(Edit::Range { id: value_id.get_value(), range });
                    if row.with_untracked(|r| r.value.is_none()) {
                        let name = row.with_untracked(|r| r.label.clone());
                        app.notice(
                            false,
                            &format!("{name}: the range is kept and takes effect once a value is typed beside it."),
                            Vec::new(),
                        );
                    }
                }
                None => bad(&text),
            }
        }
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
        let was = |v: f64| if unit == Unit::Number { in_box(v, unit) } else { units::show(v, unit) };
        let value = r.policy.filter(|p| Some(*p) != r.value).map(was);
        let range = r.policy_range.filter(|p| Some(*p) != r.range).map(|(a, b)| format!("{} to {}", was(a), was(b)));
        let words: Vec<String> = value.into_iter().chain(range).collect();
        let word = if r.kind == Kind::WhatIf { "measured" } else { "policy" };
        (r.changed).then(|| view! {
            <span class="log__policy">
                {(!words.is_empty()).then(|| format!("{word}: {} ", words.join("; ")))}
                <button type="button" class="quiet" aria-label=format!("Reset {}", r.label) on:click=back>"Reset"</button>
            </span>
        })
    };
    let uses = move || {
        let r = row.get();
        let moves = r.moves.join(", ");
        let links = r.places.iter().map(|p| {
            let (page, anchor) = p.link();
            view! { <a href=address::of_page(page, anchor)>{p.word()}</a>" " }
        });
        let links = links.collect_view();
        let verdict = r.flips && r.kind == Kind::Assumption;
        view! {
            <span class="log__uses">
                {if r.places.is_empty() { "Used nowhere".into_any() } else { view! { "Used in: "{links} }.into_any() }}
                {(!moves.is_empty()).then(|| format!("Moves within its range: {moves}. "))}
                {verdict.then(|| view! { <b>"Changes the verdict within its range."</b> })}
            </span>
        }
    };
    let text = |word: &'static str,
                most: &'static str,
                pick: fn(&Annotation) -> &String,
                set: fn(&mut Annotation, String)| {
        let label = label.clone();
        view! {
            <label><span class="log__word">{word}<span class="unseen">{format!(" of {label}")}</span></span>
                    <input type="text" maxlength=most placeholder=" " prop:value=move || note.with(|n| pick(n).clone())
                        on:change=move |e| { let t = event_target_value(&e).trim().to_owned(); write(&|n| set(n, t.clone())); } />
            </label>
        }
    };
    let source = Signal::derive(move || row.with(|r| app.pack.with(|p| p.citation(&r.source).to_owned())));
    let number = |word: &'static str, value: Signal<Option<f64>>| {
        let name = format!("{word} of {label}");
        (name, move || value.get().map(|v| in_box(v, unit)).unwrap_or_default())
    };
    let (value_name, value_shown) = number("Value", Signal::derive(move || row.with(|r| r.value)));
    let (low_name, low_shown) = number("Low end", Signal::derive(move || row.with(|r| r.range.map(|r| r.0))));
    let (high_name, high_shown) = number("High end", Signal::derive(move || row.with(|r| r.range.map(|r| r.1))));
    let value_cell = view! {
        <input type="text" size="7" aria-label=value_name placeholder="unknown" prop:value=value_shown on:change=set_value />
    };
    let range_cell = if ranged {
        view! {
            <input type="text" size="6" aria-label=low_name prop:value=low_shown on:change=set_range(true) />
            " to "
            <input type="text" size="6" aria-label=high_name prop:value=high_shown on:change=set_range(false) />
        }
        .into_any()
    } else {
        view! { <span class="soft">"none"</span> }.into_any()
    };
    let options =
        CONFIDENCE.map(|c| view! { <option value=c selected=move || note.with(|n| n.confidence == c)>{c}</option> });
    let written = move || note.with(|n| n.confidence.clone()).to_owned();
    let odd = move || Some(written()).filter(|c| !c.is_empty() && !CONFIDENCE.contains(&c.as_str()));
    view! {
        <tr id=key.with_value(|k| anchor(k)) class:log__changed=move || row.with(|r| r.changed)>
            <th scope="row">
                {match kind { Kind::WhatIf => format!("What if: {label}"), Kind::Price if unit == Unit::Money => format!("Price: {label}"), Kind::Price | Kind::Assumption => label.clone() }}
                {move || row.with(|r| r.illustrative.then(|| view! { " "<span class="tag">"illustrative"</span> }))}
                {move || row.with(|r| r.changed.then(|| view! { " "<span class="tag">"changed"</span> }))}
                {(!first.help.is_empty()).then(|| view! { <span class="log__help">{first.help.clone()}</span> })}
                {move || Some(source.get()).filter(|s| !s.is_empty()).map(|s| view! { <span class="log__help">"Source: "{s}</span> })}
                {uses}
            </th>
            <td class="log__number"><span class="log__word" aria-hidden="true">"Value"</span>{value_cell}" "<span class="soft">{currency}</span>
                <span class="log__range"><span class="log__word" aria-hidden="true">"Range"</span>{range_cell}</span>{policy}</td>
            <td>
                {text("Source", "300", |n| &n.source, |n, t| n.source = t)}
                {text("Note", "500", |n| &n.text, |n, t| n.text = t)}
            </td>
            <td>
                {text("Owner", "120", |n| &n.owner, |n, t| n.owner = t)}
                {text("Date", "40", |n| &n.date, |n, t| n.date = t)}
            </td>
            <td>
                <label><span class="log__word">"Confidence"<span class="unseen">{format!(" of {label}")}</span></span>
                    <select aria-label=format!("Confidence of {label}") prop:value=written on:change=move |e| { let t = event_target_value(&e); write(&|n| n.confidence.clone_from(&t)); }>
                        <option value="">"\u{2013}"</option>
                        {options}
                        {move || odd().map(|c| view! { <option value=c.clone() selected=true>{c.clone()}</option> })}
                    </select>
                </label>
            </td>
        </tr>
    }
    .into_any()
}
