//! Research findings as rules on the evidence: one file a rule, one line in [`FINDINGS`].

mod chinchilla;
mod curriculum;
mod data_efficient_methods;
mod diminishing_returns;
mod evaluation_metrics;
mod quality_aware;
mod rule;
mod volume_recommendations;

pub use quality_aware::mixture;
pub use rule::{Alignment, FindingRule};

use super::context::Context;
use super::verdict::Decision;
use rule::Found;
use serde::{Deserialize, Serialize};

/// A finding evaluated on the evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingResult {
    /// Identifier.
    pub id: String,
    /// Name.
    pub label: String,
    /// What the research says.
    pub claim: String,
    /// How the evidence stands to it.
    pub status: Alignment,
    /// A second side of it, with what it is about.
    pub also: Option<(Alignment, String)>,
    /// Numbers computed for it: name, value as printed.
    pub facts: Vec<(String, String)>,
    /// What we do.
    pub application: String,
    /// How the two compare, one paragraph.
    pub comparison: String,
    /// What would change the status.
    pub action: String,
    /// Source in full.
    pub source: String,
    /// True where numbers behind it are illustrative.
    pub illustrative: bool,
}

/// Every rule.
pub const FINDINGS: &[&dyn FindingRule] = &[
    &chinchilla::Chinchilla,
    &quality_aware::QualityAware,
    &diminishing_returns::DiminishingReturns,
    &data_efficient_methods::DataEfficientMethods,
    &volume_recommendations::VolumeRecommendations,
    &evaluation_metrics::EvaluationMetrics,
    &curriculum::Curriculum,
];

/// Evaluates every finding of the pack.
#[must_use]
pub fn evaluate(ctx: &Context<'_>, decision: &Decision) -> Vec<FindingResult> {
    let inventory = ctx.inventory.with_what_ifs(&ctx.scenario.what_if);
    let ctx = &Context { inventory: &inventory, ..*ctx };
    let results = ctx.pack.findings.iter().map(|f| {
        let found = match FINDINGS.iter().find(|r| r.id() == f.rule) {
            Some(rule) => rule.evaluate(f, ctx, decision),
            None => Found::unknown(
                &format!("The policy names a rule \"{}\" that this program does not have.", f.rule),
                "Correct the policy pack.",
            ),
        };
        FindingResult {
            id: f.id.clone(),
            label: f.label.clone(),
            claim: f.claim.clone(),
            status: found.status,
            also: found.also,
            facts: found.facts,
            application: found.application,
            comparison: found.comparison,
            action: found.action,
            source: ctx.pack.citation(&f.source).to_owned(),
            illustrative: ctx.inventory.all.illustrative,
        }
    });
    results.collect()
}

/// The findings by how strongly the evidence agrees: strong, moderate, gaps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Synthesis {
    /// Aligned or exceeding without a second side.
    pub strong: Vec<String>,
    /// Aligned or exceeding with a gap beside, or an opportunity.
    pub moderate: Vec<String>,
    /// Gaps and unknowns.
    pub gaps: Vec<String>,
}

/// Sorts the findings.
#[must_use]
pub fn synthesis(findings: &[FindingResult]) -> Synthesis {
    let mut s = Synthesis::default();
    for f in findings {
        let line = match &f.also {
            Some((also, what)) => format!("{}: {}; {}: {what}", f.label, f.status.word(), also.word()),
            None => format!("{}: {}", f.label, f.status.word()),
        };
        match (f.status, &f.also) {
            (Alignment::Aligned | Alignment::Exceeds, None) => s.strong.push(line),
            (Alignment::Aligned | Alignment::Exceeds | Alignment::Opportunity, _) => s.moderate.push(line),
            (Alignment::Gap | Alignment::Unknown, _) => s.gaps.push(line),
        }
    }
    s
}
