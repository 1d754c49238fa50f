//! Evidence of several files together: curves whose points lie in separate files become one.

use crate::data::{Evidence, LearningCurve};
use std::collections::BTreeSet;

/// Distinct sizes below which a curve counts as a piece of one.
const PIECE: usize = 3;

/// Merges what several files said. Curves of the same name, metric, unit and direction that have fewer than three
/// sizes each (one run a file) are joined; other curves stay apart, and every identifier becomes unique.
#[must_use]
pub fn combine(parts: impl IntoIterator<Item = Evidence>) -> Evidence {
    let mut all = Evidence::default();
    for part in parts {
        all.merge(part);
    }
    let mut curves: Vec<(LearningCurve, bool, usize)> = Vec::new();
    for curve in std::mem::take(&mut all.curves) {
        let piece = sizes(&curve) < PIECE;
        let same = |c: &LearningCurve| {
            c.label == curve.label
                && c.metric == curve.metric
                && c.size_unit == curve.size_unit
                && c.direction == curve.direction
        };
        match curves.iter_mut().find(|(c, p, _)| piece && *p && same(c) && c.file != curve.file) {
            Some((whole, _, files)) => {
                *files += 1;
                whole.illustrative |= curve.illustrative;
                whole.range = whole.range.filter(|_| curve.range.is_some());
                whole.observations.extend(curve.observations);
            }
            None => curves.push((curve, piece, 1)),
        }
    }
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (mut curve, _, files) in curves {
        if files > 1 {
            curve.file = format!("{} and {} more", curve.file, files - 1);
            curve.observations.sort_by(|a, b| a.size.total_cmp(&b.size));
        }
        let base = curve.id.clone();
        let mut times = 1;
        while !used.insert(curve.id.clone()) {
            times += 1;
            curve.id = format!("{base}_{times}");
        }
        all.curves.push(curve);
    }
    all
}

fn sizes(curve: &LearningCurve) -> usize {
    curve.observations.iter().map(|o| o.size.to_bits()).collect::<BTreeSet<_>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Observation;

    fn part(file: &str, sizes: &[f64]) -> Evidence {
        let observations =
            sizes.iter().map(|s| Observation { size: *s, value: 1.0, se: None, items: None, row: None }).collect();
        let curve = LearningCurve {
            id: "loss".into(),
            label: "loss".into(),
            file: file.into(),
            observations,
            ..LearningCurve::default()
        };
        Evidence { curves: vec![curve], ..Evidence::default() }
    }

    #[test]
    fn pieces_join_and_wholes_stay_apart() {
        let joined = combine([part("c", &[3.0]), part("a", &[1.0]), part("b", &[2.0])]);
        assert_eq!(joined.curves.len(), 1);
        let sizes: Vec<f64> = joined.curves[0].observations.iter().map(|o| o.size).collect();
        assert_eq!((sizes, joined.curves[0].file.as_str()), (vec![1.0, 2.0, 3.0], "c and 2 more"));
        let apart = combine([part("a", &[1.0, 2.0, 3.0]), part("b", &[1.0, 2.0, 3.0])]);
        assert_eq!(apart.curves.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["loss", "loss_2"]);
    }
}
