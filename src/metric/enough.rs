//! How many items would be enough: what a comparison could have seen, and what would settle it.

use crate::num::normal;

/// The power and the level at which a change is said to be detectable: 80 % at 5 %, two-sided.
#[must_use]
pub fn reach() -> f64 {
    normal::quantile(0.975) + normal::quantile(0.8)
}

/// A comparison that could not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unresolved {
    /// The smallest difference that it could have told.
    pub seen: f64,
    /// How many times as many items would settle it, were the value seen the true one; `None` where no number would: the
    /// value is the threshold itself.
    pub times: Option<f64>,
    /// About how many items more that is, where their number is known.
    pub more: Option<f64>,
}

/// A value whose interval includes a threshold. For a share of items both come from Wilson's interval, which excludes the
/// threshold t once |p − t| > z √(t(1 − t)/n); otherwise from the half-width of the interval that reaches the threshold,
/// which shrinks with the root of the number.
#[must_use]
pub fn against(value: f64, threshold: f64, half: f64, n: Option<f64>, share: Option<f64>) -> Unresolved {
    let away = (value - threshold).abs();
    let seen = match (share, n) {
        (Some(z), Some(n)) if n > 0.0 && (0.0..=1.0).contains(&threshold) => {
            z * (threshold * (1.0 - threshold) / n).sqrt()
        }
        _ => half,
    };
    let times = (away > 0.0).then(|| (seen / away) * (seen / away)).filter(|t| t.is_finite() && *t > 1.0);
    Unresolved { seen, times, more: times.zip(n).map(|(t, n)| (n * (t - 1.0) - 1e-9).ceil()) }
}

impl Unresolved {
    /// How many items more, in words; empty where that cannot be said.
    #[must_use]
    pub fn more_words(&self) -> String {
        match (self.more, self.times) {
            (Some(more), _) => format!("about {} more would settle it if the value stays", items(more)),
            (None, Some(times)) => {
                format!("about {} times as many items would settle it if the value stays", rounded(times.max(1.1)))
            }
            (None, None) => String::new(),
        }
    }
}

/// A number of items, to two digits above ten: it is an estimate.
#[must_use]
pub fn items(n: f64) -> String {
    crate::data::units::counted(rounded_up(n) as usize, "item", "items")
}

fn rounded_up(n: f64) -> f64 {
    let mut step = 1.0;
    while n / step >= 100.0 {
        step *= 10.0;
    }
    (n / step).ceil() * step
}

fn rounded(times: f64) -> String {
    crate::data::units::digits(times, 2)
}
