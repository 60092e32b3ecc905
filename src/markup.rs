//! Articles with markup: their text is read out and checked, and what is found is carried back to the file.
//!
//! After that a finding speaks of the file's own bytes, and everything further on (reports, fixes, differences) works
//! as it does on plain text. A correction that cannot be carried back without doubt, because it crosses a tag or would
//! make markup of its own, is still told, but only for people to make: reading the corrected file always gives the
//! corrected text.

mod carry;
pub mod silence;

use crate::engine::{About, Checked, Linter};
use crate::finding::{Applicability, Edit, Finding, Fix, Related};
use crate::formats::Markup;
use crate::formats::extract::{Extract, Kind, Part};
use crate::rule::file::Variety;
use crate::span::Span;
use crate::text::block::Role;
use carry::Carrier;

/// Rules of this family look for what stands twice: a page's title and description do, and may.
const STRUCTURE: &str = "structure";

/// Checks `file`, which is written with `markup`; spans are bytes of the file.
///
/// # Panics
/// When the file is longer than 4 GiB; readers refuse such files first.
#[must_use]
pub fn check(linter: &Linter<'_>, markup: Markup, file: &str, about: &About) -> Checked {
    let Some(extract) = markup.read(file) else { return linter.check(file, about) };
    let mut checked = linter.check(&extract.text, &circumstances(&extract, about));
    let apart = |f: &Finding| {
        let mut spans = std::iter::once(f.span).chain(f.related.iter().map(|r| r.span));
        spans.any(|s| extract.part_at(s.start).is_some_and(|p| p.apart))
    };
    checked.findings.retain(|f| &*linter.rules().get(f.rule).family != STRUCTURE || !apart(f));
    Carrier::new(markup, file, &extract).carry(&mut checked.findings);
    silence::apply(linter, markup, file, &extract, &mut checked.findings);
    checked.findings.sort_by_key(|f| (f.span, f.rule));
    checked
}

/// What the file says of its article, beside what is known already.
fn circumstances(extract: &Extract, about: &About) -> About {
    let english = match extract.language.as_deref() {
        Some("en-gb" | "en-ie" | "en-au" | "en-nz") => Some(Variety::Uk),
        Some("en-us") => Some(Variety::Us),
        _ => None,
    };
    About {
        source_language: about.source_language.clone().or_else(|| extract.source_language.clone()),
        published: about.published.clone(),
        english: about.english.or(english),
        roles: roles(extract),
    }
}

/// The edits of `file` that put `words` in place of what a reader sees at `span`; none where that cannot be done without
/// touching the markup.
#[must_use]
pub fn rewrite(markup: Markup, file: &str, span: Span, words: &str) -> Option<Vec<Edit>> {
    let Some(extract) = markup.read(file) else { return Some(vec![Edit::new(span, words)]) };
    let seen = seen(&extract, span)?;
    let edits = vec![Edit::new(seen, words)];
    let fix = Fix { title: "".into(), edits, applicability: Applicability::Unsafe };
    Carrier::new(markup, file, &extract).fixes(&[&fix]).pop().flatten()
}

/// What a reader sees at `span` of `file`, in one line.
#[must_use]
pub fn words(markup: Markup, file: &str, span: Span) -> String {
    let line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(extract) = markup.read(file) else { return line(span.of(file)) };
    seen(&extract, span).map(|seen| line(seen.of(&extract.text))).unwrap_or_default()
}

/// Where the text has what stands at `span` of the file; none if a reader sees nothing of it.
fn seen(extract: &Extract, span: Span) -> Option<Span> {
    let inside = |at: u32, file: Span, text: Span| text.start + at.clamp(file.start, file.end) - file.start;
    let pieces = extract.pieces.iter().filter(|p| p.file.start < span.end && span.start < p.file.end);
    let seen = pieces.map(|p| match p.plain {
        true => Span::new(inside(span.start, p.file, p.text), inside(span.end, p.file, p.text)),
        false => p.text,
    });
    seen.reduce(Span::to)
}

/// What the markup says of the blocks: where they start in the text, and what they are.
#[must_use]
pub fn roles(extract: &Extract) -> Vec<(u32, Role)> {
    let headline = extract.parts.iter().position(|p| p.kind == Kind::Heading);
    let role = |(at, part): (usize, &Part)| {
        let role = match part.kind {
            Kind::Title => Role::Headline,
            Kind::Description => Role::Standfirst,
            Kind::Heading if headline == Some(at) => Role::Headline,
            Kind::Heading | Kind::Subheading => Role::Subheading,
            Kind::Item => Role::ListItem,
            Kind::Caption => Role::Caption,
            Kind::Running => {
                let small = part.text.of(&extract.text).starts_with(char::is_lowercase);
                return (part.interrupted && small).then_some((part.text.start, Role::Continuation));
            }
        };
        Some((part.text.start, role))
    };
    extract.parts.iter().enumerate().filter_map(role).collect()
}

impl Carrier<'_> {
    /// Makes spans of the text in `findings` into spans of the file.
    fn carry(&self, findings: &mut [Finding]) {
        let fixes: Vec<_> = findings.iter().flat_map(|f| &f.fixes).collect();
        let mut carried = self.fixes(&fixes).into_iter();
        for finding in findings {
            finding.span = self.extract().file_span(finding.span);
            finding.related = std::mem::take(&mut finding.related)
                .into_iter()
                .map(|r| Related { span: self.extract().file_span(r.span), ..r })
                .collect();
            for fix in &mut finding.fixes {
                match carried.next().flatten() {
                    Some(edits) => fix.edits = edits,
                    None => {
                        fix.edits.clear();
                        fix.applicability = Applicability::DisplayOnly;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
