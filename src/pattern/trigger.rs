//! What sets a pattern off: the tokens of which one is in every match, and what can stand beside it there.
//!
//! Both come from the same parsed pattern as the program that is then run, so they cannot disagree with it.

use super::tokens::{Cased, Known, Tokens, frequency};
use super::{Border, NameShape, Node, Test};
use crate::text::token::{Case, Flags, Token, TokenKind};

/// What the index looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A token with this folded hash.
    Word(u32),
    /// A token with this folded hash that is not all in small letters.
    Capital(u32),
    /// A token with this folded hash that has no capital.
    Small(u32),
    /// A number.
    Number,
    /// A token of letters and digits that begins with a digit.
    DigitWord,
    /// A mark that opens a quotation.
    Open,
    /// A mark that closes a quotation.
    Close,
    /// A web or mail address.
    Url,
    /// A hyphenated word.
    Hyphen,
    /// A mark with something odd around it.
    Odd,
    /// A word in another script.
    NonLatin,
    /// A word with letters outside ASCII.
    NonAscii,
    /// The first token of a sentence.
    SentenceStart,
    /// The first token of a sentence, in small letters.
    LowerStart,
    /// The first token of a sentence, without white space before it.
    GluedStart,
    /// The first token of a block.
    BlockStart,
}

/// Keys of which one is in every match, each with the least and greatest number of tokens that stand before it there.
#[derive(Debug, Clone, Default)]
pub struct Triggers {
    /// The keys.
    pub keys: Vec<(Key, u32, u32)>,
    /// How many in 1,000 tokens of English news set it off, roughly.
    pub cost: f32,
    /// The token before it in a match.
    before: Side,
    /// The token after it in a match.
    after: Side,
}

impl Triggers {
    /// What can stand right before and right after the trigger in a match.
    #[must_use]
    pub fn around(&self) -> Around {
        Around { before: self.before.tokens(), after: self.after.tokens() }
    }
}

/// What can stand right before and right after a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// Right before it.
    pub before: Tokens,
    /// Right after it.
    pub after: Tokens,
}

impl Around {
    /// Whether both sides of token `at` are such that a match is possible.
    #[inline]
    #[must_use]
    pub fn stands(&self, tokens: &[Token], at: usize) -> bool {
        let admits = |side: &Tokens, place: Option<usize>| {
            *side == Tokens::ANY || place.and_then(|place| tokens.get(place)).is_some_and(|token| side.admits(token))
        };
        admits(&self.after, Some(at + 1)) && admits(&self.before, at.checked_sub(1))
    }
}

/// One side of a trigger.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    known: Known,
    /// Whether the trigger can be the outermost token, so that what stands there is settled further out.
    open: bool,
}

impl Side {
    const OPEN: Self = Self { known: Known::NONE, open: true };
    const ANY: Self = Self { known: Known::ANY, open: false };

    /// The set; where a match may end at the trigger anything can stand beside it.
    fn tokens(&self) -> Tokens {
        if self.open { Tokens::ANY } else { self.known.tokens }
    }

    /// The share of places that it leaves, roughly: what can stand beside a word stands there more often than elsewhere.
    fn share(&self) -> f32 {
        const MORE_OFTEN: f32 = 5.0;
        if self.open { 1.0 } else { (self.known.often * MORE_OFTEN / 1000.0).min(1.0) }
    }

    /// Goes on to the items that stand further out, nearest first.
    fn extend(&mut self, further: impl Iterator<Item = (Known, bool)>) {
        for (known, may_lack) in further {
            if !self.open {
                return;
            }
            self.known.join(known);
            self.open = may_lack;
        }
    }

    fn join(&mut self, other: Self) {
        self.known.join(other.known);
        self.open |= other.open;
    }
}

/// The greatest distance between a trigger and the start of its match, in tokens.
const FARTHEST: u32 = 24;

/// Above this cost a trigger is no trigger: the rule would be tried at nearly every token.
const TOO_COMMON: f32 = 100.0;

/// What is known of a part of a pattern.
pub(super) struct Facts {
    /// The least number of tokens it takes.
    pub min: u32,
    /// The greatest number of tokens it takes.
    pub max: u32,
    /// What it can begin with.
    first: Known,
    /// What it can end with.
    last: Known,
    best: Option<Triggers>,
}

