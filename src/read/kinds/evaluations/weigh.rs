//! Whether a table is one of evaluations.

use crate::read::columns::wide;
use crate::read::kinds::spec::{Weighing, Weight};
use crate::read::map::ColumnUse;
use crate::read::words;

pub(super) fn weigh(w: &mut Weighing) -> Weight {
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
    let named = w.has("model") || name.is_some();
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
