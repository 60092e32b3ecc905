//! Word lists that patterns name as `@list`: those of `rules/words/*.tsv`, and those a rule file brings itself.
//!
//! The first column of a table is the word (or words); further columns are facts about it that templates can ask for,
//! as `{country|countries.adjective}`. An entry with a capital is not matched by small letters.

use super::table;
use super::tokens::{Cased, Known};
use crate::problem::Mistake;
use crate::span::Span;
use crate::text::fold;
use crate::text::token::{self, Token};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A word list.
#[derive(Debug, Default)]
pub struct WordList {
    /// Its name.
    pub name: Box<str>,
    /// The lines of the entries, and perhaps more.
    table: Cow<'static, str>,
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
    /// The word or words, in bytes of the table.
    words: Span,
    /// The tokens of entries that have several.
    tokens: Vec<Span>,
    /// End of its line.
    end: u32,
}

impl Entry {
    fn tokens(&self) -> &[Span] {
        if self.tokens.is_empty() { std::slice::from_ref(&self.words) } else { &self.tokens }
    }
}

impl WordList {
    /// A list of plain entries.
    #[must_use]
    pub fn new<'a>(name: &str, words: impl IntoIterator<Item = &'a str>) -> Self {
        let table = words.into_iter().collect::<Vec<_>>().join("\n");
        Self::with_columns(name, table.into(), Vec::new(), 0)
    }

    /// Reads a table, and checks that it is one.
    ///
    /// # Errors
    /// When it has no header line, or a row has no word or more cells than there are columns, with the bytes of the
    /// table that are wrong.
    pub fn read(name: &str, table: Cow<'static, str>) -> Result<Self, Mistake> {
        let (header, columns) = table::header(&table)?;
        if header.start > 0 {
            return Err(Mistake::within("the first line is empty; a table begins with its header line", 0..0));
        }
        for line in table::lines(&table).filter(|line| line.start > header.start) {
            let line = line.of(&table);
            table::fits(&table, line, columns.len())?;
            let word = table::cells(line).next().unwrap_or_default();
            if !line.trim().is_empty() && token::tokens(word).next().is_none() {
                let message = "the row has no word in its first column";
                return Err(Mistake::within(message, table::place(&table, line)));
            }
        }
        Ok(Self::from_table(name, table))
    }

    /// Reads a table: a header line, then a line an entry, columns separated by tabs.
    #[must_use]
    pub fn from_table(name: &str, table: Cow<'static, str>) -> Self {
        let header = table::lines(&table).next().map_or("", |line| line.of(&table));
        let columns = header.split('\t').skip(1).map(Into::into).collect();
        Self::with_columns(name, table, columns, 1)
    }

    fn with_columns(name: &str, table: Cow<'static, str>, columns: Vec<Box<str>>, skip: usize) -> Self {
        let entry = |line: Span| {
            let word = table::cells(line.of(&table)).next()?;
            let words = Span::new(line.start, line.start + word.len() as u32);
            let placed = |t: Token| Span::new(line.start + t.span.start, line.start + t.span.end);
            let mut rest = token::tokens(word);
            let first = rest.next()?;
            let mut tokens: Vec<Span> = rest.map(placed).collect();
            if !tokens.is_empty() {
                tokens.insert(0, placed(first));
            }
            Some(Entry { first: first.fold, words, tokens, end: line.end })
        };
        let mut entries: Vec<Entry> = table::lines(&table).skip(skip).filter_map(entry).collect();
        let key = |e: &Entry| (e.first, Reverse(e.tokens.len()));
        entries.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.words.of(&table).cmp(b.words.of(&table))));
        let several = || entries.iter().filter(|e| !e.tokens.is_empty());
        let hash = |token: &Span| fold::hash(token.of(&table));
        let first = Known::words(entries.iter().map(|e| e.first));
        let second = Known::words(several().map(|e| hash(&e.tokens[1])));
        let mut last = Known::words(entries.iter().filter(|e| e.tokens.is_empty()).map(|e| e.first));
        last.join(Known::words(several().filter_map(|e| e.tokens.last()).map(hash)));
        let ends = Ends { first, second, last };
        Self { name: name.into(), columns, entries, ends, table }
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
            let tokens = entry.tokens();
            let accepts =
                |(i, word): (usize, &Span)| text_at(i).is_some_and(|text| accepts(word.of(&self.table), text));
            if tokens.iter().enumerate().all(accepts) {
                found(tokens.len());
            }
        }
    }

    /// Hashes of the first tokens of all entries, each once, and whether only capitalised words are meant.
    pub fn first_words(&self) -> impl Iterator<Item = (u32, Cased)> {
        let capital = |e: &Entry| e.words.of(&self.table).starts_with(char::is_uppercase);
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
        let lengths = || self.entries.iter().map(|e| e.tokens().len() as u32);
        (lengths().min().unwrap_or(1), lengths().max().unwrap_or(1))
    }

    /// What the table says of `word` in `column`.
    #[must_use]
    pub fn value(&self, word: &str, column: &str) -> Option<&str> {
        let column = self.columns.iter().position(|c| &**c == column)?;
        let first = token::tokens(word).next()?.fold;
        let entry = self.starting_with(first).iter().find(|e| fold::same(e.words.of(&self.table), word))?;
        self.values(entry).nth(column).filter(|v| !v.is_empty())
    }

    /// What stands in the columns after the first.
    fn values(&self, entry: &Entry) -> impl Iterator<Item = &str> {
        table::cells(Span::new(entry.words.start, entry.end).of(&self.table)).skip(1)
    }

    /// The entries as written, with what their first further column says.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|e| (e.words.of(&self.table), self.values(e).next().unwrap_or_default()))
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
        let table = "word\tadjective\nKorea\tKorean\nSaudi Arabia\tSaudi\nsaudi\t\n";
        let list = WordList::from_table("countries", table.into());
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
