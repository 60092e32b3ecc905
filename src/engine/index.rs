//! The index: from a token to the rules it can set off.
//!
//! One table for all rules. A bit set of 32 KB, which stays in the processor's first cache, answers for nearly every
//! token that it sets off nothing; only then is the table itself asked.

use crate::context::is_key;
use crate::rule::file::LexiconCase;
use crate::rule::program::Key;
use crate::rule::{Matcher, Rule};
use crate::text::fold;
use crate::text::token::{Case, Flags, Token, TokenKind};
use std::collections::HashMap;

/// What a trigger leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Place of the rule in the rule set.
    pub rule: u16,
    /// Pattern, expression or row of the rule.
    pub part: u32,
    /// Least number of tokens between the start of a match and the trigger.
    pub near: u8,
    /// Greatest number of tokens between the start of a match and the trigger.
    pub far: u8,
    /// Whether the trigger is nothing in small letters.
    pub capital: bool,
    /// What stands right before or after the trigger, if that is certain.
    pub beside: Option<Beside>,
}

/// A word next to a trigger: asked for first, it saves the look at most rows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Beside {
    /// Whether it stands after the trigger.
    pub after: bool,
    /// Hash of the folded word.
    pub hash: u32,
}

impl Beside {
    /// Whether the word stands beside token `at`, or a possessive, which may be one of it.
    #[must_use]
    pub fn stands(self, tokens: &[Token], at: usize) -> bool {
        let place = if self.after { Some(at + 1) } else { at.checked_sub(1) };
        let token = place.and_then(|place| tokens.get(place));
        token.is_some_and(|t| t.fold == self.hash || t.has(Flags::POSSESSIVE))
    }
}

/// Triggers of all rules that run.
#[derive(Debug, Default)]
pub struct Index {
    bits: Vec<u64>,
    words: HashMap<u32, Vec<Entry>, fold::Hashed>,
    kinds: Vec<(Key, Vec<Entry>)>,
    /// Which flags set anything off at all.
    flags: u16,
    /// Flags of which a token must have one to be looked at more closely, and kinds that are looked at anyway.
    any_flag: u16,
    any_kind: u8,
    lower_starts: bool,
    glued_starts: bool,
    numbers: bool,
    digit_words: bool,
    urls: bool,
    non_ascii: bool,
    /// Whether any table is looked up by parts of hyphenated words.
    pub parts: bool,
}

const BITS: u32 = 18;

fn bit(hash: u32) -> (usize, u64) {
    let folded = (hash >> (u32::BITS - BITS)) as usize;
    (folded / 64, 1 << (folded % 64))
}

impl Index {
    /// The index of those `rules` that `runs` says run; `wanted` are words whose places algorithms ask for.
    #[must_use]
    pub fn new(rules: &[Rule], runs: impl Fn(usize) -> bool, wanted: &[(u16, Vec<u32>)]) -> Self {
        let mut index = Self { bits: vec![0; 1 << (BITS - 6)], ..Self::default() };
        for (rule, words) in wanted {
            for &word in words {
                index.add(
                    Key::Word(word),
                    Entry { rule: *rule, part: 0, near: 0, far: 0, capital: false, beside: None },
                );
            }
        }
        for (number, rule) in rules.iter().enumerate().filter(|(n, _)| runs(*n)) {
            let number = number as u16;
            match &rule.matcher {
                Matcher::Patterns(programs) => {
                    for (part, program) in programs.iter().enumerate() {
                        for &(key, near, far) in program.triggers.iter().flat_map(|t| &t.keys) {
                            index.add(
                                key,
                                Entry {
                                    rule: number,
                                    part: part as u32,
                                    near: near as u8,
                                    far: far as u8,
                                    capital: matches!(key, Key::Capital(_)),
                                    beside: None,
                                },
                            );
                        }
                    }
                }
                Matcher::Regex(expressions) => {
                    for (part, expression) in expressions.iter().enumerate() {
                        for &key in &expression.triggers {
                            index.add(
                                key,
                                Entry {
                                    rule: number,
                                    part: part as u32,
                                    near: 0,
                                    far: 0,
                                    capital: false,
                                    beside: None,
                                },
                            );
                        }
                    }
                }
                Matcher::Lexicon(lexicon) => {
                    index.parts |= lexicon.parts;
                    for (part, row) in lexicon.rows.iter().enumerate() {
                        let (at, token) = row
                            .tokens
                            .iter()
                            .enumerate()
                            .min_by(|a, b| {
                                crate::rule::frequency(a.1.hash).total_cmp(&crate::rule::frequency(b.1.hash))
                            })
                            .unwrap_or((0, &row.tokens[0]));
                        let after = row.tokens.get(at + 1).map(|t| Beside { after: true, hash: t.hash });
                        let before = || at.checked_sub(1).map(|b| Beside { after: false, hash: row.tokens[b].hash });
                        let beside = after.or_else(before);
                        let at = at.min(usize::from(u8::MAX)) as u8;
                        // In a table with exact case a capital has to be one.
                        let capital = lexicon.case == LexiconCase::Exact
                            && token.span.of(&row.form).starts_with(char::is_uppercase);
                        index.add(
                            Key::Word(token.hash),
                            Entry { rule: number, part: part as u32, near: at, far: at, capital, beside },
                        );
                    }
                }
                Matcher::Check(..) => {}
            }
        }
        index
    }

