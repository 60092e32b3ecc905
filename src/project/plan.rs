//! The plan of a run: which configuration governs which input, and what is checked with what.

use super::files::Input;
use crate::config::{Config, Holding, Settings};
use crate::engine::{Linter, Options, Suppressed};
use crate::formats::Reason;
use crate::language::{Choice, Language, Variety};
use crate::problem::{Problem, Problems};
use crate::rule::RuleSet;
use crate::rule::load::Sources;
use crate::rule::selection::{KnownNames, Selection};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where configuration comes from.
#[derive(Debug, Clone, Copy)]
pub enum ConfigSource<'a> {
    /// The nearest file above each article.
    Nearest,
    /// This file, for every article.
    File(&'a Path),
    /// None.
    Nowhere,
}

/// What is asked for beside configuration, and goes before it.
#[derive(Debug, Default)]
pub struct Asked {
    /// The language translated from.
    pub from: Choice<Language>,
    /// The variety of English.
    pub english: Choice<Variety>,
    /// Which rules run.
    pub selection: Selection,
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
    pub fn new(inputs: Vec<Input>, source: ConfigSource<'_>) -> Result<Self, Problem> {
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

    fn config(&mut self, source: ConfigSource<'_>, folder: &Path) -> Result<usize, Problem> {
        let config = match source {
            ConfigSource::Nowhere => None,
            ConfigSource::File(path) => {
                let path = std::path::absolute(path).map_err(|e| Problem::new(Reason(&e).to_string()).in_file(path))?;
                Some(Config::read(&path)?)
            }
            ConfigSource::Nearest => Config::above(folder)?,
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
        let mut rules = RuleSet::read(&folders, sources)?;
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
    pub fn linters(&self, rules: &Arc<RuleSet>, given: &[PathBuf], asked: &Asked) -> Result<Vec<Linter>, Problems> {
        let owners = self.owners(given)?;
        let known = KnownNames::new(rules);
        for config in &self.configs {
            config.check_names(|name, named| known.missing(name, named))?;
        }
        self.governed
            .iter()
            .map(|governed| {
                let settings = &governed.settings;
                let config = &self.configs[governed.config];
                let styled = rules.rules.iter().filter(|rule| config.style.is_some_and(|s| rule.styles.contains(&s)));
                let extend_select = styled.map(|rule| rule.name.to_string()).collect();
                let mut selections = vec![Selection { extend_select, ..Selection::default() }];
                selections.extend(settings.rules.iter().cloned());
                selections.push(asked.selection.clone());
                // Rules of the other configurations are in the set, too.
                let others: Vec<String> =
                    (0..self.configs.len()).filter(|n| *n != governed.config).map(own_name).collect();
                let strange = rules.rules.iter().filter(|rule| {
                    let foreign = owners.get(&*rule.name).is_some_and(|owners| !owners.contains(&governed.config));
                    foreign || others.iter().any(|other| **other == *rule.name)
                });
                let ignore = strange.map(|rule| rule.name.to_string()).collect();
                selections.push(Selection { ignore, ..Selection::default() });
                let first = self.first_suppression(governed.config);
                let suppressed = settings.suppressions.iter().map(|number| {
                    let spec = &config.suppressions[*number].spec;
                    Suppressed { number: first + number, rule: spec.rule.clone(), words: spec.words.as_str().into() }
                });
                let options = Options {
                    from: asked.from.clone().or(settings.from.clone()),
                    english: asked.english.or(settings.english),
                    selections,
                    tuned: config.options.clone(),
                    right: config.names.right.iter().map(|words| (**words).into()).collect(),
                    suppressed: suppressed.collect(),
                };
                options.tuned(rules).map_err(|mistake| config.problem(mistake.under("options")))?;
                Linter::new(Arc::clone(rules), options).map_err(Problems::from)
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
            let own = RuleSet::read(&folders, Sources::OwnOnly)?;
            own.rules.iter().for_each(|rule| owners.entry(rule.name.to_string()).or_default().push(number));
        }
        Ok(owners)
    }
}

/// The name of the rule of a configuration's own names.
fn own_name(config: usize) -> String {
    if config == 0 { "desk-name".to_owned() } else { format!("desk-name-{}", config + 1) }
}
