//! Recommendations with their triggers evaluated now.

use super::judge::Outcome;
use super::verdict::Decision;
use crate::policy::{PolicyPack, Recommendation};
use serde::{Deserialize, Serialize};

/// Whether a recommendation is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Its trigger holds now.
    Due,
    /// Its trigger does not hold yet.
    NotYet,
    /// What makes it done holds.
    Done,
    /// The trigger cannot be evaluated.
    Unknown,
}

impl Due {
    /// The words shown to people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::NotYet => "not yet",
            Self::Done => "done",
            Self::Unknown => "cannot be told",
        }
    }
}

/// A recommendation, evaluated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecommendationState {
    /// The recommendation.
    pub recommendation: Recommendation,
    /// Whether it is due.
    pub due: Due,
    /// The trigger in words, with what the evidence says about it.
    pub trigger: String,
    /// The evidence for it.
    pub evidence: String,
}

/// Evaluates every recommendation of the pack.
#[must_use]
pub fn recommendations(pack: &PolicyPack, decision: &Decision) -> Vec<RecommendationState> {
    pack.recommendations
        .iter()
        .map(|r| {
            let holds = condition(&r.trigger, decision);
            let done = if r.done.is_empty() { Some(false) } else { condition(&r.done, decision).0 };
            RecommendationState {
                due: match (done, holds.0) {
                    (Some(true), _) => Due::Done,
                    (_, Some(true)) => Due::Due,
                    (_, Some(false)) => Due::NotYet,
                    (_, None) => Due::Unknown,
                },
                trigger: holds.1,
                evidence: holds.2,
                recommendation: r.clone(),
            }
        })
        .collect()
}

/// Whether a condition holds, the condition in words, and the evidence for the answer.
fn condition(text: &str, decision: &Decision) -> (Option<bool>, String, String) {
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        ["always"] => (Some(true), "always".into(), String::new()),
        ["gate", id, state] => {
            let Some(o) = decision.outcome(id) else {
                return (None, format!("gate \"{id}\" is {state}"), format!("the policy has no gate \"{id}\""));
            };
            let holds = match *state {
                "fail" => o.outcome == Outcome::Fail,
                "pass" => o.outcome == Outcome::Pass,
                "warn" => o.outcome == Outcome::Warn,
                "unknown" => o.outcome == Outcome::Unknown,
                "not-pass" => o.outcome != Outcome::Pass,
                _ => return (None, text.into(), format!("\"{state}\" is not a state of a gate")),
            };
            let words = if *state == "not-pass" {
                "does not pass".to_owned()
            } else if *state == "unknown" {
                "is unknown".to_owned()
            } else {
                format!("is at {state}")
            };
            (
                Some(holds),
                format!("when “{}” {words}", o.label),
                match o.outcome {
                    Outcome::Unknown => "it is unknown now".to_owned(),
                    other => format!("it is at {} now", other.word()),
                },
            )
        }
        ["verdict", id] => {
            let action = decision.verdict.action;
            let named = super::verdict::Action::ALL.iter().find(|a| a.id() == *id);
            match named {
                Some(a) => (
                    Some(action == *a),
                    format!("when the verdict is “{}”", a.inline()),
                    format!("it is “{}” now", action.inline()),
                ),
                None => (None, text.into(), format!("\"{id}\" is not a verdict")),
            }
        }
        ["phase", id, state] => {
            let Some(p) = decision.phases.iter().find(|p| p.phase.word().eq_ignore_ascii_case(id)) else {
                return (None, text.into(), format!("\"{id}\" is not a phase"));
            };
            let done = if p.done { "done" } else { "open" };
            (Some(*state == done), format!("when phase “{}” is {state}", p.phase.word()), format!("it is {done} now"))
        }
        _ => (None, text.into(), "the trigger is not understood".into()),
    }
}
