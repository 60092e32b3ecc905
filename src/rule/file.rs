//! A rule file as it is written. [`super::Rule`] is what becomes of it once it has been checked.

use crate::finding::{Applicability, Severity};
use crate::formats::Format;
use crate::house_style::HouseStyle;
use crate::language::Variety;
use crate::text::block::Role;
#[cfg(feature = "cli")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One file of the rules folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    /// What is wrong, in one line without a full stop.
    pub summary: String,
    /// The version that brought the rule.
    pub since: String,
    /// How much its findings matter.
    pub severity: Severity,
    /// MQM-Core error type.
    pub category: String,
    /// Source languages that leave the artifact; empty for any.
    #[serde(default)]
    pub from: Vec<String>,
    /// Whether it runs unless asked for.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// House styles that switch it on where it does not run by default.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<HouseStyle>,
    /// What its fixes change: fixes of words are never safe inside a quotation.
    #[serde(default)]
    pub changes: Changes,
    /// What its findings are about, which decides whether they are reported in the title and the description of a page.
    #[serde(default)]
    pub about: Subject,
    /// What is said of a finding; `{match}`, `{fix}` and captures stand for words of the article.
    pub message: String,
    /// Why it is wrong, in Markdown.
    pub why: String,
    /// Word lists of this rule, used as `@name` in its patterns.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    /// Patterns of this rule, used as `&name` in others.
    #[serde(default)]
    pub patterns: BTreeMap<String, String>,
    /// What sets it off.
    #[serde(rename = "match", default)]
    pub matcher: MatchSpec,
    /// Patterns with corrections and conditions of their own, in place of `[match]`.
    #[serde(default)]
    pub variant: Vec<VariantSpec>,
    /// Where it applies.
    #[serde(default)]
    pub when: WhenSpec,
    /// Corrections, the best first.
    #[serde(default)]
    pub fix: Vec<FixSpec>,
    /// Examples.
    #[serde(default)]
    pub example: Vec<ExampleSpec>,
    /// What was measured on text that the rule was not written for.
    #[serde(default)]
    pub measured: Option<Measured>,
    /// Nobody has seen it find anything in text that it was not written for. It stands in place of `[measured]`, and such
    /// a rule is at most a warning.
    #[serde(default)]
    pub unseen: bool,
    /// An `unseen` rule may be an error all the same, for its form cannot be anything but an artifact.
    #[serde(default)]
    pub unmistakable: bool,
}

/// How often a rule finds something in text that it was not written for, and how many of its findings were read and right.
/// Findings below the severity of the rule are not counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measured {
    /// The version that was measured.
    pub version: String,
    /// Findings per 1,000 words of news written in English, without slips that its writers really made.
    pub clean: f64,
    /// Findings per 1,000 words of news translated by people.
    pub reference: f64,
    /// Findings per 1,000 words of news translated by machines.
    pub translation: f64,
    /// How many of its findings were read; at least one.
    pub read: u32,
    /// How many of those were right.
    pub right: u32,
    /// Where they stood, as `annotated cases, machine translation`.
    pub on: String,
}

const fn yes() -> bool {
    true
}

/// What the fixes of a rule change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Changes {
    /// Words: inside a quotation such a fix is unsafe, for these are somebody's words.
    #[default]
    Words,
    /// Punctuation and quotation marks.
    Marks,
    /// White space.
    Spacing,
    /// Capitals and small letters.
    Casing,
    /// Names and titles of persons and places, from tables.
    Names,
    /// Whole paragraphs that are no part of the article.
    Residue,
}

/// What the findings of a rule are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// Words and marks, wherever they stand: reported in the title and the description of a page as well.
    #[default]
    Text,
    /// What stands twice. The title and the description of a page may repeat the article: nothing is reported in them.
    Duplicates,
    /// What belongs to the page and not to the article, as buttons and the name of the site. The title and the
    /// description belong to the page: nothing is reported in them.
    Page,
}

/// What sets a rule off: exactly one of its kinds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MatchSpec {
    /// Patterns: words, classes of tokens, names, lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<String>,
    /// A table beside the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lexicon: Option<LexiconSpec>,
    /// Regular expressions, for what is finer than a token.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regex: Vec<String>,
    /// An algorithm of the crate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// Options of the algorithm.
    #[serde(default, skip_serializing_if = "toml::Table::is_empty")]
    #[cfg_attr(feature = "cli", schemars(with = "BTreeMap<String, serde_json::Value>"))]
    pub options: toml::Table,
}

/// One of several shapes of what a rule is about: patterns, and what is different about them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct VariantSpec {
    /// Patterns: words, classes of tokens, names, lists.
    pub tokens: Vec<String>,
    /// The source language that a match speaks for, in place of the rule's `from`: a template that gives a code, or
    /// several separated by spaces.
    pub language: Option<String>,
    /// How much its findings matter, if not as much as the rule says.
    pub severity: Option<Severity>,
    /// What is said of a finding, in place of the rule's message.
    pub message: Option<String>,
    /// Conditions that must hold beside those of the rule. What counts matches in the document belongs to the rule.
    pub when: WhenSpec,
    /// Corrections, the best first, in place of the rule's.
    pub fix: Vec<FixSpec>,
}

/// A file of `patterns/`: a pattern that others use by its name, which is the file's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PatternFile {
    /// What it stands for, in one line without a full stop.
    pub summary: String,
    /// The pattern.
    pub pattern: String,
}

