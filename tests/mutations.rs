//! Articles and good prose with bytes, words, marks and markup lost, doubled, swapped and put in: whatever stands in a
//! file, checking and fixing it keeps what `common::settled` says.
//!
//! A few hundred are tried here. `COPYDESK_MUTATIONS=10000 cargo test --release --test mutations` tries more; what fails is
//! shown with its text.

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod common;

use common::prose::documents;
use common::settled::check_fix_check;
use common::{corpus, corpus::articles};
use copydesk::{Format, Language, RuleSet};
use std::env;
use std::sync::Arc;

/// What is put in: marks, signs and markup at which readers and rules part, join or end something.
const PIECES: [&str; 48] = [
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{a0}",
    "\u{202f}",
    "\u{200b}",
    "\u{feff}",
    "\u{301}",
    "👩\u{200d}🚀",
    "🇫🇷",
    "שלום",
    "\u{202e}",
    "“",
    "”",
    "\"",
    "'",
    "«",
    "»",
    "„",
    "’",
    "(",
    ")",
    "[",
    "]",
    "—",
    " - ",
    "...",
    ".",
    ",",
    " ,",
    "!",
    "¿",
    "*",
    "_",
    "`",
    "# ",
    "> ",
    "- ",
    "<b>",
    "</b>",
    "<br>",
    "<!-- x -->",
    "&amp;",
    "&quot;",
    "](",
    "kyiv",
];

/// Numbers that look random and are the same in each run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    /// A place between two characters of `text`.
    fn place(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }

    /// Some paragraphs of `text`.
    fn excerpt<'t>(&mut self, text: &'t str) -> &'t str {
        let from = self.place(text);
        let start = text[..from].rfind("\n\n").map_or(0, |at| at + 2);
        let length = 200 + self.below(600);
        let end = (start + length..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        &text[start..end]
    }

    fn mutated(&mut self, text: &str, other: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..=self.below(6) {
            let (a, b) = (self.place(&text), self.place(&text));
            let (start, end) = (a.min(b), a.max(b));
            let near = (start..(start + 12).min(end)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
            match self.below(5) {
                0 => text.replace_range(start..near, ""),
                1 => {
                    let again = text[start..near].repeat(1 + self.below(30));
                    text.insert_str(end, &again);
                }
                2 => {
                    let words = self.excerpt(other);
                    let until = words.char_indices().map(|(at, _)| at).nth(self.below(80)).unwrap_or(words.len());
                    text.insert_str(start, &words[..until]);
                }
                3 => text.insert_str(start, &PIECES[self.below(PIECES.len())].repeat(1 + self.below(3))),
                _ => text.insert_str(start, PIECES[self.below(PIECES.len())]),
            }
        }
        text
    }
}

#[test]
fn whatever_stands_in_a_file_fixing_it_comes_to_an_end() {
    let count = env::var("COPYDESK_MUTATIONS").map_or(120, |number| number.parse().unwrap());
    let rules = Arc::new(RuleSet::built_in());
    let linter = corpus::linter(&rules);
    let mut texts: Vec<(Format, String)> = documents().into_iter().map(|d| (d.format, d.text)).collect();
    texts.extend(articles().into_iter().map(|article| (Format::Plain, article.text)));
    let mut numbers = Numbers(1);
    for _ in 0..count {
        let (format, text) = &texts[numbers.below(texts.len())];
        let (_, other) = &texts[numbers.below(texts.len())];
        let format = match numbers.below(6) {
            0 => Format::Markdown,
            1 => Format::Html,
            _ => *format,
        };
        let languages = ["fr", "de", "ru", "zh", "it", "es"];
        let language: Option<Language> = languages.get(numbers.below(12)).and_then(|code| code.parse().ok());
        let excerpt = numbers.excerpt(text).to_owned();
        let file = numbers.mutated(&excerpt, other);
        check_fix_check(&linter, format, language.as_ref(), &file);
    }
}
