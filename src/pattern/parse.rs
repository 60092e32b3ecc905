//! The parser of patterns, by recursive descent.

use super::class;
use super::{Border, Literal, MOST, NameShape, Node, Pattern, REPORTED, Test};
use crate::pattern::regex::WholeToken;
use crate::pattern::words::Lists;
use crate::problem::{Mistake, instead};
use crate::text::token::{self, Flags};
use std::sync::Arc;

/// Parses `text`, with the word lists it may name.
///
/// # Errors
/// When the pattern is not of the language above, with the bytes that are wrong.
pub fn parse(text: &str, lists: &Lists) -> Result<Pattern, Mistake> {
    let mut parser = Parser { text, at: 0, lists, captures: Vec::new(), depth: 0, within: Vec::new(), named: 0 };
    let node = parser.whole()?;
    if reported(&node) > 1 {
        let mistake = parser.error_from(0, "the pattern may report two stretches of words at once");
        return Err(mistake.with("put one pair of square brackets around what is wrong".to_owned()));
    }
    Ok(Pattern { node, captures: parser.captures })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    lists: &'a Lists,
    captures: Vec<Box<str>>,
    depth: u32,
    /// The named patterns that are being read, the outermost first.
    within: Vec<Box<str>>,
    /// How many named patterns have been put in so far.
    named: u32,
}

type Parsed<T> = Result<T, Mistake>;

