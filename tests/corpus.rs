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

/// How often a word is followed by itself, or an article by a title.
fn slips(text: &str) -> usize {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let slip = |pair: &&[String]| {
        let title = matches!(pair[1].trim_end_matches('.'), "mr" | "ms" | "mrs");
        let plain = pair[0].chars().all(char::is_alphabetic);
        plain && pair[0] == pair[1].trim_end_matches(|c: char| !c.is_alphabetic()) || pair[0] == "the" && title
    };
    words.windows(2).filter(slip).count()
}

#[test]
fn no_offered_correction_doubles_a_word_or_leaves_an_article_before_a_title() {
    let rules = Arc::new(rules());
    let linter = linter(&rules);
    let mut wrong = Vec::new();
    for Article { path, text, .. } in articles() {
        for finding in check(&linter, &text) {
            let Some(fix) = finding.fixes.first() else { continue };
            let mut edits: Vec<_> = fix.edits.iter().collect();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
            let mut mended = text.clone();
            for edit in edits {
                mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.replacement);
            }
            if slips(&mended) > slips(&text) {
                wrong.push(format!("{}: {}: {}", path.display(), rules.get(finding.rule).name, fix.title));
            }
        }
    }
    assert!(wrong.is_empty(), "corrections that leave a new slip:\n{}", wrong.join("\n"));
}

#[test]
fn the_corpus_is_large_and_mixed() {
    let articles = articles();
    let languages: BTreeSet<&str> = articles.iter().map(|a| &a.language[..]).collect();
    assert!(articles.len() >= 40 && languages.len() >= 8, "{} articles from {languages:?}", articles.len());
}
