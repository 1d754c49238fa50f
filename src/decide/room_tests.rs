use super::*;
use crate::num::stream::Stream;

fn ballot(verdict: &str, confidence: Option<u8>) -> Ballot {
    Ballot { verdict: verdict.into(), confidence }
}

fn vote(who: &str, before: Option<&str>, after: Option<&str>) -> Vote {
    Vote {
        who: who.into(),
        verdict: before.unwrap_or("").into(),
        confidence: None,
        after: after.map(|a| ballot(a, None)),
    }
}

/// A room of up to twelve people, some of whom voted once.
fn random(stream: &mut Stream) -> (Vec<Vote>, Action) {
    let any = |s: &mut Stream| Action::ALL[s.below(5)].id();
    let sure = |s: &mut Stream| (s.uniform() < 0.6).then(|| u8::try_from(s.below(101)).unwrap_or(0));
    let votes = (0..stream.below(13)).map(|i| {
        let mut vote = Vote { who: format!("P{i}"), ..Vote::default() };
        let kind = stream.below(4);
        if kind != 0 {
            vote.set(Round::Before, Some(ballot(any(stream), sure(stream))));
        }
        if kind != 1 {
            // Many stay where they are.
            let verdict = if stream.uniform() < 0.4 && kind != 0 { vote.verdict.clone() } else { any(stream).into() };
            vote.set(Round::After, Some(ballot(&verdict, sure(stream))));
        }
        vote
    });
    let votes: Vec<Vote> = votes.collect();
    (votes, Action::ALL[stream.below(5)])
}

/// The whole numbers of a sentence, outside of quotation marks and of names like "P7".
fn numbers(sentence: &str) -> Vec<usize> {
    let mut quoted = false;
    let plain: String = sentence
        .chars()
        .filter(|c| {
            quoted = (quoted || *c == '\u{201c}') && *c != '\u{201d}';
            !quoted
        })
        .collect();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| w.chars().all(|c| c.is_ascii_digit())).filter_map(|w| w.parse().ok()).collect()
}

#[test]
fn every_sentence_about_a_thousand_rooms_is_true() {
    for i in 0..1000 {
        let (votes, verdict) = random(&mut Stream::new(7, i));
        let sentences = Room::new(&votes, verdict).sentences();
        let before: Vec<&str> = votes.iter().map(|v| v.verdict.as_str()).filter(|v| !v.is_empty()).collect();
        let after: Vec<&str> = votes.iter().filter_map(|v| v.after.as_ref()).map(|b| b.verdict.as_str()).collect();
        let both: Vec<&Vote> = votes.iter().filter(|v| !v.verdict.is_empty() && v.after.is_some()).collect();
        let now = |v: &Vote| v.after.as_ref().map(|a| a.verdict.clone()).unwrap_or_default();
        let own = |list: &[&str]| list.iter().filter(|v| **v == verdict.id()).count();
        assert_eq!(sentences.is_empty(), votes.is_empty(), "{sentences:?}");
        for s in &sentences {
            let n = numbers(s);
            let moved = both.iter().filter(|v| v.verdict != now(v)).count();
            let had = both.iter().filter(|v| v.verdict == verdict.id()).count();
            let has = both.iter().filter(|v| now(v) == verdict.id()).count();
            if s.contains("voted only before") {
                assert_eq!(n, [before.len() - both.len(), after.len() - both.len()], "{s}");
            } else if s.starts_with("Mean confidence") {
                let pairs: Vec<(f64, f64)> = both
                    .iter()
                    .filter_map(|v| Some((f64::from(v.confidence?), f64::from(v.after.as_ref()?.confidence?))))
                    .collect();
                let k = pairs.len();
                let mean = |sum: f64| (sum / k as f64).round() as usize;
                let (b, a) = (mean(pairs.iter().map(|p| p.0).sum()), mean(pairs.iter().map(|p| p.1).sum()));
                let expected = if a == b { vec![k, a] } else { vec![k, b, a] };
                assert_eq!(n, expected, "{s}");
                assert_eq!(s.contains(" rose "), a > b, "{s}");
                assert_eq!(s.contains(" fell "), a < b, "{s}");
            } else if s.starts_with("Nobody changed") {
                assert_eq!((n.as_slice(), moved), ([both.len()].as_slice(), 0), "{s}");
            } else if s.contains("changed their mind:") {
                assert_eq!(n[..2], [moved, both.len()], "{s}");
                assert!(moved > 0);
                for v in both.iter().filter(|v| v.verdict != now(v)).take(NAMED) {
                    let part = format!(
                        "{} from \u{201c}{}\u{201d} to \u{201c}{}\u{201d}",
                        v.who,
                        inline(&v.verdict),
                        inline(&now(v))
                    );
                    assert!(s.contains(&part), "{part} in {s}");
                }
            } else if s.starts_with("The room moved") {
                assert_eq!(n, [both.len(), has, had], "{s}");
                assert_eq!(s.contains("towards"), has > had, "{s}");
                assert_eq!(s.contains("away from"), has < had, "{s}");
            } else if s.starts_with("As many agree") {
                assert_eq!((n.as_slice(), has), ([has, both.len()].as_slice(), had), "{s}");
            } else if s.contains("the program") {
                let last = if after.is_empty() { &before } else { &after };
                let (m, all) = (own(last), last.len());
                let expected = match (before.is_empty(), after.is_empty()) {
                    (false, false) => vec![m, all, own(&before), before.len()],
                    _ => vec![m, all],
                };
                assert_eq!(n, expected, "{s}");
                assert_eq!(s.starts_with("Nobody"), m == 0, "{s}");
                assert_eq!(s.starts_with("The whole"), m == all, "{s}");
                assert_eq!(s.starts_with("Most"), m < all && 2 * m > all, "{s}");
                assert_eq!(s.starts_with("Half"), 2 * m == all, "{s}");
                assert_eq!(s.starts_with("A minority"), m > 0 && 2 * m < all, "{s}");
                assert!(s.contains(verdict.inline()));
            } else {
                let list = if s.starts_with("Before") { &before } else { &after };
                for action in Action::ALL {
                    let quoted = format!("\u{201c}{}\u{201d}", action.inline());
                    assert_eq!(s.contains(&quoted), list.contains(&action.id()), "{s}");
                }
                // Each number but "of N" is a count, and they sum to N.
                if list.len() > 1 && !s.contains(" all ") && !s.contains(" both ") {
                    assert_eq!(n[1], list.len(), "{s}");
                    assert_eq!(n[0] + n[2..].iter().sum::<usize>(), list.len(), "{s}");
                } else if s.contains(" both ") {
                    assert_eq!(list.len(), 2, "{s}");
                } else if list.len() > 1 {
                    assert_eq!(n, [list.len()], "{s}");
                }
            }
        }
    }
}

