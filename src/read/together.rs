//! What the files of a project may come to together: each of many files can be within its own bounds while all of them are not.

use super::kinds::KINDS;
use crate::data::{Diagnostic, Evidence, Place, units};

/// How much the files of a project hold so far, in the weights of [`super::Limits::things`].
#[derive(Clone, Copy, Debug)]
pub struct Together {
    held: usize,
    most: usize,
}

impl Together {
    /// Nothing so far; `most` is [`super::Limits::together`].
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { held: 0, most }
    }
    /// Counts what a file says. A file with which all of them would come to more than is kept counts as nothing: what is said
    /// of a part of it would be said of the whole.
    ///
    /// # Errors
    /// In words that name the file.
    pub fn take(&mut self, file: &str, evidence: &Evidence) -> Result<(), Diagnostic> {
        let things: usize = KINDS.iter().map(|k| (k.count)(evidence).saturating_mul(k.weight)).sum();
        // A curve is counted as one and is as large as its points.
        let weight = things + evidence.curves.iter().map(|c| c.observations.len()).sum::<usize>();
        let all = self.held.saturating_add(weight);
        if all <= self.most {
            self.held = all;
            return Ok(());
        }
        let message = format!(
            "Nothing of this file counts: with it the project would hold {} things, more than the {} that are kept of all files together.",
            units::grouped(all as f64),
            units::grouped(self.most as f64)
        );
        Err(Diagnostic::error("project-too-much", message)
            .at(Place { file: file.to_owned(), ..Place::default() })
            .found(&format!("{} things in this file", units::grouped(weight as f64)))
            .mend("Leave other files out, or drop a summary in their place (a row for each data set, a mean for each metric)."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Dataset, Evaluation};

    fn evidence(datasets: usize, evaluations: usize) -> Evidence {
        Evidence {
            datasets: vec![Dataset::default(); datasets],
            evaluations: vec![Evaluation::default(); evaluations],
            ..Evidence::default()
        }
    }

    #[test]
    fn files_count_until_all_of_them_are_too_much_and_a_smaller_one_still_fits() {
        let weigh = |e: &Evidence| KINDS.iter().map(|k| (k.count)(e) * k.weight).sum::<usize>();
        let (large, small) = (evidence(30, 0), evidence(1, 2));
        let mut together = Together::new(2 * weigh(&large) + weigh(&small));
        assert!(together.take("a", &large).is_ok());
        assert!(together.take("b", &large).is_ok());
        let refused = together.take("c.csv", &large).unwrap_err().to_string();
        assert!(refused.starts_with("c.csv: Nothing of this file counts"), "{refused}");
        assert!(together.take("d", &small).is_ok(), "what was refused is not held");
        assert!(together.take("e", &small).is_err());
        assert!(together.take("f", &Evidence::default()).is_ok());
    }
}
