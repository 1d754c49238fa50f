//! What a note is about, as a type with one text form.

use crate::policy::Fact;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// What a note is about.
///
/// ```
/// use headroom::scenario::About;
/// assert_eq!(About::from("gate crisis"), About::Gate("crisis".into()));
/// assert_eq!(About::from("point curve-empathy 8"), About::Point { chart: "curve-empathy".into(), x: 8.0 });
/// assert_eq!(About::Price("acquire".into()).to_string(), "price acquire");
/// ```
#[derive(Clone, Debug)]
pub enum About {
    /// A gate.
    Gate(String),
    /// An assumption.
    Assumption(String),
    /// A value assumed in place of a measured one.
    WhatIf(Fact),
    /// A price of the policy.
    Price(String),
    /// A place along the horizontal axis of a chart.
    Point { chart: String, x: f64 },
    /// A step of the workshop.
    Step(String),
    /// Anything else that a saved project names.
    Other(String),
}

impl From<&str> for About {
    /// Reads the text form. Every text is about something; one that no kind fits stays as it is.
    fn from(text: &str) -> Self {
        let point = |rest: &str| {
            let (chart, x) = rest.rsplit_once(' ')?;
            Some(Self::Point { chart: chart.to_owned(), x: x.parse().ok()? })
        };
        let known = match text.split_once(' ') {
            Some(("gate", id)) => Some(Self::Gate(id.to_owned())),
            Some(("assumption", id)) => Some(Self::Assumption(id.to_owned())),
            Some(("what-if", fact)) => Some(Self::WhatIf(fact.into())),
            Some(("price", id)) => Some(Self::Price(id.to_owned())),
            Some(("workshop", id)) => Some(Self::Step(id.to_owned())),
            Some(("point", rest)) => point(rest),
            _ => None,
        };
        known.filter(|k| k.to_string() == text).unwrap_or_else(|| Self::Other(text.to_owned()))
    }
}

impl From<String> for About {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gate(id) => write!(f, "gate {id}"),
            Self::Assumption(id) => write!(f, "assumption {id}"),
            Self::WhatIf(fact) => write!(f, "what-if {fact}"),
            Self::Price(id) => write!(f, "price {id}"),
            Self::Point { chart, x } => write!(f, "point {chart} {x}"),
            Self::Step(id) => write!(f, "workshop {id}"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

// Two subjects are one where their texts are: a place on a chart is a number, and the text is what is saved.
impl PartialEq for About {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for About {}

impl std::hash::Hash for About {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.to_string().hash(state);
    }
}

impl PartialOrd for About {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for About {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_string().cmp(&other.to_string())
    }
}

impl Serialize for About {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for About {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Text to subject to text loses nothing, whatever stands in a saved project.
        #[test]
        fn text_and_subject_are_one(text in "(gate|assumption|what-if|price|workshop|point)?[ a-z0-9.=-]{0,20}") {
            prop_assert_eq!(About::from(text.as_str()).to_string(), text);
        }
    }
}
