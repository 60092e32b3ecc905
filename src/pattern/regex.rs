//! Regular expressions in rules.

use crate::problem::Mistake;
use regex_automata::meta;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Literal, Look};
use std::sync::OnceLock;

/// What is wrong with a text that is not a regular expression, and where in it.
#[must_use]
pub fn of_regex(error: &regex_syntax::Error) -> Mistake {
    let (what, span) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(error.span())),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), Some(error.span())),
        other => (other.to_string(), None),
    };
    let message = format!("not a regular expression: {what}");
    match span {
        Some(span) => Mistake::within(message, span.start.offset..span.end.offset),
        None => Mistake::new(message),
    }
    .with("close every bracket, and write a backslash before a sign that means itself".to_owned())
}

fn too_large() -> Mistake {
    Mistake::new("the regular expression is too large").with("let it repeat less, or fewer characters".to_owned())
}

/// How much there is to compile: characters and ranges of them, as often as they are repeated.
fn weight(hir: &Hir) -> usize {
    let sum = |parts: &[Hir]| parts.iter().map(weight).fold(0, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min).max(1);
            weight(&repeated.sub).saturating_mul(times as usize)
        }
        HirKind::Capture(capture) => weight(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => sum(parts),
    }
}

/// A regular expression that is compiled when it is first needed: compiling all of them would take longer than checking
/// an article.
#[derive(Debug, Clone)]
pub struct LazyRegex {
    text: Box<str>,
    compiled: OnceLock<regex::Regex>,
}

impl LazyRegex {
    /// `text`, which is known to be well formed, between `before` and `after`.
    ///
    /// # Errors
    /// When a comment in `text` takes in what stands behind it.
    pub fn between(before: &str, text: &str, after: &str) -> Result<Self, Mistake> {
        let whole = format!("{before}{text}{after}");
        if text.contains('#') {
            // The expression itself has been parsed: a comment at its end takes in what stands behind it.
            let comment =
                |_| Mistake::new("a comment runs to the end of the expression").with("end its line".to_owned());
            regex_syntax::parse(&whole).map_err(comment)?;
        }
        Ok(Self { text: whole.into(), compiled: OnceLock::new() })
    }

    /// Compiles the expression now.
    ///
    /// # Errors
    /// When it is too large, which its having been parsed does not preclude.
    pub fn check(&self) -> Result<(), Mistake> {
        let compiled = regex::Regex::new(&self.text).map_err(|_| too_large())?;
        self.compiled.get_or_init(|| compiled);
        Ok(())
    }

    /// The compiled expression.
    ///
    /// # Panics
    /// When it is too large to be compiled, which [`LazyRegex::check`] finds.
    #[must_use]
    pub fn get(&self) -> &regex::Regex {
        self.compiled.get_or_init(|| regex::Regex::new(&self.text).unwrap_or_else(|e| panic!("{e}")))
    }
}

/// What the whole text of a token must be. Most such expressions ask for characters of one class only, which is answered
/// without compiling anything.
#[derive(Debug, Clone)]
pub enum WholeToken {
    /// So many characters of one class.
    Run {
        /// The class.
        class: ClassUnicode,
        /// At least so many.
        min: u32,
        /// At most so many.
        max: Option<u32>,
    },
    /// Just these characters.
    Literal(Box<str>),
    /// Anything else.
    Regex {
        /// What it must look like from outside: most tokens do not, and need not be searched.
        outline: Outline,
        /// The expression.
        regex: TokenRegex,
    },
}

/// A regular expression for whole tokens, compiled when it is first needed. A token is short: what makes searches in long
/// texts quick would take longer to be made than all tokens to be looked at.
#[derive(Debug, Clone)]
pub struct TokenRegex {
    hir: Hir,
    compiled: OnceLock<meta::Regex>,
}

impl TokenRegex {
    /// In bytes, once it is compiled.
    const LARGEST: usize = 10 << 20;
    /// What weighs less is never too large: a character takes some ten states.
    const LIGHT: usize = 2_000;

    fn new(hir: Hir) -> Result<Self, Mistake> {
        let regex = Self { hir, compiled: OnceLock::new() };
        if weight(&regex.hir) > Self::LIGHT {
            let compiled = regex.compile().map_err(|_| too_large())?;
            regex.compiled.get_or_init(|| compiled);
        }
        Ok(regex)
    }

    fn compile(&self) -> Result<meta::Regex, Box<meta::BuildError>> {
        let whole = Hir::concat(vec![Hir::look(Look::Start), self.hir.clone(), Hir::look(Look::End)]);
        let config = meta::Config::new().hybrid(false).dfa(false).onepass(false).auto_prefilter(false);
        let config = config.nfa_size_limit(Some(Self::LARGEST));
        meta::Regex::builder().configure(config).build_from_hir(&whole).map_err(Box::new)
    }

