//! Frictionless data packages (`datapackage.json`, `datapackage.yml`): resources, with bytes and row counts where the author gave them.

use super::kinds::inventory;
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};

/// A data package.
pub struct DataPackage;

const COLUMNS: [&str; 5] = ["name", "records", "bytes", "licence", "note"];

impl Format for DataPackage {
    fn id(&self) -> &'static str {
        "datapackage"
    }
    fn label(&self) -> &'static str {
        "Frictionless data package"
    }
    fn claims(&self, input: &Input) -> bool {
        let resources = input.tree.and_then(|r| r.get("resources")).map(Node::list).unwrap_or_default();
        let described = |r: &Node| ["path", "schema", "data", "url", "bytes"].iter().any(|k| r.get(k).is_some());
        !resources.is_empty() && resources.iter().all(|r| r.get("name").is_some() && described(r))
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let document = Document { format: self.id().into(), ..Document::default() };
        let Some(root) = input.tree else { return Ok(Checked::clean(document)) };
        let package = root.get("name").and_then(Node::text).unwrap_or_default();
        let licence_of = |node: &Node| {
            let names = node.get("licenses").map(Node::list).unwrap_or_default().iter();
            names
                .filter_map(|l| l.get("name").or_else(|| l.get("path")))
                .map(|n| n.cell().into_owned())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let mut cells = Cells::new(COLUMNS.len());
        let mut silent = 0_usize;
        for resource in root.get("resources").map(Node::list).unwrap_or_default() {
            let text = |keys: &[&str]| {
                keys.iter().find_map(|k| resource.get(k)).map(|n| n.cell().into_owned()).unwrap_or_default()
            };
            let own = text(&["name"]);
            let name = if package.is_empty() || package == own { own } else { format!("{package}/{own}") };
            let (records, bytes) = (text(&["count_of_rows", "rows", "row_count"]), text(&["bytes", "size"]));
            silent += usize::from(records.is_empty() && bytes.is_empty());
            let licence = licence_of(resource);
            let licence = if licence.is_empty() { licence_of(root) } else { licence };
            cells.push_row([name.as_str(), &records, &bytes, &licence, &text(&["path", "url"])]);
        }
        if silent > 0 {
            let note = Diagnostic::info(
                "datapackage-no-size",
                "Resources have neither bytes nor a row count; both are unknown.",
            );
            notes.add(note.found(&format!("{silent} such resources")));
        }
        let columns = COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        let table = Table { part: "$.resources".into(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true };
        let document =
            document.with(table, TableMap::same_names(inventory::KIND, &COLUMNS), "resources of a data package");
        Ok(Checked { value: document, diagnostics: notes.finish() })
    }
}
