//! Where rules match: by the index, or, as the oracle, by trying everything everywhere.

use super::index::{self, Index, IndexEntry, What};
use crate::context::Context;
use crate::pattern::REPORTED;
use crate::rule::file::LexiconCase;
use crate::rule::lexicon::{Lexicon, Row};
use crate::rule::{Matcher, Rule};
use crate::span::Span;
use crate::text::fold;
use crate::text::token::{Case, Flags, Token, TokenKind};

/// A match, before anything is concluded from it.
#[derive(Debug, Clone)]
pub struct Hit<'r> {
    /// Place of the rule in the rule set.
    pub rule: u16,
    /// Pattern, expression or row of the rule.
    pub part: u32,
    /// The words of the finding.
    pub span: Span,
    /// First token of the match.
    pub start: usize,
    /// One past the last token.
    pub end: usize,
    /// Captures, by name, in order.
    pub captures: Vec<(&'r str, Span)>,
    /// The row of the table.
    pub row: Option<&'r Row>,
}

impl Hit<'_> {
    /// The tokens of the finding's words, which may be fewer than those of the match.
    #[must_use]
    pub fn words(&self, cx: &Context<'_>) -> std::ops::Range<usize> {
        let tokens = &cx.doc.tokens[self.start..self.end];
        let first = tokens.partition_point(|t| t.span.end <= self.span.start);
        let last = tokens.partition_point(|t| t.span.start < self.span.end);
        self.start + first..self.start + last.max(first + 1).min(tokens.len())
    }

    /// The first capture called `name`.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<Span> {
        self.captures.iter().find(|c| c.0 == name).map(|c| c.1)
    }
}

/// What a search has found.
#[derive(Debug, Default)]
pub struct Found<'r> {
    /// Matches of rules.
    pub hits: Vec<Hit<'r>>,
    /// Tokens that algorithms have asked for, with the number of the rule.
    pub places: Vec<(u16, usize)>,
}

/// All matches of the rules in `index`, and the places of words that algorithms ask for.
pub fn by_index<'r>(cx: &Context<'_>, rules: &'r [Rule], index: &Index) -> Found<'r> {
    let doc = cx.doc;
    let Found { mut hits, mut places } = Found::default();
    let mut near: Vec<u32> = Vec::new();
    for block in &doc.blocks {
        let (start, end) = (block.start as usize, block.end as usize);
        // First a loop without branches, which the processor runs far ahead in.
        let mut count = 0;
        near.resize(near.len().max(end - start), 0);
        for (at, token) in doc.tokens[start..end].iter().enumerate() {
            near[count] = at as u32;
            count += usize::from(index.concerns(token));
        }
        for at in near[..count].iter().map(|&offset| start + offset as usize) {
            let token = &doc.tokens[at];
            for entry in index.word(token.fold).filter(|entry| index.may_match(entry, &doc.tokens, at)) {
                if entry.what == What::Place {
                    places.push((entry.rule, at));
                } else {
                    attempt(cx, rules, entry, at, (start, end), &mut hits);
                }
            }
            if index.by_kind(token) {
                for entry in index.kinds(token, doc.text).filter(|entry| index.may_match(entry, &doc.tokens, at)) {
                    attempt(cx, rules, entry, at, (start, end), &mut hits);
                }
            }
            if token.has(Flags::POSSESSIVE)
                && let Some(stem) = fold::possessive_stem(doc.str(at))
            {
                lexicon_only(cx, rules, index.word(fold::hash(stem)), at, end, &mut hits);
            }
            if index.parts && token.has(Flags::HYPHEN) {
                for (offset, part, hash) in index::parts(doc.str(at)) {
                    for entry in index.word(hash) {
                        if let Matcher::Lexicon(lexicon) = &rules[entry.rule as usize].matcher {
                            hits.extend(part_hit(entry.rule, entry.part, lexicon, at, token, offset, part));
                        }
                    }
                }
            }
        }
    }
    Found { hits, places }
}

/// Tries what `entry` names around the trigger at token `at`.
fn attempt<'r>(
    cx: &Context<'_>,
    rules: &'r [Rule],
    entry: &IndexEntry,
    at: usize,
    block: (usize, usize),
    hits: &mut Vec<Hit<'r>>,
) {
    let (block_start, end) = block;
    match &rules[entry.rule as usize].matcher {
        Matcher::Patterns(programs) => {
            let from = at.saturating_sub(entry.far as usize).max(block_start);
            for start in from..(at + 1).saturating_sub(entry.near as usize) {
                pattern_hit(cx, entry.rule, entry.part, &programs[entry.part as usize], start, end, hits);
            }
        }
        Matcher::Regex(expressions) => {
            hits.extend(regex_hit(cx, entry.rule, entry.part, expressions[entry.part as usize].regex.get(), at, end));
        }
        Matcher::Lexicon(lexicon) => {
            if let Some(start) = at.checked_sub(entry.near as usize).filter(|&s| s >= block_start) {
                hits.extend(row_hit(cx, entry.rule, entry.part, lexicon, start, end));
            }
        }
        Matcher::Check(_) => {}
    }
}

