//! A paragraph that stands twice, and a teaser that repeats the beginning of a paragraph.

use super::Match;
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix, Related};
use crate::text::token::TokenKind;
use serde::Deserialize;
use std::collections::HashMap;

/// Options of the check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DuplicateParagraph {
    /// Paragraphs of fewer words may be repeated.
    least_words: usize,
}

impl DuplicateParagraph {
    pub(super) fn run(&self, cx: &Context<'_>) -> Vec<Match> {
        let doc = cx.doc;
        // A paragraph is known by the folded hashes of its words; its beginning by those of its first words.
        let mut whole: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut begun: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut teasers: Vec<(usize, Vec<u32>)> = Vec::new();
        let mut found = Vec::new();
        for (number, block) in doc.blocks.iter().enumerate() {
            let tokens = &doc.tokens[block.start as usize..block.end as usize];
            let words: Vec<u32> =
                tokens.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)).map(|t| t.fold).collect();
            if words.len() < self.least_words {
                continue;
            }
            let ellipsis = tokens.last().is_some_and(|t| matches!(t.span.of(doc.text), "…" | "..."));
            if ellipsis {
                teasers.push((number, words));
                continue;
            }
            let beginning = words[..self.least_words].to_vec();
            match whole.get(&words) {
                Some(&first) => found.push(self.report(cx, number, first, Applicability::Safe)),
                None => {
                    whole.insert(words, number);
                    begun.entry(beginning).or_insert(number);
                }
            }
        }
        for (teaser, words) in teasers {
            let Some(&full) = begun.get(&words[..self.least_words]) else { continue };
            let block = &doc.blocks[full];
            let tokens = &doc.tokens[block.start as usize..block.end as usize];
            let other = tokens.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)).map(|t| t.fold);
            if other.take(words.len()).eq(words.iter().copied()) {
                found.push(self.report(cx, teaser, full, Applicability::Unsafe));
            }
        }
        found.sort_by_key(|m| m.span);
        found
    }

    fn report(&self, cx: &Context<'_>, number: usize, other: usize, applicability: Applicability) -> Match {
        let blocks = &cx.doc.blocks;
        let related = Related { span: blocks[other].span, message: "the same words".into() };
        let edits = vec![Edit::new(cx.paragraph(number), "")];
        let fix = Fix { title: "Delete this paragraph".into(), edits, applicability };
        Match { span: blocks[number].span, values: Vec::new(), related: vec![related], fixes: vec![fix] }
    }
}
