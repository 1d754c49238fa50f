//! Facility location beyond what is held: what covers the pool where the records already trained on do not.

use super::cover::{Cover, Form, best, both, weight};
use super::method::Begun;
use super::{Asked, Method, Need, Parameter};
use crate::data::Pool;

const NU: Parameter = weight("nu", "Weight of what is held (ν)");

/// Facility-location conditional gain (FLCG).
pub struct ConditionalGain;

impl Method for ConditionalGain {
    fn id(&self) -> &'static str {
        "conditional-gain"
    }
    fn label(&self) -> &'static str {
        "Coverage beyond what is held (FLCG)"
    }
    fn source(&self) -> &'static str {
        "Iyer et al. 2021, arXiv:2006.15412; submodlib; the continual form of DELIFT, arXiv:2411.04425"
    }
    fn objective(&self) -> &'static str {
        "Σ over records of what their similarity to the most similar chosen one exceeds ν × that to the most similar held one by."
    }
    fn cost(&self) -> &'static str {
        "n² × d, up to 10,000 records"
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors, Need::Held]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[NU]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let (units, held) = both(pool, pool.held.as_ref(), "the records held")?;
        let nu = asked.settings.get(&NU) as f32;
        let floors = best(&units, &held).iter().map(|s| s * nu).collect();
        Ok(Box::new(Cover::new(units, Form::Above(floors), asked.keep)?))
    }
}
