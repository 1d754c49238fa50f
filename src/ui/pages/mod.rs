//! The pages by address, in the order of the navigation. A page is one file and one line in [`PAGES`]. A live report leaves out
//! those that change its files or its policy, and what it is itself.

mod curves;
mod decide;
mod evidence;
mod options;
mod perspectives;
#[cfg(not(feature = "live"))]
mod policy;
#[cfg(not(feature = "live"))]
mod report;
mod scaling;
mod scenarios;

#[cfg(not(feature = "live"))]
pub use report::{LIVE_WORDS, format_words};

use super::state::Page;
use leptos::prelude::*;

/// A page.
pub struct PageSpec {
    /// Identifier in the address: `#/decide`.
    pub id: &'static str,
    /// Name in the navigation, and heading.
    pub label: &'static str,
    /// Its content, without the heading.
    pub view: fn() -> AnyView,
}

/// Every page; the first is where a visit begins.
pub const PAGES: &[PageSpec] = &[
    PageSpec { id: "decide", label: "Decide", view: || decide::Decide().into_any() },
    PageSpec { id: "evidence", label: "Evidence", view: || evidence::Evidence().into_any() },
    #[cfg(not(feature = "live"))]
    PageSpec { id: "policy", label: "Policy", view: || policy::Policy().into_any() },
    PageSpec { id: "curves", label: "Curves", view: || curves::Curves().into_any() },
    PageSpec { id: "scaling", label: "Scaling", view: || scaling::Scaling().into_any() },
    PageSpec { id: "options", label: "Options", view: || options::Options().into_any() },
    PageSpec { id: "perspectives", label: "Perspectives", view: || perspectives::Perspectives().into_any() },
    PageSpec { id: "scenarios", label: "Scenarios", view: || scenarios::Scenarios().into_any() },
    #[cfg(not(feature = "live"))]
    PageSpec { id: "report", label: "Report", view: || report::Report().into_any() },
];

/// What has an address but no place in the navigation: it takes the whole window.
pub const APART: &[PageSpec] = &[
    #[cfg(not(feature = "live"))]
    PageSpec { id: "workshop", label: "Workshop", view: || crate::ui::workshop::Workshop().into_any() },
];

/// Every page, whether the navigation has it or not.
fn all() -> impl Iterator<Item = &'static PageSpec> {
    PAGES.iter().chain(APART)
}

/// Where a visit begins.
#[must_use]
pub fn first() -> Page {
    Page(PAGES[0].id)
}

/// The page of an address; the first for an empty one, none for an unknown one.
#[must_use]
pub fn find(id: &str) -> Option<Page> {
    if id.is_empty() { Some(first()) } else { all().find(|p| p.id == id).map(|p| Page(p.id)) }
}

/// The description of a page.
#[must_use]
pub fn spec(page: Page) -> &'static PageSpec {
    all().find(|p| p.id == page.0).unwrap_or(&PAGES[0])
}
