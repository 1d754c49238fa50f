//! The room: what people expected before the evidence, what they hold after it, and how that compares with the verdict.

use super::verdict::Action;
use crate::data::units::digits;
use crate::scenario::{Ballot, Round, Vote};

/// Most people named in one sentence.
const NAMED: usize = 6;

/// The votes of a workshop beside the verdict of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// What the program says.
    pub verdict: Action,
    /// Who voted.
    pub votes: Vec<Vote>,
}

/// A verdict with the number of votes for it before and after the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Identifier of the verdict.
    pub verdict: String,
    /// Votes before.
    pub before: usize,
    /// Votes after.
    pub after: usize,
}

/// The words of a verdict inside a sentence; an identifier nobody knows stays as it is.
#[must_use]
pub fn inline(id: &str) -> &str {
    Action::ALL.iter().find(|a| a.id() == id).map_or(id, |a| a.inline())
}

/// The words of a verdict by itself.
#[must_use]
pub fn words(id: &str) -> &str {
    Action::ALL.iter().find(|a| a.id() == id).map_or(id, |a| a.words())
}

impl Room {
    /// The votes beside the verdict.
    #[must_use]
    pub fn new(votes: &[Vote], verdict: Action) -> Self {
        Self { verdict, votes: votes.to_vec() }
    }
    /// Votes of a round, with the name.
    #[must_use]
    pub fn ballots(&self, round: Round) -> Vec<(&str, Ballot)> {
        self.votes.iter().filter_map(|v| Some((v.who.as_str(), v.ballot(round)?))).collect()
    }
    /// Those who voted twice: name, before, after.
    #[must_use]
    pub fn twice(&self) -> Vec<(&str, Ballot, Ballot)> {
        let both = |v: &'_ Vote| Some((v.ballot(Round::Before)?, v.ballot(Round::After)?));
        self.votes.iter().filter_map(|v| both(v).map(|(b, a)| (v.who.as_str(), b, a))).collect()
    }
    /// Those whose second vote is another than the first.
    #[must_use]
    pub fn moved(&self) -> Vec<(&str, Ballot, Ballot)> {
        self.twice().into_iter().filter(|(_, before, after)| before.verdict != after.verdict).collect()
    }
    /// Those whose last vote is not the program's verdict.
    #[must_use]
    pub fn dissent(&self) -> Vec<&Vote> {
        let last = |v: &Vote| v.ballot(Round::After).or_else(|| v.ballot(Round::Before));
        self.votes.iter().filter(|v| last(v).is_some_and(|b| b.verdict != self.verdict.id())).collect()
    }
    /// Every verdict somebody voted for, and the program's own, in the order of [`Action::ALL`].
    #[must_use]
    pub fn tallies(&self) -> Vec<Tally> {
        let mut ids: Vec<String> = Action::ALL.iter().map(|a| a.id().to_owned()).collect();
        let (before, after) = (self.ballots(Round::Before), self.ballots(Round::After));
        for (_, ballot) in before.iter().chain(&after) {
            if !ids.contains(&ballot.verdict) {
                ids.push(ballot.verdict.clone());
            }
        }
        let count = |list: &[(&str, Ballot)], id: &str| list.iter().filter(|(_, b)| b.verdict == id).count();
        let all =
            ids.into_iter().map(|id| Tally { before: count(&before, &id), after: count(&after, &id), verdict: id });
        all.filter(|t| t.before + t.after > 0 || t.verdict == self.verdict.id()).collect()
    }
    /// One sentence: how the room stands to the program, and how it stood before the evidence.
    #[must_use]
    pub fn headline(&self) -> Option<String> {
        let count = |round| {
            let all = self.ballots(round);
            (all.iter().filter(|(_, b)| b.verdict == self.verdict.id()).count(), all.len())
        };
        let (before, after) = (count(Round::Before), count(Round::After));
        let says = format!("the program (\u{201c}{}\u{201d})", self.verdict.inline());
        let (m, n) = if after.1 > 0 { after } else { before };
        let verb = if after.1 > 0 { "agrees" } else { "agreed" };
        let who = match (m, n) {
            (_, 0) => return None,
            (0, _) => format!("Nobody {verb} with {says}"),
            (m, n) if m == n => format!("The whole room {verb} with {says}"),
            (m, n) if 2 * m > n => format!("Most of the room {verb} with {says}"),
            (m, n) if 2 * m == n => format!("Half of the room {verb} with {says}"),
            _ => format!("A minority of the room {verb} with {says}"),
        };
        Some(match (before.1, after.1) {
            (_, 0) => format!("{who}: {m} of {n} before the evidence."),
            (0, _) => format!("{who}: {m} of {n} after the evidence."),
            _ => format!("{who}: {m} of {n} after the evidence, {} of {} before it.", before.0, before.1),
        })
    }
    /// How the room voted and moved, one sentence a point; every number is of the people it names.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut list: Vec<String> = self.headline().into_iter().collect();
        list.extend(split(&self.ballots(Round::Before), "Before the evidence", "expected"));
        list.extend(split(&self.ballots(Round::After), "After the evidence", "held"));
        list.extend(self.movement());
        list.extend(self.direction());
        list.extend(self.confidence());
        let (twice, before, after) =
            (self.twice().len(), self.ballots(Round::Before).len(), self.ballots(Round::After).len());
        if after > 0 && before > 0 && (before > twice || after > twice) {
            list.push(format!("{} voted only before the evidence, {} only after it.", before - twice, after - twice));
        }
        list
    }
    fn movement(&self) -> Option<String> {
        let (twice, moved) = (self.twice().len(), self.moved());
        if twice == 0 {
            return None;
        }
        if moved.is_empty() {
            return Some(format!("Nobody changed their mind, of {twice} who voted twice."));
        }
        let quoted = |b: &Ballot| format!("\u{201c}{}\u{201d}", inline(&b.verdict));
        let one = |(who, from, to): &(&str, Ballot, Ballot)| format!("{who} from {} to {}", quoted(from), quoted(to));
        let names: Vec<String> = moved.iter().take(NAMED).map(one).collect();
        let more = if moved.len() > NAMED { format!("; and {} more", moved.len() - NAMED) } else { String::new() };
        Some(format!("{} of {twice} who voted twice changed their mind: {}{more}.", moved.len(), names.join("; ")))
    }
    fn direction(&self) -> Option<String> {
        let twice = self.twice();
        let own = |ballot: &Ballot| ballot.verdict == self.verdict.id();
        let before = twice.iter().filter(|(_, b, _)| own(b)).count();
        let after = twice.iter().filter(|(_, _, a)| own(a)).count();
        let n = twice.len();
        (n > 0).then(|| match after.cmp(&before) {
            std::cmp::Ordering::Greater => {
                format!("The room moved towards the program: of {n} who voted twice, {after} agree with it now and {before} did before.")
            }
            std::cmp::Ordering::Less => {
                format!("The room moved away from the program: of {n} who voted twice, {after} agree with it now and {before} did before.")
            }
            std::cmp::Ordering::Equal => {
                format!("As many agree with the program now as before: {after} of {n} who voted twice.")
            }
        })
    }
    fn confidence(&self) -> Option<String> {
        let both = self.twice().into_iter().filter_map(|(_, b, a)| Some((b.confidence?, a.confidence?)));
        let both: Vec<(u8, u8)> = both.collect();
        if both.is_empty() {
            return None;
        }
        let n = both.len() as f64;
        let mean = |pick: fn(&(u8, u8)) -> u8| (both.iter().map(|c| f64::from(pick(c))).sum::<f64>() / n).round();
        let (before, after) = (mean(|c| c.0), mean(|c| c.1));
        let who = format!("Mean confidence of the {} who stated it both times", both.len());
        let (b, a) = (digits(before, 3), digits(after, 3));
        Some(if after > before {
            format!("{who} rose from {b} % to {a} %.")
        } else if after < before {
            format!("{who} fell from {b} % to {a} %.")
        } else {
            format!("{who} stayed at {a} %.")
        })
    }
}

