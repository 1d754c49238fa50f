//! One metric: its chart, its target, what more data brings, the model behind it.

use super::models::Models;
use super::plan::CollectionPlan;
use crate::analysis::readout::facts::{Fact, ModelRow, agreement, facts, models};
use crate::analysis::readout::{CurveSubject, Target};
use crate::chart::{ChartSpec, learning_curve, requirement};
use crate::data::Diagnostic;
use crate::decide::Link;
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::{ChartView, Diagnostics, Facts, Knob, KnobSpec, with_view_now};
use leptos::prelude::*;
use std::sync::Arc;

/// Everything the section shows, worked out at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    spec: Arc<ChartSpec>,
    need: Option<Arc<ChartSpec>>,
    facts: Vec<Fact>,
    models: Vec<ModelRow>,
    chosen: Option<String>,
    agreement: String,
    diagnostics: Vec<Diagnostic>,
    target: Option<Target>,
}

/// One curve.
#[component]
pub fn CurveSection(
    /// Identifier of the curve.
    id: String,
) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    // What the section depends on: another gate's threshold does not redraw it.
    let inputs = Memo::new(move |_| {
        let prepared = app.prepared.get().map(|p| Arc::as_ptr(&p) as usize);
        let pack = app.pack.with(|p| Arc::as_ptr(p) as usize);
        let gates = app.pack.with(|p| {
            let curve = app.prepared.get().and_then(|d| {
                id.with_value(|id| d.evidence.curves.iter().find(|c| c.id == *id).map(|c| c.metric.clone()))
            });
            let metric = curve.map(|m| p.metric(&m).map_or(m, |known| known.id.clone())).unwrap_or_default();
            let own = p.gates.iter().filter(|g| g.metric() == Some(metric.as_str()));
            app.scenario.with(|s| own.map(|g| s.threshold(g).to_bits()).collect::<Vec<_>>())
        });
        let rest =
            app.scenario.with(|s| (id.with_value(|id| s.models.get(id).cloned()), format!("{:?}", s.assumptions)));
        (prepared, pack, gates, rest)
    });
    let panel: Memo<Option<Panel>> = Memo::new(move |_| {
        // Read, not only tracked: a memo that nobody reads follows nothing.
        inputs.with(|_| ());
        with_view_now(app, |view| {
            let curve = id.with_value(|id| view.prepared.evidence.curves.iter().find(|c| c.id == *id))?;
            let fit = view.prepared.curves.iter().find(|f| f.id == curve.id)?;
            let subject = CurveSubject::new(view, curve, fit);
            let mut diagnostics = subject.fit.diagnostics.clone();
            diagnostics.sort_by_key(|d| std::cmp::Reverse(d.level));
            Some(Panel {
                spec: Arc::new(learning_curve::spec(&subject, None)),
                need: requirement::spec(&subject).map(Arc::new),
                facts: facts(view, &subject),
                models: models(&subject),
                chosen: subject.fit.by_hand.clone(),
                agreement: agreement(&subject),
                diagnostics,
                target: subject.target.clone(),
            })
        })
        .flatten()
    });
    let part = move |pick: fn(&Panel) -> String| panel.with(|p| p.as_ref().map(pick).unwrap_or_default());
    let spec = Signal::derive(move || panel.with(|p| p.as_ref().map(|p| p.spec.clone())));
    let need = Signal::derive(move || panel.with(|p| p.as_ref().and_then(|p| p.need.clone())));
    let target = Memo::new(move |_| panel.with(|p| p.as_ref().and_then(|p| p.target.clone())));
    let gate = Memo::new(move |_| target.get().map(|t| t.gate));
    let move_to = Callback::new(move |value: f64| {
        if let Some(gate) = gate.get_untracked() {
            app.dispatch(Edit::Threshold { gate, value: Some(value) });
        }
    });
    let settle = Callback::new(move |()| app.settle());
    let target_knob = move || {
        let gate = gate.get()?;
        let t = target.get_untracked()?;
        let knob = KnobSpec {
            id: format!("target-{}", t.gate),
            label: format!("Target: {} {}", t.label, t.comparator.symbol()),
            scale: t.scale,
            currency: String::new(),
            more: None,
            help: "Moves the gate\u{2019}s threshold; the line in the chart can be dragged too.".into(),
        };
        let value = Signal::derive(move || target.get().map_or(0.0, |t| t.value));
        let changed = Signal::derive(move || app.scenario.with(|s| s.thresholds.contains_key(&gate)));
        let change = Callback::new(move |value: Option<f64>| {
            if let Some(gate) = target.get_untracked().map(|t| t.gate) {
                app.dispatch(Edit::Threshold { gate, value });
            }
        });
        Some(view! { <Knob spec=knob value changed on_change=change on_settle=settle /> })
    };
    let anchor = id.with_value(|id| Link::Curve(id.clone()).anchor());
    let heading = format!("{anchor}-heading");
    let labelled = heading.clone();
    view! {
        <section class="curve" id=anchor aria-labelledby=labelled>
            <h2 id=heading>{move || part(|p| p.spec.title.clone())}</h2>
            {move || {
                spec.get()
                    .is_some_and(|s| s.illustrative)
                    .then(|| {
                        view! {
                            <p>
                                <span class="tag">"illustrative"</span>
                            </p>
                        }
                    })
            }}
            <div class="curve__columns">
                <div class="curve__chart">
                    <ChartView spec on_move=move_to on_settle=settle />
                    {target_knob}
                    {move || {
                        need.get()
                            .map(|_| {
                                view! {
                                    <details class="curve__need">
                                        <summary>"How likely by which size?"</summary>
                                        <p>{move || need.get().map(|n| n.title.clone())}</p>
                                        <ChartView spec=need />
                                    </details>
                                }
                            })
                    }}
                </div>
                <div class="curve__words">
                    <Facts list=Signal::derive(move || {
                        panel.with(|p| p.as_ref().map(|p| p.facts.clone()).unwrap_or_default())
                    }) />
                    {move || panel.with(|p| p.as_ref().map(|p| view! { <Diagnostics list=p.diagnostics.clone() /> }))}
                </div>
            </div>
            <CollectionPlan id=id.get_value() />
            <Models
                curve=id.get_value()
                rows=Signal::derive(move || panel.with(|p| p.as_ref().map(|p| p.models.clone()).unwrap_or_default()))
                chosen=Signal::derive(move || panel.with(|p| p.as_ref().and_then(|p| p.chosen.clone())))
                agreement=Signal::derive(move || part(|p| p.agreement.clone()))
            />
        </section>
    }
}
