//! `headroom metrics` and the evidence that items make: the same data say the same however they are written.

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A folder of this test's own, removed when it goes.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("headroom-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }
    fn write(&self, name: &str, content: &str) {
        std::fs::write(self.0.join(name), content).expect("the temporary folder can be written");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn headroom(scratch: &Scratch, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_headroom");
    Command::new(program).args(arguments).current_dir(&scratch.0).output().expect("it runs")
}

fn json(scratch: &Scratch, arguments: &[&str]) -> Value {
    let out = headroom(scratch, arguments);
    serde_json::from_slice(&out.stdout)
        .unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&out.stderr)))
}

/// Predictions of 40 items of two classes, of which `wrong` of every ten are wrong.
fn predictions(wrong: usize) -> String {
    let rows = (0..40).map(|i| {
        let truth = i % 2;
        let predicted = if i % 10 < wrong { 1 - truth } else { truth };
        let group = if i < 20 { "young" } else { "old" };
        format!("dialogue {i},{truth},{predicted},{group}\n")
    });
    format!("item_id,y_true,y_pred,age_group\n{}", rows.collect::<String>())
}

fn line<'v>(report: &'v Value, metric: &str, slice: Option<&str>) -> &'v Value {
    let fits = |l: &&Value| l["metric"] == metric && l["slice"].as_str() == slice;
    report["metrics"].as_array().and_then(|all| all.iter().find(fits)).unwrap_or_else(|| panic!("{metric}: {report}"))
}

