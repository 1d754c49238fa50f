//! What was found in the files, and what each metric is to reach: the questions with which a project of one's own begins.

use crate::analysis::asking::{MetricQuestion, found_metrics, found_words, is_asking, questions};
use crate::analysis::readout::expense::EXPENSES;
use crate::data::amount::{Scale, Unit};
use crate::policy::assumptions::PRICE_PER_RECORD;
use crate::policy::{Comparator, Severity};
use crate::scenario::Edit;
use crate::shell::address;
use crate::ui::widgets::{BoxSpec, NumberBox, assumption_knob};
use crate::ui::{App, use_app};
use leptos::prelude::*;

/// The questions of a project; none without files.
fn asked(app: App, slices: bool) -> Memo<Vec<MetricQuestion>> {
    Memo::new(move |_| {
        let Some(prepared) = app.prepared.get() else { return Vec::new() };
        app.scenario.with(|s| app.pack.with(|p| questions(&prepared, p, s, slices)))
    })
}

/// The section: what was found, a target for each metric, and the two numbers that the answer hangs on. Nothing where a
/// policy of somebody else's asks all of it already.
#[component]
pub fn Asking() -> impl IntoView {
    let app = use_app();
    let own = Memo::new(move |_| {
        app.history.with(|h| {
            let policy = &h.project().policy;
            !policy.own.is_empty() || policy.id == crate::policy::defaults::GENERAL_ID
        })
    });
    let asks = Memo::new(move |_| {
        let Some(prepared) = app.prepared.get() else { return false };
        app.pack.with(|p| is_asking(&found_metrics(&prepared.evidence, p), p, own.get()))
    });
    let found = move || {
        let prepared = app.prepared.get()?;
        Some(app.pack.with(|p| found_words(&prepared.evidence, p)))
    };
    view! {
        <Show when=move || asks.get()>
            <section aria-labelledby="asking-title" class="asking">
                <h2 id="asking-title">"What should your metrics reach?"</h2>
                <p>{found}</p>
                <p class="soft">
                    "In brackets beside today\u{2019}s value stands the interval that the target is judged by. Leave a box empty where you do not know: it stays unknown, and nothing passes because of it. Everything can be changed later, on the "
                    <a href=address::of_page("policy", "")>"Policy"</a>" page or by Undo."
                </p>
                <Targets slices=false />
                <details class="asking__more">
                    <summary>"How many records could be had, at what price, and instead of what?"</summary>
                    <div class="asks">
                        <Number id="budget_records" />
                        <Number id=PRICE_PER_RECORD />
                        <InsteadOf />
                    </div>
                </details>
                <p>
                    <a href=address::of_page("decide", "")>"To the verdict"</a>
                </p>
            </section>
        </Show>
    }
}

/// A target for each metric that was found.
#[component]
pub fn Targets(
    /// True to ask every slice, too.
    slices: bool,
) -> impl IntoView {
    let app = use_app();
    let list = asked(app, slices);
    let keys = move || list.with(|l| l.iter().map(MetricQuestion::key).collect::<Vec<_>>());
    view! {
        <ul class="asks plain">
            <For each=keys key=Clone::clone let:key>
                <Target key=key list=list />
            </For>
        </ul>
    }
}

