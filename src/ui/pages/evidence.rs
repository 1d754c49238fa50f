//! Evidence: the files, how they were read, the inventory they make, what was measured, and what is assumed where no file says.

use crate::ui::evidence::{AssumptionLog, Changes, Files, Inventory, Measured, Proposed, Questions};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Evidence() -> impl IntoView {
    view! {
        <Files />
        <Questions />
        <Proposed />
        <Inventory />
        <Measured />
        <Changes />
        <AssumptionLog />
    }
}
