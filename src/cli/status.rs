//! The exit status, decided here and nowhere else.

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
