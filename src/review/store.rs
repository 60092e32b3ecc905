//! What is decided and not yet saved, kept on disk: nothing is lost when the page is closed or the server ends.
//!
//! One small file an article, in a folder of the user's own. A decision comes back with the finding it is about; what
//! fits no finding any more is dropped.

use super::article::Reviewed;
use super::restore::Carried;
use crate::formats::unwritable;
use crate::problem::Problem;
use crate::project::write::Replacement;
use crate::rule::RuleSet;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder};
use std::path::{Path, PathBuf};

/// Version of the file's form.
const VERSION: u32 = 1;

/// A place for decisions; none keeps them in memory alone.
#[derive(Debug, Default)]
pub struct Store {
    /// The folder.
    pub folder: Option<PathBuf>,
}

/// The file as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFile {
    version: u32,
    article: String,
    decisions: Vec<Carried>,
}

impl Store {
    fn path(&self, article: &Path) -> Option<PathBuf> {
        let article = fs::canonicalize(article).or_else(|_| std::path::absolute(article)).ok()?;
        let digest = Sha256::digest(article.as_os_str().as_encoded_bytes());
        let name: String = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
        Some(self.folder.as_ref()?.join(name).with_extension("json"))
    }

    /// Keeps what is decided about `article`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, article: &Reviewed, rules: &RuleSet) -> Result<(), Problem> {
        let (Some(path), Some(folder)) = (self.path(&article.path), &self.folder) else { return Ok(()) };
        let decisions = article.carried(rules);
        if decisions.is_empty() {
            // If there is no such file, nothing is left to remove.
            let _ = fs::remove_file(path);
            return Ok(());
        }
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|e| unwritable(&e).in_file(folder))?;
        let name = article.path.display().to_string();
        let kept = KeptFile { version: VERSION, article: name, decisions };
        let json = serde_json::to_vec(&kept).map_err(|e| Problem::new(e.to_string()))?;
        let mut file = Replacement::or_new(&path)?;
        file.write(&json)?;
        file.commit(None)
    }

    /// Decides again what was kept of `article`: how many decisions, and how many no longer fit.
    pub fn restore(&self, article: &mut Reviewed, rules: &RuleSet) -> (usize, usize) {
        let read = self.path(&article.path).and_then(|path| fs::read(path).ok());
        let kept = read.and_then(|json| serde_json::from_slice::<KeptFile>(&json).ok());
        let Some(kept) = kept.filter(|kept| kept.version == VERSION) else { return (0, 0) };
        let all = kept.decisions.len();
        let lost = article.carry(kept.decisions, rules);
        (all - lost, lost)
    }
}
