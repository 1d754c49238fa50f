//! Files dropped anywhere on the page.

use crate::shell::drops;
use crate::ui::App;
use leptos::ev;
use leptos::prelude::*;

/// True while files hang over the page.
#[derive(Clone, Copy)]
struct Hanging(RwSignal<bool>);

fn has_files(event: &web_sys::DragEvent) -> bool {
    event.data_transfer().is_some_and(|t| t.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

/// Listens until the page is gone.
pub fn listen(app: App) {
    let hanging = RwSignal::new(false);
    provide_context(Hanging(hanging));
    let over = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            if !hanging.get_untracked() {
                hanging.set(true);
            }
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        // Leaving the window, not crossing from one element into another.
        if event.related_target().is_none() {
            hanging.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |_| hanging.set(false));
    drops::listen(move |files| {
        if files.is_empty() {
            let text = "Nothing in that drop is a file that could be read: the folder is empty, or the browser gives no files of it.";
            return app.notice(true, text, Vec::new());
        }
        app.add_blobs(files);
        app.go("evidence", "");
    });
    on_cleanup(move || {
        over.remove();
        leave.remove();
        drop.remove();
    });
}

/// What is shown while files hang over the page.
#[component]
pub fn Overlay() -> impl IntoView {
    let hanging = use_context::<Hanging>();
    view! {
        <Show when=move || hanging.is_some_and(|h| h.0.get())>
            <div class="overlay" aria-hidden="true">
                <p>
                    "Drop to add: CSV, TSV, JSON, JSON Lines, YAML, spreadsheets, a policy pack, a saved project or report"
                </p>
            </div>
        </Show>
    }
}
