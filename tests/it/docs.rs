//! The documents say what is: the README opens with the two commands and is short, the files that are named are there, the
//! examples run, and every field of the JSON is described.

use std::fs;
use std::path::Path;
use std::process::Command;

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[test]
fn the_readme_opens_with_the_two_commands() {
    let readme = text("README.md");
    let opening: String = readme.lines().take(8).collect::<Vec<_>>().join("\n");
    for command in ["./dev serve", "./dev test"] {
        assert!(opening.contains(command), "the first lines of README.md do not name {command}");
    }
    let lines = readme.lines().count();
    assert!(lines <= 120, "README.md has {lines} lines: what is looked up rather than read belongs into docs/");
}

/// The documents that a person may read.
const DOCUMENTS: [&str; 6] =
    ["README.md", "ARCHITECTURE.md", "docs/files.md", "docs/command-line.md", "docs/publish.md", "benches/README.md"];

#[test]
fn links_between_the_documents_lead_somewhere() {
    let mut seen = 0;
    for name in DOCUMENTS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = text(name);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            seen += 1;
            assert!(folder.with_file_name(file).exists(), "{name} links to {target}, which is not there");
        }
    }
    assert!(seen >= 8, "only {seen} links were found");
}

#[test]
fn files_named_in_the_documents_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lost = Vec::new();
    let mut seen = 0;
    for name in DOCUMENTS {
        // What stands between backticks is every second piece of a line.
        for (number, line) in text(name).lines().enumerate() {
            for quoted in line.split('`').skip(1).step_by(2) {
                let ours = ["src/", "tests/", "benches/", "tools/", "public/"].iter().any(|f| quoted.starts_with(f));
                if !ours || quoted.contains(['*', ' ', '<']) {
                    continue;
                }
                seen += 1;
                if !root.join(quoted).exists() {
                    lost.push(format!("{name}, line {}: {quoted}", number + 1));
                }
            }
        }
    }
    assert!(seen > 40, "only {seen} files are named: has the way they are written changed?");
    assert!(lost.is_empty(), "named and not there:\n{}", lost.join("\n"));
}

/// The words of an example, with `*.csv` written out and what it writes put among the temporary files.
fn words(line: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = Vec::new();
    for word in line.split('#').next().unwrap_or_default().split_whitespace().skip(1) {
        if let Some(folder) = word.strip_suffix("*.csv") {
            let files = fs::read_dir(root.join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
            let mut names: Vec<_> = files.flatten().map(|f| f.path()).collect();
            names.retain(|f| f.extension().is_some_and(|e| e == "csv"));
            names.sort();
            out.extend(names.iter().map(|f| f.to_string_lossy().into_owned()));
        } else if word == "report.html" {
            let file = std::env::temp_dir().join(format!("headroom-{}-readme.html", std::process::id()));
            out.push(file.to_string_lossy().into_owned());
        } else {
            out.push(word.to_owned());
        }
    }
    out
}

#[test]
fn the_examples_of_the_documents_run() {
    let all = text("README.md") + &text("docs/command-line.md");
    let examples = all.lines().filter(|l| l.starts_with("headroom ") && l.contains("public/"));
    let mut run = 0;
    for line in examples {
        let words = words(line);
        let output = Command::new(env!("CARGO_BIN_EXE_headroom"))
            .args(&words)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("the program starts");
        let code = output.status.code();
        let expected = Some(i32::from(words[0] == "gate"));
        assert_eq!(code, expected, "{line}: {}", String::from_utf8_lossy(&output.stderr));
        if let Some(report) = words.iter().find(|w| w.ends_with("-readme.html")) {
            assert!(fs::metadata(report).is_ok_and(|m| m.len() > 10_000), "{line}");
            let _ = fs::remove_file(report);
        }
        run += 1;
    }
    assert!(run >= 7, "only {run} examples were found");
}

/// What stands between backticks in the first cell and in the second, row by row, of the table of `decide --json`.
fn documented() -> Vec<(Vec<String>, Vec<String>)> {
    let text = text("docs/command-line.md");
    let table = text.split("| field | content |").nth(1).expect("docs/command-line.md has the table of fields");
    let rows = table.lines().skip(2).take_while(|l| l.starts_with('|'));
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    rows.map(|row| {
        let (field, content) = row.trim_matches('|').split_once(" | ").expect("two cells");
        (quoted(field), quoted(content))
    })
    .collect()
}

#[test]
fn every_field_of_the_decision_is_documented_and_there() {
    let files = words("headroom public/examples/therapeutic-ai/*.csv");
    let run = |first: &[&str], last: &[&str]| -> serde_json::Value {
        let all = first.iter().copied().chain(files.iter().map(String::as_str)).chain(last.iter().copied());
        let ended = Command::new(env!("CARGO_BIN_EXE_headroom")).args(all).output().expect("the program starts");
        serde_json::from_slice(&ended.stdout).expect("JSON")
    };
    let decision = run(&["decide"], &["--json"]);
    let printed: Vec<&String> = decision.as_object().expect("an object").keys().collect();
    let table = documented();
    let named: Vec<&String> = table.iter().flat_map(|row| &row.0).collect();
    for key in &printed {
        assert!(named.contains(key), "decide --json prints \"{key}\", which docs/command-line.md does not document");
    }
    for key in &named {
        assert!(printed.contains(key), "docs/command-line.md documents \"{key}\", which decide --json does not print");
    }
    // The fields inside the objects, and inside those of the lists.
    for (fields, inside) in &table {
        for field in fields {
            let value = &decision[field.as_str()];
            let object = value.as_object().or_else(|| value.get(0).and_then(|v| v.as_object()));
            for key in object.into_iter().flat_map(|o| o.keys()) {
                assert!(
                    inside.contains(key) || field == "outcomes",
                    "\"{field}\" has \"{key}\", which docs/command-line.md does not name"
                );
            }
        }
    }
    // The report's JSON is the same with its sections.
    let report = run(&["report"], &["--format", "json", "--out", "-"]);
    let more: Vec<&String> = report.as_object().expect("an object").keys().filter(|k| !printed.contains(k)).collect();
    assert_eq!(more, ["sections"]);
}
