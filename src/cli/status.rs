//! The exit status, decided here and nowhere else, and what makes it 2.

use std::fmt;
use std::process::ExitCode;

/// How a run ended; of two, the greater counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// Nothing at or above the severity that was asked for.
    #[default]
    Clean,
    /// Findings, or a diff.
    Findings,
    /// Something could not be done.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Failed => 2,
        })
    }
}

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
