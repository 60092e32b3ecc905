//! Quotations: which marks open, which close, and which have found no partner.
//!
//! Marks are paired block by block with a small stack. A straight mark is judged by its neighbours, a curly one by its
//! shape first; where both are misused, by what is open. Single marks at the edge of words are apostrophes unless a
//! partner can be there. English reopens a quotation in each paragraph and closes only the last: an open quotation runs
//! on to the end of its block when the next one begins with the same mark (Chicago Manual of Style 13.30).

use super::block::Block;
use super::token::{Case, Flags, Token, TokenKind};
use std::ops::Range;

/// A paired quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotationSpan {
    /// Token of the opening mark.
    pub open: u32,
    /// Token of the closing mark; for a quotation that runs on into the next paragraph or is opened again, the last
    /// token before that.
    pub close: u32,
    /// How many quotations it stands inside of.
    pub depth: u8,
}

/// All quotations of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quotations {
    /// The paired ones, by the place of their opening marks.
    pub pairs: Vec<QuotationSpan>,
    /// Tokens of marks without a partner, in order.
    pub unpaired: Vec<u32>,
    /// The closing marks in order, each with the number of its pair.
    closing: Vec<(u32, u32)>,
}

impl Quotations {
    /// Whether the quotation that the mark `at` opens or closes can be relied on: it and its neighbours in the block
    /// have white space or punctuation outside their marks, and no mark without a partner stands between them. Where
    /// one mark is lost or doubled, straight marks pair up wrongly from there on.
    #[must_use]
    pub fn sound(&self, tokens: &[Token], block: &Block, at: usize) -> bool {
        let opened = || self.pairs.binary_search_by_key(&(at as u32), |p| p.open).ok();
        let closed =
            || self.closing.binary_search_by_key(&(at as u32), |c| c.0).ok().map(|c| self.closing[c].1 as usize);
        opened().or_else(closed).is_some_and(|number| self.sound_pair(tokens, block, number))
    }

    /// Whether the pair of this `number` in `block` can be relied on, as [`Self::sound`] says.
    #[must_use]
    pub fn sound_pair(&self, tokens: &[Token], block: &Block, number: usize) -> bool {
        let in_block = |p: &&QuotationSpan| p.open >= block.start && p.open < block.end;
        let pair = &self.pairs[number];
        let before = number.checked_sub(1).and_then(|n| self.pairs.get(n)).filter(in_block);
        let behind = self.pairs.get(number + 1).filter(in_block);
        let outside = |p: &QuotationSpan| {
            if tokens[p.close as usize].kind != TokenKind::Quote {
                return false;
            }
            let after = tokens[..block.end as usize].get(p.close as usize + 1);
            let before = (p.open as usize).checked_sub(1).filter(|b| *b >= block.start as usize).map(|b| &tokens[b]);
            let apart = |t: &Token| !matches!(t.kind, TokenKind::Word | TokenKind::Number);
            (tokens[p.open as usize].has(Flags::SPACE_BEFORE) || before.is_none_or(apart))
                && after.is_none_or(|t| t.has(Flags::SPACE_BEFORE) || apart(t))
        };
        let near = || [before, Some(pair), behind].into_iter().flatten();
        let from = before.map_or(block.start, |p| p.open);
        let to = if behind.is_none() { block.end } else { near().map(|p| p.close).max().unwrap_or(0) };
        let lost = self.unpaired.partition_point(|&u| u < from);
        near().all(outside) && self.unpaired.get(lost).is_none_or(|&u| u > to)
    }
}

/// How deep quotations may nest; a text that opens more at once is no prose.
const DEEPEST: usize = 8;

/// Pairs quotation marks, block by block.
#[derive(Debug)]
pub struct Pairs<'a> {
    text: &'a str,
    /// The marks of the blocks to come.
    rest: &'a [u32],
    marks: Vec<usize>,
    out: Quotations,
}

impl<'a> Pairs<'a> {
    /// For `text`, in which `quotes` are the tokens that are marks.
    #[must_use]
    pub fn new(text: &'a str, quotes: &'a [u32]) -> Self {
        Self { text, rest: quotes, marks: Vec::new(), out: Quotations::default() }
    }

