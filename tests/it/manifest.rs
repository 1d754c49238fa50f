//! Cargo.toml asks for what the sources use, and nothing else: what is asked for and not named is built, audited and updated
//! for nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Features of web-sys whose type the sources never write down, and the call that needs each.
const NEEDED_BY_A_CALL: &[(&str, &str)] = &[
    ("Clipboard", ".clipboard()"),
    ("DataTransfer", ".data_transfer()"),
    ("Document", ".document()"),
    ("DomRect", ".get_bounding_client_rect()"),
    ("DomTokenList", ".class_list()"),
    ("File", ".files()"),
    ("History", ".history()"),
    ("HtmlDialogElement", ".show_modal()"),
    ("Location", ".location()"),
    ("Navigator", ".navigator()"),
    ("ReadableStream", ".stream()"),
    ("Window", "web_sys::window()"),
    // The parent of DedicatedWorkerGlobalScope.
    ("WorkerGlobalScope", "DedicatedWorkerGlobalScope"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Each table of Cargo.toml with its lines, comments and blank lines left out.
fn tables() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml can be read");
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            Some(table) if !line.starts_with("[\"") => name = table.to_owned(),
            _ => tables.entry(name.clone()).or_default().push(line.to_owned()),
        }
    }
    tables
}

/// The code of the folders, without comments.
fn code(folders: &[&str]) -> String {
    let mut text = String::new();
    for folder in folders {
        gather(&root().join(folder), &mut text);
    }
    text
}

fn gather(path: &Path, text: &mut String) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder can be listed").flatten() {
            gather(&entry.path(), text);
        }
    } else if path.extension().is_some_and(|e| e == "rs") {
        for line in fs::read_to_string(path).expect("a source can be read").lines() {
            if !line.trim_start().starts_with("//") {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
}

/// The keys of a table, with those that have a table of their own (`[dependencies.web-sys]`).
fn keys(tables: &BTreeMap<String, Vec<String>>, table: &str) -> Vec<String> {
    let own = tables.keys().filter_map(|t| t.strip_prefix(&format!("{table}.")).map(str::to_owned));
    let lines = tables.get(table).into_iter().flatten();
    lines.filter_map(|l| l.split_once('=')).map(|(key, _)| key.trim().to_owned()).chain(own).collect()
}

/// True where the code names the crate: as the start of a path, or in an import.
fn names_crate(code: &str, package: &str) -> bool {
    let name = package.replace('-', "_");
    code.match_indices(&name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && (after.starts_with("::") || (after.starts_with(';') && code[..at].ends_with("use ")))
    })
}

#[test]
fn every_dependency_is_named_in_the_sources() {
    let tables = tables();
    let program = code(&["src"]);
    let all = code(&["src", "tests", "benches"]);
    let mut seen = 0;
    let mut unused = Vec::new();
    for (table, code) in [("dependencies", &program)]
        .into_iter()
        .chain(tables.keys().filter(|t| t.ends_with("dev-dependencies")).map(|t| (t.as_str(), &all)))
    {
        for package in keys(&tables, table) {
            seen += 1;
            if !names_crate(code, &package) {
                unused.push(format!("[{table}] {package}"));
            }
        }
    }
    assert!(seen > 20, "only {seen} dependencies found: has the way they are written changed?");
    assert!(unused.is_empty(), "asked for in Cargo.toml and not named in the sources: {unused:#?}");
}

#[test]
fn every_feature_of_web_sys_is_used() {
    let tables = tables();
    let listed = tables.get("dependencies.web-sys").expect("web-sys has a table").join(" ");
    let features: Vec<&str> =
        listed.split('"').skip(1).step_by(2).filter(|f| !f.starts_with(char::is_numeric)).collect();
    assert!(features.len() > 20, "only {} features found", features.len());
    let code = code(&["src", "tests"]);
    let mut named: Vec<String> = Vec::new();
    for (_, rest) in code.match_indices("web_sys::").map(|(at, found)| (at, &code[at + found.len()..])) {
        let list = rest.strip_prefix('{').and_then(|r| r.split('}').next());
        let names = list.unwrap_or_else(|| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""));
        named.extend(names.split(',').map(|n| n.trim().to_owned()));
    }
    let called = |feature: &str| NEEDED_BY_A_CALL.iter().any(|(f, call)| *f == feature && code.contains(call));
    let unused: Vec<&&str> = features.iter().filter(|f| !named.contains(&(**f).to_string()) && !called(f)).collect();
    assert!(unused.is_empty(), "features of web-sys that nothing uses: {unused:?}");
}

#[test]
fn every_package_with_a_profile_of_its_own_is_built() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock can be read");
    for table in tables().keys() {
        let Some(name) = table.rsplit_once(".package.").map(|(_, name)| name.trim_matches('"')) else { continue };
        let there = name == "*" || lock.contains(&format!("name = \"{name}\"\n"));
        assert!(there, "[{table}] is about a package that is not in Cargo.lock");
    }
}

#[test]
fn a_crate_is_named_as_a_path_or_an_import() {
    assert!(names_crate("let x = serde_json::to_string(&y);", "serde-json"));
    assert!(names_crate("use libm;", "libm"));
    assert!(!names_crate("let my_csv = xcsv::y; csv_like::z; // csv", "csv"));
}
