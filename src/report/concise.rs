//! The report for tools that read lines: `path:line:column: severity rule message`.
//!
//! In a file of records the line is the record's, the column 1, and the place within the record follows in brackets.

use super::paint::Paint;
use super::visible::visible;
use super::{Report, Writer, statistics};
use crate::outcome::places::Field;
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use std::io::Write;

/// Writes one line a finding.
#[derive(Debug)]
pub struct Concise {
    /// Whether a table of rules stands in place of the findings.
    pub statistics: bool,
}

impl Writer for Concise {
    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        if self.statistics {
            return;
        }
        let path = visible(report.origin.path);
        for finding in report.fresh() {
            let place = report.place(finding.span);
            let what = format!("{} {} {}", finding.severity, report.rules.get(finding.rule).name, finding.message);
            let what = visible(&what);
            // Writing into memory cannot fail.
            let _ = match report.origin.record {
                None => writeln!(out, "{path}:{}:{}: {what}", place.start.line, place.start.column),
                Some(record) => {
                    let id = record.id.map(|id| format!("id {}, ", visible(&id.to_string()))).unwrap_or_default();
                    let field = if place.field == Field::Headline { "headline" } else { "text" };
                    writeln!(
                        out,
                        "{path}:{}:1: {what} [{id}{field} {}:{}]",
                        record.line, place.start.line, place.start.column
                    )
                }
            };
        }
    }

    fn close(&self, summary: &Summary, rules: &RuleSet, out: &mut Vec<u8>) {
        if self.statistics {
            statistics::table(summary, rules, Paint::default(), out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::formats::Format;
    use crate::formats::jsonl::RecordId;
    use crate::outcome::{Origin, RecordPlace, sample};
    use crate::span::Span;

    fn written(record: Option<RecordPlace<'_>>, fence: Option<Span>) -> String {
        let (rules, checked) = (sample::rules(), sample::checked());
        let mut out = Vec::new();
        let origin = Origin { record, ..Origin::file("news/a\x1b.txt", Format::Plain) };
        let article = Article { fences: fence.into_iter().collect(), ..Article::new(sample::ARTICLE) };
        let report = Report::new(origin, &article, &rules, &checked);
        Concise { statistics: false }.article(&report, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_line_a_finding() {
        assert_eq!(
            written(None, None),
            "news/a␛.txt:3:1: error foreign-honorific `MM. Duval and Roux` is French; English writes `Mr. Duval and Mr. Roux`\n\
             news/a␛.txt:3:221: warning lowercase-proper-noun `kyiv` is a name; it begins with a capital\n"
        );
    }

    #[test]
    fn a_record_has_its_line_and_its_own_places() {
        let id = RecordId::Text("x\n7".into());
        let fence = sample::ARTICLE.find("\n\n").map(|at| Span::new(at as u32, at as u32 + 2));
        let text = written(Some(RecordPlace { line: 12, last: 12, id: Some(&id) }), fence);
        assert!(text.starts_with("news/a␛.txt:12:1: error foreign-honorific"), "{text}");
        assert!(text.lines().next().unwrap().ends_with("[id x↵7, text 1:1]"), "{text}");
    }
}
