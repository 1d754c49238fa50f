use super::*;
use crate::data::{Direction, Stage, Status, Unit};
use crate::read::read_evidence;

/// Files of the shared samples, where that folder is beside the repository.
fn samples() -> Vec<(String, Vec<u8>)> {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let (mut out, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                out.push((path.strip_prefix(&root).unwrap_or(&path).display().to_string(), bytes));
            }
        }
    }
    out.sort();
    if out.is_empty() {
        eprintln!("skipped: the folder of shared samples is not here");
    }
    out
}

/// (A training score beside one on other data is not among them.)
/// Data sets, evaluations, curves, runs of each sample by the start of its name; `None` where it is refused.
const SAMPLES: &[(&str, Option<[usize; 4]>)] = &[
    ("croissant/", Some([1, 0, 0, 0])),
    ("curves/lcdb", Some([0, 0, 400, 0])),
    ("datapackage/country", Some([1, 0, 0, 0])),
    ("datapackage/gdp", Some([2, 0, 0, 0])),
    ("hf_card/gsm8k", Some([2, 0, 0, 0])),
    ("hf_card/imdb", Some([3, 0, 0, 0])),
    ("hf_card/squad", Some([2, 0, 0, 0])),
    ("hf_card/wikitext", Some([3, 0, 0, 0])),
    ("hf_dataset_infos/gsm8k", Some([2, 0, 0, 0])),
    ("hf_dataset_infos/imdb", Some([3, 0, 0, 0])),
    ("hf_dataset_infos/squad", Some([2, 0, 0, 0])),
    ("hf_dataset_infos/wikitext", Some([3, 0, 0, 0])),
    ("lm_eval/2023_bloom", Some([0, 11, 0, 0])),
    ("lm_eval/2023_opt", Some([0, 128, 0, 0])),
    ("lm_eval/flor", Some([0, 4, 0, 0])),
    ("lm_eval/gpt2", Some([0, 1, 0, 0])),
    ("lm_eval/pythia", Some([0, 172, 0, 0])),
    ("scaling/chinchilla", Some([0, 0, 0, 234])),
    ("scaling/data_constrained", Some([0, 0, 0, 296])),
    ("scaling/finetuning", Some([0, 0, 30, 0])),
    ("selection/fl_small", Some([0, 0, 0, 0])),
    ("selection/", None),
    ("trainer_state/", Some([0, 0, 13, 0])),
    ("wandb/comp3242_ablation", Some([0, 32, 0, 0])),
    ("wandb/comp3242_wandb", Some([0, 128, 0, 0])),
    ("wandb/druidowm", Some([0, 0, 8, 0])),
];

#[test]
fn every_sample_is_read_or_refused_in_words() {
    let mut runs = Vec::new();
    for (name, bytes) in samples() {
        let read = read_evidence(&name, &bytes, None, &Limits::default());
        let counts = read.as_ref().ok().map(|r| {
            let e = &r.value.evidence;
            [e.datasets.len(), e.evaluations.len(), e.curves.len(), e.runs.len()]
        });
        if let Some((_, expected)) = SAMPLES.iter().find(|(start, _)| name.starts_with(start)) {
            assert_eq!(counts, *expected, "{name}: {read:?}");
        }
        if name.starts_with("open_lm_scaling/") && name.ends_with("model.json") {
            runs.push(read.expect("read").value.evidence);
        }
    }
    if !runs.is_empty() {
        let all = crate::read::combine(runs);
        let c4 = all.curves.iter().find(|c| c.label.ends_with("c4_val)")).expect("the C4 curve");
        assert_eq!((all.runs.len(), c4.observations.len(), c4.size_unit), (7, 7, Unit::Tokens));
        assert!(c4.observations.windows(2).all(|w| w[0].size < w[1].size) && c4.observations[0].se.is_some());
    }
}

fn read(text: &str) -> Checked<Reading> {
    read_evidence("t.csv", text.as_bytes(), None, &Limits::default()).expect("read")
}

