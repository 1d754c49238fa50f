use super::super::tree::json;
use super::*;

fn found(text: &str) -> Vec<Table> {
    let node = json::parse(text, 64).expect("JSON");
    let mut out = Vec::new();
    walk(&node, "$", &Limits::default(), &mut Notes::new("t.json", 50), &mut out);
    out
}

#[test]
fn arrays_of_records_at_any_depth() {
    let tables = found(
        r#"{"meta": {"by": "us"}, "a": {"b c": [{"name": "x", "n": 1, "m": {"k": 2}}, {"n": null, "z": [1, 2]}]}}"#,
    );
    let parts: Vec<&str> = tables.iter().map(|t| t.part.as_str()).collect();
    assert_eq!(parts, ["$.a['b c']"]);
    assert_eq!(tables[0].columns, ["name", "n", "m.k", "z"]);
    assert_eq!(tables[0].cells.get(0, 2), "2");
    assert_eq!((tables[0].cells.get(1, 1), tables[0].cells.get(1, 3)), ("", "1, 2"));
}

#[test]
fn a_map_of_records_gives_its_keys_a_column() {
    let tables = found(r#"{"crisis": {"records": 257, "tier": 1}, "addiction": {"records": 32}}"#);
    assert_eq!(tables[0].columns, ["name", "records", "tier"]);
    assert_eq!((tables[0].cells.get(1, 0), tables[0].cells.get(1, 2)), ("addiction", ""));
}

#[test]
fn values_by_name_columns_and_matrices() {
    assert_eq!(found(r#"{"empathy": 0.81, "bias": 0.05, "model": "m"}"#)[0].columns, ["name", "value"]);
    let wise = found(r#"{"size": [1, 2, 3], "loss": [3.1, 2.9, NaN]}"#);
    assert_eq!((wise[0].columns.len(), wise[0].cells.rows(), wise[0].cells.get(2, 1)), (2, 3, ""));
    let matrix = found(r#"[["size", "loss"], [1, 3], [2, 2]]"#);
    assert_eq!((matrix[0].columns.len(), matrix[0].cells.rows(), matrix[0].source_row(0)), (2, 2, 2));
    assert!(found(r#"{"a": "b"}"#).is_empty());
}
