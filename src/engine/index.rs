//! The index: from a token to the rules it can set off.
//!
//! One table for all rules. A bit set of 32 KB, which stays in the processor's first cache, answers for nearly every
//! token that it sets off nothing; only then is the table itself asked. What stands beside a trigger, as far as that is
//! certain, is asked before a rule is tried.

use crate::pattern::frequency;
use crate::pattern::run::is_key;
use crate::pattern::tokens::{Cased, Tokens};
use crate::pattern::trigger::{Around, Key};
use crate::rule::file::LexiconCase;
use crate::rule::lexicon::{Lexicon, RowToken};
use crate::rule::{Matcher, Rule};
use crate::text::fold;
use crate::text::token::{Case, Flags, Token, TokenKind};

/// What a trigger leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexEntry {
    /// Place of the rule in the rule set.
    pub rule: u16,
    /// What is to be tried.
    pub what: What,
    /// Which case the trigger must have.
    case: Cased,
    /// Pattern, expression or row of the rule.
    pub part: u32,
    /// Least number of tokens between the start of a match and the trigger.
    pub near: u8,
    /// Greatest number of tokens between the start of a match and the trigger.
    pub far: u8,
    /// What stands beside the trigger, as far as that is certain.
    beside: Neighbour,
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A pattern.
    Pattern,
    /// A regular expression.
    Regex,
    /// A row of a table.
    Row,
    /// A word whose places an algorithm asks for.
    Place,
}

/// What stands beside a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    Anything,
    /// Right before it the word of this hash.
    Before(u32),
    /// Right after it the word of this hash.
    After(u32),
    /// Something of a set: its place in [`Index::around`].
    Around(u32),
}

/// Triggers of all rules that run.
#[derive(Debug, Default)]
pub struct Index {
    bits: Vec<u64>,
    /// Where the entries of hashes that share their first bits begin; one place more than there are such groups.
    starts: Vec<u32>,
    words: Vec<(u32, IndexEntry)>,
    kinds: Vec<(Key, Vec<IndexEntry>)>,
    around: Vec<Around>,
    /// Which flags set anything off at all.
    flags: u16,
    /// Flags of which a token must have one to be looked at more closely, and kinds that are looked at anyway.
    any_flag: u16,
    any_kind: u8,
    /// The same flags, and those of words of which a part is looked up.
    looked_at: u16,
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

const GROUP_BITS: u32 = 14;

fn group(hash: u32) -> usize {
    (hash >> (u32::BITS - GROUP_BITS)) as usize
}

impl Index {
    /// The index of those `rules` that `runs` says run; `wanted` are words whose places algorithms ask for.
    #[must_use]
    pub fn new(rules: &[Rule], runs: impl Fn(usize) -> bool, wanted: &[(u16, Vec<u32>)]) -> Self {
        let mut index = Self { bits: vec![0; 1 << (BITS - 6)], ..Self::default() };
        let plain = |rule, what, part| IndexEntry {
            rule,
            what,
            case: Cased::Any,
            part,
            near: 0,
            far: 0,
            beside: Neighbour::Anything,
        };
        for (rule, words) in wanted {
            for &word in words {
                index.add(Key::Word(word), plain(*rule, What::Place, 0));
            }
        }
        for (number, rule) in rules.iter().enumerate().filter(|(n, _)| runs(*n)) {
            let number = number as u16;
            match &rule.matcher {
                Matcher::Patterns(programs) => {
                    for (part, program) in programs.iter().enumerate() {
                        let Some(triggers) = &program.triggers else { continue };
                        let beside = index.beside(triggers.around());
                        for &(key, near, far) in &triggers.keys {
                            let case = match key {
                                Key::Capital(_) => Cased::Capital,
                                Key::Small(_) => Cased::Small,
                                _ => Cased::Any,
                            };
                            let (near, far) = (near as u8, far as u8);
                            let entry = plain(number, What::Pattern, part as u32);
                            index.add(key, IndexEntry { case, near, far, beside, ..entry });
                        }
                    }
                }
                Matcher::Regex(expressions) => {
                    for (part, expression) in expressions.iter().enumerate() {
                        for &key in &expression.triggers {
                            index.add(key, plain(number, What::Regex, part as u32));
                        }
                    }
                }
                Matcher::Lexicon(lexicon) => {
                    index.parts |= lexicon.parts;
                    for part in 0..lexicon.len() {
                        let (hash, entry) = row(lexicon, part, plain(number, What::Row, part as u32));
                        index.add(Key::Word(hash), entry);
                    }
                }
                Matcher::Check(_) => {}
            }
        }
        index.group_words();
        index.looked_at = index.any_flag | Flags::POSSESSIVE.0 | if index.parts { Flags::HYPHEN.0 } else { 0 };
        index
    }

