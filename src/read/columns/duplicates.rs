//! Names of numbers in a report of duplicates, in rows and in columns alike: how many rows are duplicates, their share, and
//! of how many rows.

/// What a name says of duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// How many rows duplicate another.
    Count,
    /// Their share.
    Share,
}

const DUPLICATE: &[&str] = &[
    "duplicate",
    "duplicates",
    "duplicated",
    "duplication",
    "dup",
    "dups",
    "dupes",
    "dupe",
    "repeated",
    "redundant",
    "duplikate",
];
const SHARE: &[&str] = &["rate", "share", "ratio", "fraction", "frac", "pct", "percent", "percentage", "proportion"];
/// Words that say that something else than the duplicates that are there was counted.
const OTHER: &[&str] = &[
    "removed",
    "dropped",
    "before",
    "after",
    "clusters",
    "groups",
    "sets",
    "threshold",
    "unique",
    "distinct",
    "non",
    "not",
    "without",
    "deduplicated",
    "measurements",
    "column",
    "columns",
];
const ROWS: &[&str] = &[
    "row",
    "rows",
    "record",
    "records",
    "document",
    "documents",
    "docs",
    "item",
    "items",
    "example",
    "examples",
    "text",
    "texts",
    "sample",
    "samples",
    "image",
    "images",
    "clip",
    "clips",
    "sentence",
    "sentences",
    "pair",
    "pairs",
    "utterances",
    "files",
    "lines",
];
const COUNTING: &[&str] = &["total", "n", "num", "number", "of", "count", "input", "all", "size", "scanned", "checked"];

fn has(words: &[&str], list: &[&str]) -> bool {
    words.iter().any(|w| list.contains(w))
}

/// What a name, as words, says of the duplicates that are there; `None` where it speaks of something else.
#[must_use]
pub fn duplicates(words: &[&str]) -> Option<Duplicates> {
    if !has(words, DUPLICATE) || has(words, OTHER) {
        return None;
    }
    let share = has(words, SHARE) || words == ["duplication"];
    Some(if share { Duplicates::Share } else { Duplicates::Count })
}

/// True for the name of the number of all rows.
#[must_use]
pub fn is_total(words: &[&str]) -> bool {
    matches!(words, ["total"]) || (of_rows(words) && words.iter().all(|w| ROWS.contains(w) || COUNTING.contains(w)))
}

/// True for a name with a word for rows of data in it.
#[must_use]
pub fn of_rows(words: &[&str]) -> bool {
    has(words, ROWS)
}
