//! A drawn chart before it is text: shapes in canvas units, the lowest first. What is painted, not how it is written.

use super::role::Role;

/// Units of the canvas in one CSS pixel: the drawing library's coordinates are whole numbers.
pub const UNITS: f64 = 10.0;

/// A place on the canvas.
pub type Place = (i32, i32);

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line through places.
    Path(Vec<Place>, Role),
    /// A filled polygon.
    Area(Vec<Place>, Role),
    /// A filled rectangle: its upper left corner, its width and height.
    Rect(Place, (i32, i32), Role),
    /// A filled circle: its centre and radius.
    Circle(Place, u32, Role),
    /// A line of text, its middle at the height of the place.
    Text(Place, Anchor, String, Role),
}
