//! Places in TOML files: the bytes of the value that a way of keys and numbers leads to.
//!
//! A file is read once more, with places, only when something in it is wrong: reading it without them is several times
//! as fast.

use super::mistake::{Mistake, PathStep, WrongPart};
use super::{Place, Problem, syntax};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

impl Problem {
    /// What `error` says of `text`, the TOML file at `path`.
    #[must_use]
    pub fn of_toml(error: &toml::de::Error, path: &Path, text: impl Into<Arc<str>>) -> Self {
        of_error(error, text.into()).in_file(path)
    }
}

impl Mistake {
    /// The problem that `text`, the TOML file at `path`, has this mistake.
    #[must_use]
    pub fn in_toml(self, path: &Path, text: impl Into<Arc<str>>) -> Problem {
        let text = text.into();
        let steps: Vec<&PathStep> = self.steps.iter().rev().collect();
        let place = find(&text, &steps, &self.part).map(|range| Place::new(text, range));
        Problem { file: Some(path.to_owned()), place, message: self.message, remedy: self.remedy }
    }
}

/// The bytes of `text` that `part` of the value at the end of `steps` takes; where the way is not all in the file, the
/// last of it that is.
fn find(text: &str, steps: &[&PathStep], part: &WrongPart) -> Option<Range<usize>> {
    let file = DeTable::parse(text).ok()?;
    let (mut table, mut value): (_, Option<&DeValue<'_>>) = (Some(file.get_ref()), None);
    let (mut key_at, mut value_at) = (None, None);
    for step in steps {
        let next = match step {
            PathStep::Key(key) => table.and_then(|table| table.get_key_value(&**key)).map(|(key, value)| {
                key_at = Some(key.span());
                value
            }),
            PathStep::Item(number) => value.and_then(|value| value.as_array()?.get(*number)),
        };
        let Some(next) = next else { return key_at };
        (table, value, value_at) = (next.get_ref().as_table(), Some(next.get_ref()), Some(next.span()));
    }
    match part {
        WrongPart::Key => key_at,
        WrongPart::Value => value_at,
        WrongPart::Within(range) => value_at.map(|at| {
            let written = &text[at.clone()];
            at.start + written_at(written, range.start)..at.start + written_at(written, range.end)
        }),
    }
}

/// Where byte `at` of the text that the TOML string `written` stands for is written; never outside of its quotes.
fn written_at(written: &str, at: usize) -> usize {
    let kinds = [("\"\"\"", true), ("'''", false), ("\"", true), ("'", false)];
    let Some((quote, escapes)) = kinds.into_iter().find(|(quote, _)| written.starts_with(quote)) else {
        return at.min(written.len());
    };
    let end = written.len().saturating_sub(quote.len()).max(quote.len());
    let mut here = quote.len();
    if quote.len() == 3 {
        // A line end right after the opening quotes is not a part of the text.
        here += if written[here..].starts_with("\r\n") { 2 } else { usize::from(written[here..].starts_with('\n')) };
    }
    let mut seen = 0;
    while here < end {
        let rest = &written[here..end];
        let (length, stands_for) = match rest.chars().next() {
            Some('\\') if escapes => escape(rest),
            Some(c) => (c.len_utf8(), c.len_utf8()),
            None => break,
        };
        if stands_for > 0 && seen + stands_for > at {
            break;
        }
        here += length;
        seen += stands_for;
    }
    here.min(end)
}

/// How many bytes the escape at the start of `rest` has, and how many those have that it stands for.
fn escape(rest: &str) -> (usize, usize) {
    let code = |digits: usize| {
        let number = rest.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        (2 + digits, number.and_then(char::from_u32).map_or(1, char::len_utf8))
    };
    match rest[1..].chars().next() {
        Some('x') => code(2),
        Some('u') => code(4),
        Some('U') => code(8),
        // At the end of a line: the white space up to the next text is not a part of it.
        Some(c) if c.is_ascii_whitespace() => (rest.len() - rest[1..].trim_ascii_start().len(), 0),
        _ => (2, 1),
    }
}

/// What the reader of TOML says of `text`, with the place.
fn of_error(error: &toml::de::Error, text: Arc<str>) -> Problem {
    let (message, remedy) = syntax::of_toml(error.message());
    // What is missing in the whole file is missing at no place of it.
    let place = error.span().filter(|span| *span != (0..text.len()));
    Problem::new(message).with(remedy).at(place.map(|span| Place::new(text, span)))
}
