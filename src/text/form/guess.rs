//! What each token of a sentence could be before its neighbours are asked: the table's tags, or a guess from case and
//! ending.

use super::super::fold;
use super::super::token::{Case, Flags, Token, TokenKind};
use super::{Tags, table};

/// What a rule about neighbours asks of a word beside its tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordRole {
    /// A word without a part in the rules.
    Plain,
    /// *the*, *a*, *an*, *every*, *no*: what follows is a noun phrase.
    Article,
    /// *this*, *each*, *another*: subject, or determiner of a singular noun.
    Singular,
    /// *these*, *those*: subject, or determiner of a plural noun.
    Plural,
    /// A form of *be*, alone or at the end of a contraction.
    Be,
    /// A form of *have*.
    Have,
    /// A form of *do* that can be an auxiliary.
    Do,
    /// *'d*, for *would* or *had*.
    Would,
    /// *let's*.
    Lets,
    /// *that*.
    That,
    /// *there*.
    There,
    /// A pronoun that is only ever a subject.
    Subject,
    /// *it*, *you*: subject or object.
    Pronoun,
    /// *by*.
    By,
    /// *said*.
    Said,
    /// A quotation mark: rules look through it.
    Quote,
    /// Any other mark.
    Mark,
}

/// A token as the rules see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TaggedWord {
    /// What it can be.
    pub(super) tags: Tags,
    /// Its part in the rules.
    pub(super) role: WordRole,
    /// Its tags are those of two words, and none may be taken away.
    pub(super) joined: bool,
}

/// Tags of words that make up the grammar: few words, all in the table. Case tells nothing about them.
const CLOSED: Tags = Tags::CC
    .union(Tags::DT)
    .union(Tags::EX)
    .union(Tags::IN)
    .union(Tags::PDT)
    .union(Tags::PRP)
    .union(Tags::PRPS)
    .union(Tags::TO)
    .union(Tags::WDT)
    .union(Tags::WP)
    .union(Tags::WPS)
    .union(Tags::WRB);

/// How the sentence uses capitals.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Capitals {
    /// A capital inside the sentence marks a name.
    Names,
    /// Most words have one, as in a title: it marks nothing.
    Titles,
    /// All letters are capitals.
    Shouted,
}

/// What a word's capital is judged by.
#[derive(Clone, Copy)]
struct Setting {
    capitals: Capitals,
    /// A sentence may start with the word.
    start: bool,
    /// The next word has a capital too.
    goes_on: bool,
}

/// What each of `tokens`, one sentence of `text`, can be.
pub(super) fn readings(text: &str, tokens: &[Token]) -> Vec<TaggedWord> {
    let capitals = capitals(tokens);
    let mut start = true;
    tokens
        .iter()
        .enumerate()
        .map(|(at, token)| {
            let string = token.span.of(text);
            let goes_on = tokens.get(at + 1).is_some_and(|t| !matches!(t.case, Case::Lower | Case::None));
            let word = reading(string, token, Setting { capitals, start, goes_on });
            // After a colon or an opening mark another sentence may start.
            start = word.role == WordRole::Quote || (word.role == WordRole::Mark && string != ",");
            word
        })
        .collect()
}

fn capitals(tokens: &[Token]) -> Capitals {
    let (mut lower, mut title, mut upper) = (0usize, 0usize, 0usize);
    for token in tokens.iter().filter(|t| t.kind == TokenKind::Word && t.span.len() > 2) {
        match token.case {
            Case::Lower => lower += 1,
            Case::Upper => upper += 1,
            Case::Title | Case::Mixed => title += 1,
            Case::None => {}
        }
    }
    if upper > 1 && upper > 2 * (lower + title) {
        Capitals::Shouted
    } else if title > 2 && title > 3 * lower {
        Capitals::Titles
    } else {
        Capitals::Names
    }
}

