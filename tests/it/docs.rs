//! The documents say what is: the README opens with the two commands, and the files that ARCHITECTURE.md names are there.

use std::fs;
use std::path::Path;

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
