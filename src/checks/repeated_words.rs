//! A word, or a few words, written twice or more in a row.
//!
//! Only what stands in one sentence with nothing but white space between counts. Words that English doubles (*had had*,
//! *very very*) and names made of doubled words (*Bora Bora*) are given by the rule. English doubles many more where a
//! clause ends and another begins (*what he did did harm*), where words are mentioned, sung or set in columns, and in
//! names: what surrounds the words decides whether they are a slip, may be one, or are right.

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix};
use crate::span::Span;
use crate::text::fold;
use crate::text::form::{self, Tags};
use crate::text::token::{Case, Flags, LONGEST_GROUP, TokenKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A word, or a few words, written twice or more in a row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RepeatedWords {
    /// Words that may stand twice (three times is too often for them too).
    allowed: Vec<String>,
    /// Words that link the halves of idioms such as *step by step*.
    linking: Vec<String>,
    /// Words of which one can go without a look at the sentence.
    safe: Vec<String>,
}

impl Check for RepeatedWords {
    fn run(&self, cx: &Context<'_>, _: &[usize]) -> Vec<Match> {
        let tokens = &cx.doc.tokens;
        let mut found: Vec<Repetition> = Vec::new();
        let mut past = 0;
        for at in cx.doc.echoes.iter().map(|&at| at as usize) {
            let fold = tokens[at].fold;
            if at < past {
                continue;
            }
            let group =
                (1..=LONGEST_GROUP.min(at)).find(|n| tokens[at - n].fold == fold && self.repeats(cx, at - n, *n) > 1);
            let Some(group) = group else { continue };
            let start = at - group;
            let times = self.repeats(cx, start, group);
            past = start + group * times;
            found.push(Repetition { start, group, times });
        }
        let mut same: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        for repetition in &found {
            *same.entry(self.key(cx, repetition)).or_default() += 1;
        }
        let judged: Vec<(&Repetition, Likelihood)> = found
            .iter()
            .map(|r| (r, self.evidence(cx, r, same[&self.key(cx, r)] > 1)))
            .filter(|(_, evidence)| *evidence != Likelihood::None)
            .collect();
        // Who doubles this and that writes about doubled words, or plays with them.
        let ordinary = |r: &Repetition| r.group == 1 && !self.is_small(cx, r);
        let kinds: BTreeSet<u32> =
            judged.iter().filter(|(r, _)| ordinary(r)).map(|(r, _)| tokens[r.start].fold).collect();
        let playful = kinds.len() >= PLAYFUL;
        let hint =
            |r: &Repetition, evidence| evidence == Likelihood::Thin || (playful && ordinary(r) && r.times < MACHINE);
        judged.iter().map(|(r, evidence)| self.report(cx, r, hint(r, *evidence))).collect()
    }
}

/// A few words that stand several times in a row.
struct Repetition {
    /// Its first token.
    start: usize,
    /// How many words are repeated.
    group: usize,
    /// How often they stand there.
    times: usize,
}

/// How well it is known that a repetition is a slip.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likelihood {
    /// It is right.
    None,
    /// It may be right.
    Thin,
    /// It is a slip.
    Sure,
}

/// How many different words of a text are doubled where that is its way of writing.
const PLAYFUL: usize = 5;
/// How often a word stands in a row that only a machine writes.
const MACHINE: usize = 4;

/// Words that open a clause in which another clause may end (*what he did did harm*).
const OPENERS: [&str; 19] = [
    "what",
    "whatever",
    "whichever",
    "whoever",
    "who",
    "whom",
    "which",
    "that",
    "all",
    "everything",
    "anything",
    "nothing",
    "how",
    "where",
    "wherever",
    "those",
    "one",
    "ones",
    "why",
];

/// Titles that stand before names.
const TITLES: [&str; 12] =
    ["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lady", "lord", "dame", "madam", "professor"];

/// Words that set a thing after or beside another of its kind (*the day before the day before*).
const BESIDE: [&str; 8] = ["before", "behind", "beside", "within", "inside", "beneath", "above", "below"];

/// How many tokens around a repetition are looked at.
const FARTHEST: usize = 60;

impl RepeatedWords {
    /// How often the `group` tokens from `start` on stand one after the other.
    fn repeats(&self, cx: &Context<'_>, start: usize, group: usize) -> usize {
        let tokens = &cx.doc.tokens;
        let same = |a: usize, b: usize| {
            b < tokens.len()
                && tokens[a].fold == tokens[b].fold
                && tokens[b].has(Flags::SPACE_BEFORE)
                && !tokens[b].has(Flags::SENTENCE_START)
                && !tokens[b].has(Flags::BLOCK_START)
                && tokens[b].kind == TokenKind::Word
                && (fold::same_exact(cx.doc.str(a), cx.doc.str(b))
                    // Of a doubled first word only one has its capital.
                    || (tokens[a].has(Flags::SENTENCE_START) && fold::same(cx.doc.str(a), cx.doc.str(b))))
        };
        if tokens[start].kind != TokenKind::Word {
            return 1;
        }
        let mut times = 1;
        while (0..group).all(|i| same(start + i, start + times * group + i)) {
            times += 1;
        }
        times
    }

