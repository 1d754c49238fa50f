//! What distinguishes the team's approach, as the policy states it.

use crate::report::ReportInput;
use crate::report::parts::{Block, Text, list};

pub(super) fn write(input: &ReportInput<'_>) -> Vec<Block> {
    let item =
        |d: &crate::policy::Differentiator| Text::default().strong(format!("{}.", d.label)).and(format!(" {}", d.text));
    list(input.pack.differentiators.iter().map(item).collect()).into_iter().collect()
}
