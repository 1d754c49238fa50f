//! Headroom: should we expand our training data set, by how much, where, at what cost, and what would change our mind?
//!
//! Data flows one way: each layer imports only those that its row names, all of them above it. This table is the list:
//! `tests/it/architecture.rs` reads it here, holds the sources to it and writes it into ARCHITECTURE.md.
//!
//! | layer | what it is | imports |
//! |---|---|---|
//! | `num` | elementary functions, random streams, distributions, robust statistics | nothing of ours |
//! | `data` | the nouns: evidence, curves, runs, units, diagnostics | num |
//! | `metric` | scores of single items: their mean and interval, and what changed between two of them | num, data |
//! | `text` | duplicates and leaks in texts: n-grams, MinHash, what looks like personal data | num, data |
//! | `read` | bytes → tables → evidence | num, data, metric |
//! | `curve` | learning-curve families | num, data |
//! | `scaling` | scaling laws, published constants, frontiers | num, data |
//! | `fit` | fitting, combination, intervals, forecasts, requirements | num, data, curve, scaling |
//! | `select` | which records to keep when fewer are wanted | num, data |
//! | `policy` | the policy pack: gates, tiers, findings, prices as data | num, data |
//! | `scenario` | the one user-editable value: edits, history, wire form | num, data, read, policy |
//! | `decide` | gates → outcomes → verdict; flips, findings, chances, options | all before it but `read` |
//! | `analysis` | the straight line, and what is said of it in numbers and words (`src/analysis/readout/mod.rs`) | all before it |
//! | `chart` | specification → SVG | all before it but `read` |
//! | `report` | sections → HTML, Markdown, JSON, record | all before it |
//! | `engine` | worker protocol and state machine | all before it |
//! | `shell` | browser edges: worker, storage, address, download | all before it |
//! | `ui` | the page | all before it |
//! | `cli` | the command line: the same line with files at both ends | all before it but `shell` and `ui` |
//! | `bin` | the programs | all before it |

pub mod analysis;
pub mod chart;
#[cfg(feature = "cli")]
pub mod cli;
pub mod curve;
pub mod data;
pub mod decide;
pub mod engine;
pub mod fit;
pub mod metric;
pub mod num;
pub mod policy;
pub mod read;
pub mod report;
pub mod scaling;
pub mod scenario;
pub mod select;
#[cfg(feature = "browser")]
pub mod shell;
pub mod text;
#[cfg(feature = "page")]
pub mod ui;

/// True in the program inside of a live report: it has what it was sent with, and neither files nor storage.
pub const LIVE: bool = cfg!(feature = "live");

/// True where views and analysis are one module: in live reports, and in the program as one file.
pub const ONE_MODULE: bool = cfg!(any(feature = "live", feature = "single"));

/// Which source tree this was built from: the page and its workers compare it before they talk.
pub const BUILD_ID: &str = env!("HEADROOM_BUILD_ID");
