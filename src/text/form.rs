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

use super::token::{Case, Flags, Token, TokenKind};
use std::borrow::Cow;
use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// A set of Penn Treebank tags.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tags(u32);

/// Every tag with its Penn name, in the order of its bits.
const NAMES: [&str; 32] = [
    "CC", "CD", "DT", "EX", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNS", "NNP", "PDT", "POS", "PRP", "PRP$", "RB",
    "RBR", "RBS", "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB",
];

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Tags { $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)* }
    };
}

tags! {
    /// Coordinating conjunction: *and*.
    CC = 0;
    /// Cardinal number.
    CD = 1;
    /// Determiner: *the*.
    DT = 2;
    /// Existential *there*.
    EX = 3;
    /// Preposition or subordinating conjunction: *of*, *because*.
    IN = 4;
    /// Adjective.
    JJ = 5;
    /// Comparative adjective.
    JJR = 6;
    /// Superlative adjective.
    JJS = 7;
    /// Modal verb: *will*.
    MD = 8;
    /// Singular or mass noun.
    NN = 9;
    /// Plural noun.
    NNS = 10;
    /// Proper noun of either number.
    NNP = 11;
    /// Predeterminer: *all* the.
    PDT = 12;
    /// Possessive ending; a word that carries it has this tag beside its own.
    POS = 13;
    /// Personal pronoun.
    PRP = 14;
    /// Possessive pronoun (`PRP$`): *my*.
    PRPS = 15;
    /// Adverb.
    RB = 16;
    /// Comparative adverb.
    RBR = 17;
    /// Superlative adverb.
    RBS = 18;
    /// Particle: give *up*.
    RP = 19;
    /// The word *to*.
    TO = 20;
    /// Interjection.
    UH = 21;
    /// Verb, base form.
    VB = 22;
    /// Verb, past tense.
    VBD = 23;
    /// Verb, gerund or present participle.
    VBG = 24;
    /// Verb, past participle.
    VBN = 25;
    /// Verb, present tense, not third person singular.
    VBP = 26;
    /// Verb, present tense, third person singular.
    VBZ = 27;
    /// Determiner in *wh-*: *which*.
    WDT = 28;
    /// Pronoun in *wh-*: *who*.
    WP = 29;
    /// Possessive pronoun in *wh-* (`WP$`): *whose*.
    WPS = 30;
    /// Adverb in *wh-*: *where*.
    WRB = 31;
}

impl Tags {
    /// No tag.
    pub const NONE: Self = Self(0);
    /// Any common noun.
    pub const N: Self = Self(Self::NN.0 | Self::NNS.0);
    /// Any adjective.
    pub const J: Self = Self(Self::JJ.0 | Self::JJR.0 | Self::JJS.0);
    /// Any adverb.
    pub const R: Self = Self(Self::RB.0 | Self::RBR.0 | Self::RBS.0);
    /// Any finite verb but a modal.
    pub const VF: Self = Self(Self::VBD.0 | Self::VBP.0 | Self::VBZ.0);
    /// Any verb but a modal.
    pub const V: Self = Self(Self::VF.0 | Self::VB.0 | Self::VBG.0 | Self::VBN.0);

    /// Whether one of the tags of `other` is in the set.
    #[must_use]
    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether no tag is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the set has a tag, and every tag of it is one of `other`.
    #[must_use]
    pub const fn is_only(self, other: Self) -> bool {
        self.0 != 0 && self.0 & !other.0 == 0
    }

    /// The tags in one of the two sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The tags in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The tags that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The tags of a name: a Penn tag, or `V` (any verb), `VF` (any finite verb), `N` (any common noun), `J` (any
    /// adjective), `R` (any adverb).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "N" => Self::N,
            "J" => Self::J,
            "R" => Self::R,
            "V" => Self::V,
            "VF" => Self::VF,
            _ => Self(1 << NAMES.iter().position(|&n| n == name)?),
        })
    }
}

impl BitOr for Tags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl BitOrAssign for Tags {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.union(other);
    }
}

/// The Penn names, in alphabetical order, separated by `|`.
impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (bit, name) in NAMES.iter().enumerate() {
            if self.0 >> bit & 1 == 1 {
                f.write_str(if first { "" } else { "|" })?;
                f.write_str(name)?;
                first = false;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tags({self})")
    }
}

/// All tags the word can have, in any case; none when it is unknown.
///
/// ```
/// use copydesk::text::form::{self, Tags};
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
/// use copydesk::text::form::{self, Tags};
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
/// use copydesk::text::form::{self, Tags};
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
