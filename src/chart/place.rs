//! Where labels stand: near what they name, inside the canvas, never on top of each other.

use super::metrics::{FONT_SIZE, LINE_HEIGHT, fit, width};
use super::spec::Side;

/// A rectangle, CSS pixels, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// Right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.left + self.width
    }
    /// Lower edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
    /// True where the two share any area.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right() && other.left < self.right() && self.top < other.bottom() && other.top < self.bottom()
    }
    /// True where `other` lies inside.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.left >= self.left - 1e-6
            && other.top >= self.top - 1e-6
            && other.right() <= self.right() + 1e-6
            && other.bottom() <= self.bottom() + 1e-6
    }
}

/// Distance between a label and the point it names, CSS pixels.
const GAP: f64 = 6.0;

/// A label that found its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its text, possibly the short one, possibly cut.
    pub text: String,
    /// Its box.
    pub area: Rect,
    /// True where it had to move away from its point.
    pub moved: bool,
}

/// Finds a place for a label near `(x, y)` within `room`, clear of `taken`. The long text is tried first everywhere, then
/// the short one. `None` where neither has room.
#[must_use]
pub fn place(texts: [&str; 2], (x, y): (f64, f64), side: Side, room: Rect, taken: &[Rect]) -> Option<Placed> {
    let widest = room.width;
    let mut tried = texts.to_vec();
    tried.dedup();
    for (number, text) in tried.iter().enumerate() {
        let last = number + 1 == tried.len();
        if !last && width(text, FONT_SIZE) > widest {
            continue;
        }
        let text = fit(text, widest, FONT_SIZE);
        let size = (width(&text, FONT_SIZE), LINE_HEIGHT);
        let wished = wished(size, (x, y), side);
        for step in 0..24 {
            // 0, one down, one up, two down, …
            let lines = f64::from((step + 1) / 2) * if step % 2 == 1 { 1.0 } else { -1.0 };
            let area = inside(Rect { top: wished.top + lines * LINE_HEIGHT * 0.75, ..wished }, room);
            if taken.iter().all(|t| !t.overlaps(&area)) {
                return Some(Placed { text, area, moved: (area.top - wished.top).abs() > LINE_HEIGHT });
            }
        }
    }
    None
}

fn wished((width, height): (f64, f64), (x, y): (f64, f64), side: Side) -> Rect {
    let left = match side {
        Side::Right => x + GAP,
        Side::AboveRight | Side::BelowRight => x,
        Side::Left => x - GAP - width,
        Side::AboveLeft | Side::BelowLeft => x - width,
        Side::Above | Side::Below | Side::Centre => x - width / 2.0,
    };
    let top = match side {
        Side::Right | Side::Left | Side::Centre => y - height / 2.0,
        Side::Above | Side::AboveRight | Side::AboveLeft => y - GAP / 2.0 - height,
        Side::Below | Side::BelowRight | Side::BelowLeft => y + GAP / 2.0,
    };
    Rect { left, top, width, height }
}

fn inside(area: Rect, room: Rect) -> Rect {
    Rect {
        left: area.left.min(room.right() - area.width).max(room.left),
        top: area.top.min(room.bottom() - area.height).max(room.top),
        ..area
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colliding_labels_move_apart_and_stay_inside() {
        let room = Rect { left: 0.0, top: 0.0, width: 200.0, height: 100.0 };
        let mut taken = Vec::new();
        for _ in 0..5 {
            let Some(placed) = place(["a label", "a label"], (190.0, 50.0), Side::Right, room, &taken) else {
                continue;
            };
            assert!(room.contains(&placed.area));
            assert!(taken.iter().all(|t: &Rect| !t.overlaps(&placed.area)));
            taken.push(placed.area);
        }
        assert_eq!(taken.len(), 5);
    }

    #[test]
    fn a_narrow_room_gets_the_short_text() {
        let room = Rect { left: 0.0, top: 0.0, width: 60.0, height: 40.0 };
        let placed = place(["far too long for this", "short"], (30.0, 20.0), Side::Above, room, &[]);
        assert_eq!(placed.map(|p| p.text).as_deref(), Some("short"));
    }
}