    fn matches(&self, text: &str) -> bool {
        // Light ones are never too large, and all others have been compiled.
        self.compiled.get_or_init(|| self.compile().unwrap_or_else(|e| panic!("{e}"))).is_match(text)
    }
}

/// What can be said of the texts an expression matches without compiling it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// The bytes they begin with.
    first: ByteSet,
    /// The bytes they end with.
    last: ByteSet,
    /// Their least length, in bytes.
    min: usize,
    /// Their greatest length, in bytes.
    max: usize,
}

impl Outline {
    fn of(hir: &Hir) -> Self {
        let properties = hir.properties();
        Self {
            first: ByteSet::at(hir, TextEnd::First),
            last: ByteSet::at(hir, TextEnd::Last),
            min: properties.minimum_len().unwrap_or(0),
            max: properties.maximum_len().unwrap_or(usize::MAX),
        }
    }

    /// Whether `text` may be one of them.
    fn admits(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        (self.min..=self.max).contains(&bytes.len())
            && bytes.first().is_none_or(|&byte| self.first.has(byte))
            && bytes.last().is_none_or(|&byte| self.last.has(byte))
    }
}

/// An end of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextEnd {
    First,
    Last,
}

/// A set of bytes, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ByteSet([u64; 4]);

impl ByteSet {
    const NONE: Self = Self([0; 4]);
    const ALL: Self = Self([u64::MAX; 4]);

    fn has(self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    fn with(mut self, bytes: impl IntoIterator<Item = u8>) -> Self {
        bytes.into_iter().for_each(|byte| self.0[usize::from(byte >> 6)] |= 1 << (byte & 63));
        self
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    /// The bytes that the texts which `hir` matches as a whole have at one end, if they are not empty.
    fn at(hir: &Hir, end: TextEnd) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::NONE,
            HirKind::Literal(literal) => {
                let byte = if end == TextEnd::First { literal.0.first() } else { literal.0.last() };
                Self::NONE.with(byte.copied())
            }
            HirKind::Class(Class::Unicode(class)) => class
                .ranges()
                .iter()
                .fold(Self::NONE, |set, range| set.or(Self::of_range(range.start(), range.end(), end))),
            HirKind::Class(Class::Bytes(_)) => Self::ALL,
            HirKind::Repetition(repeated) => Self::at(&repeated.sub, end),
            HirKind::Capture(capture) => Self::at(&capture.sub, end),
            HirKind::Concat(parts) => {
                // A part that may be empty leaves the end to the one behind it, too.
                let mut set = Self::NONE;
                for i in 0..parts.len() {
                    let part = &parts[if end == TextEnd::First { i } else { parts.len() - 1 - i }];
                    set = set.or(Self::at(part, end));
                    if part.properties().minimum_len() != Some(0) {
                        break;
                    }
                }
                set
            }
            HirKind::Alternation(parts) => parts.iter().fold(Self::NONE, |set, part| set.or(Self::at(part, end))),
        }
    }

    /// The bytes that the characters from `start` to `end` have at one end.
    fn of_range(from: char, to: char, end: TextEnd) -> Self {
        let first = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
        if end == TextEnd::First {
            // The first bytes of characters are in the order of the characters.
            return Self::NONE.with(first(from)..=first(to));
        }
        let ascii = Self::NONE.with((from..=to.min('\x7f')).map(|c| c as u8));
        let (low, high) = (u32::from(from.max('\u{80}')), u32::from(to));
        match high.checked_sub(low) {
            None => ascii,
            Some(0..64) => ascii.with((low..=high).map(|c| 0x80 | (c & 63) as u8)),
            Some(_) => ascii.with(0x80..=0xbf),
        }
    }
}

impl WholeToken {
    /// Parses `text`.
    ///
    /// # Errors
    /// When it is no regular expression, or too large a one.
    pub fn new(text: &str) -> Result<Self, Mistake> {
        let hir = regex_syntax::parse(text).map_err(|e| of_regex(&e))?;
        let (item, min, max) = match hir.kind() {
            HirKind::Repetition(repeated) => (repeated.sub.kind(), repeated.min, repeated.max),
            kind => (kind, 1, Some(1)),
        };
        match item {
            HirKind::Literal(Literal(bytes)) if (min, max) == (1, Some(1)) => {
                Ok(Self::Literal(String::from_utf8_lossy(bytes).into()))
            }
            HirKind::Class(Class::Unicode(class)) => Ok(Self::Run { class: class.clone(), min, max }),
            _ => {
                let outline = Outline::of(&hir);
                Ok(Self::Regex { outline, regex: TokenRegex::new(hir)? })
            }
        }
    }

