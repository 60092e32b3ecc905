//! The documents of `tests/prose`: good writing of kinds that are not news.

#![allow(clippy::unwrap_used, dead_code)] // a test fails by panicking; not every test uses everything

use copydesk::Format;
use std::fs;
use std::path::Path;

/// A document, or one record of a file of records.
#[derive(Debug)]
pub struct Document {
    /// Its file, and the record's place in it.
    pub name: String,
    /// How it is written.
    pub format: Format,
    /// What the file says.
    pub text: String,
}

/// All of them, by name.
pub fn documents() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        match Format::named(&path).unwrap_or_else(|| panic!("{name} is of no known kind")) {
            Format::JsonLines => documents.extend(text.lines().enumerate().map(|(number, line)| {
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                let text = record["text"].as_str().unwrap().to_owned();
                Document { name: format!("{name}#{}", number + 1), format: Format::Plain, text }
            })),
            format => documents.push(Document { name, format, text }),
        }
    }
    documents
}
