//! The report of Checkstyle, version 4.3, which many tools read.

use super::xml::escaped;
use super::{Report, Writer};
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use std::io::Write;

/// Writes a `file` element an article.
#[derive(Debug)]
pub struct Checkstyle;

impl Writer for Checkstyle {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        // Writing into memory cannot fail.
        let _ = writeln!(out, "  <file name=\"{}\">", escaped(report.origin.path));
        for finding in report.fresh() {
            let place = report.place(finding.span);
            let (line, column) = match report.origin.record {
                Some(record) => (record.line, 1),
                None => (u64::from(place.start.line), place.start.column),
            };
            let _ = writeln!(
                out,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{}\" message=\"{}\" source=\"copydesk.{}\"/>",
                finding.severity,
                escaped(&finding.message),
                escaped(&report.rules.get(finding.rule).name)
            );
        }
        out.extend_from_slice(b"  </file>\n");
    }

    fn close(&self, _summary: &Summary, _rules: &RuleSet, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</checkstyle>\n");
    }
}
