//! Folding: what makes two spellings the same word to a rule.
//!
//! Letters are lower-cased, composed and decomposed accents are one (NFC), every apostrophe is `'` and every hyphen
//! `-`; soft hyphens and zero-width characters do not count.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Start value of the word hash.
pub const SEED: u64 = 0;

/// Takes eight folded bytes into the word hash, the first in the lowest place; the last of a word, where fewer are left,
/// are filled up with zeros. Nearly every word of English is one such step. Matches are verified by text all the same.
#[inline]
#[must_use]
pub const fn step(state: u64, bytes: u64) -> u64 {
    (state.rotate_left(29) ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The word hash of what has been taken in.
#[inline]
#[must_use]
pub const fn finish(state: u64) -> u32 {
    (state >> 32) as u32
}

/// The word hash of bytes that are folded but for capitals of ASCII.
#[inline]
#[must_use]
pub const fn hash_bytes(bytes: &[u8]) -> u32 {
    let (mut state, mut at) = (SEED, 0);
    while at < bytes.len() {
        let (mut chunk, mut place) = (0, 0);
        while place < 8 && at + place < bytes.len() {
            chunk |= (bytes[at + place].to_ascii_lowercase() as u64) << (8 * place);
            place += 1;
        }
        state = step(state, chunk);
        at += 8;
    }
    finish(state)
}

/// The folded form of `word`.
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|b| b.is_ascii_uppercase()) {
            word.to_ascii_lowercase().into()
        } else {
            word.into()
        };
    }
    // Nothing below the combining marks is ever decomposed in NFC.
    if word.chars().all(|c| c < '\u{300}') { folded(word.chars()) } else { folded(word.nfc()) }.into()
}

fn folded(chars: impl Iterator<Item = char>) -> String {
    chars
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}'))
        .map(|c| match c {
            '\u{2019}' | '\u{2bc}' => '\'',
            '\u{2010}' | '\u{2011}' => '-',
            c => c,
        })
        .collect()
}

/// Hash of the folded form of `word`.
#[must_use]
pub fn hash(word: &str) -> u32 {
    if word.is_ascii() { hash_bytes(word.as_bytes()) } else { hash_bytes(fold(word).as_bytes()) }
}

/// Whether the two words fold to the same form.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() { a.eq_ignore_ascii_case(b) } else { fold(a) == fold(b) }
}

/// Whether the two words are the same letters in the same case, however their accents are composed.
#[must_use]
pub fn same_exact(a: &str, b: &str) -> bool {
    let plain = |c: char| match c {
        '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    };
    a == b || (!(a.is_ascii() && b.is_ascii()) && a.nfc().map(plain).eq(b.nfc().map(plain)))
}

/// What stands before the possessive ending of `word` (`'s`, with any apostrophe), if it has one.
#[must_use]
pub fn possessive_stem(word: &str) -> Option<&str> {
    let stem = word.strip_suffix(['s', 'S'])?;
    stem.strip_suffix(['\'', '\u{2019}', '\u{2bc}']).filter(|s| !s.is_empty())
}

/// Whether `c` can open or close a quotation in some writing system.
#[must_use]
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '\u{b4}'
            | '«'
            | '»'
            | '\u{2018}'..='\u{201f}'
            | '\u{2039}'
            | '\u{203a}'
            | '\u{2032}'
            | '\u{2033}'
            | '\u{300c}'..='\u{300f}'
            | '\u{301d}'..='\u{301f}'
            | '\u{ff02}'
            | '\u{ff07}'
            | '\u{2bc}'
    )
}

/// Whether `c` is punctuation outside ASCII that is no quotation mark: dashes, ellipsis, full-width and inverted marks.
#[must_use]
pub fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '\u{2010}'..='\u{2015}'
            | '\u{2026}'
            | '\u{2022}'
            | '\u{b7}'
            | '¡'
            | '¿'
            | '\u{3001}'
            | '\u{3002}'
            | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301b}'
            | '\u{ff01}'
            | '\u{ff05}'
            | '\u{ff08}'
            | '\u{ff09}'
            | '\u{ff0c}'..='\u{ff0f}'
            | '\u{ff1a}'
            | '\u{ff1b}'
            | '\u{ff1f}'
            | '\u{60c}'
            | '\u{61b}'
            | '\u{61f}'
            | '\\'
            | '|'
    )
}

/// Hashes word hashes: a table with such keys needs no further hashing to speak of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hashed;

impl std::hash::BuildHasher for Hashed {
    type Hasher = Same;
    fn build_hasher(&self) -> Same {
        Same(0)
    }
}

/// A hasher that mixes one 32-bit key.
#[derive(Debug, Clone, Copy)]
pub struct Same(u64);

impl std::hash::Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(b);
        }
    }
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_names_are_one() {
        assert_eq!(hash("François"), hash("Franc\u{327}ois"));
        assert!(same("ÉLYSÉE", "e\u{301}lyse\u{301}e"));
        assert!(same_exact("Élysée", "E\u{301}lysée"));
        assert!(!same_exact("Élysée", "élysée"));
    }

    #[test]
    fn apostrophes_and_hyphens_are_one() {
        assert_eq!(hash("it’s"), hash("IT'S"));
        assert_eq!(hash("pro\u{2011}Kyiv"), hash("pro-kyiv"));
        assert_eq!(possessive_stem("China’s"), Some("China"));
        assert_eq!(possessive_stem("’s"), None);
    }
}
