//! The engine: rules × document → findings.
//!
//! One walk over the tokens probes one [`index`] made of all rules; only where a trigger stands is a rule tried, by
//! [`crate::context::matching`]. [`guard`] judges what surrounds a match, [`render`] turns it into a finding. A plain oracle without
//! index ([`Linter::check_plain`]) must give the same; tests and debug builds compare.

pub mod guard;
pub mod index;
pub mod render;
pub mod scan;
pub mod source;

use crate::checks::Check;
use crate::context::Context;
use crate::finding::{Applicability, Finding, Fix, RuleId, Severity};
use crate::problem::{Mistake, Problem};
use crate::rule::file::Variety;
use crate::rule::{Matcher, Rule, RuleSet};
use crate::span::Span;
use crate::text::Document;
use crate::text::block::Role;
use index::Index;
use scan::Hit;
use std::collections::{BTreeMap, BTreeSet};

pub use source::SourceLanguage;

/// What a run wants of the rules.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language translated from, if given (`fr`); otherwise it is inferred.
    pub from: Option<Box<str>>,
    /// The variety of English, if given; otherwise it is inferred.
    pub english: Option<Variety>,
    /// For each rule, whether it runs; empty means the rules' own defaults.
    pub selected: Vec<bool>,
    /// For each rule, the severity its findings have; empty, or none, for the rule's own.
    pub severities: Vec<Option<Severity>>,
    /// For each rule, whether its fixes are safe or unsafe; empty, or none, for what the rule says.
    pub safety: Vec<Option<Applicability>>,
    /// Words that are right as they stand, in this case: nothing is told of them.
    pub right: Vec<Box<str>>,
    /// Findings that are left out.
    pub suppressed: Vec<Suppressed>,
    /// Options of some rules.
    pub tuned: BTreeMap<RuleId, Tuning>,
}

/// Findings that are left out: those of these words of some rules.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// What [`Checked::suppressed`] calls it.
    pub number: usize,
    /// For each rule, whether it is meant.
    pub rules: Vec<bool>,
    /// The words of the finding, however they are spaced.
    pub words: Box<str>,
}

/// Options of a rule, which go before those in its file.
#[derive(Debug, Clone, Default)]
pub struct Tuning {
    /// The least number of matches in an article that are told.
    pub at_least: Option<u32>,
    /// The least number of matches per 1,000 words that are told.
    pub per_thousand: Option<f64>,
    /// Options of the check.
    pub check: toml::Table,
}

/// What is known of the article itself, beside its text.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The language translated from, as the record says (`fr`); goes before [`Options::from`].
    pub source_language: Option<Box<str>>,
    /// Date of publication, `YYYY-MM-DD`.
    pub published: Option<Box<str>>,
    /// The variety of English, as the file says; gives way to [`Options::english`].
    pub english: Option<Variety>,
    /// What the file's markup says of blocks: where they start in the text, in bytes and in order, and what they are.
    pub roles: Vec<(u32, Role)>,
}

/// What a check gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// The findings, by place, then by rule.
    pub findings: Vec<Finding>,
    /// Words of the article, as `wc -w` counts them.
    pub words: usize,
    /// The source language.
    pub source: SourceLanguage,
    /// Which of [`Options::suppressed`] left something out.
    pub suppressed: BTreeSet<usize>,
}

/// Checks texts against a set of rules. Cheap to share between threads.
#[derive(Debug)]
pub struct Linter<'r> {
    rules: &'r RuleSet,
    options: Options,
    index: Index,
    checks: Vec<(RuleId, Check)>,
    /// Words that the checks ask for.
    wanted: Vec<(u16, Vec<u32>)>,
}

/// How matches are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    Index,
    Plain,
}

