//! Research findings as rules on the evidence: one file a rule, one line in [`FINDINGS`].

mod chinchilla;
mod curriculum;
mod data_efficient_methods;
mod diminishing_returns;
mod evaluation_metrics;
mod quality_aware;
mod volume_recommendations;

pub use quality_aware::mixture;

use super::measure::Context;
use super::verdict::Decision;
use crate::policy::Finding;
use serde::{Deserialize, Serialize};

/// How the evidence stands to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// The evidence does what the finding says.
    Aligned,
    /// It does more than the finding asks for.
    Exceeds,
    /// It falls short of it.
    Gap,
    /// The finding offers something that is not used yet.
    Opportunity,
    /// The evidence does not say.
    Unknown,
}

impl Alignment {
    /// The word shown to people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Aligned => "aligned",
            Self::Exceeds => "exceeds",
            Self::Gap => "gap",
            Self::Opportunity => "opportunity",
            Self::Unknown => "unknown",
        }
    }
}

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

/// What a rule finds.
#[derive(Clone, Debug)]
pub struct Found {
    status: Alignment,
    also: Option<(Alignment, String)>,
    facts: Vec<(String, String)>,
    application: String,
    comparison: String,
    action: String,
}

impl Found {
    fn unknown(why: &str, action: &str) -> Self {
        Self {
            status: Alignment::Unknown,
            also: None,
            facts: Vec::new(),
            application: "Not known.".into(),
            comparison: why.into(),
            action: action.into(),
        }
    }
}

/// A rule that evaluates a finding.
pub trait FindingRule: Sync {
    /// Identifier used in packs.
    fn id(&self) -> &'static str;
    /// Evaluates.
    fn evaluate(&self, finding: &Finding, ctx: &Context<'_>, decision: &Decision) -> Found;
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

/// Tokens there, and how they were found: the inventory's, else records × tokens per record.
fn tokens(ctx: &Context<'_>) -> Option<(f64, String)> {
    let all = &ctx.inventory.all;
    if let Some(t) = all.tokens.value
        && all.tokens.unknown == 0
    {
        return Some((t, "tokens given in the inventory".into()));
    }
    let per = ctx.assume("tokens_per_record");
    let records = all.records.value?;
    Some((records * per, format!("records × {} tokens per record (assumed)", crate::data::units::grouped(per))))
}