/// A possessive can only stand for the last word of a table's form.
fn lexicon_only<'r, 'e>(
    cx: &Context<'_>,
    rules: &'r [Rule],
    entries: impl Iterator<Item = &'e IndexEntry>,
    at: usize,
    end: usize,
    hits: &mut Vec<Hit<'r>>,
) {
    for entry in entries {
        if let Matcher::Lexicon(lexicon) = &rules[entry.rule as usize].matcher
            && let Some(start) = at.checked_sub(entry.near as usize)
        {
            hits.extend(row_hit(cx, entry.rule, entry.part, lexicon, start, end));
        }
    }
}

fn pattern_hit<'r>(
    cx: &Context<'_>,
    rule: u16,
    part: u32,
    program: &'r crate::pattern::program::Program,
    start: usize,
    limit: usize,
    hits: &mut Vec<Hit<'r>>,
) {
    let Some(run) = cx.run(program, start, limit) else { return };
    if run.end == run.start {
        return;
    }
    let tokens = &cx.doc.tokens;
    let span_of = |from: usize, to: usize| {
        if from == to {
            Span::at(tokens[from.min(tokens.len() - 1)].span.start)
        } else {
            tokens[from].span.to(tokens[to - 1].span)
        }
    };
    let mut span = span_of(run.start, run.end);
    let mut captures = Vec::with_capacity(run.captures.len());
    // In order of their beginning: the first stretch that is to be reported counts.
    for &(index, from, to) in run.captures.iter().rev() {
        match index {
            REPORTED => span = span_of(from, to),
            index => captures.push((&*program.captures[usize::from(index)], span_of(from, to))),
        }
    }
    captures.reverse();
    hits.push(Hit { rule, part, span, start: run.start, end: run.end, captures, row: None });
}

fn regex_hit<'r>(
    cx: &Context<'_>,
    rule: u16,
    part: u32,
    regex: &'r regex::Regex,
    at: usize,
    limit: usize,
) -> Option<Hit<'r>> {
    // A match stays in its block and within a few thousand bytes: what rules of characters are about is short.
    const LONGEST: usize = 4096;
    let doc = cx.doc;
    let from = doc.tokens[at].span.start as usize;
    let last = doc.tokens[limit - 1].span.end as usize;
    let to = (from + LONGEST).min(last);
    let to = (to..=last).find(|&i| doc.text.is_char_boundary(i)).unwrap_or(last);
    // The expression is anchored: it is never searched for further on.
    let found = regex.captures(&doc.text[from..to])?;
    let whole = found.get(0).filter(|m| !m.is_empty())?;
    let end_byte = (from + whole.end()) as u32;
    let end = at + doc.tokens[at..limit].partition_point(|t| t.span.start < end_byte);
    let captures = regex
        .capture_names()
        .flatten()
        .filter_map(|name| {
            found.name(name).map(|m| (name, Span::new((from + m.start()) as u32, (from + m.end()) as u32)))
        })
        .collect();
    Some(Hit { rule, part, span: Span::new(from as u32, end_byte), start: at, end, captures, row: None })
}

/// How many letters in capitals may as well be an acronym.
const SHORT: usize = 3;

/// Whether the words from token `start` are the form of a row.
fn row_hit<'r>(
    cx: &Context<'_>,
    rule: u16,
    part: u32,
    lexicon: &'r Lexicon,
    start: usize,
    limit: usize,
) -> Option<Hit<'r>> {
    let wanted = lexicon.tokens(part as usize);
    let doc = cx.doc;
    let end = start + wanted.len();
    if end > limit {
        return None;
    }
    let mut stem = None;
    let (mut as_written, mut capitals, mut letters) = (true, true, 0);
    for (i, word) in wanted.iter().enumerate() {
        let token = &doc.tokens[start + i];
        if i > 0 && token.has(Flags::SPACE_BEFORE) != word.spaced {
            return None;
        }
        let mut text = doc.str(start + i);
        if token.fold != word.hash {
            text = fold::possessive_stem(text).filter(|_| i + 1 == wanted.len())?;
            if fold::hash(text) != word.hash {
                return None;
            }
            stem = Some(token.span.start + text.len() as u32);
        }
        let form = lexicon.text(word);
        if !admits(lexicon.case, token.case, text, form) {
            if lexicon.case != LexiconCase::Exact || !fold::same(text, form) {
                return None;
            }
            as_written = false;
        }
        capitals &= !text.chars().any(char::is_lowercase);
        letters += text.chars().filter(|c| c.is_alphabetic()).count();
    }
    // Short words in capitals are more often acronyms than the words of a form.
    if !(as_written || capitals && letters > SHORT) {
        return None;
    }
    let last = doc.tokens[end - 1].span;
    let span = Span::new(doc.tokens[start].span.start, stem.unwrap_or(last.end));
    Some(Hit { rule, part, span, start, end, captures: Vec::new(), row: Some(lexicon.row(part as usize)) })
}

