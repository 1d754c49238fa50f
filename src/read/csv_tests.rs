use super::*;
use proptest::prelude::*;

fn table(text: &str) -> Checked<Table> {
    let mut job = CsvJob::new("t.csv", Arc::new(text.to_owned()), Limits::default()).expect("a table");
    while !job.step(usize::MAX).finished() {}
    job.table().expect("read")
}

fn rows(t: &Table) -> Vec<Vec<&str>> {
    (0..t.cells.rows()).map(|r| (0..t.columns.len()).map(|c| t.cells.get(r, c)).collect()).collect()
}

fn codes(t: &Checked<Table>) -> Vec<&str> {
    t.diagnostics.iter().map(|d| d.code.as_str()).collect()
}

#[test]
fn delimiters_are_found() {
    for (text, expected) in [
        ("name,n\na,1\nb,2\n", vec![vec!["a", "1"], vec!["b", "2"]]),
        ("name;n\na;1,5\nb;2,5\n", vec![vec!["a", "1,5"], vec!["b", "2,5"]]),
        ("name\tn\na x\t1\nb, y\t2\n", vec![vec!["a x", "1"], vec!["b, y", "2"]]),
        ("name|n\r\na|1\r\nb|2", vec![vec!["a", "1"], vec!["b", "2"]]),
        ("name\na\nb\n", vec![vec!["a"], vec!["b"]]),
        ("\"na;me\",n\n\"a;\"\"1\"\"\",\"1,2\"\n", vec![vec!["a;\"1\"", "1,2"]]),
    ] {
        let t = table(text);
        assert_eq!(rows(&t.value), expected, "{text}");
    }
}

#[test]
fn rows_are_numbered_as_an_editor_shows_them() {
    let t = table("Inventory of May\n\nname,n\na,1\n\n\"b\nc\",2\nd,3\n");
    assert_eq!(t.value.columns, ["name", "n"]);
    assert_eq!(codes(&t), ["csv-titles"]);
    assert_eq!((0..3).map(|r| t.value.source_row(r)).collect::<Vec<_>>(), [4, 6, 8]);
}

#[test]
fn ragged_rows_are_kept_and_said() {
    let t = table("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\nx,y,z\n");
    assert_eq!(rows(&t.value), [vec!["1", "2", ""], vec!["1", "2", "3"], vec!["1", "2", "3"], vec!["x", "y", "z"]]);
    assert_eq!(codes(&t), ["csv-row-short", "csv-row-long"]);
    assert_eq!(t.diagnostics[0].place.as_ref().and_then(|p| p.row), Some(2));
}

#[test]
fn headers_may_repeat_or_be_absent() {
    let t = table("a,a,\n1,2,3\na,a,\n4,5,6\n");
    assert_eq!(t.value.columns, ["a", "a (2)", "column 3"]);
    assert_eq!(t.value.cells.rows(), 2);
    assert!(codes(&t).contains(&"csv-header-again"));
    let t = table("-0.02,-0.99\n0.74,0.09\n");
    assert_eq!((t.value.columns.len(), t.value.cells.rows(), t.value.source_row(0)), (2, 2, 1));
    assert_eq!(codes(&t), ["csv-no-header"]);
    let t = table("crisis,257\naddiction,32\n");
    assert_eq!(t.value.cells.rows(), 2);
    let t = table("config,0,200,400\nx,4.8,4.2,4.1\n");
    assert_eq!(t.value.columns, ["config", "0", "200", "400"]);
}

#[test]
fn steps_of_any_length_give_the_same_table() {
    let mut text = String::from("name,n\n");
    for i in 0..500 {
        text.push_str(&format!("\"row {i}\",{i}\n{}", if i % 50 == 0 { "\n" } else { "" }));
    }
    let whole = table(&text);
    for budget in [0, 1, 100, 4096] {
        let mut job = CsvJob::new("t.csv", Arc::new(text.clone()), Limits::default()).expect("a table");
        let mut steps = 0;
        while !job.step(budget).finished() {
            steps += 1;
        }
        assert!(steps > 0);
        assert_eq!(job.table().expect("read"), whole);
    }
    let mut job =
        CsvJob::new("t.csv", Arc::new(text.clone()), Limits { rows: 10, ..Limits::default() }).expect("a table");
    while !job.step(usize::MAX).finished() {}
    assert_eq!(job.table(), Err(ReadError::TooManyRows { limit: 10 }));
}

proptest! {
    #[test]
    fn never_panics(text in "[a,;|\t\"\r\n0-9.é ]{0,200}") {
        if let Ok(mut job) = CsvJob::new("t.csv", Arc::new(text.clone()), Limits::default()) {
            while !job.step(3).finished() {}
            let _ = job.table();
        }
    }
    #[test]
    fn the_short_way_reads_as_the_csv_crate_does(body in "[a,\"\r\n0-9é ]{0,120}") {
        let text = format!("alpha,beta\n{body}");
        let mut expected = Vec::new();
        for record in delimiter::reader(text.as_bytes(), b',').records().skip(1).flatten() {
            let cells: Vec<String> = (0..2).map(|i| record.get(i).unwrap_or("").to_owned()).collect();
            let blank = record.iter().all(|c| c.trim().is_empty());
            if !blank { expected.push(cells); }
        }
        let mut job = CsvJob::new("t.csv", Arc::new(text.clone()), Limits::default()).expect("a table");
        while !job.step(usize::MAX).finished() {}
        let found = job.table().expect("read").value;
        if found.columns == ["alpha", "beta"] {
            prop_assert_eq!(rows(&found), expected);
        }
    }
    #[test]
    fn written_tables_come_back(cells in prop::collection::vec(prop::collection::vec("[a-z,;\"\n é]{0,6}", 3), 1..12)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["alpha", "beta", "gamma"]).expect("written");
        for row in &cells {
            // Rows of blank cells only are blank lines to a reader.
            writer.write_record([format!("k{}", row[0]), row[1].clone(), row[2].clone()]).expect("written");
        }
        let text = String::from_utf8(writer.into_inner().expect("flushed")).expect("text");
        let back = table(&text).value;
        prop_assert_eq!(back.cells.rows(), cells.len());
        for (r, row) in cells.iter().enumerate() {
            prop_assert_eq!(back.cells.get(r, 0), format!("k{}", row[0]));
            prop_assert_eq!(back.cells.get(r, 1), &row[1]);
            prop_assert_eq!(back.cells.get(r, 2), &row[2]);
        }
    }
}