/// "Before the evidence 4 of 7 expected “measure first”, 2 “expand, targeted” and 1 “do not expand”."
fn split(ballots: &[(&str, Ballot)], when: &str, verb: &str) -> Option<String> {
    let n = ballots.len();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for (_, ballot) in ballots {
        match counts.iter_mut().find(|(id, _)| *id == ballot.verdict) {
            Some((_, n)) => *n += 1,
            None => counts.push((&ballot.verdict, 1)),
        }
    }
    // The most votes first; among equals in the order of the verdicts.
    let order = |id: &str| Action::ALL.iter().position(|a| a.id() == id).unwrap_or(usize::MAX);
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(order(a.0).cmp(&order(b.0))).then(a.0.cmp(b.0)));
    let quoted = |id: &str| format!("\u{201c}{}\u{201d}", inline(id));
    match counts.as_slice() {
        [] => None,
        [(id, 1)] => Some(format!("{when} {} {verb} {}.", ballots.first().map_or("", |b| b.0), quoted(id))),
        [(id, 2)] => Some(format!("{when} both {verb} {}.", quoted(id))),
        [(id, _)] => Some(format!("{when} all {n} {verb} {}.", quoted(id))),
        [(first, most), rest @ .., (last, least)] => {
            let middle: String = rest.iter().map(|(id, k)| format!(", {k} {}", quoted(id))).collect();
            Some(format!("{when} {most} of {n} {verb} {}{middle} and {least} {}.", quoted(first), quoted(last)))
        }
    }
}

#[cfg(test)]
#[path = "room_tests.rs"]
mod tests;
