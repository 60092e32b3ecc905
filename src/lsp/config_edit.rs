//! Additions to copydesk.toml in the form of the protocol.

use super::client::Client;
use super::edits;
use crate::finding::Edit;
use crate::formats::plain;
use crate::project::config_edit::{Addition, added};
use crate::span::{LineIndex, Span};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the configuration of a document is written, or would be.
#[derive(Debug, Clone)]
pub struct ConfigEdit {
    /// The file.
    pub path: PathBuf,
    /// Its name for the client.
    pub uri: String,
    /// The version, if the client holds it open.
    pub version: Option<i32>,
    /// Its text, if the client holds it open.
    pub held: Option<Arc<String>>,
}

impl ConfigEdit {
    /// The workspace edit that makes the addition; none where it cannot be made, or the file has it.
    #[must_use]
    pub fn with(&self, client: &Client, addition: &Addition<'_>) -> Option<Value> {
        let text = match &self.held {
            Some(text) => Some(Arc::clone(text)),
            None if self.path.exists() => Some(plain::read(&self.path).ok()?.into()),
            None => None,
        };
        let old = text.as_ref().map_or("", |text| text.as_str());
        let new = added(&self.path, old, addition).ok()?;
        let edit = difference(old, &new)?;
        let edits = edits::text_edits(old, &LineIndex::new(old), client.encoding, &[edit]);
        Some(edits::of_file(client, &self.uri, self.version, &edits, text.is_none()))
    }
}

/// The one edit that makes `new` of `old`; none if they are the same.
fn difference(old: &str, new: &str) -> Option<Edit> {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
    };
    let before = same(&mut old.chars(), &mut new.chars());
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let after = same(&mut old_rest.chars().rev(), &mut new_rest.chars().rev());
    let span = Span::new(before as u32, (old.len() - after) as u32);
    (old != new).then(|| Edit::new(span, &new_rest[..new_rest.len() - after]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn edit(text: &str, addition: Addition<'_>) -> Option<Value> {
        let path = PathBuf::from("/workspace/copydesk.toml");
        let setup =
            ConfigEdit { uri: crate::lsp::uri::file(&path), path, version: None, held: Some(text.to_owned().into()) };
        setup.with(&Client::default(), &addition)
    }

    #[test]
    fn one_edit_makes_the_difference() {
        for (old, new) in [("", "a"), ("é\nb\n", "è\nb\n"), ("aa", "aaa"), ("a\r\nb", "b"), ("ab", "")] {
            assert_eq!(crate::edits::apply(old, &[difference(old, new).unwrap()]), new);
        }
        assert_eq!(difference("é", "é"), None);
        let place = json!({"line": 0, "character": 18});
        let edit = edit("ignore = [\"casing\"]\nfrom = \"fr\"\n", Addition::Ignored("names")).unwrap();
        let change = json!([{"range": {"start": place, "end": place}, "newText": ", \"names\""}]);
        assert_eq!(edit["changes"]["file:///workspace/copydesk.toml"], change);
    }

    #[test]
    fn what_is_there_or_cannot_be_read_is_left() {
        for text in ["ignore = [\"names\"]", "ignore = [\"names", "ignore = \"names\"", "form = \"fr\""] {
            assert_eq!(edit(text, Addition::Ignored("names")), None, "{text}");
        }
    }
}
