//! The way from a number to its row in the assumption log.

use crate::scenario::About;
use crate::shell::address;
use leptos::prelude::*;

/// Anchor of a row of the assumption log.
#[must_use]
pub fn log_anchor(about: &About) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    format!("log-{}", about.to_string().chars().map(plain).collect::<String>())
}

/// Address of an assumption's row in the log.
#[must_use]
pub fn log_address(id: &str) -> String {
    address::of_page("evidence", &log_anchor(&About::Assumption(id.to_owned())))
}

/// The way from a number to its row in the log.
#[component]
pub fn LogLink(
    /// Identifier of the assumption.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    view! { <a href=log_address(&id)>"In the assumption log"</a> }
}
