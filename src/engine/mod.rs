//! The engine: rules × document → findings.
//!
//! One walk over the tokens probes one [`index`] made of all rules; only where a trigger stands is a rule tried, by
//! [`crate::pattern::run`]. [`guard`] judges what surrounds a match, [`render`] turns it into a finding, and [`fold`]
//! leaves one of those that are about the same artifact. A plain oracle without index
//! ([`Linter::check_plain`]) must give the same; tests and debug builds compare.

mod fold;
pub mod guard;
pub mod index;
mod options;
pub mod render;
pub mod scan;
pub mod source;

use crate::article::Article;
use crate::checks::Check;
use crate::context::Context;
use crate::finding::{Applicability, Finding, Fix, RuleId, Severity};
use crate::problem::Problem;
use crate::rule::RuleSet;
use crate::span::Span;
use crate::text::Document;
use index::Index;
use options::Effect;
use scan::Hit;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use options::{Options, Suppressed};
pub use source::SourceLanguage;

/// What a check gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
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

/// Checks articles against a set of rules. Cheap to share between threads.
#[derive(Debug)]
pub struct Linter {
    rules: Arc<RuleSet>,
    options: Options,
    /// What the options make of each rule.
    effects: Vec<Effect>,
    index: Index,
    checks: Vec<(RuleId, Arc<dyn Check>)>,
    /// Words that the checks ask for.
    wanted: Vec<(u16, Vec<u32>)>,
}

/// How matches are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    Index,
    Plain,
}

