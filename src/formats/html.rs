//! HTML: whole pages, and the fragments that content management systems keep.
//!
//! Tags are found by a tokenizer that follows the standard; what stands between them is text. Elements that show no
//! article text (scripts, code, navigation, forms) are left out, as are passages marked as another language.

use super::entity::Entities;
use super::extract::{Builder, Kind, Loaded, Note};
use super::markup::Markup;
use crate::span::Span;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use std::collections::HashMap;

/// Elements whose text is none of the article's.
const LEFT_OUT: [&str; 24] = [
    "audio", "button", "canvas", "code", "footer", "form", "iframe", "kbd", "math", "nav", "noscript", "object",
    "option", "pre", "samp", "script", "select", "style", "svg", "template", "textarea", "tt", "var", "video",
];

/// Of [`LEFT_OUT`], what stands for words inside a line of text.
const WORDS: [&str; 6] = ["code", "kbd", "math", "samp", "tt", "var"];

/// Of [`LEFT_OUT`], what stands inside a line of text as a picture does.
const PICTURES: [&str; 4] = ["audio", "button", "canvas", "svg"];

/// Of [`LEFT_OUT`], what a reader sees nothing of.
const UNSEEN: [&str; 4] = ["noscript", "script", "style", "template"];

/// Blocks that may stand in the middle of a sentence.
const INTERRUPTING: [&str; 7] = ["aside", "blockquote", "dl", "figure", "ol", "table", "ul"];

/// Elements that begin and end a block.
const BLOCKS: [&str; 40] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
    "title",
];

/// Blocks that may be deleted with their tags.
const WHOLE: [&str; 10] = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "blockquote"];

/// Elements that end where the next block begins, whether they are closed or not.
const OPEN_ENDED: [&str; 6] = ["p", "li", "dd", "dt", "td", "th"];

/// HTML as a markup.
#[derive(Debug)]
pub struct Html;

impl Markup for Html {
    fn read(&self, file: &str) -> Loaded<'static> {
        read(file)
    }

    fn write(&self, c: char, value: bool, out: &mut String) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if value => out.push_str("&quot;"),
            '\'' if value => out.push_str("&#39;"),
            c => out.push(c),
        }
    }

    fn closes(&self, between: &str) -> bool {
        between.starts_with("</")
    }

    fn has_references(&self) -> bool {
        true
    }
}

/// Reads the text out of `file`.
#[must_use]
fn read(file: &str) -> Loaded<'static> {
    let start = if file.starts_with('\u{feff}') { 3 } else { 0 };
    let mut page = HtmlPage {
        file,
        out: Builder::new(file),
        entities: Entities::default(),
        depth: HashMap::new(),
        stack: Vec::new(),
        left_out: None,
        element: None,
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let (mut done, mut seen) = (start, start);
    for Ok(token) in Tokenizer::new_with_emitter(&file[start..], emitter) {
        let span = match &token {
            Token::StartTag(tag) => tag.span,
            Token::EndTag(tag) => tag.span,
            Token::Comment(comment) => comment.span,
            Token::Doctype(doctype) => doctype.span,
            Token::String(string) => {
                seen = (string.span.end + start).min(file.len());
                continue;
            }
            Token::Error(_) => continue,
        };
        let (from, to) = (span.start + start, (span.end + start).min(file.len()));
        // What is not exactly a tag here would lead edits astray.
        let sound = from >= done && from < to && file.as_bytes()[from] == b'<' && file.is_char_boundary(to);
        if !sound {
            continue;
        }
        page.text(Span::new(done as u32, from as u32));
        done = to;
        let span = Span::new(from as u32, to as u32);
        match &token {
            Token::StartTag(tag) => page.start(&name(&tag.name), span),
            Token::EndTag(tag) => page.end(&name(&tag.name), span),
            Token::Comment(_) => page.comment(span),
            _ => {}
        }
    }
    // A tag that the end of the file cuts off is no text.
    let cut_off = file[done..].contains('<') && file.is_char_boundary(seen);
    page.text(Span::new(done as u32, if cut_off { seen.max(done) } else { file.len() } as u32));
    page.out.finish()
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).to_ascii_lowercase()
}

