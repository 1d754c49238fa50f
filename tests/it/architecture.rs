//! The layer list of `src/lib.rs`, enforced on the text of the sources: data flows one way, and only the edges touch a browser,
//! a file system or a clock.

use std::fs;
use std::path::{Path, PathBuf};

/// A row of the table of layers.
struct Layer {
    name: String,
    /// The layers that it may import, all of them above it.
    may_import: Vec<String>,
}

/// The table of `src/lib.rs`, as Markdown.
fn table() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs is there");
    let lines = text.lines().filter_map(|line| line.strip_prefix("//! "));
    lines.filter(|line| line.starts_with('|')).map(str::to_owned).collect()
}

/// The layers, lowest first. The last cell of a row lists what the layer may import, or says "all before it", with those
/// left out after "but".
fn layers() -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for row in table().iter().skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [name, _, imports] = cells[..] else { panic!("src/lib.rs: three cells are expected in {row}") };
        let before: Vec<String> = layers.iter().map(|l| l.name.clone()).collect();
        let quoted: Vec<&str> = imports.split('`').skip(1).step_by(2).collect();
        let may_import = match imports.strip_prefix("all before it") {
            Some(_) => before.iter().filter(|l| !quoted.contains(&l.as_str())).cloned().collect(),
            None if imports == "nothing of ours" => Vec::new(),
            None => imports.split(", ").map(str::to_owned).collect(),
        };
        for named in may_import.iter().map(String::as_str).chain(quoted) {
            assert!(before.iter().any(|l| l == named), "src/lib.rs: {name} names {named}, which is not above it");
        }
        layers.push(Layer { name: name.trim_matches('`').to_owned(), may_import });
    }
    assert!(layers.len() > 10, "only {} layers found in src/lib.rs", layers.len());
    layers
}

/// Words that only some layers may use, and why.
const KEPT_APART: &[(&[&str], &[&str], &str)] = &[
    (
        &["web_sys", "js_sys", "wasm_bindgen", "wasm_bindgen_futures", "gloo_timers", "rexie", "leptos"],
        &["shell", "ui", "bin"],
        "the browser is touched in shell, ui and bin only",
    ),
    (&["leptos"], &["ui", "bin"], "Leptos is the business of ui"),
    (
        &["std::time", "std::env", "std::thread", "std::process", "std::net", "SystemTime", "Instant"],
        &["shell", "ui", "cli", "bin"],
        "the core knows no clock, thread or environment: the same input gives the same bytes",
    ),
    (&["std::fs", "File::open"], &["cli", "bin"], "bytes are handed to the core; only the command line opens files"),
    (
        &["HashMap", "HashSet"],
        &["read", "shell", "ui", "cli", "bin"],
        "its order differs from run to run; BTreeMap and BTreeSet keep reports identical (read only looks names up)",
    ),
];

struct Source {
    /// Relative to the package, with forward slashes.
    path: String,
    layer: String,
    /// Line number and text of each line that is code of the program itself: no comment, no test.
    lines: Vec<(usize, String)>,
}

