//! Charts of the shipped examples: as they were last looked at, without colliding labels, at every width.

use crate::golden::golden;
use headroom::analysis::readout::View;
use headroom::analysis::{Explore, Prepare, Prepared, decide};
use headroom::chart::place::Rect;
use headroom::chart::{CHARTS, ChartSpec, draw, standalone};
use headroom::policy::{PolicyPack, defaults, parse};
use headroom::read::{Limits, combine, read_evidence};
use headroom::scenario::Scenario;

/// Fits every example file of a folder once.
pub fn example(folder: &str, files: &[&str], pack: &PolicyPack) -> Prepared {
    let parts = files.iter().map(|name| {
        let path = format!("{}/public/examples/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).expect("the example is there");
        read_evidence(name, &bytes, None, &Limits::default()).expect("the example is readable").value.evidence
    });
    Prepare::new(combine(parts), pack, None).run()
}

pub fn pack() -> PolicyPack {
    parse(defaults::THERAPEUTIC).expect("the shipped pack is valid").value
}

fn specs(prepared: &Prepared, pack: &PolicyPack, scenario: &Scenario) -> Vec<ChartSpec> {
    let decision = decide(prepared, pack, scenario);
    let exploration = Explore::run(prepared, pack, scenario);
    let view = View { prepared, pack, scenario, decision: &decision, exploration: Some(&exploration) };
    CHARTS.iter().flat_map(|c| c.specs(&view)).collect()
}

fn both() -> Vec<ChartSpec> {
    let pack = pack();
    let ours = ["inventory.csv", "evaluations.csv", "learning_curves.csv", "checks.csv"];
    let mut all = specs(&example("therapeutic-ai", &ours, &pack), &pack, &Scenario::default());
    let public = ["open_lm_c4.csv", "pythia_160m_piqa.csv"];
    all.extend(specs(&example("public-results", &public, &pack), &pack, &Scenario::default()));
    all
}

#[test]
fn pictures_are_those_last_looked_at() {
    let mut findings = String::new();
    let mut seen = std::collections::BTreeSet::new();
    for spec in both() {
        let drawing = draw(&spec, 720.0);
        // Both examples have some charts of the same name: the first stands for both.
        let new = seen.insert(spec.id.clone());
        if new && !spec.id.starts_with("small-") {
            golden(&format!("chart/{}.svg", spec.id), &standalone(&drawing.svg, &spec.title, &spec.description));
            golden(&format!("chart/{}.csv", spec.id), &spec.table.csv());
        }
        findings.push_str(&format!("{}: {}\n", spec.id, spec.title));
    }
    golden("chart/findings.txt", &findings);
}

#[test]
fn labels_neither_collide_nor_leave_the_picture() {
    for spec in both() {
        for width in [280.0, 320.0, 390.0, 540.0, 720.0, 1100.0] {
            let drawing = draw(&spec, width);
            let canvas = Rect { left: 0.0, top: 0.0, width: drawing.area.width, height: drawing.area.height };
            for (i, (text, area)) in drawing.texts.iter().enumerate() {
                assert!(canvas.contains(area), "{} at {width}: \"{text}\" is cut: {area:?}", spec.id);
                for (other, taken) in &drawing.texts[i + 1..] {
                    assert!(!area.overlaps(taken), "{} at {width}: \"{text}\" is on \"{other}\"", spec.id);
                }
            }
        }
    }
}

/// Labels of predictions: of the example, of many classes with long names, of a class that nobody predicts.
#[test]
fn pictures_of_predictions_keep_their_labels_apart() {
    let pack = pack();
    let items = ["crisis_predictions.csv", "answers.csv", "ethicsmh_items.csv"];
    let mut all = specs(&example("therapeutic-items", &items, &pack), &pack, &Scenario::default());
    let mut many = String::from("id,label,prediction,confidence\n");
    for i in 0..180 {
        let class = |k: usize| {
            ["a", "a class with a very long name", "<b>", "ähnlich", "x y z", "other", "none of these", "h"][k % 8]
        };
        many.push_str(&format!("i{i},{},{},0.{}\n", class(i), class(i + usize::from(i % 3 == 0)), 31 + (i * 7) % 69));
    }
    let read = read_evidence("many.csv", many.as_bytes(), None, &Limits::default()).expect("readable");
    let prepared = Prepare::new(read.value.evidence, &pack, None).run();
    all.extend(specs(&prepared, &pack, &Scenario::default()));
    let own = |s: &&ChartSpec| s.id.starts_with("confusion") || s.id.starts_with("reliability");
    assert_eq!(all.iter().filter(own).count(), 3, "{:?}", all.iter().map(|s| &s.id).collect::<Vec<_>>());
    for spec in all.iter().filter(own) {
        for width in [280.0, 320.0, 390.0, 540.0, 720.0, 1100.0] {
            let drawing = draw(spec, width);
            let canvas = Rect { left: 0.0, top: 0.0, width: drawing.area.width, height: drawing.area.height };
            for (i, (text, area)) in drawing.texts.iter().enumerate() {
                assert!(canvas.contains(area), "{} at {width}: \"{text}\" is cut: {area:?}", spec.id);
                for (other, taken) in &drawing.texts[i + 1..] {
                    assert!(!area.overlaps(taken), "{} at {width}: \"{text}\" is on \"{other}\"", spec.id);
                }
            }
        }
        if let Ok(folder) = std::env::var("HEADROOM_LOOK") {
            let svg = standalone(&draw(spec, 720.0).svg, &spec.title, &spec.description);
            std::fs::write(format!("{folder}/{}-{}.svg", spec.id, spec.table.rows.len()), svg).expect("written");
        }
    }
}

#[test]
fn pictures_carry_no_style_and_no_markup_of_the_data() {
    let pack = pack();
    let hostile = "size,value,metric\n100,0.5,\"<script>\"\"'&\u{1}\"\n200,0.6,\"<script>\"\"'&\u{1}\"\n400,0.65,\"<script>\"\"'&\u{1}\"\n800,0.7,\"<script>\"\"'&\u{1}\"\n1600,0.71,\"<script>\"\"'&\u{1}\"\n";
    let read = read_evidence("x.csv", hostile.as_bytes(), None, &Limits::default()).expect("readable");
    let prepared = Prepare::new(read.value.evidence, &pack, None).run();
    let all = specs(&prepared, &pack, &Scenario::default());
    assert!(all.iter().any(|s| s.id.starts_with("curve-")));
    for spec in all {
        let svg = draw(&spec, 500.0).svg;
        assert!(
            !svg.contains("<script") && !svg.contains("style=") && !svg.contains("<style") && !svg.contains('\u{1}')
        );
        assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
        assert!(!svg.contains("#C0DE"), "every colour became a class");
    }
}

#[test]
fn positions_and_values_are_inverse() {
    for spec in both() {
        let area = draw(&spec, 640.0).area;
        for reading in &spec.readings {
            let px = area.x_px(reading.x);
            assert!((area.x_px(area.x_value(px)) - px).abs() < 1e-6, "{}", spec.id);
        }
    }
}
