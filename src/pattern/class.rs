//! The classes of tokens that a pattern names between `<` and `>`: what a token is made of, how it is written, what it
//! stands beside. Parts of speech are named in [`Tags`].

use super::Test;
use super::words::Lists;
use crate::problem::{Mistake, nearest};
use crate::text::fold;
use crate::text::form::Tags;
use crate::text::token::{Case, Flags, TokenKind};

/// A class of tokens.
#[derive(Debug)]
pub struct TokenClass {
    /// How patterns write it.
    pub name: &'static str,
    /// Which tokens belong to it.
    pub means: &'static str,
    asks: Asks,
}

/// What a class asks of a token.
#[derive(Debug)]
enum Asks {
    Nothing,
    Kind(TokenKind),
    Case(u8),
    Flag(Flags),
    NonLatin,
    Known,
    Unknown,
    Glued,
}

const fn case(case: Case) -> u8 {
    1 << case as u8
}

const fn class(name: &'static str, asks: Asks, means: &'static str) -> TokenClass {
    TokenClass { name, means, asks }
}

/// Every class but parts of speech, in the order of the reference.
pub const CLASSES: [TokenClass; 29] = [
    class("any", Asks::Nothing, "any token"),
    class("word", Asks::Kind(TokenKind::Word), "a word"),
    class("number", Asks::Kind(TokenKind::Number), "a number in figures: `12`, `1,500`, `3.5`"),
    class("punct", Asks::Kind(TokenKind::Punct), "a punctuation mark that is not a quotation mark"),
    class("quote", Asks::Kind(TokenKind::Quote), "a quotation mark"),
    class("symbol", Asks::Kind(TokenKind::Symbol), "a sign such as `$`, `%` or `&`"),
    class("url", Asks::Kind(TokenKind::Url), "a web or mail address"),
    class("handle", Asks::Kind(TokenKind::Handle), "a name or topic of a social network: `@kyiv`, `#ukraine`"),
    class("lower", Asks::Case(case(Case::Lower)), "a word in small letters"),
    class("title", Asks::Case(case(Case::Title)), "a word whose first letter alone is a capital"),
    class("upper", Asks::Case(case(Case::Upper)), "a word in capitals"),
    class("mixed", Asks::Case(case(Case::Mixed)), "a word with capitals elsewhere: `iPhone`, `McKay`"),
    class(
        "cap",
        Asks::Case(case(Case::Title) | case(Case::Upper) | case(Case::Mixed)),
        "a word with a capital: `title`, `upper` or `mixed`",
    ),
    class("open", Asks::Flag(Flags::OPENS), "a mark that opens a quotation"),
    class("close", Asks::Flag(Flags::CLOSES), "a mark that closes a quotation"),
    class("paired", Asks::Flag(Flags::PAIRED), "a quotation mark whose partner stands in the same paragraph"),
    class("quoted", Asks::Flag(Flags::QUOTED), "a token between quotation marks"),
    class("possessive", Asks::Flag(Flags::POSSESSIVE), "a word with a possessive ending: `Paris’s`, `players’`"),
    class("contraction", Asks::Flag(Flags::APOSTROPHE), "a word with an apostrophe"),
    class("hyphen", Asks::Flag(Flags::HYPHEN), "a word with a hyphen in it"),
    class("digit", Asks::Flag(Flags::DIGIT), "a token with a digit in it"),
    class("dotted", Asks::Flag(Flags::DOTTED), "an abbreviation with its full stops: `U.S.`"),
    class("odd", Asks::Flag(Flags::ODD), "a mark or number that is spaced, paired or grouped unusually"),
    class("start", Asks::Flag(Flags::SENTENCE_START), "the first token of a sentence"),
    class("non-ascii", Asks::Flag(Flags::NON_ASCII), "a token with characters outside ASCII"),
    class("glued", Asks::Glued, "a token with no white space before it"),
    class("non-latin", Asks::NonLatin, "a word in another script than Latin"),
    class("known", Asks::Known, "a word of the English word table, in any of its forms"),
    class("unknown", Asks::Unknown, "a word in small letters that the table of English words does not have"),
];

/// What can stand between `<` and `>` by itself alone: names, and the borders of sentences and paragraphs.
const SHAPES: [&str; 7] = ["name", "surname", "fullname", "s", "/s", "p", "/p"];

/// Adds what `word`, one condition between `<` and `>`, asks of a token.
///
/// # Errors
/// When there is no such condition; the remedy names the nearest.
pub(super) fn condition(word: &str, lists: &Lists, test: &mut Test) -> Result<(), Mistake> {
    if let Some(class) = CLASSES.iter().find(|class| class.name == word) {
        match class.asks {
            Asks::Nothing => {}
            Asks::Kind(kind) => test.kinds |= 1 << kind as u8,
            Asks::Case(cases) => test.cases |= cases,
            Asks::Flag(flag) => test.flags |= flag.0,
            Asks::NonLatin => test.non_latin = true,
            Asks::Known => test.known = true,
            Asks::Unknown => test.unknown = true,
            Asks::Glued => test.glued = true,
        }
    } else if let Some(endings) = word.strip_prefix("end:") {
        test.endings = endings.split('|').map(|e| fold::fold(e).into_owned().into()).collect();
    } else if let Some(lemmas) = word.strip_prefix("lemma:") {
        test.lemmas = lemmas.split('|').map(Into::into).collect();
    } else if let Some(name) = word.strip_prefix('@') {
        test.list = Some(lists.entries(name, false)?);
    } else if let Some(tags) = word.strip_prefix('=').and_then(Tags::parse) {
        test.only = test.only.union(tags);
    } else if let Some(tags) = Tags::parse(word) {
        test.tags = test.tags.union(tags);
    } else {
        return Err(unknown(word));
    }
    Ok(())
}

/// What is said of a condition that does not exist.
fn unknown(word: &str) -> Mistake {
    let classes = || CLASSES.iter().map(|class| class.name);
    let speech = || Tags::PLAIN.iter().map(|plain| plain.0);
    let plain = word.trim_start_matches('=');
    if SHAPES.contains(&plain) {
        let mistake = Mistake::new(format!("`<{plain}>` cannot be combined with other classes"));
        return mistake.with("it stands alone".to_owned());
    }
    let remedy = match nearest(plain, classes().chain(speech()).chain(SHAPES)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let names: Vec<&str> = classes().chain(SHAPES).chain(speech()).collect();
            format!("classes: {}, a Penn tag (`VBZ`), `end:…`, `lemma:…`, `re:…`, `@list`", names.join(" "))
        }
    };
    Mistake::new(format!("there is no class `{word}`")).with(remedy)
}
