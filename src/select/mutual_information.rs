//! Facility location toward queries: what covers the pool only as far as the pool is like what is wanted.

use super::cover::{Cover, Form, best, both, weight};
use super::greedy::Kernel;
use super::method::Begun;
use super::unit::similarity;
use super::{Asked, Method, Need, Parameter};
use crate::data::Pool;

const ETA: Parameter = weight("eta", "Weight of the targets (η)");
const SOURCE: &str = "Iyer et al. 2021, arXiv:2006.15412; submodlib; the task form of DELIFT, arXiv:2411.04425";

/// Facility-location mutual information (FLMI, FL1MI).
pub struct MutualInformation;

impl Method for MutualInformation {
    fn id(&self) -> &'static str {
        "mutual-information"
    }
    fn label(&self) -> &'static str {
        "Coverage toward targets (FLMI)"
    }
    fn source(&self) -> &'static str {
        SOURCE
    }
    fn objective(&self) -> &'static str {
        "Σ over records of min(similarity to the most similar chosen one, η × similarity to the most similar target)."
    }
    fn cost(&self) -> &'static str {
        "n² × d, up to 10,000 records"
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors, Need::Targets]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[ETA]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let (units, targets) = both(pool, pool.targets.as_ref(), "the targets")?;
        let eta = asked.settings.get(&ETA) as f32;
        let caps = best(&units, &targets).iter().map(|s| s * eta).collect();
        Ok(Box::new(Cover::new(units, Form::Capped(caps), asked.keep)?))
    }
}

/// The other form of it (FL2MI, FLVMI): every target is covered, and every record counts as far as it is like one.
pub struct QueryCoverage;

impl Method for QueryCoverage {
    fn id(&self) -> &'static str {
        "query-coverage"
    }
    fn label(&self) -> &'static str {
        "Coverage of the targets (FL2MI)"
    }
    fn source(&self) -> &'static str {
        SOURCE
    }
    fn objective(&self) -> &'static str {
        "Σ over targets of the similarity to the most similar chosen record + η × Σ over chosen records of the similarity to the most similar target."
    }
    fn cost(&self) -> &'static str {
        "n × targets × d"
    }
    fn needs(&self) -> &'static [Need] {
        &[Need::Vectors, Need::Targets]
    }
    fn parameters(&self) -> &'static [Parameter] {
        &[ETA]
    }
    fn begin(&self, pool: &Pool, asked: Asked<'_>) -> Begun {
        let (units, targets) = both(pool, pool.targets.as_ref(), "the targets")?;
        let eta = asked.settings.get(&ETA);
        let queries = targets.len();
        let mut values = vec![0.0; units.len() * queries];
        for (record, column) in values.chunks_exact_mut(queries.max(1)).enumerate() {
            targets.cosines(units.row(record), 0, column);
            column.iter_mut().for_each(|c| *c = similarity(*c));
        }
        let bonus = best(&units, &targets).iter().map(|s| f64::from(*s) * eta).collect();
        let kernel = Kernel { bonus, ..Kernel::dense(queries, units.len(), values) };
        Ok(Box::new(Cover::of(kernel, asked.keep)))
    }
}
