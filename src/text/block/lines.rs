//! Which line ends are borders of blocks, and which are only where a long line was wrapped.
//!
//! An editor that wraps fills each line as far as it can. So a wrapped line goes on in the next one in the middle of
//! a sentence, is at most [`LONGEST`] characters long, and the next line's first word would not have fitted in.

use crate::text::stop::stop;
use crate::text::token::{Case, Flags, LineStart, Token, TokenKind};

/// The shortest line, in characters, taken for one that was wrapped; shorter ones are lists, verses, addresses.
const SHORTEST: usize = 45;

/// The longest line, in characters, taken for one that was wrapped.
const LONGEST: usize = 120;

/// A line that has a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TokenLine {
    start: LineStart,
    end: u32,
}

impl TokenLine {
    fn of<'t>(&self, tokens: &'t [Token]) -> &'t [Token] {
        &tokens[self.start.token as usize..self.end as usize]
    }
}

/// The lines of `tokens`, given their beginnings.
pub(super) fn find(tokens: &[Token], starts: &[LineStart]) -> Vec<TokenLine> {
    let ends = starts.iter().skip(1).map(|next| next.token).chain([tokens.len() as u32]);
    starts.iter().zip(ends).map(|(&start, end)| TokenLine { start, end }).collect()
}

/// The beginnings of all blocks.
pub(super) fn block_starts(text: &str, tokens: &[Token], lines: &[TokenLine]) -> Vec<LineStart> {
    let joints = joints(text, tokens, lines);
    let width = wrap_width(lines, &joints);
    let mut starts = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let end = chunk_end(lines, at);
        starts.push(lines[at].start);
        let wrapped = wraps(&joints[at..end]);
        for next in at + 1..end {
            if !width.is_some_and(|width| joints[next - 1].is_wrap(wrapped, width)) {
                starts.push(lines[next].start);
            }
        }
        at = end;
    }
    starts
}

/// One past the last line before the next blank line.
fn chunk_end(lines: &[TokenLine], start: usize) -> usize {
    lines[start + 1..].iter().position(|l| l.start.blank_before).map_or(lines.len(), |n| start + 1 + n)
}

/// A line's end and what follows it on the next line of the same chunk.
#[derive(Debug, Clone, Copy, Default)]
struct Joint {
    /// Length of the line in characters.
    length: usize,
    /// Length of the next line's first word in characters; 0 at the end of a chunk.
    word: usize,
    /// The line ends in the middle of a sentence: without a stop or colon, and the next goes on in small letters, or
    /// with a comma or hyphen.
    runs_on: bool,
    /// The next line is an item of a list.
    item: bool,
}

impl Joint {
    /// Whether the line is long enough, and ends in the middle of a sentence, so that it must have been wrapped.
    fn is_evidence(&self) -> bool {
        (SHORTEST..=LONGEST).contains(&self.length) && self.runs_on && !self.item
    }

    /// Whether the line was wrapped at `width` characters; `chunk` tells whether there is evidence for it nearby.
    fn is_wrap(&self, chunk: bool, width: usize) -> bool {
        if self.item || self.length > width {
            return false;
        }
        let full = self.length + 1 + self.word > width;
        full || (chunk && self.runs_on)
    }
}

/// Whether enough line ends of a chunk can only be wraps.
fn wraps(joints: &[Joint]) -> bool {
    let evidence = joints.iter().filter(|j| j.is_evidence()).count();
    evidence > 0 && evidence * 3 >= joints.len() - 1
}

/// The longest line, in characters, of the chunks that are wrapped.
fn wrap_width(lines: &[TokenLine], joints: &[Joint]) -> Option<usize> {
    let mut width = None;
    let mut at = 0;
    while at < lines.len() {
        let end = chunk_end(lines, at);
        if wraps(&joints[at..end]) {
            width = width.max(joints[at..end].iter().map(|j| j.length).filter(|&l| l <= LONGEST).max());
        }
        at = end;
    }
    width
}

