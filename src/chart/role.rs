//! What a mark stands for. Its look is in `style/chart.css`; here it has only a name.

use plotters::style::RGBColor;

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Role {
    /// Text and marks of first importance.
    Ink,
    /// Text of second importance.
    Muted,
    /// Axis lines.
    Axis,
    /// Grid lines at labelled ticks.
    Grid,
    /// Grid lines between them.
    Minor,
    /// A measurement.
    Point,
    /// A curve within the observed range.
    Fit,
    /// The same beyond it; dashed.
    Forecast,
    /// Range of the curve within the observed range.
    Band,
    /// The same beyond it.
    ForecastBand,
    /// Hatching of the forecast zone.
    Hatch,
    /// A target or threshold; long dashes.
    Target,
    /// Where a curve meets its target.
    Crossing,
    /// Today's state.
    Today,
    /// What is there.
    Present,
    /// What is missing.
    Missing,
    /// What nobody knows.
    Unknown,
    /// Line from a label to what it names.
    Leader,
    /// A second thing to compare with; dotted.
    Other,
    /// A point that another one beats; hollow.
    Dominated,
    /// Where the verdict is to complete the foundation first.
    Complete,
    /// Where it is to measure first.
    Measure,
    /// Where it is not to expand.
    Stop,
    /// Where it is to improve quality or select.
    Improve,
    /// Where it is to expand.
    Expand,
    /// The first of several scenarios.
    First,
    /// The second; long dashes.
    Second,
    /// The third; dots.
    Third,
    /// The fourth; dashes and dots.
    Fourth,
}

/// Every role; the position is the number under which it travels through the drawing library.
pub const ROLES: &[Role] = &[
    Role::Ink,
    Role::Muted,
    Role::Axis,
    Role::Grid,
    Role::Minor,
    Role::Point,
    Role::Fit,
    Role::Forecast,
    Role::Band,
    Role::ForecastBand,
    Role::Hatch,
    Role::Target,
    Role::Crossing,
    Role::Today,
    Role::Present,
    Role::Missing,
    Role::Unknown,
    Role::Leader,
    Role::Other,
    Role::Dominated,
    Role::Complete,
    Role::Measure,
    Role::Stop,
    Role::Improve,
    Role::Expand,
    Role::First,
    Role::Second,
    Role::Third,
    Role::Fourth,
];

impl Role {
    /// Its name in class attributes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ink => "ink",
            Self::Muted => "muted",
            Self::Axis => "axis",
            Self::Grid => "grid",
            Self::Minor => "minor",
            Self::Point => "point",
            Self::Fit => "fit",
            Self::Forecast => "forecast",
            Self::Band => "band",
            Self::ForecastBand => "forecast-band",
            Self::Hatch => "hatch",
            Self::Target => "target",
            Self::Crossing => "crossing",
            Self::Today => "today",
            Self::Present => "present",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::Leader => "leader",
            Self::Other => "other",
            Self::Dominated => "dominated",
            Self::Complete => "complete",
            Self::Measure => "measure",
            Self::Stop => "stop",
            Self::Improve => "improve",
            Self::Expand => "expand",
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
        }
    }
    /// Dashes of its lines, CSS pixels: they tell lines apart without colour.
    #[must_use]
    pub fn dashes(self) -> Option<&'static [u32]> {
        match self {
            Self::Forecast => Some(&[6, 4]),
            Self::Target => Some(&[10, 4, 2, 4]),
            Self::Other | Self::Third => Some(&[2, 3]),
            Self::Second => Some(&[9, 4]),
            Self::Fourth => Some(&[9, 3, 2, 3]),
            _ => None,
        }
    }
    /// Width of its lines, CSS pixels.
    #[must_use]
    pub fn stroke(self) -> f64 {
        match self {
            Self::Grid | Self::Minor | Self::Axis | Self::Leader | Self::Hatch => 1.0,
            Self::Point | Self::Target | Self::Other => 1.5,
            _ => 2.0,
        }
    }
    /// The colour under which it travels through the drawing library, whose marks know colours only.
    #[must_use]
    pub fn colour(self) -> RGBColor {
        RGBColor(0xc0, 0xde, self as u8)
    }
    /// The role behind such a colour.
    #[must_use]
    pub fn of_colour((red, green, number): (u8, u8, u8)) -> Option<Self> {
        ROLES.get(usize::from(number)).copied().filter(|_| (red, green) == (0xc0, 0xde))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_survives_the_journey() {
        for (at, role) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, at);
            let RGBColor(red, green, number) = role.colour();
            assert_eq!(Role::of_colour((red, green, number)), Some(*role));
        }
        assert_eq!(Role::of_colour((0xc0, 0xde, 0xff)), None);
        assert_eq!(Role::of_colour((0, 0, 0)), None);
    }
}
