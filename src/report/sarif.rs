//! SARIF 2.1.0, which code scanning reads: rules with their help, results with places, fixes and fingerprints.
//!
//! Results are streamed; the rules they name stand behind them.

use super::json;
use super::{Report, Writer};
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::outcome::fingerprint::fingerprints;
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use crate::span::Span;
use serde::Serialize;
use serde_json::{Value, json as object};
use std::path::Path;

/// Writes one SARIF log with one run.
#[derive(Debug)]
pub struct Sarif {
    /// Whether there is a baseline, so that results say whether they are new.
    pub baseline: bool,
}

impl Writer for Sarif {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"results\":[",
        );
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let prints = fingerprints(report);
        for (at, finding) in report.checked.findings.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            out.push(b'\n');
            let mut result = result(report, finding, prints[at]);
            if self.baseline {
                result["baselineState"] = if report.is_old(at) { "unchanged" } else { "new" }.into();
            }
            json::write(&result, out);
        }
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn close(&self, summary: &Summary, rules: &RuleSet, out: &mut Vec<u8>) {
        let mut named: Vec<_> = summary.by_rule.keys().chain(summary.old.iter()).map(|id| rules.get(*id)).collect();
        named.sort_by(|a, b| a.name.cmp(&b.name));
        named.dedup_by(|a, b| a.name == b.name);
        let named: Vec<Value> = named
            .into_iter()
            .map(|rule| {
                // What only a rule's page needs is read from its file when a report asks for it.
                let why = rule.why.trim();
                let help = if why.is_empty() { &*rule.summary } else { why };
                object!({
                    "id": rule.name,
                    "shortDescription": {"text": rule.summary},
                    "fullDescription": {"text": rule.summary},
                    "help": {"text": help, "markdown": help},
                    "defaultConfiguration": {"level": level(rule.severity)},
                    "properties": {"tags": [rule.family, rule.category]},
                })
            })
            .collect();
        let tool = object!({"driver": {
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": named,
        }});
        out.extend_from_slice(b"\n],\"tool\":");
        json::write(&tool, out);
        out.extend_from_slice(b"}]}\n");
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RegionJson<'a> {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    byte_offset: u32,
    byte_length: u32,
    snippet: SnippetJson<'a>,
}

#[derive(Serialize)]
struct SnippetJson<'a> {
    text: &'a str,
}

fn result(report: &Report<'_>, finding: &Finding, print: u64) -> Value {
    let rule = report.rules.get(finding.rule);
    let mut result = object!({
        "ruleId": rule.name,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [location(report, finding.span, None)],
        "partialFingerprints": {"copydesk/v1": format!("{print:016x}")},
    });
    if !finding.related.is_empty() {
        let related = |r: &crate::finding::Related| location(report, r.span, Some(&r.message));
        result["relatedLocations"] = finding.related.iter().map(related).collect();
    }
    // The bytes of a record's line are not those of its text.
    if report.origin.record.is_none() {
        let usable = |f: &&Fix| report.applicability(f) > Applicability::DisplayOnly && !f.edits.is_empty();
        let fixes: Vec<Value> = finding.fixes.iter().filter(usable).map(|f| fix(report, f)).collect();
        if !fixes.is_empty() {
            result["fixes"] = fixes.into();
        }
    }
    result
}

fn location(report: &Report<'_>, span: Span, message: Option<&str>) -> Value {
    let mut physical = object!({"artifactLocation": artifact(report.origin.path)});
    let mut location = object!({});
    match report.origin.record {
        Some(record) => {
            physical["region"] = object!({"startLine": record.line});
            if let Some(id) = record.id {
                location["logicalLocations"] = object!([{"name": id.to_string()}]);
            }
        }
        None => {
            let place = report.place(span);
            let region = RegionJson {
                start_line: place.start.line,
                start_column: place.start.column,
                end_line: place.end.line,
                end_column: place.end.column,
                byte_offset: span.start,
                byte_length: span.len(),
                snippet: SnippetJson { text: span.of(report.text()) },
            };
            physical["region"] = object!(region);
        }
    }
    location["physicalLocation"] = physical;
    if let Some(message) = message {
        location["message"] = object!({"text": message});
    }
    location
}

fn fix(report: &Report<'_>, fix: &Fix) -> Value {
    let replacement = |e: &crate::finding::Edit| {
        object!({
            "deletedRegion": {"byteOffset": e.span.start, "byteLength": e.span.len()},
            "insertedContent": {"text": e.replacement},
        })
    };
    let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
    object!({
        "description": {"text": format!("{} ({})", fix.title, report.applicability(fix).name())},
        "artifactChanges": [{"artifactLocation": artifact(report.origin.path), "replacements": replacements}],
    })
}

/// The file as a reference: relative to the root of the sources, if it was named so.
fn artifact(path: &str) -> Value {
    let uri = percent_encoded(&path.replace(std::path::MAIN_SEPARATOR, "/"));
    if Path::new(path).is_absolute() {
        object!({"uri": format!("file://{}{uri}", if uri.starts_with('/') { "" } else { "/" })})
    } else {
        object!({"uri": uri, "uriBaseId": "%SRCROOT%"})
    }
}

/// `path` as a part of a URI: every byte that has a meaning there, or none, is encoded.
#[must_use]
pub fn percent_encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_references() {
        assert_eq!(artifact("a b/é.txt"), object!({"uri": "a%20b/%C3%A9.txt", "uriBaseId": "%SRCROOT%"}));
        assert_eq!(artifact("/x/a:b.txt")["uri"], "file:///x/a%3Ab.txt");
    }
}
