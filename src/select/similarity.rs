//! How alike records are: every pair of a pool.

use crate::data::Diagnostic;

/// Similarities of all pairs of a pool, from 0 (opposite) to 1 (the same direction): (1 + cosine) / 2 of their vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Similarity {
    n: usize,
    values: Vec<f64>,
}

impl Similarity {
    /// The largest pool whose pairs are kept all at once: 4,000 records take 128 MB.
    pub const LARGEST: usize = 4_000;

    /// The similarities of these vectors, one a record.
    ///
    /// # Errors
    /// A pool that is too large, vectors of different lengths, and one whose direction is undefined: it is zero, or has a
    /// number that is none.
    pub fn of(vectors: &[Vec<f64>]) -> Result<Self, Diagnostic> {
        let n = vectors.len();
        if n > Self::LARGEST {
            return Err(Diagnostic::error("pool-too-large", "There are too many records to compare each with each.")
                .found(&format!("{n} records"))
                .expected(format!("at most {}", Self::LARGEST))
                .mend("Select within parts of the pool, or among a random part of it."));
        }
        let length = vectors.first().map_or(0, Vec::len);
        let mut unit: Vec<Vec<f64>> = Vec::with_capacity(n);
        for (at, vector) in vectors.iter().enumerate() {
            let largest = vector.iter().fold(0.0_f64, |m, v| if v.is_finite() { m.max(v.abs()) } else { f64::NAN });
            if vector.len() != length || !(largest > 0.0) {
                return Err(Diagnostic::error(
                    "vector-unusable",
                    format!("The vector of record {} cannot be used.", at + 1),
                )
                .found(&format!("{} numbers, the largest of size {largest}", vector.len()))
                .expected(format!("{length} numbers that are not all zero"))
                .mend("Leave the record out, or make its vector again."));
            }
            // Scaled by its largest number first, so that no square is too large or too small to be written.
            let scaled: Vec<f64> = vector.iter().map(|v| v / largest).collect();
            let norm = scaled.iter().map(|v| v * v).sum::<f64>().sqrt();
            unit.push(scaled.iter().map(|v| v / norm).collect());
        }
        let mut values = vec![0.0; n * n];
        for i in 0..n {
            for j in i..n {
                let cosine: f64 = unit[i].iter().zip(&unit[j]).map(|(a, b)| a * b).sum();
                let s = (f64::midpoint(1.0, cosine)).clamp(0.0, 1.0);
                (values[i * n + j], values[j * n + i]) = (s, s);
            }
        }
        Ok(Self { n, values })
    }
    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n
    }
    /// True without records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }
    /// Similarity of one record to each.
    #[must_use]
    pub fn row(&self, record: usize) -> &[f64] {
        self.values.get(record * self.n..(record + 1) * self.n).unwrap_or_default()
    }
}
