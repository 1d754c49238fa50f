//! Light, dark, or as the computer says. View state: kept apart from the project.

use leptos::prelude::*;

const KEY: &str = "headroom-theme";
/// The choices, with their words.
const THEMES: [(&str, &str); 3] = [("auto", "Automatic"), ("light", "Light"), ("dark", "Dark")];

fn storage() -> Option<web_sys::Storage> {
    if crate::LIVE {
        return None;
    }
    web_sys::window().and_then(|w| w.local_storage().ok().flatten())
}

fn kept() -> String {
    let kept = storage().and_then(|s| s.get_item(KEY).ok().flatten());
    kept.filter(|k| THEMES.iter().any(|(id, _)| id == k)).unwrap_or_else(|| "auto".to_owned())
}

/// Puts the chosen theme in force.
pub fn restore() {
    put(&kept());
}

fn put(theme: &str) {
    if let Some(root) = document().document_element() {
        let _ =
            if theme == "auto" { root.remove_attribute("data-theme") } else { root.set_attribute("data-theme", theme) };
    }
}

/// The choice.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let chosen = RwSignal::new(kept());
    let choose = move |event| {
        let theme = event_target_value(&event);
        if let Some(storage) = storage() {
            let _ = storage.set_item(KEY, &theme);
        }
        put(&theme);
        chosen.set(theme);
    };
    view! {
        <label class="field field--inline">
            <span>"Theme"</span>
            <select aria-label="Theme" on:change=choose prop:value=move || chosen.get()>
                {THEMES
                    .map(|(id, words)| {
                        view! {
                            <option value=id selected=move || chosen.get() == id>
                                {words}
                            </option>
                        }
                    })}
            </select>
        </label>
    }
}
