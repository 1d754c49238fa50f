//! Options: candidate actions with cost and effect, the best mix under a budget, sensitivity, what to measure next.

use crate::ui::decide::flips::share;
use crate::ui::options::frontier::Frontier;
use crate::ui::options::grid::VerdictGrid;
use crate::ui::options::information::Information;
use crate::ui::options::select::SelectRecords;
use crate::ui::options::table::{BestMix, OptionsTable};
use crate::ui::options::tornado::TornadoChart;
use crate::ui::use_app;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Options() -> impl IntoView {
    let app = use_app();
    share(app);
    let waiting =
        move || app.exploration.get().is_none().then(|| view! { <p class="soft">"Weighing the options\u{2026}"</p> });
    // A live report carries no records to select from.
    let selecting = (!crate::LIVE).then(|| {
        view! {
            <section aria-labelledby="select">
                <h2 id="select">"Select records instead of collecting more"</h2>
                <SelectRecords />
            </section>
        }
    });
    view! {
        {waiting}
        <section aria-labelledby="what">
            <h2 id="what">"What could be done"</h2>
            <OptionsTable />
            <Frontier />
        </section>
        <BestMix />
        <section aria-labelledby="tornado">
            <h2 id="tornado">"Which input matters most"</h2>
            <TornadoChart />
        </section>
        <section aria-labelledby="two">
            <h2 id="two">"Two inputs at once"</h2>
            <VerdictGrid />
        </section>
        {selecting}
        <section aria-labelledby="information">
            <h2 id="information">"What to measure next"</h2>
            <Information />
        </section>
    }
}
