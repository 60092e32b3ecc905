//! The diagnostic format of reviewdog: one JSON object, with corrections as suggestions. Its columns count bytes.

use super::json;
use super::{Report, Writer};
use crate::finding::{Applicability, Edit, Severity};
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use crate::span::{LineIndex, Span};
use serde::Serialize;

/// Writes one JSON object, a diagnostic a finding.
#[derive(Debug)]
pub struct Rdjson;

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    message: &'a str,
    location: RdjsonLocationJson<'a>,
    severity: &'static str,
    code: CodeJson<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<SuggestionJson<'a>>,
}

#[derive(Serialize)]
struct RdjsonLocationJson<'a> {
    path: &'a str,
    range: RangeJson,
}

#[derive(Serialize)]
struct CodeJson<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct SuggestionJson<'a> {
    range: RangeJson,
    text: &'a str,
}

#[derive(Serialize)]
struct RangeJson {
    start: RdjsonPositionJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<RdjsonPositionJson>,
}

#[derive(Serialize)]
struct RdjsonPositionJson {
    line: u64,
    column: u64,
}

impl Writer for Rdjson {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"source\":{\"name\":\"copydesk\"},\"diagnostics\":[");
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let index = LineIndex::new(report.text());
        let range = |span: Span| match report.origin.record {
            // A record is one line of its file.
            Some(record) => RangeJson { start: RdjsonPositionJson { line: record.line, column: 1 }, end: None },
            None => {
                let position = |at: u32| {
                    let line = index.line(at);
                    let start = index.line_span(report.text(), line).start;
                    RdjsonPositionJson { line: line as u64 + 1, column: u64::from(at - start) + 1 }
                };
                RangeJson { start: position(span.start), end: Some(position(span.end)) }
            }
        };
        let mut first = true;
        for finding in report.fresh() {
            if !first {
                out.push(b',');
            }
            first = false;
            out.push(b'\n');
            // A suggestion is one replacement; what needs several is left to --fix.
            let usable = |f: &&crate::finding::Fix| report.applicability(f) > Applicability::DisplayOnly;
            let suggestion = |e: &'_ Edit| range(e.span);
            let suggestions = finding
                .fixes
                .iter()
                .filter(|_| report.origin.record.is_none())
                .filter(usable)
                .filter_map(|f| match &f.edits[..] {
                    [edit] => Some(SuggestionJson { range: suggestion(edit), text: &edit.replacement }),
                    _ => None,
                })
                .collect();
            let diagnostic = DiagnosticJson {
                message: &finding.message,
                location: RdjsonLocationJson { path: report.origin.path, range: range(finding.span) },
                severity: match finding.severity {
                    Severity::Error => "ERROR",
                    Severity::Warning => "WARNING",
                    Severity::Info => "INFO",
                },
                code: CodeJson { value: &report.rules.get(finding.rule).name },
                suggestions,
            };
            json::write(&diagnostic, out);
        }
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn close(&self, _summary: &Summary, _rules: &RuleSet, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\n]}\n");
    }
}
