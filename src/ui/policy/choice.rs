//! Which policy is in force, what the project changes of it, another in its place, and the way out as a file.

use crate::data::evaluation::metric_id;
use crate::data::units;
use crate::policy::{self, defaults};
use crate::scenario::{Edit, PolicyUse};
use crate::shell::files;
use crate::ui::use_app;
use leptos::prelude::*;

/// The first lines of the page.
#[component]
pub fn Choice() -> impl IntoView {
    let app = use_app();
    let used = Memo::new(move |_| app.history.with(|h| h.project().policy.clone()));
    let described = move || app.pack.with(|p| Some(p.description.clone()).filter(|d| !d.is_empty()));
    let changes = move || {
        let base = app.base.get()?;
        let n = used.with(|u| u.own.count(&base));
        (n > 0).then(|| format!("{} from \u{201c}{}\u{201d}.", units::counted(n, "change", "changes"), base.name))
    };
    let choose = move |event| {
        let id = event_target_value(&event);
        if defaults::NAMES.iter().any(|(known, _)| *known == id) {
            app.dispatch(Edit::Policy { policy: PolicyUse::shipped(&id) });
        }
    };
    let back = move |_| {
        let policy = used.get_untracked();
        app.dispatch(Edit::Policy { policy: PolicyUse { own: policy::PolicyChanges::default(), ..policy } });
    };
    let save = move |_| {
        let pack = app.pack.get_untracked();
        let id = metric_id(&pack.id).replace('_', "-");
        files::download_text(&format!("{id}.json"), "application/json", &policy::write(&pack));
    };
    view! {
        <section aria-labelledby="policy-title" class="policy">
            <h2 id="policy-title">{move || app.pack.with(|p| p.name.clone())}</h2>
            <p>{described}</p>
            {move || {
                changes()
                    .map(|words| {
                        view! {
                            <p>
                                {words}" "<button type="button" class="quiet" on:click=back>
                                    "Take all of them back"
                                </button>
                            </p>
                        }
                    })
            }}
            <p class="row">
                <label class="field field--inline">
                    <span>"Policy in force"</span>
                    <select on:change=choose>
                        {defaults::NAMES
                            .iter()
                            .map(|(id, name)| {
                                let selected = move || used.with(|u| u.hash.is_none() && u.id == *id);
                                view! {
                                    <option value=*id prop:selected=selected>
                                        {*name}
                                    </option>
                                }
                            })
                            .collect_view()}
                        {move || {
                            used.with(|u| u.hash.is_some())
                                .then(|| {
                                    view! {
                                        <option value="" prop:selected=true>
                                            "Your own file"
                                        </option>
                                    }
                                })
                        }}
                    </select>
                </label>
                <button type="button" on:click=save>
                    "Save this policy as a file"
                </button>
            </p>
            <p class="soft">
                "A policy pack of your own (JSON) can be dropped anywhere on the page; "
                <code>"headroom policy new"</code>" writes one from files."
            </p>
        </section>
    }
}
