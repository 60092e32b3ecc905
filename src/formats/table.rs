//! The formats copydesk reads: one row each, with everything that depends on the format and on nothing else.
//!
//! A new format is a file beside this one and a row here.

use super::extract::Loaded;
use super::markup::Markup;
use super::{html, markdown, subtitles};
use crate::article::Article;
#[cfg(feature = "cli")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::Path;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// Plain text: the bytes of the file are the text.
    #[default]
    Plain,
    /// `CommonMark`.
    Markdown,
    /// A web page or a part of one.
    Html,
    /// One record a line.
    #[serde(skip)]
    JsonLines,
    /// One record, or a list of them.
    #[serde(skip)]
    Json,
    /// Subtitles, in `SubRip` or `WebVTT`.
    Subtitles,
}

/// What is to be known of a format.
#[derive(Debug)]
pub struct FormatRow {
    /// The format.
    pub format: Format,
    /// Its name for people.
    pub name: &'static str,
    /// The word it is asked for with.
    pub word: &'static str,
    /// The endings of its files, in small letters.
    pub endings: &'static [&'static str],
    /// What editors call it (`languageId` of the Language Server Protocol).
    pub editor_ids: &'static [&'static str],
    /// Whether files of it are taken from folders, or only where they are named.
    pub walked: bool,
    /// What a file of it holds.
    pub holds: Holds,
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// One article, whose text is the file.
    Text,
    /// One article, written with markup.
    Markup(&'static dyn Markup),
    /// Records, of one article each.
    Records(Records),
}

/// How a file holds records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Records {
    /// One a line.
    Lines,
    /// One, or a list of them.
    List,
}

/// All formats.
pub static FORMATS: [FormatRow; 6] = [
    FormatRow {
        format: Format::Plain,
        name: "plain text",
        word: "plain",
        endings: &["text", "txt"],
        editor_ids: &["plaintext"],
        walked: true,
        holds: Holds::Text,
    },
    FormatRow {
        format: Format::Markdown,
        name: "Markdown",
        word: "markdown",
        endings: &["markdown", "md", "mdown"],
        editor_ids: &["markdown", "gfm"],
        walked: true,
        holds: Holds::Markup(&markdown::Markdown),
    },
    FormatRow {
        format: Format::Html,
        name: "HTML",
        word: "html",
        endings: &["htm", "html", "xhtml"],
        editor_ids: &["html", "mhtml", "xhtml"],
        walked: true,
        holds: Holds::Markup(&html::Html),
    },
    FormatRow {
        format: Format::JsonLines,
        name: "JSON Lines",
        word: "jsonl",
        endings: &["jsonl", "ndjson"],
        editor_ids: &["jsonl"],
        walked: true,
        holds: Holds::Records(Records::Lines),
    },
    // Most JSON files of a folder hold something else than articles.
    FormatRow {
        format: Format::Json,
        name: "JSON",
        word: "json",
        endings: &["json"],
        editor_ids: &["json"],
        walked: false,
        holds: Holds::Records(Records::List),
    },
    FormatRow {
        format: Format::Subtitles,
        name: "subtitles",
        word: "subtitles",
        endings: &["srt", "vtt"],
        editor_ids: &["subtitles", "srt", "subrip", "vtt", "webvtt"],
        walked: true,
        holds: Holds::Markup(&subtitles::Subtitles),
    },
];

impl Format {
    /// What the ending of a file's name says, in any case; none if it says nothing.
    #[must_use]
    pub fn named(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        let has = |row: &&FormatRow| row.endings.iter().any(|e| e.eq_ignore_ascii_case(ending));
        FORMATS.iter().find(has).map(|row| row.format)
    }

    /// What the ending of a file's name says; plain text if it has none. None if it says that the file is something else
    /// than an article.
    #[must_use]
    pub fn of_article(path: &Path) -> Option<Self> {
        if path.extension().is_none() { Some(Self::Plain) } else { Self::named(path) }
    }

