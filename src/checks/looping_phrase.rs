//! A few words that a model writes over and over, marks and all: *Bern, Bern, Bern, Bern, Bern, Bern*.

use super::check::{Check, Match};
use super::verse::is_verse;
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix};
use crate::span::Span;
use crate::text::token::{Case, Flags, LONGEST_GROUP, Token, TokenKind};
use serde::Deserialize;
use std::ops::RangeInclusive;

/// A few words repeated over and over, marks and all.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LoopingPhrase {
    /// The longest phrase, in tokens.
    longest: usize,
    /// How often one word in a row is a loop.
    word_times: usize,
    /// How often two words in a row are a loop.
    pair_times: usize,
    /// How often three words or more in a row are a loop.
    phrase_times: usize,
}

/// Two more turns of a phrase longer than the walk over the tokens looks for are at least so many tokens: a look at each
/// tenth of them is enough to meet every loop.
const STEP: usize = 2 * (LONGEST_GROUP + 1);

impl Check for LoopingPhrase {
    fn run(&self, cx: &Context<'_>, _: &[usize]) -> Vec<Match> {
        let tokens = &cx.doc.tokens;
        let mut cycles: Vec<Cycle> = Vec::new();
        let mut seen = 0;
        for at in cx.doc.echoes.iter().map(|&at| at as usize) {
            self.look(cx, at, 2..=LONGEST_GROUP, &mut seen, &mut cycles);
        }
        seen = 0;
        for at in (0..tokens.len()).step_by(STEP) {
            // Few tokens have a twin so near that has a neighbour of theirs beside it: most are done here.
            let (first, word) = (at.saturating_sub(self.longest), tokens[at].fold);
            let reach = &tokens[first..at.saturating_sub(LONGEST_GROUP).max(first)];
            let fold = |at: usize| tokens.get(at).map(|t| t.fold);
            let twin = |(offset, token): (usize, &Token)| {
                let there = first + offset;
                let after = || fold(there + 1) == fold(at + 1);
                let before = || there > 0 && fold(there - 1) == fold(at - 1);
                token.fold == word && (after() || before())
            };
            if reach.iter().enumerate().any(twin) {
                self.look(cx, at, LONGEST_GROUP + 1..=self.longest, &mut seen, &mut cycles);
            }
        }
        cycles.sort_by_key(|c| (c.start, c.group));
        let mut past = 0;
        cycles.retain(|c| {
            let new = c.start >= past;
            past = past.max(c.end);
            new
        });
        cycles.iter().filter(|c| !in_verse(cx, c)).map(|c| report(cx, c, self.may_be_meant(cx, c))).collect()
    }
}

impl LoopingPhrase {
    /// Adds the loop around the token `at` of the shortest phrase of one of these lengths; what stands before `seen` has
    /// been looked at, so that a long text of one phrase is walked over but once.
    fn look(
        &self,
        cx: &Context<'_>,
        at: usize,
        lengths: RangeInclusive<usize>,
        seen: &mut usize,
        cycles: &mut Vec<Cycle>,
    ) {
        let tokens = &cx.doc.tokens;
        if at < *seen {
            return;
        }
        for group in lengths.take_while(|group| *group <= at) {
            if tokens[at - group].fold != tokens[at].fold {
                continue;
            }
            let Some((start, end)) = turns(cx, at, group) else { continue };
            *seen = end.max(*seen);
            if let Some(cycle) = Cycle::of(cx, start, end, group).filter(|c| self.is_loop(cx, c)) {
                cycles.push(cycle);
                break;
            }
        }
    }

    /// Whether so many turns of the phrase are no way of speaking, no score and no row of a table.
    fn is_loop(&self, cx: &Context<'_>, cycle: &Cycle) -> bool {
        let phrase = &cx.doc.tokens[cycle.start..cycle.start + cycle.group];
        let words = || phrase.iter().filter(|t| t.kind == TokenKind::Word && !t.has(Flags::DIGIT));
        let least = match words().count() {
            0 => return false,
            1 => self.word_times,
            2 => self.pair_times,
            _ => self.phrase_times,
        };
        // Short groups without a mark are those of the check on repeated words.
        let bare = cycle.group <= LONGEST_GROUP && phrase.iter().all(|t| t.kind == TokenKind::Word);
        let alike = phrase.iter().all(|t| t.fold == phrase[0].fold);
        cycle.times >= least && words().any(|t| t.span.len() > 2) && !bare && !alike
    }

