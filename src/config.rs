//! Configuration: `copydesk.toml`, or `[tool.copydesk]` in `pyproject.toml`.
//!
//! Each article is governed by the nearest such file above it; settings are not mixed with those of files further up.

mod file;
mod names;

use crate::formats::jsonl::Fields;
use crate::formats::plain;
use crate::house_style::HouseStyle;
use crate::language::{Language, Variety};
use crate::problem::{Mistake, Problem, Problems};
use crate::rule::folder::lies_in;
use crate::rule::selection::{Named, Selection};
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

pub use file::{ConfigFile, English, FailOn, Names, SuppressionSpec};

/// The name of the file.
pub const NAME: &str = "copydesk.toml";

/// The file of Python projects, which may hold a table `[tool.copydesk]`.
pub const PYPROJECT: &str = "pyproject.toml";

/// A checked configuration.
#[derive(Debug, Default)]
pub struct Config {
    /// The file it was read from, if any.
    pub path: Option<PathBuf>,
    /// The language translated from, if given.
    pub from: Option<Language>,
    /// The variety of English, if given.
    pub english: Option<Variety>,
    /// The house style, if the articles follow one.
    pub style: Option<HouseStyle>,
    /// What runs and how.
    pub rules: Selection,
    /// The least severity that makes a run fail.
    pub fail_on: Option<FailOn>,
    /// Folders with rules.
    pub folders: Vec<PathBuf>,
    /// The desk's own names.
    pub names: Names,
    /// Findings that are left out.
    pub suppressions: Vec<Suppression>,
    /// Options of rules, by rule.
    pub options: BTreeMap<String, toml::Table>,
    /// What the keys of records are called.
    pub fields: Fields,
    /// Settings for some files.
    pub overrides: Vec<Override>,
    excluded: GlobSet,
    /// The text of the file.
    text: Arc<str>,
    /// The names of rules and families in it.
    names_of_rules: Vec<names::Use>,
}

/// Settings for files that match a glob.
#[derive(Debug)]
pub struct Override {
    files: GlobSet,
    /// The language translated from, if given.
    pub from: Option<Language>,
    /// The variety of English, if given.
    pub english: Option<Variety>,
    /// What runs and how.
    pub rules: Selection,
}

/// Findings that are left out.
#[derive(Debug)]
pub struct Suppression {
    /// As it is written.
    pub spec: SuppressionSpec,
    /// The files it is about; none for all.
    files: Option<GlobSet>,
}

/// What governs one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The language translated from, if given.
    pub from: Option<Language>,
    /// The variety of English, if given.
    pub english: Option<Variety>,
    /// What runs and how, the most general first.
    pub rules: Vec<Selection>,
    /// Numbers of the suppressions that hold.
    pub suppressions: Vec<usize>,
}

/// Which parts of a configuration hold for an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holding {
    /// Numbers of the overrides.
    overrides: Vec<usize>,
    /// Numbers of the suppressions.
    suppressions: Vec<usize>,
}

impl Config {
    /// The configuration that governs files in `folder`: that of the nearest file at or above it.
    ///
    /// # Errors
    /// When that file cannot be read or is not valid.
    pub fn above(folder: &Path) -> Result<Option<Self>, Problem> {
        let nearest = Self::nearest(folder, &|_| None)?;
        nearest.map(|(path, text)| Self::parse(&path, &text)).transpose()
    }

