//! `copydesk rules`: the rules as a table, or the pages of some.

use super::RuleSource;
use super::console::Console;
use super::output::Output;
use super::status::Status;
use crate::desk::failure::Failure;
use crate::desk::select::unknown;
use crate::finding::Applicability;
use crate::report::paint::{Ink, Paint};
use crate::report::statistics::write_table;
use crate::report::visible::visible;
use crate::rule::{Example, Matcher, Rule, RuleSet};
use clap::Args;
use std::io::Write;

#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Rules to explain; all are listed, if none is named
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    #[command(flatten)]
    rules: RuleSource,
}

/// Lists or explains rules.
pub fn run(args: &RulesArgs, console: &Console) -> Result<Status, Failure> {
    let rules = args.rules.load()?;
    let mut out = Vec::new();
    if args.names.is_empty() {
        list(&rules, console.out, &mut out);
    }
    for (i, name) in args.names.iter().enumerate() {
        let rule = rules.rules.iter().find(|rule| *rule.name == **name);
        let rule = rule.ok_or_else(|| unknown("rule", name, rules.rules.iter().map(|r| &*r.name)))?;
        if i > 0 {
            out.push(b'\n');
        }
        // Writing into memory cannot fail.
        let _ = page(rule, console.out, &mut out);
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

fn languages(rule: &Rule) -> String {
    if rule.from.is_empty() { "any".to_owned() } else { visible(&rule.from.join(", ")) }
}

/// What a configuration may set otherwise, with the values it has.
fn options(rule: &Rule) -> Option<String> {
    let often = [("at-least", f64::from(rule.when.at_least)), ("per-thousand", rule.when.per_thousand)];
    let often = often.into_iter().filter(|(_, value)| *value > 0.0).map(|(name, value)| format!("{name} = {value}"));
    let own = match &rule.matcher {
        Matcher::Check(_, options) => options.iter().map(|(name, value)| format!("{name} = {value}")).collect(),
        _ => Vec::new(),
    };
    let all: Vec<String> = own.into_iter().chain(often).collect();
    (!all.is_empty()).then(|| visible(&all.join(", ")))
}

/// The best fix the rule can offer.
fn fixes(rule: &Rule) -> &'static str {
    rule.best_fix().map_or("none", Applicability::name)
}

fn page(rule: &Rule, paint: Paint, out: &mut Vec<u8>) -> std::io::Result<()> {
    let text = |text: &str| text.trim().lines().map(visible).collect::<Vec<_>>().join("\n");
    writeln!(out, "{}", paint.with(Ink::Strong, visible(&rule.name)))?;
    writeln!(out, "{}\n\n{}\n", visible(&rule.summary), text(&rule.why))?;
    let runs = match (rule.enabled, rule.needs_source) {
        (false, _) => "only if selected",
        (true, true) => "if the source language is known",
        (true, false) => "always",
    };
    let facts = [
        ("family", visible(&rule.family)),
        ("severity", rule.severity.to_string()),
        ("category", visible(&rule.category)),
        ("from", languages(rule)),
        ("fix", fixes(rule).to_owned()),
        ("runs", runs.to_owned()),
        ("since", visible(&rule.since)),
    ];
    for (name, fact) in facts.into_iter().chain(options(rule).map(|options| ("options", options))) {
        writeln!(out, "{}  {fact}", paint.with(Ink::Quiet, format!("{name:<8}")))?;
    }
    if let Some(m) = &rule.measured {
        let name = paint.with(Ink::Quiet, "measured");
        writeln!(
            out,
            "{name}  findings per 1,000 words: {} on English news, {} on human translation, {} on machine translation; {} of {} read were right ({})",
            m.clean,
            m.reference,
            m.translation,
            m.right,
            m.read,
            visible(&m.version)
        )?;
    }
    let (mut found, mut left) = (Vec::new(), Vec::new());
    for example in &rule.examples {
        match example {
            Example::Bad { bad, good, .. } => {
                let quoted = |sign: &str, ink: Ink, words: &str| {
                    let lines = words
                        .trim()
                        .lines()
                        .map(|line| paint.with(ink, format!("  {sign} {}", visible(line))).to_string());
                    lines.collect::<Vec<_>>().join("\n") + "\n"
                };
                found.push(
                    quoted("-", Ink::Old, bad) + &good.as_ref().map(|g| quoted("+", Ink::New, g)).unwrap_or_default(),
                );
            }
            Example::Clean { text: clean, .. } => left.push(format!("    {}\n", text(clean).replace('\n', "\n    "))),
        }
    }
    for (head, examples) in [("Found:", found), ("Left alone:", left)] {
        if !examples.is_empty() {
            write!(out, "\n{}\n{}", paint.with(Ink::Strong, head), examples.concat())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_list_and_a_page() {
        let rules = sample::rules();
        let mut out = Vec::new();
        list(&rules, Paint::default(), &mut out);
        out.push(b'\n');
        page(&rules.rules[1], Paint::default(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
