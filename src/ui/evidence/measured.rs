//! The measured metrics: every evaluation with its interval, and the gates that look at it.

use crate::analysis::context;
use crate::data::units;
use crate::decide::{Link, measured};
use crate::shell::address;
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

/// Rows shown before a person asks for all, and most that are ever drawn.
const FIRST: usize = 20;
const MOST: usize = 500;

/// One row, in words.
#[derive(Clone, PartialEq)]
struct Row {
    label: String,
    value: String,
    on: String,
    gates: Vec<(String, String)>,
    unused: Option<&'static str>,
    from: String,
    illustrative: bool,
}

/// The section; nothing where no metric was measured.
#[component]
pub fn Measured() -> impl IntoView {
    let app = use_app();
    let all = RwSignal::new(false);
    let rows = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        let mut count = 0;
        let rows: Vec<Row> = app.scenario.with(|s| {
            app.pack.with(|p| {
                let list = measured(&context(&prepared, p, s));
                count = list.len();
                let words = list.into_iter().take(MOST).map(|m| Row {
                    label: m.label.clone(),
                    value: m.in_words(),
                    on: m.on(),
                    gates: m.gates.iter().map(|g| (g.id.clone(), g.label.clone())).collect(),
                    unused: m.unused(),
                    from: match m.evaluation.row {
                        Some(row) => format!("{}, row {row}", m.evaluation.file),
                        None => m.evaluation.file.clone(),
                    },
                    illustrative: m.evaluation.illustrative,
                });
                words.collect()
            })
        });
        (!rows.is_empty()).then_some((rows, count))
    });
    move || {
        let (list, count) = rows.get()?;
        let shown = if all.get() { list.len() } else { list.len().min(FIRST) };
        let hidden = count - shown;
        let body = list.iter().take(shown).map(|r| {
            let gates = r.gates.iter().enumerate().map(|(i, (id, label))| {
                let between = (i > 0).then_some("; ");
                view! {
                    {between}
                    <a href=address::of_page("decide", &Link::Gate(id.clone()).anchor())>{label.clone()}</a>
                }
            });
            let gates = gates.collect_view();
            view! {
                <tr>
                    <th scope="row">
                        {r.label.clone()}
                        {r
                            .illustrative
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"illustrative"</span>
                                }
                            })}
                    </th>
                    <td class="log__number">{r.value.clone()}</td>
                    <td>{r.on.clone()}</td>
                    <td>{gates}{r.unused.map(|u| view! { <span class="soft">{u}</span> })}</td>
                    <td>{r.from.clone()}</td>
                </tr>
            }
        });
        let body = body.collect_view();
        let more = (list.len() > FIRST).then(|| {
            let words = match all.get() {
                true => format!("Show the first {FIRST} only"),
                false => format!("Show {} more", list.len() - FIRST),
            };
            view! {
                <button type="button" on:click=move |_| all.update(|a| *a = !*a)>
                    {words}
                </button>
            }
        });
        let cut = (count > MOST && all.get()).then(|| {
            format!(
                "{} more are not listed here; every one is in the files and counted.",
                units::grouped(hidden as f64)
            )
        });
        Some(view! {
            <section aria-labelledby="measured-title">
                <h2 id="measured-title">"Measured metrics"</h2>
                <p class="lead">
                    {units::counted(count, "measurement", "measurements")}
                    ", those that a gate looks at first. Intervals are 90 %."
                </p>
                <div class="scroll" tabindex="0" role="region" aria-label="Table of measured metrics">
                    <table>{heads(&["Metric", "Value", "Measured on", "Gates", "From"])} <tbody>{body}</tbody></table>
                </div>
                {more}
                {cut.map(|c| view! { <p class="soft small">{c}</p> })}
            </section>
        })
    }
}
