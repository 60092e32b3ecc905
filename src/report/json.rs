//! The report for programs, version 1: one object (`json`), or one of its `articles` a line (`jsonl`).
//!
//! Spans count bytes of the field's text, locations code points. In an article whose headline is a field of its own,
//! whatever lies in the headline says so (`"field": "headline"`). A fix that reaches over both fields has no edits.
//! What could command a terminal is escaped, as JSON allows.

use super::{Report, Writer};
use crate::finding::{Applicability, Edit, Finding, Fix, Related, Severity};
use crate::formats::jsonl::RecordId;
use crate::language::Language;
use crate::outcome::fingerprint::fingerprints;
use crate::outcome::places::Field;
use crate::outcome::summary::Summary;
use crate::report::visible::is_hidden;
use crate::rule::RuleSet;
use crate::span::{Position, Span};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::collections::BTreeMap;
use std::io;

/// Version of the report's form; a change that breaks readers raises it.
const VERSION: u32 = 1;

/// Writes one JSON object.
#[derive(Debug)]
pub struct Json {
    /// Whether fixes were applied before: the summary then counts them.
    pub fixed: bool,
    /// Whether the summary has rates.
    pub statistics: bool,
}

/// Writes one JSON object an article, a line each.
#[derive(Debug)]
pub struct Jsonl;

impl Writer for Json {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(format!("{{\"version\":{VERSION},\"tool\":").as_bytes());
        write(&ToolJson { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }, out);
        out.extend_from_slice(b",\"articles\":[");
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        out.push(b'\n');
        write(&article(report), out);
    }

    fn separator(&self) -> &'static [u8] {
        b","
    }

    fn close(&self, summary: &Summary, rules: &RuleSet, out: &mut Vec<u8>) {
        let name = |id| &*rules.get(id).name;
        let summary = SummaryJson {
            articles: summary.articles,
            findings: summary.findings(),
            by_severity: BySeverity(&summary.by_severity),
            by_rule: summary.by_rule.iter().map(|(id, count)| (name(*id), count.findings)).collect(),
            fixable: FixableJson { safe: summary.safe, not_safe: summary.not_safe },
            fixed: self.fixed.then(|| summary.fixed.iter().map(|(id, n)| (name(*id), *n)).collect()),
            words: self.statistics.then_some(summary.words),
            per_thousand_words: self.statistics.then(|| {
                let rate = |n| (summary.rate(n) * 1000.0).round() / 1000.0;
                summary.by_rule.iter().map(|(id, count)| (name(*id), rate(count.findings))).collect()
            }),
        };
        out.extend_from_slice(b"],\n\"summary\":");
        write(&summary, out);
        out.extend_from_slice(b"}\n");
    }
}

impl Writer for Jsonl {
    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        write(&article(report), out);
        out.push(b'\n');
    }
}

#[derive(Serialize, JsonSchema)]
struct ToolJson {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct ArticleJson<'a> {
    path: &'a str,
    #[schemars(with = "Option<IdJson>")]
    id: Option<&'a RecordId>,
    source_language: Option<&'a str>,
    words: usize,
    score: f64,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct FindingJson<'a> {
    rule: &'a str,
    family: &'a str,
    severity: Severity,
    category: &'a str,
    message: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    span: SpanJson,
    location: LocationJson,
    related: Vec<RelatedJson<'a>>,
    fingerprint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'static str>,
    fixes: Vec<FixJson<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct SpanJson {
    start: u32,
    end: u32,
}

#[derive(Serialize, JsonSchema)]
struct LocationJson {
    start: PositionJson,
    end: PositionJson,
}

#[derive(Serialize, JsonSchema)]
struct PositionJson {
    line: u32,
    column: u32,
}

#[derive(Serialize, JsonSchema)]
struct RelatedJson<'a> {
    message: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    span: SpanJson,
    location: LocationJson,
}

#[derive(Serialize, JsonSchema)]
struct FixJson<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct EditJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    span: SpanJson,
    replacement: &'a str,
}

