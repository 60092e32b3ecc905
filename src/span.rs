//! Places in a text: half-open byte ranges, and the line and column a person or an editor counts.
//!
//! Everything inside the crate is bytes of the document's text. Lines and columns exist only at the edge, where a
//! report is written, and come from one [`LineIndex`].

use std::fmt;

/// A half-open range of bytes, `start..end`, both on character boundaries of the text it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` to byte `end`.
    ///
    /// # Panics
    /// In debug builds, when `start` is after `end`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "span {start}..{end} runs backwards");
        Self { start, end }
    }

    /// An empty span at byte `at`, where something can be inserted.
    #[must_use]
    pub fn at(at: u32) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two spans share a byte; an empty span touches what it lies strictly inside of, or another at the same place.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        if self == other {
            return true;
        }
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The text of the span.
    ///
    /// # Panics
    /// When the span does not lie within `text` on character boundaries.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// The span as a range of `usize`, for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// A place as people count it: both numbers from 1, the column in Unicode code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. A line ends after LF, CRLF or a lone CR.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
}

/// Where the lines of a text begin: turns bytes into lines and columns.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
    ascii: bool,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(at as u32 + 1);
        }
        Self { starts, ascii: text.is_ascii() }
    }

    /// Follows a change: `replaced` of the text before has become `length` bytes of `text`, the text after it.
    pub fn edit(&mut self, text: &str, replaced: Span, length: u32) {
        let bytes = text.as_bytes();
        let end = replaced.start + length;
        // The byte before the change and the one behind it may have been, or now be, halves of a CRLF.
        let (low, high) = (replaced.start.saturating_sub(1) as usize, (end as usize + 1).min(bytes.len()));
        let found = memchr::memchr2_iter(b'\n', b'\r', &bytes[low..high]).map(|at| low + at);
        let ends = found.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let new: Vec<u32> = ends.map(|at| at as u32 + 1).collect();
        let first = self.starts.partition_point(|&s| s < replaced.start.max(1));
        let last = self.starts.partition_point(|&s| s <= replaced.end + 1);
        for start in &mut self.starts[last..] {
            *start = *start - replaced.len() + length;
        }
        self.starts.splice(first..last, new);
        self.ascii = self.ascii && text[replaced.start as usize..end as usize].is_ascii();
    }

    /// How many lines there are: one more than line ends.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Line (from 0) that holds byte `offset`.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&s| s <= offset) - 1
    }

    /// Byte range of line `line` (from 0) without its line end.
    #[must_use]
    pub fn line_span(&self, text: &str, line: usize) -> Span {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(text.len() as u32, |&e| e);
        let kept = text[start as usize..end as usize].trim_end_matches(['\n', '\r']).len() as u32;
        Span::new(start, start + kept)
    }

    /// The place of byte `offset` as people count it.
    ///
    /// # Panics
    /// When `offset` is not on a character boundary of `text`.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let before = &text[self.starts[line] as usize..offset as usize];
        let column = if self.ascii { before.len() } else { before.chars().count() };
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_code_points_and_every_line_end() {
        let text = "é“a\r\nb\rc\n\nd";
        let index = LineIndex::new(text);
        let at = |needle: &str| index.position(text, text.find(needle).unwrap() as u32);
        assert_eq!(at("a"), Position { line: 1, column: 3 });
        assert_eq!(at("b"), Position { line: 2, column: 1 });
        assert_eq!(at("c"), Position { line: 3, column: 1 });
        assert_eq!(at("d"), Position { line: 5, column: 1 });
        assert_eq!(index.line_span(text, 0).of(text), "é“a");
        assert_eq!(index.line_span(text, 3).of(text), "");
    }

    #[test]
    fn an_index_follows_changes() {
        let pieces = ["", "a", "\n", "\r", "\r\n", "é\r", "\nb", "x\r\ny\rz\n"];
        let before = "a\r\nb\rc\n\nd\r\r\ne";
        for start in 0..=before.len() {
            for end in start..=before.len() {
                for piece in pieces {
                    let mut index = LineIndex::new(before);
                    let after = format!("{}{piece}{}", &before[..start], &before[end..]);
                    index.edit(&after, Span::new(start as u32, end as u32), piece.len() as u32);
                    assert_eq!(index.starts, LineIndex::new(&after).starts, "{start}..{end} becomes {piece:?}");
                }
            }
        }
    }

    #[test]
    fn an_insertion_overlaps_only_what_it_lies_inside_of() {
        assert!(Span::new(2, 5).overlaps(Span::at(3)));
        assert!(!Span::new(2, 5).overlaps(Span::at(2)));
        assert!(!Span::new(2, 5).overlaps(Span::at(5)));
        assert!(Span::at(3).overlaps(Span::at(3)));
        assert!(!Span::new(0, 2).overlaps(Span::new(2, 4)));
    }
}