impl<'r> Linter<'r> {
    /// A linter that runs the selected `rules`.
    ///
    /// # Errors
    /// When a rule names an algorithm or option that does not exist.
    pub fn new(rules: &'r RuleSet, options: Options) -> Result<Self, Problem> {
        let runs = |number: usize| options.selected.get(number).copied().unwrap_or(rules.rules[number].enabled);
        let mut checks = Vec::new();
        for (number, rule) in rules.rules.iter().enumerate() {
            if let Matcher::Check(name, check) = &rule.matcher {
                let mut check = check.clone();
                if let Some(tuning) = options.tuned.get(&RuleId(number as u16)) {
                    check.extend(tuning.check.clone());
                }
                let problem = |mistake: Mistake, key: &str| rule.problem(mistake.under(key).under("match"));
                if !Check::exists(name) {
                    return Err(problem(Check::missing(name), "check"));
                }
                let check = Check::new(name, &check).map_err(|mistake| problem(mistake, "options"))?;
                if runs(number) {
                    checks.push((RuleId(number as u16), check));
                }
            }
        }
        let wanted: Vec<(u16, Vec<u32>)> =
            checks.iter().map(|(id, check): &(RuleId, Check)| (id.0, check.words())).collect();
        let index = Index::new(&rules.rules, runs, &wanted);
        Ok(Self { rules, options, index, checks, wanted })
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &'r RuleSet {
        self.rules
    }

    /// What was asked of it.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Finds every artifact of `text`.
    ///
    /// # Panics
    /// When `text` is longer than 4 GiB; readers refuse such files first. In debug builds also when the plain oracle
    /// finds anything else.
    #[must_use]
    pub fn check(&self, text: &str, about: &About) -> Checked {
        let checked = self.check_with(text, about, Search::Index);
        // The oracle tries every rule at every token: in debug builds that is affordable for articles, not for books.
        #[cfg(debug_assertions)]
        if text.len() < 20_000 {
            let plain = self.check_with(text, about, Search::Plain);
            assert_eq!(plain, checked, "the index and the plain oracle disagree on {text:?}");
        }
        checked
    }

    /// The same as [`Linter::check`] without the index: every rule is tried at every token. Slow; for tests.
    ///
    /// # Panics
    /// When `text` is longer than 4 GiB.
    #[must_use]
    pub fn check_plain(&self, text: &str, about: &About) -> Checked {
        self.check_with(text, about, Search::Plain)
    }

    /// Whether the rule runs.
    #[must_use]
    pub fn is_running(&self, id: RuleId) -> bool {
        self.runs(usize::from(id.0))
    }

    /// Gives `finding` the severity, and its fixes the safety, that the options ask for.
    pub fn adjust(&self, finding: &mut Finding) {
        let rule = usize::from(finding.rule.0);
        if let Some(severity) = self.options.severities.get(rule).copied().flatten() {
            finding.severity = severity;
        }
        if let Some(safety) = self.options.safety.get(rule).copied().flatten() {
            for fix in finding.fixes.iter_mut().filter(|f| f.applicability != Applicability::DisplayOnly) {
                fix.applicability = safety;
            }
        }
    }

    fn runs(&self, number: usize) -> bool {
        self.options.selected.get(number).copied().unwrap_or(self.rules.rules[number].enabled)
    }

