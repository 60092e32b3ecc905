//! Workflow commands of GitHub Actions: a line a finding, shown beside the changed line.

use super::{Report, Writer, visible};
use crate::finding::Severity;
use crate::outcome::places::Field;
use std::io::Write;

/// Writes `::error file=…::message`.
#[derive(Debug)]
pub struct Github;

impl Writer for Github {
    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        for finding in report.fresh() {
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let place = report.place(finding.span);
            let (file, rule) = (property(report.origin.path), property(&report.rules.get(finding.rule).name));
            // Writing into memory cannot fail.
            let _ = match report.origin.record {
                // GitHub shows columns only within one line.
                None if place.start.line == place.end.line => write!(
                    out,
                    "::{level} file={file},line={},endLine={},col={},endColumn={},title={rule}::",
                    place.start.line, place.end.line, place.start.column, place.end.column
                ),
                None => write!(
                    out,
                    "::{level} file={file},line={},endLine={},title={rule}::",
                    place.start.line, place.end.line
                ),
                Some(record) => {
                    let field = if place.field == Field::Headline { " in the headline" } else { "" };
                    let id = record.id.map(|id| format!(" of {}", property(&id.to_string()))).unwrap_or_default();
                    write!(out, "::{level} file={file},line={},title={rule}{id}{field}::", record.line)
                }
            };
            let _ = writeln!(out, "{}", data(&finding.message));
        }
    }
}

/// Text as GitHub reads it behind `::`. It writes nothing else in another way, so what commands a terminal is shown instead.
fn data(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c => visible::push(&mut out, c.encode_utf8(&mut [0; 4])),
        }
    }
    out
}

/// Text as GitHub reads it as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::formats::Format;
    use crate::outcome::Origin;
    use crate::outcome::sample;

    #[test]
    fn one_command_a_finding() {
        let (rules, checked) = (sample::rules(), sample::checked());
        let mut out = Vec::new();
        let article = Article::new(sample::ARTICLE);
        let report = Report::new(Origin::file("a,b/50%:\n\u{1b}[31m.txt", Format::Plain), &article, &rules, &checked);
        Github.article(&report, &mut out);
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text.lines().next().unwrap(),
            "::error file=a%2Cb/50%25%3A%0A␛[31m.txt,line=3,endLine=3,col=1,endColumn=19,title=foreign-honorific::`MM. Duval and Roux` is French; English writes `Mr. Duval and Mr. Roux`"
        );
        assert_eq!(text.lines().count(), 2);
    }
}
