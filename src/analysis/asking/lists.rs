//! The lists of a policy as forms: a column for each thing that can be said of a row. Adding a column is one entry here.

use super::found_metrics;
use crate::analysis::Prepared;
use crate::data::evaluation::metric_id;
use crate::data::{Direction, Unit, units};
use crate::decide::Action;
use crate::decide::chance::STANCES;
use crate::policy::{Family, ListKind, MetricSpec, PackLists, Perspective, Phase, PolicyPack, Recommendation, Tier};
use std::collections::BTreeSet;

/// Something that can be chosen: what is kept, and its words.
pub type Choice = (String, String);

/// How a cell is read and written.
pub enum Cell<R> {
    /// Text of one line.
    Text(fn(&R) -> String, fn(&mut R, String)),
    /// A number; emptied where there may be none.
    Amount(Unit, fn(&R) -> Option<f64>, fn(&mut R, Option<f64>)),
    /// Yes or no.
    Yes(fn(&R) -> bool, fn(&mut R, bool)),
    /// One of some.
    Choice(fn(&PolicyPack) -> Vec<Choice>, fn(&R) -> String, fn(&mut R, String)),
}

/// A column of the form.
pub struct Column<R> {
    /// Its head.
    pub label: &'static str,
    /// Its cells.
    pub cell: Cell<R>,
}

/// A row of a list.
pub trait Row: Clone + PartialEq + Send + Sync + Sized + 'static {
    /// Which list it is of.
    const KIND: ListKind;
    /// One row, for the button that adds one.
    const ONE: &'static str;
    /// What the list is for, and what follows where it is empty.
    const ABOUT: &'static str;
    /// What has rows that the list may lack ([`Row::found`]), after "your".
    const ELSEWHERE: &'static str = "inventory has";
    /// The columns, in the order in which they are shown.
    fn columns() -> Vec<Column<Self>>;
    /// The list in a pack.
    fn rows(pack: &PolicyPack) -> &[Self];
    /// The list as a change of a pack.
    fn lists(rows: Vec<Self>) -> PackLists;
    /// What a row is called.
    fn name(&self) -> String;
    /// A row to begin with, beside those that are there.
    fn blank(rows: &[Self]) -> Self;
    /// Why the row cannot be removed; `None` where it can.
    fn kept(&self, _pack: &PolicyPack) -> Option<String> {
        None
    }
    /// Rows that the evidence has and the list lacks.
    fn found(_prepared: &Prepared, _rows: &[Self]) -> Vec<Self> {
        Vec::new()
    }
}

impl Row for Tier {
    const KIND: ListKind = ListKind::Tiers;
    const ONE: &'static str = "tier";
    const ABOUT: &'static str = "Quality classes of the data, best first. Weights are shares of their sum. Without tiers nothing is asked by tier.";
    fn columns() -> Vec<Column<Self>> {
        vec![
            // A number is what the column `tier` of an inventory holds.
            Column {
                label: "Number",
                cell: Cell::Amount(
                    Unit::Count,
                    |t| Some(f64::from(t.tier)),
                    |t, v| t.tier = v.filter(|v| (0.0..=255.0).contains(v)).map_or(t.tier, |v| v.round() as u8),
                ),
            },
            Column { label: "Name", cell: Cell::Text(|t| t.label.clone(), |t, v| t.label = v) },
            Column {
                label: "Lowest quality",
                cell: Cell::Amount(
                    Unit::Fraction,
                    |t| Some(t.minimum_quality),
                    |t, v| t.minimum_quality = v.unwrap_or(0.0),
                ),
            },
            Column {
                label: "Share of the training weight",
                cell: Cell::Amount(Unit::Fraction, |t| Some(t.weight), |t, v| t.weight = v.unwrap_or(0.0)),
            },
        ]
    }
    fn rows(pack: &PolicyPack) -> &[Self] {
        &pack.tiers
    }
    fn lists(rows: Vec<Self>) -> PackLists {
        PackLists { tiers: Some(rows), ..PackLists::default() }
    }
    fn name(&self) -> String {
        format!("tier {}", self.tier)
    }
    fn blank(rows: &[Self]) -> Self {
        let tier = rows.iter().map(|t| t.tier).max().unwrap_or(0).saturating_add(1);
        Self {
            tier,
            label: format!("Tier {tier}"),
            minimum_quality: 0.0,
            weight: if rows.is_empty() { 1.0 } else { 0.0 },
        }
    }
    fn found(prepared: &Prepared, rows: &[Self]) -> Vec<Self> {
        let new = prepared.evidence.datasets.iter().filter_map(|d| d.tier);
        let new: BTreeSet<u8> = new.filter(|tier| rows.iter().all(|r| r.tier != *tier)).collect();
        // Equal shares where nothing is said of any: no tier is worth nothing because nobody has typed.
        let weight = if rows.is_empty() { 1.0 / new.len().max(1) as f64 } else { 0.0 };
        new.into_iter().map(|tier| Self { tier, label: format!("Tier {tier}"), minimum_quality: 0.0, weight }).collect()
    }
}

