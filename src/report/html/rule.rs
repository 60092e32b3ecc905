//! The page of a rule: what it finds, why that is wrong, and its examples.

use super::card::quoted;
use super::parts::{icon, singular};
use super::prose::shown;
use crate::report::visible::visible;
use crate::rule::{Example, Rule};
use maud::{Markup, html};

/// How many examples of each kind are shown.
const EXAMPLES: usize = 3;

/// The page of `rule`.
#[must_use]
pub fn page(rule: &Rule) -> Markup {
    let bad = rule.examples.iter().filter_map(|example| match example {
        Example::Bad { bad, good, .. } => Some((bad, good)),
        Example::Clean { .. } => None,
    });
    let clean = rule.examples.iter().filter_map(|example| match example {
        Example::Clean { text, .. } => Some(text),
        Example::Bad { .. } => None,
    });
    html! {
        article.rule-page #{ "rule-" (rule.name) } {
            h2 { (visible(&rule.summary)) }
            p.kind {
                span.severity.(rule.severity.name()) { (icon(rule.severity)) (singular(rule.severity)) }
                code { (visible(&rule.family)) "/" (visible(&rule.name)) }
                span.quiet { (visible(&rule.category)) }
            }
            @for paragraph in rule.why.trim().split("\n\n") { p { (emphasised(paragraph)) } }
            @if bad.clone().next().is_some() {
                h3 { "Found" }
                dl.examples {
                    @for (bad, good) in bad.take(EXAMPLES) {
                        dt { del { (shown(bad.trim())) } }
                        @if let Some(good) = good { dd { ins { (shown(good.trim())) } } }
                    }
                }
            }
            @if clean.clone().next().is_some() {
                h3 { "Left alone" }
                ul.examples { @for text in clean.take(EXAMPLES) { li { (shown(text.trim())) } } }
            }
        }
    }
}

/// A paragraph with the words between asterisks in italics.
fn emphasised(text: &str) -> Markup {
    let text = text.replace('\n', " ");
    let parts: Vec<&str> = text.split('*').collect();
    html! {
        @if parts.len() % 2 == 1 {
            @for (n, part) in parts.iter().enumerate() { @if n % 2 == 1 { i { (quoted(part)) } } @else { (quoted(part)) } }
        } @else { (quoted(&text)) }
    }
}
