//! What the formats with markup have in common: they are read, and words are written back.

use super::extract::Loaded;
use crate::span::Span;
use std::fmt;

/// A way to write text with markup: how it is read, and how words are written back.
pub trait Markup: fmt::Debug + Sync {
    /// Reads the text out of `file`.
    fn read(&self, file: &str) -> Loaded<'static>;

    /// Writes the character `c` of the text; `value` says that it stands in an attribute or the value of a key.
    fn write(&self, c: char, value: bool, out: &mut String);

    /// Whether the markup `between` two stretches of text closes an element before it opens another.
    fn closes(&self, between: &str) -> bool;

    /// What goes from `file` if the block whose element stands at `element` is deleted: its lines, if it can be.
    fn removal(&self, file: &str, element: Span) -> Option<Span>;

    /// Whether two words that a comment stands between would grow together without it.
    fn comments_part_words(&self) -> bool {
        false
    }

    /// Whether a file writes characters as references (`&eacute;`), so that its own way to write one is kept.
    fn has_references(&self) -> bool {
        false
    }
}