#[test]
fn imports_point_up_the_list() {
    let layers = layers();
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(layer) = layers.iter().find(|l| l.name == source.layer) else {
            wrong.push(format!("{}: layer `{}` is not in the table of src/lib.rs", source.path, source.layer));
            continue;
        };
        for (number, line) in &source.lines {
            for target in imported_layers(line) {
                let ours = layers.iter().any(|l| l.name == target);
                if ours && target != layer.name && !layer.may_import.contains(&target) {
                    wrong.push(format!(
                        "{}:{number}: `{}` must not import `{target}` (it may import {}): {}",
                        source.path,
                        source.layer,
                        if layer.may_import.is_empty() {
                            "nothing of ours".to_owned()
                        } else {
                            layer.may_import.join(", ")
                        },
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "layers broken:\n{}", wrong.join("\n"));
}

#[test]
fn edges_stay_at_the_edges() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (words, layers, why) in KEPT_APART {
            if layers.contains(&source.layer.as_str()) {
                continue;
            }
            for (number, line) in &source.lines {
                if let Some(word) = words.iter().find(|word| has_word(line, word)) {
                    wrong.push(format!(
                        "{}:{number}: `{word}` in `{}`: {why}: {}",
                        source.path,
                        source.layer,
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "edges crossed:\n{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_unfinished() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in &source.lines {
            for word in ["todo!", "unimplemented!", "dbg!", ".unwrap()", ".expect(", "panic!"] {
                if line.contains(word) {
                    wrong.push(format!(
                        "{}:{number}: `{word}`: bad input becomes a Diagnostic: {}",
                        source.path,
                        line.trim()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "unfinished or able to panic:\n{}", wrong.join("\n"));
}

/// One list: that of `src/lib.rs` has a row for each module there is, and ARCHITECTURE.md shows the same rows.
#[test]
fn the_table_of_layers_is_complete_and_the_same_in_both_places() {
    let layers = layers();
    for entry in fs::read_dir(root().join("src")).expect("src can be listed").flatten() {
        let name = entry.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        assert!(name == "lib" || layers.iter().any(|l| l.name == name), "src/lib.rs has no row for `{name}`");
    }
    for layer in &layers {
        let there = root().join("src").join(&layer.name).is_dir();
        assert!(
            there,
            "src/lib.rs has a row for `{}`, which is not there: a place is not kept before it is used",
            layer.name
        );
    }
    let file = root().join("ARCHITECTURE.md");
    let text = fs::read_to_string(&file).expect("ARCHITECTURE.md is there");
    let rows = table().join("\n");
    let head = rows.lines().next().unwrap_or_default();
    let at = text.find(head).expect("ARCHITECTURE.md has the table of layers");
    let shown: String = text[at..].lines().take_while(|line| line.starts_with('|')).collect::<Vec<_>>().join("\n");
    if std::env::var_os("HEADROOM_BLESS").is_some() {
        fs::write(&file, text.replacen(&shown, &rows, 1)).expect("ARCHITECTURE.md can be written");
        return;
    }
    assert_eq!(
        shown, rows,
        "ARCHITECTURE.md shows another table of layers than src/lib.rs (HEADROOM_BLESS=1 rewrites it)"
    );
}

/// The layers named by `crate::LAYER` and `headroom::LAYER` (also inside one level of braces) in a line of code.
fn imported_layers(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for prefix in ["crate::", "headroom::"] {
        for (at, _) in line.match_indices(prefix) {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &line[at + prefix.len()..];
            if let Some(inside) = rest.strip_prefix('{') {
                let mut depth = 0_i32;
                for part in inside.split_inclusive([',', '{', '}']) {
                    if depth == 0 {
                        found.push(word_at_start(part.trim_start()));
                    }
                    depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
                }
            } else {
                found.push(word_at_start(rest));
            }
        }
    }
    found
}

fn word_at_start(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn has_word(line: &str, word: &str) -> bool {
    let edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word)
        .any(|(at, _)| edge(line[..at].chars().next_back()) && edge(line[at + word.len()..].chars().next()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    assert!(!files.is_empty(), "no sources found");
    let tests: Vec<PathBuf> = files.iter().flat_map(|file| test_modules(file)).collect();
    files.iter().filter(|file| !tests.iter().any(|test| file.starts_with(test))).filter_map(|file| read(file)).collect()
}

/// Files and folders of the modules that `file` declares for tests only.
fn test_modules(file: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(file).expect("a source can be read");
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let parent = file.parent().unwrap_or(file);
    let folder = if stem == "mod" || stem == "lib" { parent.to_path_buf() } else { parent.join(stem) };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut found = Vec::new();
    for at in (0..lines.len()).filter(|at| lines[*at] == "#[cfg(test)]") {
        let attributes = lines[at + 1..].iter().take_while(|line| line.starts_with("#[")).count();
        let elsewhere = lines[at + 1..at + 1 + attributes]
            .iter()
            .find_map(|line| line.strip_prefix("#[path = \"")?.strip_suffix("\"]"));
        let Some(line) = lines.get(at + 1 + attributes) else { continue };
        let Some(name) = line.split_once("mod ").and_then(|(_, rest)| rest.strip_suffix(';')) else { continue };
        match elsewhere {
            Some(path) => found.push(parent.join(path)),
            None => found.extend([folder.join(format!("{name}.rs")), folder.join(name)]),
        }
    }
    found
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be listed").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn read(file: &Path) -> Option<Source> {
    let inside = file.strip_prefix(root()).ok()?;
    let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let layer = parts.get(1)?.trim_end_matches(".rs").to_owned();
    let text = fs::read_to_string(file).ok()?;
    // `lib.rs` names the layers; files and folders of tests are free to use what they test with.
    if layer == "lib" || parts.last().is_some_and(|name| name == "tests.rs") || parts.iter().any(|part| part == "tests")
    {
        return None;
    }
    Some(Source { path: parts.join("/"), layer, lines: code_lines(&text) })
}

/// Lines of code without comments and tests (those stand at the end of a file), an import that spans lines joined into one.
fn code_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let (mut open_import, mut for_tests) = (false, false);
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("//") || trimmed == "#[cfg(test)]" {
            for_tests |= !trimmed.starts_with("//");
            continue;
        }
        if for_tests && !trimmed.starts_with("#[") {
            if trimmed.ends_with('{') {
                break;
            }
            for_tests = false;
            continue;
        }
        if open_import {
            if let Some((_, first)) = lines.last_mut() {
                first.push(' ');
                first.push_str(trimmed);
            }
        } else {
            lines.push((index + 1, line.to_owned()));
        }
        open_import = (open_import || is_import(trimmed)) && !trimmed.ends_with(';');
    }
    lines
}

fn is_import(trimmed: &str) -> bool {
    trimmed.starts_with("use ") || (trimmed.starts_with("pub") && trimmed.contains(" use "))
}

/// What may be left out when it is written must have a value when it is read: otherwise an answer of the worker, a saved
/// project or a link is refused by the program that wrote it.
#[test]
fn what_is_left_out_has_a_default() {
    let mut faults = Vec::new();
    for Source { path, lines, .. } in sources() {
        let (mut reads, mut defaults) = (false, false);
        let lines: Vec<&str> = lines.iter().map(|(_, text)| text.trim()).collect();
        for (i, line) in lines.iter().enumerate() {
            if line.starts_with("#[derive(") {
                (reads, defaults) = (line.contains("Deserialize"), false);
            }
            let of_a_type = lines[i + 1..]
                .iter()
                .find(|l| !l.starts_with('#'))
                .is_some_and(|l| l.contains("struct ") || l.contains("enum "));
            if line.starts_with("#[serde(") && line.contains("default") && of_a_type {
                defaults = true;
            }
            if reads && !defaults && line.contains("skip_serializing_if") && !line.contains("default") {
                let field = lines[i + 1..].iter().find(|l| !l.starts_with('#')).copied().unwrap_or_default();
                if !field.contains("Option<") {
                    faults.push(format!("{path}: {field}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "no default: {faults:#?}");
}

/// The one circle of files that stays, as ARCHITECTURE.md says: the state, the session that works on it, the examples.
const CIRCLE: [&str; 3] = ["src/ui/examples.rs", "src/ui/session", "src/ui/state.rs"];

/// Files import one another one way: types below, registries above. In `decide` that holds for every file; elsewhere a member
/// may take the type of its registry from the file that lists it.
#[test]
fn files_form_no_circle_but_the_one_that_is_named() {
    let sources = sources();
    let modules: Vec<Vec<String>> = sources.iter().map(|s| module(&s.path)).collect();
    let of_a_registry = |own: &[String], i: usize| own[0] != "decide" && own.starts_with(&modules[i]);
    let one = |(s, own): (&Source, &Vec<String>)| {
        imported(s, own, &modules).into_iter().filter(|i| !of_a_registry(own, *i)).collect()
    };
    let imports: Vec<Vec<usize>> = sources.iter().zip(&modules).map(one).collect();
    let reaches = |from: usize| {
        let (mut seen, mut todo) = (vec![false; sources.len()], imports[from].clone());
        while let Some(next) = todo.pop() {
            if !std::mem::replace(&mut seen[next], true) {
                todo.extend(&imports[next]);
            }
        }
        seen
    };
    let far: Vec<Vec<bool>> = (0..sources.len()).map(reaches).collect();
    let in_circle = |i: &usize| (0..sources.len()).any(|j| j != *i && far[*i][j] && far[j][*i]);
    let named = |path: &str| CIRCLE.iter().any(|c| path.starts_with(c));
    let circles: Vec<&str> = (0..sources.len()).filter(in_circle).map(|i| sources[i].path.as_str()).collect();
    let wrong: Vec<&&str> = circles.iter().filter(|path| !named(path)).collect();
    assert!(wrong.is_empty(), "files that import one another in a circle:\n{wrong:#?}");
    assert!(
        CIRCLE.iter().all(|c| circles.iter().any(|path| path.starts_with(c))),
        "the named circle is gone: {circles:?}"
    );
    assert!(imports.iter().map(Vec::len).sum::<usize>() > 1_000, "the imports are not read");
}

/// The path of a module: `src/decide/rules/mod.rs` is `decide::rules`.
fn module(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    inside.split('/').map(str::to_owned).collect()
}

/// The modules among `all` that a source imports: the longest beginning of each path that it names.
fn imported(source: &Source, own: &[String], all: &[Vec<String>]) -> Vec<usize> {
    let mut found = Vec::new();
    for (_, line) in &source.lines {
        for path in paths(line) {
            let mut parts = path.split("::").map(str::to_owned).peekable();
            let mut at = own.to_vec();
            match parts.peek().map(String::as_str) {
                Some("crate") => at.clear(),
                Some("self") => {}
                Some("super") => {
                    while parts.next_if(|p| p == "super").is_some() {
                        at.pop();
                    }
                }
                // A path that begins with a module below this one.
                Some(first) if all.iter().any(|m| m.split_last() == Some((&first.to_owned(), own))) => {}
                _ => continue,
            }
            let parts = parts.skip_while(|p| p == "crate" || p == "self");
            let mut best = all.iter().position(|m| *m == at);
            for part in parts {
                at.push(part);
                match all.iter().position(|m| *m == at) {
                    Some(deeper) => best = Some(deeper),
                    None => break,
                }
            }
            found.extend(best.filter(|i| all[*i] != own));
        }
    }
    found
}

/// The paths in a line of code, braces opened.
fn paths(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    // What is open: the beginning that a brace continues.
    let (mut stack, mut current): (Vec<String>, String) = (Vec::new(), String::new());
    let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("use ");
    for c in line.chars() {
        match c {
            '{' if current.ends_with("::") => {
                stack.push(current.trim_end_matches("::").to_owned());
                current.clear();
            }
            c if c.is_alphanumeric() || c == '_' || c == ':' => current.push(c),
            _ => {
                if !current.is_empty() {
                    let path =
                        stack.iter().map(String::as_str).chain([current.as_str()]).collect::<Vec<_>>().join("::");
                    found.push(path);
                    current.clear();
                }
                if c == '}' {
                    stack.pop();
                }
            }
        }
    }
    found.push(current);
    found.retain(|p| p.contains("::"));
    found
}