fn codes(r: &Checked<Reading>) -> Vec<&str> {
    r.diagnostics.iter().map(|d| d.code.as_str()).collect()
}

#[test]
fn an_inventory_in_european_spelling() {
    let r = read(
        "Bestand Mai;;;;;;;\nDataset;Family;Tier;Stage;Status;Records;Size (GB);Duplication\n\
         crisis A;crisis;Tier 1;SFT stage 1;partial;1.234;1,5;8 %\n\
         \"notes; B\";addiction;2;DPO;present;12.500;n/a;0,5 %\n\
         C;sarcasm;3;pretraining;missing;;;\nTotal;;;;;13.734;1,5;\n",
    );
    let d = &r.value.evidence.datasets;
    assert_eq!(d.len(), 3, "{:?}", r.diagnostics);
    assert_eq!((d[0].records, d[0].bytes, d[0].tier), (Some(1234.0), Some(1.5e9), Some(1)));
    assert_eq!((d[0].stage, d[0].status, d[0].duplication), (Some(Stage::Sft), Status::Partial, Some(0.08)));
    assert_eq!((d[1].name.as_str(), d[1].bytes, d[1].stage), ("notes; B", None, Some(Stage::Preference)));
    assert_eq!((d[2].records, d[2].status, d[2].row), (None, Status::Missing, Some(5)));
    assert_eq!(codes(&r), ["csv-titles", "number-ambiguous", "row-total"]);
    let record = &r.value.evidence.files[0];
    assert_eq!((record.rows_read, record.rows_skipped, record.hash.len()), (3, 1, 64));
}

#[test]
fn evaluations_with_what_is_known_of_their_error() {
    let r = read(
        "metric,value,stderr,n,ci_low,ci_high\nEmpathy,0.81 ± 0.02,,,,\nBias,8 %,,500,0.05,0.11\nPerplexity,12.5,0.4,,,\nF1,N/A,,,,\n",
    );
    let e = &r.value.evidence.evaluations;
    assert_eq!((e.len(), e[0].se, e[1].value, e[1].n), (3, Some(0.02), 0.08, Some(500.0)));
    assert_eq!((e[1].direction, e[1].interval), (Some(Direction::Lower), Some((0.05, 0.11))));
    assert!(e[1].se.is_some_and(|s| (s - 0.06 / 3.919_927_969).abs() < 1e-9));
    assert_eq!(codes(&r), ["row-without-value"]);
    let r = read("metric,score\naccuracy,81.2\nempathy,77\n");
    assert_eq!(r.value.evidence.evaluations[0].value, 0.812);
    let r = read("metric,score\naccuracy,81.2\nempathy,0.7\n");
    assert_eq!((r.value.evidence.evaluations[0].value, codes(&r)), (81.2, vec!["value-percent"]));
}

#[test]
fn curves_long_and_wide() {
    let r = read("records,empathy,bias,empathy_se\n100,0.5,0.3,0.02\n1000,0.6,0.2,0.01\n10000,0.65,,0.01\n");
    let c = &r.value.evidence.curves;
    assert_eq!(
        c.iter().map(|c| (c.metric.as_str(), c.observations.len())).collect::<Vec<_>>(),
        [("empathy", 3), ("bias", 2)]
    );
    assert_eq!((c[0].observations[0].se, c[1].direction, c[0].range), (Some(0.02), Direction::Lower, Some((0.0, 1.0))));
    let r = read(
        "size,metric,value,run\n100,acc,0.5,a\n200,acc,0.6,a\n400,acc,0.7,a\n100,acc,0.4,b\n200,acc,0.5,b\n400,acc,0.6,b\n",
    );
    assert_eq!(r.value.evidence.curves.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(), ["acc (a)", "acc (b)"]);
}

