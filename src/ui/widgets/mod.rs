//! Small parts that pages share.

mod assumption;
mod chart_view;
mod diagnostics;
mod dialog;
mod facts;
mod heads;
mod knob;
mod log_link;
mod menu;
mod number_box;
mod outcome;
mod point_notes;
mod slider;

pub use assumption::assumption_knob;
pub use chart_view::{ChartView, with_view, with_view_now};
pub use diagnostics::Diagnostics;
pub use dialog::Dialog;
pub use facts::Facts;
pub use heads::heads;
pub use knob::{Knob, KnobSpec};
pub use log_link::{LogLink, log_address, log_anchor};
pub use menu::Menu;
pub use number_box::{BoxSpec, NumberBox};
pub use outcome::OutcomeMark;
pub use slider::{Slider, Stretch, Track};
