//! One name spelt in two ways.
//!
//! Sentences are translated one by one, so a name from another script is spelt anew in each. Two spellings are taken for
//! one name when they come to the same after what transliterations differ in (`y` and `i`, `kh` and `h`, doubled letters,
//! accents …) is levelled, and when nothing beside them says that two people are meant.

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix, Related};
use crate::span::Span;
use crate::text::fold;
use crate::text::form;
use crate::text::token::{Case, Flags, Token, TokenKind};
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use unicode_normalization::UnicodeNormalization;

/// One name spelt in two ways.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InconsistentName {
    /// Least number of letters of a name that is looked at.
    shortest: usize,
    /// Most letters (insertions, deletions, changes, transpositions) in which two spellings of one name differ.
    distance: usize,
    /// Whether the spellings that are looked for differ in nothing but accents; otherwise those are left out.
    accents: bool,
    /// Spellings that are different names although they sound alike.
    different: Vec<Vec<String>>,
    /// Offices of which one person has one: a name after another of them is another person's.
    offices: Vec<String>,
}

/// Tokens from the start that are looked at: more than any article has.
const FIRST: usize = 10_000;

/// What transliterations of one name differ in, in the order in which it is levelled.
const LEVELLED: [(&str, &str); 22] = [
    ("tsch", "ch"),
    ("tch", "ch"),
    ("sch", "sh"),
    ("dzh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("oh", "o"),
    ("ao", "au"),
    ("ee", "i"),
    ("ts", "c"),
    ("tz", "c"),
    ("w", "v"),
    ("q", "k"),
    ("y", "i"),
    ("j", "i"),
    ("iie", "ie"),
    ("ie", "e"),
];

/// A spelling with the places where it stands.
#[derive(Debug, Default)]
struct Spelling {
    text: String,
    places: Vec<usize>,
}

impl Check for InconsistentName {
    fn run(&self, cx: &Context<'_>, _: &[usize]) -> Vec<Match> {
        let mut by_key: BTreeMap<String, Vec<Spelling>> = BTreeMap::new();
        for spelling in self.spellings(cx) {
            by_key.entry(key(&spelling.text)).or_default().push(spelling);
        }
        let mut found = Vec::new();
        for spellings in by_key.values().filter(|s| s.len() > 1) {
            // The commonest spelling, and among equals the first, is the one for all.
            let Some(best) = spellings.iter().max_by_key(|s| (s.places.len(), usize::MAX - s.places[0])) else {
                continue;
            };
            // What stands beside the best is the same for all the others.
            let beside = OnceCell::new();
            let others = spellings.iter().filter(|s| !std::ptr::eq(*s, best) && self.is_one_name(cx, best, &beside, s));
            found.extend(others.flat_map(|other| other.places.iter().map(|&at| report(cx, best, other, at))));
        }
        found.sort_by_key(|m| m.span);
        found
    }
}

impl InconsistentName {
    /// The capitalised words of the document that are no English words, by spelling.
    fn spellings(&self, cx: &Context<'_>) -> Vec<Spelling> {
        let mut by_hash: HashMap<u32, Vec<usize>, fold::Hashed> = HashMap::default();
        for (at, token) in cx.doc.tokens.iter().enumerate().take(FIRST) {
            let long = token.span.len() as usize >= self.shortest;
            if long && token.kind == TokenKind::Word && token.case == Case::Title && !token.has(Flags::DIGIT) {
                by_hash.entry(token.fold).or_default().push(at);
            }
        }
        // One name has several hashes: with and without a possessive ending.
        let mut by_text: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for places in by_hash.into_values() {
            by_text.entry(stem(cx, places[0])).or_default().extend(places);
        }
        let is_name = |text: &str| {
            let letters = text.chars().all(|c| c.is_alphabetic() || c == '-');
            letters && text.chars().count() >= self.shortest && !form::is_word(&text.to_lowercase())
        };
        let named = by_text.into_iter().filter(|(text, _)| is_name(text));
        named
            .map(|(text, mut places)| {
                places.sort_unstable();
                Spelling { text: text.nfc().collect(), places }
            })
            .fold(BTreeMap::<String, Spelling>::new(), |mut all, one| {
                // Composed and decomposed letters are one spelling to the eye.
                all.entry(one.text.clone())
                    .or_insert_with(|| Spelling { text: one.text, ..Spelling::default() })
                    .places
                    .extend(one.places);
                all
            })
            .into_values()
            .collect()
    }

    /// The offices that stand right before the name.
    fn offices_of(&self, cx: &Context<'_>, spelling: &Spelling) -> BTreeSet<&str> {
        let before = |&at: &usize| {
            let word = cx.doc.str(at.checked_sub(1)?);
            self.offices.iter().map(String::as_str).find(|office| fold::same(office, word))
        };
        spelling.places.iter().filter_map(before).collect()
    }

    fn is_one_name(&self, cx: &Context<'_>, a: &Spelling, beside_a: &OnceCell<BTreeSet<String>>, b: &Spelling) -> bool {
        let (x, y) = (a.text.to_lowercase(), b.text.to_lowercase());
        let signs = |name: &str| name.chars().filter(|c| !c.is_alphabetic()).count();
        if x == y
            || self.accents && signs(&x) != signs(&y)
            || strsim::osa_distance(&x, &y) > self.distance
            || self.accents != (plain(&x) == plain(&y))
        {
            return false;
        }
        let holds = |group: &Vec<String>, name: &str| group.iter().any(|g| fold::same(g, name));
        if self.different.iter().any(|group| holds(group, &x) && holds(group, &y)) {
            return false;
        }
        // A plural or a demonym of the name is another word.
        let (short, long) = if x.len() < y.len() { (&x, &y) } else { (&y, &x) };
        if long
            .strip_prefix(short.as_str())
            .is_some_and(|rest| matches!(rest, "s" | "es" | "n" | "an" | "ian" | "e" | "a"))
        {
            return false;
        }
        let (office_a, office_b) = (self.offices_of(cx, a), self.offices_of(cx, b));
        let (home_a, home_b) = (homes(cx, a), homes(cx, b));
        fn apart<T: Ord>(x: &BTreeSet<T>, y: &BTreeSet<T>) -> bool {
            !x.is_empty() && !y.is_empty() && x.is_disjoint(y)
        }
        if apart(&office_a, &office_b) || apart(&home_a, &home_b) || !self.accents && listed(cx, a, b) {
            return false;
        }
        let (beside_a, beside_b) = (beside_a.get_or_init(|| neighbours(cx, a)), neighbours(cx, b));
        beside_a.is_empty() || beside_b.is_empty() || beside_b.iter().any(|name| beside_a.contains(name))
    }
}

/// Where the persons of this name come from: `of Seoul`.
fn homes(cx: &Context<'_>, spelling: &Spelling) -> BTreeSet<String> {
    let place = |&at: &usize| {
        let home = cx.doc.tokens.get(at + 2).filter(|t| t.case == Case::Title && t.kind == TokenKind::Word)?;
        (at + 2 < cx.doc.block_of(at).end as usize && cx.doc.str(at + 1) == "of")
            .then(|| fold::fold(home.span.of(cx.doc.text)).into_owned())
    };
    spelling.places.iter().filter_map(place).collect()
}

/// Whether the two spellings are spoken of: listed side by side, one glossed by the other.
fn listed(cx: &Context<'_>, a: &Spelling, b: &Spelling) -> bool {
    const FARTHEST: usize = 6;
    let same = key(&a.text);
    let link = |at: usize| {
        let word = cx.doc.str(at);
        matches!(word, "," | "and" | "or" | "(" | ":" | ";" | "/" | "also") || key(word) == same
    };
    let end = cx.doc.tokens.len();
    let follows = |at: usize, others: &BTreeSet<usize>| {
        let next = (at + 1..end.min(at + FARTHEST)).find(|&to| others.contains(&to) || !link(to));
        next.is_some_and(|to| others.contains(&to))
    };
    let (of_a, of_b) = (a.places.iter().copied().collect(), b.places.iter().copied().collect());
    a.places.iter().any(|&at| follows(at, &of_b)) || b.places.iter().any(|&at| follows(at, &of_a))
}

/// The word without a possessive ending.
fn stem<'d>(cx: &Context<'d>, at: usize) -> &'d str {
    let text = cx.doc.str(at);
    fold::possessive_stem(text).unwrap_or(text)
}

