//! What must hold of every text, good, bad or absurd: findings stand in it, in order; fixing comes to an end, is what its
//! edits say, and a second fixing changes nothing.

#![allow(dead_code)] // not every test uses it

use copydesk::internal::apply;
use copydesk::{Applicability, Article, Format, Language, Linter, Source};

/// Checks, fixes and checks `file`, an article in `format`.
///
/// # Panics
/// When something does not hold.
pub fn check_fix_check(linter: &Linter, format: Format, language: Option<&Language>, file: &str) {
    let checked = linter.check_file(format, &article(file, language));
    let mut last = 0;
    for finding in &checked.findings {
        assert!(file.get(finding.span.range()).is_some(), "{finding:?} is not a place of {file:?}");
        assert!(finding.span.start >= last, "the findings of {file:?} are not in order");
        last = finding.span.start;
    }
    for threshold in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = linter.fix_file(format, article(file, language), threshold);
        assert!(fixed.unsettled.is_empty(), "{:?} on {file:?} as {format:?}", fixed.unsettled);
        let after = &*fixed.article.text;
        assert_eq!(apply(file, &fixed.edits), after, "the edits do not give the fixed text");
        let again = linter.fix_file(format, article(after, language), threshold);
        assert_eq!(again.article.text, after, "a second fixing changes {file:?} as {format:?}");
    }
}

fn article<'t>(text: &'t str, language: Option<&Language>) -> Article<'t> {
    let source = Source { language: language.cloned(), ..Source::default() };
    Article { source, ..Article::new(text) }
}
