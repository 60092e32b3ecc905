//! Patterns made ready to run: a flat program for a backtracking matcher, and the triggers the index finds it by.
//!
//! Prefilter and matcher come from the same parsed pattern, so they cannot disagree.

use super::pattern::{self, Border, Literal, NameShape, Node, Pattern, PatternError, Test};
use super::words::{Lists, WordList};
use crate::text::fold;
use crate::text::token::{Case, Flags, TokenKind};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// One step of a program.
#[derive(Debug, Clone)]
pub enum Step {
    /// This word.
    Word(Literal),
    /// A token that passes the test.
    Test(Arc<Test>),
    /// An entry of the list.
    List(Arc<WordList>),
    /// A name.
    Name(NameShape),
    /// A condition between tokens.
    Border(Border),
    /// Goes on at the first place, and if that fails at the second.
    Split(u16, u16),
    /// Goes on there.
    Jump(u16),
    /// A capture begins.
    Begin(u8),
    /// A capture ends.
    End(u8),
    /// The pattern has matched.
    Done,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Program {
    /// The steps; the last is [`Step::Done`].
    pub steps: Vec<Step>,
    /// Names of the captures.
    pub captures: Vec<Box<str>>,
    /// The least number of tokens it takes.
    pub shortest: u32,
    /// The greatest number of tokens it takes.
    pub longest: u32,
    /// What sets it off, if anything rare enough must be in every match.
    pub triggers: Option<Triggers>,
}

/// What the index looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A token with this folded hash.
    Word(u32),
    /// A token with this folded hash that is not all in small letters.
    Capital(u32),
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
}

/// The greatest distance between a trigger and the start of its match, in tokens.
const FARTHEST: u32 = 24;

impl Program {
    /// Parses and compiles a pattern.
    ///
    /// # Errors
    /// When the pattern is not well formed.
    pub fn compile(text: &str, lists: &Lists) -> Result<Self, PatternError> {
        let parsed = pattern::parse(text, lists)?;
        Self::from_pattern(&parsed).ok_or_else(|| PatternError { at: 0, message: "the pattern is too long".to_owned() })
    }

    fn from_pattern(pattern: &Pattern) -> Option<Self> {
        let mut steps = Vec::new();
        emit(&pattern.node, &mut steps)?;
        steps.push(Step::Done);
        let facts = analyse(&pattern.node);
        Some(Self {
            steps,
            captures: pattern.captures.clone(),
            shortest: facts.min,
            longest: facts.max,
            triggers: facts.best.filter(|t| t.cost < TOO_COMMON),
        })
    }

    /// Whether any step asks for part-of-speech tags.
    #[must_use]
    pub fn needs_tags(&self) -> bool {
        self.steps.iter().any(|s| matches!(s, Step::Test(t) if t.needs_tags()))
    }

    /// The place of the capture called `name`.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<u8> {
        self.captures.iter().position(|c| &**c == name).map(|i| i as u8)
    }
}

/// Above this cost a trigger is no trigger: the rule would be tried at nearly every token.
const TOO_COMMON: f32 = 100.0;

fn emit(node: &Node, steps: &mut Vec<Step>) -> Option<()> {
    let here = |steps: &Vec<Step>| u16::try_from(steps.len()).ok();
    match node {
        Node::Word(literal) => steps.push(Step::Word(literal.clone())),
        Node::Test(test) => steps.push(Step::Test(Arc::clone(test))),
        Node::List(list) => steps.push(Step::List(Arc::clone(list))),
        Node::Name(shape) => steps.push(Step::Name(*shape)),
        Node::Border(border) => steps.push(Step::Border(*border)),
        Node::Capture(index, inner) => {
            steps.push(Step::Begin(*index));
            emit(inner, steps)?;
            steps.push(Step::End(*index));
        }
        Node::Seq(items) => {
            for item in items {
                emit(item, steps)?;
            }
        }
        Node::Alt(options) => {
            let mut jumps = Vec::new();
            for (index, option) in options.iter().enumerate() {
                if index + 1 == options.len() {
                    emit(option, steps)?;
                    break;
                }
                let split = steps.len();
                steps.push(Step::Split(0, 0));
                let first = here(steps)?;
                emit(option, steps)?;
                jumps.push(steps.len());
                steps.push(Step::Jump(0));
                steps[split] = Step::Split(first, here(steps)?);
            }
            let end = here(steps)?;
            for jump in jumps {
                steps[jump] = Step::Jump(end);
            }
        }
        Node::Repeat { node, min, max, lazy } => {
            for _ in 0..*min {
                emit(node, steps)?;
            }
            let mut splits = Vec::new();
            for _ in *min..*max {
                splits.push(steps.len());
                steps.push(Step::Split(0, 0));
                emit(node, steps)?;
            }
            let end = here(steps)?;
            for split in splits {
                let body = u16::try_from(split + 1).ok()?;
                steps[split] = if *lazy { Step::Split(end, body) } else { Step::Split(body, end) };
            }
        }
    }
    Some(())
}

