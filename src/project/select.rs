//! Selection: which rules run, from names of rules, of families, and `all`.

use crate::config::{Named, Rules};
use crate::problem::{Mistake, Problem, nearest};
use crate::rule::{Rule, RuleSet};
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
    let known = Known::new(rules);
    for name in names() {
        if let Some(mistake) = known.missing(name, Named::Rules) {
            return Err(mistake.into());
        }
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

/// The names that rules can be selected by.
#[derive(Debug)]
pub struct Known<'r> {
    rules: BTreeSet<&'r str>,
    families: BTreeSet<&'r str>,
}

impl<'r> Known<'r> {
    /// Those of `rules`.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let families = rules.rules.iter().map(|r| &*r.family).chain([ALL]).collect();
        Self { rules: rules.rules.iter().map(|r| &*r.name).collect(), families }
    }

    /// The problem that no rule is called `name`, with the one that comes nearest.
    #[must_use]
    pub fn no_rule(&self, name: &str) -> Problem {
        self.mistake(name, Named::Rule).into()
    }

    /// The mistake that nothing is called `name`, unless there is; with the name that comes nearest.
    #[must_use]
    pub fn missing(&self, name: &str, named: Named) -> Option<Mistake> {
        let is_family = named == Named::Rules && self.families.contains(name);
        (!is_family && !self.rules.contains(name)).then(|| self.mistake(name, named))
    }

    fn mistake(&self, name: &str, named: Named) -> Mistake {
        let (what, families) = match named {
            Named::Rule => ("rule", None),
            Named::Rules => ("rule or family", Some(&self.families)),
        };
        let remedy = match nearest(name, self.rules.iter().chain(families.into_iter().flatten()).copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`copydesk rules` lists them".to_owned(),
        };
        Mistake::new(format!("there is no {what} `{name}`")).with(remedy)
    }
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