impl Linter {
    /// A linter that runs `rules` as `options` ask for.
    ///
    /// # Errors
    /// When the options name a rule that is not there, or an option that a rule does not have.
    pub fn new(rules: impl Into<Arc<RuleSet>>, options: Options) -> Result<Self, Problem> {
        let rules = rules.into();
        let effects = options.effects(&rules)?;
        let numbered = effects.iter().enumerate().filter(|(_, effect)| effect.runs);
        let checks: Vec<(RuleId, Arc<dyn Check>)> =
            numbered.filter_map(|(number, effect)| Some((RuleId(number as u16), effect.check.clone()?))).collect();
        let wanted: Vec<(u16, Vec<u32>)> = checks.iter().map(|(id, check)| (id.0, check.words())).collect();
        let index = Index::new(&rules.rules, |number: usize| effects[number].runs, &wanted);
        Ok(Self { rules, options, effects, index, checks, wanted })
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &Arc<RuleSet> {
        &self.rules
    }

    /// What was asked of it.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Finds every artifact of `article`. Spans are bytes of its text.
    ///
    /// # Panics
    /// When the text is longer than 4 GiB; formats refuse such files first. In debug builds also when the plain oracle
    /// finds anything else.
    #[must_use]
    pub fn check(&self, article: &Article<'_>) -> Checked {
        let mut checked = self.check_unfolded(article);
        checked.findings = self.fold(&article.text, checked.findings);
        checked
    }

    /// The same, before findings about the same artifact are folded into one.
    pub(crate) fn check_unfolded(&self, article: &Article<'_>) -> Checked {
        let checked = self.check_with(article, Search::Index);
        // The oracle tries every rule at every token: in debug builds that is affordable for articles, not for books.
        #[cfg(debug_assertions)]
        if article.text.len() < 20_000 {
            let plain = self.check_with(article, Search::Plain);
            assert_eq!(plain, checked, "the index and the plain oracle disagree on {:?}", article.text);
        }
        checked
    }

    /// The same as [`Linter::check`] without the index: every rule is tried at every token. Slow; for tests.
    ///
    /// # Panics
    /// When the text is longer than 4 GiB.
    #[must_use]
    pub fn check_plain(&self, article: &Article<'_>) -> Checked {
        let mut checked = self.check_with(article, Search::Plain);
        checked.findings = self.fold(&article.text, checked.findings);
        checked
    }

    /// The findings, of which only one is left of those that are about the same artifact, in order of place. The spans
    /// are bytes of `text`.
    pub(crate) fn fold(&self, text: &str, findings: Vec<Finding>) -> Vec<Finding> {
        fold::fold(text, &self.rules, findings)
    }

    /// Whether the rule runs.
    #[must_use]
    pub fn is_running(&self, id: RuleId) -> bool {
        self.effects[usize::from(id.0)].runs
    }

    /// The rules that run, in the order of the rule set.
    pub fn running(&self) -> impl Iterator<Item = RuleId> {
        (0..self.effects.len()).map(|number| RuleId(number as u16)).filter(|id| self.is_running(*id))
    }

    /// Gives `finding` the severity, and its fixes the safety, that the options ask for.
    pub fn adjust(&self, finding: &mut Finding) {
        let effect = &self.effects[usize::from(finding.rule.0)];
        if let Some(severity) = effect.severity {
            finding.severity = severity;
        }
        if let Some(safety) = effect.safety {
            for fix in finding.fixes.iter_mut().filter(|f| f.applicability != Applicability::DisplayOnly) {
                fix.applicability = safety;
            }
        }
    }

    fn check_with(&self, article: &Article<'_>, search: Search) -> Checked {
        let text = &*article.text;
        let mut doc = Document::new(text);
        doc.assign(article.parts.iter().filter_map(|part| Some((part.span.start, part.role?))));
        let mut cx = Context::new(&doc, self.options.english.or(article.english));
        cx.published = article.published;
        let scan::Found { mut hits, places } = match search {
            Search::Index => scan::by_index(&cx, &self.rules.rules, &self.index),
            Search::Plain => scan::plain(&cx, &self.rules.rules, |n| self.effects[n].runs, &self.wanted),
        };
        let given = article.source.language.as_ref().or(self.options.from.as_ref());
        let crowded = self.crowded(&cx, &hits);
        hits.retain(|hit| guard::allows(&cx, &self.rules.rules[hit.rule as usize], hit, article));
        let hits = scan::resolve(hits);
        let source = SourceLanguage::of(&cx, &self.rules.rules, &hits, given);
        let words = doc.words;
        let mut findings: Vec<Finding> = self
            .often_enough(hits, words)
            .into_iter()
            .filter_map(|(hit, severity)| {
                let rule = self.rules.get(RuleId(hit.rule));
                let known = source.admits_match(&cx, rule, &hit);
                if !known && !guard::hints_at_source(&cx, rule, &hit) {
                    return None;
                }
                let finding = render::finding(&cx, rule, &hit);
                let certain = source.language.is_some() || !guard::is_hint(&cx, rule, &hit);
                let sure = known && certain && !crowded.contains(&hit.rule);
                Some(if sure { Finding { severity, ..finding } } else { hint(finding) })
            })
            .collect();
        for (id, check) in &self.checks {
            let rule = self.rules.get(*id);
            if source.admits(rule) {
                let places: Vec<usize> = places.iter().filter(|p| p.0 == id.0).map(|p| p.1).collect();
                let matches = check.run(&cx, &places).into_iter().filter(|m| guard::role_allows(&cx, rule, m.span));
                let (hints, matches): (Vec<_>, Vec<_>) = matches.partition(|m| m.hint);
                if let Some(severity) = self.severity(*id, rule.severity, matches.len(), words) {
                    let checked = |m| Finding { severity, ..render::checked(&cx, *id, rule, m) };
                    let lacking = source.language.is_none() && guard::lacks_setting(&cx, &rule.when);
                    findings.extend(matches.into_iter().map(checked).map(|f| if lacking { hint(f) } else { f }));
                }
                findings.extend(hints.into_iter().map(|m| hint(render::checked(&cx, *id, rule, m))));
            }
        }
        let suppressed = self.adapt(text, &mut findings);
        findings.sort_by_key(|f| (f.span, f.rule));
        Checked { findings, words, source, suppressed }
    }

    /// The rules that match more different words of the document than [`crate::rule::When::at_most`] allows.
    fn crowded(&self, cx: &Context<'_>, hits: &[Hit<'_>]) -> BTreeSet<u16> {
        let mut words: BTreeMap<u16, BTreeSet<&str>> = BTreeMap::new();
        for hit in hits.iter().filter(|hit| self.rules.get(RuleId(hit.rule)).when.at_most.is_some()) {
            words.entry(hit.rule).or_default().insert(hit.span.of(cx.doc.text));
        }
        let most = |rule: u16| self.rules.get(RuleId(rule)).when.at_most.map_or(usize::MAX, |most| most as usize);
        words.into_iter().filter(|(rule, words)| words.len() > most(*rule)).map(|(rule, _)| rule).collect()
    }

    /// Makes `findings` what the options ask for; with the numbers of the suppressions that had something to do.
    fn adapt(&self, text: &str, findings: &mut Vec<Finding>) -> BTreeSet<usize> {
        let Options { right, suppressed, .. } = &self.options;
        let mut used = BTreeSet::new();
        if !suppressed.is_empty() {
            findings.retain(|f| {
                let words = f.span.of(text).split_whitespace();
                let rule = self.rules.get(f.rule);
                let means = |s: &&Suppressed| s.is_about(rule) && s.words.split_whitespace().eq(words.clone());
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
        let severity = |hit: &Hit<'_>| {
            let id = RuleId(hit.rule);
            self.severity(id, self.rules.get(id).severity_of(hit.part), counts[&hit.rule], words)
        };
        hits.into_iter().filter_map(|hit| severity(&hit).map(|s| (hit, s))).collect()
    }

    /// The severity of a finding of a rule, by itself `severity`, where the rule has matched `count` times in `words`
    /// words; none if it is then silent.
    fn severity(&self, id: RuleId, severity: Severity, count: usize, words: usize) -> Option<Severity> {
        let Effect { at_least, per_thousand, .. } = &self.effects[usize::from(id.0)];
        let enough = count >= *at_least as usize && count as f64 * 1000.0 >= per_thousand * words as f64;
        if enough { Some(severity) } else { self.rules.get(id).when.fewer }
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