    /// Pairs the marks of block `number`, the next after those that have been paired, and sets the flags `OPENS`,
    /// `CLOSES`, `PAIRED` on marks and `QUOTED` on what stands inside.
    pub fn pair(&mut self, tokens: &mut [Token], blocks: &[Block], number: usize) {
        let block = &blocks[number];
        let count = self.rest.iter().take_while(|&&quote| quote < block.end).count();
        if count == 0 {
            return;
        }
        let (here, rest) = self.rest.split_at(count);
        self.rest = rest;
        self.marks.clear();
        self.marks.extend(here.iter().map(|&quote| quote as usize));
        let (start, end) = (block.start as usize, block.end as usize);
        let next = blocks.get(number + 1).map(|b| b.start as usize);
        let mut pairing = Pairing { text: self.text, tokens, start, end, out: &mut self.out };
        pairing.run(&self.marks, next);
        for &at in &self.marks {
            if pairing.is_odd(at) {
                pairing.tokens[at].flags.set(Flags::ODD);
            }
        }
    }

    /// The quotations of all blocks.
    #[must_use]
    pub fn finish(self) -> Quotations {
        let Self { mut out, .. } = self;
        out.pairs.sort_unstable_by_key(|p| p.open);
        out.unpaired.sort_unstable();
        out.closing = out.pairs.iter().enumerate().map(|(number, p)| (p.close, number as u32)).collect();
        out.closing.sort_unstable();
        out
    }
}

/// What a mark can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
}

/// What a mark's shape says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Opens,
    Closes,
    Either,
}

fn shape(c: char) -> Option<(Mark, Shape)> {
    Some(match c {
        '"' | '\u{ff02}' | '\u{201f}' => (Mark::Double, Shape::Either),
        '“' | '„' | '「' | '『' | '\u{301d}' => (Mark::Double, Shape::Opens),
        '”' | '」' | '』' | '\u{301e}' | '\u{301f}' => (Mark::Double, Shape::Closes),
        // Guillemets point outwards in French and inwards in German.
        '«' | '»' => (Mark::Double, Shape::Either),
        '\'' | '‹' | '›' | '\u{ff07}' => (Mark::Single, Shape::Either),
        '‘' | '‚' | '`' | '\u{201b}' => (Mark::Single, Shape::Opens),
        '’' | '\u{b4}' | '\u{2bc}' => (Mark::Single, Shape::Closes),
        // Primes are feet, inches, minutes and seconds.
        _ => return None,
    })
}

#[derive(Debug, Clone, Copy)]
struct OpenQuotation {
    token: usize,
    mark: Mark,
    sign: char,
}

struct Pairing<'a> {
    text: &'a str,
    tokens: &'a mut [Token],
    start: usize,
    end: usize,
    out: &'a mut Quotations,
}

/// Clipped words that begin with an apostrophe.
const ELISIONS: [&str; 13] =
    ["em", "til", "tis", "twas", "cause", "cos", "n", "bout", "round", "cuz", "tween", "gainst", "neath"];

