//! Marks that can end a sentence, as single tokens.

use super::token::{Token, TokenKind};

/// A mark that can end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stop {
    /// One full stop.
    Dot,
    /// A full stop of a script that puts no space after it.
    WideDot,
    /// Two or more dots, or the sign for them.
    Ellipsis,
    /// An exclamation mark or more.
    Exclamation,
    /// A question mark or more.
    Question,
}

/// The stop that `token` is, if it is one.
#[inline]
pub(super) fn stop(text: &str, token: &Token) -> Option<Stop> {
    if token.kind != TokenKind::Punct {
        return None;
    }
    let bytes = &text.as_bytes()[token.span.range()];
    match bytes[0] {
        b'.' if bytes.len() == 1 => Some(Stop::Dot),
        b'.' => Some(Stop::Ellipsis),
        b'!' => Some(Stop::Exclamation),
        b'?' => Some(Stop::Question),
        0x00..0x80 => None,
        _ => match token.span.of(text).chars().next() {
            Some('…') => Some(Stop::Ellipsis),
            Some('。') => Some(Stop::WideDot),
            Some('．') => Some(Stop::Dot),
            Some('！') => Some(Stop::Exclamation),
            Some('？' | '؟') => Some(Stop::Question),
            _ => None,
        },
    }
}
