//! The text of an article taken out of a file with markup, with the way back to the file's bytes.
//!
//! The text is written as a plain file would have it: blocks with a blank line between them, and white space as a
//! browser shows it. Every character knows which bytes of the file stand for it.

use crate::article::{Article, Part, Source};
use crate::language::{Language, Variety};
use crate::span::Span;
use crate::text::block::Role;

/// Stands in the text for what is no text but has a place in the sentence: inline code, a picture, a shortcode.
pub const OBJECT: &str = "\u{fffc}";

/// What stands between two blocks of the text.
pub const BORDER: &str = "\n\n";

/// What a format reads out of a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Loaded<'a> {
    /// The article: its text is blocks with blank lines between them.
    pub article: Article<'a>,
    /// The way back to the file.
    pub map: SourceMap,
    /// What comments ask copydesk to ignore.
    pub notes: Vec<Note>,
}

/// Which bytes of a file stand for which of the text read out of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Stretch by stretch, in the order of the text.
    pub pieces: Vec<Piece>,
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
    /// It stands outside the article, as the title of a page does, and may repeat it.
    pub apart: bool,
    /// It is the value of an attribute or of a key, where quotation marks have to be escaped.
    pub value: bool,
    /// What stands right before it may interrupt a sentence: a quotation, a list, code, a picture, a line break.
    pub interrupted: bool,
}

/// A comment that asks copydesk to ignore something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The comment, in bytes of the file.
    pub file: Span,
    /// What it is about.
    pub reach: Reach,
    /// The rules or families it names; empty for all.
    pub rules: Vec<Box<str>>,
}

/// How far a comment reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The block it stands in, or the next one.
    Block,
    /// From here to the end mark.
    Start,
    /// The end mark.
    End,
    /// The whole file.
    File,
}

impl Note {
    /// The note in the comment `inner` (what stands between `<!--` and `-->`) at `file`, if it is one:
    /// `copydesk-ignore rule, family: reason`.
    #[must_use]
    pub fn parse(inner: &str, file: Span) -> Option<Self> {
        let rest = inner.trim().strip_prefix("copydesk-ignore")?;
        let (reach, rest) = [("-start", Reach::Start), ("-end", Reach::End), ("-file", Reach::File)]
            .iter()
            .find_map(|(word, reach)| rest.strip_prefix(word).map(|rest| (*reach, rest)))
            .unwrap_or((Reach::Block, rest));
        if !rest.is_empty() && !rest.starts_with([' ', '\t', '\r', '\n', ':']) {
            return None;
        }
        let names = rest.split(':').next().unwrap_or_default();
        let rules = names.split([',', ' ', '\t', '\r', '\n']).map(str::trim).filter(|n| !n.is_empty());
        Some(Self { file, reach, rules: rules.map(Into::into).collect() })
    }
}

/// Puts a [`Loaded`] together.
#[derive(Debug)]
pub struct Builder<'f> {
    file: &'f str,
    text: String,
    map: SourceMap,
    notes: Vec<Note>,
    /// The language the file says it is written in, as a tag.
    language: Option<Box<str>>,
    /// The language the file says it was translated from, as a tag.
    source_language: Option<Box<str>>,
    apart: Vec<(Element, String, Vec<Piece>)>,
    open: Option<Open>,
    /// What stands right before the next block may interrupt a sentence.
    interrupted: bool,
}

/// The block that is being written.
#[derive(Debug)]
struct Open {
    kind: Kind,
    apart: bool,
    value: bool,
    text: String,
    pieces: Vec<Piece>,
    /// White space that stands for one space if more text follows.
    space: Option<Span>,
    /// A picture that the block begins with.
    picture: Option<Span>,
}

impl<'f> Builder<'f> {
    /// For the text of `file`.
    #[must_use]
    pub fn new(file: &'f str) -> Self {
        Self {
            file,
            text: String::new(),
            map: SourceMap::default(),
            notes: Vec::new(),
            language: None,
            source_language: None,
            apart: Vec::new(),
            open: None,
            interrupted: false,
        }
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &'f str {
        self.file
    }

