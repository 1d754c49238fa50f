//! One wording of money and of probabilities, wherever a reader meets them.

use crate::charts::{example, pack};
use headroom::analysis::readout::View;
use headroom::analysis::{Explore, decide};
use headroom::chart::CHARTS;
use headroom::report::{self, Format, ReportInput};
use headroom::scenario::{Project, Scenario};

/// Everything that is said of the worked example under a pack: sentences, reports, titles, read-outs and tables of charts.
fn said(change: impl Fn(&mut headroom::policy::PolicyPack)) -> Vec<(String, String)> {
    let mut pack = pack();
    change(&mut pack);
    let files = ["inventory.csv", "evaluations.csv", "learning_curves.csv", "checks.csv"];
    let prepared = example("therapeutic-ai", &files, &pack);
    let project = Project::default();
    let scenario: &Scenario = project.scenario();
    let decision = decide(&prepared, &pack, scenario);
    let exploration = Explore::run(&prepared, &pack, scenario);
    let mut out: Vec<(String, String)> = Vec::new();
    out.extend(decision.outcomes.iter().map(|o| (format!("gate {}", o.gate), o.sentence.clone())));
    out.extend(exploration.flips.iter().map(|f| (format!("flip of {}", f.label), f.sentence.clone())));
    let view =
        View { prepared: &prepared, pack: &pack, scenario, decision: &decision, exploration: Some(&exploration) };
    for spec in CHARTS.iter().flat_map(|c| c.specs(&view)) {
        let readings = spec.readings.iter().map(|r| r.text.clone());
        let labels = spec.labels.iter().map(|l| l.text.clone());
        let cells = spec.table.rows.iter().flatten().map(headroom::chart::table::Cell::show);
        let words = [spec.title.clone(), spec.description.clone(), spec.x.title.clone(), spec.y.title.clone()];
        let all: Vec<String> = words.into_iter().chain(readings).chain(labels).chain(cells).collect();
        out.push((format!("chart {}", spec.id), all.join("\n")));
    }
    let input = ReportInput {
        project: &project,
        pack: &pack,
        prepared: &prepared,
        decision: &decision,
        exploration: &exploration,
        files: &[],
    };
    for format in [Format::Html, Format::Markdown] {
        out.push((format!("report {format:?}"), report::write(&input, format)));
    }
    out
}

#[test]
fn money_is_in_the_currency_of_the_policy_everywhere() {
    let all = said(|pack| {
        pack.currency = "Taler".into();
        // Any gate may be about money.
        pack.gates[0].unit = headroom::data::Unit::Money;
    });
    for (place, text) in &all {
        for sign in ["$\u{a0}", "$ ", "¤"] {
            let line = text.lines().find(|l| l.contains(sign)).unwrap_or_default();
            assert!(!text.contains(sign), "{place} has {sign:?}: {}", &line.chars().take(400).collect::<String>());
        }
    }
    let with = |start: &str| all.iter().any(|(place, text)| place.starts_with(start) && text.contains("Taler"));
    assert!(with("gate") && with("flip") && with("chart") && with("report"));
}

#[test]
fn nothing_is_said_to_be_certain() {
    for (place, text) in said(|_| {}) {
        for certain in ["100 % sure", "100\u{a0}% sure", "probability of 100 %", "probability 100 %", "100 % probable"]
        {
            assert!(!text.contains(certain), "{place}: {certain}");
        }
    }
}
