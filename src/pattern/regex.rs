//! Regular expressions in rules.

use crate::problem::Mistake;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};
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
    pub fn between(before: &str, text: &str, after: &str) -> Result<Self, Box<regex_syntax::Error>> {
        let whole = format!("{before}{text}{after}");
        if text.contains('#') {
            regex_syntax::parse(&whole)?;
        }
        Ok(Self { text: whole.into(), compiled: OnceLock::new() })
    }

    /// The compiled expression.
    ///
    /// # Panics
    /// When it is too large to be compiled, which its having been parsed does not preclude.
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
    /// Anything else.
    Regex {
        /// What it may begin with: most tokens do not, and need not be searched.
        first: Beginning,
        /// The expression.
        regex: LazyRegex,
    },
}

/// The ASCII characters that a text may begin with, a bit each; any other character may always be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning(u128);

impl Beginning {
    const ANY: Self = Self(u128::MAX);

    /// What the texts that `hir` matches as a whole begin with.
    fn of(hir: &Hir) -> Self {
        let bit = |byte: u8| if byte.is_ascii() { 1 << byte } else { 0 };
        match hir.kind() {
            HirKind::Literal(literal) => Self(literal.0.first().map_or(u128::MAX, |&byte| bit(byte))),
            HirKind::Class(Class::Unicode(class)) => {
                let ascii = |at: char| u32::from(at).min(128) as u8;
                let bytes = class.ranges().iter().flat_map(|r| ascii(r.start())..=ascii(r.end()).min(127));
                Self(bytes.fold(0, |set, byte| set | bit(byte)))
            }
            HirKind::Repetition(repeated) if repeated.min > 0 => Self::of(&repeated.sub),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Concat(parts) => {
                // A part that may be empty leaves the beginning to those behind it, too.
                let mut all = 0;
                for part in parts {
                    let open = part.properties().minimum_len() == Some(0);
                    let looks = matches!(part.kind(), HirKind::Look(_) | HirKind::Empty);
                    let inner = match part.kind() {
                        HirKind::Repetition(repeated) => &repeated.sub,
                        _ => part,
                    };
                    all |= if looks { 0 } else { Self::of(inner).0 };
                    if !open {
                        return Self(all);
                    }
                }
                Self::ANY
            }
            HirKind::Alternation(parts) => Self(parts.iter().fold(0, |set, part| set | Self::of(part).0)),
            _ => Self::ANY,
        }
    }

    /// Whether `text` may be one of them.
    fn admits(self, text: &str) -> bool {
        text.as_bytes().first().is_none_or(|&byte| !byte.is_ascii() || self.0 >> byte & 1 == 1)
    }
}

impl WholeToken {
    /// Parses `text`.
    ///
    /// # Errors
    /// When it is no regular expression.
    pub fn new(text: &str) -> Result<Self, Box<regex_syntax::Error>> {
        let hir = regex_syntax::parse(text)?;
        let (item, min, max) = match hir.kind() {
            HirKind::Repetition(repeated) => (repeated.sub.kind(), repeated.min, repeated.max),
            kind => (kind, 1, Some(1)),
        };
        match item {
            HirKind::Class(Class::Unicode(class)) => Ok(Self::Run { class: class.clone(), min, max }),
            _ => {
                let first = Beginning::of(&hir);
                LazyRegex::between("^(?:", text, ")$").map(|regex| Self::Regex { first, regex })
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
            Self::Regex { first, regex } => first.admits(text) && regex.get().is_match(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_what_the_expression_says() {
        let words = ["", "a", "é", "ab", "abc", "Ab", "1", "12", "123", ",", "«", "”", "…", "ж", "a-b"];
        for text in ["[,;:]", "[a-z]{2,}", r"\d{1,2}", r"\pL{2,}", ".{3,}", "[^“]", "[a-z]*", "-", "(?:a|b)+", "[.]"]
        {
            let whole = regex::Regex::new(&format!("^(?:{text})$")).expect("an expression");
            let run = WholeToken::new(text).expect("an expression");
            for word in words {
                assert_eq!(run.matches(word), whole.is_match(word), "{text} on {word}");
            }
        }
        assert!(matches!(WholeToken::new("[a-z]{2,}"), Ok(WholeToken::Run { .. })));
        assert!(matches!(WholeToken::new("a[b-d]"), Ok(WholeToken::Regex { .. })));
        assert!(WholeToken::new("(?x)a b # all of it").is_err());
    }

    #[test]
    fn a_beginning_leaves_out_no_match() {
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
        let first = |text: &str| match WholeToken::new(text) {
            Ok(WholeToken::Regex { first, .. }) => (0..128).filter(|b| first.0 >> b & 1 == 1).map(char::from).collect(),
            other => format!("{other:?}"),
        };
        let first = |text| -> String { first(text) };
        assert_eq!(first("(?:[ai][a-c]{3,}|eb{2})"), "aei");
        assert_eq!(first("a?b+c"), "ab");
        assert_eq!(first("ée"), "");
    }
}
