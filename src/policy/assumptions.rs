//! Every number that a person may assume and the program reads: one entry says all there is to say of it.
//!
//! A pack may give value, range, name and help of its own for an assumption; then the pack's words win. Prices and speeds
//! have their values in [`CostModel`](super::CostModel) and everything else here.

use super::pack::{CostModel, PolicyPack, Range3};
use crate::data::Unit;

/// Part of the program that a number goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The decision function: a gate's outcome or the verdict moves with it.
    Gates,
    /// Learning curves and what they say of more data.
    Curves,
    /// Learning curves whose sizes are tokens.
    TokenCurves,
    /// Scaling laws.
    Scaling,
    /// Costs, effects and value of the options.
    Options,
    /// What a measurement is worth.
    Information,
    /// Perspectives and research findings.
    Perspectives,
}

impl Place {
    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gates => "gates",
            Self::Curves | Self::TokenCurves => "curves",
            Self::Scaling => "scaling",
            Self::Options => "options",
            Self::Information => "value of measuring",
            Self::Perspectives => "perspectives",
        }
    }
    /// Page, and element on it, where it is shown.
    #[must_use]
    pub fn link(self) -> (&'static str, &'static str) {
        match self {
            Self::Gates => ("decide", ""),
            Self::Curves | Self::TokenCurves => ("curves", ""),
            Self::Scaling => ("scaling", ""),
            Self::Options => ("options", ""),
            Self::Information => ("options", "information"),
            Self::Perspectives => ("perspectives", ""),
        }
    }
}

/// An assumption that the program reads.
#[derive(Debug)]
pub struct KnownAssumption {
    /// Identifier in packs and scenarios.
    pub id: &'static str,
    /// Name shown to people.
    pub label: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// Value where neither a pack nor a person gives one; `None` where it is then read off the files, or not used at all.
    pub default: Option<f64>,
    /// Range of the slider.
    pub range: (f64, f64),
    /// True where the slider moves on a logarithmic scale.
    pub log: bool,
    /// True where it is chosen, as thresholds are: no truth about it is more or less probable.
    pub chosen: bool,
    /// True where the decision function reads it: the verdict may move with it.
    pub decides: bool,
    /// What it is used for outside of the gates, which are tried out.
    pub places: &'static [Place],
    /// What it means.
    pub help: &'static str,
}

use Place::{Curves, Information, Options, Perspectives, Scaling, TokenCurves};

const PLAIN: KnownAssumption = KnownAssumption {
    id: "",
    label: "",
    unit: Unit::Number,
    default: None,
    range: (0.0, 1.0),
    log: false,
    chosen: false,
    decides: false,
    places: &[],
    help: "",
};

