//! Regular expressions in rules.

use regex_syntax::hir::{Class, ClassUnicode, HirKind};
use std::sync::OnceLock;

/// A regular expression that is parsed at once and compiled when it is first needed: compiling all of them would take
/// longer than checking an article.
#[derive(Debug, Clone)]
pub struct LazyRegex {
    text: Box<str>,
    compiled: OnceLock<regex::Regex>,
}

impl LazyRegex {
    /// Parses `text`.
    ///
    /// # Errors
    /// When it is no regular expression.
    pub fn new(text: &str) -> Result<Self, Box<regex_syntax::Error>> {
        regex_syntax::parse(text)?;
        Ok(Self { text: text.into(), compiled: OnceLock::new() })
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
    Regex(LazyRegex),
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
            _ => LazyRegex::new(&format!("^(?:{text})$")).map(Self::Regex),
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
            Self::Regex(regex) => regex.get().is_match(text),
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
        assert!(matches!(WholeToken::new("a[b-d]"), Ok(WholeToken::Regex(_))));
    }
}
