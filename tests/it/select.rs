//! `headroom select`, as a pipeline sees it.

use super::cli::{Scratch, run};
use serde_json::Value;

/// Thirty records in three directions, ten of each, with names that are no harm.
fn table() -> String {
    let mut text = "id,e1,e2,e3,family,split,tokens\n".to_owned();
    for at in 0..30 {
        let near = |d: usize| if at % 3 == d { 1.0 } else { 0.01 * f64::from(at as u32 / 3) };
        let name = if at == 4 { "\"=HYPERLINK(\"\"http://x\"\")\"".to_owned() } else { format!("r{at}") };
        let family = ["empathy", "bias", ""][at % 3];
        text.push_str(&format!("{name},{},{},{},{family},train,{}\n", near(0), near(1), near(2), 10 + at));
    }
    text
}

fn json(arguments: &[&str]) -> Value {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_selection_says_what_it_covers_and_writes_every_record() {
    let file = Scratch::new("records.csv", &table());
    let kept = Scratch::new("kept.csv", "");
    let found = json(&["select", file.path(), "--keep", "3", "--json", "--out", kept.path()]);
    let selection = &found["selection"];
    assert_eq!(
        (&selection["method"], &selection["kept"], &selection["pool"]),
        (&"facility-location".into(), &3.into(), &30.into())
    );
    assert_eq!(selection["baselines"], 20);
    let family = |name: &str, of: &str| {
        let shares = selection["shares"].as_array().unwrap();
        shares.iter().find(|s| s["by"] == "family" && s["name"] == name).unwrap()[of].clone()
    };
    assert_eq!((family("empathy", "before"), family("empathy", "after")), (10.into(), 1.into()));
    let text = std::fs::read_to_string(kept.path()).unwrap();
    assert_eq!(text.lines().count(), 31);
    assert_eq!(text.lines().filter(|l| l.contains(",yes,")).count(), 3);
    // No cell is a formula.
    assert!(text.contains("'=HYPERLINK") && !text.lines().any(|l| l.starts_with('=') || l.starts_with("\"=")));
    // The same again, byte for byte.
    let again = json(&["select", file.path(), "--keep", "3", "--json"]);
    assert_eq!(again["selection"], *selection);
    let words = run(&["select", file.path(), "--keep", "10 %", "--by", "family"]);
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    assert!(words.contains("empathy") && !words.contains("split") && words.contains("random"), "{words}");
}

#[test]
fn files_are_joined_and_arrays_are_read() {
    let mut array = b"\x93NUMPY\x01\x00".to_vec();
    let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (6, 2), }\n";
    array.extend((header.len() as u16).to_le_bytes());
    array.extend(header.as_bytes());
    for at in 0..6_u32 {
        array.extend((at as f32).to_le_bytes());
        array.extend(1.0_f32.to_le_bytes());
    }
    let vectors = Scratch::new("vectors.npy", "");
    std::fs::write(vectors.path(), array).unwrap();
    let losses = "id,loss_1,loss_2,source\na,3,1\nb,3,2,x\nc,1,1,x\nd,1,,y\ne,2,1,y\nf,2,2,y\n";
    let losses = Scratch::new("losses.csv", losses);
    let found = json(&[
        "select",
        losses.path(),
        vectors.path(),
        "--method",
        "s2l",
        "--keep",
        "4",
        "--set",
        "clusters=2",
        "--json",
    ]);
    assert_eq!(found["selection"]["kept"], 4);
    assert_eq!(found["selection"]["parameters"]["clusters"], 2.0);
    assert!(found["selection"]["compared_by"].as_str().unwrap().contains("cosine"));
}

#[test]
fn what_cannot_be_done_is_said_in_a_line() {
    let file = Scratch::new("records.csv", &table());
    let nothing = Scratch::new("nothing.csv", "colour,shape\nred,round\n");
    let refused = |arguments: &[&str], says: &str| {
        let output = run(arguments);
        let line = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(line.contains(says) && line.lines().count() == 1, "{line}");
    };
    refused(&["select", file.path(), "--method", "s2l"], "losses of each record");
    refused(&["select", file.path(), "--method", "magic"], "facility-location");
    refused(&["select", file.path(), "--set", "clusters=3"], "no parameter");
    refused(&["select", file.path(), "--keep", "0"], "--keep");
    refused(&["select", file.path(), "--keep", "140 %"], "--keep");
    refused(&["select", file.path(), "--by", "tier"], "family");
    refused(&["select", nothing.path()], "no column");
    refused(&["select", "not-there.csv"], "no such file");
    assert_eq!(run(&["select", "--list"]).status.code(), Some(0));
}

#[test]
fn runs_on_selected_records_price_the_option() {
    let fixture = |name: &str| format!("{}/tests/fixtures/report/{name}", env!("CARGO_MANIFEST_DIR"));
    let curve = std::fs::read_to_string(fixture("curve.csv")).unwrap();
    let mut lines = curve.lines();
    let mut text = format!("{},selection\n", lines.next().unwrap());
    lines.for_each(|line| text.push_str(&format!("{line},random\n")));
    text.push_str("empathy,4000,0.72,0.01,higher,S2L\n");
    let curve = Scratch::new("curve.csv", &text);
    let others = ["inventory.csv", "evaluations.csv", "policy.json"].map(fixture);
    let mut arguments = vec!["decide", curve.path(), "--json"];
    arguments.extend(others.iter().map(String::as_str));
    let found = json(&arguments);
    let options = found["options"]["options"].as_array().expect("options");
    let select = options.iter().find(|o| o["kind"]["kind"] == "select").expect("selecting is an option");
    assert_eq!(select["label"], "Train on 4k records chosen by S2L");
    assert!(select["not_estimated"].is_null() && !select["effects"].as_array().unwrap().is_empty(), "{select}");
}

#[test]
fn a_pilot_becomes_a_plan() {
    let found = json(&[
        "distill",
        "--generated",
        "100",
        "--accepted",
        "72",
        "--records",
        "40000",
        "--price",
        "0.0004",
        "--json",
    ]);
    assert_eq!(found["plan"]["generations"]["likely"], 55_556.0);
    let refused = run(&["distill", "--generated", "10", "--accepted", "12", "--records", "5"]);
    assert_eq!(refused.status.code(), Some(2));
}
