//! What a gate looks at, as a type with one text form: the part that its rule plays, and the fact it measures.
//!
//! The text form stands in packs, links, saved projects and the command line's JSON, and only here.

use super::pack::{Gate, PolicyPack};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The part a rule plays in the decision. A rule that is only measured and judged has none of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Training weight that is missing.
    MissingWeight,
    /// Required families that are not fully there.
    Families,
    /// Duplicate records.
    Duplication,
    /// Quality of a tier.
    TierQuality,
    /// Records of a stage.
    Volume,
    /// A measured metric.
    Metric,
    /// Probability that data closes the gap.
    GapReachable,
    /// No part of its own.
    Other,
}

impl Role {
    /// All parts with a rule of their own.
    pub const ALL: [Self; 7] = [
        Self::MissingWeight,
        Self::Families,
        Self::Duplication,
        Self::TierQuality,
        Self::Volume,
        Self::Metric,
        Self::GapReachable,
    ];
    /// Identifier of the rule in packs.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::MissingWeight => "missing_weight",
            Self::Families => "families",
            Self::Duplication => "duplication",
            Self::TierQuality => "tier_quality",
            Self::Volume => "volume",
            Self::Metric => "metric",
            Self::GapReachable => "gap_reachable",
            Self::Other => "",
        }
    }
    /// The part of the rule of that identifier.
    #[must_use]
    pub fn of(rule: &str) -> Self {
        Self::ALL.into_iter().find(|r| r.id() == rule).unwrap_or(Self::Other)
    }
}

/// Something that can be measured: gates with the same rule and parameters look at the same fact.
///
/// ```
/// use headroom::policy::Fact;
/// let fact = Fact::from("metric metric=empathy time=baseline");
/// assert_eq!(fact, Fact::Metric { metric: "empathy".into(), slice: None, time: Some("baseline".into()) });
/// assert_eq!(fact.to_string(), "metric metric=empathy time=baseline");
/// assert_eq!(Fact::from("missing_weight tier=1"), Fact::MissingWeight { tier: Some(1) });
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// Result of a verification check.
    Check { check: String },
    /// Share of duplicate records.
    Duplication,
    /// Required families that are not fully there; those of one status only where one is named.
    Families { status: Option<String> },
    /// A metric, of one slice and time where they are named.
    Metric { metric: String, slice: Option<String>, time: Option<String> },
    /// Training weight that is missing, of one tier or of all.
    MissingWeight { tier: Option<u8> },
    /// Mean quality of a tier.
    TierQuality { tier: u8 },
    /// Records of a stage.
    Volume { stage: String },
    /// What the program does not tell apart further: rule and parameters as written.
    Other(String),
}

impl Fact {
    /// True where other facts rest on this one: the state of a single tier moves everything that is summed over tiers.
    #[must_use]
    pub fn carries_others(&self) -> bool {
        matches!(self, Self::MissingWeight { tier: Some(_) } | Self::TierQuality { .. })
    }
    /// True for a bound of how much worse a metric may become.
    #[must_use]
    pub fn is_drop(&self) -> bool {
        matches!(self, Self::Other(text) if text.split(' ').next() == Some(super::DROP))
    }
    /// True for the check that counts test records in the training data: where it fails, a score is too good to be believed.
    #[must_use]
    pub fn is_leak(&self) -> bool {
        matches!(self, Self::Check { check } if check == "leakage")
    }

    fn typed(rule: &str, with: &[(&str, String)]) -> Option<Self> {
        let tier = |text: &str| text.parse::<u8>().ok();
        let of = |name: &str| with.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
        let names: Vec<&str> = with.iter().map(|(name, _)| *name).collect();
        match (rule, names.as_slice()) {
            ("check", ["check"]) => Some(Self::Check { check: of("check")? }),
            ("duplication", []) => Some(Self::Duplication),
            ("families", [] | ["status"]) => Some(Self::Families { status: of("status") }),
            ("metric", ["metric"] | ["metric", "slice"] | ["metric", "time"] | ["metric", "slice", "time"]) => {
                Some(Self::Metric { metric: of("metric")?, slice: of("slice"), time: of("time") })
            }
            ("missing_weight", []) => Some(Self::MissingWeight { tier: None }),
            ("missing_weight", ["tier"]) => Some(Self::MissingWeight { tier: Some(tier(&of("tier")?)?) }),
            ("tier_quality", ["tier"]) => Some(Self::TierQuality { tier: tier(&of("tier")?)? }),
            ("volume", ["stage"]) => Some(Self::Volume { stage: of("stage")? }),
            _ => None,
        }
    }
}

