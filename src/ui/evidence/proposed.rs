//! Gates that targets in the files propose, put in force by one click, which can be taken back.

use crate::analysis::asking::proposed;
use crate::policy::Proposal;
use crate::scenario::Edit;
use crate::ui::use_app;
use crate::ui::widgets::heads;
use leptos::prelude::*;

/// The section; nothing where nothing is proposed.
#[component]
pub fn Proposed() -> impl IntoView {
    let app = use_app();
    let proposal = Memo::new(move |_| {
        let Some(prepared) = app.prepared.get() else { return Proposal::default() };
        app.pack.with(|pack| proposed(pack, &prepared.evidence))
    });
    let adopt = move |_| {
        let Proposal { metrics, gates } = proposal.get_untracked();
        app.dispatch(Edit::PutGates { gates, metrics, retarget: true });
    };
    let rows = move || {
        let gates = proposal.with(|p| p.gates.clone());
        let row = |g: crate::policy::Gate| {
            let target = app.pack.with(|p| p.amount(g.threshold, g.unit).to_string());
            view! {
                <tr>
                    <th scope="row">{g.label.clone()}</th>
                    <td>{g.comparator.symbol()}" "{target}</td>
                    <td>{g.source.clone()}</td>
                </tr>
            }
        };
        gates.into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || proposal.with(|p| !p.is_empty())>
            <section aria-labelledby="proposed-title" class="proposed">
                <h2 id="proposed-title">"Targets in your files"</h2>
                <p>
                    "They propose these gates. None is in force until you put them in the policy; Undo takes them out again."
                </p>
                <div class="scroll" tabindex="0" role="region" aria-label="Table of proposed gates">
                    <table>{heads(&["Metric", "Target", "From"])} <tbody>{rows}</tbody></table>
                </div>
                <p class="actions">
                    <button type="button" on:click=adopt>
                        "Put these gates in force"
                    </button>
                </p>
            </section>
        </Show>
    }
}
