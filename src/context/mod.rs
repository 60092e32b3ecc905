//! What rules ask about the whole document, computed when first asked for.

pub mod style;

use crate::language::{Date, Variety};
use crate::pattern::program::{Guard, Program};
use crate::pattern::run::{self, Tokenised};
use crate::span::Span;
use crate::text::Document;
use crate::text::fold;
use crate::text::form::Tags;
use crate::text::token::Token;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use style::DocumentStyle;

/// A document with answers to what rules have asked of it.
#[derive(Debug)]
pub struct Context<'d> {
    /// The document.
    pub doc: &'d Document<'d>,
    /// The variety of English that was given, if any.
    pub english: Option<Variety>,
    /// The day on which the article was published, if known.
    pub published: Option<Date>,
    subject: Tokenised<'d>,
    style: OnceCell<DocumentStyle>,
    places: OnceCell<HashMap<u32, Vec<u32>, fold::Hashed>>,
    first: RefCell<BTreeMap<usize, Option<u32>>>,
}

impl<'d> Context<'d> {
    /// A context of `doc`.
    #[must_use]
    pub fn new(doc: &'d Document<'d>, english: Option<Variety>) -> Self {
        Self {
            doc,
            english,
            published: None,
            subject: Tokenised::new(doc),
            style: OnceCell::new(),
            places: OnceCell::new(),
            first: RefCell::default(),
        }
    }

    /// The part-of-speech tags token `at` can have where it stands.
    #[must_use]
    pub fn tags(&self, at: usize) -> Tags {
        self.subject.tags(at)
    }

    /// Spelling and typography of the document.
    #[must_use]
    pub fn style(&self) -> &DocumentStyle {
        self.style.get_or_init(|| DocumentStyle::of(self.doc, self.english))
    }

    /// Runs `program` with its first token at `at`; it may not look past token `limit`.
    #[must_use]
    pub fn run(&self, program: &Program, at: usize, limit: usize) -> Option<run::Run> {
        run::run(&self.subject, program, at, limit, None)
    }

    /// Whether `program` matches with its first token at `at`.
    #[must_use]
    pub fn begins(&self, program: &Program, at: usize, limit: usize) -> bool {
        run::run(&self.subject, program, at, limit, None).is_some()
    }

    /// Whether `program` matches so that its last token stands right before `at`.
    #[must_use]
    pub fn ends(&self, program: &Program, at: usize, start_of_block: usize) -> bool {
        const FARTHEST: u32 = 30;
        let longest = program.longest.min(FARTHEST) as usize;
        (program.shortest as usize..=longest)
            .take_while(|n| at >= start_of_block + n)
            .any(|n| run::run(&self.subject, program, at - n, at, Some(at)).is_some())
    }

    /// Whether `program` matches anywhere in tokens `start..end`.
    #[must_use]
    pub fn matches_in(&self, program: &Program, start: usize, end: usize) -> bool {
        (start..end).any(|at| run::run(&self.subject, program, at, end, None).is_some())
    }

    /// The first token of the first match of `guard` in the document. It is looked for once: a guard is known by where
    /// it stands in memory, for the rules outlive the context.
    #[must_use]
    pub fn first_match(&self, guard: &Guard) -> Option<usize> {
        let condition = std::ptr::from_ref(guard) as usize;
        if let Some(known) = self.first.borrow().get(&condition) {
            return known.map(|t| t as usize);
        }
        let found = self.find_first(guard);
        self.first.borrow_mut().insert(condition, found.map(|t| t as u32));
        found
    }

    fn find_first(&self, program: &Program) -> Option<usize> {
        let Some(triggers) = &program.triggers else {
            return self.doc.blocks.iter().find_map(|block| {
                let (start, end) = (block.start as usize, block.end as usize);
                (start..end).find(|&at| self.begins(program, at, end))
            });
        };
        for block in &self.doc.blocks {
            let (start, end) = (block.start as usize, block.end as usize);
            let hits = (start..end).flat_map(|at| {
                let token = &self.doc.tokens[at];
                let keys = triggers.keys.iter().filter(move |(key, ..)| run::is_key(*key, token, self.doc.text));
                keys.flat_map(move |&(_, near, far)| {
                    at.saturating_sub(far as usize).max(start)..(at + 1).saturating_sub(near as usize)
                })
            });
            if let Some(first) = hits.filter(|&s| self.begins(program, s, end)).min() {
                return Some(first);
            }
        }
        None
    }

    /// The bytes to delete so that block number `at` is gone and with it the blank line before it.
    #[must_use]
    pub fn paragraph(&self, at: usize) -> Span {
        let blocks = &self.doc.blocks;
        let block = blocks[at].span;
        match (at.checked_sub(1).map(|i| blocks[i].span), blocks.get(at + 1)) {
            (Some(previous), _) => Span::new(previous.end, block.end),
            (None, Some(next)) => Span::new(block.start, next.span.start),
            (None, None) => block,
        }
    }

    /// Whether the words of `text` stand in the document in just this case and outside tokens `start..end`.
    #[must_use]
    pub fn elsewhere(&self, text: &str, start: usize, end: usize) -> bool {
        let wanted = crate::text::token::tokenize(text);
        let Some(first) = wanted.first() else { return false };
        let places = self.places().get(&first.fold).map_or(&[][..], |p| p);
        let same = |at: usize, token: &Token| {
            at < self.doc.tokens.len() && fold::same_exact(self.doc.str(at), token.span.of(text))
        };
        places.iter().map(|&p| p as usize).any(|at| {
            (at + wanted.len() <= start || at >= end) && wanted.iter().enumerate().all(|(i, t)| same(at + i, t))
        })
    }

    /// The places of every word of the document, by folded hash. Bounded to what an article can have.
    fn places(&self) -> &HashMap<u32, Vec<u32>, fold::Hashed> {
        const MOST_TOKENS: usize = 50_000;
        self.places.get_or_init(|| {
            let mut places: HashMap<u32, Vec<u32>, fold::Hashed> = HashMap::default();
            for (at, token) in self.doc.tokens.iter().enumerate().take(MOST_TOKENS) {
                let places = places.entry(token.fold).or_default();
                // Enough places to find one outside any match; a common word is not listed a million times.
                if places.len() < 1000 {
                    places.push(at as u32);
                }
            }
            places
        })
    }
}
