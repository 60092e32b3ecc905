//! Word lists that patterns name as `@list`: those of `rules/words/*.tsv`, and those a rule file brings itself.
//!
//! The first column of a table is the word (or words); further columns are facts about it that templates can ask for,
//! as `{country|countries.adjective}`. An entry with a capital is not matched by small letters.

use super::table;
use super::tokens::{Cased, Known};
use crate::problem::{Mistake, instead};
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
    /// Whether a text must have the case of the entry.
    exact: bool,
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

impl Ends {
    fn of(entries: &[Entry], table: &str) -> Self {
        let several = || entries.iter().filter(|e| !e.tokens.is_empty());
        let hash = |token: &Span| fold::hash(token.of(table));
        let first = Known::words(entries.iter().map(|e| e.first));
        let second = Known::words(several().map(|e| hash(&e.tokens[1])));
        let mut last = Known::words(entries.iter().filter(|e| e.tokens.is_empty()).map(|e| e.first));
        last.join(Known::words(several().filter_map(|e| e.tokens.last()).map(hash)));
        Self { first, second, last }
    }
}

#[derive(Debug, Clone)]
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
            let mistake = Mistake::within("the first line is empty", 0..0);
            return Err(mistake.with("delete it: a table begins with the names of its columns".to_owned()));
        }
        for line in table::lines(&table).filter(|line| line.start > header.start) {
            let line = line.of(&table);
            table::fits(&table, line, columns.len())?;
            let word = table::cells(line).next().unwrap_or_default();
            if !line.trim().is_empty() && token::tokens(word).next().is_none() {
                let message = "the row has no word in its first column";
                let mistake = Mistake::within(message, table::place(&table, line));
                return Err(mistake.with("write a word before the first tab, or delete the row".to_owned()));
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
        let ends = Ends::of(&entries, &table);
        Self { name: name.into(), columns, entries, ends, table, exact: false }
    }

    /// Those of the entries that are `wanted`.
    fn only(&self, wanted: impl Fn(&Entry) -> bool) -> Self {
        let entries: Vec<Entry> = self.entries.iter().filter(|entry| wanted(entry)).cloned().collect();
        let ends = Ends::of(&entries, &self.table);
        let (name, table, columns) = (self.name.clone(), self.table.clone(), self.columns.clone());
        Self { name, table, columns, entries, ends, exact: self.exact }
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
                |(i, word): (usize, &Span)| text_at(i).is_some_and(|text| self.accepts(word.of(&self.table), text));
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
        let tokens = token::tokenize(word);
        let same = |entry: &&Entry| {
            let text = |token: &Token| token.span.of(word);
            let pairs = || entry.tokens().iter().zip(&tokens);
            entry.tokens().len() == tokens.len()
                && pairs().all(|(own, token)| fold::same(own.of(&self.table), text(token)))
        };
        let entry = self.starting_with(tokens.first()?.fold).iter().find(same)?;
        self.values(entry).nth(column).filter(|v| !v.is_empty())
    }

    /// What stands in the columns after the first.
    fn values(&self, entry: &Entry) -> impl Iterator<Item = &str> {
        table::cells(Span::new(entry.words.start, entry.end).of(&self.table)).skip(1)
    }

    /// Whether `text` may stand for the entry word `word`: the same letters, but not in small letters where the entry has
    /// a capital; in an exact list just as the entry is written.
    fn accepts(&self, word: &str, text: &str) -> bool {
        if self.exact {
            return fold::same_exact(text, word);
        }
        let capital = |t: &str| t.chars().next().is_some_and(char::is_uppercase);
        fold::same(word, text) && (!capital(word) || capital(text))
    }

    /// The entries as written, with what their first further column says.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|e| (e.words.of(&self.table), self.values(e).next().unwrap_or_default()))
    }
}

/// What a pattern can name: word lists and other patterns. A clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    lists: Arc<BTreeMap<Box<str>, Arc<WordList>>>,
    patterns: Arc<BTreeMap<Box<str>, Arc<str>>>,
}

