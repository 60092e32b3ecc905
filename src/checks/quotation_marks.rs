//! Quotations whose marks are not as English sets them, pair by pair: a pair is one finding, and one fix mends both marks.
//!
//! Marks that are mentioned (*the signs « and »*), arrows of a page (*Home » News*, *« Older posts*) and quotations in
//! another language keep their marks.

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix, Related};
use crate::pattern::run::{is_non_latin, is_unknown};
use crate::span::Span;
use crate::text::block::{Block, Role};
use crate::text::quote::QuotationSpan;
use crate::text::token::{Case, Flags, Token, TokenKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Quotations whose marks are not as English sets them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuotationMarks {
    /// What is wrong with them: `tokenised` (two graves and two apostrophes), `foreign`, `reversed` (turned the wrong way)
    /// or `spaced` (white space inside). A pair with several faults has the first of these.
    fault: Fault,
}

/// What is wrong with a pair of marks; a pair with several faults has the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// Two graves open, or two apostrophes close.
    Tokenised,
    /// Marks of another language.
    Foreign,
    /// Curly marks turned the wrong way.
    Reversed,
    /// White space inside.
    Spaced,
}

/// A mark of a quotation.
#[derive(Debug, Clone, Copy)]
struct QuoteMark {
    /// First and last token.
    first: usize,
    last: usize,
    sign: char,
    opens: bool,
}

const DOUBLE_FOREIGN: [char; 11] = ['«', '»', '„', '「', '」', '『', '』', '〝', '〞', '〟', '＂'];
const SINGLE_FOREIGN: [char; 3] = ['‹', '›', '‚'];
const SINGLE: [char; 6] = ['\'', '‘', '’', '‹', '›', '‚'];

impl QuoteMark {
    fn at(cx: &Context<'_>, at: usize, limit: usize, opens: bool) -> Self {
        let sign = |at: usize| cx.doc.str(at).chars().next().unwrap_or(' ');
        let first = sign(at);
        let twice = matches!(first, '`' | '\'')
            && at + 1 < limit
            && sign(at + 1) == first
            && !cx.doc.tokens[at + 1].has(Flags::SPACE_BEFORE);
        Self { first: at, last: at + usize::from(twice), sign: first, opens }
    }

    fn is_foreign(self) -> bool {
        DOUBLE_FOREIGN.contains(&self.sign) || SINGLE_FOREIGN.contains(&self.sign)
    }

    fn is_single(self) -> bool {
        self.first == self.last && SINGLE.contains(&self.sign)
    }

    fn span(self, cx: &Context<'_>) -> Span {
        cx.doc.tokens[self.first].span.to(cx.doc.tokens[self.last].span)
    }

    fn spaced_before(self, cx: &Context<'_>, block: &Block) -> bool {
        self.first == block.start as usize || cx.doc.tokens[self.first].has(Flags::SPACE_BEFORE)
    }

    fn spaced_after(self, cx: &Context<'_>, block: &Block) -> bool {
        self.last + 1 >= block.end as usize || cx.doc.tokens[self.last + 1].has(Flags::SPACE_BEFORE)
    }

    /// A guillemet that stands alone between spaces points somewhere: it is an arrow, unless a partner faces it.
    fn is_arrow(self, cx: &Context<'_>, block: &Block) -> bool {
        matches!(self.sign, '«' | '»' | '‹' | '›') && self.spaced_before(cx, block) && self.spaced_after(cx, block)
    }

    /// The white space between the mark and the words it encloses, within one line.
    fn gap(self, cx: &Context<'_>) -> Option<Span> {
        let tokens = &cx.doc.tokens;
        let (before, after) = if self.opens { (self.last, self.last + 1) } else { (self.first - 1, self.first) };
        let inner = if self.opens { after } else { before };
        let gap = Span::new(tokens[before].span.end, tokens[after].span.start);
        (!gap.of(cx.doc.text).contains('\n') && gap.start < gap.end && tokens[inner].kind != TokenKind::Quote)
            .then_some(gap)
    }

