//! Blocks: headline, standfirst, paragraphs and the rest, told from lines and their shape.
//!
//! A blank line always ends a block. Between blank lines a line's end is either a border of paragraphs or the place
//! where an editor wrapped a long line; `lines` tells which. `role` then says what each block is.

mod lines;
mod opener;
mod role;

use super::token::{Flags, Token};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// What a block is in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The article's headline: the first block, if it is short and has no final full stop.
    Headline,
    /// A further line near the top that has a headline's shape.
    SecondHeadline,
    /// The summary between headline and text.
    Standfirst,
    /// Who wrote it, where or when.
    Byline,
    /// A heading inside the text.
    Subheading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// The words under a picture.
    Caption,
    /// A short block that looks like page furniture: to be judged by rules.
    BoilerplateCandidate,
}

/// A block of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Its text without surrounding white space, in bytes.
    pub span: Span,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// What it is.
    pub role: Role,
}

/// Cuts `text` into blocks, given the first tokens of its lines, and sets [`super::token::Flags::BLOCK_START`] on the first token of each.
#[must_use]
pub fn split(text: &str, tokens: &mut [Token], lines: &[u32]) -> Vec<Block> {
    let lines = lines::find(text, tokens, lines);
    let starts = lines::block_starts(text, tokens, &lines);
    let mut blocks = Vec::with_capacity(starts.len());
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(tokens.len(), |&next| next as usize);
        tokens[start as usize].flags.set(Flags::BLOCK_START);
        let span = tokens[start as usize].span.to(tokens[end - 1].span);
        blocks.push(Block { span, start, end: end as u32, role: Role::Paragraph });
    }
    role::assign(text, tokens, &mut blocks);
    blocks
}

#[cfg(test)]
mod tests;
