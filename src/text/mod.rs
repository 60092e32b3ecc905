//! The document: an article's text cut into tokens, sentences, blocks and quotations.

pub mod block;
pub mod fold;
pub mod form;
pub mod quote;
pub mod sentence;
pub mod token;

use block::{Block, Role};
use quote::Quotations;
use sentence::Sentence;
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
    /// Words that stand among the four tokens before them already: where repetitions begin.
    pub echoes: Vec<u32>,
    /// Its words: tokens with white space before them, as `wc -w` counts.
    pub words: usize,
}

impl<'a> Document<'a> {
    /// Cuts `text` up.
    ///
    /// # Panics
    /// When `text` is longer than 4 GiB.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let token::Walked { mut tokens, quotes, lines, echoes, words } = token::walk(text);
        let blocks = block::split(text, &mut tokens, &lines);
        let quotations = quote::pair(text, &mut tokens, &blocks, &quotes);
        let sentences = sentence::split(text, &mut tokens, &blocks);
        Self { text, tokens, blocks, sentences, quotations, echoes, words }
    }

    /// The text of token `index`.
    #[must_use]
    pub fn str(&self, index: usize) -> &'a str {
        self.tokens[index].span.of(self.text)
    }

    /// Which block holds token `index`.
    #[must_use]
    pub fn block_of(&self, index: usize) -> &Block {
        let at = self.blocks.partition_point(|b| b.end as usize <= index);
        &self.blocks[at]
    }

    /// Which sentence holds token `index`.
    #[must_use]
    pub fn sentence_of(&self, index: usize) -> Sentence {
        let at = self.sentences.partition_point(|s| s.end as usize <= index);
        self.sentences[at]
    }

    /// The role of the block that holds token `index`.
    #[must_use]
    pub fn role_of(&self, index: usize) -> Role {
        self.block_of(index).role
    }
}
