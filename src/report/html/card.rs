//! The card of a finding: what is wrong, where and why, and what would mend it.

use super::parts::{CardAddition, Shown, icon, singular};
use super::prose::shown as visible_lines;
use crate::finding::{Applicability, Fix};
use crate::outcome::Report;
use crate::outcome::places::Field;
use crate::report::excerpt::middle_cut;
use crate::report::visible::visible;
use maud::{Markup, html};

/// Longest related words that are shown whole, in columns.
const RELATED: usize = 60;

/// The card of a finding.
pub fn card(report: &Report<'_>, shown: &Shown<'_>, addition: CardAddition) -> Markup {
    let finding = shown.finding;
    let rule = report.rules.get(finding.rule);
    let place = report.place(finding.span);
    let severity = finding.severity;
    let title = format!("w{}", shown.id);
    html! {
        li.card.(severity.name()).(addition.class) #(shown.id) tabindex="-1" aria-labelledby=(title) data-f=(shown.number)
            data-severity=(severity) data-family=(visible(&rule.family)) {
            p.kind {
                span.number { (shown.number) }
                span.severity { (icon(severity)) (singular(severity)) }
                a.rule href={ "#rule-" (rule.name) } { (visible(&rule.name)) }
                a.place href={ "#m" (shown.id) } {
                    @if place.field == Field::Headline && report.fence().is_some() { "headline" }
                    @else { "line " (place.start.line) span.vh { ", column " (place.start.column) } }
                }
            }
            p.message #(title) { (quoted(&finding.message)) }
            @for related in &finding.related {
                p.related {
                    "See line " (report.place(related.span).start.line) ": "
                    q { (middle_cut(related.span.of(report.text()), RELATED)) } ", " (quoted(&related.message))
                }
            }
            @match addition.controls {
                Some(controls) => (controls),
                None => (fixes(report, &finding.fixes)),
            }
        }
    }
}

fn fixes(report: &Report<'_>, fixes: &[Fix]) -> Markup {
    html! {
        @if !fixes.is_empty() {
            ul.fixes aria-label="Corrections" {
                @for fix in fixes {
                    li { span.title { (quoted(&fix.title)) } " " (safety(report.applicability(fix))) }
                }
            }
        }
    }
}

/// How far a correction may be trusted, in a word.
#[must_use]
pub fn safety(applicability: Applicability) -> Markup {
    let (class, word, title) = match applicability {
        Applicability::Safe => ("safe", "safe", "Cannot change what the article says"),
        Applicability::Unsafe => ("unsafe", "to be checked", "A person should look"),
        Applicability::DisplayOnly => ("unsafe", "by hand", "Only shown: the file has to be edited"),
    };
    html! { span.pill.(class) title=(title) { (word) } }
}

/// `text` with the words between backquotes set apart.
#[must_use]
pub fn quoted(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    let paired = parts.len() % 2 == 1;
    html! {
        @if paired {
            @for (n, part) in parts.iter().enumerate() {
                @if n % 2 == 1 { span.words { (visible_lines(part)) } } @else { (visible(part)) }
            }
        } @else { (visible(text)) }
    }
}