    /// Whether one small word is repeated, of which one can go as a rule.
    fn is_small(&self, cx: &Context<'_>, r: &Repetition) -> bool {
        r.group == 1 && self.safe.iter().any(|s| fold::same(s, cx.doc.str(r.start)))
    }

    /// What makes two repetitions the same: the words, and for small ones those that follow.
    fn key(&self, cx: &Context<'_>, r: &Repetition) -> Vec<u32> {
        let end = r.start + r.group * r.times;
        let after = if self.is_small(cx, r) { end..(end + 2).min(cx.doc.tokens.len()) } else { 0..0 };
        let words = r.start..r.start + r.group;
        words.chain(after).map(|at| cx.doc.tokens[at].fold).collect()
    }

    /// How well it is known that the repetition is a slip; `again` tells whether the text has it elsewhere too.
    fn evidence(&self, cx: &Context<'_>, r: &Repetition, again: bool) -> Likelihood {
        let Repetition { start, group, times } = *r;
        let tokens = &cx.doc.tokens[start..start + group];
        let word = |i: usize| cx.doc.str(start + i);
        let letters = word(0).chars().filter(|c| c.is_alphabetic()).count();
        if tokens.iter().any(|t| t.has(Flags::DIGIT) || t.has(Flags::DOTTED)) || word(0).chars().count() != letters {
            return Likelihood::None;
        }
        if is_set_apart(cx, r) || is_mentioned(cx, r) {
            return Likelihood::None;
        }
        let small = self.is_small(cx, r);
        if group == 1 && times < MACHINE && self.allowed.iter().any(|a| fold::same(a, word(0))) {
            return Likelihood::None;
        }
        if again && times < MACHINE {
            // A name, an abbreviation, or what a text says on purpose.
            let name = tokens.iter().all(|t| t.case != Case::Lower) || !form::is_word(word(0));
            return if name { Likelihood::None } else { Likelihood::Thin };
        }
        if small && times == 2 {
            // `the man who spoke to to ask`: a clause may end between the two.
            let firm = ["the", "a", "an", "and"].iter().any(|w| fold::same(w, word(0)));
            let noun = start.checked_sub(1).is_some_and(|at| {
                let tags = cx.tags(at);
                tags.has_any(Tags::N | Tags::NNP) && !tags.has_any(Tags::V)
            });
            let lax = !firm && !noun && opener(cx, start).is_some();
            let verse = cx.doc.tokens[start].has(Flags::BLOCK_START) && tokens[0].case == Case::Lower;
            return if lax || verse { Likelihood::Thin } else { Likelihood::Sure };
        }
        if group > 1 { self.evidence_of_group(cx, r) } else { self.evidence_of_word(cx, r, letters) }
    }

    fn evidence_of_word(&self, cx: &Context<'_>, r: &Repetition, letters: usize) -> Likelihood {
        let Repetition { start, times, .. } = *r;
        let (first, second) = (&cx.doc.tokens[start], &cx.doc.tokens[start + 1]);
        let word = cx.doc.str(start);
        // One letter is an enumeration or a sound, unless it is an article.
        if letters < 2 && !fold::same(word, "a") {
            return Likelihood::None;
        }
        if times >= MACHINE {
            return Likelihood::Sure;
        }
        let tags = form::tags(&fold::fold(word));
        if first.case != Case::Lower && second.case != Case::Lower {
            // `against Dundee Dundee Stars atoned`: a heading, or a sentence, begins here without its stop.
            let next = cx.doc.tokens.get(start + times).filter(|t| !t.has(Flags::BLOCK_START));
            let heading = next.is_some_and(|t| matches!(t.case, Case::Title | Case::Upper));
            // `Protests Protests were held`: a common word that begins a sentence, and not a name.
            let common = first.has(Flags::SENTENCE_START) && tags.has_any(Tags::N) && !tags.has_any(Tags::NNP);
            return match heading || is_after_name(cx, start) {
                true => Likelihood::None,
                false if common => Likelihood::Sure,
                false => Likelihood::Thin,
            };
        }
        let verb = tags.has_any(Tags::VF | Tags::VB | Tags::MD);
        if first.case != Case::Lower && verb && tags.has_any(Tags::NNP | Tags::NN | Tags::MD) {
            return Likelihood::None;
        }
        if verb && opener(cx, start).is_some() {
            // `what it does does harm`, and not `its current price price`.
            let noun = tags.has_any(Tags::NN);
            let last = cx.doc.tokens.get(start + times).is_none_or(|t| t.kind != TokenKind::Word);
            return match (noun, last) {
                (true, true) => Likelihood::Sure,
                (true, false) => Likelihood::Thin,
                (false, _) => Likelihood::None,
            };
        }
        let adrift = tags.has_any(Tags::PRP | Tags::RP | Tags::IN) || !form::is_word(word);
        if first.has(Flags::QUOTED) || adrift { Likelihood::Thin } else { Likelihood::Sure }
    }