impl Parser<'_> {
    /// A mistake in the character that comes next.
    fn error(&self, message: impl Into<String>) -> Mistake {
        Mistake::within(message, self.at..self.at + self.peek().map_or(0, char::len_utf8))
    }

    /// A mistake in what has been read since byte `from`.
    fn error_from(&self, from: usize, message: impl Into<String>) -> Mistake {
        Mistake::within(message, from..self.at)
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let hit = self.peek() == Some(c);
        if hit {
            self.at += c.len_utf8();
        }
        hit
    }

    /// Skips white space and comments, which go on to the end of their line.
    fn space(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace() || *c == '#') {
            self.at += match c {
                '#' => self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at),
                c => c.len_utf8(),
            };
        }
    }

    /// The whole of the text.
    fn whole(&mut self) -> Parsed<Node> {
        let node = self.alternatives()?;
        self.space();
        if self.at < self.text.len() {
            let message =
                if self.peek() == Some(']') { "`]` without a `[` before it" } else { "`)` without a `(` before it" };
            let sign = self.peek().unwrap_or_default();
            return Err(self.error(message).with(format!("delete it, or write `'{sign}'` for the sign itself")));
        }
        Ok(node)
    }

    fn alternatives(&mut self) -> Parsed<Node> {
        let mut options = vec![self.sequence()?];
        while self.eat('|') {
            options.push(self.sequence()?);
        }
        Ok(if options.len() == 1 { options.swap_remove(0) } else { Node::Alt(options) })
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None | Some(')' | ']' | '|') => break,
                _ => items.push(self.item()?),
            }
        }
        if items.is_empty() {
            let mistake = self.error("a word, `<class>`, `@list` or `(` is missing here");
            return Err(mistake.with("write it, or delete the sign beside it".to_owned()));
        }
        Ok(if items.len() == 1 { items.swap_remove(0) } else { Node::Seq(items) })
    }

    fn item(&mut self) -> Parsed<Node> {
        let capture = self.capture()?;
        let from = self.at;
        let mut options = vec![self.quantified()?];
        // Outside brackets `a|b` binds single items, so that `the (x|y) z` can be written `the x|y z`.
        while self.depth == 0
            && self.peek() == Some('|')
            && self.text[self.at + 1..].starts_with(|c: char| !c.is_whitespace())
        {
            let bar = self.at;
            self.at += 1;
            // `n=x|f=y` are two captures, not one of `x` or `f`.
            if self.capture_name().is_some() {
                self.at = bar;
                break;
            }
            options.push(self.quantified()?);
        }
        let node = if options.len() == 1 { options.swap_remove(0) } else { Node::Alt(options) };
        match capture {
            Some(_) if matches!(node, Node::Border(_)) => {
                let mistake = self.error_from(from, "a border has no words to capture");
                Err(mistake.with("capture the word beside it".to_owned()))
            }
            Some(index) => Ok(Node::Capture(index, Box::new(node))),
            None => Ok(node),
        }
    }

    /// The name of the capture that begins here.
    fn capture_name(&self) -> Option<&str> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
        (length > 0 && rest.as_bytes().get(length) == Some(&b'=')).then(|| &rest[..length])
    }

    fn capture(&mut self) -> Parsed<Option<u8>> {
        let Some(name) = self.capture_name().map(str::to_owned) else { return Ok(None) };
        let length = name.len();
        let name = &*name;
        let index = match self.captures.iter().position(|c| &**c == name) {
            Some(index) => index,
            None => {
                self.captures.push(name.into());
                self.captures.len() - 1
            }
        };
        let index = u8::try_from(index).ok().filter(|&index| index != REPORTED);
        let index = index.ok_or_else(|| self.error("more than 255 captures"))?;
        self.at += length + 1;
        Ok(Some(index))
    }

    fn quantified(&mut self) -> Parsed<Node> {
        let node = self.atom()?;
        let (min, max) = match self.peek() {
            Some('?') => (0, 1),
            Some('*') => (0, MOST),
            Some('+') => (1, MOST),
            Some('{') => {
                let from = self.at;
                self.at += 1;
                let end = self.text[self.at..].find('}').ok_or_else(|| {
                    self.error("`{` without `}`").with("close it, or write `'{'` for the sign itself".to_owned())
                })?;
                let inner = &self.text[self.at..self.at + end];
                let (low, high) = inner.split_once(',').unwrap_or((inner, inner));
                let range = low.trim().parse::<u32>().ok().zip(high.trim().parse::<u32>().ok());
                let Some((low, high)) = range.filter(|&(l, h)| l <= h && h <= MOST && h > 0) else {
                    self.at += end + 1;
                    let message = format!("not a repetition of at most {MOST}");
                    return Err(self.error_from(from, message).with("write it as `{2}` or `{0,5}`".to_owned()));
                };
                self.at += end;
                (low, high)
            }
            _ => return Ok(node),
        };
        if matches!(node, Node::Border(_)) {
            return Err(self.error("a border cannot be repeated").with("delete this sign".to_owned()));
        }
        self.at += 1;
        let lazy = self.eat('?');
        Ok(Node::Repeat { node: Box::new(node), min, max, lazy })
    }

    fn atom(&mut self) -> Parsed<Node> {
        match self.peek() {
            Some('(') => self.between(')'),
            Some('[') => Ok(Node::Capture(REPORTED, Box::new(self.between(']')?))),
            Some('<') => self.class(),
            Some('@') => {
                let from = self.at;
                let name = list_name(&self.text[from + 1..]);
                self.at += 1 + name.len();
                let list = self.lists.entries(name, false);
                list.map(Node::List).map_err(|mistake| mistake.after(from, self.at - from))
            }
            Some('&') => self.named(),
            Some('#') => Err(self.error("`#` begins a comment").with("the sign itself is written `'#'`".to_owned())),
            Some('~') => {
                self.at += 1;
                Ok(Node::Border(Border::Glued))
            }
            Some('_') => {
                self.at += 1;
                Ok(Node::Border(Border::Spaced))
            }
            Some('\'') => {
                let none = |parser: &Self| {
                    parser.error("no word between the quotes").with("write one, or delete the quotes".to_owned())
                };
                let from = self.at;
                self.at += 1;
                let Some(end) = self.text[self.at..].find('\'') else {
                    self.at = from;
                    let mistake = self.error("`'` without a second one");
                    return Err(mistake.with("close it; an apostrophe is written `’` or inside a word".to_owned()));
                };
                let words = &self.text[self.at..self.at + end];
                if let Some(name) = words.strip_prefix('@').filter(|name| list_name(name) == *name && !name.is_empty())
                {
                    let list = self.lists.entries(name, true);
                    self.at += end + 1;
                    return list.map(Node::List).map_err(|mistake| mistake.after(from + 1, words.len()));
                }
                let node = literal(words, true);
                if node.is_none() {
                    return Err(none(self));
                }
                self.at += end + 1;
                node.ok_or_else(|| none(self))
            }
            Some('?' | '*' | '+' | '{' | '}' | '>' | '=') => {
                let mistake = self.error("this sign has a meaning in patterns, and none here");
                Err(mistake.with("put it between single quotes to mean itself".to_owned()))
            }
            _ => self.word(),
        }
    }

    /// What stands between the bracket that comes next and `close`.
    fn between(&mut self, close: char) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > 20 {
            let mistake = self.error("brackets nested more than 20 deep");
            return Err(mistake.with("name parts of the pattern under `[patterns]`".to_owned()));
        }
        let from = self.at;
        self.at += 1;
        let node = self.alternatives()?;
        if !self.eat(close) {
            self.at = from;
            let open = if close == ')' { '(' } else { '[' };
            let mistake = self.error(format!("`{open}` without `{close}`"));
            return Err(mistake.with(format!("close it, or write `'{open}'` for the sign itself")));
        }
        self.depth -= 1;
        Ok(node)
    }

    fn word(&mut self) -> Parsed<Node> {
        let from = self.at;
        let mut letters = false;
        while let Some(c) = self.peek() {
            let stop = match c {
                '(' | ')' | '[' | ']' | '|' | '<' | '>' | '@' | '~' | '?' | '*' | '+' | '{' | '}' | '=' => true,
                '\'' => !letters,
                c => c.is_whitespace(),
            };
            if stop {
                break;
            }
            letters |= c.is_alphanumeric();
            self.at += c.len_utf8();
        }
        let words = &self.text[from..self.at];
        let node = literal(words, false).ok_or_else(|| {
            self.error("a word is missing here").with("write it, or delete the sign beside it".to_owned())
        })?;
        if matches!(node, Node::Seq(_)) && matches!(self.peek(), Some('?' | '*' | '+' | '{')) {
            let message = format!("`{words}` is more than one token");
            return Err(self.error_from(from, message).with("put brackets round what is repeated".to_owned()));
        }
        Ok(node)
    }

    /// The pattern whose name stands here, as if it stood here itself in brackets.
    fn named(&mut self) -> Parsed<Node> {
        /// Named patterns put into one pattern: each may hold others, so that their number can double at each step.
        const MOST_NAMED: u32 = 1000;
        let from = self.at;
        let name = pattern_name(&self.text[from + 1..]);
        self.at += 1 + name.len();
        if name.is_empty() {
            let mistake = self.error_from(from, "`&` begins the name of a pattern");
            return Err(mistake.with("the sign itself is written `'&'`".to_owned()));
        }
        let Some(text) = self.lists.pattern(name) else {
            let mistake = self.error_from(from, format!("there is no pattern named `{name}`"));
            return Err(mistake.with(instead(name, self.lists.pattern_names())));
        };
        let mut within = self.within.clone();
        within.push(name.into());
        if self.within.contains(&within[within.len() - 1]) {
            let chain: Vec<String> = within.iter().map(|name| format!("`&{name}`")).collect();
            let mistake = self.error_from(from, format!("a pattern cannot hold itself: {}", chain.join(" → ")));
            return Err(mistake.with("take one of these names out".to_owned()));
        }
        let captures = std::mem::take(&mut self.captures);
        let mut inner =
            Parser { text: &text, at: 0, lists: self.lists, captures, depth: 0, within, named: self.named + 1 };
        if inner.named > MOST_NAMED {
            let mistake = self.error_from(from, format!("named patterns are put in more than {MOST_NAMED} times"));
            return Err(mistake.with("make a rule of its own of a part of the pattern".to_owned()));
        }
        let node = inner.whole().map_err(|mistake| {
            let place = mistake.range().and_then(|range| text.get(range)).unwrap_or_default();
            let message = format!("in the pattern named `{name}`, at `{place}`: {}", mistake.message);
            self.error_from(from, message).with(mistake.remedy)
        })?;
        (self.captures, self.named) = (inner.captures, inner.named);
        Ok(node)
    }

    fn class(&mut self) -> Parsed<Node> {
        let from = self.at;
        let end = self.text[from..].find('>').ok_or_else(|| {
            self.error("`<` without `>`").with("close it, or write `'<'` for the sign itself".to_owned())
        })?;
        let inner = &self.text[from + 1..from + end];
        let node = match inner {
            "s" => Node::Border(Border::SentenceStart),
            "/s" => Node::Border(Border::SentenceEnd),
            "p" => Node::Border(Border::BlockStart),
            "/p" => Node::Border(Border::BlockEnd),
            "name" => Node::Name(NameShape::Any),
            "surname" => Node::Name(NameShape::Surname),
            "fullname" => Node::Name(NameShape::Full),
            _ => {
                let mut test = Test::default();
                let mut at = from + 1;
                // A regular expression is the last condition, for it may hold commas.
                let (plain, regex) = match inner.find("re:") {
                    Some(i) if i == 0 || inner[..i].ends_with(',') => {
                        (inner[..i].trim_end_matches(','), Some(&inner[i + 3..]))
                    }
                    _ => (inner, None),
                };
                for part in plain.split(',').filter(|p| regex.is_none() || !p.is_empty()) {
                    let (negated, word) = match part.trim().strip_prefix('!') {
                        Some(word) => (true, word),
                        None => (false, part.trim()),
                    };
                    let mut inverse = Test::default();
                    let start = at + part.find(word).unwrap_or(0);
                    let read = class::condition(word, self.lists, if negated { &mut inverse } else { &mut test });
                    read.map_err(|mistake| mistake.after(start, word.len()))?;
                    if negated {
                        test.none.push(inverse);
                    }
                    at += part.len() + 1;
                }
                if let Some(regex) = regex {
                    let start = from + 1 + inner.len() - regex.len();
                    let whole = WholeToken::new(regex).map_err(|mistake| mistake.after(start, regex.len()));
                    test.regex = Some(whole?);
                }
                Node::Test(Arc::new(test))
            }
        };
        self.at = from + end + 1;
        Ok(node)
    }
}

