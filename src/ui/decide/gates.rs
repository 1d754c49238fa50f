//! A gate: outcome, measured value against threshold, the threshold itself, and on opening everything behind it.

use super::flips::{SubjectDial, Subjects};
use crate::data::{Unit, units};
use crate::decide::{FlipSubject, GateOutcome, Link, Subject};
use crate::policy::{Gate, Severity};
use crate::scenario::{About, Annotation, Edit, Waiver};
use crate::ui::use_app;
use crate::ui::widgets::OutcomeMark;
use leptos::prelude::*;

/// One gate.
#[component]
pub fn GateRow(
    /// The gate.
    id: String,
    /// Everything that can be moved.
    known: Memo<Subjects>,
) -> impl IntoView {
    let app = use_app();
    let id = StoredValue::new(id);
    let gate = Memo::new(move |_| app.pack.with(|p| id.with_value(|id| p.gate(id).cloned())));
    let outcome = Memo::new(move |_| app.decision.get().and_then(|d| id.with_value(|id| d.outcome(id).cloned())));
    let open = RwSignal::new(false);
    let label = move || gate.with(|g| g.as_ref().map_or(String::new(), |g| g.label.clone()));
    let margin = move || {
        outcome.with(|o| {
            let o = o.as_ref()?;
            let margin = o.margin?;
            let word = match (margin >= 0.0, o.comparator.sign() > 0.0) {
                (true, _) => "to spare",
                (false, true) => "short",
                (false, false) => "over",
            };
            (o.unit != Unit::YesNo)
                .then(|| format!("{} {word}", app.pack.with(|p| p.amount(margin.abs(), o.unit).to_string())))
        })
    };
    let note = move || {
        let note = app.scenario.with(|s| s.notes.get(&About::Gate(id.get_value())).cloned())?;
        let by = if note.owner.is_empty() { String::new() } else { format!(" ({})", note.owner) };
        (!note.text.is_empty()).then_some((note.text, by))
    };
    let chance = move || {
        let exploration = app.exploration.get()?;
        let c = id.with_value(|id| exploration.chances.gates.iter().find(|c| c.gate == *id).cloned())?;
        Some(format!("passes in {} of draws", units::chance(c.pass)))
    };
    view! {
        <article
            class="gate"
            id=move || Link::Gate(id.get_value()).anchor()
            data-outcome=move || outcome.with(|o| o.as_ref().map_or("", |o| o.outcome.id()))
        >
            <div class="gate__what">
                <h3>
                    {move || outcome.with(|o| o.as_ref().map(|o| view! { <OutcomeMark outcome=o.outcome /> }))} " "
                    {label}
                    {move || {
                        outcome
                            .with(|o| {
                                o.as_ref()
                                    .and_then(|o| {
                                        o.waiver
                                            .as_ref()
                                            .map(|_| {
                                                view! {
                                                    " "
                                                    <span class="tag">"waived"</span>
                                                }
                                            })
                                    })
                            })
                    }}
                    {move || {
                        outcome
                            .with(|o| {
                                o.as_ref()
                                    .filter(|o| o.measurement.assumed)
                                    .map(|_| {
                                        view! {
                                            " "
                                            <span class="tag">"what-if"</span>
                                        }
                                    })
                            })
                    }}
                    {move || {
                        outcome
                            .with(|o| {
                                o.as_ref()
                                    .filter(|o| o.measurement.illustrative)
                                    .map(|_| {
                                        view! {
                                            " "
                                            <span class="tag">"illustrative"</span>
                                        }
                                    })
                            })
                    }}
                    {move || {
                        gate.with(|g| {
                            g.as_ref()
                                .filter(|g| g.severity != Severity::Block)
                                .map(|_| {
                                    view! {
                                        " "
                                        <span class="tag">"does not block"</span>
                                    }
                                })
                        })
                    }}
                </h3>
                <p class="gate__sentence">
                    {move || outcome.with(|o| o.as_ref().map_or(String::new(), |o| o.sentence.clone()))}
                </p>
                <p class="gate__margin">
                    {margin}{move || chance().map(|c| view! { <span class="soft">{format!(" \u{b7} {c}")}</span> })}
                </p>
            </div>
            <Bullet gate=id.get_value() />
            <div class="gate__dial">
                <ThresholdDial gate=id.get_value() known=known />
            </div>
            {move || {
                note()
                    .map(|(text, by)| {
                        view! {
                            <p class="gate__note">
                                <b>"Note"{by}": "</b>
                                {text}
                                " "
                                <button
                                    type="button"
                                    class="quiet"
                                    aria-label=move || format!("Remove the note on {}", label())
                                    on:click=move |_| {
                                        app.dispatch(Edit::Note {
                                            about: About::Gate(id.get_value()),
                                            note: None,
                                        })
                                    }
                                >
                                    "Remove"
                                </button>
                            </p>
                        }
                    })
            }}
            <details
                class="gate__more"
                on:toggle=move |event| {
                    let details: web_sys::Element = event_target(&event);
                    open.set(details.has_attribute("open"));
                }
            >
                <summary>"Rationale, source, evidence, waiver"</summary>
                {move || {
                    open.get()
                        .then(|| view! { <GateDetails id=id.get_value() gate=gate outcome=outcome known=known /> })
                }}
            </details>
        </article>
    }
}

