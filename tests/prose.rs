//! Good prose that is not news: manuals, verse, minutes, judgments, recipes, interviews, glossaries, pages of the web. No
//! safe fix changes it, and what is found in it beyond hints is little, listed, and right or forgiven by somebody who
//! has read it.
//!
//! `COPYDESK_UPDATE=1 cargo test --test prose` writes the list anew; read the difference before committing it.

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod common;

use common::corpus::linter;
use common::prose::{Document, documents};
use copydesk::{Applicability, Article, RuleSet, Severity};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

/// The most errors and warnings in 1,000 words.
const MOST: f64 = 0.2;

#[test]
fn good_prose_is_left_alone() {
    let rules = Arc::new(RuleSet::built_in());
    let linter = linter(&rules);
    let (mut list, mut loud, mut words, mut changed) = (String::new(), 0, 0, Vec::new());
    for Document { name, format, text } in documents() {
        let checked = linter.check_file(format, &Article::new(&*text));
        words += checked.words;
        for finding in checked.findings {
            let at = &text[finding.span.range()];
            let shown: String = at.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
            let line = text[..finding.span.start as usize].matches('\n').count() + 1;
            let rule = &rules.get(finding.rule).name;
            if finding.fix(Applicability::Safe).is_some() {
                changed.push(format!("{name}:{line}: {rule}: {shown}"));
            }
            if finding.severity > Severity::Info {
                loud += 1;
                writeln!(list, "{name}:{line}: {}[{rule}] {shown}", finding.severity).unwrap();
            }
        }
    }
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose.findings");
    if env::var_os("COPYDESK_UPDATE").is_some() {
        fs::write(&beside, &list).unwrap();
    }
    assert!(changed.is_empty(), "safe fixes in good prose:\n{}", changed.join("\n"));
    let rate = f64::from(loud) * 1000.0 / words as f64;
    assert!(rate <= MOST, "{loud} errors and warnings in {words} words, {rate:.2} in 1,000:\n{list}");
    assert_eq!(fs::read_to_string(&beside).unwrap_or_default(), list, "other findings than those that were read");
}

#[test]
fn the_prose_is_long_and_of_many_kinds() {
    let documents = documents();
    let words: usize = documents.iter().map(|d| d.text.split_whitespace().count()).sum();
    assert!(documents.len() >= 80 && words >= 60_000, "{} documents, {words} words", documents.len());
}
