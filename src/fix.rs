//! Fixing: chooses fixes that do not get in each other's way, applies them in one forward copy, and checks again
//! until nothing is left to apply.
//!
//! The edits of one fix are applied together or not at all. Of fixes that overlap or touch, the safer goes first,
//! then the one further ahead; the others get their turn in the next round, if their finding is still there. Only
//! deletions that touch go together: a paragraph may be repeated a thousand times.

use crate::engine::Checked;
use crate::finding::{Applicability, Edit, Finding, Fix, RuleId};
use crate::span::Span;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Rounds of check and fix after which fixes are taken to undo each other.
pub const MAX_ROUNDS: usize = 10;

/// A text after fixing.
#[derive(Debug)]
pub struct Fixed<'t> {
    /// The text; the one given, if nothing was applied.
    pub text: Cow<'t, str>,
    /// What the last round found in it: nothing that could still be applied.
    pub checked: Checked,
    /// All that was changed, as sorted, disjoint edits of the text given.
    pub edits: Vec<Edit>,
    /// Where the fence (see [`settle`]) now stands.
    pub fence: Option<Span>,
    /// How many fixes of each rule were applied.
    pub applied: BTreeMap<RuleId, usize>,
}

/// Fixes that still found something to change after [`MAX_ROUNDS`] rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// The rules whose fixes were applied in the last round.
    pub rules: Vec<RuleId>,
}

/// Applies to `text` the first fix of every finding of `check` at `threshold` or above, until none is left.
///
/// No edit touches the inside of `fence`, such as what separates a record's headline from its text.
///
/// # Errors
/// When fixes are still left after [`MAX_ROUNDS`] rounds.
pub fn settle<'t>(
    text: &'t str,
    fence: Option<Span>,
    threshold: Applicability,
    mut check: impl FnMut(&str) -> Checked,
) -> Result<Fixed<'t>, Unsettled> {
    let checked = check(text);
    let mut fixed = Fixed { text: Cow::Borrowed(text), checked, edits: Vec::new(), fence, applied: BTreeMap::new() };
    for round in 0.. {
        let findings = &fixed.checked.findings;
        let chosen = choose(&fixed.text, fixed.fence, threshold, findings.iter().enumerate(), Taken::default());
        if chosen.is_empty() {
            break;
        }
        if round == MAX_ROUNDS {
            let rules: BTreeSet<RuleId> = chosen.iter().map(|(number, _)| findings[*number].rule).collect();
            return Err(Unsettled { rules: rules.into_iter().collect() });
        }
        let mut edits = Vec::new();
        for (number, fix) in chosen {
            *fixed.applied.entry(findings[number].rule).or_default() += 1;
            edits.extend(fix.edits.iter().cloned());
        }
        edits.sort_unstable();
        fixed.fence = fixed.fence.map(|fence| shift(fence, &edits));
        fixed.edits = compose(&fixed.text, &fixed.edits, &edits);
        fixed.text = Cow::Owned(apply(&fixed.text, &edits));
        fixed.checked = check(&fixed.text);
    }
    Ok(fixed)
}