    /// Puts the entries of words into their groups, each group in the order of the rules.
    fn group_words(&mut self) {
        self.words.dedup();
        let mut starts = vec![0; (1 << GROUP_BITS) + 1];
        for (hash, _) in &self.words {
            starts[group(*hash) + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        if let Some(&any) = self.words.first() {
            let mut grouped = vec![any; self.words.len()];
            for entry in &self.words {
                let place = &mut next[group(entry.0)];
                grouped[*place as usize] = *entry;
                *place += 1;
            }
            self.words = grouped;
        }
        self.starts = starts;
    }

    /// Notes what can stand around a trigger.
    fn beside(&mut self, around: Around) -> Neighbour {
        if around == (Around { before: Tokens::ANY, after: Tokens::ANY }) {
            return Neighbour::Anything;
        }
        self.around.push(around);
        Neighbour::Around(self.around.len() as u32 - 1)
    }

    fn add(&mut self, key: Key, entry: IndexEntry) {
        let (flag, look) = match key {
            Key::Word(hash) | Key::Capital(hash) | Key::Small(hash) => {
                let (word, mask) = bit(hash);
                self.bits[word] |= mask;
                self.words.push((hash, entry));
                return;
            }
            Key::LowerStart | Key::GluedStart => (Flags::SENTENCE_START.0, 0),
            Key::DigitWord => (Flags::DIGIT.0, 0),
            Key::NonLatin | Key::NonAscii => (Flags::NON_ASCII.0, 0),
            Key::Number => (0, 1 << TokenKind::Number as u8),
            Key::Url => (0, 1 << TokenKind::Url as u8),
            _ => (0, 0),
        };
        self.any_flag |= flag;
        self.any_kind |= look;
        match key {
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
            Key::Word(_) | Key::Capital(_) | Key::Small(_) => {}
        }
        self.any_flag |= self.flags;
        match self.kinds.iter_mut().find(|(known, _)| *known == key) {
            Some((_, entries)) if entries.last() == Some(&entry) => {}
            Some((_, entries)) => entries.push(entry),
            None => self.kinds.push((key, vec![entry])),
        }
    }

    /// The entries of a word hash.
    #[inline]
    pub fn word(&self, hash: u32) -> impl Iterator<Item = &IndexEntry> {
        let (word, mask) = bit(hash);
        let entries = if self.bits[word] & mask == 0 {
            &[]
        } else {
            let group = group(hash);
            &self.words[self.starts[group] as usize..self.starts[group + 1] as usize]
        };
        entries.iter().filter(move |(known, _)| *known == hash).map(|(_, entry)| entry)
    }

    /// Whether the trigger at token `at` and what stands beside it are such that the entry can match.
    #[inline]
    #[must_use]
    pub fn may_match(&self, entry: &IndexEntry, tokens: &[Token], at: usize) -> bool {
        // A possessive may be one of the word that is asked for.
        let is = |place: Option<usize>, hash: u32| {
            let token = place.and_then(|place| tokens.get(place));
            token.is_some_and(|t| t.fold == hash || t.has(Flags::POSSESSIVE))
        };
        entry.case.admits(tokens[at].case)
            && match entry.beside {
                Neighbour::Anything => true,
                Neighbour::Before(hash) => is(at.checked_sub(1), hash),
                Neighbour::After(hash) => is(Some(at + 1), hash),
                Neighbour::Around(place) => self.around[place as usize].stands(tokens, at),
            }
    }

    /// Whether a token must be looked at more closely; if not, it sets off nothing.
    #[inline]
    #[must_use]
    pub fn concerns(&self, token: &Token) -> bool {
        let (word, mask) = bit(token.fold);
        (self.bits[word] & mask != 0)
            | (token.flags.0 & self.looked_at != 0)
            | (self.any_kind >> (token.kind as u8) & 1 != 0)
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
    pub fn kinds(&self, token: &Token, text: &str) -> impl Iterator<Item = &IndexEntry> {
        self.kinds.iter().filter(move |(key, _)| is_key(*key, token, text)).flat_map(|(_, entries)| entries)
    }
}

/// The rarest word of a row's form, and the entry it leads to.
fn row(lexicon: &Lexicon, part: usize, entry: IndexEntry) -> (u32, IndexEntry) {
    let tokens = lexicon.tokens(part);
    let often = |t: &(usize, &RowToken)| frequency(t.1.hash, Cased::Any);
    let rarer = |a: &(usize, &RowToken), b: &(usize, &RowToken)| often(a).total_cmp(&often(b));
    let at = if tokens.len() == 1 { 0 } else { tokens.iter().enumerate().min_by(rarer).map_or(0, |(at, _)| at) };
    let beside = match (tokens.get(at + 1), at.checked_sub(1)) {
        (Some(after), _) => Neighbour::After(after.hash),
        (None, Some(before)) => Neighbour::Before(tokens[before].hash),
        (None, None) => Neighbour::Anything,
    };
    let case = match lexicon.case {
        LexiconCase::Any => Cased::Any,
        LexiconCase::Lower => Cased::Small,
        LexiconCase::Exact if lexicon.text(&tokens[at]).starts_with(char::is_uppercase) => Cased::Capital,
        LexiconCase::Exact => Cased::Any,
    };
    let near = at.min(usize::from(u8::MAX)) as u8;
    (tokens[at].hash, IndexEntry { case, near, far: near, beside, ..entry })
}

/// Marks between the parts of a word.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];

/// The hashes of the parts of a hyphenated word, with their byte offsets in it.
pub fn parts(word: &str) -> impl Iterator<Item = (usize, &str, u32)> {
    let mut at = 0;
    word.split_inclusive(HYPHENS).map(move |whole| {
        let (start, part) = (at, whole.trim_end_matches(HYPHENS));
        at += whole.len();
        (start, part, fold::hash(part))
    })
}