impl Lists {
    /// The list of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<WordList>> {
        self.lists.get(name).cloned()
    }

    /// The entries that a pattern asks for as `list`, `list.column` (something stands in this column), `list.column:value`
    /// (this stands there) or with several such conditions, if `exact` in the case of the list.
    ///
    /// # Errors
    /// When there is no such list, column or value; the remedy names the nearest.
    pub fn entries(&self, written: &str, exact: bool) -> Result<Arc<WordList>, Mistake> {
        let mut conditions = written.split('.');
        let name = conditions.next().unwrap_or_default();
        let none = || Mistake::new(format!("there is no word list `{name}`")).with(instead(name, self.names()));
        let list = self.get(name).ok_or_else(none)?;
        if written == name && !exact {
            return Ok(list);
        }
        let column = |condition: &str| {
            let (column, value) = condition.split_once(':').map_or((condition, None), |(c, value)| (c, Some(value)));
            let none = || {
                let mistake = Mistake::new(format!("the word list `{name}` has no column `{column}`"));
                mistake.with(instead(column, list.columns.iter().map(|c| &**c)))
            };
            let place = list.columns.iter().position(|c| &**c == column).ok_or_else(none)?;
            Ok((place, value.map(str::to_owned)))
        };
        let conditions = conditions.map(column).collect::<Result<Vec<_>, Mistake>>()?;
        let mut some = list.only(|entry| {
            conditions.iter().all(|(column, value)| {
                let cell = list.values(entry).nth(*column).unwrap_or_default();
                value.as_ref().map_or(!cell.is_empty(), |value| cell == value)
            })
        });
        if some.entries.is_empty() {
            let mistake = Mistake::new(format!("no entry of the word list `{name}` is `{written}`"));
            return Err(mistake.with(format!("change what stands behind `{name}`, or fill that column of the list")));
        }
        some.exact = exact;
        Ok(Arc::new(some))
    }

    /// The pattern of this name.
    #[must_use]
    pub fn pattern(&self, name: &str) -> Option<Arc<str>> {
        self.patterns.get(name).cloned()
    }

    /// Names a pattern, in place of one of the same name.
    pub fn insert_pattern(&mut self, name: &str, text: &str) {
        Arc::make_mut(&mut self.patterns).insert(name.into(), text.into());
    }

    /// The names of the patterns, in order.
    pub fn pattern_names(&self) -> impl Iterator<Item = &str> {
        self.patterns.keys().map(|k| &**k)
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
        assert_eq!(list.value("saudi  arabia", "adjective"), Some("Saudi"));
        assert_eq!(list.value("Korea", "capital"), None);
    }

    #[test]
    fn a_pattern_can_ask_for_some_of_the_entries() {
        let mut lists = Lists::default();
        let table = "word\tshape\tplural\nMM\tmany\tx\nMme\tone\t\nmonsieur\tone\t\n";
        lists.insert(WordList::from_table("titles", table.into()));
        let found = |written: &str, exact: bool, word: &str| {
            let (list, mut found) = (lists.entries(written, exact).unwrap(), false);
            list.lengths(fold::hash(word), |i| (i == 0).then_some(word), |_| found = true);
            found
        };
        assert!(found("titles", false, "MME") && found("titles", true, "Mme") && !found("titles", true, "MME"));
        assert!(found("titles.shape:one", false, "Monsieur") && !found("titles.shape:one", true, "Monsieur"));
        assert!(found("titles.plural", false, "MM") && !found("titles.plural", false, "Mme"));
        let error = |written: &str| lists.entries(written, false).unwrap_err();
        assert_eq!(error("titel").remedy.as_deref(), Some("did you mean `titles`?"));
        assert_eq!(error("titles.form").remedy.as_deref(), Some("write one of shape, plural"));
        assert_eq!(error("titles.shape:two").message, "no entry of the word list `titles` is `titles.shape:two`");
    }
}
