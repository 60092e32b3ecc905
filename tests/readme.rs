//! The README says what is so: its table of rules is made from the rules, its screen of output from the sample.
//!
//! `COPYDESK_UPDATE=1 cargo test --test readme` writes both anew.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use copydesk::rule::RuleSet;
use std::path::Path;
use std::process::Command;
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

fn compare(name: &str, body: &str) {
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
    let rules = RuleSet::load(&[]).unwrap_or_else(|e| panic!("{e}"));
    let mut table = String::from("| rule | what is wrong | severity | fix | from |\n|---|---|---|---|---|\n");
    for rule in &rules.rules {
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
