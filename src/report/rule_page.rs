//! The page of a rule, as `copydesk rules NAME` and editors show it.

use super::paint::{Ink, Paint};
use super::visible::visible;
use crate::finding::Applicability;
use crate::rule::evidence::Evidence;
use crate::rule::{Example, Matcher, Rule};
use std::fmt::{self, Write as _};

/// The source languages of the rule in words.
#[must_use]
pub fn languages(rule: &Rule) -> String {
    if rule.from.is_empty() { "any".to_owned() } else { visible(&rule.from.join(", ")) }
}

/// What a configuration may set otherwise, with the values it has.
fn options(rule: &Rule) -> Option<String> {
    let often = [("at-least", f64::from(rule.when.at_least)), ("per-thousand", rule.when.per_thousand)];
    let often = often.into_iter().filter(|(_, value)| *value > 0.0).map(|(name, value)| format!("{name} = {value}"));
    let own = match &rule.matcher {
        Matcher::Check(check) => check.options().iter().map(|(name, value)| format!("{name} = {value}")).collect(),
        _ => Vec::new(),
    };
    let all: Vec<String> = own.into_iter().chain(often).collect();
    (!all.is_empty()).then(|| visible(&all.join(", ")))
}

/// The best fix the rule can offer.
#[must_use]
pub fn fixes(rule: &Rule) -> &'static str {
    rule.best_fix().map_or("none", Applicability::name)
}

/// The page of a rule: what, why, facts and examples.
#[must_use]
pub fn page(rule: &Rule, paint: Paint) -> String {
    let mut out = String::new();
    // Writing into memory cannot fail.
    let _ = write(rule, paint, &mut out);
    out
}

fn write(rule: &Rule, paint: Paint, out: &mut String) -> fmt::Result {
    let text = |text: &str| text.trim().lines().map(visible).collect::<Vec<_>>().join("\n");
    writeln!(out, "{}", paint.with(Ink::Strong, visible(&rule.name)))?;
    writeln!(out, "{}\n\n{}\n", visible(&rule.summary), text(&rule.why))?;
    let runs = match (rule.enabled, rule.needs_source) {
        (false, _) => "only if selected",
        (true, true) if !rule.when.hint_before.is_empty() => {
            "if the source language is known; in some places also as a hint"
        }
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
    match &rule.evidence {
        Some(Evidence::Measured(m)) => {
            let name = paint.with(Ink::Quiet, "measured");
            writeln!(
                out,
                "{name}  {} of {} findings read were right ({}; {}); per 1,000 words: {} on English news, {} on human \
                 translation, {} on machine translation",
                m.right,
                m.read,
                visible(&m.on),
                visible(&m.version),
                m.clean,
                m.reference,
                m.translation
            )?;
        }
        Some(Evidence::Unseen { .. }) => {
            let name = paint.with(Ink::Quiet, "unseen  ");
            writeln!(out, "{name}  nobody has seen it find anything in text it was not written for")?;
        }
        None => {}
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
