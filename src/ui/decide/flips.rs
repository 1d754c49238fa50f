//! What would change this: one row per threshold, measured fact or assumption, nearest flip first. The row is the
//! control.

use super::dial::{Dial, stretches};
use crate::analysis;
use crate::data::units;
use crate::decide::{Decision, FlipSubject, Outcome, Subject, subjects};
use crate::scenario::Scenario;
use crate::ui::App;
use crate::ui::use_app;
use crate::ui::widgets::LogLink;
use crate::ui::widgets::Stretch;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows shown before a person asks for all.
const FIRST: usize = 6;

/// Everything that can be moved, by what it is.
pub type Subjects = Arc<BTreeMap<FlipSubject, Subject>>;

/// What every row of a page asks for, worked out once a change.
#[derive(Clone, Copy)]
struct Shared {
    known: Memo<Subjects>,
    measured: Memo<Option<Arc<Decision>>>,
}

impl Shared {
    /// The one of the page, or one's own where the page provides none.
    fn of(app: App) -> Self {
        use_context::<Self>().unwrap_or_else(|| Self::new(app))
    }
    fn new(app: App) -> Self {
        let known = Memo::new(move |_| {
            let Some(prepared) = app.prepared.get() else { return Arc::default() };
            let list = app.scenario.with(|s| app.pack.with(|p| subjects(&analysis::context(&prepared, p, s))));
            Arc::new(list.into_iter().map(|s| (s.subject.clone(), s)).collect())
        });
        let measured = Memo::new(move |_| {
            let prepared = app.prepared.get()?;
            if app.scenario.with(|s| s.what_if.is_empty()) {
                return app.decision.get();
            }
            let plain = app.scenario.with(|s| Scenario { what_if: BTreeMap::new(), ..s.clone() });
            Some(Arc::new(app.pack.with(|p| analysis::decide(&prepared, p, &plain))))
        });
        Self { known, measured }
    }
}

/// Makes a list for everything below the page that calls it. Each page makes its own: the list of an earlier page is
/// gone with that page.
pub fn share(app: App) {
    provide_context(Shared::new(app));
}

/// The subjects under the scenario on screen.
#[must_use]
pub fn subject_memo(app: App) -> Memo<Subjects> {
    Shared::of(app).known
}

/// The section.
#[component]
pub fn Flips() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    let all = RwSignal::new(false);
    let held = RwSignal::new(false);
    let order: RwSignal<Vec<FlipSubject>> = RwSignal::new(Vec::new());
    // The rows keep their order while one is being moved.
    Effect::new(move |_| {
        let Some(exploration) = app.exploration.get() else { return };
        if held.get() {
            return;
        }
        let mut list: Vec<FlipSubject> = Vec::new();
        for flip in &exploration.flips {
            if !list.contains(&flip.subject) {
                list.push(flip.subject.clone());
            }
        }
        order.set(list);
    });
    let shown = move || {
        let list = order.get();
        let here = known.get();
        let most = if all.get() { usize::MAX } else { FIRST };
        list.into_iter().filter(|s| here.contains_key(s)).take(most).collect::<Vec<_>>()
    };
    let more = move || order.with(Vec::len).saturating_sub(FIRST);
    let state = move || match app.exploration.get() {
        None => Some("Searching what would flip the verdict\u{2026}".to_owned()),
        Some(e) if e.flips.is_empty() => {
            Some("No single threshold, measurement or assumption within its range changes the verdict.".to_owned())
        }
        Some(_) if app.exploration_stale.get() => Some("Searching again\u{2026}".to_owned()),
        Some(_) => None,
    };
    let pairs = move || {
        let exploration = app.exploration.get()?;
        let items = exploration.pairs.iter().map(|(a, b, action)| {
            view! {
                <li>
                    {format!(
                        "\u{201c}{a}\u{201d} together with \u{201c}{b}\u{201d}: the verdict becomes \u{201c}{}\u{201d}.",
                        action.inline(),
                    )}
                </li>
            }
        });
        let items = items.collect_view();
        (!exploration.pairs.is_empty()).then(|| {
            view! {
                <details class="pairs">
                    <summary>"Only together"</summary>
                    <p>"Neither of these changes the verdict alone; both at the good end of their range do."</p>
                    <ul>{items}</ul>
                </details>
            }
        })
    };
    view! {
        <section class="flips" aria-labelledby="flips">
            <h2 id="flips">"What would change this"</h2>
            <p class="lead">
                "Nearest first. Move a slider: colours show how the gate comes out, tall marks where the verdict turns."
            </p>
            <p class="state" aria-live="off">
                {state}
            </p>
            <ol
                class="flip-list"
                on:pointerdown=move |_| held.set(true)
                on:pointerup=move |_| held.set(false)
                on:pointercancel=move |_| held.set(false)
            >
                <For each=shown key=Clone::clone let:subject>
                    <FlipRow subject=subject known=known />
                </For>
            </ol>
            {move || {
                (more() > 0)
                    .then(|| {
                        view! {
                            <button type="button" on:click=move |_| all.update(|a| *a = !*a)>
                                {move || {
                                    if all.get() {
                                        "Show the nearest only".to_owned()
                                    } else {
                                        format!("Show {} more", more())
                                    }
                                }}
                            </button>
                        }
                    })
            }}
            {pairs}
        </section>
    }
}

