//! Selection: which rules run, from names of rules, of families, and `all`.

use crate::config::Rules;
use crate::problem::Problem;
use crate::rule::{Rule, RuleSet, nearest};
use std::collections::BTreeSet;

/// Stands for every rule.
pub const ALL: &str = "all";

/// What was asked for in one place: on the command line, or in a configuration.
#[derive(Debug, Default, Clone, Copy)]
pub struct Level<'a> {
    /// Only these; empty for those that run without this.
    pub select: &'a [String],
    /// These too.
    pub extend: &'a [String],
    /// Not these.
    pub ignore: &'a [String],
}

impl<'a> From<&'a Rules> for Level<'a> {
    fn from(rules: &'a Rules) -> Self {
        Self { select: &rules.select, extend: &rules.extend_select, ignore: &rules.ignore }
    }
}

/// For each rule of `rules`, whether it runs; empty if nothing was asked for. What a later level asks for counts more.
///
/// Within a level the closest name decides: a rule's own before its family's, a family's before `all`; of equals, what
/// is ignored.
///
/// # Errors
/// When a name is neither a rule nor a family nor `all`.
pub fn select(rules: &RuleSet, levels: &[Level<'_>]) -> Result<Vec<bool>, Problem> {
    let names = || levels.iter().flat_map(|l| l.select.iter().chain(l.extend).chain(l.ignore));
    for name in names() {
        check_name(rules, name)?;
    }
    if names().next().is_none() {
        return Ok(Vec::new());
    }
    let runs = |rule: &Rule| {
        levels.iter().fold(rule.enabled, |before, level| {
            let mut runs = level.select.is_empty() && before;
            for key in [ALL, &rule.family, &rule.name] {
                let has = |names: &[String]| names.iter().any(|name| name == key);
                runs = (runs || has(level.select) || has(level.extend)) && !has(level.ignore);
            }
            runs
        })
    };
    Ok(rules.rules.iter().map(runs).collect())
}

/// # Errors
/// When `name` is neither a rule nor a family nor `all`.
pub fn check_name(rules: &RuleSet, name: &str) -> Result<(), Problem> {
    let mut known: BTreeSet<&str> = rules.rules.iter().flat_map(|r| [&*r.name, &*r.family]).collect();
    known.insert(ALL);
    if known.contains(name) {
        return Ok(());
    }
    Err(unknown("rule or family", name, known))
}

/// The failure that there is no `what` of this `name`, with the name of `known` that comes nearest.
pub fn unknown<'k>(what: &str, name: &str, known: impl IntoIterator<Item = &'k str>) -> Problem {
    let remedy = match nearest(name, known.into_iter()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "`copydesk rules` lists them".to_owned(),
    };
    Problem::new(format!("there is no {what} `{name}`")).with(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::sample::rules;

    fn run(select_names: &[&str], extend: &[&str], ignore: &[&str]) -> Result<String, Problem> {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let (s, e, i) = (owned(select_names), owned(extend), owned(ignore));
        let mut rules = rules();
        rules.rules[2].enabled = false;
        let runs = select(&rules, &[Level { select: &s, extend: &e, ignore: &i }])?;
        Ok(runs.iter().map(|r| if *r { 'x' } else { '-' }).collect())
    }

    #[test]
    fn the_closest_name_decides() {
        assert_eq!(run(&[], &[], &[]).unwrap(), "");
        assert_eq!(run(&["honorifics"], &[], &[]).unwrap(), "-x-");
        assert_eq!(run(&[], &["structure"], &[]).unwrap(), "xxx");
        assert_eq!(run(&[], &[], &["case"]).unwrap(), "-x-");
        assert_eq!(run(&["all"], &[], &["near-duplicate-headline"]).unwrap(), "xx-");
        assert_eq!(run(&["lowercase-proper-noun"], &[], &["all"]).unwrap(), "x--");
        assert_eq!(run(&["all"], &["case"], &["lowercase-proper-noun"]).unwrap(), "-xx");
    }

    #[test]
    fn unknown_names_come_with_the_nearest() {
        assert_eq!(
            run(&["foriegn-honorific"], &[], &[]).unwrap_err().remedy.unwrap(),
            "did you mean `foreign-honorific`?"
        );
        let failure = run(&[], &[], &["zzz"]).unwrap_err();
        assert_eq!(
            (&*failure.message, &*failure.remedy.unwrap()),
            ("there is no rule or family `zzz`", "`copydesk rules` lists them")
        );
    }
}
