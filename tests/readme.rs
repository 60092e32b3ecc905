//! The README says what is so: its table of rules is made from the rules, its screen of output from the sample, its table
//! of findings from the regression corpus.
//!
//! `COPYDESK_UPDATE=1 cargo test --test readme` writes them anew.

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod common;

use common::corpus::{articles, check, linter};
use copydesk::{RuleSet, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::{env, fs};

/// Puts `body` between the markers called `name`, and says whether it was there already.
fn between(readme: &str, name: &str, body: &str) -> (String, bool) {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let start = readme.find(&begin).unwrap_or_else(|| panic!("README.md has no {begin}")) + begin.len();
    let stop = start + readme[start..].find(&end).unwrap_or_else(|| panic!("README.md has no {end}"));
    (format!("{}{body}{}", &readme[..start], &readme[stop..]), &readme[start..stop] == body)
}

/// Every row of the README's table is that of a rule, in the table's order. A rule without a row fails nothing: a new rule
/// is one new file, and its row comes when the table is next written.
fn rows_are_true(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    if env::var_os("COPYDESK_UPDATE").is_some() {
        compare("rules", table);
        return;
    }
    let readme = fs::read_to_string(&path).unwrap();
    let begin = readme.find("<!-- rules -->\n").unwrap() + "<!-- rules -->\n".len();
    let end = readme.find("<!-- end of rules -->").unwrap();
    let mut rows = table.lines();
    for row in readme[begin..end].lines() {
        assert!(
            rows.any(|r| r == row),
            "README.md: no rule has this row (any more), or not at this place: {row}\nrun `COPYDESK_UPDATE=1 cargo test --test readme`"
        );
    }
    assert!(readme[begin..end].lines().count() > 30, "README.md has lost its table of rules");
}

/// One test at a time reads and writes the README.
static README: Mutex<()> = Mutex::new(());

fn compare(name: &str, body: &str) {
    let _alone = README.lock().unwrap_or_else(PoisonError::into_inner);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (new, same) = between(&readme, name, body);
    if env::var_os("COPYDESK_UPDATE").is_some() {
        fs::write(&path, new).unwrap();
        return;
    }
    assert!(same, "README.md is out of date at `{name}`; run `COPYDESK_UPDATE=1 cargo test --test readme`");
}

#[test]
fn the_table_of_rules_and_the_screen_are_current() {
    let rules = RuleSet::built_in();
    let mut table = String::from("| rule | what is wrong | severity | fix | from |\n|---|---|---|---|---|\n");
    for rule in rules.iter() {
        let fix = rule.best_fix().map_or("–", |a| a.name());
        let from = if rule.from.is_empty() { "any".to_owned() } else { rule.from.join(", ") };
        table +=
            &format!("| `{}/{}` | {} | {} | {fix} | {from} |\n", rule.family, rule.name, rule.summary, rule.severity);
    }
    rows_are_true(&table);

    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "samples/tram.txt"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let report = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = report.lines().collect();
    let head = 34;
    assert!(lines.len() > head + 3);
    let screen = format!(
        "```text\n$ copydesk check samples/tram.txt\n{}\n…\n{}\n```\n",
        lines[..head].join("\n"),
        lines[lines.len() - 3..].join("\n")
    );
    compare("screen", &screen);
}

/// Findings of severity error and warning in 1,000 words.
#[derive(Default)]
struct Row {
    articles: usize,
    words: usize,
    found: usize,
    twin_words: usize,
    noise: usize,
    silent: usize,
}

#[test]
fn the_table_of_findings_is_current() {
    let rules = std::sync::Arc::new(RuleSet::built_in());
    let linter = linter(&rules);
    let count = |text: &str| check(&linter, text).iter().filter(|f| f.severity > Severity::Info).count();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for article in articles() {
        let (found, noise) = (count(&article.text), count(&article.twin));
        for scope in [article.language.clone(), "all".to_owned()] {
            let row = rows.entry(scope).or_default();
            row.articles += 1;
            row.words += article.text.split_whitespace().count();
            row.found += found;
            row.twin_words += article.twin.split_whitespace().count();
            row.noise += noise;
            row.silent += usize::from(noise == 0);
        }
    }
    let mut table = String::from(
        "| translated from | articles | words | findings per 1,000 words | in their twins | twins without any |\n|---|---|---|---|---|---|\n",
    );
    let all = rows.remove("all").unwrap();
    for (language, row) in rows.iter().map(|(l, r)| (&l[..], r)).chain([("all", &all)]) {
        let rate = |n: usize, words: usize| n as f64 * 1000.0 / words as f64;
        let (found, noise) = (rate(row.found, row.words), rate(row.noise, row.twin_words));
        let (articles, words, silent) = (row.articles, row.words, row.silent);
        writeln!(table, "| {language} | {articles} | {words} | {found:.1} | {noise:.2} | {silent} of {articles} |")
            .unwrap();
    }
    compare("findings", &table);
}
