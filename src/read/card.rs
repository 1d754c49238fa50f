//! Cards of the Hugging Face hub: the YAML before a README. `dataset_info` gives splits with examples and bytes, one candidate
//! a configuration; a card without it still names the data set and its licence. `model-index` of a model gives evaluations.

use super::dataset_infos::{Configuration, document};
use super::kinds::{evaluations, inventory};
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError, TableMap};
use crate::data::{Cells, Checked, Diagnostic, Table};
use std::borrow::Cow;

/// A card.
pub struct Card;

/// Members that only cards have.
const OWN: &[&str] = &[
    "dataset_info",
    "size_categories",
    "annotations_creators",
    "task_categories",
    "language_creators",
    "multilinguality",
    "pretty_name",
    "model-index",
    "base_model",
    "pipeline_tag",
    "library_name",
];
const ROW: [&str; 3] = ["name", "licence", "note"];
const SCORES: [&str; 5] = ["metric", "slice", "value", "model", "note"];

impl Format for Card {
    fn id(&self) -> &'static str {
        "card"
    }
    fn label(&self) -> &'static str {
        "Hugging Face card (YAML)"
    }
    fn claims(&self, input: &Input) -> bool {
        input.syntax == "yaml" && input.tree.is_some_and(|root| OWN.iter().any(|key| root.get(key).is_some()))
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let mut notes = Notes::new(input.name, limits.diagnostics);
        let Some(root) = input.tree else { return Ok(Checked::clean(Document::of(self.id(), Vec::new()))) };
        let name = title(root, input.name);
        let licence = licence(root);
        if let Some(info) = root.get("dataset_info") {
            let all: Vec<&Node> = if info.list().is_empty() { vec![info] } else { info.list().iter().collect() };
            let mut found = Vec::new();
            for (at, info) in all.iter().copied().enumerate() {
                let own = info.get("config_name").map(|n| n.cell().into_owned()).filter(|n| !n.is_empty());
                let part = if all.len() > 1 {
                    format!("$.dataset_info.{}", own.clone().unwrap_or_else(|| at.to_string()))
                } else {
                    "$.dataset_info".to_owned()
                };
                let name = match own {
                    Some(own) if all.len() > 1 => format!("{name}/{own}"),
                    _ => name.clone(),
                };
                found.push(Configuration { part, name, licence: licence.clone(), splits: splits(info) });
            }
            let document = document(self.id(), found, "splits of a Hugging Face card", limits, &mut notes);
            return Ok(Checked { value: document, diagnostics: notes.finish() });
        }
        let document = Document { format: self.id().into(), ..Document::default() };
        if let Some(table) = scores(root) {
            let map = TableMap::same_names(evaluations::KIND, &SCORES);
            return Ok(Checked {
                value: document.with(table, map, "results of a model card"),
                diagnostics: notes.finish(),
            });
        }
        let sizes = list(root.get("size_categories"));
        let message = "The card gives no number of records (no `dataset_info`): it is unknown.";
        notes.add(Diagnostic::info("card-no-count", message).found(&sizes).mend("Drop a table of the splits as well."));
        let note = if sizes.is_empty() { String::new() } else { format!("size category {sizes}") };
        let mut cells = Cells::new(ROW.len());
        cells.push_row([name.as_str(), &licence, &note]);
        let table = table("$", &ROW, cells);
        let document = document.with(table, TableMap::same_names(inventory::KIND, &ROW), "a card of a data set");
        Ok(Checked { value: document, diagnostics: notes.finish() })
    }
}

fn table(part: &str, columns: &[&str], cells: Cells) -> Table {
    let columns = columns.iter().map(|c| (*c).to_owned()).collect();
    Table { part: part.into(), columns, cells, first_row: 1, jumps: Vec::new(), typed: true }
}

/// The name of what the card is of: its title, else the file's name without what every card is called.
fn title(root: &Node, file: &str) -> String {
    let pretty = root.get("pretty_name").map(|n| n.cell().into_owned()).filter(|n| !n.trim().is_empty());
    pretty.unwrap_or_else(|| {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let own = stem.strip_suffix(".README").or(stem.strip_suffix("_README")).unwrap_or(stem);
        own.to_owned()
    })
}

/// A text or a list of them.
fn list(node: Option<&Node>) -> String {
    node.map_or(Cow::Borrowed(""), Node::cell).trim().to_owned()
}

/// The licence as the card has it; "unknown" is none.
fn licence(root: &Node) -> String {
    let stated = ["license", "licenses", "license_name"].iter().map(|key| list(root.get(key)));
    stated.into_iter().find(|l| !l.is_empty() && !matches!(l.as_str(), "unknown" | "other")).unwrap_or_default()
}

/// Splits as a list with their names inside, or as a map by name.
fn splits<'n>(info: &'n Node) -> Vec<(String, &'n Node<'n>)> {
    let Some(splits) = info.get("splits") else { return Vec::new() };
    let named = splits.list().iter().map(|s| (list(s.get("name")), s));
    named.chain(splits.map().iter().map(|(k, v)| (k.to_string(), v))).collect()
}

