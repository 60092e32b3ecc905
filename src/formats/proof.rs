//! The proof that corrections leave the markup of a file as it is.

use super::extract::Loaded;
use super::markup::Markup;
use super::skeleton::Marks;
use super::source_map::Element;
use crate::edits;
use crate::finding::Edit;
use crate::span::Span;

/// How often a file is read to find out which of its corrections do not go together.
const MOST_READINGS: usize = 64;

/// Whether `after`, which was read from the file of `before` with `edits`, has the same skeleton and the same blocks, but
/// for blocks and comments that the edits delete whole. The edits are sorted and disjoint.
#[must_use]
pub fn holds(before: &Loaded<'_>, edits: &[Edit], after: &Loaded<'_>) -> bool {
    let is_deleted = |span: Span| {
        let at = edits.partition_point(|e| e.span.end < span.end);
        edits.get(at).is_some_and(|e| e.span.start <= span.start && e.replacement.is_empty())
    };
    let is_gone = |e: &&Element| e.whole && is_deleted(before.map.file_span(e.text));
    let blocks = before.map.elements.iter().filter(is_gone).map(|e| e.marks);
    let comments = before.notes.iter().filter(|note| is_deleted(note.file)).map(|note| note.marks);
    let mut gone: Vec<Marks> = blocks.chain(comments).collect();
    gone.sort_unstable();
    let what = |e: &Element| (e.kind, e.apart, e.value);
    let left = before.map.elements.iter().filter(|e| !is_gone(e)).map(what);
    left.eq(after.map.elements.iter().map(what)) && after.skeleton.is_without(&before.skeleton, &gone)
}

/// Which of `fixes`, sets of edits of `file` that are disjoint, can be applied together so that the markup stays as it is.
#[must_use]
pub fn together(markup: &dyn Markup, file: &str, fixes: &[&[Edit]]) -> Vec<bool> {
    let mut proof = Proof { markup, file, before: markup.read(file), readings: MOST_READINGS, proven: Vec::new() };
    let mut out = vec![false; fixes.len()];
    proof.prove(fixes, &mut out);
    out
}

/// A file and the edits of it that leave its markup as it is.
struct Proof<'a> {
    markup: &'a dyn Markup,
    file: &'a str,
    before: Loaded<'static>,
    /// How often the file may still be read.
    readings: usize,
    proven: Vec<Edit>,
}

impl Proof<'_> {
    fn prove(&mut self, fixes: &[&[Edit]], out: &mut [bool]) {
        if fixes.is_empty() || self.readings == 0 {
            return;
        }
        self.readings -= 1;
        let mut edits: Vec<Edit> = self.proven.iter().chain(fixes.iter().copied().flatten()).cloned().collect();
        edits.sort_unstable();
        if holds(&self.before, &edits, &self.markup.read(&edits::apply(self.file, &edits))) {
            self.proven = edits;
            out.fill(true);
        } else if fixes.len() > 1 {
            let half = fixes.len() / 2;
            let (first, second) = out.split_at_mut(half);
            self.prove(&fixes[..half], first);
            self.prove(&fixes[half..], second);
        }
    }
}
