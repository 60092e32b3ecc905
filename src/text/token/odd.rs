//! What has something odd around it or in it: see [`super::Flags::ODD`].

use super::Flags;
use super::walk::{CLASS, Class, Walk};

impl Walk<'_> {
    /// Whether the separators of a number are not those of English: a comma before other than three digits, a point
    /// before just three, a space and three more digits behind up to three, none in five digits or more, or hyphens
    /// between year, month and day.
    pub(super) fn odd_number(&self, start: usize, end: usize) -> bool {
        let bytes = &self.bytes[start..end];
        let digits = |from: usize| self.bytes[from..].iter().take_while(|b| b.is_ascii_digit()).take(4).count();
        let mut separators = bytes.iter().enumerate().filter(|(_, b)| matches!(b, b',' | b'.'));
        if separators.any(|(at, &b)| (digits(start + at + 1) == 3) != (b == b',')) {
            return true;
        }
        let date = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        if date || (bytes.len() >= 5 && bytes.iter().all(u8::is_ascii_digit)) {
            return true;
        }
        let spaced = matches!(self.bytes.get(end), Some(b' ' | 0xc2 | 0xe2));
        spaced && bytes.len() <= 3 && {
            let gap = self.text[end..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
            gap > 0 && digits(end + gap) == 3
        }
    }

    /// Whether what stands around a mark that ends at `end` is not what English has: a mark that closes clings to the word
    /// before it, one that opens to the word after it; after a comma, a semicolon or a colon comes a space; no mark
    /// meets another; and after a mark that ends a sentence comes no small letter.
    #[inline]
    pub(super) fn odd(&self, mark: u8, end: usize) -> bool {
        let spaced = self.before.has(Flags::SPACE_BEFORE);
        let meets = || matches!(self.bytes.get(end), Some(b',' | b';' | b':' | b'.' | b'!' | b'?'));
        let goes_on = || {
            self.class(end) == Some(Class::Space)
                && self.bytes.get(end + 1).is_some_and(|b| CLASS[*b as usize] == Class::Lower)
        };
        match mark {
            // A colon that begins a line stands behind the word it defines, in a list of definitions.
            b':' if self.before.has(Flags::LINE_START) => false,
            b',' | b';' | b':' => spaced || self.letter_at(end) || meets(),
            b'!' | b'?' => spaced || self.letter_at(end) || goes_on(),
            b')' | b']' | b'%' => spaced,
            b'.' => (spaced && !self.alnum_at(end)) || matches!(self.bytes.get(end), Some(b',' | b';')) || goes_on(),
            b'-' => spaced != matches!(self.class(end), None | Some(Class::Space | Class::Newline)),
            b'(' | b'[' => self.class(end) == Some(Class::Space),
            _ => false,
        }
    }
}
