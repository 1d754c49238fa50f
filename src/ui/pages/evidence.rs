//! Evidence: the files, how they were read, the inventory they make, what was measured, and what is assumed where no file says.

use crate::ui::evidence::{
    Asking, AssumptionLog, Changes, Duplicates, Files, Inventory, Measured, Predicted, Proposed, Questions,
};
use leptos::prelude::*;

/// The page. A live report takes no files.
#[component]
pub fn Evidence() -> impl IntoView {
    let files = (!crate::LIVE).then(|| {
        view! {
            <Asking />
            <Files />
            <Questions />
            <Proposed />
        }
    });
    view! {
        {files}
        <Inventory />
        <Duplicates />
        <Measured />
        <Predicted />
        <Changes />
        <AssumptionLog />
    }
}
