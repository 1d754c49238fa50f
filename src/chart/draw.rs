//! From a specification to SVG, and the geometry that lets the page lay things over it.

use super::axis::{Axis, Scale};
use super::dress::dress;
use super::metrics::{self, FONT_SIZE, LINE_HEIGHT};
use super::place::{Rect, place};
use super::role::Role;
use super::shape::{Shape, UNITS};
use super::sheet::Sheet;
use super::spec::{ChartSpec, Dot, Mark};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontFamily, ShapeStyle, TextStyle};

/// Where a chart's values stand on its canvas, CSS pixels at the width it was drawn for.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotArea {
    /// Width of the canvas.
    pub width: f64,
    /// Height of the canvas.
    pub height: f64,
    /// The rectangle between the axes.
    pub plot: Rect,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
}

impl PlotArea {
    /// Horizontal position of a value.
    #[must_use]
    pub fn x_px(&self, value: f64) -> f64 {
        self.plot.left + self.plot.width * self.x.share(value)
    }
    /// Vertical position of a value.
    #[must_use]
    pub fn y_px(&self, value: f64) -> f64 {
        self.plot.bottom() - self.plot.height * self.y.share(value)
    }
    /// Value at a horizontal position.
    #[must_use]
    pub fn x_value(&self, px: f64) -> f64 {
        self.x.value((px - self.plot.left) / self.plot.width)
    }
    /// Value at a vertical position.
    #[must_use]
    pub fn y_value(&self, px: f64) -> f64 {
        self.y.value((self.plot.bottom() - px) / self.plot.height)
    }
}

/// A chart drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The picture: classes, no style of its own ([`super::standalone`] adds it).
    pub svg: String,
    /// What it paints, the lowest first.
    pub shapes: Vec<Shape>,
    /// Its geometry.
    pub area: PlotArea,
    /// Every text with its box, for tests and overlays.
    pub texts: Vec<(String, Rect)>,
    /// Labels that found no place: the page says them in words.
    pub left_out: Vec<String>,
}

/// Least width that charts are drawn for, CSS pixels.
pub const LEAST_WIDTH: f64 = 240.0;

/// Draws a chart for a width in CSS pixels.
#[must_use]
pub fn draw(spec: &ChartSpec, width: f64) -> Drawing {
    let width = if width.is_finite() { width.clamp(LEAST_WIDTH, 4000.0).round() } else { 720.0 };
    let area = plot_area(spec, width);
    let mut shapes = Vec::new();
    let (texts, left_out) = {
        let root = Sheet::new(&mut shapes, area.width, area.height).into_drawing_area();
        let mut pen = Pen { texts: Vec::new(), left_out: Vec::new(), area: &area, root: &root };
        // The canvas is a list, to which adding does not fail; a mark it refused would only be absent.
        let _drawn = pen.all(spec);
        let _closed = root.present();
        (pen.texts, pen.left_out)
    };
    Drawing { svg: dress(&shapes, &spec.name(), area.width, area.height), shapes, area, texts, left_out }
}

/// Leaves room for tick labels and titles, nothing else: direct labels stand inside.
fn plot_area(spec: &ChartSpec, width: f64) -> PlotArea {
    let height = spec.height.at(width);
    let most = if matches!(spec.y.scale, Scale::Names(_)) { width * 0.34 } else { width * 0.25 };
    let top = if spec.y.title.is_empty() { 6.0 } else { LINE_HEIGHT + 8.0 };
    let has_ticks = !spec.x.title.is_empty();
    let bottom = if has_ticks { 2.0 * LINE_HEIGHT + 10.0 } else { 4.0 };
    let tall = (height - top - bottom).max(10.0);
    let widest = spec
        .y
        .ticks(y_labels(tall))
        .iter()
        .filter_map(|t| t.1.as_deref())
        .map(|label| metrics::width(label, FONT_SIZE))
        .fold(0.0, f64::max)
        .min(most);
    let left = if widest > 0.0 { widest.ceil() + 10.0 } else { 4.0 };
    let last = spec.x.ticks(5).iter().rev().find_map(|t| t.1.clone()).unwrap_or_default();
    let right = (metrics::width(&last, FONT_SIZE) / 2.0 + 2.0).max(8.0).ceil();
    let plot = Rect { left, top, width: (width - left - right).max(20.0), height: tall };
    PlotArea { width, height, plot, x: spec.x.clone(), y: spec.y.clone() }
}

/// Labelled ticks for a vertical axis of that height.
fn y_labels(height: f64) -> usize {
    (height / 38.0).floor().clamp(2.0, 7.0) as usize
}

