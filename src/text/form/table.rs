//! The table of word forms, read in place from `data/english/forms.bin`, which `data/english/build.py` writes.
//!
//! All numbers are little-endian. Three counts (u32): entries, signatures, bytes of signatures. Then 2^14 + 1 bucket
//! starts (u32), a bucket for each value of the upper 14 bits of the word's hash ([`fold::hash`], which tokens carry);
//! then the entries, five bytes each: a fingerprint of 24 bits (the hash's other 18 bits, below 6 bits of a second
//! hash) and the number of a signature (u16). Then where each signature starts (u32), then the signatures: all tags
//! (u32), the count of lemmas, the count of inflections (u8), and for each of them its tags (u32), how many bytes to
//! cut from the word's end and how many to put there (u8), and these bytes.
//!
//! Words are not stored: an unknown word is taken for a known one once in about four million.

use super::super::fold;
use super::Tags;
use std::borrow::Cow;

static BYTES: &[u8] = include_bytes!("../../../data/english/forms.bin");

const BUCKET_BITS: u32 = 14;
const REST_BITS: u32 = 32 - BUCKET_BITS;
const BUCKETS: usize = 12;
const ENTRIES: usize = BUCKETS + 4 * ((1 << BUCKET_BITS) + 1);
const ENTRY: usize = 5;
const STARTS: usize = ENTRIES + ENTRY * number(0) as usize;
const SIGNATURES: usize = STARTS + 4 * number(4) as usize;

const _: () = assert!(SIGNATURES + number(8) as usize == BYTES.len(), "forms.bin is cut short");

const fn number(at: usize) -> u32 {
    u32::from_le_bytes([BYTES[at], BYTES[at + 1], BYTES[at + 2], BYTES[at + 3]])
}

/// What the table knows of a form: where its signature starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct FormEntry(usize);

/// How one form is made from another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inflection {
    cut: usize,
    put: &'static [u8],
}

impl Inflection {
    /// The other form of `word`. What the two share keeps its case.
    pub(super) fn apply(self, word: &str) -> Cow<'_, str> {
        if self.cut == 0 && self.put.is_empty() {
            return Cow::Borrowed(word);
        }
        // Only a word that folds to fewer bytes than it has could be cut inside a character; it then stays as it is.
        let kept = word.len().checked_sub(self.cut).and_then(|kept| word.get(..kept)).unwrap_or(word);
        let put = str::from_utf8(self.put).unwrap_or_default();
        Cow::Owned([kept, put].concat())
    }
}

/// Looks `word` up, in any case.
pub(super) fn find(word: &str) -> Option<FormEntry> {
    if word.is_ascii() { probe(fold::hash(word), word.as_bytes()) } else { find_folded(&fold::fold(word)) }
}

/// Looks up `word`, whose hash is known from its token.
pub(super) fn find_hashed(hash: u32, word: &str) -> Option<FormEntry> {
    if word.is_ascii() { probe(hash, word.as_bytes()) } else { find_folded(&fold::fold(word)) }
}

fn find_folded(word: &str) -> Option<FormEntry> {
    probe(fold::hash(word), word.as_bytes())
}

fn probe(hash: u32, word: &[u8]) -> Option<FormEntry> {
    let bucket = BUCKETS + 4 * (hash >> REST_BITS) as usize;
    let entries = ENTRIES + ENTRY * number(bucket) as usize..ENTRIES + ENTRY * number(bucket + 4) as usize;
    let second = word.iter().fold(0u32, |h, b| h.wrapping_mul(131).wrapping_add(u32::from(b.to_ascii_lowercase())));
    let print = (second & 63) << REST_BITS | hash & ((1 << REST_BITS) - 1);
    let print = [print as u8, (print >> 8) as u8, (print >> 16) as u8];
    let entry = BYTES[entries].chunks_exact(ENTRY).find(|entry| entry[..3] == print)?;
    let signature = usize::from(u16::from_le_bytes([entry[3], entry[4]]));
    Some(FormEntry(SIGNATURES + number(STARTS + 4 * signature) as usize))
}

impl FormEntry {
    /// All tags of the form.
    pub(super) fn tags(self) -> Tags {
        Tags(number(self.0))
    }

    /// The lemma of the form read with one of `tags`.
    pub(super) fn lemma(self, tags: Tags) -> Option<Inflection> {
        let lemmas = usize::from(BYTES[self.0 + 4]);
        self.edits().take(lemmas).find(|(of, _)| of.has_any(tags)).map(|(_, edit)| edit)
    }

    /// The form that has `tag`, where it is not the lemma itself.
    pub(super) fn inflection(self, tag: Tags) -> Option<Inflection> {
        let lemmas = usize::from(BYTES[self.0 + 4]);
        self.edits().skip(lemmas).find(|(of, _)| of.has_any(tag)).map(|(_, edit)| edit)
    }

    fn edits(self) -> impl Iterator<Item = (Tags, Inflection)> {
        let count = usize::from(BYTES[self.0 + 4]) + usize::from(BYTES[self.0 + 5]);
        let mut at = self.0 + 6;
        (0..count).map(move |_| {
            let put = at + 6..at + 6 + usize::from(BYTES[at + 5]);
            let edit = (Tags(number(at)), Inflection { cut: usize::from(BYTES[at + 4]), put: &BYTES[put.clone()] });
            at = put.end;
            edit
        })
    }
}