struct Facts {
    min: u32,
    max: u32,
    best: Option<Triggers>,
}

impl Facts {
    fn one(keys: Vec<(Key, f32)>) -> Self {
        let cost = keys.iter().map(|k| k.1).sum();
        let keys: Vec<(Key, u32, u32)> = keys.into_iter().map(|(k, _)| (k, 0, 0)).collect();
        Self { min: 1, max: 1, best: (!keys.is_empty()).then_some(Triggers { keys, cost }) }
    }
}

fn analyse(node: &Node) -> Facts {
    match node {
        Node::Word(literal) => {
            let capital = literal.exact && literal.text.starts_with(char::is_uppercase);
            Facts::one(vec![word_key(literal.hash, capital)])
        }
        Node::Test(test) => Facts::one(test_keys(test)),
        Node::List(list) => {
            let (min, max) = list.token_range();
            Facts {
                min,
                max,
                ..Facts::one(list.first_words().map(|(hash, capital)| word_key(hash, capital)).collect())
            }
        }
        Node::Name(shape) => {
            let (min, max) = match shape {
                NameShape::Any => (1, 6),
                NameShape::Surname => (1, 4),
                NameShape::Full => (2, 6),
            };
            Facts { min, max, best: None }
        }
        Node::Border(border) => {
            let key = match border {
                Border::SentenceStart => Some((Key::SentenceStart, 45.0)),
                Border::BlockStart => Some((Key::BlockStart, 15.0)),
                Border::Glued | Border::Spaced | Border::SentenceEnd | Border::BlockEnd => None,
            };
            Facts { min: 0, max: 0, ..Facts::one(key.into_iter().collect()) }
        }
        Node::Capture(_, inner) => analyse(inner),
        Node::Seq(items) => {
            let (mut min, mut max) = (0, 0);
            let mut best: Option<Triggers> = None;
            for item in items {
                let facts = analyse(item);
                if let Some(mut triggers) = facts.best {
                    for key in &mut triggers.keys {
                        key.1 += min;
                        key.2 += max;
                    }
                    let near = triggers.keys.iter().all(|k| k.2 <= FARTHEST);
                    // A trigger whose place in the match is not certain is tried from each place it can have.
                    let span = triggers.keys.iter().map(|k| k.2 - k.1 + 1).max().unwrap_or(1);
                    triggers.cost *= span as f32;
                    if near && best.as_ref().is_none_or(|b| triggers.cost < b.cost) {
                        best = Some(triggers);
                    }
                }
                min += facts.min;
                max = facts.max.saturating_add(max);
            }
            Facts { min, max, best }
        }
        Node::Alt(options) => {
            let facts: Vec<Facts> = options.iter().map(analyse).collect();
            let min = facts.iter().map(|f| f.min).min().unwrap_or(0);
            let max = facts.iter().map(|f| f.max).max().unwrap_or(0);
            let best = facts.into_iter().map(|f| f.best).try_fold(Triggers::default(), |mut all, one| {
                let one = one?;
                all.keys.extend(one.keys);
                all.cost += one.cost;
                Some(all)
            });
            Facts { min, max, best }
        }
        Node::Repeat { node, min, max, .. } => {
            let facts = analyse(node);
            let best = if *min > 0 { facts.best } else { None };
            Facts { min: facts.min * min, max: facts.max.saturating_mul(*max), best }
        }
    }
}

/// The key of a word, and how often it comes in 1,000 tokens; of a word only with a capital, a third as often.
fn word_key(hash: u32, capital: bool) -> (Key, f32) {
    if capital { (Key::Capital(hash), frequency(hash) / 3.0) } else { (Key::Word(hash), frequency(hash)) }
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
        return list.first_words().map(|(hash, capital)| word_key(hash, capital)).collect();
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

/// The commonest tokens of English news with their rough number in 1,000 tokens, counted over 37,000 tokens of news.
const FREQUENT: &str = include_str!("frequent.tsv");

/// How often a token comes in 1,000 tokens of English news, roughly; what is not among the commonest counts as rare.
pub(crate) fn frequency(hash: u32) -> f32 {
    static TABLE: OnceLock<HashMap<u32, f32>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = FREQUENT.lines().skip(1).filter_map(|line| line.split_once('\t'));
        rows.filter_map(|(word, often)| Some((fold::hash(word), often.parse().ok()?))).collect()
    });
    table.get(&hash).copied().unwrap_or(0.05)
}