    /// Whether people may say so few turns of it: in a quotation, as a cry, or as stories do (*and thought, and thought*).
    fn may_be_meant(&self, cx: &Context<'_>, cycle: &Cycle) -> bool {
        let phrase = &cx.doc.tokens[cycle.start..cycle.start + cycle.group];
        let words = phrase.iter().filter(|t| t.kind == TokenKind::Word).count();
        let said = phrase[0].has(Flags::QUOTED);
        // Lines of a song that stand in one paragraph keep their capitals.
        let has = |case: fn(Case) -> bool| phrase.iter().any(|t| t.kind == TokenKind::Word && case(t.case));
        let capital = has(|case| !matches!(case, Case::Lower | Case::None));
        let line = capital && cycle.marks > 0 && has(|case| case == Case::Lower);
        cycle.times < CHANT && (said || line || words < PHRASE)
    }
}

/// How often a phrase stands in a row that nobody says.
const CHANT: usize = 5;
/// Words of a phrase that is no cry and no refrain.
const PHRASE: usize = 4;
/// Whether the turns stand in verse.
fn in_verse(cx: &Context<'_>, cycle: &Cycle) -> bool {
    let start = cx.doc.tokens[cycle.start].span.start;
    let number = cx.doc.blocks.partition_point(|block| block.span.end <= start);
    is_verse(cx, number)
}

/// Turns of one phrase.
struct Cycle {
    /// Its first word.
    start: usize,
    /// Tokens of a turn.
    group: usize,
    /// Tokens at the end of a turn that are marks: the last turn need not have them.
    marks: usize,
    /// How many turns there are.
    times: usize,
    /// One past the last word of the last turn.
    end: usize,
}

impl Cycle {
    /// The whole turns among tokens each of which is that which stands `group` tokens before it.
    fn of(cx: &Context<'_>, start: usize, end: usize, group: usize) -> Option<Self> {
        let tokens = &cx.doc.tokens;
        let word = |i: &usize| tokens[*i].kind == TokenKind::Word;
        let start = (start..end).find(word)?;
        let marks = (start..end.min(start + group)).rev().take_while(|i| !word(i)).count();
        let times = (end - start + marks) / group;
        (times > 1).then(|| Self { start, group, marks, times, end: start + times * group - marks })
    }
}

/// The tokens around `at`, within one sentence, each of which is that which stands `group` tokens before it, and the
/// turn before them.
///
/// Whether a border stands in that first turn is asked at each step back, so that what is walked over is always part of
/// what is given: no text is walked over twice for one length.
fn turns(cx: &Context<'_>, at: usize, group: usize) -> Option<(usize, usize)> {
    let tokens = &cx.doc.tokens;
    let begins = |i: usize| tokens[i].has(Flags::SENTENCE_START) || tokens[i].has(Flags::BLOCK_START);
    let same = |i: usize| tokens[i].fold == tokens[i - group].fold;
    if (at - group + 1..=at).any(begins) {
        return None;
    }
    let (mut first, mut end) = (at, at + 1);
    while first > group && same(first - 1) && !begins(first - group) {
        first -= 1;
    }
    while end < tokens.len() && same(end) && !begins(end) {
        end += 1;
    }
    Some((first - group, end))
}

fn report(cx: &Context<'_>, cycle: &Cycle, hint: bool) -> Match {
    let place = |i: usize| cx.doc.tokens[i].span;
    let kept = Span::new(place(cycle.start).start, place(cycle.start + cycle.group - cycle.marks - 1).end);
    let span = Span::new(kept.start, place(cycle.end - 1).end);
    let words = kept.of(cx.doc.text).to_owned();
    let fix = Fix {
        title: format!("Write `{words}` once").into(),
        edits: vec![Edit::new(Span::new(kept.end, span.end), "")],
        applicability: Applicability::Unsafe,
    };
    Match { span, values: vec![("words", words)], related: Vec::new(), fixes: vec![fix], hint }
}
