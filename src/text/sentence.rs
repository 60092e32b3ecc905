//! Sentences: where they end, told from tokens.

use super::token::Token;

/// A sentence: a half-open range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

/// Cuts each block into sentences and sets [`super::token::Flags::SENTENCE_START`] on the first token of each.
#[must_use]
pub fn split(_text: &str, _tokens: &mut [Token], _blocks: &[super::block::Block]) -> Vec<Sentence> {
    Vec::new()
}
