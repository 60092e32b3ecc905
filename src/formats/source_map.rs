//! The source map: which bytes of a file stand for which of the text read out of it, and in which element.

use super::skeleton::Marks;
use crate::span::Span;

/// Which bytes of a file stand for which of the text read out of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// FileStretch by stretch, in the order of the text.
    pub pieces: Vec<Piece>,
    /// White space that shows nothing, in the order of the text.
    pub unseen: Vec<Unseen>,
    /// Block by block, in the order of the text.
    pub elements: Vec<Element>,
}

/// A stretch of the text and the bytes of the file it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the text.
    pub text: Span,
    /// Where it stands in the file.
    pub file: Span,
    /// The bytes are the same in both; if not, the stretch is one character, such as an entity.
    pub plain: bool,
}

/// White space of the file that shows nothing, because only markup parts it from white space that does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unseen {
    /// Where the space that shows ends in the text.
    pub at: u32,
    /// Where it stands in the file.
    pub file: Span,
}

/// Bytes of the file that stand together, without markup between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStretch {
    /// Where they stand in the file.
    pub file: Span,
    /// They are white space only.
    pub blank: bool,
}

/// What a block is, as the markup says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The title of the page, or of the front matter.
    Title,
    /// The description of the page, or of the front matter.
    Description,
    /// A heading; the first of its kind is the headline.
    Heading,
    /// A heading of a lower level.
    Subheading,
    /// An item of a list, or a cell of a table.
    Item,
    /// The words under a picture.
    Caption,
    /// Running text.
    Running,
}

/// A block of the text, and the element of the file that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element {
    /// Where it stands in the text.
    pub text: Span,
    /// Where it stands in the file, with its tags if it can be deleted as a whole.
    pub file: Span,
    /// What it is.
    pub kind: Kind,
    /// It is an element of its own, whose bytes may be deleted.
    pub whole: bool,
    /// What the skeleton has of it, if it can be deleted as a whole.
    pub marks: Marks,
    /// It stands outside the article, as the title of a page does, and may repeat it.
    pub apart: bool,
    /// It is the value of an attribute or of a key, where quotation marks have to be escaped.
    pub value: bool,
    /// What stands right before it may interrupt a sentence: a quotation, a list, code, a picture, a line break.
    pub interrupted: bool,
}

impl SourceMap {
    /// The block that holds byte `at` of the text, or ends there.
    #[must_use]
    pub fn element_at(&self, at: u32) -> Option<&Element> {
        let next = self.elements.partition_point(|p| p.text.end < at);
        self.elements.get(next).filter(|p| p.text.start <= at)
    }

    /// The bytes of the file that hold `span` of the text, with any markup between them.
    #[must_use]
    pub fn file_span(&self, span: Span) -> Span {
        let first = self.pieces.partition_point(|p| p.text.end <= span.start);
        let Some(first) = self.pieces.get(first).or_else(|| self.pieces.last()) else { return Span::new(0, 0) };
        let offset = if first.plain { span.start.saturating_sub(first.text.start).min(first.text.len()) } else { 0 };
        let start = first.file.start + offset;
        if span.start == span.end {
            return Span::new(start, start);
        }
        let last = self.pieces.partition_point(|p| p.text.start < span.end).saturating_sub(1);
        let last = &self.pieces[last];
        let inside = if last.plain { span.end.min(last.text.end) - last.text.start } else { last.file.len() };
        let end = last.file.start + inside;
        Span::new(start.min(end), end.max(start))
    }

    /// The bytes of the file that stand for `span` of `text`, which is not empty, without any markup between them; none if
    /// it begins or ends inside a character reference, or some of it has no bytes.
    #[must_use]
    pub fn stretches(&self, text: &str, span: Span) -> Option<Vec<FileStretch>> {
        let first = self.pieces.partition_point(|p| p.text.end <= span.start);
        let past = self.pieces.partition_point(|p| p.text.start < span.end);
        let mut out: Vec<FileStretch> = Vec::new();
        let mut add = |file: Span, blank: bool| match out.last_mut() {
            Some(last) if last.file.end == file.start => {
                last.file.end = file.end;
                last.blank &= blank;
            }
            _ => out.push(FileStretch { file, blank }),
        };
        let mut unseen = self.unseen.partition_point(|u| u.at <= span.start);
        let mut at = span.start;
        for piece in self.pieces.get(first..past)? {
            let seen = Span::new(piece.text.start.max(span.start), piece.text.end.min(span.end));
            // A space without bytes, as between two cues of subtitles, is a border.
            let broken = !piece.plain && seen != piece.text;
            if seen.start != at || broken || piece.file.is_empty() {
                return None;
            }
            at = seen.end;
            let blank = seen.of(text).chars().all(is_space);
            let in_file = |at: u32| piece.file.start + at - piece.text.start;
            add(if piece.plain { Span::new(in_file(seen.start), in_file(seen.end)) } else { piece.file }, blank);
            while let Some(space) = self.unseen.get(unseen).filter(|u| u.at <= at) {
                add(space.file, true);
                unseen += 1;
            }
        }
        (at == span.end).then_some(out)
    }
}

/// White space that a browser shows as one space.
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}
