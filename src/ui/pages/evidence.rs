//! Evidence: the files, how they were read, the inventory they make, what was measured, and what is assumed where no file says.

use crate::ui::evidence::{
    Asking, AssumptionLog, Changes, Duplicates, Files, Inventory, Measured, Proposed, Questions,
};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Evidence() -> impl IntoView {
    view! {
        <Asking />
        <Files />
        <Questions />
        <Proposed />
        <Inventory />
        <Duplicates />
        <Measured />
        <Changes />
        <AssumptionLog />
    }
}