    /// Whether `text` is such.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Run { class, min, max } => {
                let mut count = 0;
                let ranges = class.ranges();
                let all = text.chars().all(|c| {
                    count += 1;
                    let at = ranges.partition_point(|range| range.end() < c);
                    max.is_none_or(|max| count <= max) && ranges.get(at).is_some_and(|range| range.start() <= c)
                });
                all && count >= *min
            }
            Self::Literal(literal) => **literal == *text,
            Self::Regex { outline, regex } => outline.admits(text) && regex.matches(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_what_the_expression_says() {
        let words = ["", "a", "é", "ab", "abc", "Ab", "1", "12", "123", ",", "«", "”", "…", "ж", "a-b"];
        for text in
            ["[,;:]", "[a-z]{2,}", r"\d{1,2}", r"\pL{2,}", ".{3,}", "[^“]", "[a-z]*", "-", "(?:a|b)+", "[.]", "ab", "«"]
        {
            let whole = regex::Regex::new(&format!("^(?:{text})$")).expect("an expression");
            let run = WholeToken::new(text).expect("an expression");
            for word in words {
                assert_eq!(run.matches(word), whole.is_match(word), "{text} on {word}");
            }
        }
        assert!(matches!(WholeToken::new("[a-z]{2,}"), Ok(WholeToken::Run { .. })));
        assert!(matches!(WholeToken::new("[.]"), Ok(WholeToken::Literal(_))));
        assert!(matches!(WholeToken::new("a[b-d]"), Ok(WholeToken::Regex { .. })));
        assert!(WholeToken::new("(?x)a b? # all of it").is_ok_and(|token| token.matches("ab") && !token.matches("ac")));
    }

    #[test]
    fn what_is_too_large_is_refused_when_it_is_read() {
        for text in ["(?:a{1000}b){1000}", r"(?:\pL{100}|\d){1000}", "(?:x(?:y(?:z{100}a){100}b){100}c){100}"] {
            assert!(WholeToken::new(text).is_err_and(|mistake| mistake.message.contains("too large")), "{text}");
            let lazy = LazyRegex::between("", text, "").expect("an expression");
            assert!(lazy.check().is_err_and(|mistake| mistake.message.contains("too large")), "{text}");
        }
        for text in ["(?:a{10}b){10}", "(?:ab){1000}", r"(?:\pL|-){1,40}x", "(?:[a-z]{1,100}-){1,20}"] {
            assert!(WholeToken::new(text).is_ok_and(|token| !token.matches("é")), "{text}");
        }
    }

    #[test]
    fn an_outline_leaves_out_no_match() {
        let words = ["", "a", "ab", "b", "bc", "c", "abc", "aab", "é", "éa", "A", "Ab", "1a", "-a", "x", "ß", "ſ"];
        let texts = [
            "ab",
            "(?:a|b)c?",
            "a?b",
            "a*b*c",
            "(?i)ab?",
            "(?i)s{2}|ß",
            "[^a]b?",
            "(?:)a",
            "(?:a?|x)b",
            "^a?b$",
            r"\bab",
            "(?:a?b?)+c",
            r"\pL+1?",
            ".*(?:é|b)",
            "[a-é]{2,3}",
            "x?[ß-ſ]",
            "(?s:.)b*$",
            "é|a",
            ".?c",
            "",
        ];
        for text in texts {
            let whole = regex::Regex::new(&format!("^(?:{text})$")).expect("an expression");
            let tested = WholeToken::new(text).expect("an expression");
            for word in words {
                assert_eq!(tested.matches(word), whole.is_match(word), "{text} on {word}");
            }
        }
        let ends = |text: &str| match WholeToken::new(text) {
            Ok(WholeToken::Regex { outline: Outline { first, last, min, max }, .. }) => {
                let chars = |set: ByteSet| (0..128).filter(|&b| set.has(b)).map(char::from).collect::<String>();
                (chars(first), chars(last), min, max)
            }
            other => panic!("{other:?}"),
        };
        let is = |first: &str, last: &str, min, max| (first.to_owned(), last.to_owned(), min, max);
        assert_eq!(ends("(?:[ai][a-c]{3,}|eb{2})"), is("aei", "abc", 3, usize::MAX));
        assert_eq!(ends("a?b+c"), is("ab", "c", 2, usize::MAX));
        assert_eq!(ends("éee?"), is("", "e", 3, 4));
        assert_eq!(ends("[b-d]ï?"), is("bcd", "bcd", 1, 3));
    }
}