#[test]
fn a_chosen_map_is_obeyed() {
    let text = "a,b,c\nx,1,0.5\ny,2,0.6\n";
    let r = read(text);
    assert_eq!((r.value.candidates[0].kind, codes(&r)), (Kind::UNKNOWN, vec!["table-not-recognised"]));
    let mut map = TableMap { kind: crate::read::kinds::inventory::KIND, ..TableMap::default() };
    let mut plays = |role: &str, column: &str, scale: Option<f64>| {
        map.roles.insert(role.into(), crate::read::ColumnUse { column: column.into(), scale, direction: None });
    };
    plays("name", "a", None);
    plays("bytes", "b", Some(1e9));
    map.constants.insert("tier".into(), "2".into());
    let choice = FileMap { map: Some(map), ..FileMap::default() };
    let bytes = text.as_bytes();
    let r = read_evidence("t.csv", bytes, Some(&choice), &Limits::default()).expect("read").value;
    assert_eq!((r.evidence.datasets[1].bytes, r.evidence.datasets[1].tier), (Some(2e9), Some(2)));
    let left_out = FileMap { include: false, ..choice.clone() };
    let r = read_evidence("t.csv", bytes, Some(&left_out), &Limits::default()).expect("read").value;
    assert!(r.evidence.is_empty() && r.evidence.files[0].kind == "left out");
    let absent = FileMap { part: Some("Sheet 9".into()), ..choice };
    assert!(matches!(read_evidence("t.csv", bytes, Some(&absent), &Limits::default()), Err(ReadError::NoPart { .. })));
}

#[test]
fn wholes_and_evidence_are_known_by_their_mark() {
    let special = |text: &str| {
        let r = read_evidence("t", text.as_bytes(), None, &Limits::default()).expect("read").value;
        r.special.map(|s| (s.kind.words(), s.json))
    };
    let policy = r#"{"headroom": "policy", "tiers": []}"#;
    assert_eq!(special(policy), Some(("policy pack", policy.to_owned())));
    let page =
        "<!DOCTYPE html>\n<html><script type=\"application/json\" id=\"headroom-project\">\n{\"a\":1}\n</script>";
    assert_eq!(special(page), Some(("saved report", "{\"a\":1}".to_owned())));
    let r = read(
        r#"{"headroom": "evidence", "datasets": [{"name": "a", "status": "present", "records": 5}, {"name": 5}],
        "evaluations": [{"metric": "empathy", "label": "Empathy", "value": 0.8}], "checks": [{"id": "pii", "value": 0}]}"#,
    );
    let e = &r.value.evidence;
    assert_eq!((e.datasets.len(), e.evaluations.len(), e.checks.len(), e.files[0].rows_skipped), (1, 1, 1, 1));
    assert_eq!(codes(&r), ["item-unreadable"]);
}

#[test]
fn json_lines_and_checks() {
    let r = read("{\"check\": \"leakage\", \"value\": 0}\nbroken\n{\"check\": \"PII\", \"value\": \"passed\"}\n");
    let c = &r.value.evidence.checks;
    assert_eq!((c.len(), c[1].id.as_str(), c[1].value, c[1].row), (2, "pii", 1.0, Some(3)));
    assert_eq!((r.value.format.as_str(), codes(&r)), ("jsonl", vec!["jsonl-line"]));
}

#[test]
fn a_map_that_cannot_be_understood_is_said_and_the_guess_reads_the_file() {
    let text = b"dataset,records\na,1\nb,2\n";
    let map = FileMap::from(serde_json::json!({ "map": { "kind": "sonnets" } }));
    let r = read_evidence("t.csv", text, Some(&map), &Limits::default()).expect("read");
    assert_eq!((r.value.evidence.datasets.len(), codes(&r)), (2, vec!["map-unreadable"]));
}

