//! How the program comes to its numbers.

use crate::report::ReportInput;
use crate::report::parts::{Block, Text, heading, list, paragraph};

/// Heading and text, in the order of the straight line from files to verdict.
const STEPS: &[(&str, &str)] = &[
    (
        "Reading",
        "Files are recognised by content. A value that cannot be read is unknown, never zero; every row that was skipped is listed under “Evidence used” with its file, row and column.",
    ),
    (
        "Measuring",
        "Each gate is measured by a rule on the evidence before any threshold is looked at. Intervals come from the file's standard error or interval, or from the number of items by Wilson's score interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).",
    ),
    (
        "Judging",
        "With an interval a gate passes when the whole interval meets the threshold, fails when none of it does, and warns when it straddles. Without one it passes or fails, with the policy's warn band and tolerance between. What was not measured is unknown, and unknown never passes.",
    ),
    (
        "Deciding",
        "Complete, validate, expand conditionally: a blocking failure in the first phase means the foundation comes first; unknown or too uncertain evidence means measuring first; no gap to a target means not expanding; a gap that data closes within the budget, better than cheaper routes do, means expanding where it is; any other gap means improving quality or selecting data instead.",
    ),
    (
        "Learning curves",
        "Families of diminishing-returns curves are fitted by weighted robust least squares and combined by how well they describe the points. Ranges of forecasts include measurement noise, uncertainty of parameters, disagreement between families and error of extrapolation seen on published curves.",
    ),
    (
        "Flips",
        "For each threshold, measured value and assumption the program moves that one thing through its range on both sides of today, decides again at each step, and narrows the first change of verdict down by bisection.",
    ),
];

pub(super) fn write(_: &ReportInput<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (name, text) in STEPS {
        blocks.push(heading(*name, ""));
        blocks.push(paragraph(*text));
    }
    blocks.push(heading("Limits", ""));
    let limits = [
        "A learning curve describes more data of the same kind; it does not know what different data would do.",
        "Beyond about ten times the largest size measured a forecast says little, and its range shows it.",
        "The verdict is only as good as the policy: its thresholds are judgements, and each names its source.",
    ];
    blocks.extend(list(limits.iter().map(|t| Text::from(*t)).collect()));
    blocks
}
