//! What was found, in the words of page, report and command line.

use super::duplicates::Duplication;
use crate::data::{Unit, units};

impl Duplication {
    /// How many records duplicate another: "1,200 of 30,000 records duplicate another (900 word for word, 300 nearly)."
    #[must_use]
    pub fn in_words(&self) -> String {
        let records = units::counted(self.records, "record", "records");
        if self.duplicates() == 0 {
            return format!("None of {records} duplicates another, {}.", self.meaning());
        }
        format!(
            "{} of {records} {} another ({} word for word, {} nearly), {}.",
            units::grouped(self.duplicates() as f64),
            if self.duplicates() == 1 { "duplicates" } else { "duplicate" },
            units::grouped(self.exact.min(self.duplicates()) as f64),
            units::grouped(self.near as f64),
            self.meaning()
        )
    }
    /// What is taken for a near-duplicate.
    fn meaning(&self) -> String {
        format!("from a Jaccard similarity of {} of their 5-grams of words on", units::score(self.threshold))
    }
    /// The effective number of records, and the share of duplicates.
    #[must_use]
    pub fn distinct_in_words(&self) -> String {
        format!(
            "{} are left where of those that say the same one is kept: {} are duplicates.",
            units::counted(self.distinct, "distinct record", "distinct records"),
            units::show(self.share(), Unit::Fraction)
        )
    }
    /// How many held-out records stand in training, or why that is not known.
    #[must_use]
    pub fn leaks_in_words(&self) -> String {
        let Some(leaked) = self.leaked else {
            let why = match (self.training, self.held_out) {
                (0, 0) => "no split is called train or test",
                (0, _) => "no record is of a training split",
                _ => "no record is held out",
            };
            return format!("Whether test records leaked into training is not known: {why}.");
        };
        let stand = if leaked == 1 { "stands" } else { "stand" };
        format!(
            "{} of {} {stand} in training as well ({}).",
            if leaked == 0 { "None".to_owned() } else { units::grouped(leaked as f64) },
            units::counted(self.held_out, "held-out record", "held-out records"),
            units::counted(self.training, "training record", "training records"),
        )
    }
    /// What was not looked at, and what has no words; nothing where there is no such thing.
    #[must_use]
    pub fn caveats(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.blank > 0 {
            let records = units::counted(self.blank, "record has no word", "records have no word");
            out.push(format!("{records} in it and counts for nothing here."));
        }
        if self.crowded > 0 {
            let records = units::counted(self.crowded, "time a record", "times a record");
            out.push(format!(
                "{records} had so many like it that not each was compared: the number of duplicates is at least what is said."
            ));
        }
        out
    }
}
