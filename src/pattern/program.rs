//! Patterns made ready to run: a flat program for a backtracking matcher, with the triggers the index finds it by.

use super::trigger::{self, Triggers};
use super::words::{Lists, WordList};
use super::{Border, Literal, NameShape, Node, Pattern, REPORTED, Test};
use crate::problem::Mistake;
use std::ops::Deref;
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

/// A pattern that says what stands around a match: compiled when first asked for, for most never are.
#[derive(Debug)]
pub struct Guard {
    text: Box<str>,
    lists: Lists,
    program: OnceLock<Program>,
}

impl Guard {
    /// A guard whose pattern is known to be well formed.
    #[must_use]
    pub fn proven(text: &str, lists: &Lists) -> Self {
        Self { text: text.into(), lists: lists.clone(), program: OnceLock::new() }
    }

    /// A guard.
    ///
    /// # Errors
    /// When the pattern is not well formed.
    pub fn new(text: &str, lists: &Lists) -> Result<Self, Mistake> {
        let program = Program::condition(text, lists)?;
        Ok(Self { program: program.into(), ..Self::proven(text, lists) })
    }
}

impl Deref for Guard {
    type Target = Program;

    fn deref(&self) -> &Program {
        self.program.get_or_init(|| Program::compile(&self.text, &self.lists).unwrap_or_else(|_| Program::never()))
    }
}

impl Program {
    /// A program that matches nothing.
    fn never() -> Self {
        let steps = vec![Step::Test(Arc::new(Test { kinds: u8::MAX, flags: u16::MAX, ..Test::default() })), Step::Done];
        Self { steps, captures: Vec::new(), shortest: 1, longest: 1, triggers: None }
    }

    /// Parses and compiles a pattern.
    ///
    /// # Errors
    /// When the pattern is not well formed.
    pub fn compile(text: &str, lists: &Lists) -> Result<Self, Mistake> {
        let parsed = super::parse(text, lists)?;
        Self::from_pattern(&parsed)
            .ok_or_else(|| Mistake::new("the pattern is too long").with("make several patterns of it".to_owned()))
    }

    /// Parses and compiles a pattern that says what stands around a match.
    ///
    /// # Errors
    /// When the pattern is not well formed, or says what is to be reported.
    pub fn condition(text: &str, lists: &Lists) -> Result<Self, Mistake> {
        let program = Self::compile(text, lists)?;
        if program.steps.iter().any(|step| matches!(step, Step::Begin(REPORTED))) {
            let at = text.find('[').unwrap_or(0);
            let mistake = Mistake::within("a condition reports nothing", at..at + 1);
            return Err(mistake.with("write square brackets in `tokens`, or `'['` for the sign".to_owned()));
        }
        Ok(program)
    }

    fn from_pattern(pattern: &Pattern) -> Option<Self> {
        let mut steps = Vec::new();
        emit(&pattern.node, &mut steps)?;
        steps.push(Step::Done);
        let facts = trigger::analyse(&pattern.node);
        Some(Self {
            steps,
            captures: pattern.captures.clone(),
            shortest: facts.min,
            longest: facts.max,
            triggers: facts.triggers(),
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
