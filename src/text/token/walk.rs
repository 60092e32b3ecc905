//! The walk: one pass over the bytes that makes tokens, by a table of byte classes.
//!
//! A run of ASCII letters, which is what news is made of, is hashed and judged on the way; whatever else stands in a
//! word takes the longer path.

use super::letters::Letters;
use super::{Case, Flags, Token, TokenKind, address};
use crate::span::Span;
use crate::text::fold;
use unicode_normalization::char::is_combining_mark;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Newline,
    Lower,
    Upper,
    Digit,
    Apostrophe,
    Quote,
    Mark,
    Symbol,
    High,
}

pub(super) const CLASS: [Class; 256] = {
    let mut table = [Class::Symbol; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            b' ' | b'\t' | 0x0b | 0x0c => Class::Space,
            b'\n' | b'\r' => Class::Newline,
            b'\'' => Class::Apostrophe,
            b'"' | b'`' => Class::Quote,
            b'!' | b'(' | b')' | b',' | b'-' | b'.' | b'/' | b':' | b';' | b'?' | b'[' | b']' | b'{' | b'}' | b'&'
            | b'*' | b'%' | b'_' => Class::Mark,
            0x80..=0xff => Class::High,
            _ => Class::Symbol,
        };
        b += 1;
    }
    table
};

/// Cuts `text` into tokens.
///
/// # Panics
/// When `text` is longer than 4 GiB; readers refuse such files first.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    tokens(text).collect()
}

/// The tokens of `text`, one by one.
///
/// # Panics
/// When `text` is longer than 4 GiB.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut walk = Walk::new(text);
    std::iter::from_fn(move || walk.next())
}

pub(super) struct Walk<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    at: usize,
    pub(super) before: Flags,
    /// How many lines have ended since this was set to 0. A paragraph separator counts as a blank line.
    pub(super) line_ends: u32,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        assert!(u32::try_from(text.len()).is_ok(), "texts are limited to 4 GiB");
        Walk {
            text,
            bytes: text.as_bytes(),
            at: 0,
            before: Flags(Flags::SPACE_BEFORE.0 | Flags::LINE_START.0),
            line_ends: 0,
        }
    }
}