impl From<&str> for Fact {
    /// Reads the text form. Every text is a fact; one that no kind fits stays as it is.
    fn from(text: &str) -> Self {
        let mut words = text.split(' ');
        let rule = words.next().unwrap_or_default();
        let mut with: Vec<(&str, String)> = Vec::new();
        for word in words {
            let named = word
                .split_once('=')
                .filter(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            match (named, with.last_mut()) {
                (Some((name, value)), _) => with.push((name, value.to_owned())),
                // A value may have spaces in it.
                (None, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(word);
                }
                (None, None) => return Self::Other(text.to_owned()),
            }
        }
        let fact = Self::typed(rule, &with).filter(|fact| fact.to_string() == text);
        fact.unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut write = |rule: &str, with: &[(&str, Option<&String>)]| {
            f.write_str(rule)?;
            let given = with.iter().filter_map(|(name, value)| Some((name, (*value)?)));
            given.into_iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
        };
        match self {
            Self::Check { check } => write("check", &[("check", Some(check))]),
            Self::Duplication => write("duplication", &[]),
            Self::Families { status } => write("families", &[("status", status.as_ref())]),
            Self::Metric { metric, slice, time } => {
                write("metric", &[("metric", Some(metric)), ("slice", slice.as_ref()), ("time", time.as_ref())])
            }
            Self::MissingWeight { tier } => write("missing_weight", &[("tier", tier.map(|t| t.to_string()).as_ref())]),
            Self::TierQuality { tier } => write("tier_quality", &[("tier", Some(&tier.to_string()))]),
            Self::Volume { stage } => write("volume", &[("stage", Some(stage))]),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl Gate {
    /// The part that the gate's rule plays.
    #[must_use]
    pub fn role(&self) -> Role {
        Role::of(&self.rule)
    }
    /// The fact that the gate looks at.
    #[must_use]
    pub fn fact(&self) -> Fact {
        let with = self.with.iter().map(|(name, value)| format!(" {name}={value}"));
        Fact::from(self.rule.clone() + &with.collect::<String>())
    }
    /// A parameter of its rule.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.with.get(name).map(String::as_str)
    }
    /// True for the check that counts test records in the training data.
    #[must_use]
    pub fn is_leak(&self) -> bool {
        self.rule == "check" && self.parameter("check") == Some("leakage")
    }
    /// The metric that it is about, where it is about one.
    #[must_use]
    pub fn metric(&self) -> Option<&str> {
        self.parameter("metric").filter(|_| self.role() == Role::Metric)
    }
    /// The metric whose value or change it asks, where it does.
    #[must_use]
    pub fn asks_metric(&self) -> Option<&str> {
        self.parameter("metric").filter(|_| self.role() == Role::Metric || self.is_drop())
    }
    /// True where it bounds how much worse a metric may become.
    #[must_use]
    pub fn is_drop(&self) -> bool {
        self.rule == super::DROP
    }
    /// The tier that it is about, where it names one.
    #[must_use]
    pub fn tier(&self) -> Option<u8> {
        self.parameter("tier").and_then(|t| t.parse().ok())
    }
    /// True where it is about the records of that stage.
    #[must_use]
    pub fn counts(&self, stage: crate::data::Stage) -> bool {
        self.role() == Role::Volume && self.parameter("stage") == Some(stage.id())
    }
}

impl PolicyPack {
    /// The part that the rule of a gate plays; none of its own where the pack has no such gate.
    #[must_use]
    pub fn role(&self, gate: &str) -> Role {
        self.gate(gate).map_or(Role::Other, Gate::role)
    }
    /// The gates that look at a fact.
    pub fn gates_of<'a>(&'a self, fact: &'a Fact) -> impl Iterator<Item = &'a Gate> {
        self.gates.iter().filter(move |g| g.fact() == *fact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_gate_of_the_shipped_packs_has_a_fact_of_a_kind_and_its_text_is_that_of_old_links() {
        for (id, json) in super::super::defaults::PACKS {
            let pack = super::super::parse(json).expect("a shipped pack").value;
            for gate in &pack.gates {
                let mut text = gate.rule.clone();
                for (name, value) in &gate.with {
                    text.push_str(&format!(" {name}={value}"));
                }
                assert_eq!(gate.fact().to_string(), text, "{id}");
                let plain = matches!(gate.role(), Role::Other | Role::GapReachable) && gate.rule != "check";
                assert_eq!(matches!(gate.fact(), Fact::Other(_)), plain, "{id}: {text}");
            }
        }
        assert!(Role::ALL.into_iter().all(|r| Role::of(r.id()) == r));
    }

    proptest! {
        /// Text to fact to text loses nothing, whatever stands in a link.
        #[test]
        fn text_and_fact_are_one(text in "(metric|volume|missing_weight|tier_quality|check|x)?( [a-z]{1,6}=?[ A-Za-z0-9=]{0,8}){0,3}") {
            let fact = Fact::from(text.as_str());
            prop_assert_eq!(fact.to_string(), text.clone());
            let json = serde_json::to_string(&fact).expect("it is text");
            prop_assert_eq!(&json, &serde_json::to_string(&text).expect("it is text"));
            prop_assert_eq!(serde_json::from_str::<Fact>(&json).expect("it is text"), fact);
        }
    }
}
