//! Any text as a saved project, as the project inside a saved report and as the state that the browser kept; what is opened
//! is put on the shelf with its files, and decided.
#![no_main]

use headroom::engine::{Put, Shelf};
use headroom::read::{Limits, combine, open};
use headroom::scenario::{History, Project};
use headroom_fuzz::{change::change, decided, opened_file};

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    change(data, size, max_size, seed, 0)
});

libfuzzer_sys::fuzz_target!(init: headroom_fuzz::hook(), |text: &str| {
    let report = format!("<!doctype html><script id=\"headroom-project\">{text}</script>");
    for file in [report, text.to_owned()] {
        if let Ok(opened) = open("a", file.into_bytes(), &Limits::default()) {
            let mut shelf = Shelf::default();
            if let Ok(Put::Project(project, files)) = shelf.put("a", opened) {
                for (file, bytes) in files {
                    if let Ok(opened) = open(&file.name, bytes, &Limits::default()) {
                        opened_file(&file.name, &opened);
                        let _ = shelf.put(&file.name, opened);
                    }
                }
                used(&project, &mut shelf);
            }
        }
    }
    if let Ok((history, _)) = History::read(text) {
        used(history.project(), &mut Shelf::default());
    }
});

fn used(project: &Project, shelf: &mut Shelf) {
    let parts: Vec<_> = project.files.iter().filter_map(|f| shelf.view(f).1).collect();
    let (pack, _) = shelf.pack(&project.policy);
    decided(combine(parts), &pack, project.scenario());
}