impl Pairing<'_> {
    fn run(&mut self, marks: &[usize], next: Option<usize>) {
        let mut stack: Vec<OpenQuotation> = Vec::new();
        // How many later single marks could close a quotation.
        let mut closers = marks.iter().filter(|&&at| self.can_close_single(at)).count();
        let mut skip = None;
        for (index, &at) in marks.iter().enumerate() {
            let sign = self.sign(at);
            closers -= usize::from(self.can_close_single(at));
            if skip == Some(at) {
                continue;
            }
            let Some((mut mark, mut shape)) = shape(sign) else { continue };
            let mut last = at;
            // Two single marks glued together act as a double one: ``so''.
            if mark == Mark::Single
                && marks.get(index + 1) == Some(&(at + 1))
                && self.sign(at + 1) == sign
                && !self.spaced(at + 1)
            {
                mark = Mark::Double;
                last = at + 1;
                skip = Some(last);
                shape = if sign == '`' { Shape::Opens } else { Shape::Either };
            }
            match mark {
                Mark::Double => self.double(at..last + 1, sign, shape, &mut stack),
                Mark::Single => self.single(at, sign, shape, closers, &mut stack),
            }
        }
        let goes_on = next.is_some_and(|n| self.tokens[n].kind == TokenKind::Quote);
        for open in stack.drain(..).rev() {
            if open.mark == Mark::Single {
                // A single mark that never closes was an apostrophe.
                self.tokens[open.token].flags.0 &= !Flags::OPENS.0;
                continue;
            }
            let runs_on = goes_on
                && next.is_some_and(|n| {
                    let sign = self.sign(n);
                    sign == open.sign || (matches!(sign, '“' | '"') && matches!(open.sign, '“' | '"'))
                });
            if runs_on && open.token + 1 < self.end {
                self.close(open, self.end - 1, 0, false);
            } else {
                self.out.unpaired.push(open.token as u32);
            }
        }
    }

    fn sign(&self, at: usize) -> char {
        self.tokens[at].span.of(self.text).chars().next().unwrap_or(' ')
    }

    /// Whether white space, or nothing, stands before token `at`.
    fn spaced(&self, at: usize) -> bool {
        at == self.start || self.tokens[at].has(Flags::SPACE_BEFORE)
    }

    /// Whether white space, or nothing, stands after token `at`.
    fn spaced_after(&self, at: usize) -> bool {
        at + 1 >= self.end || self.tokens[at + 1].has(Flags::SPACE_BEFORE)
    }

    fn is_wordlike(&self, at: usize) -> bool {
        matches!(self.tokens[at].kind, TokenKind::Word | TokenKind::Number | TokenKind::Handle | TokenKind::Url)
    }

    /// Something that opens stands glued before: a bracket, a dash, or another opening mark.
    fn opener_before(&self, at: usize) -> bool {
        let before = &self.tokens[at - 1];
        matches!(before.span.of(self.text), "(" | "[" | "{" | "-" | "–" | "—" | "--" | "/" | "¿" | "¡" | "=" | ">")
            || (before.kind == TokenKind::Quote && before.has(Flags::OPENS))
    }

    /// What the neighbours say of the mark that stands at `at` and ends with token `last`.
    fn side(&self, at: usize, last: usize) -> Shape {
        let (before, after) = (self.spaced(at), self.spaced_after(last));
        match (before, after) {
            (true, false) => {
                let next = self.tokens[last + 1].span.of(self.text);
                // French sets a space inside its marks: « Oui », dit-il. But the stop of `".tv"` belongs to what follows.
                let stop = matches!(next, "," | "." | ";" | ":" | "!" | "?" | ")" | "]");
                if stop && !(next == "." && self.begins_name(last + 2)) { Shape::Closes } else { Shape::Opens }
            }
            (false, true) => Shape::Closes,
            (true, true) => Shape::Either,
            (false, false) => {
                let next = &self.tokens[last + 1];
                if self.opener_before(at) {
                    Shape::Opens
                } else if matches!(next.kind, TokenKind::Punct)
                    && !matches!(next.span.of(self.text), "(" | "[" | "¿" | "¡" | "…" | "...")
                {
                    Shape::Closes
                } else {
                    Shape::Either
                }
            }
        }
    }

    /// Whether the word at `at` is one that a full stop before it begins: `.tv`, `.NET`.
    fn begins_name(&self, at: usize) -> bool {
        at < self.end
            && self.tokens[at].kind == TokenKind::Word
            && !self.spaced(at)
            && matches!(self.tokens[at].case, Case::Lower | Case::Upper)
    }

    /// Whether the mark has no partner, is turned the wrong way, or has white space inside or none outside, or a comma or
    /// a full stop outside. Single marks without a partner are apostrophes, and odd only after a letter other than `s`.
    fn is_odd(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let shape = shape(self.sign(at));
        if !token.has(Flags::PAIRED) {
            if !matches!(shape, Some((Mark::Single, _))) {
                return true;
            }
            let before = at.checked_sub(1).filter(|_| !self.spaced(at)).map(|b| self.tokens[b].span.of(self.text));
            return self.spaced_after(at)
                && before.is_some_and(|w| w.ends_with(|c: char| c.is_lowercase() && c != 's'));
        }
        let reversed = match shape {
            Some((_, Shape::Opens)) => token.has(Flags::CLOSES),
            Some((_, Shape::Closes)) => token.has(Flags::OPENS),
            _ => false,
        };
        let stop = |n: &Token| matches!(n.span.of(self.text), "," | ".");
        let (outside, inside) = if token.has(Flags::OPENS) {
            (!self.spaced(at) && self.is_wordlike(at - 1), self.spaced_after(at))
        } else {
            let next = self.tokens.get(at + 1).filter(|_| at + 1 < self.end && !self.spaced_after(at));
            (next.is_some_and(|n| self.is_wordlike(at + 1) || stop(n)), self.spaced(at))
        };
        reversed || outside || inside
    }

    /// Feet, inches, minutes: a number stands glued before.
    fn is_measure(&self, at: usize) -> bool {
        at > self.start && !self.spaced(at) && {
            let before = &self.tokens[at - 1];
            before.kind == TokenKind::Number
                || (before.kind == TokenKind::Word && before.span.of(self.text).ends_with(|c: char| c.is_ascii_digit()))
        }
    }

    fn double(&mut self, mark: Range<usize>, sign: char, shape: Shape, stack: &mut Vec<OpenQuotation>) {
        let at = mark.start;
        let side = self.side(at, mark.end - 1);
        let open = stack.iter().rposition(|o| o.mark == Mark::Double);
        if open.is_none() && sign == '"' && self.is_measure(at) && side != Shape::Opens {
            return;
        }
        // „…“ closes with the mark that opens in English.
        let low = sign == '“' && open.is_some_and(|o| stack[o].sign == '„');
        let closes = match (shape, side) {
            _ if low => side != Shape::Opens,
            (Shape::Closes, Shape::Opens) => open.is_some() && sign == '”' && stack[open.unwrap_or(0)].sign != '”',
            (Shape::Closes, _) | (Shape::Either, Shape::Closes) => true,
            (Shape::Opens, Shape::Closes) => open.is_some(),
            // `“It is over. “ She left`: the shape of an opening mark where a quotation ends.
            (Shape::Opens, Shape::Either) => {
                sign == '“'
                    && at > self.start
                    && open.is_some_and(|o| stack[o].sign == sign)
                    && matches!(self.tokens[at - 1].span.of(self.text), "." | "," | "!" | "?")
            }
            (Shape::Opens, _) | (Shape::Either, Shape::Opens) => false,
            (Shape::Either, Shape::Either) => open.is_some(),
        };
        if !closes {
            if let Some(place) = open {
                let outer = stack[place];
                let nested = outer.sign != sign && !matches!((outer.sign, sign), ('“', '"') | ('"', '“'));
                if !nested {
                    // Opened again: the quotation was continued here, in what used to be a paragraph of its own.
                    stack.truncate(place);
                    self.close(outer, at - 1, 0, false);
                }
            }
            if stack.len() < DEEPEST {
                self.tokens[at].flags.set(Flags::OPENS);
                stack.push(OpenQuotation { token: at, mark: Mark::Double, sign });
            }
            return;
        }
        self.tokens[at].flags.set(Flags::CLOSES);
        match open {
            Some(place) => {
                let outer = stack[place];
                // Single marks that were still open were apostrophes.
                for inner in stack.drain(place..).skip(1) {
                    self.tokens[inner.token].flags.0 &= !Flags::OPENS.0;
                }
                self.close(outer, at, stack.len(), true);
            }
            None => self.out.unpaired.push(at as u32),
        }
    }

    /// Whether a single mark at `at` could close a quotation: a word or mark stands glued before it, and none after.
    fn can_close_single(&self, at: usize) -> bool {
        matches!(shape(self.sign(at)), Some((Mark::Single, s)) if s != Shape::Opens)
            && at > self.start
            && !self.spaced(at)
            && (self.spaced_after(at) || !self.is_wordlike(at + 1))
    }

    fn single(&mut self, at: usize, sign: char, shape: Shape, closers: usize, stack: &mut Vec<OpenQuotation>) {
        let inner = stack.iter().rposition(|o| o.mark == Mark::Single);
        let double = stack.iter().rposition(|o| o.mark == Mark::Double);
        // A single quotation outside an open double one cannot close inside it.
        let open = inner.filter(|&i| double.is_none_or(|d| i > d));
        if self.can_close_single(at) && open.is_some() {
            let plural =
                self.tokens[at - 1].span.of(self.text).ends_with(['s', 'S']) && self.spaced_after(at) && closers > 0;
            if !plural {
                let place = open.unwrap_or(0);
                let outer = stack[place];
                stack.truncate(place);
                self.tokens[at].flags.set(Flags::CLOSES);
                self.close(outer, at, stack.len(), true);
            }
            return;
        }
        let opening = self.spaced(at) || self.opener_before(at);
        if !opening || self.spaced_after(at) || shape == Shape::Closes || closers == 0 || open.is_some() {
            return;
        }
        let next = self.tokens[at + 1].span.of(self.text);
        let clipped =
            next.starts_with(|c: char| c.is_ascii_digit()) || ELISIONS.contains(&next.to_lowercase().as_str());
        if (clipped && sign != '‘') || stack.len() >= DEEPEST {
            return;
        }
        self.tokens[at].flags.set(Flags::OPENS);
        stack.push(OpenQuotation { token: at, mark: Mark::Single, sign });
    }

    /// Pairs `open` with the mark, or the last token, at `close`.
    fn close(&mut self, open: OpenQuotation, close: usize, depth: usize, marked: bool) {
        let inside = if marked { open.token + 1..close } else { open.token + 1..close + 1 };
        self.tokens[open.token].flags.set(Flags::PAIRED);
        if marked {
            self.tokens[close].flags.set(Flags::PAIRED);
        }
        // What stands inside an outer quotation is marked when that one closes; so each token is marked once.
        if depth == 0 {
            for token in &mut self.tokens[inside] {
                token.flags.set(Flags::QUOTED);
            }
        }
        self.out.pairs.push(QuotationSpan { open: open.token as u32, close: close as u32, depth: depth as u8 });
    }
}

#[cfg(test)]
mod tests;
