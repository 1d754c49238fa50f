//! The report: golden text, equal bytes, hostile names, and the way back into the app.

use crate::golden::golden;
use headroom::analysis::{Exploration, Explore, Prepare, Prepared, decide};
use headroom::decide::Decision;
use headroom::policy::{self, PolicyPack};
use headroom::read::{self, Limits, SpecialKind};
use headroom::report::{self, Format, ReportInput};
use headroom::scenario::{
    About, Annotation, Ballot, Edit, FileUse, PolicyUse, Project, Round, Scenario, Waiver, open_project,
};

/// A project with everything that a report is made from.
struct Case {
    project: Project,
    pack: PolicyPack,
    prepared: Prepared,
    decision: Decision,
    exploration: Exploration,
    files: Vec<(String, Vec<u8>)>,
}

const FILES: [(&str, &str); 3] = [
    ("inventory.csv", include_str!("../fixtures/report/inventory.csv")),
    ("evaluations.csv", include_str!("../fixtures/report/evaluations.csv")),
    ("curve.csv", include_str!("../fixtures/report/curve.csv")),
];
const POLICY: &str = include_str!("../fixtures/report/policy.json");

impl Case {
    fn of(files: &[(&str, &str)], policy: &str) -> Self {
        let hash = read::hash(policy.as_bytes());
        let pack = policy::parse(policy).expect("the fixture is a pack").value;
        let mut project = Project { policy: PolicyUse::file(&pack.id, hash.clone()), ..Project::default() };
        let mut bytes = vec![(hash, policy.as_bytes().to_vec())];
        for (name, text) in files {
            let hash = read::hash(text.as_bytes());
            project.files.push(FileUse {
                name: (*name).into(),
                hash: hash.clone(),
                size: text.len() as u64,
                ..FileUse::default()
            });
            bytes.push((hash, text.as_bytes().to_vec()));
        }
        Self::again(project, bytes, pack)
    }

    fn again(project: Project, files: Vec<(String, Vec<u8>)>, pack: PolicyPack) -> Self {
        let mut parts = Vec::new();
        for file in &project.files {
            let bytes = &files.iter().find(|(h, _)| *h == file.hash).expect("its bytes are there").1;
            let reading = read::read_evidence(&file.name, bytes, None, &Limits::default()).expect("it can be read");
            parts.push(reading.value.evidence);
        }
        let prepared = Prepare::new(read::combine(parts), &pack, None).run();
        let decision = decide(&prepared, &pack, project.scenario());
        let exploration = Explore::run(&prepared, &pack, project.scenario());
        Self { project, pack, prepared, decision, exploration, files }
    }

    fn small() -> Self {
        let mut case = Self::of(&FILES, POLICY);
        let more = Scenario {
            name: "Tier 1 complete".into(),
            what_if: [("missing_weight tier=1".into(), 0.0)].into(),
            ..Scenario::default()
        };
        let edits = [
            Edit::RenameProject { name: "A small project".into() },
            Edit::Threshold { gate: "empathy".into(), value: Some(0.78) },
            Edit::Waive {
                gate: "bias".into(),
                waiver: Some(Waiver {
                    reason: "not measured yet".into(),
                    owner: "A. Nother".into(),
                    expires: "2027-01-31".into(),
                }),
            },
            Edit::Note {
                about: "review".into(),
                note: Some(Annotation { date: "2027-03-01".into(), ..Annotation::default() }),
            },
            vote("B. Body", "expand_targeted"),
            Edit::AddScenario { scenario: more },
            Edit::GoTo { index: 0 },
        ];
        for edit in edits {
            case.project = edit.apply(&case.project).expect("the edit applies");
        }
        Self::again(case.project, case.files, case.pack)
    }

    fn write(&self, format: Format) -> String {
        let input = ReportInput {
            project: &self.project,
            pack: &self.pack,
            prepared: &self.prepared,
            decision: &self.decision,
            exploration: &self.exploration,
            files: &self.files,
        };
        report::write(&input, format)
    }
}

fn vote(who: &str, verdict: &str) -> Edit {
    let ballot = Ballot { verdict: verdict.into(), confidence: None };
    Edit::Vote { who: who.into(), round: Round::Before, ballot: Some(ballot) }
}

/// What differs from build to build.
fn without_build(text: &str) -> String {
    let short: String = headroom::BUILD_ID.chars().take(12).collect();
    text.replace(headroom::BUILD_ID, "BUILD").replace(&short, "BUILD")
}

#[test]
fn the_report_is_the_golden_one() {
    let case = Case::small();
    well_formed(&case.write(Format::Html));
    for (format, name) in
        [(Format::Html, "report.html"), (Format::Markdown, "report.md"), (Format::Record, "record.md")]
    {
        golden(&format!("report/{name}"), &without_build(&case.write(format)));
    }
}

#[test]
fn equal_input_gives_equal_bytes() {
    for format in Format::ALL {
        assert_eq!(Case::small().write(format), Case::small().write(format), "{}", format.id());
    }
}

