//! What every built-in rule must prove: its examples, and tables that are in order.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use copydesk::internal::rule_test;
use copydesk::{Applicability, Article, Linter, Options, RuleSet, Selection};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn rules_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")
}

/// All rule files, sorted by path.
fn rule_files() -> Vec<(PathBuf, String)> {
    let mut files = files("toml");
    files.retain(|(path, _)| !path.parent().unwrap().ends_with("patterns"));
    files
}

/// The files of all rules that end in `extension`, sorted by path.
fn files(extension: &str) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    for family in fs::read_dir(rules_folder()).unwrap() {
        for file in fs::read_dir(family.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == extension) {
                out.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

#[test]
fn every_example_of_every_rule() {
    let rules = Arc::new(RuleSet::built_in());
    let verdict = rule_test::run(&rules, |_| true).unwrap();
    let failures: Vec<String> =
        verdict.failures.iter().map(|f| format!("{} {} #{}: {}", f.outcome, f.rule, f.example, f.detail)).collect();
    assert!(verdict.rules > 0 && verdict.examples >= verdict.rules * 4, "{verdict:?}");
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_folder_and_the_binary_hold_the_same_rules() {
    let built_in = RuleSet::built_in();
    let folder = RuleSet::read(&[rules_folder()], copydesk::Sources::OwnOnly).unwrap_or_else(|e| panic!("{e}"));
    let names = |set: &RuleSet| set.iter().map(|r| format!("{}/{}", r.family, r.name)).collect::<Vec<_>>();
    assert_eq!(names(&built_in), names(&folder));
}

#[test]
fn tables_are_sorted_and_without_duplicates() {
    let tables = files("tsv");
    assert!(!tables.is_empty());
    for (path, text) in tables {
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert!(!text.contains('\r') && text.ends_with('\n'), "{}", path.display());
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert!(
            rows == sorted,
            "{} is not sorted, or has a line twice; sort it with `LC_ALL=C sort -u` below the header",
            path.display()
        );
    }
}

/// Rule files are read and compared side by side: a longer line is broken, in a list or between three quotation marks.
#[test]
fn lines_of_rule_files_are_short() {
    const MOST: usize = 160;
    let rules = files("toml");
    let lines = rules.iter().flat_map(|(path, text)| text.lines().enumerate().map(move |(at, line)| (path, at, line)));
    let long: Vec<String> = lines
        .filter(|(.., line)| line.chars().count() > MOST)
        .map(|(path, at, _)| format!("{}:{}", path.display(), at + 1))
        .collect();
    assert!(!rules.is_empty() && long.is_empty(), "lines of more than {MOST} characters:\n{}", long.join("\n"));
}

/// Every built-in rule says what is known of it; whether that is enough is judged with its examples.
#[test]
fn every_rule_is_measured_or_unseen() {
    let rules = RuleSet::built_in();
    let silent: Vec<&str> = rules.iter().filter(|r| r.evidence.is_none()).map(|r| &*r.name).collect();
    assert!(silent.is_empty(), "neither `[measured]` nor `unseen = true`: {}", silent.join(", "));
}

/// Words that a rule corrects may stand any number of times in a row: a rule takes them all at once, or a few at a time
/// and comes to an end.
#[test]
fn fixing_settles_what_is_repeated() {
    let rules = Arc::new(RuleSet::built_in());
    let bad: Vec<(String, String)> = rule_files()
        .into_iter()
        .filter_map(|(path, text)| {
            let file: toml::Table = toml::from_str(&text).unwrap();
            let examples = file.get("example")?.as_array()?;
            let bad = examples.iter().find_map(|example| example.get("bad")?.as_str())?.to_owned();
            Some((path.file_stem()?.to_str()?.to_owned(), bad))
        })
        .collect();
    assert!(bad.len() > 100, "there are no examples");
    let mut texts: Vec<(String, String)> = Vec::new();
    for (name, bad) in &bad {
        for between in ["", " "] {
            // Every marked stretch is repeated where it stands.
            let mut text = String::new();
            for piece in bad.split_inclusive(']') {
                match piece.split_once('[').and_then(|(before, rest)| Some((before, rest.strip_suffix(']')?))) {
                    Some((before, words)) => {
                        // Words with nothing between them are other words.
                        let word = |end: Option<char>| end.is_some_and(char::is_alphanumeric);
                        let glued = word(words.chars().next()) && word(words.chars().next_back());
                        let between = if glued { " " } else { between };
                        text += &(before.to_owned() + &format!("{words}{between}").repeat(20));
                    }
                    None => text += piece,
                }
            }
            texts.push((name.clone(), text));
        }
    }
    let mut endless = Vec::new();
    for (name, text) in &texts {
        // Each rule alone, for a debug build tries all of them at every token.
        let selections = vec![Selection::only([name.as_str()])];
        let linter = Linter::new(Arc::clone(&rules), Options { selections, ..Options::default() }).unwrap();
        let fixed = linter.fix(Article::new(&**text), Applicability::Unsafe);
        endless.extend((!fixed.unsettled.is_empty()).then_some(&**name));
    }
    let linter = Linter::new(Arc::clone(&rules), Options::default()).unwrap();
    for unit in ["—", "¿", "Mme ", "the the and "] {
        for end in ["Duval said so.", "\n\nDuval said so."] {
            let text = format!("He left kyiv.\n\n{}{end}", unit.repeat(20));
            let fixed = linter.fix(Article::new(&*text), Applicability::Unsafe);
            endless.extend((!fixed.unsettled.is_empty()).then_some(unit));
            // Whatever does not settle, the rest is done.
            assert!(!fixed.article.text.contains("left kyiv"), "{unit}");
        }
    }
    assert!(endless.is_empty(), "{}", endless.join("\n"));
}
