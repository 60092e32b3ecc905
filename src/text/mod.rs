//! The document: an article's text cut into tokens, sentences, blocks and quotations.

pub mod block;
pub mod fold;
pub mod form;
pub mod quote;
pub mod sentence;
mod stop;
pub mod token;

use block::{Block, Role};
use quote::Quotations;
use sentence::Sentence;
use std::cell::Cell;
use token::Token;

/// An article's text with everything rules ask about it.
#[derive(Debug)]
pub struct Document<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tokens, in order.
    pub tokens: Vec<Token>,
    /// Its blocks, in order; together they hold every token.
    pub blocks: Vec<Block>,
    /// Its sentences, in order; together they hold every token, and none crosses a block.
    pub sentences: Vec<Sentence>,
    /// Its quotations.
    pub quotations: Quotations,
    /// Where a group of one to four words may stand twice in a row: the first words of the second.
    pub echoes: Vec<u32>,
    /// Its words: tokens with white space before them, as `wc -w` counts.
    pub words: usize,
    last_block: Cell<usize>,
    last_sentence: Cell<usize>,
}

impl<'a> Document<'a> {
    /// Cuts `text` up.
    ///
    /// # Panics
    /// When `text` is longer than 4 GiB.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let token::Walked { mut tokens, quotes, lines, echoes, words } = token::walk(text);
        let mut blocks = block::split(text, &mut tokens, &lines, words);
        let mut roles = block::Roles::new(text);
        let mut pairs = quote::Pairs::new(text, &quotes);
        // News sentences have some 25 tokens; asking for room once saves copying on long texts.
        let mut sentences = Vec::with_capacity(tokens.len() / 20 + blocks.len());
        // Block by block: the tokens of a long text are then fetched from memory once, not three times.
        for at in 0..blocks.len() {
            roles.look(&tokens, &blocks);
            pairs.pair(&mut tokens, &blocks, at);
            sentence::split(text, &mut tokens, &blocks[at], &mut sentences);
        }
        roles.assign(&mut blocks);
        let quotations = pairs.finish();
        let (last_block, last_sentence) = Default::default();
        Self { text, tokens, blocks, sentences, quotations, echoes, words, last_block, last_sentence }
    }

    /// Gives blocks the roles that are known from elsewhere, by where they start, in bytes and in order.
    pub fn assign(&mut self, roles: impl IntoIterator<Item = (u32, Role)>) {
        for (start, role) in roles {
            if let Ok(at) = self.blocks.binary_search_by_key(&start, |b| b.span.start) {
                self.blocks[at].role = role;
            }
        }
    }

    /// The text of token `index`.
    #[must_use]
    pub fn str(&self, index: usize) -> &'a str {
        self.tokens[index].span.of(self.text)
    }

    /// Which block holds token `index`.
    #[must_use]
    pub fn block_of(&self, index: usize) -> &Block {
        &self.blocks[search(&self.blocks, &self.last_block, |b| b.end as usize <= index)]
    }

    /// The block that holds byte `offset` of the text, or the next one.
    #[must_use]
    pub fn block_at(&self, offset: u32) -> Option<&Block> {
        self.blocks.get(search(&self.blocks, &self.last_block, |b| b.span.end <= offset))
    }

    /// The token that holds byte `offset` of the text, or the next one.
    #[must_use]
    pub fn token_at(&self, offset: u32) -> Option<&Token> {
        let block = self.block_at(offset)?;
        let tokens = &self.tokens[block.start as usize..];
        tokens.get(tokens[..(block.end - block.start) as usize].partition_point(|t| t.span.end <= offset))
    }

    /// Which sentence holds token `index`.
    #[must_use]
    pub fn sentence_of(&self, index: usize) -> Sentence {
        self.sentences[search(&self.sentences, &self.last_sentence, |s| s.end as usize <= index)]
    }

    /// The role of the block that holds token `index`.
    #[must_use]
    pub fn role_of(&self, index: usize) -> Role {
        self.block_of(index).role
    }
}

/// The first of `items` that is not `before` what is sought, or one past them all. What was found last, and what follows
/// it, is looked at first: in a long text that is mostly right and saves a search through cold memory.
fn search<T>(items: &[T], last: &Cell<usize>, before: impl Fn(&T) -> bool) -> usize {
    const NEXT: usize = 4;
    let start = last.get();
    let follows = start == 0 || items.get(start - 1).is_some_and(&before);
    let near = if follows { items.iter().skip(start).take(NEXT).position(|item| !before(item)) } else { None };
    let found = near.map_or_else(|| items.partition_point(before), |n| start + n);
    last.set(found);
    found
}
