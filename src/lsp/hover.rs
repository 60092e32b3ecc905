//! Hover: why the words under the cursor are marked, with examples.

use super::client::Client;
use super::diagnostics::shown;
use super::document::Snapshot;
use super::position::Positions;
use super::worker::Analyser;
use crate::problem::Problems;
use crate::report::paint::Paint;
use crate::report::rule_page::{fixes, page};
use crate::rule::selection::KnownNames;
use crate::rule::{Example, Rule};
use gen_lsp_types::Position;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The hover at `position`; null where nothing is found.
///
/// # Errors
/// When the rules' pages cannot be read.
pub fn hover(
    analyser: &mut Analyser,
    document: &Snapshot,
    position: Position,
    client: &Client,
) -> Result<Value, Problems> {
    let checked = analyser.checked(document);
    let at = client.encoding.offset(&document.text, &document.lines, position);
    let found: Vec<_> = shown(analyser, &checked).filter(|f| f.span.start <= at && at <= f.span.end).collect();
    let Some(span) = found.iter().map(|f| f.span).min_by_key(|span| span.len()) else { return Ok(Value::Null) };
    let rules = analyser.rules();
    let pages = analyser.pages()?;
    let texts: Vec<String> = found
        .iter()
        .filter_map(|finding| {
            let rule = pages.get(pages.find(&rules.get(finding.rule).name)?);
            Some(if client.markdown {
                markdown(rule, &finding.message)
            } else {
                format!("{}\n\n{}", finding.message, page(rule, Paint::default()))
            })
        })
        .collect();
    let places = Positions::new(&document.text, &document.lines, client.encoding, std::iter::once(span));
    let kind = if client.markdown { "markdown" } else { "plaintext" };
    let separator = if client.markdown { "\n\n---\n\n" } else { "\n" };
    Ok(json!({"contents": {"kind": kind, "value": texts.join(separator)}, "range": places.range(span)}))
}

fn markdown(rule: &Rule, message: &str) -> String {
    let mut out = format!("{message}\n\n{}\n", rule.why.trim());
    let _ = write!(out, "\n`{}` · {} · fix: {}\n", rule.name, rule.severity, fixes(rule));
    let mut examples = String::new();
    for example in &rule.examples {
        if let Example::Bad { bad, good, .. } = example {
            examples.push_str(&lines('-', bad));
            examples.push_str(&good.as_ref().map(|good| lines('+', good)).unwrap_or_default());
        }
    }
    if !examples.is_empty() {
        // A fence longer than any in the examples.
        let _ = write!(out, "\n~~~~~~diff\n{examples}~~~~~~\n");
    }
    out
}

fn lines(sign: char, text: &str) -> String {
    text.trim().lines().map(|line| format!("{sign} {line}\n")).collect()
}

/// The page of the rule of this name, as `copydesk rules NAME` shows it.
///
/// # Errors
/// When there is no such rule, or the pages cannot be read.
pub fn page_of(analyser: &mut Analyser, name: &str) -> Result<String, Problems> {
    let pages = analyser.pages()?;
    let rule = pages.find(name).map(|id| pages.get(id));
    let rule = rule.ok_or_else(|| KnownNames::new(pages).no_rule(name))?;
    Ok(page(rule, Paint::default()))
}
