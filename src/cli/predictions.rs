//! Predictions in a terminal: the counts of true and predicted classes, and how confidence and accuracy lie apart.

use super::plain;
use crate::data::{Predictions, units};

/// Most classes shown as a table.
const CLASSES: usize = 12;
/// Longest name of a class.
const NAME: usize = 16;

/// The lines that show predictions; none for numbers and texts.
pub fn lines(p: &Predictions) -> Vec<String> {
    let mut out = Vec::new();
    if p.classes.is_empty() {
        return out;
    }
    let of = [&p.model, &p.time].into_iter().flatten().map(|t| plain(t)).collect::<Vec<_>>().join(", ");
    let of = if of.is_empty() { String::new() } else { format!(" of {of}") };
    if p.classes.len() > CLASSES {
        out.push(format!("    confusion matrix{of}: {} classes (see --json)", p.classes.len()));
    } else {
        let positive = p.positive.as_ref().map_or(String::new(), |c| format!(", positive \"{}\"", plain(c)));
        out.push(format!("    confusion matrix{of} (rows true, columns predicted{positive}):"));
        let name = |c: &String| units::shortened(&plain(c), NAME);
        let width = p.classes.iter().map(|c| name(c).chars().count()).max().unwrap_or(0).max(6);
        let cells =
            |cells: &mut dyn Iterator<Item = String>| cells.map(|c| format!("  {c:>width$}")).collect::<String>();
        out.push(format!("      {:<width$}{}", "", cells(&mut p.classes.iter().map(&name))));
        for (class, row) in p.classes.iter().zip(&p.confusion) {
            out.push(format!("      {:<width$}{}", name(class), cells(&mut row.iter().map(|n| units::grouped(*n)))));
        }
    }
    if !p.reliability.is_empty() {
        out.push("    confidence against accuracy, in bins of equal width:".into());
        out.extend(p.reliability.iter().map(|b| {
            let (said, was) = (units::fixed(b.confidence, 3), units::fixed(b.accuracy, 3));
            format!("      confidence {said}  right {was}  {}", units::counted(b.n as usize, "item", "items"))
        }));
    }
    out
}
