//! The packs that ship with the program.

/// The default pack, `therapeutic-ai`.
pub const THERAPEUTIC: &str = include_str!("../../public/policies/therapeutic-ai.json");
/// A general pack for fine-tuning a language model.
pub const FINE_TUNING: &str = include_str!("../../public/policies/fine-tuning.json");

/// Identifier and text of every pack that ships with the program; the first is the default.
pub const PACKS: &[(&str, &str)] = &[("therapeutic-ai", THERAPEUTIC), ("fine-tuning", FINE_TUNING)];