    fn evidence_of_group(&self, cx: &Context<'_>, r: &Repetition) -> Likelihood {
        let Repetition { start, group, times } = *r;
        let tokens = &cx.doc.tokens[start..start + group];
        let word = |i: usize| cx.doc.str(start + i);
        // `New York New York`: names may be said twice; small words may not.
        let capitals = tokens.iter().all(|t| t.case != Case::Lower);
        // `face to face to understand`, `more and more and more`: the second of them belongs to what follows.
        let links = |at: usize| self.linking.iter().any(|l| fold::same(l, word(at)));
        let beside = BESIDE.iter().any(|b| fold::same(b, word(group - 1)));
        let linked = times == 2 && (links(group - 1) || beside);
        // `one after another after another`: it goes on and on.
        let determined = self.safe.iter().any(|s| fold::same(s, word(group - 1)));
        let on = group == 2 && links(0) && !determined && times <= 3;
        let idiom = linked || on || (times <= 3 && fold::same("and", word(0)));
        let same_word = (1..group).all(|i| fold::same(word(0), word(i)));
        if same_word || idiom || times <= 2 && capitals {
            return Likelihood::None;
        }
        // `what she did she did by feel`: a clause ends where the words begin again.
        let verb = (0..group).any(|i| form::tags(&fold::fold(word(i))).has_any(Tags::V | Tags::MD));
        let sentence = cx.doc.sentence_of(start);
        let words = |from: usize, to: usize| cx.doc.tokens[from..to].iter().any(|t| t.kind == TokenKind::Word);
        let end = start + group * times;
        let alone = !words(sentence.start as usize, start) && !words(end, (sentence.end as usize).max(end));
        if times == 2 && ((verb && opener(cx, start).is_some()) || alone) {
            return Likelihood::None;
        }
        if times < MACHINE && tokens[0].has(Flags::QUOTED) { Likelihood::Thin } else { Likelihood::Sure }
    }

    fn report(&self, cx: &Context<'_>, r: &Repetition, hint: bool) -> Match {
        let Repetition { start, group, times } = *r;
        let tokens = &cx.doc.tokens;
        let first_end = tokens[start + group - 1].span.end;
        let span = Span::new(tokens[start].span.start, tokens[start + group * times - 1].span.end);
        let kept = Span::new(tokens[start].span.start, first_end).of(cx.doc.text).to_owned();
        let safe = times == 2 && self.is_small(cx, r);
        let fix = Fix {
            title: format!("Write `{kept}` once").into(),
            edits: vec![Edit::new(Span::new(first_end, span.end), "")],
            applicability: if safe { Applicability::Safe } else { Applicability::Unsafe },
        };
        Match { span, values: vec![("words", kept)], related: Vec::new(), fixes: vec![fix], hint }
    }
}

/// Whether more than a space or the end of a line stands between the words: the columns of a table do not repeat.
fn is_set_apart(cx: &Context<'_>, r: &Repetition) -> bool {
    let tokens = &cx.doc.tokens[r.start..r.start + r.group * r.times];
    tokens.windows(2).any(|pair| {
        let gap = Span::new(pair[0].span.end, pair[1].span.start).of(cx.doc.text);
        gap.contains('\t') || (!gap.contains(['\n', '\r']) && gap.chars().count() > 1)
    })
}

/// Whether the words are quoted for themselves: the mark that opens before them closes right after, or nearly so.
fn is_mentioned(cx: &Context<'_>, r: &Repetition) -> bool {
    const NEAR: usize = 2;
    let tokens = &cx.doc.tokens;
    let end = r.start + r.group * r.times;
    let opens = r
        .start
        .checked_sub(1)
        .is_some_and(|at| tokens[at].kind == TokenKind::Quote && !tokens[r.start].has(Flags::SPACE_BEFORE));
    opens && tokens[end..].iter().take(NEAR).any(|t| t.kind == TokenKind::Quote)
}

/// The word before token `at`, in its sentence, that opens a clause; words between have to leave room for one.
fn opener(cx: &Context<'_>, at: usize) -> Option<usize> {
    let start = (cx.doc.sentence_of(at).start as usize).max(at.saturating_sub(FARTHEST));
    (start..at).rev().find(|&i| OPENERS.iter().any(|o| fold::same(o, cx.doc.str(i))))
}

/// Whether a title or a given name stands before token `at`: what follows is a family name, doubled or not.
fn is_after_name(cx: &Context<'_>, at: usize) -> bool {
    let tokens = &cx.doc.tokens;
    if tokens[at].has(Flags::BLOCK_START) {
        return false;
    }
    let title = |i: usize| TITLES.iter().any(|t| fold::same(t, cx.doc.str(i).trim_end_matches('.')));
    let Some(last) = at.checked_sub(1) else { return false };
    if cx.doc.str(last) == "." {
        return last.checked_sub(1).is_some_and(title);
    }
    let given = tokens[last].kind == TokenKind::Word
        && tokens[last].case == Case::Title
        && !tokens[last].has(Flags::SENTENCE_START)
        && (!form::is_word(cx.doc.str(last)) || form::tags(cx.doc.str(last)).has_any(Tags::NNP));
    title(last) || given
}
