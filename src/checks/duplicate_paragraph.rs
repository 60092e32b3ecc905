//! A paragraph that stands twice, and a teaser that repeats the beginning of a paragraph.

use super::check::{Check, Match};
use super::verse::is_verse;
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix, Related};
use crate::text::block::{Block, Role};
use crate::text::token::TokenKind;
use serde::Deserialize;
use std::collections::HashMap;

/// A paragraph that appears twice, or a teaser that repeats the beginning of a paragraph.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DuplicateParagraph {
    /// Paragraphs of fewer words may be repeated.
    least_words: usize,
}

/// Blocks between a paragraph and its duplicate. An article has fewer; a file that holds many articles may well have
/// the same paragraph in two of them.
const FARTHEST: usize = 200;

/// Words of a paragraph that nobody says twice in the same words with others between.
const LONG: usize = 25;
/// How often a paragraph stands in an article that says it over and over on purpose.
const REFRAIN: usize = 3;

impl Check for DuplicateParagraph {
    fn run(&self, cx: &Context<'_>, _: &[usize]) -> Vec<Match> {
        let doc = cx.doc;
        // A paragraph is known by how many words and tokens it has; what agrees is compared word by word.
        let mut whole: HashMap<(u32, u32), Vec<usize>> = HashMap::new();
        let mut teasers: Vec<usize> = Vec::new();
        let mut repeats: Vec<(usize, usize)> = Vec::new();
        for (number, block) in doc.blocks.iter().enumerate() {
            if (block.words as usize) < self.least_words || block.role == Role::ListItem {
                continue;
            }
            // Both signs of an ellipsis have three bytes: the text itself need not be looked at.
            let last = &doc.tokens[block.end as usize - 1];
            if last.kind == TokenKind::Punct && last.span.len() == 3 && matches!(last.span.of(doc.text), "…" | "...")
            {
                teasers.push(number);
                continue;
            }
            if !is_running(block) || is_verse(cx, number) {
                continue;
            }
            let alike = whole.entry((block.words, block.end - block.start)).or_default();
            alike.retain(|first| number - first <= FARTHEST);
            match alike.iter().find(|&&first| words(cx, first).eq(words(cx, number))) {
                Some(&first) => repeats.push((number, first)),
                None => alike.push(number),
            }
        }
        let mut times: HashMap<usize, usize> = HashMap::new();
        for (_, first) in &repeats {
            *times.entry(*first).or_insert(1) += 1;
        }
        let judged = repeats.iter().map(|&(number, first)| {
            let refrain = times[&first] >= REFRAIN;
            let next = number == first + 1;
            let spoken = is_spoken(cx, number);
            let safe = next && !refrain && !spoken;
            let copied = doc.blocks[number].words as usize >= LONG && !is_answer(cx, number);
            let hint = refrain || !(safe || copied);
            let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
            self.report(cx, number, first, applicability, hint)
        });
        let mut found: Vec<Match> = judged.collect();
        if !teasers.is_empty() {
            found.extend(self.teasers(cx, &teasers));
            found.sort_by_key(|m| m.span);
        }
        found
    }
}

/// Whether a block is running text: headings, items, captions and the like may well stand twice.
fn is_running(block: &Block) -> bool {
    matches!(block.role, Role::Paragraph | Role::Standfirst | Role::Continuation | Role::Remainder)
}

/// Whether a paragraph is what somebody says: it begins with a quotation mark.
fn is_spoken(cx: &Context<'_>, number: usize) -> bool {
    cx.doc.tokens[cx.doc.blocks[number].start as usize].kind == TokenKind::Quote
}

/// Whether a paragraph answers the one before it, as in an interview or under a heading that asks.
fn is_answer(cx: &Context<'_>, number: usize) -> bool {
    let before = number.checked_sub(1).map(|before| &cx.doc.blocks[before]);
    before.is_some_and(|b| b.span.of(cx.doc.text).trim_end_matches(['”', '"', '’', ')']).ends_with('?'))
}

impl DuplicateParagraph {
    /// Those of the `teasers` whose words another block begins with.
    fn teasers(&self, cx: &Context<'_>, teasers: &[usize]) -> Vec<Match> {
        let mut begun: HashMap<Vec<u32>, usize> = HashMap::new();
        for number in (0..cx.doc.blocks.len()).filter(|n| teasers.binary_search(n).is_err()) {
            let beginning: Vec<u32> = words(cx, number).take(self.least_words).collect();
            begun.entry(beginning).or_insert(number);
        }
        let mut found = Vec::new();
        for &teaser in teasers {
            let beginning: Vec<u32> = words(cx, teaser).take(self.least_words).collect();
            let Some(&full) = begun.get(&beginning) else { continue };
            let mut other = words(cx, full);
            if words(cx, teaser).all(|word| other.next() == Some(word)) {
                found.push(self.report(cx, teaser, full, Applicability::Unsafe, false));
            }
        }
        found
    }

    fn report(&self, cx: &Context<'_>, number: usize, other: usize, applicability: Applicability, hint: bool) -> Match {
        let blocks = &cx.doc.blocks;
        let related = Related { span: blocks[other].span, message: "the same words".into() };
        let edits = vec![Edit::new(cx.paragraph(number), "")];
        let fix = Fix { title: "Delete this paragraph".into(), edits, applicability };
        Match { span: blocks[number].span, values: Vec::new(), related: vec![related], fixes: vec![fix], hint }
    }
}

/// The folded hashes of the words and numbers of a block.
fn words<'c>(cx: &'c Context<'_>, number: usize) -> impl Iterator<Item = u32> + 'c {
    let block = &cx.doc.blocks[number];
    let tokens = &cx.doc.tokens[block.start as usize..block.end as usize];
    tokens.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)).map(|t| t.fold)
}
