//! Diagnostics: findings in the form of the protocol.

use super::client::Client;
use super::document::Snapshot;
use super::position::Places;
use super::worker::Analyser;
use crate::engine::Checked;
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::outcome::score;
use crate::rule::RuleSet;
use crate::span::Span;
use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    Message, Range, Uri,
};
use serde_json::{Value, json};

/// What diagnostics name as their source.
pub const SOURCE: &str = "copydesk";

/// The scheme of the URIs of rules' pages, which `workspace/textDocumentContent` gives.
pub const SCHEME: &str = "copydesk";

/// The URI of the page of a rule.
#[must_use]
pub fn page_uri(rule: &str) -> String {
    format!("{SCHEME}:/rules/{rule}.md")
}

/// The rule whose page `uri` names.
#[must_use]
pub fn rule_of_page(uri: &str) -> Option<&str> {
    uri.strip_prefix(SCHEME)?.strip_prefix(":/rules/")?.strip_suffix(".md")
}

/// The findings of `checked` that the client wants to see.
pub fn shown<'c>(analyser: &Analyser<'_>, checked: &'c Checked) -> impl Iterator<Item = &'c Finding> + use<'c> {
    let minimum = analyser.settings.minimum;
    checked.findings.iter().filter(move |f| f.severity >= minimum)
}

/// The diagnostics of `findings`.
#[must_use]
pub fn diagnostics(rules: &RuleSet, document: &Snapshot, findings: &[&Finding], client: &Client) -> Vec<Diagnostic> {
    let related = |f: &&Finding| f.related.iter().map(|r| r.span).collect::<Vec<_>>();
    let spans = findings.iter().flat_map(|f| std::iter::once(f.span).chain(related(f)));
    let places = Places::new(&document.text, &document.lines, client.encoding, spans);
    findings.iter().map(|finding| diagnostic(rules, document, finding, &places, client)).collect()
}

fn diagnostic(rules: &RuleSet, document: &Snapshot, finding: &Finding, places: &Places, client: &Client) -> Diagnostic {
    let rule = &rules.get(finding.rule).name;
    let related = |r: &crate::finding::Related| DiagnosticRelatedInformation {
        location: Location { uri: Uri(document.uri.to_string()), range: places.range(r.span) },
        message: r.message.to_string(),
    };
    Diagnostic {
        range: places.range(finding.span),
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
            Severity::Info => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(rule.to_string())),
        code_description: client.links.then(|| CodeDescription { href: Uri(page_uri(rule)) }),
        source: Some(SOURCE.to_owned()),
        message: Message::String(finding.message.to_string()),
        tags: (client.tags && finding.fixes.first().is_some_and(deletes)).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (client.related && !finding.related.is_empty())
            .then(|| finding.related.iter().map(related).collect()),
        data: Some(key(rule, finding.span)),
    }
}

/// What ties a diagnostic to its finding.
#[must_use]
pub fn key(rule: &str, span: Span) -> Value {
    format!("{rule}@{}-{}", span.start, span.end).into()
}

/// Whether a fix only takes text away.
fn deletes(fix: &Fix) -> bool {
    !fix.edits.is_empty() && fix.edits.iter().all(|e| e.replacement.is_empty() && !e.span.is_empty())
}

/// A diagnostic of a file that copydesk is set up with: `message` at the place it names.
#[must_use]
pub fn of_file(range: Range, message: &str) -> Diagnostic {
    Diagnostic {
        range,
        severity: Some(DiagnosticSeverity::Error),
        code: None,
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: Message::String(message.to_owned()),
        tags: None,
        related_information: None,
        data: None,
    }
}

/// The parameters of the notification `copydesk/status`.
#[must_use]
pub fn status(document: &Snapshot, checked: &Checked) -> Value {
    let count = |severity: Severity| checked.findings.iter().filter(|f| f.severity == severity).count();
    let counts: serde_json::Map<String, Value> =
        Severity::ALL.iter().map(|s| (s.name().to_owned(), count(*s).into())).collect();
    let safe = checked.findings.iter().filter(|f| f.fix(Applicability::Safe).is_some()).count();
    json!({"uri": &*document.uri, "findings": counts, "safe": safe, "score": score(checked.findings.iter(), checked.words)})
}
