//! The report for people: each finding with its line, the words marked, what and why in one line each, and the fix.
//!
//! Rows are 80 columns wide wherever they are shown, so that the report of an article is always the same.

use super::excerpt::{excerpt, middle_cut};
use super::paint::{Ink, Paint};
use super::visible::visible;
use super::{Report, Writer, statistics};
use crate::finding::{Applicability, Finding, Severity};
use crate::language::Language;
use crate::outcome::places::Field;
use crate::outcome::summary::{Summary, counted};
use crate::rule::RuleSet;
use std::io::Write;

/// Columns of a row with its line number.
const WIDTH: usize = 80;
/// Columns of a message; longer ones quote long words of the article, which their row shows.
const MESSAGE: usize = 400;

/// What the run does with fixes, which the last lines speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixing {
    /// Nothing: they are offered. The threshold is what the same command with `--fix` would apply.
    Offered(Applicability),
    /// Those at the threshold were applied before this report.
    Applied(Applicability),
}

/// Writes the report for people.
#[derive(Debug)]
pub struct Text {
    /// Colours.
    pub paint: Paint,
    /// What the run does with fixes.
    pub fixing: Fixing,
    /// Whether a table of rules stands in place of the findings.
    pub statistics: bool,
}

impl Writer for Text {
    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        if self.statistics || report.fresh().next().is_none() {
            return;
        }
        for finding in report.fresh() {
            // Writing into memory cannot fail.
            let _ = self.finding(report, finding, out);
        }
        let source = &report.checked.source;
        if let Some(language) = source.language.as_ref().map(Language::code).filter(|_| !source.evidence.is_empty()) {
            let evidence: Vec<String> = source.evidence.iter().map(|word| format!("`{}`", visible(word))).collect();
            let note = format!(
                "{}: source language inferred: {}, from {}",
                place_name(report),
                visible(language),
                evidence.join(", ")
            );
            let _ = writeln!(out, "{}\n", self.paint.with(Ink::Quiet, note));
        }
    }

    fn close(&self, summary: &Summary, rules: &RuleSet, out: &mut Vec<u8>) {
        if self.statistics && summary.findings() > 0 {
            statistics::table(summary, rules, self.paint, out);
            out.push(b'\n');
        }
        out.extend_from_slice(self.last_line(summary).as_bytes());
    }
}

impl Text {
    fn finding(&self, report: &Report<'_>, finding: &Finding, out: &mut Vec<u8>) -> std::io::Result<()> {
        let rule = report.rules.get(finding.rule);
        let ink = ink(finding.severity);
        let title = format!("{}[{}]", finding.severity, visible(&rule.name));
        let message = middle_cut(&finding.message, MESSAGE);
        writeln!(out, "{}: {}", self.paint.with(ink, title), self.paint.with(Ink::Strong, &message))?;

        let place = report.place(finding.span);
        let line = place.start.line.to_string();
        let gutter = line.len().max(2);
        let bar = self.paint.with(Ink::Quiet, "│");
        let field = match (report.origin.record, place.field) {
            (None, _) => ":",
            (Some(_), Field::Headline) => ", headline ",
            (Some(_), Field::Text) => ", text ",
        };
        let arrow = self.paint.with(Ink::Quiet, "-->");
        writeln!(out, "{:>gutter$}{arrow} {}{field}{line}:{}", "", place_name(report), place.start.column)?;

        let width = WIDTH - gutter - 3;
        let row = excerpt(report.text(), finding.span, width);
        writeln!(out, "{} {bar} {}", self.paint.with(Ink::Quiet, format!("{line:>gutter$}")), row.row)?;
        let marks = self.paint.with(ink, "^".repeat(row.width));
        writeln!(out, "{:>gutter$} {bar} {:>2$}{marks}", "", "", row.before)?;

        let best = finding.fixes.first();
        if let Some(pieces) = best.and_then(|fix| row.after(report.text(), &fix.edits, width)) {
            let plus = self.paint.with(Ink::New, format!("{:>gutter$}", "+"));
            write!(out, "{plus} {bar} ")?;
            for piece in pieces {
                if piece.new {
                    write!(out, "{}", self.paint.with(Ink::New, piece.shown))?;
                } else {
                    write!(out, "{}", piece.shown)?;
                }
            }
            writeln!(out)?;
        }
        let mut note = |label: &str, ink: Ink, what: &str| {
            let equals = self.paint.with(Ink::Quiet, "=");
            writeln!(out, "{:>gutter$} {equals} {}: {}", "", self.paint.with(ink, label), middle_cut(what, MESSAGE))
        };
        if rule.summary != finding.message {
            note("why", Ink::Strong, &rule.summary)?;
        }
        for related in &finding.related {
            let place = report.place(related.span);
            let words = middle_cut(related.span.of(report.text()), WIDTH / 2);
            note("see", Ink::Strong, &format!("line {}, “{words}”: {}", place.start.line, related.message))?;
        }
        for (i, fix) in finding.fixes.iter().enumerate() {
            let label = match (report.applicability(fix), i) {
                (Applicability::Safe, _) => "safe fix",
                (Applicability::Unsafe, 0) => "unsafe fix",
                (Applicability::DisplayOnly, 0) => "suggestion",
                _ => "or",
            };
            note(label, Ink::New, &fix.title)?;
        }
        writeln!(out)
    }