/// How a table is looked up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LexiconSpec {
    /// Which case the article's words must have.
    #[serde(default)]
    pub case: LexiconCase,
    /// Whether the parts of hyphenated words are looked up too.
    #[serde(default)]
    pub parts: bool,
    /// Applicability of rows that do not say.
    #[serde(default = "unsafe_fix")]
    pub applicability: Applicability,
}

const fn unsafe_fix() -> Applicability {
    Applicability::Unsafe
}

/// Which case the words of a table entry must have in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LexiconCase {
    /// The case of the table, or all capitals if it has more than three letters.
    #[default]
    Exact,
    /// Any case; the correction takes it over.
    Any,
    /// Small letters only.
    Lower,
}

/// Conditions around a match. All of those given must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct WhenSpec {
    /// The block has one of these roles.
    pub role: Vec<Role>,
    /// The block has none of these roles.
    pub not_role: Vec<Role>,
    /// Inside or outside quotation marks.
    pub quotation: Option<Quotation>,
    /// Whether the quotation that a mark of the match opens or closes, and those beside it, are free of lost and
    /// misplaced marks.
    pub quotation_sound: Option<bool>,
    /// At the start of a sentence, or not.
    pub sentence_start: Option<bool>,
    /// One of these patterns ends right before the match.
    pub before: Vec<String>,
    /// None of these patterns ends right before the match.
    pub not_before: Vec<String>,
    /// One of these patterns begins right after the match.
    pub after: Vec<String>,
    /// None of these patterns begins right after the match.
    pub not_after: Vec<String>,
    /// One of these patterns matches somewhere in the paragraph before or in the one after.
    pub near: Vec<String>,
    /// None of these patterns matches anywhere in the paragraph before or in the one after.
    pub near_lacks: Vec<String>,
    /// One of these patterns matches somewhere in the sentence.
    pub sentence_has: Vec<String>,
    /// None of these patterns matches anywhere in the sentence.
    pub sentence_lacks: Vec<String>,
    /// One of these patterns matches somewhere in the document.
    pub document_has: Vec<String>,
    /// None of these patterns matches anywhere in the document.
    pub document_lacks: Vec<String>,
    /// None of these patterns matches in the document before the match.
    pub earlier_lacks: Vec<String>,
    /// These words (a template) also stand elsewhere in the document, in just this case.
    pub elsewhere: Option<String>,
    /// Only when the source language is given or inferred and is one of `from`.
    pub source: Option<Need>,
    /// Where the source language would have to be known and is not, a match right after one of these patterns is a hint
    /// with unsafe fixes.
    pub hint_before: Vec<String>,
    /// Where none of these patterns matches in the document and the source language is not known, a match is a hint with
    /// unsafe fixes.
    pub hint_unless: Vec<String>,
    /// Only in texts written in this variety of English, given or inferred.
    pub english: Option<Variety>,
    /// At least so many matches in the document.
    pub at_least: Option<u32>,
    /// At most so many different matches in the document, counted before all other conditions: where there are more, its
    /// subject brings them along, and they are hints with unsafe fixes.
    pub at_most: Option<u32>,
    /// Severity of matches in a document with fewer than `at-least` or `per-thousand`; without it these are not reported.
    pub fewer: Option<Severity>,
    /// At least so many matches in 1,000 words of the document.
    pub per_thousand: Option<f64>,
    /// Only in articles published on this day (`YYYY-MM-DD`) or later; an article without a date counts as later.
    pub published_from: Option<String>,
}

/// A condition that must be known to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// It must be known.
    Required,
}

/// Where a match stands as to quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Quotation {
    /// Between quotation marks.
    Inside,
    /// Not between quotation marks.
    Outside,
}

/// One correction.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FixSpec {
    /// What the fix does; made from the correction where not given.
    pub title: Option<String>,
    /// A template put in place of the whole match.
    pub replace: Option<String>,
    /// Templates put in place of captures; the rest of the match stays. An empty one deletes the capture.
    pub rewrite: BTreeMap<String, String>,
    /// What is deleted.
    pub delete: Option<Delete>,
    /// The correction keeps the case of what it replaces.
    pub keep_case: Option<bool>,
    /// Whether it may be applied without a person.
    pub applicability: Option<Applicability>,
}

/// What a fix deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Delete {
    /// The words of the match and the space before them.
    Match,
    /// The whole paragraph and the blank line before it.
    Paragraph,
    /// The white space before the match, within its line.
    SpaceBefore,
    /// The white space after the match, within its line.
    SpaceAfter,
    /// The end of the paragraph before the match: one space takes its place.
    Break,
}

/// One example: `bad` with `good`, or `clean`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ExampleSpec {
    /// A text with the artifact between square brackets.
    pub bad: Option<String>,
    /// What the first fix makes of it.
    pub good: Option<String>,
    /// A text in which the rule must stay silent.
    pub clean: Option<String>,
    /// The source language of the example, if the rule needs one.
    pub from: Option<String>,
    /// The variety of English of the example, if the rule needs one.
    pub english: Option<Variety>,
    /// How the example is written, if not as plain text.
    pub markup: Format,
}

/// The JSON schema of a rule file.
#[cfg(feature = "cli")]
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(RuleFile).to_value()
}

/// The JSON schema of a file of `patterns/`.
#[cfg(feature = "cli")]
#[must_use]
pub fn pattern_schema() -> serde_json::Value {
    schemars::schema_for!(PatternFile).to_value()
}
