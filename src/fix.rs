//! Fixing: chooses fixes that do not get in each other's way, applies them in one forward copy, and checks again
//! until nothing is left to apply.
//!
//! The edits of one fix are applied together or not at all. Of fixes that overlap or touch, the safer goes first,
//! then the one further ahead; the others get their turn in the next round, if their finding is still there. Only
//! deletions that touch go together: a paragraph may be repeated a thousand times.

use crate::article::Article;
use crate::edits::{Taken, compose};
use crate::engine::Checked;
use crate::finding::{Applicability, Edit, Finding, Fix, RuleId};
use crate::formats::{Format, proof};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Rounds of check and fix after which fixes are taken to undo each other.
pub const MAX_ROUNDS: usize = 10;

/// An article after fixing.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fixed<'t> {
    /// The article; its text is the one given, if nothing was applied.
    pub article: Article<'t>,
    /// What the last round found in it: nothing that could still be applied, but for rules that are unsettled.
    pub checked: Checked,
    /// All that was changed, as sorted, disjoint edits of the text given.
    pub edits: Vec<Edit>,
    /// How many fixes of each rule were applied.
    pub applied: BTreeMap<RuleId, usize>,
    /// Rules whose fixes were left out, because ten rounds of check and fix brought them to no end.
    pub unsettled: Vec<RuleId>,
}

/// Applies to `article`, whose text is that of a file in `format`, the first fix of every finding of `check` at `threshold`
/// or above, until none is left. No edit touches a fence of the article. Fixes that change the markup of the file, together
/// or each by itself, are not applied. Rules whose fixes undo each other or themselves change nothing, and are named in
/// [`Fixed::unsettled`].
pub fn settle<'t>(
    format: Format,
    article: Article<'t>,
    threshold: Applicability,
    mut check: impl FnMut(&Article<'_>) -> Checked,
) -> Fixed<'t> {
    let mut unsettled = BTreeSet::new();
    loop {
        match rounds(format, article.clone(), threshold, &mut check, &unsettled) {
            Ok(fixed) => return Fixed { unsettled: unsettled.into_iter().collect(), ..fixed },
            // Each time one rule less has a say, so that this comes to an end.
            Err(rules) => unsettled.extend(rules),
        }
    }
}

/// Rounds of check and fix without the rules `left_out`; the rules whose fixes come to no end, if there are any.
fn rounds<'t>(
    format: Format,
    article: Article<'t>,
    threshold: Applicability,
    check: &mut impl FnMut(&Article<'_>) -> Checked,
    left_out: &BTreeSet<RuleId>,
) -> Result<Fixed<'t>, Vec<RuleId>> {
    let checked = check(&article);
    let source = checked.source.clone();
    let mut fixed = Fixed { article, checked, edits: Vec::new(), applied: BTreeMap::new(), unsettled: Vec::new() };
    for round in 0.. {
        let findings = &fixed.checked.findings;
        let heard = findings.iter().enumerate().filter(|(_, finding)| !left_out.contains(&finding.rule));
        let chosen = choose(&fixed.article, threshold, heard, Taken::default());
        let chosen = proven(format, &fixed.article.text, chosen);
        if chosen.is_empty() {
            break;
        }
        if round == MAX_ROUNDS {
            return Err(chosen.iter().map(|(number, _)| findings[*number].rule).collect());
        }
        let mut edits = Vec::new();
        for (number, fix) in chosen {
            *fixed.applied.entry(findings[number].rule).or_default() += 1;
            edits.extend(fix.edits.iter().cloned());
        }
        edits.sort_unstable();
        fixed.edits = compose(&fixed.article.text, &fixed.edits, &edits);
        fixed.article.apply(&edits);
        // Fixes take away the words the source language was inferred from; what the first round knew stays true.
        fixed.article.source.language.clone_from(&source.language);
        fixed.checked = Checked { source: source.clone(), ..check(&fixed.article) };
    }
    Ok(fixed)
}

/// Those of `chosen` that leave the markup of `file` as it is, one with the other.
fn proven<'f>(format: Format, file: &str, chosen: Vec<(usize, &'f Fix)>) -> Vec<(usize, &'f Fix)> {
    let Some(markup) = format.markup().filter(|_| !chosen.is_empty()) else { return chosen };
    let fixes: Vec<&[Edit]> = chosen.iter().map(|(_, fix)| &*fix.edits).collect();
    let holds = proof::together(markup, file, &fixes);
    chosen.into_iter().zip(holds).filter_map(|(fix, holds)| holds.then_some(fix)).collect()
}

/// The first fix of each of `findings` of the article at `threshold` or above, with the number of the finding, without
/// those that overlap or touch what is `taken` or one of them that goes first.
#[must_use]
pub fn choose<'f>(
    article: &Article<'_>,
    threshold: Applicability,
    findings: impl IntoIterator<Item = (usize, &'f Finding)>,
    mut taken: Taken,
) -> Vec<(usize, &'f Fix)> {
    let usable = |(number, finding): (usize, &'f Finding)| {
        finding.fix(threshold).filter(|fix| is_sound(article, fix)).map(|fix| (number, fix))
    };
    let mut candidates: Vec<(usize, &Fix)> = findings.into_iter().filter_map(usable).collect();
    candidates.sort_by_key(|(_, fix)| (Reverse(fix.applicability), fix.edits[0].span));
    candidates.retain(|(_, fix)| {
        let free = taken.is_free(&fix.edits);
        if free {
            taken.take(&fix.edits);
        }
        free
    });
    candidates
}

/// Whether `fix` changes something, and its edits are sorted, disjoint, on character boundaries and clear of fences.
fn is_sound(article: &Article<'_>, fix: &Fix) -> bool {
    let text = &*article.text;
    let inside = |e: &Edit| text.get(e.span.start as usize..e.span.end as usize).is_some();
    let sound = fix.edits.iter().all(inside) && fix.edits.windows(2).all(|w| w[0].span.end <= w[1].span.start);
    debug_assert!(sound, "the edits of `{}` are not sorted, disjoint places of the text", fix.title);
    sound
        && fix.edits.iter().any(|e| e.span.of(text) != &*e.replacement)
        && article.fences.iter().all(|fence| !fix.edits.iter().any(|e| e.span.overlaps(*fence)))
}

#[cfg(test)]
mod tests;