/// `model-index[].results[].metrics[]` as a table of evaluations.
fn scores(root: &Node) -> Option<Table> {
    let mut cells = Cells::new(SCORES.len());
    for model in root.get("model-index").map(Node::list).unwrap_or_default() {
        let name = list(model.get("name"));
        for result in model.get("results").map(Node::list).unwrap_or_default() {
            let dataset = list(result.path(&["dataset", "name"]).or(result.path(&["dataset", "type"])));
            let task = list(result.path(&["task", "name"]).or(result.path(&["task", "type"])));
            for metric in result.get("metrics").map(Node::list).unwrap_or_default() {
                let value = list(metric.get("value"));
                let metric = list(metric.get("type").or(metric.get("name")));
                if !metric.is_empty() && !value.is_empty() {
                    cells.push_row([metric.as_str(), &dataset, &value, &name, &task]);
                }
            }
        }
    }
    (cells.rows() > 0).then(|| table("$.model-index", &SCORES, cells))
}

#[cfg(test)]
mod tests {
    use crate::data::Evidence;
    use crate::read::{FileMap, Limits, read_evidence};

    fn said(name: &str, text: &str, part: Option<&str>) -> Evidence {
        let map = FileMap { part: part.map(str::to_owned), ..FileMap::default() };
        read_evidence(name, text.as_bytes(), Some(&map), &Limits::default()).expect(name).value.evidence
    }

    const CARD: &str = "\n---\nlicense:\n- mit\npretty_name: Talks\nsize_categories:\n- 1K<n<10K\ndataset_info:\n- config_name: main\n  splits:\n  - name: test\n    num_bytes: 713732\n    num_examples: 1319\n  - name: train\n    num_bytes: 3963202\n    num_examples: 7473\n- config_name: other\n  splits:\n  - name: train\n    num_bytes: 10\n    num_examples: 1\n---\n\n# Talks\n\nlicense: none of this is read\n";

    #[test]
    fn splits_of_a_card_are_an_inventory_and_configurations_are_never_summed() {
        let main = said("README.md", CARD, None);
        let rows: Vec<_> = main
            .datasets
            .iter()
            .map(|d| (d.name.as_str(), d.split.as_deref(), d.records, d.bytes, d.licence.as_deref()))
            .collect();
        assert_eq!(
            rows,
            [
                ("Talks/main", Some("test"), Some(1319.0), Some(713_732.0), Some("mit")),
                ("Talks/main", Some("train"), Some(7473.0), Some(3_963_202.0), Some("mit"))
            ]
        );
        assert!(main.files[0].diagnostics.iter().any(|d| d.code == "dataset-configurations"));
        assert_eq!(said("README.md", CARD, Some("$.dataset_info.other")).datasets.len(), 1);
        // One configuration may stand there without a list, its splits by name.
        let one =
            "---\nlicense: apache-2.0\ndataset_info:\n  splits:\n    train: {num_examples: 5, num_bytes: 50}\n---\n";
        let one = said("talks.README.md", one, None);
        assert_eq!((one.datasets[0].name.as_str(), one.datasets[0].records), ("talks", Some(5.0)));
    }

    #[test]
    fn a_card_without_counts_names_the_data_set_and_a_model_card_its_scores() {
        let bare = said("imdb.README.md", "---\nlicense: other\nsize_categories:\n- 10K<n<100K\n---\n# x\n", None);
        let row = &bare.datasets[0];
        assert_eq!((row.name.as_str(), row.records, row.licence.as_deref()), ("imdb", None, None));
        let model = "---\nlicense: mit\nmodel-index:\n- name: m\n  results:\n  - task:\n      type: text-classification\n    dataset:\n      name: talks\n      type: talks\n    metrics:\n    - type: accuracy\n      value: 0.91\n    - type: f1\n      value: 0.88\n---\n";
        let model = said("README.md", model, None);
        let rows: Vec<_> = model
            .evaluations
            .iter()
            .map(|e| (e.metric.as_str(), e.value, e.slice.as_deref(), e.model.as_deref()))
            .collect();
        assert_eq!(rows, [("accuracy", 0.91, Some("talks"), Some("m")), ("f1", 0.88, Some("talks"), Some("m"))]);
    }

    #[test]
    fn cards_of_the_samples_are_read() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples/hf_card");
        let Ok(list) = std::fs::read_dir(&folder) else {
            println!("skipped: no shared samples");
            return;
        };
        for path in list.flatten().map(|e| e.path()) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("text");
            let evidence = said(&name, &text, None);
            assert!(!evidence.datasets.is_empty() && evidence.evaluations.is_empty(), "{name}");
            assert!(evidence.datasets.iter().all(|d| d.records.is_some() && d.bytes.is_some()), "{name}");
        }
    }
}