fn reading(string: &str, token: &Token, setting: Setting) -> TaggedWord {
    let plain = |tags| TaggedWord { tags, role: WordRole::Plain, joined: false };
    match token.kind {
        TokenKind::Word => {}
        TokenKind::Number => return plain(Tags::CD),
        TokenKind::Url | TokenKind::Handle => return plain(Tags::NNP),
        TokenKind::Quote => return TaggedWord { tags: Tags::NONE, role: WordRole::Quote, joined: false },
        TokenKind::Punct | TokenKind::Symbol => {
            return match string {
                "%" => plain(Tags::NN),
                "&" => plain(Tags::CC),
                _ if token.kind == TokenKind::Punct => {
                    TaggedWord { tags: Tags::NONE, role: WordRole::Mark, joined: false }
                }
                _ => plain(Tags::NONE),
            };
        }
    }
    let role = role(token.fold);
    let entry = table::find_hashed(token.fold, string);
    if let Some(entry) = entry {
        let joined = token.has(Flags::APOSTROPHE);
        let tags = if joined { entry.tags() } else { cased(entry.tags(), token.case, setting) };
        return TaggedWord { tags, role, joined };
    }
    if let Some(stem) = fold::possessive_stem(string).filter(|_| token.has(Flags::POSSESSIVE)) {
        let known = table::find(stem).map_or(Tags::NONE, |e| cased(e.tags(), token.case, setting));
        let known = if known.is_empty() { unknown(stem, token, setting) } else { known };
        let nouns = known.and(Tags::N | Tags::NNP | Tags::CD | Tags::DT);
        let tags = if nouns.is_empty() { Tags::NN } else { nouns };
        return TaggedWord { tags: tags | Tags::POS, role: WordRole::Plain, joined: true };
    }
    plain(unknown(string, token, setting))
}

/// Which of its tags a known word keeps in its case.
fn cased(tags: Tags, case: Case, setting: Setting) -> Tags {
    let Setting { capitals, start, goes_on } = setting;
    let name = match case {
        Case::Lower | Case::None => {
            let common = tags.without(Tags::NNP);
            return if common.is_empty() { tags } else { common };
        }
        Case::Upper => capitals != Capitals::Shouted,
        Case::Title | Case::Mixed => capitals == Capitals::Names && !start,
    };
    match () {
        // WHO and US are names; I is not.
        () if name && case == Case::Upper => Tags::NNP,
        () if name && tags.has_any(CLOSED) => tags,
        () if name => tags.and(Tags::JJ | Tags::NNS | Tags::CD | Tags::UH) | Tags::NNP,
        () if capitals == Capitals::Shouted || tags.has_any(CLOSED) => tags,
        // At the start of a sentence a noun may be a name, and any word with which a name goes on.
        () if capitals == Capitals::Names && !goes_on && !tags.has_any(Tags::NN) => tags,
        () => tags | Tags::NNP,
    }
}

/// What an unknown word can be.
fn unknown(word: &str, token: &Token, setting: Setting) -> Tags {
    let Setting { capitals, start, .. } = setting;
    if token.has(Flags::DIGIT) {
        return match word.trim_start_matches(|c: char| c.is_ascii_digit()) {
            "st" | "nd" | "rd" | "th" => Tags::JJ,
            "s" => Tags::NNS,
            _ if token.has(Flags::HYPHEN) => Tags::JJ | Tags::NN,
            _ => Tags::CD | Tags::NN | Tags::NNP,
        };
    }
    if token.has(Flags::DOTTED) {
        return Tags::NNP;
    }
    let by_form =
        word.rsplit_once(['-', '\u{2010}', '\u{2011}']).map_or_else(|| by_ending(word), |(_, last)| compound(last));
    match token.case {
        Case::Lower => by_form,
        Case::None => Tags::NNP,
        _ if capitals == Capitals::Shouted || (capitals == Capitals::Titles && token.case == Case::Title) => {
            by_form | Tags::NNP
        }
        Case::Title if start => by_form | Tags::NNP,
        // `Ex-President`, `Anti-Russian`
        _ => by_form.and(Tags::JJ | Tags::NNS) | Tags::NNP,
    }
}

/// A hyphenated word is of the kind of its last part, and may stand before a noun (*long-awaited*, *anti-war*).
fn compound(last: &str) -> Tags {
    let tags = table::find(last).map_or_else(|| by_ending(last), |e| e.tags());
    let nouns = tags.and(Tags::N | Tags::NNP | Tags::CD);
    let verbs = tags.and(Tags::VBN | Tags::VBG | Tags::VBD | Tags::VBZ);
    if nouns.is_only(Tags::NNS) && verbs.is_empty() { nouns } else { nouns | verbs | Tags::JJ }
}