    /// Whether the words that the mark belongs to cling to it, and white space or a mark stands on its other side.
    fn clings(self, cx: &Context<'_>, block: &Block) -> bool {
        let wordlike = |at: usize| matches!(cx.doc.tokens[at].kind, TokenKind::Word | TokenKind::Number);
        let apart = |at: usize| matches!(cx.doc.tokens[at].kind, TokenKind::Punct);
        let (start, end) = (block.start as usize, block.end as usize);
        if self.opens {
            !self.spaced_after(cx, block)
                && wordlike(self.last + 1)
                && (self.spaced_before(cx, block) || (self.first > start && apart(self.first - 1)))
        } else {
            !self.spaced_before(cx, block)
                && (wordlike(self.first - 1) || apart(self.first - 1))
                && (self.spaced_after(cx, block) || (self.last + 1 < end && apart(self.last + 1)))
        }
    }
}

impl Check for QuotationMarks {
    fn best_fix(&self) -> Applicability {
        Applicability::Safe
    }

    fn run(&self, cx: &Context<'_>, _: &[usize]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        let pairs = &cx.doc.quotations.pairs;
        let foreign = self.fault == Fault::Foreign;
        if foreign && pairs.iter().any(|pair| lists_marks(cx, pair)) {
            return found;
        }
        let about_marks = if foreign { of_two_kinds(cx) } else { BTreeSet::new() };
        for (number, pair) in pairs.iter().enumerate() {
            let block = cx.doc.block_of(pair.open as usize);
            if about_marks.contains(&block.start) {
                continue;
            }
            found.extend(self.pair(cx, block, number, pair));
        }
        if foreign {
            found.extend(cx.doc.quotations.unpaired.iter().filter_map(|&at| alone(cx, at as usize)));
            found.sort_by_key(|m| m.span);
        }
        found
    }
}

impl QuotationMarks {
    fn pair(&self, cx: &Context<'_>, block: &Block, number: usize, pair: &QuotationSpan) -> Option<Match> {
        let limit = block.end as usize;
        let open = QuoteMark::at(cx, pair.open as usize, limit, true);
        let close = Some(QuoteMark::at(cx, pair.close as usize, limit, false))
            .filter(|mark| cx.doc.tokens[mark.first].has(Flags::CLOSES) && mark.first > open.last);
        let Some(close) = close else {
            // It runs on into the next paragraph, which opens it again.
            let runs_on = pair.close + 1 == block.end && self.fault == Fault::Foreign && open.is_foreign();
            return (runs_on && !open.is_arrow(cx, block)).then(|| one(cx, open, Applicability::Safe));
        };
        let marks = [open, close];
        if fault_of(cx, block, marks)? != self.fault || is_mention(cx, block, marks) {
            return None;
        }
        let sound = cx.doc.quotations.sound_pair(&cx.doc.tokens, block, number);
        if matches!(self.fault, Fault::Reversed | Fault::Spaced) && !sound {
            return None;
        }
        if matches!(self.fault, Fault::Foreign | Fault::Spaced) && is_foreign_speech(cx, open.last + 1..close.first) {
            return None;
        }
        let pairs = &cx.doc.quotations.pairs;
        let inside = pairs.get(number + 1).is_some_and(|p| p.open < pair.close);
        // Inside a quotation in double marks English sets single ones.
        let outer = pairs[number.saturating_sub(FARTHEST)..number].iter().rev().find(|p| p.close > pair.close);
        let nested = outer.is_some_and(|p| !QuoteMark::at(cx, p.open as usize, limit, true).is_single());
        let english = english(cx, self.fault, marks, nested);
        Some(report(cx, block, marks, english, sound && !(inside && self.fault == Fault::Foreign)))
    }
}

/// The blocks, by their first token, whose quotations have marks of two languages: they are about marks, for a translation
/// brings along those of one. What stands inside another quotation does not count.
fn of_two_kinds(cx: &Context<'_>) -> BTreeSet<u32> {
    let kind = |sign: char| match sign {
        '«' | '»' => Some(0),
        '„' => Some(1),
        '「' | '『' | '〝' => Some(2),
        _ => None,
    };
    let mut kinds: BTreeMap<u32, u8> = BTreeMap::new();
    for pair in cx.doc.quotations.pairs.iter().filter(|p| p.depth == 0) {
        if let Some(kind) = cx.doc.str(pair.open as usize).chars().next().and_then(kind) {
            *kinds.entry(cx.doc.block_of(pair.open as usize).start).or_default() |= 1 << kind;
        }
    }
    kinds.into_iter().filter(|(_, kinds)| kinds.count_ones() > 1).map(|(block, _)| block).collect()
}

