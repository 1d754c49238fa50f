//! Charts: from the analysis to a specification in data units, from that to SVG.
//!
//! ```text
//! View --CHARTS--> ChartSpec --draw(width)--> Drawing { svg, area, texts }
//!                                             svg --standalone--> a file of its own
//! ```
//!
//! Specifications carry the finding (the title, written from the numbers), the description for those who do not see the
//! picture, the readings of the crosshair and the data table. The same SVG is on the page, in the report and in the file.

pub mod axis;
pub mod collection_plan;
pub mod compact;
pub mod confusion;
pub mod coverage;
pub mod draw;
pub mod dress;
pub mod efficient_frontier;
pub mod kind;
pub mod learning_curve;
pub mod metrics;
pub mod notes;
pub mod place;
pub mod reliability;
pub mod requirement;
pub mod role;
pub mod scaling_frontier;
pub mod scaling_repeats;
pub mod scenario_curves;
pub mod shape;
pub mod sheet;
pub mod small_multiples;
pub mod spec;
pub mod table;
pub mod tier_weight;
pub mod tornado;
pub mod verdict_grid;

pub use axis::{Axis, Scale};
pub use compact::compact;
pub use draw::{Drawing, PlotArea, draw};
pub use dress::{STYLE, escape, standalone};
pub use kind::Chart;
pub use role::Role;
pub use spec::{ChartSpec, Dot, Handle, Height, Label, Mark, Reading, Side};
pub use table::{Cell, DataTable};

/// Every kind of chart. A new one is one file and one line here.
pub static CHARTS: &[&dyn Chart] = &[
    &tier_weight::TierWeight,
    &small_multiples::SmallMultiples,
    &learning_curve::LearningCurves,
    &requirement::Requirements,
    &scaling_frontier::ScalingFrontier,
    &tornado::TornadoBars,
    &verdict_grid::VerdictGrid,
    &efficient_frontier::EfficientFrontier,
    &scaling_repeats::ScalingRepeats,
    &confusion::Confusion,
    &reliability::ReliabilityBins,
];

/// The kind of chart of that identifier.
#[must_use]
pub fn chart(id: &str) -> Option<&'static dyn Chart> {
    CHARTS.iter().copied().find(|c| c.id() == id)
}
