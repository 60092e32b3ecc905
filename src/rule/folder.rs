//! Rules of one's own as files in folders.

use super::RuleSet;
use super::load::{OwnRules, Sources};
use crate::formats::{ReadError, plain};
use crate::problem::{Problem, Problems};
use std::path::{Path, PathBuf};

impl RuleSet {
    /// The rules of `folders` (or single files), with or without the built-in ones.
    ///
    /// # Errors
    /// When a rule file cannot be read or is not valid; every bad file is named.
    pub fn read(folders: &[PathBuf], sources: Sources) -> Result<Self, Problems> {
        let mut own = OwnRules::default();
        let mut problems = Vec::new();
        for folder in folders {
            read_folder(folder, &mut own, &mut problems);
        }
        let loaded = Self::load(&own, sources);
        problems.extend(loaded.as_ref().err().into_iter().flatten().cloned());
        Problems::none(problems)?;
        loaded
    }
}

/// Reads the rule files, word lists and patterns of `folder`; what cannot be read goes to `problems`.
fn read_folder(folder: &Path, own: &mut OwnRules, problems: &mut Vec<Problem>) {
    let mut paths = Vec::new();
    if folder.is_file() {
        paths.push(folder.to_owned());
    } else if let Err(problem) = walk(folder, 0, &mut paths) {
        problems.push(problem);
    }
    paths.sort();
    for path in paths {
        let ending = path.extension().and_then(|e| e.to_str());
        let parent = path
            .parent()
            .and_then(Path::file_name)
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let family = if path == folder { "" } else { &*parent };
        let read = match ending {
            Some("toml") if family == "patterns" => read(&path).map(|toml| own.add_pattern(path, toml)),
            Some("tsv") if family == "words" => read(&path).map(|table| own.add_word_list(path, table)),
            Some("toml") => rule_file(path, own),
            _ if path == folder => rule_file(path, own),
            _ => Ok(()),
        };
        problems.extend(read.err());
    }
}

fn rule_file(path: PathBuf, own: &mut OwnRules) -> Result<(), Problem> {
    let table = path.with_extension("tsv");
    let toml = read(&path)?;
    let table = if table.is_file() { Some(read(&table)?) } else { None };
    own.add_rule(path, toml, table);
    Ok(())
}

fn read(path: &Path) -> Result<String, Problem> {
    plain::read(path).map_err(|error| Problem::from(&error).in_file(path))
}

fn walk(folder: &Path, depth: u32, paths: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let fail = |e: std::io::Error| Problem::from(&ReadError::from(e)).in_file(folder);
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