    /// Begins a block; the one before is ended.
    pub fn begin(&mut self, kind: Kind) {
        self.end(None);
        self.open = Some(Open::new(kind));
    }

    /// Begins a block that stands outside the article.
    pub fn begin_apart(&mut self, kind: Kind, value: bool) {
        self.end(None);
        self.open = Some(Open { apart: true, value, ..Open::new(kind) });
    }

    /// Whether a block has been begun.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Adds the bytes `span` of the file, as they are; white space becomes one space.
    pub fn text(&mut self, span: Span) {
        let string = span.of(self.file);
        let mut at = 0;
        while at < string.len() {
            let rest = &string[at..];
            let spaces = rest.len() - rest.trim_start_matches(is_space).len();
            if spaces > 0 {
                self.space(Span::new(span.start + at as u32, span.start + (at + spaces) as u32));
                at += spaces;
                continue;
            }
            let end = rest.find(is_space).unwrap_or(rest.len());
            self.put(&rest[..end], Span::new(span.start + at as u32, span.start + (at + end) as u32), true);
            at += end;
        }
    }

    /// Adds `text`, one character for which the bytes `span` of the file stand.
    pub fn one(&mut self, text: &str, span: Span) {
        if text.chars().all(is_space) { self.space(span) } else { self.put(text, span, false) }
    }

    /// Adds something that is no text but has a place in the sentence.
    pub fn object(&mut self, span: Span) {
        self.put(OBJECT, span, false);
    }

    /// Adds a picture. One that a block begins with is an ornament, unless the words go on with a small letter: it then
    /// stands for the first of them, or for their first letter.
    pub fn picture(&mut self, span: Span) {
        match &mut self.open {
            Some(open) if open.text.is_empty() => open.picture = Some(span),
            _ => self.object(span),
        }
    }

    /// What has been read last may interrupt a sentence: a quotation, a list, code, a line break.
    pub fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// Adds white space.
    pub fn space(&mut self, span: Span) {
        if let Some(open) = &mut self.open
            && !(open.text.is_empty() && open.picture.is_none())
        {
            open.space = Some(open.space.map_or(span, |space| space.to(span)));
        }
    }

    fn put(&mut self, text: &str, span: Span, plain: bool) {
        let file = self.file;
        let Some(open) = &mut self.open else { return };
        let space = open.space.take();
        if let Some(picture) = open.picture.take()
            && text.starts_with(char::is_lowercase)
        {
            open.piece(OBJECT, picture, false);
        }
        if let Some(space) = space
            && !open.text.is_empty()
        {
            open.piece(" ", space, space.of(file) == " ");
        }
        open.piece(text, span, plain);
    }

    /// Ends the block, if one has been begun. `element` are its bytes in the file, if it can be deleted as a whole.
    pub fn end(&mut self, element: Option<Span>) {
        let Some(open) = self.open.take() else { return };
        // Nothing but pictures or code is no block of text.
        let no_text = open.text.trim_matches(|c: char| c == ' ' || OBJECT.contains(c)).is_empty();
        self.interrupted |= no_text && (open.picture.is_some() || !open.text.is_empty());
        let (Some(first), Some(last), false) = (open.pieces.first(), open.pieces.last(), no_text) else { return };
        let part = Element {
            text: Span::new(0, open.text.len() as u32),
            file: element.unwrap_or_else(|| first.file.to(last.file)),
            kind: open.kind,
            whole: element.is_some(),
            apart: open.apart,
            value: open.value,
            interrupted: !open.apart && std::mem::take(&mut self.interrupted),
        };
        if open.apart {
            self.apart.push((part, open.text, open.pieces));
        } else {
            self.append(part, &open.text, &open.pieces);
        }
    }

    /// Keeps a note.
    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// What the file says of its language.
    pub fn language(&mut self, tag: &str) {
        self.language.get_or_insert_with(|| tag.into());
    }

    /// What the file says of the language it was translated from.
    pub fn source_language(&mut self, tag: &str) {
        self.source_language.get_or_insert_with(|| tag.into());
    }

