//! What a rule says of a place: the finding, its severity and category, and the fixes that correct it.

use crate::span::Span;
#[cfg(feature = "cli")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which rule of the rule set found something: its place in the rule set's order (by family, then name).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// How much a finding matters, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A hint or a matter of style; never makes a run fail unless asked to.
    Info,
    /// Foreign sound or a probable slip: an editor would change it.
    Warning,
    /// The reader stops, or a fact or name is wrong: not to be published.
    Error,
}

impl Severity {
    /// All severities, the gravest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// The word used in rule files, options and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether a fix may be applied without a person, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// Shown, never applied.
    DisplayOnly,
    /// Applied only with `--unsafe-fixes`: a person should look.
    Unsafe,
    /// Applied by `--fix`: it cannot change what the article says and is right practically always.
    Safe,
}

impl Applicability {
    /// The word used in rule files and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DisplayOnly => "display-only",
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// One replacement. An empty replacement deletes, an empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced, in bytes of the document's text.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: Box<str>,
}

impl Edit {
    /// An edit that puts `replacement` in place of `span`.
    pub fn new(span: Span, replacement: impl Into<Box<str>>) -> Self {
        Self { span, replacement: replacement.into() }
    }
}

/// One or more edits that, applied together, mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What the fix does, as an imperative sentence without a full stop.
    pub title: Box<str>,
    /// The edits, sorted by place and disjoint.
    pub edits: Vec<Edit>,
    /// Whether it may be applied without a person.
    pub applicability: Applicability,
}

/// Another place that explains a finding, such as the headline a line repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Related {
    /// The place, in bytes of the document's text.
    pub span: Span,
    /// What is to be seen there.
    pub message: Box<str>,
}

/// One artifact at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// The words concerned, in bytes of the document's text.
    pub span: Span,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one line; words of the article and of corrections stand between backquotes.
    pub message: Box<str>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Corrections, the best first.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// The first fix that may be applied at `threshold` or above.
    #[must_use]
    pub fn fix(&self, threshold: Applicability) -> Option<&Fix> {
        self.fixes.first().filter(|f| f.applicability >= threshold)
    }
}
