//! Word lists that patterns name as `@list`: those of `rules/words/*.tsv`, and those a rule file brings itself.
//!
//! The first column of a table is the word (or words); further columns are facts about it that templates can ask for,
//! as `{country|countries.adjective}`. An entry with a capital is not matched by small letters.

use super::trigger::{Cased, Known};
use crate::text::fold;
use crate::text::token;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A word list.
#[derive(Debug, Default)]
pub struct WordList {
    /// Its name.
    pub name: Box<str>,
    /// Names of the columns after the first.
    pub columns: Vec<Box<str>>,
    entries: Vec<Entry>,
    ends: Ends,
}

/// What entries of a list begin and end with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ends {
    /// Their first tokens.
    pub first: Known,
    /// The second tokens of those that have several.
    pub second: Known,
    /// Their last tokens.
    pub last: Known,
}

#[derive(Debug)]
struct Entry {
    /// Hash of the first token: the entries are sorted by it, then by falling number of tokens.
    first: u32,
    tokens: Vec<Box<str>>,
    text: Box<str>,
    values: Vec<Box<str>>,
}

impl WordList {
    /// A list of plain entries.
    #[must_use]
    pub fn new<'a>(name: &str, words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::with_values(name, Vec::new(), words.into_iter().map(|w| (w, Vec::new())))
    }

    /// Reads a table: a header line, then a line an entry, columns separated by tabs.
    #[must_use]
    pub fn from_table(name: &str, table: &str) -> Self {
        let mut lines = table.lines().filter(|l| !l.trim().is_empty());
        let columns = lines.next().unwrap_or_default().split('\t').skip(1).map(Into::into).collect();
        let rows = lines.map(|line| {
            let mut cells = line.split('\t');
            (cells.next().unwrap_or_default(), cells.map(Into::into).collect())
        });
        Self::with_values(name, columns, rows)
    }

    fn with_values<'a>(
        name: &str,
        columns: Vec<Box<str>>,
        rows: impl Iterator<Item = (&'a str, Vec<Box<str>>)>,
    ) -> Self {
        let mut entries: Vec<Entry> = rows
            .filter_map(|(word, values)| {
                let tokens = token::tokenize(word);
                let first = tokens.first()?.fold;
                let tokens = tokens.iter().map(|t| t.span.of(word).into()).collect();
                Some(Entry { first, tokens, text: word.into(), values })
            })
            .collect();
        entries.sort_by(|a, b| (a.first, b.tokens.len(), &a.text).cmp(&(b.first, a.tokens.len(), &b.text)));
        let several = || entries.iter().filter(|e| e.tokens.len() > 1);
        let first = Known::words(entries.iter().map(|e| e.first));
        let second = Known::words(several().map(|e| fold::hash(&e.tokens[1])));
        let mut last = Known::words(entries.iter().filter(|e| e.tokens.len() == 1).map(|e| e.first));
        last.join(Known::words(several().filter_map(|e| e.tokens.last()).map(|word| fold::hash(word))));
        let ends = Ends { first, second, last };
        Self { name: name.into(), columns, entries, ends }
    }

    fn starting_with(&self, hash: u32) -> &[Entry] {
        let start = self.entries.partition_point(|e| e.first < hash);
        let end = start + self.entries[start..].partition_point(|e| e.first == hash);
        &self.entries[start..end]
    }

    /// Whether an entry begins with a token of this hash.
    #[must_use]
    pub fn may_begin(&self, hash: u32) -> bool {
        !self.starting_with(hash).is_empty()
    }

    /// Numbers of tokens of the entries that match a text of tokens, the longest first. `text_at` gives the token so
    /// many places further on, if it is still to be had; `hash` is that of the first.
    pub fn lengths<'t>(&self, hash: u32, text_at: impl Fn(usize) -> Option<&'t str>, mut found: impl FnMut(usize)) {
        for entry in self.starting_with(hash) {
            let hit =
                entry.tokens.iter().enumerate().all(|(i, word)| text_at(i).is_some_and(|text| accepts(word, text)));
            if hit {
                found(entry.tokens.len());
            }
        }
    }

    /// Hashes of the first tokens of all entries, each once, and whether only capitalised words are meant.
    pub fn first_words(&self) -> impl Iterator<Item = (u32, Cased)> {
        let capital = |e: &Entry| e.tokens.first().is_some_and(|t| t.starts_with(char::is_uppercase));
        let cased = move |same: &[Entry]| if same.iter().all(capital) { Cased::Capital } else { Cased::Any };
        self.entries.chunk_by(|a, b| a.first == b.first).map(move |same| (same[0].first, cased(same)))
    }

    /// The tokens that entries begin and end with, and perhaps others.
    #[must_use]
    pub fn ends(&self) -> Ends {
        self.ends
    }

    /// The shortest and longest entry, in tokens.
    #[must_use]
    pub fn token_range(&self) -> (u32, u32) {
        let lengths = || self.entries.iter().map(|e| e.tokens.len() as u32);
        (lengths().min().unwrap_or(1), lengths().max().unwrap_or(1))
    }

    /// What the table says of `word` in `column`.
    #[must_use]
    pub fn value(&self, word: &str, column: &str) -> Option<&str> {
        let column = self.columns.iter().position(|c| &**c == column)?;
        let first = token::tokenize(word).first()?.fold;
        let entry = self.starting_with(first).iter().find(|e| fold::same(&e.text, word))?;
        entry.values.get(column).map(|v| &**v).filter(|v| !v.is_empty())
    }

    /// The entries as written, with what their first further column says.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|e| (&*e.text, e.values.first().map_or("", |v| v)))
    }
}

/// Whether `text` may stand for the entry word `word`: the same letters, but not in small letters where the entry has a capital.
fn accepts(word: &str, text: &str) -> bool {
    let capital = |t: &str| t.chars().next().is_some_and(char::is_uppercase);
    fold::same(word, text) && (!capital(word) || capital(text))
}

/// All word lists a pattern can name; a clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    lists: Arc<BTreeMap<Box<str>, Arc<WordList>>>,
}

impl Lists {
    /// The list of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<WordList>> {
        self.lists.get(name).cloned()
    }

    /// Adds a list, in place of one of the same name.
    pub fn insert(&mut self, list: WordList) {
        Arc::make_mut(&mut self.lists).insert(list.name.clone(), Arc::new(list));
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(|k| &**k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_entries_come_first_and_capitals_count() {
        let list = WordList::from_table("countries", "word\tadjective\nKorea\tKorean\nSaudi Arabia\tSaudi\nsaudi\t\n");
        let words = ["Saudi", "Arabia", "said"];
        let lengths = |words: &[&'static str]| {
            let mut out: Vec<usize> = Vec::new();
            list.lengths(fold::hash(words[0]), |i| words.get(i).copied(), |n| out.push(n));
            out
        };
        assert_eq!(lengths(&words), [2, 1]);
        assert!(lengths(&["korea"]).is_empty());
        assert_eq!(lengths(&["KOREA"]), [1]);
        assert_eq!(list.value("Saudi Arabia", "adjective"), Some("Saudi"));
        assert_eq!(list.value("Korea", "capital"), None);
    }
}
