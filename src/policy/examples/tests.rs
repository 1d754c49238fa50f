//! The shipped files say what the reference case says.

use super::*;
use crate::policy::{defaults, parse};

fn rows(text: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|r| r.expect("every row has the header's width")).collect()
}

fn column(text: &str, name: &str) -> usize {
    let header = text.lines().next().unwrap_or_default();
    header.split(',').position(|c| c == name).unwrap_or_else(|| panic!("no column {name}"))
}

fn text(example: &str, file: &str) -> &'static str {
    let files = super::example(example).expect("an example").files;
    files.iter().find(|(name, _)| *name == file).expect("a file").1
}

/// Sum of a column over the rows where another column has a value.
fn sum(inventory: &str, name: &str, only: Option<(&str, &str)>) -> f64 {
    let wanted = only.map(|(c, v)| (column(inventory, c), v));
    let own = rows(inventory).into_iter().filter(|r| wanted.is_none_or(|(c, v)| &r[c] == v));
    own.filter_map(|r| r[column(inventory, name)].parse::<f64>().ok()).sum()
}

#[test]
fn inventory_sums_to_the_reference_case() {
    let i = text("therapeutic-ai", "inventory.csv");
    assert_eq!(sum(i, "records", None), 300_000.0);
    assert_eq!(sum(i, "bytes", None), 6.4e9);
    assert_eq!(sum(i, "missing_bytes", None), 1.86e9);
    assert_eq!(sum(i, "missing_bytes", Some(("tier", "1"))), 1.16e9);
    assert_eq!(sum(i, "missing_bytes", Some(("tier", "3"))), 86e6);
    assert_eq!(sum(i, "missing_bytes", Some(("tier", "4"))), 0.614e9);
    assert_eq!(sum(i, "duplicates", None), 4007.0);
    let objects = [
        ("mental_health_datasets", 450.0),
        ("video_transcripts", 403.0),
        ("cptsd", 296.0),
        ("safety_guardrails", 257.0),
        ("voice_persona", 154.0),
        ("edge_case_generator", 33.0),
        ("addiction", 32.0),
        ("experimental", 24.0),
        ("dpo_preference", 18.0),
        ("roleplay_simulator", 4.0),
        ("edge_case_resulting_chats", 1.0),
        ("edge_case_synthetic", 1.0),
        ("long_running_therapy", 1.0),
        ("sarcasm", 1.0),
    ];
    for (family, n) in objects {
        assert_eq!(sum(i, "objects", Some(("family", family))), n, "{family}");
    }
    assert!(sum(i, "records", Some(("stage", "pretraining"))) > 100_000.0);
    assert!(sum(i, "records", Some(("stage", "sft"))) > 10_000.0);
    let pairs = sum(i, "records", Some(("stage", "preference")));
    assert!((500.0..=1000.0).contains(&pairs), "preference pairs warn: {pairs}");
    let status = column(i, "status");
    let tier = column(i, "tier");
    assert!(rows(i).iter().filter(|r| &r[tier] == "1").all(|r| &r[status] == "missing"));
}

#[test]
fn the_packs_families_are_those_of_the_inventory() {
    let pack = parse(defaults::THERAPEUTIC).expect("a pack").value;
    let i = text("therapeutic-ai", "inventory.csv");
    let family = column(i, "family");
    for f in &pack.families {
        assert!(rows(i).iter().any(|r| r[family] == f.id), "{}", f.id);
    }
    assert!(rows(i).iter().all(|r| r[family].is_empty() || pack.families.iter().any(|f| f.id == r[family])));
}

#[test]
fn every_table_is_rectangular_and_every_metric_is_known() {
    for example in EXAMPLES {
        let pack = defaults::PACKS.iter().find(|(id, _)| *id == example.policy).expect("its policy ships");
        let pack = parse(pack.1).expect("a pack").value;
        for (name, text) in example.files {
            let rows = rows(text);
            assert!(!rows.is_empty(), "{name}");
            if text.starts_with("metric,") {
                assert!(
                    rows.iter().all(|r| pack.metric(&r[0]).is_some()),
                    "{name} has a metric the policy does not know"
                );
            }
            if name.starts_with("learning") {
                let marked = column(text, "illustrative");
                assert!(rows.iter().all(|r| &r[marked] == "yes"), "values the reference case does not give are marked");
            }
        }
    }
}

#[test]
fn index_lists_the_same_examples() {
    let index: serde_json::Value =
        serde_json::from_str(include_str!("../../../public/examples/index.json")).expect("index.json is JSON");
    let listed = index.as_array().expect("a list");
    assert_eq!(listed.len(), EXAMPLES.len());
    for (entry, example) in listed.iter().zip(EXAMPLES) {
        let files: Vec<&str> = example.files.iter().map(|(name, _)| *name).collect();
        let expected = serde_json::json!({
            "id": example.id, "label": example.label, "description": example.description,
            "policy": example.policy, "files": files,
        });
        assert_eq!(*entry, expected);
        let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("public/examples")
            .join(example.id)
            .join("project.json");
        let own: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(own).expect("project.json")).expect("JSON");
        assert_eq!(own, expected);
    }
}
