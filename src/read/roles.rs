//! What a column can be, as data: the mapping form, its help and the guesses need no further code. The roles themselves
//! stand with their kind, in `kinds`.

/// What the cells of a column must be to play a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Any text.
    Text,
    /// A number of any size and sign.
    Number,
    /// A whole number of things.
    Count,
    /// Bytes, with or without a unit.
    Bytes,
    /// A share: 0.08 or 8 %.
    Fraction,
    /// Two numbers, `[0.71, 0.79]`.
    Interval,
    /// Yes or no.
    YesNo,
    /// Present, partial or missing.
    Status,
    /// Pretraining, fine-tuning, preference or evaluation.
    Stage,
    /// Higher or lower.
    Direction,
}

impl Accepts {
    /// True where the cells are numbers.
    #[must_use]
    pub fn numeric(self) -> bool {
        matches!(self, Self::Number | Self::Count | Self::Bytes | Self::Fraction)
    }
    /// What is expected, for a diagnostic.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Count => "a count such as 300000, 300,000 or 300k",
            Self::Bytes => "a size such as 117743 or 6.4 GB",
            Self::Fraction => "a share such as 0.08 or 8 %",
            Self::Interval => "two numbers such as [0.71, 0.79]",
            Self::YesNo => "yes or no",
            Self::Status => "present, partial or missing",
            Self::Stage => "pretraining, sft, preference or evaluation",
            Self::Direction => "higher or lower",
        }
    }
}

/// One role a column can play in a table of one kind.
#[derive(Clone, Copy, Debug)]
pub struct RoleSpec {
    /// Stable identifier, unique within the kind.
    pub id: &'static str,
    /// Name shown to people.
    pub label: &'static str,
    /// True where a row without it says nothing. (In evaluations and curves, measure columns may stand for `value`.)
    pub required: bool,
    /// What its cells must be.
    pub accepts: Accepts,
    /// One sentence of help.
    pub help: &'static str,
    /// Column names that mean it, normalised, best first, with blanks between.
    pub names: &'static str,
    /// Where it counts things, which: its names are then told by their parts (`columns::name`), not by the list alone.
    pub counting: Option<Counting>,
}

/// What a role that counts things counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Records of data.
    Data,
    /// What was trained on.
    Training,
    /// What was measured on.
    Items,
}

impl RoleSpec {
    pub(super) const fn new(
        id: &'static str,
        label: &'static str,
        accepts: Accepts,
        help: &'static str,
        names: &'static str,
    ) -> Self {
        Self { id, label, required: false, accepts, help, names, counting: None }
    }
    /// The same role, without which a row says nothing.
    pub(super) const fn needed(self) -> Self {
        Self { required: true, ..self }
    }
    /// The same role, which counts things.
    pub(super) const fn counts(self, what: Counting) -> Self {
        Self { counting: Some(what), ..self }
    }
    /// Column names that mean it, normalised, best first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.names.split_ascii_whitespace()
    }
}
