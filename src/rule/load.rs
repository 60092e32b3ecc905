//! Where rules come from: those built in, and folders of the user's own.

use super::build::{self, Mistake, Proven};
use super::file::RuleFile;
use super::{Rule, RuleError, RuleSet};
use crate::pattern::words::{Lists, WordList};
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
pub enum Sources {
    /// The built-in ones and those of the folders; a rule of a folder replaces a built-in one of the same name.
    WithBuiltIn,
    /// The same; the built-in ones without reasons and examples.
    ToCheck,
    /// Only those of the folders (built-in word lists can still be named).
    FoldersOnly,
}

impl RuleSet {
    /// The built-in rules and those of `folders`; a rule of a folder replaces a built-in one of the same name.
    ///
    /// # Errors
    /// When a rule file cannot be read or is not valid; every bad file is named.
    pub fn load(folders: &[PathBuf]) -> Result<Self, RuleError> {
        Self::load_from(folders, Sources::WithBuiltIn)
    }

    /// The same, of the built-in rules only what is needed to check articles: they have no reasons and no examples.
    ///
    /// # Errors
    /// When a rule file cannot be read or is not valid; every bad file is named.
    pub fn load_to_check(folders: &[PathBuf]) -> Result<Self, RuleError> {
        Self::load_from(folders, Sources::ToCheck)
    }

    /// Adds a rule of the desk's own names, called `name`: what is written in a way the desk does not want, and how it
    /// writes it. Takes effect only before the set is used: the numbers of rules change.
    ///
    /// # Errors
    /// When a name holds a tab or line end, or is corrected into another that is wrong.
    pub fn add_names(&mut self, name: &str, wrong: &BTreeMap<String, String>) -> Result<(), RuleError> {
        const FILE: &str = include_str!("names.toml");
        let mut table = "form\treplacement\n".to_owned();
        for (form, replacement) in wrong {
            if [form, replacement].iter().any(|s| s.trim().is_empty() || s.contains(['\t', '\n', '\r'])) {
                return Err(RuleError { message: format!("`{form}` and what replaces it are words").into() });
            }
            table.push_str(&format!("{form}\t{replacement}\n"));
        }
        let file: RuleFile = toml::from_str(FILE).map_err(|e| RuleError { message: e.to_string().into() })?;
        let rule = build::rule("desk", name, file, Some(Cow::Owned(table)), &self.lists, Proven::No)
            .map_err(|m| RuleError { message: m.message.into() })?;
        self.rules.push(rule);
        self.rules.sort_by(|a, b| (&a.family, &a.name).cmp(&(&b.family, &b.name)));
        Ok(())
    }

    /// The rules of `folders`, with or without the built-in ones.
    ///
    /// # Errors
    /// When a rule file cannot be read or is not valid; every bad file is named.
    pub fn load_from(folders: &[PathBuf], sources: Sources) -> Result<Self, RuleError> {
        let mut lists = Lists::default();
        for (name, table) in WORDS {
            lists.insert(WordList::from_table(name, Cow::Borrowed(table)));
        }
        let mut files = Vec::new();
        let mut errors = Vec::new();
        for folder in folders {
            if let Err(error) = read_folder(folder, &mut files, &mut lists) {
                errors.push(error);
            }
        }
        let mut rules: BTreeMap<Box<str>, Rule> = BTreeMap::new();
        if sources != Sources::FoldersOnly {
            for rule in BUILT_IN {
                match built_in(rule, sources, &lists) {
                    Ok(rule) => drop(rules.insert(rule.name.clone(), rule)),
                    Err(error) => errors.push(error),
                }
            }
        }
        let mut seen: BTreeMap<String, PathBuf> = BTreeMap::new();
        for file in &files {
            if let Some(other) = seen.insert(file.name.clone(), file.path.clone()) {
                errors.push(format!(
                    "{}: there is a rule `{}` in {} already",
                    file.path.display(),
                    file.name,
                    other.display()
                ));
                continue;
            }
            match file.rule(&lists) {
                Ok(rule) => drop(rules.insert(rule.name.clone(), rule)),
                Err(error) => errors.push(error),
            }
        }
        if !errors.is_empty() {
            return Err(RuleError { message: errors.join("\n").into() });
        }
        let mut rules: Vec<Rule> = rules.into_values().collect();
        rules.sort_by(|a, b| (&a.family, &a.name).cmp(&(&b.family, &b.name)));
        if rules.len() > usize::from(u16::MAX) {
            return Err(RuleError { message: "more than 65,535 rules".into() });
        }
        Ok(Self { rules, lists })
    }
}

