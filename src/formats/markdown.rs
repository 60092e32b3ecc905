//! Markdown: `CommonMark` with the tables of GitHub and front matter in YAML or TOML.
//!
//! Code, pictures, shortcodes and raw HTML are no text; what they stand for keeps its place in the sentence.

use super::entity::Entities;
use super::extract::{Builder, Kind, Loaded, Note};
use super::front_matter;
use super::markup::Markup;
use crate::span::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// `CommonMark` as a markup.
#[derive(Debug)]
pub struct Markdown;

impl Markup for Markdown {
    fn read(&self, file: &str) -> Loaded<'static> {
        read(file)
    }

    fn write(&self, c: char, value: bool, out: &mut String) {
        if !value && matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<') {
            out.push('\\');
        }
        out.push(c);
    }

    fn closes(&self, between: &str) -> bool {
        between.starts_with(['*', '_', ']', '~'])
    }

    fn comments_part_words(&self) -> bool {
        true
    }
}

/// Reads the text out of `file`.
#[must_use]
fn read(file: &str) -> Loaded<'static> {
    let base = if file.starts_with('\u{feff}') { 3 } else { 0 };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut page = MarkdownPage {
        file,
        base,
        out: Builder::new(file),
        quiet: 0,
        entities: Entities::default(),
        metadata: false,
        kinds: Vec::new(),
        shortcode: None,
    };
    for (event, range) in Parser::new_ext(&file[base..], options).into_offset_iter() {
        page.event(&event, range);
    }
    page.out.finish()
}

#[derive(Debug)]
struct MarkdownPage<'f> {
    file: &'f str,
    base: usize,
    out: Builder<'f>,
    /// How many elements without text are open.
    quiet: usize,
    entities: Entities,
    /// Front matter is open.
    metadata: bool,
    /// What the open blocks are.
    kinds: Vec<Kind>,
    /// What ends the shortcode that is open.
    shortcode: Option<&'static str>,
}

impl MarkdownPage<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new((range.start + self.base) as u32, (range.end + self.base) as u32)
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        let span = self.span(&range);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            Event::Text(text) if self.quiet == 0 && !self.metadata => self.text(text, span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_)
                if self.quiet == 0 =>
            {
                self.open();
                self.out.object(span);
            }
            Event::SoftBreak | Event::HardBreak => self.out.space(span),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, span),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        let kind = match tag {
            Tag::Heading { level: HeadingLevel::H1, .. } => Kind::Heading,
            Tag::Heading { .. } => Kind::Subheading,
            Tag::Paragraph => self.kinds.last().copied().unwrap_or(Kind::Running),
            Tag::Item | Tag::TableCell | Tag::FootnoteDefinition(_) => Kind::Item,
            Tag::MetadataBlock(kind) => {
                self.metadata = true;
                front_matter::read(*kind, span, &mut self.out);
                return;
            }
            Tag::CodeBlock(_) => {
                self.out.end(None);
                self.out.interrupt();
                self.quiet += 1;
                return;
            }
            Tag::Image { .. } => {
                if self.quiet == 0 {
                    self.open();
                    self.out.picture(span);
                }
                self.quiet += 1;
                return;
            }
            _ => return,
        };
        self.out.end(None);
        self.shortcode = None;
        self.kinds.push(kind);
        if !matches!(tag, Tag::Item | Tag::FootnoteDefinition(_)) {
            self.out.begin(kind);
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Heading(_) | TagEnd::Paragraph => {
                self.kinds.pop();
                self.out.end(Some(span));
            }
            TagEnd::Item | TagEnd::TableCell | TagEnd::FootnoteDefinition => {
                self.kinds.pop();
                self.out.end(None);
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Table => self.out.interrupt(),
            TagEnd::CodeBlock | TagEnd::Image => self.quiet = self.quiet.saturating_sub(1),
            TagEnd::MetadataBlock(_) => self.metadata = false,
            _ => {}
        }
    }

    /// Begins a block where an item of a tight list has none of its own.
    fn open(&mut self) {
        if !self.out.is_open() {
            self.out.begin(self.kinds.last().copied().unwrap_or(Kind::Running));
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        self.open();
        let raw = span.of(self.file);
        if raw != text {
            // A character reference, or a character the parser writes in another way.
            match self.entities.decode(raw) {
                (length, Some(decoded)) if length == raw.len() => self.out.one(decoded, span),
                _ => self.out.object(span),
            }
            return;
        }
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let place = |from: usize, to: usize| Span::new(span.start + from as u32, span.start + to as u32);
            if let Some(close) = self.shortcode {
                let Some(end) = rest.find(close).map(|n| at + n + close.len()) else { return };
                self.out.object(place(at, end));
                self.shortcode = None;
                at = end;
                continue;
            }
            let next = ["{{", "{%"].iter().filter_map(|open| rest.find(open)).min();
            let end = next.map_or(raw.len(), |n| at + n);
            self.out.text(place(at, end));
            at = end;
            if next.is_some() {
                self.shortcode = Some(if raw[at..].starts_with("{{") { "}}" } else { "%}" });
            }
        }
    }

    fn html(&mut self, html: &str, span: Span) {
        let mut from = 0;
        while let Some(start) = html[from..].find("<!--").map(|n| from + n) {
            let Some(end) = html[start + 4..].find("-->").map(|n| start + 4 + n) else { return };
            let place = Span::new(span.start + start as u32, span.start + end as u32 + 3);
            if let Some(note) = Note::parse(&html[start + 4..end], place) {
                self.out.note(note);
            }
            from = end + 3;
        }
    }
}

#[cfg(test)]
mod tests;
