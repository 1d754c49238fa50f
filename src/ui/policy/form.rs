//! The form of a gate: every change is an edit that can be taken back.

use crate::analysis::asking::found_metrics;
use crate::data::amount::{HUNDREDS, Scale, Unit};
use crate::policy::{Comparator, Gate, GateField, MetricSpec, Phase, Severity};
use crate::scenario::Edit;
use crate::ui::widgets::{BoxSpec, NumberBox};
use crate::ui::{App, use_app};
use leptos::prelude::*;

const SIDES: [Comparator; 4] = [Comparator::AtLeast, Comparator::AtMost, Comparator::MoreThan, Comparator::LessThan];
const WEIGHTS: [(Severity, &str); 3] =
    [(Severity::Block, "decides"), (Severity::Warn, "only warns"), (Severity::Info, "for information")];

/// Changes a gate, or says why it could not be then.
fn change(app: App, gate: Memo<Option<Gate>>, field: &GateField, metrics: Vec<MetricSpec>) {
    let Some(now) = gate.get_untracked() else { return };
    match field.apply(&now) {
        Ok(next) if next == now => {}
        Ok(next) => {
            let retarget = next.threshold != now.threshold;
            app.dispatch(Edit::PutGates { gates: vec![next], metrics, retarget });
        }
        Err(why) => app.notice(true, &format!("{}: that was not changed: {why}.", now.label), Vec::new()),
    }
}

/// The scale of a box of the form: shares lie between 0 and 1, counts are not negative, and a number is of the gate's range.
fn scale_of(unit: Unit, end: Option<f64>) -> Scale {
    let low = if unit == Unit::Fraction || unit == Unit::Count { 0.0 } else { f64::NEG_INFINITY };
    let high = match unit {
        Unit::Fraction => 1.0,
        // A metric that is written in hundreds reads per cent as its units; any number can be typed.
        Unit::Number if end.is_some_and(|end| end > HUNDREDS) => f64::MAX,
        _ => f64::INFINITY,
    };
    Scale { range: (low, high), log: false, unit }
}

