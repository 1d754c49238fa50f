//! Text of files that hides or turns what stands around it: every output of the program shows it, none passes it on.

use crate::cli::{Scratch, run};
use headroom::analysis::readout::View;
use headroom::analysis::{Explore, Prepare, decide};
use headroom::chart::{CHARTS, draw, standalone};
use headroom::policy::{defaults, parse};
use headroom::read::{Limits, combine, read_evidence};
use headroom::report::csv;
use headroom::scenario::{About, Annotation, Edit, FileUse, Project, Scenario, Waiver, decode_link, encode_link};
use std::process::Output;

/// Characters that nobody sees, by the Unicode properties Cc, Bidi_Control and Default_Ignorable_Code_Point; written down
/// here on purpose, apart from the program's own list.
const HIDDEN: &[char] = &[
    '\0',
    '\u{7}',
    '\u{8}',
    '\u{B}',
    '\u{C}',
    '\u{1B}',
    '\u{7F}',
    '\u{80}',
    '\u{9B}',
    '\u{9F}',
    '\u{AD}',
    '\u{61C}',
    '\u{115F}',
    '\u{180E}',
    '\u{200B}',
    '\u{200C}',
    '\u{200D}',
    '\u{200E}',
    '\u{200F}',
    '\u{2028}',
    '\u{2029}',
    '\u{202A}',
    '\u{202B}',
    '\u{202C}',
    '\u{202D}',
    '\u{202E}',
    '\u{2060}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{3164}',
    '\u{FEFF}',
    '\u{FFF9}',
    '\u{E0041}',
];

/// Where the first of them stands in a text; line ends and tabs are what texts are made of.
fn hidden(text: &str) -> Option<String> {
    let found = |c: char| HIDDEN.contains(&c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    text.char_indices().find(|(_, c)| found(*c)).map(|(at, c)| {
        let from = text[..at].char_indices().rev().nth(40).map_or(0, |(i, _)| i);
        format!("{c:?} after {:?}", &text[from..at])
    })
}

/// A name with every one of them, told apart by a number.
fn name(i: usize) -> String {
    let all: String = HIDDEN.iter().map(|c| format!("{c}x")).collect();
    format!("{i}{all}\u{202E}gnp\u{1B}[31m")
}

/// Tables of every kind of evidence: name of the file, its columns, its rows.
fn tables() -> Vec<(&'static str, Vec<String>, Vec<Vec<String>>)> {
    let text = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let sizes = [1000.0, 3000.0, 10_000.0, 30_000.0, 100_000.0];
    let mut all = Vec::new();
    let rows = (0..4).map(|i| {
        let odd = name(i);
        let row = ["1", "sft", "present", "120", "0.9", "3"].map(str::to_owned);
        [vec![odd.clone(), odd.clone()], row.to_vec(), vec![odd.clone(), odd]].concat()
    });
    let columns =
        text(&["name", "family", "tier", "stage", "status", "records", "quality", "duplicates", "licence", "note"]);
    all.push(("inventory", columns, rows.collect()));
    let rows = (0..3).map(|i| vec![name(i), "0.7".into(), "0.01".into(), "200".into(), name(i), name(i)]);
    all.push(("evaluations", text(&["metric", "value", "stderr", "n", "slice", "time"]), rows.collect()));
    let curve = |i: usize| {
        let row = move |(k, size): (usize, &f64)| {
            vec![name(i), name(i + 1), size.to_string(), (0.5 + 0.06 * k as f64).to_string()]
        };
        sizes.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    let rows = (0..2).flat_map(curve).collect();
    all.push(("curves", text(&["metric", "series", "records", "value"]), rows));
    let rows = (1..9).map(|i| {
        let n = 1e7 * f64::from(i);
        vec![
            name(i as usize),
            n.to_string(),
            (2e9 * f64::from(i * i % 7 + 1)).to_string(),
            (3.0 - 0.05 * f64::from(i)).to_string(),
        ]
    });
    all.push(("runs", text(&["name", "params", "tokens", "loss"]), rows.collect()));
    let rows = ["duplication", "leakage", &name(3)].map(|check| vec![check.to_owned(), "yes".into(), name(2)]);
    all.push(("checks", text(&["check", "value", "note"]), rows.to_vec()));
    // Names of columns are text of files, too.
    let rows = sizes
        .iter()
        .map(|s| vec![s.to_string(), (0.9 - 1.0 / s.sqrt()).to_string(), (0.8 - 1.0 / s.sqrt()).to_string()]);
    all.push((
        "columns",
        vec!["records".into(), format!("accuracy {}", name(1)), format!("f1 {}", name(2))],
        rows.collect(),
    ));
    all
}

/// The same tables in every text form that is read: as written, and with every character escaped that can be.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for (what, columns, rows) in tables() {
        let line = |cells: &Vec<String>| {
            let quoted: Vec<String> = cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
            quoted.join(",")
        };
        let csv: Vec<String> = std::iter::once(&columns).chain(&rows).map(line).collect();
        let csv = csv.join("\n");
        let records: Vec<serde_json::Map<String, serde_json::Value>> = rows
            .iter()
            .map(|row| {
                columns
                    .iter()
                    .cloned()
                    .zip(row.iter().map(|c| serde_json::from_str(c).unwrap_or(c.as_str().into())))
                    .collect()
            })
            .collect();
        let json = serde_json::to_string(&records).expect("it is JSON");
        let escaped: String = json
            .chars()
            .map(|c| {
                if c.is_ascii() {
                    c.to_string()
                } else {
                    c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("\\u{u:04x}")).collect()
                }
            })
            .collect();
        let lines: Vec<String> = records.iter().map(|r| serde_json::to_string(r).expect("it is JSON")).collect();
        let wide: Vec<u8> = format!("\u{FEFF}{csv}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let file = |form: &str, bytes: &[u8]| (format!("{what}{form}"), bytes.to_vec());
        all.extend([
            file(".csv", csv.as_bytes()),
            file("-wide.csv", &wide),
            file(".json", json.as_bytes()),
            file("-escaped.json", escaped.as_bytes()),
            file(".jsonl", lines.join("\n").as_bytes()),
        ]);
    }
    all
}

