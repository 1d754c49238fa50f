//! The tables of a file to choose from: sheets of a workbook, arrays of a JSON document.

use super::maps::put;
use crate::data::units;
use crate::engine::ReadingView;
use crate::read::{CandidateSummary, FileMap};
use crate::ui::use_app;
use leptos::prelude::*;

/// The choice with row counts and first rows; nothing where there is one table.
#[component]
pub fn Candidates(
    /// The file.
    view: Memo<ReadingView>,
) -> impl IntoView {
    let app = use_app();
    let choose = move |event| {
        let part = event_target_value(&event);
        let (hash, include) = view.with_untracked(|v| (v.hash.clone(), v.used.include));
        app.dispatch(put(&hash, FileMap { part: Some(part), include, ..FileMap::default() }));
    };
    move || {
        let list = view.with(|v| v.candidates.clone());
        let group = view.with(|v| format!("part-{}", v.hash.get(..8).unwrap_or_default()));
        (list.len() > 1).then(|| {
            let options = list.into_iter().map(|c| option(c, &group, choose)).collect_view();
            view! {
                <fieldset class="candidates">
                    <legend>"Which table to read"</legend>
                    {options}
                </fieldset>
            }
        })
    }
}

fn option(c: CandidateSummary, group: &str, choose: impl Fn(web_sys::Event) + Copy + 'static) -> AnyView {
    let name = if c.part.is_empty() { "the whole file".to_owned() } else { c.part.clone() };
    let first: Vec<String> = c.preview.first().cloned().unwrap_or_default();
    let sample = c.columns.iter().zip(first).take(5).map(|(k, v)| format!("{k}: {v}")).collect::<Vec<_>>().join("; ");
    view! {
        <label class="candidates__one">
            <input type="radio" name=group.to_owned() value=c.part.clone() checked=c.chosen on:change=choose />
            <span>
                <b>{name}</b>
                {format!(", {} rows, {} columns, {}", units::grouped(c.rows as f64), c.columns.len(), c.kind.words())}
                <br />
                <span class="candidates__sample">{sample}</span>
            </span>
        </label>
    }
    .into_any()
}
