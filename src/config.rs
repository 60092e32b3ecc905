//! Configuration: `copydesk.toml`, or `[tool.copydesk]` in `pyproject.toml`.
//!
//! Each article is governed by the nearest such file above it; settings are not mixed with those of files further up.

mod file;
mod style;

use crate::finding::{Applicability, Severity};
use crate::read::jsonl::Fields;
use crate::rule::file::Variety;
use crate::rule::load::{caret, toml_error};
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use file::{ConfigFile, English, FailOn, Names, OverrideSpec, Rules};
pub use style::Style;

/// The name of the file.
pub const NAME: &str = "copydesk.toml";

/// The file of Python projects, which may hold a table `[tool.copydesk]`.
const PYPROJECT: &str = "pyproject.toml";

/// A checked configuration.
#[derive(Debug, Default)]
pub struct Config {
    /// The file it was read from, if any.
    pub path: Option<PathBuf>,
    /// The language translated from, if given.
    pub from: Option<Box<str>>,
    /// The variety of English, if given.
    pub english: Option<Variety>,
    /// What runs and how.
    pub rules: Rules,
    /// The least severity that makes a run fail.
    pub fail_on: Option<FailOn>,
    /// Folders with rules.
    pub folders: Vec<PathBuf>,
    /// The desk's own names.
    pub names: Names,
    /// What the keys of records are called.
    pub fields: Fields,
    /// Settings for some files.
    pub overrides: Vec<Override>,
    excluded: GlobSet,
}

/// Settings for files that match a glob.
#[derive(Debug)]
pub struct Override {
    files: GlobSet,
    /// The language translated from, if given.
    pub from: Option<Box<str>>,
    /// The variety of English, if given.
    pub english: Option<Variety>,
    /// What runs and how.
    pub rules: Rules,
}

/// What governs one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The language translated from, if given.
    pub from: Option<Box<str>>,
    /// The variety of English, if given.
    pub english: Option<Variety>,
    /// What runs and how, the most general first.
    pub rules: Vec<Rules>,
}

impl Config {
    /// The configuration that governs files in `folder`: that of the nearest file at or above it.
    ///
    /// # Errors
    /// When that file cannot be read or is not valid: the message has its line and a caret.
    pub fn above(folder: &Path) -> Result<Option<Self>, String> {
        for folder in folder.ancestors() {
            let own = folder.join(NAME);
            if own.is_file() {
                return Self::read(&own).map(Some);
            }
            let shared = folder.join(PYPROJECT);
            if shared.is_file() {
                let text = read(&shared)?;
                if text.contains("tool.copydesk") {
                    return Self::read(&shared).map(Some);
                }
            }
        }
        Ok(None)
    }

    /// The configuration in the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read or is not valid: the message has its line and a caret.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = read(path)?;
        let shown = path.display().to_string();
        let file = if path.file_name().is_some_and(|n| n == PYPROJECT) {
            toml::from_str::<file::Pyproject>(&text).map(|p| p.tool.copydesk)
        } else {
            toml::from_str::<ConfigFile>(&text)
        };
        let file = file.map_err(|e| toml_error(&shown, &text, &e))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Self::new(file, path, &folder).map_err(|(value, message)| {
            let at = text.find(&format!("\"{value}\"")).or_else(|| text.find(&*value));
            at.map_or_else(|| format!("{shown}: {message}"), |at| caret(&shown, &text, at, &message))
        })
    }

    /// Checks `file`; what is wrong comes with the value it is wrong with.
    fn new(file: ConfigFile, path: &Path, folder: &Path) -> Result<Self, (String, String)> {
        let from = |from: Option<String>| match from.as_deref() {
            None | Some("auto") => Ok(None),
            Some(code) if is_language(code) => Ok(Some(code.into())),
            Some(code) => Err((code.to_owned(), "not a language code such as fr, de or es".to_owned())),
        };
        let mut folders = Vec::new();
        for rules in &file.rules {
            let path = folder.join(rules);
            if !path.exists() {
                return Err((rules.clone(), format!("there is no folder {}", path.display())));
            }
            folders.push(path);
        }
        let style = file.style.map(Style::settings);
        let mut rules = style.as_ref().map(|s| s.rules.clone()).unwrap_or_default();
        rules.add(file.chosen());
        let mut overrides = Vec::new();
        for spec in file.overrides {
            overrides.push(Override {
                files: globs(&spec.files)?,
                english: spec.english.and_then(English::variety),
                rules: spec.chosen(),
                from: from(spec.from)?,
            });
        }
        Ok(Self {
            path: Some(path.to_owned()),
            from: from(file.from)?,
            english: match file.english {
                Some(english) => english.variety(),
                None => style.and_then(|s| s.english),
            },
            rules,
            fail_on: file.fail_on,
            folders,
            names: file.names,
            fields: file.fields,
            overrides,
            excluded: globs(&file.exclude)?,
        })
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

    /// Which of the overrides hold for the file at `path`.
    #[must_use]
    pub fn overriding(&self, path: &Path) -> Vec<usize> {
        let path = self.relative(path);
        (0..self.overrides.len()).filter(|n| self.overrides[*n].files.is_match(path)).collect()
    }

    /// What governs an article for which the overrides `which` hold.
    #[must_use]
    pub fn settings(&self, which: &[usize]) -> Settings {
        let mut settings = Settings { from: self.from.clone(), english: self.english, rules: vec![self.rules.clone()] };
        for over in which.iter().filter_map(|n| self.overrides.get(*n)) {
            settings.from = over.from.clone().or(settings.from);
            settings.english = over.english.or(settings.english);
            settings.rules.push(over.rules.clone());
        }
        settings
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

impl Rules {
    /// Adds what `more` says to this.
    fn add(&mut self, more: Self) {
        if !more.select.is_empty() {
            self.select = more.select;
        }
        self.extend_select.extend(more.extend_select);
        self.ignore.extend(more.ignore);
        self.extend_safe_fixes.extend(more.extend_safe_fixes);
        self.extend_unsafe_fixes.extend(more.extend_unsafe_fixes);
        self.severity.extend(more.severity);
    }

    /// The severity of a rule, by its name, its family or `all`.
    #[must_use]
    pub fn severity_of(&self, name: &str, family: &str) -> Option<Severity> {
        by_name(&self.severity, name, family).copied()
    }

    /// Whether fixes of a rule, by its name, its family or `all`, are safe or unsafe here.
    #[must_use]
    pub fn safety_of(&self, name: &str, family: &str) -> Option<Applicability> {
        let has = |names: &[String]| {
            [name, family, "all"].iter().position(|key| names.iter().any(|n| n == key)).unwrap_or(usize::MAX)
        };
        let (safe, risky) = (has(&self.extend_safe_fixes), has(&self.extend_unsafe_fixes));
        match safe.min(risky) {
            usize::MAX => None,
            _ if safe < risky => Some(Applicability::Safe),
            _ => Some(Applicability::Unsafe),
        }
    }
}

fn by_name<'m, T>(map: &'m BTreeMap<String, T>, name: &str, family: &str) -> Option<&'m T> {
    [name, family, "all"].iter().find_map(|key| map.get(*key))
}

fn is_language(code: &str) -> bool {
    matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase())
}

fn globs(patterns: &[String]) -> Result<GlobSet, (String, String)> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).map_err(|e| (pattern.clone(), format!("not a glob: {}", e.kind())))?);
    }
    set.build().map_err(|e| (String::new(), e.to_string()))
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {}", path.display(), crate::read::Reason(&e)))
}

#[cfg(test)]
mod tests;