/// The slider of a gate's threshold.
#[component]
pub fn ThresholdDial(
    /// The gate.
    gate: String,
    /// Everything that can be moved.
    known: Memo<Subjects>,
) -> impl IntoView {
    dial_of(FlipSubject::Threshold(gate), known, "threshold")
}

/// The slider of anything that can be moved; `kind` says in one word what it is.
pub fn dial_of(subject: FlipSubject, known: Memo<Subjects>, kind: &'static str) -> AnyView {
    let app = use_app();
    let Some(first) = known.with_untracked(|k| k.get(&subject).cloned()) else { return ().into_any() };
    let key = subject.clone();
    let current = Memo::new(move |_| known.with(|k| k.get(&key).cloned()).unwrap_or_else(|| first.clone()));
    let about = subject.clone();
    let marks = Signal::derive(move || {
        app.exploration.get().map_or_else(Vec::new, |e| {
            e.flips
                .iter()
                .filter(|f| f.subject == about)
                .map(|f| (f.at, f.becomes.words().to_owned()))
                .collect::<Vec<_>>()
        })
    });
    let name = Signal::derive(move || format!("{}, {kind}", current.with(|s: &Subject| s.label.clone())));
    view! { <SubjectDial subject=subject current=current marks=marks name=name /> }.into_any()
}

#[component]
fn GateDetails(
    id: String,
    gate: Memo<Option<Gate>>,
    outcome: Memo<Option<GateOutcome>>,
    known: Memo<Subjects>,
) -> impl IntoView {
    let app = use_app();
    let Some(g) = gate.get_untracked() else { return ().into_any() };
    let source = app.pack.with_untracked(|p| p.citation(&g.source).to_owned());
    let evidence = move || {
        outcome.with(|o| {
            let rows = o.as_ref().map(|o| o.measurement.evidence.clone()).unwrap_or_default();
            if rows.is_empty() {
                return view! { <p class="none">"No row of a file stands behind it."</p> }.into_any();
            }
            let items = rows.into_iter().map(|r| {
                let place = match (r.file.is_empty(), r.row) {
                    (true, _) => String::new(),
                    (false, Some(row)) => format!("{}, row {row}: ", r.file),
                    (false, None) => format!("{}: ", r.file),
                };
                view! {
                    <li>
                        <span class="soft">{place}</span>
                        {r.text}
                    </li>
                }
            });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        })
    };
    let because = move || outcome.with(|o| o.as_ref().and_then(|o| o.measurement.because.clone()));
    let fact = FlipSubject::Fact(g.fact());
    let what_if = known.with_untracked(|k| k.contains_key(&fact));
    let text = |t: &str| (!t.is_empty()).then(|| t.to_owned());
    view! {
        <dl class="about">
            {text(&g.rationale)
                .map(|t| {
                    view! {
                        <dt>"Why it is there"</dt>
                        <dd>{t}</dd>
                    }
                })}
            {text(&source)
                .map(|t| {
                    view! {
                        <dt>"Threshold from"</dt>
                        <dd>{t}{g.illustrative.then_some(" (illustrative)")}</dd>
                    }
                })}
            {text(&g.remedy)
                .map(|t| {
                    view! {
                        <dt>"If it fails"</dt>
                        <dd>{t}</dd>
                    }
                })}
            {text(&g.owner)
                .map(|t| {
                    view! {
                        <dt>"Owner"</dt>
                        <dd>{t}</dd>
                    }
                })}
            {move || {
                because()
                    .map(|t| {
                        view! {
                            <dt>"About the value"</dt>
                            <dd>{t}</dd>
                        }
                    })
            }} <dt>"Evidence"</dt><dd>{evidence}</dd>
        </dl>
        {what_if
            .then(|| {
                view! {
                    <div class="what-if">
                        <h4>"What if the measured value were another?"</h4>
                        {dial_of(fact.clone(), known, "what-if value")}
                    </div>
                }
            })}
        <WaiverForm gate=id.clone() outcome=outcome />
        <NoteForm about=About::Gate(id) />
    }
    .into_any()
}

