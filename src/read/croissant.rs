//! Croissant metadata (ML Commons, version 1.0 and 0.8): a JSON-LD description of one data set. It has no standard
//! field for the number of records; the sizes of its files are text such as `117743 B` and often absent.

use super::kinds::inventory;
use super::number::{self, Style};
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};
use std::collections::BTreeMap;

/// A Croissant description.
pub struct Croissant;

const COLUMNS: [&str; 4] = ["name", "bytes", "licence", "note"];

/// The type of a node without its prefix (`cr:FileObject`, `sc:FileObject`, `https://…/FileObject`).
fn is_type(node: &Node, name: &str) -> bool {
    let one = |t: &Node| t.text().is_some_and(|t| t.rsplit(['/', ':', '#']).next() == Some(name));
    node.get("@type").is_some_and(|t| one(t) || t.list().iter().any(one))
}

impl Format for Croissant {
    fn id(&self) -> &'static str {
        "croissant"
    }
    fn label(&self) -> &'static str {
        "Croissant metadata (JSON-LD)"
    }
    fn claims(&self, input: &Input) -> bool {
        let Some(root) = input.tree else { return false };
        let parts = ["distribution", "recordSet", "cr:recordSet"].iter().any(|k| root.get(k).is_some());
        root.get("@context").is_some() && is_type(root, "Dataset") && parts
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let document = Document { format: self.id().into(), ..Document::default() };
        let Some(root) = input.tree else { return Ok(Checked::clean(document)) };
        let name = root.get("name").map(|n| n.cell().into_owned()).unwrap_or_default();
        let licence = licence(root);
        let files: Vec<&Node> = root
            .get("distribution")
            .map(Node::list)
            .unwrap_or_default()
            .iter()
            .filter(|f| is_type(f, "FileObject"))
            .collect();
        let size = |f: &Node| {
            number::parse(&f.get("contentSize").map(|n| n.cell().into_owned()).unwrap_or_default(), Style::Point, true)
                .value()
        };
        let sizes: Vec<Option<f64>> = files.iter().map(|f| size(f)).collect();
        let total = if sizes.is_empty() { None } else { sizes.iter().copied().sum::<Option<f64>>() };
        if total.is_none() {
            notes.add(Diagnostic::info(
                "croissant-no-size",
                "Not every file has a size; the size of the data set is unknown.",
            ));
        }
        let mut by_size: BTreeMap<u64, usize> = BTreeMap::new();
        sizes.iter().flatten().for_each(|s| *by_size.entry(*s as u64).or_default() += 1);
        if let Some((bytes, times)) = by_size.iter().find(|(b, n)| **n > 1 && **b > 0) {
            let note = Diagnostic::warning(
                "croissant-same-size",
                "Several files are given exactly the same size; the sum is doubtful.",
            );
            notes.add(
                note.found(&format!("{times} files of {bytes} bytes")).mend("Correct contentSize in the description."),
            );
        }
        notes.add(Diagnostic::info(
            "croissant-no-count",
            "Croissant has no field for the number of records; it is unknown.",
        ));
        let mut cells = Cells::new(COLUMNS.len());
        let note: String = root.get("description").and_then(Node::text).unwrap_or_default().chars().take(300).collect();
        cells.push_row([name.as_str(), &total.map_or(String::new(), |t| format!("{t}")), &licence, &note]);
        let map = || TableMap::same_names(inventory::KIND, &COLUMNS);
        let document = document.with(table("$", cells), map(), "one data set described by Croissant metadata");
        let mut cells = Cells::new(COLUMNS.len());
        for (file, size) in files.iter().zip(&sizes) {
            let text = |key: &str| file.get(key).map(|n| n.cell().into_owned()).unwrap_or_default();
            cells.push_row([
                text("name").as_str(),
                &size.map_or(String::new(), |s| format!("{s}")),
                &licence,
                &text("description"),
            ]);
        }
        let document = if files.is_empty() {
            document
        } else {
            document.with(table("$.distribution", cells), map(), "its files, one a row")
        };
        Ok(Checked { value: document, diagnostics: notes.finish() })
    }
}

fn table(part: &str, cells: Cells) -> Table {
    Table {
        part: part.into(),
        columns: COLUMNS.iter().map(|c| (*c).to_owned()).collect(),
        cells,
        first_row: 1,
        jumps: Vec::new(),
        typed: true,
    }
}

fn licence(root: &Node) -> String {
    let text = match root.get("license").or_else(|| root.get("sc:license")) {
        Some(map @ Node::Map(_)) => map.get("name").or_else(|| map.get("@id")).map(|n| n.cell().into_owned()),
        Some(other) => Some(other.cell().into_owned()),
        None => None,
    };
    text.filter(|t| !number::is_unknown(t)).unwrap_or_default()
}
