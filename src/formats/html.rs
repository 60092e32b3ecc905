//! HTML: whole pages, and the fragments that content management systems keep.
//!
//! Tags are found by a tokenizer that follows the standard; what stands between them is text. Elements that show no
//! article text (scripts, code, navigation, forms) are left out, as are passages marked as another language.

use super::entity::Entities;
use super::extract::{Builder, Loaded, Note};
use super::markup::Markup;
use super::removal;
use super::source_map::Kind;
use super::tags::{HtmlMark, HtmlMarks};
use crate::span::Span;
use std::collections::{HashMap, HashSet};

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

/// Blocks that may be deleted with their tags, if they hold one block of text and nothing else.
const WHOLE: [&str; 13] =
    ["blockquote", "div", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "ul"];

/// Inline elements that are no words of a sentence and stay where they are.
const STAYING: [&str; 9] = ["area", "base", "col", "embed", "img", "input", "link", "meta", "track"];

/// Attributes, beside those whose names begin with `aria-`, whose values name other elements of the page.
const REFERRING: [&str; 5] = ["for", "form", "headers", "list", "usemap"];

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

    fn removal(&self, file: &str, element: Span) -> Option<Span> {
        let blank = |line: &str| line.trim().is_empty().then_some(0);
        Some(removal::lines(file, element, blank).unwrap_or(element))
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
        linked: HashSet::new(),
        anchors: Vec::new(),
    };
    let (mut done, mut end) = (start, file.len());
    for (mark, span) in HtmlMarks::new(file, start) {
        page.text(Span::new(done as u32, span.start));
        done = span.end as usize;
        match mark {
            HtmlMark::StartTag => page.start(&name(span.of(file), 1), span),
            HtmlMark::EndTag => page.end(&name(span.of(file), 2), span),
            HtmlMark::Comment => page.comment(span),
            HtmlMark::Doctype => page.out.skeleton.mark(span.of(file)),
            // It is no text.
            HtmlMark::CutOff => end = done,
        }
    }
    page.text(Span::new(done as u32, end as u32));
    page.finish()
}

/// The name of `tag`, which begins at the byte `start` of it, in small letters.
fn name(tag: &str, start: usize) -> String {
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
    let end = tag.bytes().skip(start).position(|b| ends(&b)).map_or(tag.len(), |n| start + n);
    tag[start..end].to_ascii_lowercase()
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
    stack: Vec<OpenElement>,
    left_out: Option<LeftOut>,
    /// What links and the like name of this page.
    linked: HashSet<String>,
    /// Blocks that can be deleted, by number, and what their elements are called.
    anchors: Vec<(usize, String)>,
}

/// A block element that is open.
#[derive(Debug)]
struct OpenElement {
    name: String,
    /// What the page can call it.
    id: Option<String>,
}

