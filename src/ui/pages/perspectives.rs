//! Perspectives: what each stance would do and regret, what the research says, what is due when.

use crate::analysis;
use crate::data::units;
use crate::decide::chance::PerspectiveResult;
use crate::ui::evidence::Changes;
use crate::ui::options::table::money;
use crate::ui::use_app;
use leptos::prelude::*;

/// The page.
#[component]
pub fn Perspectives() -> impl IntoView {
    view! {
        <Stances />
        <Research />
        <Changes invites=true />
        <Recommendations />
    }
}

#[component]
fn Stances() -> impl IntoView {
    let app = use_app();
    let body = move || {
        let view = app.exploration.get()?.perspectives.clone();
        let currency = app.pack.with(|p| p.currency.clone());
        let cards = view.perspectives.iter().map(|p| card(p, &currency)).collect_view();
        let priced = view.perspectives.iter().any(|p| !p.regrets.is_empty());
        let heads = view
            .states
            .iter()
            .map(|s| {
                view! {
                    <th scope="col" class="number">
                        {s.clone()}
                    </th>
                }
            })
            .collect_view();
        let rows = view.perspectives.iter().map(|p| {
            let cells =
                p.regrets.iter().map(|r| view! { <td class="number">{money(&currency, *r)}</td> }).collect_view();
            let or = |v: Option<f64>| {
                v.map_or_else(
                    || "\u{2013}".into(),
                    |v| if v < 0.0 { format!("\u{2212}{}", money(&currency, -v)) } else { money(&currency, v) },
                )
            };
            let best = view.best_expected.as_ref() == Some(&p.label);
            let least = view.minimax.as_ref() == Some(&p.label);
            view! {
                <tr>
                    <th scope="row">
                        {p.label.clone()}
                        {p
                            .own
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"ours"</span>
                                }
                            })}
                    </th>
                    <td class="number">{or(p.cost)}</td>
                    <td class="number">{p.success.map_or_else(|| "\u{2013}".into(), units::chance)}</td>
                    <td class="number">
                        {or(p.net_benefit)}
                        {best
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"highest"</span>
                                }
                            })}
                    </td>
                    {cells}
                    <td class="number">
                        {or(p.largest_regret)}
                        {least
                            .then(|| {
                                view! {
                                    " "
                                    <span class="tag">"smallest"</span>
                                }
                            })}
                    </td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let table = priced.then(|| view! {
            <h3>"Regret"</h3>
            <p class="soft">
                {format!(
                    "How much worse each stance does than the best one, when the learning curves turn out poor, as expected or good.{} The phased stance assumes that the measurements between its phases tell the truth.",
                    if view.illustrative { " The prices are illustrative." } else { "" },
                )}
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Regret table">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">"Stance"</th>
                            <th scope="col" class="number">
                                "Cost, mean"
                            </th>
                            <th scope="col" class="number">
                                "All targets met"
                            </th>
                            <th scope="col" class="number">
                                "Expected net benefit"
                            </th>
                            {heads}
                            <th scope="col" class="number">
                                "Largest regret"
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        });
        Some(view! {
            <div class="cards" class:stale=move || app.exploration_stale.get()>
                {cards}
            </div>
            {table}
        })
    };
    let none = move || {
        app.pack
            .with(|p| p.perspectives.is_empty())
            .then(|| view! { <p class="none">"The policy pack names no perspectives."</p> })
    };
    view! {
        <section aria-labelledby="stances">
            <h2 id="stances">"Opinions in the room, put to this evidence"</h2>
            {none}
            {body}
        </section>
    }
}

fn card(p: &PerspectiveResult, currency: &str) -> impl IntoView + use<> {
    let counter = p.counter_evidence.iter().map(|c| view! { <li>{c.clone()}</li> }).collect_view();
    let after = p.after.iter().map(|c| view! { <li>{c.clone()}</li> }).collect_view();
    let agreement = match p.agreement {
        crate::decide::chance::Agreement::Supported => "pass",
        crate::decide::chance::Agreement::Partly => "warn",
        crate::decide::chance::Agreement::NotSupported => "fail",
    };
    view! {
        <article class="card" data-outcome=agreement>
            <h3>
                {p.label.clone()}
                {p
                    .own
                    .then(|| {
                        view! {
                            " "
                            <span class="tag">"ours"</span>
                        }
                    })}
            </h3>
            <p class="card__verdict">{p.verdict.clone()}</p>
            <dl class="about">
                <dt>"Argument"</dt>
                <dd>{p.argument.clone()}</dd>
                <dt>"Would do now"</dt>
                <dd>{p.would_do.clone()}</dd>
                <dt>"Then"</dt>
                <dd>
                    <ul>{after}</ul>
                </dd>
                <dt>"Counter-evidence"</dt>
                <dd>
                    <ul>{counter}</ul>
                </dd>
                <dt>"Response"</dt>
                <dd>{p.response.clone()}</dd>
                <dt>"Would bring"</dt>
                <dd>{p.brings(currency)}</dd>
            </dl>
        </article>
    }
}

