//! Gates by phase: what fails, warns or cannot be told in the open; what passes and what nothing touches, each in a line that
//! opens.

use super::differences::Differences;
use super::flips::{Subjects, subject_memo};
use super::gates::GateRow;
use crate::analysis::Prepared;
use crate::analysis::readout::folds::{self, Fold, Folds};
use crate::data::{Unit, units};
use crate::decide::GateOutcome;
use crate::policy::{Phase, PolicyPack};
use crate::shell::address;
use crate::ui::{App, use_app};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The three phases with their gates.
#[component]
pub fn Gates() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    let opened = RwSignal::new(BTreeSet::new());
    let folds = placed(app, opened);
    view! {
        <Differences />
        {Phase::ALL
            .map(|phase| view! { <PhaseGates phase=phase known=known folds=folds opened=opened /> })
            .collect_view()}
    }
}

/// Where the gates stand, kept from one change of the scenario to the next; another evidence or policy begins anew.
fn placed(app: App, opened: RwSignal<BTreeSet<(Phase, Fold)>>) -> Memo<Folds> {
    type Kept = Option<(Arc<Prepared>, Arc<PolicyPack>, Folds)>;
    let kept: StoredValue<Kept> = StoredValue::new(None);
    Memo::new(move |_| {
        let (Some(prepared), pack, Some(decision)) = (app.prepared.get(), app.pack.get(), app.decision.get()) else {
            return Folds::default();
        };
        let before = kept.get_value().filter(|(e, p, _)| Arc::ptr_eq(e, &prepared) && Arc::ptr_eq(p, &pack));
        let is_open = |o: &GateOutcome, fold: Fold| opened.with_untracked(|all| all.contains(&(o.phase, fold)));
        let folds = match before {
            Some((_, _, folds)) => folds.then(&decision.outcomes, is_open),
            None => Folds::at_first(&decision.outcomes),
        };
        kept.set_value(Some((prepared, pack, folds.clone())));
        folds
    })
}

#[component]
fn PhaseGates(
    phase: Phase,
    known: Memo<Subjects>,
    folds: Memo<Folds>,
    opened: RwSignal<BTreeSet<(Phase, Fold)>>,
) -> impl IntoView {
    let app = use_app();
    let word = phase.word();
    let ids = move |fold: Fold| {
        let own = |p: &Arc<PolicyPack>| {
            let mine = p.gates.iter().filter(|g| g.phase == phase);
            folds.with(|f| mine.filter(|g| f.of(&g.id) == fold).map(|g| g.id.clone()).collect::<Vec<_>>())
        };
        app.pack.with(own)
    };
    let counts = move || {
        let decision = app.decision.get()?;
        let words = decision.phases.iter().find(|p| p.phase == phase)?.in_words();
        Some(if words.is_empty() { "The policy asks nothing here.".to_owned() } else { words })
    };
    let folded = move |fold: Fold, class: &'static str| {
        let ids = Memo::new(move |_| ids(fold));
        let line = move || {
            let decision = app.decision.get()?;
            let own: Vec<&GateOutcome> = ids.with(|ids| ids.iter().filter_map(|id| decision.outcome(id)).collect());
            Some(folds::line(fold, &own))
        };
        let toggled = move |event: web_sys::Event| {
            let details: web_sys::Element = event_target(&event);
            let open = details.has_attribute("open");
            opened.update_untracked(|all| {
                if open {
                    all.insert((phase, fold))
                } else {
                    all.remove(&(phase, fold))
                };
            });
        };
        view! {
            <Show when=move || ids.with(|i| !i.is_empty())>
                <details class="fold" data-fold=class on:toggle=toggled>
                    <summary>{line}</summary>
                    <div class="gate-list">
                        <For each=move || ids.get() key=Clone::clone let:id>
                            <GateRow id=id known=known />
                        </For>
                    </div>
                </details>
            </Show>
        }
    };
    view! {
        <section class="phase" aria-labelledby=format!("phase-{}", word.to_lowercase())>
            <h2 id=format!(
                "phase-{}",
                word.to_lowercase(),
            )>{word}<span class="phase__question">{phase.question()}</span></h2>
            <p class="phase__counts">{counts}</p>
            <Show when=move || phase == Phase::Complete>
                <Completion />
            </Show>
            <div class="gate-list">
                <For each=move || ids(Fold::Open) key=Clone::clone let:id>
                    <GateRow id=id known=known />
                </For>
            </div>
            {folded(Fold::Passing, "passing")}
            {folded(Fold::Asleep, "asleep")}
        </section>
    }
}

#[component]
fn Completion() -> impl IntoView {
    let app = use_app();
    move || {
        let decision = app.decision.get()?;
        let items = decision.completion.iter().map(|c| {
            let weight = c
                .weight
                .filter(|w| *w > 0.0)
                .map(|w| format!("{} of the training weight", units::show(w, Unit::Fraction)));
            let bytes = c.missing_bytes.filter(|b| *b > 0.0).map(|b| format!("{} missing", units::bytes(b)));
            let stake: Vec<String> = [weight, bytes].into_iter().flatten().collect();
            view! {
                <li>
                    <a href=address::of_page(c.link.page(), &c.link.anchor())>{c.label.clone()}</a>
                    {(!stake.is_empty()).then(|| format!(": {}", stake.join(", ")))}
                    <span class="soft">{format!(" ({})", c.detail)}</span>
                </li>
            }
        });
        let n = decision.completion.len();
        let items = items.collect_view();
        (n > 0).then(|| {
            view! {
                <details class="completion" open=n <= 6>
                    <summary>{format!("What to complete, by training weight at stake ({n})")}</summary>
                    <ol>{items}</ol>
                </details>
            }
        })
    }
}
