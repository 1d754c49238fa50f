//! Scenarios side by side: does the decision change, what differs, and the curves with what each asks of them.

use crate::analysis::readout::View;
use crate::analysis::{LEAST, MOST, Odds, READY, Ready, SideBySide, ready_words, side_by_side_with};
use crate::chart::{ChartSpec, scenario_curves};
use crate::data::{Unit, units};
use crate::scenario::{Edit, Project, Scenario};
use crate::ui::widgets::{ChartView, OutcomeMark};
use crate::ui::{App, session, use_app};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The page.
#[component]
pub fn Scenarios() -> impl IntoView {
    let app = use_app();
    let names = Memo::new(move |_| {
        app.history.with(|h| h.project().scenarios.iter().map(|s| s.name.clone()).collect::<Vec<_>>())
    });
    let active = Memo::new(move |_| app.history.with(|h| h.project().active));
    // Those that a person took out; the active one, with which all are compared, stays.
    let left_out: RwSignal<Vec<usize>> = RwSignal::new(Vec::new());
    let chosen = Memo::new(move |_| {
        let (count, first) = (names.with(Vec::len), active.get());
        let rest = (0..count).filter(|i| *i != first && left_out.with(|l| !l.contains(i)));
        std::iter::once(first).chain(rest).take(MOST).collect::<Vec<usize>>()
    });
    // Notes, votes and signatures change no number.
    let own = Memo::new(move |_| {
        let list: Vec<(usize, Scenario)> = app.history.with(|h| {
            let all = &h.project().scenarios;
            chosen.with(|c| c.iter().filter_map(|i| Some((*i, numbers_of(all.get(*i)?)))).collect())
        });
        (list.len() >= LEAST).then_some(list)
    });
    ask(app, own);
    let compared = Memo::new(move |_| {
        let prepared = app.prepared.get()?;
        let own: Vec<Scenario> = own.get()?.into_iter().map(|o| o.1).collect();
        let odds: Vec<Option<Odds>> = app.odds.with(|d| own.iter().map(|s| odds_of(d, s)).collect());
        // Of a scenario that was changed, what was drawn before the change stays on screen, marked.
        let before = app.odds.with(|d| own.iter().map(|s| last_of(d, s)).collect::<Vec<_>>());
        app.pack.with(|pack| {
            let found = side_by_side_with(&prepared, pack, &own.iter().collect::<Vec<_>>(), &odds);
            let views: Vec<View<'_>> = own
                .iter()
                .zip(&found.scenarios)
                .map(|(scenario, c)| View {
                    prepared: &prepared,
                    pack,
                    scenario,
                    decision: &c.decision,
                    exploration: None,
                })
                .collect();
            let curves: Vec<Arc<ChartSpec>> = scenario_curves::specs(&views).into_iter().map(Arc::new).collect();
            Some((Arc::new(found), curves, before))
        })
    });
    let duplicate = move |_| {
        let name = names.with_untracked(|all| {
            let base = all.get(active.get_untracked()).cloned().unwrap_or_default();
            (2..).map(|n| format!("{base} ({n})")).find(|name| !all.contains(name)).unwrap_or(base)
        });
        app.dispatch(Edit::DuplicateScenario { name });
    };
    let choice = move || {
        let first = active.get();
        let boxes = names.get().into_iter().enumerate().map(|(i, name)| {
            let on = move || chosen.with(|c| c.contains(&i));
            let full = move || !on() && chosen.with(Vec::len) >= MOST;
            let flip = move |_| {
                let (count, shown) = (names.with_untracked(Vec::len), chosen.get_untracked());
                // What is shown is kept as it is; only this one changes.
                let was = shown.contains(&i);
                left_out.set((0..count).filter(|k| if *k == i { was } else { !shown.contains(k) }).collect());
            };
            view! {
                <label class="choice">
                    <input type="checkbox" prop:checked=on disabled=move || i == first || full() on:change=flip />
                    <span>{name}{(i == first).then_some(" (the one on screen)")}</span>
                </label>
            }
        });
        boxes.collect_view()
    };
    let curves = move || {
        let list = compared.get().map(|(_, curves, _)| curves).unwrap_or_default();
        list.into_iter()
            .map(|spec| {
                let title = spec.title.clone();
                let spec = Signal::derive(move || Some(spec.clone()));
                view! {
                    <div class="overlaid">
                        <h3>{title}</h3>
                        <ChartView spec />
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="choices">
            <legend>{format!("Compare {LEAST} to {MOST} scenarios")}</legend>
            {choice}
        </fieldset>
        <p class="actions">
            <button type="button" on:click=duplicate>
                "Duplicate the scenario on screen"
            </button>
        </p>
        <section aria-labelledby="ready-title">
            <h2 id="ready-title">"Ready scenarios"</h2>
            <p class="soft">
                "One click adds a copy of the scenario on screen with that change and goes to it; where a ready one is on screen, a copy of the first that is none. Every number in it can be moved afterwards."
            </p>
            <ul class="ready plain">{READY.iter().map(|ready| view! { <ReadyRow ready=ready /> }).collect_view()}</ul>
        </section>
        <Show when=move || compared.with(Option::is_none)>
            <p class="soft">
                "There is one scenario. Duplicate it, move thresholds or assumptions in the copy, and come back: this page then says whether the decision changes."
            </p>
        </Show>
        {move || compared.get().map(|(found, _, before)| table(&found, &before))}
        <Show when=move || compared.with(|c| c.as_ref().is_some_and(|c| !c.1.is_empty()))>
            <section aria-labelledby="overlaid">
                <h2 id="overlaid">"Curves, one over the other"</h2>
                {curves}
            </section>
        </Show>
    }
}

/// One ready scenario: what it is, and the button that makes it; or why it cannot be made.
#[component]
fn ReadyRow(ready: &'static Ready) -> impl IntoView {
    let app = use_app();
    let made = Memo::new(move |_| {
        let Some(prepared) = app.prepared.get() else { return Err("nothing was read yet".to_owned()) };
        let taken = app.history.with(|h| h.project().scenarios.iter().map(|s| s.name.clone()).collect::<Vec<_>>());
        let base = app.history.with(|h| base_of(h.project()));
        app.pack.with(|p| ready.scenario(&prepared, p, &base, &taken))
    });
    let add = move |_| {
        if let Ok(scenario) = made.get_untracked() {
            app.dispatch(Edit::AddScenario { scenario });
        }
    };
    let words = move || match made.get() {
        Ok(scenario) => format!("{} {}", ready.help, ready_words(&scenario)),
        Err(why) => format!("Cannot be made: {why}."),
    };
    view! {
        <li>
            <button type="button" disabled=move || made.with(Result::is_err) on:click=add>
                {ready.label}
            </button>
            " "
            <span class="soft">{words}</span>
        </li>
    }
}

/// What a ready scenario is made from: the scenario on screen or, where that is a ready one itself, the first that is none, so
/// that its change is not carried on under another name.
fn base_of(project: &Project) -> Scenario {
    let is_ready = |s: &&Scenario| READY.iter().any(|r| s.name.starts_with(r.label));
    let now = project.scenario();
    let first = || project.scenarios.iter().find(|s| !is_ready(s));
    (if is_ready(&now) { first().unwrap_or(now) } else { now }).clone()
}

/// A scenario without what changes no number.
fn numbers_of(scenario: &Scenario) -> Scenario {
    Scenario { notes: BTreeMap::new(), votes: Vec::new(), ..scenario.clone() }
}

/// Names change no number either, but head the columns.
fn odds_of(drawn: &[(Scenario, Odds)], scenario: &Scenario) -> Option<Odds> {
    let same = |d: &&(Scenario, Odds)| Scenario { name: scenario.name.clone(), ..d.0.clone() } == *scenario;
    drawn.iter().find(same).map(|d| d.1)
}

/// What was drawn last for a scenario of that name, whatever has changed since.
fn last_of(drawn: &[(Scenario, Odds)], scenario: &Scenario) -> Option<Odds> {
    drawn.iter().rfind(|d| d.0.name == scenario.name).map(|d| d.1)
}

/// Asks the engine for the probabilities that are not there.
fn ask(app: App, own: Memo<Option<Vec<(usize, Scenario)>>>) {
    Effect::new(move |_| {
        let list = own.get().unwrap_or_default();
        if app.prepared.with(Option::is_none) {
            return;
        }
        let missing = |s: &Scenario| app.odds.with(|d| odds_of(d, s).is_none());
        let wanted: Vec<(usize, Scenario)> = list.into_iter().filter(|(_, s)| missing(s)).collect();
        if !wanted.is_empty() {
            session::odds_soon(app, wanted);
        }
    });
}

/// A probability; one of an earlier state is marked until the new one is there.
fn share(now: Option<Odds>, before: Option<Odds>, pick: fn(Odds) -> Option<f64>) -> impl IntoView {
    let text = match now.or(before) {
        Some(odds) => pick(odds).map_or("unknown".into(), units::chance),
        None => "\u{2026}".into(),
    };
    let stale = now.is_none() && before.is_some();
    view! {
        <td class:stale=stale aria-busy=now.is_none().to_string()>
            {text}
        </td>
    }
}

fn table(found: &SideBySide, before: &[Option<Odds>]) -> impl IntoView + use<> {
    let heads = found.scenarios.iter().map(|c| view! { <th scope="col">{c.name.clone()}</th> }).collect_view();
    let changes = found.scenarios.iter().enumerate().map(|(i, c)| match (i, c.changes) {
        (0, _) => view! { <td class="soft">"compared with"</td> }.into_any(),
        (_, true) => view! {
            <td>
                <b>"Yes"</b>
            </td>
        }
        .into_any(),
        (_, false) => view! { <td>"No"</td> }.into_any(),
    });
    let changes = changes.collect_view();
    let verdicts = found.scenarios.iter().map(|c| {
        view! {
            <td>
                <b>{c.decision.verdict.action.words()}</b>
            </td>
        }
    });
    let verdicts = verdicts.collect_view();
    let why = found.scenarios.iter().map(|c| view! { <td>{c.decision.verdict.sentence.clone()}</td> }).collect_view();
    let odds = |pick: fn(Odds) -> Option<f64>| {
        let each = found.scenarios.iter().zip(before);
        each.map(|(c, before)| share(c.odds, *before, pick)).collect_view()
    };
    let (stays, met) = (odds(|o| o.stays), odds(|o| o.targets_met));
    let gates = found.gates.iter().map(|g| {
        let cells = g.outcomes.iter().map(|o| match o {
            Some(outcome) => view! {
                <td>
                    <OutcomeMark outcome=*outcome />
                </td>
            }
            .into_any(),
            None => view! { <td>"\u{2013}"</td> }.into_any(),
        });
        view! {
            <tr>
                <th scope="row">{g.label.clone()}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    let gates = gates.collect_view();
    let settings = found.settings.iter().map(|s| {
        let cells = s.cells.iter().map(|c| view! { <td>{c.clone()}</td> }).collect_view();
        view! {
            <tr>
                <th scope="row">{s.label.clone()}</th>
                {cells}
            </tr>
        }
    });
    let settings = settings.collect_view();
    let nothing = found.gates.is_empty() && found.settings.is_empty();
    let width = found.scenarios.len() + 1;
    let group = move |words: &'static str| {
        view! {
            <tr>
                <th scope="rowgroup" class="group" colspan=width>
                    {words}
                </th>
            </tr>
        }
    };
    view! {
        <p class="answer-line" role="status">
            <b>"Does the decision change? "</b>
            {found.answer.clone()}
        </p>
        <div class="scroll" tabindex="0" role="region" aria-label="Scenarios side by side">
            <table class="compared">
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>
                    <tr class="answer">
                        <th scope="row">"Does the decision change?"</th>
                        {changes}
                    </tr>
                    <tr>
                        <th scope="row">"Verdict"</th>
                        {verdicts}
                    </tr>
                    <tr>
                        <th scope="row">"Why"</th>
                        {why}
                    </tr>
                    <tr>
                        <th scope="row">"Probability that it stays the verdict"</th>
                        {stays}
                    </tr>
                    <tr>
                        <th scope="row">"Probability that all measured targets are met today"</th>
                        {met}
                    </tr>
                </tbody>
                {(!found.gates.is_empty())
                    .then(|| view! { <tbody>{group("Gates that come out differently")}{gates}</tbody> })}
                {(!found.settings.is_empty())
                    .then(|| view! { <tbody>{group("Settings that differ")}{settings}</tbody> })}
                {nothing
                    .then(|| {
                        view! {
                            <tbody>
                                <tr>
                                    <td colspan=width>"Nothing else differs."</td>
                                </tr>
                            </tbody>
                        }
                    })}
            </table>
        </div>
        <p class="soft small">
            {format!(
                "Differences in brackets are from the first. Probabilities from {} draws, the same for each scenario; Monte Carlo error at most {}.",
                units::grouped(crate::decide::chance::DRAWS as f64),
                units::show(found.monte_carlo_error, Unit::Fraction),
            )}
        </p>
    }
}
