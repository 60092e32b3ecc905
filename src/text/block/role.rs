//! What each block is, told from its length, its last mark, its first words and its neighbours.

use super::{Block, Role, lines, opener};
use crate::text::fold;
use crate::text::sentence::lexicon::{self, SentenceLexicon, WordClass};
use crate::text::stop::{Stop, stop};
use crate::text::token::{Case, Flags, Token, TokenKind};

/// The longest headline, in words.
const HEADLINE: usize = 25;
/// The shortest second headline, in words; below it stand section names and buttons.
const SECOND: usize = 4;
/// The longest standfirst, in words; with a final full stop it must be shorter, for a lead has one too.
const STANDFIRST: usize = 45;
/// The longest standfirst with a final full stop, in words.
const STOPPED_STANDFIRST: usize = 35;
/// The shortest paragraph, in words, that sets off a standfirst with a final full stop.
const SETTING_OFF: usize = 80;
/// The longest piece of page furniture that no phrase gives away, and the longest subheading, in words.
const SHORT: usize = 15;
/// How many blocks from the top a byline is looked for.
const TOP: usize = 6;

/// Words that no sentence ends with, and no heading.
const UNFINISHED: [&str; 10] = ["a", "an", "and", "her", "his", "its", "of", "or", "the", "their"];

/// Hashes of `all rights reserved`.
const ALL_RIGHTS_RESERVED: [u32; 3] =
    [fold::hash_bytes(b"all"), fold::hash_bytes(b"rights"), fold::hash_bytes(b"reserved")];

/// How a block ends, before closing quotation marks and brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// With a full stop, also one inside quotation marks or brackets.
    Full,
    /// With a word that holds its own full stop: `U.S.`
    Dotted,
    Ellipsis,
    /// With a question or exclamation mark.
    Ask,
    Colon,
    Comma,
    Open,
}

#[derive(Debug, Clone, Copy)]
struct BlockShape {
    words: usize,
    end: End,
    /// The block starts with a quotation mark.
    quoted: bool,
    /// The block starts with a quotation mark and ends with one.
    quotation: bool,
    /// The block starts with a word in small letters.
    small: bool,
    /// The last word calls for another: `the`, `of`, `and`.
    unfinished: bool,
    /// The block is what a term on the line before means: `: The members needed.`
    definition: bool,
    /// What the block's own words say it is.
    own: Option<Role>,
}

impl BlockShape {
    fn is_open(&self) -> bool {
        matches!(self.end, End::Open | End::Ask)
    }

    fn is_paragraph(&self) -> bool {
        self.own.is_none() && (self.words > SHORT || self.end == End::Full)
    }
}

/// Tells the roles of blocks: looks at one after the other, then at all of them together.
#[derive(Debug)]
pub struct Roles<'a> {
    text: &'a str,
    lexicon: &'static SentenceLexicon,
    shapes: Vec<BlockShape>,
}

impl<'a> Roles<'a> {
    /// For the blocks of `text`.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, lexicon: lexicon::get(), shapes: Vec::new() }
    }

    /// Looks at the next of the `blocks`.
    pub fn look(&mut self, tokens: &[Token], blocks: &[Block]) {
        let at = self.shapes.len();
        let block = &blocks[at];
        let edge = at < TOP || at + 2 >= blocks.len();
        let reader = Reader { text: self.text, lexicon: self.lexicon };
        self.shapes.push(reader.shape(&tokens[block.start as usize..block.end as usize], block, edge));
    }

    /// Gives each of the `blocks`, all of which have been looked at, its role.
    pub fn assign(self, blocks: &mut [Block]) {
        let shapes = self.shapes;
        let mut top = headlines(&shapes, blocks);
        if let Some(at) = standfirst(&shapes, top) {
            blocks[at].role = Role::Standfirst;
            top = at + 1;
        }
        for (at, block) in blocks.iter_mut().enumerate() {
            if block.role == Role::Paragraph {
                block.role = shapes[at].own.unwrap_or_else(|| inner(&shapes, at, top));
            }
        }
        for at in 1..blocks.len() {
            if shapes[at].definition && blocks[at].role == Role::ListItem && shapes[at - 1].words <= SHORT {
                blocks[at - 1].role = Role::ListItem;
            }
            if blocks[at].role != Role::Paragraph || !shapes[at].small {
                continue;
            }
            let before = blocks[at - 1].role;
            blocks[at].role = after(before, &shapes[at - 1]);
            if blocks[at].role == Role::Remainder && matches!(before, Role::Subheading | Role::BoilerplateCandidate) {
                blocks[at - 1].role = Role::Paragraph;
            }
        }
    }
}

