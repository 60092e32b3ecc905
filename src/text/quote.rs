//! Quotations: which marks open, which close, and which have found no partner.

use super::block::Block;
use super::token::Token;

/// A paired quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// Token of the opening mark.
    pub open: u32,
    /// Token of the closing mark; for a quotation that runs on into the next paragraph, the last token of this one.
    pub close: u32,
    /// How many quotations it stands inside of.
    pub depth: u8,
}

/// All quotations of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quotations {
    /// The paired ones, by the place of their opening marks.
    pub pairs: Vec<Quotation>,
    /// Tokens of marks without a partner, in order.
    pub unpaired: Vec<u32>,
}

/// Pairs the quotation marks of each block and sets the flags `OPENS`, `CLOSES`, `PAIRED` on marks and `QUOTED` on what stands inside.
#[must_use]
pub fn pair(_text: &str, _tokens: &mut [Token], _blocks: &[Block]) -> Quotations {
    Quotations::default()
}
