//! Blocks: headline, standfirst, paragraphs and the rest, told from lines and their shape.

use super::token::Token;
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

/// Cuts `text` into blocks and sets [`super::token::Flags::BLOCK_START`] on the first token of each.
#[must_use]
pub fn split(_text: &str, _tokens: &mut [Token]) -> Vec<Block> {
    Vec::new()
}
