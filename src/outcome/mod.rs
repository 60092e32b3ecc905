//! The outcome: what has been found in an article as people count it, and in a whole run.

pub mod baseline;
pub mod fingerprint;
pub mod places;
pub mod summary;

use crate::article::Article;
use crate::engine::Checked;
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::formats::Format;
use crate::formats::jsonl::RecordId;
use crate::problem::{Place, Problem};
use crate::rule::RuleSet;
use crate::span::Span;
use places::{Field, FieldPlace, Places};
use std::fmt;

/// Where a record stands.
#[derive(Debug, Clone, Copy)]
pub struct RecordPlace<'a> {
    /// Its line in the file, from 1; of several, the first.
    pub line: u64,
    /// The last of its lines.
    pub last: u64,
    /// Its identifier.
    pub id: Option<&'a RecordId>,
}

/// Where an article comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The file, as the user named it.
    pub path: &'a str,
    /// How its bytes are written; of a record, whose text is decoded, plain text.
    pub format: Format,
    /// Where it stands in a file of records.
    pub record: Option<RecordPlace<'a>>,
}

impl<'a> Origin<'a> {
    /// A file that is one article.
    #[must_use]
    pub fn file(path: &'a str, format: Format) -> Self {
        Self { path, format, record: None }
    }

    /// A record of a file.
    #[must_use]
    pub fn record(path: &'a str, place: RecordPlace<'a>) -> Self {
        Self { path, format: Format::Plain, record: Some(place) }
    }

    /// The same problem of the article that comes from here.
    #[must_use]
    pub fn problem(&self, problem: Problem) -> Problem {
        let line = |record: RecordPlace<'_>| Place::new("", 0..0).from_line(record.line);
        problem.in_file(self.path).at(self.record.map(line))
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.record {
            Some(record) => write!(f, "{}:{}", self.path, record.line),
            None => f.write_str(self.path),
        }
    }
}

/// What has been found in one article.
#[derive(Debug)]
pub struct Report<'a> {
    /// Where the article comes from.
    pub origin: Origin<'a>,
    /// The article as it was checked: its text is that of the file or of the record.
    pub article: &'a Article<'a>,
    /// The rules that findings name.
    pub rules: &'a RuleSet,
    /// The findings.
    pub checked: &'a Checked,
    places: Places<'a>,
    old: Vec<bool>,
}

impl<'a> Report<'a> {
    /// The report of one article.
    #[must_use]
    pub fn new(origin: Origin<'a>, article: &'a Article<'a>, rules: &'a RuleSet, checked: &'a Checked) -> Self {
        let places = Places::new(article, &checked.findings);
        Self { origin, article, rules, checked, places, old: Vec::new() }
    }

    /// The text that was checked.
    #[must_use]
    pub fn text(&self) -> &'a str {
        &self.article.text
    }

    /// Marks findings that a baseline knows, in the order of the findings; empty if there is none.
    pub fn mark_old(&mut self, old: Vec<bool>) {
        self.old = old;
    }

    /// Whether a baseline knows the finding of this number.
    #[must_use]
    pub fn is_old(&self, number: usize) -> bool {
        self.old.get(number).copied().unwrap_or(false)
    }

    /// The findings that no baseline knows.
    pub fn fresh(&self) -> impl Iterator<Item = &'a Finding> {
        self.fresh_with_places().map(|(_, finding)| finding)
    }

    /// The findings that no baseline knows, with their numbers.
    pub fn fresh_with_places(&self) -> impl Iterator<Item = (usize, &'a Finding)> {
        self.checked.findings.iter().enumerate().filter(|(number, _)| !self.is_old(*number))
    }

    /// Where `span`, of a finding or of a related place, stands as people count it.
    #[must_use]
    pub fn place(&self, span: Span) -> FieldPlace {
        self.places.place(span)
    }

    /// The field that holds `span`, and its bytes there.
    #[must_use]
    pub fn relative(&self, span: Span) -> (Field, Span) {
        self.places.relative(span)
    }

    /// What separates a record's headline from its text.
    #[must_use]
    pub fn fence(&self) -> Option<Span> {
        self.places.fence()
    }

    /// Whether each edit of `fix` stays within a field.
    #[must_use]
    pub fn is_whole(&self, fix: &Fix) -> bool {
        fix.edits.iter().all(|e| self.places.is_whole(e.span))
    }

    /// How far `fix` may be applied: one that reaches over two fields of a record is only shown.
    #[must_use]
    pub fn applicability(&self, fix: &Fix) -> Applicability {
        if self.is_whole(fix) { fix.applicability } else { Applicability::DisplayOnly }
    }

    /// How far the first fix of `finding` may be applied, if it has one.
    #[must_use]
    pub fn fixable(&self, finding: &Finding) -> Option<Applicability> {
        finding.fixes.first().map(|fix| self.applicability(fix))
    }

    /// The article's score; what a baseline knows costs nothing.
    #[must_use]
    pub fn score(&self) -> f64 {
        score(self.fresh(), self.checked.words)
    }
}

/// The score of an article of `words` words, from 0 to 100 with one decimal.
///
/// From 100, penalty points per 100 words are taken off: 5 for an error, 2 for a warning, none for an info.
#[must_use]
pub fn score<'f>(findings: impl Iterator<Item = &'f Finding>, words: usize) -> f64 {
    let points = |f: &Finding| match f.severity {
        Severity::Error => 5.0,
        Severity::Warning => 2.0,
        Severity::Info => 0.0,
    };
    let lost: f64 = findings.map(points).sum();
    let per_hundred = 100.0 * lost / words.max(1) as f64;
    ((100.0 - per_hundred).max(0.0) * 10.0).round() / 10.0
}

#[cfg(test)]
pub(crate) mod sample;
