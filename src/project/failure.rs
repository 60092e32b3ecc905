//! What could not be done, and what the person who asked can do about it.

use std::fmt;

/// Something that could not be done, for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What and why.
    pub message: String,
    /// What can be done about it.
    pub remedy: Option<String>,
}

impl Failure {
    /// A failure without a remedy.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: None }
    }

    /// The same with a remedy.
    pub fn with(mut self, remedy: impl Into<Option<String>>) -> Self {
        self.remedy = remedy.into();
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