impl Row for Family {
    const KIND: ListKind = ListKind::Families;
    const ONE: &'static str = "family";
    const ABOUT: &'static str =
        "What the inventory has to hold some of. The identifier is what the column \u{201c}family\u{201d} holds.";
    fn columns() -> Vec<Column<Self>> {
        vec![
            Column { label: "Identifier", cell: Cell::Text(|f| f.id.clone(), |f, v| f.id = v) },
            Column { label: "Name", cell: Cell::Text(|f| f.label.clone(), |f, v| f.label = v) },
            Column {
                label: "Fewest objects",
                cell: Cell::Amount(Unit::Count, |f| f.minimum_objects, |f, v| f.minimum_objects = v),
            },
            Column { label: "For tests only", cell: Cell::Yes(|f| f.holdout, |f, v| f.holdout = v) },
            Column {
                label: "Serves the metrics",
                cell: Cell::Text(|f| f.serves.join(", "), |f, v| f.serves = parts(&v)),
            },
        ]
    }
    fn rows(pack: &PolicyPack) -> &[Self] {
        &pack.families
    }
    fn lists(rows: Vec<Self>) -> PackLists {
        PackLists { families: Some(rows), ..PackLists::default() }
    }
    fn name(&self) -> String {
        self.label.clone()
    }
    fn blank(rows: &[Self]) -> Self {
        let id = free("family", rows.iter().map(|f| &f.id));
        family(&id, &id)
    }
    fn found(prepared: &Prepared, rows: &[Self]) -> Vec<Self> {
        let new = prepared.evidence.datasets.iter().filter_map(|d| d.family.as_ref());
        let new: BTreeSet<&String> = new.filter(|id| rows.iter().all(|r| !r.id.eq_ignore_ascii_case(id))).collect();
        new.into_iter().map(|id| family(id, id)).collect()
    }
}

fn family(id: &str, label: &str) -> Family {
    Family { id: id.to_owned(), label: label.to_owned(), minimum_objects: None, holdout: false, serves: Vec::new() }
}

/// Scales that a metric may be written on.
const SCALES: [(f64, f64); 6] = [(0.0, 1.0), (0.0, 100.0), (-1.0, 1.0), (1.0, 5.0), (1.0, 7.0), (1.0, 10.0)];

fn scale_id(range: Option<(f64, f64)>) -> String {
    range.map_or_else(String::new, |(low, high)| format!("{low}:{high}"))
}