    fn check_with(&self, text: &str, about: &About, search: Search) -> Checked {
        let mut doc = Document::new(text);
        doc.assign(&about.roles);
        let mut cx = Context::new(&doc, self.options.english.or(about.english));
        cx.published = about.published.as_deref();
        let scan::Found { mut hits, places } = match search {
            Search::Index => scan::by_index(&cx, &self.rules.rules, &self.index),
            Search::Plain => scan::plain(&cx, &self.rules.rules, |n| self.runs(n), &self.wanted),
        };
        let given = about.source_language.as_ref().or(self.options.from.as_ref());
        hits.retain(|hit| guard::allows(&cx, &self.rules.rules[hit.rule as usize], hit, about));
        let hits = scan::resolve(hits);
        let source = SourceLanguage::of(&doc, &self.rules.rules, &hits, given.map(|l| &**l));
        let words = doc.words;
        let mut findings: Vec<Finding> = self
            .often_enough(hits, words)
            .into_iter()
            .filter_map(|(hit, severity)| {
                let rule = self.rules.get(RuleId(hit.rule));
                let known = source.admits(rule);
                if !known && !guard::hints_at_source(&cx, rule, &hit) {
                    return None;
                }
                let finding = render::finding(&cx, rule, &hit);
                Some(if known { Finding { severity, ..finding } } else { hint(finding) })
            })
            .collect();
        for (id, check) in &self.checks {
            let rule = self.rules.get(*id);
            if source.admits(rule) {
                let places: Vec<usize> = places.iter().filter(|p| p.0 == id.0).map(|p| p.1).collect();
                let matches = check.run(&cx, &places).into_iter().filter(|m| guard::role_allows(&cx, rule, m.span));
                let matches: Vec<_> = matches.collect();
                if let Some(severity) = self.severity(*id, matches.len(), words) {
                    let checked = |m| Finding { severity, ..render::checked(&cx, *id, rule, m) };
                    findings.extend(matches.into_iter().map(checked));
                }
            }
        }
        let suppressed = self.adapt(text, &mut findings);
        findings.sort_by_key(|a| (a.span, a.rule));
        Checked { findings, words, source, suppressed }
    }

    /// Makes `findings` what the options ask for; with the numbers of the suppressions that had something to do.
    fn adapt(&self, text: &str, findings: &mut Vec<Finding>) -> BTreeSet<usize> {
        let Options { right, suppressed, .. } = &self.options;
        let mut used = BTreeSet::new();
        if !suppressed.is_empty() {
            findings.retain(|f| {
                let words = f.span.of(text).split_whitespace();
                let means =
                    |s: &&Suppressed| s.rules[usize::from(f.rule.0)] && s.words.split_whitespace().eq(words.clone());
                let meant: Vec<usize> = suppressed.iter().filter(means).map(|s| s.number).collect();
                used.extend(&meant);
                meant.is_empty()
            });
        }
        if !right.is_empty() {
            findings.retain(|f| !right.iter().any(|words| holds(text, words, f.span)));
        }
        findings.iter_mut().for_each(|finding| self.adjust(finding));
        used
    }

    /// The hits with their severity, without those of rules that ask for a number or a density that the document does
    /// not reach.
    fn often_enough<'h>(&self, hits: Vec<Hit<'h>>, words: usize) -> Vec<(Hit<'h>, Severity)> {
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        for hit in &hits {
            *counts.entry(hit.rule).or_default() += 1;
        }
        let severity = |hit: &Hit<'_>| self.severity(RuleId(hit.rule), counts[&hit.rule], words);
        hits.into_iter().filter_map(|hit| severity(&hit).map(|s| (hit, s))).collect()
    }

    /// The severity of the findings of a rule where it has matched `count` times in `words` words; none if it is then
    /// silent.
    fn severity(&self, id: RuleId, count: usize, words: usize) -> Option<Severity> {
        let Rule { when, severity, .. } = self.rules.get(id);
        let tuning = self.options.tuned.get(&id);
        let at_least = tuning.and_then(|t| t.at_least).unwrap_or(when.at_least);
        let per_thousand = tuning.and_then(|t| t.per_thousand).unwrap_or(when.per_thousand);
        let enough = count >= at_least as usize && count as f64 * 1000.0 >= per_thousand * words as f64;
        if enough { Some(*severity) } else { when.fewer }
    }
}

/// The finding as a hint: what it stands on is not known, so that a person decides about its fixes.
fn hint(finding: Finding) -> Finding {
    let fixes = finding.fixes.into_iter();
    let fixes = fixes.map(|fix| Fix { applicability: fix.applicability.min(Applicability::Unsafe), ..fix });
    Finding { severity: Severity::Info, fixes: fixes.collect(), ..finding }
}

/// Whether `span` lies in a place of `text` where `words` stand.
fn holds(text: &str, words: &str, span: Span) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    let Some(spare) = words.len().checked_sub(end - start) else { return false };
    (start.saturating_sub(spare)..=start)
        .any(|at| at + words.len() >= end && text.get(at..at + words.len()) == Some(words))
}
