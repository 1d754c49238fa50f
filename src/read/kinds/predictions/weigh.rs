//! Whether a table is one of predictions.

use crate::read::columns::name::Place;
use crate::read::columns::profile::Profile;
use crate::read::columns::wide;
use crate::read::kinds::spec::{Weighing, Weight};
use crate::read::map::Measure;

/// Words that a column of predictions, or of what is true, has for nothing else.
const SURE: &[&str] =
    &["true", "pred", "preds", "predicted", "prediction", "predictions", "gold", "hat", "yhat", "hypothesis", "truth"];
/// What stands before the name of a class in a column of its probability.
const BEFORE: &[&str] = &["prob", "proba", "probability", "p", "score", "y_prob", "y_score", "y_proba"];

pub(super) fn weigh(w: &mut Weighing) -> Weight {
    let probabilities = probabilities(w.profiles);
    let given = w.has("prediction") || w.has("score") || !probabilities.is_empty();
    let columns = ["truth", "prediction"].iter().filter_map(|r| w.profile(r));
    let sure = columns.clone().any(|p| p.parts.words.iter().any(|word| SURE.contains(&word.as_str())));
    // A size and what a curve says at it are no items.
    let sized = w.profiles.iter().any(|p| p.parts.count().is_some_and(|c| c.place == Some(Place::Training)));
    if !w.has("truth") || !given || sized || !(sure || (!probabilities.is_empty() && w.has("truth"))) {
        return (0.0, None);
    }
    if w.profile("score").is_some_and(|p| probabilities.iter().any(|m| m.column == p.name)) {
        w.map.roles.remove("score");
    }
    let scored = !probabilities.is_empty();
    for role in ["slice", "model", "time"] {
        if w.profile(role).is_some_and(|p| !p.tells_groups()) {
            w.map.roles.remove(role);
        }
    }
    // Scores of metrics for each item say more of it than a comparison of its texts.
    let own: Vec<&str> = w.map.roles.values().map(|u| u.column.as_str()).collect();
    let claimed: Vec<&str> = probabilities.iter().map(|m| m.column.as_str()).chain(own).collect();
    let measured = !wide::metrics(w.profiles, &claimed, false).is_empty();
    w.map.measures = probabilities;
    let reason = scored.then(|| "a column for the probability of each class".to_owned());
    let sure = if w.has("prediction") { 0.94 } else { 0.8 };
    (if measured { 0.5 } else { sure }, reason)
}

/// Columns of the probability of each class, at least two.
fn probabilities(profiles: &[Profile]) -> Vec<Measure> {
    let one = |p: &Profile| {
        let (before, class) =
            BEFORE.iter().filter_map(|b| Some((b, p.name.strip_prefix(b)?))).max_by_key(|f| f.0.len())?;
        let class = class.strip_prefix(['_', '.', ' ', '-'])?.trim();
        let within = p.numeric() > 0.5 && p.values.iter().all(|v| (0.0..=1.0).contains(v));
        (within && !class.is_empty() && !before.is_empty()).then(|| Measure {
            column: p.name.clone(),
            metric: class.to_owned(),
            ..Measure::default()
        })
    };
    let found: Vec<Measure> = profiles.iter().filter_map(one).collect();
    if found.len() > 1 { found } else { Vec::new() }
}