/// One metric: which side is good, the target, and whether it decides.
#[component]
fn Target(key: String, list: Memo<Vec<MetricQuestion>>) -> impl IntoView {
    let app = use_app();
    let now = {
        let key = key.clone();
        Memo::new(move |_| list.with(|l| l.iter().find(|q| q.key() == key).cloned()))
    };
    // A side that is chosen before there is a target waits for it.
    let chosen: RwSignal<Option<Comparator>> = RwSignal::new(None);
    let side = move || now.with(|q| q.as_ref().map_or(Comparator::AtLeast, MetricQuestion::comparator));
    let side =
        move || chosen.get().filter(|_| now.with(|q| q.as_ref().is_none_or(|q| q.gate.is_none()))).unwrap_or_else(side);
    let ask = move |comparator: Comparator, target: f64| {
        let Some(question) = now.get_untracked() else { return };
        match app.pack.with_untracked(|p| question.asks(p, comparator, target)) {
            Ok(edit) => app.dispatch(edit),
            Err(why) => app.notice(true, &format!("That was not changed: {why}."), Vec::new()),
        }
    };
    let typed = Callback::new(move |value: Option<f64>| match value {
        Some(target) => ask(untrack(side), target),
        None => {
            if let Some(edit) = now.get_untracked().and_then(|q| q.unasks()) {
                app.dispatch(edit);
            }
        }
    });
    let turned = move |event: web_sys::Event| {
        let comparator = if event_target_value(&event) == "at_most" { Comparator::AtMost } else { Comparator::AtLeast };
        chosen.set(Some(comparator));
        if let Some(gate) = now.get_untracked().and_then(|q| q.gate) {
            ask(comparator, gate.threshold);
        }
    };
    let weighed = move |event: web_sys::Event| {
        let severity = if event_target_value(&event) == "nice" { Severity::Warn } else { Severity::Block };
        if let Some(edit) = now.get_untracked().and_then(|q| q.weighs(severity)) {
            app.dispatch(edit);
        }
    };
    let label = Memo::new(move |_| now.with(|q| q.as_ref().map_or_else(String::new, |q| q.label.clone())));
    let of = move |what: &str| label.with(|l| format!("{l}, {what}"));
    let spec = Signal::derive(move || BoxSpec {
        name: of("target"),
        scale: now.with(|q| {
            q.as_ref()
                .map_or(Scale { range: (f64::NEG_INFINITY, f64::INFINITY), log: false, unit: Unit::Number }, |q| {
                    q.metric.scale()
                })
        }),
        currency: String::new(),
    });
    let value = Signal::derive(move || now.with(|q| q.as_ref()?.gate.as_ref().map(|g| g.threshold)));
    let today = move || now.with(|q| q.as_ref().map(|q| q.today.clone()));
    let preview = move || now.with(|q| q.as_ref().map(|q| q.preview.clone()).filter(|p| !p.is_empty()));
    let down = move || side().sign() < 0.0;
    let nice =
        move || now.with(|q| q.as_ref().and_then(|q| q.gate.as_ref()).is_some_and(|g| g.severity != Severity::Block));
    let asked = move || now.with(|q| q.as_ref().is_some_and(|q| q.gate.is_some()));
    view! {
        <li class="ask" data-metric=key>
            <p class="ask__what">
                <b>{label}</b>
                " "
                <span class="soft">"today "{today}</span>
            </p>
            <p class="ask__how">
                <select aria-label=move || of("which side is good") on:change=turned>
                    <option value="at_least" prop:selected=move || !down()>
                        "at least"
                    </option>
                    <option value="at_most" prop:selected=down>
                        "at most"
                    </option>
                </select>
                <NumberBox spec value on_value=typed placeholder="I don\u{2019}t know" />
                <select aria-label=move || of("what it does") disabled=move || !asked() on:change=weighed>
                    <option value="must" prop:selected=move || !nice()>
                        "must be met"
                    </option>
                    <option value="nice" prop:selected=nice>
                        "would be nice"
                    </option>
                </select>
            </p>
            {move || preview().map(|words| view! { <p class="ask__preview">{words}</p> })}
        </li>
    }
}

/// What more data would come at the expense of.
#[component]
fn InsteadOf() -> impl IntoView {
    let app = use_app();
    let said = Memo::new(move |_| app.scenario.with(|s| s.expense));
    let choose = move |event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        let expense = place.and_then(|at| EXPENSES.get(at)).map(|e| e.0);
        app.dispatch(Edit::Expense { expense });
    };
    let options = EXPENSES.iter().enumerate().map(|(at, (expense, words))| {
        view! {
            <option value=at.to_string() prop:selected=move || said.get() == Some(*expense)>
                {*words}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <div class="ask">
            <label class="ask__what">
                <b>"More data would come at the expense of"</b>
                " "
                <select on:change=choose>
                    <option value="" prop:selected=move || said.get().is_none()>
                        "I don\u{2019}t know"
                    </option>
                    {options}
                </select>
            </label>
        </div>
    }
}

/// A number that no file gives: what was typed, else what stands in for it.
#[component]
fn Number(id: &'static str) -> impl IntoView {
    let app = use_app();
    let knob = assumption_knob(app, id);
    let (label, help, scale, currency) =
        (knob.spec.label.clone(), knob.spec.help.clone(), knob.spec.scale, knob.spec.currency.clone());
    let (value, changed) = (knob.value, knob.changed);
    let typed = Signal::derive(move || changed.get().then(|| value.get()));
    let stands = move || {
        let stands = Some(value.get()).filter(|v| v.is_finite() && !changed.get())?;
        Some(format!("Until you say, {} stands in.", app.pack.with(|p| p.amount(stands, scale.unit).to_string())))
    };
    let (on_change, on_settle) = (knob.on_change, knob.on_settle);
    let set = Callback::new(move |value: Option<f64>| {
        on_change.run(value);
        on_settle.run(());
    });
    view! {
        <div class="ask">
            <p class="ask__what">
                <b>{label.clone()}</b>
                " "
                <span class="soft">{help}</span>
            </p>
            <p class="ask__how">
                <NumberBox
                    spec=Signal::stored(BoxSpec {
                        name: label,
                        scale,
                        currency,
                    })
                    value=typed
                    on_value=set
                    placeholder="I don\u{2019}t know"
                />
            </p>
            <p class="ask__preview">{stands}</p>
        </div>
    }
}