    /// The whole, with the blocks outside the article at its end.
    #[must_use]
    pub fn finish(mut self) -> Loaded<'static> {
        self.end(None);
        for (element, text, pieces) in std::mem::take(&mut self.apart) {
            self.append(element, &text, &pieces);
        }
        let article = Article {
            parts: parts(&self.map.elements, &self.text),
            english: self.language.as_deref().and_then(Variety::of_tag),
            source: Source {
                language: self.source_language.as_deref().and_then(Language::of_tag),
                ..Source::default()
            },
            ..Article::new(self.text)
        };
        Loaded { article, map: self.map, notes: self.notes }
    }

    fn append(&mut self, element: Element, text: &str, pieces: &[Piece]) {
        if !self.text.is_empty() {
            self.text.push_str(BORDER);
        }
        let base = self.text.len() as u32;
        self.text.push_str(text);
        let moved = |span: Span| Span::new(span.start + base, span.end + base);
        self.map.pieces.extend(pieces.iter().map(|p| Piece { text: moved(p.text), ..*p }));
        self.map.elements.push(Element { text: moved(element.text), ..element });
    }
}

/// What the markup says of the blocks of `text`.
fn parts(elements: &[Element], text: &str) -> Vec<Part> {
    let headline = elements.iter().position(|e| e.kind == Kind::Heading);
    let role = |at: usize, element: &Element| match element.kind {
        Kind::Title => Some(Role::Headline),
        Kind::Description => Some(Role::Standfirst),
        Kind::Heading if headline == Some(at) => Some(Role::Headline),
        Kind::Heading | Kind::Subheading => Some(Role::Subheading),
        Kind::Item => Some(Role::ListItem),
        Kind::Caption => Some(Role::Caption),
        Kind::Running => {
            let small = element.text.of(text).starts_with(char::is_lowercase);
            (element.interrupted && small).then_some(Role::Continuation)
        }
    };
    let part = |(at, e): (usize, &Element)| Part { span: e.text, role: role(at, e), apart: e.apart };
    elements.iter().enumerate().map(part).collect()
}

impl Open {
    fn new(kind: Kind) -> Self {
        Self { kind, apart: false, value: false, text: String::new(), pieces: Vec::new(), space: None, picture: None }
    }

    fn piece(&mut self, text: &str, file: Span, plain: bool) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        match self.pieces.last_mut() {
            Some(last) if plain && last.plain && last.file.end == file.start => {
                last.file.end = file.end;
                last.text.end = end;
            }
            _ => self.pieces.push(Piece { text: Span::new(start, end), file, plain }),
        }
    }
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

    /// The pieces that hold `span` of the text, if the file has their bytes without markup between them; for an empty
    /// span the one piece it stands in or at whose end it stands.
    #[must_use]
    pub fn unbroken(&self, span: Span) -> Option<&[Piece]> {
        if span.is_empty() {
            let at = self.pieces.partition_point(|p| p.text.end < span.start);
            let piece = self.pieces.get(at).filter(|p| p.text.start <= span.start)?;
            let inside = piece.text.start < span.start && span.start < piece.text.end;
            // At a border the place is clear only if no markup stands there.
            let joined = || {
                let next = self.pieces.get(at + 1)?;
                (next.text.start == span.start && next.file.start == piece.file.end).then_some(())
            };
            let clear = inside && piece.plain || !inside && (self.is_border(span.start) || joined().is_some());
            return clear.then(|| &self.pieces[at..=at]);
        }
        let first = self.pieces.partition_point(|p| p.text.end <= span.start);
        let last = self.pieces.partition_point(|p| p.text.start < span.end);
        let pieces = self.pieces.get(first..last).filter(|p| !p.is_empty())?;
        let joined = pieces.windows(2).all(|w| w[0].file.end == w[1].file.start && w[0].text.end == w[1].text.start);
        let covers = pieces[0].text.start <= span.start && span.end <= pieces[pieces.len() - 1].text.end;
        (joined && covers).then_some(pieces)
    }

    fn is_border(&self, at: u32) -> bool {
        self.element_at(at).is_some_and(|p| p.text.start == at || p.text.end == at)
    }
}

/// White space that a browser shows as one space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}
