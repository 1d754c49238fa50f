//! Decide: why, how sure, what would change it, and the gates by phase.

use crate::ui::decide::chances::HowSure;
use crate::ui::decide::flips::{Flips, share};
use crate::ui::decide::next::NextMeasurement;
use crate::ui::decide::phases::Gates;
use crate::ui::decide::reasons::Reasons;
use crate::ui::use_app;
use leptos::prelude::*;

/// The start page.
#[component]
pub fn Decide() -> impl IntoView {
    // One list of what can be moved serves every row below.
    share(use_app());
    view! {
        <Reasons />
        <Flips />
        <HowSure />
        <NextMeasurement />
        <Gates />
    }
}
