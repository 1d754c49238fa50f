//! Where this report comes from: program, policy, inputs, settings. Equal input gives equal bytes, so no date is written.

use crate::report::ReportInput;
use crate::report::parts::{Block, Text, paragraph};
use crate::scenario::About;

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let policy = &input.project.policy;
    let mut items: Vec<(String, Text)> = vec![
        ("Program".into(), format!("Headroom {}", env!("CARGO_PKG_VERSION")).into()),
        ("Build".into(), Text::default().code(crate::BUILD_ID)),
        ("Policy pack".into(), Text::from(input.pack.name.as_str()).and(" ").code(policy.id.as_str())),
        (
            "Policy file".into(),
            match &policy.hash {
                Some(hash) => Text::from("SHA-256 ").code(hash.as_str()),
                None => "ships with the program".into(),
            },
        ),
        ("Scenario".into(), input.scenario().name.as_str().into()),
        ("Changes in it".into(), input.scenario().changes().to_string().into()),
    ];
    for f in &input.prepared.evidence.files {
        items.push((f.name.clone(), Text::from("SHA-256 ").code(f.hash.as_str())));
    }
    let mut blocks = vec![Block::Facts { items }];
    blocks.push(paragraph("The same files, policy, scenario and program give this report again, byte for byte; it was computed on the reader's own machine, and nothing was sent anywhere."));
    if let Some(note) = input.scenario().notes.get(&About::from("scenario")) {
        blocks.push(paragraph(format!("Note on the scenario: {}", note.text)));
    }
    blocks
}
