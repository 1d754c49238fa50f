//! The verdict that index.html shows before the program has arrived is the one that the program will come to.

use headroom::analysis::{Explore, Prepare, decide};
use headroom::policy::{defaults, examples, parse};
use headroom::read::{Limits, combine, read_evidence};
use headroom::report::opening;
use headroom::scenario::Scenario;

const BEGIN: &str = "<!-- Written by tests/it/opening.rs: HEADROOM_BLESS=1 cargo test opening -->\n";
const END: &str = "<!-- /opening -->";

#[test]
fn the_opening_of_the_page_is_the_verdict_on_the_example() {
    let example = examples::EXAMPLES.first().expect("an example ships");
    let (_, pack) = defaults::PACKS.iter().find(|(id, _)| *id == example.policy).expect("its policy ships");
    let pack = parse(pack).expect("the policy is sound").value;
    let parts = example.files.iter().map(|(name, text)| {
        read_evidence(name, text.as_bytes(), None, &Limits::default()).expect("the file is read").value.evidence
    });
    let prepared = Prepare::new(combine(parts), &pack, None).run();
    let scenario = Scenario::default();
    let decision = decide(&prepared, &pack, &scenario);
    let exploration = Explore::run(&prepared, &pack, &scenario);
    let text = opening::write(example.label, &pack, &decision, &exploration);
    assert!(text.contains(decision.verdict.action.words()));

    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    let page = std::fs::read_to_string(&path).expect("index.html is there");
    let begin = page.find(BEGIN).expect("index.html has a place for it") + BEGIN.len();
    let end = begin + page[begin..].find(END).expect("and its end");
    if std::env::var_os("HEADROOM_BLESS").is_some() {
        std::fs::write(&path, format!("{}{text}\n{}", &page[..begin], &page[end..])).expect("it can be written");
        return;
    }
    assert_eq!(page[begin..end].trim_end(), text, "look at the difference, then run with HEADROOM_BLESS=1");
}
