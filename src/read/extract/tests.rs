use crate::data::Unit;
use crate::read::{Limits, ReadError, Reading, open, read_evidence};
use proptest::prelude::*;

fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/read").join(name);
    std::fs::read(path).expect(name)
}

fn read(name: &str) -> (Reading, Vec<String>) {
    let checked = read_evidence(name, &fixture(name), None, &Limits::default()).expect(name);
    let codes = checked.diagnostics.iter().map(|d| d.code.clone()).collect();
    (checked.value, codes)
}

/// Data sets, evaluations, curves, runs; then the codes of the diagnostics.
const TRAPS: &[(&str, [usize; 4], &[&str])] = &[
    ("latin1_semicolons.csv", [2, 0, 0, 0], &["text-windows-1252", "number-ambiguous"]),
    ("utf16_tabs.tsv", [2, 0, 0, 0], &[]),
    (
        "ragged.csv",
        [3, 0, 0, 0],
        &["csv-titles", "csv-row-short", "csv-row-long", "csv-header-again", "number-ambiguous", "row-total"],
    ),
    ("no_header.csv", [0, 0, 0, 0], &["csv-no-header", "table-not-recognised"]),
    ("metrics_nan.jsonl", [0, 0, 1, 0], &["jsonl-line", "row-without-value"]),
    ("wandb_panel.csv", [0, 0, 2, 0], &["curve-steps", "curve-size-zero"]),
    ("wide_sizes.csv", [0, 0, 2, 0], &["curve-size-zero"]),
    ("by_family.json", [2, 0, 0, 0], &["table-chosen"]),
    ("dataset_infos.json", [2, 0, 0, 0], &["dataset-configurations", "table-chosen"]),
    ("open_lm_run.json", [0, 0, 2, 1], &["open-lm-loss"]),
    ("trainer_state.json", [0, 0, 2, 0], &["trainer-stopped", "row-without-value", "curve-steps"]),
    ("croissant.json", [1, 0, 0, 0], &["croissant-no-count", "table-chosen"]),
    ("datapackage.json", [2, 0, 0, 0], &["datapackage-no-size"]),
    ("scaling.csv", [0, 0, 0, 2], &["row-not-a-run"]),
];

#[test]
fn every_trap_is_read_as_it_should_be() {
    for (name, counts, codes) in TRAPS {
        let (reading, found) = read(name);
        let e = &reading.evidence;
        assert_eq!([e.datasets.len(), e.evaluations.len(), e.curves.len(), e.runs.len()], *counts, "{name}: {found:?}");
        assert_eq!(found, *codes, "{name}");
    }
    for (name, code) in [("lfs_pointer.json", "file-lfs-pointer"), ("not_found.csv", "file-web-page")] {
        let error = read_evidence(name, &fixture(name), None, &Limits::default()).expect_err(name);
        assert_eq!(error.code(), code);
        assert!(error.diagnostic(name).mend.is_some());
    }
}

#[test]
fn values_come_out_in_base_units() {
    let d = read("latin1_semicolons.csv").0.evidence.datasets;
    assert_eq!((d[0].name.as_str(), d[0].records, d[0].bytes), ("Gespräche", Some(12_500.0), Some(1.25e9)));
    assert_eq!((d[0].duplication, d[1].duplication), (Some(0.08), Some(0.004)));
    let d = read("ragged.csv").0.evidence.datasets;
    assert_eq!((d[0].records, d[0].row, d[1].records, d[2].row), (Some(1234.0), Some(4), None, Some(6)));
    let r = read("scaling.csv").0.evidence.runs;
    assert_eq!((r[0].params, r[0].tokens), (74e6, 3.15e9));
    let c = read("wandb_panel.csv").0.evidence.curves;
    assert_eq!(
        (c[0].label.as_str(), c[0].observations.len(), c[0].size_unit),
        ("eval/loss (run - one)", 3, Unit::Count)
    );
    let c = read("open_lm_run.json").0.evidence.curves;
    assert_eq!((c[0].label.as_str(), c[0].observations[0].size), ("validation loss (c4_original-d=64, c4_val)", 1e6));
    assert!(c[0].observations[0].se.is_some() && c[1].observations[0].se.is_none());
    let d = read("by_family.json").0.evidence.datasets;
    assert_eq!((d[0].name.as_str(), d[0].bytes, d[1].bytes), ("crisis", Some(1.5e9), None));
}

