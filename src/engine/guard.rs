//! What must hold around a match: the conditions of `[when]` and of table rows.

use super::scan::Hit;
use crate::article::Article;
use crate::context::Context;
use crate::pattern::program::{Guard, Program};
use crate::rule::file::Quotation;
use crate::rule::lexicon::Beside;
use crate::rule::{Rule, When};
use crate::span::Span;
use crate::text::token::{Flags, TokenKind};

/// Whether everything the rule asks for around the match holds.
#[must_use]
pub fn allows(cx: &Context<'_>, rule: &Rule, hit: &Hit<'_>, article: &Article<'_>) -> bool {
    holds(cx, &rule.when, hit, article)
        && rule.variant(hit.part).is_none_or(|variant| holds(cx, &variant.when, hit, article))
}

/// Whether `when` holds around the match.
fn holds(cx: &Context<'_>, when: &When, hit: &Hit<'_>, article: &Article<'_>) -> bool {
    let token = &cx.doc.tokens[hit.words(cx).start];
    let block = cx.doc.block_of(hit.start);
    let (block_start, limit) = (block.start as usize, block.end as usize);
    if !roles(when, block.role) || !published(when, article) {
        return false;
    }
    if when.sentence_start.is_some_and(|wanted| wanted != token.has(Flags::SENTENCE_START)) {
        return false;
    }
    if when.quotation.is_some_and(|wanted| (wanted == Quotation::Inside) != token.has(Flags::QUOTED)) {
        return false;
    }
    if let Some(wanted) = when.quotation_sound {
        let mark = |at: &usize| {
            let t = &cx.doc.tokens[*at];
            t.kind == TokenKind::Quote && (t.has(Flags::OPENS) || t.has(Flags::CLOSES))
        };
        let sound = |at: usize| cx.doc.quotations.sound(&cx.doc.tokens, block, at);
        if hit.words(cx).find(mark).is_some_and(sound) != wanted {
            return false;
        }
    }
    let ends = |p: &Program| cx.ends(p, hit.start, block_start);
    let begins = |p: &Program| cx.begins(p, hit.end, limit);
    if (!when.before.is_empty() && !when.before.iter().any(|g| ends(g))) || when.not_before.iter().any(|g| ends(g)) {
        return false;
    }
    if (!when.after.is_empty() && !when.after.iter().any(|g| begins(g))) || when.not_after.iter().any(|g| begins(g)) {
        return false;
    }
    if let Some(beside) = hit.row.and_then(|r| r.beside.as_deref()) {
        let Beside { before, after, not_before, not_after } = beside;
        if !before.as_ref().is_none_or(ends) || !after.as_ref().is_none_or(begins) {
            return false;
        }
        if not_before.as_ref().is_some_and(ends) || not_after.as_ref().is_some_and(begins) {
            return false;
        }
    }
    if !when.sentence_has.is_empty() || !when.sentence_lacks.is_empty() {
        // Looked for within a bounded distance, so that a text without stops stays linear.
        const FARTHEST: usize = 80;
        let sentence = cx.doc.sentence_of(hit.start);
        let start = (sentence.start as usize).max(hit.start.saturating_sub(FARTHEST));
        let end = (sentence.end as usize).max(hit.end).min(hit.end + FARTHEST).min(limit);
        let within = |p: &Program| cx.matches_in(p, start, end);
        if (!when.sentence_has.is_empty() && !when.sentence_has.iter().any(|g| within(g)))
            || when.sentence_lacks.iter().any(|g| within(g))
        {
            return false;
        }
    }
    beside(cx, when, hit) && document(cx, when, hit)
}

/// The conditions that look at the blocks before and after the match.
fn beside(cx: &Context<'_>, when: &When, hit: &Hit<'_>) -> bool {
    if when.near.is_empty() && when.near_lacks.is_empty() {
        return true;
    }
    let block = cx.doc.block_of(hit.start);
    let before = (block.start as usize).checked_sub(1).map(|at| cx.doc.block_of(at));
    let after = cx.doc.tokens.get(block.end as usize).map(|_| cx.doc.block_of(block.end as usize));
    // What tells a paragraph's kind stands at its start or its end; a long one is not read through.
    const LONGEST: usize = 200;
    let blocks = before.into_iter().chain(after);
    let within = |p: &Program| {
        blocks.clone().any(|b| {
            let (start, end) = (b.start as usize, b.end as usize);
            cx.matches_in(p, start, end.min(start + LONGEST))
        })
    };
    (when.near.is_empty() || when.near.iter().any(|p| within(p))) && !when.near_lacks.iter().any(|p| within(p))
}

/// Whether what stands before the match makes it a hint although the source language is not known.
#[must_use]
pub fn hints_at_source(cx: &Context<'_>, rule: &Rule, hit: &Hit<'_>) -> bool {
    let block_start = cx.doc.block_of(hit.start).start as usize;
    rule.when.hint_before.iter().any(|guard| cx.ends(guard, hit.start, block_start))
}

/// Whether the match is only a hint in this document, unless the source language is known.
#[must_use]
pub fn is_hint(cx: &Context<'_>, rule: &Rule, hit: &Hit<'_>) -> bool {
    lacks_setting(cx, &rule.when) || rule.variant(hit.part).is_some_and(|variant| lacks_setting(cx, &variant.when))
}

/// Whether the document lacks what matches have to stand in to be more than hints.
#[must_use]
pub fn lacks_setting(cx: &Context<'_>, when: &When) -> bool {
    !when.hint_unless.is_empty() && !when.hint_unless.iter().any(|guard| cx.first_match(guard).is_some())
}

/// The conditions that look at the whole document, the dearest, come last.
fn document(cx: &Context<'_>, when: &When, hit: &Hit<'_>) -> bool {
    if when.english.is_some() && cx.style().english != when.english {
        return false;
    }
    let anywhere = |guard: &Guard| cx.first_match(guard).is_some();
    if !when.document_has.is_empty() && !when.document_has.iter().any(anywhere)
        || when.document_lacks.iter().any(anywhere)
    {
        return false;
    }
    let earlier = |guard: &Guard| cx.first_match(guard).is_some_and(|at| at < hit.start);
    if when.earlier_lacks.iter().any(earlier) {
        return false;
    }
    let Some(elsewhere) = &when.elsewhere else { return true };
    let value = |name: &str| super::render::value(cx, hit, name);
    elsewhere.render(&value).is_some_and(|words| cx.elsewhere(&words, hit.start, hit.end))
}

fn roles(when: &When, role: crate::text::block::Role) -> bool {
    (when.role.is_empty() || when.role.contains(&role)) && !when.not_role.contains(&role)
}

fn published(when: &When, article: &Article<'_>) -> bool {
    match (when.published_from, article.published) {
        (Some(from), Some(day)) => day >= from,
        _ => true,
    }
}

/// Whether the role of the block at `span` is one the rule looks at.
#[must_use]
pub fn role_allows(cx: &Context<'_>, rule: &Rule, span: Span) -> bool {
    cx.doc.block_at(span.start).is_none_or(|block| roles(&rule.when, block.role))
}
