//! Selection: which rules run and how, by names of rules, of families, and `all`.

use super::RuleSet;
use crate::finding::{Applicability, Severity};
use crate::problem::{Mistake, Problem, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Stands for every rule.
pub const ALL: &str = "all";

/// What is asked for in one place: on the command line, in a configuration, by a program.
///
/// Each name is that of a rule, of a family, or `all`. The closest name decides: a rule's own before its family's, a
/// family's before `all`; of equals, what is ignored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Only these; empty for those that run anyway.
    pub select: Vec<String>,
    /// These too.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// Those whose fixes may be applied without a person.
    pub extend_safe_fixes: Vec<String>,
    /// Those whose fixes may not.
    pub extend_unsafe_fixes: Vec<String>,
    /// Severities.
    pub severity: BTreeMap<String, Severity>,
}

impl Selection {
    /// Only these rules, families, or `all`.
    #[must_use]
    pub fn only<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self { select: names.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// All names in it, in the order of its fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let lists =
            [&self.select, &self.extend_select, &self.ignore, &self.extend_safe_fixes, &self.extend_unsafe_fixes];
        lists.into_iter().flatten().chain(self.severity.keys()).map(|name| &**name)
    }

    /// Adds what `more` asks for, which counts more.
    pub fn add(&mut self, more: Self) {
        if !more.select.is_empty() {
            self.select = more.select;
        }
        self.extend_select.extend(more.extend_select);
        self.ignore.extend(more.ignore);
        self.extend_safe_fixes.extend(more.extend_safe_fixes);
        self.extend_unsafe_fixes.extend(more.extend_unsafe_fixes);
        self.severity.extend(more.severity);
    }

    /// Whether the rule `name` of `family` runs, if it does `before` this selection.
    #[must_use]
    pub fn runs(&self, name: &str, family: &str, before: bool) -> bool {
        let mut runs = self.select.is_empty() && before;
        for key in [ALL, family, name] {
            let has = |names: &[String]| names.iter().any(|name| name == key);
            runs = (runs || has(&self.select) || has(&self.extend_select)) && !has(&self.ignore);
        }
        runs
    }

    /// The severity asked for of findings of the rule `name` of `family`.
    #[must_use]
    pub fn severity_of(&self, name: &str, family: &str) -> Option<Severity> {
        [name, family, ALL].iter().find_map(|key| self.severity.get(*key)).copied()
    }

    /// Whether fixes of the rule `name` of `family` are safe or unsafe, where the selection says so.
    #[must_use]
    pub fn safety_of(&self, name: &str, family: &str) -> Option<Applicability> {
        let has = |names: &[String]| {
            let keys = [name, family, ALL];
            keys.iter().position(|key| names.iter().any(|n| n == key)).unwrap_or(usize::MAX)
        };
        let (safe, risky) = (has(&self.extend_safe_fixes), has(&self.extend_unsafe_fixes));
        match safe.min(risky) {
            usize::MAX => None,
            _ if safe < risky => Some(Applicability::Safe),
            _ => Some(Applicability::Unsafe),
        }
    }
}

/// What a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A rule.
    Rule,
    /// A rule, a family of rules, or [`ALL`].
    Rules,
}

/// The names that rules can be selected by.
#[derive(Debug)]
pub struct KnownNames<'r> {
    rules: BTreeSet<&'r str>,
    families: BTreeSet<&'r str>,
}

impl<'r> KnownNames<'r> {
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
    use crate::rule::Sources;

    fn run(select: &[&str], extend_select: &[&str], ignore: &[&str]) -> String {
        let owned = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let selection = Selection {
            extend_select: owned(extend_select),
            ignore: owned(ignore),
            ..Selection::only(select.iter().copied())
        };
        let shown = [
            ("lowercase-demonym", "casing", true),
            ("foreign-honorific", "names", true),
            ("near-duplicate-headline", "structure", false),
        ];
        shown
            .map(|(name, family, before)| if selection.runs(name, family, before) { 'x' } else { '-' })
            .iter()
            .collect()
    }

    #[test]
    fn the_closest_name_decides() {
        assert_eq!(run(&[], &[], &[]), "xx-");
        assert_eq!(run(&["names"], &[], &[]), "-x-");
        assert_eq!(run(&[], &["structure"], &[]), "xxx");
        assert_eq!(run(&["all"], &[], &["near-duplicate-headline"]), "xx-");
        assert_eq!(run(&["foreign-honorific"], &[], &["all"]), "-x-");
        assert_eq!(run(&["all"], &["names"], &["foreign-honorific"]), "x-x");
    }

    #[test]
    fn unknown_names_come_with_the_nearest() {
        let rules = RuleSet::read(&[], Sources::ToCheck).unwrap();
        let known = KnownNames::new(&rules);
        let words = |name: &str, named| known.missing(name, named).map(|mistake| Problem::from(mistake).words());
        let near = "there is no rule or family `foriegn-honorific`; did you mean `foreign-honorific`?";
        assert_eq!(words("foriegn-honorific", Named::Rules).unwrap(), near);
        assert_eq!(words("zzz", Named::Rule).unwrap(), "there is no rule `zzz`; `copydesk rules` lists them");
        assert!(words("names", Named::Rules).is_none() && words(ALL, Named::Rules).is_none());
        assert!(words("names", Named::Rule).is_some());
    }
}
