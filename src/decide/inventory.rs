//! The inventory rolled up by tier, family and stage.

use crate::data::{Dataset, Stage, Status, units};
use crate::policy::{Fact, PolicyPack};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Sums over data sets; a sum over some that do not give the number is marked incomplete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Total {
    /// Sum of what is given; `None` where nothing is.
    pub value: Option<f64>,
    /// Data sets that do not give it.
    pub unknown: usize,
}

impl Total {
    fn add(&mut self, value: Option<f64>) {
        match value {
            Some(v) => self.value = Some(self.value.unwrap_or(0.0) + v),
            None => self.unknown += 1,
        }
    }
}

/// Numbers of a group of data sets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Group {
    /// Data sets.
    pub datasets: usize,
    /// Data sets with status present, partial, missing, unknown.
    pub by_status: [usize; 4],
    /// Files or objects.
    pub objects: Total,
    /// Records.
    pub records: Total,
    /// Bytes there.
    pub bytes: Total,
    /// Bytes missing.
    pub missing_bytes: Total,
    /// Tokens.
    pub tokens: Total,
    /// Mean quality, weighted by records where every set gives them, else by data set.
    pub quality: Option<f64>,
    /// Lowest quality of a data set.
    pub lowest_quality: Option<f64>,
    /// Share of duplicate records.
    pub duplication: Option<f64>,
    /// Number of duplicate records.
    pub duplicates: Total,
    /// True where any number is illustrative.
    pub illustrative: bool,
}

/// A tier with what is missing of its training weight.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TierState {
    /// Tier number.
    pub tier: u8,
    /// Its name.
    pub label: String,
    /// Its share of the training weight.
    pub weight: f64,
    /// Smallest acceptable quality.
    pub minimum_quality: f64,
    /// Share of the tier that is missing, 0..1; `None` where unknown.
    pub missing_share: Option<f64>,
    /// Training weight missing: weight × missing share.
    pub missing_weight: Option<f64>,
    /// How the missing share was found, in words.
    pub basis: String,
    /// Its numbers.
    pub group: Group,
}

/// A family with its status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilyState {
    /// Family identifier.
    pub id: String,
    /// Its name.
    pub label: String,
    /// True where the policy requires it.
    pub required: bool,
    /// Rolled-up status.
    pub status: Status,
    /// Why that status, in words.
    pub why: String,
    /// Its numbers.
    pub group: Group,
}

/// The inventory, rolled up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InventorySummary {
    /// Everything.
    pub all: Group,
    /// Tiers of the policy, best first; then tiers the policy does not know.
    pub tiers: Vec<TierState>,
    /// Families of the policy; then others.
    pub families: Vec<FamilyState>,
    /// Stages, in training order.
    pub stages: Vec<(Stage, Group)>,
    /// Training weight missing over all tiers; `None` where a tier is unknown.
    pub missing_weight: Option<f64>,
    /// Data sets with no tier.
    pub untiered: usize,
}

/// Rolls the inventory up.
#[must_use]
pub fn summarise(datasets: &[Dataset], pack: &PolicyPack) -> InventorySummary {
    let all = group(datasets.iter());
    let mut tiers: Vec<TierState> = pack
        .tiers
        .iter()
        .map(|t| {
            let own = || datasets.iter().filter(|d| d.tier == Some(t.tier));
            let (missing_share, basis) = if datasets.is_empty() {
                (None, "no inventory was loaded".into())
            } else {
                missing_share(own(), datasets)
            };
            TierState {
                tier: t.tier,
                label: t.label.clone(),
                weight: t.weight,
                minimum_quality: t.minimum_quality,
                missing_share,
                missing_weight: missing_share.map(|s| s * t.weight),
                basis,
                group: group(own()),
            }
        })
        .collect();
    let sum: f64 = tiers.iter().map(|t| t.weight).sum();
    if sum > 0.0 {
        for tier in &mut tiers {
            tier.weight /= sum;
            tier.missing_weight = tier.missing_share.map(|s| s * tier.weight);
        }
    }
    let missing_weight =
        if tiers.is_empty() { None } else { tiers.iter().map(|t| t.missing_weight).sum::<Option<f64>>() };
    let stages = Stage::ALL.iter().map(|s| (*s, group(datasets.iter().filter(|d| d.stage == Some(*s))))).collect();
    InventorySummary {
        all,
        tiers,
        families: families(datasets, pack),
        stages,
        missing_weight,
        untiered: datasets.iter().filter(|d| d.tier.is_none()).count(),
    }
}