#[test]
fn three_decimals_are_thousands_only_where_things_are_counted_in_text() {
    let records =
        |text: &str| -> Vec<Option<f64>> { read(text).value.evidence.datasets.iter().map(|d| d.records).collect() };
    assert_eq!(
        records("dataset;records\na;12.500\nb;8.100\nc;1.204.300\n"),
        [Some(12500.0), Some(8100.0), Some(1204300.0)]
    );
    let d = read("dataset,records,size\na,9000,2.205 GB\nb,2100,8.100 GB\n").value.evidence.datasets;
    assert_eq!((d[0].bytes, d[1].bytes), (Some(2.205e9), Some(8.1e9)));
    let d = read("name,records,size_mb,tokens_b,missing_gb\na,9000,31.500,1.750,1.375\n").value.evidence.datasets;
    assert_eq!((d[0].bytes, d[0].tokens, d[0].missing_bytes), (Some(3.15e7), Some(1.75e9), Some(1.375e9)));
    let d = read(r#"[{"name":"a","records":9000,"size_gb":2.375},{"name":"b","records":21,"size_gb":4.125}]"#);
    assert_eq!(d.value.evidence.datasets[0].bytes, Some(2.375e9));
}

#[test]
fn a_share_in_a_column_of_counts_is_a_share() {
    for cells in [["6%", "0 %"], ["0.06", "0.00"], ["6 %", "0%"]] {
        let r = read(&format!("name,records,duplicates\na,100,{}\nb,200,{}\n", cells[0], cells[1]));
        let d = &r.value.evidence.datasets;
        assert_eq!((d[0].duplication, d[0].duplicates), (Some(0.06), None), "{cells:?}");
    }
    let r = read("name,records,licence\na,100,MIT\nb,40 %,MIT\n");
    assert_eq!((r.value.evidence.datasets[1].records, codes(&r)), (None, vec!["number-share"]));
}

#[test]
fn the_name_of_a_file_tells_the_metric_and_the_values_which_way_it_goes() {
    let rows = |values: [f64; 4]| {
        let mut text = String::from("Wall time,Step,Value\n");
        for (i, v) in values.iter().enumerate() {
            text.push_str(&format!("17000000{i}0.25,{},{v}\n", 50 * (i + 1)));
        }
        text
    };
    for (name, values, metric, direction) in [
        ("run-.-tag-loss.csv", [2.8, 1.5, 0.6, 0.2], "loss", Direction::Lower),
        ("run-a-tag-val_acc.csv", [0.3, 0.5, 0.6, 0.7], "val_acc", Direction::Higher),
        ("export.csv", [2.8, 1.5, 0.6, 0.2], "value", Direction::Lower),
    ] {
        let read = read_evidence(name, rows(values).as_bytes(), None, &Limits::default()).expect("read").value;
        let curve = read.evidence.curves.first().expect("a curve");
        assert_eq!(
            (curve.metric.as_str(), curve.direction, read.evidence.curves.len()),
            (metric, direction, 1),
            "{name}"
        );
        assert_eq!((curve.size_unit, curve.observations.len()), (Unit::Count, 4));
    }
}

#[test]
fn an_overall_row_is_the_metric_and_a_setting_no_slice() {
    let e = read("metric,slice,value,n\naccuracy,All,0.9,100\naccuracy,German,0.8,40\nf1,,0.7,100\n")
        .value
        .evidence
        .evaluations;
    let slices: Vec<Option<&str>> = e.iter().map(|e| e.slice.as_deref()).collect();
    assert_eq!(slices, [None, Some("German"), None]);
    let text = "run_id,start_time,val_f1,val_auc,learning_rate,class_weighting,validation_split,params.depth\nx,2026-01-01,0.7,0.8,0.1,balanced,0.2,3\ny,2026-01-02,0.75,0.85,0.1,none,0.2,4\n";
    let e = read(text).value.evidence.evaluations;
    assert_eq!(e.len(), 4);
    assert!(e.iter().all(|e| e.slice.is_none() && e.model.is_some()), "{e:?}");
}

#[test]
fn a_speed_is_no_number_of_items_and_other_scores_of_a_trainer_are_kept() {
    let log = r#"{"global_step": 30, "log_history": [
        {"epoch": 1, "step": 10, "eval_loss": 0.5, "eval_rougeL": 0.3, "eval_matthews_correlation": 0.4, "eval_samples_per_second": 41.3},
        {"epoch": 2, "step": 20, "eval_loss": 0.4, "eval_rougeL": 0.33, "eval_matthews_correlation": 0.5, "eval_samples_per_second": 40.9},
        {"epoch": 3, "step": 30, "eval_loss": 0.3, "eval_rougeL": 0.35, "eval_matthews_correlation": 0.6, "eval_samples_per_second": 42.1}]}"#;
    let e = read(log).value.evidence;
    let metrics: Vec<&str> = e.curves.iter().map(|c| c.metric.as_str()).collect();
    assert_eq!(metrics, ["eval_loss", "eval_rougel", "eval_matthews_correlation"]);
    assert!(e.curves.iter().flat_map(|c| &c.observations).all(|o| o.items.is_none() && o.size >= 10.0));
}

