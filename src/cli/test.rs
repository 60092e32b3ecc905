//! `copydesk test`: runs the examples of rule files.

use super::console::Console;
use super::output::Output;
use super::status::Status;
use crate::outcome::summary::counted;
use crate::problem::{Mistake, Problem, Problems};
use crate::report::paint::Ink;
use crate::report::visible::visible;
use crate::rule::{Example, RuleSet, Sources};
use crate::rule_test::{self, FailedExample};
use clap::Args;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct TestArgs {
    /// Rule files or folders of them; the built-in rules, if none is named
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Tries the rules, and tells which examples fail.
pub fn run(args: &TestArgs, console: &Console) -> Result<Status, Problems> {
    // One's own rules are tried beside the built-in ones, for a correction must not set off any of those either.
    let own = RuleSet::read(&args.paths, Sources::OwnOnly)?;
    if !args.paths.is_empty() && own.rules.is_empty() {
        let remedy = "a rule is a file <family>/<rule-name>.toml".to_owned();
        return Err(Problem::new("there is no rule file there").with(remedy).into());
    }
    let all = Arc::new(RuleSet::read(&args.paths, Sources::WithBuiltIn)?);
    let chosen = |rule: &crate::rule::Rule| args.paths.is_empty() || own.find(&rule.name).is_some();
    let verdict = rule_test::run(&all, chosen)?;
    let mut out = String::new();
    for failure in &verdict.failures {
        let example = if failure.example == 0 { String::new() } else { format!(", example {}", failure.example) };
        let outcome = console.out.with(Ink::Error, format!("{:<9}", failure.outcome.to_string())).to_string();
        let location = location(&all, failure).map(|location| format!("{}\n          ", visible(&location)));
        let detail = failure.detail.lines().map(visible).collect::<Vec<_>>().join("\n          ");
        let _ = writeln!(
            out,
            "{outcome} {}{example}\n          {}{detail}",
            visible(&failure.rule),
            location.unwrap_or_default()
        );
    }
    // An example may fail in several ways.
    let failed = verdict.failures.iter().filter(|f| f.example > 0).map(|f| (&f.rule, f.example));
    let failed_examples = failed.collect::<BTreeSet<_>>().len();
    let _ = writeln!(
        out,
        "{}, {}: {} passed, {} failed",
        counted(verdict.rules, "rule"),
        counted(verdict.examples, "example"),
        verdict.examples - failed_examples,
        verdict.failures.len()
    );
    Output::stdout(console.out).write(out.as_bytes())?;
    Ok(if verdict.failures.is_empty() { Status::Clean } else { Status::Findings })
}

/// Where the example stands that failed, as `path:line:column`.
fn location(rules: &RuleSet, failure: &FailedExample) -> Option<String> {
    let rule = rules.get(rules.find(&failure.rule)?);
    let mistake = Mistake::new(&*failure.detail);
    let mistake = match failure.example.checked_sub(1).map(|number| (number, &rule.examples[number])) {
        Some((number, Example::Bad { .. })) => mistake.under("bad").under(number).under("example"),
        Some((number, Example::Clean { .. })) => mistake.under("clean").under(number).under("example"),
        None => mistake,
    };
    rule.problem(mistake).location()
}