/// A folder of its own whose files have names of the same sort.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("headroom-hidden-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }
    fn put(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.0.join(format!("\u{202E}\u{1B}[2J\u{200B}\n{name}"));
        std::fs::write(&path, bytes).expect("written");
        path.to_str().expect("text").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn clean(output: &Output, what: &str) -> String {
    let [out, err] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8(bytes.clone()).expect("it is text"));
    assert_eq!(hidden(&out), None, "{what}: standard output");
    assert_eq!(hidden(&err), None, "{what}: standard error");
    // A name with a line end in it begins no line of its own.
    assert!(err.lines().all(|l| l.starts_with("headroom: ") && l.chars().count() < 2_100), "{what}: {err}");
    out
}

/// JSON whose strings, read, have nothing hidden in them either.
fn clean_json(text: &str, what: &str) {
    fn walk(value: &serde_json::Value, what: &str) {
        match value {
            serde_json::Value::String(s) => assert_eq!(hidden(s), None, "{what}"),
            serde_json::Value::Array(items) => items.iter().for_each(|v| walk(v, what)),
            serde_json::Value::Object(entries) => entries.iter().for_each(|(k, v)| {
                assert_eq!(hidden(k), None, "{what}");
                walk(v, what);
            }),
            _ => {}
        }
    }
    walk(&serde_json::from_str(text).expect("it is JSON"), what);
}

