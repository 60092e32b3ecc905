//! Sets of tokens, and how often their tokens come in English news.

use crate::text::fold;
use crate::text::token::{Case, Token};
use std::collections::HashMap;
use std::sync::OnceLock;

/// The case a word must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cased {
    /// Any.
    Any,
    /// At least one capital.
    Capital,
    /// No capital.
    Small,
}

impl Cased {
    /// Whether a token's case is such.
    #[inline]
    #[must_use]
    pub fn admits(self, case: Case) -> bool {
        match self {
            Self::Any => true,
            Self::Capital => case != Case::Lower,
            Self::Small => matches!(case, Case::Lower | Case::None),
        }
    }
}

/// A set of tokens, by hash and by kind and case; it may hold more than it was given, never less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tokens {
    /// A bit for each value of the last eight bits of a hash.
    hashes: [u64; 4],
    /// A bit for each kind and case.
    classes: u64,
}

impl Tokens {
    /// No token.
    pub const NONE: Self = Self { hashes: [0; 4], classes: 0 };
    /// Any token.
    pub const ANY: Self = Self { hashes: [!0; 4], classes: !0 };

    fn bit(hash: u32) -> (usize, u64) {
        ((hash >> 6 & 3) as usize, 1 << (hash & 63))
    }

    fn class(kind: u8, case: u8) -> u64 {
        1 << (kind * 8 + case)
    }

    /// Tokens of these kinds and cases, as bit sets; 0 for any.
    pub(super) fn of_kinds(kinds: u8, cases: u8) -> Self {
        let has = |set: u8, item: u8| set == 0 || set >> item & 1 != 0;
        let all = (0..8).flat_map(|kind| (0..8).map(move |case| (kind, case)));
        let classes = all.filter(|&(kind, case)| has(kinds, kind) && has(cases, case));
        Self { hashes: [0; 4], classes: classes.fold(0, |set, (kind, case)| set | Self::class(kind, case)) }
    }

    fn add(&mut self, hash: u32) {
        let (place, mask) = Self::bit(hash);
        self.hashes[place] |= mask;
    }

    fn join(&mut self, other: Self) {
        for (one, two) in self.hashes.iter_mut().zip(other.hashes) {
            *one |= two;
        }
        self.classes |= other.classes;
    }

    /// Whether the token may be one of them.
    #[inline]
    #[must_use]
    pub fn admits(&self, token: &Token) -> bool {
        let (place, mask) = Self::bit(token.fold);
        self.hashes[place] & mask != 0 || self.classes & Self::class(token.kind as u8, token.case as u8) != 0
    }
}

/// A set of tokens, and how many in 1,000 tokens of English news are of it, roughly.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    pub(super) tokens: Tokens,
    pub(super) often: f32,
}

impl Known {
    pub(super) const NONE: Self = Self { tokens: Tokens::NONE, often: 0.0 };
    pub(super) const ANY: Self = Self { tokens: Tokens::ANY, often: 1000.0 };

    /// These words.
    #[must_use]
    pub fn words(hashes: impl Iterator<Item = u32>) -> Self {
        let mut known = Self::NONE;
        for hash in hashes {
            known.tokens.add(hash);
            known.often += frequency(hash, Cased::Any);
        }
        known
    }

    /// These words or those.
    pub fn join(&mut self, other: Self) {
        self.tokens.join(other.tokens);
        self.often += other.often;
    }
}

/// The commonest tokens of English news with their rough number in 1,000 tokens, in small letters and with a capital;
/// counted over 37,000 tokens of news by `cargo xtask frequency`.
const FREQUENT: &str = include_str!("frequent.tsv");

/// How often a token comes in 1,000 tokens of English news, roughly; what is not among the commonest counts as rare.
pub(crate) fn frequency(hash: u32, cased: Cased) -> f32 {
    const RARE: f32 = 0.05;
    static TABLE: OnceLock<HashMap<u32, (f32, f32), fold::Hashed>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let row = |line: &str| {
            let mut cells = line.split('\t');
            let (word, small, capital) = (cells.next()?, cells.next()?, cells.next()?);
            Some((fold::hash(word), (small.parse().ok()?, capital.parse().ok()?)))
        };
        FREQUENT.lines().skip(1).filter_map(row).collect()
    });
    let (small, capital) = table.get(&hash).copied().unwrap_or((RARE, RARE));
    match cased {
        Cased::Any => small + capital,
        Cased::Capital => capital,
        Cased::Small => small,
    }
    .max(RARE)
}