proptest! {
    #[test]
    fn readers_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_evidence("any", &bytes, None, &Limits::default());
    }
    #[test]
    fn readers_never_panic_near_real_files(which in 0..TRAPS.len(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = fixture(TRAPS[which].0);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read_evidence("any", &bytes, None, &Limits::default());
        bytes.truncate(cut.index(bytes.len()));
        let _ = open("any", bytes, &Limits { rows: 3, columns: 4, depth: 3, candidates: 2, diagnostics: 2, ..Limits::default() });
    }
}

/// `cargo test --lib -- --ignored --nocapture parse_rate` prints how fast 50 MB of CSV become rows and evidence.
#[test]
#[ignore = "a measurement"]
fn parse_rate() {
    let mut text = String::from("size,score,note\n");
    let mut i = 0_u64;
    while text.len() < 50_000_000 {
        i += 1;
        text.push_str(&format!("{i},0.{:06},row {i}\n", i * 7919 % 1_000_000));
    }
    let bytes = text.into_bytes();
    for _ in 0..3 {
        let start = std::time::Instant::now();
        let opened = open("big.csv", bytes.clone(), &Limits::default()).expect("read");
        let tables = start.elapsed();
        let reading = opened.read("big.csv", None).expect("read");
        let rows = reading.value.evidence.files[0].rows_read;
        println!("{} bytes, {rows} rows: table {tables:?}, evidence {:?}", bytes.len(), start.elapsed() - tables);
    }
}

#[test]
fn rows_of_single_items_become_one_mean_that_keeps_them() {
    let csv = "metric,item_id,score,time\nempathy,a,1,before\nempathy,b,0,before\nempathy,b,1,before\nempathy,a,1,after\nempathy,b,1,after\n";
    let read = read_evidence("items.csv", csv.as_bytes(), None, &Limits::default()).expect("readable").value;
    let found = &read.evidence.evaluations;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].items, [("a".to_owned(), 1.0), ("b".to_owned(), 0.5)]);
    assert_eq!((found[0].value, found[0].n, found[0].se), (0.75, Some(2.0), Some(0.25)));
    assert_eq!((found[1].value, found[1].se), (1.0, None));
}

#[test]
fn an_error_column_without_a_name_belongs_to_the_only_metric() {
    let table = "size\tempathy\tstderr\n1000\t0.60\t0.012\n2000\t0.64\t0.012\n4000\t0.67\t0.012\n8000\t0.69\t0.012\n";
    let read = read_evidence("curve.tsv", table.as_bytes(), None, &Limits::default()).expect("readable").value;
    let curve = read.evidence.curves.first().expect("it is a curve");
    assert_eq!(curve.metric, "empathy");
    assert!(curve.observations.iter().all(|o| o.se == Some(0.012)), "{:?}", curve.observations);
    // Between two metrics nobody can tell whose it is.
    let table = table.replace("\tstderr", "\tsafety");
    let read = read_evidence("curve.tsv", table.as_bytes(), None, &Limits::default()).expect("readable").value;
    assert!(read.evidence.curves.iter().flat_map(|c| &c.observations).all(|o| o.se.is_none()));
}

#[test]
fn what_this_program_decided_is_no_evidence() {
    let json = r#"{"headroom": "decision", "version": 1, "outcomes": [{"gate": "duplication", "outcome": "fail", "margin": 0.01}]}"#;
    let markdown = "# Should we expand the training data set?\n\nA project\n\nWritten by Headroom 0.1.0.\n";
    for (name, text) in [("decision.json", json), ("report.md", markdown)] {
        let refused = read_evidence(name, text.as_bytes(), None, &Limits::default());
        assert!(matches!(refused, Err(ReadError::Alien { .. })), "{name}: {refused:?}");
    }
}