    /// The nearest file with a configuration at or above `folder`, and its text; `held` has the texts of files that are
    /// being edited.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn nearest(
        folder: &Path,
        held: &dyn Fn(&Path) -> Option<String>,
    ) -> Result<Option<(PathBuf, String)>, Problem> {
        let text_of = |path: &Path| match held(path) {
            Some(text) => Ok(Some(text)),
            // What is no regular file is told, not waited for; a folder of this name is nobody's configuration.
            None if path.exists() && !path.is_dir() => found(path),
            None => Ok(None),
        };
        for folder in folder.ancestors() {
            let own = folder.join(NAME);
            if let Some(text) = text_of(&own)? {
                return Ok(Some((own, text)));
            }
            let shared = folder.join(PYPROJECT);
            if let Some(text) = text_of(&shared)?.filter(|text| text.contains("tool.copydesk")) {
                return Ok(Some((shared, text)));
            }
        }
        Ok(None)
    }

    /// Whether the file at `path` is one that can hold a configuration, as its name tells.
    #[must_use]
    pub fn is_named(path: &Path) -> bool {
        path.file_name().is_some_and(|name| name == NAME || name == PYPROJECT)
    }

    /// The configuration in the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read or is not valid.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        Self::parse(path, &read(path)?)
    }

    /// The configuration in `text`, which is that of the file at `path`.
    ///
    /// # Errors
    /// When it is not valid.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Problem> {
        let text: Arc<str> = text.into();
        let file = if is_shared(path) {
            toml::from_str::<file::Pyproject>(&text).map(|p| p.tool.copydesk)
        } else {
            toml::from_str::<ConfigFile>(&text)
        };
        let file = file.map_err(|e| Problem::of_toml(&e, path, Arc::clone(&text)))?;
        Self::new(file, path, &text).map_err(|mistake| problem(mistake, path, &text))
    }

    /// Checks `file`, which is what `text` says, the file at `path`.
    fn new(file: ConfigFile, path: &Path, text: &Arc<str>) -> Result<Self, Mistake> {
        let names_of_rules = names::uses(&file);
        let from = |from: Option<String>| -> Result<Option<Language>, Mistake> {
            match from.as_deref() {
                None | Some("auto") => Ok(None),
                Some(code) => code.parse().map(Some).map_err(|_| {
                    let mistake = Mistake::new(format!("`{code}` is not a language code"));
                    mistake.with("a code is two or three small letters, as fr, de or es".to_owned()).under("from")
                }),
            }
        };
        let mut folders = Vec::new();
        let folder = path.parent().unwrap_or(Path::new(""));
        for (number, rules) in file.rules.iter().enumerate() {
            let path = folder.join(rules);
            if !path.exists() {
                let mistake = Mistake::new(format!("there is no folder {}", path.display()));
                let remedy = "name it as it is seen from the folder of this file".to_owned();
                return Err(mistake.with(remedy).under(number).under("rules"));
            }
            if !lies_in(&path, folder) {
                let mistake = Mistake::new("rules of a configuration lie in its folder, and these do not");
                let remedy = "copy them there, or name their folder with --rules".to_owned();
                return Err(mistake.with(remedy).under(number).under("rules"));
            }
            folders.push(path);
        }
        let mut suppressions = Vec::new();
        for (number, spec) in file.suppressions.iter().enumerate() {
            let files = globs(&spec.files).map_err(|m| m.under("files").under(number).under("suppressions"))?;
            let files = if spec.files.is_empty() { None } else { Some(files) };
            suppressions.push(Suppression { spec: spec.clone(), files });
        }
        let rules = file.chosen();
        let mut overrides = Vec::new();
        for (number, spec) in file.overrides.into_iter().enumerate() {
            let under = |mistake: Mistake| mistake.under(number).under("overrides");
            overrides.push(Override {
                files: globs(&spec.files).map_err(|mistake| under(mistake.under("files")))?,
                english: spec.english.and_then(English::variety),
                rules: spec.chosen(),
                from: from(spec.from).map_err(under)?,
            });
        }
        Ok(Self {
            path: Some(path.to_owned()),
            from: from(file.from)?,
            english: match file.english {
                Some(english) => english.variety(),
                None => file.style.map(HouseStyle::english),
            },
            style: file.style,
            rules,
            fail_on: file.fail_on,
            folders,
            names: file.names,
            suppressions,
            options: file.options,
            fields: file.fields,
            overrides,
            excluded: globs(&file.exclude).map_err(|mistake| mistake.under("exclude"))?,
            text: Arc::clone(text),
            names_of_rules,
        })
    }

    /// The problem that the file has this mistake.
    #[must_use]
    pub fn problem(&self, mistake: Mistake) -> Problem {
        match &self.path {
            Some(path) => problem(mistake, path, &self.text),
            None => mistake.into(),
        }
    }

    /// Checks the names of rules and families in the file: `wrong` says what is wrong with one, if anything is.
    ///
    /// # Errors
    /// When something is wrong with a name: a problem for each place where it stands.
    pub fn check_names(&self, wrong: impl Fn(&str, Named) -> Option<Mistake>) -> Result<(), Problems> {
        let mistakes = self.names_of_rules.iter().filter_map(|name| name.mistake(&wrong));
        Problems::none(mistakes.map(|mistake| self.problem(mistake)).collect())
    }

    /// The folder that globs are relative to.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    /// Whether the file at `path` is left out.
    #[must_use]
    pub fn excludes(&self, path: &Path) -> bool {
        let path = self.relative(path);
        path.ancestors().any(|p| !p.as_os_str().is_empty() && self.excluded.is_match(p))
    }

    /// Which parts hold for the file at `path`.
    #[must_use]
    pub fn holding(&self, path: &Path) -> Holding {
        let path = self.relative(path);
        let about = |s: &Suppression| s.files.as_ref().is_none_or(|files| files.is_match(path));
        Holding {
            overrides: (0..self.overrides.len()).filter(|n| self.overrides[*n].files.is_match(path)).collect(),
            suppressions: (0..self.suppressions.len()).filter(|n| about(&self.suppressions[*n])).collect(),
        }
    }

    /// What governs an article for which `holding` holds.
    #[must_use]
    pub fn settings(&self, holding: &Holding) -> Settings {
        let mut settings = Settings {
            from: self.from.clone(),
            english: self.english,
            rules: vec![self.rules.clone()],
            suppressions: holding.suppressions.clone(),
        };
        for over in holding.overrides.iter().filter_map(|n| self.overrides.get(*n)) {
            settings.from = over.from.clone().or(settings.from);
            settings.english = over.english.or(settings.english);
            settings.rules.push(over.rules.clone());
        }
        settings
    }

    /// Where each of the suppressions stands in the `text` of the file, in bytes and in their order.
    #[must_use]
    pub fn suppression_places(text: &str) -> Vec<Range<usize>> {
        let Ok(file) = DeTable::parse(text) else { return Vec::new() };
        let file = file.get_ref();
        let own = |table: &DeTable<'_>| {
            let entries = table.get("suppressions").and_then(|list| list.get_ref().as_array());
            // The span of a table under a header is that of the header alone.
            let place = |entry: &toml::Spanned<DeValue<'_>>| {
                let values = entry.get_ref().as_table().into_iter().flatten().map(|(_, value)| value.span().end);
                entry.span().start..values.fold(entry.span().end, usize::max)
            };
            entries.map(|list| list.iter().map(place).collect())
        };
        let tool = || file.get("tool")?.get_ref().as_table()?.get("copydesk")?.get_ref().as_table();
        own(file).or_else(|| tool().and_then(own)).unwrap_or_default()
    }

    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(self.folder()).unwrap_or(path)
    }
}

