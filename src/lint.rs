//! Linting a file: its article is read out and checked, and what is found is carried back to the file.
//!
//! After that a finding speaks of the file's own bytes, and everything further on (reports, fixes, differences) works
//! as it does on plain text.

use crate::article::Article;
use crate::engine::{Checked, Linter};
use crate::finding::{Applicability, Finding};
use crate::fix::{self, Fixed};
use crate::formats::Format;
use crate::formats::map_back::MapBack;
use crate::rule::file::Subject;
use crate::suppression;

impl Linter {
    /// Checks `file`, an article whose text is that of a file in `format`. Spans are bytes of the file.
    ///
    /// # Panics
    /// When the file is longer than 4 GiB; readers refuse such files first.
    #[must_use]
    pub fn check_file(&self, format: Format, file: &Article<'_>) -> Checked {
        let mut checked = self.check_file_unfolded(format, file);
        // After the suppressions: what is silenced hides no other finding.
        checked.findings = self.fold(&file.text, checked.findings);
        checked
    }

    /// The same, before findings about the same artifact are folded into one.
    pub(crate) fn check_file_unfolded(&self, format: Format, file: &Article<'_>) -> Checked {
        let (Some(markup), Some(loaded)) = (format.markup(), format.load(file)) else {
            return self.check_unfolded(file);
        };
        let mut checked = self.check_unfolded(&loaded.article);
        let apart = |f: &Finding| {
            let mut spans = std::iter::once(f.span).chain(f.related.iter().map(|r| r.span));
            spans.any(|s| loaded.article.part_at(s.start).is_some_and(|p| p.apart))
        };
        checked.findings.retain(|f| self.rules().get(f.rule).about == Subject::Text || !apart(f));
        MapBack::new(markup, &file.text, &loaded).carry(&mut checked.findings);
        suppression::apply(self, markup, &file.text, &loaded, &mut checked.findings);
        checked.findings.sort_by_key(|f| (f.span, f.rule));
        checked
    }

    /// Applies to `article` the first fix of every finding at `threshold` or above, and checks again, until none is left.
    /// Fixes that undo each other are left out.
    #[must_use]
    pub fn fix<'t>(&self, article: Article<'t>, threshold: Applicability) -> Fixed<'t> {
        fix::settle(Format::Plain, article, threshold, |article| self.check(article))
    }

    /// The same for `file`, an article whose text is that of a file in `format`: it comes back as that file is to be.
    #[must_use]
    pub fn fix_file<'t>(&self, format: Format, file: Article<'t>, threshold: Applicability) -> Fixed<'t> {
        fix::settle(format, file, threshold, |file| self.check_file(format, file))
    }
}

#[cfg(test)]
mod tests;
