//! How much a finding weighs by what surrounds it: a repetition, a small letter or a line that is right in prose of some
//! kind is a hint there, or nothing, and no fix of it is safe.

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod common;

use common::corpus::{check, linter};
use copydesk::{Applicability, RuleSet, Severity};
use std::sync::Arc;

/// What the built-in rule `name` says of `text`: the words, how much they matter, whether the first fix is safe.
fn found(name: &str, text: &str) -> Vec<(String, Severity, bool)> {
    let rules = Arc::new(RuleSet::built_in());
    let findings = check(&linter(&rules), text);
    let of_rule = findings.iter().filter(|f| &*rules.get(f.rule).name == name);
    let safe = |f: &copydesk::Finding| f.fixes.first().is_some_and(|x| x.applicability == Applicability::Safe);
    of_rule.map(|f| (f.span.of(text).to_owned(), f.severity, safe(f))).collect()
}

/// What stands in `text` twice, with `between` between.
fn twice(paragraph: &str, between: &str) -> Vec<(Severity, bool)> {
    let text =
        format!("The storm came at night, and nobody slept.\n\n{paragraph}\n\n{between}{paragraph}\n\nThe day broke.");
    found("duplicate-paragraph", &text).into_iter().map(|(_, severity, safe)| (severity, safe)).collect()
}

#[test]
fn a_paragraph_is_deleted_safely_only_right_after_its_copy() {
    let short = "The boats were torn from their moorings, one after the other.";
    let long = "The boats were torn from their moorings, one after the other, and when the harbour master came down to the \
                quay with his lamp he found but two of them left, and both of these were half full.";
    let other = "The mayor came at dawn.\n\n";
    assert_eq!(twice(short, ""), [(Severity::Error, true)]);
    assert_eq!(twice(long, other), [(Severity::Error, false)]);
    assert_eq!(twice(short, other), [(Severity::Info, false)]);
    let question = "And what did the others see of it?\n\n";
    assert_eq!(twice(long, question), [(Severity::Info, false)]);
}

#[test]
fn what_is_said_or_sung_again_is_not_deleted() {
    assert_eq!(twice("“The boats are gone, all of them, and the nets with them.”", ""), [(Severity::Info, false)]);
    let refrain = "And still the lamp burned in the window of the house.";
    let text =
        format!("{refrain}\n\nShe went out.\n\n{refrain}\n\nShe came back.\n\n{refrain}\n\nThe day broke at last.");
    let refrains = found("duplicate-paragraph", &text);
    assert!(refrains.iter().all(|(_, severity, safe)| *severity == Severity::Info && !safe), "{refrains:?}");
}

#[test]
fn doubled_words_weigh_by_what_they_are() {
    let weight = |text: &str| found("repeated-words", text).into_iter().map(|f| (f.1, f.2)).next();
    assert_eq!(weight("They crossed the the border at night."), Some((Severity::Error, true)));
    assert_eq!(weight("The court published its verdict verdict on Monday."), Some((Severity::Error, false)));
    assert_eq!(weight("They flew on to Spain Spain on Monday."), Some((Severity::Info, false)));
    assert_eq!(weight("“I asked for tea tea, you know,” she said."), Some((Severity::Info, false)));
    assert_eq!(weight("The man whom she had spoken to to the end left."), Some((Severity::Info, false)));
}

#[test]
fn a_small_letter_is_mended_safely_only_after_a_word_that_is_no_abbreviation() {
    let weight = |text: &str| found("lowercase-sentence-start", text).into_iter().map(|f| (f.1, f.2)).next();
    assert_eq!(weight("They will stay there. the minister did not say why."), Some((Severity::Warning, true)));
    assert_eq!(weight("They will stay and go. and the minister did not say why."), Some((Severity::Warning, false)));
    assert_eq!(weight("The vote was won by Yuri Sokolenko. it’s the first he won."), Some((Severity::Warning, true)));
    for cut in [
        "id", "Const", "Dir", "Sec", "Treas", "int", "loc", "rev", "trans", "usu", "var", "yd", "Alta", "Sask", "Calif",
    ] {
        assert_eq!(weight(&format!("The paper quotes the old {cut}. at some length, as it does.")), None, "{cut}");
    }
}

#[test]
fn a_single_word_is_furniture_only_among_furniture() {
    let weight = |text: &str| found("share-bar", text).into_iter().map(|f| (f.1, f.2)).next();
    assert_eq!(weight("Party\n\nVotes\n\nShare\n\nRed\n\n1,204\n\n41.5\n\nBlue\n\n988\n\n34.1"), None);
    assert_eq!(weight("The talks go on.\n\nPrint\n\nTelegram\n\nThe envoy left."), Some((Severity::Error, false)));
    assert_eq!(weight("The talks go on.\n\nShare on Facebook\n\nThe envoy left."), Some((Severity::Error, true)));
}