/// What is left of a spelling when all that transliterations differ in is levelled.
pub(super) fn key(name: &str) -> String {
    let levelled = LEVELLED.iter().fold(plain(name), |text, (from, to)| text.replace(from, to));
    let mut out = String::with_capacity(levelled.len());
    for c in levelled.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// The letters of a name in lower case and without accents.
pub(super) fn plain(name: &str) -> String {
    let letters: String = name.nfd().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    letters.replace('ł', "l").replace('ø', "o").replace('đ', "d").replace('ı', "i")
}

/// The keys of capitalised words beside the name: first names, surnames.
fn neighbours(cx: &Context<'_>, spelling: &Spelling) -> BTreeSet<String> {
    let tokens = &cx.doc.tokens;
    let mut out = BTreeSet::new();
    for &at in &spelling.places {
        let name = |t: &Token| t.kind == TokenKind::Word && matches!(t.case, Case::Title | Case::Mixed);
        // What is a word of English before a name is a title: President Zelensky.
        let before = at.checked_sub(1).filter(|&b| {
            name(&tokens[b]) && !tokens[at].has(Flags::SENTENCE_START) && !form::is_word(&cx.doc.str(b).to_lowercase())
        });
        let after = Some(at + 1).filter(|&a| {
            a < tokens.len()
                && name(&tokens[a])
                && !tokens[a].has(Flags::SENTENCE_START)
                && !tokens[at].has(Flags::POSSESSIVE)
        });
        out.extend(before.into_iter().chain(after).map(|n| key(stem(cx, n))));
    }
    out
}

fn report(cx: &Context<'_>, best: &Spelling, other: &Spelling, at: usize) -> Match {
    let start = cx.doc.tokens[at].span.start;
    let span = Span::new(start, start + stem(cx, at).len() as u32);
    Match {
        span,
        values: vec![("other", best.text.clone()), ("name", other.text.clone())],
        related: vec![Related { span: cx.doc.tokens[best.places[0]].span, message: "spelt like this here".into() }],
        hint: false,
        // *Vonsik*, *Wonsik* for Wąsik: two that begin differently may both be wrong, if neither is written more often.
        fixes: (best.places.len() > other.places.len() || best.text.chars().next() == other.text.chars().next())
            .then(|| Fix {
                title: format!("Write `{}`", best.text).into(),
                edits: vec![Edit::new(span, best.text.clone())],
                applicability: Applicability::Unsafe,
            })
            .into_iter()
            .collect(),
    }
}