#[test]
fn metrics_are_computed_by_slice_and_as_asked() {
    let scratch = Scratch::new("metrics-slices");
    scratch.write("p.csv", &predictions(2));
    let report = json(&scratch, &["metrics", "p.csv", "--json"]);
    assert_eq!(
        (line(&report, "accuracy", None)["value"].as_f64(), line(&report, "accuracy", None)["n"].as_f64()),
        (Some(0.8), Some(40.0))
    );
    assert_eq!(report["predictions"][0]["confusion"], serde_json::json!([[16.0, 4.0], [4.0, 16.0]]));
    assert!(!report.to_string().contains("dialogue 7"), "no item is named unless asked for");
    let asked = json(&scratch, &["metrics", "p.csv", "--metric", "kappa_linear", "--by", "age_group", "--json"]);
    assert_eq!(asked["metrics"].as_array().map(Vec::len), Some(3));
    assert!((line(&asked, "kappa_linear", Some("old"))["value"].as_f64().expect("a value") - 0.6).abs() < 1e-12);
    for (arguments, word) in [
        (["metrics", "p.csv", "--metric", "sparkle"], "sparkle"),
        (["metrics", "p.csv", "--by", "shoe size"], "age_group"),
        (["metrics", "p.csv", "--baseline", "none.csv"], "none.csv"),
        (["metrics", "p.csv", "--positive", "perhaps"], "no such class"),
    ] {
        let out = headroom(&scratch, &arguments);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(2) && said.contains(word) && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn a_baseline_is_compared_item_by_item_whatever_the_order_of_its_rows() {
    let scratch = Scratch::new("metrics-baseline");
    let old = predictions(4);
    let mut lines: Vec<&str> = old.lines().collect();
    lines[1..].reverse();
    scratch.write("old.csv", &lines.join("\n"));
    scratch.write("new.csv", &predictions(1));
    let report = json(&scratch, &["metrics", "new.csv", "--baseline", "old.csv", "--items", "--json"]);
    let changes = report["changes"].as_array().expect("changes");
    let of = |metric: &str| changes.iter().find(|c| c["metric"] == metric).unwrap_or_else(|| panic!("{metric}"));
    let accuracy = of("accuracy");
    // Twelve items better, none worse: 2 / 2^12.
    assert!((accuracy["p"].as_f64().expect("p") - 2.0 / 4096.0).abs() < 1e-12, "{accuracy}");
    assert_eq!((accuracy["better"].as_u64(), accuracy["worse"].as_u64()), (Some(12), Some(0)));
    assert_eq!(accuracy["improved_items"].as_array().map(Vec::len), Some(12));
    assert_eq!((accuracy["test"].as_str(), accuracy["words"].as_str()), (Some("exact McNemar"), Some("improved")));
    let f1 = of("f1");
    assert_eq!((f1["test"].as_str(), f1["paired_items"].as_f64()), (Some("bootstrap of the items"), Some(40.0)));
    assert!(f1["interval"][0].as_f64().is_some_and(|low| low > 0.0), "{f1}");
    // Against itself nothing changed.
    let same = json(&scratch, &["metrics", "new.csv", "--baseline", "new.csv", "--json"]);
    let p: Vec<_> = same["changes"].as_array().expect("changes").iter().map(|c| c["p"].as_f64()).collect();
    assert!(p.iter().all(|p| *p == Some(1.0)), "{p:?}");
    // Rows without names are compared by their place, and that is said.
    let nameless = |text: &str| {
        text.lines().map(|l| l.split_once(',').map_or("", |(_, rest)| rest)).collect::<Vec<_>>().join("\n")
    };
    scratch.write("a.csv", &nameless(&old));
    scratch.write("b.csv", &nameless(&predictions(1)));
    let by_place = json(&scratch, &["metrics", "b.csv", "--baseline", "a.csv", "--json"]);
    assert!((by_place["changes"][0]["p"].as_f64().expect("p") - 2.0 / 4096.0).abs() < 1e-12);
    assert!(by_place["notes"].to_string().contains("same place"));
}

#[test]
fn items_and_their_summary_have_one_outcome() {
    let scratch = Scratch::new("metrics-outcome");
    let pack = r#"{"headroom": "policy", "version": 1, "id": "own", "name": "Own", "tiers": [{"tier": 1, "label": "All", "minimum_quality": 0.8, "weight": 1}],
        "metrics": [{"id": "accuracy", "label": "Accuracy", "direction": "higher", "range": [0, 1], "aliases": []}],
        "gates": [{"id": "g", "label": "Accuracy", "phase": "validate", "rule": "metric", "with": {"metric": "accuracy"}, "comparator": "at_least",
                   "threshold": 0.7, "range": [0, 1], "severity": "block", "confidence": 0.9}]}"#;
    scratch.write("pack.json", pack);
    scratch.write("labels.csv", &predictions(2));
    scratch.write("summary.csv", "metric,value,n\naccuracy,0.8,40\n");
    let passed = |i: usize| u8::from(i % 10 >= 2);
    let items = (0..40).map(|i| format!("dialogue {i},{}\n", passed(i))).collect::<String>();
    scratch.write("items.csv", &format!("item_id,correct\n{items}"));
    let gate = |file: &str| json(&scratch, &["gate", file, "pack.json", "--json"])["gates"][0].clone();
    let whole = gate("summary.csv");
    assert_eq!(whole["outcome"], "warn");
    for file in ["labels.csv", "items.csv"] {
        let found = gate(file);
        assert_eq!(found["outcome"], whole["outcome"], "{file}");
        assert_eq!(found["measurement"]["interval"], whole["measurement"]["interval"], "{file}");
    }
}

#[test]
fn the_shared_exports_are_read_as_they_are_known_to_be() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/predictions");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let scratch = Scratch::new("metrics-shared");
    for file in files.flatten() {
        let path = file.path();
        let report = json(&scratch, &["metrics", &path.to_string_lossy(), "--json"]);
        let all = report["metrics"].as_array().expect("metrics");
        let close = |v: &Value, to: f64| v.as_f64().is_some_and(|v| (v - to).abs() < 1e-12);
        let known =
            |l: &&Value| l["n"].as_f64() == Some(60.0) && (close(&l["value"], 0.7) || close(&l["value"], 0.59825));
        assert!(all.iter().any(|l| known(&l)), "{}: {report}", path.display());
        assert!(
            all.iter().all(|l| l["value"].as_f64().is_some_and(|v| (-1.0..=1.0).contains(&v))),
            "{}",
            path.display()
        );
    }
}

