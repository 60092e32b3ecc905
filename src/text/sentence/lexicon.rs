//! The two tables sentence ends are told with: abbreviations, and words that begin sentences, report speech or date.
//!
//! Both are data files beside this one, read once. A form without capitals stands for any case, one with a capital
//! for words that are not all small letters, one in capitals for capitals only, and a single letter only for itself.
//! Words in capitals count only in texts in capitals.

use crate::text::fold;
use crate::text::token::{Case, Token};
use std::sync::LazyLock;

/// What an abbreviation's full stop means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::text) enum Abbreviation {
    /// A name follows: never ends a sentence.
    Title,
    /// Something always follows: never ends a sentence.
    Never,
    /// May end a sentence; does so when a word follows that begins sentences.
    End,
    /// A title, unless a name stands before: then it may end a sentence.
    Either,
    /// A state of the United States after a comma; else an ordinary word.
    State,
    /// `etc.`: ends a sentence when a capital follows.
    List,
    /// `a.m.`: ends a sentence when a capital follows that is no day, month or time zone.
    Time,
    /// A month or weekday: ends a sentence when a capital follows that is no date either.
    Month,
    /// A unit after a number; else an ordinary word.
    Unit,
    /// Stands before a number or a numeral letter.
    Number,
    /// Stands before a number; else an ordinary word.
    NumberOrWord,
    /// The first letter of a name.
    Initial,
}

impl Abbreviation {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "never-end" => Self::Never,
            "end-possible" => Self::End,
            "title-or-end" => Self::Either,
            "state" => Self::State,
            "list-end" => Self::List,
            "time" => Self::Time,
            "month" => Self::Month,
            "unit" => Self::Unit,
            "before-number" => Self::Number,
            "before-number-or-word" => Self::NumberOrWord,
            _ => return None,
        })
    }
}

/// Classes of words, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::text) struct WordClass(u16);

impl WordClass {
    /// Begins sentences and is no part of names.
    pub const STARTER: Self = Self(1);
    /// A verb of a reporting clause.
    pub const REPORTING: Self = Self(1 << 1);
    /// A pronoun that can be a reporting clause's subject.
    pub const PRONOUN: Self = Self(1 << 2);
    /// A conjunction that goes on after a question or exclamation mark.
    pub const JOINING: Self = Self(1 << 3);
    /// A noun that a letter follows, as `vitamin C`, or a word that `I` follows.
    pub const LETTERED: Self = Self(1 << 4);
    /// A day of the week.
    pub const WEEKDAY: Self = Self(1 << 5);
    /// A month.
    pub const MONTH: Self = Self(1 << 6);
    /// A time zone.
    pub const ZONE: Self = Self(1 << 7);
    /// The word `time`, as in `8 a.m. Moscow time`.
    pub const TIME: Self = Self(1 << 8);
    /// A name that is written with an exclamation mark.
    pub const EXCLAIMED: Self = Self(1 << 9);
    /// What follows the dot in an address or a product's name.
    pub const ENDING: Self = Self(1 << 10);
    /// A news agency.
    pub const AGENCY: Self = Self(1 << 11);
    /// A small word inside a byline.
    pub const BYLINE: Self = Self(1 << 12);
    /// A small word that stands with a date or hour.
    pub const DATING: Self = Self(1 << 13);
    /// One who writes for a newspaper.
    pub const TRADE: Self = Self(1 << 14);
    /// In small letters it may follow the dot in a host, a file name or a piece of code: `corriere.it`.
    pub const SUFFIX: Self = Self(1 << 15);

    const NAMES: [(&str, Self); 16] = [
        ("agency", Self::AGENCY),
        ("byline", Self::BYLINE),
        ("dating", Self::DATING),
        ("ending", Self::ENDING),
        ("exclaimed", Self::EXCLAIMED),
        ("joining", Self::JOINING),
        ("lettered", Self::LETTERED),
        ("month", Self::MONTH),
        ("pronoun", Self::PRONOUN),
        ("reporting", Self::REPORTING),
        ("starter", Self::STARTER),
        ("suffix", Self::SUFFIX),
        ("time", Self::TIME),
        ("trade", Self::TRADE),
        ("weekday", Self::WEEKDAY),
        ("zone", Self::ZONE),
    ];

    /// Both sets of classes.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a class of `other` is among these.
    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn parse(names: &str) -> Option<Self> {
        names.split(' ').try_fold(Self::default(), |all, name| {
            let (_, class) = Self::NAMES.iter().find(|(known, _)| *known == name)?;
            Some(all.with(*class))
        })
    }
}

