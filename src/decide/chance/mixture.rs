//! The mixture of tiers in a draw: each tier's true quality lies somewhere about the one stated.

use crate::decide::context::Context;
use crate::policy::Fact;

/// A tier of the mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixtureTier {
    /// Tier number.
    pub tier: u8,
    /// Its share of the training weight.
    pub weight: f64,
    /// Share of it that is there, 0..1.
    pub there: f64,
    /// Quality stated for it; its minimum where nothing of it is there.
    pub stated: f64,
    /// Smallest acceptable quality.
    pub minimum: f64,
    /// Standard deviation of its true quality about the stated one; zero for a what-if value, and for a quality stated as
    /// 0 or 1, which says that every record is alike.
    pub error: f64,
    /// Records there.
    pub records: Option<f64>,
}

impl MixtureTier {
    /// Its true quality in a draw of standard deviate `z`.
    #[must_use]
    pub fn quality(&self, z: f64) -> f64 {
        (self.stated + self.error * z).clamp(0.0, 1.0)
    }
    /// True quality of what is still missing, when it comes at the tier's minimum but for the same error.
    fn arriving(&self, z: f64) -> f64 {
        (self.minimum + self.error * z).clamp(0.0, 1.0)
    }
}

/// What raises the mixture's quality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum QualityWork {
    /// Adding what is missing of a tier (its place in [`Mixture::tiers`]).
    Complete(usize),
    /// Raising what is there of a tier to its minimum.
    Raise(usize),
}

/// Every tier of the mixture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mixture {
    /// Tiers in the policy's order.
    pub tiers: Vec<MixtureTier>,
}

impl Mixture {
    /// The mixture of an inventory; `None` where a tier's completeness, or the quality of a tier that is there, is unknown,
    /// and where nothing is there.
    #[must_use]
    pub fn new(ctx: &Context<'_>) -> Option<Self> {
        let error = ctx.assume("quality_error").max(0.0);
        let assumed = |tier: u8| ctx.scenario.what_if.contains_key(&Fact::TierQuality { tier });
        let each = ctx.inventory.tiers.iter().map(|t| {
            let there = 1.0 - t.missing_share?;
            let stated = if there > 0.0 { t.group.quality? } else { t.minimum_quality };
            Some(MixtureTier {
                tier: t.tier,
                weight: t.weight,
                there,
                stated,
                minimum: t.minimum_quality,
                error: if assumed(t.tier) || stated <= 0.0 || stated >= 1.0 { 0.0 } else { error },
                records: t.group.records.value.filter(|_| t.group.records.unknown == 0),
            })
        });
        let tiers: Vec<MixtureTier> = each.collect::<Option<_>>()?;
        let mixture = Self { tiers };
        (mixture.stated() > 0.0).then_some(mixture)
    }

    /// Place of a tier.
    #[must_use]
    pub fn place(&self, tier: u8) -> Option<usize> {
        self.tiers.iter().position(|t| t.tier == tier)
    }

    /// Quality as stated: training weight × quality, summed over what is there.
    fn stated(&self) -> f64 {
        self.tiers.iter().map(|t| t.weight * t.there * t.stated).sum()
    }

    /// Tiers with their standard deviates.
    fn drawn<'a>(&'a self, z: &'a [f64]) -> impl Iterator<Item = (&'a MixtureTier, f64)> {
        self.tiers.iter().zip(z.iter().copied().chain(std::iter::repeat(0.0)))
    }

    /// Quality where the tiers have these standard deviates.
    #[must_use]
    pub fn now(&self, z: &[f64]) -> f64 {
        self.drawn(z).map(|(t, z)| t.weight * t.there * t.quality(z)).sum()
    }

    /// The work of completing every tier and raising those stated below their minimum.
    #[must_use]
    pub fn work(&self) -> Vec<QualityWork> {
        let missing = self.tiers.iter().enumerate().filter(|(_, t)| t.there < 1.0);
        let low = self.tiers.iter().enumerate().filter(|(_, t)| t.there > 0.0 && t.stated < t.minimum - 1e-9);
        missing.map(|(k, _)| QualityWork::Complete(k)).chain(low.map(|(k, _)| QualityWork::Raise(k))).collect()
    }

    /// What a piece of work adds to the quality where the tiers have these standard deviates.
    #[must_use]
    pub fn gain(&self, work: QualityWork, z: &[f64]) -> f64 {
        let (QualityWork::Complete(k) | QualityWork::Raise(k)) = work;
        let Some((t, z)) = self.drawn(z).nth(k) else { return 0.0 };
        match work {
            QualityWork::Complete(_) => t.weight * (1.0 - t.there) * t.arriving(z),
            QualityWork::Raise(_) => t.weight * t.there * (t.minimum - t.quality(z)).max(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mixture(error: f64) -> Mixture {
        let tier = |tier, weight, there, stated, minimum| MixtureTier {
            tier,
            weight,
            there,
            stated,
            minimum,
            error,
            records: Some(1000.0),
        };
        Mixture { tiers: vec![tier(1, 0.6, 0.0, 0.9, 0.9), tier(2, 0.4, 0.75, 0.7, 0.8)] }
    }

    #[test]
    fn work_adds_what_can_be_worked_out_by_hand() {
        let (m, d) = (mixture(0.0), [1.0, -2.0]);
        assert!((m.now(&d) - 0.4 * 0.75 * 0.7).abs() < 1e-12);
        assert!((m.gain(QualityWork::Complete(0), &d) - 0.6 * 0.9).abs() < 1e-12);
        assert!((m.gain(QualityWork::Complete(1), &d) - 0.4 * 0.25 * 0.8).abs() < 1e-12);
        assert!((m.gain(QualityWork::Raise(1), &d) - 0.4 * 0.75 * 0.1).abs() < 1e-12);
        // All the work together brings every tier to its minimum.
        assert_eq!(m.work(), [QualityWork::Complete(0), QualityWork::Complete(1), QualityWork::Raise(1)]);
        let all = m.now(&d) + m.work().iter().map(|w| m.gain(*w, &d)).sum::<f64>();
        assert!((all - (0.6 * 0.9 + 0.4 * 0.8)).abs() < 1e-12);
    }

    #[test]
    fn an_error_moves_a_tier_and_never_out_of_range() {
        let m = mixture(0.05);
        let at = |z: f64| [0.0, z];
        assert!((m.tiers[1].quality(-2.0) - 0.6).abs() < 1e-12);
        assert!((m.gain(QualityWork::Raise(1), &at(-2.0)) - 0.4 * 0.75 * 0.2).abs() < 1e-12);
        assert_eq!(m.gain(QualityWork::Raise(1), &at(2.5)), 0.0, "it is at its minimum already");
        assert_eq!((m.tiers[1].quality(50.0), m.tiers[1].quality(-50.0)), (1.0, 0.0));
    }
}
