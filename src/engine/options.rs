//! What a run wants of the rules.

use crate::finding::{Applicability, Severity};
use crate::language::{Language, Variety};
use crate::problem::{Mistake, instead};
use crate::rule::selection::{ALL, KnownNames, Named, Selection};
use crate::rule::{Matcher, Rule, RuleSet};
use std::collections::BTreeMap;

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
#[derive(Debug, Clone, Copy)]
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
}

impl Options {
    /// What they make of each rule of `rules`, in its order.
    ///
    /// # Errors
    /// When a name is not known, or an option of a rule is not one of its own.
    pub(super) fn effects(&self, rules: &RuleSet) -> Result<Vec<Effect>, Mistake> {
        let known = KnownNames::new(rules);
        let names = self.selections.iter().flat_map(Selection::names);
        let mut names = names.chain(self.suppressed.iter().map(|s| &*s.rule));
        if let Some(mistake) = names.find_map(|name| known.missing(name, Named::Rules)) {
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
            })
            .collect();
        for (name, table) in &self.tuned {
            match rules.find(name) {
                Some(id) => tune(&mut effects[usize::from(id.0)], rules.get(id), table)?,
                None => return Err(known.missing(name, Named::Rule).unwrap_or_else(|| Mistake::new("no such rule"))),
            }
        }
        Ok(effects)
    }

    /// Whether every option in [`Options::tuned`] is one of its rule; names without a rule are not looked at.
    ///
    /// # Errors
    /// When one is not: a mistake in the table of all options.
    pub(crate) fn check_tuned(&self, rules: &RuleSet) -> Result<(), Mistake> {
        for (name, table) in &self.tuned {
            let Some(rule) = rules.find(name).map(|id| rules.get(id)) else { continue };
            let mut effect = Effect { runs: true, severity: None, safety: None, at_least: 0, per_thousand: 0.0 };
            tune(&mut effect, rule, table).map_err(|mistake| mistake.under(&**name))?;
            if let (Matcher::Check(check), Some(more)) = (&rule.matcher, self.of_check(rule)) {
                check.with(&more).map_err(|mistake| mistake.under(&**name))?;
            }
        }
        Ok(())
    }

    /// The options of the check of a rule, without those that every rule has; none where nothing is asked for.
    pub(super) fn of_check(&self, rule: &Rule) -> Option<toml::Table> {
        let mut table = self.tuned.get(&*rule.name)?.clone();
        COMMON.iter().for_each(|key| drop(table.remove(*key)));
        Some(table)
    }
}

/// Options that every rule has.
const COMMON: [&str; 2] = ["at-least", "per-thousand"];

/// Takes the options of `table` that every rule has.
fn tune(effect: &mut Effect, rule: &Rule, table: &toml::Table) -> Result<(), Mistake> {
    for (key, value) in table {
        match (&**key, &rule.matcher) {
            ("at-least", _) => {
                let number = value.as_integer().and_then(|n| u32::try_from(n).ok());
                let mistake = || Mistake::new("`at-least` is a number of matches, as 3").under("at-least");
                effect.at_least = number.ok_or_else(mistake)?;
            }
            ("per-thousand", _) => {
                let rate = value.as_float().or_else(|| value.as_integer().map(|n| n as f64)).filter(|r| *r >= 0.0);
                let mistake = || Mistake::new("`per-thousand` is a rate of matches, as 0.5").under("per-thousand");
                effect.per_thousand = rate.ok_or_else(mistake)?;
            }
            // The check itself says what it knows.
            (_, Matcher::Check(_)) => {}
            (key, _) => {
                let mistake = Mistake::new(format!("the rule has no option `{key}`")).of_key();
                return Err(mistake.with(instead(key, COMMON)).under(key));
            }
        }
    }
    Ok(())
}
