//! The state of the page: one value that a person edits, and what follows from it.

use super::session::Session;
use crate::analysis::{self, Exploration, Odds, Prepared};
use crate::data::{Diagnostic, Progress};
use crate::decide::sensitivity::Grid;
use crate::decide::{Action, Decision};
use crate::engine::ReadingView;
use crate::policy::PolicyPack;
use crate::report::Format;
use crate::scenario::{Edit, History, Project, Scenario};
use crate::shell::{address, files};
use leptos::prelude::*;
use std::sync::Arc;

/// A page by its identifier in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page(pub &'static str);

/// What the last change did to the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Verdict before.
    pub from: Action,
    /// Verdict now.
    pub to: Action,
    /// Gates whose outcome changed: label, outcome before and now in words.
    pub gates: Vec<(String, &'static str, &'static str)>,
}

impl Change {
    /// Number of gates whose outcome changed.
    #[must_use]
    pub fn gates_changed(&self) -> usize {
        self.gates.len()
    }
    /// One sentence for the bar and the live region.
    #[must_use]
    pub fn words(&self) -> String {
        let gates = match self.gates.as_slice() {
            [] => String::new(),
            [(label, _, now)] => format!("{label}: now {now}. "),
            many => format!("{} gates changed their outcome. ", many.len()),
        };
        if self.from == self.to {
            format!("{gates}The verdict is still: {}.", self.to.inline())
        } else {
            format!(
                "{gates}The verdict changed from \u{201c}{}\u{201d} to \u{201c}{}\u{201d}.",
                self.from.words(),
                self.to.words()
            )
        }
    }
}

/// What a button of a message does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// Reads files again that were kept out.
    Again(u64),
    /// Downloads a text under a name.
    Download(String, Arc<str>),
    /// Lets a state go that was set aside, by its key.
    ForgetAside(String),
}

/// A button of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Its words.
    pub label: String,
    /// What it does.
    pub does: Does,
}

/// A message to the person, until it is closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Counts up.
    pub id: u64,
    /// True for trouble.
    pub bad: bool,
    /// One sentence.
    pub text: String,
    /// What there is to say besides.
    pub details: Vec<Diagnostic>,
    /// What can be done about it.
    pub acts: Vec<Act>,
}

/// Everything the pages share. Copy it freely: it holds handles.
#[derive(Clone, Copy)]
pub struct App {
    /// The project with its past; the only write is [`App::dispatch`].
    pub history: RwSignal<History>,
    /// The analysis before any threshold is looked at; `None` until the first has come.
    pub prepared: RwSignal<Option<Arc<Prepared>>>,
    /// The policy pack in force.
    pub pack: RwSignal<Arc<PolicyPack>>,
    /// The same without what the project changes of it; `None` where it changes nothing.
    pub base: RwSignal<Option<Arc<PolicyPack>>>,
    /// The scenario on screen.
    pub scenario: Memo<Scenario>,
    /// Outcomes and verdict, decided at once at every change.
    pub decision: Memo<Option<Arc<Decision>>>,
    /// What would flip the verdict.
    pub exploration: RwSignal<Option<Arc<Exploration>>>,
    /// True while the exploration on screen belongs to an earlier state.
    pub exploration_stale: RwSignal<bool>,
    /// The verdict over two inputs, as last answered.
    pub grid: RwSignal<Option<Arc<Grid>>>,
    /// True while that belongs to an earlier state or choice of inputs.
    pub grid_stale: RwSignal<bool>,
    /// The last selection of records, with every record as CSV, or why there is none.
    pub selection: RwSignal<Option<Arc<Selected>>>,
    /// Scenarios whose probabilities were drawn on the evidence at hand, the latest last.
    pub odds: RwSignal<Vec<(Scenario, Odds)>>,
    /// The files as they were read.
    pub readings: RwSignal<Arc<Vec<ReadingView>>>,
    /// What there is to say about the analysis as a whole.
    pub notes: RwSignal<Vec<Diagnostic>>,
    /// Work that takes more than a moment.
    pub busy: RwSignal<Option<Progress>>,
    /// The page on screen.
    pub page: RwSignal<Page>,
    /// The last change of an outcome or the verdict.
    pub changed: RwSignal<Option<Change>>,
    /// Messages on screen.
    pub notices: RwSignal<Vec<Notice>>,
    /// A shared scenario that waits for a person's yes.
    pub offered: RwSignal<Option<Offer>>,
    /// The decision record of the present state, where it was asked for.
    pub record: RwSignal<Option<String>>,
    /// In a live report, the project as it was sent.
    pub sent: RwSignal<Option<Arc<Project>>>,
    /// True once the first project is in place.
    pub ready: RwSignal<bool>,
    /// Engine, storage, files on their way.
    pub session: StoredValue<Session, LocalStorage>,
}

/// What a selection came to, with every record as CSV.
pub type Selected = (Result<Box<crate::select::Outcome>, Diagnostic>, String);

/// A shared scenario or project that would replace what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The project it makes.
    pub project: Box<Project>,
    /// Names of files it needs that are not here.
    pub missing: Vec<String>,
    /// Files that ride along, with their names.
    pub riding: Vec<(String, Vec<u8>)>,
    /// Characters of the link.
    pub length: usize,
}

