//! Training weight present and missing by tier, gaps first.

use super::words::share;
use crate::data::units;
use crate::decide::Link;
use crate::decide::inventory::TierState;
use crate::shell::files;
use crate::ui::use_app;
use leptos::prelude::*;

/// The chart with its table.
#[component]
pub fn Missing() -> impl IntoView {
    let app = use_app();
    let tiers = Memo::new(move |_| {
        let mut tiers = app.prepared.get().map(|p| p.inventory.tiers.clone()).unwrap_or_default();
        // The largest gap first; unknown ones next, since they may be gaps.
        let rank = |t: &TierState| {
            t.missing_weight.map_or((1, 0.0), |w| if w > 0.0 { (0, -w) } else { (2, f64::from(t.tier)) })
        };
        tiers.sort_by(|a, b| {
            let (ra, rb) = (rank(a), rank(b));
            ra.0.cmp(&rb.0).then(ra.1.total_cmp(&rb.1)).then(a.tier.cmp(&b.tier))
        });
        tiers
    });
    let finding = move || {
        let all = app.prepared.get().and_then(|p| p.inventory.missing_weight);
        let worst =
            tiers.with(|t| t.first().filter(|t| t.missing_weight.is_some_and(|w| w > 0.0)).map(|t| t.label.clone()));
        match (all, worst) {
            (Some(all), Some(worst)) => {
                format!("{} of the training weight is missing, most of it in {worst}", share(Some(all)))
            }
            (None, Some(worst)) => format!("Training weight is missing in {worst}; for some tiers it is unknown"),
            (Some(_), None) => "No training weight is missing".to_owned(),
            (None, None) => "It is unknown how much training weight is missing".to_owned(),
        }
    };
    let save = move |_| {
        let mut csv = String::from("tier,name,weight,missing_share,missing_weight,basis\r\n");
        tiers.with_untracked(|list| {
            for t in list {
                let number = |v: Option<f64>| v.map(|v| v.to_string()).unwrap_or_default();
                let fields = [&t.label, &t.basis].map(|text| crate::report::csv::text(text));
                csv.push_str(&format!(
                    "{},{},{},{},{},{}\r\n",
                    t.tier,
                    fields[0],
                    t.weight,
                    number(t.missing_share),
                    number(t.missing_weight),
                    fields[1]
                ));
            }
        });
        files::download_text("training-weight-by-tier.csv", "text/csv;charset=utf-8", &csv);
    };
    view! {
        <Show when=move || tiers.with(|t| !t.is_empty())>
            <figure class="bars">
                <svg width="0" height="0" aria-hidden="true" focusable="false">
                    <pattern
                        id="bars-hatch"
                        width="6"
                        height="6"
                        patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)"
                    >
                        <rect width="6" height="6" />
                        <path d="M0 0V6" />
                    </pattern>
                </svg>
                <figcaption>
                    <h3>{finding}</h3>
                    <p class="bars__key">
                        <span class="bars__there">"present"</span>
                        " "
                        <span class="bars__gone">"missing"</span>
                        " "
                        <span class="bars__open">"unknown"</span>
                        ", in per cent of the training weight"
                    </p>
                </figcaption>
                <div class="scroll" tabindex="0" role="region" aria-label="Training weight by tier">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">"Tier"</th>
                                <th scope="col">
                                    <span class="unseen">"Bar"</span>
                                </th>
                                <th scope="col" class="number">
                                    "Weight"
                                </th>
                                <th scope="col" class="number">
                                    "Missing"
                                </th>
                                <th scope="col">"How that is known"</th>
                            </tr>
                        </thead>
                        <tbody>
                            {move || {
                                let list = tiers.get();
                                let most = list.iter().map(|t| t.weight).fold(0.0, f64::max);
                                list.into_iter().map(|t| row(&t, most)).collect_view()
                            }}
                        </tbody>
                    </table>
                </div>
                <p class="actions">
                    <button type="button" on:click=save>
                        "Table as CSV"
                    </button>
                </p>
            </figure>
        </Show>
    }
}

/// Width of the drawing, in its own units.
const WIDTH: f64 = 240.0;

fn row(t: &TierState, most: f64) -> impl IntoView + use<> {
    let whole = if most > 0.0 { t.weight / most * WIDTH } else { 0.0 };
    let gone = t.missing_share.map(|s| whole * s);
    let there = whole - gone.unwrap_or(whole);
    let width = |w: f64| units::fixed(w.max(0.0), 2);
    let bar = match gone {
        Some(gone) => view! {
            <rect class="bars__there" x="0" y="2" width=width(there) height="16" />
            <rect class="bars__gone" x=width(there) y="2" width=width(gone) height="16" />
        }
        .into_any(),
        None => view! { <rect class="bars__open" x="0.5" y="2.5" width=width(whole - 1.0) height="15" /> }.into_any(),
    };
    view! {
        <tr id=Link::Tier(t.tier).anchor()>
            <th scope="row">{format!("{} ", t.tier)}{t.label.clone()}</th>
            <td>
                <svg viewBox="0 0 240 20" width="240" height="20" aria-hidden="true">
                    {bar}
                </svg>
            </td>
            <td class="number">{share(Some(t.weight))}</td>
            <td class="number">{share(t.missing_weight)}</td>
            <td>{t.basis.clone()}</td>
        </tr>
    }
}
