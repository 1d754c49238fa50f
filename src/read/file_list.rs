//! A list of the files of a project, as lies beside the files of each example: label, policy, names. It holds no evidence
//! itself.

use super::special::{Special, SpecialKind};
use super::tree::Node;
use super::{Document, Format, Input, Limits, ReadError};
use crate::data::Checked;

/// A list of files.
pub struct FileList;

impl Format for FileList {
    fn id(&self) -> &'static str {
        "file_list"
    }
    fn label(&self) -> &'static str {
        "list of a project's files (JSON)"
    }
    fn claims(&self, input: &Input) -> bool {
        let Some(root) = input.tree else { return false };
        let files = root.get("files").map(Node::list).unwrap_or_default();
        let text = |key: &str| root.get(key).and_then(Node::text).is_some();
        !files.is_empty() && files.iter().all(|f| f.text().is_some()) && text("policy") && text("label")
    }
    fn read(&self, input: &Input, _: &Limits) -> Result<Checked<Document>, ReadError> {
        let json = super::special::json(input);
        let special = Some(Special { kind: SpecialKind::FileList, json });
        Ok(Checked::clean(Document { format: self.id().into(), special, ..Document::default() }))
    }
}
