//! Rules: read from files and checked once.
//!
//! [`mod@file`] is a rule as written, [`Rule`] what becomes of it; nothing further on sees the raw one. [`pattern`] is the
//! language of conditions, [`program`] its compiled form, [`trigger`] what the engine's index finds it by.

mod build;
mod decode;
pub mod evidence;
pub mod file;
#[cfg(feature = "cli")]
pub mod folder;
pub mod forms;
pub mod lexicon;
pub mod load;
pub mod selection;
pub mod template;

use crate::checks::Configured;
use crate::finding::{Applicability, RuleId, Severity};
use crate::formats::Format;
use crate::house_style::HouseStyle;
use crate::language::{Date, Variety};
use crate::pattern::program::{Guard, Program};
use crate::pattern::{regex, trigger, words};
use crate::problem::{Mistake, Problem};
use crate::text::block::Role;
use evidence::Evidence;
use file::{Changes, Delete, Quotation, Subject};
use lexicon::Lexicon;
use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;
use template::Template;

pub use load::{OwnRules, Sources};

/// An example of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Example {
    /// A text with the artifact between square brackets, and the text its first fix must give.
    Bad {
        /// The text, the words of the finding in `[`…`]`.
        bad: Box<str>,
        /// What the first fix makes of it; none where the rule offers no fix.
        good: Option<Box<str>>,
        /// In which circumstances.
        given: Given,
    },
    /// A trap: a text in which the rule must stay silent.
    Clean {
        /// The text.
        text: Box<str>,
        /// In which circumstances.
        given: Given,
    },
}

/// The circumstances of an example.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// Source language.
    pub from: Option<Box<str>>,
    /// Variety of English.
    pub english: Option<Variety>,
    /// How it is written.
    pub markup: Format,
}

/// What sets a rule off.
#[derive(Debug)]
pub enum Matcher {
    /// Patterns of tokens: those of `[match]`, or of all variants in their order.
    Patterns(Vec<Program>),
    /// A table.
    Lexicon(Box<Lexicon>),
    /// Regular expressions.
    Regex(Vec<Expression>),
    /// An algorithm with its options.
    Check(Configured),
}

/// A regular expression with what sets it off.
#[derive(Debug)]
pub struct Expression {
    /// The expression.
    pub regex: regex::LazyRegex,
    /// Keys of the tokens a match can begin with.
    pub triggers: Vec<trigger::Key>,
}

/// Conditions around a match, checked.
#[derive(Debug, Default)]
pub struct When {
    /// Roles the block may have; empty for any.
    pub role: Vec<Role>,
    /// Roles the block may not have.
    pub not_role: Vec<Role>,
    /// Inside or outside quotation marks.
    pub quotation: Option<Quotation>,
    /// Whether the quotation of the mark in the match is free of lost and misplaced marks.
    pub quotation_sound: Option<bool>,
    /// At the start of a sentence, or not.
    pub sentence_start: Option<bool>,
    /// One that ends right before the match makes it a hint where the source language is not known.
    pub hint_before: Vec<Guard>,
    /// Where none matches in the document and the source language is not known, matches are hints.
    pub hint_unless: Vec<Guard>,
    /// One ends right before the match.
    pub before: Vec<Guard>,
    /// None ends right before the match.
    pub not_before: Vec<Guard>,
    /// One begins right after the match.
    pub after: Vec<Guard>,
    /// None begins right after the match.
    pub not_after: Vec<Guard>,
    /// One matches in a block beside this one.
    pub near: Vec<Guard>,
    /// None matches in a block beside this one.
    pub near_lacks: Vec<Guard>,
    /// One matches in the sentence.
    pub sentence_has: Vec<Guard>,
    /// None matches in the sentence.
    pub sentence_lacks: Vec<Guard>,
    /// One matches in the document.
    pub document_has: Vec<Guard>,
    /// None matches in the document.
    pub document_lacks: Vec<Guard>,
    /// None matches in the document before the match.
    pub earlier_lacks: Vec<Guard>,
    /// The rendered words also stand elsewhere in the document.
    pub elsewhere: Option<Template>,
    /// Only in this variety of English.
    pub english: Option<Variety>,
    /// Least number of matches in the document.
    pub at_least: u32,
    /// Greatest number of different matches in the document that are more than hints.
    pub at_most: Option<u32>,
    /// Severity of matches where there are fewer.
    pub fewer: Option<Severity>,
    /// Least number of matches in 1,000 words.
    pub per_thousand: f64,
    /// Only in articles published on this day or later.
    pub published_from: Option<Date>,
}

/// A correction, checked.
#[derive(Debug)]
pub struct FixTemplate {
    /// What the fix does, where the rule says so itself.
    pub title: Option<Template>,
    /// What it does to the text.
    pub action: Action,
    /// The correction keeps the case of what it replaces.
    pub keep_case: bool,
    /// Whether it may be applied without a person.
    pub applicability: Applicability,
}