impl Facts {
    /// One token of `tokens`, with the keys that find it.
    fn one(tokens: Known, keys: Vec<(Key, f32)>) -> Self {
        let cost = keys.iter().map(|k| k.1).sum();
        let keys: Vec<(Key, u32, u32)> = keys.into_iter().map(|(k, _)| (k, 0, 0)).collect();
        let best = (!keys.is_empty()).then_some(Triggers { keys, cost, before: Side::OPEN, after: Side::OPEN });
        Self { min: 1, max: 1, first: tokens, last: tokens, best }
    }

    /// The cheapest triggers, if they are rare enough.
    pub(super) fn triggers(self) -> Option<Triggers> {
        self.best.filter(|t| t.cost < TOO_COMMON)
    }
}

/// What is known of `node`.
pub(super) fn analyse(node: &Node) -> Facts {
    match node {
        Node::Word(literal) => {
            let cased = match &literal.text {
                text if literal.exact && text.starts_with(char::is_uppercase) => Cased::Capital,
                text if literal.exact && !text.contains(char::is_uppercase) => Cased::Small,
                _ => Cased::Any,
            };
            Facts::one(Known::words([literal.hash].into_iter()), vec![word_key(literal.hash, cased)])
        }
        Node::Test(test) => Facts::one(test_tokens(test), test_keys(test)),
        Node::List(list) => {
            let (min, max) = list.token_range();
            let ends = list.ends();
            let keys = list.first_words().map(|(hash, cased)| word_key(hash, cased)).collect();
            let mut facts = Facts { min, max, last: ends.last, ..Facts::one(ends.first, keys) };
            if let Some(best) = &mut facts.best {
                best.after = Side { known: ends.second, open: min == 1 };
            }
            facts
        }
        Node::Name(shape) => {
            let (min, max) = match shape {
                NameShape::Any => (1, 6),
                NameShape::Surname => (1, 4),
                NameShape::Full => (2, 6),
            };
            let word = 1 << TokenKind::Word as u8;
            let capitals = [Case::Title, Case::Upper, Case::Mixed].iter().fold(0, |set, &case| set | 1 << case as u8);
            let known = |cases| Known { tokens: Tokens::of_kinds(word, cases), often: 1000.0 };
            let (first, last) = (known(0), known(capitals));
            Facts { min, max, first, last, best: None }
        }
        Node::Border(border) => {
            let key = match border {
                Border::SentenceStart => Some((Key::SentenceStart, 45.0)),
                Border::BlockStart => Some((Key::BlockStart, 15.0)),
                Border::Glued | Border::Spaced | Border::SentenceEnd | Border::BlockEnd => None,
            };
            let mut facts = Facts { min: 0, max: 0, ..Facts::one(Known::NONE, key.into_iter().collect()) };
            if let Some(best) = &mut facts.best {
                // The trigger is the token after the border, which another part of the pattern takes.
                best.after = Side::ANY;
            }
            facts
        }
        Node::Capture(_, inner) => analyse(inner),
        Node::Seq(items) => sequence(items),
        Node::Alt(options) => {
            let facts: Vec<Facts> = options.iter().map(analyse).collect();
            let min = facts.iter().map(|f| f.min).min().unwrap_or(0);
            let max = facts.iter().map(|f| f.max).max().unwrap_or(0);
            let (mut first, mut last) = (Known::NONE, Known::NONE);
            for one in &facts {
                first.join(one.first);
                last.join(one.last);
            }
            let best = facts.into_iter().map(|f| f.best).try_fold(Triggers::default(), |mut all, one| {
                let one = one?;
                all.keys.extend(one.keys);
                all.cost += one.cost;
                all.before.join(one.before);
                all.after.join(one.after);
                Some(all)
            });
            Facts { min, max, first, last, best }
        }
        Node::Repeat { node, min, max, .. } => {
            let mut facts = analyse(node);
            facts.best = facts.best.filter(|_| *min > 0);
            if let Some(best) = &mut facts.best
                && *max > 1
            {
                best.before.known.join(facts.last);
                best.after.known.join(facts.first);
            }
            Facts { min: facts.min * min, max: facts.max.saturating_mul(*max), ..facts }
        }
    }
}

/// What parts of a pattern can begin with, in order, and whether each can take nothing.
fn firsts(facts: &[Facts]) -> impl Iterator<Item = (Known, bool)> {
    facts.iter().map(|f| (f.first, f.min == 0))
}