/// The role of running text that begins with a small letter, after a block of this `role` and `shape`.
fn after(role: Role, shape: &BlockShape) -> Role {
    match (role, shape.end) {
        (Role::ListItem, _) => Role::Continuation,
        _ if shape.unfinished => Role::Remainder,
        (Role::Paragraph | Role::Continuation | Role::Remainder, end) => match end {
            End::Comma | End::Open => Role::Remainder,
            End::Colon | End::Ellipsis => Role::Continuation,
            End::Full | End::Dotted | End::Ask if shape.quotation => Role::Continuation,
            End::Full | End::Dotted | End::Ask => Role::Paragraph,
        },
        _ => Role::Paragraph,
    }
}

/// Marks the headlines and returns the place after them; 0 without a headline.
fn headlines(shapes: &[BlockShape], blocks: &mut [Block]) -> usize {
    // Bylines, captions and page furniture may stand above the headline.
    let Some(first) = shapes.iter().take(4).position(|s| s.own.is_none()) else { return 0 };
    let shape = &shapes[first];
    let dotted = shape.end == End::Dotted && shapes.get(first + 1).is_some_and(|next| next.words > shape.words);
    if shape.words > HEADLINE || matches!(shape.end, End::Full | End::Comma) || (shape.end == End::Dotted && !dotted) {
        return 0;
    }
    blocks[first].role = Role::Headline;
    let second = first + 1;
    match shapes.get(second) {
        Some(s) if s.own.is_none() && s.is_open() && (SECOND..=HEADLINE).contains(&s.words) => {
            blocks[second].role = Role::SecondHeadline;
            second + 1
        }
        _ => second,
    }
}

/// The block that sums the article up, if it is clearly set apart from the text that follows.
fn standfirst(shapes: &[BlockShape], top: usize) -> Option<usize> {
    let passed = |s: &BlockShape| matches!(s.own, Some(Role::Byline | Role::Caption));
    let next = |from: usize| (from..shapes.len()).find(|&at| !passed(&shapes[at]));
    let at = next(top).filter(|_| top > 0)?;
    let shape = &shapes[at];
    let text = &shapes[next(at + 1)?];
    if shape.own.is_some() || shape.words < SECOND || !text.is_paragraph() || text.words <= shape.words {
        return None;
    }
    let set_apart = match shape.end {
        End::Open | End::Ask => shape.words > SHORT && shape.words <= STANDFIRST,
        End::Full | End::Dotted => {
            let byline = shapes[at + 1].own == Some(Role::Byline);
            shape.words <= STOPPED_STANDFIRST
                && (byline || (text.words >= SETTING_OFF && text.words >= 3 * shape.words))
        }
        End::Ellipsis | End::Colon | End::Comma => false,
    };
    set_apart.then_some(at)
}

/// The role of a block that neither its place at the top nor its own words give away.
fn inner(shapes: &[BlockShape], at: usize, top: usize) -> Role {
    let shape = &shapes[at];
    let short = shape.words <= SHORT && (shape.is_open() || shape.end == End::Colon);
    if !short || at == 0 || (shape.end == End::Ask && shape.quoted) {
        return Role::Paragraph;
    }
    let late = at * 3 >= shapes.len() * 2;
    let between = shapes[at - 1].is_paragraph() && shapes.get(at + 1).is_some_and(BlockShape::is_paragraph);
    let after_top = at == top && shapes.get(at + 1).is_some_and(BlockShape::is_paragraph) && shape.words >= 2;
    if late || shape.end == End::Colon || !(between || after_top) {
        Role::BoilerplateCandidate
    } else {
        Role::Subheading
    }
}

