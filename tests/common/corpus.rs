//! The articles of `tests/corpus` and what the tool finds in them.

#![allow(clippy::unwrap_used, dead_code)] // a test fails by panicking; not every test uses everything

use copydesk::{Applicability, Finding, Linter, Options};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An article as a machine left it, with its twin.
#[derive(Debug)]
pub struct Article {
    /// Where it stands.
    pub path: PathBuf,
    /// The language it is as if translated from.
    pub language: String,
    /// Its text.
    pub text: String,
    /// The same article as a copy editor would have it.
    pub twin: String,
}

/// All of them, by name.
pub fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut articles: Vec<Article> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".clean.txt"))
        .map(|twin| {
            let name = twin.file_name().unwrap().to_string_lossy().replace(".clean.txt", "");
            let path = folder.join(format!("{name}.txt"));
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let language = name.split('-').next().unwrap().to_owned();
            Article { path, language, text, twin: fs::read_to_string(twin).unwrap() }
        })
        .collect();
    articles.sort_by(|a, b| a.path.cmp(&b.path));
    articles
}

/// What is found in `text`, with everything inferred.
pub fn check(linter: &Linter, text: &str) -> Vec<Finding> {
    linter.check(&copydesk::Article::new(text)).findings
}

/// What the safe fixes make of `text`.
pub fn fixed(linter: &Linter, text: &str) -> String {
    let article = copydesk::Article::new(text);
    let fixed = linter.fix(article, Applicability::Safe);
    assert!(fixed.unsettled.is_empty(), "{:?}", fixed.unsettled);
    fixed.article.text.into_owned()
}

/// A linter with all rules as they are by default.
pub fn linter(rules: &Arc<copydesk::RuleSet>) -> Linter {
    Linter::new(Arc::clone(rules), Options::default()).unwrap_or_else(|e| panic!("{e}"))
}
