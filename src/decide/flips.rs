//! What would flip the verdict: for each threshold, measured fact and assumption the nearest value at which it changes.
//!
//! Found by search on the real decision function: a scan over the slider's range, then bisection to the last digit
//! that matters. Nothing is approximated by a derivative.

use super::context::Context;
use super::edge::{Edge, edge, sentence};
use super::ground::{Ground, Moved};
use super::judge::Outcome;
use super::subject::{FlipSubject, GRID, Subject, subjects};
use super::verdict::Action;
use crate::data::{Progress, Steps, Unit};
use crate::num::normal;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// One place where the verdict changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flip {
    /// What is being moved.
    pub subject: FlipSubject,
    /// Its name.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Range that was searched.
    pub range: (f64, f64),
    /// True where the range was searched on a logarithmic scale.
    pub log: bool,
    /// Value today; `None` for a fact that is unknown.
    pub today: Option<f64>,
    /// First value, going away from today, at which the verdict is another.
    pub at: f64,
    /// Last value of the stretch that begins there, where the verdict changes once more within the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<f64>,
    /// The verdict there.
    pub becomes: Action,
    /// Distance from today as a share of the searched range.
    pub distance: f64,
    /// Distance in standard deviations of what is uncertain about it, where that is known: the standard error of a
    /// measurement with the error that raters share or that of a stated quality, the plausible range of an assumption.
    pub sds: Option<f64>,
    /// Probability that its true value lies there, up to `until` (normal; on the logarithm of an assumption on such a scale).
    /// `None` for what is chosen, as thresholds and budgets are, and where no error is known.
    pub plausibility: Option<f64>,
    /// The sentence shown to people.
    pub sentence: String,
}

/// The search, one subject a step.
pub struct FlipSearch {
    ground: Ground,
    now: Action,
    subjects: Vec<Subject>,
    next: usize,
    found: Vec<Flip>,
}

impl FlipSearch {
    /// A search around the scenario of `ctx`.
    #[must_use]
    pub fn new(ctx: &Context<'_>) -> Self {
        let ground = Ground::new(ctx);
        Self { now: ground.action(ctx), ground, subjects: subjects(ctx), next: 0, found: Vec::new() }
    }
    /// Number of subjects.
    #[must_use]
    pub fn subjects(&self) -> usize {
        self.subjects.len()
    }
}

impl Steps for FlipSearch {
    /// The context of [`FlipSearch::new`].
    type Given<'a> = Context<'a>;
    type Output = Vec<Flip>;

    /// Searches one subject.
    fn step(&mut self, ctx: Context<'_>) -> Progress {
        if let Some(subject) = self.subjects.get(self.next) {
            self.found.extend(search(&ctx, &self.ground, subject, self.now));
            self.next += 1;
        }
        Progress::of("searching what would flip the verdict", self.next, self.subjects.len())
    }
    /// The flips, nearest first.
    fn finish(mut self) -> Vec<Flip> {
        self.found.sort_by(|a, b| a.distance.total_cmp(&b.distance).then_with(|| a.subject.cmp(&b.subject)));
        self.found
    }
}

/// Every way to flip the verdict by moving one thing, nearest first.
#[must_use]
pub fn flips(ctx: &Context<'_>) -> Vec<Flip> {
    FlipSearch::new(ctx).run(*ctx)
}

/// Evenly spaced points of the scan on each side of today.
const SCAN: usize = 41;

/// Places of the scan from one position to another: evenly spaced, with those between at which a grid of verdicts looks, so
/// that no verdict stands in a cell beside today and in no flip.
fn places(from: f64, to: f64) -> Vec<f64> {
    let even = (0..=SCAN).map(|i| from + (to - from) * i as f64 / SCAN as f64);
    let cells = (0..GRID).map(|i| i as f64 / (GRID - 1) as f64).filter(|p| (p - from) * (to - p) > 0.0);
    let mut all: Vec<f64> = even.chain(cells).collect();
    all.sort_by(|a, b| if to > from { a.total_cmp(b) } else { b.total_cmp(a) });
    all.dedup();
    all
}

