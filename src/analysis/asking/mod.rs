//! Asking: which metrics the files measure, what may be asked of them, and what a policy asks, in words. Nothing here is in
//! force until an edit puts it there.
//!
//! | file | |
//! |---|---|
//! | `found.rs` | the metrics that were found, and the files in one sentence |
//! | `lists.rs` | tiers, families, perspectives and recommendations as forms |
//! | `question.rs` | what every metric that was found is asked |
//! | `target.rs` | targets as gates |
//! | `preview.rs` | what a gate says today, and what it would do to the verdict |
//! | `words.rs` | a gate, and a pack, in sentences |

mod found;
mod lists;
mod preview;
mod question;
mod target;
mod words;

pub use found::{FoundMetric, found_metrics, found_words};
pub use lists::{Cell, Choice, Column, Row, with_row};
pub use preview::{Preview, preview, today, without};
pub use question::{MOST_SLICES, MetricQuestion, is_asking, questions};
pub use target::{Asked, ask, ask_all, asked_of, may_fall, proposed};
pub use words::{PackInWords, gate_in_words, pack_in_words};
