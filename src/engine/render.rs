//! From a match to a finding: message, corrections, applicability.

use super::scan::Hit;
use crate::checks::Match;
use crate::context::Context;
use crate::finding::{Applicability, Edit, Finding, Fix, RuleId};
use crate::rule::file::{Changes, Delete};
use crate::rule::template::{Template, capitalised};
use crate::rule::{Action, FixTemplate, Rule};
use crate::span::Span;
use crate::text::token::{Case, Flags, Token, TokenKind};

/// The value of a template's name for `hit`.
#[must_use]
pub fn value(cx: &Context<'_>, hit: &Hit<'_>, name: &str) -> Option<String> {
    if name == "match" {
        return Some(hit.span.of(cx.doc.text).to_owned());
    }
    if let Some(style) = name.starts_with("style.").then(|| cx.style().value(name)).flatten() {
        return Some(style.to_owned());
    }
    hit.capture(name).map(|span| span.of(cx.doc.text).to_owned())
}

/// The finding of a match.
#[must_use]
pub fn finding(cx: &Context<'_>, rule: &Rule, hit: &Hit<'_>) -> Finding {
    let mut fixes: Vec<Fix> = match hit.row {
        Some(row) => row
            .replacements
            .iter()
            .map(|to| {
                let text = in_case_of(cx, hit, to, Some(&row.form));
                Fix {
                    title: write_title(hit.span.of(cx.doc.text), &text),
                    edits: vec![Edit::new(hit.span, text)],
                    applicability: row.applicability,
                }
            })
            .collect(),
        None => rule.fixes_of(hit.part).iter().filter_map(|fix| render(cx, fix, hit)).collect(),
    };
    fixes.retain(|fix| fix.edits.iter().any(|e| e.span.of(cx.doc.text) != &*e.replacement));
    // Two templates can come to the same; the first, which is the better, stays.
    let mut seen: Vec<Vec<Edit>> = Vec::new();
    fixes.retain(|fix| {
        let new = !seen.contains(&fix.edits);
        if new {
            seen.push(fix.edits.clone());
        }
        new
    });
    let quoted = cx.doc.tokens[hit.words(cx)].iter().any(|t| t.has(Flags::QUOTED));
    demote(rule, quoted, &mut fixes);
    let message = message(rule.message_of(hit.part), &fixes, |name| value(cx, hit, name));
    Finding { rule: RuleId(hit.rule), span: hit.span, severity: rule.severity, message, related: Vec::new(), fixes }
}

/// The finding of an algorithm's match.
#[must_use]
pub fn checked(cx: &Context<'_>, id: RuleId, rule: &Rule, found: Match) -> Finding {
    let mut fixes = found.fixes;
    let quoted = quoted(cx, found.span);
    demote(rule, quoted, &mut fixes);
    let message = message(&rule.message, &fixes, |name| match name {
        "match" => Some(found.span.of(cx.doc.text).to_owned()),
        _ => found.values.iter().find(|v| v.0 == name).map(|v| v.1.clone()),
    });
    Finding { rule: id, span: found.span, severity: rule.severity, message, related: found.related, fixes }
}

fn quoted(cx: &Context<'_>, span: Span) -> bool {
    cx.doc.token_at(span.start).is_some_and(|t| t.has(Flags::QUOTED))
}

/// Words inside a quotation are somebody's words: no fix of words is safe there.
fn demote(rule: &Rule, quoted: bool, fixes: &mut [Fix]) {
    if quoted && rule.changes == Changes::Words {
        for fix in fixes {
            fix.applicability = fix.applicability.min(Applicability::Unsafe);
        }
    }
}

fn message(template: &Template, fixes: &[Fix], value: impl Fn(&str) -> Option<String>) -> Box<str> {
    let value = |name: &str| {
        if name == "fix" {
            // The words of the first correction; a deletion has none, and an absent correction neither.
            return Some(fixes.first().map_or_else(String::new, |f| f.edits.iter().map(|e| &*e.replacement).collect()));
        }
        value(name).or_else(|| Some(String::new()))
    };
    one_line(&template.render(&value).unwrap_or_default()).into()
}

/// The text with every run of white space made one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a correction that puts `new` in place of `old` is called: one that leaves nothing says what goes.
fn write_title(old: &str, new: &str) -> Box<str> {
    let (old, new) = (one_line(old), one_line(new));
    if new.is_empty() { format!("Delete `{old}`").into() } else { format!("Write `{new}`").into() }
}