#[test]
fn no_command_prints_what_nobody_sees() {
    let folder = Folder::new("commands");
    let all: Vec<(String, String)> =
        files().into_iter().map(|(name, bytes)| (folder.put(&name, &bytes), name)).collect();
    let path =
        |what: &str| all.iter().find(|(_, name)| name == what).map(|(path, _)| path.as_str()).expect("it is there");
    let mut read = 0;
    for (path, name) in &all {
        let text = clean(&run(&["inspect", path]), name);
        read += usize::from(!text.contains("not recognised") && !text.contains("not read"));
        clean_json(&clean(&run(&["inspect", "--json", path]), name), name);
    }
    assert_eq!(read, all.len(), "every file is evidence");
    let evidence = ["inventory.csv", "evaluations-escaped.json", "curves.json", "checks-wide.csv"].map(path);
    let with_runs = [&evidence[..], &[path("runs.jsonl")]].concat();
    // An argument holds no NUL.
    let odd = name(7).replace('\0', "");
    for (command, more) in [
        ("gate", &["--name", odd.as_str()][..]),
        ("gate", &["--json", "--policy", "fine-tuning"]),
        ("gate", &["--part", &odd]),
        ("decide", &["--name", &odd]),
        ("decide", &["--json"]),
    ] {
        let out = clean(&run(&[&[command][..], &evidence, more].concat()), command);
        if more[0] == "--json" {
            clean_json(&out, command);
        }
    }
    for format in ["html", "markdown", "json", "record"] {
        let evidence = if format == "html" { &with_runs[..] } else { &evidence };
        let options = ["--out", "-", "--name", &odd, "--format", format];
        let out = clean(&run(&[&["report"][..], evidence, &options].concat()), format);
        assert!(out.contains("gnp"), "the name itself is shown");
        if format == "json" {
            clean_json(&out, format);
        }
    }
    for (what, more) in
        [("curves.csv", &[][..]), ("curves-escaped.json", &["--target", "0.8", "--at-last"]), ("columns.csv", &[])]
    {
        clean(&run(&[&["fit", "curve", path(what)][..], more].concat()), what);
        clean_json(&clean(&run(&[&["fit", "curve", path(what), "--json"][..], more].concat()), what), what);
    }
    for law in [
        &["--bootstrap", "20"][..],
        &["--law", "rectified"],
        &["--law", "nothing\u{202E}"],
        &["--column", "loss=\u{1B}"],
    ] {
        clean(&run(&[&["fit", "scaling", path("runs.csv")][..], law].concat()), "scaling");
        let ended = run(&[&["fit", "scaling", "--json", path("runs.csv")][..], law].concat());
        if ended.status.success() {
            clean_json(&clean(&ended, "scaling"), "scaling");
        }
    }
    // What is wrong is named as visibly as what is right.
    let odd_path = folder.put("not there", b"").replace("not there", "nowhere");
    for bad in [folder.put("empty.csv", b""), folder.put("broken.json", "[{\"a\u{202E}\": }]".as_bytes()), odd_path] {
        for command in ["inspect", "gate", "decide"] {
            clean(&run(&[command, &bad]), &bad);
        }
        clean(&run(&["fit", "curve", &bad, "--x", &odd]), &bad);
    }
    clean(&run(&["gate", "--policy", &odd, path("checks.csv")]), "policy");
    clean(&run(&["gate", "--scenario", &odd, path("checks.csv")]), "scenario");
}

