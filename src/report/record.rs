//! The decision record: question, options, choice, dissent, review date, in Markdown, for a repository or a minute book.

use super::ReportInput;
use super::markdown::{block, text};
use super::parts::{Block, Text, list};
use crate::data::units;
use crate::decide::room::words;
use crate::decide::{Action, Room, Severe};
use crate::scenario::{About, Ballot, Round};

/// Key of the scenario note that holds the review date.
pub const REVIEW_NOTE: &str = "review";

/// Writes the record.
#[must_use]
pub fn write(input: &ReportInput<'_>) -> String {
    let verdict = &input.decision.verdict;
    let mut out = String::from("# Decision record: should we expand the training data set?\n\n");
    let mut facts: Vec<(String, Text)> = vec![
        ("Project".into(), input.project.name.as_str().into()),
        ("Scenario".into(), input.scenario().name.as_str().into()),
        ("Policy".into(), format!("{} ({})", input.pack.name, input.project.policy.id).into()),
    ];
    facts.push(("Status".into(), "proposed by the program, to be decided by people".into()));
    let mut part = |heading: &str, blocks: Vec<Block>| {
        if !heading.is_empty() {
            out.push_str(&format!("\n## {heading}\n"));
        }
        for b in &blocks {
            block(&mut out, b, 3);
        }
    };
    part("", vec![Block::Facts { items: facts }]);
    part("Question", vec![Block::Paragraph { text: "Should the training data set be expanded: by how much, where, at what cost, and what would change the answer?".into() }]);
    let options = Action::ALL.iter().map(|a| {
        let chosen = *a == verdict.action;
        let option = if chosen { Text::default().strong(a.words()).and(" (chosen)") } else { Text::from(a.words()) };
        match input.exploration.flips.iter().find(|f| f.becomes == *a) {
            Some(f) if !chosen => option.and(format!(": nearest way there: {}", f.sentence)),
            _ => option,
        }
    });
    part("Options", list(options.collect()).into_iter().collect());
    let mut choice = vec![Block::Paragraph {
        text: Text::default().strong(format!("{}.", verdict.action.words())).and(format!(" {}", verdict.sentence)),
    }];
    choice.extend(list(
        verdict
            .reasons
            .iter()
            .take(3)
            .map(|r| Text::from(format!("{}: {}", r.outcome.word(), input.decision.reason_alone(r))))
            .collect(),
    ));
    part("Choice", choice);
    part("Consequences", consequences(input));
    part("Dissent", dissent(input));
    let review = input
        .scenario()
        .notes
        .get(&About::from(REVIEW_NOTE))
        .map(|n| if n.date.is_empty() { n.text.clone() } else { n.date.clone() });
    let review = review.filter(|r| !r.trim().is_empty()).unwrap_or_else(|| "not set".into());
    let mut revisit = vec![Block::Paragraph { text: Text::from(format!("Review date: {review}.")) }];
    revisit.extend(list(input.exploration.flips.iter().take(5).map(|f| Text::from(f.sentence.as_str())).collect()));
    part("Review, and what would reopen the question", revisit);
    let files = input.prepared.evidence.files.iter().map(|f| {
        Text::from(format!("{} ({}, {} rows) ", f.name, f.kind, units::grouped(f.rows_read as f64)))
            .code(f.hash.as_str())
    });
    part("Evidence", vec![list(files.collect()).unwrap_or(Block::Paragraph { text: "No file was loaded.".into() })]);
    out.push_str("\n---\n\n");
    let built: String = crate::BUILD_ID.chars().take(12).collect();
    text(&mut out, &Text::from(format!("Written by Headroom {} (build {built}).", env!("CARGO_PKG_VERSION"))));
    out.push('\n');
    out
}

fn consequences(input: &ReportInput<'_>) -> Vec<Block> {
    let todo =
        input.decision.completion.iter().take(5).map(|c| Text::from(format!("To complete: {}. {}", c.label, c.detail)));
    let expand = input.decision.verdict.expand.iter().map(|t| {
        Text::from(format!(
            "To add: {} records for {} (probability of reaching {} within the budget: {})",
            units::compact(t.add_records),
            t.metric,
            units::score(t.target),
            units::chance(t.probability)
        ))
    });
    let measure = Some(input.exploration.information.recommendation.as_str()).filter(|r| !r.is_empty());
    let items: Vec<Text> = todo.chain(expand).chain(measure.map(Text::from)).collect();
    vec![list(items).unwrap_or(Block::Paragraph { text: "Nothing is to be done before the review.".into() })]
}

/// Votes for another verdict, waived gates, and gates that fail without stopping.
fn dissent(input: &ReportInput<'_>) -> Vec<Block> {
    let room = Room::new(&input.scenario().votes, input.decision.verdict.action);
    let votes: Vec<Text> = room
        .dissent()
        .into_iter()
        .map(|v| {
            let quoted = |b: &Ballot| format!("“{}”", words(&b.verdict));
            let text = match (v.ballot(Round::Before), v.ballot(Round::After)) {
                (Some(b), Some(a)) if a.verdict == b.verdict => {
                    format!("{} expected {} before the evidence and holds it after.", v.who, quoted(&a))
                }
                (Some(b), Some(a)) => {
                    format!("{} holds {} after the evidence ({} before).", v.who, quoted(&a), quoted(&b))
                }
                (None, Some(a)) => format!("{} holds {} after the evidence.", v.who, quoted(&a)),
                (Some(b), None) => format!("{} expected {}.", v.who, quoted(&b)),
                (None, None) => return Text::default(),
            };
            Text::from(text)
        })
        .collect();
    let waived = input.decision.outcomes.iter().filter_map(|o| {
        let w = o.waiver.as_ref()?;
        Some(Text::from(format!("“{}” ({}) is waived by {}: {}", o.label, o.outcome.word(), w.owner, w.reason)))
    });
    let quiet = input
        .decision
        .outcomes
        .iter()
        .filter(|o| o.outcome == crate::decide::Outcome::Fail && !o.stops() && o.waiver.is_none());
    let quiet = quiet.map(|o| Text::from(format!("“{}” fails without stopping the phase: {}", o.label, o.sentence)));
    let items: Vec<Text> = votes.into_iter().chain(waived).chain(quiet).collect();
    let mut blocks: Vec<Block> = room.headline().map(|h| Block::Paragraph { text: h.into() }).into_iter().collect();
    blocks.push(list(items).unwrap_or(Block::Paragraph { text: "None recorded.".into() }));
    blocks
}
