//! The skeleton of a file: all that is no text. Tags with their attributes, comments, code, links with their targets,
//! the marks of lists, quotations and headings, in the order of the file.
//!
//! Corrections change words. A corrected file has the same skeleton, but for blocks and comments that were deleted whole.

use std::fmt::{self, Debug, Write};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// What a file has beside its text. Each mark stands for what was read by its hash, which takes no room.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Skeleton {
    marks: Vec<u64>,
    /// Nothing has been read since the last mark, which opens an element.
    bare: bool,
}

/// A stretch of a skeleton: the number of its first mark, and one past its last.
pub type Marks = (u32, u32);

impl Skeleton {
    /// Adds `what`, which stands by itself.
    pub fn mark(&mut self, what: &(impl Hash + ?Sized)) {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        self.marks.push(hasher.finish());
        self.bare = false;
    }

    /// Adds `what`, which opens an element.
    pub fn open(&mut self, what: &(impl Hash + ?Sized)) {
        self.mark(what);
        self.bare = true;
    }

    /// Adds `what`, which closes an element. One that holds nothing is another than one that does.
    pub fn close(&mut self, what: &(impl Hash + ?Sized)) {
        let bare = self.bare;
        self.mark(&(bare, what));
    }

    /// There is text here.
    pub fn text(&mut self) {
        self.bare = false;
    }

    /// How many marks there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.marks.len() as u32
    }

    /// Whether it is `other` without the marks at `gone`, which are in order and disjoint.
    #[must_use]
    pub fn is_without(&self, other: &Self, gone: &[Marks]) -> bool {
        let mut left: &[u64] = &self.marks;
        let mut kept = |range: Range<usize>| {
            let part = other.marks.get(range.clone()).filter(|part| left.starts_with(part));
            left = left.get(range.len()..).unwrap_or_default();
            part.is_some()
        };
        let mut at = 0;
        for (first, past) in gone {
            if !kept(at..(*first as usize).max(at)) {
                return false;
            }
            at = at.max(*past as usize);
        }
        kept(at..other.marks.len()) && left.is_empty()
    }
}

/// Something that is hashed as it is shown to programmers.
#[derive(Debug)]
pub struct ByDebug<T>(pub T);

impl<T: Debug> Hash for ByDebug<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        struct Sink<'h, H>(&'h mut H);
        impl<H: Hasher> Write for Sink<'_, H> {
            fn write_str(&mut self, part: &str) -> fmt::Result {
                self.0.write(part.as_bytes());
                Ok(())
            }
        }
        // A sink takes everything.
        let _ = write!(Sink(state), "{:?}", self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skeleton(parts: &[&str]) -> Skeleton {
        let mut out = Skeleton::default();
        for part in parts {
            match part.split_at(1) {
                ("<", name) => out.open(name),
                (">", name) => out.close(name),
                ("t", "") => out.text(),
                _ => out.mark(part),
            }
        }
        out
    }

    #[test]
    fn what_was_deleted_whole_may_be_absent_and_nothing_else() {
        let before = skeleton(&["<p", "t", ">p", "!c", "<p", "t", ">p"]);
        let is = |parts: &[&str], gone: &[Marks]| skeleton(parts).is_without(&before, gone);
        assert!(is(&["<p", "t", ">p", "!c", "<p", "t", ">p"], &[]));
        assert!(is(&["!c", "<p", "t", ">p"], &[(0, 2)]));
        assert!(is(&["<p", "t", ">p"], &[(0, 2), (2, 3)]));
        assert!(is(&["<p", "t", ">p", "!c"], &[(3, 5)]));
        assert!(is(&[], &[(0, 5)]));
        for other in [&["<p", "t", ">p", "<p", "t", ">p"][..], &["<p", ">p", "!c", "<p", "t", ">p"], &["<p"], &[]] {
            assert!(!is(other, &[]), "{other:?}");
        }
        assert!(!is(&["<p", "t", ">p", "!c", "<p", "t", ">p"], &[(0, 2)]));
    }
}
