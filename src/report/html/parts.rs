//! Small parts that the others of the page share.

use crate::finding::{Finding, Severity};
use maud::{Markup as Html, html};

/// A finding as the page shows it.
#[derive(Debug)]
pub struct Shown<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its number in the article, from 1.
    pub number: usize,
    /// The name of its card in the page.
    pub id: String,
}

/// What a page adds to the card of a finding.
#[derive(Debug, Default)]
pub struct CardAddition {
    /// The class of the card, which tells what was decided.
    pub class: &'static str,
    /// What stands in the place of the list of corrections.
    pub controls: Option<Html>,
}

/// The sign of a severity, which tells it without colour.
#[must_use]
pub fn icon(severity: Severity) -> Html {
    let sign = match severity {
        Severity::Error => "✕",
        Severity::Warning => "!",
        Severity::Info => "i",
    };
    html! { span.sign aria-hidden="true" { (sign) } }
}

/// What one finding of a severity is called.
pub fn singular(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "hint",
    }
}

/// What findings of a severity are called, at the start of a label.
pub fn plural(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Errors",
        Severity::Warning => "Warnings",
        Severity::Info => "Hints",
    }
}
