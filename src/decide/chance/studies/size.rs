//! One more training size: which?

use super::study::{Question, Situation, Size, Study};
use crate::data::units::compact;
use crate::decide::cost::Work;

/// Training once on more data than today's and measuring.
pub struct TrainingSize;

/// New size over today's.
const TIMES: [f64; 4] = [1.25, 1.5, 2.0, 4.0];

impl Study for TrainingSize {
    fn id(&self) -> &'static str {
        "training_size"
    }
    fn questions<'a>(&self, s: Situation<'a>, _notes: &mut Vec<String>) -> Vec<Question<'a>> {
        let ctx = s.ctx;
        let targets = s.world.targets.iter().enumerate().filter(|(_, t)| t.value.is_some());
        let each = targets.filter_map(|(k, t)| {
            let curve = t.curve.as_ref()?;
            let name = t.label.to_lowercase();
            let records = curve.size / curve.per_record;
            let sizes = TIMES.iter().map(|&times| {
                // Acquire the records, and train once on all of them.
                let tokens = times * records * ctx.assume("tokens_per_record") * ctx.assume("epochs").max(1.0);
                let exaflop = 6.0 * ctx.assume("parameters") * tokens / 1e18;
                let work = Work { records: (times - 1.0) * records, exaflop, ..Work::default() };
                Size {
                    label: format!("one more training size for {name} ({} records)", compact(times * records)),
                    cost: s.world.expected.cost(&work).map(|c| c.total()),
                    seen: Box::new(move |d| curve.value(d.levels[k], times) + d.spare[k] * curve.noise),
                }
            });
            Some(Question {
                input: format!("learning curve of {name}"),
                metric: Some(t.metric.clone()),
                truth: Box::new(move |d| d.levels[k]),
                sizes: sizes.collect(),
                not_sized: None,
            })
        });
        each.collect()
    }
}
