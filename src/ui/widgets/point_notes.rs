//! Notes on places of a chart: read, written, changed and removed under it.

use crate::chart::{ChartSpec, notes};
use crate::scenario::{About, Annotation, Edit, Scenario};
use crate::ui::{App, use_app};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// The chart with a numbered mark at each note that a person wrote on it.
pub fn marked(app: App, spec: Signal<Option<Arc<ChartSpec>>>) -> Memo<Option<Arc<ChartSpec>>> {
    // Only this chart's notes draw it anew.
    let own = Memo::new(move |_| {
        let id = spec.get()?.id.clone();
        let of = |about: &About| matches!(about, About::Point { chart, .. } if *chart == id);
        let mine =
            app.scenario.with(|s| s.notes.iter().filter(|(k, _)| of(k)).map(|(k, n)| (k.clone(), n.clone())).collect());
        Some(Scenario { notes: mine, ..Scenario::default() })
    });
    Memo::new(move |_| {
        let spec = spec.get()?;
        own.with(|own| match own {
            Some(own) if !own.notes.is_empty() => Some(Arc::new(notes::marked(&spec, own))),
            _ => Some(spec),
        })
    })
}

/// The list, and the form for one more.
#[component]
pub fn PointNotes(
    /// The chart.
    spec: Signal<Option<Arc<ChartSpec>>>,
    /// The reading that was last looked at.
    at: RwSignal<Option<usize>>,
) -> impl IntoView {
    let app = use_app();
    let writing = RwSignal::new(false);
    let place = RwSignal::new(0_usize);
    let text = RwSignal::new(String::new());
    let last: StoredValue<Option<usize>> = StoredValue::new(None);
    Effect::new(move |_| {
        if let Some(i) = at.get() {
            last.set_value(Some(i));
        }
    });
    let field = NodeRef::<html::Input>::new();
    let begin = move |i: usize, words: String| {
        place.set(i);
        text.set(words);
        writing.set(true);
        request_animation_frame(move || {
            if let Some(field) = field.try_get_untracked().flatten() {
                let _ = field.focus();
            }
        });
    };
    let fits = move || spec.with(|s| s.as_ref().is_some_and(|s| notes::takes_notes(s)));
    let list = move || {
        let spec = spec.get()?;
        let rows = app.scenario.with(|s| {
            notes::of(&spec, s).into_iter().map(|(x, place, note)| (x, place, note.clone())).collect::<Vec<_>>()
        });
        let items = rows.into_iter().enumerate().map(|(i, (x, place, note))| {
            let near = |r: &crate::chart::Reading| (spec.x.share(r.x) - spec.x.share(x)).abs();
            let index =
                (0..spec.readings.len()).min_by(|a, b| near(&spec.readings[*a]).total_cmp(&near(&spec.readings[*b])));
            let (about, old) = (About::Point { chart: spec.id.clone(), x }, note.text.clone());
            let edit = move |_| begin(index.unwrap_or(0), old.clone());
            let remove = move |_| app.dispatch(Edit::Note { about: about.clone(), note: None });
            let name = format!("note {}", i + 1);
            view! {
                <li>
                    <b>{format!("Note {}, at {place}: ", i + 1)}</b>
                    {note.text}
                    " "
                    <button type="button" class="quiet" aria-label=format!("Change {name}") on:click=edit>
                        "Change"
                    </button>
                    <button type="button" class="quiet" aria-label=format!("Remove {name}") on:click=remove>
                        "Remove"
                    </button>
                </li>
            }
        });
        let items = items.collect_view();
        Some(view! { <ul class="point-notes">{items}</ul> })
    };
    let keep = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(spec) = spec.get_untracked() else { return };
        let Some(reading) = spec.readings.get(place.get_untracked()) else { return };
        let about = About::Point { chart: spec.id.clone(), x: reading.x };
        let words = text.get_untracked().trim().to_owned();
        let note = (!words.is_empty()).then(|| Annotation { text: words, ..Annotation::default() });
        app.dispatch(Edit::Note { about, note });
        writing.set(false);
    };
    let places = move || {
        let spec = spec.get()?;
        let options = spec.readings.iter().enumerate().map(|(i, r)| {
            view! {
                <option value=i.to_string() selected=move || place.get() == i>
                    {r.text.clone()}
                </option>
            }
        });
        Some(options.collect_view())
    };
    let form = move || {
        view! {
            <form class="point-notes__form" on:submit=keep>
                <label class="field">
                    <span>"Place"</span>
                    <select
                        on:change=move |e| place.set(event_target_value(&e).parse().unwrap_or(0))
                        prop:value=move || place.get().to_string()
                    >
                        {places}
                    </select>
                </label>
                <label class="field">
                    <span>"Note (kept in the report)"</span>
                    <input
                        type="text"
                        maxlength="500"
                        node_ref=field
                        prop:value=text
                        on:input=move |e| text.set(event_target_value(&e))
                    />
                </label>
                <button type="submit">"Keep the note"</button>
                <button type="button" class="quiet" on:click=move |_| writing.set(false)>
                    "Cancel"
                </button>
            </form>
        }
    };
    view! {
        <Show when=fits>
            {list}
            <Show
                when=move || writing.get()
                fallback=move || {
                    view! {
                        <p class="point-notes__more">
                            <button
                                type="button"
                                class="quiet"
                                on:click=move |_| begin(last.get_value().unwrap_or(0), String::new())
                            >
                                "Note on a point\u{2026}"
                            </button>
                        </p>
                    }
                }
            >
                {form}
            </Show>
        </Show>
    }
}
