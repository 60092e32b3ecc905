//! An acronym in brackets behind a name whose letters it has in another order.
//!
//! Engines translate a name and copy its acronym: *the International Monetary Fund (FMI)*. Where the words of both
//! languages begin with the same letters, the acronym is the initials of the name in the order of the other language.
//! Only such acronyms are told, for then nothing else can be meant; which of the small words count is left open.

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix};
use crate::text::fold;
use crate::text::token::{Case, TokenKind};
use serde::Deserialize;

/// An acronym in brackets behind a name whose letters it has in another order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MisorderedAcronym {
    /// Words of a name whose letters an acronym may have or not (`of`, `the`).
    small: Vec<String>,
    /// Words of names which English leaves their own acronym (`party`).
    native: Vec<String>,
    /// Acronyms that are used in English (`UTC`), or that another rule names.
    known: Vec<String>,
    /// Fewest letters of an acronym.
    least_letters: usize,
}

/// Most words of a name that are looked at.
const LONGEST: usize = 12;

impl Check for MisorderedAcronym {
    fn words(&self) -> Vec<u32> {
        vec![fold::hash("(")]
    }

    fn run(&self, cx: &Context<'_>, places: &[usize]) -> Vec<Match> {
        places.iter().filter_map(|&open| self.misordered(cx, open)).collect()
    }
}

impl MisorderedAcronym {
    /// The acronym between the brackets that token `open` opens, if it has the initials of the name before them in
    /// another order.
    fn misordered(&self, cx: &Context<'_>, open: usize) -> Option<Match> {
        let block = cx.doc.block_of(open);
        let token = cx.doc.tokens.get(open + 1).filter(|_| open + 2 < block.end as usize)?;
        let acronym = cx.doc.str(open + 1);
        let is_acronym = token.case == Case::Upper && acronym.bytes().all(|b| b.is_ascii_uppercase());
        let listed = |words: &[String], word: &str| words.iter().any(|listed| fold::same(listed, word));
        if !is_acronym
            || acronym.len() < self.least_letters
            || cx.doc.str(open + 2) != ")"
            || listed(&self.known, acronym)
        {
            return None;
        }
        // From the last word to the first: the initials of the words that count, and of all words.
        let (mut initials, mut all) = (Vec::new(), Vec::new());
        let mut at = open;
        while initials.len() < acronym.len() && at > block.start as usize && open - at < LONGEST {
            at -= 1;
            let (word, token) = (cx.doc.str(at), &cx.doc.tokens[at]);
            let small = listed(&self.small, word);
            let counts = token.kind == TokenKind::Word && matches!(token.case, Case::Title | Case::Mixed);
            if !(small || counts) || listed(&self.native, word) {
                return None;
            }
            // The parts of a word with hyphens may count.
            all.extend(word.split('-').rev().filter_map(initial));
            if !small {
                initials.extend(initial(word));
            }
        }
        let sorted = |letters: &[char]| {
            let mut letters = letters.to_vec();
            letters.sort_unstable();
            letters
        };
        let letters: Vec<char> = acronym.chars().collect();
        initials.reverse();
        let mut rest = all.iter().rev();
        let usual = letters.iter().all(|letter| rest.any(|initial| initial == letter));
        if usual || sorted(&initials) != sorted(&letters) {
            return None;
        }
        let right: String = initials.into_iter().collect();
        Some(Match {
            span: token.span,
            values: vec![("right", right.clone())],
            related: Vec::new(),
            hint: false,
            fixes: vec![Fix {
                title: format!("Write `{right}`").into(),
                edits: vec![Edit::new(token.span, right)],
                applicability: Applicability::Unsafe,
            }],
        })
    }
}

/// The first letter of `word`, as an acronym has it.
fn initial(word: &str) -> Option<char> {
    word.chars().next().map(|c| c.to_ascii_uppercase())
}
