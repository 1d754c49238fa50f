//! Directions of vectors, and cosines between many of them at once.

use crate::data::{Diagnostic, Matrix};

/// Numbers that are added side by side: every target adds them in this order, so that the bits are equal, and compilers make
/// vector instructions of it where there are some.
const LANES: usize = 8;

/// Vectors of length one, each filled with zeros to a whole number of lanes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Units {
    count: usize,
    stride: usize,
    values: Vec<f32>,
}

impl Units {
    /// The directions of these vectors.
    ///
    /// # Errors
    /// A vector whose direction is undefined: it is zero, or has a number that is none.
    pub fn of(vectors: &Matrix) -> Result<Self, Diagnostic> {
        let (count, stride) = (vectors.len(), vectors.width.div_ceil(LANES) * LANES);
        let mut values = vec![0.0_f32; count * stride];
        for (at, unit) in values.chunks_exact_mut(stride.max(1)).enumerate() {
            let vector = vectors.row(at);
            let largest = vector.iter().fold(0.0_f32, |m, v| if v.is_finite() { m.max(v.abs()) } else { f32::NAN });
            if !(largest > 0.0) {
                return Err(Diagnostic::error(
                    "vector-unusable",
                    format!("The vector of record {} cannot be used.", at + 1),
                )
                .found(&format!("{} numbers, the largest of size {largest}", vector.len()))
                .expected("finite numbers that are not all zero")
                .mend("Leave the record out, or make its vector again."));
            }
            // Scaled by its largest number first, so that no square is too large or too small to be written.
            let scaled = |v: &f32| f64::from(*v) / f64::from(largest);
            let norm = vector.iter().map(scaled).map(|v| v * v).sum::<f64>().sqrt();
            unit.iter_mut().zip(vector).for_each(|(to, v)| *to = (scaled(v) / norm) as f32);
        }
        Ok(Self { count, stride, values })
    }
    /// Rows that are as they are to be, a whole number of lanes each.
    #[must_use]
    pub(super) fn raw(stride: usize, values: Vec<f32>) -> Self {
        Self { count: values.len().checked_div(stride).unwrap_or(0), stride, values }
    }
    /// Number of vectors.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }
    /// True without vectors.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
    /// Numbers of one vector, with its zeros.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }
    /// A vector.
    #[must_use]
    pub fn row(&self, at: usize) -> &[f32] {
        self.values.get(at * self.stride..(at + 1) * self.stride).unwrap_or_default()
    }
    /// Cosine of two of them.
    #[must_use]
    pub fn cosine(&self, a: usize, b: usize) -> f32 {
        dot(self.row(a), self.row(b))
    }
    /// Cosines of a vector with those from `from` on, as many as there is room for.
    pub fn cosines(&self, with: &[f32], from: usize, out: &mut [f32]) {
        let rows = self.values.get(from * self.stride..).unwrap_or_default();
        let mut fours = rows.chunks_exact(4 * self.stride.max(1));
        let mut room = out.chunks_exact_mut(4);
        for (to, four) in room.by_ref().zip(fours.by_ref()) {
            to.copy_from_slice(&dot_of_four(with, four, self.stride));
        }
        let done = out.len() / 4 * 4;
        for (at, to) in out.iter_mut().enumerate().skip(done) {
            *to = dot(with, self.row(from + at));
        }
    }
    /// The sum of all vectors.
    #[must_use]
    pub fn sum(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.stride];
        for row in self.values.chunks_exact(self.stride.max(1)) {
            sum.iter_mut().zip(row).for_each(|(s, v)| *s += f64::from(*v));
        }
        sum
    }
    /// The vectors at these places.
    #[must_use]
    pub fn at(&self, places: &[usize]) -> Self {
        let values = places.iter().flat_map(|at| self.row(*at).iter().copied()).collect();
        Self { count: places.len(), stride: self.stride, values }
    }
    /// As rows, zeros included.
    #[must_use]
    pub fn matrix(self) -> Matrix {
        Matrix { width: self.stride, values: self.values }
    }
}

/// (1 + cosine) / 2: from 0 (opposite) to 1 (the same direction).
#[must_use]
pub fn similarity(cosine: f32) -> f32 {
    f32::midpoint(1.0, cosine).clamp(0.0, 1.0)
}

fn added(s: [f32; LANES]) -> f32 {
    ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

/// Sum of products, lane by lane.
#[must_use]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for (x, y) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    added(sums)
}

/// The same with four vectors that stand one after the other: each number of the first is looked at once for all four.
fn dot_of_four(a: &[f32], four: &[f32], stride: usize) -> [f32; 4] {
    let (b, rest) = four.split_at(stride);
    let (c, rest) = rest.split_at(stride);
    let (d, e) = rest.split_at(stride);
    let mut sums = [[0.0_f32; LANES]; 4];
    let parts = b.as_chunks::<LANES>().0.iter().zip(c.as_chunks::<LANES>().0);
    let parts = parts.zip(d.as_chunks::<LANES>().0.iter().zip(e.as_chunks::<LANES>().0));
    for (x, ((b, c), (d, e))) in a.as_chunks::<LANES>().0.iter().zip(parts) {
        for lane in 0..LANES {
            sums[0][lane] += x[lane] * b[lane];
            sums[1][lane] += x[lane] * c[lane];
            sums[2][lane] += x[lane] * d[lane];
            sums[3][lane] += x[lane] * e[lane];
        }
    }
    sums.map(added)
}