/// One of several shapes of what a rule is about.
#[derive(Debug)]
pub struct Variant {
    /// Which of the rule's patterns are its own.
    pub parts: Range<usize>,
    /// The source language a match speaks for: a code, or several separated by spaces. None for the rule's own.
    pub language: Option<Template>,
    /// Whether it counts only when the source language is given or inferred.
    pub needs_source: bool,
    /// How much its findings matter; none for what the rule says.
    pub severity: Option<Severity>,
    /// What is said of a finding; none for what the rule says.
    pub message: Option<Template>,
    /// Where it applies, beside the conditions of the rule.
    pub when: When,
    /// Corrections, the best first; empty for those of the rule.
    pub fixes: Vec<FixTemplate>,
}

/// What a correction does to the text.
#[derive(Debug)]
pub enum Action {
    /// Puts a template in place of the match.
    Replace(Template),
    /// Puts templates in place of captures.
    Rewrite(Vec<(Box<str>, Template)>),
    /// Deletes.
    Delete(Delete),
}

/// The file a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOrigin {
    /// Where it is; none of a built-in rule.
    pub path: Option<PathBuf>,
    /// What it says.
    pub toml: Cow<'static, str>,
}

/// A checked rule.
#[derive(Debug)]
pub struct Rule {
    /// Unique name, the file's stem.
    pub name: Box<str>,
    /// Family, the file's folder.
    pub family: Box<str>,
    /// The file.
    pub(crate) origin: RuleOrigin,
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
    pub(crate) examples: Vec<Example>,
    /// What is known of it on text it was not written for; none if the file does not say.
    #[doc(hidden)]
    pub evidence: Option<Evidence>,
    /// Whether it runs unless asked not to.
    pub enabled: bool,
    /// House styles that switch it on.
    pub styles: Vec<HouseStyle>,
    /// Whether it runs only when the source language is given or inferred.
    pub needs_source: bool,
    /// What its fixes change.
    pub(crate) changes: Changes,
    /// What its findings are about.
    pub(crate) about: Subject,
    /// What is said of a finding.
    pub(crate) message: Template,
    /// What sets it off.
    pub(crate) matcher: Matcher,
    /// Where it applies.
    pub(crate) when: When,
    /// Corrections, the best first.
    pub(crate) fixes: Vec<FixTemplate>,
    /// Shapes with corrections and conditions of their own.
    pub(crate) variants: Vec<Variant>,
}

/// All rules of a run, ordered by family, then name; [`RuleId`] is the place in this order.
#[derive(Debug)]
pub struct RuleSet {
    /// The rules.
    pub(crate) rules: Vec<Rule>,
    /// The word lists.
    pub(crate) lists: words::Lists,
}

impl Rule {
    /// The problem that the rule's file has this mistake.
    #[must_use]
    pub(crate) fn problem(&self, mistake: Mistake) -> Problem {
        self.origin.problem(mistake, &self.family, &self.name)
    }

    /// The best applicability a fix of the rule can have; none where it offers no fix.
    #[must_use]
    pub fn best_fix(&self) -> Option<Applicability> {
        let of_rows = match &self.matcher {
            Matcher::Lexicon(lexicon) => {
                lexicon.rows().filter(|r| !r.replacements.is_empty()).map(|r| r.applicability).max()
            }
            Matcher::Check(configured) => Some(configured.check().best_fix()),
            _ => None,
        };
        let fixes = self.fixes.iter().chain(self.variants.iter().flat_map(|variant| &variant.fixes));
        fixes.map(|f| f.applicability).chain(of_rows).max()
    }

    /// The variant to which pattern `part` belongs.
    #[must_use]
    pub(crate) fn variant(&self, part: u32) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.parts.contains(&(part as usize)))
    }

    /// The corrections of a match of pattern `part`, the best first.
    #[must_use]
    pub(crate) fn fixes_of(&self, part: u32) -> &[FixTemplate] {
        self.variant(part).map(|variant| &*variant.fixes).filter(|fixes| !fixes.is_empty()).unwrap_or(&self.fixes)
    }

    /// What is said of a match of pattern `part`.
    #[must_use]
    pub(crate) fn message_of(&self, part: u32) -> &Template {
        self.variant(part).and_then(|variant| variant.message.as_ref()).unwrap_or(&self.message)
    }

    /// How much a match of pattern `part` matters.
    #[must_use]
    pub(crate) fn severity_of(&self, part: u32) -> Severity {
        self.variant(part).and_then(|variant| variant.severity).unwrap_or(self.severity)
    }

    /// Whether a match of pattern `part` counts only when the source language is given or inferred.
    #[must_use]
    pub(crate) fn asks_for_source(&self, part: u32) -> bool {
        self.needs_source || self.variant(part).is_some_and(|variant| variant.needs_source)
    }
}

impl RuleOrigin {
    fn problem(&self, mistake: Mistake, family: &str, name: &str) -> Problem {
        let path = self.path.clone().unwrap_or_else(|| format!("rules/{family}/{name}.toml").into());
        mistake.in_toml(&path, &*self.toml)
    }
}

impl RuleSet {
    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there is no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules, by family, then name.
    pub fn iter(&self) -> std::slice::Iter<'_, Rule> {
        self.rules.iter()
    }

    /// The rule with this id.
    #[must_use]
    pub fn get(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }

    /// The rule of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<RuleId> {
        self.rules.iter().position(|r| &*r.name == name).map(|i| RuleId(i as u16))
    }
}

impl<'a> IntoIterator for &'a RuleSet {
    type Item = &'a Rule;
    type IntoIter = std::slice::Iter<'a, Rule>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;
