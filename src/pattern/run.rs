//! The matcher: runs a compiled pattern at a token, with backtracking.
//!
//! Work is bounded: a run that takes more than 20,000 steps gives up, so that no text makes a rule slow.

use super::program::{Program, Step};
use super::tokens::Cased;
use super::trigger::Key;
use super::{Border, Literal, NameShape, Test};
use crate::text::Document;
use crate::text::fold;
use crate::text::form::{self, Tags};
use crate::text::token::{Case, Flags, Token, TokenKind};
use std::cell::RefCell;

/// A document as patterns see it: with the tags of its words, and buffers that are used again from run to run.
#[derive(Debug)]
pub struct Tokenised<'d> {
    /// The document.
    pub doc: &'d Document<'d>,
    scratch: RefCell<Scratch>,
    tagged: RefCell<Tagged>,
}

/// The tags of the sentence last asked about.
#[derive(Debug, Default)]
struct Tagged {
    start: u32,
    tags: Vec<Tags>,
}

impl<'d> Tokenised<'d> {
    /// Of `doc`.
    #[must_use]
    pub fn new(doc: &'d Document<'d>) -> Self {
        Self { doc, scratch: RefCell::default(), tagged: RefCell::default() }
    }

    /// The part-of-speech tags token `at` can have where it stands.
    #[must_use]
    pub fn tags(&self, at: usize) -> Tags {
        let mut tagged = self.tagged.borrow_mut();
        let inside = |t: &Tagged| at >= t.start as usize && at < t.start as usize + t.tags.len();
        if !inside(&tagged) {
            // A sentence of many thousand tokens (a text without stops) is tagged in stretches, to stay linear.
            const LONGEST: usize = 400;
            let sentence = self.doc.sentence_of(at);
            let (mut start, mut end) = (sentence.start as usize, sentence.end as usize);
            if end - start > LONGEST {
                start += (at - start) / (LONGEST / 2) * (LONGEST / 2);
                end = end.min(start + LONGEST);
            }
            tagged.start = start as u32;
            tagged.tags = form::tag(self.doc.text, &self.doc.tokens[start..end]);
        }
        tagged.tags[at - tagged.start as usize]
    }
}

/// Steps after which one run gives up.
const MOST_STEPS: u32 = 20_000;

/// A run that matched: tokens `start..end`, and its captures as token ranges, in order of their beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// First token.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Captures: their number in the program and their tokens.
    pub captures: Vec<(u8, usize, usize)>,
}

#[derive(Debug, Clone, Copy)]
struct Fork {
    step: u16,
    token: usize,
    trail: usize,
}

/// Runs `program` from token `start`; it may not look past token `limit`. With `must_end` the match has to end there.
pub fn run(cx: &Tokenised<'_>, program: &Program, start: usize, limit: usize, must_end: Option<usize>) -> Option<Run> {
    // Most runs fail before there is anything to choose; nothing is set up for them.
    if !begins(cx, &program.steps, start, limit) {
        return None;
    }
    // The buffers are used again from run to run; a run within a run finds them empty and makes its own.
    let mut scratch = cx.scratch.take();
    let found = search(cx, program, start, limit, must_end, &mut scratch);
    cx.scratch.replace(scratch);
    found
}

/// Buffers of a run.
#[derive(Debug, Default)]
pub struct Scratch {
    choices: Vec<Fork>,
    trail: Vec<(u8, bool, usize)>,
    lengths: Vec<usize>,
}

