//! The command line as a pipeline sees it: what it prints, what it writes, how it exits.

use headroom::data::units;
use headroom::scenario::{Edit, Project, encode_link};
use std::path::PathBuf;
use std::process::{Command, Output};

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/report/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn all() -> Vec<String> {
    ["inventory.csv", "evaluations.csv", "curve.csv", "policy.json"].map(fixture).to_vec()
}

/// Runs the program.
pub fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headroom")).args(arguments).output().expect("the program starts")
}

fn with_all(first: &str, more: &[&str]) -> Output {
    let files = all();
    let mut arguments = vec![first];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(more);
    run(&arguments)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A file of this test's own, removed when it goes.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new(name: &str, content: &str) -> Self {
        // Tests run side by side, and two of them may want a file of the same name.
        static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("headroom-{}-{number}-{name}", std::process::id()));
        std::fs::write(&path, content).expect("the temporary folder can be written");
        Self(path)
    }
    pub fn path(&self) -> &str {
        self.0.to_str().expect("the path is text")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A program file as the build packs it; what is in it does not run here.
fn program() -> String {
    "glue bGV0IGE7\nstyle cCB7fQ==\nmodule XV1dXV1dXV1dXV1dXV1dXV1dXV0=\nsize 4\n".into()
}

#[test]
fn a_live_report_is_written_with_a_program_and_refused_in_words_without() {
    let (program, out_file) = (Scratch::new("live.txt", &program()), Scratch::new("live.html", ""));
    let written = with_all("report", &["--live", "--program", program.path(), "--out", out_file.path()]);
    assert!(written.status.success(), "{}", err(&written));
    let html = std::fs::read_to_string(out_file.path()).expect("it was written");
    assert!(html.contains("<script id=\"headroom-glue\">let a;</script>") && html.contains("connect-src 'none'"));
    // It is read again like any report.
    let again = run(&["decide", out_file.path()]);
    assert!(again.status.success(), "{}", err(&again));
    let broken = Scratch::new("live.txt", "glue");
    for (arguments, words) in [
        (vec!["--live", "--program", broken.path(), "--out", "-", "--format", "html"], "has no line"),
        (vec!["--live", "--program", "nowhere.txt", "--out", "-", "--format", "html"], "./dev build"),
        (vec!["--live", "--program", program.path(), "--out", "out.md"], "goes into an HTML report"),
    ] {
        let refused = with_all("report", &arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(err(&refused).contains(words), "{}", err(&refused));
        assert!(out(&refused).is_empty());
    }
}

/// Bad input: exit code 2, nothing on standard output, one line on standard error that holds these words.
fn refused(output: &Output, words: &[&str]) {
    let text = err(output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(output.stdout.is_empty(), "{}", out(output));
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    for word in words {
        assert!(text.contains(word), "\"{word}\" is not in: {text}");
    }
}

#[test]
fn gate_prints_the_table_and_exits_1_when_a_gate_fails() {
    let output = with_all("gate", &[]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    for words in [
        "✕ FAIL",
        "? UNKNOWN",
        "needs ≥ 0.800",
        "Unknown: Bias: no evaluation of bias was loaded.",
        "Verdict (Today): Complete the foundation first.",
    ] {
        assert!(text.contains(words), "\"{words}\" is not in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "colour where there is no terminal");
    let needs: Vec<usize> = text
        .lines()
        .filter_map(|l| l.split("  needs ").next().filter(|_| l.contains("  needs ")))
        .map(|l| l.chars().count())
        .collect();
    assert!(needs.windows(2).all(|w| w[0] == w[1]), "columns are not aligned:\n{text}");
}

#[test]
fn gate_exits_0_when_nothing_fails_and_strict_minds_the_unknown() {
    let easy = Scratch::new(
        "easy.json",
        r#"{"name":"Easy","thresholds":{"tier-1":{"threshold":0.5},"empathy":{"threshold":0.6}}}"#,
    );
    assert_eq!(with_all("gate", &["--scenario", easy.path()]).status.code(), Some(0));
    assert_eq!(with_all("gate", &["--scenario", easy.path(), "--strict"]).status.code(), Some(1));
}

#[test]
fn gate_as_json_says_the_same() {
    let output = with_all("gate", &["--json"]);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!(value["ok"], false);
    assert_eq!(value["failed"], serde_json::json!(["tier-1", "empathy"]));
    assert_eq!(value["unknown"], serde_json::json!(["bias"]));
    assert_eq!(value["counts"]["pass"], 1);
}

#[test]
fn decide_names_verdict_and_flips() {
    let output = with_all("decide", &["--json"]);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!(value["verdict"]["action"], "complete_foundation");
    assert!(value["flips"].as_array().is_some_and(|f| !f.is_empty()));
    let text = out(&with_all("decide", &[]));
    assert!(text.starts_with("Complete the foundation first.\n") && text.contains("What would flip it"), "{text}");
}

#[test]
fn a_link_is_a_scenario() {
    let edit = Edit::Threshold { gate: "tier-1".into(), value: Some(0.5) };
    let link =
        format!("https://example.org/headroom/#{}", encode_link(&edit.apply(&Project::default()).expect("it applies")));
    let value: serde_json::Value =
        serde_json::from_str(&out(&with_all("gate", &["--json", "--scenario", &link]))).expect("it is JSON");
    assert_eq!(value["failed"], serde_json::json!(["empathy"]));
}

#[test]
fn a_report_written_is_a_report_read() {
    let first = Scratch::new("first.html", "");
    let second = Scratch::new("second.html", "");
    let written = with_all("report", &["--out", first.path(), "--name", "Round trip"]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let again = run(&["report", first.path(), "--out", second.path()]);
    assert_eq!(again.status.code(), Some(0), "{}", err(&again));
    let (a, b) = (std::fs::read(&first.0).expect("written"), std::fs::read(&second.0).expect("written"));
    assert!(a == b, "the report of the report differs");
    assert_eq!(run(&["gate", first.path()]).status.code(), Some(1));
}

#[test]
fn formats_follow_the_name_of_the_file() {
    for (format, begin) in
        [("markdown", "# Should we"), ("json", "{"), ("record", "# Decision record"), ("html", "<!doctype html>")]
    {
        let output = with_all("report", &["--out", "-", "--format", format]);
        assert!(out(&output).starts_with(begin), "{format}");
    }
    refused(&with_all("report", &["--out", "report.xyz"]), &["report.xyz", ".html"]);
}

#[test]
fn bad_input_is_one_clear_line() {
    refused(&run(&["gate", "no-such-file.csv"]), &["no-such-file.csv", "no such file"]);
    refused(&run(&["gate", &fixture("")]), &["is a directory", "*.csv"]);
    let broken = Scratch::new("broken.json", "[{\"metric\": \"empathy\",\n \"value\": }]");
    refused(&run(&["gate", broken.path()]), &["broken.json", "line 2"]);
    let pack = Scratch::new(
        "pack.json",
        &std::fs::read_to_string(fixture("policy.json"))
            .expect("it is there")
            .replace("\"range\": [0, 0.6]", "\"range\": [1, 0]"),
    );
    refused(&run(&["gate", &fixture("inventory.csv"), "--policy", pack.path()]), &["pack.json", "tier-1", "range"]);
    refused(
        &run(&["gate", &fixture("inventory.csv"), "--policy", "nobody"]),
        &["--policy", "nobody", "therapeutic-ai"],
    );
    let slip = Scratch::new("slip.json", r#"{"treshold":{}}"#);
    refused(&with_all("gate", &["--scenario", slip.path()]), &["slip.json", "treshold", "thresholds"]);
    refused(&with_all("gate", &["--scenario", "h9.abc"]), &["h9.abc"]);
    let prose = Scratch::new("prose.csv", "colour,shape\nred,round\n");
    refused(&run(&["gate", prose.path()]), &["prose.csv"]);
    let empty = Scratch::new("empty.csv", "");
    refused(&run(&["gate", empty.path()]), &["empty.csv", "empty"]);
}

#[test]
fn a_change_without_effect_is_said() {
    let lost = Scratch::new("lost.json", r#"{"thresholds":{"no-such-gate":{"threshold":0.5}}}"#);
    let output = with_all("gate", &["--scenario", lost.path()]);
    assert!(err(&output).contains("no-such-gate"), "{}", err(&output));
}

#[test]
fn rounds_of_collection_are_an_addition_to_the_fit_of_a_curve() {
    let table: String = (0..8).fold("size,accuracy\n".to_owned(), |text, i| {
        let size = 1000.0 * f64::from(1 << i);
        text + &format!("{size},{}\n", 0.9 - 4.0 / size.sqrt())
    });
    let file = Scratch::new("rounds.csv", &table);
    let path = file.0.display().to_string();
    let entry = |more: &[&str]| -> serde_json::Value {
        let arguments = [&["fit", "curve", &path, "--range", "0,1", "--target", "0.893", "--json"], more].concat();
        let ended = run(&arguments);
        assert_eq!(ended.status.code(), Some(0), "{}", err(&ended));
        let all: serde_json::Value = serde_json::from_str(&out(&ended)).expect("JSON");
        all["series"][0].clone()
    };
    assert!(entry(&[]).get("collection").is_none());
    let planned = entry(&["--rounds", "3", "--price", "2"]);
    let plans = planned["collection"]["plans"].as_array().expect("plans");
    assert_eq!(plans.len(), 3);
    let expected: Vec<f64> = plans.iter().filter_map(|p| p["expected"].as_f64()).collect();
    assert!(expected[0] >= expected[1] && expected[1] >= expected[2]);
    assert_eq!(planned["collection"]["expected_cost"][2].as_f64(), Some(2.0 * expected[2]));
    let without = entry(&["--rounds", "2"]);
    assert!(without["collection"]["price"].is_null() && without["collection"]["expected_cost"].is_null());
    assert_eq!(run(&["fit", "curve", &path, "--rounds", "3"]).status.code(), Some(2));
}

/// The contract of `fit curve`: several sizes after one `--at`, apart or with commas, and again.
#[test]
fn fit_curve_forecasts_at_every_size_that_is_asked_for() {
    let curve = fixture("curve.csv");
    let output = run(&["fit", "curve", &curve, "--at", "1000000", "2000000,4e6", "--at", "8000000", "--json"]);
    assert!(output.status.success(), "{}", err(&output));
    let json: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    let forecast = json["series"][0]["forecast"].as_array().expect("a forecast");
    let at: Vec<f64> = forecast.iter().filter_map(|f| f["at"].as_f64()).collect();
    assert_eq!(at, [1e6, 2e6, 4e6, 8e6]);
}

/// `inspect` and the fits read a file alike: same sizes, same values, whatever the format and the spelling.
#[test]
fn fit_curve_reads_what_inspect_reads() {
    let read = |name: &str| format!("{}/tests/fixtures/read/{name}", env!("CARGO_MANIFEST_DIR"));
    let sizes = [500.0, 1000.0, 2500.0, 5000.0, 12000.0];
    let values = [0.61, 0.66, 0.702, 0.725, 0.75];
    let rows = |row: &dyn Fn(usize) -> String| (0..5).map(row).collect::<Vec<_>>();
    let lines = |head: &str, row: &dyn Fn(usize) -> String| format!("{head}\n{}\n", rows(row).join("\n"));
    let comma = |v: f64| v.to_string().replace('.', ",");
    let made = [
        ("plain.csv", lines("train_size,accuracy", &|i| format!("{},{}", sizes[i], values[i]))),
        ("comma.csv", lines("train_size;accuracy", &|i| format!("{};{}", sizes[i], comma(values[i])))),
        ("cent.csv", lines("train_size,accuracy", &|i| format!("{},{} %", sizes[i], 100.0 * values[i]))),
        ("title.csv", lines("Results of May\n\ntrain_size,accuracy", &|i| format!("{},{}", sizes[i], values[i]))),
        ("marks.csv", lines("train_size;accuracy", &|i| format!("{};{}", units::grouped(sizes[i]), values[i]))),
        ("lines.jsonl", rows(&|i| format!("{{\"train_size\": {}, \"accuracy\": {}}}", sizes[i], values[i])).join("\n")),
        ("columns.json", format!("{{\"train_size\": {sizes:?}, \"accuracy\": {values:?}}}")),
        (
            "evidence.json",
            format!(
                "{{\"headroom\": \"evidence\", \"curves\": [{{\"id\": \"accuracy\", \"metric\": \"accuracy\", \"label\": \"accuracy\", \"direction\": \"higher\", \"size_unit\": \"records\", \"observations\": [{}]}}]}}",
                rows(&|i| format!("{{\"size\": {}, \"value\": {}}}", sizes[i], values[i])).join(", ")
            ),
        ),
    ];
    let scratch: Vec<Scratch> = made.iter().map(|(name, text)| Scratch::new(name, text)).collect();
    let fixtures = ["metrics_nan.jsonl", "trainer_state.json", "wandb_panel.csv", "wide_sizes.csv", "open_lm_run.json"];
    let paths = scratch.iter().map(|s| s.path().to_owned()).chain(fixtures.iter().map(|f| read(f)));
    for (i, path) in paths.enumerate() {
        let json = |arguments: &[&str]| -> serde_json::Value {
            let output = run(arguments);
            assert_eq!(output.status.code(), Some(0), "{path}: {}", err(&output));
            serde_json::from_str(&out(&output)).expect("it is JSON")
        };
        let inspected = json(&["inspect", "--json", &path]);
        let curves = inspected[0]["reading"]["evidence"]["curves"].as_array().expect("curves").clone();
        let fitted = json(&["fit", "curve", &path, "--json"]);
        let series = fitted["series"].as_array().expect("series");
        assert_eq!(series.len(), curves.len(), "{path}");
        for (curve, fit) in curves.iter().zip(series) {
            let seen = curve["observations"].as_array().expect("observations");
            let last = seen.iter().filter_map(|o| o["size"].as_f64()).fold(0.0, f64::max);
            assert_eq!(
                (fit["label"].as_str(), fit["last_seen"]["x"].as_f64()),
                (curve["label"].as_str(), Some(last)),
                "{path}"
            );
            if i < made.len() {
                let points: Vec<f64> =
                    seen.iter().flat_map(|o| [o["size"].as_f64(), o["value"].as_f64()]).flatten().collect();
                let expected: Vec<f64> = sizes.iter().zip(values).flat_map(|(x, y)| [*x, y]).collect();
                let near = points.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-12 * b);
                assert!(points.len() == 10 && near, "{path}: {points:?}");
            }
        }
        // Columns that are named are the ones that would have been guessed.
        if i < 6 {
            let named = json(&["fit", "curve", &path, "--x", "train_size", "--y", "accuracy", "--json"]);
            assert_eq!(named["series"], fitted["series"], "{path}");
        }
    }
}

#[test]
fn a_saved_project_is_read_by_the_fits_as_its_files_are() {
    let report = Scratch::new("fitted.html", "");
    let written = with_all("report", &["--out", report.path()]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let of = |path: &str| -> serde_json::Value {
        let output = run(&["fit", "curve", path, "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        serde_json::from_str(&out(&output)).expect("it is JSON")
    };
    assert_eq!(of(report.path())["series"], of(&fixture("curve.csv"))["series"]);
    refused(&run(&["fit", "curve", report.path(), "--x", "size"]), &["fitted.html", "--x", "saved project"]);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let broken = Scratch::new("broken.json", "[{\"metric\": \"empathy\",\n \"value\": }]");
    let prose = Scratch::new("prose.csv", "colour,shape\nred,round\n");
    for (bad, name) in [(&broken, "broken.json"), (&prose, "prose.csv")] {
        let output = with_all("decide", &["--json", bad.path()]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(err(&output).contains(name), "{}", err(&output));
        let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
        assert_eq!(value["verdict"]["action"], "complete_foundation");
        let inputs = value["inputs"].as_array().expect("inputs");
        let input = inputs.iter().find(|i| i["name"].as_str().is_some_and(|n| n.ends_with(name))).expect("it is named");
        assert!(!input["diagnostics"].as_array().expect("a list").is_empty());
        // What a pipeline asked for was not judged, even where no gate fails.
        let easy = Scratch::new(
            "easy2.json",
            r#"{"name":"Easy","thresholds":{"tier-1":{"threshold":0.5},"empathy":{"threshold":0.6}}}"#,
        );
        let gate = with_all("gate", &["--json", "--scenario", easy.path(), bad.path()]);
        assert_eq!(gate.status.code(), Some(1), "{}", err(&gate));
        let value: serde_json::Value = serde_json::from_str(&out(&gate)).expect("it is JSON");
        assert_eq!((value["ok"].as_bool(), value["failed"].as_array().map(Vec::len)), (Some(false), Some(0)));
        assert!(value["unread"][0].as_str().is_some_and(|n| n.ends_with(name)));
    }
    refused(&run(&["gate", broken.path()]), &["broken.json"]);
}

#[test]
fn a_list_of_files_brings_its_files_and_its_policy() {
    let folder = std::env::temp_dir().join(format!("headroom-list-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    put("evaluation.csv", "metric,value,n\naccuracy,0.7,400\n");
    put("list.json", r#"{"label": "Mine", "policy": "fine-tuning", "files": ["evaluation.csv", "../far.csv"]}"#);
    let path = folder.join("list.json").display().to_string();
    let output = run(&["decide", &path, "--json"]);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    assert_eq!((value["project"].as_str(), value["policy"]["id"].as_str()), (Some("Mine"), Some("fine-tuning")));
    assert_eq!(value["inputs"][0]["name"], "evaluation.csv");
    assert!(err(&output).contains("../far.csv"), "{}", err(&output));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_table_of_several_is_chosen_by_name() {
    let infos = format!("{}/tests/fixtures/read/dataset_infos.json", env!("CARGO_MANIFEST_DIR"));
    let parts = |more: &[&str]| -> Vec<String> {
        let output = run(&[&["inspect", "--json", &infos], more].concat());
        let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
        let list = value[0]["reading"]["candidates"].as_array().cloned().unwrap_or_default();
        let read = list.iter().filter(|c| c["chosen"] == true).chain(&list);
        read.map(|c| c["part"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let all = parts(&[]);
    let last = all.last().expect("several").clone();
    assert_ne!(all[0], last);
    assert_eq!(parts(&["--part", &last])[0], last);
    assert_eq!(parts(&["--part", last.trim_start_matches("$.")])[0], last);
    refused(&run(&["decide", &infos, "--part", "nothing"]), &["--part", "nothing", &last]);
}

#[test]
fn small_tables_feed_the_gates_they_are_about() {
    let licences = Scratch::new("licences.csv", "Licence,Hours\nCC BY 4.0,120\nnan,30\nMIT,10\nTOTAL,160\n");
    let report =
        Scratch::new("report-of-duplicates.json", r#"{"total_rows": 4000, "duplicate_rows": 300, "empty_rows": 2}"#);
    let evaluation = Scratch::new("evaluation.csv", "metric,value,n\naccuracy,0.9,400\n");
    let output =
        run(&["decide", "--json", licences.path(), report.path(), evaluation.path(), "--policy", "fine-tuning"]);
    let value: serde_json::Value = serde_json::from_str(&out(&output)).expect("it is JSON");
    let gate = |id: &str| {
        let all = value["outcomes"].as_array().expect("gates");
        all.iter().find(|o| o["gate"] == id).expect("the gate").clone()
    };
    assert_eq!(gate("unknown-licences")["measurement"]["value"], 1.0, "{}", err(&output));
    assert_eq!(gate("duplication")["measurement"]["value"], 0.075);
}

#[test]
fn targets_are_proposed_and_stop_nothing() {
    let targets = Scratch::new("targets.csv", "metric,target\naccuracy,0.9\nword error rate,0.1\n");
    let evaluation = Scratch::new("evaluation2.csv", "metric,value,n\naccuracy,0.8,400\n");
    let decide =
        |more: &[&str]| run(&[&["decide", "--json", "--policy", "fine-tuning", evaluation.path()], more].concat());
    let [with, without] = [decide(&[targets.path()]), decide(&[])];
    assert_eq!(with.status.code(), Some(0), "{}", err(&with));
    let [with, without]: [serde_json::Value; 2] =
        [with, without].map(|o| serde_json::from_str(&out(&o)).expect("JSON"));
    assert_eq!((&with["verdict"], &with["outcomes"]), (&without["verdict"], &without["outcomes"]));
    let gates = with["proposed"]["gates"].as_array().expect("a proposal");
    let told: Vec<_> = gates.iter().map(|g| (g["comparator"].as_str(), g["threshold"].as_f64())).collect();
    assert_eq!(told, [(Some("at_least"), Some(0.9)), (Some("at_most"), Some(0.1))]);
    assert!(without.get("proposed").is_none());
    // Nothing else to judge is bad input.
    refused(&run(&["gate", targets.path()]), &["targets.csv"]);
}

/// What `inspect` takes for something else is no curve, unless columns are named.
#[test]
fn fit_curve_leaves_evaluations_alone() {
    let file = Scratch::new("evaluations.csv", "metric,value,n\naccuracy,0.8,400\nf1,0.7,400\n");
    refused(&run(&["fit", "curve", file.path()]), &["evaluations.csv", "recognised as evaluations", "--x"]);
    let named = run(&["fit", "curve", file.path(), "--x", "n", "--y", "value", "--json"]);
    assert_eq!(named.status.code(), Some(0), "{}", err(&named));
}

/// Files of another field, in the shape of an intent classifier's.
fn intents() -> [Scratch; 4] {
    let results = r#"{"model":"m","n":4000,"results":[
        {"metric":"accuracy","slice":"all","value":0.86,"n":4000},{"metric":"macro_f1","slice":"all","value":0.81,"n":4000},
        {"metric":"accuracy","slice":"en","value":0.893,"n":2600},{"metric":"accuracy","slice":"es","value":0.613,"n":150}]}"#;
    let sizes = [(500, 0.60, 0.49), (1000, 0.68, 0.58), (2000, 0.74, 0.66), (4000, 0.78, 0.71), (8000, 0.82, 0.76)];
    let more = [(16_000, 0.84, 0.785), (32_000, 0.86, 0.81)];
    let rows = sizes.iter().chain(&more).map(|(n, a, f)| format!("{n},1,{a},{f}\n{n},2,{},{}\n", a + 0.004, f + 0.004));
    let curve = format!("train_size,seed,accuracy,macro_f1\n{}", rows.collect::<String>());
    let sources = "source,language,examples,licence,duplicate_rate,split\nTickets,en,31000,own,6%,train\nPilot,es,120,,2%,train\n";
    [
        Scratch::new("intents-results.json", results),
        Scratch::new("intents-curve.csv", &curve),
        Scratch::new("intents-sources.csv", sources),
        Scratch::new("intents-targets.csv", "metric,target\naccuracy,0.90\nmacro_f1,0.85\n"),
    ]
}

#[test]
fn one_command_asks_a_persons_own_targets_and_nothing_of_another_field() {
    let files = intents();
    let [results, curve, sources, _] = &files;
    let own = ["--target", "accuracy>=0.9", "--target", "macro-F1 >= 85 %", "--target", "accuracy[es]>=80%"];
    let arguments = |first| [&[first, results.path(), curve.path(), sources.path()], &own[..]].concat();
    let gate = run(&arguments("gate"));
    let text = out(&gate);
    assert_eq!(gate.status.code(), Some(1), "{}", err(&gate));
    for words in ["needs ≥ 0.900", "needs ≥ 0.850", "needs ≥ 0.800", "Macro F1", "Accuracy (es)"] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    for word in ["tier", "empathy", "Tier", "therap", "family"] {
        assert!(!text.contains(word), "{word} is in:\n{text}");
    }
    assert_eq!(gate.stderr.len(), 0, "{}", err(&gate));
    let decided = out(&run(&arguments("decide")));
    assert!(decided.contains("against 0.8"), "{decided}");
    assert!(!decided.contains("tier") && !decided.contains("12B"), "{decided}");
    // A target on the command line is not undone by a scenario in silence.
    let scenario = Scratch::new("intents-scenario.json", r#"{"thresholds":{"target-accuracy":{"threshold":0.5}}}"#);
    let both = run(&[&arguments("gate")[..], &["--scenario", scenario.path()]].concat());
    assert!(out(&both).contains("needs ≥ 0.900") && err(&both).contains("gives way"), "{}{}", out(&both), err(&both));
    // A reason that nothing was measured for names its gate.
    let unknown: Vec<&str> = decided.lines().filter(|l| l.starts_with("  ? unknown")).collect();
    assert!(!unknown.is_empty() && unknown.iter().all(|l| !l.contains("unknown  Unknown")), "{decided}");
    // The report says what differs from the pack, and reads back as the same project.
    let report = Scratch::new("intents.html", "");
    let written = run(&[&arguments("report")[..], &["--out", report.path()]].concat());
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));
    let html = std::fs::read_to_string(report.path()).expect("it was written");
    assert!(html.contains("What this project changes of its policy") && html.contains("General questions"));
    let again = out(&run(&["gate", report.path()]));
    assert_eq!(again, text);
}

#[test]
fn files_without_a_policy_are_asked_what_holds_in_any_field_and_targets_are_asked_for() {
    let files = intents();
    let [results, _, sources, _] = &files;
    let unnamed = run(&["gate", results.path(), sources.path()]);
    let told = err(&unnamed);
    for words in
        ["No policy was named", "measure: Accuracy", "--target \"accuracy>=0.9\"", "--policy (", "therapeutic-ai"]
    {
        assert!(told.contains(words), "{words} is not in: {told}");
    }
    let named = run(&["gate", results.path(), sources.path(), "--policy", "general"]);
    assert_eq!(out(&unnamed), out(&named));
    for word in ["tier", "empathy", "Tier", "therap", "family"] {
        assert!(!out(&unnamed).contains(word), "{word} is in:\n{}", out(&unnamed));
    }
    for named in [["--policy", "general"], ["--target", "accuracy>=0.8"]] {
        assert!(!err(&run(&[&["gate", results.path()], &named[..]].concat())).contains("No policy was named"));
    }
    // Files of the worked example's field are asked what its policy asks, and it is said.
    let pack = headroom::policy::parse(headroom::policy::defaults::PACKS[0].1).expect("it ships").value;
    let rows = |list: &[&str]| list.iter().map(|m| format!("{m},0.7,400\n")).collect::<String>();
    let asked: Vec<&str> = pack.gates.iter().filter_map(|g| g.metric()).collect();
    let field = Scratch::new("field.csv", &format!("metric,value,n\n{}", rows(&asked)));
    let told = err(&run(&["gate", field.path()]));
    assert!(
        told.contains("No policy was named") && told.contains("measure most of what \"Therapeutic AI\" asks"),
        "{told}"
    );
    // One metric that it has in common with another field is not enough.
    let other = Scratch::new("other.csv", &format!("metric,value,n\n{}accuracy,0.8,400\n", rows(&asked[..1])));
    assert!(err(&run(&["gate", other.path()])).contains("questions that hold in any field"));
    // A pack among the files, and the list of an example, name theirs; so does a link.
    assert!(!err(&with_all("gate", &[])).contains("No policy was named"));
    let beside = results.path().rsplit('/').next().expect("a name");
    let list =
        Scratch::new("list.json", &format!(r#"{{"label": "L", "policy": "therapeutic-ai", "files": ["{beside}"]}}"#));
    let of_list = out(&run(&["decide", "--json", list.path()]));
    assert!(of_list.contains("\"therapeutic-ai\""), "{of_list}");
    let project = headroom::scenario::Project::default();
    let link = headroom::scenario::encode_link(&project);
    assert!(out(&run(&["decide", "--json", results.path(), "--scenario", &link])).contains("\"therapeutic-ai\""));
}

#[test]
fn a_target_that_cannot_be_is_one_line_and_one_that_cannot_be_judged_is_said() {
    let files = intents();
    let results = files[0].path();
    refused(&run(&["gate", results, "--target", "accuracy=0.9"]), &["--target", "accuracy>=0.9"]);
    refused(&run(&["decide", results, "--target", "accuracy>=90"]), &["between 0 and 1", "90 %"]);
    let unknown = run(&["gate", results, "--target", "acuracy>=0.9"]);
    assert!(
        err(&unknown).contains("No file measures \"acuracy\"") && err(&unknown).contains("Accuracy"),
        "{}",
        err(&unknown)
    );
    assert!(out(&unknown).contains("? UNKNOWN"), "{}", out(&unknown));
}

#[test]
fn a_pack_is_written_from_evidence_and_explained() {
    let files = intents();
    let [results, curve, sources, targets] = &files;
    let pack = Scratch::new("intents-pack.json", "");
    let all = [results.path(), curve.path(), sources.path()];
    let new = |more: &[&str]| {
        run(&[&["policy", "new"], &all[..], &["--name", "Intents", "--out", pack.path()], more].concat())
    };
    let none = new(&[]);
    assert_eq!(none.status.code(), Some(0), "{}", err(&none));
    assert!(err(&none).contains("no target is asked yet"), "{}", err(&none));
    // A target that is typed wins over the one of a file.
    let both = new(&[targets.path(), "--target", "accuracy>=0.88"]);
    assert_eq!(both.status.code(), Some(0), "{}", err(&both));
    assert!(err(&both).contains("accuracy 0.860 and macro F1 0.810 on 4,000 items, by slice"), "{}", err(&both));
    let check = run(&["policy", "check", pack.path()]);
    let text = out(&check);
    assert_eq!(check.status.code(), Some(0), "{text}");
    for words in ["Intents (intents)", "accuracy: at least 0.880", "macro F1: at least 0.850", "Never asked:"] {
        assert!(text.to_lowercase().contains(&words.to_lowercase()), "{words} is not in:\n{text}");
    }
    let judged = run(&[&["gate", pack.path()], &all[..]].concat());
    assert!(out(&judged).contains("needs ≥ 0.880"), "{}", out(&judged));
    let broken = Scratch::new(
        "broken-pack.json",
        r#"{"headroom":"policy","version":1,"id":"x","name":"X","gates":[{"id":"g"}]}"#,
    );
    refused(&run(&["policy", "check", broken.path()]), &["missing field", "line 1"]);
    let odd = std::fs::read_to_string(pack.path())
        .expect("it was written")
        .replace("\"rule\": \"duplication\"", "\"rule\": \"magic\"");
    let odd = Scratch::new("odd-pack.json", &odd);
    let told = run(&["policy", "check", odd.path()]);
    assert_eq!(told.status.code(), Some(1), "{}", out(&told));
    assert!(out(&told).contains("no rule “magic”"), "{}", out(&told));
    for id in ["general", "fine-tuning", "therapeutic-ai"] {
        let shipped = run(&["policy", "check", id]);
        assert_eq!(shipped.status.code(), Some(0), "{}", out(&shipped));
    }
}
