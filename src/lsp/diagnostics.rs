//! Diagnostics: findings in the form of the protocol.

use super::client::Client;
use super::document::Snapshot;
use super::position::{Encoding, Positions};
use super::worker::Analyser;
use crate::engine::Checked;
use crate::finding::{Applicability, Finding, Fix, Severity};
use crate::outcome::score;
use crate::problem::{Place, Problem};
use crate::rule::RuleSet;
use crate::span::{LineIndex, Span};
use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    Message, Uri,
};
use serde_json::{Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};

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
pub fn shown<'c>(analyser: &Analyser, checked: &'c Checked) -> impl Iterator<Item = &'c Finding> + use<'c> {
    let minimum = analyser.settings.minimum;
    checked.findings.iter().filter(move |f| f.severity >= minimum)
}

/// The diagnostics of `findings`.
#[must_use]
pub fn diagnostics(rules: &RuleSet, document: &Snapshot, findings: &[&Finding], client: &Client) -> Vec<Diagnostic> {
    let related = |f: &&Finding| f.related.iter().map(|r| r.span).collect::<Vec<_>>();
    let spans = findings.iter().flat_map(|f| std::iter::once(f.span).chain(related(f)));
    let places = Positions::new(&document.text, &document.lines, client.encoding, spans);
    findings.iter().map(|finding| diagnostic(rules, document, finding, &places, client)).collect()
}

fn diagnostic(
    rules: &RuleSet,
    document: &Snapshot,
    finding: &Finding,
    places: &Positions,
    client: &Client,
) -> Diagnostic {
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

/// The diagnostic of a problem with a file that copydesk is set up with; of one without a place, at the file's start.
#[must_use]
pub fn of_problem(problem: &Problem, encoding: Encoding) -> Diagnostic {
    let text = problem.place.as_ref().map(Place::text).unwrap_or_default();
    let words = problem.place.as_ref().map(Place::range).unwrap_or_default();
    let span = Span::new(words.start as u32, words.end as u32);
    let places = Positions::new(text, &LineIndex::new(text), encoding, std::iter::once(span));
    Diagnostic {
        range: places.range(span),
        severity: Some(DiagnosticSeverity::Error),
        code: None,
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: Message::String(problem.words()),
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

/// What was found in a document, for the client.
pub struct Analysis {
    /// Diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// Counts and score.
    pub status: Value,
}

impl Analysis {
    /// Checks `document`.
    #[must_use]
    pub fn of(analyser: &mut Analyser, document: &Snapshot, client: &Client) -> Self {
        let checked = analyser.checked(document);
        let findings: Vec<&Finding> = shown(analyser, &checked).collect();
        let diagnostics = diagnostics(&analyser.rules(), document, &findings, client);
        Self { diagnostics, status: status(document, &checked) }
    }
}

/// Names what is found in `text` by the configuration of this edition.
#[must_use]
pub fn result_id(edition: u64, text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("{edition}-{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, NAME, PYPROJECT};
    use crate::problem::Mistake;
    use crate::report::paint::Paint;
    use crate::rule::selection::Named;
    use crate::rule::{RuleSet, Sources};
    use std::path::Path;

    /// Problems with configurations, a rule file and its table.
    fn problems() -> Vec<Problem> {
        let config = |name: &str, text: &str| Config::parse(Path::new(name), text);
        let mut problems = vec![
            config(NAME, "# french\nexclude = ['é', 'x'] # é\nfrom = 'french'\n").unwrap_err(),
            config(NAME, "é = 1").unwrap_err(),
            config(NAME, "exclude = [\n  'é', 'a[',\n]\n").unwrap_err(),
            config(NAME, "ignore = {\n").unwrap_err(),
            config(PYPROJECT, "[tool.copydesk]\r\nsuppressions = [{ rule = 'é' }]\r\n").unwrap_err(),
        ];
        let names = config(NAME, "# no-rule\nselect = ['é', \"no-rule\"]\n[severity]\nno-rule = 'info'\n").unwrap();
        let wrong = |name: &str, _: Named| Some(Mistake::new(format!("there is no `{name}`")));
        problems.extend(names.check_names(wrong).unwrap_err());
        let folder = tempfile::tempdir().unwrap();
        let words = "summary = 'x'\nsince = '0'\nseverity = 'error'\ncategory = 'a/b'\nmessage = 'é {x'\nwhy = 'x'\n";
        let rules = folder.path().join("terms");
        std::fs::create_dir(&rules).unwrap();
        for (name, text) in [
            ("a.toml", format!("{words}match.tokens = [\"é\\t<lowr>\"]\n")),
            ("b.toml", format!("{words}match.lexicon = {{}}\n")),
            ("b.tsv", "form\tbefore\né\té <lowr>\n".to_owned()),
            ("c.toml", format!("{words}match.tokens = ['é']\n")),
        ] {
            std::fs::write(rules.join(name), text).unwrap();
        }
        problems.extend(RuleSet::read(&[folder.path().to_owned()], Sources::WithBuiltIn).unwrap_err());
        problems
    }

    #[test]
    fn an_editor_and_a_terminal_mark_the_same_bytes() {
        let problems = problems();
        assert_eq!(problems.len(), 11, "{problems:?}");
        for problem in &problems {
            let place = problem.place.as_ref().unwrap();
            let text = place.text();
            let lines = LineIndex::new(text);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let range = of_problem(problem, encoding).range;
                assert_eq!(encoding.span(text, &lines, range).range(), place.range(), "{problem}");
            }
            let shown = crate::report::problem::problem(problem, Paint::default());
            let [_, _, line, carets, ..] = shown.lines().collect::<Vec<_>>()[..] else { panic!("{shown}") };
            let marked = line.chars().zip(carets.chars().chain(std::iter::repeat(' ')));
            let marked: String = marked.filter(|(_, caret)| *caret == '^').map(|(c, _)| c).collect();
            let words = place.words().lines().next().unwrap_or_default();
            let end_of_line = usize::from(words.is_empty());
            assert_eq!(marked.trim_end(), words.trim_end(), "{shown}");
            assert_eq!(carets.matches('^').count(), words.chars().count() + end_of_line, "{shown}");
        }
    }
}
