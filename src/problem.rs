//! What could not be done: where, why, and what the person who asked can do about it.

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

/// Something that could not be done, for the person who asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// The file it is in, if it is in one.
    pub file: Option<PathBuf>,
    /// Which words of the file are wrong, in bytes.
    pub place: Option<Range<usize>>,
    /// What and why.
    pub message: String,
    /// What can be done about it.
    pub remedy: Option<String>,
}

impl Problem {
    /// A problem without a place and a remedy.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// The same with a remedy.
    pub fn with(mut self, remedy: impl Into<Option<String>>) -> Self {
        self.remedy = remedy.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
