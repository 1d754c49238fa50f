//! Which unknowns a law has, and how they read as its published parameters.

use super::solver::Vector;
use super::terms::{Layout, Term};
use crate::num::math::exp;

/// A sum-of-powers law that can be fitted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    /// Identifier of the law.
    pub law: &'static str,
    pub layout: Layout,
    /// For each parameter of the law in order: what it is read from.
    pub parameters: Vec<(&'static str, Source)>,
}

/// Where a parameter of the law comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Source {
    /// The exponential of an unknown.
    Exp(usize),
    /// An unknown itself.
    Plain(usize),
    /// Not part of this fit.
    Absent,
}

const SIZE: usize = 0;
const DATA: usize = 1;
const QUALITY: usize = 2;

fn term(constant: usize, slopes: &[(usize, usize)]) -> Term {
    Term { constant, slopes: slopes.to_vec() }
}

impl Model {
    /// L = E + A / N^alpha + B / D^beta, with alpha = beta when `tied`.
    pub(super) fn chinchilla(tied: bool) -> Self {
        let beta = if tied { 3 } else { 4 };
        Self {
            law: "chinchilla",
            layout: Layout {
                terms: vec![term(0, &[]), term(1, &[(3, SIZE)]), term(2, &[(beta, DATA)])],
                unknowns: beta + 1,
            },
            parameters: vec![
                ("E", Source::Exp(0)),
                ("A", Source::Exp(1)),
                ("B", Source::Exp(2)),
                ("alpha", Source::Plain(3)),
                ("beta", Source::Plain(beta)),
            ],
        }
    }
    /// L = E + A / N^alpha + B / (D^beta Q^gamma); without the size term where N does not vary.
    pub(super) fn quality(with_size: bool) -> Self {
        if with_size {
            return Self {
                law: "quality",
                layout: Layout {
                    terms: vec![term(0, &[]), term(1, &[(3, SIZE)]), term(2, &[(4, DATA), (5, QUALITY)])],
                    unknowns: 6,
                },
                parameters: vec![
                    ("E", Source::Exp(0)),
                    ("A", Source::Exp(1)),
                    ("B", Source::Exp(2)),
                    ("alpha", Source::Plain(3)),
                    ("beta", Source::Plain(4)),
                    ("gamma", Source::Plain(5)),
                ],
            };
        }
        Self {
            law: "quality",
            layout: Layout { terms: vec![term(0, &[]), term(1, &[(2, DATA), (3, QUALITY)])], unknowns: 4 },
            parameters: vec![
                ("E", Source::Exp(0)),
                ("A", Source::Absent),
                ("B", Source::Exp(1)),
                ("alpha", Source::Absent),
                ("beta", Source::Plain(2)),
                ("gamma", Source::Plain(3)),
            ],
        }
    }
    /// L = A / (X^alpha D^beta) + E.
    pub(super) fn fine_tuning() -> Self {
        Self {
            law: "fine-tuning",
            layout: Layout { terms: vec![term(0, &[]), term(1, &[(2, SIZE), (3, DATA)])], unknowns: 4 },
            parameters: vec![
                ("E", Source::Exp(0)),
                ("A", Source::Exp(1)),
                ("alpha", Source::Plain(2)),
                ("beta", Source::Plain(3)),
            ],
        }
    }
    /// The law's parameters from centred unknowns; absent ones are 0.
    pub(super) fn natural(&self, x: &Vector, means: &[f64; 3]) -> Vec<f64> {
        let raw = self.layout.shifted(x, means, 1.0);
        let read = |source: &Source| match *source {
            Source::Exp(i) => exp(raw[i]),
            Source::Plain(i) => raw[i],
            Source::Absent => 0.0,
        };
        self.parameters.iter().map(|(_, source)| read(source)).collect()
    }
    /// Which unknowns are exponents.
    pub(super) fn slopes(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.layout.terms.iter().flat_map(|t| t.slopes.iter().map(|s| s.0)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
