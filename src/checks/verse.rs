//! Verse: lines of a song, a chant or a litany, and of forms and tables, in which words and lines stand again on purpose.

use crate::context::Context;
use crate::span::Span;
use crate::text::form::{self, Tags};
use crate::text::token::{Case, Flags, TokenKind};

/// The longest line of a verse, in characters, on average.
const LINE: usize = 60;
/// Small words with a capital inside a sentence that only verse has so many of: its lines begin with them.
const CAPITALS: usize = 3;
/// How many tokens of a block are looked at.
const LONGEST: usize = 400;

/// Whether block `number` is a verse, or a line of one.
pub(super) fn is_verse(cx: &Context<'_>, number: usize) -> bool {
    let block = &cx.doc.blocks[number];
    let text = block.span.of(cx.doc.text);
    let lines = text.lines().count();
    let short = |lines: usize| text.chars().take(lines * LINE + 1).count() <= lines * LINE;
    if lines > 1 && short(lines) {
        return true;
    }
    // Where the lines of the text are joined, their capitals stay.
    let tokens = &cx.doc.tokens[block.start as usize..block.end as usize];
    let small = Tags::PRP | Tags::CC | Tags::IN | Tags::DT;
    let begins = |t: &&crate::text::token::Token| {
        t.kind == TokenKind::Word
            && t.case == Case::Title
            && !t.has(Flags::SENTENCE_START)
            && !t.has(Flags::QUOTED)
            && form::tags(&t.span.of(cx.doc.text).to_lowercase()).has_any(small)
    };
    if tokens.iter().take(LONGEST).filter(begins).count() >= CAPITALS {
        return true;
    }
    // In a text without marks of its own a line of a verse is a block, with no empty line between it and the next.
    let blocks = &cx.doc.blocks;
    let beside = |from: usize, to: usize| {
        let between = Span::new(blocks[from].span.end, blocks[to].span.start).of(cx.doc.text);
        between.chars().filter(|c| *c == '\n').count() == 1
    };
    let before = number.checked_sub(1).is_some_and(|before| beside(before, number));
    let after = number + 1 < blocks.len() && beside(number, number + 1);
    (before || after) && short(2)
}
