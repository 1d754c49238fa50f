//! What the engine was at when it died: work that ends it twice is not given to it again, and a person is told what it was.

use super::with;
use crate::data::{Diagnostic, Place};
use crate::scenario::{Edit, FileUse, Project};
use crate::ui::state::App;

/// Times that the engine may die at the same work before that work is blamed.
const TWICE: u8 = 2;

/// The work that was asked of the engine last, and how often it died at it.
#[derive(Default)]
pub(super) struct AtWork {
    analysing: bool,
    exploring: bool,
    /// Deaths in a row while it analysed, and while it searched for what would change the verdict.
    ended: (u8, u8),
    /// Files of the last analysis that came to its end, as they were read.
    good: Vec<FileUse>,
    /// What it cannot search.
    cannot: Option<Box<Project>>,
}

impl AtWork {
    /// An analysis was asked for.
    pub(super) fn analyses(&mut self) {
        (self.analysing, self.exploring) = (true, false);
    }
    /// It came to its end.
    pub(super) fn analysed(&mut self, project: &Project) {
        self.analysing = false;
        self.ended.0 = 0;
        self.good.clone_from(&project.files);
    }
    /// False where the engine died twice at the search for what would change the verdict of this project.
    pub(super) fn explores(&mut self, project: &Project) -> bool {
        self.exploring = self.cannot.as_deref() != Some(project);
        self.exploring
    }
    /// That search came to its end.
    pub(super) fn explored(&mut self) {
        self.exploring = false;
        self.ended.1 = 0;
    }
    /// The engine died while it read no file; what is to blame where it was not the first time.
    fn died(&mut self, project: &Project) -> Option<Blame> {
        if self.analysing {
            self.ended.0 += 1;
            if self.ended.0 < TWICE {
                return None;
            }
            self.ended.0 = 0;
            let new = project.files.iter().filter(|f| !f.left_out && !self.good.contains(f));
            return Some(Blame::Files(new.cloned().collect()));
        }
        self.ended.1 += u8::from(self.exploring);
        if self.ended.1 < TWICE {
            return None;
        }
        self.ended.1 = 0;
        self.cannot = Some(Box::new(project.clone()));
        Some(Blame::Search)
    }
}

enum Blame {
    /// The files that are new since the last analysis that came to its end.
    Files(Vec<FileUse>),
    /// The search for what would change the verdict.
    Search,
}

/// The engine died (`why`) though it read no file. True where something is to blame: it was dealt with and said.
pub(super) fn blamed(app: App, why: &str) -> bool {
    let project = app.project_now();
    let Some(Some(blame)) = with(app, |s| s.work.died(&project)) else { return false };
    // What is taken from it may have been what ended it. Where nothing can be, its restarts go on counting to their end.
    let nothing = matches!(&blame, Blame::Files(files) if files.is_empty());
    if let Some(client) = with(app, |s| s.client.clone()).flatten().filter(|_| !nothing) {
        client.well();
    }
    match blame {
        Blame::Search => {
            let text = format!(
                "The analysis stopped twice ({why}) while it looked for what would change the verdict: that is not shown. The \
                 verdict and everything else stand. It is tried again after the next change."
            );
            app.notice(true, &text, Vec::new());
        }
        Blame::Files(files) if files.is_empty() => {
            let text = format!(
                "The analysis stopped twice ({why}). No file is new since it last came to its end, so that none was left out; \
                 Undo takes back what was changed last."
            );
            app.notice(true, &text, Vec::new());
        }
        Blame::Files(files) => {
            let said = files.iter().map(|f| {
                let place = Place { file: f.name.clone(), ..Place::default() };
                Diagnostic::error("file-ended", format!("The analysis stopped twice with this file ({why})."))
                    .at(place)
                    .mend("It was left out. On the Evidence page it can be taken in again, or read in another way.")
            });
            let said = said.collect();
            let text = match files.len() {
                1 => "A file was left out of the analysis; everything else is as it was.".to_owned(),
                n => format!(
                    "{n} files were left out of the analysis, since it is not known which of them ended it: take them in again \
                     one at a time. Everything else is as it was."
                ),
            };
            // One step back takes all of them in again; where it is one, the step says what it does.
            app.dispatch(match files.as_slice() {
                [file] => Edit::LeaveOut { hash: file.hash.clone(), left_out: true },
                _ => Edit::AddFiles { files: files.iter().map(|f| FileUse { left_out: true, ..f.clone() }).collect() },
            });
            app.notice(true, &text, said);
        }
    }
    true
}
