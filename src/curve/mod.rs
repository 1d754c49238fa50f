//! Learning-curve families: one file each, listed in [`MODELS`].
//!
//! A family is a formula `y(n)` of the training-set size `n` with parameters named as in its source. Three sources use
//! the same names for different formulas; here they mean what LCDB means by them:
//!
//! | name here | formula here | elsewhere |
//! |---|---|---|
//! | pow4 | a − b (n + d)^−c | Domhan et al. 2015: c − (a n + b)^−α |
//! | ilog2 | b − a / ln n | Domhan et al. 2015: c − a / ln(1 + n) |
//! | exp3 | a exp(−b n) + c | Domhan et al. 2015: c − exp(−a n + b) |
//!
//! Several families are one family written differently (wbl4 = exp4 = janoschek, exp3 = expd3, logpower3 = hill3,
//! mmf4 = rectified): [`About::same_as`] says so, and the combination counts each once.

use crate::data::Diagnostic;

mod bnsl;
mod exp2;
mod exp3;
mod exp4;
mod expd3;
mod expp3;
mod hill3;
mod ilog2;
mod isotonic;
mod janoschek;
mod last1;
#[cfg(test)]
mod laws;
mod lin2;
mod log2;
mod logpower3;
mod mmf4;
mod pow2;
mod pow3;
mod pow4;
mod rectified;
mod vap3;
mod wbl4;

/// Every family. Reports, help and the page list them in this order.
pub static MODELS: &[&dyn CurveModel] = &[
    &last1::Last1,
    &pow2::Pow2,
    &pow3::Pow3,
    &pow4::Pow4,
    &exp2::Exp2,
    &exp3::Exp3,
    &exp4::Exp4,
    &expp3::Expp3,
    &expd3::Expd3,
    &log2::Log2,
    &ilog2::Ilog2,
    &logpower3::LogPower3,
    &lin2::Lin2,
    &vap3::Vap3,
    &mmf4::Mmf4,
    &wbl4::Wbl4,
    &janoschek::Janoschek,
    &hill3::Hill3,
    &rectified::Rectified,
    &bnsl::Bnsl,
    &isotonic::Isotonic,
];

/// The family of that identifier.
#[must_use]
pub fn model(id: &str) -> Option<&'static dyn CurveModel> {
    MODELS.iter().copied().find(|m| m.about().id == id)
}

/// What is known about a family besides its arithmetic.
#[derive(Debug)]
pub struct About {
    /// Stable identifier, as in LCDB.
    pub id: &'static str,
    /// Name shown to people.
    pub label: &'static str,
    /// The formula of y(n), as text.
    pub formula: &'static str,
    /// Authors, year and identifier of the source.
    pub source: &'static str,
    /// Parameters in order.
    pub params: &'static [Param],
    /// Which working value the formula describes.
    pub form: Form,
    /// Which parameters enter linearly.
    pub linear: Linear,
    /// The limit at infinite size, as the offset plus this number; `None` when the formula has no limit of its own.
    pub limit: Option<f64>,
    /// The family this one is a rewriting of.
    pub same_as: Option<&'static str>,
}

/// One parameter of a family.
#[derive(Debug)]
pub struct Param {
    /// Name in the formula.
    pub id: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What it counts ("score", "size", "" for a pure number).
    pub unit: &'static str,
}

/// The value a formula describes. Both are distances, so that bounded scores and losses share the formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Rises as things improve: distance from the worst end of the range (accuracy = 1 − error).
    Score,
    /// Falls as things improve: distance from the best end of the range (error, loss).
    Error,
}

/// Linear structure, eliminated before the search (variable projection).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linear {
    /// y = offset + amplitude · g(n).
    Both,
    /// y = amplitude · g(n).
    Amplitude,
    /// y = offset + g(n).
    Offset,
    /// y = the last observed value.
    Last,
    /// No parameters to search: fitted directly (isotonic).
    ShapeFree,
}

/// What a search for parameters may know about the data.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// Smallest and largest fitted size.
    pub sizes: (f64, f64),
    /// True when the working value should rise with size.
    pub rising: bool,
}

impl Span {
    /// Natural logarithms of the smallest and largest size.
    #[must_use]
    pub fn ln(&self) -> (f64, f64) {
        (crate::num::math::ln(self.sizes.0), crate::num::math::ln(self.sizes.1))
    }
    /// Natural logarithm of the geometric middle of the sizes.
    #[must_use]
    pub fn middle(&self) -> f64 {
        let (first, last) = self.ln();
        0.5 * (first + last)
    }
}

/// One search coordinate: its bounds and how many grid points to try.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Grid points, ends included.
    pub points: usize,
}

/// A coordinate from `low` to `high`.
#[must_use]
pub fn axis(low: f64, high: f64, points: usize) -> Axis {
    Axis { low, high, points }
}

/// Parameters of a family, at most eight, without an allocation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Params {
    values: [f64; 8],
    count: usize,
}

impl Params {
    /// These values, in the order of [`About::params`].
    #[must_use]
    pub fn new(values: &[f64]) -> Self {
        let mut out = Self { values: [0.0; 8], count: values.len().min(8) };
        for (slot, value) in out.values.iter_mut().zip(values) {
            *slot = *value;
        }
        out
    }
}

impl std::ops::Deref for Params {
    type Target = [f64];
    fn deref(&self) -> &[f64] {
        &self.values[..self.count]
    }
}

/// A learning-curve family.
pub trait CurveModel: Sync {
    /// Identifier, names, formula, source, structure.
    fn about(&self) -> &'static About;
    /// The formula at size `n`.
    fn value(&self, n: f64, p: &[f64]) -> f64;
    /// Derivatives of the formula with respect to its parameters, in their order.
    fn gradient(&self, n: f64, p: &[f64], out: &mut [f64]);
    /// Parameters from the linear pair and the search coordinates of data of that span. With offset 0 and amplitude 1 the
    /// formula is g(n).
    fn assemble(&self, span: &Span, offset: f64, amplitude: f64, theta: &[f64]) -> Params;
    /// Search coordinates for data of this span.
    fn axes(&self, span: &Span) -> Vec<Axis>;
    /// Why the family cannot describe such data, if it cannot.
    fn refuses(&self, _span: &Span) -> Option<Diagnostic> {
        None
    }
}
