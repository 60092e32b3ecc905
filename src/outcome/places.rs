//! Places: lines and columns of findings, within the field of the record they stand in.
//!
//! All places a report needs are known before it is written, so they are counted in one walk, however long the lines.

use crate::article::Article;
use crate::finding::Finding;
use crate::span::{LineIndex, Position, Span};

/// The field of a record a place stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The headline, where a record has one of its own.
    Headline,
    /// The text; everything, where the article has no separate headline.
    Text,
}

/// A place within its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPlace {
    /// The field.
    pub field: Field,
    /// In bytes of the field's text.
    pub span: Span,
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// The places of an article's findings.
#[derive(Debug)]
pub struct Places<'a> {
    text: &'a str,
    fence: Option<Span>,
    known: Vec<(u32, Position)>,
}

impl<'a> Places<'a> {
    /// Counts lines and columns of `findings` and of their related places in the article.
    #[must_use]
    pub fn new(article: &'a Article<'_>, findings: &[Finding]) -> Self {
        let (text, fence) = (&*article.text, article.fences.first().copied());
        let mut places = Self { text, fence, known: Vec::new() };
        let spans = findings.iter().flat_map(|f| std::iter::once(f.span).chain(f.related.iter().map(|r| r.span)));
        let mut offsets: Vec<u32> = spans.map(|s| places.within(s).1).flat_map(|s| [s.start, s.end]).collect();
        offsets.sort_unstable();
        offsets.dedup();
        if offsets.is_empty() {
            return places;
        }
        let split = offsets.partition_point(|&at| fence.is_some_and(|f| at <= f.start));
        let (headline, body) = offsets.split_at(split);
        if let Some(fence) = fence {
            places.count(0, fence.start, headline);
        }
        places.count(fence.map_or(0, |f| f.end), text.len() as u32, body);
        places
    }

    fn count(&mut self, start: u32, end: u32, offsets: &[u32]) {
        let text = &self.text[start as usize..end as usize];
        if offsets.is_empty() {
            return;
        }
        let lines = LineIndex::new(text);
        let mut last: Option<(usize, u32, u32)> = None;
        for &offset in offsets {
            let at = offset - start;
            let line = lines.line(at);
            let (from, column) = match last {
                Some((same, from, column)) if same == line => (from, column),
                _ => (lines.line_span(text, line).start, 1),
            };
            let column = column + text[from as usize..at as usize].chars().count() as u32;
            last = Some((line, at, column));
            self.known.push((offset, Position { line: line as u32 + 1, column }));
        }
    }

    /// The field that holds `span`, and the part of `span` in it, still in bytes of the whole text.
    fn within(&self, span: Span) -> (Field, Span) {
        match self.fence {
            Some(fence) if span.start < fence.start || span.end <= fence.start => {
                (Field::Headline, Span::new(span.start, span.end.min(fence.start)))
            }
            Some(fence) => (Field::Text, Span::new(span.start.max(fence.end), span.end.max(fence.end))),
            None => (Field::Text, span),
        }
    }

    /// What separates a headline from the text.
    #[must_use]
    pub fn fence(&self) -> Option<Span> {
        self.fence
    }

    /// Whether `span` lies in one field.
    #[must_use]
    pub fn is_whole(&self, span: Span) -> bool {
        self.fence.is_none_or(|fence| span.end <= fence.start || span.start >= fence.end)
    }

    /// The field of `span` and its bytes there.
    #[must_use]
    pub fn relative(&self, span: Span) -> (Field, Span) {
        let (field, part) = self.within(span);
        let base = match (field, self.fence) {
            (Field::Text, Some(fence)) => fence.end,
            _ => 0,
        };
        (field, Span::new(part.start - base, part.end - base))
    }

    /// The place of `span`, which belongs to a finding or a related place.
    #[must_use]
    pub fn place(&self, span: Span) -> FieldPlace {
        let (field, span_in_field) = self.relative(span);
        let part = self.within(span).1;
        let position = |at: u32| {
            let known = self.known.binary_search_by_key(&at, |k| k.0);
            known.map_or(Position { line: 1, column: 1 }, |i| self.known[i].1)
        };
        FieldPlace { field, span: span_in_field, start: position(part.start), end: position(part.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::sample::finding;

    #[test]
    fn places_are_those_of_the_line_index() {
        let text = "Héad “one”\r\nTwo 世界 x\n\nLast é";
        let spans: Vec<Span> =
            text.char_indices().map(|(i, c)| Span::new(i as u32, (i + c.len_utf8()) as u32)).collect();
        let findings: Vec<Finding> = spans.iter().rev().map(|&s| finding(0, s)).collect();
        let article = Article::new(text);
        let places = Places::new(&article, &findings);
        let index = LineIndex::new(text);
        for span in spans {
            assert_eq!(places.place(span).start, index.position(text, span.start), "{span}");
            assert_eq!(places.place(span).end, index.position(text, span.end), "{span}");
        }
    }

    #[test]
    fn places_of_a_record_are_those_of_its_field() {
        let text = "Héad\n\nBody é x";
        let fence = Span::new(5, 7);
        let spans =
            [Span::new(0, 3), Span::new(5, 5), Span::new(7, 11), Span::new(12, 14), Span::new(3, 9), Span::new(5, 7)];
        let article = Article { fences: vec![fence], ..Article::new(text) };
        let places = Places::new(&article, &spans.map(|s| finding(0, s)));
        let at = |i: usize| {
            let p = places.place(spans[i]);
            (p.field, p.span, p.start.line, p.start.column, p.end.column)
        };
        assert_eq!(at(0), (Field::Headline, Span::new(0, 3), 1, 1, 3));
        assert_eq!(at(1), (Field::Headline, Span::at(5), 1, 5, 5));
        assert_eq!(at(2), (Field::Text, Span::new(0, 4), 1, 1, 5));
        assert_eq!(at(3), (Field::Text, Span::new(5, 7), 1, 6, 7));
        assert_eq!(at(4), (Field::Headline, Span::new(3, 5), 1, 3, 5));
        assert_eq!(at(5), (Field::Text, Span::at(0), 1, 1, 1));
        assert!(!places.is_whole(spans[4]) && places.is_whole(spans[2]));
    }
}
