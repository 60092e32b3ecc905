//! Linting a file: its article is read out and checked, and what is found is carried back to the file.
//!
//! After that a finding speaks of the file's own bytes, and everything further on (reports, fixes, differences) works
//! as it does on plain text.

use crate::article::Article;
use crate::engine::{Checked, Linter};
use crate::finding::Finding;
use crate::formats::Format;
use crate::formats::map_back::MapBack;
use crate::rule::file::Subject;
use crate::suppression;

/// Checks `file`, an article whose text is that of a file in `format`. Spans are bytes of the file.
///
/// # Panics
/// When the file is longer than 4 GiB; readers refuse such files first.
#[must_use]
pub fn check(linter: &Linter, format: Format, file: &Article<'_>) -> Checked {
    let (Some(markup), Some(loaded)) = (format.markup(), format.load(file)) else { return linter.check(file) };
    let mut checked = linter.check(&loaded.article);
    let apart = |f: &Finding| {
        let mut spans = std::iter::once(f.span).chain(f.related.iter().map(|r| r.span));
        spans.any(|s| loaded.article.part_at(s.start).is_some_and(|p| p.apart))
    };
    checked.findings.retain(|f| linter.rules().get(f.rule).about == Subject::Text || !apart(f));
    MapBack::new(markup, &file.text, &loaded).carry(&mut checked.findings);
    suppression::apply(linter, markup, &file.text, &loaded, &mut checked.findings);
    checked.findings.sort_by_key(|f| (f.span, f.rule));
    checked
}

#[cfg(test)]
mod tests;
