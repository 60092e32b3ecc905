//! Code actions: the fixes of findings, all safe ones at once, and ways not to be told.

use super::client::Client;
use super::config_edit::ConfigEdit;
use super::diagnostics::{SOURCE, diagnostics, key, shown};
use super::document::Snapshot;
use super::edits;
use super::worker::Analyser;
use crate::article::Article;
use crate::edits::Taken;
use crate::finding::{Applicability, Finding};
use crate::fix;
use crate::formats::map_back;
use crate::project::config_edit::Addition;
use crate::project::suppress::{self, Right};
use crate::span::Span;
use gen_lsp_types::{Diagnostic, Range};
use serde_json::{Value, json};
use unicode_normalization::char::is_combining_mark;

/// The kind of the action that applies all safe fixes.
pub const FIX_ALL: &str = "source.fixAll.copydesk";

/// The kind of the other actions.
pub const QUICK_FIX: &str = "quickfix";

/// What is asked for.
#[derive(Debug)]
pub struct ActionRequest {
    /// Where.
    range: Range,
    /// Which kinds; none for all.
    only: Option<Vec<String>>,
    /// Keys of the findings whose diagnostics the client sends along, as far as they are copydesk's.
    keys: Vec<Value>,
}

impl ActionRequest {
    /// Reads the parameters of `textDocument/codeAction`.
    #[must_use]
    pub fn new(range: Range, context: &Value) -> Self {
        let list = |key: &str| context.get(key).and_then(Value::as_array);
        let only = list("only").map(|kinds| kinds.iter().filter_map(|k| k.as_str().map(str::to_owned)).collect());
        let ours = list("diagnostics").into_iter().flatten().filter(|d| d["source"] == SOURCE);
        // Some clients do not keep the data of diagnostics.
        let key = |d: &Value| d.get("data").filter(|data| !data.is_null()).or_else(|| d.get("range")).cloned();
        Self { range, only, keys: ours.filter_map(key).collect() }
    }

    fn wants(&self, kind: &str) -> bool {
        let within = |wanted: &String| {
            kind.strip_prefix(wanted.as_str())
                .is_some_and(|rest| rest.is_empty() || wanted.is_empty() || rest.starts_with('.'))
        };
        self.only.as_ref().is_none_or(|only| only.iter().any(within))
    }
}

/// The actions for `document`; `setup` is where its configuration is written, or could be.
#[must_use]
pub fn actions(
    analyser: &mut Analyser,
    document: &Snapshot,
    asked: &ActionRequest,
    client: &Client,
    setup: Option<&ConfigEdit>,
) -> Vec<Value> {
    let checked = analyser.checked(document);
    let mut out = Vec::new();
    if asked.wants(QUICK_FIX) {
        let span = client.encoding.span(&document.text, &document.lines, asked.range);
        let near: Vec<&Finding> = shown(analyser, &checked).filter(|f| touches(f.span, span)).collect();
        let told = diagnostics(&analyser.rules(), document, &near, client);
        let mut found: Vec<(&Finding, Diagnostic)> = near.into_iter().zip(told).collect();
        let meant = |(finding, told): &(&Finding, Diagnostic)| {
            let range = serde_json::to_value(told.range).unwrap_or_default();
            let key = key(&analyser.rules().get(finding.rule).name, finding.span);
            asked.keys.iter().any(|k| *k == key || *k == range)
        };
        if found.iter().any(meant) {
            found.retain(meant);
        }
        for (finding, told) in &found {
            fixes(analyser, document, finding, told, client, &mut out);
        }
        for (finding, told) in &found {
            silences(analyser, document, finding, told, client, setup, &mut out);
        }
    }
    let safe = || {
        let findings = checked.findings.iter().enumerate();
        fix::choose(&Article::new(&**document.text), Applicability::Safe, findings, Taken::default())
    };
    if asked.wants(FIX_ALL) && !safe().is_empty() {
        let mut action = json!({"title": "Fix all safe issues in this article", "kind": FIX_ALL});
        if client.resolves {
            action["data"] = json!({"uri": &*document.uri, "version": document.version});
            out.push(action);
        } else if let Some(edit) = fix_all(analyser, document, client) {
            action["edit"] = edit;
            out.push(action);
        }
    }
    out
}