    /// What the ending of a file's name says; plain text if it says nothing.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        Self::named(path).unwrap_or_default()
    }

    /// What editors call `id`; none if they mean something else by it.
    #[must_use]
    pub fn of_editor(id: &str) -> Option<Self> {
        FORMATS.iter().find(|row| row.editor_ids.contains(&id)).map(|row| row.format)
    }

    /// What is to be known of it.
    ///
    /// # Panics
    /// Never: each format has a row, which a test proves.
    #[must_use]
    pub fn row(self) -> &'static FormatRow {
        &FORMATS[self as usize]
    }

    /// How its files hold records; none if a file is one article.
    #[must_use]
    pub fn records(self) -> Option<Records> {
        match self.row().holds {
            Holds::Records(records) => Some(records),
            Holds::Text | Holds::Markup(_) => None,
        }
    }

    /// Its markup, if it has any.
    #[must_use]
    pub fn markup(self) -> Option<&'static dyn Markup> {
        match self.row().holds {
            Holds::Markup(markup) => Some(markup),
            Holds::Text | Holds::Records(_) => None,
        }
    }

    /// Reads the text out of `file`; none if its bytes are its text.
    #[must_use]
    pub fn read(self, file: &str) -> Option<Loaded<'static>> {
        self.markup().map(|markup| markup.read(file))
    }

    /// Reads the article out of `file`, whose text is that of the file. What is known of the file already goes before
    /// what the file says of itself. None if the bytes of the file are its text.
    #[must_use]
    pub fn load(self, file: &Article<'_>) -> Option<Loaded<'static>> {
        let mut loaded = self.read(&file.text)?;
        let article = &mut loaded.article;
        article.english = file.english.or(article.english);
        article.published = file.published.or(article.published);
        let source = &file.source;
        article.source.language = source.language.clone().or(article.source.language.take());
        article.source.text = source.text.as_ref().map(|text| Cow::Owned(text.to_string()));
        Some(loaded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn each_format_has_its_row() {
        let (mut endings, mut ids, mut words) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (number, row) in FORMATS.iter().enumerate() {
            assert_eq!(row.format as usize, number, "{}", row.name);
            assert!(row.endings.iter().all(|e| endings.insert(*e) && *e == e.to_ascii_lowercase()), "{}", row.name);
            assert!(row.editor_ids.iter().all(|id| ids.insert(*id)), "{}", row.name);
            assert!(words.insert(row.word), "{}", row.name);
            assert_eq!(row.format.row().name, row.name);
        }
    }

    #[test]
    fn names_of_files_and_of_editors_say_the_format() {
        let of = |name: &str| Format::of(Path::new(name));
        assert_eq!(
            (of("a.MD"), of("b.htm"), of("c"), of("d.rs")),
            (Format::Markdown, Format::Html, Format::Plain, Format::Plain)
        );
        assert_eq!((of("e.ndjson").records(), of("f.JSON").records()), (Some(Records::Lines), Some(Records::List)));
        let article = |name: &str| Format::of_article(Path::new(name));
        assert_eq!(
            (article("a.md"), article("c"), article("d.rs")),
            (Some(Format::Markdown), Some(Format::Plain), None)
        );
        assert_eq!((Format::named(Path::new("d.rs")), Format::of_editor("rust")), (None, None));
        assert_eq!(
            (Format::of_editor("gfm"), Format::of_editor("plaintext")),
            (Some(Format::Markdown), Some(Format::Plain))
        );
    }

    /// What other files say of formats, too; `COPYDESK_UPDATE=1` writes it anew.
    #[test]
    fn the_hooks_and_the_extension_know_every_format() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let walked: BTreeSet<&str> =
            FORMATS.iter().filter(|row| row.walked).flat_map(|row| row.endings).copied().collect();
        let endings = walked.into_iter().collect::<Vec<_>>().join("|");
        let hooks = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).unwrap();
        let update = std::env::var_os("COPYDESK_UPDATE").is_some();
        let line = format!("  files: \\.({endings})$");
        let written: Vec<String> =
            hooks.lines().map(|old| if old.starts_with("  files:") { line.clone() } else { old.to_owned() }).collect();
        let written = written.join("\n") + "\n";
        if update {
            fs::write(root.join(".pre-commit-hooks.yaml"), &written).unwrap();
        }
        assert!(update || written == hooks, ".pre-commit-hooks.yaml lacks a format: run with COPYDESK_UPDATE=1");

        let extension = fs::read_to_string(root.join("editors/vscode/package.json")).unwrap();
        let extension: serde_json::Value = serde_json::from_str(&extension).unwrap();
        let events: BTreeSet<&str> =
            extension["activationEvents"].as_array().unwrap().iter().filter_map(|e| e.as_str()).collect();
        // An editor has files of one article open, and its first name is the one that VS Code uses.
        for row in FORMATS.iter().filter(|row| row.walked && row.format.records().is_none()) {
            let event = format!("onLanguage:{}", row.editor_ids[0]);
            assert!(events.contains(&*event), "editors/vscode/package.json lacks `{event}`");
        }
    }
}
