//! The page. It shows fields of the analysis and turns what a person does into [`crate::scenario::Edit`]s.
//!
//! ```text
//! App (state) --signals--> frame (verdict bar, navigation, dialogs) and pages
//! person --dispatch(Edit)--> History --memos--> Decision; --worker--> Prepared, Exploration
//! ```

pub mod curves;
pub mod decide;
pub mod evidence;
pub mod examples;
pub mod frame;
pub mod options;
pub mod pages;
#[cfg(not(feature = "live"))]
mod policy;
pub mod scaling;
pub mod session;
pub mod state;
pub mod widgets;
pub mod workshop;

pub use state::{App, Change, Notice, Page, use_app};

use leptos::prelude::*;

/// Puts the program into the element and leaves it there.
pub fn mount(element: web_sys::HtmlElement) {
    mount_to(element, || view! { <frame::Frame /> }).forget();
}
