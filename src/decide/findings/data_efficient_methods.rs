//! Selection reaches the same score with less data.

use super::rule::{Alignment, FindingRule, Found};
use crate::data::Unit;
use crate::data::units::{compact, show};
use crate::decide::context::Context;
use crate::decide::selection::{self, Worth};
use crate::decide::verdict::Decision;
use crate::policy::Finding;

/// S2L (arXiv 2403.07384), DELIFT (arXiv 2411.04425), self-data distillation (arXiv 2402.13669, 2410.09982).
pub struct DataEfficientMethods;

impl FindingRule for DataEfficientMethods {
    fn id(&self) -> &'static str {
        "data_efficient_methods"
    }
    fn evaluate(&self, finding: &Finding, ctx: &Context<'_>, _decision: &Decision) -> Found {
        let number =
            |key: &str, otherwise: f64| finding.with.get(key).and_then(|v| v.parse().ok()).unwrap_or(otherwise);
        // S2L's abstract: 11 % of MathInstruct matches training on all of it. DELIFT's: up to 70 % less.
        let (least, most) = (number("keep_low", 0.11), number("keep_high", 0.5));
        let records = ctx.inventory.all.records.value;
        let used = ctx.evidence.checks.iter().rev().find(|c| c.id == "selection");
        let mut facts = vec![(
            "share of the data that selection kept in the cited studies".to_owned(),
            format!("{} to {}", show(least, Unit::Fraction), show(most, Unit::Fraction)),
        )];
        if let Some(r) = records {
            facts.push((
                "that share of our records".to_owned(),
                format!("{} to {}", compact(r * least), compact(r * most)),
            ));
        }
        let tried = selection::best(ctx);
        if let Some(first) = tried.first() {
            facts.extend(tried.iter().map(fact));
            return runs(first, &tried, facts);
        }
        match used {
            Some(check) => Found {
                status: if check.value > 0.0 { Alignment::Aligned } else { Alignment::Opportunity },
                also: None,
                facts,
                application: check.note.clone().unwrap_or_else(|| "A selection step was run on the files.".into()),
                comparison: format!("A selection step is recorded in the checks with value {}.", show(check.value, Unit::Number)),
                action: "Compare the selected subset with a random one of the same size before trusting it: random selection is a strong baseline (arXiv 2410.09335).".into(),
            },
            None => Found {
                status: Alignment::Opportunity,
                also: None,
                facts,
                application: "No selection step is recorded in the checks.".into(),
                comparison: "The cited studies reached full-data scores with a part of the data on their tasks. Whether ours would is not known; a selection step costs less than new records and can be tried on the files at hand.".into(),
                action: "Run a selection on the files, compare it with a random subset of the same size, and record it as a check named \"selection\".".into(),
            },
        }
    }
}

/// The rate of one way of selecting, as a fact.
fn fact(worth: &Worth) -> (String, String) {
    let name = format!("random records for one chosen by {}", worth.exchange.method);
    let number = |x: f64| show(x, Unit::Number);
    let value = worth.rate().map_or_else(
        || "cannot be told apart".to_owned(),
        |(rate, low, high)| format!("{} ({} to {})", number(rate), number(low), number(high)),
    );
    (name, value)
}

/// What our own runs say: more than any study of other data.
fn runs(best: &Worth, tried: &[Worth], facts: Vec<(String, String)>) -> Found {
    let sentences: Vec<String> = tried.iter().map(Worth::sentence).collect();
    // What is illustrative is no evidence: it shows how it would be read, and leaves the status where it is.
    let shown = if best.illustrative { " Their values are illustrative, so the status stays as it was." } else { "" };
    let (status, action) = match best.rate().filter(|_| !best.illustrative) {
        None if best.illustrative => (
            Alignment::Opportunity,
            "Replace the illustrative runs with measured ones: one on selected records and one on as many random ones with the same seed.",
        ),
        Some((_, low, _)) if low > 1.0 => (
            Alignment::Aligned,
            "Price it beside collecting: Options has both on one axis. Repeat the runs with further seeds before all data are chosen this way.",
        ),
        Some((_, _, high)) if high < 1.0 => (
            Alignment::Gap,
            "Train on random records: the way of selecting that was tried is worth less. Try another, or none.",
        ),
        _ => (
            Alignment::Opportunity,
            "Repeat the runs with further seeds, each beside a random one of the same size: so far selected and random records cannot be told apart.",
        ),
    };
    Found {
        status,
        also: None,
        facts,
        application: format!("Runs on selected records are among the learning curves.{shown}"),
        comparison: sentences.join(" "),
        action: action.into(),
    }
}