struct Reader<'a> {
    text: &'a str,
    lexicon: &'static SentenceLexicon,
}

impl Reader<'_> {
    fn str(&self, token: &Token) -> &str {
        token.span.of(self.text)
    }

    fn word(&self, token: &Token) -> WordClass {
        self.lexicon.word(self.text, token, true)
    }

    /// The shape of the block that has these `tokens`; `edge` tells whether it stands near the top or the end.
    fn shape(&self, tokens: &[Token], block: &Block, edge: bool) -> BlockShape {
        let words = block.words as usize;
        let end = self.end(tokens);
        let (first, last) = (tokens.first(), tokens.last());
        let is_quote = |t: &Token| t.kind == TokenKind::Quote;
        let quoted = first.is_some_and(is_quote);
        BlockShape {
            words,
            end,
            quoted,
            quotation: quoted && last.is_some_and(is_quote),
            small: first.is_some_and(|t| t.kind == TokenKind::Word && t.case == Case::Lower),
            unfinished: last.is_some_and(|t| UNFINISHED.contains(&self.str(t))),
            definition: tokens.first().is_some_and(|t| self.str(t) == ":"),
            own: self.own(tokens, words, end, edge),
        }
    }

    fn end(&self, tokens: &[Token]) -> End {
        let closing = |t: &&Token| t.kind == TokenKind::Quote || matches!(self.str(t), ")" | "]" | "*");
        let Some(last) = tokens.iter().rev().find(|t| !closing(t)) else { return End::Open };
        match stop(self.text, last) {
            Some(Stop::Dot | Stop::WideDot) => End::Full,
            Some(Stop::Ellipsis) => End::Ellipsis,
            Some(Stop::Exclamation | Stop::Question) => End::Ask,
            None if last.has(Flags::DOTTED) => End::Dotted,
            None if matches!(self.str(last), ":" | "：") => End::Colon,
            None if matches!(self.str(last), "," | "，" | ";") => End::Comma,
            None => End::Open,
        }
    }

    /// What the words of a block say it is, wherever it stands; `edge` allows what stands only near top and end.
    fn own(&self, tokens: &[Token], words: usize, end: End, edge: bool) -> Option<Role> {
        if words <= 40 {
            if words <= SHORT && end != End::Full && self.is_date(tokens) {
                return Some(Role::Byline);
            }
            let marks = tokens.iter().take(3).take_while(|t| self.is_opening(t)).count();
            let opened = opener::role(&tokens[marks..], words, end == End::Full);
            if opened.is_some() {
                return opened;
            }
            if tokens.windows(3).any(|t| [t[0].fold, t[1].fold, t[2].fold] == ALL_RIGHTS_RESERVED) {
                return Some(Role::BoilerplateCandidate);
            }
            if edge && self.is_byline(&tokens[marks..], words, end) {
                return Some(Role::Byline);
            }
        }
        if words <= 100 && self.is_credited(tokens) {
            return Some(Role::Caption);
        }
        lines::item_marker(self.text, tokens).map(|_| Role::ListItem)
    }

    fn is_opening(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::Quote | TokenKind::Symbol => !matches!(self.str(token), "©" | "@" | "#"),
            TokenKind::Punct => true,
            _ => false,
        }
    }

    /// Whether the block holds a date or an hour and nothing else.
    fn is_date(&self, tokens: &[Token]) -> bool {
        let dated = WordClass::MONTH.with(WordClass::WEEKDAY);
        let (mut number, mut named) = (false, false);
        for token in tokens {
            match token.kind {
                TokenKind::Number => {
                    number = true;
                    named |= self.str(token).contains([':', '/', '-']) && token.span.len() >= 4;
                }
                TokenKind::Punct | TokenKind::Symbol => {
                    if matches!(self.str(token), "%" | "$" | "€" | "£" | "?" | "!") {
                        return false;
                    }
                }
                TokenKind::Word => {
                    let classes = self.word(token);
                    let month = self.lexicon.abbreviation(self.text, token, true) == Some(lexicon::Abbreviation::Month);
                    let ordinal = token.has(Flags::DIGIT);
                    named |= month || classes.has_any(dated);
                    number |= ordinal;
                    if !month && !ordinal && !classes.has_any(dated.with(WordClass::ZONE).with(WordClass::DATING)) {
                        return false;
                    }
                }
                _ => return false,
            }
        }
        number && named
    }

    /// Whether the block says who wrote it or which agency sent it: `By Jane Doe`, `PARIS (AFP) –`, `Reuters`.
    fn is_byline(&self, tokens: &[Token], words: usize, end: End) -> bool {
        if words > SHORT || matches!(end, End::Full | End::Ask | End::Ellipsis) {
            return false;
        }
        let Some((first, rest)) = tokens.split_first() else { return false };
        let dated = WordClass::MONTH.with(WordClass::WEEKDAY);
        let named = |t: &Token| match t.kind {
            TokenKind::Word => {
                matches!(t.case, Case::Title | Case::Upper | Case::Mixed | Case::None)
                    || self.word(t).has_any(WordClass::BYLINE.with(WordClass::DATING))
            }
            TokenKind::Quote | TokenKind::Symbol => false,
            _ => true,
        };
        if first.span.of(self.text).eq_ignore_ascii_case("by") {
            let Some(name) = rest.first() else { return false };
            return name.kind == TokenKind::Word && !self.word(name).has_any(dated) && rest.iter().all(named);
        }
        let hour = tokens.iter().any(|t| t.kind == TokenKind::Number && self.str(t).contains(':'));
        if hour && tokens.iter().any(|t| t.kind == TokenKind::Word && self.word(t).has_any(dated)) {
            return true;
        }
        if !tokens.iter().all(named) {
            return false;
        }
        let trade = tokens.iter().skip(1).any(|t| t.kind == TokenKind::Word && self.word(t).has_any(WordClass::TRADE));
        if trade && words <= 8 {
            return true;
        }
        let agency = tokens.iter().any(|t| t.kind == TokenKind::Word && self.word(t).has_any(WordClass::AGENCY));
        let dash = tokens.last().is_some_and(|t| matches!(self.str(t), "-" | "–" | "—" | "--"));
        agency && (dash || words <= 5) || (dash && words <= 6)
    }

    /// Whether the block ends with a credit for a picture: `(AP Photo/Jane Doe)`, `REUTERS/Jane Doe`.
    fn is_credited(&self, tokens: &[Token]) -> bool {
        // A credit is short; 14 tokens hold two names and two agencies.
        let tail = &tokens[tokens.len().saturating_sub(14)..];
        let is = |t: &Token, word: &str| self.str(t).eq_ignore_ascii_case(word);
        let bracket = tail.last().is_some_and(|t| is(t, ")"));
        let Some(open) = tail.iter().rposition(|t| is(t, "(")).filter(|_| bracket) else {
            let slash = tail.iter().rposition(|t| is(t, "/")).filter(|&at| at > 0 && tail.len() - at <= 5);
            return slash.is_some_and(|at| {
                self.word(&tail[at - 1]).has_any(WordClass::AGENCY)
                    && tail[at + 1..].iter().all(|t| t.case != Case::Lower || t.kind != TokenKind::Word)
            });
        };
        let credit = &tail[open + 1..];
        let picture = ["photo", "photos", "photograph", "picture", "image", "images", "getty", "handout"];
        credit.iter().any(|t| picture.iter().any(|word| is(t, word)))
            || credit.windows(2).any(|pair| is(&pair[1], "/") && self.word(&pair[0]).has_any(WordClass::AGENCY))
    }
}
