//! Sets that grow together: union-find, with the smaller place as the name of a set.

/// Which set each of so many things is in.
#[derive(Clone, Debug, Default)]
pub(super) struct Union(Vec<u32>);

impl Union {
    /// Each thing in a set of its own.
    pub(super) fn new(n: usize) -> Self {
        Self((0..n).map(|i| u32::try_from(i).unwrap_or(u32::MAX)).collect())
    }
    /// The first of the set that a thing is in.
    pub(super) fn first(&mut self, mut at: u32) -> u32 {
        while let Some(&up) = self.0.get(at as usize).filter(|up| **up != at) {
            let further = self.0.get(up as usize).copied().unwrap_or(up);
            if let Some(own) = self.0.get_mut(at as usize) {
                *own = further;
            }
            at = further;
        }
        at
    }
    /// Puts the sets of two things together.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        if let Some(own) = self.0.get_mut(a.max(b) as usize) {
            *own = a.min(b);
        }
    }
}