#[test]
fn notes_on_places_of_any_chart_are_in_the_report() {
    let mut case = Case::small();
    let before = case.write(Format::Markdown);
    for (i, chart) in ["scaling-frontier", "curve-empathy"].into_iter().enumerate() {
        let note = Annotation { text: format!("look here {i}"), ..Annotation::default() };
        let about = About::Point { chart: chart.into(), x: [1e9, 40_000.0][i] };
        case.project = Edit::Note { about, note: Some(note) }.apply(&case.project).expect("the note is taken");
    }
    let after = case.write(Format::Markdown);
    for i in 0..2 {
        assert!(after.contains(&format!("look here {i}")) && !before.contains("look here"), "note {i} is missing");
    }
}

#[test]
fn a_report_opens_again_with_everything() {
    let case = Case::small();
    let html = case.write(Format::Html);
    let reading =
        read::read_evidence("report.html", html.as_bytes(), None, &Limits::default()).expect("it is recognised");
    let special = reading.value.special.expect("it holds a project");
    assert_eq!(special.kind, SpecialKind::Report);
    let (project, files) = open_project(&special.json).expect("the project opens");
    assert_eq!(project, case.project);
    assert_eq!(files, case.files);
    let again = Case::again(project, files, case.pack.clone());
    assert!(again.write(Format::Html) == html, "the report written from the report differs");
}

#[test]
fn the_json_says_what_was_decided() {
    let case = Case::small();
    let value: serde_json::Value = serde_json::from_str(&case.write(Format::Json)).expect("it is JSON");
    assert_eq!(value["headroom"], "decision");
    assert_eq!(value["verdict"]["action"], case.decision.verdict.action.id());
    assert_eq!(value["inputs"][0]["hash"], case.project.files[0].hash.as_str());
    for field in [
        "app",
        "scenario",
        "policy",
        "outcomes",
        "phases",
        "gaps",
        "completion",
        "findings",
        "recommendations",
        "flips",
        "chances",
        "options",
        "perspectives",
        "information",
        "sections",
    ] {
        assert!(!value[field].is_null(), "{field} is missing");
    }
}

#[test]
fn the_example_stays_small() {
    for example in policy::examples::EXAMPLES {
        let pack = policy::defaults::PACKS.iter().find(|(id, _)| *id == example.policy).expect("its policy ships").1;
        let mut case = Case::of(example.files, pack);
        // A pack that ships is not embedded.
        case.project.policy = PolicyUse::shipped(example.policy);
        case.files.remove(0);
        let begin = std::time::Instant::now();
        let html = case.write(Format::Html);
        eprintln!("{}: {} bytes in {} ms", example.id, html.len(), begin.elapsed().as_millis());
        assert!(html.len() < 195_000, "{}: {} bytes", example.id, html.len());
        well_formed(&html);
    }
}

/// Names that tried to run in other tools' reports, and then some.
const HOSTILE: [&str; 10] = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "safe\u{202E}lmth.exe",
    "</table></style></svg><svg onload=alert(1)>",
    "<!--<script>",
    "javascript:alert(1)",
];

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn hostile() -> Case {
    let mut inventory = String::from("name,family,tier,stage,status,records,bytes,licence\n");
    let mut evaluations = String::from("metric,value,stderr\nempathy,0.7,0.01\n");
    let mut curve = String::from("metric,size,value\n");
    for name in HOSTILE {
        inventory.push_str(&format!("{0},{0},1,sft,present,100,1000,{0}\n", quoted(name)));
        evaluations.push_str(&format!("{},0.5,0.01\n", quoted(name)));
        for (size, value) in [(1000, 0.5), (2000, 0.6), (4000, 0.66), (8000, 0.7), (16000, 0.72)] {
            curve.push_str(&format!("{},{size},{value}\n", quoted(name)));
        }
    }
    let as_json = |text: &str| serde_json::to_string(text).expect("text is JSON");
    let policy = POLICY
        .replace("\"Missing weight of tier 1\"", &as_json(HOSTILE[0]))
        .replace("\"Dialogue\"", &as_json(HOSTILE[7]))
        .replace("\"https://doi.org/10.1000/182\"", &as_json(HOSTILE[9]))
        .replace("\"Somebody (2020). A paper\"", &as_json(HOSTILE[1]));
    let names: Vec<String> =
        ["inventory", "evaluations", "curve"].iter().map(|n| format!("{n} {}", HOSTILE[1])).collect();
    let mut case = Case::of(&[(&names[0], &inventory), (&names[1], &evaluations), (&names[2], &curve)], &policy);
    let text = |i: usize| HOSTILE[i].to_owned();
    let edits = [
        Edit::RenameProject { name: text(1) },
        Edit::RenameScenario { name: text(0) },
        Edit::Waive { gate: "bias".into(), waiver: Some(Waiver { reason: text(7), owner: text(2), expires: text(3) }) },
        vote(HOSTILE[1], HOSTILE[0]),
        Edit::Note { about: "scenario".into(), note: Some(Annotation { text: text(8), ..Annotation::default() }) },
        Edit::DuplicateScenario { name: text(7) },
    ];
    for edit in edits {
        case.project = edit.apply(&case.project).expect("the edit applies");
    }
    Case::again(case.project, case.files, case.pack)
}

