//! The engine: rules × document → findings.

use crate::finding::Finding;
use crate::rule::RuleSet;

/// What a run wants of the rules.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language translated from, if given (`fr`); otherwise it is inferred.
    pub from: Option<Box<str>>,
    /// For each rule, whether it runs; empty means the rules' own defaults.
    pub selected: Vec<bool>,
}

/// What is known of the article itself, beside its text.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The language translated from, as the record says (`fr`); goes before [`Options::from`].
    pub source_language: Option<Box<str>>,
    /// Date of publication, `YYYY-MM-DD`.
    pub published: Option<Box<str>>,
}

/// The language an article was translated from, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceLanguage {
    /// Its code (`fr`), if known.
    pub language: Option<Box<str>>,
    /// The words it was inferred from; empty where it was given.
    pub evidence: Vec<Box<str>>,
}

/// What a check gives.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// The findings, by place, then by rule.
    pub findings: Vec<Finding>,
    /// Words of the article, as `wc -w` counts them.
    pub words: usize,
    /// The source language.
    pub source: SourceLanguage,
}

/// Checks texts against a set of rules. Cheap to share between threads.
#[derive(Debug)]
pub struct Linter<'r> {
    rules: &'r RuleSet,
    #[expect(dead_code)]
    options: Options,
}

impl<'r> Linter<'r> {
    /// A linter that runs the selected `rules`.
    #[must_use]
    pub fn new(rules: &'r RuleSet, options: Options) -> Self {
        Self { rules, options }
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &'r RuleSet {
        self.rules
    }

    /// Finds every artifact of `text`.
    ///
    /// # Panics
    /// When `text` is longer than 4 GiB; readers refuse such files first.
    #[must_use]
    pub fn check(&self, _text: &str, _about: &About) -> Checked {
        Checked::default()
    }
}
