//! Tokens: words, numbers, marks and links, made in one walk over the bytes.
//!
//! A token carries a 32-bit hash of its folded form, so that rules look words up without copying them. Contractions,
//! possessives, hyphenated words, initials (`J.`), dotted acronyms (`U.S.`), times and decimals are one token each.
//! Text of any script survives: what is not a letter, a digit or a space becomes a mark of its own.

mod address;
mod letters;
mod odd;
mod walk;
mod walked;

use crate::span::Span;

pub use walk::{tokenize, tokens};
pub use walked::{LONGEST_GROUP, LineStart, Walked, walk};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TokenKind {
    /// Letters, possibly with digits, hyphens, apostrophes or dots inside.
    Word,
    /// Digits with separators inside (`1,137`, `3.5`, `10:30`, `2019-20`).
    Number,
    /// A punctuation mark, or a run of the same dot or dash.
    Punct,
    /// A mark that can open or close a quotation, or an apostrophe that stands at the edge of a word.
    Quote,
    /// Any other sign: currency, mathematics, emoji, control characters.
    Symbol,
    /// A web address, an e-mail address, a file name or host name.
    Url,
    /// `@name` or `#topic`.
    Handle,
}

/// The letters' case of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Case {
    /// No letter that has case.
    None,
    /// All small letters.
    Lower,
    /// A capital followed by small letters only, or a single capital.
    Title,
    /// Two or more letters, all capitals.
    Upper,
    /// Anything else: `iPhone`, `McDonald`, `Al-jazeera` counts as title case by its first part.
    Mixed,
}

/// Facts about a token, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags(pub u16);

impl Flags {
    /// White space, or the start of the text, stands before it.
    pub const SPACE_BEFORE: Self = Self(1);
    /// It is the first token of a line.
    pub const LINE_START: Self = Self(1 << 1);
    /// It is the first token of a sentence.
    pub const SENTENCE_START: Self = Self(1 << 2);
    /// It is the first token of a block.
    pub const BLOCK_START: Self = Self(1 << 3);
    /// It stands inside a paired quotation (the marks themselves do not).
    pub const QUOTED: Self = Self(1 << 4);
    /// It has bytes outside ASCII.
    pub const NON_ASCII: Self = Self(1 << 5);
    /// It has an apostrophe inside.
    pub const APOSTROPHE: Self = Self(1 << 6);
    /// It ends in an apostrophe and `s`.
    pub const POSSESSIVE: Self = Self(1 << 7);
    /// It has a hyphen inside.
    pub const HYPHEN: Self = Self(1 << 8);
    /// It has a digit.
    pub const DIGIT: Self = Self(1 << 9);
    /// It holds its own full stop: an initial (`J.`) or a dotted acronym (`U.S.`, `a.m.`).
    pub const DOTTED: Self = Self(1 << 10);
    /// A quotation mark that opens a quotation, paired or not.
    pub const OPENS: Self = Self(1 << 11);
    /// A quotation mark that closes a quotation, paired or not.
    pub const CLOSES: Self = Self(1 << 12);
    /// The quotation mark has found its partner.
    pub const PAIRED: Self = Self(1 << 13);
    /// A mark with something odd around it: white space where English has none, none where English has it, a small
    /// letter after the end of a sentence, another mark; of quotation marks, one without a partner or turned the wrong
    /// way; of numbers, one whose separators are not those of English. Rules that look for slips of marks and figures need
    /// to look at these only.
    pub const ODD: Self = Self(1 << 14);

    /// Whether every bit of `other` is set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets every bit of `other`.
    pub fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A token: 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Hash of its folded form (see [`super::fold::hash`]).
    pub fold: u32,
    /// What it is.
    pub kind: TokenKind,
    /// Its letters' case.
    pub case: Case,
    /// Facts about it.
    pub flags: Flags,
}

impl Token {
    /// Whether every bit of `flag` is set.
    #[must_use]
    pub const fn has(&self, flag: Flags) -> bool {
        self.flags.has(flag)
    }
}

const _: () = assert!(std::mem::size_of::<Token>() == 16);

#[cfg(test)]
mod tests;