#[test]
fn hostile_names_stay_text() {
    let case = hostile();
    let html = case.write(Format::Html);
    well_formed(&html);
    let shown = html.split("<script").next().unwrap_or_default();
    for bad in ["<img", "onerror=alert(1)>", "<script>", "<svg onload", "\u{202E}", "href=\"javascript", "<!--"] {
        assert!(!shown.contains(bad), "{bad} is in the report");
    }
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "the name itself is shown");
    let (project, _) =
        open_project(&read::special::saved_report(&html).expect("it holds a project").json).expect("it opens");
    assert_eq!(project, case.project);
    for format in [Format::Markdown, Format::Record] {
        let text = case.write(format);
        for bad in ["<img", "<script", "<svg", "<!--", "](javascript", "\u{202E}"] {
            assert!(!text.contains(bad), "{bad} is in {}", format.id());
        }
    }
}

#[test]
fn hostile_cells_are_no_formulas() {
    for name in HOSTILE {
        let cell = report::csv::text(name);
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
        assert!(!cell.starts_with("\"=") && !cell.starts_with("\"@"), "{cell}");
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader("".as_bytes());
    assert!(reader.records().next().is_none());
    let line = HOSTILE.map(report::csv::text).join(",");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
    let cells = reader.records().next().expect("one line").expect("it parses");
    assert_eq!(cells.len(), HOSTILE.len());
}

/// Elements that a report may hold, and whether they are closed by a tag of their own.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "header",
    "main",
    "footer",
    "nav",
    "section",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "div",
    "span",
    "strong",
    "b",
    "i",
    "small",
    "code",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "details",
    "summary",
    "script",
    "svg",
    "g",
    "path",
    "polyline",
    "polygon",
    "circle",
    "rect",
    "line",
    "text",
];
/// Attributes that a report may hold.
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "rel",
    "tabindex",
    "role",
    "type",
    "scope",
    "xmlns",
    "viewBox",
    "width",
    "height",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "points",
    "d",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "dy",
    "text-anchor",
    "font-size",
    "opacity",
    "transform",
];

/// Reads the document tag by tag: only known elements and attributes, links to the web or inside, no identifier twice, no link
/// inside that leads nowhere, one script and that one data.
fn well_formed(html: &str) {
    let (mut ids, mut links, mut scripts) = (Vec::new(), Vec::new(), 0);
    let mut rest = html.strip_prefix("<!doctype html>").expect("it begins with the document type");
    assert!(html.contains("<html lang=\"en-GB\">") && html.contains("default-src 'none'"));
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let mut quote = false;
        let end = rest
            .char_indices()
            .find(|(_, c)| {
                quote ^= *c == '"';
                *c == '>' && !quote
            })
            .expect("the tag ends")
            .0;
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        let name: String = tag.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        assert!(ELEMENTS.contains(&name.as_str()), "element <{tag}>");
        if tag.starts_with('/') {
            continue;
        }
        for (key, value) in attributes(&tag[name.len()..]) {
            assert!(
                ATTRIBUTES.contains(&key) || key.starts_with("aria-") || key.starts_with("data-"),
                "attribute {key} in <{tag}>"
            );
            match key {
                "id" => ids.push(value.to_owned()),
                "href" if value.starts_with('#') => links.push(value[1..].to_owned()),
                "href" => assert!(value.starts_with("https://") || value.starts_with("http://"), "link to {value}"),
                _ => {}
            }
        }
        if name == "style" || name == "script" {
            let close = format!("</{name}>");
            rest = &rest[rest.find(&close).expect("it is closed")..];
        }
        if name == "script" {
            scripts += 1;
            assert_eq!(tag, "script type=\"application/json\" id=\"headroom-project\"");
        }
    }
    assert_eq!(scripts, 1);
    let mut sorted = ids.clone();
    sorted.sort();
    let twice: Vec<&String> = sorted.windows(2).filter(|w| w[0] == w[1]).map(|w| &w[0]).collect();
    assert!(twice.is_empty(), "identifiers used twice: {twice:?}");
    let lost: Vec<&String> = links.iter().filter(|l| !sorted.contains(l)).collect();
    assert!(lost.is_empty(), "links lead nowhere: {lost:?}");
}

fn attributes(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text.trim_end_matches('/');
    while let Some((key, after)) = rest.trim_start().split_once("=\"") {
        let (value, after) = after.split_once('"').expect("the value is closed");
        found.push((key, value));
        rest = after;
    }
    assert!(rest.trim().is_empty(), "an attribute without a value: {rest}");
    found
}
