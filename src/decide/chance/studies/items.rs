//! More evaluation items: how many?

use super::study::{Question, Situation, Size, Study};
use crate::data::units::{grouped, listed};
use crate::decide::cost::mean;

/// Rating more items with the same raters.
pub struct EvaluationItems;

/// New items over those there.
pub const TIMES: [f64; 5] = [0.5, 1.0, 2.0, 4.0, 8.0];

/// Identifier of this kind.
pub const ITEMS: &str = "evaluation_items";

impl Study for EvaluationItems {
    fn id(&self) -> &'static str {
        ITEMS
    }
    fn questions<'a>(&self, s: Situation<'a>, notes: &mut Vec<String>) -> Vec<Question<'a>> {
        let price = s.ctx.costs().evaluation_item.map(mean);
        let targets = s.world.targets.iter().enumerate().filter(|(_, t)| t.value.is_some() && t.se > 0.0);
        let uncounted: Vec<String> =
            targets.clone().filter(|(_, t)| t.n.is_none()).map(|(_, t)| t.label.to_lowercase()).collect();
        if !uncounted.is_empty() {
            notes.push(format!(
                "More evaluation items have no price for {}: no file says how many there were.",
                listed(&uncounted)
            ));
        }
        let each = targets.map(|(k, t)| {
            let name = t.label.to_lowercase();
            let sizes = TIMES.iter().map(|&times| {
                let more = t.n.map(|n| (n * times).round().max(1.0));
                // A new sample of that many items has standard error se·√(n/more).
                let ratio = t.n.zip(more).map_or(times, |(n, more)| more / n);
                let se = t.se / ratio.sqrt();
                Size {
                    label: match more {
                        Some(more) => format!("{} more evaluation items for {name}", grouped(more)),
                        None => format!("{} evaluation items again for {name}", in_words(times)),
                    },
                    cost: price.zip(more).map(|(p, more)| p * more),
                    seen: Box::new(move |d| d.scores[k] + d.spare[k] * se),
                }
            });
            Question {
                input: input(&name),
                metric: Some(t.metric.clone()),
                truth: Box::new(move |d| d.scores[k]),
                sizes: sizes.collect(),
                not_sized: None,
            }
        });
        each.collect()
    }
}

/// The uncertain input, in words.
#[must_use]
pub fn input(name: &str) -> String {
    format!("score of {name} on endlessly many items")
}

fn in_words(times: f64) -> &'static str {
    match times {
        t if t < 1.0 => "half as many",
        1.0 => "as many",
        2.0 => "twice as many",
        4.0 => "four times as many",
        _ => "eight times as many",
    }
}