fn search(
    cx: &Tokenised<'_>,
    program: &Program,
    start: usize,
    limit: usize,
    must_end: Option<usize>,
    scratch: &mut Scratch,
) -> Option<Run> {
    let Scratch { choices, trail, lengths } = scratch;
    choices.clear();
    choices.push(Fork { step: 0, token: start, trail: 0 });
    let mut budget = MOST_STEPS;
    while let Some(choice) = choices.pop() {
        trail.truncate(choice.trail);
        let (mut step, mut at) = (choice.step, choice.token);
        loop {
            budget = budget.checked_sub(1)?;
            let mut next = step + 1;
            let ok = match &program.steps[step as usize] {
                Step::Word(literal) => {
                    let hit = at < limit && is_word(cx, at, literal);
                    at += 1;
                    hit
                }
                Step::Test(test) => {
                    let hit = at < limit && passes(cx, at, test);
                    at += 1;
                    hit
                }
                Step::List(list) => {
                    lengths.clear();
                    if at < limit {
                        let text = |i: usize| (at + i < limit).then(|| cx.doc.str(at + i));
                        list.lengths(cx.doc.tokens[at].fold, text, |n| lengths.push(n));
                    }
                    several(lengths, choices, &mut at, next, trail.len())
                }
                Step::Name(shape) => {
                    lengths.clear();
                    name_lengths(cx, at, limit, *shape, lengths);
                    several(lengths, choices, &mut at, next, trail.len())
                }
                Step::Border(border) => holds(cx, *border, at, limit),
                Step::Split(first, second) => {
                    choices.push(Fork { step: *second, token: at, trail: trail.len() });
                    next = *first;
                    true
                }
                Step::Jump(to) => {
                    next = *to;
                    true
                }
                Step::Begin(index) => {
                    trail.push((*index, true, at));
                    true
                }
                Step::End(index) => {
                    trail.push((*index, false, at));
                    true
                }
                Step::Done => {
                    if must_end.is_none_or(|end| end == at) {
                        return Some(Run { start, end: at, captures: captures(trail) });
                    }
                    false
                }
            };
            if !ok {
                break;
            }
            step = next;
        }
    }
    None
}

/// Takes the first (longest) of several lengths and keeps the others as choices.
fn several(lengths: &[usize], choices: &mut Vec<Fork>, at: &mut usize, next: u16, trail: usize) -> bool {
    let Some((first, rest)) = lengths.split_first() else { return false };
    for length in rest.iter().rev() {
        choices.push(Fork { step: next, token: *at + length, trail });
    }
    *at += first;
    true
}

/// Whether the tokens from `start` pass what every match begins with.
fn begins(cx: &Tokenised<'_>, steps: &[Step], start: usize, limit: usize) -> bool {
    let mut at = start;
    for step in steps {
        match step {
            Step::Begin(_) | Step::End(_) => {}
            Step::Word(literal) if at < limit && is_word(cx, at, literal) => at += 1,
            Step::Test(test) if test.needs_tags() => return true,
            Step::Test(test) if at < limit && passes(cx, at, test) => at += 1,
            Step::Border(border) if holds(cx, *border, at, limit) => {}
            Step::Word(_) | Step::Test(_) | Step::Border(_) => return false,
            Step::List(list) => return at < limit && list.may_begin(cx.doc.tokens[at].fold),
            _ => return true,
        }
    }
    true
}

fn captures(trail: &[(u8, bool, usize)]) -> Vec<(u8, usize, usize)> {
    let mut out: Vec<(u8, usize, usize)> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for &(index, begins, at) in trail {
        if begins {
            open.push(out.len());
            out.push((index, at, at));
        } else if let Some(place) = open.pop() {
            out[place].2 = at;
        }
    }
    // An optional capture that took nothing is no part of the match.
    out.retain(|c| c.1 < c.2);
    out
}

fn is_word(cx: &Tokenised<'_>, at: usize, literal: &Literal) -> bool {
    cx.doc.tokens[at].fold == literal.hash && {
        let text = cx.doc.str(at);
        if literal.exact { fold::same_exact(text, &literal.text) } else { fold::same(text, &literal.text) }
    }
}

