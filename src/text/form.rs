//! Word forms: the part-of-speech tags an English word can have, its lemma, its inflected forms, and which of the tags
//! it has in a sentence.
//!
//! The words come from a table in the binary (see `data/README.md`); looking one up allocates nothing. A word has every
//! tag some reading of it has; [`tag`] then takes away what the neighbours rule out, and never the last one. Tags are
//! those of the Penn Treebank (Santorini, *Part-of-Speech Tagging Guidelines*, 1990), with `NNPS` counted as `NNP`.

mod context;
mod guess;
mod spelling;
mod table;
mod tags;

use super::token::{Case, Flags, Token, TokenKind};
use std::borrow::Cow;

pub use tags::Tags;

/// All tags the word can have, in any case; none when it is unknown.
///
/// ```
/// use copydesk::internal::form::{self, Tags};
///
/// assert_eq!(form::tags("dates"), Tags::NNS | Tags::VBZ);
/// assert!(form::tags("zzyzx").is_empty());
/// ```
#[must_use]
pub fn tags(form: &str) -> Tags {
    table::find(form).map_or(Tags::NONE, |entry| entry.tags())
}

/// Whether the table says that a token of `text` can have none of `tags`, wherever it stands: its neighbours only ever take
/// tags away from a word in small letters that the table has.
#[must_use]
pub fn never(text: &str, token: &Token, tags: Tags) -> bool {
    token.kind == TokenKind::Word
        && token.case == Case::Lower
        && !token.has(Flags::APOSTROPHE)
        && table::find_hashed(token.fold, token.span.of(text)).is_some_and(|entry| !entry.tags().has_any(tags))
}

/// Whether the word is an English word the table knows.
#[must_use]
pub fn is_word(form: &str) -> bool {
    table::find(form).is_some()
}

/// The lemma of a word read with one of `tags`; the likeliest where there are several. The case of what the two share
/// is kept.
///
/// ```
/// use copydesk::internal::form::{self, Tags};
///
/// assert_eq!(form::lemma("dates", Tags::VBZ).as_deref(), Some("date"));
/// assert_eq!(form::lemma("left", Tags::V).as_deref(), Some("leave"));
/// assert_eq!(form::lemma("left", Tags::MD), None);
/// ```
#[must_use]
pub fn lemma(form: &str, tags: Tags) -> Option<Cow<'_, str>> {
    table::find(form)?.lemma(tags).map(|edit| edit.apply(form))
}

/// The form of `lemma` that has `tag`, or none where English has no such form (*beautiful* has no comparative, a word
/// that is only an adverb no plural). Words the table does not know inflect by the rules of spelling. Of a set of
/// several tags, the first the lemma inflects for counts.
///
/// ```
/// use copydesk::internal::form::{self, Tags};
///
/// assert_eq!(form::inflect("take", Tags::VBD).as_deref(), Some("took"));
/// assert_eq!(form::inflect("gloopify", Tags::VBZ).as_deref(), Some("gloopifies"));
/// assert_eq!(form::inflect("beautiful", Tags::JJR), None);
/// ```
#[must_use]
pub fn inflect(lemma: &str, tag: Tags) -> Option<Box<str>> {
    let entry = table::find(lemma);
    if let Some(edit) = entry.and_then(|e| e.inflection(tag)) {
        return Some(edit.apply(lemma).into());
    }
    if entry.is_some_and(|e| e.tags().has_any(tag)) {
        return Some(lemma.into());
    }
    if entry.is_none()
        && let Some((first, last)) = lemma.rsplit_once('-').filter(|(_, last)| is_word(last))
    {
        return Some(format!("{first}-{}", inflect(last, tag)?).into());
    }
    // What a known word lacks, English lacks; but any word may be used as a verb.
    if entry.is_some() && !tag.has_any(Tags::V) { None } else { spelling::inflect(lemma, tag).map(Into::into) }
}

/// The tags each token has in its sentence: those of the table, or a guess from case and ending for an unknown word,
/// less what the neighbours rule out. Marks have none. A contraction has the tags of both its parts, a possessive those
/// of its word and `POS`.
///
/// `tokens` are those of one sentence of `text`.
#[must_use]
pub fn tag(text: &str, tokens: &[Token]) -> Vec<Tags> {
    let mut words = guess::readings(text, tokens);
    context::resolve(&mut words);
    words.into_iter().map(|word| word.tags).collect()
}

#[cfg(test)]
mod tests;
