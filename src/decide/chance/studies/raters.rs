//! A rater study: experts judge items again that were rated, and so show the error that all raters share.

use super::study::{JUDGED, Question, Situation, Size, Study, widest_spread};
use crate::data::units::grouped;
use crate::decide::cost::mean;

/// Experts beside the raters.
pub struct RaterStudy;

impl Study for RaterStudy {
    fn id(&self) -> &'static str {
        "rater_study"
    }
    fn questions<'a>(&self, s: Situation<'a>, notes: &mut Vec<String>) -> Vec<Question<'a>> {
        let rated = |metric: &str| s.ctx.pack.metric(metric).is_some_and(|m| m.rated);
        let measured = || s.world.targets.iter().enumerate().filter(|(_, t)| t.value.is_some());
        if s.ctx.assume("rater_error") <= 0.0 && measured().any(|(_, t)| rated(&t.metric)) {
            notes.push(
                "No rater study is valued: raters are taken to be right on average (the assumption “Error that all raters share” is 0)."
                    .into(),
            );
        }
        let price = s.ctx.costs().expert_rating.map(mean);
        let doubted = measured().filter(|(_, t)| t.rater_error > 0.0);
        let each = doubted.map(|(k, t)| {
            let name = t.label.to_lowercase();
            // Two ratings of an item differ by √(2(1 − r)) standard deviations of single items; their correlation r is taken
            // as one half, so that a difference spreads as the items do.
            let spread = match (t.n, t.range, t.value) {
                (Some(n), _, _) if t.se > 0.0 => Some(t.se * n.sqrt()),
                (_, Some(range), Some(value)) => Some(widest_spread(value, range)),
                _ => None,
            };
            let study = |items: f64, spread: f64| {
                let se = spread / items.sqrt();
                let error = t.rater_error;
                Size {
                    label: format!("a rater study of {name} ({} items judged again by an expert)", grouped(items)),
                    cost: price.map(|p| p * items),
                    seen: Box::new(move |d| error * d.raters[k] + d.spare[k] * se),
                }
            };
            Question {
                input: input(&name),
                metric: Some(t.metric.clone()),
                truth: Box::new(move |d| d.raters[k]),
                sizes: spread.map_or_else(Vec::new, |spread| {
                    let rated = JUDGED.into_iter().filter(|items| t.n.is_none_or(|n| *items <= n));
                    rated.map(|items| study(items, spread)).collect()
                }),
                not_sized: match (spread, t.n) {
                    (None, _) => {
                        Some(format!("A rater study of {name} is not valued: nothing says how far its items spread."))
                    }
                    (_, Some(n)) if n < JUDGED[0] => {
                        Some(format!("A rater study of {name} is not valued: only {} items were rated.", grouped(n)))
                    }
                    _ => None,
                },
            }
        });
        each.collect()
    }
}

/// The uncertain input, in words.
#[must_use]
pub fn input(name: &str) -> String {
    format!("error that the raters of {name} share")
}
