//! What a rule on a research finding is, and what it says.

use crate::decide::context::Context;
use crate::decide::verdict::Decision;
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

/// What a rule finds.
#[derive(Clone, Debug)]
pub struct Found {
    pub(super) status: Alignment,
    pub(super) also: Option<(Alignment, String)>,
    pub(super) facts: Vec<(String, String)>,
    pub(super) application: String,
    pub(super) comparison: String,
    pub(super) action: String,
}

impl Found {
    pub(super) fn unknown(why: &str, action: &str) -> Self {
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

/// Tokens there, and how they were found: the inventory's, else records × tokens per record.
pub(super) fn tokens(ctx: &Context<'_>) -> Option<(f64, String)> {
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
