//! Tiers, families, perspectives and recommendations: one form for all, made of the columns of each.

use crate::analysis::asking::{Cell, Row, with_row};
use crate::data::amount::{Scale, Unit};
use crate::policy::{Family, ListKind, MetricSpec, PackAbout, PackLists, Perspective, Recommendation, Tier};
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::{BoxSpec, NumberBox, heads};
use leptos::prelude::*;

/// Every list, each behind a line that says how much is in it.
#[component]
pub fn Lists() -> impl IntoView {
    view! {
        <section aria-labelledby="policy-lists">
            <h2 id="policy-lists">"What the policy knows besides"</h2>
            <p class="soft">
                "Prices and assumptions are typed on the Evidence page; everything here is the project's own as soon as it is changed."
            </p>
            <About />
            {list::<Tier>()}
            {list::<Family>()}
            {list::<MetricSpec>()}
            {list::<Perspective>()}
            {list::<Recommendation>()}
        </section>
    }
}

/// The button that makes a list as the pack has it, where it is the project's own.
#[component]
fn Back(kind: ListKind) -> impl IntoView {
    let app = use_app();
    let own = move || {
        let base = app.base.get()?;
        app.history.with(|h| h.project().policy.own.lists.changes(&base)).into_iter().find(|c| c.0 == kind)
    };
    move || {
        own().map(|(_, words)| {
            view! {
                <p>
                    {format!("Changed from the pack ({words}). ")}
                    <button
                        type="button"
                        class="quiet"
                        on:click=move |_| app.dispatch(Edit::TakeBackList { list: kind })
                    >
                        {format!("{} as the pack has them", kind.word())}
                    </button>
                </p>
            }
        })
    }
}

#[component]
fn About() -> impl IntoView {
    let app = use_app();
    let about = Memo::new(move |_| {
        app.pack.with(|p| PackAbout {
            name: p.name.clone(),
            description: p.description.clone(),
            currency: p.currency.clone(),
        })
    });
    let text = move |label: &'static str,
                     most: &'static str,
                     get: fn(&PackAbout) -> &String,
                     set: fn(&mut PackAbout, String)| {
        let typed = move |event| {
            let mut next = about.get_untracked();
            set(&mut next, event_target_value(&event).trim().to_owned());
            if next != about.get_untracked() {
                app.dispatch(Edit::PutLists { lists: PackLists { about: Some(next), ..PackLists::default() } });
            }
        };
        view! {
            <label class="field">
                <span>{label}</span>
                <input type="text" maxlength=most prop:value=move || about.with(|a| get(a).clone()) on:change=typed />
            </label>
        }
    };
    view! {
        <details class="list">
            <summary>{ListKind::About.word()}</summary>
            <div class="form">
                {text("Name", "200", |a| &a.name, |a, t| a.name = t)}
                {text("What it is for", "2000", |a| &a.description, |a, t| a.description = t)}
                {text("Sign of the currency", "8", |a| &a.currency, |a, t| a.currency = t)}
            </div>
            <Back kind=ListKind::About />
        </details>
    }
}

fn list<R: Row>() -> impl IntoView {
    let app = use_app();
    let count = Memo::new(move |_| app.pack.with(|p| R::rows(p).len()));
    let found = Memo::new(move |_| {
        let Some(prepared) = app.prepared.get() else { return 0 };
        app.pack.with(|p| R::found(&prepared, R::rows(p)).len())
    });
    let open = RwSignal::new(false);
    let put = move |make: &dyn Fn(&[R]) -> Vec<R>| {
        let lists = app.pack.with_untracked(|p| {
            let rows = R::rows(p);
            let mut next = rows.to_vec();
            next.extend(make(rows));
            R::lists(next)
        });
        app.dispatch(Edit::PutLists { lists });
    };
    let add = move |_| put(&|rows| vec![R::blank(rows)]);
    let take = move |_| {
        if let Some(prepared) = app.prepared.get_untracked() {
            put(&|rows| R::found(&prepared, rows));
        }
    };
    let title = R::KIND.word();
    let mut labels: Vec<&'static str> = R::columns().into_iter().map(|c| c.label).collect();
    labels.push("Remove");
    let table = move || {
        let rows = (0..count.get()).map(|at| row::<R>(at)).collect_view();
        view! {
            <p class="soft">{R::ABOUT}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=title>
                <table class="list__table">{heads(&labels)} <tbody>{rows}</tbody></table>
            </div>
            <p class="actions">
                <button type="button" on:click=add>
                    {format!("Add a {}", R::ONE)}
                </button>
                {move || {
                    let n = found.get();
                    (n > 0)
                        .then(|| {
                            view! {
                                <button type="button" on:click=take>
                                    {format!("Add the {n} that your {} besides", R::ELSEWHERE)}
                                </button>
                            }
                        })
                }}
            </p>
            <Back kind=R::KIND />
        }
    };
    let table = StoredValue::new_local(table);
    view! {
        <details
            class="list"
            on:toggle=move |event| {
                let details: web_sys::Element = event_target(&event);
                open.set(details.has_attribute("open"));
            }
        >
            <summary>{title}" ("{move || count.get()}")"</summary>
            {move || open.get().then(|| table.with_value(|t| t()))}
        </details>
    }
}