/// How many stretches of words one match can report at most.
fn reported(node: &Node) -> u32 {
    match node {
        Node::Capture(index, inner) => u32::from(*index == REPORTED) + reported(inner),
        Node::Seq(items) => items.iter().map(reported).fold(0, u32::saturating_add),
        Node::Alt(options) => options.iter().map(reported).max().unwrap_or(0),
        Node::Repeat { node, max, .. } => reported(node).saturating_mul(*max),
        Node::Word(_) | Node::Test(_) | Node::List(_) | Node::Name(_) | Node::Border(_) => 0,
    }
}

/// The name of a pattern that `text` begins with.
fn pattern_name(text: &str) -> &str {
    let length = text.bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-').count();
    &text[..length]
}

/// The name of a list that `text` begins with, and of what is asked of its entries: `months`, `honorifics.shape:plural`.
fn list_name(text: &str) -> &str {
    let name = |text: &str| text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    let mut length = name(text);
    // A full stop that no name follows is the mark itself.
    let more = |length: usize, sign: char| text[length..].strip_prefix(sign).map_or(0, name);
    while let column @ 1.. = more(length, '.') {
        length += 1 + column;
        if let value @ 1.. = more(length, ':') {
            length += 1 + value;
        }
    }
    &text[..length]
}

/// The words of `text` one after the other, with the spacing they have there.
fn literal(text: &str, exact: bool) -> Option<Node> {
    let mut items = Vec::new();
    for (index, token) in token::tokenize(text).iter().enumerate() {
        if index > 0 && !token.has(Flags::SPACE_BEFORE) {
            items.push(Node::Border(Border::Glued));
        }
        let word = token.span.of(text);
        items.push(Node::Word(Literal { hash: token.fold, text: word.into(), exact }));
    }
    match items.len() {
        0 => None,
        1 => Some(items.swap_remove(0)),
        _ => Some(Node::Seq(items)),
    }
}