fn explained(app: crate::ui::App) -> Memo<Option<std::sync::Arc<analysis::Explained>>> {
    Memo::new(move |_| {
        let (prepared, decision) = (app.prepared.get()?, app.decision.get()?);
        Some(std::sync::Arc::new(
            app.scenario.with(|s| app.pack.with(|p| analysis::explain(&prepared, p, s, &decision))),
        ))
    })
}

#[component]
fn Research() -> impl IntoView {
    let app = use_app();
    let explained = explained(app);
    let body = move || {
        let e = explained.get()?;
        if e.findings.is_empty() {
            return Some(view! { <p class="none">"The policy pack names no research findings."</p> }.into_any());
        }
        let items = e.findings.iter().map(|f| {
            let facts = f
                .facts
                .iter()
                .map(|(k, v)| {
                    view! {
                        <tr>
                            <th scope="row">{k.clone()}</th>
                            <td>{v.clone()}</td>
                        </tr>
                    }
                })
                .collect_view();
            let also = f.also.as_ref().map(|(a, what)| {
                view! {
                    "; "
                    <b>{a.word()}</b>
                    {format!(": {what}")}
                }
            });
            view! {
                <article class="finding" id=format!("finding-{}", f.id)>
                    <h3>
                        {f.label.clone()}" "<span class="tag" data-alignment=f.status.word()>
                            {f.status.word()}
                        </span>
                    </h3>
                    <p>
                        <b>{f.status.word()}</b>
                        {also}
                        ". "
                        {f.comparison.clone()}
                    </p>
                    <details>
                        <summary>"Claim, numbers, source"</summary>
                        <dl class="about">
                            <dt>"The research says"</dt>
                            <dd>{f.claim.clone()}</dd>
                            <dt>"We do"</dt>
                            <dd>{f.application.clone()}</dd>
                            <dt>"Would change it"</dt>
                            <dd>{f.action.clone()}</dd>
                            <dt>"Source"</dt>
                            <dd>{f.source.clone()}</dd>
                        </dl>
                        <table>{facts}</table>
                    </details>
                </article>
            }
        });
        let items = items.collect_view();
        let group = |title: &'static str, lines: &[String]| {
            let items = lines.iter().map(|l| view! { <li>{l.clone()}</li> }).collect_view();
            (!lines.is_empty()).then(|| {
                view! {
                    <div>
                        <h4>{title}</h4>
                        <ul>{items}</ul>
                    </div>
                }
            })
        };
        let s = &e.synthesis;
        Some(
            view! {
                {items}
                <h3>"Taken together"</h3>
                <div class="pair">
                    {group("Strong alignment", &s.strong)}{group("Moderate", &s.moderate)}{group("Gaps", &s.gaps)}
                </div>
            }
            .into_any(),
        )
    };
    view! {
        <section aria-labelledby="research">
            <h2 id="research">"What the research says about this evidence"</h2>
            {body}
        </section>
    }
}

#[component]
fn Recommendations() -> impl IntoView {
    let app = use_app();
    let explained = explained(app);
    let body = move || {
        let e = explained.get()?;
        let horizon = |months: u32| {
            let own: Vec<_> = e.recommendations.iter().filter(|r| r.recommendation.months == months).collect();
            let title = if months == 0 { "Research to watch".to_owned() } else { format!("Within {months} months") };
            let items = own.iter().map(|r| {
                view! {
                    <li>
                        <b>{r.recommendation.label.clone()}</b>
                        " "
                        <span class="tag">{r.due.words()}</span>
                        <span class="soft">
                            {format!(
                                " {}{}.",
                                r.trigger,
                                if r.evidence.is_empty() { String::new() } else { format!("; {}", r.evidence) },
                            )}
                        </span>
                        {(!r.recommendation.rationale.is_empty()).then(|| format!(" {}", r.recommendation.rationale))}
                        {(!r.recommendation.prepare.is_empty())
                            .then(|| format!(" Prepare: {}", r.recommendation.prepare))}
                    </li>
                }
            });
            let items = items.collect_view();
            (!own.is_empty()).then(|| {
                view! {
                    <h3>{title}</h3>
                    <ul>{items}</ul>
                }
            })
        };
        let mut months: Vec<u32> = e.recommendations.iter().map(|r| r.recommendation.months).collect();
        months.sort_by_key(|m| if *m == 0 { u32::MAX } else { *m });
        months.dedup();
        Some(months.into_iter().map(horizon).collect_view())
    };
    view! {
        <section aria-labelledby="due">
            <h2 id="due">"What is due when"</h2>
            {body}
        </section>
    }
}
