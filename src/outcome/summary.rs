//! The summary: what a whole run has found, counted article by article.

use super::Report;
use crate::finding::{Applicability, RuleId, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// Counts of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles checked.
    pub articles: usize,
    /// Articles with a finding.
    pub touched: usize,
    /// Words checked.
    pub words: usize,
    /// Findings of each rule that has any.
    pub by_rule: BTreeMap<RuleId, RuleCount>,
    /// Findings of each severity, in the order of [`Severity::ALL`].
    pub by_severity: [usize; Severity::ALL.len()],
    /// Findings whose first fix is safe.
    pub safe: usize,
    /// Findings whose first fix is unsafe.
    pub not_safe: usize,
    /// Fixes applied, by rule.
    pub fixed: BTreeMap<RuleId, usize>,
    /// Articles that fixes have changed.
    pub changed: usize,
    /// The lowest score of an article, in tenths of a point.
    pub lowest_score: Option<u32>,
    /// Rules with findings that a baseline knows, which are not counted.
    pub old: BTreeSet<RuleId>,
    /// Suppressions of the configurations that left something out.
    pub suppressed: BTreeSet<usize>,
}

/// Counts of a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Findings.
    pub findings: usize,
    /// Articles with a finding.
    pub articles: usize,
    /// Findings whose first fix is safe.
    pub safe: usize,
    /// Findings whose first fix is unsafe.
    pub not_safe: usize,
}

impl Summary {
    /// The summary of one article, after `fixed` fixes of each rule were applied to it.
    #[must_use]
    pub fn of(report: &Report<'_>, fixed: BTreeMap<RuleId, usize>) -> Self {
        let mut summary = Self {
            articles: 1,
            words: report.checked.words,
            changed: usize::from(!fixed.is_empty()),
            fixed,
            suppressed: report.checked.suppressed.clone(),
            lowest_score: Some((report.score() * 10.0).round() as u32),
            ..Self::default()
        };
        summary.touched = usize::from(report.fresh().next().is_some());
        summary.old = (0..report.checked.findings.len())
            .filter(|n| report.is_old(*n))
            .map(|n| report.checked.findings[n].rule)
            .collect();
        for finding in report.fresh() {
            let count = summary.by_rule.entry(finding.rule).or_default();
            count.findings += 1;
            count.articles = 1;
            for (severity, n) in Severity::ALL.iter().zip(&mut summary.by_severity) {
                *n += usize::from(*severity == finding.severity);
            }
            match report.fixable(finding) {
                Some(Applicability::Safe) => (count.safe, summary.safe) = (count.safe + 1, summary.safe + 1),
                Some(Applicability::Unsafe) => {
                    (count.not_safe, summary.not_safe) = (count.not_safe + 1, summary.not_safe + 1)
                }
                _ => {}
            }
        }
        summary
    }

    /// Adds the counts of `other` articles.
    pub fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.touched += other.touched;
        self.words += other.words;
        self.safe += other.safe;
        self.not_safe += other.not_safe;
        self.changed += other.changed;
        self.lowest_score = [self.lowest_score, other.lowest_score].into_iter().flatten().min();
        self.old.extend(&other.old);
        self.suppressed.extend(&other.suppressed);
        for (n, more) in self.by_severity.iter_mut().zip(other.by_severity) {
            *n += more;
        }
        for (rule, more) in &other.by_rule {
            let count = self.by_rule.entry(*rule).or_default();
            count.findings += more.findings;
            count.articles += more.articles;
            count.safe += more.safe;
            count.not_safe += more.not_safe;
        }
        for (rule, more) in &other.fixed {
            *self.fixed.entry(*rule).or_default() += more;
        }
    }

    /// All findings.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.by_severity.iter().sum()
    }

    /// Findings of `severity` and above.
    #[must_use]
    pub fn at_least(&self, severity: Severity) -> usize {
        Severity::ALL.iter().zip(self.by_severity).filter(|(s, _)| **s >= severity).map(|(_, n)| n).sum()
    }

    /// Findings of a rule per 1,000 words checked.
    #[must_use]
    pub fn rate(&self, findings: usize) -> f64 {
        1000.0 * findings as f64 / self.words.max(1) as f64
    }
}

/// `n` with the noun that goes with it: `1 finding`, `2 findings`.
#[must_use]
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::article::Article;
    use crate::formats::Format;
    use crate::outcome::Origin;

    #[test]
    fn counts_add_up() {
        let (rules, checked) = (sample::rules(), sample::checked());
        let article = Article::new(sample::ARTICLE);
        let report = Report::new(Origin::file("a.txt", Format::Plain), &article, &rules, &checked);
        let one = Summary::of(&report, BTreeMap::from([(RuleId(2), 3)]));
        let mut two = one.clone();
        two.add(&one);
        assert_eq!((two.articles, two.touched, two.words, two.changed), (2, 2, 92, 2));
        assert_eq!((two.by_severity, two.safe, two.not_safe), ([2, 2, 0], 2, 2));
        assert_eq!((two.findings(), two.at_least(Severity::Error), two.at_least(Severity::Info)), (4, 2, 4));
        assert_eq!(two.by_rule[&RuleId(1)], RuleCount { findings: 2, articles: 2, safe: 2, not_safe: 0 });
        assert_eq!(two.fixed[&RuleId(2)], 6);
    }
}
