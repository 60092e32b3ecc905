//! What lets findings pass: a baseline, and lines that are not changed.

use super::since::Since;
use crate::formats::plain;
use crate::outcome::Origin;
use crate::outcome::baseline::Baseline;
use crate::problem::Problem;
use std::path::{Path, PathBuf};

/// What is known of findings before the run.
#[derive(Debug, Default)]
pub struct FindingFilter {
    /// Findings that pass.
    pub baseline: Option<Baseline>,
    /// Lines whose findings are told.
    pub since: Option<Since>,
    /// Findings are recorded.
    pub records: bool,
    /// The folder that names of articles in a baseline are relative to.
    folder: PathBuf,
}

impl FindingFilter {
    /// Reads what the run is given.
    ///
    /// # Errors
    /// When the baseline cannot be read, or git does not know the revision.
    pub fn new(baseline: Option<&Path>, write: Option<&Path>, since: Option<&str>) -> Result<Self, Problem> {
        let file = baseline.or(write).and_then(|path| std::path::absolute(path).ok());
        let folder = file.as_deref().and_then(Path::parent).map(Path::to_owned).unwrap_or_default();
        let read = |path: &Path| {
            let remedy = "--write-baseline writes such a file".to_owned();
            let text = plain::read(path).map_err(|e| Problem::from(&e).in_file(path).with(remedy.clone()))?;
            Baseline::parse(&text).map_err(|mistake| mistake.with(remedy).in_text(path, text))
        };
        Ok(Self {
            baseline: baseline.map(read).transpose()?,
            since: since.map(Since::of).transpose()?,
            records: write.is_some(),
            folder,
        })
    }

    /// What an article is called in a baseline.
    pub fn article(&self, origin: Origin<'_>) -> String {
        let name = Baseline::name(&self.folder, Path::new(origin.path));
        match origin.record.and_then(|r| r.id) {
            Some(id) => format!("{name}#{id}"),
            None => name,
        }
    }
}
