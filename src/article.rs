//! The article: a text and all that is known of it. Every format makes one, the linter checks one, fixes carry one along.

use crate::edits::{self, Moves};
use crate::finding::Edit;
use crate::language::{Date, Language, Variety};
use crate::span::Span;
use crate::text::block::Role;
use std::borrow::Cow;

/// One piece of news in English, and what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article<'a> {
    /// The text. Findings are bytes of it.
    pub text: Cow<'a, str>,
    /// What the file says of blocks of the text, in order; empty where it says nothing.
    pub parts: Vec<Part>,
    /// What separates the fields of a record, in order: no fix touches it, and no place reaches over it.
    pub fences: Vec<Span>,
    /// The variety of English it is written in, if known.
    pub english: Option<Variety>,
    /// The day it was published, if known.
    pub published: Option<Date>,
    /// What it was translated from.
    pub source: Source<'a>,
}

/// A block of an article, as its file describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// What it is, where the file says so.
    pub role: Option<Role>,
    /// It stands outside the article, as the title of a page does, and may repeat it.
    pub apart: bool,
}

/// What an article was translated from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source<'a> {
    /// The language, if known.
    pub language: Option<Language>,
    /// The text before translation, if it is at hand.
    pub text: Option<Cow<'a, str>>,
    /// Which words of the source became which of the article, where that is known, in the order of the article.
    pub segments: Vec<Segment>,
}

/// A stretch of the source and its translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// In bytes of the source text.
    pub source: Span,
    /// In bytes of the article's text.
    pub target: Span,
}

impl<'a> Article<'a> {
    /// An article of which nothing but the text is known.
    #[must_use]
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The same article, with its texts borrowed.
    #[must_use]
    pub fn borrowed(&self) -> Article<'_> {
        Article {
            text: Cow::Borrowed(&*self.text),
            parts: self.parts.clone(),
            fences: self.fences.clone(),
            english: self.english,
            published: self.published,
            source: Source {
                language: self.source.language.clone(),
                text: self.source.text.as_deref().map(Cow::Borrowed),
                segments: self.source.segments.clone(),
            },
        }
    }

    /// Changes the text; parts, fences and segments move along. The edits are sorted, disjoint and clear of the fences.
    pub fn apply(&mut self, edits: &[Edit]) {
        self.text = Cow::Owned(edits::apply(&self.text, edits));
        let moves = Moves::of(edits);
        let moved = |at, behind| moves.place(at, behind);
        // What is put in at the border of a part belongs to it, and never to what separates two fields.
        for part in &mut self.parts {
            part.span = Span::new(moved(part.span.start, false), moved(part.span.end, true));
        }
        for fence in &mut self.fences {
            *fence = Span::new(moved(fence.start, true), moved(fence.end, false));
        }
        // Segments stand next to each other: what is put in between two belongs to the second.
        for segment in &mut self.source.segments {
            segment.target = Span::new(moved(segment.target.start, false), moved(segment.target.end, false));
        }
    }

    /// The part that holds byte `at` of the text, or ends there.
    #[must_use]
    pub fn part_at(&self, at: u32) -> Option<&Part> {
        let next = self.parts.partition_point(|p| p.span.end < at);
        self.parts.get(next).filter(|p| p.span.start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_moves_with_the_text() {
        let text = "Head\n\nOne two. Three four.";
        let part = |start, end| Part { span: Span::new(start, end), role: None, apart: false };
        let segment = |start, end| Segment { source: Span::default(), target: Span::new(start, end) };
        let mut article = Article {
            parts: vec![part(0, 4), part(6, 26)],
            fences: vec![Span::new(4, 6)],
            source: Source { segments: vec![segment(6, 15), segment(15, 26)], ..Source::default() },
            ..Article::new(text)
        };
        let edits = [
            Edit::new(Span::at(4), "line"),
            Edit::new(Span::new(6, 9), "Twenty"),
            Edit::new(Span::at(15), "And "),
            Edit::new(Span::at(26), "!"),
        ];
        article.apply(&edits);
        assert_eq!(article.text, "Headline\n\nTwenty two. And Three four.!");
        let words = |span: Span| span.of(&article.text);
        assert_eq!(
            article.parts.iter().map(|p| words(p.span)).collect::<Vec<_>>(),
            ["Headline", "Twenty two. And Three four.!"]
        );
        assert_eq!(words(article.fences[0]), "\n\n");
        let targets: Vec<&str> = article.source.segments.iter().map(|s| words(s.target)).collect();
        assert_eq!(targets, ["Twenty two. ", "And Three four."]);
    }
}
