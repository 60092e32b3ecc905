//! Rules: read from files, checked once, then only asked.

use crate::finding::{RuleId, Severity};
use std::fmt;
use std::path::PathBuf;

/// An example of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Example {
    /// A text with the artifact between square brackets, and the text its first fix must give.
    Bad {
        /// The text, the words of the finding in `[`…`]`.
        bad: Box<str>,
        /// What the first fix makes of it; none where the rule offers no fix.
        good: Option<Box<str>>,
    },
    /// A trap: a text in which the rule must stay silent.
    Clean(Box<str>),
}

/// A checked rule.
#[derive(Debug)]
pub struct Rule {
    /// Unique name, the file's stem.
    pub name: Box<str>,
    /// Family, the file's folder.
    pub family: Box<str>,
    /// One line: what is wrong.
    pub summary: Box<str>,
    /// Version that brought it.
    pub since: Box<str>,
    /// How much its findings matter.
    pub severity: Severity,
    /// MQM-Core error type, as `accuracy/untranslated`.
    pub category: Box<str>,
    /// Source languages that leave the artifact (`fr`, `de`, …); empty for any.
    pub from: Vec<Box<str>>,
    /// Why it is wrong, in Markdown.
    pub why: Box<str>,
    /// Examples.
    pub examples: Vec<Example>,
    /// Whether it runs unless asked not to.
    pub enabled: bool,
    /// Whether it runs only when the source language is given or inferred.
    pub needs_source: bool,
}

/// All rules of a run, ordered by family, then name; [`RuleId`] is the place in this order.
#[derive(Debug)]
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Rule>,
}

/// What is wrong with a rule file: shown with file, line and caret by its `Display`.
#[derive(Debug)]
pub struct RuleError {
    /// The whole message, several lines.
    pub message: Box<str>,
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RuleError {}

impl RuleSet {
    /// The built-in rules and those of `folders`; a rule of a folder replaces a built-in one of the same name.
    ///
    /// # Errors
    /// When a rule file cannot be read or is not valid; every bad file is named.
    pub fn load(_folders: &[PathBuf]) -> Result<Self, RuleError> {
        Ok(Self { rules: Vec::new() })
    }

    /// The rule with this id.
    #[must_use]
    pub fn get(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }
}