/// Whether token `at` passes `test`.
pub fn passes(cx: &Tokenised<'_>, at: usize, test: &Test) -> bool {
    let token = &cx.doc.tokens[at];
    if test.kinds != 0 && test.kinds & (1 << token.kind as u8) == 0 {
        return false;
    }
    if test.cases != 0 && (token.kind != TokenKind::Word || test.cases & (1 << token.case as u8) == 0) {
        return false;
    }
    if token.flags.0 & test.flags != test.flags {
        return false;
    }
    if test.glued && token.has(Flags::SPACE_BEFORE) {
        return false;
    }
    if test.non_latin && !is_non_latin(cx.doc.str(at), token) {
        return false;
    }
    if test.unknown && !is_unknown(cx.doc.str(at), token) {
        return false;
    }
    if let Some(list) = &test.list {
        let mut whole = false;
        list.lengths(token.fold, |i| (i == 0).then(|| cx.doc.str(at)), |_| whole = true);
        if !whole {
            return false;
        }
    }
    if !test.endings.is_empty() {
        let text = fold::fold(cx.doc.str(at));
        if !test.endings.iter().any(|e| text.len() > e.len() && text.ends_with(&**e)) {
            return false;
        }
    }
    if test.regex.as_ref().is_some_and(|r| !r.matches(cx.doc.str(at))) {
        return false;
    }
    if test.known && !form::is_word(cx.doc.str(at)) {
        return false;
    }
    // Tagging a sentence costs more than a look at the table, which mostly settles it.
    let lacks = |tags: Tags| !tags.is_empty() && form::never(cx.doc.text, token, tags);
    if lacks(test.tags) || lacks(test.only) {
        return false;
    }
    if !test.tags.is_empty() && !cx.tags(at).has_any(test.tags) {
        return false;
    }
    if !test.only.is_empty() && !cx.tags(at).is_only(test.only) {
        return false;
    }
    if !test.lemmas.is_empty() {
        let text = fold::fold(cx.doc.str(at));
        let tags = form::tags(&text);
        let lemma = form::lemma(&text, tags);
        let lemma = lemma.as_deref().unwrap_or(&text);
        if !test.lemmas.iter().any(|l| **l == *lemma) {
            return false;
        }
    }
    !test.none.iter().any(|inverse| passes(cx, at, inverse))
}

/// Whether the token's first letter belongs to another script than Latin.
#[must_use]
pub fn is_non_latin(text: &str, token: &Token) -> bool {
    token.kind == TokenKind::Word
        && token.has(Flags::NON_ASCII)
        && text.chars().any(|c| c.is_alphabetic() && !matches!(c, 'a'..='z' | 'A'..='Z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{2af}' | '\u{1d00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}'))
}

/// Whether the token is a word in small letters that the table of English words does not have. Of a compound or a
/// contraction the longest part counts.
#[must_use]
pub fn is_unknown(text: &str, token: &Token) -> bool {
    let parts = || text.split(['-', '\'', '’']);
    let longest = || parts().rev().max_by_key(|part| part.len()).unwrap_or(text);
    token.kind == TokenKind::Word
        && token.case == Case::Lower
        && !token.has(Flags::DIGIT)
        && !token.has(Flags::DOTTED)
        && !form::is_word(text)
        && !form::is_word(longest())
}

fn holds(cx: &Tokenised<'_>, border: Border, at: usize, limit: usize) -> bool {
    let tokens = &cx.doc.tokens;
    let spaced = tokens.get(at).is_none_or(|t| t.has(Flags::SPACE_BEFORE));
    match border {
        Border::Glued => !spaced,
        Border::Spaced => spaced,
        Border::SentenceStart => tokens.get(at).is_some_and(|t| t.has(Flags::SENTENCE_START)),
        Border::SentenceEnd => at >= limit || tokens.get(at).is_none_or(|t| t.has(Flags::SENTENCE_START)),
        Border::BlockStart => tokens.get(at).is_some_and(|t| t.has(Flags::BLOCK_START)),
        Border::BlockEnd => at >= limit,
    }
}

/// Small words that stand inside personal names.
const PARTICLES: [&str; 26] = [
    "abu", "al", "bin", "bint", "ben", "da", "das", "de", "de'", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "ibn", "la", "le", "ter", "van", "von", "y", "zu",
];

/// Capitalised words that begin or end no name.
const NO_NAMES: [&str; 30] = [
    "a", "after", "all", "an", "and", "as", "at", "but", "by", "for", "from", "he", "i", "if", "in", "is", "it", "of",
    "on", "or", "she", "that", "the", "their", "there", "they", "this", "to", "we", "when",
];

