//! What a fit of a learning curve may be told besides the curve.

/// What a fit may be told besides the curve.
#[derive(Clone, Debug, PartialEq)]
pub struct FitOptions {
    /// Level of the intervals, e.g. 0.9.
    pub level: f64,
    /// Which families to fit.
    pub models: Families,
    /// Keep parameters inside the metric's range and amplitudes in the improving direction.
    pub bounded: bool,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self { level: 0.9, models: Families::Auto, bounded: true }
    }
}

/// Which families to fit.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Families {
    /// Those that the calibrated combination uses.
    #[default]
    Auto,
    /// Every one in [`crate::curve::MODELS`].
    All,
    /// These, by identifier, combined with "no change".
    Only(Vec<String>),
}

impl Families {
    /// `auto`, `all`, or identifiers separated by commas; an unknown identifier is given back as the error.
    ///
    /// # Errors
    /// The first identifier that names no family.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.trim() {
            "" | "auto" => Ok(Self::Auto),
            "all" => Ok(Self::All),
            list => {
                let ids: Vec<String> = list.split(',').map(|id| id.trim().to_owned()).collect();
                match ids.iter().find(|id| crate::curve::model(id).is_none()) {
                    Some(unknown) => Err(unknown.clone()),
                    None => Ok(Self::Only(ids)),
                }
            }
        }
    }
}