impl Row for MetricSpec {
    const KIND: ListKind = ListKind::Metrics;
    const ELSEWHERE: &'static str = "evaluations and curves have";
    const ONE: &'static str = "metric";
    const ABOUT: &'static str = "What the policy knows of its metrics: which way each improves, on which scale it is written, by which other names files \
         call it, and whether people or a model give it.";
    fn columns() -> Vec<Column<Self>> {
        vec![
            Column { label: "Identifier", cell: Cell::Text(|m| m.id.clone(), |m, v| m.id = v) },
            Column { label: "Name", cell: Cell::Text(|m| m.label.clone(), |m, v| m.label = v) },
            Column {
                label: "Improves",
                cell: Cell::Choice(
                    |_| {
                        [Direction::Higher, Direction::Lower]
                            .map(|d| (direction_id(d).to_owned(), d.words().to_owned()))
                            .to_vec()
                    },
                    |m| direction_id(m.direction).to_owned(),
                    |m, v| m.direction = if v == "lower" { Direction::Lower } else { Direction::Higher },
                ),
            },
            Column {
                label: "Scale",
                cell: Cell::Choice(
                    |pack| {
                        let mut ranges = SCALES.to_vec();
                        ranges.extend(pack.metrics.iter().filter_map(|m| m.range).filter(|r| !SCALES.contains(r)));
                        let named = ranges
                            .into_iter()
                            .map(|(low, high)| (scale_id(Some((low, high))), format!("{low} to {high}")));
                        let mut all = vec![(String::new(), "open".to_owned())];
                        for choice in named {
                            if !all.contains(&choice) {
                                all.push(choice);
                            }
                        }
                        all
                    },
                    |m| scale_id(m.range),
                    |m, v| {
                        let ends =
                            v.split_once(':').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
                        m.range = ends;
                    },
                ),
            },
            Column {
                label: "Other names in files",
                cell: Cell::Text(|m| m.aliases.join(", "), |m, v| m.aliases = parts(&v)),
            },
            Column { label: "Rated by people or a model", cell: Cell::Yes(|m| m.rated, |m, v| m.rated = v) },
        ]
    }
    fn rows(pack: &PolicyPack) -> &[Self] {
        &pack.metrics
    }
    fn lists(rows: Vec<Self>) -> PackLists {
        PackLists { metrics: Some(rows), ..PackLists::default() }
    }
    fn name(&self) -> String {
        self.label.clone()
    }
    fn blank(rows: &[Self]) -> Self {
        let id = free("metric", rows.iter().map(|m| &m.id));
        Self { label: id.clone(), id, direction: Direction::Higher, range: None, aliases: Vec::new(), rated: false }
    }
    fn kept(&self, pack: &PolicyPack) -> Option<String> {
        let gates = pack.gates.iter().filter(|g| g.metric() == Some(self.id.as_str()));
        let labels: Vec<String> = gates.map(|g| format!("\u{201c}{}\u{201d}", g.label)).collect();
        (!labels.is_empty()).then(|| format!("Asked by {}: remove that first", units::several(&labels)))
    }
    fn found(prepared: &Prepared, rows: &[Self]) -> Vec<Self> {
        let pack = PolicyPack { metrics: rows.to_vec(), ..PolicyPack::default() };
        let found = found_metrics(&prepared.evidence, &pack);
        found.iter().filter(|m| pack.metric(&m.id).is_none()).map(|m| m.spec()).collect()
    }
}

fn direction_id(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
    }
}

