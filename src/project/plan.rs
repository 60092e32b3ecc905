//! The plan of a run: which configuration governs which input, and what is checked with what.

use super::files::Input;
use super::select::{ALL, Known, Level, select};
use crate::checks::Check;
use crate::config::{Config, Holding, Rules, Settings};
use crate::engine::{Linter, Options, Suppressed, Tuning};
use crate::finding::RuleId;
use crate::formats::Reason;
use crate::problem::{Mistake, Problem, Problems, instead};
use crate::rule::file::Variety;
use crate::rule::load::Sources;
use crate::rule::{Matcher, Rule, RuleSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// Where configuration comes from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// The nearest file above each article.
    Nearest,
    /// This file, for every article.
    File(&'a Path),
    /// None.
    Nowhere,
}

/// What is asked for beside configuration, and goes before it.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    /// The language translated from, if given; none inside to infer it.
    pub from: Option<Option<&'a str>>,
    /// The variety of English, if given; none inside to infer it.
    pub english: Option<Option<Variety>>,
    /// Which rules run.
    pub level: Level<'a>,
}

/// Inputs with the number of what governs them.
#[derive(Debug, Default)]
pub struct Plan {
    /// What is to be checked, in order, and the number of its settings.
    pub inputs: Vec<(Input, usize)>,
    /// The settings.
    pub governed: Vec<Governed>,
    /// The configurations.
    pub configs: Vec<Config>,
}

/// What governs some articles.
#[derive(Debug)]
pub struct Governed {
    /// The number of the configuration.
    pub config: usize,
    /// Its settings for these articles.
    pub settings: Settings,
}

impl Plan {
    /// Finds out what governs each of `inputs`, and leaves out those that their configuration excludes.
    ///
    /// # Errors
    /// When a configuration cannot be read or is not valid.
    pub fn new(inputs: Vec<Input>, source: Source<'_>) -> Result<Self, Problem> {
        let mut plan = Self::default();
        let mut folders: HashMap<PathBuf, usize> = HashMap::new();
        let mut known: BTreeMap<(usize, Holding), usize> = BTreeMap::new();
        for input in inputs {
            let path = std::path::absolute(input.path()).unwrap_or_else(|_| input.path().to_owned());
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let number = match folders.get(&folder) {
                Some(number) => *number,
                None => {
                    let number = plan.config(source, &folder)?;
                    folders.insert(folder, number);
                    number
                }
            };
            let config = &plan.configs[number];
            if config.excludes(&path) {
                continue;
            }
            let holding = config.holding(&path);
            let settings = config.settings(&holding);
            let governed = *known.entry((number, holding)).or_insert_with(|| {
                plan.governed.push(Governed { config: number, settings });
                plan.governed.len() - 1
            });
            plan.inputs.push((input, governed));
        }
        Ok(plan)
    }

    fn config(&mut self, source: Source<'_>, folder: &Path) -> Result<usize, Problem> {
        let config = match source {
            Source::Nowhere => None,
            Source::File(path) => {
                let path = std::path::absolute(path).map_err(|e| Problem::new(Reason(&e).to_string()).in_file(path))?;
                Some(Config::read(&path)?)
            }
            Source::Nearest => Config::above(folder)?,
        };
        let config = config.unwrap_or_default();
        let same = self.configs.iter().position(|c| c.path == config.path);
        Ok(same.unwrap_or_else(|| {
            self.configs.push(config);
            self.configs.len() - 1
        }))
    }

    /// All rules that the configurations name, and those of the folders `given`.
    ///
    /// # Errors
    /// When a rule file is not valid.
    pub fn rules(&self, given: &[PathBuf], sources: Sources) -> Result<RuleSet, Problems> {
        let folders: BTreeSet<PathBuf> = self.configs.iter().flat_map(|c| c.folders.iter().cloned()).collect();
        let folders: Vec<PathBuf> = given.iter().cloned().chain(folders).collect();
        let mut rules = RuleSet::load_from(&folders, sources)?;
        for (number, config) in self.configs.iter().enumerate().filter(|(_, c)| !c.names.wrong.is_empty()) {
            rules
                .add_names(&own_name(number), &config.names.wrong)
                .map_err(|mistake| config.problem(mistake.under("wrong").under("names")))?;
        }
        Ok(rules)
    }

