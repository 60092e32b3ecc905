//! `copydesk rules`: the rules as a table, or the pages of some.

use super::arguments::RuleSource;
use super::console::Console;
use super::output::Output;
use super::status::Status;
use crate::problem::Problems;
use crate::report::paint::Paint;
use crate::report::rule_page::{fixes, languages, page};
use crate::report::statistics::write_table;
use crate::report::visible::visible;
use crate::rule::RuleSet;
use crate::rule::selection::KnownNames;
use clap::Args;

#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Rules to explain; all are listed, if none is named
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    rules: RuleSource,
}

/// Lists or explains rules.
pub fn run(args: &RulesArgs, console: &Console) -> Result<Status, Problems> {
    let rules = args.rules.load()?;
    let mut out = Vec::new();
    if args.names.is_empty() {
        list(&rules, console.out, &mut out);
    }
    for (i, name) in args.names.iter().enumerate() {
        let rule = rules.rules.iter().find(|rule| *rule.name == **name);
        let rule = rule.ok_or_else(|| KnownNames::new(&rules).no_rule(name))?;
        if i > 0 {
            out.push(b'\n');
        }
        out.extend(page(rule, console.out).into_bytes());
    }
    Output::stdout(console.out).write(&out)?;
    Ok(Status::Clean)
}

fn list(rules: &RuleSet, paint: Paint, out: &mut Vec<u8>) {
    let mut rows = vec![["rule", "family", "severity", "from", "fix", "what"].map(str::to_owned)];
    rows.extend(rules.rules.iter().map(|rule| {
        let severity = if rule.enabled { rule.severity.name() } else { "off" };
        [
            visible(&rule.name),
            visible(&rule.family),
            severity.to_owned(),
            languages(rule),
            fixes(rule).to_owned(),
            visible(&rule.summary),
        ]
    }));
    write_table(&rows, rows[0].len(), paint, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::sample;

    #[test]
    fn a_list_and_a_page() {
        let rules = sample::rules();
        let mut out = Vec::new();
        list(&rules, Paint::default(), &mut out);
        let list = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(format!("{list}\n{}", page(&rules.rules[1], Paint::default())));
    }
}
