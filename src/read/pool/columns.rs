//! What the columns of a table say of records to select from. A new spelling is a word in one of these lists.

use crate::data::Table;

/// What a column is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// Name of the record.
    Name,
    /// Text of the record; of several columns together.
    Text,
    /// What parts the records, by role.
    Part(&'static str),
    /// A number of each, by role.
    Score(&'static str),
    /// Numbers that belong together: one of several columns by its place, or all in one cell.
    Numbers(Numbers, Option<u32>),
    /// A query, where a row is a record with a query.
    Query,
    /// Distance to the query's answer without an example, and with the record as one.
    Without,
    /// See [`Use::Without`].
    With,
}

/// Which numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Numbers {
    /// A vector.
    Vector,
    /// Losses over checkpoints.
    Losses,
    /// Utilities for queries.
    Utility,
}

const NAMES: &[&str] = &[
    "id",
    "record_id",
    "uid",
    "uuid",
    "example_id",
    "sample_id",
    "row_id",
    "key",
    "record",
    "item",
    "item_id",
    "name",
];
const TEXTS: &[&str] = &[
    "text",
    "prompt",
    "instruction",
    "question",
    "input",
    "response",
    "answer",
    "output",
    "completion",
    "content",
    "document",
];
const PARTS: &[(&str, &[&str])] = &[
    ("family", &["family", "capability", "category", "domain"]),
    ("tier", &["tier", "quality_tier"]),
    ("split", &["split", "subset", "partition"]),
    ("slice", &["slice", "group", "language", "topic", "task"]),
    ("source", &["source", "data_source", "dataset", "origin"]),
];
const SCORES: &[(&str, &[&str])] = &[
    ("length", &["length", "tokens", "n_tokens", "num_tokens", "token_count", "words", "chars", "token_length"]),
    ("difficulty", &["difficulty", "el2n", "aum", "forgetting", "grand", "loss", "perplexity", "ppl"]),
    ("complexity", &["complexity", "complexity_score", "evol_complexity"]),
    ("quality", &["quality", "quality_score", "evol_quality"]),
    (
        "loss_given",
        &["loss_given", "loss_cond", "conditional_loss", "loss_a_given_q", "loss_with_question", "cond_loss"],
    ),
    (
        "loss_alone",
        &["loss_alone", "loss_uncond", "unconditional_loss", "direct_loss", "loss_a", "loss_without_question"],
    ),
];
const QUERIES: &[&str] = &["query", "query_id", "validation_id", "target_id"];
const WITHOUT: &[&str] = &["d0", "d_0", "distance_without", "d_no_icl", "d_without"];
const WITH: &[&str] = &["d_with", "distance_with", "d_icl", "d_with_icl", "d1", "d_1"];
/// Names of numbers, alone for all of them in a cell, with a number behind for one of several columns.
const NUMBERS: &[(Numbers, &[&str])] = &[
    (
        Numbers::Vector,
        &["embedding", "embeddings", "emb", "vector", "vec", "e", "dim", "d", "v", "x", "feature", "gradient", "grad"],
    ),
    (
        Numbers::Losses,
        &[
            "losses",
            "loss",
            "loss_trajectory",
            "trajectory",
            "loss_step",
            "loss_ckpt",
            "loss_checkpoint",
            "ckpt",
            "checkpoint",
            "loss_epoch",
        ],
    ),
    (Numbers::Utility, &["utility", "utilities", "u", "utility_q", "u_q"]),
];

/// The name in lower case, everything that is no letter or digit as one `_`.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("_")
}

/// A name that ends in digits, parted there.
fn numbered(name: &str) -> Option<(&str, u32)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    Some((stem.trim_end_matches('_'), name.get(stem.len()..)?.parse().ok()?))
}

