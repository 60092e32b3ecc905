//! Replacing files: as a whole or not at all.
//!
//! The new content is written beside the old file and takes its name when it is complete, so that a full disk, a crash
//! or a second reader never meets half a file. Permissions stay, and so does a link: what it points at is replaced.

use crate::formats::{Reason, unwritable};
use crate::problem::Problem;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::{Builder, NamedTempFile};

/// What a file was like when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// The file at `path` as it is now, if it can be looked at.
    pub fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|m| Self { length: m.len(), modified: m.modified().ok() })
    }
}

/// New content for a file.
#[derive(Debug)]
pub struct Replacement {
    name: String,
    target: PathBuf,
    old: Option<Metadata>,
    file: NamedTempFile,
}

impl Replacement {
    /// Begins new content for the existing file at `path`.
    ///
    /// # Errors
    /// When the file is no regular one, may not be written, or its folder may not.
    pub fn of(path: &Path) -> Result<Self, Problem> {
        let name = path.display().to_string();
        let target = fs::canonicalize(path).map_err(|e| left(&name, &e))?;
        let old = fs::metadata(&target).map_err(|e| left(&name, &e))?;
        if !old.is_file() {
            let problem = Problem::new("not a regular file, so it cannot be replaced");
            return Err(problem.with("name the file itself".to_owned()).in_file(name));
        }
        let locked = || {
            let remedy = "make it writable first".to_owned();
            Problem::new("read-only; it was left as it is").with(remedy).in_file(&name)
        };
        // Whether this process may write the file is for the system to say: not every mode without a write bit binds
        // everybody (root), and not every mode with one binds nobody (mounts, ACLs).
        OpenOptions::new().write(true).open(&target).map_err(|e| match e.kind() {
            io::ErrorKind::PermissionDenied => locked(),
            _ => left(&name, &e),
        })?;
        let file = Builder::new()
            .prefix(".copydesk-")
            .tempfile_in(folder(&target))
            .map_err(|e| no_room(&name, &target, &e))?;
        Ok(Self { name, target, old: Some(old), file })
    }

    /// Begins the file at `path`, or new content for it where it exists.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub fn or_new(path: &Path) -> Result<Self, Problem> {
        if path.exists() {
            return Self::of(path);
        }
        let name = path.display().to_string();
        let mut builder = Builder::new();
        builder.prefix(".copydesk-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder(path)).map_err(|e| no_room(&name, path, &e))?;
        Ok(Self { name, target: path.to_owned(), old: None, file })
    }

    /// Adds to the new content.
    ///
    /// # Errors
    /// When it cannot be written; the old file is as it was.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.file.write_all(bytes).map_err(|e| left(&self.name, &e))
    }

    /// Puts the new content in place of the old, which must still be as it was at `stamp`.
    ///
    /// # Errors
    /// When that does not work, or the file has changed meanwhile; it is as it was.
    pub fn commit(mut self, stamp: Option<Stamp>) -> Result<(), Problem> {
        let fail = |e: &io::Error| left(&self.name, e);
        self.file.flush().map_err(|e| fail(&e))?;
        if let Some(old) = &self.old {
            keep_owner(self.file.as_file(), old);
            self.file.as_file().set_permissions(old.permissions()).map_err(|e| fail(&e))?;
        }
        // Some disks say only now that they are full.
        self.file.as_file().sync_all().map_err(|e| fail(&e))?;
        if stamp.is_some() && stamp != Stamp::of(&self.target) {
            let what = "changed by someone else meanwhile; it was left as it is";
            let remedy = "run copydesk once more".to_owned();
            return Err(Problem::new(what).with(remedy).in_file(self.name));
        }
        let Self { name, target, file, .. } = self;
        file.persist(target).map(drop).map_err(|e| left(&name, &e.error))
    }
}

/// Keeps owner and group where the system lets us.
fn keep_owner(file: &File, old: &Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata().map(|m| (m.uid(), m.gid())).ok();
        if new != Some((old.uid(), old.gid())) {
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    #[cfg(not(unix))]
    let _ = (file, old);
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|p| *p != Path::new("")).unwrap_or(Path::new("."))
}

fn left(name: &str, error: &io::Error) -> Problem {
    let problem = unwritable(error).in_file(name);
    Problem { message: format!("{}; it was left as it is", problem.message), ..problem }
}

fn no_room(name: &str, path: &Path, error: &io::Error) -> Problem {
    let folder = folder(path).display();
    let what = format!("cannot be written: no new file can be made in {folder}: {}", Reason(error));
    Problem { message: what, ..unwritable(error).in_file(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(path: &Path, text: &str) -> Result<(), Problem> {
        let stamp = Stamp::of(path);
        let mut new = Replacement::of(path)?;
        new.write(text.as_bytes())?;
        new.commit(stamp)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.txt"), folder.path().join("link.txt"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.txt", &link).unwrap();
        replace(&link, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(link.is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(names(folder.path()), ["a.txt", "link.txt"]);
    }

    #[test]
    fn a_read_only_file_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs::write(&file, "old").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        if OpenOptions::new().write(true).open(&file).is_ok() {
            // Root may write it all the same; then it is replaced, and stays read-only for the others.
            replace(&file, "new").unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), "new");
            assert!(fs::metadata(&file).unwrap().permissions().readonly());
            return;
        }
        let failure = replace(&file, "new").unwrap_err();
        assert!(failure.head().ends_with("a.txt: read-only; it was left as it is"), "{failure}");
        assert_eq!((fs::read_to_string(&file).unwrap(), names(folder.path())), ("old".into(), vec!["a.txt".into()]));
        assert!(replace(folder.path(), "new").unwrap_err().message.contains("not a regular file"));
    }

    #[test]
    fn a_file_that_has_changed_meanwhile_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs::write(&file, "old").unwrap();
        let stamp = Stamp::of(&file);
        let mut new = Replacement::of(&file).unwrap();
        new.write(b"new").unwrap();
        fs::write(&file, "somebody else's").unwrap();
        assert!(new.commit(stamp).unwrap_err().message.contains("changed by someone else"));
        assert_eq!(
            (fs::read_to_string(&file).unwrap(), names(folder.path())),
            ("somebody else's".into(), vec!["a.txt".into()])
        );
    }
}
