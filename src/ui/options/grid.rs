//! Two inputs at once: regions of the verdict.

use crate::analysis;
use crate::data::units;
use crate::decide::sensitivity::grid;
use crate::decide::{Action, FlipSubject, Outcome};
use crate::ui::decide::flips::subject_memo;
use crate::ui::use_app;
use leptos::prelude::*;

const STEPS: usize = 15;

/// The grid with the choice of its inputs.
#[component]
pub fn VerdictGrid() -> impl IntoView {
    let app = use_app();
    let known = subject_memo(app);
    let chosen: RwSignal<(Option<FlipSubject>, Option<FlipSubject>)> = RwSignal::new((None, None));
    // Until a person chooses: the two inputs whose flips are nearest, of different things.
    let inputs = Memo::new(move |_| {
        let (x, y) = chosen.get();
        let mut near: Vec<FlipSubject> = Vec::new();
        if let Some(e) = app.exploration.get() {
            for f in &e.flips {
                let same = near.iter().any(|s| label_of(&known.get_untracked(), s) == f.label);
                if !near.contains(&f.subject) && !same {
                    near.push(f.subject.clone());
                }
            }
        }
        // Then the measured targets that do not pass, and only then anything else.
        let decision = app.decision.get();
        let rank = |s: &FlipSubject| {
            let (FlipSubject::Fact(fact), Some(d)) = (s, &decision) else { return 2 };
            app.pack.with(|p| {
                let mut own = p.gates.iter().filter(|g| g.rule == "metric" && crate::decide::fact_key(g) == *fact);
                let failing = |g: &crate::policy::Gate| d.outcome(&g.id).is_some_and(|o| o.outcome != Outcome::Pass);
                if own.any(failing) { 0 } else { 1 }
            })
        };
        let mut rest: Vec<FlipSubject> = known.with(|k| k.keys().cloned().collect());
        rest.sort_by_key(rank);
        near.extend(rest);
        let first = x.or_else(|| near.first().cloned());
        let second = y.or_else(|| near.iter().find(|s| Some(*s) != first.as_ref()).cloned());
        (first, second)
    });
    let picker = move |which: bool, label: &'static str| {
        view! {
            <label class="field field--inline"><span>{label}</span>
                <select on:change=move |event| {
                    let wanted = event_target_value(&event);
                    let subject = known.with_untracked(|k| k.keys().find(|s| id_of(s) == wanted).cloned());
                    chosen.update(|c| if which { c.0 = subject } else { c.1 = subject });
                }>
                    {move || {
                        let current = if which { inputs.get().0 } else { inputs.get().1 };
                        known.with(|k| k.values().map(|s| {
                            let kind = match s.subject { FlipSubject::Threshold(_) => "threshold", FlipSubject::Fact(_) => "measured", FlipSubject::Assumption(_) => "assumption" };
                            view! { <option value=id_of(&s.subject) selected=current.as_ref() == Some(&s.subject)>{format!("{} ({kind})", s.label)}</option> }
                        }).collect_view())
                    }}
                </select>
            </label>
        }
    };
    let cells = move || {
        let prepared = app.prepared.get()?;
        let (Some(x), Some(y)) = inputs.get() else { return None };
        let g = app.scenario.with(|s| app.pack.with(|p| grid(&analysis::context(&prepared, p, s), &x, &y, STEPS)))?;
        let size = 26.0;
        let (left, top) = (90.0, 8.0);
        let n = STEPS as f64;
        let s = |v: f64| format!("{v:.1}");
        let mut rects = Vec::new();
        let mut edges = Vec::new();
        for (row, line) in g.verdicts.iter().enumerate() {
            let y = top + (n - 1.0 - row as f64) * size;
            for (column, action) in line.iter().enumerate() {
                let x = left + column as f64 * size;
                let words = format!(
                    "{}: {}; {}: {}. {}",
                    g.x.1,
                    units::show(g.x.3[column], g.x.2),
                    g.y.1,
                    units::show(g.y.3[row], g.y.2),
                    action.words()
                );
                rects.push(view! { <rect class="cell" data-action=action.id() x=s(x) y=s(y) width=s(size) height=s(size)><title>{words}</title></rect> });
                if line.get(column + 1).is_some_and(|a| a != action) {
                    edges.push(
                        view! { <line class="cell__edge" x1=s(x + size) x2=s(x + size) y1=s(y) y2=s(y + size) /> },
                    );
                }
                if g.verdicts.get(row + 1).and_then(|l| l.get(column)).is_some_and(|a| a != action) {
                    edges.push(view! { <line class="cell__edge" x1=s(x) x2=s(x + size) y1=s(y) y2=s(y) /> });
                }
            }
        }
        // One label a region, at the middle of its cells.
        let labels = Action::ALL
            .iter()
            .filter_map(|a| {
                let own: Vec<(usize, usize)> = g
                    .verdicts
                    .iter()
                    .enumerate()
                    .flat_map(|(r, l)| l.iter().enumerate().filter(move |(_, v)| *v == a).map(move |(c, _)| (r, c)))
                    .collect();
                let n_own = own.len() as f64;
                if own.len() < 6 {
                    return None;
                }
                let (r, c) = own.iter().fold((0.0, 0.0), |(r, c), (a, b)| (r + *a as f64, c + *b as f64));
                let (cx, cy) = (left + (c / n_own + 0.5) * size, top + (n - 0.5 - r / n_own) * size);
                Some(view! { <text class="cell__label" x=s(cx) y=s(cy) text-anchor="middle">{a.words()}</text> })
            })
            .collect_view();
        let position = |values: &[f64], v: f64| -> f64 {
            let k = values.iter().filter(|x| **x <= v).count().clamp(1, values.len());
            k as f64 - 1.0 + if k < values.len() { (v - values[k - 1]) / (values[k] - values[k - 1]) } else { 0.0 }
        };
        let today = g.today.0.zip(g.today.1).map(|(a, b)| {
            let (px, py) = (left + (position(&g.x.3, a) + 0.5) * size, top + (n - 0.5 - position(&g.y.3, b)) * size);
            view! { <circle class="cell__today" cx=s(px) cy=s(py) r="6"><title>"today"</title></circle> }
        });
        let bottom = top + n * size;
        let axis = [0, STEPS / 2, STEPS - 1].map(|i| {
            let at = (i as f64 + 0.5) * size;
            view! {
                <text class="frontier__tick" x=s(left + at) y=s(bottom + 16.0) text-anchor="middle">{units::show(g.x.3[i], g.x.2)}</text>
                <text class="frontier__tick" x=s(left - 6.0) y=s(bottom - at + 4.0) text-anchor="end">{units::show(g.y.3[i], g.y.2)}</text>
            }
        });
        let present: Vec<&str> =
            Action::ALL.iter().filter(|a| g.verdicts.iter().flatten().any(|v| v == *a)).map(|a| a.words()).collect();
        let summary = if present.len() == 1 {
            format!("Over these ranges the verdict stays \u{201c}{}\u{201d}.", present[0])
        } else {
            format!("Over these ranges the verdict can be: {}.", present.join("; "))
        };
        let rows = g.verdicts.iter().enumerate().rev().map(|(r, line)| {
            let cells = line.iter().map(|a| view! { <td>{a.words()}</td> }).collect_view();
            view! { <tr><th scope="row">{units::show(g.y.3[r], g.y.2)}</th>{cells}</tr> }
        });
        let heads = g.x.3.iter().map(|v| view! { <th scope="col">{units::show(*v, g.x.2)}</th> }).collect_view();
        let rows = rows.collect_view();
        Some(view! {
            <figure class="grid">
                <figcaption>{summary.clone()}</figcaption>
                <svg viewBox=format!("0 0 {:.0} {:.0}", left + n * size + 10.0, bottom + 40.0) role="img" aria-label=format!("Verdicts over {} and {}. {summary}", g.x.1, g.y.1)>
                    {rects}{edges}{labels}{today}{axis}
                    <text class="frontier__title" x=s(left + n * size / 2.0) y=s(bottom + 34.0) text-anchor="middle">{g.x.1.clone()}</text>
                </svg>
                <p class="soft small">{format!("Across: {}. Upwards: {}. Circle: today.", g.x.1, g.y.1)}</p>
                <details><summary>"Data of this chart"</summary><div class="scroll" tabindex="0" role="region" aria-label="Verdicts over two inputs"><table class="small"><thead><tr><th scope="col">{format!("{} \\ {}", g.y.1, g.x.1)}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div></details>
            </figure>
        })
    };
    view! { <div class="row">{picker(true, "Across")}{picker(false, "Upwards")}</div>{cells} }
}

fn id_of(s: &FlipSubject) -> String {
    match s {
        FlipSubject::Threshold(id) => format!("threshold:{id}"),
        FlipSubject::Fact(id) => format!("fact:{id}"),
        FlipSubject::Assumption(id) => format!("assumption:{id}"),
    }
}

fn label_of(known: &crate::ui::decide::flips::Subjects, s: &FlipSubject) -> String {
    known.get(s).map_or(String::new(), |k| k.label.clone())
}
