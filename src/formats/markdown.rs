//! Markdown: `CommonMark` with the tables of GitHub and front matter in YAML or TOML.
//!
//! Code, pictures, shortcodes and raw HTML are no text; what they stand for keeps its place in the sentence.

use super::entity::Entities;
use super::extract::{Builder, Loaded, Note};
use super::front_matter;
use super::markup::Markup;
use super::removal;
use super::skeleton::ByDebug;
use super::source_map::Kind;
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

    fn removal(&self, file: &str, element: Span) -> Option<Span> {
        let blank = |line: &str| {
            let empty = line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b'>'));
            empty.then(|| line.matches('>').count())
        };
        removal::lines(file, element, blank)
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
        | Options::ENABLE_DEFINITION_LIST
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
    let parser = Parser::new_ext(&file[base..], options);
    let mut targets: Vec<_> = parser.reference_definitions().iter().collect();
    targets.sort_by_key(|(_, target)| target.span.start);
    for (name, target) in targets {
        page.out.skeleton.mark(&(name, &*target.dest, target.title.as_deref()));
    }
    for (event, range) in parser.into_offset_iter() {
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
            Event::Start(tag) => return self.start(tag, span),
            Event::End(tag) => return self.end(*tag, span),
            Event::Text(text) if self.quiet == 0 && !self.metadata => return self.text(text, span),
            Event::SoftBreak => return self.out.space(self.with_indentation(span)),
            Event::HardBreak => self.out.space(span),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if self.quiet == 0 => {
                self.open();
                self.out.object(span);
            }
            Event::FootnoteReference(_) if self.quiet == 0 => {
                self.open();
                self.out.object(span);
                self.out.hold_other();
            }
            Event::Html(html) | Event::InlineHtml(html) => return self.html(html, span),
            Event::Rule => self.out.hold_other(),
            _ => {}
        }
        // Front matter has been read as it stands.
        if !self.metadata {
            self.out.skeleton.mark(&ByDebug(event));
        }
    }

    /// The line end at `span` with the white space that the next line begins with.
    fn with_indentation(&self, span: Span) -> Span {
        let rest = &self.file[span.end as usize..];
        let indentation = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        Span::new(span.start, span.end + indentation as u32)
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        let kind = match tag {
            Tag::Heading { level: HeadingLevel::H1, .. } => Some(Kind::Heading),
            Tag::Heading { .. } => Some(Kind::Subheading),
            Tag::Paragraph => Some(self.kinds.last().copied().unwrap_or(Kind::Running)),
            Tag::Item
            | Tag::TableCell
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => Some(Kind::Item),
            Tag::MetadataBlock(kind) => {
                self.metadata = true;
                front_matter::read(*kind, span, &mut self.out);
                return;
            }
            Tag::CodeBlock(_) => {
                self.out.end();
                self.out.interrupt();
                self.out.hold_other();
                self.quiet += 1;
                None
            }
            Tag::Image { .. } => {
                if self.quiet == 0 {
                    self.open();
                    self.out.picture(span);
                }
                self.out.hold_other();
                self.quiet += 1;
                None
            }
            _ => None,
        };
        if let Some(kind) = kind {
            self.out.end();
            self.shortcode = None;
            self.kinds.push(kind);
        }
        if let Some(deletable) = is_deletable(&tag.to_end()) {
            self.out.end();
            self.out.enter(span.start, deletable);
        }
        // A block of HTML is what stands in it.
        if !matches!(tag, Tag::HtmlBlock) {
            self.out.skeleton.open(&ByDebug(tag));
        }
        let begins = matches!(tag, Tag::Heading { .. } | Tag::Paragraph | Tag::TableCell | Tag::DefinitionListTitle);
        if let Some(kind) = kind.filter(|_| begins) {
            self.out.begin(kind);
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {
                self.kinds.pop();
                self.out.end();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Table | TagEnd::DefinitionList => self.out.interrupt(),
            TagEnd::CodeBlock | TagEnd::Image => self.quiet = self.quiet.saturating_sub(1),
            TagEnd::MetadataBlock(_) => {
                self.metadata = false;
                return;
            }
            _ => {}
        }
        if tag != TagEnd::HtmlBlock {
            self.out.skeleton.close(&ByDebug(tag));
        }
        if is_deletable(&tag).is_some() {
            self.out.leave(span.end);
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
            let opens = |n: &usize| rest[n + 1..].starts_with(['{', '%']);
            let next = memchr::memchr_iter(b'{', rest.as_bytes()).find(opens);
            let end = next.map_or(raw.len(), |n| at + n);
            self.out.text(place(at, end));
            at = end;
            if next.is_some() {
                self.shortcode = Some(if raw[at..].starts_with("{{") { "}}" } else { "%}" });
            }
        }
    }

    fn html(&mut self, html: &str, span: Span) {
        self.out.hold_other();
        let mut from = 0;
        let comment = |from: usize| {
            let start = from + html[from..].find("<!--")?;
            let end = start + 4 + html[start + 4..].find("-->")?;
            Some((start, end))
        };
        let skeleton = |page: &mut Self, html: &str| {
            if !html.trim().is_empty() {
                page.out.skeleton.mark(html.trim());
            }
        };
        while let Some((start, end)) = comment(from) {
            let place = Span::new(span.start + start as u32, span.start + end as u32 + 3);
            skeleton(self, &html[from..start]);
            let mark = self.out.skeleton.len();
            skeleton(self, &html[start..end + 3]);
            if let Some(note) = Note::parse(&html[start + 4..end], place, (mark, mark + 1)) {
                self.out.note(note);
            }
            from = end + 3;
        }
        skeleton(self, &html[from..]);
    }
}

/// Whether an element can be deleted with the one block it holds; none of what holds no blocks.
fn is_deletable(tag: &TagEnd) -> Option<bool> {
    match tag {
        TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => Some(true),
        TagEnd::Table
        | TagEnd::TableHead
        | TagEnd::TableRow
        | TagEnd::TableCell
        | TagEnd::FootnoteDefinition
        | TagEnd::DefinitionList
        | TagEnd::DefinitionListTitle
        | TagEnd::DefinitionListDefinition
        | TagEnd::HtmlBlock => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
