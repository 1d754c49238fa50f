//! A chart in data units: what is drawn, in which words, from which numbers. Nothing here knows a pixel.

use super::axis::{Axis, Scale};
use super::role::Role;
use super::table::DataTable;

/// A chart before it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSpec {
    /// Identifier, unique among the charts of a page; usable as an anchor and a file name.
    pub id: String,
    /// The finding, one sentence written from the numbers.
    pub title: String,
    /// What is drawn and how to read it, for those who do not see it.
    pub description: String,
    /// What the band, the dashes and the marks mean, one sentence each.
    pub notes: Vec<String>,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// Marks, the lowest first.
    pub marks: Vec<Mark>,
    /// Labels, the most important first.
    pub labels: Vec<Label>,
    /// Height for its width: fixed, or a share of the width within bounds.
    pub height: Height,
    /// What a pointer or the arrow keys read out, from left to right.
    pub readings: Vec<Reading>,
    /// A line that can be moved.
    pub handle: Option<Handle>,
    /// The numbers.
    pub table: DataTable,
    /// True where any number is illustrative, not measured.
    pub illustrative: bool,
}

/// Height of a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Height {
    /// CSS pixels.
    Fixed(f64),
    /// Share of the width, at least and at most so many CSS pixels.
    Share(f64, f64, f64),
}

impl Height {
    /// CSS pixels at a width.
    #[must_use]
    pub fn at(self, width: f64) -> f64 {
        match self {
            Self::Fixed(px) => px,
            Self::Share(share, least, most) => (width * share).clamp(least, most).round(),
        }
    }
}

/// A measured point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// Position.
    pub x: f64,
    /// Position.
    pub y: f64,
    /// Half the length of its error bar.
    pub error: Option<f64>,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// The zone between two x values, over the full height, hatched.
    Zone(f64, f64, Role),
    /// The area between two curves: x, lower, upper.
    Area(Vec<(f64, f64, f64)>, Role),
    /// A line through points.
    Line(Vec<(f64, f64)>, Role),
    /// Points with error bars.
    Dots(Vec<Dot>, Role),
    /// A horizontal line over the full width.
    Level(f64, Role),
    /// A vertical line between two y values.
    Rule(f64, (f64, f64), Role),
    /// A horizontal range with ends, at y.
    Span(f64, (f64, f64), Role),
    /// A filled rectangle.
    Bar((f64, f64), (f64, f64), Role),
    /// The same, hatched, so that it differs in more than colour.
    HatchedBar((f64, f64), (f64, f64), Role),
    /// A diamond.
    Diamond(f64, f64, Role),
}

/// On which side of its point a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the right.
    Right,
    /// To the left.
    Left,
    /// Above, centred.
    Above,
    /// Below, centred.
    Below,
    /// Above, starting at the point.
    AboveRight,
    /// Above, ending at the point.
    AboveLeft,
    /// Below, starting at the point.
    BelowRight,
    /// Below, ending at the point.
    BelowLeft,
    /// On the point.
    Centre,
}

/// A direct label.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Its text.
    pub text: String,
    /// A shorter one for narrow screens; cut with an ellipsis where even that has no room.
    pub short: String,
    /// The point it names, in data units.
    pub at: (f64, f64),
    /// Where it would like to stand.
    pub side: Side,
    /// How it looks.
    pub role: Role,
    /// True where a line should lead to it when it had to move.
    pub leader: bool,
}

/// What is said about one place of a chart: in the tooltip, to the arrow keys, to assistive technology.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Position.
    pub x: f64,
    /// Position.
    pub y: f64,
    /// The words.
    pub text: String,
}

/// A threshold line that can be moved; it is also typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Gate it belongs to.
    pub gate: String,
    /// Value in force.
    pub value: f64,
    /// The slider that it is: range, steps, unit.
    pub scale: crate::data::amount::Scale,
    /// What it is, in words.
    pub label: String,
}

impl ChartSpec {
    /// The accessible name: finding and description.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.title, self.description).trim().to_owned()
    }
    /// The reading nearest to a place of the plot, given as shares of its width (from the left) and height (from below):
    /// the nearest row of bars, the nearest cell of a map, the nearest place along a curve.
    #[must_use]
    pub fn reading_at(&self, (across, up): (f64, f64)) -> Option<usize> {
        let rows = matches!(self.y.scale, Scale::Names(_));
        let map = self.row_length().is_some();
        let distance = |r: &Reading| {
            let (dx, dy) = ((self.x.share(r.x) - across).abs(), (self.y.share(r.y) - up).abs());
            match (rows, map) {
                (true, _) => dy,
                (_, true) => dx.max(dy),
                _ => dx,
            }
        };
        (0..self.readings.len()).min_by(|a, b| distance(&self.readings[*a]).total_cmp(&distance(&self.readings[*b])))
    }
    /// Readings in a row, where they fill a map row by row from below; `None` along a curve.
    #[must_use]
    pub fn row_length(&self) -> Option<usize> {
        let first = self.readings.first()?;
        let length = self.readings.iter().take_while(|r| r.y == first.y).count();
        let whole = length > 1 && self.readings.len() > length && self.readings.len().is_multiple_of(length);
        let alike = |(i, r): (usize, &Reading)| r.x == self.readings[i % length].x;
        (whole && self.readings.iter().enumerate().all(alike)).then_some(length)
    }
}
