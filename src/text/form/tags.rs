//! Sets of part-of-speech tags.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// A set of Penn Treebank tags.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tags(pub(super) u32);

/// Every tag with its Penn name, in the order of its bits.
pub(super) const NAMES: [&str; 32] = [
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

    /// Parts of speech under the names a grammar of English gives them, with the tags they stand for.
    pub const PLAIN: [(&str, Self); 27] = [
        ("noun", Self(Self::N.0 | Self::NNP.0)),
        ("common-noun", Self::N),
        ("singular-noun", Self::NN),
        ("plural-noun", Self::NNS),
        ("proper-noun", Self::NNP),
        ("verb", Self::V),
        ("finite-verb", Self::VF),
        ("base-verb", Self::VB),
        ("past-verb", Self::VBD),
        ("present-verb", Self(Self::VBP.0 | Self::VBZ.0)),
        ("third-person-verb", Self::VBZ),
        ("participle", Self::VBN),
        ("gerund", Self::VBG),
        ("modal", Self::MD),
        ("adjective", Self::J),
        ("plain-adjective", Self::JJ),
        ("comparative", Self(Self::JJR.0 | Self::RBR.0)),
        ("superlative", Self(Self::JJS.0 | Self::RBS.0)),
        ("adverb", Self::R),
        ("preposition", Self::IN),
        ("determiner", Self::DT),
        ("pronoun", Self::PRP),
        ("possessive-pronoun", Self::PRPS),
        ("conjunction", Self::CC),
        ("numeral", Self::CD),
        ("particle", Self::RP),
        ("question-word", Self(Self::WDT.0 | Self::WP.0 | Self::WPS.0 | Self::WRB.0)),
    ];

    /// The tags of a name: one of [`Tags::PLAIN`], a Penn tag, or `V` (any verb), `VF` (any finite verb), `N` (any
    /// common noun), `J` (any adjective), `R` (any adverb). A finite verb is not a modal here.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some((_, tags)) = Self::PLAIN.iter().find(|plain| plain.0 == name) {
            return Some(*tags);
        }
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