fn role(lists: &[(&'static str, &[&str])], name: &str) -> Option<&'static str> {
    lists.iter().find(|(_, names)| names.contains(&name)).map(|(role, _)| *role)
}

/// What a column is for by its name; `None` where it is for nothing here.
fn meant(name: &str) -> Option<Use> {
    let name = plain(name);
    let name = name.as_str();
    if NAMES.contains(&name) {
        return Some(Use::Name);
    }
    if QUERIES.contains(&name) {
        return Some(Use::Query);
    }
    if WITHOUT.contains(&name) {
        return Some(Use::Without);
    }
    if WITH.contains(&name) {
        return Some(Use::With);
    }
    if let Some(role) = role(SCORES, name) {
        return Some(Use::Score(role));
    }
    if let Some(role) = role(PARTS, name) {
        return Some(Use::Part(role));
    }
    let numbers = |stem: &str| NUMBERS.iter().find(|(_, names)| names.contains(&stem)).map(|(kind, _)| *kind);
    if let Some((kind, at)) = numbered(name).and_then(|(stem, at)| Some((numbers(stem)?, at))) {
        return Some(Use::Numbers(kind, Some(at)));
    }
    if TEXTS.contains(&name) {
        return Some(Use::Text);
    }
    // A letter alone is no name of a list.
    numbers(name).filter(|_| name.len() > 2).map(|kind| Use::Numbers(kind, None))
}

/// The columns that are for something, each role but texts and numbers by the first that has it.
pub(super) fn uses(table: &Table) -> Vec<(usize, Use)> {
    let mut out: Vec<(usize, Use)> = Vec::new();
    for (at, name) in table.columns.iter().enumerate() {
        let Some(found) = meant(name) else { continue };
        let again = out.iter().any(|(_, u)| *u == found);
        if matches!(found, Use::Text) || !again {
            out.push((at, found));
        }
    }
    // A single number behind such a name is a number, not a row of them: "d1" beside "d0" are distances, "x1" a feature.
    let long = [Use::Query, Use::Without, Use::With].iter().all(|u| out.iter().any(|(_, found)| found == u));
    if !long {
        out.retain(|(_, u)| !matches!(u, Use::Without | Use::With));
        // What was taken for a distance may be a part of a vector.
        for (at, name) in
            table.columns.iter().enumerate().filter(|(_, n)| matches!(plain(n).as_str(), "d0" | "d_0" | "d1" | "d_1"))
        {
            let place = u32::from(plain(name).ends_with('1'));
            out.push((at, Use::Numbers(Numbers::Vector, Some(place))));
        }
    }
    for kind in [Numbers::Vector, Numbers::Losses, Numbers::Utility] {
        let several = out.iter().filter(|(_, u)| matches!(u, Use::Numbers(k, Some(_)) if *k == kind)).count();
        if several == 1 {
            out.retain(|(_, u)| !matches!(u, Use::Numbers(k, Some(_)) if *k == kind));
        }
    }
    // The name of a record is the most particular of the names, in the order of the list.
    out.sort();
    out
}

/// True where the rows are records with vectors, losses or utilities, whatever else the table may be taken for: they have names,
/// and three numbers or more of a kind or a list of them.
pub(super) fn are_records(table: &Table, uses: &[(usize, Use)]) -> bool {
    const LOOSE: [&str; 4] = ["name", "key", "item", "item_id"];
    let named = uses.iter().any(|(at, u)| {
        *u == Use::Name && table.columns.get(*at).is_some_and(|name| !LOOSE.contains(&plain(name).as_str()))
    });
    let several =
        |kind: Numbers| uses.iter().filter(|(_, u)| matches!(u, Use::Numbers(k, Some(_)) if *k == kind)).count() >= 3;
    let listed =
        uses.iter().any(|(at, u)| matches!(u, Use::Numbers(_, None)) && table.cells.get(0, *at).split(',').count() > 2);
    named && (listed || [Numbers::Vector, Numbers::Losses, Numbers::Utility].into_iter().any(several))
}

/// True where the table says something that records are selected by, more than a name, a text or a part.
pub(super) fn says_something(uses: &[(usize, Use)]) -> bool {
    uses.iter().any(|(_, u)| matches!(u, Use::Numbers(..) | Use::Score(_) | Use::Text | Use::With))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(columns: &[&str]) -> Vec<Use> {
        let table = Table { columns: columns.iter().map(|c| (*c).to_owned()).collect(), ..Table::default() };
        uses(&table).into_iter().map(|(_, u)| u).collect()
    }

    #[test]
    fn columns_are_known_by_their_names() {
        use Numbers::{Losses, Utility, Vector};
        assert_eq!(
            of(&["ID", "Emb 0", "emb-1", "Source"]),
            [Use::Name, Use::Numbers(Vector, Some(0)), Use::Numbers(Vector, Some(1)), Use::Part("source")]
        );
        assert_eq!(
            of(&["loss@500", "loss@1000", "u1", "u2", "loss"]),
            [
                Use::Numbers(Losses, Some(500)),
                Use::Numbers(Losses, Some(1000)),
                Use::Numbers(Utility, Some(1)),
                Use::Numbers(Utility, Some(2)),
                Use::Score("difficulty")
            ]
        );
        assert_eq!(of(&["query", "id", "d0", "d_with"]), [Use::Query, Use::Name, Use::Without, Use::With]);
        assert_eq!(of(&["d0", "d1", "d2"]).len(), 3, "a vector of three");
        assert_eq!(of(&["embedding", "tokens", "x1"]), [Use::Numbers(Vector, None), Use::Score("length")]);
        assert_eq!(of(&["prompt", "response", "unrelated"]), [Use::Text, Use::Text]);
    }
}
