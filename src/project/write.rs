//! Replacing files: as a whole or not at all.
//!
//! The new content is written beside the old file and takes its name when it is complete, so that a full disk, a crash
//! or a second reader never meets half a file. Owner, permissions, access control lists and extended attributes stay, and
//! so does a link: what it points at is replaced. What cannot be kept is a reason to leave the file as it is.

use crate::formats::{Reason, unwritable};
use crate::problem::Problem;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions};
use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::{Builder, NamedTempFile};

/// New files that have not taken their names yet. Locked while one begins or ends.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes all new files that have not taken their names yet. For the end of the process: none can begin or end any more.
pub fn remove_unfinished() {
    let files = unfinished();
    // What is gone already needs no removing, and what cannot be removed nobody can help.
    files.iter().for_each(|path| drop(fs::remove_file(path)));
    std::mem::forget(files);
}

/// What a file held when it was read.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    length: u64,
    hasher: DefaultHasher,
}

impl Seen {
    /// A file that holds `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut seen = Self::default();
        seen.add(bytes);
        seen
    }

    /// Goes on with `bytes`.
    pub fn add(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.hasher.write(bytes);
    }

    /// Whether the file at `path` holds the same now: its length and its time may stay when its bytes change.
    fn is_still(&self, path: &Path) -> io::Result<bool> {
        let mut file = File::open(path)?;
        if file.metadata()?.len() != self.length {
            return Ok(false);
        }
        let (mut now, mut buffer) = (Self::default(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(now.length == self.length && now.hasher.finish() == self.hasher.finish()),
                n => now.add(&buffer[..n]),
            }
        }
    }
}

/// A new file without its name. One that is dropped goes; that it stays in the list does no harm.
#[derive(Debug)]
struct Unnamed {
    file: NamedTempFile,
}

impl Unnamed {
    fn new(builder: &Builder<'_, '_>, folder: &Path) -> io::Result<Self> {
        let mut files = unfinished();
        let file = builder.tempfile_in(folder)?;
        files.insert(file.path().to_owned());
        Ok(Self { file })
    }

    /// Gives it the name `target`.
    fn name(self, target: &Path) -> io::Result<()> {
        let mut files = unfinished();
        files.remove(self.file.path());
        self.file.persist(target).map(drop).map_err(|e| e.error)
    }
}

/// New content for a file.
#[derive(Debug)]
pub struct Replacement {
    name: String,
    target: PathBuf,
    old: Option<Metadata>,
    file: Unnamed,
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
        if let Some(names) = other_names(&old) {
            let what = format!("has {names} more (hard links), which would keep the old text; it was left as it is");
            let remedy = "give it a file of its own, for example with `cp FILE NEW && mv NEW FILE`".to_owned();
            return Err(Problem::new(what).with(remedy).in_file(name));
        }
        let mut builder = Builder::new();
        builder.prefix(".copydesk-");
        let file = Unnamed::new(&builder, folder(&target)).map_err(|e| no_room(&name, &target, &e))?;
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
        let file = Unnamed::new(&builder, folder(path)).map_err(|e| no_room(&name, path, &e))?;
        Ok(Self { name, target: path.to_owned(), old: None, file })
    }

    /// Adds to the new content.
    ///
    /// # Errors
    /// When it cannot be written; the old file is as it was.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.file.file.write_all(bytes).map_err(|e| left(&self.name, &e))
    }

    /// Puts the new content in place of the old, which must still be what was `seen`.
    ///
    /// # Errors
    /// When that does not work, or the file has changed meanwhile; it is as it was.
    pub fn commit(mut self, seen: Option<&Seen>) -> Result<(), Problem> {
        let fail = |e: &io::Error| left(&self.name, e);
        self.file.file.flush().map_err(|e| fail(&e))?;
        if let Some(old) = &self.old {
            keep(self.file.file.as_file(), &self.target, old).map_err(|(lost, e)| {
                let what = format!("cannot be written: its {lost} would be lost: {}; it was left as it is", Reason(&e));
                Problem::new(what).in_file(&self.name)
            })?;
        }
        // Some disks say only now that they are full.
        self.file.file.as_file().sync_all().map_err(|e| fail(&e))?;
        if let Some(seen) = seen
            && !seen.is_still(&self.target).map_err(|e| fail(&e))?
        {
            let what = "changed by someone else meanwhile; it was left as it is";
            let remedy = "run copydesk once more".to_owned();
            return Err(Problem::new(what).with(remedy).in_file(self.name));
        }
        let Self { name, target, file, .. } = self;
        file.name(&target).map_err(|e| left(&name, &e))
    }
}

