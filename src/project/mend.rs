//! Mending: all fixes of an article up to a threshold, with what was known of it at first.

use crate::engine::{About, Checked, SourceLanguage};
use crate::finding::Applicability;
use crate::fix::{self, Fixed, Unsettled};
use crate::span::Span;

/// Finds what is to be told of a text.
pub type Checker<'c> = &'c dyn Fn(&str, &About) -> Checked;

/// Applies the fixes at `threshold` or above that `check` finds in `text`, of which `about` is known, until none is left;
/// none touches the inside of `fence`.
///
/// # Errors
/// When fixes undo each other.
pub fn settle<'t>(
    text: &'t str,
    fence: Option<Span>,
    threshold: Applicability,
    about: &About,
    check: Checker<'_>,
) -> Result<Fixed<'t>, Unsettled> {
    // Fixes take away the words the source language was inferred from; what the first round knew stays true.
    let mut known: Option<SourceLanguage> = None;
    fix::settle(text, fence, threshold, |text| match &known {
        None => {
            let checked = check(text, about);
            known = Some(checked.source.clone());
            checked
        }
        Some(source) => {
            let about = About { source_language: source.language.clone(), ..about.clone() };
            Checked { source: source.clone(), ..check(text, &about) }
        }
    })
}
