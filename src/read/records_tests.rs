use super::super::tree::json;
use super::*;

fn found(text: &str) -> Vec<Table> {
    let node = json::parse(text, 64).expect("JSON");
    let mut out = Found { title: "t".into(), ..Found::default() };
    walk(&node, "$", &Limits::default(), &mut Notes::new("t.json", 50), &mut out);
    out.tables
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

/// The columns of the first table, and its rows as text.
fn first(text: &str) -> (Vec<String>, Vec<String>) {
    let table = found(text).swap_remove(0);
    let row = |r| (0..table.columns.len()).map(|c| table.cells.get(r, c)).collect::<Vec<_>>().join(" ");
    let rows = (0..table.cells.rows()).map(row).collect();
    (table.columns, rows)
}

#[test]
fn tables_beside_each_other_are_one() {
    for text in [
        r#"{"m": {"a": [{"n": 1, "e": 9}, {"n": 2, "e": 8}], "b": [{"n": 1, "e": 7}, {"n": 2, "e": 6}]}}"#,
        r#"{"m": {"a": {"points": [{"n": 1, "e": 9}, {"n": 2, "e": 8}], "by": "us"}, "b": {"points": [{"n": 1, "e": 7}, {"n": 2, "e": 6}]}}}"#,
        r#"{"m": {"a": {"n": [1, 2], "e": [9, 8]}, "b": {"n": [1, 2], "e": [7, 6]}}}"#,
    ] {
        let (columns, rows) = first(text);
        assert_eq!(columns, ["group", "n", "e"], "{text}");
        assert_eq!(rows, ["a 1 9", "a 2 8", "b 1 7", "b 2 6"], "{text}");
    }
    let (columns, rows) =
        first(r#"[{"model": "a", "at": [{"n": 1, "e": 9}]}, {"model": "b", "at": [{"n": 1, "e": 7}]}]"#);
    assert_eq!((columns, rows), (vec!["model".into(), "n".into(), "e".into()], vec!["a 1 9".into(), "b 1 7".into()]));
    // Of two kinds they stay apart.
    let tables = found(r#"{"a": [{"n": 1, "e": 9}], "b": [{"city": "x", "street": "y"}]}"#);
    assert_eq!(tables.iter().map(|t| t.part.as_str()).collect::<Vec<_>>(), ["$.a", "$.b"]);
}

#[test]
fn counts_under_splits_are_counts() {
    let (columns, rows) = first(r#"{"splits": {"train": 412, "val": 36}}"#);
    assert_eq!((columns.join(" "), rows), ("name split records".into(), vec!["t train 412".into(), "t val 36".into()]));
    let (columns, rows) = first(r#"{"splits": {"train": {"texts": 412, "shards": []}, "test": {"texts": 58}}}"#);
    assert_eq!(columns, ["name", "split", "texts", "shards"]);
    assert_eq!(rows, ["t train 412 ", "t test 58 "]);
    // Shares are none, and no values of metrics either.
    let node = json::parse(r#"{"a": {"manuals": 0.75, "safety": 0.25}, "b": {"precision": 0.75, "recall": 0.25}}"#, 64)
        .expect("JSON");
    let mut out = Found::default();
    walk(&node, "$", &Limits::default(), &mut Notes::new("t.json", 50), &mut out);
    assert_eq!(out.mixtures, ["$.a"]);
    assert_eq!(first(r#"{"split": {"train": 0.8, "test": 0.2}}"#).0, ["name", "value"]);
}

#[test]
fn maps_of_other_names_in_each_record_are_no_columns() {
    let mixed = r#"[{"id": "x", "mix": {"a": 0.5, "b": 0.5}}, {"id": "y", "mix": {"c": 1}}, {"id": "z", "mix": {"d": 0.3, "e": 0.7}}]"#;
    assert_eq!(first(mixed).0, ["id", "mix"]);
    let alike = r#"[{"id": "x", "at": {"n": 1, "e": 2}}, {"id": "y", "at": {"n": 1, "e": 2}}]"#;
    assert_eq!(first(alike).0[..3], ["id", "at.n", "at.e"]);
}
