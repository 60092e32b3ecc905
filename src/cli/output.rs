//! Output: where the report goes, part by part.

use super::console;
use crate::formats::unwritable;
use crate::problem::Problem;
use crate::project::write::Replacement;
use crate::report::paint::Paint;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// A place for the report.
pub struct Output {
    target: Target,
    name: String,
    open: bool,
    parts: bool,
}

enum Target {
    Stream(Box<dyn Write>),
    File(Box<Replacement>),
}

impl Output {
    /// Standard output.
    pub fn stdout(paint: Paint) -> Self {
        Self::stream("standard output", console::stdout(paint))
    }

    /// Standard error.
    pub fn stderr(paint: Paint) -> Self {
        Self::stream("standard error", console::stderr(paint))
    }

    /// The file at `path`, which comes to be when the report is complete; a device or pipe is written to at once.
    ///
    /// # Errors
    /// When it cannot be written to.
    pub fn file(path: &Path) -> Result<Self, Problem> {
        let name = path.display().to_string();
        if path.exists() && !path.is_file() && !path.is_dir() {
            let opened = OpenOptions::new().write(true).open(path);
            let failed = |e| unwritable(&e).in_file(path);
            let file = opened.map_err(failed)?;
            return Ok(Self::stream(&name, Box::new(file)));
        }
        let target = Target::File(Box::new(Replacement::or_new(path)?));
        Ok(Self { target, name, open: true, parts: false })
    }

    fn stream(name: &str, stream: Box<dyn Write>) -> Self {
        Self { target: Target::Stream(stream), name: name.to_owned(), open: true, parts: false }
    }

    /// Whether anybody still reads.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Writes `bytes`.
    ///
    /// # Errors
    /// When that does not work; that nobody reads any more is no error.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        if !self.open || bytes.is_empty() {
            return Ok(());
        }
        match &mut self.target {
            Target::Stream(stream) => {
                let written = stream.write_all(bytes).and_then(|()| stream.flush());
                self.outcome(written)
            }
            Target::File(file) => file.write(bytes),
        }
    }

    /// Writes one of several parts, with `separator` between it and the one before.
    ///
    /// # Errors
    /// When that does not work.
    pub fn part(&mut self, bytes: &[u8], separator: &[u8]) -> Result<(), Problem> {
        if bytes.is_empty() {
            return Ok(());
        }
        if self.parts {
            self.write(separator)?;
        }
        self.parts = true;
        self.write(bytes)
    }

    /// Ends the report.
    ///
    /// # Errors
    /// When a file cannot be put in its place.
    pub fn finish(self) -> Result<(), Problem> {
        match self.target {
            Target::Stream(_) => Ok(()),
            Target::File(file) => file.commit(None),
        }
    }

    fn outcome(&mut self, written: io::Result<()>) -> Result<(), Problem> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.open = false;
                Ok(())
            }
            Err(error) => Err(unwritable(&error).in_file(&self.name)),
            Ok(()) => Ok(()),
        }
    }
}
