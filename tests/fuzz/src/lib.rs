//! What the targets share: everything that comes of a file once it was read, honest envelopes, and changes of JSON that
//! leave it JSON.

pub mod change;
pub mod envelope;

use headroom::analysis::{Prepare, decide, explain};
use headroom::data::Evidence;
use headroom::decide::{change as changed, corrected};
use headroom::metric::scores::{self, Items, METRICS};
use headroom::policy::PolicyPack;
use headroom::read::{self, FileMap, Limits, Opened};
use headroom::scenario::Scenario;

/// Readers of others may break off where the program contains them; it itself may not.
pub fn hook() {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let theirs = info.location().is_some_and(|l| l.file().contains("/.cargo/registry/") || l.file().contains("/rustc/"));
        if !(theirs && read::is_contained()) {
            otherwise(info);
        }
    }));
}

/// A file by every step that the page and the commands take with it: opened, read as it was recognised and by each of its
/// first tables, measured, compared, written.
pub fn read(name: &str, bytes: &[u8]) {
    if let Ok(opened) = read::open(name, bytes.to_vec(), &Limits::default()) {
        opened_file(name, &opened);
    }
}

/// The same for a file that was opened.
pub fn opened_file(name: &str, opened: &Opened) {
    let tables = &opened.document.value.candidates;
    let parts = tables.iter().map(|t| t.part.clone()).take(if tables.len() > 1 { 2 } else { 0 });
    let maps: Vec<FileMap> = parts.map(|part| FileMap { part: Some(part), ..FileMap::default() }).collect();
    for map in std::iter::once(None).chain(maps.iter().map(Some)) {
        if let Ok(reading) = opened.read(name, map) {
            let evidence = reading.value.evidence;
            let _ = serde_json::to_string(&evidence);
            measured(&evidence);
            let few: Vec<_> = evidence.evaluations.iter().take(4).collect();
            let _ = corrected(few.windows(2).map(|two| changed(two[0], two[1], None)).collect());
            if evidence.predictions.is_empty() {
                let _ = read::combine([evidence.clone(), evidence]);
            }
        }
    }
}

/// Every metric that can be computed, over all items and of some; reading them has measured the usual ones with their intervals.
fn measured(evidence: &Evidence) {
    let every: Vec<String> = METRICS.iter().map(|m| m.id().to_owned()).collect();
    for p in &evidence.predictions {
        let items = Items::of(p);
        for part in std::iter::once(&items).chain(items.by_slice().values().take(2)) {
            for metric in scores::fitting(&part.data, &every) {
                let _ = (metric.value(&part.data), metric.items(&part.data));
            }
        }
    }
}

/// The decision and what explains it. Curves and runs are left out: to fit them takes longer than all the rest.
pub fn decided(mut evidence: Evidence, pack: &PolicyPack, scenario: &Scenario) {
    evidence.curves.clear();
    evidence.runs.clear();
    let prepared = Prepare::new(evidence, pack, None).run();
    let decision = decide(&prepared, pack, scenario);
    let _ = explain(&prepared, pack, scenario, &decision);
}
