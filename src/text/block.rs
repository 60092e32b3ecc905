//! Blocks: headline, standfirst, paragraphs and the rest, told from lines and their shape.
//!
//! A blank line always ends a block. Between blank lines a line's end is either a border of paragraphs or the place
//! where an editor wrapped a long line; `lines` tells which. `role` then says what each block is.

mod lines;
mod opener;
mod role;

use super::token::{Flags, LineStart, Token};
use crate::span::Span;
#[cfg(feature = "cli")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use role::Roles;

/// What a block is in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
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
    /// Running text that goes on with the sentence of the block before it, as it may: after a list, a quotation, a colon.
    Continuation,
    /// Running text that begins with the rest of a sentence which the end of the paragraph before it has broken.
    Remainder,
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
    /// Its words: tokens with white space before them.
    pub words: u32,
    /// What it is.
    pub role: Role,
}

/// Cuts `text`, of so many `words`, into blocks, given the beginnings of its lines, and sets
/// [`super::token::Flags::BLOCK_START`] on the first token of each. Their roles are still to be told by [`Roles`].
#[must_use]
pub fn split(text: &str, tokens: &mut [Token], lines: &[LineStart], words: usize) -> Vec<Block> {
    let lines = lines::find(tokens, lines);
    let starts = lines::block_starts(text, tokens, &lines);
    let mut blocks = Vec::with_capacity(starts.len());
    let past = LineStart { token: tokens.len() as u32, words: words as u32, blank_before: true };
    for (at, start) in starts.iter().enumerate() {
        let next = starts.get(at + 1).unwrap_or(&past);
        let (first, last) = (start.token as usize, next.token as usize - 1);
        tokens[first].flags.set(Flags::BLOCK_START);
        let span = tokens[first].span.to(tokens[last].span);
        let words = next.words - start.words;
        blocks.push(Block { span, start: start.token, end: next.token, words, role: Role::Paragraph });
    }
    blocks
}

#[cfg(test)]
mod tests;