/// Whether a part of a hyphenated word is the (one-word) form of a row.
fn part_hit<'r>(
    rule: u16,
    part: u32,
    lexicon: &'r Lexicon,
    at: usize,
    token: &Token,
    offset: usize,
    word: &str,
) -> Option<Hit<'r>> {
    let [wanted] = lexicon.tokens(part as usize) else { return None };
    if !lexicon.parts
        || token.kind != TokenKind::Word
        || wanted.hash != fold::hash(word)
        || !admits(lexicon.case, case_of(word), word, lexicon.text(wanted))
    {
        return None;
    }
    let start = token.span.start + offset as u32;
    let span = Span::new(start, start + word.len() as u32);
    let row = Some(lexicon.row(part as usize));
    Some(Hit { rule, part, span, start: at, end: at + 1, captures: Vec::new(), row })
}

fn case_of(word: &str) -> Case {
    match (word.chars().any(char::is_uppercase), word.chars().any(char::is_lowercase)) {
        (false, _) => Case::Lower,
        (true, false) => Case::Upper,
        (true, true) => Case::Mixed,
    }
}

fn admits(case: LexiconCase, token: Case, text: &str, wanted: &str) -> bool {
    match case {
        LexiconCase::Any => fold::same(text, wanted),
        LexiconCase::Lower => matches!(token, Case::Lower | Case::None) && fold::same(text, wanted),
        // One of several words may be in capitals, as surnames are in some countries.
        LexiconCase::Exact => {
            fold::same_exact(text, wanted)
                || (token == Case::Upper
                    && text.chars().count() > SHORT
                    && fold::same(text, wanted)
                    && wanted.chars().any(char::is_uppercase))
        }
    }
}

/// All matches of the rules that run, found without the index.
pub fn plain<'r>(
    cx: &Context<'_>,
    rules: &'r [Rule],
    runs: impl Fn(usize) -> bool,
    wanted: &[(u16, Vec<u32>)],
) -> Found<'r> {
    let doc = cx.doc;
    let Found { mut hits, mut places } = Found::default();
    for block in &doc.blocks {
        let limit = block.end as usize;
        for at in block.start as usize..limit {
            for (number, rule) in rules.iter().enumerate().filter(|(n, _)| runs(*n)) {
                let number = number as u16;
                match &rule.matcher {
                    Matcher::Patterns(programs) => {
                        for (part, program) in programs.iter().enumerate() {
                            pattern_hit(cx, number, part as u32, program, at, limit, &mut hits);
                        }
                    }
                    Matcher::Regex(expressions) => {
                        for (part, expression) in expressions.iter().enumerate() {
                            hits.extend(regex_hit(cx, number, part as u32, expression.regex.get(), at, limit));
                        }
                    }
                    Matcher::Lexicon(lexicon) => plain_lexicon(cx, number, lexicon, at, limit, &mut hits),
                    Matcher::Check(_) => {}
                }
            }
        }
    }
    for (rule, words) in wanted {
        let tokens = doc.tokens.iter().enumerate();
        places.extend(tokens.filter(|(_, t)| words.contains(&t.fold)).map(|(at, _)| (*rule, at)));
    }
    Found { hits, places }
}

fn plain_lexicon<'r>(
    cx: &Context<'_>,
    rule: u16,
    lexicon: &'r Lexicon,
    at: usize,
    limit: usize,
    hits: &mut Vec<Hit<'r>>,
) {
    let token = &cx.doc.tokens[at];
    for part in 0..lexicon.len() as u32 {
        hits.extend(row_hit(cx, rule, part, lexicon, at, limit));
        if lexicon.parts && token.has(Flags::HYPHEN) {
            for (offset, word, _) in index::parts(cx.doc.str(at)) {
                hits.extend(part_hit(rule, part, lexicon, at, token, offset, word));
            }
        }
    }
}

/// Of overlapping matches of one rule keeps the first, and of those that begin together the longest.
#[must_use]
pub fn resolve(mut hits: Vec<Hit<'_>>) -> Vec<Hit<'_>> {
    hits.sort_by(|a, b| {
        (a.rule, a.span.start, std::cmp::Reverse(a.span.end), a.part, a.start).cmp(&(
            b.rule,
            b.span.start,
            std::cmp::Reverse(b.span.end),
            b.part,
            b.start,
        ))
    });
    let mut last: Option<(u16, Span)> = None;
    hits.retain(|hit| {
        let keep = last.is_none_or(|(rule, span)| rule != hit.rule || hit.span.start >= span.end);
        if keep {
            last = Some((hit.rule, hit.span));
        }
        keep
    });
    hits
}
