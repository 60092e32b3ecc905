//! The text of an article taken out of a file with markup, with the way back to the file's bytes.
//!
//! The text is written as a plain file would have it: blocks with a blank line between them, and white space as a
//! browser shows it. Every character knows which bytes of the file stand for it.

use super::skeleton::{Marks, Skeleton};
use super::source_map::{Element, Kind, Piece, SourceMap, Unseen, is_space};
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
    /// What the file has beside its text.
    pub skeleton: Skeleton,
}

/// A comment that asks copydesk to ignore something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The comment, in bytes of the file.
    pub file: Span,
    /// What the skeleton has of it.
    pub marks: Marks,
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
    /// The note in the comment `inner` (what stands between `<!--` and `-->`) at `file`, of which the skeleton has `marks`,
    /// if it is one: `copydesk-ignore rule, family: reason`.
    #[must_use]
    pub fn parse(inner: &str, file: Span, marks: Marks) -> Option<Self> {
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
        Some(Self { file, marks, reach, rules: rules.map(Into::into).collect() })
    }
}

/// Puts a [`Loaded`] together.
#[derive(Debug)]
pub struct Builder<'f> {
    file: &'f str,
    text: String,
    map: SourceMap,
    notes: Vec<Note>,
    /// What the file has beside its text; those who read it add to it.
    pub skeleton: Skeleton,
    /// The elements that are open.
    frames: Vec<Frame>,
    /// The language the file says it is written in, as a tag.
    language: Option<Box<str>>,
    /// The language the file says it was translated from, as a tag.
    source_language: Option<Box<str>>,
    apart: Vec<(Element, Open)>,
    open: Option<Open>,
    /// What stands right before the next block may interrupt a sentence.
    interrupted: bool,
}

/// An element that is open.
#[derive(Debug)]
struct Frame {
    /// Where it starts in the file.
    start: u32,
    /// The number of its first mark.
    mark: u32,
    /// It can be deleted, if it holds one block and nothing else.
    deletable: bool,
    holds: Content,
}

/// What an open element holds so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    /// The block of this number.
    Block(usize),
    /// Several blocks, or something that is no text.
    More,
}

/// The block that is being written.
#[derive(Debug)]
struct Open {
    kind: Kind,
    apart: bool,
    value: bool,
    text: String,
    pieces: Vec<Piece>,
    unseen: Vec<Unseen>,
    /// White space, parted by markup, that stands for one space if more text follows.
    spaces: Vec<Span>,
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
            skeleton: Skeleton::default(),
            frames: Vec::new(),
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
        self.end();
        self.open = Some(Open::new(kind));
    }

    /// Begins a block that stands outside the article.
    pub fn begin_apart(&mut self, kind: Kind, value: bool) {
        self.end();
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
            match open.spaces.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => open.spaces.push(span),
            }
        }
    }

    fn put(&mut self, text: &str, span: Span, plain: bool) {
        let file = self.file;
        let Some(open) = &mut self.open else { return };
        self.skeleton.text();
        let spaces = std::mem::take(&mut open.spaces);
        if let Some(picture) = open.picture.take()
            && text.starts_with(char::is_lowercase)
        {
            open.piece(OBJECT, picture, false);
        }
        if let Some((space, others)) = spaces.split_first()
            && !open.text.is_empty()
        {
            open.piece(" ", *space, space.of(file) == " ");
            let at = open.text.len() as u32;
            open.unseen.extend(others.iter().map(|file| Unseen { at, file: *file }));
        }
        open.piece(text, span, plain);
    }

    /// Ends the block, if one has been begun.
    pub fn end(&mut self) {
        let Some(open) = self.open.take() else { return };
        // Nothing but pictures or code is no block of text.
        let no_text = open.text.trim_matches(|c: char| c == ' ' || OBJECT.contains(c)).is_empty();
        self.interrupted |= no_text && (open.picture.is_some() || !open.text.is_empty());
        let (Some(first), Some(last), false) = (open.pieces.first(), open.pieces.last(), no_text) else { return };
        let part = Element {
            text: Span::new(0, open.text.len() as u32),
            file: first.file.to(last.file),
            kind: open.kind,
            whole: false,
            marks: Marks::default(),
            apart: open.apart,
            value: open.value,
            interrupted: !open.apart && std::mem::take(&mut self.interrupted),
        };
        if open.apart {
            self.apart.push((part, open));
        } else {
            let number = self.map.elements.len();
            self.append(part, &open);
            self.hold(Content::Block(number));
        }
    }

    /// An element begins at byte `start` of the file; its mark comes next. It can be deleted, if it is `deletable`, holds one
    /// block and nothing else.
    pub fn enter(&mut self, start: u32, deletable: bool) {
        self.frames.push(Frame { start, mark: self.skeleton.len(), deletable, holds: Content::Nothing });
    }

    /// What is open holds something that is no text, and goes with no block.
    pub fn hold_other(&mut self) {
        self.hold(Content::More);
    }

    /// The element entered last has ended at byte `end` of the file, after its mark. The number of the block that goes with
    /// it, if it can be deleted.
    pub fn leave(&mut self, end: u32) -> Option<usize> {
        let frame = self.frames.pop()?;
        let whole = match frame.holds {
            Content::Nothing => return None,
            Content::Block(number) if frame.deletable => Some(number),
            Content::Block(_) | Content::More => None,
        };
        if let Some(element) = whole.and_then(|number| self.map.elements.get_mut(number)) {
            element.file = Span::new(frame.start, end);
            element.marks = (frame.mark, self.skeleton.len());
            element.whole = true;
        }
        self.hold(whole.map_or(Content::More, Content::Block));
        whole
    }

    /// The block of this number must not be deleted.
    pub fn keep(&mut self, number: usize) {
        self.map.elements[number].whole = false;
    }

    fn hold(&mut self, what: Content) {
        if let Some(frame) = self.frames.last_mut() {
            frame.holds = if frame.holds == Content::Nothing { what } else { Content::More };
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
        self.end();
        for (element, open) in std::mem::take(&mut self.apart) {
            self.append(element, &open);
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
        Loaded { article, map: self.map, notes: self.notes, skeleton: self.skeleton }
    }

    fn append(&mut self, element: Element, open: &Open) {
        if !self.text.is_empty() {
            self.text.push_str(BORDER);
        }
        let base = self.text.len() as u32;
        self.text.push_str(&open.text);
        let moved = |span: Span| Span::new(span.start + base, span.end + base);
        self.map.pieces.extend(open.pieces.iter().map(|p| Piece { text: moved(p.text), ..*p }));
        self.map.unseen.extend(open.unseen.iter().map(|u| Unseen { at: u.at + base, ..*u }));
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
        let (pieces, unseen, spaces) = Default::default();
        Self { kind, apart: false, value: false, text: String::new(), pieces, unseen, spaces, picture: None }
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
