//! Positions: the lines and characters of the protocol, and the bytes they stand for.
//!
//! What a character counts is agreed on when a session begins. A line ends after LF, CRLF or a lone CR.

use crate::span::{LineIndex, Span};
use gen_lsp_types::{Position, Range};

/// What the numbers of characters in a line count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Encoding {
    /// The best of the encodings a client `offers`, by their names; UTF-16, which every client knows, if it names none.
    #[must_use]
    pub fn best<'a>(offers: impl Iterator<Item = &'a str>) -> Self {
        let known = |name: &str| match name {
            "utf-8" => Some(Self::Utf8),
            "utf-32" => Some(Self::Utf32),
            _ => None,
        };
        let known: Vec<Self> = offers.filter_map(known).collect();
        [Self::Utf8, Self::Utf32].into_iter().find(|e| known.contains(e)).unwrap_or_default()
    }

    /// Its name in the protocol.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    fn width(self, c: char) -> u32 {
        match self {
            Self::Utf8 => c.len_utf8() as u32,
            Self::Utf16 => c.len_utf16() as u32,
            Self::Utf32 => 1,
        }
    }

    /// How many characters `text` has.
    #[must_use]
    pub fn length(self, text: &str) -> u32 {
        if self == Self::Utf8 { text.len() as u32 } else { text.chars().map(|c| self.width(c)).sum() }
    }

    /// The byte of `text` that `position` stands for; one behind the end of its line for that end, one inside of a
    /// character for its beginning.
    #[must_use]
    pub fn offset(self, text: &str, lines: &LineIndex, position: Position) -> u32 {
        let line = position.line as usize;
        if line >= lines.count() {
            return text.len() as u32;
        }
        let span = lines.line_span(text, line);
        let mut left = position.character;
        let mut offset = span.start;
        for c in span.of(text).chars() {
            let width = self.width(c);
            if width > left {
                break;
            }
            left -= width;
            offset += c.len_utf8() as u32;
        }
        offset
    }

    /// The bytes of `text` that `range` stands for; a range that runs backwards is taken the other way.
    #[must_use]
    pub fn span(self, text: &str, lines: &LineIndex, range: Range) -> Span {
        let (a, b) = (self.offset(text, lines, range.start), self.offset(text, lines, range.end));
        Span::new(a.min(b), a.max(b))
    }
}

/// Turns bytes into positions: all that are asked for are counted in one walk, however long the lines.
#[derive(Debug)]
pub struct Positions {
    known: Vec<(u32, Position)>,
}

impl Positions {
    /// Counts the places of the borders of `spans`.
    #[must_use]
    pub fn new(text: &str, lines: &LineIndex, encoding: Encoding, spans: impl Iterator<Item = Span>) -> Self {
        let mut offsets: Vec<u32> = spans.flat_map(|s| [s.start, s.end]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut last = (usize::MAX, 0, 0);
        let mut place = |offset: u32| {
            let line = lines.line(offset);
            let (from, character) =
                if last.0 == line { (last.1, last.2) } else { (lines.line_span(text, line).start, 0) };
            let character = character + encoding.length(&text[from as usize..offset as usize]);
            last = (line, offset, character);
            (offset, Position { line: line as u32, character })
        };
        Self { known: offsets.into_iter().map(&mut place).collect() }
    }

    /// The range of `span`, one of those that were asked for.
    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        let position = |at: u32| {
            let known = self.known.binary_search_by_key(&at, |k| k.0);
            known.map_or_else(|_| Position::default(), |n| self.known[n].1)
        };
        Range { start: position(span.start), end: position(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Caf\u{65}\u{301} 🗞\u{a0}x\r\n«é»\rlast 👩‍👧";

    #[test]
    fn every_byte_there_and_back() {
        let lines = LineIndex::new(TEXT);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let spans = || TEXT.char_indices().map(|(at, _)| Span::at(at as u32));
            let places = Positions::new(TEXT, &lines, encoding, spans());
            // Between CR and LF there is no place.
            let torn =
                |s: &Span| TEXT[..s.start as usize].ends_with('\r') && TEXT[s.start as usize..].starts_with('\n');
            for span in spans().filter(|s| !torn(s)) {
                let range = places.range(span);
                assert_eq!(encoding.span(TEXT, &lines, range), span, "{encoding:?} {range:?}");
            }
        }
        let at = |encoding: Encoding, needle: &str| {
            let span = Span::at(TEXT.find(needle).unwrap() as u32);
            let position = Positions::new(TEXT, &lines, encoding, std::iter::once(span)).range(span).start;
            (position.line, position.character)
        };
        assert_eq!(at(Encoding::Utf8, "x"), (0, 13));
        assert_eq!(at(Encoding::Utf16, "x"), (0, 9));
        assert_eq!(at(Encoding::Utf32, "x"), (0, 8));
        assert_eq!(at(Encoding::Utf16, "last"), (2, 0));
    }

    #[test]
    fn what_lies_outside_or_inside_of_a_character_is_moved() {
        let lines = LineIndex::new(TEXT);
        let offset = |line, character| Encoding::Utf16.offset(TEXT, &lines, Position { line, character });
        assert_eq!(offset(0, 7), offset(0, 6), "inside of a surrogate pair");
        assert_eq!(offset(0, 99) as usize, TEXT.find('\r').unwrap());
        assert_eq!(offset(9, 0) as usize, TEXT.len());
    }

    #[test]
    fn the_best_encoding_is_chosen() {
        let best = |names: &[&str]| Encoding::best(names.iter().copied());
        assert_eq!(best(&[]), Encoding::Utf16);
        assert_eq!(best(&["utf-16"]), Encoding::Utf16);
        assert_eq!(best(&["utf-16", "utf-32"]), Encoding::Utf32);
        assert_eq!(best(&["utf-16", "utf-32", "utf-8"]), Encoding::Utf8);
    }
}
