//! The choice of model size and data that the scaling view judges, from assumptions and evidence.

use super::subject::View;
use crate::scaling::constants::{PublishedSet, published_for};
use crate::scaling::{Chinchilla, WhatIf, published};

/// Constants used unless a scenario chooses others: the replication of Hoffmann et al.
pub const DEFAULT_SET: &str = "besiroglu";

/// Every published set that the scaling view can read: laws with E, A, B, alpha, beta first.
pub fn sets() -> impl Iterator<Item = &'static PublishedSet> {
    ["chinchilla", "data-constrained", "quality"]
        .into_iter()
        .flat_map(published_for)
        .filter(|s| Chinchilla::from_slice(s.values).is_some_and(|c| c.has_frontier()))
}

/// The published set in force.
#[must_use]
pub fn set(view: &View<'_>) -> Option<&'static PublishedSet> {
    let chosen = view.scenario.law.as_deref().and_then(|id| sets().find(|s| s.id == id));
    chosen.or_else(|| published(DEFAULT_SET))
}

/// A choice, with where its data comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the laws are asked.
    pub what_if: WhatIf,
    /// Records behind the tokens.
    pub records: f64,
    /// Tokens a record.
    pub tokens_per_record: f64,
    /// Share of the tokens that are distinct, 0..1.
    pub unique_share: f64,
    /// Where the number of records comes from, in words.
    pub basis: String,
}

/// The choice under a scenario: assumptions where they are set, the inventory where they are not.
#[must_use]
pub fn choice(view: &View<'_>) -> Choice {
    let assume = |id: &str| Some(view.scenario.assumption(view.pack, id)).filter(|v| v.is_finite());
    let positive = |id: &str, fallback: f64| assume(id).filter(|v| *v > 0.0).unwrap_or(fallback);
    let inventory = &view.prepared.inventory.all;
    let tokens_per_record = positive("tokens_per_record", 2000.0);
    let (records, basis) =
        match (assume("records").filter(|v| *v > 0.0), inventory.records.value, inventory.tokens.value) {
            (Some(records), _, _) => (records, "set by hand".to_owned()),
            (None, Some(records), _) if records > 0.0 => (records, "records of the inventory".to_owned()),
            (None, _, Some(tokens)) if tokens > 0.0 => {
                (tokens / tokens_per_record, "tokens of the inventory over tokens per record".to_owned())
            }
            _ => (300_000.0, "no inventory: an example of 300k records".to_owned()),
        };
    let duplicates = inventory.duplication.filter(|d| (0.0..1.0).contains(d));
    let unique_share =
        assume("unique_share").filter(|v| *v > 0.0 && *v <= 1.0).or(duplicates.map(|d| 1.0 - d)).unwrap_or(1.0);
    let quality =
        assume("quality").filter(|v| *v > 0.0 && *v <= 1.0).or(inventory.quality.filter(|q| *q > 0.0 && *q <= 1.0));
    let what_if = WhatIf {
        params: positive("parameters", 12e9),
        unique_tokens: records * tokens_per_record * unique_share,
        // Copies are further passes over the same tokens.
        epochs: positive("epochs", 1.0).max(1.0) / unique_share,
        quality: quality.unwrap_or(1.0),
        ..WhatIf::default()
    };
    Choice { what_if, records, tokens_per_record, unique_share, basis }
}
