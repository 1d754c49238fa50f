//! What single items say beyond their metrics: whose they are, and in which slices they are worst.

use crate::data::direction::Direction;
use crate::data::{Evaluation, Evidence, Predictions, units};
use std::collections::BTreeMap;

/// Most sentences about slices.
const MOST: usize = 8;

/// Whose predictions they are, before a sentence: "model m, baseline: "; nothing where nobody says.
#[must_use]
pub fn called(p: &Predictions) -> String {
    let names: Vec<&str> = [&p.model, &p.time].into_iter().flatten().map(String::as_str).collect();
    if names.is_empty() { String::new() } else { format!("{}: ", names.join(", ")) }
}

/// The slice in which each metric of items is worst, beside the whole: "ethicsmh: lowest in autonomy, 0.720 of 25 items (all:
/// 0.824)." Chance alone makes one of many slices the worst; the number of items says how much of it may be that.
#[must_use]
pub fn worst_slices(evidence: &Evidence) -> Vec<String> {
    type Key<'e> = (&'e str, Option<&'e str>, Option<&'e str>, &'e str);
    let mut groups: BTreeMap<Key, Vec<&Evaluation>> = BTreeMap::new();
    for e in evidence.evaluations.iter().filter(|e| !e.is_overall() && !e.items.is_empty()) {
        groups.entry((&e.label, e.model.as_deref(), e.time.as_deref(), &e.file)).or_default().push(e);
    }
    let whole = |e: &Evaluation| {
        let same = |o: &&Evaluation| {
            o.is_overall() && (&o.metric, &o.model, &o.time, &o.file) == (&e.metric, &e.model, &e.time, &e.file)
        };
        evidence.evaluations.iter().find(same).map(|o| o.value)
    };
    let said = groups.into_values().filter(|slices| slices.len() > 1).filter_map(|slices| {
        let higher = slices.first()?.direction.unwrap_or_default() == Direction::Higher;
        let order = |a: &&&Evaluation, b: &&&Evaluation| {
            let by = a.value.total_cmp(&b.value);
            if higher { by } else { by.reverse() }
        };
        let e = slices.iter().min_by(order)?;
        let of = [&e.model, &e.time].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
        let of = if of.is_empty() { String::new() } else { format!(" ({of})") };
        let all = whole(e).map_or_else(String::new, |v| format!(" (all: {})", units::score(v)));
        Some(format!(
            "{}{of}: {} in \u{201c}{}\u{201d}, {} of {}{all}.",
            e.label,
            if higher { "lowest" } else { "highest" },
            e.slice.as_deref().unwrap_or_default(),
            units::score(e.value),
            units::counted(e.items.len(), "item", "items"),
        ))
    });
    said.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_slice_goes_by_the_way_the_metric_improves() {
        let of = |slice: Option<&str>, value: f64, direction: Direction| Evaluation {
            metric: "m".into(),
            label: "m".into(),
            value,
            direction: Some(direction),
            slice: slice.map(str::to_owned),
            items: vec![("a".into(), value), ("b".into(), value)],
            file: "f".into(),
            ..Evaluation::default()
        };
        for (direction, word) in [
            (Direction::Higher, "lowest in \u{201c}x\u{201d}, 0.500 of 2 items (all: 0.700)"),
            (Direction::Lower, "highest in \u{201c}y\u{201d}, 0.900"),
        ] {
            let evaluations =
                vec![of(None, 0.7, direction), of(Some("x"), 0.5, direction), of(Some("y"), 0.9, direction)];
            let said = worst_slices(&Evidence { evaluations, ..Evidence::default() });
            assert!(said.len() == 1 && said[0].contains(word), "{said:?}");
        }
        let one = vec![of(None, 0.7, Direction::Higher), of(Some("x"), 0.5, Direction::Higher)];
        assert!(worst_slices(&Evidence { evaluations: one, ..Evidence::default() }).is_empty());
    }
}
