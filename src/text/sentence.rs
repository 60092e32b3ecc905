//! Sentences: where they end, told from tokens.
//!
//! The splitter works only at tokens that can end a sentence: stops, and words that hold their own full stop (`U.S.`,
//! `J.`). It gathers the run of stops and the quotation marks and brackets that close behind it, looks at the first
//! word that follows, and decides from that word's case, the word before and two tables of words (see `lexicon`).
//! Machine translation loses spaces and capitals, so a sentence may start in small letters or glued to the last one.

mod dot;
pub(super) mod lexicon;

use super::block::Block;
use super::stop::{Stop, stop};
use super::token::{Case, Flags, Token, TokenKind};
use lexicon::{SentenceLexicon, WordClass};

/// A sentence: a half-open range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

/// Cuts a block into sentences, adds them to `sentences` and sets [`super::token::Flags::SENTENCE_START`] on the first
/// token of each.
pub fn split(text: &str, tokens: &mut [Token], block: &Block, sentences: &mut Vec<Sentence>) {
    let (start, end) = (block.start as usize, block.end as usize);
    let known = sentences.len();
    let cutter = Cutter { text, tokens, lexicon: lexicon::get(), start, end, straight: false, bracket: None };
    cutter.cut(sentences);
    for sentence in &sentences[known..] {
        tokens[sentence.start as usize].flags.set(Flags::SENTENCE_START);
    }
}

/// How far back an opening bracket may stand for the text after it to count as bracketed, in tokens.
const BRACKET_REACH: usize = 40;

/// How many opening marks may stand before a sentence's first word.
const OPENERS: usize = 4;

/// How the text goes on after a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// A word that starts with a capital.
    Upper,
    /// A word that starts with a small letter.
    Lower,
    /// A number, or a word that starts with a digit.
    Digit,
    /// A word in a script without case.
    Caseless,
    /// A currency sign, a handle, an emoji.
    Sign,
    /// A comma, a colon or another mark that only goes on.
    Mark,
}

/// What stands between the stop and the next word.
#[derive(Debug, Clone, Copy)]
struct Gap {
    /// First token after the stops and what closes behind them.
    next: usize,
    /// First word after that and after marks that open, or `next` if there is none.
    word: usize,
    /// How the text goes on.
    start: Start,
    /// White space stands before `next`.
    spaced: bool,
    /// A quotation mark closes after the stop.
    quote: bool,
    /// A bracket closes after the stop.
    bracket: bool,
    /// `next` is a dash.
    dash: bool,
}

enum Closer {
    Quote,
    Bracket,
    /// A footnote mark, so many tokens long.
    Note(usize),
}

struct Cutter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'static SentenceLexicon,
    /// First token of the present sentence.
    start: usize,
    /// One past the last token of the block.
    end: usize,
    /// An odd number of straight double quotation marks has been seen in the block.
    straight: bool,
    /// The last opening bracket that has not been closed.
    bracket: Option<usize>,
}

