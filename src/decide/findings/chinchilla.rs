//! Parameters and tokens scale together.

use super::rule::{Alignment, FindingRule, Found, tokens};
use crate::data::units::{compact, digits, show};
use crate::data::{Stage, Unit};
use crate::decide::context::Context;
use crate::decide::judge::Outcome;
use crate::decide::verdict::Decision;
use crate::policy::Finding;
use crate::scaling::Chinchilla as Law;
use crate::scaling::constants::published;

/// Hoffmann et al. 2022 (arXiv 2203.15556): compute-optimal training takes about 20 tokens per parameter at 70B.
/// Fine-tuning adapts a model that has had them, so that the comparison is with the stage's own volume requirement.
pub struct Chinchilla;

impl FindingRule for Chinchilla {
    fn id(&self) -> &'static str {
        "chinchilla"
    }
    fn evaluate(&self, finding: &Finding, ctx: &Context<'_>, decision: &Decision) -> Found {
        let n = ctx.assume("parameters");
        let set =
            ctx.scenario.law.as_deref().or(finding.with.get("constants").map(String::as_str)).unwrap_or("besiroglu");
        let law = published(set).or_else(|| published("besiroglu")).and_then(|s| Law::from_slice(s.values));
        let (Some((tokens, basis)), Some(law)) = (tokens(ctx), law) else {
            return Found::unknown(
                "The inventory gives neither tokens nor records, so nothing can be compared with the law.",
                "Load an inventory with records or tokens.",
            );
        };
        let epochs = ctx.assume("epochs").max(1.0);
        let optimal = law.tokens_for_params(n);
        let sft = ctx.inventory.stages.iter().find(|(s, _)| *s == Stage::Sft).and_then(|(_, g)| g.records.value);
        let volume = decision.outcomes.iter().find(|o| ctx.pack.gate(&o.gate).is_some_and(|g| g.counts(Stage::Sft)));
        let enough = volume.is_some_and(|o| o.outcome == Outcome::Pass);
        let missing = ctx.inventory.tiers.iter().filter(|t| t.missing_weight.is_some_and(|w| w > 0.0));
        let worst = missing.max_by(|a, b| a.missing_weight.unwrap_or(0.0).total_cmp(&b.missing_weight.unwrap_or(0.0)));
        let facts = vec![
            ("model parameters (assumed)".to_owned(), compact(n)),
            (format!("tokens there ({basis})"), compact(tokens)),
            ("tokens seen per parameter, all epochs".to_owned(), digits(tokens * epochs / n, 3)),
            ("tokens to train this size from scratch, compute-optimally".to_owned(), compact(optimal)),
            ("records for supervised fine-tuning".to_owned(), sft.map_or("unknown".into(), compact)),
        ];
        let application = format!(
            "We fine-tune a model of {} parameters on {} tokens rather than train it from scratch.",
            compact(n),
            compact(tokens)
        );
        let comparison = match volume {
            Some(o) if enough => format!(
                "Training this size from scratch would take {} tokens; we have {} of that. Fine-tuning needs far less: {} records are there against {} asked for, so the size is likely sufficient.",
                compact(optimal),
                show(tokens / optimal, Unit::Fraction),
                o.measurement.value.map_or("unknown".into(), compact),
                compact(o.threshold)
            ),
            Some(o) => format!(
                "Training this size from scratch would take {} tokens. For fine-tuning the policy asks for {} records; {} are there.",
                compact(optimal),
                compact(o.threshold),
                o.measurement.value.map_or("an unknown number".into(), compact)
            ),
            None => format!(
                "Training this size from scratch would take {} tokens; the policy sets no volume for fine-tuning.",
                compact(optimal)
            ),
        };
        let also = worst.map(|t| {
            (
                Alignment::Gap,
                format!(
                    "tier {} lacks {} of the training weight",
                    t.tier,
                    show(t.missing_weight.unwrap_or(0.0), Unit::Fraction)
                ),
            )
        });
        Found {
            status: match volume {
                Some(_) if enough => Alignment::Aligned,
                Some(o) if o.outcome == Outcome::Unknown => Alignment::Unknown,
                Some(_) => Alignment::Gap,
                None => Alignment::Unknown,
            },
            action: if also.is_some() {
                "Complete the missing tiers; then nothing is left to add on grounds of size.".into()
            } else {
                "A smaller volume or a larger requirement would change this.".into()
            },
            also,
            facts,
            application,
            comparison,
        }
    }
}
