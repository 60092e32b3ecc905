//! Additions to copydesk.toml that leave its comments and layout as they are.

use super::client::Client;
use super::edits;
use crate::finding::Edit;
use crate::span::{LineIndex, Span};
use serde_json::Value;
use std::path::{Path, PathBuf};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value as TomlValue, value};

/// Where the configuration of a document is written, or would be.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The file.
    pub path: PathBuf,
    /// Its name for the client.
    pub uri: String,
    /// The version, if the client holds it open.
    pub version: Option<i32>,
    /// Its text; none if there is no such file yet.
    pub text: Option<String>,
}

/// Something to be added.
#[derive(Debug, Clone, Copy)]
pub enum Addition<'a> {
    /// A rule that is not to run.
    Ignored(&'a str),
    /// Words that are right as they stand.
    Name(&'a str),
    /// Words of a rule that are left out.
    Suppression {
        /// The rule.
        rule: &'a str,
        /// The words.
        words: &'a str,
        /// Only in this file.
        file: Option<&'a Path>,
    },
}

impl Setup {
    /// The workspace edit that makes the addition; none where the file cannot be read as TOML, or has the addition.
    #[must_use]
    pub fn with(&self, client: &Client, addition: &Addition<'_>) -> Option<Value> {
        let old = self.text.as_deref().unwrap_or_default();
        let new = self.added(old, addition)?;
        let edit = difference(old, &new)?;
        let edits = edits::text_edits(old, &LineIndex::new(old), client.encoding, &[edit]);
        Some(edits::of_file(client, &self.uri, self.version, &edits, self.text.is_none()))
    }

    fn added(&self, text: &str, addition: &Addition<'_>) -> Option<String> {
        let mut document: DocumentMut = text.parse().ok()?;
        let mut table: &mut dyn toml_edit::TableLike = document.as_table_mut();
        if self.path.file_name().is_some_and(|name| name == "pyproject.toml") {
            for key in ["tool", "copydesk"] {
                table = table.get_mut(key)?.as_table_like_mut()?;
            }
        }
        match addition {
            Addition::Ignored(rule) => push(table, "ignore", rule)?,
            Addition::Name(name) => {
                let names = table.entry("names").or_insert_with(|| Item::Table(Table::new()));
                push(names.as_table_like_mut()?, "right", name)?;
            }
            Addition::Suppression { rule, words, file } => {
                let mut entry = Table::new();
                entry.insert("rule", value(*rule));
                entry.insert("words", value(words.split_whitespace().collect::<Vec<_>>().join(" ")));
                if let Some(file) = file {
                    let folder = self.path.parent().unwrap_or(Path::new(""));
                    let file = file.strip_prefix(folder).unwrap_or(file);
                    let glob = globset::escape(&file.display().to_string().replace(std::path::MAIN_SEPARATOR, "/"));
                    entry.insert("files", value(Array::from_iter([glob])));
                }
                let list = table.entry("suppressions").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
                match list {
                    Item::ArrayOfTables(list) => list.push(entry),
                    _ => list.as_array_mut()?.push(entry.into_inline_table()),
                }
            }
        }
        let new = document.to_string();
        Some(if text.contains("\r\n") { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new })
    }
}

/// Puts `word` at the end of the list `key`, written as its other entries are.
fn push(table: &mut dyn toml_edit::TableLike, key: &str, word: &str) -> Option<()> {
    let list = table.entry(key).or_insert_with(|| value(Array::new())).as_array_mut()?;
    if list.iter().any(|v| v.as_str() == Some(word)) {
        return None;
    }
    let mut new = TomlValue::from(word);
    let several = list.len() > 1 || list.trailing().as_str().is_some_and(|t| t.contains('\n'));
    let layout = list.iter().last().map(|last| last.decor().clone());
    match layout {
        Some(decor) if several => {
            // White space only: a comment belongs to the entry it stands beside.
            let prefix = decor.prefix().and_then(|p| p.as_str()).unwrap_or_default();
            let indent = if prefix.contains('#') { &prefix[prefix.rfind('\n').unwrap_or(0)..] } else { prefix };
            *new.decor_mut() = toml_edit::Decor::new(indent.to_owned(), "");
            list.push_formatted(new);
        }
        _ => list.push(new),
    }
    Some(())
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

    fn setup(name: &str, text: &str) -> Setup {
        let path = Path::new("/desk").join(name);
        Setup { uri: crate::lsp::uri::file(&path), path, version: None, text: Some(text.to_owned()) }
    }

    fn added(name: &str, text: &str, addition: Addition<'_>) -> String {
        let new = setup(name, text).added(text, &addition).unwrap();
        let edit = difference(text, &new).unwrap();
        assert_eq!(crate::fix::apply(text, &[edit]), new);
        crate::config::Config::parse(&Path::new("/desk").join(name), &new).unwrap();
        new
    }

    #[test]
    fn comments_and_layout_stay() {
        let text = "# ours\nfrom = \"fr\" # always\n\n[severity] # as agreed\ncalques = \"info\"\n\n# the end\n";
        assert_eq!(
            added("copydesk.toml", text, Addition::Ignored("names")),
            "# ours\nfrom = \"fr\" # always\nignore = [\"names\"]\n\n[severity] # as agreed\ncalques = \"info\"\n\n# the end\n"
        );
        let with_name = added("copydesk.toml", text, Addition::Name("Kiev Dynamo"));
        assert_eq!(with_name, text.replace("\n# the end", "\n[names]\nright = [\"Kiev Dynamo\"]\n\n# the end"));
        let path = Path::new("/desk/a [1]/b.txt");
        let entry = Addition::Suppression { rule: "names", words: "MM.\n  Xi", file: Some(path) };
        assert!(
            added("copydesk.toml", text, entry)
                .contains("[[suppressions]]\nrule = \"names\"\nwords = \"MM. Xi\"\nfiles = [\"a [[]1[]]/b.txt\"]\n")
        );
    }

    #[test]
    fn lists_keep_their_form() {
        let list = "ignore = [\n    \"calques\", # not here\n    \"casing\",\n]\n";
        assert_eq!(
            added("copydesk.toml", list, Addition::Ignored("names")),
            "ignore = [\n    \"calques\", # not here\n    \"casing\",\n    \"names\",\n]\n"
        );
        assert_eq!(
            added("copydesk.toml", "ignore = [\"casing\"]\r\nfrom = \"fr\"\r\n", Addition::Ignored("names")),
            "ignore = [\"casing\", \"names\"]\r\nfrom = \"fr\"\r\n"
        );
        assert_eq!(
            added("pyproject.toml", "[tool.copydesk]\nfrom = \"fr\"\n", Addition::Ignored("names")),
            "[tool.copydesk]\nfrom = \"fr\"\nignore = [\"names\"]\n"
        );
    }

    #[test]
    fn what_is_there_or_cannot_be_read_is_left() {
        let nothing = |text: &str| setup("copydesk.toml", text).with(&Client::default(), &Addition::Ignored("names"));
        assert_eq!(nothing("ignore = [\"names\"]"), None);
        assert_eq!(nothing("ignore = [\"names"), None);
        assert_eq!(nothing("ignore = \"names\""), None);
    }
}