type Root<'a, 'b> = DrawingArea<Sheet<'b>, Shift>;
type Error<'b> = plotters::drawing::DrawingAreaErrorKind<<Sheet<'b> as plotters::backend::DrawingBackend>::ErrorType>;

struct Pen<'a, 'b> {
    area: &'a PlotArea,
    root: &'a Root<'a, 'b>,
    texts: Vec<(String, Rect)>,
    left_out: Vec<String>,
}

fn units(px: f64) -> i32 {
    (px * UNITS).round().clamp(-1e7, 1e7) as i32
}

fn line(role: Role) -> ShapeStyle {
    ShapeStyle::from(&role.colour()).stroke_width(units(role.stroke()) as u32)
}

fn filled(role: Role) -> ShapeStyle {
    ShapeStyle::from(&role.colour()).filled()
}

impl<'b> Pen<'_, 'b> {
    fn all(&mut self, spec: &ChartSpec) -> Result<(), Error<'b>> {
        let p = self.area.plot;
        // Plot coordinates are the drawing library's; its vertical pixels run downwards.
        let plane = Cartesian2d::<Axis, Axis>::new(
            spec.x.clone(),
            spec.y.clone(),
            (units(p.left)..units(p.right()), units(p.bottom())..units(p.top)),
        );
        let plot = self.root.clone().apply_coord_spec(plane);
        self.grid(spec)?;
        for mark in &spec.marks {
            self.mark(&plot, mark)?;
        }
        self.axes(spec)?;
        self.labels(spec)
    }

    fn segment(&self, from: (f64, f64), to: (f64, f64), role: Role) -> Result<(), Error<'b>> {
        let points = vec![(units(from.0), units(from.1)), (units(to.0), units(to.1))];
        self.root.draw(&PathElement::new(points, line(role)))
    }

    /// Lines of one look after another: fewer paths, the same picture.
    fn grid(&self, spec: &ChartSpec) -> Result<(), Error<'b>> {
        let p = self.area.plot;
        for role in [Role::Minor, Role::Grid] {
            let own = |label: &Option<String>| label.is_some() == (role == Role::Grid);
            if !spec.x.title.is_empty() {
                for (value, _) in spec.x.ticks(self.x_labels()).iter().filter(|t| own(&t.1)) {
                    let x = self.area.x_px(*value);
                    self.segment((x, p.top), (x, p.bottom()), role)?;
                }
            }
            if !spec.y.title.is_empty() {
                for (value, _) in spec.y.ticks(self.y_labels()).iter().filter(|t| own(&t.1)) {
                    let y = self.area.y_px(*value);
                    self.segment((p.left, y), (p.right(), y), role)?;
                }
            }
        }
        Ok(())
    }

    fn x_labels(&self) -> usize {
        (self.area.plot.width / 62.0).floor().clamp(2.0, 9.0) as usize
    }
    fn y_labels(&self) -> usize {
        y_labels(self.area.plot.height)
    }

    fn axes(&mut self, spec: &ChartSpec) -> Result<(), Error<'b>> {
        let p = self.area.plot;
        if !spec.x.title.is_empty() {
            self.segment((p.left, p.bottom()), (p.right(), p.bottom()), Role::Axis)?;
            let mut free = f64::NEG_INFINITY;
            let mut shown: Vec<(f64, f64, String)> = Vec::new();
            for (value, label) in spec.x.ticks(self.x_labels()) {
                let Some(label) = label else { continue };
                let (x, wide) = (self.area.x_px(value), metrics::width(&label, FONT_SIZE));
                if x - wide / 2.0 >= free {
                    free = x + wide / 2.0 + 4.0;
                    shown.push((x, wide, label));
                }
            }
            for (x, _, _) in &shown {
                self.segment((*x, p.bottom()), (*x, p.bottom() + 4.0), Role::Axis)?;
            }
            for (x, wide, label) in shown {
                let area = Rect { left: x - wide / 2.0, top: p.bottom() + 5.0, width: wide, height: LINE_HEIGHT };
                self.text(&label, area, HPos::Center, Role::Muted)?;
            }
            let title = metrics::fit(&spec.x.title, self.area.width - 4.0, FONT_SIZE);
            let wide = metrics::width(&title, FONT_SIZE);
            let left = (p.right() - wide).max(2.0);
            let top = p.bottom() + LINE_HEIGHT + 7.0;
            self.text(&title, Rect { left, top, width: wide, height: LINE_HEIGHT }, HPos::Right, Role::Muted)?;
        }
        let names = matches!(spec.y.scale, Scale::Names(_));
        if !spec.y.title.is_empty() || names {
            for (value, label) in spec.y.ticks(self.y_labels()) {
                let label = metrics::fit(&label.unwrap_or_default(), p.left - 8.0, FONT_SIZE);
                let wide = metrics::width(&label, FONT_SIZE);
                let top = self.area.y_px(value) - LINE_HEIGHT / 2.0;
                let role = if names { Role::Ink } else { Role::Muted };
                self.text(
                    &label,
                    Rect { left: p.left - 6.0 - wide, top, width: wide, height: LINE_HEIGHT },
                    HPos::Right,
                    role,
                )?;
            }
        }
        if !spec.y.title.is_empty() {
            let title = metrics::fit(&spec.y.title, self.area.width - 4.0, FONT_SIZE);
            let wide = metrics::width(&title, FONT_SIZE);
            self.text(&title, Rect { left: 2.0, top: 0.0, width: wide, height: LINE_HEIGHT }, HPos::Left, Role::Muted)?;
        }
        Ok(())
    }

    /// Writes a text into its box and remembers it.
    fn text(&mut self, text: &str, area: Rect, align: HPos, role: Role) -> Result<(), Error<'b>> {
        let clean = metrics::one_line(text);
        let x = match align {
            HPos::Left => area.left,
            HPos::Center => area.left + area.width / 2.0,
            HPos::Right => area.right(),
        };
        let color = role.colour();
        let style = TextStyle::from((FontFamily::SansSerif, FONT_SIZE * UNITS * 1.24))
            .color(&color)
            .pos(Pos::new(align, VPos::Center));
        self.root.draw(&Text::new(clean.clone(), (units(x), units(area.top + area.height / 2.0)), style))?;
        self.texts.push((clean, area));
        Ok(())
    }

    fn labels(&mut self, spec: &ChartSpec) -> Result<(), Error<'b>> {
        let room = Rect {
            left: self.area.plot.left + 2.0,
            top: self.area.plot.top,
            width: self.area.width - self.area.plot.left - 4.0,
            height: self.area.plot.height,
        };
        let mut taken: Vec<Rect> = self.texts.iter().map(|t| t.1).collect();
        taken.extend(spec.marks.iter().flat_map(|m| self.obstacles(m)));
        for label in &spec.labels {
            let at = (self.area.x_px(label.at.0), self.area.y_px(self.area.y.clamp(label.at.1)));
            let (text, short) = (metrics::one_line(&label.text), metrics::one_line(&label.short));
            let Some(found) = place([&text, &short], at, label.side, room, &taken) else {
                self.left_out.push(text);
                continue;
            };
            if label.leader && found.moved {
                let near = (at.0.clamp(found.area.left, found.area.right()), found.area.top + LINE_HEIGHT / 2.0);
                self.segment(at, near, Role::Leader)?;
            }
            taken.push(found.area);
            self.text(&found.text, found.area, HPos::Left, label.role)?;
        }
        Ok(())
    }

    /// What no label may cover: points, diamonds, ranges.
    fn obstacles(&self, mark: &Mark) -> Vec<Rect> {
        let around = |x: f64, y: f64, r: f64| Rect { left: x - r, top: y - r, width: 2.0 * r, height: 2.0 * r };
        match mark {
            Mark::Dots(dots, _) => {
                dots.iter().map(|d| around(self.area.x_px(d.x), self.area.y_px(self.area.y.clamp(d.y)), 4.0)).collect()
            }
            Mark::Diamond(x, y, _) => vec![around(self.area.x_px(*x), self.area.y_px(*y), 6.0)],
            Mark::Span(y, (a, b), _) if self.area.plot.height > 60.0 => {
                let (from, to) = (self.area.x_px(self.area.x.clamp(*a)), self.area.x_px(self.area.x.clamp(*b)));
                vec![Rect { left: from, top: self.area.y_px(*y) - 3.0, width: to - from, height: 6.0 }]
            }
            _ => Vec::new(),
        }
    }

    fn mark(&self, plot: &DrawingArea<Sheet<'b>, Cartesian2d<Axis, Axis>>, mark: &Mark) -> Result<(), Error<'b>> {
        let (ax, ay) = (&self.area.x, &self.area.y);
        let inside = |y: f64| ay.clamp(y);
        match mark {
            Mark::Zone(from, to, role) => self.hatch(
                (self.area.x_px(ax.clamp(*from)), self.area.plot.top),
                (self.area.x_px(ax.clamp(*to)), self.area.plot.bottom()),
                *role,
            ),
            Mark::Area(points, role) => {
                let upper = points.iter().map(|p| (p.0, inside(p.2)));
                let lower = points.iter().rev().map(|p| (p.0, inside(p.1)));
                plot.draw(&Polygon::new(upper.chain(lower).collect::<Vec<_>>(), filled(*role)))
            }
            Mark::Line(points, role) => {
                for run in runs(points, ay) {
                    plot.draw(&PathElement::new(run, line(*role)))?;
                }
                Ok(())
            }
            Mark::Dots(dots, role) => {
                dots.iter().try_for_each(|dot| self.error_bar(dot, *role))?;
                let radius = units(3.5);
                dots.iter()
                    .try_for_each(|d| plot.draw(&Circle::new((d.x, self.area.y.clamp(d.y)), radius, filled(*role))))
            }
            Mark::Level(y, role) => plot.draw(&PathElement::new(vec![(ax.low, *y), (ax.high, *y)], line(*role))),
            Mark::Rule(x, (a, b), role) => {
                plot.draw(&PathElement::new(vec![(*x, inside(*a)), (*x, inside(*b))], line(*role)))
            }
            Mark::Span(y, (a, b), role) => {
                let (from, to) = (self.area.x_px(ax.clamp(*a)), self.area.x_px(ax.clamp(*b)));
                let at = self.area.y_px(*y);
                self.segment((from, at), (to, at), *role)?;
                for (end, open) in [(from, !ax.holds(*a)), (to, !ax.holds(*b))] {
                    if !open {
                        self.segment((end, at - 5.0), (end, at + 5.0), *role)?;
                    }
                }
                Ok(())
            }
            Mark::Bar((x0, x1), (y0, y1), role) => {
                plot.draw(&Rectangle::new([(ax.clamp(*x0), *y0), (ax.clamp(*x1), *y1)], filled(*role)))
            }
            Mark::HatchedBar((x0, x1), (y0, y1), role) => {
                let (left, right) = (self.area.x_px(ax.clamp(*x0)), self.area.x_px(ax.clamp(*x1)));
                let (a, b) = (self.area.y_px(*y0), self.area.y_px(*y1));
                let (top, bottom) = (a.min(b), a.max(b));
                self.hatch((left, top), (right, bottom), *role)?;
                let frame = vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
                let frame: Vec<(i32, i32)> = frame.into_iter().map(|(x, y)| (units(x), units(y))).collect();
                self.root.draw(&PathElement::new(frame, line(*role)))
            }
            Mark::Diamond(x, y, role) => {
                let (cx, cy, r) = (self.area.x_px(*x), self.area.y_px(*y), 6.0);
                let corners = [(cx, cy - r), (cx + r, cy), (cx, cy + r), (cx - r, cy)];
                let corners: Vec<(i32, i32)> = corners.iter().map(|(x, y)| (units(*x), units(*y))).collect();
                self.root.draw(&Polygon::new(corners, filled(*role)))
            }
        }
    }

    fn error_bar(&self, dot: &Dot, role: Role) -> Result<(), Error<'b>> {
        let Some(error) = dot.error.filter(|e| *e > 0.0) else { return Ok(()) };
        let ends = [dot.y - error, dot.y + error].map(|y| self.area.y_px(self.area.y.clamp(y)));
        let x = self.area.x_px(dot.x);
        self.segment((x, ends[0]), (x, ends[1]), role)?;
        ends.into_iter().try_for_each(|end| self.segment((x - 3.0, end), (x + 3.0, end), role))
    }

    /// Diagonal lines within a rectangle.
    fn hatch(&self, from: (f64, f64), to: (f64, f64), role: Role) -> Result<(), Error<'b>> {
        const STEP: f64 = 9.0;
        let (wide, tall) = (to.0 - from.0, to.1 - from.1);
        if wide <= 0.5 || tall <= 0.5 {
            return Ok(());
        }
        let count = ((wide + tall) / STEP).ceil() as i32;
        for i in 1..count {
            let along = f64::from(i) * STEP;
            // The line x + y = along, cut by the rectangle.
            let start = (along.min(wide), (along - wide).max(0.0));
            let end = ((along - tall).max(0.0), along.min(tall));
            self.segment((from.0 + start.0, from.1 + start.1), (from.0 + end.0, from.1 + end.1), role)?;
        }
        Ok(())
    }
}

/// The parts of a line that lie on the vertical axis, cut where it leaves.
fn runs(points: &[(f64, f64)], y: &Axis) -> Vec<Vec<(f64, f64)>> {
    let mut out: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open = false;
    for point in points {
        let fine = point.0.is_finite() && point.1.is_finite() && y.holds(point.1);
        match (fine, open, out.last_mut()) {
            (true, true, Some(run)) => run.push(*point),
            (true, _, _) => out.push(vec![*point]),
            _ => {}
        }
        open = fine;
    }
    out.retain(|run| run.len() > 1);
    out
}