/// The element whose text is not read.
#[derive(Debug)]
struct LeftOut {
    name: String,
    depth: usize,
}

#[derive(Debug)]
struct HtmlPage<'f> {
    file: &'f str,
    out: Builder<'f>,
    entities: Entities,
    /// How many elements of each name are open.
    depth: HashMap<String, usize>,
    stack: Vec<String>,
    left_out: Option<LeftOut>,
    /// The block element that holds nothing but the block being written: its name and where its tag starts.
    element: Option<(String, u32)>,
}

impl HtmlPage<'_> {
    fn text(&mut self, span: Span) {
        if span.is_empty() || self.left_out.is_some() {
            return;
        }
        let string = span.of(self.file);
        if !self.out.is_open() {
            if string.bytes().all(|b| b.is_ascii_whitespace()) {
                return;
            }
            if !self.begin() {
                return;
            }
        }
        let mut at = 0;
        while at < string.len() {
            let next = memchr::memchr(b'&', &string.as_bytes()[at..]).map_or(string.len(), |n| at + n);
            self.out.text(Span::new(span.start + at as u32, span.start + next as u32));
            at = next;
            if at < string.len() {
                let (length, decoded) = self.entities.decode(&string[at..]);
                let place = Span::new(span.start + at as u32, span.start + (at + length) as u32);
                match decoded {
                    Some(decoded) => self.out.one(decoded, place),
                    None => self.out.text(place),
                }
                at += length;
            }
        }
    }

    /// Begins a block, where there can be one.
    fn begin(&mut self) -> bool {
        let possible = self.inside("body") || !self.inside("head");
        if possible {
            self.out.begin(self.kind());
        }
        possible
    }

    fn inside(&self, name: &str) -> bool {
        self.depth.get(name).is_some_and(|n| *n > 0)
    }

    fn kind(&self) -> Kind {
        let block = self.stack.iter().rev().find_map(|name| match &**name {
            "title" => Some(Kind::Title),
            "h1" => Some(Kind::Heading),
            "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Subheading),
            "li" | "td" | "th" | "dt" | "dd" => Some(Kind::Item),
            "figcaption" | "caption" => Some(Kind::Caption),
            "p" | "div" | "article" | "section" | "body" => Some(Kind::Running),
            _ => None,
        });
        block.unwrap_or(Kind::Running)
    }

    fn start(&mut self, name: &str, span: Span) {
        if let Some(left_out) = &mut self.left_out {
            if left_out.name == name {
                left_out.depth += 1;
            } else if !(OPEN_ENDED.contains(&&*left_out.name) && BLOCKS.contains(&name)) {
                return;
            } else {
                self.left_out = None;
            }
            if self.left_out.is_some() {
                return;
            }
        }
        let tag = span.of(self.file);
        let language = attribute(tag, "lang");
        if name == "html" {
            if let Some(value) = language {
                self.out.language(value.of(tag));
            }
        } else if let Some(value) = language
            && !is_english(value.of(tag))
            && !is_void(name)
        {
            self.leave_out(name, span);
            return;
        }
        match name {
            "br" | "hr" => {
                let kind = self.kind();
                self.out.end(None);
                self.element = None;
                if name == "br" {
                    self.out.interrupt();
                    self.out.begin(kind);
                }
            }
            "img" if self.out.is_open() || self.begin() => self.out.picture(span),
            "img" => {}
            "meta" => self.meta(tag, span),
            _ if LEFT_OUT.contains(&name) => self.leave_out(name, span),
            _ if BLOCKS.contains(&name) => {
                self.out.end(None);
                // A paragraph ends where the next block begins, and an item where the next item does.
                if self.stack.last().is_some_and(|last| last == "p" || OPEN_ENDED.contains(&&**last) && last == name) {
                    self.pop();
                }
                *self.depth.entry(name.to_owned()).or_default() += 1;
                self.stack.push(name.to_owned());
                self.element = WHOLE.contains(&name).then(|| (name.to_owned(), span.start));
                if name == "title" {
                    self.out.begin_apart(Kind::Title, false);
                }
            }
            _ => {}
        }
    }

    fn leave_out(&mut self, name: &str, span: Span) {
        let words = WORDS.contains(&name) || !BLOCKS.contains(&name) && !LEFT_OUT.contains(&name);
        if words || PICTURES.contains(&name) {
            if self.out.is_open() || self.begin() {
                if words { self.out.object(span) } else { self.out.picture(span) }
            }
        } else if BLOCKS.contains(&name) || matches!(name, "pre" | "form" | "nav" | "footer") {
            self.out.end(None);
            self.element = None;
        }
        if !self.out.is_open() && !UNSEEN.contains(&name) {
            self.out.interrupt();
        }
        if !is_void(name) {
            self.left_out = Some(LeftOut { name: name.to_owned(), depth: 1 });
        }
    }

    fn end(&mut self, name: &str, span: Span) {
        if let Some(left_out) = &mut self.left_out {
            if left_out.name == name {
                left_out.depth -= 1;
                if left_out.depth == 0 {
                    self.left_out = None;
                }
            }
            return;
        }
        if !BLOCKS.contains(&name) || !self.inside(name) {
            return;
        }
        let element = self.element.take().filter(|(open, _)| open == name);
        self.out.end(element.map(|(_, start)| Span::new(start, span.end)));
        if INTERRUPTING.contains(&name) {
            self.out.interrupt();
        }
        while self.inside(name) {
            let popped = self.pop();
            if popped.as_deref() == Some(name) {
                break;
            }
        }
    }

    fn pop(&mut self) -> Option<String> {
        let name = self.stack.pop()?;
        if let Some(depth) = self.depth.get_mut(&name) {
            *depth -= 1;
        }
        Some(name)
    }

    fn meta(&mut self, tag: &str, span: Span) {
        let is_description = attribute(tag, "name").is_some_and(|n| n.of(tag).eq_ignore_ascii_case("description"));
        let Some(content) = attribute(tag, "content").filter(|_| is_description) else { return };
        let (stack, depth) = (std::mem::take(&mut self.stack), std::mem::take(&mut self.depth));
        self.out.begin_apart(Kind::Description, true);
        self.text(Span::new(span.start + content.start, span.start + content.end));
        self.out.end(None);
        (self.stack, self.depth) = (stack, depth);
    }

    fn comment(&mut self, span: Span) {
        let inner = span.of(self.file).strip_prefix("<!--").and_then(|c| c.strip_suffix("-->"));
        if let Some(note) = inner.and_then(|inner| Note::parse(inner, span)) {
            self.out.note(note);
        }
    }
}

