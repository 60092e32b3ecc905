//! The language an article was translated from: given, or inferred from what it left in the text.

use super::scan::Hit;
use crate::context::Context;
use crate::language::Language;
use crate::rule::Rule;
use crate::text::fold;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The language an article was translated from, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SourceLanguage {
    /// Its code (`fr`), if known.
    pub language: Option<Language>,
    /// The words it was inferred from; empty where it was given.
    pub evidence: Vec<Box<str>>,
}

/// Different words that must speak for a language before it is inferred.
const EVIDENCE: usize = 2;

impl SourceLanguage {
    /// The language that was given, or the one that at least two different findings speak for, if none speaks as
    /// loudly for another. Only rules and rows that name just one language, and do not need to know it, are evidence.
    #[must_use]
    pub fn of(cx: &Context<'_>, rules: &[Rule], hits: &[Hit<'_>], given: Option<&Language>) -> Self {
        if let Some(language) = given {
            return Self { language: Some(language.clone()), evidence: Vec::new() };
        }
        // By language: the folded words that speak for it, and the first of them as they stand in the text.
        let mut words: BTreeMap<Box<str>, BTreeSet<String>> = BTreeMap::new();
        let mut shown: BTreeMap<Box<str>, Vec<Box<str>>> = BTreeMap::new();
        for hit in hits {
            let rule = &rules[hit.rule as usize];
            // What is only a hint in this document speaks for nothing.
            if super::guard::is_hint(cx, rule, hit) {
                continue;
            }
            let language = match (hit.row.and_then(|r| r.from.clone()), &languages(cx, rule, hit)[..]) {
                (Some(language), _) => language,
                (None, [language]) if !rule.asks_for_source(hit.part) => language.clone(),
                _ => continue,
            };
            let text = hit.span.of(cx.doc.text);
            let evidence = shown.entry(language.clone()).or_default();
            if words.entry(language).or_default().insert(fold::fold(text).into_owned()) && evidence.len() < 5 {
                evidence.push(text.into());
            }
        }
        let mut ranked: Vec<(usize, Box<str>)> =
            words.into_iter().map(|(language, words)| (words.len(), language)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let second = ranked.get(1).map_or(0, |r| r.0);
        match ranked.into_iter().next() {
            Some((count, language)) if count >= EVIDENCE && count > second => {
                Self { language: language.parse().ok(), evidence: shown.remove(&language).unwrap_or_default() }
            }
            _ => Self::default(),
        }
    }

    /// Whether the algorithm of `rule`, if it needs to know the source language, may run.
    #[must_use]
    pub fn admits(&self, rule: &Rule) -> bool {
        !rule.needs_source || self.is_one_of(&rule.from)
    }

    /// Whether a match, if it counts only where the source language is known, counts here.
    #[must_use]
    pub fn admits_match(&self, cx: &Context<'_>, rule: &Rule, hit: &Hit<'_>) -> bool {
        !rule.asks_for_source(hit.part) || self.is_one_of(&languages(cx, rule, hit))
    }

    fn is_one_of(&self, languages: &[Box<str>]) -> bool {
        self.language.as_ref().is_some_and(|language| languages.iter().any(|one| **one == *language.code()))
    }
}

/// The source languages that leave what has matched.
fn languages<'r>(cx: &Context<'_>, rule: &'r Rule, hit: &Hit<'_>) -> Cow<'r, [Box<str>]> {
    match rule.variant(hit.part).and_then(|variant| variant.language.as_ref()) {
        Some(language) => {
            let codes = language.render(&|name: &str| super::render::value(cx, hit, name)).unwrap_or_default();
            codes.split_whitespace().map(Into::into).collect()
        }
        None => Cow::Borrowed(&rule.from),
    }
}
