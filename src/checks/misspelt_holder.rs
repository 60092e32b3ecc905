//! The name of somebody in a high office, misspelt.
//!
//! Engines spell the names of other scripts by ear, and languages with spellings of their own respell Latin ones: behind
//! *Prime Minister* stands *Funeo Kishida*. A name is taken for a misspelling of a holder's when all its words but one
//! are those of the holder and the one is near. What transliterations differ in (`Zelensky`, `Zelenskyy`) is no
//! misspelling, and the name of one holder is never that of another.

use super::check::{Check, Match};
use super::inconsistent_name::{key, plain};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix};
use crate::span::Span;
use crate::text::fold;
use crate::text::token::{Case, Flags, TokenKind};
use serde::Deserialize;
use std::sync::OnceLock;

/// The misspelt name of somebody in a high office.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MisspeltHolder {
    /// Offices with those who hold or held them.
    offices: Vec<Office>,
    /// Words which before an office make it another (`deputy`).
    lesser: Vec<String>,
}

/// Offices of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Office {
    /// What stands before the name.
    titles: Vec<String>,
    /// Most letters (insertions, deletions, changes, transpositions) in which the word differs from the holder's.
    distance: usize,
    /// Least share of the letters of the longer word that both have, from 0 to 1.
    share: f64,
    /// Whether in a name of three words or more one may be quite another: few hold the office, so that two words of a
    /// name tell who is meant.
    #[serde(default)]
    two_words_tell: bool,
    /// Names of the holders, family name where their language has it.
    holders: Vec<String>,
    /// The words of their names without case and accents, made when the first is needed.
    #[serde(skip)]
    plain: OnceLock<Vec<Vec<String>>>,
}

/// Most words of a name that are looked at.
const LONGEST: usize = 5;

/// Least letters of a word that can be misspelt: shorter ones are initials and particles.
const SHORTEST: usize = 3;

impl Check for MisspeltHolder {
    fn words(&self) -> Vec<u32> {
        let last = |title: &String| title.rsplit(' ').next().map(fold::hash);
        self.offices.iter().flat_map(|o| &o.titles).filter_map(last).collect()
    }

    fn run(&self, cx: &Context<'_>, places: &[usize]) -> Vec<Match> {
        places.iter().filter_map(|&at| self.misspelt(cx, at)).collect()
    }
}

impl MisspeltHolder {
    /// The misspelt name behind the title that ends in token `at`.
    fn misspelt(&self, cx: &Context<'_>, at: usize) -> Option<Match> {
        let start = cx.doc.block_of(at).start as usize;
        let office = self.offices.iter().find(|o| o.titles.iter().any(|t| self.is_title(cx, start, at, t)))?;
        let (span, words) = name_behind(cx, at)?;
        // Nobody who holds an office of the list is misspelt as somebody else.
        if self.offices.iter().any(|o| o.plain().contains(&words)) {
            return None;
        }
        let names = office.plain().iter().zip(&office.holders);
        let mut near: Vec<(usize, &String)> =
            names.filter_map(|(plain, name)| Some((office.letters_off(plain, &words)?, name))).collect();
        near.sort_unstable();
        let (letters, right) = *near.first()?;
        // Where two are as near, nothing tells who is meant.
        if near.get(1).is_some_and(|second| second.0 == letters) {
            return None;
        }
        Some(Match {
            span,
            values: vec![("right", right.clone())],
            related: Vec::new(),
            hint: false,
            fixes: vec![Fix {
                title: format!("Write `{right}`").into(),
                edits: vec![Edit::new(span, right.as_str())],
                applicability: Applicability::Unsafe,
            }],
        })
    }

    /// Whether `title` ends in token `at` and is no part of a lesser office.
    fn is_title(&self, cx: &Context<'_>, start: usize, at: usize, title: &str) -> bool {
        let words: Vec<&str> = title.split(' ').collect();
        let Some(first) = (at + 1).checked_sub(words.len()).filter(|&f| f >= start) else { return false };
        let same = words.iter().enumerate().all(|(i, word)| fold::same(cx.doc.str(first + i), word));
        let before = (first > start).then(|| cx.doc.str(first - 1));
        same && !before.is_some_and(|b| self.lesser.iter().any(|l| fold::same(l, b)))
    }
}

impl Office {
    fn plain(&self) -> &[Vec<String>] {
        self.plain.get_or_init(|| self.holders.iter().map(|holder| parts(holder).map(plain).collect()).collect())
    }

    /// The letters in which the one word of the name that is not the holder's differs from it, if it can be a misspelling.
    fn letters_off(&self, holder: &[String], words: &[String]) -> Option<usize> {
        if holder.len() != words.len() || words.len() < 2 {
            return None;
        }
        let mut other = holder.iter().zip(words).filter(|(right, word)| right != word);
        let (Some((right, word)), None) = (other.next(), other.next()) else { return None };
        let (a, b) = (right.chars().count(), word.chars().count());
        if a.min(b) < SHORTEST || heard(right) == heard(word) {
            return None;
        }
        let letters = strsim::osa_distance(right, word);
        let near = letters <= self.distance && (a.max(b) - letters) as f64 >= self.share * a.max(b) as f64;
        (near || self.two_words_tell && words.len() > 2).then_some(letters)
    }
}

/// What is left of a word when all is levelled in which the languages around respell it.
fn heard(word: &str) -> String {
    let umlauts = word.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    key(&umlauts).replace("sh", "ch").replace('c', "k")
}

/// The words of a name; a hyphen parts them as a space does.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-', '\u{2010}', '\u{2011}'])
}

/// The capitalised words behind token `at`, without case and accents, and where they stand; the possessive ending is no
/// part of them.
fn name_behind(cx: &Context<'_>, at: usize) -> Option<(Span, Vec<String>)> {
    let end = cx.doc.block_of(at).end as usize;
    let mut words = Vec::new();
    let mut span: Option<Span> = None;
    for next in at + 1..end {
        let token = &cx.doc.tokens[next];
        let name = token.kind == TokenKind::Word
            && matches!(token.case, Case::Title | Case::Mixed)
            && token.has(Flags::SPACE_BEFORE)
            && !token.has(Flags::SENTENCE_START)
            && !token.has(Flags::DIGIT)
            && !token.has(Flags::DOTTED);
        if !name {
            break;
        }
        let text = cx.doc.str(next);
        let stem = fold::possessive_stem(text).unwrap_or(text);
        let here = Span::new(token.span.start, token.span.start + stem.len() as u32);
        span = Some(span.map_or(here, |s| s.to(here)));
        words.extend(parts(stem).map(plain));
        if stem.len() < text.len() {
            break;
        }
        if words.len() > LONGEST {
            return None;
        }
    }
    span.map(|span| (span, words))
}
