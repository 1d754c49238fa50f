//! Duplicates and leaks in texts, from files to gates: on the command line, through the engine, in the report.

use super::cli::{Scratch, run};
use headroom::engine::{Loopback, Reply, Request, run_to_end};
use headroom::report::Format;
use headroom::scenario::{FileUse, PolicyUse, Project};

const WORDS: [&str; 12] =
    ["night", "sleep", "long", "feeling", "answer", "patient", "first", "names", "asks", "easier", "advice", "given"];

/// A text of 60 words, another for each number.
fn text(number: usize) -> String {
    let mut x = number as u64 + 1;
    let word = |_| {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{}{}", WORDS[(x >> 33) as usize % WORDS.len()], (x >> 50) % 40)
    };
    (0..60).map(word).collect::<Vec<_>>().join(" ")
}

/// Forty records: one test record is a training record but for its last word, one training record stands twice.
fn records() -> String {
    let mut rows = vec!["id,split,text".to_owned()];
    for i in 0..40 {
        let (split, of) = match i {
            38 => ("test", text(3).rsplit_once(' ').map_or(String::new(), |(t, _)| format!("{t} zebrafish"))),
            39 => ("train", text(5).to_uppercase()),
            30.. => ("test", text(i)),
            _ => ("train", text(i)),
        };
        rows.push(format!("r{i},{split},{of}"));
    }
    rows.join("\n")
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let output = run(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn the_command_line_counts_lists_and_refuses() {
    let file = Scratch::new("texts.csv", &records());
    let list = Scratch::new("dup.csv", "");
    let found = json(&["duplicates", file.path(), "--out", list.path(), "--by", "split", "--json"]);
    assert_eq!((&found["records"], &found["distinct"], &found["leaked"]), (&40.into(), &38.into(), &1.into()));
    let written = std::fs::read_to_string(list.path()).expect("it was written");
    let rows: Vec<&str> = written.lines().skip(1).collect();
    assert!(rows[0].starts_with("r38,r3,0.9") && rows[0].contains(",test,near,yes,train"), "{written}");
    assert!(rows[1].starts_with("r39,r5,1,train,exact,no,train"), "{written}");
    // Two files together: the second repeats the first.
    let twin = Scratch::new("twin.csv", &records());
    let both = json(&["duplicates", file.path(), twin.path(), "--json"]);
    assert_eq!((&both["records"], &both["distinct"], &both["leaked"]), (&80.into(), &38.into(), &2.into()));
    for arguments in [
        &["duplicates", file.path(), "--text", "no such column"][..],
        &["duplicates", file.path(), "--threshold", "0.1"],
        &["duplicates", file.path(), "--by", "family"],
        &["duplicates", "/nowhere.csv"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1, "{arguments:?}");
    }
}

#[test]
fn what_looks_personal_is_counted_where_it_is_asked_for() {
    let with = records().replacen(&text(7), &format!("{} a.b@mail.example.org or +49 30 5550199", text(7)), 1);
    let file = Scratch::new("texts.csv", &with);
    assert!(json(&["duplicates", file.path(), "--json"]).get("personal").is_none());
    let found = json(&["duplicates", file.path(), "--pii", "--json"]);
    let of = |id: &str| {
        found["personal"]
            .as_array()
            .and_then(|p| p.iter().find(|p| p["id"] == id))
            .map(|p| p["records_at_least"].clone())
    };
    assert_eq!((of("email"), of("phone"), of("iban")), (Some(1.into()), Some(1.into()), Some(0.into())));
}

#[test]
fn the_gates_of_duplication_and_leakage_are_measured_and_a_stated_check_stays_in_force() {
    let file = Scratch::new("texts.csv", &records());
    let gates = |files: &[&str]| -> serde_json::Value {
        let mut arguments = vec!["gate", "--policy", "general", "--json"];
        arguments.extend(files);
        serde_json::from_slice(&run(&arguments).stdout).expect("JSON")
    };
    let measured = |found: &serde_json::Value, fact: &str| {
        let all = found["outcomes"].as_array().or(found["gates"].as_array()).expect("a list of gates").clone();
        let gate = all.iter().find(|g| g["fact"].as_str() == Some(fact)).expect("the gate").clone();
        gate["measurement"]["value"].as_f64().or(gate["value"].as_f64())
    };
    let found = gates(&[file.path()]);
    assert_eq!(measured(&found, "duplication"), Some(0.05));
    assert_eq!(measured(&found, "check check=leakage"), Some(1.0));
    let stated = Scratch::new("checks.csv", "check,value\nduplication,0.3\nleakage,0\n");
    let found = gates(&[file.path(), stated.path()]);
    assert_eq!(measured(&found, "duplication"), Some(0.3));
    assert_eq!(measured(&found, "check check=leakage"), Some(0.0));
}

#[test]
fn the_engine_searches_in_steps_keeps_what_it_found_and_writes_the_list() {
    let mut runner = Loopback::default();
    let project =
        |files: Vec<FileUse>| Box::new(Project { files, policy: PolicyUse::shipped("general"), ..Project::default() });
    let added = run_to_end(&mut runner, Request::Add { job: 1, name: "texts.csv".into() }, records().into_bytes());
    let Some(Reply::Added { file, .. }) = added.into_iter().map(|s| s.reply).next() else { panic!("not read") };
    let asked = |runner: &mut Loopback, job: u64| {
        let project = project(vec![file.clone()]);
        run_to_end(runner, Request::Run { job, project }, Vec::new()).into_iter().map(|s| s.reply).collect::<Vec<_>>()
    };
    let first = asked(&mut runner, 2);
    let label = |r: &Reply| matches!(r, Reply::Progress { progress, .. } if progress.label == "looking for duplicates");
    assert!(first.iter().any(label));
    let Some(Reply::Prepared { prepared, .. }) = first.into_iter().last() else { panic!("not analysed") };
    let found = prepared.duplication.expect("it was searched");
    assert_eq!((found.records, found.distinct, found.leaked), (40, 38, Some(1)));
    assert!(
        found.rows.is_empty() && prepared.evidence.texts[0].records.is_empty(),
        "which records they are stays behind"
    );
    // Asked again nothing is searched again.
    assert!(!asked(&mut runner, 3).iter().any(label));
    let report = |runner: &mut Loopback, job: u64, format: Format| {
        let request = Request::Report { job, project: project(vec![file.clone()]), format };
        let texts = run_to_end(runner, request, Vec::new()).into_iter().filter_map(|s| match s.reply {
            Reply::Text { name, text, .. } => Some((name, text)),
            _ => None,
        });
        texts.last().expect("it was written")
    };
    let (name, list) = report(&mut runner, 4, Format::Duplicates);
    assert!(name.ends_with(".duplicates.csv") && list.lines().count() == 3, "{name}: {list}");
    let (_, markdown) = report(&mut runner, 5, Format::Markdown);
    assert!(markdown.contains("Duplicates and leaks in texts") && markdown.contains("38 distinct records"));
    assert!(!markdown.contains("zebrafish"), "no text of a record stands in the report");
}
