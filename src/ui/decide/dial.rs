//! The slider whose track shows where outcomes and the verdict turn, with a number box beside it.

use crate::data::{Unit, units};
use crate::decide::{FlipSubject, Outcome, Subject};
use crate::scenario::Edit;
use crate::ui::use_app;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A stretch of the track with one outcome, positions 0..1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    /// Begin.
    pub from: f64,
    /// End.
    pub to: f64,
    /// Outcome there.
    pub outcome: Outcome,
}

/// The outcome as a function of the position, in stretches.
#[must_use]
pub fn zones(subject: &Subject, outcome: impl Fn(f64) -> Outcome) -> Vec<Zone> {
    const STEPS: usize = 160;
    let mut list: Vec<Zone> = Vec::new();
    for i in 0..STEPS {
        let (from, to) = (i as f64 / STEPS as f64, (i + 1) as f64 / STEPS as f64);
        let now = outcome(subject.value(0.5 * (from + to)));
        match list.last_mut() {
            Some(last) if last.outcome == now => last.to = to,
            _ => list.push(Zone { from, to, outcome: now }),
        }
    }
    list
}

/// The edit that sets a subject.
#[must_use]
pub fn edit(subject: &FlipSubject, value: Option<f64>) -> Edit {
    match subject {
        FlipSubject::Threshold(gate) => Edit::Threshold { gate: gate.clone(), value },
        FlipSubject::Fact(fact) => Edit::WhatIf { fact: fact.clone(), value },
        FlipSubject::Assumption(id) => Edit::Assumption { id: id.clone(), value },
    }
}

/// The step of the slider: about a two-hundredth of its range, rounded to 1, 2 or 5 of a power of ten; whole where things
/// are counted.
fn step(range: (f64, f64), unit: Unit) -> f64 {
    let raw = (range.1 - range.0).abs() / 200.0;
    let mut power = 1.0_f64;
    while power > raw {
        power /= 10.0;
    }
    while power * 10.0 <= raw {
        power *= 10.0;
    }
    let round = [1.0, 2.0, 5.0, 10.0].iter().map(|m| m * power).find(|s| *s >= raw).unwrap_or(raw);
    if counted(unit) { round.max(1.0) } else { round }
}

/// A value in whole numbers where things are counted.
fn whole(value: f64, unit: Unit) -> f64 {
    if counted(unit) { value.round() } else { value }
}

fn counted(unit: Unit) -> bool {
    matches!(unit, Unit::Count | Unit::Records)
}

/// A number as it stands in the box: no grouping, no unit, per cent for fractions.
fn in_box(value: f64, unit: Unit) -> String {
    let value = if unit == Unit::Fraction { value * 100.0 } else { value };
    let rounded = format!("{value:.6}");
    let text = rounded.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.to_owned() }
}

fn suffix(unit: Unit) -> &'static str {
    match unit {
        Unit::Fraction => "%",
        Unit::Ratio => "×",
        Unit::Bytes => "bytes",
        Unit::Records => "records",
        Unit::Tokens => "tokens",
        Unit::Parameters => "parameters",
        Unit::Money => "$",
        Unit::Number | Unit::Count | Unit::YesNo => "",
    }
}

