//! What a kind of chart is: a file beside this one and a line in [`super::CHARTS`].

use super::spec::ChartSpec;
use crate::analysis::readout::View;

/// A kind of chart: what it draws of an analysis.
pub trait Chart: Sync {
    /// Stable identifier.
    fn id(&self) -> &'static str;
    /// Name for people.
    fn label(&self) -> &'static str;
    /// The charts of this kind; empty where the evidence has nothing for it.
    fn specs(&self, view: &View<'_>) -> Vec<ChartSpec>;
}
