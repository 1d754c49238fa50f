//! Report: take the decision away, and read its record here.

use crate::report::Format;
use crate::report::record::REVIEW_NOTE;
use crate::scenario::{About, Annotation, Edit};
use crate::ui::use_app;
use leptos::prelude::*;

/// Name of a form of the report, and what it is good for.
#[must_use]
pub fn format_words(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Html => (
            "Report, one HTML file",
            "Everything: verdict, evidence with file hashes and warnings, inventory, gates, curves, scaling, assumptions, method, references. Opens without a network, prints, and drops back into this page as a project.",
        ),
        Format::Markdown => ("Report, Markdown", "The same text and tables for a wiki or a repository."),
        Format::Json => ("Decision and numbers, JSON", "For programs: outcomes, thresholds, intervals, flips."),
        Format::Record => (
            "Decision record, Markdown",
            "One page: what was decided, why, on what evidence, who voted, what would change it.",
        ),
        Format::Duplicates => ("List of duplicates, CSV", "Which records of the texts say the same as which others."),
    }
}

/// The same of the live report.
pub const LIVE_WORDS: (&str, &str) = (
    "Live report, one HTML file",
    "The report with the program inside: opens from disk without a network, its thresholds, assumptions and scenarios move, and it says what differs from what you sent. Keeps nothing, connects to nothing.",
);

/// The page.
#[component]
pub fn Report() -> impl IntoView {
    let app = use_app();
    // The record follows the state once the search of flips has caught up with it.
    Effect::new(move |_| {
        app.history.track();
        if app.decision.with(Option::is_some) && !app.exploration_stale.get() {
            app.preview();
        }
    });
    let forms = Format::ALL.map(|format| {
        let (name, use_for) = format_words(format);
        view! {
            <li>
                <button type="button" class:main=format == Format::Html on:click=move |_| app.report(format)>
                    {name}
                </button>
                <span>{use_for}</span>
            </li>
        }
    });
    let record = move || match app.record.get() {
        Some(text) => view! {
            <div class="record" tabindex="0" role="region" aria-label="Decision record">
                {read(&text)}
            </div>
        }
        .into_any(),
        None => view! { <p class="none">"Writing\u{2026}"</p> }.into_any(),
    };
    view! {
        <section aria-labelledby="take-title" class="adding">
            <h2 id="take-title">"Take it away"</h2>
            <ul class="forms">
                {forms} <li>
                    <button type="button" on:click=move |_| app.live_report()>
                        {LIVE_WORDS.0}
                    </button>
                    <span>{LIVE_WORDS.1}</span>
                </li> <li>
                    <button type="button" on:click=move |_| app.save_project()>
                        "Project with its files"
                    </button>
                    <span>"To go on with later or elsewhere: drop it on this page."</span>
                </li>
            </ul>
        </section>
        <section aria-labelledby="record-title">
            <h2 id="record-title">"Decision record"</h2>
            <ReviewDate />
            {record}
        </section>
    }
}

/// The day on which the decision is looked at again; the record names it.
#[component]
fn ReviewDate() -> impl IntoView {
    let app = use_app();
    let note = move || app.scenario.with(|s| s.notes.get(&About::from(REVIEW_NOTE)).cloned().unwrap_or_default());
    let date = move || {
        let note = note();
        if note.date.is_empty() { note.text } else { note.date }
    };
    let set = move |event| {
        let next = Annotation { date: event_target_value(&event), text: String::new(), ..untrack(note) };
        app.dispatch(Edit::Note { about: About::from(REVIEW_NOTE), note: (!next.is_empty()).then_some(next) });
    };
    view! {
        <label class="field field--inline">
            <span>"Look at the decision again on"</span>
            <input type="date" prop:value=date on:change=set />
        </label>
    }
}

/// The record's Markdown as it is meant: headings, lists, paragraphs. The file has it as text.
fn read(markdown: &str) -> Vec<AnyView> {
    let lines = markdown.lines().map(str::trim_end).filter(|l| !l.is_empty() && *l != "---");
    let each = lines.map(|line| {
        if let Some(title) = line.strip_prefix("# ") {
            view! { <p class="record__title">{words(title)}</p> }.into_any()
        } else if let Some(title) = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')) {
            view! { <h3>{words(title)}</h3> }.into_any()
        } else if let Some(item) = line.strip_prefix("- ") {
            view! { <p class="record__item">{words(item)}</p> }.into_any()
        } else {
            view! { <p>{words(line)}</p> }.into_any()
        }
    });
    each.collect()
}

/// A line with its strong words and its code; what was escaped for Markdown is itself again.
fn words(line: &str) -> Vec<AnyView> {
    let mut parts = Vec::new();
    for (i, part) in line.split("**").enumerate() {
        let runs = part.split('`').enumerate().map(|(k, run)| {
            let text = plain(run);
            if k % 2 == 1 { view! { <code>{text}</code> }.into_any() } else { text.into_any() }
        });
        let runs: Vec<AnyView> = runs.collect();
        parts.push(if i % 2 == 1 { view! { <b>{runs}</b> }.into_any() } else { runs.into_any() });
    }
    parts
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        // A backslash before a punctuation mark is Markdown's, not the sentence's.
        match c {
            '\\' => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}