fn search(ctx: &Context<'_>, ground: &Ground, s: &Subject, now: Action) -> Vec<Flip> {
    let watch = match &s.subject {
        FlipSubject::Threshold(gate) => ground.watch(ctx, Moved::Threshold(gate)),
        FlipSubject::Fact(fact) => ground.watch(ctx, Moved::Fact(fact)),
        FlipSubject::Assumption(_) => None,
    };
    let seen: RefCell<Vec<(Vec<(Outcome, bool)>, Action)>> = RefCell::default();
    let verdict = |value: f64| {
        let outcomes = watch.as_ref().and_then(|w| w.outcomes(ground, ctx, value));
        let known = outcomes.as_ref().and_then(|o| seen.borrow().iter().find(|k| k.0 == *o).map(|k| k.1));
        known.unwrap_or_else(|| {
            let scenario = s.at(ctx.scenario, value);
            let action = ground.action(&Context { scenario: &scenario, ..*ctx });
            seen.borrow_mut().extend(outcomes.map(|o| (o, action)));
            action
        })
    };
    let line = Line { s, currency: &ctx.pack.currency, verdict: &verdict };
    let Some(value_today) = s.today else { return line.search_unknown(now) };
    // Where the doubt about a measurement decides, its value known for certain would give another verdict as it stands.
    if matches!(s.subject, FlipSubject::Fact(_)) && verdict(value_today) != now {
        return line.search_unknown(now);
    }
    let today = s.position(value_today).clamp(0.0, 1.0);
    let mut found = Vec::new();
    for end in [0.0, 1.0] {
        let up = end > today;
        let places = places(today, end);
        let at = |i: usize| places[i];
        let last = places.len() - 1;
        let Some((first, becomes)) = (1..=last).map(|i| (i, line.at(at(i)))).find(|f| f.1 != now) else { continue };
        let (from, becomes) = line.begin(at(first - 1), at(first), now, becomes, up);
        // The stretch may end before the range does.
        let turn = (first..=last).find(|&i| line.at(at(i)) != becomes);
        let until = turn.map(|i| line.end(at(i.max(1) - 1), at(i), &from, becomes, up));
        found.push(line.flip(&from, until.as_ref(), becomes, today, up));
    }
    found
}

/// The range of a subject with the verdict at each of its values.
struct Line<'a> {
    s: &'a Subject,
    currency: &'a str,
    verdict: &'a dyn Fn(f64) -> Action,
}

