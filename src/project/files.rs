//! Input: which files the given paths stand for.
//!
//! A file given by name is taken if its name is that of an article, or whatever its name if its format is given. A folder is walked for articles (`.txt`, `.md`, `.html`, `.jsonl` and the
//! like; not for `.json`, which mostly holds something else), and what `.gitignore` and its like leave out, and hidden
//! files, are left out. Everything comes in the order of its path.

use crate::formats::{Format, ReadError, Reason};
use crate::problem::Problem;
use ignore::WalkBuilder;
use std::collections::HashMap;
use std::fs;
use std::io::{self, StdinLock};
use std::path::{Path, PathBuf};

/// Something to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input, under this name.
    Stdin(String, Format),
    /// A file.
    File(PathBuf, Format),
}

impl Input {
    /// The name shown to people.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin(name, _) => name.clone(),
            Self::File(path, _) => {
                path.strip_prefix(".").ok().filter(|p| *p != Path::new("")).unwrap_or(path).display().to_string()
            }
        }
    }

    /// How it is written.
    pub fn format(&self) -> Format {
        let (Self::Stdin(_, format) | Self::File(_, format)) = self;
        *format
    }

    /// Its path; of standard input, its name.
    pub fn path(&self) -> &Path {
        match self {
            Self::Stdin(name, _) => Path::new(name),
            Self::File(path, _) => path,
        }
    }
}

/// What `paths` stand for, each file once, and which of them could not be looked at.
///
/// `-` is standard input, named `stdin_name` if that is given. What is named is read as `wanted` says, if it says anything,
/// and what folders hold as its names say.
pub fn find(paths: &[PathBuf], stdin_name: Option<&str>, wanted: Option<Format>) -> (Vec<Input>, Vec<Problem>) {
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    let mut stdin = false;
    for path in paths {
        if path == Path::new("-") {
            stdin = true;
        } else if path.is_dir() {
            walk(path, &mut files, &mut failures, &|| true);
        } else if let Some(format) = wanted.or_else(|| Format::of_article(path)) {
            files.push((path.clone(), format));
        } else {
            failures.push(unknown(path));
        }
    }
    // One that is named, and stands in a folder that is, is read as it is asked for.
    files.sort_by(|a, b| a.0.cmp(&b.0).then((Some(b.1) == wanted).cmp(&(Some(a.1) == wanted))));
    files.dedup_by(|later, first| later.0 == first.0);
    once(&mut files);
    let stdin = stdin.then(|| {
        let name = stdin_name.unwrap_or("<stdin>");
        Input::Stdin(name.to_owned(), wanted.unwrap_or_else(|| Format::of(Path::new(name))))
    });
    (stdin.into_iter().chain(files.into_iter().map(|(path, format)| Input::File(path, format))).collect(), failures)
}

/// A file that is named, and whose name is that of no article.
fn unknown(path: &Path) -> Problem {
    if let Err(error) = path.metadata() {
        return Problem::from(&ReadError::from(error)).in_file(path);
    }
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let what = format!("not known to be an article: `.{ending}` is none of the endings that copydesk reads");
    Problem::new(what).with("read it as text with `--as plain`, or leave it out".to_owned()).in_file(path)
}

/// Takes out of the sorted `files` those that are another one under a second name, as through a link.
fn once(files: &mut Vec<(PathBuf, Format)>) {
    let real: Vec<Option<PathBuf>> = files.iter().map(|(path, _)| path.canonicalize().ok()).collect();
    let mut first: HashMap<&Path, usize> = HashMap::new();
    for (number, real) in real.iter().enumerate() {
        let Some(real) = real else { continue };
        let known = *first.entry(real).or_insert(number);
        // A file goes under its own name rather than that of a link to it.
        if files[known].0.is_symlink() && !files[number].0.is_symlink() {
            first.insert(real, number);
        }
    }
    let mut number = 0..;
    files.retain(|_| {
        let number = number.next().unwrap_or_default();
        real[number].as_deref().is_none_or(|real| first[real] == number)
    });
}

/// Standard input.
///
/// # Errors
/// When the process was started without one.
pub fn stdin() -> io::Result<StdinLock<'static>> {
    if is_closed() { Err(io::Error::other("standard input is closed")) } else { Ok(io::stdin().lock()) }
}