/// Whether a block is a pair of foreign marks and nothing else, as a cell in a table of marks is.
fn lists_marks(cx: &Context<'_>, pair: &QuotationSpan) -> bool {
    let block = cx.doc.block_of(pair.open as usize);
    let mark = QuoteMark::at(cx, pair.open as usize, block.end as usize, true);
    pair.open == block.start && pair.close == pair.open + 1 && pair.close + 1 == block.end && mark.is_foreign()
}

/// How many pairs before it are looked at for the one that a pair stands in.
const FARTHEST: usize = 40;

/// What is wrong with the marks of a pair, the first in the order of [`Fault`].
fn fault_of(cx: &Context<'_>, block: &Block, marks: [QuoteMark; 2]) -> Option<Fault> {
    let [open, close] = marks;
    let tokenised = |mark: QuoteMark| mark.first != mark.last;
    // A closing mark in front of a word or another mark may belong there.
    let end = block.end as usize;
    let next = cx.doc.tokens[..end].get(close.last + 1);
    let fits =
        next.is_none_or(|t| t.kind != TokenKind::Quote && (t.kind != TokenKind::Word || t.has(Flags::SPACE_BEFORE)));
    let before = open.first.checked_sub(1).filter(|b| *b >= block.start as usize).map(|b| cx.doc.tokens[b].kind);
    if tokenised(open) {
        Some(Fault::Tokenised)
    } else if open.is_foreign() || close.is_foreign() {
        Some(Fault::Foreign)
    } else if open.sign == '”' || close.sign == '“' {
        Some(Fault::Reversed)
    } else if (open.gap(cx).is_some() && before != Some(TokenKind::Quote)) || (close.gap(cx).is_some() && fits) {
        Some(Fault::Spaced)
    } else {
        None
    }
}

/// Whether the marks are themselves what is talked about, or arrows of a page.
fn is_mention(cx: &Context<'_>, block: &Block, [open, close]: [QuoteMark; 2]) -> bool {
    const LINKING: [&str; 6] = ["and", "or", "to", "nor", "versus", "vs"];
    const LONGEST_CELL: u32 = 4;
    let inside = open.last + 1..close.first;
    let tokens = &cx.doc.tokens;
    // No word stands between them, or only one that lists them: `« and »`.
    let says = |at: usize| {
        !matches!(tokens[at].kind, TokenKind::Punct | TokenKind::Quote | TokenKind::Symbol)
            && !LINKING.contains(&cx.doc.str(at))
    };
    if !inside.clone().any(says) {
        return true;
    }
    if !open.is_foreign() && !close.is_foreign() {
        return false;
    }
    let arrows = (open.is_arrow(cx, block), close.is_arrow(cx, block));
    if (arrows.0 || arrows.1) && (open.sign == close.sign || !(open.is_foreign() && close.is_foreign())) {
        return true;
    }
    // Nothing stands before them in the block, or only the sign of a list item.
    let mut before = block.start as usize..open.first;
    let whole = before.all(|at| tokens[at].kind == TokenKind::Punct) && close.last + 1 == block.end as usize;
    let heading = matches!(block.role, Role::Headline | Role::SecondHeadline | Role::Subheading);
    if whole && block.role == Role::ListItem && block.words <= LONGEST_CELL {
        return true;
    }
    // `« Older posts | Newer posts »`: the line of a page that leads to its neighbours.
    let parted = inside.clone().any(|at| matches!(cx.doc.str(at), "|" | "·" | "•"));
    let ends = matches!(cx.doc.str(close.first - 1), "." | "!" | "?" | "…" | "..." | ",");
    arrows == (true, true) && whole && (parted || !(heading || ends))
}

/// Whether the words in `inside` are of another script, or three and more of which half are no English ones.
fn is_foreign_speech(cx: &Context<'_>, inside: Range<usize>) -> bool {
    const MOST: usize = 60;
    const LEAST_WORDS: usize = 3;
    let words = || {
        let tokens = &cx.doc.tokens[inside.start..inside.end.min(inside.start + MOST)];
        tokens.iter().filter(|t| t.kind == TokenKind::Word)
    };
    let text = |t: &Token| t.span.of(cx.doc.text);
    let small = words().filter(|t| t.case == Case::Lower).count();
    let strange = words().filter(|t| is_unknown(text(t), t)).count();
    words().any(|t| is_non_latin(text(t), t)) || (words().count() >= LEAST_WORDS && strange > 0 && strange * 2 >= small)
}