/// A column is found by the name that its file has, as typed, and by the name that is shown.
#[test]
fn a_column_is_named_as_it_stands_and_as_it_is_shown() {
    let raw = "accuracy\u{202E}%\u{200B}";
    let shown = headroom::data::visible(raw).into_owned();
    assert!(shown != raw);
    let rows: String = (1..7).map(|i| format!("{},{}\n", 1000 * i, 0.5 + 0.05 * f64::from(i))).collect();
    let file = Scratch::new("hidden-column.csv", &format!("odd\u{200B} size,{raw}\n{rows}"));
    for (x, y) in [("odd\u{200B} size", raw), (headroom::data::visible("odd\u{200B} size").as_ref(), shown.as_str())] {
        let output = run(&["fit", "curve", file.path(), "--x", x, "--y", y, "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn no_chart_shows_what_nobody_sees() {
    let pack = parse(defaults::THERAPEUTIC).expect("the shipped pack is valid").value;
    let parts = files().into_iter().filter(|(name, _)| !name.contains('-')).map(|(name, bytes)| {
        read_evidence(&name, &bytes, None, &Limits::default()).expect("it is read").value.evidence
    });
    let prepared = Prepare::new(combine(parts.collect::<Vec<_>>()), &pack, None).run();
    let scenario = Scenario::default();
    let (decision, exploration) = (decide(&prepared, &pack, &scenario), Explore::run(&prepared, &pack, &scenario));
    let view = View {
        prepared: &prepared,
        pack: &pack,
        scenario: &scenario,
        decision: &decision,
        exploration: Some(&exploration),
    };
    let mut drawn = 0;
    for spec in CHARTS.iter().flat_map(|c| c.specs(&view)) {
        for width in [300.0, 720.0] {
            let svg = standalone(&draw(&spec, width).svg, &spec.title, &spec.description);
            assert_eq!(hidden(&svg), None, "{}", spec.id);
        }
        assert_eq!(hidden(&spec.table.csv()), None, "{}", spec.id);
        drawn += 1;
    }
    assert!(drawn > 8, "{drawn}");
}

/// What is typed or pasted, the names of dropped files, packs, links, projects and kept states.
#[test]
fn nothing_hidden_enters_a_project() {
    let odd = name(0);
    let file = FileUse { name: odd.clone(), hash: "ab".into(), ..FileUse::default() };
    let note = Annotation {
        text: format!("two\nlines{odd}"),
        source: odd.clone(),
        owner: odd.clone(),
        ..Annotation::default()
    };
    let edits = [
        Edit::RenameProject { name: odd.clone() },
        Edit::RenameScenario { name: odd.clone() },
        Edit::DuplicateScenario { name: odd.clone() },
        Edit::AddFiles { files: vec![file] },
        Edit::Waive {
            gate: odd.clone(),
            waiver: Some(Waiver { reason: odd.clone(), owner: odd.clone(), expires: odd.clone() }),
        },
        Edit::Note { about: About::Gate("a gate".into()), note: Some(note) },
        Edit::Model { curve: odd.clone(), model: Some(odd.clone()) },
        Edit::AddScenario { scenario: Scenario { name: odd.clone(), ..Scenario::default() } },
    ];
    let written = |project: &Project| serde_json::to_string(project).expect("it is JSON");
    let mut project = Project::default();
    for edit in edits {
        project = edit.apply(&project).expect("the edit applies");
        clean_json(&written(&project), &edit.words());
    }
    assert!(project.scenarios.iter().flat_map(|s| s.notes.values()).any(|n| n.text.starts_with("two\nlines")));
    // A project from before, with the names as they stood.
    let old = Project { name: odd.clone(), ..Project::default() };
    let link = decode_link(&encode_link(&old)).expect("it is a link");
    assert_eq!(hidden(&link.name), None);
    let saved = headroom::scenario::save_project(&old, &[]);
    let (opened, _) = headroom::scenario::open_project(&saved).expect("it opens");
    clean_json(&written(&opened), "saved");
    let kept = headroom::scenario::History::new(old).keep("tab", &[]);
    let (history, _) = headroom::scenario::History::read(&kept).expect("it is read");
    clean_json(&written(history.project()), "kept");
    let pack = defaults::THERAPEUTIC.replacen(
        "\"name\": \"",
        &format!("\"name\": {}", serde_json::to_string(&odd).expect("JSON").trim_end_matches('"')),
        1,
    );
    let pack = parse(&pack).expect("it is a pack").value;
    assert!(pack.name.contains("gnp"));
    clean_json(&serde_json::to_string(&pack).expect("it is JSON"), "pack");
    assert_eq!(hidden(&csv::text(&odd)), None);
}

/// The shared corpus, where it is: the same for names that others thought of.
#[test]
fn the_shared_corpus_passes_nothing_on() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/hostile/names");
    let Ok(list) = std::fs::read_dir(&folder) else {
        println!("skipped: no shared samples");
        return;
    };
    let paths: Vec<String> = list.flatten().filter_map(|e| e.path().to_str().map(str::to_owned)).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for path in &paths {
        clean(&run(&["inspect", path]), path);
        clean_json(&clean(&run(&["inspect", "--json", path]), path), path);
    }
    for command in [&["gate"][..], &["report", "--out", "-", "--format", "html"]] {
        clean(&run(&[command, &paths].concat()), command[0]);
    }
}
