//! Documents that the client holds open: their text follows its changes.

use super::position::Encoding;
use super::uri;
use crate::formats::Format;
use crate::span::{LineIndex, Span};
use gen_lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An open document.
#[derive(Debug)]
pub struct OpenDocument {
    state: Snapshot,
}

/// A document as it was at some moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Its name.
    pub uri: Arc<str>,
    /// Its file, if it has one.
    pub path: Option<PathBuf>,
    /// How it is written.
    pub format: Format,
    /// The client's number of this version; none of a file that is not open.
    pub version: Option<i32>,
    /// Its text.
    pub text: Arc<String>,
    /// Its lines.
    pub lines: Arc<LineIndex>,
    edition: u64,
    /// The edition the document is at by now.
    latest: Arc<AtomicU64>,
}

impl OpenDocument {
    /// Opens a document.
    #[must_use]
    pub fn open(item: TextDocumentItem) -> Self {
        let path = uri::path(&item.uri.0);
        let language = String::from(item.language_id);
        let format = format(&language, path.as_deref().unwrap_or(Path::new(&item.uri.0)));
        let lines = LineIndex::new(&item.text);
        Self {
            state: Snapshot {
                uri: item.uri.0.into(),
                path,
                format,
                version: Some(item.version),
                text: Arc::new(item.text),
                lines: Arc::new(lines),
                edition: 0,
                latest: Arc::default(),
            },
        }
    }

    /// Applies `changes`, each to what the one before has left.
    pub fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        let state = &mut self.state;
        let text = Arc::make_mut(&mut state.text);
        let lines = Arc::make_mut(&mut state.lines);
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let span: Span = encoding.span(text, lines, part.range);
                    text.replace_range(span.range(), &part.text);
                    lines.edit(text, span, part.text.len() as u32);
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    *text = whole.text;
                    *lines = LineIndex::new(text);
                }
            }
        }
        state.version = Some(version);
        state.edition += 1;
        state.latest.store(state.edition, Ordering::Relaxed);
    }

    /// The document as it is now.
    #[must_use]
    pub fn now(&self) -> &Snapshot {
        &self.state
    }
}

impl Drop for OpenDocument {
    fn drop(&mut self) {
        self.state.latest.store(u64::MAX, Ordering::Relaxed);
    }
}

impl Snapshot {
    /// A file that is not open.
    #[must_use]
    pub fn of_file(path: PathBuf, text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self {
            uri: uri::file(&path).into(),
            format: Format::of(&path),
            path: Some(path),
            version: None,
            text: Arc::new(text),
            lines: Arc::new(lines),
            edition: 0,
            latest: Arc::default(),
        }
    }

    /// Whether the document has changed since, or is closed.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.latest.load(Ordering::Relaxed) != self.edition
    }
}

/// How a document is written: as the client says, or else as its name says.
fn format(language: &str, path: &Path) -> Format {
    Format::of_editor(language).unwrap_or_else(|| Format::of(path))
}

/// Whether a document is one to be checked: not a part of a configuration, and not a file of records.
#[must_use]
pub fn is_article(document: &Snapshot) -> bool {
    let path = document.path.as_deref();
    let part_of_rules = path.and_then(Path::extension).is_some_and(|ending| ending == "toml" || ending == "tsv");
    !part_of_rules && path.and_then(Format::named).and_then(Format::records).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_goes_before_the_name() {
        let of = |language: &str, name: &str| format(language, Path::new(name));
        assert_eq!(of("markdown", "Untitled-1"), Format::Markdown);
        assert_eq!(of("plaintext", "a.html"), Format::Plain);
        assert_eq!(of("", "a.html"), Format::Html);
        assert_eq!(of("text", "a.txt"), Format::Plain);
    }
}
