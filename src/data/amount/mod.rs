//! Amounts: a value, what it counts, and the currency of what is money. One way to print one, in a sentence and in a
//! box, and one way to read one that a person types.
//!
//! | file | |
//! |---|---|
//! | `unit.rs` | what a number counts |
//! | `print.rs` | numbers in words: sentences, tables, charts |
//! | `read.rs` | what a person types into a box, and what a box shows |
//! | `scale.rs` | a slider's range: positions, steps, what makes sense on it |

mod print;
mod read;
mod scale;
mod unit;

pub use print::{
    bytes, capital, chance, compact, counted, digits, fixed, grouped, listed, money, score, several, shortened, show,
    uncapital,
};
pub use read::{in_box, read};
pub use scale::{HUNDREDS, Scale};
pub use unit::Unit;

/// A number with what it counts and, for money, the currency. Its `Display` is the one that sentences and tables use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount<'a> {
    /// The number.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// Sign or code of the currency; matters to money only, a dollar where it is empty.
    pub currency: &'a str,
}

impl std::fmt::Display for Amount<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.unit {
            Unit::Money => f.write_str(&money(self.currency, self.value)),
            unit => f.write_str(&show(self.value, unit)),
        }
    }
}

#[cfg(test)]
mod tests;
