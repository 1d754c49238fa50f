//! Evidence: the files, how they were read, and the inventory they make.

use crate::ui::evidence::{Files, Inventory};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Evidence() -> impl IntoView {
    view! {
        <Files />
        <Inventory />
    }
}
