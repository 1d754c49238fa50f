//! The drawing library's canvas: it collects shapes with the roles they have, and measures text by [`metrics`] (the library's
//! own backends ask a font: on the page that would measure through the document, in a worker it would panic, and natively it
//! would give other numbers).

use super::metrics;
use super::role::Role;
use super::shape::{Anchor, Shape, UNITS};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::convert::Infallible;

/// A canvas of `width` x `height` CSS pixels.
pub struct Sheet<'a> {
    shapes: &'a mut Vec<Shape>,
    size: (u32, u32),
}

impl<'a> Sheet<'a> {
    /// A canvas that adds to `shapes`.
    pub fn new(shapes: &'a mut Vec<Shape>, width: f64, height: f64) -> Self {
        let units = |x: f64| (x * UNITS).round().clamp(1.0, 1e6) as u32;
        Self { shapes, size: (units(width), units(height)) }
    }
    /// Adds what `shape` makes of the role behind a colour; a colour of no role draws nothing.
    fn add(&mut self, color: BackendColor, shape: impl FnOnce(Role) -> Shape) -> Answer {
        self.shapes.extend(Role::of_colour(color.rgb).map(shape));
        Ok(())
    }
}

type Answer = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Sheet<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }
    fn ensure_prepared(&mut self) -> Answer {
        Ok(())
    }
    fn present(&mut self) -> Answer {
        Ok(())
    }
    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Answer {
        self.add(color, |role| Shape::Rect(at, (1, 1), role))
    }
    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Answer {
        self.add(style.color(), |role| Shape::Path(vec![from, to], role))
    }
    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Answer {
        self.add(style.color(), |role| {
            if fill {
                Shape::Rect(a, (b.0 - a.0, b.1 - a.1), role)
            } else {
                Shape::Path(vec![a, (b.0, a.1), b, (a.0, b.1), a], role)
            }
        })
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Answer {
        self.add(style.color(), |role| Shape::Path(path.into_iter().collect(), role))
    }
    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, _fill: bool) -> Answer {
        self.add(style.color(), |role| Shape::Circle(at, radius, role))
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Answer {
        self.add(style.color(), |role| Shape::Area(path.into_iter().collect(), role))
    }
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Answer {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        self.add(style.color(), |role| Shape::Text(at, anchor, text.to_owned(), role))
    }
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = style.size();
        Ok((metrics::width(text, size).ceil() as u32, (size * metrics::LINE_HEIGHT / metrics::FONT_SIZE).ceil() as u32))
    }
}
