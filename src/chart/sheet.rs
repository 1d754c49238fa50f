//! The drawing library's SVG backend with fixed text metrics: it never asks a font (on the page that would measure
//! through the document, in a worker it would panic, and natively it would give other numbers).

use super::metrics;
use plotters::backend::SVGBackend;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

/// Units of the canvas in one CSS pixel: the library's coordinates are whole numbers.
pub const UNITS: f64 = 10.0;

/// An SVG canvas of `width` x `height` CSS pixels.
pub struct Sheet<'a> {
    svg: SVGBackend<'a>,
}

impl<'a> Sheet<'a> {
    /// A canvas that writes to `buffer`.
    pub fn new(buffer: &'a mut String, width: f64, height: f64) -> Self {
        let units = |x: f64| (x * UNITS).round().clamp(1.0, 1e6) as u32;
        Self { svg: SVGBackend::with_string(buffer, (units(width), units(height))) }
    }
}

type Answer<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

impl<'a> DrawingBackend for Sheet<'a> {
    type ErrorType = <SVGBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.svg.get_size()
    }
    fn ensure_prepared(&mut self) -> Answer<Self> {
        self.svg.ensure_prepared()
    }
    fn present(&mut self) -> Answer<Self> {
        self.svg.present()
    }
    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Answer<Self> {
        self.svg.draw_pixel(at, color)
    }
    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Answer<Self> {
        self.svg.draw_line(from, to, style)
    }
    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Answer<Self> {
        self.svg.draw_rect(a, b, style, fill)
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Answer<Self> {
        self.svg.draw_path(path, style)
    }
    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, fill: bool) -> Answer<Self> {
        self.svg.draw_circle(at, radius, style, fill)
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Answer<Self> {
        self.svg.fill_polygon(path, style)
    }
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Answer<Self> {
        self.svg.draw_text(text, style, at)
    }
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let size = style.size();
        Ok((metrics::width(text, size).ceil() as u32, (size * metrics::LINE_HEIGHT / metrics::FONT_SIZE).ceil() as u32))
    }
}