impl Walk<'_> {
    #[inline]
    pub(super) fn class(&self, at: usize) -> Option<Class> {
        self.bytes.get(at).map(|&b| CLASS[b as usize])
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Whether a letter or digit of any script starts at byte `at`.
    pub(super) fn alnum_at(&self, at: usize) -> bool {
        match self.class(at) {
            Some(Class::Lower | Class::Upper | Class::Digit) => true,
            Some(Class::High) => self.char_at(at).is_some_and(char::is_alphanumeric),
            _ => false,
        }
    }

    pub(super) fn letter_at(&self, at: usize) -> bool {
        match self.class(at) {
            Some(Class::Lower | Class::Upper) => true,
            Some(Class::High) => self.char_at(at).is_some_and(char::is_alphabetic),
            _ => false,
        }
    }

    /// Length in bytes of an apostrophe (straight or curly) at byte `at`, 0 if there is none.
    #[inline]
    fn apostrophe_at(&self, at: usize) -> usize {
        match self.bytes.get(at) {
            Some(b'\'') => 1,
            Some(0xe2) if self.bytes.get(at + 1..at + 3) == Some(&[0x80, 0x99]) => 3,
            Some(0xca) if self.bytes.get(at + 1) == Some(&0xbc) => 2,
            _ => 0,
        }
    }

    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<Token> {
        loop {
            let start = self.at;
            match self.class(start)? {
                Class::Space => {
                    self.before.set(Flags::SPACE_BEFORE);
                    self.at += 1;
                }
                Class::Newline => {
                    self.before = Flags(Flags::SPACE_BEFORE.0 | Flags::LINE_START.0);
                    let second_half = self.bytes[start] == b'\n' && start > 0 && self.bytes[start - 1] == b'\r';
                    self.line_ends += u32::from(!second_half);
                    self.at += 1;
                }
                Class::Lower | Class::Upper => return Some(self.word(start)),
                Class::Digit => return Some(self.number(start)),
                Class::Apostrophe | Class::Quote => return Some(self.quote(start)),
                Class::Mark => return Some(self.mark(start)),
                Class::Symbol => return Some(self.symbol(start)),
                Class::High => {
                    let c = self.char_at(start)?;
                    if c.is_whitespace() {
                        let line = matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}');
                        self.before.set(Flags::SPACE_BEFORE);
                        if line {
                            self.before.set(Flags::LINE_START);
                            self.line_ends += if c == '\u{2029}' { 2 } else { 1 };
                        }
                        self.at += c.len_utf8();
                    } else if c.is_alphabetic() {
                        return Some(self.word(start));
                    } else if c.is_numeric() {
                        return Some(self.number(start));
                    } else if fold::is_quote(c) {
                        return Some(self.quote(start));
                    } else if start == 0 && c == '\u{feff}' {
                        // A byte order mark is kept in the text but is no part of it.
                        self.at += c.len_utf8();
                    } else {
                        return Some(self.symbol(start));
                    }
                }
            }
        }
    }

    #[inline(always)]
    fn token(&mut self, start: usize, end: usize, fold: u32, kind: TokenKind, case: Case, flags: Flags) -> Token {
        let flags = Flags(flags.0 | self.before.0);
        self.before = Flags(0);
        self.at = end;
        Token { span: Span { start: start as u32, end: end as u32 }, fold, kind, case, flags }
    }

    fn folded(&mut self, start: usize, end: usize, kind: TokenKind, flags: Flags) -> Token {
        let text = &self.text[start..end];
        let mut flags = flags;
        if !text.is_ascii() {
            flags.set(Flags::NON_ASCII);
        }
        let case = case_of(text);
        self.token(start, end, fold::hash(text), kind, case, flags)
    }

    /// A word that starts at `start`; the fast path is a run of ASCII letters.
    #[inline(always)]
    fn word(&mut self, start: usize) -> Token {
        let mut at = start;
        let mut hash = fold::SEED;
        let mut uppers = 0;
        loop {
            let letters = Letters::at(self.bytes, at);
            if letters.count > 0 {
                hash = fold::step(hash, letters.lower);
            }
            uppers += letters.uppers as usize;
            at += letters.count;
            if letters.count < 8 {
                break;
            }
        }
        match self.class(at) {
            None | Some(Class::Space | Class::Newline | Class::Quote) => {}
            Some(Class::Mark) => {
                let b = self.bytes[at];
                let next_alnum = || self.alnum_at(at + 1);
                let compound = match b {
                    b'.' => at - start == 1 || next_alnum(),
                    b'-' | b'_' | b'&' | b':' | b'/' => next_alnum() || b == b':',
                    _ => false,
                };
                if compound && at > start {
                    return self.long_word(start);
                }
            }
            Some(Class::Symbol) if self.bytes[at] != b'@' => {}
            _ => return self.long_word(start),
        }
        let first_upper = self.bytes[start].is_ascii_uppercase();
        let length = at - start;
        let case = match (uppers, first_upper) {
            (0, _) => Case::Lower,
            (1, true) => Case::Title,
            (n, _) if n == length => Case::Upper,
            _ => Case::Mixed,
        };
        self.token(start, at, fold::finish(hash), TokenKind::Word, case, Flags(0))
    }

    /// A word with something else inside: apostrophes, hyphens, digits, dots, letters outside ASCII.
    fn long_word(&mut self, start: usize) -> Token {
        if let Some(end) = address::end(self.text, start) {
            return self.folded(start, end, TokenKind::Url, Flags(0));
        }
        let mut at = start;
        let mut flags = Flags(0);
        loop {
            let here = at;
            match self.class(at) {
                Some(Class::Lower | Class::Upper) => at += 1,
                Some(Class::Digit) => {
                    flags.set(Flags::DIGIT);
                    at += 1;
                }
                Some(Class::Apostrophe | Class::High) => {
                    let apostrophe = self.apostrophe_at(at);
                    let Some(c) = self.char_at(at) else { break };
                    if apostrophe > 0 {
                        if at == start || !self.alnum_at(at + apostrophe) {
                            break;
                        }
                        flags.set(Flags::APOSTROPHE);
                        at += apostrophe;
                    } else if matches!(c, '\u{2010}' | '\u{2011}') {
                        if !self.alnum_at(at + c.len_utf8()) {
                            break;
                        }
                        flags.set(Flags::HYPHEN);
                        at += c.len_utf8();
                    } else if c.is_alphanumeric() || is_combining_mark(c) || is_joiner(c) {
                        if c.is_numeric() {
                            flags.set(Flags::DIGIT);
                        }
                        at += c.len_utf8();
                    } else {
                        break;
                    }
                }
                Some(Class::Mark) => match self.bytes[at] {
                    b'-' if self.alnum_at(at + 1) => {
                        flags.set(Flags::HYPHEN);
                        at += 1;
                    }
                    b'&' if self.bytes[at - 1].is_ascii_uppercase() && self.class(at + 1) == Some(Class::Upper) => {
                        at += 1
                    }
                    b'_' if self.alnum_at(at + 1) => at += 1,
                    _ => break,
                },
                _ => break,
            }
            if at == here {
                break;
            }
        }
        if at == start {
            at = self.char_at(start).map_or(start + 1, |c| start + c.len_utf8());
        }
        if self.bytes.get(at) == Some(&b'.')
            && let Some(end) = self.dotted(start, at)
        {
            flags.set(Flags::DOTTED);
            at = end;
        }
        let word = &self.text[start..at];
        if flags.has(Flags::APOSTROPHE) && fold::possessive_stem(word).is_some() {
            flags.set(Flags::POSSESSIVE);
        }
        self.folded(start, at, TokenKind::Word, flags)
    }

    /// The end of an initial or dotted acronym whose first letter is `start..at`: `J.`, `U.S.`, `a.m.`, `J.-P.`
    fn dotted(&self, start: usize, at: usize) -> Option<usize> {
        if self.text[start..at].chars().count() != 1 {
            return None;
        }
        let mut end = at + 1;
        loop {
            let mut next = end;
            if self.bytes.get(next) == Some(&b'-') {
                next += 1;
            }
            let Some(c) = self.text.get(next..).and_then(|t| t.chars().next()) else { return Some(end) };
            let after = next + c.len_utf8();
            if c.is_alphabetic() && self.bytes.get(after) == Some(&b'.') {
                end = after + 1;
            } else if c.is_alphabetic() && self.letter_at(after) && next == end {
                // `e.g` is whole, `J.Smith` is an initial glued to a name, `U.Smith` too.
                return Some(end);
            } else {
                return Some(end);
            }
        }
    }

    fn number(&mut self, start: usize) -> Token {
        let mut at = start;
        let mut word = false;
        let mut flags = Flags::DIGIT;
        loop {
            match self.class(at) {
                Some(Class::Digit) => at += 1,
                Some(Class::Lower | Class::Upper) => {
                    word = true;
                    at += 1;
                }
                Some(Class::High) => {
                    let Some(c) = self.char_at(at) else { break };
                    let apostrophe = self.apostrophe_at(at);
                    if apostrophe > 0 && self.letter_at(at + apostrophe) {
                        word = true;
                        flags.set(Flags::APOSTROPHE);
                        at += apostrophe;
                    } else if c.is_alphabetic() || is_combining_mark(c) {
                        word = true;
                        at += c.len_utf8();
                    } else if c.is_numeric() {
                        at += c.len_utf8();
                    } else if matches!(c, '\u{2010}' | '\u{2011}') && self.alnum_at(at + c.len_utf8()) {
                        flags.set(Flags::HYPHEN);
                        at += c.len_utf8();
                    } else {
                        break;
                    }
                }
                Some(Class::Apostrophe) if self.letter_at(at + 1) => {
                    word = true;
                    flags.set(Flags::APOSTROPHE);
                    at += 1;
                }
                Some(Class::Mark) => {
                    let digit_next = self.class(at + 1) == Some(Class::Digit);
                    match self.bytes[at] {
                        b'.' | b',' | b':' if digit_next && !word => at += 1,
                        b'-' if self.alnum_at(at + 1) => {
                            flags.set(Flags::HYPHEN);
                            at += 1;
                        }
                        b'/' if digit_next && !word => at += 1,
                        _ => break,
                    }
                }
                _ => break,
            }
        }
        let kind = if word { TokenKind::Word } else { TokenKind::Number };
        if self.odd_number(start, at) {
            flags.set(Flags::ODD);
        }
        self.folded(start, at, kind, flags)
    }

    fn quote(&mut self, start: usize) -> Token {
        let Some(c) = self.char_at(start) else { unreachable!("a quote starts with a character") };
        let end = self.with_marks(start + c.len_utf8());
        self.folded(start, end, TokenKind::Quote, Flags(0))
    }

    fn mark(&mut self, start: usize) -> Token {
        let b = self.bytes[start];
        let mut end = start + 1;
        if matches!(b, b'.' | b'-' | b'*' | b'_' | b'!' | b'?') {
            while self.bytes.get(end) == Some(&b) {
                end += 1;
            }
        }
        let end = self.with_marks(end);
        let flags = if self.odd(b, end) { Flags::ODD } else { Flags(0) };
        if end == start + 1 {
            let hash = fold::finish(fold::step(fold::SEED, u64::from(b)));
            return self.token(start, end, hash, TokenKind::Punct, Case::None, flags);
        }
        self.folded(start, end, TokenKind::Punct, flags)
    }

    fn symbol(&mut self, start: usize) -> Token {
        let Some(c) = self.char_at(start) else { unreachable!("a sign starts with a character") };
        if matches!(c, '@' | '#') && self.letter_at(start + 1) {
            let mut end = start + 1;
            while end < self.bytes.len() && (self.alnum_at(end) || self.bytes[end] == b'_') {
                end += self.char_at(end).map_or(1, char::len_utf8);
            }
            return self.folded(start, end, TokenKind::Handle, Flags(0));
        }
        let kind = if fold::is_punctuation(c) { TokenKind::Punct } else { TokenKind::Symbol };
        let end = self.with_marks(start + c.len_utf8());
        self.folded(start, end, kind, Flags(0))
    }

    /// Takes combining marks, joiners and what they join along, so that no edit falls between them and their base.
    fn with_marks(&self, mut end: usize) -> usize {
        while self.class(end) == Some(Class::High) {
            let Some(c) = self.char_at(end) else { break };
            if c == '\u{200d}' {
                end += c.len_utf8();
                end += self.char_at(end).filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
            } else if is_combining_mark(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}') {
                end += c.len_utf8();
            } else {
                break;
            }
        }
        end
    }
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{200b}' | '\u{2060}')
}

/// The letters' case of `word`; a hyphenated word is judged by all its letters, except that parts after the first may
/// be in small letters (`Vice-president` is title case).
fn case_of(word: &str) -> Case {
    let mut first = None;
    let (mut uppers, mut lowers) = (0usize, 0usize);
    let mut inner = false;
    let mut part_start = true;
    for c in word.chars() {
        if c.is_uppercase() {
            uppers += 1;
            inner |= !part_start;
            first.get_or_insert(true);
        } else if c.is_lowercase() {
            lowers += 1;
            first.get_or_insert(false);
        }
        part_start = matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '.') && c != '\u{ad}';
    }
    match (first, uppers, lowers) {
        (None, _, _) => Case::None,
        (_, 0, _) => Case::Lower,
        (_, 1, 0) => Case::Title,
        (_, _, 0) => Case::Upper,
        (Some(true), _, _) if !inner => Case::Title,
        _ => Case::Mixed,
    }
}