impl App {
    /// The state at the beginning, on this page, provided to everything below.
    #[must_use]
    pub fn provide(page: Page) -> Self {
        let history = RwSignal::new(History::default());
        let prepared: RwSignal<Option<Arc<Prepared>>> = RwSignal::new(None);
        let pack = RwSignal::new(Arc::new(PolicyPack::default()));
        let scenario = Memo::new(move |_| history.with(|h| h.project().scenario().clone()));
        let decision = Memo::new(move |_| {
            let prepared = prepared.get()?;
            Some(Arc::new(scenario.with(|s| pack.with(|p| analysis::decide(&prepared, p, s)))))
        });
        let app = Self {
            history,
            prepared,
            pack,
            base: RwSignal::new(None),
            scenario,
            decision,
            exploration: RwSignal::new(None),
            exploration_stale: RwSignal::new(false),
            grid: RwSignal::new(None),
            grid_stale: RwSignal::new(false),
            selection: RwSignal::new(None),
            odds: RwSignal::new(Vec::new()),
            readings: RwSignal::new(Arc::default()),
            notes: RwSignal::new(Vec::new()),
            busy: RwSignal::new(None),
            page: RwSignal::new(page),
            changed: RwSignal::new(None),
            notices: RwSignal::new(Vec::new()),
            offered: RwSignal::new(None),
            record: RwSignal::new(None),
            sent: RwSignal::new(None),
            ready: RwSignal::new(false),
            session: StoredValue::new_local(Session::default()),
        };
        provide_context(app);
        app
    }
    /// Applies an edit; one that does not apply changes nothing and says why. Before the first project is in place edits
    /// wait for it, in their order.
    pub fn dispatch(&self, edit: Edit) {
        if !self.ready.get_untracked() {
            return super::session::hold(*self, edit);
        }
        let mut fault = None;
        let before = self.project_now();
        self.history.maybe_update(|h| match h.apply(&edit) {
            Ok(()) => *h.project() != before,
            Err(error) => {
                fault = Some(error.to_string());
                false
            }
        });
        if let Some(fault) = fault {
            self.notice(true, &format!("That was not changed: {fault}."), Vec::new());
        }
    }
    /// Ends a drag: the next edit of the same slider is a step of its own.
    pub fn settle(&self) {
        self.history.update_untracked(History::settle);
    }
    /// Goes one step back.
    pub fn undo(&self) {
        if self.history.with_untracked(|h| h.undo_words().is_some()) {
            self.history.update(|h| {
                h.undo();
            });
        }
    }
    /// Goes one step forward again.
    pub fn redo(&self) {
        if self.history.with_untracked(|h| h.redo_words().is_some()) {
            self.history.update(|h| {
                h.redo();
            });
        }
    }
    /// The scenario on screen.
    #[must_use]
    pub fn scenario(&self) -> Memo<Scenario> {
        self.scenario
    }
    /// The project now, without following it.
    #[must_use]
    pub fn project_now(&self) -> Project {
        self.history.with_untracked(|h| h.project().clone())
    }
    /// Shows a message until it is closed.
    pub fn notice(&self, bad: bool, text: &str, details: Vec<Diagnostic>) {
        self.notice_with(bad, text, details, Vec::new());
    }
    /// Shows a message with something to do about it.
    pub fn notice_with(&self, bad: bool, text: &str, details: Vec<Diagnostic>, acts: Vec<Act>) {
        self.notices.update(|list| {
            let id = list.last().map_or(1, |n| n.id + 1);
            list.retain(|n| n.text != text);
            list.push(Notice { id, bad, text: text.to_owned(), details, acts });
            // The oldest make room.
            let surplus = list.len().saturating_sub(4);
            list.drain(..surplus);
        });
    }
    /// Goes to a page, and there to an element; the browser's back button comes back.
    pub fn go(&self, page: &str, anchor: &str) {
        if let Some(window) = web_sys::window() {
            let _ = window.location().set_hash(&address::of_page(page, anchor));
        }
    }
    /// Adds files that were dropped or chosen.
    pub fn add_files(&self, list: &web_sys::FileList) {
        self.add_blobs(files::listed(list));
    }
    /// Adds files by name and content.
    pub fn add_blobs(&self, list: Vec<(String, web_sys::Blob)>) {
        super::session::add(*self, list, super::session::Then::AddToProject);
    }
    /// Opens a worked example in place of the project (undo brings it back).
    pub fn open_example(&self, id: &str) {
        super::examples::open(*self, id.to_owned(), false);
    }
    /// Begins a project without files (undo brings the present one back), under the policy that a person dropped or else
    /// the general questions.
    pub fn start_empty(&self) {
        let had_files = self.history.with_untracked(|h| !h.project().files.is_empty());
        let policy = self.history.with_untracked(|h| h.project().policy.for_own_files());
        self.dispatch(Edit::Replace { project: Box::new(Project { policy, ..Project::default() }) });
        // The verdict on other files is nobody's while the new ones are read.
        if had_files {
            self.prepared.set(None);
        }
    }
    /// Writes the report and downloads it.
    pub fn report(&self, format: Format) {
        super::session::report(*self, format);
    }
    /// Writes the live report and downloads it.
    pub fn live_report(&self) {
        super::session::live_report(*self);
    }
    /// Asks for the decision record as text, for [`App::record`].
    pub fn preview(&self) {
        super::session::preview(*self);
    }
    /// Writes the project with its files and downloads it.
    pub fn save_project(&self) {
        super::session::save(*self);
    }
    /// Does what a button of a message says.
    pub fn act(&self, does: &Does) {
        match does {
            Does::Again(number) => super::session::again(*self, *number),
            Does::Download(name, text) => files::download_text(name, "application/json", text),
            Does::ForgetAside(key) => super::session::forget_aside(*self, key.clone()),
        }
    }
    /// Gives up what takes so long.
    pub fn cancel(&self) {
        super::session::cancel(*self);
    }
}

/// The state, from anywhere below the frame.
#[must_use]
pub fn use_app() -> App {
    use_context::<App>().unwrap_or_else(|| App::provide(Page("")))
}
