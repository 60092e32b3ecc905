//! Changed lines: what `git diff` says of the files since a revision, staged or not, and new files whole.

use crate::problem::Problem;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines changed since a revision.
#[derive(Debug)]
pub struct Since {
    /// By absolute path: the changed lines, from 1; none for a file that is new as a whole.
    files: HashMap<PathBuf, Option<Vec<RangeInclusive<u64>>>>,
}

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
        let mut since = Self { files: HashMap::new() };
        since.read(&root, &String::from_utf8_lossy(&git(&args)?));
        let new = git(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"])?;
        for path in new.split(|b| *b == 0).filter(|p| !p.is_empty()) {
            since.files.insert(root.join(String::from_utf8_lossy(path).as_ref()), None);
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
                    self.files.entry(file.clone()).or_insert_with(|| Some(Vec::new()));
                }
            } else if let Some(lines) = line.strip_prefix("@@ ").and_then(added)
                && let Some(Some(Some(changed))) = file.as_ref().map(|f| self.files.get_mut(f))
            {
                changed.push(lines);
            }
        }
    }

    /// Whether any of the lines `first..=last` of the file at `path` is changed.
    pub fn touches(&self, path: &Path, first: u64, last: u64) -> bool {
        let Ok(path) = path.canonicalize() else { return false };
        let lines = self.files.get(&path).or_else(|| {
            self.files.iter().find(|(p, _)| p.canonicalize().is_ok_and(|p| p == path)).map(|(_, lines)| lines)
        });
        match lines {
            None => false,
            Some(None) => true,
            Some(Some(changed)) => changed.iter().any(|lines| *lines.start() <= last && first <= *lines.end()),
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
}