fn built_in(rule: &BuiltIn, sources: Sources, lists: &Lists) -> Result<Rule, String> {
    // The tests load the built-in rules whole.
    let (json, proven) = if sources == Sources::ToCheck { (rule.brief, Proven::Yes) } else { (rule.json, Proven::No) };
    let path = format!("rules/{}/{}.toml", rule.family, rule.name);
    // The JSON says the same as the TOML; only the TOML can show the place of a mistake.
    let file: RuleFile = match serde_json::from_str(json) {
        Ok(file) => file,
        Err(_) => toml::from_str(rule.toml).map_err(|e| toml_error(&path, rule.toml, &e))?,
    };
    build::rule(rule.family, rule.name, file, rule.table.map(Cow::Borrowed), lists, proven)
        .map_err(|m| show(&path, rule.toml, &m))
}

struct FolderFile {
    path: PathBuf,
    family: String,
    name: String,
    toml: String,
    table: Option<String>,
}

impl FolderFile {
    fn rule(&self, lists: &Lists) -> Result<Rule, String> {
        let path = self.path.display().to_string();
        let kebab =
            |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !kebab(&self.name) {
            return Err(format!("{path}: a rule's name is its file's stem in small letters, digits and hyphens"));
        }
        let file: RuleFile = toml::from_str(&self.toml).map_err(|e| toml_error(&path, &self.toml, &e))?;
        build::rule(&self.family, &self.name, file, self.table.clone().map(Cow::Owned), lists, Proven::No)
            .map_err(|m| show(&path, &self.toml, &m))
    }
}

fn read_folder(folder: &Path, files: &mut Vec<FolderFile>, lists: &mut Lists) -> Result<(), String> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let family_of = |path: &Path| {
        path.parent().and_then(Path::file_name).map_or_else(|| "own".to_owned(), |n| n.to_string_lossy().into_owned())
    };
    if folder.is_file() {
        files.push(folder_file(folder, family_of(folder), read)?);
        return Ok(());
    }
    let mut paths = Vec::new();
    walk(folder, 0, &mut paths)?;
    paths.sort();
    for path in paths {
        let ending = path.extension().map(|e| e.to_string_lossy().into_owned());
        let family = family_of(&path);
        match ending.as_deref() {
            Some("toml") => files.push(folder_file(&path, family, read)?),
            Some("tsv") if family == "words" => {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                lists.insert(WordList::from_table(&name, read(&path)?.into()));
            }
            _ => {}
        }
    }
    Ok(())
}

fn folder_file(
    path: &Path,
    family: String,
    read: impl Fn(&Path) -> Result<String, String>,
) -> Result<FolderFile, String> {
    let table = path.with_extension("tsv");
    Ok(FolderFile {
        path: path.to_owned(),
        family,
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        toml: read(path)?,
        table: if table.is_file() { Some(read(&table)?) } else { None },
    })
}

fn walk(folder: &Path, depth: u32, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let fail = |e: std::io::Error| format!("{}: {e}", folder.display());
    if depth > 8 {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.is_dir() {
            walk(&path, depth + 1, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// The message of `error`, a mistake in the TOML file `source`, with its line and a caret.
#[must_use]
pub fn toml_error(path: &str, source: &str, error: &toml::de::Error) -> String {
    let message = error.message();
    match error.span() {
        Some(span) => caret(path, source, span.start, message),
        None => format!("{path}: {message}"),
    }
}

fn show(path: &str, source: &str, mistake: &Mistake) -> String {
    if let Some(line) = mistake.table_line {
        return format!(
            "{}:{line}: {}",
            path.strip_suffix("toml").map_or(path.to_owned(), |p| format!("{p}tsv")),
            mistake.message
        );
    }
    let place = mistake.value.as_ref().and_then(|(value, offset)| source.find(value.as_str()).map(|at| at + offset));
    match place {
        Some(at) => caret(path, source, at, &mistake.message),
        None => format!("{path}: {}", mistake.message),
    }
}

/// The message with its line and a caret under the place: byte `at` of `source`, the text of `path`.
#[must_use]
pub fn caret(path: &str, source: &str, at: usize, message: &str) -> String {
    let at = (0..=at.min(source.len())).rev().find(|&i| source.is_char_boundary(i)).unwrap_or(0);
    let start = source[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = source[..start].matches('\n').count() + 1;
    let text = source[start..].lines().next().unwrap_or_default();
    let column = source[start..at].chars().count();
    let number = line.to_string();
    let gap = " ".repeat(number.len());
    format!("{path}:{line}:{}: {message}\n{gap} |\n{number} | {text}\n{gap} | {}^", column + 1, " ".repeat(column))
}
