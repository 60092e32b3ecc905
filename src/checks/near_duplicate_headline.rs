//! A headline that stands twice, in two translations of one sentence.
//!
//! The first blocks are compared pair by pair as sets of content words; two words count as one when they are nearly
//! spelt alike (names are transliterated differently in the two translations). A later line that ends like a sentence
//! is a lead, and a lead restates its headline: it is never reported.

use super::check::{Check, Match};
use super::verse::is_verse;
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix, Related};
use crate::text::block::{Block, Role};
use crate::text::fold;
use crate::text::token::{Case, TokenKind};
use serde::Deserialize;

/// A headline that appears twice, in two translations of one sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearDuplicateHeadline {
    /// Least share of content words that both lines have (Jaccard index, 0 to 1).
    similarity: f64,
    /// Lines that share at least so many names, and all of them, are duplicates whatever the other words.
    names: usize,
}

/// Blocks from the top that may be headlines.
const FIRST: usize = 4;
/// Words of a headline.
const WORDS: std::ops::RangeInclusive<usize> = 4..=25;
/// Jaro–Winkler similarity from which two words are one word in two spellings.
const SAME_WORD: f64 = 0.92;

/// Words that say nothing about what a line is about.
const STOP_WORDS: [&str; 44] = [
    "a", "after", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have", "he", "his", "in",
    "is", "it", "its", "not", "of", "on", "or", "over", "she", "that", "the", "their", "they", "this", "to", "up",
    "was", "were", "while", "who", "will", "with", "during", "day", "today", "new", "says",
];

/// A line's content.
struct LineContent {
    block: usize,
    words: Vec<String>,
    names: Vec<String>,
    capitals: usize,
    total: usize,
    verbless: bool,
}

impl Check for NearDuplicateHeadline {
    fn run(&self, cx: &Context<'_>, _: &[usize]) -> Vec<Match> {
        let blocks = &cx.doc.blocks;
        let lines: Vec<LineContent> = (0..blocks.len().min(FIRST)).filter_map(|i| line(cx, i)).collect();
        let mut found: Vec<Match> = Vec::new();
        let mut taken = vec![false; lines.len()];
        for (later, line) in lines.iter().enumerate() {
            let earlier = (0..later).find(|&e| !taken[e] && self.same(&lines[e], line));
            if let Some(earlier) = earlier {
                taken[later] = true;
                found.push(report(cx, &lines[earlier], line));
            }
        }
        found
    }
}

impl NearDuplicateHeadline {
    fn same(&self, a: &LineContent, b: &LineContent) -> bool {
        // Fixtures and tables are lines of names that resemble each other.
        let table = |l: &LineContent| l.capitals * 10 > l.total * 4 && l.verbless;
        if table(a) && table(b) && a.words != b.words {
            return false;
        }
        let shared_names = common(&a.names, &b.names);
        let all_names = a.names.len().max(b.names.len());
        if shared_names >= self.names && shared_names == all_names && common(&a.words, &b.words) > shared_names {
            return true;
        }
        let shared = common(&a.words, &b.words);
        let union = a.words.len() + b.words.len() - shared;
        shared >= 3 && shared as f64 >= self.similarity * union as f64
    }
}

/// How many words of `a` have a partner in `b`, each partner used once.
fn common(a: &[String], b: &[String]) -> usize {
    let mut free: Vec<&String> = b.iter().collect();
    let mut count = 0;
    for word in a {
        let near =
            |other: &&String| *other == word || (word.len() > 4 && strsim::jaro_winkler(word, other) >= SAME_WORD);
        if let Some(at) = free.iter().position(|o| *o == word).or_else(|| free.iter().position(near)) {
            free.swap_remove(at);
            count += 1;
        }
    }
    count
}

fn line(cx: &Context<'_>, number: usize) -> Option<LineContent> {
    let block: &Block = &cx.doc.blocks[number];
    if matches!(block.role, Role::Byline | Role::ListItem | Role::Caption) {
        return None;
    }
    let tokens = &cx.doc.tokens[block.start as usize..block.end as usize];
    // A path to the page (`Home › Guides › Naming your pictures`) ends with the page's title.
    if tokens.iter().any(|t| matches!(t.span.of(cx.doc.text), "›" | "»" | "→" | ">" | "▸" | "▶" | "/")) {
        return None;
    }
    let words: Vec<usize> = (block.start as usize..block.end as usize)
        .filter(|&i| matches!(cx.doc.tokens[i].kind, TokenKind::Word | TokenKind::Number))
        .collect();
    let last = tokens.last()?;
    let stop = matches!(last.span.of(cx.doc.text), "." | "!" | "?" | "”" | "\"" | "…" | "..." | "»" | ":" | "。");
    if stop || !WORDS.contains(&words.len()) {
        return None;
    }
    let mut content = Vec::new();
    let mut names = Vec::new();
    let mut capitals = 0;
    for &i in &words {
        let text = cx.doc.str(i);
        let text = fold::possessive_stem(text).unwrap_or(text);
        let folded = fold::fold(text).into_owned();
        let capital = matches!(cx.doc.tokens[i].case, Case::Title | Case::Upper | Case::Mixed);
        capitals += usize::from(capital);
        if STOP_WORDS.contains(&&*folded) || content.contains(&folded) {
            continue;
        }
        if capital {
            names.push(folded.clone());
        }
        content.push(folded);
    }
    let verbless = !words.iter().any(|&i| cx.tags(i).has_any(verb()));
    Some(LineContent { block: number, words: content, names, capitals, total: words.len(), verbless })
}

fn verb() -> crate::text::form::Tags {
    crate::text::form::Tags::parse("V").unwrap_or_default()
}

fn is_of_title(role: Role) -> bool {
    matches!(role, Role::Headline | Role::SecondHeadline | Role::Standfirst | Role::BoilerplateCandidate)
}

/// Whether block `second` stands right below a headline, says the same word for word, and is followed by running text: a
/// poem may begin with its title.
fn is_copy(cx: &Context<'_>, first: usize, second: usize) -> bool {
    let blocks = &cx.doc.blocks;
    let words = |number: usize| {
        let tokens = &cx.doc.tokens[blocks[number].start as usize..blocks[number].end as usize];
        tokens.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number)).map(|t| t.fold)
    };
    let text = blocks.get(second + 1).is_some_and(|b| b.words as usize > *WORDS.end() || b.role == Role::Byline);
    second == first + 1
        && [first, second].iter().all(|&at| is_of_title(blocks[at].role))
        && text
        && words(first).eq(words(second))
        && !is_verse(cx, second)
}

fn report(cx: &Context<'_>, first: &LineContent, second: &LineContent) -> Match {
    let span = |line: &LineContent| cx.doc.blocks[line.block].span;
    let copy = is_copy(cx, first.block, second.block);
    let delete = |title: &str, line: &LineContent| Fix {
        title: title.into(),
        edits: vec![Edit::new(cx.paragraph(line.block), "")],
        applicability: if copy && line.block == second.block { Applicability::Safe } else { Applicability::Unsafe },
    };
    Match {
        span: span(second),
        values: Vec::new(),
        related: vec![Related { span: span(first), message: "the headline it repeats".into() }],
        hint: false,
        fixes: vec![delete("Delete this line", second), delete("Delete the first headline instead", first)],
    }
}