    /// How many findings, and what `--fix` has done or would do.
    fn last_line(&self, summary: &Summary) -> String {
        let mut text = String::new();
        if matches!(self.fixing, Fixing::Applied(_)) && summary.changed > 0 {
            let fixed = summary.fixed.values().sum();
            text = format!("{} in {}. ", done(fixed), counted(summary.changed, "article"));
        }
        let articles = counted(summary.articles, "article");
        if summary.findings() == 0 {
            let nothing = if text.is_empty() {
                format!("No findings in {articles}")
            } else {
                format!("{text}No findings remain")
            };
            return format!("{nothing}\n");
        }
        let severities = Severity::ALL.iter().zip(summary.by_severity).filter(|(_, n)| *n > 0);
        let severities: Vec<String> = severities
            .map(|(s, n)| if *s == Severity::Info { format!("{n} info") } else { counted(n, s.name()) })
            .collect();
        let remain = match (text.is_empty(), summary.findings()) {
            (true, _) => "",
            (false, 1) => " remains",
            (false, _) => " remain",
        };
        let within =
            if summary.touched == summary.articles { articles } else { format!("{} of {articles}", summary.touched) };
        let findings = self.paint.with(Ink::Strong, counted(summary.findings(), "finding"));
        format!("{text}{findings}{remain} ({}) in {within}{}\n", severities.join(", "), self.offers(summary))
    }

    fn offers(&self, summary: &Summary) -> String {
        let (safe, not_safe) = (summary.safe, summary.not_safe);
        match self.fixing {
            Fixing::Offered(Applicability::Unsafe) if safe + not_safe > 0 => {
                format!("; {} fixable with --fix --unsafe-fixes", safe + not_safe)
            }
            Fixing::Offered(_) if safe > 0 && not_safe > 0 => {
                format!("; {safe} fixable with --fix, {not_safe} more with --unsafe-fixes")
            }
            Fixing::Offered(_) if safe > 0 => format!("; {safe} fixable with --fix"),
            Fixing::Offered(_) if not_safe > 0 => format!("; {not_safe} fixable with --fix --unsafe-fixes"),
            Fixing::Applied(Applicability::Safe) if not_safe > 0 => format!("; {not_safe} fixable with --unsafe-fixes"),
            _ => String::new(),
        }
    }
}

fn done(fixed: usize) -> String {
    format!("Fixed {}", counted(fixed, "finding"))
}

fn ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Error,
        Severity::Warning => Ink::Warning,
        Severity::Info => Ink::Info,
    }
}

/// The article's file, and for a record its line and identifier.
fn place_name(report: &Report<'_>) -> String {
    let path = visible(report.origin.path);
    match report.origin.record {
        None => path,
        Some(record) => match record.id {
            Some(id) => format!("{path}:{}, id {}", record.line, visible(&id.to_string())),
            None => format!("{path}:{}", record.line),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::formats::Format;
    use crate::outcome::Origin;
    use crate::outcome::sample;
    use std::collections::BTreeMap;

    fn written(writer: &Text, text: &str, checked: &crate::engine::Checked) -> String {
        let rules = sample::rules();
        let article = Article::new(text);
        let report = Report::new(Origin::file("bridge.txt", Format::Plain), &article, &rules, checked);
        let mut out = Vec::new();
        writer.article(&report, &mut out);
        writer.close(&Summary::of(&report, BTreeMap::new()), &rules, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn plain() -> Text {
        Text { paint: Paint::default(), fixing: Fixing::Offered(Applicability::Safe), statistics: false }
    }

    #[test]
    fn a_report() {
        insta::assert_snapshot!(written(&plain(), sample::ARTICLE, &sample::checked()));
    }

    #[test]
    fn a_report_with_statistics() {
        insta::assert_snapshot!(written(&Text { statistics: true, ..plain() }, sample::ARTICLE, &sample::checked()));
    }

    #[test]
    fn the_last_line_says_what_fix_would_do() {
        let last = |fixing, safe, not_safe, fixed: usize| {
            let fixed = if fixed > 0 { BTreeMap::from([(crate::finding::RuleId(0), fixed)]) } else { BTreeMap::new() };
            let by_severity = [safe, not_safe, 0];
            let summary = Summary {
                articles: 2,
                touched: 2,
                by_severity,
                safe,
                not_safe,
                changed: fixed.len(),
                fixed,
                ..Summary::default()
            };
            Text { fixing, ..plain() }.last_line(&summary)
        };
        let (offered, all) = (Fixing::Offered(Applicability::Safe), Fixing::Offered(Applicability::Unsafe));
        let applied = Fixing::Applied(Applicability::Safe);
        assert_eq!(
            last(offered, 2, 1, 0),
            "3 findings (2 errors, 1 warning) in 2 articles; 2 fixable with --fix, 1 more with --unsafe-fixes\n"
        );
        assert_eq!(
            last(all, 2, 1, 0),
            "3 findings (2 errors, 1 warning) in 2 articles; 3 fixable with --fix --unsafe-fixes\n"
        );
        assert_eq!(last(offered, 0, 0, 0), "No findings in 2 articles\n");
        assert_eq!(
            last(applied, 0, 1, 4),
            "Fixed 4 findings in 1 article. 1 finding remains (1 warning) in 2 articles; 1 fixable with --unsafe-fixes\n"
        );
        assert_eq!(last(applied, 0, 0, 4), "Fixed 4 findings in 1 article. No findings remain\n");
        assert_eq!(last(applied, 0, 0, 0), "No findings in 2 articles\n");
    }
}
