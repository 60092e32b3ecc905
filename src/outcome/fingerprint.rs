//! Fingerprints: names for findings that survive edits elsewhere in the article.
//!
//! A fingerprint is 64 bits of the rule's name, the folded words of the finding, the word before and the word after,
//! (none across a border of paragraphs, so that a paragraph may move) and, where all these are the same, which of them it is. It does not depend on the place, the file or the version.

use super::Report;
use crate::finding::Finding;
use crate::text::fold;
use std::collections::HashMap;

/// Bytes looked at for the word before and after.
const REACH: usize = 64;

/// The fingerprints of the report's findings, in their order.
#[must_use]
pub fn fingerprints(report: &Report<'_>) -> Vec<u64> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    // Where no blank line parts paragraphs, each line is one.
    let blank_lines = ["\n\n", "\n\r\n"]
        .iter()
        .any(|blank| memchr::memmem::find(report.text().as_bytes(), blank.as_bytes()).is_some());
    let one = |finding: &Finding| {
        let words = finding.span.of(report.text());
        let before = before(&report.text()[..finding.span.start as usize], blank_lines);
        let after = after(&report.text()[finding.span.end as usize..], blank_lines);
        let mut hash = Fnv::default();
        hash.part(&report.rules.get(finding.rule).name);
        words.split_whitespace().for_each(|word| hash.part(&fold::fold(word)));
        hash.part("");
        hash.part(&fold::fold(before));
        hash.part(&fold::fold(after));
        let occurrence = seen.entry(hash.0).or_default();
        hash.part(&occurrence.to_string());
        *occurrence += 1;
        hash.0
    };
    report.checked.findings.iter().map(one).collect()
}

/// A number for `parts`, the same everywhere and always.
#[must_use]
pub fn of_text(parts: &[&str]) -> u64 {
    let mut hash = Fnv::default();
    parts.iter().for_each(|part| hash.part(part));
    hash.0
}

/// The last word of `text`, or the end of it where it is very long.
fn before(text: &str, blank_lines: bool) -> &str {
    let from = (text.len().saturating_sub(REACH)..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let word = text[from..].trim_end();
    let gap = &text[from + word.len()..];
    if is_border(gap, blank_lines) { "" } else { word.rsplit(char::is_whitespace).next().unwrap_or_default() }
}

/// The first word of `text`, or the start of it where it is very long.
fn after(text: &str, blank_lines: bool) -> &str {
    let to = (0..=text.len().min(REACH)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let word = text[..to].trim_start();
    let gap = &text[..to - word.len()];
    if is_border(gap, blank_lines) { "" } else { word.split_whitespace().next().unwrap_or_default() }
}

/// Whether white space parts two paragraphs.
fn is_border(gap: &str, blank_lines: bool) -> bool {
    gap.matches('\n').count() > usize::from(blank_lines)
}

/// FNV-1a, 64 bits: the same everywhere and always.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Takes `text` and an end mark that no UTF-8 text holds.
    fn part(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{finding, rules};
    use super::*;
    use crate::article::Article;
    use crate::engine::Checked;
    use crate::formats::Format;
    use crate::outcome::Origin;
    use crate::span::Span;

    fn prints(text: &str, words: &str) -> Vec<u64> {
        let spans = text.match_indices(words).map(|(i, w)| Span::new(i as u32, (i + w.len()) as u32));
        let checked = Checked { findings: spans.map(|s| finding(1, s)).collect(), ..Checked::default() };
        fingerprints(&Report::new(Origin::file("a", Format::Plain), &Article::new(text), &rules(), &checked))
    }

    #[test]
    fn edits_elsewhere_change_nothing() {
        assert_eq!(prints("One kyiv two.", "kyiv"), prints("A line.\r\n\r\nThen one\n kyiv  two. End", "kyiv"));
        assert_ne!(prints("One kyiv two.", "kyiv"), prints("One kyiv three.", "kyiv"));
        assert_ne!(prints("One kyiv two.", "kyiv"), prints("On kyiv two.", "kyiv"));
    }

    #[test]
    fn the_same_words_in_the_same_place_are_told_apart() {
        let three = prints("a kyiv b a kyiv b x kyiv b", "kyiv");
        assert!(three[0] != three[1] && three[1] != three[2] && three[0] != three[2]);
    }

    #[test]
    fn a_fingerprint_never_changes() {
        assert_eq!(prints("One kyiv two.", "kyiv"), [10_910_279_357_930_274_410]);
    }
}
