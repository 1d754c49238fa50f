//! Files of DVC (data version control): `*.dvc` and `dvc.lock` give the size of what is tracked, `dvc.yaml` only its names.
//!
//! Scripts and other code that a stage depends on are no data and are left out; what stands in several stages counts once.

use super::kinds::inventory;
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};
use std::collections::BTreeSet;

/// A file of DVC.
pub struct Dvc;

const COLUMNS: [&str; 4] = ["name", "bytes", "objects", "note"];
/// Endings of files that are no data.
const CODE: &[&str] = &[
    "py", "ipynb", "sh", "r", "jl", "rs", "js", "ts", "c", "cpp", "java", "toml", "yaml", "yml", "cfg", "ini", "md",
    "lock",
];

impl Format for Dvc {
    fn id(&self) -> &'static str {
        "dvc"
    }
    fn label(&self) -> &'static str {
        "DVC file (YAML)"
    }
    fn claims(&self, input: &Input) -> bool {
        let Some(root) = input.tree else { return false };
        let tracked = |o: &Node| {
            o.get("path").is_some() && ["md5", "etag", "checksum", "hash"].iter().any(|k| o.get(k).is_some())
        };
        let outs = root.get("outs").map(Node::list).unwrap_or_default();
        let stage = |s: &Node| s.get("cmd").is_some() || (s.get("do").is_some() && s.get("foreach").is_some());
        let stages = root.get("stages").map(Node::map).unwrap_or_default();
        (!outs.is_empty() && outs.iter().all(tracked)) || stages.iter().any(|(_, s)| stage(s))
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let document = Document { format: self.id().into(), ..Document::default() };
        let Some(root) = input.tree else { return Ok(Checked::clean(document)) };
        let mut rows = Rows { cells: Cells::new(COLUMNS.len()), seen: BTreeSet::new(), silent: 0 };
        for out in root.get("outs").map(Node::list).unwrap_or_default() {
            rows.add(out, "");
        }
        for (stage, of) in root.get("stages").map(Node::map).unwrap_or_default() {
            let of = of.get("do").unwrap_or(of);
            for member in ["outs", "deps"] {
                for item in of.get(member).map(Node::list).unwrap_or_default() {
                    rows.add(item, stage);
                }
            }
        }
        if rows.cells.rows() == 0 {
            return Err(ReadError::NoTable("the stages of this DVC file name no data".into()));
        }
        if rows.silent > 0 {
            let message = "Data that DVC tracks is named here without its size, which is unknown.";
            let note = Diagnostic::info("dvc-no-size", message).found(&format!("{} such names", rows.silent));
            notes.add(note.mend("Drop dvc.lock and the .dvc files as well: sizes stand there."));
        }
        let columns = COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        let table =
            Table { part: "$".into(), columns, cells: rows.cells, first_row: 1, jumps: Vec::new(), typed: true };
        let map = TableMap::same_names(inventory::KIND, &COLUMNS);
        Ok(Checked { value: document.with(table, map, "what DVC tracks"), diagnostics: notes.finish() })
    }
}

struct Rows {
    cells: Cells,
    seen: BTreeSet<String>,
    silent: usize,
}

impl Rows {
    /// `{path: …, size: …}`, a path by itself, or a path with options.
    fn add(&mut self, item: &Node, stage: &str) {
        let path = match (item.get("path"), item.map().first()) {
            (Some(path), _) => path.cell().into_owned(),
            (None, Some((path, _))) => path.to_string(),
            (None, None) => item.cell().into_owned(),
        };
        let ending = path.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
        if path.is_empty() || CODE.contains(&ending.as_str()) || !self.seen.insert(path.clone()) {
            return;
        }
        let cell = |key: &str| item.get(key).map(|n| n.cell().into_owned()).unwrap_or_default();
        let size = cell("size");
        self.silent += usize::from(size.is_empty());
        let note = if stage.is_empty() { String::new() } else { format!("stage {stage}") };
        self.cells.push_row([path.as_str(), &size, &cell("nfiles"), &note]);
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    #[test]
    fn what_is_tracked_is_an_inventory_and_code_is_not() {
        let lock = "schema: '2.0'\nstages:\n  prepare:\n    cmd: python prepare.py\n    deps:\n    - path: prepare.py\n      md5: 00\n      size: 900\n    - path: data/raw\n      md5: 01.dir\n      size: 5000\n      nfiles: 12\n    outs:\n    - path: data/clean.csv\n      md5: 02\n      size: 4000\n  train:\n    cmd: python train.py\n    deps:\n    - path: data/clean.csv\n      md5: 02\n      size: 4000\n    outs:\n    - path: model.bin\n      md5: 03\n      size: 70\n";
        let names = "stages:\n  prepare:\n    cmd: python prepare.py\n    deps:\n    - prepare.py\n    - data/raw\n    outs:\n    - data/clean.csv:\n        persist: true\n";
        let one = "outs:\n- md5: a304afb96060aad90176268345e10355.dir\n  size: 514\n  nfiles: 3\n  hash: md5\n  path: data/raw\n";
        for (text, rows) in [
            (
                lock,
                &[
                    ("data/clean.csv", Some(4000.0), None),
                    ("data/raw", Some(5000.0), Some(12.0)),
                    ("model.bin", Some(70.0), None),
                ][..],
            ),
            (names, &[("data/clean.csv", None, None), ("data/raw", None, None)]),
            (one, &[("data/raw", Some(514.0), Some(3.0))]),
        ] {
            let said = read_evidence("x", text.as_bytes(), None, &Limits::default()).expect("read").value.evidence;
            let found: Vec<_> = said.datasets.iter().map(|d| (d.name.as_str(), d.bytes, d.objects)).collect();
            assert_eq!(found, rows);
        }
        let none =
            read_evidence("x", b"stages:\n  a:\n    cmd: echo\n    deps:\n    - a.py\n", None, &Limits::default());
        assert!(none.is_err());
    }
}
