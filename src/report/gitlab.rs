//! The Code Quality report of GitLab: one JSON array.

use super::json;
use super::{Report, Writer};
use crate::finding::Severity;
use crate::outcome::fingerprint::fingerprints;
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use serde::Serialize;

/// Writes one JSON array, an object a finding.
#[derive(Debug)]
pub struct Gitlab;

#[derive(Serialize)]
struct IssueJson<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: GitlabLocationJson<'a>,
}

#[derive(Serialize)]
struct GitlabLocationJson<'a> {
    path: &'a str,
    lines: LinesJson,
}

#[derive(Serialize)]
struct LinesJson {
    begin: u64,
    end: u64,
}

impl Writer for Gitlab {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"[");
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let prints = fingerprints(report);
        let id = report.origin.record.and_then(|r| r.id).map(ToString::to_string).unwrap_or_default();
        let mut first = true;
        for (at, finding) in report.fresh_with_places() {
            if !first {
                out.push(b',');
            }
            first = false;
            out.push(b'\n');
            let place = report.place(finding.span);
            let (begin, end) = match report.origin.record {
                Some(record) => (record.line, record.line),
                None => (u64::from(place.start.line), u64::from(place.end.line)),
            };
            let issue = IssueJson {
                description: &finding.message,
                check_name: &report.rules.get(finding.rule).name,
                // GitLab wants them unique in the report, so the file counts too.
                fingerprint: format!(
                    "{:016x}-{:016x}",
                    crate::outcome::fingerprint::of_text(&[report.origin.path, &id]),
                    prints[at]
                ),
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: GitlabLocationJson { path: report.origin.path, lines: LinesJson { begin, end } },
            };
            json::write(&issue, out);
        }
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn close(&self, _summary: &Summary, _rules: &RuleSet, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\n]\n");
    }
}