/// One row: a change of a cell is an edit, or words that say why it cannot be.
fn row<R: Row>(at: usize) -> impl IntoView {
    let app = use_app();
    let now = Memo::new(move |_| app.pack.with(|p| R::rows(p).get(at).cloned()));
    let name = move || now.with(|r| r.as_ref().map_or_else(String::new, R::name));
    let change = move |make: &dyn Fn(&mut R)| {
        if let Some(lists) = app.pack.with_untracked(|p| with_row::<R>(p, at, make)) {
            app.dispatch(Edit::PutLists { lists });
        }
    };
    let cells = R::columns().into_iter().map(|column| {
        let label = column.label;
        let called = move || format!("{label} of {}", name());
        let cell = match column.cell {
            Cell::Text(get, set) => view! {
                <input
                    type="text"
                    maxlength="2000"
                    aria-label=called
                    prop:value=move || now.with(|r| r.as_ref().map_or_else(String::new, get))
                    on:change=move |event| {
                        let typed = event_target_value(&event).trim().to_owned();
                        change(&|r| set(r, typed.clone()));
                        let input: web_sys::HtmlInputElement = event_target(&event);
                        input.set_value(&now.with_untracked(|r| r.as_ref().map_or_else(String::new, get)));
                    }
                />
            }
            .into_any(),
            Cell::Amount(unit, get, set) => {
                let high = if unit == Unit::Fraction { 1.0 } else { f64::INFINITY };
                let spec = Signal::derive(move || BoxSpec {
                    name: called(),
                    scale: Scale { range: (0.0, high), log: false, unit },
                    currency: String::new(),
                });
                let value = Signal::derive(move || now.with(|r| r.as_ref().and_then(get)));
                let typed = Callback::new(move |v: Option<f64>| change(&|r| set(r, v)));
                view! { <NumberBox spec value on_value=typed placeholder="any" /> }.into_any()
            }
            Cell::Yes(get, set) => view! {
                <input
                    type="checkbox"
                    aria-label=called
                    prop:checked=move || now.with(|r| r.as_ref().is_some_and(get))
                    on:change=move |event| {
                        let yes = event_target_checked(&event);
                        change(&|r| set(r, yes));
                    }
                />
            }
            .into_any(),
            Cell::Choice(options, get, set) => {
                let chosen = Memo::new(move |_| now.with(|r| r.as_ref().map_or_else(String::new, get)));
                let list = move || {
                    let mut list = app.pack.with(|p| options(p));
                    let own = chosen.get();
                    if list.iter().all(|o| o.0 != own) {
                        list.push((own.clone(), own.clone()));
                    }
                    list.into_iter()
                        .map(|(id, words)| {
                            let selected = id == own;
                            view! {
                                <option value=id selected=selected>
                                    {words}
                                </option>
                            }
                        })
                        .collect_view()
                };
                view! {
                    <select
                        aria-label=called
                        on:change=move |event| {
                            let id = event_target_value(&event);
                            change(&|r| set(r, id.clone()));
                        }
                    >
                        {list}
                    </select>
                }
                .into_any()
            }
        };
        view! { <td>{cell}</td> }
    });
    let cells = cells.collect_view();
    let kept = move || now.with(|r| app.pack.with(|p| r.as_ref().and_then(|r| r.kept(p))));
    let remove = move |_| {
        let lists = app.pack.with_untracked(|p| {
            let mut rows = R::rows(p).to_vec();
            if at < rows.len() {
                rows.remove(at);
            }
            R::lists(rows)
        });
        app.dispatch(Edit::PutLists { lists });
    };
    view! {
        <tr>
            {cells} <td>
                <button
                    type="button"
                    class="quiet"
                    aria-label=move || format!("Remove {}", name())
                    disabled=move || kept().is_some()
                    title=kept
                    on:click=remove
                >
                    "Remove"
                </button>
            </td>
        </tr>
    }
}
