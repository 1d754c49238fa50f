//! Whether a table is one of evaluations.

use super::items;
use crate::read::columns::wide;
use crate::read::kinds::spec::{Weighing, Weight};
use crate::read::map::ColumnUse;
use crate::read::words;

pub(super) fn weigh(w: &mut Weighing) -> Weight {
    if let Some(found) = items::weigh(w) {
        return found;
    }
    if let Some(found) = long(w) {
        return found;
    }
    let own = |r: &str| !matches!(r, "value" | "se" | "sd" | "low" | "high" | "metric");
    let claimed: Vec<&str> = w.map.roles.iter().filter(|(r, _)| own(r)).map(|(_, u)| u.column.as_str()).collect();
    let measures = wide::metrics(w.profiles, &claimed, false);
    if measures.is_empty() {
        return (0.0, None);
    }
    let name = w.profiles.iter().find(|p| p.key == "name");
    // Groups by name, each once, are what was measured.
    let groups =
        w.profile("slice").is_some_and(|p| p.numeric() < 0.5 && p.distinct() == p.cells.len() && p.distinct() > 1);
    let named = w.has("model") || name.is_some() || groups;
    if let (false, Some(p)) = (w.has("model"), name) {
        w.map.roles.insert("model".into(), ColumnUse::plain(&p.name));
    }
    // One row of many numbers among which two look like metrics is a report of something else.
    let numbers = w.profiles.iter().filter(|p| p.numeric() > 0.5 && !p.parts.is_time() && !p.parts.internal).count();
    let few = w.table.cells.rows() <= 3 && (measures.len() * 2 >= numbers || w.has("n") || w.has("time"));
    let sure = 0.5 + 0.05 * measures.len().min(4) as f64 + if named { 0.1 } else { 0.0 };
    let reason = w.use_measures(measures);
    (if named || few { sure } else { 0.4 }, reason)
}

/// A metric and a value a row.
fn long(w: &mut Weighing) -> Option<Weight> {
    let value = w.profile("value")?;
    if let Some(metric) = w.profile("metric") {
        let known =
            metric.cells.iter().filter(|c| words::is_metric(c)).count() as f64 / metric.cells.len().max(1) as f64;
        let percent = !value.marked
            && known >= 0.5
            && !(w.has("item") && items::is_rating(&value.values))
            && value.scale.is_none()
            && value.values.iter().all(|v| *v == 0.0 || (1.5..=100.0).contains(v))
            && metric.cells.iter().all(|c| words::is_fraction(c));
        if percent {
            for role in ["value", "se", "sd", "low", "high"] {
                if let Some(used) = w.map.roles.get_mut(role) {
                    used.scale = Some(0.01);
                }
            }
        }
        let sure = (w.score("metric") + w.score("value")) / 2.0;
        // A column of names is one of metrics only where the names are known.
        let named = !matches!(metric.key.as_str(), "name" | "key");
        let sure = sure * if named { 0.8 + 0.15 * known } else { 0.3 + 0.65 * known };
        return Some((sure, percent.then(|| "values are per cent".to_owned())));
    }
    if w.score("value") >= 0.9 && (w.has("model") || w.has("slice") || w.has("n")) {
        w.map.constants.insert("metric".into(), value.name.clone());
        return Some((0.5, Some("the table names no metric".into())));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, read_evidence};

    #[test]
    fn groups_by_name_are_measured_and_are_no_sizes_of_one_curve() {
        for (column, count, metric) in [
            ("subgroup", "n_cases", "sensitivity"),
            ("language", "train_pairs", "spBLEU"),
            ("hospital", "patients", "auroc"),
            ("accent", "n_utterances", "WER"),
            ("scanner", "images", "mIoU"),
        ] {
            let text = format!("{column},{metric},{count}\na,0.6,812\nb,0.5,401\nc,0.55,411\nd,0.4,97\n");
            let said = read_evidence("t.csv", text.as_bytes(), None, &Limits::default()).unwrap().value.evidence;
            assert!(said.curves.is_empty(), "{text}");
            let slices: Vec<_> = said.evaluations.iter().filter_map(|e| e.slice.as_deref()).collect();
            assert_eq!(slices, ["a", "b", "c", "d"], "{text}");
        }
        // Names that are no groups stand beside the sizes of a curve.
        let text = "part,n_train,mIoU\nsmall,100,0.4\nmedium,200,0.5\nlarge,400,0.55\nfull,800,0.6\n";
        let said = read_evidence("t.csv", text.as_bytes(), None, &Limits::default()).unwrap().value.evidence;
        assert!(said.evaluations.is_empty() && said.curves.len() == 1, "{:?}", said.curves.len());
        assert_eq!(said.curves[0].range, Some((0.0, 1.0)));
    }

    #[test]
    fn what_is_measured_in_hours_is_an_inventory_without_records() {
        let text = "corpus;hours;speakers;licence;duplicates %\nopen;1332.5;180;CC0;0.4\nown;210;902;in house;6.5\n";
        let said = read_evidence("t.csv", text.as_bytes(), None, &Limits::default()).unwrap().value.evidence;
        let found: Vec<_> = said.datasets.iter().map(|d| (d.records, d.duplication.is_some())).collect();
        assert_eq!(found, [(None, true), (None, true)]);
    }
}
