//! Paint: the few colours of a report, or none.

use std::fmt;

/// What a piece of a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// An info.
    Info,
    /// What there was.
    Old,
    /// What a fix makes of it.
    New,
    /// The very words that a diff takes away.
    OldWord,
    /// The very words that a diff puts there.
    NewWord,
    /// What matters most of a line.
    Strong,
    /// What frames the rest.
    Quiet,
}

/// Paints, or leaves as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paint {
    /// Whether there is colour.
    pub colour: bool,
}

impl Paint {
    /// `what` in `ink`.
    pub fn with<T: fmt::Display>(self, ink: Ink, what: T) -> Painted<T> {
        Painted { ink: self.colour.then_some(ink), what }
    }
}

/// A painted piece, to be written.
#[derive(Debug)]
pub struct Painted<T> {
    ink: Option<Ink>,
    what: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = match self.ink {
            None => return self.what.fmt(f),
            Some(Ink::Error) => "1;31",
            Some(Ink::Warning) => "1;33",
            Some(Ink::Info) => "1;36",
            Some(Ink::Old) => "31",
            Some(Ink::New) => "32",
            Some(Ink::OldWord) => "1;4;31",
            Some(Ink::NewWord) => "1;4;32",
            Some(Ink::Strong) => "1",
            Some(Ink::Quiet) => "2",
        };
        write!(f, "\x1b[{code}m{}\x1b[0m", self.what)
    }
}
