//! Mistakes: what is wrong with a value, found where nobody knows yet in which file it stands.

use super::{Place, Problem, syntax};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// What is wrong with a value, and the way to it: each part of the program that hands a mistake on adds the key or
/// number under which it had the value ([`Mistake::under`]), and who has the file makes a [`Problem`] of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What and why, in one line.
    pub message: String,
    /// What can be done about it.
    pub remedy: Option<String>,
    /// The way to the value, the last step first.
    pub(super) steps: Vec<PathStep>,
    pub(super) part: WrongPart,
}

/// A step on the way to a value of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// To the value of this key of a table.
    Key(Box<str>),
    /// To this item of a list, from 0.
    Item(usize),
}

/// What of a value is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WrongPart {
    /// All of it.
    Value,
    /// The key it stands under.
    Key,
    /// These bytes of its text.
    Within(Range<usize>),
}

impl From<&str> for PathStep {
    fn from(key: &str) -> Self {
        Self::Key(key.into())
    }
}

impl From<usize> for PathStep {
    fn from(number: usize) -> Self {
        Self::Item(number)
    }
}

impl From<Mistake> for Problem {
    /// A mistake in what is in no file.
    fn from(mistake: Mistake) -> Self {
        Self { message: mistake.message, remedy: mistake.remedy, ..Self::default() }
    }
}

impl Mistake {
    /// A mistake in a whole value.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: None, steps: Vec::new(), part: WrongPart::Value }
    }

    /// What serde says of a value that is not what it should be, with what can be written.
    #[must_use]
    pub fn of_serde(message: &str) -> Self {
        let (what, remedy) = syntax::of_value(message);
        let mistake = Self::new(what).with(remedy);
        if message.starts_with("unknown field ") { mistake.of_key() } else { mistake }
    }

    /// What the reader of JSON says of `text`, with the byte at which it stopped.
    #[must_use]
    pub fn of_json(error: &serde_json::Error, text: &str) -> Self {
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default();
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (line + error.column().saturating_sub(1)).min(text.len());
        let (message, remedy) = syntax::of_json(what);
        Self::within(message, at..(at + 1).min(text.len())).with(remedy)
    }

    /// A mistake in some bytes of a value that is a text.
    pub fn within(message: impl Into<String>, range: Range<usize>) -> Self {
        Self { part: WrongPart::Within(range), ..Self::new(message) }
    }

    /// The same with a remedy.
    pub fn with(mut self, remedy: impl Into<Option<String>>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// The same of the key under which the value stands.
    pub fn of_key(mut self) -> Self {
        self.part = WrongPart::Key;
        self
    }

    /// The same of the value as it is found one step further out.
    pub fn under(mut self, step: impl Into<PathStep>) -> Self {
        self.steps.push(step.into());
        self
    }

    /// The same of a text of which the value is the part that begins at byte `start`.
    pub fn after(mut self, start: usize, length: usize) -> Self {
        let range = match self.part {
            WrongPart::Within(range) => range,
            WrongPart::Value | WrongPart::Key => 0..length,
        };
        self.part = WrongPart::Within(start + range.start..start + range.end);
        self
    }

    /// Which bytes of the value are wrong; none if all of it is.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        if let WrongPart::Within(range) = &self.part { Some(range.clone()) } else { None }
    }

    /// The problem that `text`, the file at `path`, has this mistake: a file that is itself the value.
    #[must_use]
    pub fn in_text(self, path: &Path, text: impl Into<Arc<str>>) -> Problem {
        let place = self.range().map(|range| Place::new(text, range));
        Problem { file: Some(path.to_owned()), place, message: self.message, remedy: self.remedy }
    }
}
