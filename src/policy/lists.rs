//! Lists of the pack that a project has in a form of its own: what it is called, tiers, families, perspectives,
//! recommendations. One that is not there is as the pack has it.

use super::{Family, MetricSpec, Perspective, PolicyPack, Recommendation, Tier};
use crate::data::units;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most rows of a list.
const MOST: usize = 200;
/// Longest text of a cell, in characters.
const LONGEST: usize = 2_000;

/// What the pack is called and what it is for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PackAbout {
    /// Name shown to people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Sign used with money.
    pub currency: String,
}

/// The lists that a project has of its own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PackLists {
    /// Name, purpose and currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<PackAbout>,
    /// Quality tiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tiers: Option<Vec<Tier>>,
    /// Families that the inventory has to cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub families: Option<Vec<Family>>,
    /// Metrics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics: Option<Vec<MetricSpec>>,
    /// Perspectives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perspectives: Option<Vec<Perspective>>,
    /// Recommendations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendations: Option<Vec<Recommendation>>,
}

/// One of the lists, to be put in or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListKind {
    /// Name, purpose and currency.
    About,
    /// Quality tiers.
    Tiers,
    /// Families.
    Families,
    /// Metrics.
    Metrics,
    /// Perspectives.
    Perspectives,
    /// Recommendations.
    Recommendations,
}

impl ListKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::About, Self::Tiers, Self::Families, Self::Metrics, Self::Perspectives, Self::Recommendations];
    /// What it holds, in words that begin a sentence.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::About => "Name, purpose and currency",
            Self::Tiers => "Tiers",
            Self::Families => "Families",
            Self::Metrics => "Metrics",
            Self::Perspectives => "Perspectives",
            Self::Recommendations => "Recommendations",
        }
    }
}

impl PackLists {
    /// True where every list is as the pack has it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
    /// True where what is prepared of the evidence (the roll-up of the inventory, the fits) depends on a list of `self` or
    /// `other` that the two do not share.
    #[must_use]
    pub fn prepares_otherwise(&self, other: &Self) -> bool {
        self.tiers != other.tiers || self.families != other.families || self.metrics != other.metrics
    }
    /// The list as `pack` has it.
    #[must_use]
    pub fn of(pack: &PolicyPack, kind: ListKind) -> Self {
        let mut lists = Self::default();
        match kind {
            ListKind::About => {
                lists.about = Some(PackAbout {
                    name: pack.name.clone(),
                    description: pack.description.clone(),
                    currency: pack.currency.clone(),
                });
            }
            ListKind::Tiers => lists.tiers = Some(pack.tiers.clone()),
            ListKind::Families => lists.families = Some(pack.families.clone()),
            ListKind::Metrics => lists.metrics = Some(pack.metrics.clone()),
            ListKind::Perspectives => lists.perspectives = Some(pack.perspectives.clone()),
            ListKind::Recommendations => lists.recommendations = Some(pack.recommendations.clone()),
        }
        lists
    }
    /// Puts the lists of `other` in the place of those of `self`.
    pub fn put(&mut self, other: Self) {
        fn put<T>(there: &mut Option<T>, new: Option<T>) {
            if new.is_some() {
                *there = new;
            }
        }
        put(&mut self.about, other.about);
        put(&mut self.tiers, other.tiers);
        put(&mut self.families, other.families);
        put(&mut self.metrics, other.metrics);
        put(&mut self.perspectives, other.perspectives);
        put(&mut self.recommendations, other.recommendations);
    }
    /// Makes a list as the pack has it.
    pub fn take_back(&mut self, kind: ListKind) {
        match kind {
            ListKind::About => self.about = None,
            ListKind::Tiers => self.tiers = None,
            ListKind::Families => self.families = None,
            ListKind::Metrics => self.metrics = None,
            ListKind::Perspectives => self.perspectives = None,
            ListKind::Recommendations => self.recommendations = None,
        }
    }
    /// The pack with the lists in it.
    pub(super) fn apply(&self, pack: &mut PolicyPack) {
        fn set<T: Clone>(there: &mut T, new: &Option<T>) {
            if let Some(new) = new {
                there.clone_from(new);
            }
        }
        if let Some(about) = &self.about {
            pack.name.clone_from(&about.name);
            pack.description.clone_from(&about.description);
            pack.currency.clone_from(&about.currency);
        }
        set(&mut pack.tiers, &self.tiers);
        set(&mut pack.families, &self.families);
        set(&mut pack.metrics, &self.metrics);
        set(&mut pack.perspectives, &self.perspectives);
        set(&mut pack.recommendations, &self.recommendations);
    }
    /// The lists that differ from those of the pack, with what differs in words.
    #[must_use]
    pub fn changes(&self, pack: &PolicyPack) -> Vec<(ListKind, String)> {
        let mut now = pack.clone();
        self.apply(&mut now);
        let mut found = Vec::new();
        let mut note = |kind: ListKind, words: Option<String>| found.extend(words.map(|w| (kind, w)));
        let about = PackLists::of(pack, ListKind::About) != PackLists::of(&now, ListKind::About);
        note(ListKind::About, about.then(|| format!("\u{201c}{}\u{201d} before", pack.name)));
        note(ListKind::Tiers, differs(&pack.tiers, &now.tiers, |t| t.tier, |t| &t.label));
        note(ListKind::Families, differs(&pack.families, &now.families, |f| f.id.clone(), |f| &f.label));
        note(ListKind::Metrics, differs(&pack.metrics, &now.metrics, |m| m.id.clone(), |m| &m.label));
        note(ListKind::Perspectives, differs(&pack.perspectives, &now.perspectives, |p| p.id.clone(), |p| &p.label));
        let of = |r: &Recommendation| r.id.clone();
        note(ListKind::Recommendations, differs(&pack.recommendations, &now.recommendations, of, |r| &r.label));
        found
    }
    /// Why the lists cannot be used, in words.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let (tiers, families) = (list(&self.tiers), list(&self.families));
        let (perspectives, recommendations) = (list(&self.perspectives), list(&self.recommendations));
        let sizes = [
            (tiers.len(), "tiers"),
            (families.len(), "families"),
            (list(&self.metrics).len(), "metrics"),
            (perspectives.len(), "perspectives"),
            (recommendations.len(), "recommendations"),
        ];
        if let Some((n, what)) = sizes.into_iter().find(|s| s.0 > MOST) {
            return Some(format!("{n} {what}, at most {MOST} are taken"));
        }
        if let Some(text) = self.texts().into_iter().find(|t| t.chars().count() > LONGEST) {
            let begin: String = text.chars().take(40).collect();
            return Some(format!("\"{begin}…\" is longer than {LONGEST} characters"));
        }
        if self.about.as_ref().is_some_and(|a| a.name.trim().is_empty()) {
            return Some("a name is needed".into());
        }
        tiers_fault(tiers)
            .or_else(|| named("family", families.iter().map(|f| (f.id.as_str(), f.label.as_str()))))
            .or_else(|| {
                let least = |f: &&Family| f.minimum_objects.is_some_and(|n| !(n.is_finite() && n >= 0.0));
                let family = families.iter().find(least)?;
                Some(format!("family \"{}\": its fewest objects is no number of 0 or more", family.label))
            })
            .or_else(|| metrics_fault(list(&self.metrics)))
            .or_else(|| named("perspective", perspectives.iter().map(|p| (p.id.as_str(), p.label.as_str()))))
            .or_else(|| named("recommendation", recommendations.iter().map(|r| (r.id.as_str(), r.label.as_str()))))
    }

    fn texts(&self) -> Vec<&String> {
        let about = self.about.iter().flat_map(|a| [&a.name, &a.description, &a.currency]);
        let tiers = list(&self.tiers).iter().map(|t| &t.label);
        let families = list(&self.families).iter().flat_map(|f| [&f.id, &f.label].into_iter().chain(&f.serves));
        let metrics = list(&self.metrics).iter().flat_map(|m| [&m.id, &m.label].into_iter().chain(&m.aliases));
        let perspectives = list(&self.perspectives).iter().flat_map(|p| [&p.id, &p.label, &p.argument, &p.rule]);
        let recommendations = list(&self.recommendations)
            .iter()
            .flat_map(|r| [&r.id, &r.label, &r.trigger, &r.done, &r.rationale, &r.prepare]);
        about.chain(tiers).chain(families).chain(metrics).chain(perspectives).chain(recommendations).collect()
    }
}

