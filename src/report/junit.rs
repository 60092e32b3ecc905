//! The report of `JUnit`: a suite an article, a failed case a finding; an article without one has a case that passes.

use super::xml::escaped;
use super::{Report, Writer};
use crate::finding::{Finding, Severity};
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use std::io::Write;

/// Writes a `testsuite` element an article.
#[derive(Debug)]
pub struct Junit;

impl Writer for Junit {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"copydesk\">\n");
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let found: Vec<&Finding> = report.fresh().filter(|f| f.severity > Severity::Info).collect();
        let name = match report.origin.record {
            Some(record) => format!("{}:{}", report.origin.path, record.line),
            None => report.origin.path.to_owned(),
        };
        let name = escaped(&name);
        // Writing into memory cannot fail.
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
            found.len().max(1),
            found.len()
        );
        if found.is_empty() {
            let _ = writeln!(out, "    <testcase name=\"copydesk\" classname=\"{name}\"/>");
        }
        for finding in found {
            let place = report.place(finding.span);
            let rule = escaped(&report.rules.get(finding.rule).name);
            let message = escaped(&finding.message);
            let _ = writeln!(
                out,
                "    <testcase name=\"{rule}:{line}:{column}\" classname=\"{name}\">\n      <failure type=\"{rule}\" message=\"{message}\">line {line}, column {column}: {severity}: {message}</failure>\n    </testcase>",
                line = place.start.line,
                column = place.start.column,
                severity = finding.severity,
            );
        }
        out.extend_from_slice(b"  </testsuite>\n");
    }

    fn close(&self, _summary: &Summary, _rules: &RuleSet, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</testsuites>\n");
    }
}
