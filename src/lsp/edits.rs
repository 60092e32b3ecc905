//! Edits in the form of the protocol.

use super::client::Client;
use super::document::Snapshot;
use super::position::{Encoding, Positions};
use crate::finding::Edit;
use crate::span::{LineIndex, Span};
use gen_lsp_types::TextEdit;
use serde_json::{Value, json};

/// `edits`, which are sorted and disjoint, of `text`.
#[must_use]
pub fn text_edits(text: &str, lines: &LineIndex, encoding: Encoding, edits: &[Edit]) -> Vec<TextEdit> {
    let edits: Vec<Edit> = edits.iter().map(|e| whole(text, e)).collect();
    let places = Positions::new(text, lines, encoding, edits.iter().map(|e| e.span));
    edits.iter().map(|e| TextEdit { range: places.range(e.span), new_text: e.replacement.to_string() }).collect()
}

/// The same edit with borders that the protocol can name: there is no place inside of a CRLF.
fn whole(text: &str, edit: &Edit) -> Edit {
    let torn = |at: u32| text[..at as usize].ends_with('\r') && text[at as usize..].starts_with('\n');
    let Span { mut start, mut end } = edit.span;
    let mut replacement = edit.replacement.to_string();
    if torn(end) {
        end += 1;
        replacement.push('\n');
    }
    if torn(start) {
        start -= 1;
        replacement.insert(0, '\r');
    }
    Edit::new(Span::new(start, end), replacement)
}

/// The workspace edit that does `edits` to `document`, in this version.
#[must_use]
pub fn of_document(client: &Client, document: &Snapshot, edits: &[Edit]) -> Value {
    let edits = text_edits(&document.text, &document.lines, client.encoding, edits);
    of_file(client, &document.uri, document.version, &edits, false)
}

/// The workspace edit that does `edits` to the file of this name, which has to be made first if it is `new`.
#[must_use]
pub fn of_file(client: &Client, uri: &str, version: Option<i32>, edits: &[TextEdit], new: bool) -> Value {
    if !client.versions {
        return json!({"changes": {uri: edits}});
    }
    let change = json!({"textDocument": {"uri": uri, "version": version}, "edits": edits});
    if new && client.creates {
        let create = json!({"kind": "create", "uri": uri, "options": {"ignoreIfExists": true}});
        return json!({"documentChanges": [create, change]});
    }
    json!({"documentChanges": [change]})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_edit_ends_inside_of_a_line_end() {
        let text = "ab\r\ncd";
        let edit = |start, end, new: &str| {
            let edit =
                text_edits(text, &LineIndex::new(text), Encoding::Utf16, &[Edit::new(Span::new(start, end), new)]);
            let (range, new) = (edit[0].range, edit[0].new_text.clone());
            (range.start.line, range.start.character, range.end.line, range.end.character, new)
        };
        assert_eq!(edit(1, 3, "x"), (0, 1, 1, 0, "x\n".into()));
        assert_eq!(edit(3, 5, "x"), (0, 2, 1, 1, "\rx".into()));
        assert_eq!(edit(3, 3, "x"), (0, 2, 1, 0, "\rx\n".into()));
    }
}
