//! Where rules come from: those built in, and the user's own, as texts in memory.

use super::build::{self, Proven, Wrong};
use super::file::{PatternFile, RuleFile};
use super::{Rule, RuleOrigin, RuleSet};
use crate::pattern::words::{Lists, WordList};
use crate::problem::{Mistake, Problem, Problems};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file of the rules folder, put into the binary by the build script.
struct BuiltIn {
    family: &'static str,
    name: &'static str,
    /// The file as JSON, which is read several times faster than TOML.
    json: &'static str,
    /// The same without what only a reader of the rule's page needs.
    brief: &'static str,
    toml: &'static str,
    table: Option<&'static str>,
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Which rules are to be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sources {
    /// The built-in ones and one's own; one's own replaces a built-in one of the same name.
    WithBuiltIn,
    /// The same; the built-in ones without reasons and examples.
    ToCheck,
    /// Only one's own (built-in word lists can still be named).
    OwnOnly,
}

/// Rules and word lists of one's own, as texts in memory.
///
/// The paths stand in messages, and name what the texts hold: `honorifics/foreign-honorific.toml` is the rule
/// `foreign-honorific` of the family `honorifics`, `words/titles.tsv` the word list `titles`.
#[derive(Debug, Clone, Default)]
pub struct OwnRules {
    rules: Vec<OwnRule>,
    word_lists: Vec<(PathBuf, String)>,
    patterns: Vec<(PathBuf, String)>,
}

#[derive(Debug, Clone)]
struct OwnRule {
    path: PathBuf,
    family: String,
    name: String,
    toml: String,
    table: Option<String>,
}

impl OwnRules {
    /// Adds a rule file, with the table beside it if it has one.
    pub fn add_rule(&mut self, path: impl Into<PathBuf>, toml: impl Into<String>, table: Option<String>) {
        let path = path.into();
        let family = path.parent().and_then(Path::file_name).map_or_else(|| "own".into(), |n| n.to_string_lossy());
        let (family, name) = (family.into_owned(), stem(&path));
        self.rules.push(OwnRule { path, family, name, toml: toml.into(), table });
    }

    /// Adds a word list, which rules can name. It replaces a built-in one of the same name.
    pub fn add_word_list(&mut self, path: impl Into<PathBuf>, table: impl Into<String>) {
        self.word_lists.push((path.into(), table.into()));
    }

