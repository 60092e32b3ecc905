//! A whole document's tokens, with what is counted and listed on the same walk, so that later passes need not look at
//! every token for it.

use super::walk::Walk;
use super::{Flags, Token, TokenKind};

/// Tokens, with what is counted and listed on the same walk.
#[derive(Debug, Default)]
pub struct Walked {
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// Which of them are of the kind [`TokenKind::Quote`].
    pub quotes: Vec<u32>,
    /// The beginnings of lines.
    pub lines: Vec<LineStart>,
    /// Where a group of one to four words may stand twice in a row: the first words of the second.
    pub echoes: Vec<u32>,
    /// Words: tokens with white space before them, as `wc -w` counts.
    pub words: usize,
}

/// The longest group of words whose repetition is looked for.
pub const LONGEST_GROUP: usize = 4;

/// Where a line begins that has a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineStart {
    /// Its first token.
    pub token: u32,
    /// Words before it.
    pub words: u32,
    /// A blank line, or the start of the text, stands before it.
    pub blank_before: bool,
}

/// Cuts `text` into tokens, and lists the quotation marks.
///
/// # Panics
/// When `text` is longer than 4 GiB; readers refuse such files first.
#[must_use]
pub fn walk(text: &str) -> Walked {
    // Room is made once: a text of single letters has many more tokens than news has, and copying them takes their room
    // once more.
    let spaces = memchr::memchr_iter(b' ', text.as_bytes()).count();
    let mut tokens = Vec::with_capacity((text.len() / 5).max(spaces + spaces / 8) + 8);
    let (mut quotes, mut lines, mut echoes) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = [0; LONGEST_GROUP];
    let mut words = 0;
    let mut walk = Walk::new(text);
    while let Some(token) = walk.next() {
        if token.kind == TokenKind::Quote {
            quotes.push(tokens.len() as u32);
        }
        if last.contains(&token.fold) && token.kind == TokenKind::Word {
            // Of a longer group the second word tells: `of the` is everywhere, `of the of the` is not.
            let before: &[Token] = &tokens[tokens.len().saturating_sub(LONGEST_GROUP + 1)..];
            let fold = |back: usize| before.len().checked_sub(back).map(|at| before[at].fold);
            if (2..=LONGEST_GROUP).any(|n| fold(n) == Some(token.fold) && fold(n + 1) == fold(1)) {
                echoes.push(tokens.len() as u32 - 1);
            }
            if last[LONGEST_GROUP - 1] == token.fold {
                echoes.push(tokens.len() as u32);
            }
        }
        last = [last[1], last[2], last[3], token.fold];
        if token.has(Flags::LINE_START) {
            let blank_before = tokens.is_empty() || walk.line_ends > 1;
            lines.push(LineStart { token: tokens.len() as u32, words: words as u32, blank_before });
            walk.line_ends = 0;
        }
        words += usize::from(token.flags.0 & Flags::SPACE_BEFORE.0);
        tokens.push(token);
    }
    Walked { tokens, quotes, lines, echoes, words }
}