impl HtmlPage<'_> {
    fn text(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let string = span.of(self.file);
        if self.left_out.is_some() {
            self.out.skeleton.mark(string);
            return;
        }
        if !self.out.is_open() {
            if string.bytes().all(|b| b.is_ascii_whitespace()) {
                return;
            }
            if !self.begin() {
                self.out.skeleton.mark(string);
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
        // Deeper than this no page tells anything, and the way out is not walked for each text.
        const DEEPEST: usize = 64;
        let block = self.stack.iter().rev().take(DEEPEST).find_map(|open| match &*open.name {
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
        let tag = span.of(self.file);
        if let Some(left_out) = &mut self.left_out {
            if left_out.name == name {
                left_out.depth += 1;
            } else if OPEN_ENDED.contains(&&*left_out.name) && BLOCKS.contains(&name) {
                self.left_out = None;
            }
            if self.left_out.is_some() {
                self.out.skeleton.mark(tag);
                return;
            }
        }
        self.note_links(tag);
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
            "meta" => return self.meta(tag, span),
            _ if LEFT_OUT.contains(&name) => return self.leave_out(name, span),
            _ if BLOCKS.contains(&name) && name != "hr" => return self.start_block(name, span),
            "br" | "hr" => {
                let kind = self.kind();
                self.out.end();
                if name == "br" {
                    self.out.interrupt();
                    self.out.begin(kind);
                } else {
                    self.out.hold_other();
                }
            }
            "img" if self.out.is_open() || self.begin() => self.out.picture(span),
            _ => {}
        }
        if STAYING.contains(&name) || attribute(tag, "id").or_else(|| attribute(tag, "name")).is_some() {
            self.out.hold_other();
        }
        if is_void(name) { self.out.skeleton.mark(tag) } else { self.out.skeleton.open(tag) }
    }

    fn start_block(&mut self, name: &str, span: Span) {
        self.out.end();
        // A paragraph ends where the next block begins, and an item where the next item does.
        let last = self.stack.last().map(|open| &*open.name);
        if last.is_some_and(|last| last == "p" || OPEN_ENDED.contains(&last) && last == name) {
            self.pop(span.start);
        }
        *self.depth.entry(name.to_owned()).or_default() += 1;
        let tag = span.of(self.file);
        let id = attribute(tag, "id").map(|id| id.of(tag).to_owned());
        self.stack.push(OpenElement { name: name.to_owned(), id });
        self.out.enter(span.start, WHOLE.contains(&name));
        self.out.skeleton.open(tag);
        if name == "title" {
            self.out.begin_apart(Kind::Title, false);
        }
    }

    fn leave_out(&mut self, name: &str, span: Span) {
        let words = WORDS.contains(&name) || !BLOCKS.contains(&name) && !LEFT_OUT.contains(&name);
        if words || PICTURES.contains(&name) {
            if self.out.is_open() || self.begin() {
                if words { self.out.object(span) } else { self.out.picture(span) }
            }
        } else if BLOCKS.contains(&name) || matches!(name, "pre" | "form" | "nav" | "footer") {
            self.out.end();
        }
        if !words {
            self.out.hold_other();
        }
        if !self.out.is_open() && !UNSEEN.contains(&name) {
            self.out.interrupt();
        }
        self.out.skeleton.mark(span.of(self.file));
        if !is_void(name) {
            self.left_out = Some(LeftOut { name: name.to_owned(), depth: 1 });
        }
    }

    fn end(&mut self, name: &str, span: Span) {
        let tag = span.of(self.file);
        if let Some(left_out) = &mut self.left_out {
            if left_out.name == name {
                left_out.depth -= 1;
                if left_out.depth == 0 {
                    self.left_out = None;
                }
            }
            self.out.skeleton.mark(tag);
            return;
        }
        if !BLOCKS.contains(&name) || !self.inside(name) {
            self.out.skeleton.close(tag);
            return;
        }
        self.out.end();
        while self.stack.last().is_some_and(|open| open.name != name) {
            self.pop(span.start);
        }
        self.out.skeleton.close(tag);
        self.pop(span.end);
        if INTERRUPTING.contains(&name) {
            self.out.interrupt();
        }
    }

    /// Takes the element that was opened last, which ends at byte `end`, off the stack.
    fn pop(&mut self, end: u32) {
        let Some(OpenElement { name, id }) = self.stack.pop() else { return };
        if let Some(depth) = self.depth.get_mut(&name) {
            *depth -= 1;
        }
        let block = self.out.leave(end);
        self.anchors.extend(block.zip(id));
    }

    /// Notes what of the page the attributes of `tag` name.
    fn note_links(&mut self, tag: &str) {
        for (name, value) in attributes(tag) {
            let value = value.of(tag);
            let of_page = value.split_once('#').map(|(_, fragment)| fragment);
            let name = name.to_ascii_lowercase();
            let others = name.starts_with("aria-") || REFERRING.contains(&&*name);
            let words = others.then(|| value.split_ascii_whitespace()).into_iter().flatten();
            self.linked.extend(of_page.into_iter().chain(words).map(str::to_owned));
        }
    }

    fn finish(mut self) -> Loaded<'static> {
        self.out.end();
        while !self.stack.is_empty() {
            self.pop(self.file.len() as u32);
        }
        for (block, _) in self.anchors.iter().filter(|(_, id)| self.linked.contains(id)) {
            self.out.keep(*block);
        }
        self.out.finish()
    }

    fn meta(&mut self, tag: &str, span: Span) {
        self.out.hold_other();
        let is_description = attribute(tag, "name").is_some_and(|n| n.of(tag).eq_ignore_ascii_case("description"));
        let Some(content) = attribute(tag, "content").filter(|_| is_description) else {
            self.out.skeleton.mark(tag);
            return;
        };
        self.out.skeleton.mark(&(&tag[..content.start as usize], &tag[content.end as usize..]));
        let (stack, depth) = (std::mem::take(&mut self.stack), std::mem::take(&mut self.depth));
        self.out.begin_apart(Kind::Description, true);
        self.text(Span::new(span.start + content.start, span.start + content.end));
        self.out.end();
        (self.stack, self.depth) = (stack, depth);
    }

    fn comment(&mut self, span: Span) {
        let comment = span.of(self.file);
        let mark = self.out.skeleton.len();
        self.out.skeleton.mark(comment);
        if self.left_out.is_some() {
            return;
        }
        self.out.hold_other();
        let inner = comment.strip_prefix("<!--").and_then(|c| c.strip_suffix("-->"));
        if let Some(note) = inner.and_then(|inner| Note::parse(inner, span, (mark, mark + 1))) {
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
    attributes(tag).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
}

/// The attributes of `tag` that have values, and these in bytes of it, without their quotation marks.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, Span)> {
    let bytes = tag.as_bytes();
    let skip = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes.get(from..).and_then(|rest| rest.iter().position(|b| stop(*b))).map_or(bytes.len(), |n| from + n)
    };
    let mut at = skip(1, &|b| b.is_ascii_whitespace() || b == b'/');
    std::iter::from_fn(move || {
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
                quote @ (b'"' | b'\'') => at + 1..skip(at + 1, &|b| b == *quote),
                _ => at..skip(at, &|b| b.is_ascii_whitespace() || b == b'>'),
            };
            at = value.end + 1;
            return Some((&tag[name], Span::new(value.start as u32, value.end as u32)));
        }
        None
    })
}

#[cfg(test)]
pub(super) mod tests;