#[component]
fn FlipRow(subject: FlipSubject, known: Memo<Subjects>) -> impl IntoView {
    let app = use_app();
    let key = subject.clone();
    let first = known.with_untracked(|k| k.get(&subject).cloned());
    let Some(first) = first else { return ().into_any() };
    let fallback = first.clone();
    let current = Memo::new(move |_| known.with(|k| k.get(&key).cloned()).unwrap_or_else(|| fallback.clone()));
    let about = subject.clone();
    let flips = Memo::new(move |_| {
        let exploration = app.exploration.get();
        exploration.map_or_else(Vec::new, |e| {
            e.flips
                .iter()
                .filter(|f| f.subject == about)
                .map(|f| (f.at, f.becomes.words().to_owned(), f.sentence.clone(), f.sds.zip(f.plausibility)))
                .collect::<Vec<_>>()
        })
    });
    let marks = Signal::derive(move || flips.get().into_iter().map(|f| (f.0, f.1)).collect::<Vec<_>>());
    let kind = match &subject {
        FlipSubject::Threshold(_) => "threshold",
        FlipSubject::Fact(_) => "measured",
        FlipSubject::Assumption(_) => "assumption",
    };
    let sentences = move || {
        flips
            .get()
            .into_iter()
            .map(|f| {
                let from = if kind == "assumption" { "the assumed value" } else { "the measurement" };
                let far = f.3.map(|(sds, p)| {
                    format!(
                        " That is {} standard deviations from {from}; the probability that it lies there is {}.",
                        units::digits(sds, 2),
                        units::chance(p)
                    )
                });
                view! { <p class="flip__sentence">{f.2}{far}</p> }
            })
            .collect_view()
    };
    let subject = StoredValue::new(subject);
    let name = move || format!("{}, {kind}", current.with(|s| s.label.clone()));
    view! {
        <li class="flip" class:stale=move || app.exploration_stale.get()>
            <p class="flip__label">
                <b>{move || current.with(|s| s.label.clone())}</b>
                " "
                <span class="tag">{kind}</span>
            </p>
            {sentences}
            <SubjectDial subject=subject.get_value() current=current marks=marks name=Signal::derive(name) />
        </li>
    }
    .into_any()
}

/// The slider of a subject, with its zones, its reference and whether it was changed.
#[component]
pub fn SubjectDial(
    /// What is moved.
    subject: FlipSubject,
    /// Its description under the scenario on screen.
    current: Memo<Subject>,
    /// Flip points.
    marks: Signal<Vec<(f64, String)>>,
    /// Accessible name.
    name: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    let kept = StoredValue::new(subject.clone());
    let measured = Shared::of(app).measured;
    let changed = Memo::new(move |_| kept.with_value(|s| app.scenario.with(|scenario| is_changed(s, scenario))));
    let reference = Memo::new(move |_| {
        kept.with_value(|s| match s {
            FlipSubject::Threshold(gate) => app.pack.with(|p| p.gate(gate).map(|g| g.threshold)),
            FlipSubject::Assumption(id) => app.pack.with(|p| p.assumption(id).map(|a| a.value)),
            FlipSubject::Fact(fact) => {
                let decision = measured.get()?;
                let gate = app.pack.with(|p| p.gates_of(fact).next().map(|g| g.id.clone()))?;
                decision.outcome(&gate)?.measurement.value
            }
        })
    });
    let word = match &subject {
        FlipSubject::Fact(_) => "measured",
        _ => "policy",
    };
    let value = Signal::derive(move || current.with(|s| s.today));
    let coloured = Memo::new(move |_| kept.with_value(|s| stretches_of(app, s, &current.get())));
    let logged = match subject {
        FlipSubject::Assumption(id) => Some(id),
        FlipSubject::Threshold(_) | FlipSubject::Fact(_) => None,
    };
    view! {
        <Dial
            subject=current
            value=value
            reference=reference
            reference_word=word
            changed=changed
            stretches=coloured
            flips=marks
            name=name
        />
        {logged
            .map(|id| {
                view! {
                    <p class="soft small log-link">
                        <LogLink id />
                    </p>
                }
            })}
    }
}

fn is_changed(subject: &FlipSubject, scenario: &Scenario) -> bool {
    match subject {
        FlipSubject::Threshold(gate) => scenario.thresholds.contains_key(gate),
        FlipSubject::Fact(fact) => scenario.what_if.contains_key(fact),
        FlipSubject::Assumption(id) => scenario.assumptions.contains_key(id),
    }
}

fn stretches_of(app: App, subject: &FlipSubject, current: &Subject) -> Vec<Stretch> {
    let Some(decision) = app.decision.get() else { return Vec::new() };
    let judged = |gate: &crate::policy::Gate, threshold: Option<f64>, value: Option<f64>| -> Outcome {
        let Some(o) = decision.outcome(&gate.id) else { return Outcome::Unknown };
        let (t, warn, tolerate) = Scenario::bands_at(gate, threshold.unwrap_or(o.threshold));
        match value {
            Some(v) => {
                let known = crate::decide::Measurement { value: Some(v), ..crate::decide::Measurement::default() };
                crate::decide::outcome(gate.comparator, t, warn, tolerate, &known)
            }
            None => crate::decide::outcome(gate.comparator, t, warn, tolerate, &o.measurement),
        }
    };
    app.pack.with(|p| match subject {
        FlipSubject::Threshold(id) => match p.gate(id) {
            Some(gate) => stretches(current, |t| judged(gate, Some(t), None)),
            None => Vec::new(),
        },
        FlipSubject::Fact(fact) => match p.gates_of(fact).next() {
            Some(gate) => stretches(current, |v| judged(gate, None, Some(v))),
            None => Vec::new(),
        },
        FlipSubject::Assumption(_) => Vec::new(),
    })
}