/// The control.
#[component]
pub fn Dial(
    /// What is moved, with its range.
    #[prop(into)]
    subject: Signal<Subject>,
    /// Value in force; `None` where unknown.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// The policy's value, or the measured one.
    #[prop(into)]
    reference: Signal<Option<f64>>,
    /// What the reference is called.
    reference_word: &'static str,
    /// True where a scenario changed the value.
    #[prop(into)]
    changed: Signal<bool>,
    /// Stretches of the track.
    #[prop(into)]
    zones: Signal<Vec<Zone>>,
    /// Values at which the verdict changes, with the verdict in words.
    #[prop(into)]
    flips: Signal<Vec<(f64, String)>>,
    /// Accessible name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let set = move |value: Option<f64>| subject.with_untracked(|s| app.dispatch(edit(&s.subject, value)));
    // A logarithmic slider moves in positions of a thousand; a linear one in the value's own step.
    let bounds = move || {
        subject.with(|s| if s.log { (0.0, 1000.0, 5.0) } else { (s.range.0, s.range.1, step(s.range, s.unit)) })
    };
    let at = move || {
        let v = value.get();
        subject.with(|s| match v {
            Some(v) if s.log => (s.position(v) * 1000.0).clamp(0.0, 1000.0),
            Some(v) => v,
            None if s.log => 500.0,
            None => 0.5 * (s.range.0 + s.range.1),
        })
    };
    let slid = move |event: web_sys::Event| {
        let Ok(raw) = event_target_value(&event).parse::<f64>() else { return };
        let next = subject.with_untracked(|s| {
            if !s.log {
                return whole(raw, s.unit);
            }
            let value = s.value(raw / 1000.0);
            let text = units::digits(value, 3).replace('−', "-");
            whole(text.parse().unwrap_or(value), s.unit)
        });
        set(Some(next));
    };
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let text = text.trim();
        if text.is_empty() {
            set(None);
        } else if let Some(v) = units::parse_amount(text) {
            // The box of a share shows per cent: "75" means 75 %.
            let share = subject.with_untracked(|s| s.unit) == Unit::Fraction && !text.contains('%');
            set(Some(if share { units::parse_amount(&format!("{text}%")).unwrap_or(v / 100.0) } else { v }));
        } else {
            let label = subject.with_untracked(|s| s.label.clone());
            app.notice(
                true,
                &format!(
                    "{label}: \u{201c}{text}\u{201d} is not a number. Write 0.8, 12k or 85 %; what was in force stays."
                ),
                Vec::new(),
            );
            // The box shows what is in force again.
            if let Some(input) = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok()) {
                let unit = subject.with_untracked(|s| s.unit);
                input.set_value(&value.get_untracked().map_or_else(String::new, |v| in_box(v, unit)));
            }
        }
        app.settle();
    };
    let spoken = move || {
        let unit = subject.with(|s| s.unit);
        value.get().map_or_else(|| "unknown".to_owned(), |v| units::show(v, unit))
    };
    let px = |position: f64| format!("{:.2}", if position.is_nan() { 0.0 } else { 1000.0 * position.clamp(0.0, 1.0) });
    let track = move || {
        let zones = zones.get();
        zones
            .into_iter()
            .map(|z| {
                view! {
                    <rect class="dial__zone" data-outcome=z.outcome.id() x=px(z.from) width=px(z.to - z.from) y="8" height="8" />
                }
            })
            .collect_view()
    };
    let marks = move || {
        let list = flips.get();
        subject.with(|s| {
            list.into_iter()
                .map(|(v, words)| {
                    let x = px(s.position(v));
                    view! {
                        <g class="dial__flip">
                            <line x1=x.clone() x2=x.clone() y1="1" y2="23" />
                            <title>{format!("{}: {words}", units::show(v, s.unit))}</title>
                        </g>
                    }
                })
                .collect_view()
        })
    };
    let origin = move || {
        let v = reference.get()?;
        let x = subject.with(|s| px(s.position(v)));
        Some(view! { <line class="dial__reference" x1=x.clone() x2=x y1="4" y2="20" /> })
    };
    let unit = move || subject.with(|s| s.unit);
    let foot = move || {
        view! {
            <span class="dial__foot">
                {move || reference.get().map(|v| view! { <span>{format!("{reference_word} {}", units::show(v, unit()))}</span> })}
                {move || changed.get().then(|| view! {
                    " "<button type="button" class="quiet" aria-label=move || format!("Reset {}", name.get()) on:click=move |_| { set(None); app.settle(); }>"Reset"</button>
                })}
            </span>
        }
    };
    if subject.with_untracked(|s| s.unit) == Unit::YesNo {
        // Two answers need no scale.
        let choice = move |answer: f64| {
            let on = move || value.get().is_some_and(|v| (v >= 0.5) == (answer >= 0.5));
            let word = units::show(answer, Unit::YesNo);
            view! {
                <button type="button" aria-pressed=move || on().to_string() on:click=move |_| if !on() { set(Some(answer)); app.settle(); }>{word}</button>
            }
        };
        return view! {
            <div class="dial dial--answer" class:dial--changed=changed>
                <div class="dial__answers" role="group" aria-label=name>{choice(0.0)}{choice(1.0)}</div>
                {foot}
            </div>
        }
        .into_any();
    }
    view! {
        <div class="dial" class:dial--changed=changed>
            <div class="dial__track">
                <svg viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    <rect class="dial__base" x="0" y="8" width="1000" height="8" />
                    {track}
                    {origin}
                    {marks}
                </svg>
                <input
                    type="range"
                    min=move || bounds().0
                    max=move || bounds().1
                    step=move || if subject.with(|s| s.log) { "5".to_owned() } else { "any".to_owned() }
                    prop:value=at
                    aria-label=name
                    aria-valuetext=spoken
                    on:input=slid
                    on:change=move |_| app.settle()
                    on:keydown=move |event: web_sys::KeyboardEvent| {
                        let (a, b, step) = bounds();
                        let by = match event.key().as_str() {
                            "ArrowRight" | "ArrowUp" => step,
                            "ArrowLeft" | "ArrowDown" => -step,
                            "PageUp" => 10.0 * step,
                            "PageDown" => -10.0 * step,
                            "Home" => a - b,
                            "End" => b - a,
                            _ => return,
                        };
                        event.prevent_default();
                        let now = subject.with_untracked(|s| {
                            let v = value.get_untracked().unwrap_or(s.value(0.5));
                            if s.log { s.position(v) * 1000.0 } else { v }
                        });
                        let next = (now + by).clamp(a, b);
                        let snapped = if by.abs() < (b - a).abs() { a + ((next - a) / step).round() * step } else { next };
                        let value = subject.with_untracked(|s| {
                            let next = whole(if s.log { s.value(snapped / 1000.0) } else { snapped }, s.unit);
                            // On a logarithmic scale a step may be less than one.
                            match value.get_untracked() {
                                Some(now) if next == now && counted(s.unit) => (now + by.signum()).clamp(s.range.0, s.range.1),
                                _ => next,
                            }
                        });
                        // The decimal that a person would write.
                        set(Some(format!("{value:.10}").parse().unwrap_or(value)));
                    }
                />
            </div>
            <label class="dial__box">
                <span class="unseen">{move || format!("{}, number", name.get())}</span>
                <input type="text" inputmode="decimal" size="7" prop:value=move || value.get().map_or(String::new(), |v| in_box(v, unit()))
                    placeholder="unknown" on:change=typed />
                <span class="dial__unit">{move || suffix(unit())}</span>
            </label>
            {foot}
        </div>
    }
    .into_any()
}