/// Every assumption.
pub const ASSUMPTIONS: &[KnownAssumption] = &[
    KnownAssumption {
        id: "parameters",
        label: "Model size",
        unit: Unit::Parameters,
        default: Some(12e9),
        range: (1e8, 1e12),
        log: true,
        places: &[Scaling, Options, Information, Perspectives],
        help: "Parameters of the model that is trained.",
        ..PLAIN
    },
    KnownAssumption {
        id: "tokens_per_record",
        label: "Tokens per record",
        unit: Unit::Tokens,
        default: Some(2000.0),
        range: (10.0, 1e5),
        log: true,
        decides: true,
        places: &[TokenCurves, Scaling, Options, Information, Perspectives],
        help: "Average length of a record in tokens.",
        ..PLAIN
    },
    KnownAssumption {
        id: "epochs",
        label: "Epochs",
        default: Some(3.0),
        range: (1.0, 40.0),
        log: true,
        places: &[Scaling, Options, Information, Perspectives],
        help: "Passes over the data.",
        ..PLAIN
    },
    KnownAssumption {
        id: "worth_it",
        label: "Gain that is worth a doubling",
        default: Some(0.01),
        range: (0.0005, 0.1),
        log: true,
        chosen: true,
        places: &[Curves, Perspectives],
        help: "In the unit of the metric. Every “no longer worth it” size follows it.",
        ..PLAIN
    },
    KnownAssumption {
        id: "budget_records",
        label: "Record budget",
        unit: Unit::Records,
        default: Some(300_000.0),
        range: (1e3, 1e7),
        log: true,
        chosen: true,
        decides: true,
        places: &[Curves, Options, Perspectives],
        help: "Most records that could be added in one expansion.",
    },
    KnownAssumption {
        id: "minimum_probability",
        label: "Probability asked for",
        unit: Unit::Fraction,
        default: Some(0.5),
        range: (0.05, 0.99),
        chosen: true,
        decides: true,
        places: &[Perspectives],
        help: "Smallest probability of success that a plan should have.",
        ..PLAIN
    },
    KnownAssumption {
        id: "budget_money",
        label: "Budget",
        unit: Unit::Money,
        default: Some(500_000.0),
        range: (1e3, 1e8),
        log: true,
        chosen: true,
        places: &[Options],
        help: "Most money that could be spent.",
        ..PLAIN
    },
    KnownAssumption {
        id: "value_of_success",
        label: "Value of meeting all targets",
        unit: Unit::Money,
        default: Some(2_000_000.0),
        range: (1e4, 1e9),
        log: true,
        chosen: true,
        places: &[Options, Information, Perspectives],
        help: "What it is worth to meet every measured target.",
        ..PLAIN
    },
    // Standard deviations of what the evidence cannot show; nothing is known of them where the pack is silent.
    KnownAssumption {
        id: "rater_error",
        label: "Error that all raters share",
        unit: Unit::Fraction,
        default: Some(0.0),
        range: (0.0, 0.2),
        places: &[Options, Information, Perspectives],
        help: "Standard deviation, as a share of a rated metric\u{2019}s range. 0 takes raters to be right on average.",
        ..PLAIN
    },
    KnownAssumption {
        id: "quality_error",
        label: "Error of a tier\u{2019}s stated quality",
        default: Some(0.0),
        range: (0.0, 0.2),
        places: &[Options, Information, Perspectives],
        help: "Standard deviation. 0 takes stated qualities to be exact.",
        ..PLAIN
    },
    KnownAssumption {
        id: PLAN_ROUNDS.0,
        label: "Rounds of collection",
        unit: Unit::Count,
        default: Some(PLAN_ROUNDS.1),
        range: (2.0, 5.0),
        chosen: true,
        places: &[Curves],
        help: "Rounds in which records are collected, with a measurement after each.",
        ..PLAIN
    },
    KnownAssumption {
        id: PLAN_CHANCE.0,
        label: "Chance of the target that the rounds end with",
        unit: Unit::Fraction,
        default: Some(PLAN_CHANCE.1),
        range: (0.05, 0.99),
        chosen: true,
        places: &[Curves],
        help: "Probability of the target after the last round.",
        ..PLAIN
    },
    // What the files say is taken where nobody sets these.
    KnownAssumption {
        id: "records",
        label: "Records trained on",
        unit: Unit::Records,
        range: (1e3, 1e10),
        log: true,
        places: &[Scaling],
        help: "Records trained on, distinct or not.",
        ..PLAIN
    },
    KnownAssumption {
        id: "quality",
        label: "Quality in the scaling law",
        range: (0.3, 1.0),
        places: &[Scaling],
        help: "1 is clean; the quality-aware law discounts the rest.",
        ..PLAIN
    },
    KnownAssumption {
        id: "unique_share",
        label: "Distinct share",
        unit: Unit::Fraction,
        range: (0.05, 1.0),
        places: &[Scaling],
        help: "Copies count as further passes.",
        ..PLAIN
    },
    KnownAssumption {
        id: "quality_exponent",
        label: "Exponent of quality in effective tokens",
        range: (0.0, 5.0),
        places: &[Scaling],
        help: "Power of quality by which tokens count.",
        ..PLAIN
    },
    KnownAssumption {
        id: PRICE_PER_RECORD,
        label: "Price of one more record, by hand",
        unit: Unit::Money,
        range: (0.0, 1e6),
        places: &[Curves, Options, Information],
        help: "Acquired and labelled, in place of the policy\u{2019}s prices.",
        ..PLAIN
    },
];

/// Assumption of a scenario: price of one more record, acquired and labelled, in place of the policy's prices.
pub const PRICE_PER_RECORD: &str = "price_per_record";

/// Number of rounds of collection, and the number where none was chosen.
pub const PLAN_ROUNDS: (&str, f64) = ("plan_rounds", 3.0);
/// Probability of the target that a plan of rounds ends with, and the one where none was chosen.
pub const PLAN_CHANCE: (&str, f64) = ("plan_chance", 0.8);

/// An assumption that may move the verdict, as it is described where it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Movable {
    /// Identifier.
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// What it counts.
    pub unit: Unit,
    /// Range of the slider.
    pub range: (f64, f64),
    /// True where the slider moves on a logarithmic scale.
    pub log: bool,
}

/// What the verdict may move with: the pack's assumptions, and those of the program on which the pack is silent.
#[must_use]
pub fn movable(pack: &PolicyPack) -> Vec<Movable> {
    let given = pack.assumptions.iter().map(|a| Movable {
        id: a.id.clone(),
        label: a.label.clone(),
        unit: a.unit,
        range: a.range,
        log: a.log,
    });
    let silent = ASSUMPTIONS.iter().filter(|a| a.decides && a.default.is_some() && pack.assumption(a.id).is_none());
    let own = silent.map(|a| Movable {
        id: a.id.to_owned(),
        label: a.label.to_owned(),
        unit: a.unit,
        range: a.range,
        log: a.log,
    });
    given.chain(own).collect()
}

/// The assumption of that identifier.
#[must_use]
pub fn assumption(id: &str) -> Option<&'static KnownAssumption> {
    ASSUMPTIONS.iter().find(|a| a.id == id)
}

