//! The share link, and the look at a shared scenario before it replaces anything.

use crate::data::units;
use crate::scenario::{Edit, LINK_GOOD, LINK_LIMIT, RIDE_LIMIT, encode_link, encode_link_with};
use crate::shell::address;
use crate::ui::state::Offer;
use crate::ui::use_app;
use crate::ui::widgets::Dialog;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Bytes of files that deflate, which packs to a thousandth at best, cannot bring below the limit.
const HOPELESS: u64 = 1_000 * RIDE_LIMIT as u64;

const WORDS: &str =
    "The link carries the scenarios and how the files are read, after the #: it is not sent to any server.";
const LIVE_WORDS: &str = "This carries your scenarios. Whoever has the report puts it behind the address of the file, and is asked before \
                          anything changes; headroom --scenario takes it, too.";

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
    let along = RwSignal::new(false);
    let hopeless = move || {
        let bytes: u64 = app.history.with(|h| h.project().files.iter().filter(|f| !f.left_out).map(|f| f.size).sum());
        bytes > HOPELESS
    };
    // The files, once they were asked for.
    let files: RwSignal<Option<Vec<(String, Vec<u8>)>>> = RwSignal::new(None);
    let with_files = Memo::new(move |_| {
        if !along.get() {
            return None;
        }
        // Bytes that no packing brings below the limit are not even read.
        if hopeless() {
            return Some(Err(0));
        }
        let files = files.get()?;
        Some(app.history.with(|h| encode_link_with(h.project(), &files)))
    });
    let packed = Memo::new(move |_| match with_files.get() {
        Some(Ok(link)) => link,
        _ => app.history.with(|h| encode_link(h.project())),
    });
    // Another set of files is fetched again.
    let used = Memo::new(move |_| app.history.with(|h| h.project().files.clone()));
    Effect::new(move |_| {
        used.track();
        files.set(None);
        if along.get() && !hopeless() {
            spawn_local(async move {
                let found = crate::ui::session::contents(app).await;
                // The dialog may be gone by then.
                let _ = files.try_set(Some(found));
            });
        }
    });
    let small = move || match with_files.get() {
        _ if !along.get() => String::new(),
        None => "Reading the files\u{2026}".to_owned(),
        Some(Ok(_)) => "The files are in the link.".to_owned(),
        Some(Err(_)) => format!(
            "The files stay behind: packed they are larger than the {} that fit into a link. Save the project with its files instead.",
            units::bytes(RIDE_LIMIT as f64)
        ),
    };
    // From disk an address is good on one computer only: what travels is what stands behind it.
    let link = move || {
        packed
            .with(|p| if crate::LIVE && address::is_from_disk() { format!("#{p}") } else { address::with_fragment(p) })
    };
    let needs = move || {
        let riding = with_files.with(|w| matches!(w, Some(Ok(_)))).then(|| files.get().unwrap_or_default());
        let rides = |name: &str| riding.iter().flatten().any(|r| r.0 == name);
        app.history.with(|h| {
            let used = h.project().files.iter().filter(|f| !f.left_out && !rides(&f.name));
            used.map(|f| f.name.clone()).collect::<Vec<_>>()
        })
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
        <p>{if crate::LIVE { LIVE_WORDS } else { WORDS }}</p>
        <p hidden=crate::LIVE>
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=along
                    on:change=move |event| along.set(event_target_checked(&event))
                />
                <span>"Take small files along: whoever has the link then has what is in them"</span>
            </label>
            <span role="status" class="share__along">
                {small}
            </span>
        </p>
        <label class="field">
            <span>"Link"</span>
            <textarea readonly rows="4" node_ref=field prop:value=link></textarea>
        </label>
        <p class="share__length">{verdict}</p>
        {move || {
            (!crate::LIVE && !needs().is_empty())
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
    let riding = offer.riding.clone();
    let here = project.files.iter().map(|f| f.name.clone()).collect::<Vec<_>>();
    let missing = offer.missing.clone();
    let take = move |_| {
        if riding.is_empty() {
            app.dispatch(Edit::Replace { project: project.clone() });
        } else {
            crate::ui::session::open_shared(app, project.clone(), &riding);
        }
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
