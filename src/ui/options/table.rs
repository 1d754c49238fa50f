//! The options side by side, and the best mix under the budget.

use crate::data::units;
use crate::decide::FlipSubject;
use crate::ui::decide::flips::{SubjectDial, subject_memo};
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

pub use crate::data::units::money;

/// The table.
#[component]
pub fn OptionsTable() -> impl IntoView {
    let app = use_app();
    move || {
        let exploration = app.exploration.get()?;
        let view = exploration.options.clone();
        let currency = app.pack.with(|p| p.currency.clone());
        let rows = view.options.iter().map(|o| {
            let cost = match o.cost {
                Some((mean, low, high)) if high > 0.0 => format!("{} ({} to {})", money(&currency, mean), money(&currency, low), money(&currency, high)),
                Some(_) => money(&currency, 0.0),
                None => "price unknown".into(),
            };
            let split = o.cost_parts.and_then(|c| c.split(&currency));
            let split = split.map(|s| view! { <p class="soft small">{s}</p> });
            let effects = if let Some(why) = &o.not_estimated {
                view! { <span class="none">{format!("not estimated: {why}")}</span> }.into_any()
            } else {
                let lines = o.effects.iter().filter(|e| e.1.abs() >= 5e-4 || e.3 - e.2 >= 1e-3).map(|(label, median, low, high)| {
                    let (median, low, high) = (signed(*median), signed(*low), signed(*high));
                    let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
                    view! { <li>{format!("{label} {median}{range}")}</li> }
                });
                let lines: Vec<_> = lines.collect();
                // Work that changes something, by less than is shown, is not work that changes nothing.
                let slight = o.effects.iter().any(|e| e.1 != 0.0 || e.2 != e.3);
                if lines.is_empty() { view! { <span class="soft">{if slight { "under 0.001 on each" } else { "none" }}</span> }.into_any() } else { view! { <ul class="plain">{lines}</ul> }.into_any() }
            };
            let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "\u{2013}".into());
            view! {
                <tr class:dominated=o.dominated.is_some()>
                    <th scope="row">
                        {o.label.clone()}
                        {o.dominated.clone().map(|d| view! { <p class="soft small">{format!("Dominated: {d}")}</p> })}
                    </th>
                    <td class="number">{cost}{split}</td>
                    <td class="number">
                        {or_unknown(
                            o.weeks.map(|w| if w > 0.0 && w < 1.0 { "under 1".to_owned() } else { units::digits(w, 2) }),
                        )}
                    </td>
                    <td>{effects}</td>
                    <td class="number">{or_unknown(o.success.map(units::chance))}</td>
                    <td class="number">
                        {or_unknown(o.gain_per_million.map(|g| format!("{} points", units::digits(g * 100.0, 2))))}
                    </td>
                    <td class="number">{or_unknown(o.net_benefit.map(|b| money(&currency, b)))}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let notes = view.notes.iter().map(|n| view! { <li>{n.clone()}</li> }).collect_view();
        Some(view! {
            <div
                class="scroll"
                tabindex="0"
                role="region"
                aria-label="Options table"
                class:stale=move || app.exploration_stale.get()
            >
                <table class="options">
                    {heads(
                        &[
                            "Option",
                            "#Cost, mean (80 % range)",
                            "#Weeks",
                            "Effect on targets, median (80 % range)",
                            "#All targets met",
                            "#Gain per million",
                            "#Net benefit",
                        ],
                    )} <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="soft small">
                {view.basis(&money(&currency, view.value_of_success))}
                {view
                    .options
                    .iter()
                    .any(|o| o.net_benefit.is_some())
                    .then_some(" Net benefit is that times the probability, less the cost.")}
                {view.illustrative.then_some(" The prices are illustrative.")}
            </p>
            <ul class="soft small">{notes}</ul>
        })
    }
}

fn signed(x: f64) -> String {
    let text = units::score(x.abs());
    if x >= 0.0 { format!("+{text}") } else { format!("\u{2212}{text}") }
}

/// The budget slider and the best mix under it.
#[component]
pub fn BestMix() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    let subject = FlipSubject::Assumption("budget_money".into());
    let dial = move || {
        let first = known.with(|k| k.get(&subject).cloned())?;
        let key = subject.clone();
        let current = Memo::new(move |_| known.with(|k| k.get(&key).cloned()).unwrap_or_else(|| first.clone()));
        let marks = Signal::derive(Vec::new);
        let name = Signal::derive(|| "Budget".to_owned());
        Some(
            view! { <SubjectDial subject=FlipSubject::Assumption("budget_money".into()) current=current marks=marks name=name /> },
        )
    };
    let has = Memo::new(move |_| known.with(|k| k.contains_key(&FlipSubject::Assumption("budget_money".into()))));
    // The best mix follows the slider at once: the frontier does not depend on the budget.
    let best = move || {
        let exploration = app.exploration.get()?;
        let budget = app.scenario.with(|s| app.pack.with(|p| s.assumption(p, "budget_money")));
        let Some(mix) = exploration.options.frontier.iter().rfind(|m| m.cost <= budget).cloned() else {
            let words =
                "No mix is weighed: for none of the options both a cost and its effect on the targets are known.";
            return Some(view! { <p class="none">{words}</p> }.into_any());
        };
        let currency = app.pack.with(|p| p.currency.clone());
        let most = mix.allocation.iter().map(|a| a.1).fold(1.0, f64::max);
        let bars = mix.allocation.iter().map(|(family, records)| {
            let label = app.pack.with(|p| {
                p.families.iter().find(|f| f.id == *family).map_or_else(|| family.clone(), |f| f.label.clone())
            });
            view! {
                <tr>
                    <th scope="row">{label}</th>
                    <td class="number">{format!("{} records", units::compact(*records))}</td>
                    <td>
                        <meter class="chance" min="0" max=most value=*records aria-hidden="true"></meter>
                    </td>
                </tr>
            }
        });
        let bars = bars.collect_view();
        let what =
            if mix.options.is_empty() { "do nothing".to_owned() } else { mix.options.join(" + ").to_lowercase() };
        Some(view! {
            <p>
                {format!(
                    "Best mix under {}: {what}. It costs about {} and meets all measured targets with probability {}.",
                    money(&currency, budget),
                    money(&currency, mix.cost),
                    units::chance(mix.success),
                )}
            </p>
            {(!mix.allocation.is_empty())
                .then(|| {
                    view! {
                        <table class="allocation">
                            <caption>"Where the records go"</caption>
                            <tbody>{bars}</tbody>
                        </table>
                    }
                })}
        }.into_any())
    };
    view! {
        <section aria-labelledby="mix">
            <h2 id="mix">"Best mix under a budget"</h2>
            <div class="narrow">{move || has.get().then(dial.clone())}</div>
            {best}
        </section>
    }
}
