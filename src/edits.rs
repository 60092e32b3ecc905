//! Edits of a text: how they are applied, one set after another, and where everything is afterwards.

use crate::finding::Edit;
use crate::span::Span;
use std::collections::BTreeMap;

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

/// Where the places of a text stand after edits, which are sorted and disjoint.
#[derive(Debug)]
pub struct Moves<'e> {
    edits: &'e [Edit],
    /// By how many bytes the new text is ahead before each edit, and behind the last.
    ahead: Vec<i64>,
}

impl<'e> Moves<'e> {
    /// Of `edits`.
    #[must_use]
    pub fn of(edits: &'e [Edit]) -> Self {
        let mut ahead = vec![0];
        let mut by = 0;
        for edit in edits {
            by += edit.replacement.len() as i64 - i64::from(edit.span.len());
            ahead.push(by);
        }
        Self { edits, ahead }
    }

    /// Where byte `at` stands. What is put in right there stands before it if `behind`, and after it if not; a place
    /// inside an edit moves to the end of the replacement.
    #[must_use]
    pub fn place(&self, at: u32, behind: bool) -> u32 {
        let passed = |e: &Edit| e.span.end < at || e.span.end == at && (e.span.start < at || behind);
        let passed = self.edits.partition_point(passed);
        let (from, by) = match self.edits.get(passed).filter(|e| e.span.start < at) {
            Some(around) => (around.span.end, self.ahead[passed + 1]),
            None => (at, self.ahead[passed]),
        };
        (i64::from(from) + by) as u32
    }
}

/// The edits that do at once what `first`, which made `middle`, and then `second` do one after the other.
#[must_use]
pub fn compose(middle: &str, first: &[Edit], second: &[Edit]) -> Vec<Edit> {
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

pub(crate) fn is_deletion(edit: &Edit) -> bool {
    edit.replacement.is_empty() && edit.span.start < edit.span.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_text() {
        let edits = [Edit::new(Span::new(2, 4), "xyz"), Edit::new(Span::at(6), "ab"), Edit::new(Span::new(8, 10), "")];
        let moves = Moves::of(&edits);
        let after = |at: u32, behind: bool| moves.place(at, behind);
        assert_eq!((after(0, false), after(2, true), after(3, true), after(4, true)), (0, 2, 5, 5));
        assert_eq!((after(6, false), after(6, true), after(7, false)), (7, 9, 10));
        assert_eq!((after(8, true), after(9, true), after(10, true), after(12, true)), (11, 11, 11, 13));
    }
}