/// The marks that English has in place of these.
fn english(cx: &Context<'_>, fault: Fault, [open, close]: [QuoteMark; 2], nested: bool) -> [&'static str; 2] {
    let style = cx.style();
    let value = |name: &str| style.value(name).unwrap_or("\"");
    let double = [value("style.open"), value("style.close")];
    let single = if style.curly { ["‘", "’"] } else { ["'", "'"] };
    match fault {
        Fault::Tokenised => double,
        Fault::Foreign if nested || (SINGLE_FOREIGN.contains(&open.sign) && close.is_single()) => single,
        Fault::Foreign => double,
        Fault::Reversed if open.sign == '"' || close.sign == '"' => double,
        Fault::Reversed => ["“", "”"],
        // Spaces are taken away, and the marks stay.
        Fault::Spaced => ["", ""],
    }
}

fn report(cx: &Context<'_>, block: &Block, marks: [QuoteMark; 2], english: [&str; 2], sure: bool) -> Match {
    let text = cx.doc.text;
    let [open, close] = marks;
    let spaced = english[0].is_empty();
    let mut edits = Vec::new();
    let mut safe = sure;
    for (mark, right) in marks.into_iter().zip(english) {
        let gap = mark.gap(cx);
        let span = mark.span(cx);
        if spaced {
            edits.extend(gap.map(|gap| Edit::new(gap, "")));
            continue;
        }
        let mut span = gap.map_or(span, |gap| gap.to(span));
        // `panic. “.`: a stop on each side of the mark is one too many.
        if !mark.opens && ends_twice(cx, block, close) {
            span = span.to(cx.doc.tokens[close.last + 1].span);
            safe = false;
        }
        if span.of(text) != right {
            edits.push(Edit::new(span, right));
        }
    }
    let faulty =
        |mark: QuoteMark, right: &str| if spaced { mark.gap(cx).is_some() } else { mark.span(cx).of(text) != right };
    let (first, second) = if faulty(open, english[0]) { (open, close) } else { (close, open) };
    let shown = |marks: [&str; 2]| format!("{}…{}", marks[0], marks[1]);
    let now = [open.span(cx).of(text), close.span(cx).of(text)];
    let title =
        if spaced { "Delete the space inside the marks".to_owned() } else { format!("Write `{}`", shown(english)) };
    Match {
        span: first.span(cx),
        values: vec![("marks", shown(now)), ("english", shown(english))],
        hint: false,
        related: vec![Related { span: second.span(cx), message: "the other mark of the pair".into() }],
        fixes: vec![Fix {
            title: title.into(),
            edits,
            applicability: if safe { Applicability::Safe } else { Applicability::Unsafe },
        }],
    }
}

/// Whether a full stop stands on both sides of the closing mark.
fn ends_twice(cx: &Context<'_>, block: &Block, close: QuoteMark) -> bool {
    let stop = |at: usize| cx.doc.str(at) == ".";
    let next = close.last + 1;
    next < block.end as usize && stop(next) && !cx.doc.tokens[next].has(Flags::SPACE_BEFORE) && stop(close.first - 1)
}

/// The finding of a foreign mark that has lost its partner and clings to a word.
fn alone(cx: &Context<'_>, at: usize) -> Option<Match> {
    let block = cx.doc.block_of(at);
    let mut mark = QuoteMark::at(cx, at, block.end as usize, cx.doc.tokens[at].has(Flags::OPENS));
    // A mark that opens at the very end of a paragraph was to close: `the people will have light „`.
    if mark.opens && mark.last + 1 == block.end as usize && mark.first > block.start as usize {
        mark.opens = false;
        let arrow = mark.is_arrow(cx, block);
        return (mark.is_foreign() && !arrow).then(|| one(cx, mark, Applicability::Unsafe));
    }
    (mark.is_foreign() && mark.clings(cx, block)).then(|| one(cx, mark, Applicability::Unsafe))
}

/// The finding of a foreign mark without the other of its pair.
fn one(cx: &Context<'_>, mark: QuoteMark, applicability: Applicability) -> Match {
    let marks = english(cx, Fault::Foreign, [mark, mark], false);
    let right = marks[usize::from(!mark.opens)];
    let span = mark.span(cx);
    Match {
        span,
        values: vec![("marks", span.of(cx.doc.text).to_owned()), ("english", right.to_owned())],
        hint: false,
        related: Vec::new(),
        fixes: vec![Fix {
            title: format!("Write `{right}`").into(),
            edits: vec![Edit::new(mark.gap(cx).map_or(span, |gap| gap.to(span)), right)],
            applicability,
        }],
    }
}
