//! A word, or a few words, written twice or more in a row.
//!
//! Only what stands in one sentence with nothing but white space between counts. Words that English doubles (*had had*,
//! *very very*) and names made of doubled words (*Bora Bora*) are given by the rule.

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix};
use crate::span::Span;
use crate::text::fold;
use crate::text::token::{Case, Flags, LONGEST_GROUP, TokenKind};
use serde::Deserialize;

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
        let mut found = Vec::new();
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
            let end = start + group * times;
            if self.is_slip(cx, start, group, times) {
                found.push(self.report(cx, start, group, times));
            }
            past = end;
        }
        found
    }
}

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

    /// Whether the repetition is no doubling that English, or a name, has.
    fn is_slip(&self, cx: &Context<'_>, start: usize, group: usize, times: usize) -> bool {
        let tokens = &cx.doc.tokens[start..start + group];
        let word = |i: usize| cx.doc.str(start + i);
        let letters = word(0).chars().filter(|c| c.is_alphabetic()).count();
        if tokens.iter().any(|t| t.has(Flags::DIGIT) || t.has(Flags::DOTTED)) || word(0).chars().count() != letters {
            return false;
        }
        if group == 1 {
            let allowed = self.allowed.iter().any(|a| fold::same(a, word(0)));
            // One letter is an enumeration or a sound, unless it is an article.
            let single = letters < 2 && !fold::same(word(0), "a");
            // `against Dundee Dundee Stars atoned`: a heading, or a sentence, begins here without its stop.
            let next = cx.doc.tokens.get(start + times).filter(|t| !t.has(Flags::BLOCK_START));
            let heading =
                tokens[0].case != Case::Lower && next.is_some_and(|t| matches!(t.case, Case::Title | Case::Upper));
            return !single && (times > 3 || (!allowed && !heading));
        }
        // `New York New York`: names may be said twice; small words may not.
        let capitals = tokens.iter().all(|t| t.case != Case::Lower);
        // `face to face to understand`, `more and more and more`: the second of them belongs to what follows.
        let linked = times == 2 && self.linking.iter().any(|l| fold::same(l, word(group - 1)));
        let idiom = linked || (times <= 3 && fold::same("and", word(0)));
        let same_word = (1..group).all(|i| fold::same(word(0), word(i)));
        !same_word && !idiom && (times > 2 || !capitals)
    }

    fn report(&self, cx: &Context<'_>, start: usize, group: usize, times: usize) -> Match {
        let tokens = &cx.doc.tokens;
        let first_end = tokens[start + group - 1].span.end;
        let span = Span::new(tokens[start].span.start, tokens[start + group * times - 1].span.end);
        let kept = Span::new(tokens[start].span.start, first_end).of(cx.doc.text).to_owned();
        let safe = group == 1 && times == 2 && self.safe.iter().any(|s| fold::same(s, &kept));
        let fix = Fix {
            title: format!("Write `{kept}` once").into(),
            edits: vec![Edit::new(Span::new(first_end, span.end), "")],
            applicability: if safe { Applicability::Safe } else { Applicability::Unsafe },
        };
        Match { span, values: vec![("words", kept)], related: Vec::new(), fixes: vec![fix] }
    }
}
