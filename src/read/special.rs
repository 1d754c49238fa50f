//! Wholes that are no tables: policy packs, saved projects, saved reports, and evidence written by this program.

use super::kinds::KINDS;
use super::tree::Node;
use super::{Document, Format, Input, Limits, Notes, ReadError};
use crate::data::{Checked, Diagnostic, Evidence};
use serde::{Deserialize, Serialize};

/// Member of a JSON document that says what it is.
const MARK: &str = "headroom";
/// Identifier of the script element of a saved report that holds the project.
const ELEMENT: &str = "id=\"headroom-project\"";

/// What a whole is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialKind {
    /// A policy pack (`"headroom": "policy"`).
    Policy,
    /// A saved project (`"headroom": "project"`).
    Project,
    /// The project inside a saved report (HTML).
    Report,
    /// A list of a project's files.
    FileList,
}

impl SpecialKind {
    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Policy => "policy pack",
            Self::Project => "saved project",
            Self::Report => "saved report",
            Self::FileList => "list of a project's files",
        }
    }
}

/// A whole, as the JSON text in it; whoever knows its type reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Special {
    /// What it is.
    pub kind: SpecialKind,
    /// Its JSON text.
    pub json: String,
}

/// The project inside a saved report, where the text is one.
#[must_use]
pub fn saved_report(text: &str) -> Option<Special> {
    if !super::foreign::is_web_page(text.trim_start()) {
        return None;
    }
    let at = text.find(ELEMENT)?;
    let rest = text.get(at..)?;
    let start = rest.find('>')? + 1;
    // Where its end was lost, the rest is what there is of it: whoever opens it says that it was cut.
    let end = rest.get(start..)?.find("</script").map_or(rest.len(), |at| start + at);
    Some(Special { kind: SpecialKind::Report, json: rest.get(start..end)?.trim().to_owned() })
}

/// A report of this program (HTML), for the project inside it.
pub struct SavedReport;

impl Format for SavedReport {
    fn id(&self) -> &'static str {
        "report"
    }
    fn label(&self) -> &'static str {
        "Headroom report (HTML)"
    }
    fn claims(&self, input: &Input) -> bool {
        input.text().is_some_and(|text| saved_report(text).is_some())
    }
    fn read(&self, input: &Input, _: &Limits) -> Result<Checked<Document>, ReadError> {
        let special = saved_report(input.text().unwrap_or_default());
        Ok(Checked::clean(Document { format: self.id().into(), special, ..Document::default() }))
    }
}

/// JSON documents of this program.
pub struct Whole;

fn mark<'n>(input: &Input<'n>) -> Option<&'n str> {
    input.tree?.get(MARK)?.text()
}

impl Format for Whole {
    fn id(&self) -> &'static str {
        "headroom"
    }
    fn label(&self) -> &'static str {
        "Headroom JSON (evidence, policy pack, saved project)"
    }
    fn claims(&self, input: &Input) -> bool {
        matches!(mark(input), Some("policy" | "project" | "evidence" | "decision"))
    }
    fn read(&self, input: &Input, limits: &Limits) -> Result<Checked<Document>, ReadError> {
        let kind = match mark(input) {
            Some("policy") => SpecialKind::Policy,
            Some("project") => SpecialKind::Project,
            // Results are no evidence: reading them back would count them twice.
            Some("decision") => {
                let what = "a decision that this program wrote, which holds results and no evidence";
                return Err(ReadError::Alien { what, mend: "Drop the project file or the HTML report instead." });
            }
            _ => return Ok(evidence(input, limits)),
        };
        let json = json(input);
        let document =
            Document { format: self.id().into(), special: Some(Special { kind, json }), ..Document::default() };
        Ok(Checked::clean(document))
    }
}

/// The JSON text of a document, in whichever syntax it is written.
pub(super) fn json(input: &Input) -> String {
    match input.tree.filter(|_| input.syntax != "json") {
        Some(tree) => value(tree).to_string(),
        None => input.text().unwrap_or_default().to_owned(),
    }
}

fn evidence(input: &Input, limits: &Limits) -> Checked<Document> {
    let mut notes = Notes::new(input.name, limits.diagnostics);
    let mut out = Evidence::default();
    if let Some(root) = input.tree {
        for kind in KINDS {
            items(root, kind.list, &mut notes, |item| (kind.add)(item, input.name, &mut out));
        }
    }
    let document = Document { format: "headroom".into(), ready: Some(Box::new(out)), ..Document::default() };
    Checked { value: document, diagnostics: notes.finish() }
}

/// Gives every item of an array that has the right shape, and says which have not.
fn items(
    root: &Node,
    key: &str,
    notes: &mut Notes,
    mut give: impl FnMut(serde_json::Value) -> Result<(), serde_json::Error>,
) {
    for (i, node) in root.get(key).map(Node::list).unwrap_or_default().iter().enumerate() {
        if let Err(problem) = give(value(node)) {
            let mut place = notes.place(i as u64 + 1, "");
            place.part = Some(format!("$.{key}[{i}]"));
            notes.add(Diagnostic::warning("item-unreadable", format!("The item was skipped: {problem}.")).at(place));
        }
    }
}

/// The node as a serde value; numbers that are not finite become null.
fn value(node: &Node) -> serde_json::Value {
    use serde_json::Value;
    match node {
        Node::Null => Value::Null,
        Node::Bool(b) => Value::Bool(*b),
        Node::Number(raw) => serde_json::from_str(raw).unwrap_or(Value::Null),
        Node::Text(t) => Value::String(t.to_string()),
        Node::List(items) => Value::Array(items.iter().map(value).collect()),
        Node::Map(entries) => Value::Object(entries.iter().map(|(k, v)| (k.to_string(), value(v))).collect()),
    }
}
