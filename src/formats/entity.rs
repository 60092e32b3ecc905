//! Character references of HTML: `&eacute;`, `&#233;`.

use html5gum::{Token, Tokenizer};
use std::collections::HashMap;

/// The longest character reference, in bytes: `&CounterClockwiseContourIntegral;` has 33.
const LONGEST: usize = 40;

/// Decodes character references, each only once.
#[derive(Debug, Default)]
pub struct Entities {
    known: HashMap<Box<str>, Option<Box<str>>>,
}

impl Entities {
    /// How many bytes of `text`, which starts with `&`, are one character reference, and the characters it stands for;
    /// none, and the length of what is to be passed over, if it is no reference.
    pub fn decode(&mut self, text: &str) -> (usize, Option<&str>) {
        let body = text.as_bytes().iter().skip(1).take(LONGEST);
        let length = body.take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
        // Without its semicolon a reference may be part of an address: `?a=1&copy=2`.
        if length == 0 || text.as_bytes().get(length + 1) != Some(&b';') {
            return (1, None);
        }
        let reference = &text[..length + 2];
        if !self.known.contains_key(reference) {
            self.known.insert(reference.into(), decoded(reference));
        }
        let decoded = self.known.get(reference).and_then(|d| d.as_deref());
        (if decoded.is_some() { reference.len() } else { 1 }, decoded)
    }
}

fn decoded(reference: &str) -> Option<Box<str>> {
    let mut text = Vec::new();
    for Ok(token) in Tokenizer::new(reference) {
        if let Token::String(string) = token {
            text.extend_from_slice(&string);
        }
    }
    let text = String::from_utf8(text).ok()?;
    (text != reference && !text.contains('\0') && !text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        let mut entities = Entities::default();
        assert_eq!(entities.decode("&eacute;t&eacute;"), (8, Some("é")));
        assert_eq!(entities.decode("&#8217;s"), (7, Some("’")));
        assert_eq!(entities.decode("&#x1F600;"), (9, Some("😀")));
        assert_eq!(entities.decode("&amp;eacute;"), (5, Some("&")));
    }

    #[test]
    fn what_is_none_is_passed_over() {
        let mut entities = Entities::default();
        for text in ["& so", "&", "&copy=2", "&nosuchthing;", "&;", "&#;"] {
            assert_eq!(entities.decode(text), (1, None), "{text}");
        }
    }
}
