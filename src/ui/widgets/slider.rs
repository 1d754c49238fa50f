//! The slider of every page: a value within a range, stretches and marks drawn on its track, and the words for it.

use crate::data::amount::Scale;
use leptos::prelude::*;

/// Places of the slider.
const PLACES: f64 = 1000.0;

/// A stretch of the track, positions 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Begin.
    pub from: f64,
    /// End.
    pub to: f64,
    /// Name of its colour: a `data-outcome` of the style sheet.
    pub look: &'static str,
}

/// What a track shows beside the value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// Coloured stretches.
    pub stretches: Vec<Stretch>,
    /// Tall marks: the value and its words.
    pub marks: Vec<(f64, String)>,
    /// A dashed mark: the value to come back to.
    pub reference: Option<f64>,
}

/// The slider. An unknown value stands in the middle.
#[component]
pub fn Slider(
    /// Range and scale.
    #[prop(into)]
    scale: Signal<Scale>,
    /// Value in force.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// What is drawn on the track.
    #[prop(into)]
    track: Signal<Track>,
    /// Accessible name; empty where a label names it.
    #[prop(into)]
    name: Signal<String>,
    /// The value in words.
    #[prop(into)]
    spoken: Signal<String>,
    /// True while the value differs from the reference.
    #[prop(into)]
    changed: Signal<bool>,
    /// Called at every move.
    on_value: Callback<f64>,
    /// Called when a move ends.
    on_settle: Callback<()>,
    /// Identifier of the input.
    #[prop(optional, into)]
    id: Option<String>,
    /// Identifiers of elements that describe it.
    #[prop(optional, into)]
    described: Option<String>,
) -> impl IntoView {
    let share = move || scale.with(|s| value.get().map_or(0.5, |v| s.position(v)).clamp(0.0, 1.0));
    let place = move || format!("{:.2}", if share().is_nan() { 0.5 * PLACES } else { share() * PLACES });
    let px = |position: f64| format!("{:.2}", if position.is_nan() { 0.0 } else { PLACES * position.clamp(0.0, 1.0) });
    let stretches = move || {
        let draw = |z: &Stretch| view! { <rect class="slider__stretch" data-outcome=z.look x=px(z.from) width=px(z.to - z.from) y="8" height="8" /> };
        track.with(|t| t.stretches.iter().map(draw).collect_view())
    };
    let marks = move || {
        let draw = |s: &Scale, (v, words): &(f64, String)| {
            let x = px(s.position(*v));
            view! {
                <g class="slider__mark">
                    <line x1=x.clone() x2=x y1="1" y2="23" />
                    <title>{words.clone()}</title>
                </g>
            }
        };
        scale.with(|s| track.with(|t| t.marks.iter().map(|m| draw(s, m)).collect_view()))
    };
    let origin = move || {
        let x = scale.with(|s| track.with(|t| t.reference.map(|v| px(s.position(v)))))?;
        Some(view! { <line class="slider__reference" x1=x.clone() x2=x y1="4" y2="20" /> })
    };
    let slid = move |event: web_sys::Event| {
        if let Ok(place) = event_target_value(&event).parse::<f64>() {
            on_value.run(scale.with_untracked(|s| s.dragged(place / PLACES)));
        }
    };
    let pressed = move |event: web_sys::KeyboardEvent| {
        if let Some(next) = scale.with_untracked(|s| s.keyed(value.get_untracked(), &event.key())) {
            event.prevent_default();
            on_value.run(next);
        }
    };
    view! {
        <span class="slider" class:slider--changed=changed>
            <svg viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="slider__base" x="0" y="8" width="1000" height="8" />
                {stretches}
                {origin}
                {marks}
            </svg>
            <input
                type="range"
                min="0"
                max=PLACES.to_string()
                step="any"
                id=id
                prop:value=place
                aria-label=move || Some(name.get()).filter(|n| !n.is_empty())
                aria-valuetext=spoken
                aria-describedby=described
                on:input=slid
                on:change=move |_| on_settle.run(())
                on:keydown=pressed
                on:blur=move |_| on_settle.run(())
            />
        </span>
    }
}