#[component]
fn WaiverForm(gate: String, outcome: Memo<Option<GateOutcome>>) -> impl IntoView {
    let app = use_app();
    let (reason, owner, expires) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let gate = StoredValue::new(gate);
    let waive = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let waiver =
            Waiver { reason: reason.get_untracked(), owner: owner.get_untracked(), expires: expires.get_untracked() };
        if waiver.reason.trim().is_empty() || waiver.owner.trim().is_empty() {
            app.notice(true, "A waiver needs a reason and an owner.", Vec::new());
        } else {
            app.dispatch(Edit::Waive { gate: gate.get_value(), waiver: Some(waiver) });
        }
    };
    let field = |label: &'static str, value: RwSignal<String>| {
        view! {
            <label class="field">
                <span>{label}</span>
                <input
                    type="text"
                    maxlength="200"
                    prop:value=value
                    on:input=move |e| value.set(event_target_value(&e))
                />
            </label>
        }
    };
    move || {
        let waiver = outcome.with(|o| o.as_ref().and_then(|o| o.waiver.clone()));
        match waiver {
            Some(w) => view! {
                <p class="waiver">
                    {format!("Waived by {} because: {}", w.owner, w.reason)}
                    {(!w.expires.is_empty()).then(|| format!(" (until {})", w.expires))}". "
                    <button
                        type="button"
                        class="quiet"
                        on:click=move |_| {
                            app.dispatch(Edit::Waive {
                                gate: gate.get_value(),
                                waiver: None,
                            })
                        }
                    >
                        "Take the waiver back"
                    </button>
                </p>
            }
            .into_any(),
            None => view! {
                <details class="waive">
                    <summary>"Waive this gate"</summary>
                    <form class="row" on:submit=waive>
                        {field("Reason", reason)}
                        {field("Owner", owner)}
                        {field("Until (date)", expires)}
                        <button type="submit">"Waive"</button>
                    </form>
                </details>
            }
            .into_any(),
        }
    }
}

/// A note on something, kept in the scenario and the report.
#[component]
pub fn NoteForm(
    /// What it is about.
    about: About,
) -> impl IntoView {
    let app = use_app();
    let about = StoredValue::new(about);
    let text =
        move || app.scenario.with(|s| about.with_value(|a| s.notes.get(a).map(|n| n.text.clone()))).unwrap_or_default();
    let changed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let note =
            (!text.trim().is_empty()).then(|| Annotation { text: text.trim().to_owned(), ..Annotation::default() });
        app.dispatch(Edit::Note { about: about.get_value(), note });
    };
    view! {
        <label class="field note">
            <span>"Note (kept in the report)"</span>
            <input type="text" maxlength="500" prop:value=text on:change=changed />
        </label>
    }
}

/// Measured value with its interval against threshold and warn band.
#[component]
pub fn Bullet(
    /// The gate.
    gate: String,
) -> impl IntoView {
    let app = use_app();
    let gate = StoredValue::new(gate);
    let outcome = Memo::new(move |_| app.decision.get().and_then(|d| gate.with_value(|id| d.outcome(id).cloned())));
    move || {
        let (o, g) = (outcome.get()?, app.pack.with(|p| gate.with_value(|id| p.gate(id).cloned()))?);
        let value = o.measurement.value?;
        if g.unit == Unit::YesNo {
            return None;
        }
        let subject = Subject {
            subject: FlipSubject::Threshold(g.id.clone()),
            label: String::new(),
            unit: g.unit,
            range: (g.range.0.min(value).min(o.threshold), g.range.1.max(value).max(o.threshold)),
            log: g.log && value > 0.0 && g.range.0 > 0.0,
            today: None,
            spread: crate::decide::Spread::Unknown,
        };
        let px = |v: f64| 300.0 * subject.position(v).clamp(0.0, 1.0);
        let (a, b) = (px(o.threshold), if g.comparator.sign() > 0.0 { 300.0 } else { 0.0 });
        let good = (a.min(b), (a - b).abs());
        let band = o.warn.or(o.tolerate).map(|w| (px(w).min(a), (px(w) - a).abs()));
        let words = format!(
            "{} against {} {}",
            app.pack.with(|p| p.measured(&g, value)),
            g.comparator.symbol(),
            app.pack.with(|p| p.amount(o.threshold, g.unit).to_string())
        );
        let text = |x: f64| format!("{x:.1}");
        Some(view! {
            <svg class="bullet" viewBox="0 0 300 26" role="img" aria-label=words data-outcome=o.outcome.id()>
                <rect class="bullet__base" x="0" y="7" width="300" height="12" />
                <rect class="bullet__good" x=text(good.0) y="7" width=text(good.1) height="12" />
                {band.map(|(x, w)| view! { <rect class="bullet__band" x=text(x) y="7" width=text(w) height="12" /> })}
                {o
                    .measurement
                    .interval
                    .map(|(low, high)| {
                        view! { <line class="bullet__interval" x1=text(px(low)) x2=text(px(high)) y1="13" y2="13" /> }
                    })}
                <line class="bullet__threshold" x1=text(a) x2=text(a) y1="2" y2="24" />
                <circle class="bullet__value" cx=text(px(value)) cy="13" r="5" />
            </svg>
        })
    }
}