fn list<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

fn tiers_fault(tiers: &[Tier]) -> Option<String> {
    for tier in tiers {
        let name = format!("tier {}", tier.tier);
        let share = |v: f64| (0.0..=1.0).contains(&v);
        if tiers.iter().filter(|t| t.tier == tier.tier).count() > 1 {
            return Some(format!("{name}: the number is used twice"));
        }
        if tier.label.trim().is_empty() {
            return Some(format!("{name}: a name is needed"));
        }
        if !share(tier.minimum_quality) || !share(tier.weight) {
            return Some(format!("{name}: quality and weight lie between 0 and 100 %"));
        }
    }
    let sum: f64 = tiers.iter().map(|t| t.weight).sum();
    (!tiers.is_empty() && sum <= 0.0).then(|| "the tiers have no weight at all".into())
}

fn metrics_fault(metrics: &[MetricSpec]) -> Option<String> {
    let sound = |(low, high): (f64, f64)| low.is_finite() && high.is_finite() && low < high;
    named("metric", metrics.iter().map(|m| (m.id.as_str(), m.label.as_str()))).or_else(|| {
        let metric = metrics.iter().find(|m| m.range.is_some_and(|r| !sound(r)))?;
        Some(format!("metric \"{}\": its smallest value is not below its largest", metric.label))
    })
}

fn named<'a>(what: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut seen = BTreeSet::new();
    for (id, label) in rows {
        if label.trim().is_empty() {
            return Some(format!("a {what} has no name"));
        }
        if id.trim().is_empty() {
            return Some(format!("{what} \"{label}\": an identifier is needed"));
        }
        if !seen.insert(id) {
            return Some(format!("{what} \"{label}\": the identifier \"{id}\" is used twice"));
        }
    }
    None
}

/// What differs between two lists, in words; `None` where nothing does.
fn differs<T: PartialEq, K: PartialEq>(
    was: &[T],
    now: &[T],
    key: impl Fn(&T) -> K,
    label: impl Fn(&T) -> &String,
) -> Option<String> {
    let names = |list: Vec<&T>, word: &str| {
        let labels: Vec<String> = list.into_iter().map(|t| label(t).clone()).collect();
        (!labels.is_empty()).then(|| format!("{word}: {}", units::several(&labels)))
    };
    let there = |list: &[T], item: &T| list.iter().any(|t| key(t) == key(item));
    let added = now.iter().filter(|t| !there(was, t)).collect();
    let gone = was.iter().filter(|t| !there(now, t)).collect();
    let changed = now.iter().filter(|t| there(was, t) && !was.contains(t)).collect();
    let parts: Vec<String> =
        [names(added, "added"), names(changed, "changed"), names(gone, "left out")].into_iter().flatten().collect();
    match (parts.is_empty(), was == now) {
        (_, true) => None,
        (true, false) => Some("in another order".into()),
        (false, false) => Some(parts.join("; ")),
    }
}