impl Line<'_> {
    /// Verdict at a position.
    fn at(&self, position: f64) -> Action {
        (self.verdict)(self.s.value(position))
    }

    /// Where another verdict begins between two positions, and which.
    fn begin(&self, same: f64, other: f64, now: Action, becomes: Action, up: bool) -> (Edge, Action) {
        let (same, other, becomes) = self.bisect(same, other, now, becomes);
        (self.edge(other, same, becomes, up), becomes)
    }

    /// Where the stretch that began at `from` ends between two positions.
    fn end(&self, inside: f64, outside: f64, from: &Edge, becomes: Action, up: bool) -> Edge {
        // Narrowing the begin may have found a verdict that ends before the point that was scanned.
        let begin = self.s.position(from.at);
        let inside = if self.at(inside) == becomes { inside } else { begin };
        let (inside, outside, _) = self.bisect(inside, outside, becomes, self.at(outside));
        self.edge(inside, outside, becomes, !up)
    }

    fn edge(&self, inside: f64, outside: f64, becomes: Action, up: bool) -> Edge {
        let (inside, outside) = (self.s.value(inside), self.s.value(outside));
        edge(self.s, &|v| (self.verdict)(v) == becomes, inside, outside, up)
    }

    /// Narrows the place where the verdict turns from `before`, that of position `same`, to another, first seen at `other`
    /// as `becomes`. (The value at a position that was computed from a value may be another float than that value.)
    fn bisect(&self, mut same: f64, mut other: f64, before: Action, mut becomes: Action) -> (f64, f64, Action) {
        for _ in 0..44 {
            let middle = 0.5 * (same + other);
            let v = self.at(middle);
            if v == before {
                same = middle;
            } else {
                (other, becomes) = (middle, v);
            }
        }
        (same, other, becomes)
    }

    /// For a fact that is unknown today, or too uncertain: the values from which on, up or down, knowing it would give another
    /// verdict than not knowing it does. The two ends of its range are tried, and each is followed inwards to where its verdict ends.
    fn search_unknown(&self, now: Action) -> Vec<Flip> {
        let s = self.s;
        let mut found: Vec<Flip> = Vec::new();
        for (end, inwards) in [(0.0, 1.0), (1.0, 0.0)] {
            let becomes = self.at(end);
            if becomes == now {
                continue;
            }
            let up = end > 0.5;
            let places = places(end, inwards);
            let at = |i: usize| places[i];
            let turn = (1..places.len()).find(|&i| self.at(at(i)) != becomes);
            let edge = turn.map(|i| {
                let (inside, outside, _) = self.bisect(at(i - 1), at(i), becomes, self.at(at(i)));
                self.edge(inside, outside, becomes, up)
            });
            // A verdict that holds over the whole range comes with any value.
            let everywhere = Edge { at: s.range.0, shown: s.range.0, strict: false };
            // Where nobody knows where today is, the distance is that from the middle of the range.
            let from = s.today.map_or(0.5, |t| s.position(t).clamp(0.0, 1.0));
            found.push(self.flip(edge.as_ref().unwrap_or(&everywhere), None, becomes, from, up || edge.is_none()));
            if edge.is_none() {
                break;
            }
        }
        found.extend(self.between(now));
        found
    }

    /// The stretches between those at the two ends of the range, each seen from today's side.
    fn between(&self, now: Action) -> Vec<Flip> {
        let places = places(0.0, 1.0);
        let verdicts: Vec<Action> = places.iter().map(|p| self.at(*p)).collect();
        let turns: Vec<usize> = (1..places.len()).filter(|&i| verdicts[i] != verdicts[i - 1]).collect();
        let today = self.s.today.map_or(0.5, |t| self.s.position(t).clamp(0.0, 1.0));
        let of = |pair: &[usize]| {
            let (first, last) = (pair[0], pair[1] - 1);
            let becomes = verdicts[first];
            let (below, low, _) = self.bisect(places[first - 1], places[first], verdicts[first - 1], becomes);
            let (high, above, _) = self.bisect(places[last], places[last + 1], becomes, verdicts[last + 1]);
            let up = low >= today || high > today;
            let (from, until) = if up { ((low, below), (high, above)) } else { ((high, above), (low, below)) };
            let (from, until) = (self.edge(from.0, from.1, becomes, up), self.edge(until.0, until.1, becomes, !up));
            (becomes != now).then(|| self.flip(&from, Some(&until), becomes, today, up))
        };
        turns.windows(2).filter_map(of).collect()
    }

    /// The flip of a subject, seen from a position on its slider; `up` where the values above give the new verdict.
    fn flip(&self, edge: &Edge, until: Option<&Edge>, becomes: Action, from: f64, up: bool) -> Flip {
        let s = self.s;
        let sds = s.today.and_then(|today| s.deviations(today, edge.at));
        let beyond = until.and_then(|e| s.deviations(s.today?, e.at));
        // A measurement whose doubt decides may lie in the stretch already.
        let inside = s.today.is_some_and(|t| if up { t >= edge.at } else { t <= edge.at });
        let tail = |z: f64| normal::cdf(if inside { z } else { -z });
        Flip {
            subject: s.subject.clone(),
            label: s.label.clone(),
            unit: s.unit,
            range: s.range,
            log: s.log,
            today: s.today,
            at: edge.at,
            until: until.map(|e| e.at),
            becomes,
            distance: (s.position(edge.at) - from).abs(),
            sds,
            plausibility: sds.map(|z| tail(z) - beyond.map_or(0.0, |b| normal::cdf(-b))),
            sentence: sentence(self.currency, s, edge, until, up, inside, becomes),
        }
    }
}