fn render(cx: &Context<'_>, fix: &FixTemplate, hit: &Hit<'_>) -> Option<Fix> {
    let values = |name: &str| value(cx, hit, name);
    let (edits, title) = match &fix.action {
        Action::Replace(template) => {
            let text = template.render(&values)?;
            let text = if fix.keep_case { in_case_of(cx, hit, &text, None) } else { text };
            let title = write_title(hit.span.of(cx.doc.text), &text);
            (vec![Edit::new(hit.span, text)], title)
        }
        Action::Rewrite(parts) => {
            let edit = rewrite(cx, parts, hit)?;
            let title = write_title(edit.span.of(cx.doc.text), &edit.replacement);
            (vec![edit], title)
        }
        Action::Delete(Delete::Match) => {
            (vec![Edit::new(with_space(cx.doc.text, hit.span), "")], "Delete these words".into())
        }
        Action::Delete(Delete::SpaceBefore) => {
            let span = with_space(cx.doc.text, hit.span);
            let space = Span::new(span.start, hit.span.start);
            let title = format!("Write `{}` without the space before it", one_line(hit.span.of(cx.doc.text)));
            (vec![Edit::new(space, "")], title.into())
        }
        Action::Delete(Delete::SpaceAfter) => {
            let space = Span::new(hit.span.end, after_space(cx.doc.text, hit.span).end);
            let title = format!("Write `{}` without the space after it", one_line(hit.span.of(cx.doc.text)));
            (vec![Edit::new(space, "")], title.into())
        }
        Action::Delete(Delete::Break) => {
            let at = cx.doc.blocks.partition_point(|b| b.end as usize <= hit.start);
            let before = cx.doc.blocks[..at].last()?;
            (vec![Edit::new(Span::new(before.span.end, hit.span.start), " ")], "Join the two paragraphs".into())
        }
        Action::Delete(Delete::Paragraph) => {
            let at = cx.doc.blocks.partition_point(|b| b.end as usize <= hit.start);
            (vec![Edit::new(cx.paragraph(at), "")], "Delete this paragraph".into())
        }
    };
    let title = match &fix.title {
        Some(template) => one_line(&template.render(&values)?).into(),
        None => title,
    };
    Some(Fix { title, edits, applicability: fix.applicability })
}

/// One edit that puts a template in place of each capture and leaves what stands between as it is.
fn rewrite(cx: &Context<'_>, parts: &[(Box<str>, Template)], hit: &Hit<'_>) -> Option<Edit> {
    let text = cx.doc.text;
    let mut edits: Vec<(Span, String)> = Vec::new();
    for (name, span) in &hit.captures {
        let Some((_, template)) = parts.iter().find(|p| &*p.0 == *name) else { continue };
        // Inside the template the capture's name means this occurrence of it.
        let values = |asked: &str| if asked == *name { Some(span.of(text).to_owned()) } else { value(cx, hit, asked) };
        let to = template.render(&values)?;
        let span = if to.is_empty() { after_space(text, *span) } else { *span };
        edits.push((span, to));
    }
    edits.sort_by_key(|e| e.0);
    let whole = edits.first()?.0.to(edits.last()?.0);
    let mut out = String::new();
    let mut at = whole.start;
    for (span, to) in &edits {
        if span.start < at {
            return None;
        }
        out.push_str(Span::new(at, span.start).of(text));
        out.push_str(to);
        at = span.end;
    }
    Some(Edit::new(whole, out))
}

/// The span with the white space after it, so that a deletion leaves no double space; spaces only, no line end.
fn after_space(text: &str, span: Span) -> Span {
    let rest = &text[span.end as usize..];
    let spaces = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\t']).len();
    Span::new(span.start, span.end + spaces as u32)
}

/// The span with the white space before it.
fn with_space(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let kept = before.trim_end_matches([' ', '\u{a0}', '\u{202f}', '\t']).len() as u32;
    if kept == span.start { after_space(text, span) } else { Span::new(kept, span.end) }
}

/// `to` in the case of what it replaces: capitals where all of it is in capitals, a capital where it begins with one
/// and the words it stands for do not do so by themselves (`form`, or a small first letter in `to`).
fn in_case_of(cx: &Context<'_>, hit: &Hit<'_>, to: &str, form: Option<&str>) -> String {
    let range = hit.words(cx);
    let words = || cx.doc.tokens[range.clone()].iter().filter(|t| t.kind == TokenKind::Word && t.case != Case::None);
    let begins_small = |t: &str| t.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let letters = hit.span.of(cx.doc.text).chars().filter(|c| c.is_alphabetic()).count();
    let form_upper = form.is_some_and(|f| f.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase));
    if letters > 3 && !form_upper && words().count() > 0 && words().all(|t| t.case == Case::Upper) {
        return to.to_uppercase();
    }
    let matched = hit.span.of(cx.doc.text);
    let raised = match form {
        Some(form) => begins_small(form) && !begins_small(matched) && matched.chars().any(char::is_alphabetic),
        None => {
            // A bracket, or the sign or number of a list item, may stand before the first word.
            let opens = |t: &&Token| matches!(t.span.of(cx.doc.text), "(" | "[") && t.has(Flags::SENTENCE_START);
            let before = &cx.doc.tokens[range.start.saturating_sub(2)..range.start];
            let signs = before.iter().rev().take_while(|t| t.kind != TokenKind::Word);
            let item = signs.clone().any(|t| t.has(Flags::LINE_START));
            let first = item || before.last().filter(opens).is_some();
            cx.doc.tokens[range.start].has(Flags::SENTENCE_START) || first && !begins_small(matched)
        }
    };
    if raised && begins_small(to) { capitalised(to) } else { to.to_owned() }
}