fn is_english(tag: &str) -> bool {
    tag.is_empty()
        || tag.get(..2).is_some_and(|l| l.eq_ignore_ascii_case("en")) && !tag[2..].starts_with(char::is_alphabetic)
}

fn is_void(name: &str) -> bool {
    const VOID: [&str; 13] =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    VOID.contains(&name)
}

/// The value of the attribute `wanted` of `tag`, in bytes of it, without its quotation marks.
fn attribute(tag: &str, wanted: &str) -> Option<Span> {
    let bytes = tag.as_bytes();
    let mut at = 1 + bytes[1..].iter().position(|b| b.is_ascii_whitespace() || *b == b'/')?;
    let skip = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes[from..].iter().position(|b| stop(*b)).map_or(bytes.len(), |n| from + n)
    };
    while at < bytes.len() {
        at = skip(at, &|b| !b.is_ascii_whitespace() && b != b'/');
        let name = at..skip(at, &|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/'));
        if name.is_empty() {
            at += 1;
            continue;
        }
        at = skip(name.end, &|b| !b.is_ascii_whitespace());
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at = skip(at + 1, &|b| !b.is_ascii_whitespace());
        let value = match bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                let end = skip(at + 1, &|b| b == *quote);
                at + 1..end
            }
            _ => at..skip(at, &|b| b.is_ascii_whitespace() || b == b'>'),
        };
        at = value.end + 1;
        if tag[name].eq_ignore_ascii_case(wanted) {
            return Some(Span::new(value.start as u32, value.end as u32));
        }
    }
    None
}

#[cfg(test)]
pub(super) mod tests;
