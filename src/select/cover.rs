//! A kernel that is covered greedily: what facility location, mutual information, conditional gain and DELIFT share.

use super::greedy::{Greedy, Kernel, Pairs};
use super::unit::Units;
use super::{Chosen, Parameter};
use crate::data::{Diagnostic, Matrix, Pool, Progress, Steps};

/// The largest pool whose pairs are kept all at once: 10,000 records take 400 MB.
pub const LARGEST: usize = 10_000;
/// Pairs looked at in a step.
pub(super) const PAIRS: usize = 2 << 20;

/// Weight of the queries (η) of mutual information, and of what is held (ν) of conditional gain.
pub(super) const fn weight(id: &'static str, label: &'static str) -> Parameter {
    Parameter { id, label, default: 1.0, range: (0.0, 100.0), from: "submodlib and DELIFT" }
}

/// What becomes of the pairs before they are covered.
pub(super) enum Form {
    /// Nothing.
    Plain,
    /// No thing counts for more than it is like what is wanted: min(s, cap).
    Capped(Vec<f32>),
    /// Only what is not covered by what is held: max(s − floor, 0).
    Above(Vec<f32>),
}

/// All pairs, then the greedy choice.
pub(super) struct Cover {
    units: Units,
    form: Form,
    keep: usize,
    work: Work,
}

enum Work {
    Pairs(Pairs),
    Greedy(Box<Greedy>),
}

impl Cover {
    /// A pool of these directions.
    pub(super) fn new(units: Units, form: Form, keep: usize) -> Result<Self, Diagnostic> {
        if units.len() > LARGEST {
            return Err(Diagnostic::error("pool-too-large", "There are too many records to compare each with each.")
                .found(&format!("{} records", units.len()))
                .expected(format!("at most {LARGEST}"))
                .mend(
                    "Select within parts of the pool, or by facility location, which then looks at near pairs alone.",
                ));
        }
        let work = Work::Pairs(Pairs::new(&units));
        Ok(Self { units, form, keep, work })
    }
    /// A kernel that is there already.
    pub(super) fn of(kernel: Kernel, keep: usize) -> Self {
        let work = Work::Greedy(Box::new(Greedy::new(kernel, keep)));
        Self { units: Units::default(), form: Form::Plain, keep, work }
    }
}

impl Steps for Cover {
    type Given<'a> = &'a Pool;
    type Output = Chosen;
    fn step(&mut self, _: &Pool) -> Progress {
        let n = self.units.len();
        // Pairs are a third of the whole, as measured.
        let (half, all) = (n / 2, n / 2 + self.keep.max(1));
        match &mut self.work {
            Work::Pairs(pairs) => {
                let mut done = 0;
                for _ in 0..1 + PAIRS / (12 * n).saturating_mul(self.units.stride()).max(1) {
                    done = pairs.step(&self.units);
                }
                if done == n {
                    let pairs = std::mem::replace(pairs, Pairs::new(&Units::default()));
                    let mut kernel = pairs.kernel(n);
                    shape(&mut kernel, &self.form);
                    self.work = Work::Greedy(Box::new(Greedy::new(kernel, self.keep)));
                }
                Progress::of("comparing records", done / 2, all)
            }
            Work::Greedy(greedy) => {
                greedy.step(PAIRS);
                let done = if greedy.finished() { all } else { (half + greedy.order().len()).min(all - 1) };
                Progress::of("choosing records", done, all)
            }
        }
    }
    fn finish(self) -> Chosen {
        match self.work {
            Work::Greedy(greedy) => Chosen::of(greedy.into_order()),
            Work::Pairs(_) => Chosen::default(),
        }
    }
}

/// Gives the pairs their form.
pub(super) fn shape(kernel: &mut Kernel, form: &Form) {
    let rows = kernel.rows.max(1);
    for column in kernel.values.chunks_exact_mut(rows) {
        match form {
            Form::Plain => {}
            Form::Capped(caps) => column.iter_mut().zip(caps).for_each(|(s, cap)| *s = s.min(*cap)),
            Form::Above(floors) => column.iter_mut().zip(floors).for_each(|(s, floor)| *s = (*s - floor).max(0.0)),
        }
    }
}

/// For each of these directions the similarity to the most similar of those.
pub(super) fn best(of: &Units, among: &Units) -> Vec<f32> {
    let mut cosines = vec![0.0; among.len()];
    let best = |at: usize| {
        among.cosines(of.row(at), 0, &mut cosines);
        cosines.iter().map(|c| super::unit::similarity(*c)).fold(0.0_f32, f32::max)
    };
    (0..of.len()).map(best).collect()
}

/// The directions of the pool and of other vectors that lie in the same space.
pub(super) fn both(pool: &Pool, other: Option<&Matrix>, what: &str) -> Result<(Units, Units), Diagnostic> {
    let (vectors, other) = (pool.vectors.as_ref(), other.cloned().unwrap_or_default());
    let width = vectors.map_or(0, |m| m.width);
    if other.width != width {
        return Err(Diagnostic::error("vectors-differ", format!("The vectors of the records and of {what} differ."))
            .found(&format!("{} numbers and {width}", other.width))
            .expected("vectors of one model")
            .mend("Make both with the same model."));
    }
    Ok((vectors.map(Units::of).transpose()?.unwrap_or_default(), Units::of(&other)?))
}