/// A price or a speed that the program reads.
pub struct KnownPrice {
    /// Name of its field of [`CostModel`].
    pub id: &'static str,
    /// Name shown to people.
    pub label: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// What it is used for outside of the gates, which are tried out.
    pub places: &'static [Place],
    /// Where it stands in the prices.
    pub at: fn(&mut CostModel) -> &mut Option<Range3>,
}

impl KnownPrice {
    /// Identifier under which a scenario changes it: an assumption, with its range.
    #[must_use]
    pub fn key(&self) -> String {
        price_key(self.id)
    }
    /// Its value in a set of prices.
    #[must_use]
    pub fn of(&self, costs: &CostModel) -> Option<Range3> {
        *(self.at)(&mut costs.clone())
    }
    /// Name where it stands among other numbers: "Price: Acquiring one record".
    #[must_use]
    pub fn title(&self) -> String {
        if self.unit == Unit::Money { format!("Price: {}", self.label) } else { self.label.to_owned() }
    }
}

/// What the keys of prices in a scenario begin with.
const KEY: &str = "price ";

/// Identifier under which a scenario changes the price `id`.
#[must_use]
pub fn price_key(id: &str) -> String {
    format!("{KEY}{id}")
}

/// Every price and speed.
pub const PRICES: &[KnownPrice] = &[
    KnownPrice {
        id: "acquire",
        label: "Acquiring one record",
        unit: Unit::Money,
        places: &[Curves, Options, Information],
        at: |c| &mut c.acquire,
    },
    KnownPrice {
        id: "annotate",
        label: "Labelling or reviewing one record",
        unit: Unit::Money,
        places: &[Curves, Options, Information],
        at: |c| &mut c.annotate,
    },
    KnownPrice {
        id: "preference_pair",
        label: "One expert preference pair",
        unit: Unit::Money,
        places: &[Options, Perspectives],
        at: |c| &mut c.preference_pair,
    },
    KnownPrice {
        id: "improve",
        label: "Raising one record to its tier\u{2019}s quality",
        unit: Unit::Money,
        places: &[Options, Perspectives],
        at: |c| &mut c.improve,
    },
    KnownPrice {
        id: "deduplicate",
        label: "Checking one record for duplicates",
        unit: Unit::Money,
        places: &[Options, Perspectives],
        at: |c| &mut c.deduplicate,
    },
    KnownPrice {
        id: "exaflop",
        label: "10^18 FLOP of training",
        unit: Unit::Money,
        places: &[Options, Information],
        at: |c| &mut c.exaflop,
    },
    KnownPrice {
        id: "week_of_delay",
        label: "A week of delay",
        unit: Unit::Money,
        places: &[Options, Perspectives],
        at: |c| &mut c.week_of_delay,
    },
    KnownPrice {
        id: "evaluation_item",
        label: "One evaluation item, rated",
        unit: Unit::Money,
        places: &[Information],
        at: |c| &mut c.evaluation_item,
    },
    KnownPrice {
        id: "expert_rating",
        label: "An expert\u{2019}s judgement of one item or record",
        unit: Unit::Money,
        places: &[Information],
        at: |c| &mut c.expert_rating,
    },
    KnownPrice {
        id: "records_per_week",
        label: "Records collected in a week",
        unit: Unit::Count,
        places: &[Curves, Options],
        at: |c| &mut c.records_per_week,
    },
];

/// The price under whose key a scenario changes something.
#[must_use]
pub fn price_at(key: &str) -> Option<&'static KnownPrice> {
    let id = key.strip_prefix(KEY)?;
    PRICES.iter().find(|p| p.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_whole_and_stands_once() {
        let mut ids: Vec<&str> = ASSUMPTIONS.iter().map(|a| a.id).chain(PRICES.iter().map(|p| p.id)).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for a in ASSUMPTIONS {
            assert!(!a.label.is_empty() && !a.help.is_empty() && !a.places.is_empty(), "{}", a.id);
            assert!(a.range.0 < a.range.1 && !(a.log && a.range.0 <= 0.0), "{}", a.id);
            assert!(a.default.is_none_or(|v| a.range.0 <= v && v <= a.range.1), "{}", a.id);
        }
    }

    /// A price that a pack may give is one that a scenario may change and the log lists.
    #[test]
    fn the_entries_of_prices_are_the_fields_of_the_pack() {
        let mut costs = CostModel::default();
        for (i, price) in PRICES.iter().enumerate() {
            let v = i as f64;
            *(price.at)(&mut costs) = Some(Range3 { low: v, likely: v, high: v });
        }
        let written = serde_json::to_value(&costs).expect("it can be written");
        let fields = written.as_object().expect("an object");
        assert_eq!(fields.len(), PRICES.len() + 1, "every price and whether they are illustrative");
        for (i, price) in PRICES.iter().enumerate() {
            assert_eq!(fields[price.id]["likely"], i as f64, "{}", price.id);
            assert_eq!(price_at(&price.key()).map(|p| p.id), Some(price.id));
            assert_eq!(price.of(&costs).map(|r| r.likely), Some(i as f64));
        }
        assert!(price_at("acquire").is_none() && price_at("price of acquire").is_none());
    }
}
