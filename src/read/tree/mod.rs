//! Text to a tree that no longer tells how it was written: maps in file order, lists, and numbers as they stand.
//!
//! A syntax is one file and one line in [`SYNTAXES`]. The formats see the tree only, so that what is recognised in one
//! syntax is recognised in every other.

pub mod json;
pub mod yaml;

use super::ReadError;
use std::borrow::Cow;

/// A way to write a tree as text.
pub trait Syntax: Sync {
    /// Stable identifier, also that of a document without a recogniser of its own.
    fn id(&self) -> &'static str;
    /// Name shown to people.
    fn label(&self) -> &'static str;
    /// True where the text begins as this syntax does. A table in delimited text must not be claimed.
    fn claims(&self, text: &str) -> bool;
    /// Reads a text, at most `depth` levels deep.
    ///
    /// # Errors
    /// A [`ReadError`] that says where the text is not of this syntax.
    fn parse<'a>(&self, text: &'a str, depth: usize) -> Result<Node<'a>, ReadError>;
}

/// Every syntax, asked in this order.
pub const SYNTAXES: &[&dyn Syntax] = &[&json::Json, &yaml::Yaml];

/// A value of a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Node<'a> {
    /// Nothing, and what is no finite number.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as written.
    Number(Cow<'a, str>),
    /// A string.
    Text(Cow<'a, str>),
    /// Items.
    List(Vec<Node<'a>>),
    /// Members, in file order.
    Map(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// The member of that name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.map().iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }
    /// The member at the end of a path of names.
    #[must_use]
    pub fn path(&self, keys: &[&str]) -> Option<&Node<'a>> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }
    /// The members of a map, none for anything else.
    #[must_use]
    pub fn map(&self) -> &[(Cow<'a, str>, Node<'a>)] {
        if let Self::Map(entries) = self { entries } else { &[] }
    }
    /// The items of a list, none for anything else.
    #[must_use]
    pub fn list(&self) -> &[Node<'a>] {
        if let Self::List(items) = self { items } else { &[] }
    }
    /// The string, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text(t) = self { Some(t) } else { None }
    }
    /// The number, where it is a finite one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(raw) = self { raw.parse().ok().filter(|x: &f64| x.is_finite()) } else { None }
    }
    /// Number of items of the longest map or list in it.
    #[must_use]
    pub fn longest(&self) -> usize {
        let inside = match self {
            Self::List(items) => items.iter().map(Self::longest).max(),
            Self::Map(entries) => entries.iter().map(|(_, v)| v.longest()).max(),
            _ => return 0,
        };
        inside.unwrap_or(0).max(self.list().len()).max(self.map().len())
    }
    /// True for maps and lists.
    #[must_use]
    pub fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }
    /// What one turn of a conversation says: the text of `{"role": …, "content": …}` or `{"from": …, "value": …}`.
    fn said(&self) -> Option<&str> {
        self.get("role").or(self.get("from")).or(self.get("speaker"))?;
        ["content", "value", "text", "utterance"].iter().find_map(|key| self.get(key)?.text())
    }
    /// The cell of a table this value makes: numbers as written, unknown empty, lists of plain values and the turns of a
    /// conversation joined.
    #[must_use]
    pub fn cell(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Bool(b) => Cow::Borrowed(if *b { "true" } else { "false" }),
            Self::Number(raw) => Cow::Borrowed(raw.as_ref()),
            Self::Text(t) => Cow::Borrowed(t),
            Self::List(items) if items.iter().all(|i| !i.is_container()) => {
                Cow::Owned(items.iter().map(Self::cell).collect::<Vec<_>>().join(", "))
            }
            Self::List(items) => {
                let said: Option<Vec<&str>> = items.iter().map(Self::said).collect();
                Cow::Owned(said.map_or_else(|| format!("[{} items]", items.len()), |turns| turns.join("\n")))
            }
            Self::Map(entries) => Cow::Owned(format!("{{{} entries}}", entries.len())),
        }
    }
}
