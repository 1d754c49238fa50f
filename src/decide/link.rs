//! Where something is shown: page and place, one name for page and paper.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A place on the pages and in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A gate.
    Gate(String),
    /// A tier of the inventory.
    Tier(u8),
    /// A family of the inventory.
    Family(String),
    /// A learning curve.
    Curve(String),
}

impl Link {
    /// Identifier of the page.
    #[must_use]
    pub fn page(&self) -> &'static str {
        match self {
            Self::Gate(_) => "decide",
            Self::Tier(_) | Self::Family(_) => "evidence",
            Self::Curve(_) => "curves",
        }
    }
    /// Identifier of the element, on the page and in the report.
    #[must_use]
    pub fn anchor(&self) -> String {
        match self {
            Self::Gate(id) => format!("gate-{id}"),
            Self::Tier(number) => format!("tier-{number}"),
            Self::Family(id) => format!("family-{id}"),
            Self::Curve(id) => format!("curve-{id}"),
        }
    }
    fn of(anchor: &str) -> Option<Self> {
        let (kind, id) = anchor.split_once('-')?;
        match kind {
            "gate" => Some(Self::Gate(id.to_owned())),
            "tier" => id.parse().ok().map(Self::Tier),
            "family" => Some(Self::Family(id.to_owned())),
            "curve" => Some(Self::Curve(id.to_owned())),
            _ => None,
        }
    }
}

/// The text form: `{"page": …, "anchor": …}`.
#[derive(Serialize, Deserialize)]
struct Written {
    page: String,
    anchor: String,
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { page: self.page().to_owned(), anchor: self.anchor() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Self::of(&written.anchor)
            .ok_or_else(|| serde::de::Error::custom(format!("\"{}\" is no place of the pages", written.anchor)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_reads_back_from_what_it_writes() {
        for link in [
            Link::Gate("a-b".into()),
            Link::Tier(3),
            Link::Family("crisis".into()),
            Link::Curve("empathy · small".into()),
        ] {
            let json = serde_json::to_string(&link).expect("it is text");
            assert!(json.contains(&format!("\"page\":\"{}\"", link.page())), "{json}");
            assert_eq!(serde_json::from_str::<Link>(&json).expect("it is a link"), link);
        }
        assert!(serde_json::from_str::<Link>(r#"{"page":"decide","anchor":"nowhere"}"#).is_err());
    }
}