/// Whether the process was started with standard input closed. Its place has then been taken by the null device, for
/// reading and writing, which nobody gives as input.
fn is_closed() -> bool {
    let is_null = || fs::read_link("/proc/self/fd/0").is_ok_and(|path| path == Path::new("/dev/null"));
    let flags = || {
        let info = fs::read_to_string("/proc/self/fdinfo/0").ok()?;
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:"))?.trim().to_owned();
        u32::from_str_radix(&flags, 8).ok()
    };
    // The last two bits say what the file was opened for: 2 is both.
    cfg!(target_os = "linux") && is_null() && flags().is_some_and(|flags| flags & 3 == 2)
}

/// The articles in `folders`, each once, as far as they are found while `goes_on` says so.
pub fn articles(folders: &[PathBuf], goes_on: impl Fn() -> bool) -> Vec<PathBuf> {
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    folders.iter().for_each(|folder| walk(folder, &mut files, &mut failures, &goes_on));
    files.retain(|(_, format)| format.records().is_none());
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files.dedup_by(|later, first| later.0 == first.0);
    once(&mut files);
    files.into_iter().map(|(path, _)| path).collect()
}

fn walk(folder: &Path, files: &mut Vec<(PathBuf, Format)>, failures: &mut Vec<Problem>, goes_on: &dyn Fn() -> bool) {
    // A .gitignore counts in a folder that is no repository, too.
    for entry in WalkBuilder::new(folder).require_git(false).build().take_while(|_| goes_on()) {
        match entry {
            Ok(entry) => {
                let article = Format::named(entry.path()).filter(|format| format.row().walked);
                if let Some(format) = article.filter(|_| entry.file_type().is_some_and(|t| t.is_file())) {
                    files.push((entry.into_path(), format));
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
        let (inputs, failures) = find(&paths, None, None);
        let files =
            ["a.jsonl", "b/a.TEXT", "b/old.txt", "c.md", "z.txt"].map(|n| Input::File(at(n), Format::of(&at(n))));
        assert_eq!(inputs[0], Input::Stdin("<stdin>".into(), Format::Plain));
        assert_eq!(inputs[1..], files);
        assert!(failures.is_empty());
        let records: Vec<_> = inputs.iter().map(|input| input.format().records()).collect();
        assert_eq!(records, [None, Some(Records::Lines), None, None, None, None]);
    }

    #[test]
    fn a_file_named_is_an_article_by_its_name_or_as_it_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["table.csv", "x.JSON", "README", "a.md"] {
            fs::write(at(name), "x").unwrap();
        }
        let named = ["table.csv", "x.JSON", "README", "a.md"].map(at);
        let (inputs, failures) = find(&named, None, None);
        let formats: Vec<Format> = inputs.iter().map(Input::format).collect();
        assert_eq!(formats, [Format::Plain, Format::Markdown, Format::Json]);
        assert!(failures[0].to_string().contains("table.csv"), "{failures:?}");
        let (inputs, failures) =
            find(&[at("table.csv"), at("a.md"), folder.path().to_owned()], None, Some(Format::Plain));
        assert!(failures.is_empty() && inputs.iter().all(|input| input.format() == Format::Plain), "{inputs:?}");
        let (inputs, _) = find(&[folder.path().to_owned()], None, Some(Format::Plain));
        assert_eq!(inputs, [Input::File(at("a.md"), Format::Markdown)]);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_taken_once_under_whatever_names() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).unwrap();
        fs::write(at("real/b.txt"), "x").unwrap();
        std::os::unix::fs::symlink("real/b.txt", at("a.txt")).unwrap();
        std::os::unix::fs::symlink("real", at("folder")).unwrap();
        std::os::unix::fs::symlink("nowhere", at("broken.txt")).unwrap();
        let found = |names: &[&str]| find(&names.iter().map(|name| at(name)).collect::<Vec<_>>(), None, None).0;
        let file = |name: &str| Input::File(at(name), Format::Plain);
        assert_eq!(found(&["a.txt", "real/b.txt", "folder/b.txt"]), [file("folder/b.txt")]);
        assert_eq!(found(&["a.txt", "real"]), [file("real/b.txt")]);
        assert_eq!(found(&["a.txt", "broken.txt", "none.txt"]), [file("a.txt"), file("broken.txt"), file("none.txt")]);
        assert!(find(&[], None, None).0.is_empty());
    }

    #[test]
    fn names_are_shown_without_the_current_folder() {
        assert_eq!(Input::File("./a/b.txt".into(), Format::Plain).name(), "a/b.txt");
        assert_eq!(Input::File("../b.txt".into(), Format::Plain).name(), "../b.txt");
    }
}