/// The parts of a list that a person typed, without empty ones.
fn parts(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

impl Row for Perspective {
    const KIND: ListKind = ListKind::Perspectives;
    const ONE: &'static str = "perspective";
    const ABOUT: &'static str =
        "Stances that are put to the same evidence: what each would do, what that brings, what it would regret.";
    fn columns() -> Vec<Column<Self>> {
        vec![
            Column { label: "Stance", cell: Cell::Text(|p| p.label.clone(), |p, v| p.label = v) },
            Column { label: "Its argument", cell: Cell::Text(|p| p.argument.clone(), |p, v| p.argument = v) },
            Column {
                label: "What it does",
                cell: Cell::Choice(
                    |_| STANCES.iter().map(|s| (s.id().to_owned(), s.label().to_owned())).collect(),
                    |p| p.rule.clone(),
                    |p, v| p.rule = v,
                ),
            },
            Column { label: "The team's own", cell: Cell::Yes(|p| p.own, |p, v| p.own = v) },
        ]
    }
    fn rows(pack: &PolicyPack) -> &[Self] {
        &pack.perspectives
    }
    fn lists(rows: Vec<Self>) -> PackLists {
        PackLists { perspectives: Some(rows), ..PackLists::default() }
    }
    fn name(&self) -> String {
        self.label.clone()
    }
    fn blank(rows: &[Self]) -> Self {
        let id = free("perspective", rows.iter().map(|p| &p.id));
        let rule = STANCES.iter().find(|s| rows.iter().all(|r| r.rule != s.id())).or(STANCES.first());
        Self {
            label: rule.map_or_else(|| id.clone(), |s| s.label().to_owned()),
            id,
            argument: String::new(),
            rule: rule.map_or_else(String::new, |s| s.id().to_owned()),
            with: std::collections::BTreeMap::new(),
            own: false,
        }
    }
}

impl Row for Recommendation {
    const KIND: ListKind = ListKind::Recommendations;
    const ONE: &'static str = "recommendation";
    const ABOUT: &'static str = "What to do later, and what makes it due.";
    fn columns() -> Vec<Column<Self>> {
        vec![
            Column { label: "What to do", cell: Cell::Text(|r| r.label.clone(), |r, v| r.label = v) },
            Column {
                label: "Within",
                cell: Cell::Choice(
                    |_| {
                        let months = [3, 6, 12].map(|m| (m.to_string(), format!("{m} months")));
                        months.into_iter().chain([("0".to_owned(), "no date".to_owned())]).collect()
                    },
                    |r| r.months.to_string(),
                    |r, v| r.months = v.parse().unwrap_or(r.months),
                ),
            },
            Column {
                label: "Due",
                cell: Cell::Choice(
                    |p| conditions(p, ("always", "at once")),
                    |r| r.trigger.clone(),
                    |r, v| r.trigger = v,
                ),
            },
            Column {
                label: "Done",
                cell: Cell::Choice(
                    |p| conditions(p, ("", "when a person says so")),
                    |r| r.done.clone(),
                    |r, v| r.done = v,
                ),
            },
            Column { label: "Why", cell: Cell::Text(|r| r.rationale.clone(), |r, v| r.rationale = v) },
            Column { label: "What to prepare", cell: Cell::Text(|r| r.prepare.clone(), |r, v| r.prepare = v) },
        ]
    }
    fn rows(pack: &PolicyPack) -> &[Self] {
        &pack.recommendations
    }
    fn lists(rows: Vec<Self>) -> PackLists {
        PackLists { recommendations: Some(rows), ..PackLists::default() }
    }
    fn name(&self) -> String {
        self.label.clone()
    }
    fn blank(rows: &[Self]) -> Self {
        let id = free("recommendation", rows.iter().map(|r| &r.id));
        Self {
            label: "Something to do".into(),
            id,
            months: 3,
            trigger: "always".into(),
            done: String::new(),
            rationale: String::new(),
            prepare: String::new(),
        }
    }
}

/// Everything that can make a recommendation due or done under a pack, `first` before all.
fn conditions(pack: &PolicyPack, first: (&str, &str)) -> Vec<Choice> {
    let verdicts = Action::ALL
        .iter()
        .map(|a| (format!("verdict:{}", a.id()), format!("when the verdict is \u{201c}{}\u{201d}", a.inline())));
    let phases = Phase::ALL.iter().flat_map(|p| {
        [("done", "done"), ("open", "open")].map(|(id, word)| {
            (
                format!("phase:{}:{id}", p.word().to_lowercase()),
                format!("when phase \u{201c}{}\u{201d} is {word}", p.word()),
            )
        })
    });
    let gates = pack.gates.iter().flat_map(|g| {
        let name = units::shortened(&g.label, 60);
        [("not-pass", "does not pass"), ("fail", "fails"), ("pass", "passes"), ("unknown", "is unknown")]
            .map(|(id, words)| (format!("gate:{}:{id}", g.id), format!("when \u{201c}{name}\u{201d} {words}")))
    });
    [(first.0.to_owned(), first.1.to_owned())].into_iter().chain(verdicts).chain(phases).chain(gates).collect()
}

/// An identifier that no row has.
fn free<'a>(word: &str, taken: impl Iterator<Item = &'a String>) -> String {
    let taken: Vec<&String> = taken.collect();
    let mut n = taken.len() + 1;
    loop {
        let id = metric_id(&format!("{word} {n}")).replace('_', "-");
        if !taken.contains(&&id) {
            return id;
        }
        n += 1;
    }
}

