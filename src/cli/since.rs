//! Changed lines: what `git diff` says of the files since a revision, staged or not, and new files whole.

use crate::problem::Problem;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Lines changed since a revision.
#[derive(Debug)]
pub struct Since {
    /// By path, as git has it below the root of the repository.
    files: HashMap<PathBuf, ChangedParts>,
    /// The same files by the paths behind all links; made when a path is not one of git's.
    behind_links: OnceLock<HashMap<PathBuf, PathBuf>>,
}

/// What of a file is changed.
#[derive(Debug)]
enum ChangedParts {
    /// All of it: the file is new.
    All,
    /// These lines, from 1, in order.
    Lines(Vec<RangeInclusive<u64>>),
}

/// The changed lines of one file; none if it has not changed at all.
#[derive(Debug, Clone, Copy)]
pub struct ChangedFile<'s>(Option<&'s ChangedParts>);

impl Since {
    /// Asks git, in the current folder.
    ///
    /// # Errors
    /// When there is no git, no repository or no such revision.
    pub fn of(revision: &str) -> Result<Self, Problem> {
        if revision.starts_with('-') {
            let problem = Problem::new(format!("`{revision}` is no revision of git"));
            return Err(problem.with("name a branch, a tag or a commit, as `main` or `HEAD~1`".to_owned()));
        }
        let root = git(&["rev-parse", "--show-toplevel"])?;
        let root = PathBuf::from(String::from_utf8_lossy(&root).trim_end_matches(['\n', '\r']));
        let args = [
            "-c",
            "core.quotePath=false",
            "diff",
            "--no-color",
            "--no-ext-diff",
            "--unified=0",
            "--no-renames",
            "--no-textconv",
            // Whatever the user's own settings call them.
            "--src-prefix=a/",
            "--dst-prefix=b/",
            revision,
            "--",
        ];
        let mut since = Self { files: HashMap::new(), behind_links: OnceLock::new() };
        since.read(&root, &String::from_utf8_lossy(&git(&args)?));
        let new = git(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"])?;
        for path in new.split(|b| *b == 0).filter(|p| !p.is_empty()) {
            since.files.insert(root.join(String::from_utf8_lossy(path).as_ref()), ChangedParts::All);
        }
        Ok(since)
    }

    fn read(&mut self, root: &Path, diff: &str) {
        let mut file = None;
        for line in diff.lines() {
            if let Some(path) = line.strip_prefix("+++ ") {
                let path = path.strip_suffix('\t').unwrap_or(path);
                file = path.strip_prefix("b/").map(|path| root.join(path));
                if let Some(file) = &file {
                    self.files.entry(file.clone()).or_insert_with(|| ChangedParts::Lines(Vec::new()));
                }
            } else if let Some(lines) = line.strip_prefix("@@ ").and_then(added)
                && let Some(Some(ChangedParts::Lines(changed))) = file.as_ref().map(|f| self.files.get_mut(f))
            {
                changed.push(lines);
            }
        }
    }

    /// What has changed in the file at `path`.
    pub fn file(&self, path: &Path) -> ChangedFile<'_> {
        let Ok(path) = path.canonicalize() else { return ChangedFile(None) };
        let behind_links = || {
            let target = |link: &PathBuf| Some((link.canonicalize().ok()?, link.clone()));
            let known = self.behind_links.get_or_init(|| self.files.keys().filter_map(target).collect());
            self.files.get(known.get(&path)?)
        };
        ChangedFile(self.files.get(&path).or_else(behind_links))
    }
}

impl ChangedFile<'_> {
    /// Whether any of the lines `first..=last` is changed.
    pub fn touches(self, first: u64, last: u64) -> bool {
        match self.0 {
            None => false,
            Some(ChangedParts::All) => true,
            Some(ChangedParts::Lines(changed)) => {
                let after = changed.partition_point(|lines| *lines.end() < first);
                changed.get(after).is_some_and(|lines| *lines.start() <= last)
            }
        }
    }
}

/// The lines that `-a,b +c,d @@` says are new; a place where lines only went has none.
fn added(hunk: &str) -> Option<RangeInclusive<u64>> {
    let new = hunk.split(' ').find_map(|part| part.strip_prefix('+'))?;
    let (start, count) = new.split_once(',').unwrap_or((new, "1"));
    let (start, count): (u64, u64) = (start.parse().ok()?, count.parse().ok()?);
    (count > 0).then(|| start..=start + count - 1)
}

fn git(args: &[&str]) -> Result<Vec<u8>, Problem> {
    let output = Command::new("git").args(args.iter().map(OsStr::new)).output().map_err(|e| {
        Problem::new(format!("git: {}", crate::formats::Reason(&e))).with("--since needs git".to_owned())
    })?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        let why = why.lines().next().unwrap_or("no reason given").trim_start_matches("fatal: ").to_owned();
        return Err(Problem::new(format!("git: {why}")).with("--since takes a revision of the repository".to_owned()));
    }
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_name_the_new_lines() {
        assert_eq!(added("-1,2 +3,4 @@ x"), Some(3..=6));
        assert_eq!(added("-1 +7 @@"), Some(7..=7));
        assert_eq!(added("-1,2 +3,0 @@"), None);
    }

    #[test]
    fn a_finding_is_sought_among_the_changed_lines_of_its_file() {
        let diff = "+++ b/a.txt\n@@ -1 +2,2 @@\n@@ -5 +7 @@\n@@ -9,1 +9,0 @@\n+++ b/b.txt\n@@ -0,0 +1 @@\n";
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        ["a.txt", "b.txt", "c.txt"].iter().for_each(|name| std::fs::write(root.join(name), "").unwrap());
        let mut since = Since { files: HashMap::new(), behind_links: OnceLock::new() };
        since.read(&root, diff);
        let touches = |name: &str, first, last| since.file(&root.join(name)).touches(first, last);
        assert_eq!(
            [1, 2, 3, 4, 6, 7, 8, 9].map(|n| touches("a.txt", n, n)),
            [false, true, true, false, false, true, false, false]
        );
        assert!(touches("a.txt", 4, 7) && touches("a.txt", 1, 2) && !touches("a.txt", 4, 6));
        assert!(touches("b.txt", 1, 1) && !touches("c.txt", 1, 1) && !touches("d.txt", 1, 1));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_behind_a_link_of_the_repository_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("target.txt"), "").unwrap();
        std::os::unix::fs::symlink("target.txt", root.join("link.txt")).unwrap();
        let mut since = Since { files: HashMap::new(), behind_links: OnceLock::new() };
        since.read(&root, "+++ b/link.txt\n@@ -1 +1 @@\n");
        assert!(since.file(&root.join("link.txt")).touches(1, 1));
        assert!(since.file(&root.join("target.txt")).touches(1, 1));
    }
}
