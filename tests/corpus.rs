//! The regression corpus: articles as a machine and a scraper would leave them, each with the twin a copy editor would
//! make of it. Beside each article stand its findings; the twins have none.
//!
//! `COPYDESK_UPDATE=1 cargo test --test corpus` writes the findings anew; read the difference before committing it.

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod common;

use common::corpus::{Article, articles, check, fixed, linter};
use copydesk::{RuleSet, Severity};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use std::{env, fs};

fn rules() -> RuleSet {
    RuleSet::built_in()
}

#[test]
fn findings_are_those_beside_the_articles() {
    let rules = Arc::new(rules());
    let linter = linter(&rules);
    let mut differ = Vec::new();
    for Article { path, text, .. } in articles() {
        let mut report = String::new();
        for finding in check(&linter, &text) {
            let line = text[..finding.span.start as usize].matches('\n').count() + 1;
            let words = finding.span.of(&text).split_whitespace().collect::<Vec<_>>().join(" ");
            let rule = &rules.get(finding.rule).name;
            let fix = finding.fixes.first();
            let fix = fix.map_or(String::new(), |f| format!(" -> {}: {}", f.applicability.name(), f.title));
            writeln!(report, "{line}: {}[{rule}] {words}{fix}", finding.severity).unwrap();
        }
        let beside = path.with_extension("findings");
        if env::var_os("COPYDESK_UPDATE").is_some() {
            fs::write(&beside, &report).unwrap();
        }
        if fs::read_to_string(&beside).unwrap_or_default() != report {
            differ.push(path);
        }
    }
    assert!(differ.is_empty(), "other findings than those beside them: {differ:?}");
}

#[test]
fn twins_are_left_alone() {
    let rules = Arc::new(rules());
    let linter = linter(&rules);
    let mut noise = Vec::new();
    for Article { path, twin, .. } in articles() {
        for finding in check(&linter, &twin).iter().filter(|f| f.severity > Severity::Info) {
            let rule = &rules.get(finding.rule).name;
            noise.push(format!("{}: {rule}: {}", path.display(), finding.span.of(&twin)));
        }
        assert_eq!(fixed(&linter, &twin), twin, "{}: a fix changes good writing", path.display());
    }
    assert!(noise.is_empty(), "findings in good writing:\n{}", noise.join("\n"));
}

#[test]
fn fixing_twice_is_fixing_once() {
    let rules = Arc::new(rules());
    let linter = linter(&rules);
    for Article { path, text, .. } in articles() {
        let once = fixed(&linter, &text);
        assert_ne!(once, text, "{}: nothing to mend", path.display());
        assert_eq!(fixed(&linter, &once), once, "{}", path.display());
    }
}

#[test]
fn the_corpus_is_large_and_mixed() {
    let articles = articles();
    let languages: BTreeSet<&str> = articles.iter().map(|a| &a.language[..]).collect();
    assert!(articles.len() >= 40 && languages.len() >= 8, "{} articles from {languages:?}", articles.len());
}
