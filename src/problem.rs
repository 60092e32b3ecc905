//! What could not be done: where, why, and what the person who asked can do about it.
//!
//! A [`Problem`] is the one error of everything that is read from a file: rules, tables, word lists, configuration,
//! records. It carries the place as bytes of the text that was read, so that a terminal, an editor and a program that
//! embeds the linter all point at the same words.

mod mistake;
mod syntax;
mod toml_place;

use crate::span::{LineIndex, Position};
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

pub use mistake::{Mistake, PathStep};

/// Something that could not be done, for the person who asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// The file it is in, if it is in one.
    pub file: Option<PathBuf>,
    /// Which words of the file are wrong.
    pub place: Option<Place>,
    /// What and why, in one line.
    pub message: String,
    /// What can be done about it.
    pub remedy: Option<String>,
}

/// Some words of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    text: Arc<str>,
    range: Range<usize>,
    first_line: u32,
}

/// One problem or several, as of several files that were read together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// Not empty.
    all: Vec<Problem>,
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

    /// The same in the file at `path`.
    pub fn in_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// The same at `place` of its file.
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// The file, line and column (in code points), as far as they are known.
    #[must_use]
    pub fn location(&self) -> Option<String> {
        let place =
            self.place.as_ref().map(Place::position).map(|Position { line, column }| format!("{line}:{column}"));
        match (&self.file, place) {
            (Some(file), Some(place)) => Some(format!("{}:{place}", file.display())),
            (Some(file), None) => Some(file.display().to_string()),
            (None, place) => place.map(|place| format!("line {place}")),
        }
    }

    /// In one line: [`Problem::location`] and the message.
    #[must_use]
    pub fn head(&self) -> String {
        let location = self.location().map(|location| format!("{location}: "));
        format!("{}{}", location.unwrap_or_default(), self.message)
    }

    /// The message and the remedy, without the place.
    #[must_use]
    pub fn words(&self) -> String {
        let remedy = self.remedy.as_ref().map(|remedy| format!("; {remedy}"));
        format!("{}{}", self.message, remedy.unwrap_or_default())
    }
}

impl fmt::Display for Problem {
    /// In one line: [`Problem::head`] and the remedy.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head())?;
        match &self.remedy {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Problem {}

impl fmt::Debug for Place {
    /// Without the text, which may be a whole file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { range, first_line, .. } = self;
        write!(f, "{:?} at {range:?} from line {first_line}", self.words())
    }
}

impl Place {
    /// The bytes `range` of `text`; as much of it as lies in the text, moved outwards to borders of characters.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>, range: Range<usize>) -> Self {
        let text = text.into();
        let start = (0..=range.start.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let end = (range.end.clamp(start, text.len())..=text.len()).find(|&at| text.is_char_boundary(at));
        let range = start..end.unwrap_or(text.len());
        Self { text, range, first_line: 1 }
    }

    /// The same where the text is a part of a file that begins with line `number` of it, from 1.
    #[must_use]
    pub fn from_line(self, number: u64) -> Self {
        Self { first_line: u32::try_from(number).unwrap_or(u32::MAX), ..self }
    }

    /// The text, which is all of the file unless the file may be larger than memory.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Which bytes of [`Place::text`], on borders of characters.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.text[self.range()]
    }

    /// Line and column of the first character, in the file.
    #[must_use]
    pub fn position(&self) -> Position {
        let within = LineIndex::new(&self.text).position(&self.text, self.range.start as u32);
        Position { line: within.line.saturating_add(self.first_line - 1), ..within }
    }

    /// The line it begins in, and which bytes of that line it takes.
    #[must_use]
    pub fn line(&self) -> (&str, Range<usize>) {
        let lines = LineIndex::new(&self.text);
        let line = lines.line_span(&self.text, lines.line(self.range.start as u32));
        let (start, end) = (line.start as usize, line.end as usize);
        let within = |at: usize| at.min(end) - start;
        (line.of(&self.text), within(self.range.start)..within(self.range.end))
    }
}

impl Problems {
    /// Nothing if there are no problems, and otherwise all of them as an error.
    ///
    /// # Errors
    /// When there is one.
    pub fn none(all: Vec<Problem>) -> Result<(), Self> {
        if all.is_empty() { Ok(()) } else { Err(Self { all }) }
    }

    /// The problems, of which there is at least one.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.all.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { all: vec![problem] }
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    /// A problem a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, problem) in self.all.iter().enumerate() {
            f.write_str(if number == 0 { "" } else { "\n" })?;
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// The candidate nearest to `name`, if one is near enough to be what was meant.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|c| (strsim::damerau_levenshtein(name, c), c))
        .filter(|(distance, c)| *distance <= 1 + c.len().min(name.len()) / 4)
        .min()
        .map(|(_, c)| c)
}

/// What to write in place of `name`, which is none of `candidates`: the nearest, or one of them all.
#[must_use]
pub fn instead<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    match nearest(name, candidates.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", candidates.join(", ")),
    }
}

#[cfg(test)]
mod tests;
