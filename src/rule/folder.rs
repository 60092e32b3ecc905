//! Rules of one's own as files in folders.

use super::RuleSet;
use super::load::{OwnRules, Sources};
use crate::formats::{ReadError, plain};
use crate::problem::{Problem, Problems};
use std::collections::BTreeSet;
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

/// How many folders may lie in each other.
const DEPTH: usize = 8;

/// Reads the rule files, word lists and patterns of `folder`; what cannot be read goes to `problems`.
fn read_folder(folder: &Path, own: &mut OwnRules, problems: &mut Vec<Problem>) {
    let given = folder.is_file();
    let root = if given { parent(folder) } else { folder };
    let paths = if given { vec![folder.to_owned()] } else { files(folder, problems) };
    for path in paths {
        let ending = path.extension().and_then(|e| e.to_str());
        let family = path
            .parent()
            .and_then(Path::file_name)
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let family = if given { "" } else { &*family };
        let read = match ending {
            Some("toml") if family == "patterns" => read(&path, root).map(|toml| own.add_pattern(path, toml)),
            Some("tsv") if family == "words" => read(&path, root).map(|table| own.add_word_list(path, table)),
            // What a person names may be a link to anywhere.
            _ if given => {
                plain::read(&path).map_err(|e| failed(&e, &path)).and_then(|toml| rule_file(path, toml, root, own))
            }
            Some("toml") => read(&path, root).and_then(|toml| rule_file(path, toml, root, own)),
            _ => Ok(()),
        };
        problems.extend(read.err());
    }
}

fn rule_file(path: PathBuf, toml: String, root: &Path, own: &mut OwnRules) -> Result<(), Problem> {
    let table = path.with_extension("tsv");
    let table = if table.exists() && !table.is_dir() { Some(read(&table, root)?) } else { None };
    own.add_rule(path, toml, table);
    Ok(())
}

/// Reads the file at `path`, which lies in `root`: what a link leads to elsewhere is none of the rules, and messages about
/// it would show its lines.
fn read(path: &Path, root: &Path) -> Result<String, Problem> {
    if path.exists() && !lies_in(path, root) {
        return Err(leads_out(path));
    }
    plain::read(path).map_err(|error| failed(&error, path))
}

fn failed(error: &ReadError, path: &Path) -> Problem {
    Problem::from(error).in_file(path)
}

fn leads_out(path: &Path) -> Problem {
    let remedy = "copy what it leads to into the folder".to_owned();
    Problem::new("a link that leads out of the folder of rules").with(remedy).in_file(path)
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// Whether `path` lies in `folder`, wherever links lead.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    let real = |path: &Path| if path == Path::new("") { Path::new(".").canonicalize() } else { path.canonicalize() };
    real(folder).is_ok_and(|folder| real(path).is_ok_and(|path| path.starts_with(folder)))
}

/// The files in `folder` and in the folders in it, sorted, each folder once; what cannot be looked at goes to `problems`.
pub fn files(folder: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let (mut paths, mut seen) = (Vec::new(), BTreeSet::new());
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((next, depth)) = folders.pop() {
        let real = next.canonicalize();
        if real.as_ref().is_ok_and(|real| !seen.insert(real.clone())) {
            continue;
        }
        if depth > DEPTH {
            let what = format!("rules are read from {DEPTH} folders in each other, and this is one more");
            problems.push(Problem::new(what).with("move it up".to_owned()).in_file(&next));
            continue;
        }
        if !lies_in(&next, folder) && next.exists() {
            problems.push(leads_out(&next));
            continue;
        }
        let entries = match std::fs::read_dir(&next) {
            Ok(entries) => entries,
            Err(error) => {
                problems.push(failed(&error.into(), &next));
                continue;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) if entry.path().is_dir() => folders.push((entry.path(), depth + 1)),
                Ok(entry) => paths.push(entry.path()),
                Err(error) => problems.push(failed(&error.into(), &next)),
            }
        }
    }
    paths.sort();
    paths
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    const RULE: &str = include_str!("../cli/skeleton.toml");

    fn problems(folder: &Path) -> Vec<String> {
        let read = RuleSet::read(&[folder.to_owned()], Sources::OwnOnly);
        read.err().into_iter().flatten().map(|p| p.to_string()).collect()
    }

    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "root:hash\n").unwrap();
        fs::create_dir(outside.path().join("more")).unwrap();
        for (name, target) in [
            ("desk/a.toml", "secret"),
            ("desk/good.tsv", "secret"),
            ("words/a.tsv", "secret"),
            ("patterns/a.toml", "secret"),
            ("desk/more", "more"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            for family in ["desk", "words", "patterns"] {
                fs::create_dir(folder.path().join(family)).unwrap();
            }
            fs::write(folder.path().join("desk/good.toml"), RULE).unwrap();
            symlink(outside.path().join(target), folder.path().join(name)).unwrap();
            let problems = problems(folder.path());
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(problems[0].contains("leads out of the folder") && !problems[0].contains("hash"), "{problems:?}");
        }
    }

    #[test]
    fn folders_are_visited_once_and_not_too_deep() {
        let folder = tempfile::tempdir().unwrap();
        let desk = folder.path().join("desk");
        fs::create_dir(&desk).unwrap();
        fs::write(desk.join("good.toml"), RULE).unwrap();
        for name in ["again", "once-more", "and-again"] {
            symlink(folder.path(), desk.join(name)).unwrap();
            symlink(&desk, folder.path().join(name)).unwrap();
        }
        let mut found = Vec::new();
        assert_eq!(files(folder.path(), &mut found).len(), 1);
        assert!(found.is_empty() && problems(folder.path()).is_empty(), "{found:?}");
        fs::create_dir_all(folder.path().join("a/b/c/d/e/f/g/h/i")).unwrap();
        let problems = problems(folder.path());
        assert!(problems.len() == 1 && problems[0].contains("8 folders in each other"), "{problems:?}");
    }

    #[test]
    fn pipes_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.toml", "good.tsv"] {
            fs::create_dir_all(folder.path().join("desk")).unwrap();
            fs::write(folder.path().join("desk/good.toml"), RULE).unwrap();
            let path = folder.path().join("desk").join(name);
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
            let problems = problems(folder.path());
            assert!(problems.len() == 1 && problems[0].contains("a pipe or device"), "{problems:?}");
            fs::remove_file(path).unwrap();
        }
    }
}
