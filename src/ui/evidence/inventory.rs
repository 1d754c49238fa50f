//! The inventory: totals, what is missing by tier, roll-ups, and the table of data sets.

use super::bars::Missing;
use super::rollup::Rollups;
use super::table::Datasets;
use super::words::{share, total};
use crate::data::units;
use crate::ui::use_app;
use leptos::prelude::*;

/// The view.
#[component]
pub fn Inventory() -> impl IntoView {
    let app = use_app();
    let empty = move || app.prepared.with(|p| p.as_ref().is_none_or(|p| p.evidence.datasets.is_empty()));
    let nothing = || {
        view! {
            <p class="none">
                "No inventory yet. Drop a table with one data set a row: name, family, tier, status, records, bytes."
            </p>
        }
    };
    view! {
        <section aria-labelledby="inventory-title" class="inventory">
            <h2 id="inventory-title">"Inventory"</h2>
            <Show when=move || !empty() fallback=nothing>
                <Totals />
                <Missing />
                <Rollups />
                <Datasets />
            </Show>
        </section>
    }
}

/// The numbers of everything.
#[component]
fn Totals() -> impl IntoView {
    let app = use_app();
    let items = move || {
        app.prepared.get().map(|p| {
            let all = &p.inventory.all;
            let [present, partial, missing, unknown] = all.by_status;
            let status = format!("{present} present, {partial} partial, {missing} missing, {unknown} unknown");
            let list = [
                ("Data sets", format!("{} ({status})", all.datasets)),
                ("Records", total(&all.records, units::compact)),
                ("Objects", total(&all.objects, units::compact)),
                ("Size", total(&all.bytes, units::bytes)),
                ("Known to be missing", total(&all.missing_bytes, units::bytes)),
                ("Tokens", total(&all.tokens, units::compact)),
                ("Duplicate records", share(all.duplication)),
                ("Mean quality", all.quality.map_or_else(|| "unknown".to_owned(), units::score)),
            ];
            let illustrative = all
                .illustrative
                .then(|| view! { <p class="none">"Some of these numbers are illustrative, as their files say."</p> });
            view! {
                <dl class="totals">
                    {list
                        .map(|(label, value)| {
                            view! {
                                <div>
                                    <dt>{label}</dt>
                                    <dd>{value}</dd>
                                </div>
                            }
                        })}
                </dl>
                {illustrative}
            }
        })
    };
    view! { {items} }
}