#[derive(Serialize, JsonSchema)]
struct SummaryJson<'a> {
    articles: usize,
    findings: usize,
    #[schemars(with = "BTreeMap<Severity, usize>")]
    by_severity: BySeverity<'a>,
    by_rule: BTreeMap<&'a str, usize>,
    fixable: FixableJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<BTreeMap<&'a str, usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per_thousand_words: Option<BTreeMap<&'a str, f64>>,
}

#[derive(Serialize, JsonSchema)]
struct FixableJson {
    safe: usize,
    #[serde(rename = "unsafe")]
    not_safe: usize,
}

/// The value of a record's `id`: a string or a number.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code)] // only its shape is asked for
enum IdJson {
    Text(String),
    Number(f64),
}

/// The report as a whole; it is written part by part.
#[derive(JsonSchema)]
#[allow(dead_code)] // only its shape is asked for
struct ReportJson<'a> {
    version: u32,
    tool: ToolJson,
    articles: Vec<ArticleJson<'a>>,
    summary: SummaryJson<'a>,
}

/// The JSON schema of the report.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ReportJson<'static>).to_value()
}

/// Counts with their severities' names.
struct BySeverity<'a>(&'a [usize; Severity::ALL.len()]);

impl Serialize for BySeverity<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Severity::ALL.iter().zip(self.0))
    }
}

fn article<'a>(report: &'a Report<'_>) -> ArticleJson<'a> {
    let prints = fingerprints(report);
    ArticleJson {
        path: report.origin.path,
        id: report.origin.record.and_then(|r| r.id),
        source_language: report.checked.source.language.as_ref().map(Language::code),
        words: report.checked.words,
        score: report.score(),
        findings: (0..)
            .zip(&report.checked.findings)
            .zip(prints)
            .map(|((n, f), print)| finding(report, n, f, print))
            .collect(),
    }
}

fn finding<'a>(report: &'a Report<'_>, number: usize, finding: &'a Finding, print: u64) -> FindingJson<'a> {
    let rule = report.rules.get(finding.rule);
    let related = |r: &'a Related| {
        let (field, span, location) = place(report, r.span);
        RelatedJson { message: &r.message, text: r.span.of(report.text()), field, span, location }
    };
    let (field, span, location) = place(report, finding.span);
    FindingJson {
        rule: &rule.name,
        family: &rule.family,
        severity: finding.severity,
        category: &rule.category,
        message: &finding.message,
        text: finding.span.of(report.text()),
        field,
        span,
        location,
        related: finding.related.iter().map(related).collect(),
        fingerprint: format!("{print:016x}"),
        baseline: report.is_old(number).then_some("unchanged"),
        fixes: finding.fixes.iter().map(|f| fix(report, f)).collect(),
    }
}

fn fix<'a>(report: &Report<'_>, fix: &'a Fix) -> FixJson<'a> {
    let edit = |e: &'a Edit| {
        let (field, span) = report.relative(e.span);
        EditJson { field: field_name(field), span: span_json(span), replacement: &e.replacement }
    };
    let whole = report.is_whole(fix);
    let edits = if whole { fix.edits.iter().map(edit).collect() } else { Vec::new() };
    FixJson { title: &fix.title, applicability: report.applicability(fix), edits }
}

fn place(report: &Report<'_>, span: Span) -> (Option<&'static str>, SpanJson, LocationJson) {
    let place = report.place(span);
    let position = |p: Position| PositionJson { line: p.line, column: p.column };
    let location = LocationJson { start: position(place.start), end: position(place.end) };
    (field_name(place.field), span_json(place.span), location)
}

fn span_json(span: Span) -> SpanJson {
    SpanJson { start: span.start, end: span.end }
}

fn field_name(field: Field) -> Option<&'static str> {
    match field {
        Field::Headline => Some("headline"),
        Field::Text => None,
    }
}

