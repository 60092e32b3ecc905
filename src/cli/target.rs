//! What may be written over: files that copydesk wrote itself, never an article.

use crate::formats::{Format, plain};
use crate::outcome::baseline::Baseline;
use crate::problem::Problem;
use crate::project::files::Input;
use crate::report::recognise::is_report;
use std::path::Path;

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A report, with `--output`.
    Report,
    /// A baseline, with `--write-baseline`.
    Baseline,
}

impl Written {
    /// Its name, and the option that asks for it.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Report => ("report", "--output"),
            Self::Baseline => ("baseline", "--write-baseline"),
        }
    }

    /// Refuses to write it to `path` over anything else than an earlier one, or over one of the `inputs`.
    ///
    /// # Errors
    /// When there is something else, or it cannot be told what.
    pub fn may_be_at(self, path: &Path, inputs: &[(Input, usize)]) -> Result<(), Problem> {
        // Devices and pipes keep nothing; folders are refused when they are written to.
        if !path.is_file() {
            return Ok(());
        }
        let (name, option) = self.names();
        let target = path.canonicalize().ok();
        let same = |input: &Input| matches!(input, Input::File(file, _) if file.canonicalize().ok() == target);
        if inputs.iter().any(|(input, _)| same(input)) {
            let remedy = format!("name the {name} behind {option}, before the articles");
            return Err(Problem::new(format!("the {name} would take the place of an article"))
                .with(remedy)
                .in_file(path));
        }
        let is_earlier = match plain::read(path) {
            // Nothing is lost with an empty file, but an article may be empty.
            Ok(text) if text.is_empty() => Format::named(path).is_none_or(|format| !format.row().walked),
            Ok(text) => match self {
                Self::Report => is_report(&text),
                Self::Baseline => Baseline::parse(&text).is_ok(),
            },
            Err(_) => false,
        };
        if is_earlier {
            return Ok(());
        }
        let what = format!("the {name} would take the place of a file that is no {name} of copydesk");
        let remedy = format!("write another name behind {option}, or remove the file first");
        Err(Problem::new(what).with(remedy).in_file(path))
    }
}
