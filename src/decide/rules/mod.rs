//! The rules gates are measured by: one file a rule, one line in [`RULES`].

mod cheaper_routes;
mod check;
mod duplication;
mod families;
mod gap_cost;
mod gap_reachable;
mod gap_worth_it;
mod licences;
mod metric;
mod metric_drop;
mod missing_weight;
mod rule;
mod tier_quality;
mod volume;

pub use rule::Rule;

/// Every rule.
pub const RULES: &[&dyn Rule] = &[
    &missing_weight::MissingWeight,
    &families::Families,
    &duplication::Duplication,
    &tier_quality::TierQuality,
    &volume::Volume,
    &check::VerificationCheck,
    &licences::UnknownLicences,
    &metric::Metric,
    &metric_drop::MetricDrop,
    &gap_reachable::GapReachable,
    &gap_worth_it::GapWorthIt,
    &gap_cost::GapCost,
    &cheaper_routes::CheaperRoutes,
];

/// The rule of that identifier.
#[must_use]
pub fn rule(id: &str) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|r| r.id() == id)
}