/// How many other names the file has, in words; none if it has just one.
fn other_names(old: &Metadata) -> Option<String> {
    #[cfg(unix)]
    let others = std::os::unix::fs::MetadataExt::nlink(old).saturating_sub(1);
    #[cfg(not(unix))]
    let others = {
        let _ = old;
        0
    };
    match others {
        0 => None,
        1 => Some("one name".to_owned()),
        n => Some(format!("{n} names")),
    }
}

/// Gives `file` what the file at `path` has beside its content, or says what of it cannot be given.
#[cfg(unix)]
fn keep(file: &File, path: &Path, old: &Metadata) -> Result<(), (&'static str, io::Error)> {
    use std::os::unix::fs::{MetadataExt, fchown};
    use xattr::FileExt;
    let new = file.metadata().map_err(|e| ("permissions", e))?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        let other = |new: u32, old: u32| (new != old).then_some(old);
        let (uid, gid) = (other(new.uid(), old.uid()), other(new.gid(), old.gid()));
        fchown(file, uid, gid).map_err(|e| (if uid.is_some() { "owner" } else { "group" }, e))?;
    }
    // A file system without attributes has none to lose; a new file may have got some from its folder.
    let names: BTreeSet<_> = xattr::list_deref(path).map(Iterator::collect).unwrap_or_default();
    let lost = |name: &std::ffi::OsStr| match name.to_str() {
        Some("system.posix_acl_access") => "access control list",
        _ => "extended attributes",
    };
    for name in file.list_xattr().into_iter().flatten().filter(|name| !names.contains(name)) {
        file.remove_xattr(&name).map_err(|e| (lost(&name), e))?;
    }
    for name in &names {
        let Some(value) = xattr::get_deref(path, name).map_err(|e| (lost(name), e))? else { continue };
        if file.get_xattr(name).ok().flatten().as_ref() != Some(&value) {
            file.set_xattr(name, &value).map_err(|e| (lost(name), e))?;
        }
    }
    // At last: attributes are written only where one may write, and the list of a file has its say in its permissions.
    file.set_permissions(old.permissions()).map_err(|e| ("permissions", e))
}

/// Gives `file` what the file at `path` has beside its content, or says what of it cannot be given.
#[cfg(not(unix))]
fn keep(file: &File, _: &Path, old: &Metadata) -> Result<(), (&'static str, io::Error)> {
    file.set_permissions(old.permissions()).map_err(|e| ("permissions", e))
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
        let seen = Seen::of(&fs::read(path).unwrap_or_default());
        let mut new = Replacement::of(path)?;
        new.write(text.as_bytes())?;
        new.commit(Some(&seen))
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
        for theirs in ["somebody else's", "odd"] {
            fs::write(&file, "old").unwrap();
            let time = fs::metadata(&file).unwrap().modified().unwrap();
            let seen = Seen::of(b"old");
            let mut new = Replacement::of(&file).unwrap();
            new.write(b"new").unwrap();
            fs::write(&file, theirs).unwrap();
            File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
            assert!(new.commit(Some(&seen)).unwrap_err().message.contains("changed by someone else"));
            assert_eq!(
                (fs::read_to_string(&file).unwrap(), names(folder.path())),
                (theirs.into(), vec!["a.txt".into()])
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_several_names_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        fs::write(&file, "old").unwrap();
        fs::hard_link(&file, &other).unwrap();
        let failure = replace(&file, "new").unwrap_err();
        assert!(failure.message.starts_with("has one name more (hard links)"), "{failure}");
        assert_eq!(fs::read_to_string(&other).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.txt", "b.txt"]);
    }

    /// What `program` says of the file, without its name; none where there is no such program.
    #[cfg(unix)]
    fn said(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
        let output = std::process::Command::new(program).args(arguments).arg(file).output().ok()?;
        if !output.status.success() {
            return None;
        }
        let said = String::from_utf8(output.stdout).unwrap();
        Some(said.lines().filter(|line| !line.starts_with("# file")).collect::<Vec<_>>().join("\n"))
    }

    #[cfg(unix)]
    #[test]
    #[allow(clippy::print_stderr)]
    fn access_control_lists_and_attributes_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs::write(&file, "old").unwrap();
        let acl = said("setfacl", &["-m", "u:12345:rw,g::r"], &file);
        let attribute = said("setfattr", &["-n", "user.desk", "-v", "foreign"], &file);
        // A list that new files of the folder get.
        let default = said("setfacl", &["-d", "-m", "u:54321:rwx"], folder.path());
        if acl.is_none() || attribute.is_none() || default.is_none() {
            eprintln!("not tried: setfacl and setfattr are missing, or the file system keeps neither");
        }
        let state = || [said("getfacl", &["-n", "-p"], &file), said("getfattr", &["-d"], &file)];
        let before = state();
        replace(&file, "new").unwrap();
        assert_eq!((state(), fs::read_to_string(&file).unwrap().as_str()), (before, "new"));
    }
}