fn is_name_word(cx: &Tokenised<'_>, at: usize, limit: usize) -> bool {
    if at >= limit {
        return false;
    }
    let token = &cx.doc.tokens[at];
    if token.kind != TokenKind::Word || matches!(token.case, Case::None | Case::Lower) {
        return false;
    }
    let text = cx.doc.str(at);
    // `d’Estaing`, `al-Assad` begin small.
    let capital = text.chars().next().is_some_and(char::is_uppercase) || text.contains(['\'', '’', '-']);
    capital && (text.len() > 6 || !NO_NAMES.iter().any(|n| fold::same(text, n)))
}

fn is_particle(cx: &Tokenised<'_>, at: usize, limit: usize) -> bool {
    at < limit && cx.doc.tokens[at].case == Case::Lower && {
        let text = cx.doc.str(at);
        text.len() <= 5 && PARTICLES.contains(&text)
    }
}

/// The lengths in tokens of the names that begin at token `at`, the longest first.
fn name_lengths(cx: &Tokenised<'_>, at: usize, limit: usize, shape: NameShape, lengths: &mut Vec<usize>) {
    const LONGEST: usize = 6;
    let mut words = 0;
    let mut end = at;
    let mut ends = [(0usize, 0usize); LONGEST];
    let mut found = 0;
    while end < limit && end - at < LONGEST {
        let glued = end > at && !cx.doc.tokens[end].has(Flags::SPACE_BEFORE);
        if glued {
            break;
        }
        if is_name_word(cx, end, limit) {
            // `Le Pen`, `Van der Bellen`: a capitalised particle belongs to the surname.
            let particle = PARTICLES.iter().any(|p| fold::same(cx.doc.str(end), p)) && is_name_word(cx, end + 1, limit);
            end += 1;
            if particle {
                continue;
            }
            words += 1;
            ends[found] = (end, words);
            found += 1;
            if cx.doc.tokens[end - 1].has(Flags::POSSESSIVE) {
                break;
            }
        } else if is_particle(cx, end, limit)
            && (is_name_word(cx, end + 1, limit)
                || (is_particle(cx, end + 1, limit) && is_name_word(cx, end + 2, limit)))
        {
            end += 1;
        } else {
            break;
        }
    }
    match shape {
        NameShape::Any => lengths.extend(ends[..found].iter().rev().map(|e| e.0 - at)),
        NameShape::Full => lengths.extend(ends[..found].iter().rev().filter(|e| e.1 >= 2).map(|e| e.0 - at)),
        NameShape::Surname => {
            if found == 1 {
                lengths.push(ends[0].0 - at);
            }
        }
    }
}

/// Whether the token is what `key` asks for.
#[must_use]
pub fn is_key(key: Key, token: &Token, text: &str) -> bool {
    match key {
        Key::Word(hash) => token.fold == hash,
        Key::Capital(hash) => token.fold == hash && Cased::Capital.admits(token.case),
        Key::Small(hash) => token.fold == hash && Cased::Small.admits(token.case),
        Key::Number => token.kind == TokenKind::Number,
        Key::DigitWord => {
            token.kind == TokenKind::Word
                && token.has(Flags::DIGIT)
                && token.span.of(text).starts_with(|c: char| c.is_ascii_digit())
        }
        Key::Open => token.has(Flags::OPENS),
        Key::Close => token.has(Flags::CLOSES),
        Key::Url => token.kind == TokenKind::Url,
        Key::Odd => token.has(Flags::ODD),
        Key::Hyphen => token.has(Flags::HYPHEN),
        Key::NonLatin => is_non_latin(token.span.of(text), token),
        Key::NonAscii => token.kind == TokenKind::Word && token.has(Flags::NON_ASCII),
        Key::SentenceStart => token.has(Flags::SENTENCE_START),
        Key::LowerStart => token.has(Flags::SENTENCE_START) && token.case == Case::Lower,
        Key::GluedStart => token.has(Flags::SENTENCE_START) && !token.has(Flags::SPACE_BEFORE),
        Key::BlockStart => token.has(Flags::BLOCK_START),
    }
}