    /// Adds a file with a pattern, which rules can name as the file is named. It replaces a built-in one of the same name.
    pub fn add_pattern(&mut self, path: impl Into<PathBuf>, toml: impl Into<String>) {
        self.patterns.push((path.into(), toml.into()));
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

impl RuleSet {
    /// The rules that are built in, with their reasons and examples.
    ///
    /// # Panics
    /// Never, as a test of each rule shows.
    #[must_use]
    pub fn built_in() -> Self {
        Self::load(&OwnRules::default(), Sources::WithBuiltIn).unwrap_or_else(|problems| panic!("{problems}"))
    }

    /// Adds a rule of the desk's own names, called `name`: what is written in a way the desk does not want, and how it
    /// writes it. Takes effect only before the set is used: the numbers of rules change.
    ///
    /// # Errors
    /// When a name holds a control character, or is corrected into another that is wrong: a mistake in `wrong`.
    pub(crate) fn add_names(&mut self, name: &str, wrong: &BTreeMap<String, String>) -> Result<(), Mistake> {
        const FILE: &str = include_str!("names.toml");
        const ONE_LINE: &str = "write the words without tabs and line ends, or leave the name out";
        let mut table = "form\treplacement\n".to_owned();
        // Where in the table the correction of each name begins and ends.
        let mut corrections = Vec::new();
        for (form, replacement) in wrong {
            let is_text = |s: &str| !s.trim().is_empty() && !s.contains(char::is_control);
            if !is_text(form) {
                let mistake = Mistake::new("a name is words in one line").of_key();
                return Err(mistake.with(ONE_LINE.to_owned()).under(&**form));
            }
            if !is_text(replacement) {
                let mistake = Mistake::new("what replaces a name is words in one line");
                return Err(mistake.with(ONE_LINE.to_owned()).under(&**form));
            }
            if let Some(other) = replacement.split('|').find(|other| wrong.contains_key(*other)) {
                let mistake = Mistake::new(format!("`{other}` is itself a name to be replaced"));
                return Err(mistake.with("write the name that is right in the end".to_owned()).under(&**form));
            }
            let start = table.len() + form.len() + 1;
            corrections.push((start..start + replacement.len(), form));
            table.push_str(&format!("{form}\t{replacement}\n"));
        }
        let file: RuleFile = toml::from_str(FILE).map_err(|e| Mistake::new(e.message()))?;
        let origin = RuleOrigin { path: None, toml: Cow::Borrowed(FILE) };
        let rule = build::rule("desk", name, file, origin, Some(Cow::Owned(table)), &self.lists, Proven::No);
        let rule = rule.map_err(|wrong| match wrong {
            Wrong::Rule(mistake) => mistake,
            Wrong::Table(mistake) => {
                let at = mistake.range().map_or(0, |range| range.start);
                let row = corrections.iter().find(|(correction, _)| at <= correction.end);
                row.into_iter().fold(
                    Mistake::new(mistake.message).with(mistake.remedy),
                    |mistake, (correction, form)| {
                        let mistake = mistake.under(&***form);
                        if at < correction.start { mistake.of_key() } else { mistake }
                    },
                )
            }
        })?;
        self.rules.push(rule);
        self.rules.sort_by(|a, b| (&a.family, &a.name).cmp(&(&b.family, &b.name)));
        Ok(())
    }

    /// Rules of one's own, with or without the built-in ones.
    ///
    /// # Errors
    /// When a rule or word list is not valid, or two of one's own rules have the same name; every bad one is named.
    pub fn load(own: &OwnRules, sources: Sources) -> Result<Self, Problems> {
        let mut lists = Lists::default();
        for (name, table) in WORDS {
            lists.insert(WordList::from_table(name, Cow::Borrowed(table)));
        }
        for (name, pattern) in PATTERNS {
            lists.insert_pattern(name, pattern);
        }
        let mut problems = Vec::new();
        for (path, table) in &own.word_lists {
            match WordList::read(&stem(path), Cow::Owned(table.clone())) {
                Ok(list) => lists.insert(list),
                Err(mistake) => problems.push(mistake.in_text(path, table.clone())),
            }
        }
        let mut patterns = Vec::new();
        for (path, toml) in &own.patterns {
            match toml::from_str::<PatternFile>(toml) {
                Ok(file) => {
                    lists.insert_pattern(&stem(path), &file.pattern);
                    patterns.push((path, toml, file.pattern));
                }
                Err(error) => problems.push(Problem::of_toml(&error, path, &**toml)),
            }
        }
        // A pattern may name one of another file.
        for (path, toml, pattern) in patterns {
            problems.extend(named_pattern(path, toml, &pattern, &lists).err());
        }
        let mut rules: BTreeMap<Box<str>, Rule> = BTreeMap::new();
        if sources != Sources::OwnOnly {
            for rule in BUILT_IN {
                match built_in(rule, sources, &lists) {
                    Ok(rule) => drop(rules.insert(rule.name.clone(), rule)),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
        for file in &own.rules {
            if let Some(other) = seen.insert(file.name.clone(), file.path.clone()) {
                let what = format!("there is a rule `{}` in {} already", file.name, other.display());
                problems.push(Problem::new(what).with("give one of them another name".to_owned()).in_file(&file.path));
                continue;
            }
            match file.rule(&lists) {
                Ok(rule) => drop(rules.insert(rule.name.clone(), rule)),
                Err(problem) => problems.push(problem),
            }
        }
        Problems::none(problems)?;
        let mut rules: Vec<Rule> = rules.into_values().collect();
        rules.sort_by(|a, b| (&a.family, &a.name).cmp(&(&b.family, &b.name)));
        if rules.len() > usize::from(u16::MAX) {
            return Err(Problem::new("more than 65,535 rules").into());
        }
        Ok(Self { rules, lists })
    }
}

fn built_in(rule: &BuiltIn, sources: Sources, lists: &Lists) -> Result<Rule, Problem> {
    // The tests load the built-in rules whole.
    let (json, proven) = if sources == Sources::ToCheck { (rule.brief, Proven::Yes) } else { (rule.json, Proven::No) };
    let path = || PathBuf::from(format!("rules/{}/{}.toml", rule.family, rule.name));
    // The JSON says the same as the TOML; only the TOML can show the place of a mistake.
    let file: RuleFile = match serde_json::from_str(json) {
        Ok(file) => file,
        Err(_) => toml::from_str(rule.toml).map_err(|e| Problem::of_toml(&e, &path(), rule.toml))?,
    };
    let origin = RuleOrigin { path: None, toml: Cow::Borrowed(rule.toml) };
    build::rule(rule.family, rule.name, file, origin, rule.table.map(Cow::Borrowed), lists, proven)
        .map_err(|wrong| of_rule(wrong, &path(), rule.toml, rule.table))
}

/// The problem that the rule file at `path`, or the table beside it, has a mistake.
fn of_rule(wrong: Wrong, path: &Path, toml: &str, table: Option<&str>) -> Problem {
    match wrong {
        Wrong::Rule(mistake) => mistake.in_toml(path, toml),
        Wrong::Table(mistake) => mistake.in_text(&path.with_extension("tsv"), table.unwrap_or_default()),
    }
}

impl OwnRule {
    fn rule(&self, lists: &Lists) -> Result<Rule, Problem> {
        let kebab =
            |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !kebab(&self.name) {
            let what = "the name of a rule is small letters, digits and hyphens";
            return Err(Problem::new(what)
                .with("rename the file, as `foreign-title.toml`".to_owned())
                .in_file(&self.path));
        }
        let file: RuleFile = toml::from_str(&self.toml).map_err(|e| Problem::of_toml(&e, &self.path, &*self.toml))?;
        let origin = RuleOrigin { path: Some(self.path.clone()), toml: Cow::Owned(self.toml.clone()) };
        build::rule(&self.family, &self.name, file, origin, self.table.clone().map(Cow::Owned), lists, Proven::No)
            .map_err(|wrong| of_rule(wrong, &self.path, &self.toml, self.table.as_deref()))
    }
}

/// Checks the pattern of the file at `path`, which others use by the file's name.
fn named_pattern(path: &Path, toml: &str, pattern: &str, lists: &Lists) -> Result<(), Problem> {
    let name = stem(path);
    if let Err(mistake) = build::pattern_name(&name) {
        return Err(Problem::new(mistake.message).with("rename the file".to_owned()).in_file(path));
    }
    // What it says, so that its words are found; and by its name, so that one that holds itself is.
    let read = crate::pattern::parse(pattern, lists)
        .and_then(|_| crate::pattern::parse(&format!("&{name}"), lists).map_err(|mistake| mistake.after(0, 0)));
    read.map(drop).map_err(|mistake| mistake.under("pattern").in_toml(path, toml))
}