impl Cutter<'_> {
    fn cut(mut self, sentences: &mut Vec<Sentence>) {
        let bytes = self.text.as_bytes();
        let mut at = self.start;
        while at < self.end {
            let token = &self.tokens[at];
            let mut last = at;
            let ends = match token.kind {
                TokenKind::Word if token.has(Flags::DOTTED) => self.after_dotted(at),
                TokenKind::Punct => match bytes[token.span.start as usize] {
                    b'(' | b'[' => {
                        self.bracket = Some(at);
                        None
                    }
                    b')' | b']' => {
                        self.bracket = None;
                        None
                    }
                    0xe2 if self.is_inline_bullet(at) => {
                        sentences.push(Sentence { start: self.start as u32, end: at as u32 });
                        self.start = at;
                        None
                    }
                    b'.' | b'!' | b'?' | 0x80.. => stop(self.text, token).and_then(|stop| {
                        let run = self.run(at, stop);
                        last = run.1;
                        self.after_stop(at, last, run.0)
                    }),
                    _ => None,
                },
                TokenKind::Quote => {
                    self.straight ^= bytes[token.span.start as usize] == b'"';
                    None
                }
                _ => None,
            };
            if let Some(next) = ends {
                // Straight marks that close behind the stop still count for those that follow.
                for token in &self.tokens[last + 1..next] {
                    self.straight ^= bytes[token.span.start as usize] == b'"';
                }
                sentences.push(Sentence { start: self.start as u32, end: next as u32 });
                self.start = next;
                self.bracket = None;
                at = next;
            } else {
                at = last + 1;
            }
        }
        if self.start < self.end {
            sentences.push(Sentence { start: self.start as u32, end: self.end as u32 });
        }
    }

    /// Whether a bullet set in running text starts an item: each is a sentence, whatever it ends with.
    fn is_inline_bullet(&self, at: usize) -> bool {
        let spaced = |at: usize| self.get(at).is_some_and(|t| t.has(Flags::SPACE_BEFORE));
        at > self.start && self.str(at) == "•" && spaced(at) && spaced(at + 1)
    }

    fn str(&self, at: usize) -> &str {
        self.tokens[at].span.of(self.text)
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes()[self.tokens[at].span.start as usize]
    }

    /// Token `at`, if it is in this block.
    fn get(&self, at: usize) -> Option<&Token> {
        if at < self.end { self.tokens.get(at) } else { None }
    }

    /// Whether token `at` is in this block and glued to the one before.
    fn glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| !t.has(Flags::SPACE_BEFORE))
    }

    /// The token before `at`, if it is in the same sentence.
    fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|&b| b >= self.start)
    }

    fn is(&self, at: usize, classes: WordClass) -> bool {
        self.get(at).is_some_and(|t| self.lexicon.word(self.text, t, false).has_any(classes))
    }

    /// The strongest stop of the run that starts at `at`, and the run's last token. Dots set apart by spaces are one
    /// run, unless the last of them is glued to the next word and so opens it.
    fn run(&self, at: usize, first: Stop) -> (Stop, usize) {
        let (mut kind, mut last, mut dots) = (first, at, usize::from(first == Stop::Dot));
        while let Some(next) = self.get(last + 1) {
            let Some(stop) = stop(self.text, next) else { break };
            if next.has(Flags::SPACE_BEFORE) && self.glued(last + 2) {
                break;
            }
            dots += usize::from(stop == Stop::Dot);
            kind = kind.max(stop);
            last += 1;
        }
        if kind == Stop::Dot && dots >= 3 {
            kind = Stop::Ellipsis;
        }
        (kind, last)
    }

    /// What follows the stop whose last token is `last`; none when the block ends there or another stop follows.
    fn gap(&self, last: usize) -> Option<Gap> {
        let mut next = last + 1;
        let (mut quote, mut bracket) = (false, false);
        let mut inside = self.straight;
        while let Some(closer) = self.closer(next, inside) {
            match closer {
                Closer::Quote => {
                    inside ^= self.byte(next) == b'"';
                    quote = true;
                    next += 1;
                }
                Closer::Bracket => {
                    bracket = true;
                    next += 1;
                }
                Closer::Note(length) => next += length,
            }
        }
        let token = self.get(next)?;
        let spaced = token.has(Flags::SPACE_BEFORE);
        if !spaced && stop(self.text, token).is_some() {
            return None;
        }
        let dash = self.is_dash(next);
        let mut word = next;
        while word < next + OPENERS && word + 1 < self.end && self.opens(word) {
            word += 1;
        }
        Some(Gap { next, word, start: self.start_of(word), spaced, quote, bracket, dash })
    }

    /// Whether token `at` closes what stands before a stop; `inside` tells whether a straight quotation is open.
    fn closer(&self, at: usize, inside: bool) -> Option<Closer> {
        let token = self.get(at)?;
        let spaced = token.has(Flags::SPACE_BEFORE);
        match token.kind {
            TokenKind::Punct => match self.str(at) {
                ")" | "]" | "}" | "）" | "】" | "》" | "〉" => Some(Closer::Bracket),
                "*" if !spaced => Some(Closer::Note(1)),
                "[" if !spaced => {
                    let note =
                        self.get(at + 1)?.kind == TokenKind::Number && at + 2 < self.end && self.str(at + 2) == "]";
                    note.then_some(Closer::Note(3))
                }
                _ => None,
            },
            TokenKind::Quote => {
                let goes_on = self.glued(at + 1)
                    && !matches!(self.tokens[at + 1].kind, TokenKind::Quote | TokenKind::Punct)
                    || self
                        .get(at + 1)
                        .is_some_and(|t| t.kind == TokenKind::Quote && !spaced_or_last(self.get(at + 2)));
                let closes = match (spaced, goes_on) {
                    (false, false) => true,
                    (true, true) => false,
                    _ => match self.str(at).chars().next() {
                        Some('“' | '‘' | '„' | '‚' | '«' | '‹' | '「' | '『' | '〝') => false,
                        Some('"' | '\'' | '`') if token.has(Flags::OPENS) => false,
                        Some('"') => inside || token.has(Flags::CLOSES),
                        Some('\'' | '`') => !spaced || token.has(Flags::CLOSES),
                        _ => true,
                    },
                };
                closes.then_some(Closer::Quote)
            }
            _ => None,
        }
    }

    fn is_dash(&self, at: usize) -> bool {
        self.tokens[at].kind == TokenKind::Punct
            && self.str(at).starts_with(['-', '\u{2010}', '\u{2011}', '\u{2012}', '–', '—', '―'])
    }

    /// Whether token `at` can stand before the first word of a sentence.
    fn opens(&self, at: usize) -> bool {
        match self.tokens[at].kind {
            TokenKind::Quote => true,
            TokenKind::Punct => {
                self.is_dash(at)
                    || matches!(
                        self.str(at),
                        "(" | "[" | "{" | "¿" | "¡" | "*" | "•" | "·" | "（" | "【" | "..." | "…" | "]"
                    )
            }
            _ => false,
        }
    }

    fn start_of(&self, at: usize) -> Start {
        let token = &self.tokens[at];
        match token.kind {
            TokenKind::Number => Start::Digit,
            TokenKind::Word | TokenKind::Url => match token.case {
                Case::Title | Case::Upper if !token.has(Flags::DIGIT) => Start::Upper,
                Case::Lower if !token.has(Flags::DIGIT) => Start::Lower,
                _ => match self.str(at).chars().next() {
                    Some(c) if c.is_numeric() => Start::Digit,
                    Some(c) if c.is_uppercase() => Start::Upper,
                    Some(c) if c.is_lowercase() => Start::Lower,
                    _ => Start::Caseless,
                },
            },
            TokenKind::Handle | TokenKind::Symbol => Start::Sign,
            TokenKind::Quote => Start::Sign,
            TokenKind::Punct => Start::Mark,
        }
    }

    /// Where the next sentence starts, if one ends with the stops `first..=last`.
    fn after_stop(&self, first: usize, last: usize, stop: Stop) -> Option<usize> {
        let gap = self.gap(last)?;
        let before = self.before(first);
        // A stop that nothing stands before opens what follows: `… and then`, `(?)`, `[...]`.
        let bare = before.is_none_or(|b| self.opens(b) && (b == self.start || gap.bracket));
        if gap.start == Start::Mark || bare {
            return None;
        }
        let ends = match stop {
            Stop::Dot => before.is_some_and(|b| self.dot_ends(b, &gap)),
            Stop::WideDot => true,
            Stop::Ellipsis => match gap.start {
                Start::Upper => !(gap.quote && self.is_reporting_clause(gap.word)),
                Start::Caseless => gap.spaced,
                _ => false,
            },
            Stop::Question | Stop::Exclamation => self.exclamation_ends(before, &gap, stop, self.byte(last) >= 0x80),
        };
        ends.then_some(gap.next)
    }

    /// Whether a question or exclamation mark ends its sentence.
    fn exclamation_ends(&self, before: Option<usize>, gap: &Gap, stop: Stop, wide: bool) -> bool {
        if self.bracket.is_some_and(|b| b > self.start && gap.next - b < BRACKET_REACH) {
            return false;
        }
        let word = before.map(|b| &self.tokens[b]).filter(|t| t.kind == TokenKind::Word);
        if stop == Stop::Exclamation
            && word.is_some_and(|t| self.lexicon.word(self.text, t, false).has_any(WordClass::EXCLAIMED))
        {
            return gap.start == Start::Upper && self.is(gap.word, WordClass::STARTER);
        }
        match gap.start {
            Start::Upper => !(gap.quote && self.is_reporting_clause(gap.word)),
            Start::Lower if gap.quote || gap.bracket || gap.dash || !gap.spaced => false,
            Start::Lower => {
                let clause = self.is(gap.word, WordClass::REPORTING)
                    || self.is(gap.word, WordClass::JOINING)
                    || (self.is(gap.word, WordClass::PRONOUN) && self.is(gap.word + 1, WordClass::REPORTING));
                let name = stop == Stop::Exclamation
                    && before.is_some_and(|b| b > self.start && self.start_of(b) == Start::Upper);
                !clause && !name
            }
            Start::Caseless => gap.spaced || (wide && !gap.quote),
            Start::Digit | Start::Sign => gap.spaced,
            Start::Mark => false,
        }
    }

    /// Whether words from `at` on are a name that speaks: `Putin asked`, `Mr. Putin asked`.
    fn is_reporting_clause(&self, at: usize) -> bool {
        if self.is(at, WordClass::STARTER) {
            return false;
        }
        let name = (at..self.end.min(at + 5))
            .take_while(|&i| self.start_of(i) == Start::Upper || stop(self.text, &self.tokens[i]) == Some(Stop::Dot))
            .count();
        name > 0 && self.is(at + name, WordClass::REPORTING)
    }
}

fn spaced_or_last(token: Option<&Token>) -> bool {
    token.is_none_or(|t| t.has(Flags::SPACE_BEFORE) || t.kind == TokenKind::Punct)
}

#[cfg(test)]
mod tests;