impl InventorySummary {
    /// The summary with a scenario's what-if values in place of the measured
    /// missing weights and qualities of tiers, so that everything computed from them follows.
    #[must_use]
    pub fn with_what_ifs(&self, what_if: &BTreeMap<Fact, f64>) -> Self {
        let mut next = self.clone();
        let mut changed = false;
        for tier in &mut next.tiers {
            if let Some(&w) = what_if.get(&Fact::MissingWeight { tier: Some(tier.tier) }) {
                // No more can be missing than the tier weighs.
                let w = w.clamp(0.0, tier.weight);
                tier.missing_weight = Some(w);
                tier.missing_share = (tier.weight > 0.0).then(|| w / tier.weight);
                tier.basis = "a what-if value".into();
                changed = true;
            }
            if let Some(&q) = what_if.get(&Fact::TierQuality { tier: tier.tier }) {
                tier.group.quality = Some(q);
            }
        }
        if changed {
            next.missing_weight = next.tiers.iter().map(|t| t.missing_weight).sum();
        }
        next
    }
}

fn missing_share<'a>(own: impl Iterator<Item = &'a Dataset> + Clone, all: &[Dataset]) -> (Option<f64>, String) {
    let n = own.clone().count();
    if n == 0 {
        return if all.iter().any(|d| d.tier.is_none()) && all.iter().all(|d| d.tier.is_none()) {
            (None, "no data set of the inventory names a tier".into())
        } else {
            (Some(1.0), "no data set of this tier is in the inventory".into())
        };
    }
    if own.clone().all(|d| d.status == Status::Missing) {
        let words = match n {
            1 => "the only data set of this tier is missing".into(),
            _ => format!("all {n} data sets of this tier are missing"),
        };
        return (Some(1.0), words);
    }
    let there: Option<f64> = own.clone().filter(|d| d.status != Status::Missing).map(|d| d.bytes).sum();
    let gone: f64 = own.clone().filter_map(|d| d.missing_bytes).sum();
    let open = own.clone().filter(|d| d.status != Status::Present);
    let said = open.clone().all(|d| d.missing_bytes.is_some());
    if let Some(there) = there
        && said
        && there + gone > 0.0
    {
        let words = if gone == 0.0 {
            "every data set of this tier is there and none names missing bytes"
        } else {
            "missing bytes over present and missing bytes"
        };
        return (Some(gone / (there + gone)), words.into());
    }
    if own.clone().any(|d| d.status == Status::Unknown) {
        return (None, "a data set of this tier does not give its status".into());
    }
    let lacking: f64 = own
        .map(|d| match d.status {
            Status::Missing => 1.0,
            Status::Partial => 0.5,
            _ => 0.0,
        })
        .sum();
    (Some(lacking / n as f64), "data sets missing (partial ones count half) over all of this tier".into())
}

