//! Exact match of texts.

use super::data::{Data, Needs};
use super::metric::Metric;

/// Share of texts that are the reference, blanks at the ends aside.
pub struct ExactMatch;

impl Metric for ExactMatch {
    fn id(&self) -> &'static str {
        "exact_match"
    }
    fn label(&self) -> &'static str {
        "exact match"
    }
    fn formula(&self) -> &'static str {
        "texts equal to their reference, case and punctuation included, blanks at the ends aside / texts"
    }
    fn source(&self) -> &'static str {
        "Hugging Face evaluate, exact_match with its defaults"
    }
    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }
    fn needs(&self) -> Needs {
        Needs::Texts
    }
    fn items(&self, data: &Data) -> Option<Vec<f64>> {
        let texts = data.texts.as_ref()?;
        Some(texts.iter().map(|(r, p)| f64::from(u8::from(r.trim() == p.trim()))).collect())
    }
}
