//! The opening of index.html: the example's verdict, shown on a first visit until the program has one of its own.

use crate::ui::App;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// Milliseconds after which the program shows itself even without a verdict, so that nobody waits in front of a picture.
const LONGEST: u32 = 10_000;

/// Takes the opening away when there is a verdict, or something that a person must read.
pub fn follow(app: App) {
    Effect::new(move |done: Option<bool>| {
        let now = app.decision.with(Option::is_some) || app.notices.with(|n| !n.is_empty());
        if now && done != Some(true) {
            take_away();
        }
        now || done == Some(true)
    });
    Timeout::new(LONGEST, take_away).forget();
}

fn take_away() {
    if let Some(opening) = document().get_element_by_id("opening") {
        opening.remove();
    }
    if let Some(app) = document().get_element_by_id("app") {
        let _ = app.class_list().remove_1("waiting");
    }
    // For the bench: from here on the page is the program's.
    if let Some(performance) = window().performance() {
        let _ = performance.mark("headroom-verdict");
    }
}
