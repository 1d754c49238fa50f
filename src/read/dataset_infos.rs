//! `dataset_infos.json` of the Hugging Face hub: splits with examples and bytes, one candidate a configuration.
//! Configurations are views of the same data (raw and tokenised wikitext) and are never summed.

use super::kinds::inventory;
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};

/// The infos of a data set.
pub struct DatasetInfos;

const COLUMNS: [&str; 5] = ["name", "split", "records", "bytes", "licence"];

impl Format for DatasetInfos {
    fn id(&self) -> &'static str {
        "dataset_infos"
    }
    fn label(&self) -> &'static str {
        "Hugging Face dataset_infos.json"
    }
    fn claims(&self, input: &Input) -> bool {
        let Some(root) = input.tree else { return false };
        // A manifest may have splits with counts of its own.
        let counted = |split: &Node| split.get("num_examples").is_some() || split.get("num_bytes").is_some();
        let info = |n: &Node| n.get("splits").map(Node::map).unwrap_or_default().iter().any(|(_, s)| counted(s));
        info(root) || root.map().first().is_some_and(|(_, first)| info(first))
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let Some(root) = input.tree else { return Ok(Checked::clean(Document::of(self.id(), Vec::new()))) };
        // A `dataset_info.json` is one configuration without the outer map.
        let configurations: Vec<(String, &Node)> = if root.get("splits").is_some() {
            vec![("$".into(), root)]
        } else {
            root.map().iter().map(|(k, v)| (format!("$.{k}"), v)).collect()
        };
        let several = configurations.len() > 1;
        let mut found = Vec::new();
        for (part, info) in configurations {
            let text = |key: &str| info.get(key).and_then(Node::text).map(str::trim).filter(|t| !t.is_empty());
            // The whole file is named by the file.
            let stem = input.name.rsplit_once('.').map_or(input.name, |(stem, _)| stem);
            let own = if part == "$" { stem } else { part.trim_start_matches("$.") };
            let base = text("builder_name").or(text("dataset_name")).unwrap_or(own);
            let name = match text("config_name") {
                Some(configuration) if several && configuration != base => format!("{base}/{configuration}"),
                _ => base.to_owned(),
            };
            let licence = text("license").filter(|l| !l.eq_ignore_ascii_case("unknown")).unwrap_or_default().to_owned();
            let splits = info.get("splits").map(Node::map).unwrap_or_default().iter();
            let splits = splits.map(|(split, counts)| (split.to_string(), counts)).collect();
            found.push(Configuration { part, name, licence, splits });
        }
        let document = document(self.id(), found, "splits of a Hugging Face data set", limits, &mut notes);
        Ok(Checked { value: document, diagnostics: notes.finish() })
    }
}

/// One configuration of a data set: its splits with their counts, by name.
pub(super) struct Configuration<'n> {
    pub(super) part: String,
    pub(super) name: String,
    pub(super) licence: String,
    pub(super) splits: Vec<(String, &'n Node<'n>)>,
}

/// A document with a table for each configuration; several of one data set are views of the same data, which is said.
pub(super) fn document(
    format: &str,
    found: Vec<Configuration>,
    reason: &str,
    limits: &Limits,
    notes: &mut Notes,
) -> Document {
    let mut document = Document { format: format.into(), ..Document::default() };
    if found.len() > 1 {
        let message = format!(
            "The file describes {} configurations of one data set; they overlap and are not summed.",
            found.len()
        );
        notes.add(Diagnostic::info("dataset-configurations", message));
    }
    for Configuration { part, name, licence, splits } in found.into_iter().take(limits.candidates) {
        let mut cells = Cells::new(COLUMNS.len());
        for (split, counts) in splits {
            let cell = |key: &str| counts.get(key).map(|n| n.cell().into_owned()).unwrap_or_default();
            if counts.get("num_examples").is_none() {
                let message = format!("The split \"{split}\" gives no number of records.");
                let found: Vec<&str> = counts.map().iter().map(|(key, _)| key.as_ref()).collect();
                let note = Diagnostic::warning("dataset-no-count", message).found(&found.join(", "));
                notes.add(note.expected("num_examples"));
            }
            cells.push_row([name.as_str(), &split, &cell("num_examples"), &cell("num_bytes"), &licence]);
        }
        let columns = COLUMNS.iter().map(|c| (*c).to_owned()).collect();
        let table = Table { part, columns, cells, first_row: 1, jumps: Vec::new(), typed: true };
        document = document.with(table, TableMap::same_names(inventory::KIND, &COLUMNS), reason);
    }
    document
}
