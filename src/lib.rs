//! Headroom: should we expand our training data set, by how much, where, at what cost, and what would change our mind?
//!
//! Data flows one way; each layer imports only those above it in this list (`tests/it/architecture.rs` says so):
//!
//! ```text
//! num       elementary functions, random streams, distributions     imports nothing of ours
//! data      the nouns                                               num
//! read      bytes -> tables -> evidence                             data
//! curve     learning-curve families                                 num data
//! scaling   scaling laws and published constants                    num data
//! fit       fitting, combination, intervals, forecasts              num data curve scaling
//! select    data-efficient selection                                num data
//! policy    the policy pack                                         data
//! scenario  the one user-editable value                             data policy read
//! decide    gates -> outcomes -> verdict, flips, findings           num data policy scenario fit
//! analysis  the straight line                                       all above
//! chart     specification -> SVG                                    analysis data
//! report    sections -> HTML, Markdown, JSON                        analysis scenario chart read
//! engine    worker protocol and state machine                       analysis scenario report read
//! shell     browser edges                                           engine
//! ui        the page                                                all above
//! ```

pub mod analysis;
pub mod chart;
#[cfg(feature = "cli")]
pub mod cli;
pub mod curve;
pub mod data;
pub mod decide;
pub mod engine;
pub mod fit;
pub mod num;
pub mod policy;
pub mod read;
pub mod report;
pub mod scaling;
pub mod scenario;
#[cfg(feature = "browser")]
pub mod shell;
#[cfg(feature = "web")]
pub mod ui;

/// Which source tree this was built from: the page and its workers compare it before they talk.
pub const BUILD_ID: &str = env!("HEADROOM_BUILD_ID");