/// The edit that applies all safe fixes; none if nothing changes.
#[must_use]
pub fn fix_all(analyser: &mut Analyser, document: &Snapshot, client: &Client) -> Option<Value> {
    let fixed = analyser.mended(document);
    (!fixed.edits.is_empty()).then(|| edits::of_document(client, document, &fixed.edits))
}

fn touches(finding: Span, asked: Span) -> bool {
    finding.start <= asked.end && asked.start <= finding.end
}

fn fixes(
    analyser: &Analyser,
    document: &Snapshot,
    finding: &Finding,
    told: &Diagnostic,
    client: &Client,
    out: &mut Vec<Value>,
) {
    let least = if analyser.settings.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    for (number, fix) in finding.fixes.iter().enumerate() {
        if fix.applicability < least || fix.edits.is_empty() {
            continue;
        }
        let mut action = json!({
            "title": &*fix.title,
            "kind": QUICK_FIX,
            "diagnostics": [told],
            "edit": edits::of_document(client, document, &fix.edits),
        });
        if number == 0 && fix.applicability == Applicability::Safe {
            action["isPreferred"] = true.into();
        }
        out.push(action);
    }
}

/// Ways not to be told of `finding`.
fn silences(
    analyser: &mut Analyser,
    document: &Snapshot,
    finding: &Finding,
    told: &Diagnostic,
    client: &Client,
    setup: Option<&ConfigEdit>,
    out: &mut Vec<Value>,
) {
    let rules = analyser.rules();
    let rule = rules.get(finding.rule);
    let words = finding.span.of(&document.text);
    let mut add = |title: String, edit: Option<Value>| {
        if let Some(edit) = edit {
            out.push(json!({"title": title, "kind": QUICK_FIX, "diagnostics": [told], "edit": edit}));
        }
    };
    let in_setup = |addition: Addition<'_>| setup.and_then(|setup| setup.with(client, &addition));
    let checked = analyser.checked(document);
    let right = Right {
        format: document.format,
        text: &document.text,
        rule: finding.rule,
        name: &rule.name,
        span: finding.span,
        reason: "",
    };
    let comment = suppress::comment(&right, &checked.findings, |tried| analyser.check(document, tried).findings);
    let here = match comment {
        Some(edit) => Some(edits::of_document(client, document, &[edit])),
        None => {
            let words = &*map_back::words(document.format, &document.text, finding.span);
            let file = document.path.as_deref();
            let entry = Addition::Suppression { rule: &rule.name, words, file, reason: None };
            if words.is_empty() { None } else { in_setup(entry) }
        }
    };
    add(format!("Ignore `{}` here", rule.name), here);
    if is_name(words) {
        add(format!("Add `{words}` to the workspace's names"), in_setup(Addition::Name(words)));
    }
    add(format!("Switch the rule `{}` off", rule.name), in_setup(Addition::Ignored(&rule.name)));
}

/// Whether the words are the same in the file and in the text that is read out of it.
fn plain_words(words: &str) -> bool {
    !words.trim().is_empty() && !words.contains(['<', '>', '&', '*', '_', '`', '[', ']', '\\'])
}

/// Whether the words can be a name of the workspace.
fn is_name(words: &str) -> bool {
    plain_words(words)
        && words.trim() == words
        && words.split_whitespace().count() <= 6
        && !words.contains(['\n', '\r', '\t'])
        && words.chars().any(char::is_uppercase)
        && words.chars().all(|c| c.is_alphanumeric() || " .,'’-&\u{a0}".contains(c) || is_combining_mark(c))
}