/// The JSON schema of the file.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(ConfigFile).to_value()
}

fn globs(patterns: &[String]) -> Result<GlobSet, Mistake> {
    let mut set = GlobSetBuilder::new();
    for (number, pattern) in patterns.iter().enumerate() {
        let glob = Glob::new(pattern);
        set.add(glob.map_err(|e| {
            let mistake = Mistake::new(format!("not a glob: {}", e.kind())).under(number);
            mistake.with("write it as `archive/**`, and close every `[` and `{`".to_owned())
        })?);
    }
    set.build().map_err(|e| Mistake::new(e.to_string()))
}

/// The text of the file at `path`, which nobody has named. It may be a link that somebody else has made: messages show
/// nothing of a file that lies elsewhere.
fn found(path: &Path) -> Result<Option<String>, Problem> {
    let elsewhere = path.parent().is_some_and(|folder| !lies_in(path, folder));
    match read(path) {
        Ok(text) if elsewhere && is_shared(path) && !text.contains("tool.copydesk") => Ok(None),
        _ if elsewhere => {
            let remedy = "copy the file here, or name it with --config".to_owned();
            Err(Problem::new("a link that leads out of its folder").with(remedy).in_file(path))
        }
        text => text.map(Some),
    }
}

fn read(path: &Path) -> Result<String, Problem> {
    plain::read(path).map_err(|error| Problem::from(&error).in_file(path))
}

/// Whether the file at `path` holds what belongs to other programs too.
fn is_shared(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == PYPROJECT)
}

/// The problem that `text`, the configuration at `path`, has this mistake.
fn problem(mistake: Mistake, path: &Path, text: &Arc<str>) -> Problem {
    let mistake = if is_shared(path) { mistake.under("copydesk").under("tool") } else { mistake };
    mistake.in_toml(path, Arc::clone(text))
}

#[cfg(test)]
mod tests;