/// The form.
#[component]
pub fn GateForm(
    /// The gate as it is.
    gate: Memo<Option<Gate>>,
) -> impl IntoView {
    let app = use_app();
    let Some(first) = gate.get_untracked() else { return ().into_any() };
    let put = move |field: GateField| change(app, gate, &field, Vec::new());
    let unit = Memo::new(move |_| gate.with(|g| g.as_ref().map_or(first.unit, |g| g.unit)));
    let text = move |label: &'static str, read: fn(&Gate) -> &String, make: fn(String) -> GateField| {
        let value = move || gate.with(|g| g.as_ref().map_or_else(String::new, |g| read(g).clone()));
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="text"
                    maxlength="2000"
                    prop:value=value
                    on:change=move |event| put(make(event_target_value(&event)))
                />
            </label>
        }
    };
    let number = move |label: &'static str,
                       unit: Signal<Unit>,
                       read: fn(&Gate) -> Option<f64>,
                       make: fn(Option<f64>) -> Option<GateField>,
                       placeholder: &'static str| {
        let spec = Signal::derive(move || BoxSpec {
            name: format!("{label}, {}", gate.with(|g| g.as_ref().map_or_else(String::new, |g| g.label.clone()))),
            scale: scale_of(unit.get(), gate.with(|g| g.as_ref().map(|g| g.range.1))),
            currency: app.pack.with(|p| p.currency.clone()),
        });
        let value = Signal::derive(move || gate.with(|g| g.as_ref().and_then(read)));
        let typed = Callback::new(move |v: Option<f64>| {
            if let Some(field) = make(v) {
                put(field)
            }
        });
        view! {
            <div class="field">
                <span aria-hidden="true">{label}</span>
                <NumberBox spec value on_value=typed placeholder />
            </div>
        }
    };
    let sides = SIDES.map(|c| {
        let selected = move || gate.with(|g| g.as_ref().is_some_and(|g| g.comparator == c));
        view! {
            <option value=c.symbol() prop:selected=selected>
                {c.words()}
            </option>
        }
    });
    let weights = WEIGHTS.map(|(severity, words)| {
        let selected = move || gate.with(|g| g.as_ref().is_some_and(|g| g.severity == severity));
        view! {
            <option value=words prop:selected=selected>
                {words}
            </option>
        }
    });
    let phases = Phase::ALL.map(|phase| {
        let selected = move || gate.with(|g| g.as_ref().is_some_and(|g| g.phase == phase));
        view! {
            <option value=phase.word() prop:selected=selected>
                {phase.word()}
            </option>
        }
    });
    let side = move |event| {
        let symbol = event_target_value(&event);
        if let Some(c) = SIDES.into_iter().find(|c| c.symbol() == symbol) {
            put(GateField::Comparator(c));
        }
    };
    let weight = move |event| {
        let words = event_target_value(&event);
        if let Some((severity, _)) = WEIGHTS.into_iter().find(|w| w.1 == words) {
            put(GateField::Severity(severity));
        }
    };
    let moved = move |event| {
        let word = event_target_value(&event);
        if let Some(phase) = Phase::ALL.into_iter().find(|p| p.word() == word) {
            put(GateField::Phase(phase));
        }
    };
    let back = move |_| {
        if let Some(id) = gate.get_untracked().map(|g| g.id) {
            app.dispatch(Edit::TakeBackGate { gate: id });
        }
    };
    // What taking the changes back does: the pack's gate is there again, one that the pack never had is gone.
    let own = move || {
        let id = gate.with(|g| g.as_ref().map(|g| g.id.clone()))?;
        let changed = app.history.with(|h| h.project().policy.own.gates.iter().any(|g| g.id == id));
        let known = app.base.with(|base| base.as_ref().is_some_and(|b| b.gate(&id).is_some()));
        changed.then_some(if known { "As the pack has it" } else { "Remove" })
    };
    view! {
        <div class="form">
            {first.asks_metric().is_some().then(|| view! { <WhichMetric gate=gate /> })}
            {first.is_drop().then(|| view! { <Since gate=gate /> })} {text("Name", |g| &g.label, GateField::Label)}
            <label class="field">
                <span>"Which side is good"</span>
                <select on:change=side>{sides.collect_view()}</select>
            </label> {number("Target", unit.into(), |g| Some(g.threshold), |v| v.map(GateField::Threshold), "")}
            {number("Warn until", unit.into(), |g| g.warn, |v| Some(GateField::Warn(v)), "no warning")}
            {number("Tolerate until", unit.into(), |g| g.tolerate, |v| Some(GateField::Tolerate(v)), "nothing")}
            {number(
                "Fewest items",
                Signal::stored(Unit::Count),
                |g| g.minimum_n,
                |v| Some(GateField::MinimumN(v)),
                "any",
            )}
            {number(
                "Level of the interval",
                Signal::stored(Unit::Fraction),
                |g| Some(g.confidence),
                |v| v.map(GateField::Confidence),
                "",
            )} <label class="field">
                <span>"If it fails"</span>
                <select on:change=weight>{weights.collect_view()}</select>
            </label> <label class="field">
                <span>"Phase"</span>
                <select on:change=moved>{phases.collect_view()}</select>
            </label> {text("Why it is asked", |g| &g.rationale, GateField::Rationale)}
            {text("Where the target comes from", |g| &g.source, GateField::Source)}
            {text("What to do when it fails", |g| &g.remedy, GateField::Remedy)}
            {text("Who looks after it", |g| &g.owner, GateField::Owner)}
            {move || {
                own()
                    .map(|words| {
                        view! {
                            <p>
                                <button type="button" on:click=back>
                                    {words}
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// What a drop is counted from, and whether it is a share of the earlier value.
#[component]
fn Since(gate: Memo<Option<Gate>>) -> impl IntoView {
    let app = use_app();
    let of =
        move |name: &'static str| move || gate.with(|g| g.as_ref().and_then(|g| g.parameter(name).map(str::to_owned)));
    let (baseline, relative) = (of("baseline"), of("relative"));
    let guard = move || of("guard")().and_then(|g| g.parse::<f64>().ok());
    let named = move |event| change(app, gate, &GateField::Baseline(Some(event_target_value(&event))), Vec::new());
    let turned =
        move |event| change(app, gate, &GateField::Relative(event_target_checked(&event), guard()), Vec::new());
    let spec = Signal::derive(move || {
        let of = gate.with(|g| g.as_ref().map_or_else(String::new, |g| g.label.clone()));
        BoxSpec::from(
            format!("Unknown where the earlier value is nearer to 0 than, {of}"),
            Unit::Number,
            0.0,
            String::new(),
        )
    });
    let typed = Callback::new(move |v| change(app, gate, &GateField::Relative(true, v), Vec::new()));
    view! {
        <label class="field">
            <span>"Counted from the run or time"</span>
            <input
                type="text"
                maxlength="200"
                placeholder="what is marked as before"
                prop:value=move || baseline().unwrap_or_default()
                on:change=named
            />
        </label>
        <label class="choice">
            <input type="checkbox" prop:checked=move || relative().is_some() on:change=turned />
            <span>"As a share of the earlier value"</span>
        </label>
        <Show when=move || of("relative")().is_some()>
            <div class="field">
                <span aria-hidden="true">"Unknown where the earlier value is nearer to 0 than"</span>
                <NumberBox spec value=Signal::derive(guard) on_value=typed placeholder="0" />
            </div>
        </Show>
    }
}

/// Which metric and slice a gate asks: what the files measure, and what the policy knows.
#[component]
fn WhichMetric(gate: Memo<Option<Gate>>) -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        let evidence = app.prepared.get().map(|p| p.evidence.clone()).unwrap_or_default();
        app.pack.with(|p| found_metrics(&evidence, p))
    });
    let metric = Memo::new(move |_| {
        gate.with(|g| g.as_ref().and_then(|g| g.asks_metric().map(str::to_owned))).unwrap_or_default()
    });
    let slice = Memo::new(move |_| gate.with(|g| g.as_ref().and_then(|g| g.parameter("slice").map(str::to_owned))));
    let metrics = move || {
        let measured = found.get().into_iter().map(|f| (f.id, f.label));
        let mut list: Vec<(String, String)> = measured.collect();
        let known: Vec<(String, String)> =
            app.pack.with(|p| p.metrics.iter().map(|m| (m.id.clone(), m.label.clone())).collect());
        list.extend(known.into_iter().filter(|(id, _)| list.iter().all(|l| l.0 != *id)).collect::<Vec<_>>());
        list.into_iter()
            .map(|(id, label)| {
                let selected = metric.get() == id;
                view! {
                    <option value=id selected=selected>
                        {label}
                    </option>
                }
            })
            .collect_view()
    };
    let slices = move || {
        let of = found.get().into_iter().find(|f| metric.with(|m| f.id == *m)).map(|f| f.slices).unwrap_or_default();
        let mut names = of;
        names.extend(slice.get().filter(|s| !names.contains(s)).into_iter().collect::<Vec<_>>());
        names
            .into_iter()
            .map(|name| {
                let selected = slice.get().as_ref() == Some(&name);
                view! {
                    <option value=name.clone() selected=selected>
                        {name.clone()}
                    </option>
                }
            })
            .collect_view()
    };
    let chosen = move |event| {
        let id = event_target_value(&event);
        let spec = found.with_untracked(|f| f.iter().find(|f| f.id == id).map(|f| f.spec()));
        let new = spec.filter(|s| app.pack.with_untracked(|p| p.metrics.iter().all(|m| m.id != s.id)));
        change(app, gate, &GateField::Metric(id, None), new.into_iter().collect());
    };
    let cut = move |event| {
        let name = Some(event_target_value(&event)).filter(|n| !n.is_empty());
        change(app, gate, &GateField::Metric(metric.get_untracked(), name), Vec::new());
    };
    view! {
        <label class="field">
            <span>"Metric"</span>
            <select on:change=chosen>{metrics}</select>
        </label>
        <label class="field">
            <span>"Of"</span>
            <select on:change=cut>
                <option value="">"all of it"</option>
                {slices}
            </select>
        </label>
    }
}