/// Endings of unknown words, the longer before the shorter.
const ENDINGS: [(&str, Tags); 33] = [
    ("ization", Tags::NN),
    ("isation", Tags::NN),
    ("ically", Tags::RB),
    ("ments", Tags::NNS),
    ("tions", Tags::NNS),
    ("sions", Tags::NNS),
    ("nesses", Tags::NNS),
    ("ities", Tags::NNS),
    ("ment", Tags::NN),
    ("tion", Tags::NN),
    ("sion", Tags::NN),
    ("ness", Tags::NN),
    ("less", Tags::JJ),
    ("able", Tags::JJ),
    ("ible", Tags::JJ),
    ("ity", Tags::NN),
    ("ism", Tags::NN),
    ("ist", Tags::NN.union(Tags::JJ)),
    ("ful", Tags::JJ),
    ("ous", Tags::JJ),
    ("ive", Tags::JJ),
    ("ese", Tags::JJ.union(Tags::NN)),
    ("ian", Tags::JJ.union(Tags::NN)),
    ("ish", Tags::JJ.union(Tags::NN)),
    ("ize", Tags::VB.union(Tags::VBP)),
    ("ing", Tags::VBG.union(Tags::NN).union(Tags::JJ)),
    ("ed", Tags::VBD.union(Tags::VBN).union(Tags::JJ)),
    ("ly", Tags::RB),
    ("al", Tags::JJ.union(Tags::NN)),
    ("ic", Tags::JJ.union(Tags::NN)),
    ("ss", Tags::NN),
    ("us", Tags::NN),
    ("s", Tags::NNS.union(Tags::VBZ)),
];

fn by_ending(word: &str) -> Tags {
    let bytes = word.as_bytes();
    let found = ENDINGS.iter().find(|(ending, _)| {
        let stem = bytes.len().saturating_sub(ending.len());
        stem > 1 && bytes[stem..].eq_ignore_ascii_case(ending.as_bytes())
    });
    found.map_or(Tags::NN | Tags::JJ | Tags::VB | Tags::VBP, |(_, tags)| *tags)
}

/// Words with a part in the rules.
const ROLES: [(WordRole, &[&str]); 16] = [
    (WordRole::Article, &["the", "a", "an", "every", "no"]),
    (WordRole::Singular, &["this", "each", "another"]),
    (WordRole::Plural, &["these", "those"]),
    (
        WordRole::Be,
        &["be", "am", "is", "are", "was", "were", "been", "being", "isn't", "aren't", "wasn't", "weren't", "ain't"],
    ),
    (
        WordRole::Be,
        &["i'm", "you're", "we're", "they're", "he's", "she's", "it's", "that's", "there's", "who's", "what's"],
    ),
    (
        WordRole::Have,
        &["have", "has", "had", "having", "haven't", "hasn't", "hadn't", "i've", "you've", "we've", "they've"],
    ),
    (WordRole::Have, &["'ve", "could've", "should've", "would've", "might've", "must've", "who've"]),
    (WordRole::Do, &["do", "does", "did", "don't", "doesn't", "didn't"]),
    (WordRole::Would, &["i'd", "you'd", "he'd", "she'd", "it'd", "we'd", "they'd", "who'd", "that'd", "there'd", "'d"]),
    (WordRole::Lets, &["let's"]),
    (WordRole::Subject, &["i", "he", "she", "we", "they", "who"]),
    (WordRole::Pronoun, &["it", "you"]),
    (WordRole::That, &["that"]),
    (WordRole::There, &["there"]),
    (WordRole::By, &["by"]),
    (WordRole::Said, &["said"]),
];

/// The hashes of [`ROLES`], by their lowest byte: a slot is free where its role is plain.
static SLOTS: [(u32, WordRole); 1024] = {
    let mut slots = [(0, WordRole::Plain); 1024];
    let mut at = 0;
    while at < ROLES.len() {
        let (role, words) = ROLES[at];
        let mut word = 0;
        while word < words.len() {
            let hash = fold::hash_bytes(words[word].as_bytes());
            let mut slot = hash as usize % 1024;
            while !matches!(slots[slot].1, WordRole::Plain) {
                slot = (slot + 1) % 1024;
            }
            slots[slot] = (hash, role);
            word += 1;
        }
        at += 1;
    }
    slots
};

fn role(hash: u32) -> WordRole {
    let mut slot = hash as usize % 1024;
    loop {
        match SLOTS[slot] {
            (_, WordRole::Plain) => return WordRole::Plain,
            (found, role) if found == hash => return role,
            _ => slot = (slot + 1) % 1024,
        }
    }
}