#[test]
fn a_room_reads_as_a_person_would_say_it() {
    let votes = [
        vote("Anna", Some("expand_targeted"), Some("complete_foundation")),
        vote("Ben", Some("expand_targeted"), Some("expand_targeted")),
        vote("Cy", Some("complete_foundation"), Some("complete_foundation")),
        vote("Di", Some("measure_first"), None),
    ];
    let room = Room::new(&votes, Action::CompleteFoundation);
    assert_eq!(
        room.sentences(),
        [
            "Most of the room agrees with the program (“complete the foundation first”): 2 of 3 after the evidence, 1 of 4 before it.",
            "Before the evidence 2 of 4 expected “expand, targeted”, 1 “complete the foundation first” and 1 “measure first”.",
            "After the evidence 2 of 3 held “complete the foundation first” and 1 “expand, targeted”.",
            "1 of 3 who voted twice changed their mind: Anna from “expand, targeted” to “complete the foundation first”.",
            "The room moved towards the program: of 3 who voted twice, 2 agree with it now and 1 did before.",
            "1 voted only before the evidence, 0 only after it.",
        ]
    );
    let dissent: Vec<&str> = room.dissent().iter().map(|v| v.who.as_str()).collect();
    assert_eq!(dissent, ["Ben", "Di"]);
    let tallies: Vec<(String, usize, usize)> =
        room.tallies().into_iter().map(|t| (t.verdict, t.before, t.after)).collect();
    assert_eq!(
        tallies,
        [("complete_foundation".into(), 1, 2), ("measure_first".into(), 1, 0), ("expand_targeted".into(), 2, 1)]
    );
}

#[test]
fn a_vote_nobody_knows_stays_as_it_was_written() {
    let room = Room::new(&[vote("Anna", Some("sell_everything"), None)], Action::MeasureFirst);
    assert_eq!(
        room.sentences(),
        [
            "Nobody agreed with the program (“measure first”): 0 of 1 before the evidence.",
            "Before the evidence Anna expected “sell_everything”.",
        ]
    );
    assert_eq!(room.tallies().len(), 2);
}
