//! What a run wants of the rules.

use crate::checks::Check;
use crate::finding::{Applicability, RuleId, Severity};
use crate::language::{Language, Variety};
use crate::problem::{Mistake, instead};
use crate::rule::selection::{ALL, KnownNames, Named, Selection};
use crate::rule::{Matcher, Rule, RuleSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a run wants of the rules. All rules are named by their names, so that options can be made before rules are loaded.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language translated from, if given; otherwise it is inferred.
    pub from: Option<Language>,
    /// The variety of English, if given; otherwise it is inferred.
    pub english: Option<Variety>,
    /// Which rules run and how. A later selection counts more than one before it.
    pub selections: Vec<Selection>,
    /// Options of rules, by rule: `at-least`, `per-thousand`, and for checks those of the check.
    pub tuned: BTreeMap<String, toml::Table>,
    /// Words that are right as they stand, in this case: no finding stands on them.
    pub right: Vec<Box<str>>,
    /// Findings that are left out.
    pub suppressed: Vec<Suppressed>,
}

/// Findings that are left out: those of these words of some rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// What [`super::Checked::suppressed`] calls it.
    pub number: usize,
    /// The rule, its family, or `all`.
    pub rule: String,
    /// The words of the finding, however they are spaced.
    pub words: Box<str>,
}

impl Suppressed {
    /// Whether it is about findings of `rule`.
    pub(super) fn is_about(&self, rule: &Rule) -> bool {
        [ALL, &rule.family, &rule.name].contains(&&*self.rule)
    }
}

/// What options make of a rule.
#[derive(Debug, Clone)]
pub(super) struct Effect {
    /// Whether it runs.
    pub runs: bool,
    /// The severity of its findings, in place of its own.
    pub severity: Option<Severity>,
    /// Whether its fixes are safe or unsafe, in place of what it says.
    pub safety: Option<Applicability>,
    /// The least number of matches in an article that are reported.
    pub at_least: u32,
    /// The least number of matches in 1,000 words that are reported.
    pub per_thousand: f64,
    /// The algorithm of a rule that is a check.
    pub check: Option<Arc<dyn Check>>,
}

impl Options {
    /// What they make of each rule of `rules`, in its order.
    ///
    /// # Errors
    /// When a name is not known, or an option of a rule is not one of its own.
    pub(super) fn effects(&self, rules: &RuleSet) -> Result<Vec<Effect>, Mistake> {
        let known = KnownNames::new(rules);
        let names = self.selections.iter().flat_map(Selection::names);
        let names = names.chain(self.suppressed.iter().map(|s| &*s.rule)).map(|name| (name, Named::Rules));
        let mut names = names.chain(self.tuned.keys().map(|name| (&**name, Named::Rule)));
        if let Some(mistake) = names.find_map(|(name, named)| known.missing(name, named)) {
            return Err(mistake);
        }
        let latest = || self.selections.iter().rev();
        let mut effects: Vec<Effect> = rules
            .rules
            .iter()
            .map(|rule| Effect {
                runs: self.selections.iter().fold(rule.enabled, |runs, s| s.runs(&rule.name, &rule.family, runs)),
                severity: latest().find_map(|s| s.severity_of(&rule.name, &rule.family)),
                safety: latest().find_map(|s| s.safety_of(&rule.name, &rule.family)),
                at_least: rule.when.at_least,
                per_thousand: rule.when.per_thousand,
                check: if let Matcher::Check(check) = &rule.matcher { Some(check.check()) } else { None },
            })
            .collect();
        for tuned in self.tuned(rules)? {
            let effect = &mut effects[usize::from(tuned.rule.0)];
            effect.at_least = tuned.at_least.unwrap_or(effect.at_least);
            effect.per_thousand = tuned.per_thousand.unwrap_or(effect.per_thousand);
            effect.check = tuned.check.or(effect.check.take());
        }
        Ok(effects)
    }

