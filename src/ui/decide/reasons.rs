//! Why: the three strongest reasons, each with its number, a small chart and the way to its evidence.

use super::gates::Bullet;
use crate::analysis::readout::expense;
use crate::policy::{Phase, Severity};
use crate::shell::address;
use crate::ui::use_app;
use crate::ui::widgets::LogLink;
use crate::ui::widgets::OutcomeMark;
use leptos::prelude::*;

/// The reasons.
#[component]
pub fn Reasons() -> impl IntoView {
    let app = use_app();
    let list = move || {
        let decision = app.decision.get()?;
        let items = decision.verdict.reasons.iter().take(3).map(|r| {
            let label = decision.outcome(&r.gate).map(|o| o.label.clone()).unwrap_or_default();
            view! {
                <li class="reason">
                    <p class="reason__head">
                        <OutcomeMark outcome=r.outcome />
                        " "
                        <b>{label}</b>
                    </p>
                    <p class="reason__text">{r.text.clone()}</p>
                    <Bullet gate=r.gate.clone() />
                    <p>
                        <a href=address::of_page(r.link.page(), &r.link.anchor())>"Evidence and threshold"</a>
                    </p>
                </li>
            }
        });
        Some(items.collect_view())
    };
    let expand = move || {
        let decision = app.decision.get()?;
        let items = decision.verdict.expand.iter().map(|t| {
            let pack = app.pack.get_untracked();
            let families: Vec<String> = t
                .families
                .iter()
                .map(|id| pack.families.iter().find(|f| f.id == *id).map_or_else(|| id.clone(), |f| f.label.clone()))
                .collect();
            let label = pack.metric(&t.metric).map_or_else(|| t.metric.clone(), |m| m.label.clone());
            let cost = t.cost.map_or_else(
                || "price unknown".to_owned(),
                |c| format!("about {}", crate::data::units::money(&pack.currency, c)),
            );
            view! {
                <li>
                    <b>{label}</b>
                    {format!(
                        ": add about {} records ({cost}) to reach {}; probability {} within the budget.",
                        crate::data::units::compact(t.add_records),
                        crate::data::units::score(t.target),
                        crate::data::units::chance(t.probability),
                    )}
                    {(!families.is_empty())
                        .then(|| format!(" In the families that serve it: {}.", families.join(", ")))}
                </li>
            }
        });
        let items = items.collect_view();
        (!decision.verdict.expand.is_empty()).then(|| {
            view! {
                <h3>"Where to expand"</h3>
                <ul>{items}</ul>
            }
        })
    };
    // What nobody gave and the verdict moves with is no reason, but stands before them.
    let assumed = move || {
        let list = app.exploration.get().map(|e| e.assumed.clone()).unwrap_or_default();
        let lines = list.into_iter().map(|a| {
            let id = a.id.clone();
            view! {
                <p class:stale=move || app.exploration_stale.get()>
                    <b>"Assumed. "</b>
                    {a.sentence}
                    " "
                    <LogLink id />
                </p>
            }
        });
        lines.collect_view()
    };
    let expense = move || {
        let exploration = app.exploration.get()?;
        let words = app.scenario.with(|s| expense::words(&exploration.options, s.expense))?;
        Some(view! { <p class:stale=move || app.exploration_stale.get()>{words}</p> })
    };
    let targetless = move || {
        let decides = |g: &crate::policy::Gate| g.phase == Phase::Validate && g.severity == Severity::Block;
        let none = app.pack.with(|p| !p.gates.iter().any(decides)) && app.prepared.with(Option::is_some);
        none.then(|| {
            view! {
                <p>
                    "No target decides yet. "
                    {(!crate::LIVE)
                        .then(|| {
                            view! {
                                <a href=address::of_page(
                                    "policy",
                                    "targets-title",
                                )>"Say what your metrics should reach"</a>
                                "."
                            }
                        })}
                </p>
            }
        })
    };
    view! {
        <section class="why" aria-labelledby="why">
            <h2 id="why">"Why"</h2>
            {targetless}
            {assumed}
            <ol class="why-list">{list}</ol>
            {expand}
            {expense}
        </section>
    }
}
