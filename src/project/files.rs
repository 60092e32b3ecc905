//! Input: which files the given paths stand for.
//!
//! A file given by name is taken whatever its name. A folder is walked for articles (`.txt`, `.md`, `.html`, `.jsonl` and the
//! like; not for `.json`, which mostly holds something else), and what `.gitignore` and its like leave out, and hidden
//! files, are left out. Everything comes in the order of its path.

use crate::formats::{Format, ReadError, Reason};
use crate::problem::Problem;
use ignore::WalkBuilder;
use std::io;
use std::path::{Path, PathBuf};

/// Something to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input, under this name.
    Stdin(String),
    /// A file.
    File(PathBuf),
}

impl Input {
    /// The name shown to people.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin(name) => name.clone(),
            Self::File(path) => {
                path.strip_prefix(".").ok().filter(|p| *p != Path::new("")).unwrap_or(path).display().to_string()
            }
        }
    }

    /// How it is written, as its name says.
    pub fn format(&self) -> Format {
        Format::of(self.path())
    }

    /// Its path; of standard input, its name.
    pub fn path(&self) -> &Path {
        match self {
            Self::Stdin(name) => Path::new(name),
            Self::File(path) => path,
        }
    }
}

/// What `paths` stand for, each file once, and which of them could not be looked at.
///
/// `-` is standard input, named `stdin_name` if that is given.
pub fn find(paths: &[PathBuf], stdin_name: Option<&str>) -> (Vec<Input>, Vec<Problem>) {
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    let mut stdin = paths.is_empty();
    for path in paths {
        if path == Path::new("-") {
            stdin = true;
        } else if path.is_dir() {
            walk(path, &mut files, &mut failures);
        } else {
            files.push(path.clone());
        }
    }
    files.sort_unstable();
    files.dedup();
    let stdin = stdin.then(|| Input::Stdin(stdin_name.unwrap_or("<stdin>").to_owned()));
    (stdin.into_iter().chain(files.into_iter().map(Input::File)).collect(), failures)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, failures: &mut Vec<Problem>) {
    // A .gitignore counts in a folder that is no repository, too.
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        match entry {
            Ok(entry) => {
                let article = Format::named(entry.path()).is_some_and(|format| format.row().walked);
                if article && entry.file_type().is_some_and(|t| t.is_file()) {
                    files.push(entry.into_path());
                }
            }
            Err(error) => {
                let place = path_of(&error).unwrap_or(folder);
                let reason = error.io_error().map_or_else(|| error.to_string(), |e: &io::Error| Reason(e).to_string());
                let remedy = error.io_error().map(|e| e.kind()).and_then(ReadError::remedy_of_kind);
                failures.push(Problem::new(reason).with(remedy).in_file(place));
            }
        }
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::table::Records;
    use std::fs;

    #[test]
    fn folders_are_walked_in_order_and_ignored_files_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("b")).unwrap();
        for name in ["z.txt", "b/a.TEXT", "a.jsonl", "a.json", "b/old.txt", "c.md", ".hidden.txt", "b/noext"] {
            fs::write(at(name), "x").unwrap();
        }
        fs::write(at(".gitignore"), "old.txt\n").unwrap();
        let paths = [at("z.txt"), folder.path().to_owned(), at("c.md"), at("b/old.txt"), PathBuf::from("-")];
        let (inputs, failures) = find(&paths, None);
        let files = ["a.jsonl", "b/a.TEXT", "b/old.txt", "c.md", "z.txt"].map(|n| Input::File(at(n)));
        assert_eq!(inputs[0], Input::Stdin("<stdin>".into()));
        assert_eq!(inputs[1..], files);
        assert!(failures.is_empty());
        let records: Vec<_> = inputs.iter().map(|input| input.format().records()).collect();
        assert_eq!(records, [None, Some(Records::Lines), None, None, None, None]);
        assert_eq!(Input::File("x.JSON".into()).format().records(), Some(Records::List));
    }

    #[test]
    fn names_are_shown_without_the_current_folder() {
        assert_eq!(Input::File("./a/b.txt".into()).name(), "a/b.txt");
        assert_eq!(Input::File("../b.txt".into()).name(), "../b.txt");
    }
}