/// What they can end with, the last of them first.
fn lasts(facts: &[Facts]) -> impl Iterator<Item = (Known, bool)> {
    facts.iter().rev().map(|f| (f.last, f.min == 0))
}

fn sequence(items: &[Node]) -> Facts {
    let mut facts: Vec<Facts> = items.iter().map(analyse).collect();
    let (mut min, mut max) = (0, 0);
    let mut best: Option<(f32, Triggers)> = None;
    for place in 0..facts.len() {
        if let Some(mut triggers) = facts[place].best.take() {
            for key in &mut triggers.keys {
                key.1 += min;
                key.2 += max;
            }
            let near = triggers.keys.iter().all(|k| k.2 <= FARTHEST);
            // A trigger whose place in the match is not certain is tried from each place it can have.
            let span = triggers.keys.iter().map(|k| k.2 - k.1 + 1).max().unwrap_or(1);
            triggers.cost *= span as f32;
            triggers.before.extend(lasts(&facts[..place]));
            triggers.after.extend(firsts(&facts[place + 1..]));
            // What stands beside it is asked first; that itself is not free.
            const ASKING: f32 = 0.1;
            let cost = triggers.cost * (triggers.before.share() * triggers.after.share() + ASKING);
            if near && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, triggers));
            }
        }
        min += facts[place].min;
        max = facts[place].max.saturating_add(max);
    }
    let best = best.map(|(_, triggers)| triggers);
    let (mut first, mut last) = (Side::OPEN, Side::OPEN);
    first.extend(firsts(&facts));
    last.extend(lasts(&facts));
    Facts { min, max, first: first.known, last: last.known, best }
}

/// The tokens that may pass the test.
fn test_tokens(test: &Test) -> Known {
    if let Some(list) = &test.list {
        return list.ends().first;
    }
    // Only words have case.
    let kinds = if test.cases != 0 { 1 << TokenKind::Word as u8 } else { test.kinds };
    let often = if kinds == 1 << TokenKind::Number as u8 { 15.0 } else { 1000.0 };
    Known { tokens: Tokens::of_kinds(kinds, test.cases), often }
}

/// The key of a word, and how often it comes in 1,000 tokens.
fn word_key(hash: u32, cased: Cased) -> (Key, f32) {
    let key = match cased {
        Cased::Any => Key::Word(hash),
        Cased::Capital => Key::Capital(hash),
        Cased::Small => Key::Small(hash),
    };
    (key, frequency(hash, cased))
}

fn test_keys(test: &Test) -> Vec<(Key, f32)> {
    let only_kind = |kind: TokenKind| test.kinds == 1 << kind as u8;
    if test.flags & Flags::SENTENCE_START.0 != 0 {
        return vec![if test.cases == 1 << Case::Lower as u8 {
            (Key::LowerStart, 1.0)
        } else if test.glued {
            (Key::GluedStart, 1.0)
        } else {
            (Key::SentenceStart, 45.0)
        }];
    }
    if let Some(list) = &test.list
        && list.token_range() == (1, 1)
    {
        let lower = 1 << Case::Lower as u8;
        let cased = |listed| match test.cases {
            0 => listed,
            cases if cases == lower => Cased::Small,
            cases if cases & lower == 0 => Cased::Capital,
            _ => listed,
        };
        return list.first_words().map(|(hash, listed)| word_key(hash, cased(listed))).collect();
    }
    if test.non_latin {
        vec![(Key::NonLatin, 0.3)]
    } else if test.flags & Flags::NON_ASCII.0 != 0 {
        vec![(Key::NonAscii, 2.0)]
    } else if test.flags & Flags::ODD.0 != 0 {
        vec![(Key::Odd, 1.0)]
    } else if test.flags & Flags::OPENS.0 != 0 {
        vec![(Key::Open, 10.0)]
    } else if test.flags & Flags::CLOSES.0 != 0 {
        vec![(Key::Close, 10.0)]
    } else if only_kind(TokenKind::Number) {
        vec![(Key::Number, 15.0)]
    } else if only_kind(TokenKind::Url) {
        vec![(Key::Url, 0.3)]
    } else if only_kind(TokenKind::Word) && test.flags & Flags::DIGIT.0 != 0 {
        vec![(Key::DigitWord, 4.0)]
    } else if test.flags & Flags::HYPHEN.0 != 0 {
        vec![(Key::Hyphen, 12.0)]
    } else {
        Vec::new()
    }
}
