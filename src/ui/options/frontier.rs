//! Cost against the probability of meeting all targets: options as points, the best combinations as a line.

use super::table::money;
use crate::data::{Unit, units};
use crate::ui::use_app;
use leptos::prelude::*;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 340.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 150.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 44.0;

/// The chart with its table.
#[component]
pub fn Frontier() -> impl IntoView {
    let app = use_app();
    move || {
        let view = app.exploration.get()?.options.clone();
        let points: Vec<(String, f64, f64, bool)> = view
            .options
            .iter()
            .filter_map(|o| Some((o.label.clone(), o.cost?.0, o.success?, o.dominated.is_some())))
            .collect();
        if points.len() < 2 {
            return None;
        }
        let currency = app.pack.with(|p| p.currency.clone());
        let budget = app.scenario.with(|s| app.pack.with(|p| s.assumption(p, "budget_money")));
        let most = points.iter().map(|p| p.1).chain(view.frontier.iter().map(|m| m.cost)).fold(budget, f64::max) * 1.05;
        let x = |cost: f64| LEFT + cost / most * (WIDTH - LEFT - RIGHT);
        let y = |p: f64| TOP + (1.0 - p) * (HEIGHT - TOP - BOTTOM);
        let s = |v: f64| format!("{v:.1}");
        let line: String = view
            .frontier
            .iter()
            .enumerate()
            .map(|(i, m)| format!("{}{:.1} {:.1}", if i == 0 { "M" } else { "L" }, x(m.cost), y(m.success)))
            .collect();
        let mut taken: Vec<f64> = Vec::new();
        let mut labelled: Vec<&(String, f64, f64, bool)> = points.iter().collect();
        labelled.sort_by(|a, b| a.2.total_cmp(&b.2));
        let marks = labelled
            .into_iter()
            .map(|(label, cost, p, dominated)| {
                let (px, py) = (x(*cost), y(*p));
                let mut ty = py + 4.0;
                while taken.iter().any(|t| (t - ty).abs() < 13.0) {
                    ty -= 13.0;
                }
                taken.push(ty);
                let short: String = if label.chars().count() > 26 { label.chars().take(25).chain(['\u{2026}']).collect() } else { label.clone() };
                view! {
                    <g class="frontier__point" class:dominated=*dominated>
                        <line x1=s(px) y1=s(py) x2=s(px + 9.0) y2=s(ty - 4.0) />
                        <circle cx=s(px) cy=s(py) r="5" />
                        <text x=s(px + 11.0) y=s(ty)>{short}</text>
                        <title>{format!("{label}: {}, probability {}", money(&currency, *cost), units::show(*p, Unit::Fraction))}</title>
                    </g>
                }
            })
            .collect_view();
        let ticks = (0..=4).map(|i| {
            let p = f64::from(i) / 4.0;
            view! {
                <line class="frontier__grid" x1=s(LEFT) x2=s(WIDTH - RIGHT) y1=s(y(p)) y2=s(y(p)) />
                <text class="frontier__tick" x=s(LEFT - 6.0) y=s(y(p) + 4.0) text-anchor="end">{format!("{} %", i * 25)}</text>
            }
        });
        let costs = (0..=4).map(|i| {
            let c = most * f64::from(i) / 4.0;
            view! { <text class="frontier__tick" x=s(x(c)) y=s(HEIGHT - BOTTOM + 18.0) text-anchor="middle">{units::compact(units::digits(c, 2).replace('\u{2212}', "-").parse().unwrap_or(c))}</text> }
        });
        let finding = view.frontier.last().map_or_else(String::new, |m| {
            let plan = if m.options.is_empty() { "Doing nothing".to_owned() } else { m.options.join(" + ") };
            format!(
                "{plan} reaches the highest probability, {}, for about {}.",
                units::show(m.success, Unit::Fraction),
                money(&currency, m.cost)
            )
        });
        let rows = view.frontier.iter().map(|m| {
            let plan = if m.options.is_empty() { "Do nothing".to_owned() } else { m.options.join(" + ") };
            view! { <tr><th scope="row">{plan}</th><td class="number">{money(&currency, m.cost)}</td><td class="number">{units::show(m.success, Unit::Fraction)}</td></tr> }
        });
        let rows = rows.collect_view();
        let (ticks, costs) = (ticks.collect_view(), costs.collect_view());
        Some(view! {
            <figure class="frontier" class:stale=move || app.exploration_stale.get()>
                <figcaption>{finding.clone()}</figcaption>
                <div class="scroll" tabindex="0" role="region" aria-label="Chart: cost against probability">
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=format!("Cost against the probability of meeting all measured targets. {finding}")>
                    {ticks}{costs}
                    <line class="frontier__axis" x1=s(LEFT) x2=s(WIDTH - RIGHT) y1=s(HEIGHT - BOTTOM) y2=s(HEIGHT - BOTTOM) />
                    <line class="frontier__budget" x1=s(x(budget)) x2=s(x(budget)) y1=s(TOP) y2=s(HEIGHT - BOTTOM) />
                    <text class="frontier__tick" x=s(x(budget) - 4.0) y=s(TOP + 10.0) text-anchor="end">"budget"</text>
                    <path class="frontier__line" d=line />
                    {marks}
                    <text class="frontier__title" x=s(LEFT) y=s(HEIGHT - 6.0)>{format!("Cost, {} (mean)", if currency.is_empty() { "$" } else { &currency })}</text>
                </svg>
                </div>
                <p class="soft small">"Points: single options (hollow: dominated). Line: the best combinations. Height: probability that all measured targets are met."</p>
                <details><summary>"Data of this chart"</summary><table><thead><tr><th scope="col">"Best combinations"</th><th scope="col" class="number">"Cost"</th><th scope="col" class="number">"All targets met"</th></tr></thead><tbody>{rows}</tbody></table></details>
            </figure>
        })
    }
}
