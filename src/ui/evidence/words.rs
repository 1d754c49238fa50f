//! Numbers of the inventory in words, unknown ones too.

use crate::data::{Unit, units};
use crate::decide::inventory::Total;

/// A sum with what it leaves out, as people read it.
pub fn total(total: &Total, show: fn(f64) -> String) -> String {
    match (total.value, total.unknown) {
        (None, _) => "unknown".to_owned(),
        (Some(value), 0) => show(value),
        (Some(value), unknown) => format!("{} + {unknown} unknown", show(value)),
    }
}

/// A share in per cent, or "unknown".
pub fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "unknown".to_owned(), |v| units::show(v, Unit::Fraction))
}