/// The first fix of each of `findings` at `threshold` or above, with the number of the finding, without those that
/// overlap or touch what is `taken` or one of them that goes first.
#[must_use]
pub fn choose<'f>(
    text: &str,
    fence: Option<Span>,
    threshold: Applicability,
    findings: impl IntoIterator<Item = (usize, &'f Finding)>,
    mut taken: Taken,
) -> Vec<(usize, &'f Fix)> {
    let usable = |(number, finding): (usize, &'f Finding)| {
        finding.fix(threshold).filter(|fix| is_sound(text, fence, fix)).map(|fix| (number, fix))
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

/// Places that edits have taken, disjoint: where they start and end, and whether what stands there goes.
#[derive(Debug, Default)]
pub struct Taken(BTreeMap<u32, (u32, bool)>);

impl Taken {
    /// Whether none of `edits` overlaps what is taken or touches it, unless both are deletions.
    #[must_use]
    pub fn is_free(&self, edits: &[Edit]) -> bool {
        // What is taken is disjoint: of what starts at or before the end of an edit, only the last two come near it.
        edits.iter().all(|e| {
            let clear = |(&start, &(end, deletes)): (&u32, &(u32, bool))| {
                end < e.span.start || deletes && is_deletion(e) && (end == e.span.start || start == e.span.end)
            };
            self.0.range(..=e.span.end).rev().take(2).all(clear)
        })
    }

    /// Takes the places of `edits`.
    pub fn take(&mut self, edits: &[Edit]) {
        self.0.extend(edits.iter().map(|e| (e.span.start, (e.span.end, is_deletion(e)))));
    }
}

fn is_deletion(edit: &Edit) -> bool {
    edit.replacement.is_empty() && edit.span.start < edit.span.end
}

/// Whether `fix` changes something, and its edits are sorted, disjoint, on character boundaries and clear of `fence`.
fn is_sound(text: &str, fence: Option<Span>, fix: &Fix) -> bool {
    let inside = |e: &Edit| text.get(e.span.start as usize..e.span.end as usize).is_some();
    let sound = fix.edits.iter().all(inside) && fix.edits.windows(2).all(|w| w[0].span.end <= w[1].span.start);
    debug_assert!(sound, "the edits of `{}` are no sorted, disjoint places of the text", fix.title);
    sound
        && fix.edits.iter().any(|e| e.span.of(text) != &*e.replacement)
        && fence.is_none_or(|fence| !fix.edits.iter().any(|e| e.span.overlaps(fence)))
}

/// `text` with `edits`, which are sorted and disjoint.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let grown: usize = edits.iter().map(|e| e.replacement.len()).sum();
    let mut out = String::with_capacity(text.len() + grown);
    let mut done = 0;
    for edit in edits {
        out.push_str(&text[done..edit.span.start as usize]);
        out.push_str(&edit.replacement);
        done = edit.span.end as usize;
    }
    out.push_str(&text[done..]);
    out
}

/// Where `span`, clear of `edits`, stands after them.
fn shift(span: Span, edits: &[Edit]) -> Span {
    let before = edits.iter().take_while(|e| e.span.end <= span.start);
    let by: i64 = before.map(|e| e.replacement.len() as i64 - i64::from(e.span.len())).sum();
    let move_by = |at: u32| (i64::from(at) + by) as u32;
    Span::new(move_by(span.start), move_by(span.end))
}

/// The edits that do at once what `first`, which made `middle`, and then `second` do one after the other.
fn compose(middle: &str, first: &[Edit], second: &[Edit]) -> Vec<Edit> {
    let mut out: Vec<Edit> = Vec::with_capacity(first.len() + second.len());
    let (mut first, mut second) = (first.iter().peekable(), second.iter().peekable());
    // How far `middle` runs ahead of the original text behind the edits of `first` passed so far.
    let mut ahead = 0i64;
    let in_middle = |e: &Edit, ahead: i64| {
        let start = (i64::from(e.span.start) + ahead) as u32;
        Span::new(start, start + e.replacement.len() as u32)
    };
    loop {
        let made = first.peek().map(|e| in_middle(e, ahead));
        let Some(start) = [made, second.peek().map(|e| e.span)].into_iter().flatten().map(|s| s.start).min() else {
            break;
        };
        let original_start = (i64::from(start) - ahead) as u32;
        let (mut end, mut done) = (start, start);
        let mut replacement = String::new();
        // One group: everything that overlaps or touches.
        loop {
            if let Some(edit) = first.next_if(|e| in_middle(e, ahead).start <= end) {
                end = end.max(in_middle(edit, ahead).end);
                ahead += edit.replacement.len() as i64 - i64::from(edit.span.len());
            } else if let Some(edit) = second.next_if(|e| e.span.start <= end) {
                replacement.push_str(&middle[done as usize..edit.span.start as usize]);
                replacement.push_str(&edit.replacement);
                done = edit.span.end;
                end = end.max(done);
            } else {
                break;
            }
        }
        replacement.push_str(&middle[done as usize..end as usize]);
        out.push(Edit::new(Span::new(original_start, (i64::from(end) - ahead) as u32), replacement));
    }
    out
}

#[cfg(test)]
mod tests;
