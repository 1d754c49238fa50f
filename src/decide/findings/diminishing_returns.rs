//! Returns diminish as data grows.

use super::rule::{Alignment, FindingRule, Found};
use crate::data::units::{compact, digits, score};
use crate::decide::context::Context;
use crate::decide::verdict::Decision;
use crate::policy::Finding;

/// Oliver & Wang 2024 (arXiv 2407.13906) among others: the gain of a record falls with the size of the set.
pub struct DiminishingReturns;

impl FindingRule for DiminishingReturns {
    fn id(&self) -> &'static str {
        "diminishing_returns"
    }
    fn evaluate(&self, finding: &Finding, ctx: &Context<'_>, decision: &Decision) -> Found {
        let target = finding.with.get("target_records").and_then(|t| t.parse::<f64>().ok());
        let records = ctx.inventory.all.records.value;
        let worth = ctx.assume("worth_it");
        let mut facts = Vec::new();
        let mut gaining = Vec::new();
        let mut flat = 0;
        for curve in ctx.evidence.curves.iter().filter(|c| c.is_of_data()) {
            let Some(fit) = ctx.curves.iter().find(|f| f.id == curve.id) else { continue };
            let fit = fit.chosen(ctx.choice(&curve.id));
            let Some(gain) = fit.gain_per_doubling(fit.last_seen.x) else { continue };
            facts.push((
                format!("{}: gain per doubling at {}", curve.label, compact(fit.last_seen.x)),
                format!(
                    "{} ({} to {}, {} % interval)",
                    score(gain.median),
                    score(gain.lower),
                    score(gain.upper),
                    digits(gain.level * 100.0, 3)
                ),
            ));
            if gain.median >= worth {
                gaining.push((curve, gain.median));
            } else {
                flat += 1;
            }
        }
        let ratio = match (records, target) {
            (Some(r), Some(t)) if t > 0.0 => Some(r / t),
            _ => None,
        };
        if let (Some(ratio), Some(r), Some(t)) = (ratio, records, target) {
            facts.insert(
                0,
                (
                    "records against target".to_owned(),
                    format!("{} against {} ({}×)", compact(r), compact(t), digits(ratio, 2)),
                ),
            );
        }
        let curves = gaining.len() + flat;
        if ratio.is_none() && curves == 0 {
            return Found::unknown(
                "Neither a record target nor a learning curve was loaded.",
                "Load learning curves or an inventory with records.",
            );
        }
        let sufficient = ratio.is_some_and(|r| r >= 1.0) || (curves > 0 && gaining.is_empty());
        let closes_gap =
            gaining.iter().find(|(curve, _)| decision.gaps.iter().any(|g| g.curve.as_ref() == Some(&curve.id)));
        let mut comparison = match ratio {
            Some(r) if r >= 1.0 => format!(
                "The set holds {} times its target of records; by the finding the current size is likely sufficient.",
                digits(r, 2)
            ),
            Some(r) => format!("The set holds {} times its target of records.", digits(r, 2)),
            None => String::new(),
        };
        if curves > 0 {
            let sep = if comparison.is_empty() { "" } else { " " };
            comparison.push_str(&format!(
                "{sep}Of {curves} learning curves {flat} gain less than {} from the next doubling.",
                score(worth)
            ));
        }
        Found {
            status: if sufficient {
                Alignment::Aligned
            } else if gaining.is_empty() {
                Alignment::Gap
            } else {
                Alignment::Opportunity
            },
            also: closes_gap.map(|(curve, gain)| {
                (Alignment::Opportunity, format!("{} still gains {} from a doubling", curve.label, score(*gain)))
            }),
            facts,
            application: "We stop adding records where a doubling gains less than the worth-it line.".into(),
            comparison,
            action: format!(
                "A curve of a metric with a gap that gains {} or more per doubling argues for more data there.",
                score(worth)
            ),
        }
    }
}
