//! The inventory by tier, family and stage.

use super::words::{share, total};
use crate::data::{Status, units};
use crate::decide::inventory::Group;
use crate::ui::use_app;
use leptos::prelude::*;

/// Three tables, closed until asked for.
#[component]
pub fn Rollups() -> impl IntoView {
    let app = use_app();
    let tables = move || {
        let p = app.prepared.get()?;
        let tiers = p.inventory.tiers.iter().map(|t| {
            let low = t.group.lowest_quality.map_or_else(|| "unknown".to_owned(), units::score);
            let extra = format!("lowest {low}, at least {} wanted", units::score(t.minimum_quality));
            (format!("{} {}", t.tier, t.label), String::new(), t.group.clone(), extra)
        });
        let families = p.inventory.families.iter().map(|f| {
            let word = if f.required { format!("{} (required)", f.status.word()) } else { f.status.word().to_owned() };
            (f.label.clone(), format!("{word}: {}", f.why), f.group.clone(), String::new())
        });
        let stages = p
            .inventory
            .stages
            .iter()
            .map(|(stage, group)| (stage.words().to_owned(), String::new(), group.clone(), String::new()));
        let missing = p.inventory.families.iter().filter(|f| f.required && f.status != Status::Present).count();
        let of = p.inventory.families.iter().filter(|f| f.required).count();
        Some(view! {
            {table("By tier", "Tier", tiers.collect())}
            {table(&format!("By family: {missing} of {of} required ones not present"), "Family", families.collect())}
            {table("By stage", "Stage", stages.collect())}
        })
    };
    view! { {tables} }
}

/// Name, status, numbers, remark.
type Row = (String, String, Group, String);

fn table(title: &str, first: &'static str, rows: Vec<Row>) -> impl IntoView + use<> {
    let title = title.to_owned();
    let with_status = rows.iter().any(|(_, status, ..)| !status.is_empty());
    let body = rows.into_iter().map(move |(name, status, g, extra)| {
        let quality = g.quality.map_or_else(|| "unknown".to_owned(), units::score);
        view! {
            <tr>
                <th scope="row">{name}</th>
                {with_status.then(|| view! { <td>{status}</td> })}
                <td class="number">{g.datasets}</td>
                <td class="number">{total(&g.records, units::compact)}</td>
                <td class="number">{total(&g.bytes, units::bytes)}</td>
                <td class="number">{total(&g.tokens, units::compact)}</td>
                <td class="number">{quality}</td>
                <td class="number">{share(g.duplication)}</td>
                <td>{extra}{g.illustrative.then_some(" illustrative")}</td>
            </tr>
        }
    });
    view! {
        <details class="rollup">
            <summary>{title.clone()}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=title>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{first}</th>
                            {with_status.then(|| view! { <th scope="col">"Status"</th> })}
                            <th scope="col" class="number">
                                "Data sets"
                            </th>
                            <th scope="col" class="number">
                                "Records"
                            </th>
                            <th scope="col" class="number">
                                "Size"
                            </th>
                            <th scope="col" class="number">
                                "Tokens"
                            </th>
                            <th scope="col" class="number">
                                "Quality"
                            </th>
                            <th scope="col" class="number">
                                "Duplicates"
                            </th>
                            <th scope="col">"Remark"</th>
                        </tr>
                    </thead>
                    <tbody>{body.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
