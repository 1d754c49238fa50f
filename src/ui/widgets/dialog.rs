//! A modal dialog on the browser's own element, which keeps the focus in and gives it back.

use leptos::html;
use leptos::prelude::*;

/// A dialog with a heading and a way to close it.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// Its identifier, unique on the page.
    id: &'static str,
    /// Its content, made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        if open.get() {
            if !dialog.open() {
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    let heading = format!("{id}-title");
    let named = heading.clone();
    view! {
        <dialog node_ref=element id=id aria-labelledby=named on:close=move |_| open.set(false)>
            <div class="dialog__head">
                <h2 id=heading>{title}</h2>
                <button type="button" class="quiet" on:click=move |_| open.set(false)>
                    "Close"
                </button>
            </div>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