    /// The linters, one for each of [`Plan::governed`].
    ///
    /// # Errors
    /// When a name is neither a rule nor a family.
    pub fn linters<'r>(
        &self,
        rules: &'r RuleSet,
        given: &[PathBuf],
        asked: &Asked<'_>,
    ) -> Result<Vec<Linter<'r>>, Problems> {
        let owners = self.owners(given)?;
        let known = Known::new(rules);
        for config in &self.configs {
            config.check_names(|name, named| known.missing(name, named))?;
        }
        self.governed
            .iter()
            .map(|governed| {
                let config = &self.configs[governed.config];
                let mut levels: Vec<Level<'_>> = governed.settings.rules.iter().map(Level::from).collect();
                levels.push(asked.level);
                let selected = select(rules, &levels)?;
                let settings = &governed.settings;
                let each = |number: usize| &rules.rules[number];
                let numbers = 0..rules.rules.len();
                let severity = |rule: &Rule| {
                    settings.rules.iter().rev().find_map(|level| level.severity_of(&rule.name, &rule.family))
                };
                let safety = |rule: &Rule| {
                    settings.rules.iter().rev().find_map(|level| level.safety_of(&rule.name, &rule.family))
                };
                let strange = |rule: &Rule| {
                    let foreign = owners.get(&*rule.name).is_some_and(|owners| !owners.contains(&governed.config));
                    foreign || (&*rule.family == "desk" && *rule.name != *own_name(governed.config))
                };
                let mut selected = selected;
                if numbers.clone().any(|n| strange(each(n))) {
                    if selected.is_empty() {
                        selected = rules.rules.iter().map(|r| r.enabled).collect();
                    }
                    numbers.clone().filter(|n| strange(each(*n))).for_each(|n| selected[n] = false);
                }
                let first = self.first_suppression(governed.config);
                let suppressed = settings.suppressions.iter().map(|number| {
                    let spec = &config.suppressions[*number].spec;
                    let meant = |rule: &Rule| [ALL, &rule.family, &rule.name].contains(&&*spec.rule);
                    let words = spec.words.as_str().into();
                    Suppressed { number: first + number, rules: rules.rules.iter().map(meant).collect(), words }
                });
                let plain = settings.rules.iter().all(|level| *level == Rules::default());
                let options = Options {
                    from: asked.from.map_or_else(|| settings.from.clone(), |from| from.map(Into::into)),
                    english: asked.english.unwrap_or(settings.english),
                    selected,
                    severities: if plain { Vec::new() } else { numbers.clone().map(|n| severity(each(n))).collect() },
                    safety: if plain { Vec::new() } else { numbers.clone().map(|n| safety(each(n))).collect() },
                    right: config.names.right.iter().map(|words| (**words).into()).collect(),
                    suppressed: suppressed.collect(),
                    tuned: tunings(rules, config).map_err(|mistake| config.problem(mistake.under("options")))?,
                };
                Linter::new(rules, options).map_err(Problems::from)
            })
            .collect()
    }

    /// What the first suppression of the configuration of this number is called; the others follow.
    pub fn first_suppression(&self, config: usize) -> usize {
        self.configs[..config].iter().map(|c| c.suppressions.len()).sum()
    }

    /// Which configurations have each rule of a folder, where they differ.
    fn owners(&self, given: &[PathBuf]) -> Result<HashMap<String, Vec<usize>>, Problems> {
        let mut owners: HashMap<String, Vec<usize>> = HashMap::new();
        if self.configs.windows(2).all(|w| w[0].folders == w[1].folders) {
            return Ok(owners);
        }
        for (number, config) in self.configs.iter().enumerate() {
            let folders: Vec<PathBuf> = given.iter().chain(&config.folders).cloned().collect();
            let own = RuleSet::load_from(&folders, Sources::FoldersOnly)?;
            own.rules.iter().for_each(|rule| owners.entry(rule.name.to_string()).or_default().push(number));
        }
        Ok(owners)
    }
}

/// The options of rules that `config` gives.
///
/// # Errors
/// When one is not an option of its rule: a mistake in the table of all options.
fn tunings(rules: &RuleSet, config: &Config) -> Result<BTreeMap<RuleId, Tuning>, Mistake> {
    let mut tuned = BTreeMap::new();
    for (name, table) in &config.options {
        // Names without a rule are found where all names are checked.
        let Some(rule) = rules.find(name) else { continue };
        let tuning = tuning(&rules.get(rule).matcher, table).map_err(|mistake| mistake.under(&**name))?;
        tuned.insert(rule, tuning);
    }
    Ok(tuned)
}

/// The options of a rule that `table` gives.
fn tuning(matcher: &Matcher, table: &toml::Table) -> Result<Tuning, Mistake> {
    let mut tuning = Tuning { check: table.clone(), ..Tuning::default() };
    if let Some(number) = tuning.check.remove("at-least") {
        let number = number.as_integer().and_then(|n| u32::try_from(n).ok());
        let mistake = || Mistake::new("`at-least` is a number of matches, as 3").under("at-least");
        tuning.at_least = Some(number.ok_or_else(mistake)?);
    }
    if let Some(rate) = tuning.check.remove("per-thousand") {
        let rate = rate.as_float().or_else(|| rate.as_integer().map(|n| n as f64)).filter(|r| *r >= 0.0);
        let mistake = || Mistake::new("`per-thousand` is a rate of matches, as 0.5").under("per-thousand");
        tuning.per_thousand = Some(rate.ok_or_else(mistake)?);
    }
    match (matcher, tuning.check.keys().next()) {
        (_, None) => {}
        (Matcher::Check(check, options), _) => {
            let mut all = options.clone();
            all.extend(tuning.check.clone());
            Check::new(check, &all)?;
        }
        (_, Some(key)) => {
            let mistake = Mistake::new(format!("the rule has no option `{key}`")).of_key();
            return Err(mistake.with(instead(key, ["at-least", "per-thousand"])).under(&**key));
        }
    }
    Ok(tuning)
}

/// The name of the rule of a configuration's own names.
fn own_name(config: usize) -> String {
    if config == 0 { "desk-name".to_owned() } else { format!("desk-name-{}", config + 1) }
}