/// Writes `value` as JSON that is safe to show on a terminal.
pub(super) fn write(value: &impl Serialize, out: &mut Vec<u8>) {
    // Writing into memory cannot fail, and every key is a string.
    let _ = value.serialize(&mut serde_json::Serializer::with_formatter(out, Careful));
}

/// Compact JSON in which characters that command a terminal, or hide and reorder text, are escaped.
struct Careful;

impl Formatter for Careful {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_hidden(*c)) {
            writer.write_all(&fragment.as_bytes()[done..at])?;
            write!(writer, "\\u{:04x}", c as u32)?;
            done = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[done..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::engine::Checked;
    use crate::formats::Format;
    use crate::outcome::Origin;
    use crate::outcome::{RecordPlace, sample};
    use serde_json::Value;
    use std::collections::BTreeMap as Map;

    fn value(bytes: &[u8]) -> Value {
        serde_json::from_slice(bytes).unwrap()
    }

    #[test]
    fn the_object_of_a_run() {
        let (rules, checked) = (sample::rules(), sample::checked());
        let article = Article::new(sample::ARTICLE);
        let report = Report::new(Origin::file("bridge.txt", Format::Plain), &article, &rules, &checked);
        let (mut out, writer) = (Vec::new(), Json { fixed: false, statistics: false });
        writer.open(&mut out);
        writer.article(&report, &mut out);
        writer.close(&Summary::of(&report, Map::new()), &rules, &mut out);
        insta::assert_snapshot!(String::from_utf8(out.clone()).unwrap().replace(",\"", ",\n\""));
        let mut line = Vec::new();
        Jsonl.article(&report, &mut line);
        assert_eq!(value(&line), value(&out)["articles"][0]);
        assert_eq!(line.iter().filter(|b| **b == b'\n').count(), 1);
    }

    #[test]
    fn what_lies_in_a_headline_says_so() {
        let text = "kyiv now\n\nIn kyiv.";
        let (fence, spans) = (Span::new(8, 10), [Span::new(0, 4), Span::new(13, 17)]);
        let mut findings: Vec<Finding> = spans.map(|s| sample::finding(1, s)).into();
        let over = Fix {
            title: "Join".into(),
            edits: vec![Edit::new(Span::new(7, 11), "")],
            applicability: Applicability::Safe,
        };
        let both = Fix { edits: spans.map(|s| Edit::new(s, "Kyiv")).into(), ..over.clone() };
        findings[0].fixes = vec![both, over];
        let checked = Checked { findings, ..Checked::default() };
        let (rules, id) = (sample::rules(), RecordId::Number(7.into()));
        let place = RecordPlace { line: 3, last: 3, id: Some(&id) };
        let article = Article { fences: vec![fence], ..Article::new(text) };
        let report = Report::new(Origin::record("a.jsonl", place), &article, &rules, &checked);
        let mut out = Vec::new();
        Jsonl.article(&report, &mut out);
        let article = value(&out);
        assert_eq!(article["id"], 7);
        let [first, second] = [0, 1].map(|i| article["findings"][i].clone());
        assert_eq!((&first["field"], &second["field"]), (&Value::from("headline"), &Value::Null));
        assert_eq!(second["span"]["start"], 3);
        assert_eq!(first["fixes"][0]["edits"][0]["field"], "headline");
        assert_eq!(first["fixes"][0]["edits"][1]["span"]["start"], 3);
        assert_eq!(
            (&first["fixes"][1]["applicability"], &first["fixes"][1]["edits"]),
            (&Value::from("display-only"), &Value::from(Vec::<u8>::new()))
        );
    }

    #[test]
    fn what_commands_a_terminal_is_escaped() {
        let mut out = Vec::new();
        write(&"a\u{9b}2J\u{7f}\u{202e}\x1b\u{feff}é世", &mut out);
        assert_eq!(String::from_utf8(out.clone()).unwrap(), r#""a\u009b2J\u007f\u202e\u001b\ufeffé世""#);
        assert_eq!(value(&out), "a\u{9b}2J\u{7f}\u{202e}\x1b\u{feff}é世");
    }
}