fn families(datasets: &[Dataset], pack: &PolicyPack) -> Vec<FamilyState> {
    let same = |d: &Dataset, id: &str| d.family.as_deref().is_some_and(|f| f.eq_ignore_ascii_case(id));
    let mut states: Vec<FamilyState> = pack
        .families
        .iter()
        .map(|f| {
            let own = || datasets.iter().filter(|d| same(d, &f.id));
            let g = group(own());
            let (status, why) = if datasets.is_empty() {
                (Status::Unknown, "no inventory was loaded".to_owned())
            } else if datasets.iter().all(|d| d.family.is_none()) {
                (Status::Unknown, "no data set of the inventory names a family".to_owned())
            } else if g.datasets == 0 {
                (Status::Missing, "no data set of this family is in the inventory".to_owned())
            } else if g.by_status[2] == g.datasets {
                let words = match g.datasets {
                    1 => "its only data set is missing".to_owned(),
                    n => format!("all {n} of its data sets are missing"),
                };
                (Status::Missing, words)
            } else if g.by_status[3] == g.datasets {
                (Status::Unknown, "its data sets do not give their status".to_owned())
            } else if let (Some(least), Some(objects)) = (f.minimum_objects, g.objects.value)
                && objects < least
            {
                (
                    Status::Partial,
                    format!(
                        "{} {}; the policy asks for {least}",
                        units::grouped(objects),
                        if objects == 1.0 { "object" } else { "objects" }
                    ),
                )
            } else if g.by_status[1] + g.by_status[2] > 0 {
                (
                    Status::Partial,
                    match g.datasets {
                        1 => "its only data set is partial".into(),
                        n => format!("{} of {n} data sets are partial or missing", g.by_status[1] + g.by_status[2]),
                    },
                )
            } else {
                (Status::Present, units::counted(g.datasets, "data set", "data sets"))
            };
            FamilyState { id: f.id.clone(), label: f.label.clone(), required: true, status, why, group: g }
        })
        .collect();
    let mut others: Vec<&str> = datasets.iter().filter_map(|d| d.family.as_deref()).collect();
    others.retain(|f| !pack.families.iter().any(|p| p.id.eq_ignore_ascii_case(f)));
    others.sort_unstable();
    others.dedup();
    states.extend(others.into_iter().map(|id| {
        let g = group(datasets.iter().filter(|d| d.family.as_deref() == Some(id)));
        let status = if g.by_status[0] == g.datasets {
            Status::Present
        } else if g.by_status[2] == g.datasets {
            Status::Missing
        } else if g.by_status[3] == g.datasets {
            Status::Unknown
        } else {
            Status::Partial
        };
        FamilyState {
            id: id.into(),
            label: id.into(),
            required: false,
            status,
            why: units::counted(g.datasets, "data set", "data sets"),
            group: g,
        }
    }));
    states
}

fn group<'a>(datasets: impl Iterator<Item = &'a Dataset> + Clone) -> Group {
    let mut g = Group::default();
    let mut lowest = f64::INFINITY;
    for d in datasets.clone() {
        g.datasets += 1;
        g.by_status[d.status as usize] += 1;
        g.illustrative |= d.illustrative;
        if d.status == Status::Missing {
            g.missing_bytes.add(d.missing_bytes.or(d.bytes));
            continue;
        }
        g.objects.add(d.objects);
        g.records.add(d.records);
        g.bytes.add(d.bytes);
        g.tokens.add(d.tokens);
        if d.status == Status::Partial || d.missing_bytes.is_some() {
            g.missing_bytes.add(d.missing_bytes);
        }
        if let Some(q) = d.quality {
            lowest = lowest.min(q);
        }
        if d.duplicates.is_some() || (d.duplication.is_some() && d.records.is_some()) {
            g.duplicates.add(d.duplicates.or_else(|| Some(d.duplication? * d.records?)));
        }
    }
    g.lowest_quality = lowest.is_finite().then_some(lowest);
    let there = datasets.filter(|d| d.status != Status::Missing);
    g.quality = weighted(there.clone().filter_map(|d| d.quality.map(|q| (q, d.records))));
    g.duplication = weighted(there.filter_map(|d| {
        let share = d.duplication.or_else(|| Some(d.duplicates? / d.records.filter(|r| *r > 0.0)?));
        share.map(|s| (s, d.records))
    }));
    g
}

/// Mean weighted by records where every item gives them, else the plain mean.
fn weighted(items: impl Iterator<Item = (f64, Option<f64>)> + Clone) -> Option<f64> {
    let n = items.clone().count();
    if n == 0 {
        return None;
    }
    let weights: Option<f64> = items.clone().map(|(_, w)| w).sum();
    match weights {
        Some(total) if total > 0.0 => Some(items.map(|(v, w)| v * w.unwrap_or(0.0)).sum::<f64>() / total),
        _ => Some(items.map(|(v, _)| v).sum::<f64>() / n as f64),
    }
}