/// Measures the line ends; those before a blank line only for their length, where their chunk has several lines.
fn joints(text: &str, tokens: &[Token], lines: &[TokenLine]) -> Vec<Joint> {
    let goes_on = |at: usize| lines.get(at).is_some_and(|l| !l.start.blank_before);
    let measure = |at: usize| {
        if !goes_on(at) && !goes_on(at + 1) {
            return Joint::default();
        }
        let line = lines[at].of(tokens);
        let length = characters(text, line);
        if !goes_on(at + 1) {
            return Joint { length, ..Joint::default() };
        }
        let next = lines[at + 1].of(tokens);
        let first = next.iter().skip(1).position(|t| t.has(Flags::SPACE_BEFORE)).map_or(next.len(), |n| n + 1);
        Joint {
            length,
            word: characters(text, &next[..first]),
            runs_on: line.last().is_some_and(|t| is_open_end(text, t))
                || (starts_low(text, next) && !is_stopped(text, line)),
            item: item_marker(text, next).is_some(),
        }
    };
    (0..lines.len()).map(measure).collect()
}

/// How many characters a line has; of one that is longer than any that is wrapped, how many at least.
fn characters(text: &str, line: &[Token]) -> usize {
    const MOST_BYTES: usize = 4;
    match (line.first(), line.last()) {
        (Some(first), Some(last)) => {
            let line = first.span.to(last.span).of(text);
            if line.len() > LONGEST * MOST_BYTES {
                return LONGEST + 1;
            }
            if line.is_ascii() { line.len() } else { line.chars().count() }
        }
        _ => 0,
    }
}

/// Whether a line ends with a stop or colon, before closing quotation marks and brackets.
fn is_stopped(text: &str, line: &[Token]) -> bool {
    let closing = |t: &&Token| t.kind == TokenKind::Quote || matches!(t.span.of(text), ")" | "]");
    line.iter()
        .rev()
        .find(|t| !closing(t))
        .is_some_and(|t| t.has(Flags::DOTTED) || stop(text, t).is_some() || t.span.of(text) == ":")
}

fn is_open_end(text: &str, token: &Token) -> bool {
    matches!(token.span.of(text), "," | "-" | "–" | ";")
}

fn starts_low(text: &str, line: &[Token]) -> bool {
    let word = line.iter().take(3).find(|t| t.kind != TokenKind::Quote && t.span.of(text) != "(");
    word.is_some_and(|t| {
        t.kind == TokenKind::Word && t.case != Case::None && t.span.of(text).starts_with(char::is_lowercase)
    })
}

/// How many tokens at the start of a block or line mark an item of a list (`•`, `-`, `1.`, `2)`, `(3)`), if any do.
pub(super) fn item_marker(text: &str, line: &[Token]) -> Option<usize> {
    let first = line.first()?;
    let spaced = |at: usize| line.get(at).is_some_and(|t| t.has(Flags::SPACE_BEFORE));
    let is = |at: usize, marks: &[&str]| line.get(at).is_some_and(|t| marks.contains(&t.span.of(text)));
    let short = |t: &Token| {
        let number = t.kind == TokenKind::Number && t.span.len() <= 2;
        number || (t.kind == TokenKind::Word && t.span.len() == 1)
    };
    match first.kind {
        TokenKind::Punct | TokenKind::Symbol | TokenKind::Quote => {
            let bullet = matches!(
                first.span.of(text),
                "•" | "·"
                    | "*"
                    | "-"
                    | "–"
                    | "—"
                    | "‣"
                    | "◦"
                    | "●"
                    | "○"
                    | "■"
                    | "□"
                    | "▪"
                    | "▫"
                    | "►"
                    | "▶"
                    | "➤"
                    | "➢"
                    | "→"
                    | "✔"
                    | "✓"
                    | "+"
                    | ":"
            );
            let sign = !first.span.of(text).is_ascii() && !matches!(first.span.of(text), "–" | "—");
            if bullet && (spaced(1) || sign) {
                Some(1)
            } else {
                (is(0, &["("]) && line.get(1).is_some_and(short) && is(2, &[")"]) && spaced(3)).then_some(3)
            }
        }
        TokenKind::Number if short(first) => (is(1, &[".", ")"]) && !spaced(1) && spaced(2)).then_some(2),
        TokenKind::Word if short(first) => (is(1, &[")"]) && !spaced(1) && spaced(2)).then_some(2),
        _ => None,
    }
}
