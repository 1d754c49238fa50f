//! The history as it is kept: round trips, other tabs, bounds.

use super::*;
use crate::num::stream::Stream;
use crate::read::FileMap;
use crate::scenario::FileUse;

/// One of the edits a person makes, at random.
fn edit(s: &mut Stream) -> Edit {
    let value = Some((s.uniform() * 1e6).round() / 1e3);
    match s.below(8) {
        0 => Edit::Threshold { gate: format!("gate {}", s.below(3)), value },
        1 => Edit::Assumption { id: "budget_records".into(), value: value.filter(|v| *v > 500.0) },
        2 => Edit::RenameProject { name: format!("\u{201c}name\u{201d} \\ \n {}", s.below(100)) },
        3 => Edit::DuplicateScenario { name: format!("copy {}", s.below(100)) },
        4 => Edit::GoTo { index: s.below(4) },
        5 => Edit::RemoveScenario { index: s.below(4) },
        6 => {
            let written =
                [serde_json::json!({ "part": "\u{201c}a\u{201d}" }), serde_json::json!({ "map": [1, null, "x"] })];
            let map = Some(FileMap::from(written[s.below(2)].clone()));
            let name = format!("{}.csv", s.below(5));
            Edit::AddFiles {
                files: vec![FileUse { hash: format!("{name} hash"), name, size: 7, map, left_out: false }],
            }
        }
        _ => Edit::WhatIf { fact: "duplication".into(), value },
    }
}

fn steps(mut h: History, back: bool) -> Vec<(Project, Option<String>)> {
    let mut all = vec![(h.project().clone(), None)];
    loop {
        let words = if back { h.undo_words() } else { h.redo_words() }.map(str::to_owned);
        if !(if back { h.undo() } else { h.redo() }) {
            return all;
        }
        all.push((h.project().clone(), words));
    }
}

#[test]
fn what_is_kept_undoes_and_redoes_as_before() {
    for seed in 0..40 {
        let mut s = Stream::new(31, seed);
        let mut history = History::default();
        for _ in 0..s.below(260) {
            match s.below(6) {
                0 => drop(history.undo()),
                1 => drop(history.redo()),
                2 => history.settle(),
                _ => drop(history.apply(&edit(&mut s))),
            }
        }
        let text = history.keep("a tab", &[]);
        let (again, tab) = History::read(&text).unwrap();
        assert_eq!((again.project(), tab.as_str()), (history.project(), "a tab"));
        for back in [true, false] {
            let (was, is) = (steps(history.clone(), back), steps(again.clone(), back));
            assert_eq!(is.len(), was.len().min(KEPT_STEPS + 1));
            assert_eq!(is, was[..is.len()]);
        }
        // Written again it is the same text.
        assert_eq!(again.keep("a tab", &[]), text);
    }
}

#[test]
fn another_tab_is_one_undo_away_and_old_forms_are_read() {
    let named = |name: &str| Project { name: name.into(), ..Project::default() };
    let mut mine = History::new(named("mine"));
    mine.apply(&Edit::RenameProject { name: "mine, later".into() }).unwrap();
    let (mut both, _) = History::read(&mine.keep("", &[named("theirs"), named("mine"), named("mine, later")])).unwrap();
    assert!(both.undo() && both.project().name == "theirs");
    assert!(both.undo() && both.project().name == "mine" && !both.undo());
    let old = serde_json::to_string(&named("old")).unwrap();
    assert_eq!(History::read(&old).unwrap().0, History::new(named("old")));
}

#[test]
fn what_is_no_state_of_this_version_is_refused_and_says_why() {
    for text in [
        "",
        "{",
        "5",
        "null",
        "[]",
        "{}",
        "\"text\"",
        "{\"tab\":\"a\"}",
        "{\"project\":7}",
        "{\"other\":{}}",
        "\u{0}\u{1}",
    ] {
        assert_eq!(History::read(text), Err(KeptError::Unreadable), "{text}");
    }
    let mut later = Project::default();
    later.version += 1;
    let bare = serde_json::to_string(&later).unwrap();
    for text in [History::new(later).keep("a tab", &[]), bare, "{\"version\":99,\"shape\":\"another\"}".to_owned()] {
        assert_eq!(History::read(&text), Err(KeptError::Newer), "{text}");
    }
}

#[test]
fn what_is_kept_is_bounded() {
    let mut history = History::default();
    for i in 0..300 {
        history.apply(&Edit::RenameProject { name: format!("{i}") }).unwrap();
    }
    let (again, _) = History::read(&history.keep("", &[])).unwrap();
    assert_eq!(again.projects().count(), KEPT_STEPS + 1);
    let huge = "x".repeat(1 << 20);
    for i in 0..20 {
        let file = FileUse { name: format!("{i}"), hash: huge.clone(), ..FileUse::default() };
        history.apply(&Edit::AddFiles { files: vec![file] }).unwrap();
        history.apply(&Edit::RemoveFile { hash: huge.clone() }).unwrap();
    }
    assert!(history.keep("", &[]).len() < 6 << 20);
}