#[test]
fn slices_by_column_are_those_of_the_whole() {
    let scratch = Scratch::new("metrics-parts");
    // Slice A has whole numbers only, and one class only.
    let numbers =
        (0..40).map(|i| if i < 20 { format!("{},{},A\n", i % 4, i % 5) } else { format!("{i}.5,{i}.25,B\n") });
    let rare = (0..40).map(|i| {
        let truth = if i < 12 || i % 7 == 0 { "cat" } else { "dog" };
        let predicted = if i % 5 == 0 { "dog" } else { truth };
        format!("{truth},{predicted},{}\n", if i < 12 { "A" } else { "B" })
    });
    for (name, rows) in [("numbers.csv", numbers.collect::<String>()), ("rare.csv", rare.collect())] {
        scratch.write(name, &format!("y_true,y_pred,group\n{rows}"));
        let by = json(&scratch, &["metrics", name, "--by", "group", "--json"]);
        let whole = json(&scratch, &["metrics", name, "--json"]);
        let all = |slice: Option<&str>| -> Vec<Value> {
            let lines = by["metrics"].as_array().expect("metrics").iter();
            lines.filter(|l| l["slice"].as_str() == slice).cloned().collect()
        };
        assert_eq!(Value::from(all(None)), whole["metrics"], "{name}");
        for slice in ["A", "B"] {
            let known: Vec<&str> =
                whole["metrics"].as_array().expect("all").iter().filter_map(|l| l["metric"].as_str()).collect();
            let found = all(Some(slice));
            assert!(
                !found.is_empty() && found.iter().all(|l| known.contains(&l["metric"].as_str().unwrap_or_default()))
            );
        }
        // Where everything is in one slice it is the whole.
        scratch.write("one.csv", &format!("y_true,y_pred,group\n{}", rows.replace(",A\n", ",B\n")));
        let one = json(&scratch, &["metrics", "one.csv", "--by", "group", "--json"]);
        let values = |slice: Option<&str>| -> Vec<[Value; 4]> {
            let lines = one["metrics"].as_array().expect("metrics").iter().filter(|l| l["slice"].as_str() == slice);
            lines.map(|l| ["metric", "value", "n", "interval"].map(|k| l[k].clone())).collect()
        };
        assert_eq!(values(Some("B")), values(None), "{name}");
    }
}

#[test]
fn a_baseline_of_several_is_named_or_refused() {
    let scratch = Scratch::new("metrics-several");
    let of = |models: &[(&str, usize)]| {
        let one = |(model, wrong): &(&str, usize)| {
            let rows = predictions(*wrong);
            rows.lines().skip(1).map(|l| format!("{model},{l}\n")).collect::<String>()
        };
        format!("model,item_id,y_true,y_pred,age_group\n{}", models.iter().map(one).collect::<String>())
    };
    scratch.write("new.csv", &of(&[("new", 1)]));
    scratch.write("one.csv", &of(&[("old", 3)]));
    scratch.write("two.csv", &of(&[("good", 2), ("poor", 5)]));
    scratch.write("both.csv", &of(&[("new", 2), ("poor", 5)]));
    let against =
        |file: &str| json(&scratch, &["metrics", "new.csv", "--baseline", file, "--json"])["changes"][0].clone();
    assert_eq!((against("one.csv")["against"].as_str(), against("one.csv")["of"].as_str()), (Some("old"), Some("new")));
    let same = against("both.csv");
    assert_eq!((same["against"].as_str(), same["before"].as_f64()), (Some("new"), Some(0.8)));
    let said = headroom(&scratch, &["metrics", "new.csv", "--baseline", "one.csv"]);
    assert!(String::from_utf8_lossy(&said.stdout).contains("new against old"));
    let refused = headroom(&scratch, &["metrics", "new.csv", "--baseline", "two.csv"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && said.contains("good") && said.contains("poor"), "{said}");
}

#[test]
fn the_positive_class_is_named_as_the_file_writes_it() {
    let scratch = Scratch::new("metrics-positive");
    for (a, b) in [("True", "False"), ("TRUE", "FALSE"), ("1.0", "0.0"), ("1", "0"), ("none", "some")] {
        let rows = (0..20).map(|i| format!("{},{}\n", if i % 3 == 0 { a } else { b }, if i % 4 == 0 { a } else { b }));
        scratch.write("p.csv", &format!("y_true,y_pred\n{}", rows.collect::<String>()));
        let of = |class: &str| {
            line(&json(&scratch, &["metrics", "p.csv", "--positive", class, "--json"]), "recall", None)["value"]
                .as_f64()
        };
        assert!(of(a).is_some() && of(b).is_some() && of(a) != of(b), "{a} {b}");
    }
}