    /// What [`Options::tuned`] makes of rules; names without a rule are not looked at.
    ///
    /// # Errors
    /// When an option is not one of its rule: a mistake in the table of all options.
    pub(crate) fn tuned(&self, rules: &RuleSet) -> Result<Vec<Tuned>, Mistake> {
        let known = self.tuned.iter().filter_map(|(name, table)| Some((name, table, rules.find(name)?)));
        known.map(|(name, table, id)| Tuned::read(rules, id, table).map_err(|mistake| mistake.under(&**name))).collect()
    }
}

// Options that every rule has.
const AT_LEAST: &str = "at-least";
const PER_THOUSAND: &str = "per-thousand";

/// What a table of options makes of a rule.
#[derive(Debug)]
pub(crate) struct Tuned {
    rule: RuleId,
    at_least: Option<u32>,
    per_thousand: Option<f64>,
    check: Option<Arc<dyn Check>>,
}

impl Tuned {
    /// Reads the options of the rule.
    fn read(rules: &RuleSet, id: RuleId, table: &toml::Table) -> Result<Self, Mistake> {
        let mut tuned = Self { rule: id, at_least: None, per_thousand: None, check: None };
        let mut own = toml::Table::new();
        let matcher = &rules.get(id).matcher;
        for (key, value) in table {
            match (&**key, matcher) {
                (AT_LEAST, _) => {
                    let number = value.as_integer().and_then(|n| u32::try_from(n).ok());
                    let mistake = || {
                        let mistake = Mistake::new("`at-least` is not a number of matches").under(AT_LEAST);
                        mistake.with("write it as 3".to_owned())
                    };
                    tuned.at_least = Some(number.ok_or_else(mistake)?);
                }
                (PER_THOUSAND, _) => {
                    let rate = value.as_float().or_else(|| value.as_integer().map(|n| n as f64)).filter(|r| *r >= 0.0);
                    let mistake = || {
                        let mistake = Mistake::new("`per-thousand` is not a rate of matches").under(PER_THOUSAND);
                        mistake.with("write it as 0.5".to_owned())
                    };
                    tuned.per_thousand = Some(rate.ok_or_else(mistake)?);
                }
                (_, Matcher::Check(_)) => drop(own.insert(key.clone(), value.clone())),
                (key, _) => {
                    let mistake = Mistake::new(format!("the rule has no option `{key}`")).of_key();
                    return Err(mistake.with(instead(key, [AT_LEAST, PER_THOUSAND])).under(key));
                }
            }
        }
        // The check itself says what it knows.
        if let (Matcher::Check(check), false) = (matcher, own.is_empty()) {
            tuned.check = Some(check.with(&own)?.check());
        }
        Ok(tuned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;
    use std::path::Path;

    #[test]
    fn mistakes_in_options_are_placed_whoever_reads_them() {
        let rules = RuleSet::built_in();
        for (toml, place, message) in [
            ("[connector-density]\nat-least = 'many'\n", "'many'", "`at-least` is not a number of matches"),
            ("[toward]\nper-thousnd = 1\n", "per-thousnd", "the rule has no option `per-thousnd`"),
            ("[looping-phrase]\nleast = 'x'\n", "least", "unknown field `least`"),
        ] {
            let options = Options { tuned: toml::from_str(toml).unwrap(), ..Options::default() };
            for mistake in [options.tuned(&rules).unwrap_err(), options.effects(&rules).unwrap_err()] {
                let problem: Problem = mistake.in_toml(Path::new("a.toml"), toml);
                assert_eq!((problem.place.unwrap().words(), &*problem.message), (place, message));
            }
        }
        let options = Options { tuned: toml::from_str("[towrd]\n").unwrap(), ..Options::default() };
        assert!(options.tuned(&rules).unwrap().is_empty());
        assert_eq!(options.effects(&rules).unwrap_err().remedy.as_deref(), Some("did you mean `toward`?"));
    }
}