    fn add(&mut self, key: Key, entry: Entry) {
        let list = match key {
            Key::Word(hash) | Key::Capital(hash) => {
                let (word, mask) = bit(hash);
                self.bits[word] |= mask;
                self.words.entry(hash).or_default()
            }
            kind => {
                let (flag, look) = match kind {
                    Key::LowerStart | Key::GluedStart => (Flags::SENTENCE_START.0, 0),
                    Key::DigitWord => (Flags::DIGIT.0, 0),
                    Key::NonLatin | Key::NonAscii => (Flags::NON_ASCII.0, 0),
                    Key::Number => (0, 1 << TokenKind::Number as u8),
                    Key::Url => (0, 1 << TokenKind::Url as u8),
                    _ => (0, 0),
                };
                self.any_flag |= flag;
                self.any_kind |= look;
                match kind {
                    Key::LowerStart => self.lower_starts = true,
                    Key::GluedStart => self.glued_starts = true,
                    Key::Number => self.numbers = true,
                    Key::DigitWord => self.digit_words = true,
                    Key::Url => self.urls = true,
                    Key::NonLatin | Key::NonAscii => self.non_ascii = true,
                    Key::Open => self.flags |= Flags::OPENS.0,
                    Key::Close => self.flags |= Flags::CLOSES.0,
                    Key::Hyphen => self.flags |= Flags::HYPHEN.0,
                    Key::Odd => self.flags |= Flags::ODD.0,
                    Key::SentenceStart => self.flags |= Flags::SENTENCE_START.0,
                    Key::BlockStart => self.flags |= Flags::BLOCK_START.0,
                    Key::Word(_) | Key::Capital(_) => {}
                }
                self.any_flag |= self.flags;
                let at = match self.kinds.iter().position(|(known, _)| *known == kind) {
                    Some(at) => at,
                    None => {
                        self.kinds.push((kind, Vec::new()));
                        self.kinds.len() - 1
                    }
                };
                &mut self.kinds[at].1
            }
        };
        if list.last() != Some(&entry) {
            list.push(entry);
        }
    }

    /// The entries of a word hash.
    #[inline]
    #[must_use]
    pub fn word(&self, hash: u32) -> &[Entry] {
        let (word, mask) = bit(hash);
        if self.bits[word] & mask == 0 {
            return &[];
        }
        self.words.get(&hash).map_or(&[], |e| e)
    }

    /// Whether token facts other than its word can set anything off.
    #[inline]
    #[must_use]
    pub fn by_kind(&self, token: &Token) -> bool {
        if token.flags.0 & self.any_flag == 0 && self.any_kind >> (token.kind as u8) & 1 == 0 {
            return false;
        }
        token.flags.0 & self.flags != 0
            || (token.has(Flags::SENTENCE_START)
                && ((self.lower_starts && token.case == Case::Lower)
                    || (self.glued_starts && !token.has(Flags::SPACE_BEFORE))))
            || match token.kind {
                TokenKind::Number => self.numbers,
                TokenKind::Word => {
                    (self.digit_words && token.has(Flags::DIGIT)) || (self.non_ascii && token.has(Flags::NON_ASCII))
                }
                TokenKind::Url => self.urls,
                _ => false,
            }
    }

    /// The entries of what the token is, apart from its word.
    pub fn kinds(&self, token: &Token, text: &str) -> impl Iterator<Item = &Entry> {
        self.kinds.iter().filter(move |(key, _)| is_key(*key, token, text)).flat_map(|(_, entries)| entries)
    }
}

/// The hashes of the parts of a hyphenated word, with their byte offsets in it.
pub fn parts(word: &str) -> impl Iterator<Item = (usize, &str, u32)> {
    let mut at = 0;
    word.split(['-', '\u{2010}', '\u{2011}']).map(move |part| {
        let start = word[at..].find(part).map_or(at, |i| at + i);
        at = start + part.len();
        (start, part, fold::hash(part))
    })
}
