//! Votes of a workshop: what each person expects before the evidence is shown, and holds after it.

use super::edit_error::EditError;
use serde::{Deserialize, Serialize};

/// Most people who vote in a scenario.
pub const MOST_VOTES: usize = 200;

/// What a participant thought before the evidence was shown, and after it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Vote {
    /// Who.
    pub who: String,
    /// Verdict identifier expected before the evidence; empty for someone who voted only after it.
    pub verdict: String,
    /// How sure of it, in per cent, where the person said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// The vote after the evidence, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Ballot>,
}

/// One vote: a verdict, and how sure of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ballot {
    /// Verdict identifier.
    pub verdict: String,
    /// How sure of it, in per cent, where the person said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// When a vote is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// Before the evidence is shown.
    #[default]
    Before,
    /// After it.
    After,
}

impl Vote {
    /// The vote of a round, where the person gave one.
    #[must_use]
    pub fn ballot(&self, round: Round) -> Option<Ballot> {
        match round {
            Round::Before => (!self.verdict.is_empty())
                .then(|| Ballot { verdict: self.verdict.clone(), confidence: self.confidence }),
            Round::After => self.after.clone(),
        }
    }
    /// Puts a ballot in the place of the one of that round.
    pub fn set(&mut self, round: Round, ballot: Option<Ballot>) {
        match round {
            Round::Before => {
                let ballot = ballot.unwrap_or_default();
                (self.verdict, self.confidence) = (ballot.verdict, ballot.confidence);
            }
            Round::After => self.after = ballot,
        }
    }
    /// True where nothing is left of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.verdict.is_empty() && self.after.is_none()
    }
}

/// Records a ballot among the votes, or takes it out.
/// The same name in other letters is the same person; a second vote of a round replaces the first, in its place.
pub fn record(votes: &mut Vec<Vote>, who: &str, round: Round, ballot: Option<&Ballot>) -> Result<(), EditError> {
    if let Some(confidence) = ballot.and_then(|b| b.confidence).filter(|c| *c > 100) {
        return Err(EditError::Confidence(confidence));
    }
    let at = votes.iter().position(|v| v.who.to_lowercase() == who.to_lowercase());
    let mut vote =
        at.and_then(|i| votes.get(i).cloned()).unwrap_or_else(|| Vote { who: who.to_owned(), ..Vote::default() });
    vote.set(round, ballot.filter(|b| !b.verdict.is_empty()).cloned());
    match at {
        Some(i) if vote.is_empty() => {
            votes.remove(i);
        }
        Some(i) => votes[i] = vote,
        None if vote.is_empty() => {}
        None if votes.len() >= MOST_VOTES => return Err(EditError::TooManyVotes(MOST_VOTES)),
        None => votes.push(vote),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballot(verdict: &str, confidence: Option<u8>) -> Ballot {
        Ballot { verdict: verdict.into(), confidence }
    }

    #[test]
    fn a_person_has_one_vote_a_round_whatever_the_letters() {
        let mut votes = Vec::new();
        let mut put = |who: &str, round, ballot: Option<&Ballot>| record(&mut votes, who, round, ballot);
        assert_eq!(put("Anna", Round::Before, Some(&ballot("measure_first", Some(60)))), Ok(()));
        assert_eq!(put("Ben", Round::Before, Some(&ballot("expand_targeted", None))), Ok(()));
        assert_eq!(put("ANNA", Round::Before, Some(&ballot("do_not_expand", None))), Ok(()));
        assert_eq!(put("anna", Round::After, Some(&ballot("measure_first", Some(90)))), Ok(()));
        assert_eq!(put("Ben", Round::Before, None), Ok(()));
        assert_eq!(put("Ben", Round::After, None), Ok(()));
        assert_eq!(put("Cy", Round::After, Some(&ballot("measure_first", Some(101)))), Err(EditError::Confidence(101)));
        let anna = Vote {
            who: "Anna".into(),
            verdict: "do_not_expand".into(),
            confidence: None,
            after: Some(ballot("measure_first", Some(90))),
        };
        assert_eq!(votes, [anna]);
    }

    #[test]
    fn there_is_an_end_to_the_votes() {
        let mut votes = Vec::new();
        for i in 0..MOST_VOTES {
            assert_eq!(record(&mut votes, &format!("p{i}"), Round::Before, Some(&ballot("x", None))), Ok(()));
        }
        let one_more = record(&mut votes, "late", Round::Before, Some(&ballot("x", None)));
        assert_eq!(one_more, Err(EditError::TooManyVotes(MOST_VOTES)));
    }

    #[test]
    fn votes_of_earlier_versions_are_read_and_later_ones_read_by_them() {
        let old: Vote = serde_json::from_str(r#"{"who":"Anna","verdict":"measure_first"}"#).expect("it is a vote");
        assert_eq!(old, Vote { who: "Anna".into(), verdict: "measure_first".into(), ..Vote::default() });
        assert_eq!(serde_json::to_string(&old).expect("it is JSON"), r#"{"who":"Anna","verdict":"measure_first"}"#);
    }
}