/// The rows with a change of one of them; the others are as they were.
#[must_use]
pub fn with_row<R: Row>(pack: &PolicyPack, at: usize, change: impl FnOnce(&mut R)) -> Option<PackLists> {
    let mut rows = R::rows(pack).to_vec();
    let row = rows.get_mut(at)?;
    let was = row.clone();
    change(row);
    (*row != was).then(|| R::lists(rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{PolicyChanges, defaults, parse, write};
    use crate::scenario::{Edit, PolicyUse, Project};

    /// What every list has to hold: form to pack to form is the identity, a row more and a row less are changes that the
    /// report can name and that are taken back whole, and no cell that is set makes a pack that cannot be read.
    fn held<R: Row + std::fmt::Debug>(pack: &PolicyPack) {
        let project = Project { policy: PolicyUse::shipped(&pack.id), ..Project::default() };
        let put = |lists: PackLists| Edit::PutLists { lists }.apply(&project).map(|p| p.policy.own.applied(pack));
        let rows = R::rows(pack).to_vec();
        assert_eq!(put(R::lists(rows.clone())).as_ref(), Ok(pack), "the same list changes nothing");
        let mut more = rows.clone();
        more.push(R::blank(&rows));
        more.push(R::blank(&more));
        let grown = put(R::lists(more.clone())).expect("blank rows can be");
        assert_eq!(R::rows(&grown), more);
        assert_eq!(parse(&write(&grown)).map(|p| p.value), Ok(grown.clone()));
        let own = PolicyChanges { lists: R::lists(more), ..PolicyChanges::default() };
        let told = own.lists.changes(pack);
        assert!(told.iter().any(|(kind, words)| *kind == R::KIND && words.starts_with("added")), "{told:?}");
        let mut back = own.clone();
        back.lists.take_back(R::KIND);
        assert_eq!(back.applied(pack), *pack);
        assert!(back.is_empty());
        for column in R::columns() {
            for at in 0..R::rows(&grown).len() {
                let changed = match &column.cell {
                    Cell::Text(_, set) => with_row::<R>(&grown, at, |r| set(r, "other <b>".into())),
                    Cell::Amount(_, _, set) => with_row::<R>(&grown, at, |r| set(r, Some(0.5))),
                    Cell::Yes(get, set) => with_row::<R>(&grown, at, |r| set(r, !get(r))),
                    Cell::Choice(options, _, set) => {
                        let options = options(pack);
                        let last = options.last().expect("something to choose").0.clone();
                        with_row::<R>(&grown, at, |r| set(r, last))
                    }
                };
                // Two rows of one identifier are refused in words; anything else is in force.
                if let Some(Ok(next)) = changed.map(put) {
                    assert_eq!(parse(&write(&next)).map(|p| p.value), Ok(next), "{}", column.label);
                }
            }
        }
    }

    #[test]
    fn every_list_of_every_shipped_pack_goes_through_its_form() {
        for (_, text) in defaults::PACKS {
            let pack = parse(text).expect("it ships").value;
            held::<Tier>(&pack);
            held::<Family>(&pack);
            held::<MetricSpec>(&pack);
            held::<Perspective>(&pack);
            held::<Recommendation>(&pack);
        }
    }

    #[test]
    fn what_the_inventory_has_besides_is_offered_once() {
        let set = |family: &str, tier| crate::data::Dataset {
            family: Some(family.to_owned()),
            tier: Some(tier),
            ..crate::data::Dataset::default()
        };
        let mut prepared = Prepared::default();
        prepared.evidence.datasets = vec![set("calls", 2), set("forms", 1), set("calls", 2), set("forms", 4)];
        let tiers = Tier::found(&prepared, &[]);
        assert_eq!(tiers.iter().map(|t| t.tier).collect::<Vec<_>>(), [1, 2, 4]);
        assert!((tiers.iter().map(|t| t.weight).sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(Tier::found(&prepared, &tiers), []);
        let families = Family::found(&prepared, &[family("calls", "Calls")]);
        assert_eq!(families.iter().map(|f| f.id.as_str()).collect::<Vec<_>>(), ["forms"]);
    }

    #[test]
    fn every_condition_that_can_be_chosen_is_understood() {
        let pack = parse(defaults::PACKS[0].1).expect("it ships").value;
        let conditions = conditions(&pack, ("always", "at once"));
        let recommendations = conditions
            .iter()
            .map(|(trigger, _)| Recommendation { trigger: trigger.clone(), ..Recommendation::blank(&[]) });
        let pack = PolicyPack { recommendations: recommendations.collect(), ..pack };
        let prepared = Prepared::default();
        let decision = crate::analysis::decide(&prepared, &pack, &crate::scenario::Scenario::default());
        for state in crate::decide::recommendations(&pack, &decision) {
            assert_ne!(state.due, crate::decide::Due::Unknown, "{}: {}", state.recommendation.trigger, state.evidence);
        }
    }

    #[test]
    fn lists_that_cannot_be_are_refused_with_the_row() {
        let pack = parse(defaults::PACKS[0].1).expect("it ships").value;
        let project = Project::default();
        let fault = |lists: PackLists| Edit::PutLists { lists }.apply(&project).map_err(|e| e.to_string()).err();
        let tier = |tier, weight| Tier { tier, label: "a".into(), minimum_quality: 0.5, weight };
        let of = |tiers: Vec<Tier>| fault(Tier::lists(tiers)).unwrap_or_default();
        assert!(of(vec![tier(1, 0.5), tier(1, 0.5)]).contains("used twice"));
        assert!(of(vec![tier(1, f64::NAN)]).contains("between 0 and 100 %"));
        assert!(of(vec![tier(1, 0.0)]).contains("no weight"));
        assert_eq!(of(Vec::new()), "");
        let family = Family { label: " ".into(), ..Family::blank(&[]) };
        assert!(fault(Family::lists(vec![family])).is_some_and(|f| f.contains("no name")));
        let long = Perspective { argument: "x".repeat(3_000), ..Perspective::blank(&[]) };
        assert!(fault(Perspective::lists(vec![long])).is_some_and(|f| f.contains("longer than")));
        let many = vec![pack.tiers.first().cloned().unwrap_or(tier(1, 1.0)); 300];
        assert!(of(many).contains("at most"));
    }
}
