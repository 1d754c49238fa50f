//! The form of a gate: every change is an edit that can be taken back.

use crate::analysis::asking::found_metrics;
use crate::data::amount::{Scale, Unit};
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

/// The form.
#[component]
pub fn GateForm(
    /// The gate as it is.
    gate: Memo<Option<Gate>>,
) -> impl IntoView {
    let app = use_app();
    let Some(first) = gate.get_untracked() else { return ().into_any() };
    let put = move |field: GateField| change(app, gate, &field, Vec::new());
    let unit = first.unit;
    let text = move |label: &'static str, read: fn(&Gate) -> &String, make: fn(String) -> GateField| {
        let value = move || gate.with(|g| g.as_ref().map_or_else(String::new, |g| read(g).clone()));
        view! {
            <label class="field"><span>{label}</span>
                <input type="text" maxlength="2000" prop:value=value on:change=move |event| put(make(event_target_value(&event))) />
            </label>
        }
    };
    let number = move |label: &'static str,
                       unit: Unit,
                       read: fn(&Gate) -> Option<f64>,
                       make: fn(Option<f64>) -> Option<GateField>,
                       placeholder: &'static str| {
        let spec = Signal::derive(move || BoxSpec {
            name: format!("{label}, {}", gate.with(|g| g.as_ref().map_or_else(String::new, |g| g.label.clone()))),
            scale: Scale {
                range: (
                    if unit == Unit::Fraction || unit == Unit::Count { 0.0 } else { f64::NEG_INFINITY },
                    if unit == Unit::Fraction { 1.0 } else { f64::INFINITY },
                ),
                log: false,
                unit,
            },
            currency: app.pack.with(|p| p.currency.clone()),
        });
        let value = Signal::derive(move || gate.with(|g| g.as_ref().and_then(read)));
        let typed = Callback::new(move |v: Option<f64>| {
            if let Some(field) = make(v) {
                put(field)
            }
        });
        view! { <div class="field"><span aria-hidden="true">{label}</span><NumberBox spec value on_value=typed placeholder /></div> }
    };
    let sides = SIDES.map(|c| {
        let selected = move || gate.with(|g| g.as_ref().is_some_and(|g| g.comparator == c));
        view! { <option value=c.symbol() prop:selected=selected>{c.words()}</option> }
    });
    let weights = WEIGHTS.map(|(severity, words)| {
        let selected = move || gate.with(|g| g.as_ref().is_some_and(|g| g.severity == severity));
        view! { <option value=words prop:selected=selected>{words}</option> }
    });
    let phases = Phase::ALL.map(|phase| {
        let selected = move || gate.with(|g| g.as_ref().is_some_and(|g| g.phase == phase));
        view! { <option value=phase.word() prop:selected=selected>{phase.word()}</option> }
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
            {first.metric().is_some().then(|| view! { <WhichMetric gate=gate /> })}
            {text("Name", |g| &g.label, GateField::Label)}
            <label class="field"><span>"Which side is good"</span><select on:change=side>{sides.collect_view()}</select></label>
            {number("Target", unit, |g| Some(g.threshold), |v| v.map(GateField::Threshold), "")}
            {number("Warn until", unit, |g| g.warn, |v| Some(GateField::Warn(v)), "no warning")}
            {number("Tolerate until", unit, |g| g.tolerate, |v| Some(GateField::Tolerate(v)), "nothing")}
            {number("Fewest items", Unit::Count, |g| g.minimum_n, |v| Some(GateField::MinimumN(v)), "any")}
            {number("Level of the interval", Unit::Fraction, |g| Some(g.confidence), |v| v.map(GateField::Confidence), "")}
            <label class="field"><span>"If it fails"</span><select on:change=weight>{weights.collect_view()}</select></label>
            <label class="field"><span>"Phase"</span><select on:change=moved>{phases.collect_view()}</select></label>
            {text("Why it is asked", |g| &g.rationale, GateField::Rationale)}
            {text("Where the target comes from", |g| &g.source, GateField::Source)}
            {text("What to do when it fails", |g| &g.remedy, GateField::Remedy)}
            {text("Who looks after it", |g| &g.owner, GateField::Owner)}
            {move || own().map(|words| view! { <p><button type="button" on:click=back>{words}</button></p> })}
        </div>
    }
    .into_any()
}

/// Which metric and slice a gate asks: what the files measure, and what the policy knows.
#[component]
fn WhichMetric(gate: Memo<Option<Gate>>) -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        let evidence = app.prepared.get().map(|p| p.evidence.clone()).unwrap_or_default();
        app.pack.with(|p| found_metrics(&evidence, p))
    });
    let metric =
        Memo::new(move |_| gate.with(|g| g.as_ref().and_then(|g| g.metric().map(str::to_owned))).unwrap_or_default());
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
                view! { <option value=id selected=selected>{label}</option> }
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
                view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
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
        <label class="field"><span>"Metric"</span><select on:change=chosen>{metrics}</select></label>
        <label class="field"><span>"Of"</span>
            <select on:change=cut><option value="">"all of it"</option>{slices}</select>
        </label>
    }
}