/// Both tables, by hash of the folded form.
#[derive(Debug)]
pub(in crate::text) struct SentenceLexicon {
    abbreviations: Box<[ListedForm<Abbreviation>]>,
    words: Box<[ListedForm<WordClass>]>,
}

#[derive(Debug)]
struct ListedForm<C> {
    fold: u32,
    form: &'static str,
    case: Case,
    class: C,
}

const ABBREVIATIONS: &str = include_str!("abbreviations.tsv");
const WORDS: &str = include_str!("words.tsv");

static LEXICON: LazyLock<SentenceLexicon> = LazyLock::new(|| SentenceLexicon {
    abbreviations: table(ABBREVIATIONS, Abbreviation::parse),
    words: table(WORDS, WordClass::parse),
});

/// The tables.
pub(in crate::text) fn get() -> &'static SentenceLexicon {
    &LEXICON
}

impl SentenceLexicon {
    /// What kind of abbreviation `token` is, if it is a known one. Only in a text in capitals (`caps`) do capitals
    /// stand for a form without: `MR. PUTIN` is a title, but `CA` is California and `PR` a trade.
    pub fn abbreviation(&self, text: &str, token: &Token, caps: bool) -> Option<Abbreviation> {
        find(&self.abbreviations, text, token, caps)
    }

    /// The classes of the word `token`, none for an unknown one. `IT` and `WHO` are not the words `it` and `who`,
    /// unless the text is in capitals (`caps`).
    pub fn word(&self, text: &str, token: &Token, caps: bool) -> WordClass {
        find(&self.words, text, token, caps).unwrap_or_default()
    }
}

fn find<C: Copy>(table: &[ListedForm<C>], text: &str, token: &Token, caps: bool) -> Option<C> {
    let from = table.partition_point(|e| e.fold < token.fold);
    let mut same = table[from..].iter().take_while(|e| e.fold == token.fold);
    same.find(|e| e.admits(text, token, caps)).map(|e| e.class)
}

impl<C> ListedForm<C> {
    fn admits(&self, text: &str, token: &Token, caps: bool) -> bool {
        let word = token.span.of(text);
        let case = match self.case {
            // A single letter means something in its own case only: `p. 5`, but `P. Smith`.
            _ if self.form.len() <= 2 && self.form.ends_with('.') => self.form == word,
            Case::Upper => token.case == Case::Upper,
            _ if token.case == Case::Upper && !caps && !self.form.contains('.') => false,
            Case::Title => token.case != Case::Lower,
            _ => true,
        };
        case && fold::same(self.form, word)
    }
}

/// Reads a table of two columns, form and class, with a header line.
fn table<C>(data: &'static str, parse: impl Fn(&str) -> Option<C>) -> Box<[ListedForm<C>]> {
    let mut entries: Vec<ListedForm<C>> = data
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (form, class) = line.split_once('\t')?;
            let form = token_of(form);
            let capitals = form.chars().filter(|c| c.is_uppercase()).count();
            let case = match capitals {
                0 => Case::Lower,
                n if n > 1 && n == form.chars().filter(|c| c.is_alphabetic()).count() => Case::Upper,
                _ => Case::Title,
            };
            Some(ListedForm { fold: fold::hash(form), form, case, class: parse(class)? })
        })
        .collect();
    // Forms in capitals sort first, so the narrower of two forms with one fold is tried first.
    entries.sort_by_key(|e| (e.fold, e.form));
    entries.into()
}

/// The form as the tokeniser leaves it: the full stop is a token of its own, except after single letters.
fn token_of(form: &'static str) -> &'static str {
    match form.strip_suffix('.') {
        Some(stem) if stem.chars().count() > 1 && !stem.contains('.') => stem,
        _ => form,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<C>(data: &'static str, parse: impl Fn(&str) -> Option<C>) {
        let rows: Vec<&str> = data.lines().skip(1).collect();
        for pair in rows.windows(2) {
            assert!(pair[0] < pair[1], "not sorted, or twice: {:?}", pair);
        }
        assert_eq!(table(data, parse).len(), rows.len(), "a row has an unknown class");
        let mut forms: Vec<&str> = rows.iter().filter_map(|r| r.split('\t').next()).collect();
        forms.dedup();
        assert_eq!(forms.len(), rows.len(), "a form stands twice");
    }

    #[test]
    fn tables_are_sorted_and_known() {
        check(ABBREVIATIONS, Abbreviation::parse);
        check(WORDS, WordClass::parse);
    }
}
