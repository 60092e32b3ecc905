//! Two ways of writing one thing, such as *US* and *U.S.*, in one article.

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix, Related};
use crate::span::Span;
use crate::text::fold;
use crate::text::token::{self, Flags, Token};
use serde::Deserialize;
use std::collections::HashMap;

/// Two ways of writing one thing, such as *US* and *U.S.*, in one article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MixedForms {
    /// Forms that mean the same, a list for each thing.
    groups: Vec<Vec<String>>,
}

impl Check for MixedForms {
    fn words(&self) -> Vec<u32> {
        self.groups.iter().flatten().filter_map(|form| token::tokenize(form).first().map(|t| t.fold)).collect()
    }

    fn run(&self, cx: &Context<'_>, candidates: &[usize]) -> Vec<Match> {
        let mut by_word: HashMap<u32, Vec<usize>, fold::Hashed> = HashMap::default();
        for &at in candidates.iter().filter(|&&at| !cx.doc.tokens[at].has(Flags::QUOTED)) {
            by_word.entry(cx.doc.tokens[at].fold).or_default().push(at);
        }
        let mut found = Vec::new();
        for group in &self.groups {
            let forms: Vec<(&String, Vec<Span>)> = group.iter().map(|f| (f, places(cx, &by_word, f))).collect();
            let mut used = forms.iter().filter(|(_, places)| !places.is_empty());
            let (Some(first), Some(_)) = (used.next(), used.next()) else { continue };
            // The commonest form, and among equals the one that comes first, is the one for all.
            let rank = |f: &&(&String, Vec<Span>)| (f.1.len(), u32::MAX - f.1.first().map_or(u32::MAX, |s| s.start));
            let best = forms.iter().max_by_key(rank).unwrap_or(first);
            let others = forms.iter().filter(|f| f.0 != best.0);
            found.extend(others.flat_map(|f| f.1.iter().map(|&span| report(span, best))));
        }
        found.sort_by_key(|m| m.span);
        found
    }
}

/// Where the form stands, in just this case, among the places of its first word.
fn places(cx: &Context<'_>, by_word: &HashMap<u32, Vec<usize>, fold::Hashed>, form: &str) -> Vec<Span> {
    let wanted = token::tokenize(form);
    let Some(first) = wanted.first() else { return Vec::new() };
    let tokens = &cx.doc.tokens;
    let same = |found: &Token, wanted: &Token, inner: bool| {
        (!inner || found.has(Flags::SPACE_BEFORE) == wanted.has(Flags::SPACE_BEFORE))
            && fold::same_exact(found.span.of(cx.doc.text), wanted.span.of(form))
    };
    let starts = by_word.get(&first.fold).map_or(&[][..], |places| places);
    starts
        .iter()
        .filter_map(|&at| tokens.get(at..at + wanted.len()))
        .filter(|run| run.iter().zip(&wanted).enumerate().all(|(i, (found, wanted))| same(found, wanted, i > 0)))
        .map(|run| run[0].span.to(run[run.len() - 1].span))
        .collect()
}

fn report(span: Span, best: &(&String, Vec<Span>)) -> Match {
    let (form, places) = best;
    Match {
        span,
        values: vec![("other", (*form).clone())],
        related: places
            .first()
            .map(|&span| Related { span, message: "written like this here".into() })
            .into_iter()
            .collect(),
        hint: false,
        fixes: vec![Fix {
            title: format!("Write `{form}`").into(),
            edits: vec![Edit::new(span, form.as_str())],
            applicability: Applicability::Unsafe,
        }],
    }
}
