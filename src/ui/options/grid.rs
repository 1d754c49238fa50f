//! Two inputs at once: regions of the verdict, with the choice of the inputs.

use crate::chart::verdict_grid;
use crate::decide::FlipSubject;
use crate::decide::sensitivity::GridWish;
use crate::ui::decide::flips::subject_memo;
use crate::ui::widgets::ChartView;
use crate::ui::{session, use_app};
use leptos::prelude::*;
use std::sync::Arc;

/// The grid with the choice of its inputs.
#[component]
pub fn VerdictGrid() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    let chosen: RwSignal<(Option<FlipSubject>, Option<FlipSubject>)> = RwSignal::new((None, None));
    // Asked of the engine once the exploration has caught up, not at each move: until a person chooses, it looks for the most
    // telling two.
    Effect::new(move |_| {
        let (across, upwards) = chosen.get();
        let Some(exploration) = app.exploration.get() else { return };
        if app.exploration_stale.get() {
            app.grid_stale.set(true);
        } else {
            session::grid(app, GridWish { across, upwards, flips: exploration.flips.clone() });
        }
    });
    let inputs = Memo::new(move |_| {
        let (x, y) = chosen.get();
        let shown = app.grid.with(|g| g.as_ref().map(|g| (g.x.subject.clone(), g.y.subject.clone())));
        let (across, upwards) = shown.map_or((None, None), |(x, y)| (Some(x), Some(y)));
        (x.or(across), y.or(upwards))
    });
    let picker = move |which: bool, label: &'static str| {
        view! {
            <label class="field field--inline">
                <span>{label}</span>
                <select on:change=move |event| {
                    let wanted = event_target_value(&event);
                    let subject = known.with_untracked(|k| k.keys().find(|s| id_of(s) == wanted).cloned());
                    chosen.update(|c| if which { c.0 = subject } else { c.1 = subject });
                }>
                    {move || {
                        let current = if which { inputs.get().0 } else { inputs.get().1 };
                        known
                            .with(|k| {
                                k.values()
                                    .map(|s| {
                                        let kind = match s.subject {
                                            FlipSubject::Threshold(_) => "threshold",
                                            FlipSubject::Fact(_) => "measured",
                                            FlipSubject::Assumption(_) => "assumption",
                                        };
                                        view! {
                                            <option
                                                value=id_of(&s.subject)
                                                selected=current.as_ref() == Some(&s.subject)
                                            >
                                                {format!("{} ({kind})", s.label)}
                                            </option>
                                        }
                                    })
                                    .collect_view()
                            })
                    }}
                </select>
            </label>
        }
    };
    let spec = Memo::new(move |_| {
        let currency = app.pack.with(|p| p.currency.clone());
        app.grid.with(|g| g.as_ref().map(|g| Arc::new(verdict_grid::spec(g, &currency))))
    });
    let title = move || spec.get().map(|s| s.title.clone());
    view! {
        <div class="row">{picker(true, "Across")}{picker(false, "Upwards")}</div>
        <Show when=move || spec.with(Option::is_some)>
            <div
                class="grid"
                class:stale=move || app.grid_stale.get()
                aria-busy=move || app.grid_stale.get().to_string()
            >
                <h3>{title}</h3>
                <ChartView spec />
            </div>
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
