//! The share link, and the look at a shared scenario before it replaces anything.

use crate::data::units;
use crate::scenario::{Edit, LINK_GOOD, LINK_LIMIT, encode_link};
use crate::shell::address;
use crate::ui::state::Offer;
use crate::ui::use_app;
use crate::ui::widgets::Dialog;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The link, its length, and what it needs.
#[component]
pub fn ShareDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open title="Share this project" id="share">
            <Link />
        </Dialog>
    }
}

#[component]
fn Link() -> impl IntoView {
    let app = use_app();
    let packed = Memo::new(move |_| app.history.with(|h| encode_link(h.project())));
    let link = move || address::with_fragment(&packed.get());
    let needs = move || {
        app.history
            .with(|h| h.project().files.iter().filter(|f| !f.left_out).map(|f| f.name.clone()).collect::<Vec<_>>())
    };
    let length = move || packed.with(String::len);
    let verdict = move || {
        let n = link().len();
        let count = units::grouped(n as f64);
        if length() > LINK_LIMIT {
            format!("{count} characters: too long for a link. Save the project as a file instead.")
        } else if n > LINK_GOOD {
            format!(
                "{count} characters. Some messengers cut links beyond {}; a saved project is safer.",
                units::grouped(LINK_GOOD as f64)
            )
        } else {
            format!("{count} characters: short enough for e-mail and messengers.")
        }
    };
    let field = NodeRef::<html::Textarea>::new();
    let copied = RwSignal::new("");
    let copy = move |_| {
        let text = link();
        if let Some(field) = field.get_untracked() {
            field.select();
        }
        spawn_local(async move {
            let Some(window) = web_sys::window() else { return };
            let done = JsFuture::from(window.navigator().clipboard().write_text(&text)).await;
            copied.set(if done.is_ok() { "Copied." } else { "Select the link and copy it with Ctrl+C." });
        });
    };
    view! {
        <p>
            "The link carries the scenarios and how the files are read, after the #: it is not sent to any server. It does not carry the files."
        </p>
        <label class="field">
            <span>"Link"</span>
            <textarea readonly rows="4" node_ref=field prop:value=link></textarea>
        </label>
        <p class="share__length">{verdict}</p>
        {move || {
            (!needs().is_empty())
                .then(|| view! { <p>"Whoever opens it needs these files: "{units::several(&needs())}"."</p> })
        }}
        <p class="actions">
            <button type="button" class="main" disabled=move || { length() > LINK_LIMIT } on:click=copy>
                "Copy the link"
            </button>
            <button type="button" on:click=move |_| app.save_project()>
                "Save the project with its files"
            </button>
            <span role="status">{move || copied.get()}</span>
        </p>
    }
}

/// Shows what a link would bring; nothing is replaced without a yes.
#[component]
pub fn OfferDialog() -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if app.offered.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            app.offered.set(None);
        }
    });
    let offer = move || app.offered.get().map(|offer| view! { <Preview offer open /> });
    view! {
        <Dialog open title="Open the shared project?" id="offer">
            {offer}
        </Dialog>
    }
}

#[component]
fn Preview(offer: Offer, open: RwSignal<bool>) -> impl IntoView {
    let app = use_app();
    let project = offer.project.clone();
    let scenarios = project.scenarios.iter().map(|s| {
        let changes = match s.changes() {
            0 => "as the policy has it".to_owned(),
            1 => "1 change".to_owned(),
            n => format!("{n} changes"),
        };
        view! {
            <li>
                <b>{s.name.clone()}</b>
                ": "
                {changes}
            </li>
        }
    });
    let scenarios = scenarios.collect_view();
    let here = project.files.iter().map(|f| f.name.clone()).collect::<Vec<_>>();
    let missing = offer.missing.clone();
    let take = move |_| {
        app.dispatch(Edit::Replace { project: project.clone() });
        open.set(false);
    };
    // The scenarios can also be tried on the files that are here.
    let shared = offer.project.clone();
    let apply = move |_| {
        let project = app.project_now();
        let next = crate::scenario::Project { files: project.files, ..(*shared).clone() };
        app.dispatch(Edit::Replace { project: Box::new(next) });
        open.set(false);
    };
    view! {
        <p>
            "\u{201c}"{offer.project.name.clone()}"\u{201d}, policy "{offer.project.policy.id.clone()}", a link of "
            {units::grouped(offer.length as f64)}" characters. Opening it replaces your project; undo brings it back."
        </p>
        <h3>"Scenarios"</h3>
        <ul>{scenarios}</ul>
        {(!here.is_empty()).then(|| view! { <p>"Its files are here: "{units::several(&here)}"."</p> })}
        {(!missing.is_empty())
            .then(|| {
                view! {
                    <p class="warning">
                        "It also needs files that are not in this browser: "<b>{units::several(&missing)}</b>
                        ". Drop them afterwards."
                    </p>
                }
            })}
        <p class="actions">
            <button type="button" class="main" on:click=take>
                "Open it"
            </button>
            {(!missing.is_empty())
                .then(|| {
                    view! {
                        <button type="button" on:click=apply>
                            "Use its scenarios on my files"
                        </button>
                    }
                })}
            <button type="button" on:click=move |_| open.set(false)>
                "Keep my project"
            </button>
        </p>
    }
}
