//! The documents say what is: the README opens with the two commands, and the files that ARCHITECTURE.md names are there.

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
}

#[test]
fn files_named_in_the_documents_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lost = Vec::new();
    let mut seen = 0;
    for name in ["ARCHITECTURE.md", "README.md", "benches/README.md"] {
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
fn the_examples_of_the_readme_run() {
    let readme = text("README.md");
    let examples = readme.lines().filter(|l| l.starts_with("headroom ") && l.contains("public/"));
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
    assert!(run >= 5, "only {run} examples were found");
}

/// Every layer that the sources have stands in the table.
#[test]
fn the_architecture_names_every_layer() {
    let architecture = text("ARCHITECTURE.md");
    let layers = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("src can be listed");
    for layer in layers.flatten().map(|entry| entry.path()) {
        let name = layer.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let described = matches!(name.as_str(), "lib" | "bin") || architecture.contains(&format!("| `{name}` |"));
        assert!(described, "ARCHITECTURE.md does not describe the layer {name}");
    }
}