#[test]
fn counts_under_splits_are_counts_and_licences_name_what_they_cover() {
    let r = read(r#"{"splits": {"train": {"conversations": 412, "shards": []}, "test": {"conversations": 58}}}"#);
    let found: Vec<_> = r.value.evidence.datasets.iter().map(|d| (d.name.as_str(), d.records)).collect();
    assert_eq!(found, [("t", Some(412.0)), ("t", Some(58.0))]);
    let r = read(r#"{"splits": {"train": {"num_bytes": 5}}}"#);
    assert_eq!(codes(&r), ["dataset-no-count"]);
    let d = read("License,Clips\nnan,500\nCC0,20\nMIT,3\nTOTAL,523\n").value.evidence.datasets;
    assert_eq!((d.len(), d[0].licence.as_deref(), d[0].records), (3, None, Some(500.0)));
}

/// A table of each kind with so many rows.
fn long_tables(rows: usize) -> Vec<(Kind, String)> {
    let table = |head: &str, row: &dyn Fn(usize) -> String| {
        let rows: String = (0..rows).map(|i| row(i) + "\n").collect();
        format!("{head}\n{rows}")
    };
    let kind = |id: &str| Kind::named(id).expect("a kind");
    vec![
        (kind("inventory"), table("name,tier,status,records", &|i| format!("set {i},1,present,{i}"))),
        (kind("evaluations"), table("item,accuracy", &|i| format!("q{i},{}", i % 2))),
        (kind("curves"), table("size,accuracy", &|i| format!("{},0.{i}", i + 1))),
        (kind("predictions"), table("y_true,y_pred,y_score", &|i| format!("{},{},0.{}", i % 2, i % 2, 10 + i % 80))),
    ]
}

#[test]
fn a_table_of_more_things_than_are_kept_is_refused_whole_with_words_and_counts_are_not() {
    for (kind, text) in long_tables(40) {
        let weight = kind.spec().expect("a kind").weight;
        for most in [39, 40] {
            let limits = Limits { things: most * weight, ..Limits::default() };
            let read = read_evidence("long.csv", text.as_bytes(), None, &limits).expect("a table");
            let record = &read.value.evidence.files[0];
            let said = read.diagnostics.iter().find(|d| d.code == "table-too-much");
            assert_eq!(read.value.used.map.as_ref().map(|m| m.kind), Some(kind));
            if most == 40 || weight == 0 {
                assert!(said.is_none() && record.rows_read == 40, "{kind:?}");
                continue;
            }
            let said = said.expect("words");
            assert!(said.message.contains("40 rows") && said.message.contains("the 39 that"), "{said:?}");
            assert!(read.value.evidence.is_empty(), "nothing is said of a part");
            assert_eq!((record.rows_read, record.rows_skipped), (0, 40));
            assert!(!read.value.candidates.is_empty(), "it can still be mapped otherwise");
        }
    }
}
