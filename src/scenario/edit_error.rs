//! Why an edit does not apply, in words.

/// Why an edit does not apply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The value is not a finite number.
    #[error("{0} needs a finite number")]
    NotFinite(String),
    /// There is no such thing.
    #[error("there is no {0}")]
    Absent(String),
    /// A name is empty.
    #[error("a name is needed")]
    NoName,
    /// The last scenario cannot be removed.
    #[error("the last scenario cannot be removed")]
    LastScenario,
    /// There are as many scenarios as fit.
    #[error("there are already {0} scenarios; remove one first")]
    TooMany(usize),
    /// There are as many votes as fit.
    #[error("there are already {0} votes")]
    TooManyVotes(usize),
    /// A gate of the policy that cannot be.
    #[error("{0}")]
    Policy(String),
    /// A confidence that cannot be.
    #[error("a confidence lies between 0 and 100 %, not at {0} %")]
    Confidence(u8),
}
