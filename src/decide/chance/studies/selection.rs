//! More runs on selected records: what is one worth?

use super::study::{Question, Situation, Size, Study};
use crate::data::units::{compact, counted, money};
use crate::decide::cost::Work;
use crate::decide::selection;
use crate::fit::exchange::Told;
use crate::num::math;

/// Training on selected records, each time beside as many random ones.
pub struct SelectedRuns;

/// Further pairs of runs.
const PAIRS: [usize; 3] = [1, 2, 4];

/// Share of the records that a first try selects: a middle of the shares in the studies.
const FIRST: f64 = 0.3;

impl Study for SelectedRuns {
    fn id(&self) -> &'static str {
        "selected_runs"
    }
    fn questions<'a>(&self, s: Situation<'a>, notes: &mut Vec<String>) -> Vec<Question<'a>> {
        let tried = selection::best(s.ctx);
        // A run on selected records, and one on random ones beside it.
        let pair = |records: f64, pairs: f64| {
            let tokens = 2.0 * records * s.ctx.assume("tokens_per_record") * s.ctx.assume("epochs").max(1.0);
            let exaflop = pairs * 6.0 * s.ctx.assume("parameters") * tokens / 1e18;
            s.world.expected.cost(&Work { exaflop, ..Work::default() }).map(|c| c.total())
        };
        if tried.is_empty() {
            notes.extend(untried(s, pair));
            return Vec::new();
        }
        // That of the option: no other way of selecting changes what is chosen.
        let told = tried.into_iter().take(1).filter(|w| w.exchange.told == Told::Both);
        let each = told.map(|worth| {
            let factors = worth.factors();
            let logs: Vec<f64> = factors.iter().map(|f| math::ln(f.max(1e-9))).collect();
            let mean = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
            let spread = logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / logs.len().max(1) as f64;
            // What is uncertain comes of so many runs: one run by itself tells as much less.
            let one = (spread * worth.exchange.runs as f64).sqrt();
            let name = format!("{} records chosen by {}", compact(worth.chosen), worth.exchange.method);
            let truth = move |u: f64| {
                logs.get(((u * logs.len() as f64) as usize).min(logs.len().saturating_sub(1))).copied().unwrap_or(0.0)
            };
            let sizes = PAIRS.iter().map(|&pairs| {
                let (truth, noise) = (truth.clone(), one / (pairs as f64).sqrt());
                Size {
                    label: format!(
                        "{} of runs on {name}, each beside as many random ones",
                        counted(pairs, "more pair", "more pairs")
                    ),
                    cost: pair(worth.chosen, pairs as f64),
                    seen: Box::new(move |d| truth(d.selection) + noise * d.selection_spare),
                }
            });
            let sizes = sizes.collect();
            Question {
                input: format!("worth of {name}"),
                metric: None,
                truth: Box::new(move |d| truth(d.selection)),
                sizes,
                not_sized: None,
            }
        });
        each.collect()
    }
}

/// What a first try would cost, where there is a curve to compare it with.
fn untried(s: Situation<'_>, pair: impl Fn(f64, f64) -> Option<f64>) -> Option<String> {
    let curve = s.world.targets.iter().find_map(|t| t.curve.as_ref().filter(|_| t.value.is_some()))?;
    let records = FIRST * curve.size / curve.per_record;
    let cost = pair(records, 1.0).map_or_else(|| "compute has no price".to_owned(), |c| money(&s.ctx.pack.currency, c));
    Some(format!(
        "Nobody has trained on selected records yet. One run on {} of them and one on as many random ones ({cost}) would say how many random records a selected one is worth, and put selecting on the axis of collecting; what that is worth has no number before the first run.",
        compact(records)
    ))
}
