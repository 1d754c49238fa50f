//! The sections of the report, in reading order: one file each and one line in [`SECTIONS`].

mod about;
mod assumptions;
mod changes;
mod curves;
mod differentiators;
mod duplicates;
mod evidence;
mod figure;
mod gates;
mod information;
mod inventory;
mod measured;
mod method;
mod options;
mod perspectives;
mod policy;
mod recommendations;
mod references;
mod research;
mod scaling;
mod scenarios;
mod sensitivity;
mod summary;
mod synthesis;
mod verdict;

use super::ReportInput;
use super::parts::Block;
use crate::analysis::{Explained, explain};
use crate::data::units::capital;
use crate::data::{Unit, units};
use crate::policy::Comparator;

/// One section: an identifier that is also its anchor, a heading, and what writes it. A section without blocks is left out.
pub struct SectionSpec {
    /// Identifier.
    pub id: &'static str,
    /// Heading.
    pub title: &'static str,
    /// Makes its blocks.
    pub write: fn(&ReportInput<'_>) -> Vec<Block>,
}

/// Every section; the first fills one page.
pub const SECTIONS: &[SectionSpec] = &[
    SectionSpec { id: "summary", title: "Summary", write: summary::write },
    SectionSpec { id: "verdict", title: "The verdict and what would flip it", write: verdict::write },
    SectionSpec { id: "sensitivity", title: "How sure, and what it hangs on", write: sensitivity::write },
    SectionSpec { id: "evidence", title: "Evidence used", write: evidence::write },
    SectionSpec { id: "inventory", title: "Inventory and gaps", write: inventory::write },
    SectionSpec { id: "duplicates", title: "Duplicates and leaks in texts", write: duplicates::write },
    SectionSpec { id: "measured", title: "Measured metrics", write: measured::write },
    SectionSpec { id: "gates", title: "Gates by phase", write: gates::write },
    SectionSpec { id: "policy", title: "What this project changes of its policy", write: policy::write },
    SectionSpec { id: "curves", title: "Learning curves", write: curves::write },
    SectionSpec { id: "scaling", title: "Scaling estimates", write: scaling::write },
    SectionSpec { id: "changes", title: "Before and after", write: changes::write },
    SectionSpec { id: "options", title: "Options", write: options::write },
    SectionSpec { id: "information", title: "What to measure next", write: information::write },
    SectionSpec { id: "research", title: "Research comparison", write: research::write },
    SectionSpec { id: "perspectives", title: "Perspectives", write: perspectives::write },
    SectionSpec { id: "synthesis", title: "Synthesis", write: synthesis::write },
    SectionSpec { id: "differentiators", title: "Key differentiators", write: differentiators::write },
    SectionSpec { id: "recommendations", title: "Recommendations", write: recommendations::write },
    SectionSpec { id: "scenarios", title: "Scenarios compared", write: scenarios::write },
    SectionSpec { id: "assumptions", title: "Assumptions", write: assumptions::write },
    SectionSpec { id: "method", title: "Method", write: method::write },
    SectionSpec { id: "references", title: "References", write: references::write },
    SectionSpec { id: "about", title: "About this report", write: about::write },
];

/// Mark of a number that was not measured.
const ILLUSTRATIVE: &str = "illustrative";

/// Findings, synthesis, recommendations and changes under the decision.
fn explained(input: &ReportInput<'_>) -> Explained {
    explain(input.prepared, input.pack, input.scenario(), input.decision)
}

/// What a gate needs: "≥ 0.800", or "yes" where only yes passes.
fn needs(input: &ReportInput<'_>, comparator: Comparator, threshold: f64, unit: Unit) -> String {
    match unit {
        Unit::YesNo => units::show(threshold, unit),
        _ => format!("{} {}", comparator.symbol(), show(input, threshold, unit)),
    }
}

/// A number in its unit, money in the policy's currency.
fn show(input: &ReportInput<'_>, x: f64, unit: Unit) -> String {
    input.pack.amount(x, unit).to_string()
}

/// "1 file", "2 files".
fn count(n: usize, one: &str, many: &str) -> String {
    units::counted(n, one, many)
}
