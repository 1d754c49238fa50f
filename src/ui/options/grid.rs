//! Two inputs at once: regions of the verdict, with the choice of the inputs.

use crate::analysis;
use crate::chart::verdict_grid::{self, STEPS};
use crate::decide::FlipSubject;
use crate::decide::sensitivity::{grid, telling};
use crate::ui::decide::flips::subject_memo;
use crate::ui::use_app;
use crate::ui::widgets::ChartView;
use leptos::prelude::*;
use std::sync::Arc;

/// The grid with the choice of its inputs.
#[component]
pub fn VerdictGrid() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    let chosen: RwSignal<(Option<FlipSubject>, Option<FlipSubject>)> = RwSignal::new((None, None));
    // Until a person chooses: the most telling two, looked for again when the exploration has caught up, not at each move.
    let inputs = Memo::new(move |_| {
        let asked = chosen.get();
        let exploration = app.exploration.get();
        let flips = exploration.map(|e| e.flips.clone()).unwrap_or_default();
        let (Some(prepared), Some(decision)) = (app.prepared.get(), app.decision.get_untracked()) else { return asked };
        let found = app.scenario.with_untracked(|s| {
            app.pack.with(|p| telling(&analysis::context(&prepared, p, s), &flips, &decision, asked.clone()))
        });
        found.map_or(asked, |(x, y)| (Some(x), Some(y)))
    });
    let picker = move |which: bool, label: &'static str| {
        view! {
            <label class="field field--inline"><span>{label}</span>
                <select on:change=move |event| {
                    let wanted = event_target_value(&event);
                    let subject = known.with_untracked(|k| k.keys().find(|s| id_of(s) == wanted).cloned());
                    chosen.update(|c| if which { c.0 = subject } else { c.1 = subject });
                }>
                    {move || {
                        let current = if which { inputs.get().0 } else { inputs.get().1 };
                        known.with(|k| k.values().map(|s| {
                            let kind = match s.subject { FlipSubject::Threshold(_) => "threshold", FlipSubject::Fact(_) => "measured", FlipSubject::Assumption(_) => "assumption" };
                            view! { <option value=id_of(&s.subject) selected=current.as_ref() == Some(&s.subject)>{format!("{} ({kind})", s.label)}</option> }
                        }).collect_view())
                    }}
                </select>
            </label>
        }
    };
    let spec = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        let (Some(x), Some(y)) = inputs.get() else { return None };
        let found =
            app.scenario.with(|s| app.pack.with(|p| grid(&analysis::context(&prepared, p, s), &x, &y, STEPS)))?;
        Some(Arc::new(verdict_grid::spec(&found)))
    });
    let title = move || spec.get().map(|s| s.title.clone());
    view! {
        <div class="row">{picker(true, "Across")}{picker(false, "Upwards")}</div>
        <Show when=move || spec.with(Option::is_some)>
            <div class="grid"><h3>{title}</h3><ChartView spec /></div>
        </Show>
    }
}

fn id_of(s: &FlipSubject) -> String {
    match s {
        FlipSubject::Threshold(id) => format!("threshold:{id}"),
        FlipSubject::Fact(id) => format!("fact:{id}"),
        FlipSubject::Assumption(id) => format!("assumption:{id}"),
    }
}
