//! The configuration as it is written.

use crate::finding::Severity;
use crate::formats::jsonl::Fields;
use crate::house_style::HouseStyle;
use crate::language::{Choice, Variety};
use crate::rule::selection::Selection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The configuration of copydesk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ConfigFile {
    /// The language the articles were translated from: a code such as `fr`, or `auto` to infer it.
    pub from: Option<String>,
    /// The variety of English of the articles.
    pub english: Option<English>,
    /// The house style the articles follow.
    pub style: Option<HouseStyle>,
    /// The least severity that makes the exit status 1.
    pub fail_on: Option<FailOn>,
    /// Files and folders that are never checked, as globs relative to this file.
    pub exclude: Vec<String>,
    /// Folders with rules of one's own, relative to this file.
    pub rules: Vec<String>,
    /// Run only these rules or families; `all` for every rule.
    pub select: Vec<String>,
    /// Run these rules or families too.
    pub extend_select: Vec<String>,
    /// Do not run these rules or families.
    pub ignore: Vec<String>,
    /// Rules or families whose fixes `--fix` may apply here.
    pub extend_safe_fixes: Vec<String>,
    /// Rules or families whose fixes `--fix` must not apply here.
    pub extend_unsafe_fixes: Vec<String>,
    /// Severities by rule, by family or for `all`.
    pub severity: BTreeMap<String, Severity>,
    /// The desk's own names, terms and spellings.
    pub names: Names,
    /// Findings that are left out, by rule and words; for plain text, which has no comments.
    pub suppressions: Vec<SuppressionSpec>,
    /// Options of rules, by rule: `at-least` and `per-thousand` (how often a rule must match in an article to be told
    /// of), and for checks those that `copydesk rules NAME` lists.
    #[schemars(with = "BTreeMap<String, BTreeMap<String, serde_json::Value>>")]
    pub options: BTreeMap<String, toml::Table>,
    /// What the keys of records are called.
    pub fields: Fields,
    /// Settings for some files; of several that match, the last one counts.
    pub overrides: Vec<OverrideSpec>,
}

/// Settings for some files.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct OverrideSpec {
    /// The files, as globs relative to this file.
    pub files: Vec<String>,
    /// The language they were translated from: a code such as `fr`, or `auto` to infer it.
    pub from: Option<String>,
    /// Their variety of English.
    pub english: Option<English>,
    /// Run only these rules or families; `all` for every rule.
    pub select: Vec<String>,
    /// Run these rules or families too.
    pub extend_select: Vec<String>,
    /// Do not run these rules or families.
    pub ignore: Vec<String>,
    /// Severities by rule, by family or for `all`.
    pub severity: BTreeMap<String, Severity>,
}

/// Findings that are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SuppressionSpec {
    /// The rule, its family, or `all`.
    pub rule: String,
    /// The words of the finding, as the article has them.
    pub words: String,
    /// The files it is about, as globs relative to this file; all, if there is none.
    #[serde(default)]
    pub files: Vec<String>,
    /// Why, for people.
    pub reason: Option<String>,
}

/// The desk's own names, terms and spellings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Names {
    /// Words that are right as they stand, in this case: nothing is told of them.
    pub right: Vec<String>,
    /// Words that are wrong, in this case, and what the desk writes in their place.
    pub wrong: BTreeMap<String, String>,
}

/// The variety of English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum English {
    /// Inferred from the spelling, where enough words agree
    Auto,
    /// American
    Us,
    /// British
    Uk,
}

impl English {
    /// The variety, or that it is to be inferred.
    #[must_use]
    pub fn choice(self) -> Choice<Variety> {
        self.variety().map_or(Choice::Infer, Choice::Given)
    }

    /// The variety, if it is not to be inferred.
    #[must_use]
    pub fn variety(self) -> Option<Variety> {
        match self {
            Self::Auto => None,
            Self::Us => Some(Variety::Us),
            Self::Uk => Some(Variety::Uk),
        }
    }
}

/// What makes the exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Any finding
    Info,
    /// Nothing
    Never,
}

impl FailOn {
    /// The least severity that counts; none if none does.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

impl ConfigFile {
    /// Which rules run, and how.
    #[must_use]
    pub fn chosen(&self) -> Selection {
        Selection {
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
            extend_safe_fixes: self.extend_safe_fixes.clone(),
            extend_unsafe_fixes: self.extend_unsafe_fixes.clone(),
            severity: self.severity.clone(),
        }
    }
}

impl OverrideSpec {
    /// Which rules run, and how.
    #[must_use]
    pub fn chosen(&self) -> Selection {
        Selection {
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
            severity: self.severity.clone(),
            ..Selection::default()
        }
    }
}

/// `pyproject.toml`, of which one table is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Pyproject {
    pub tool: Tool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tool {
    pub copydesk: ConfigFile,
}
