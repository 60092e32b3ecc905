//! Visible text: what an article holds, in a form that is safe to print and whose width is known.
//!
//! Control characters become pictures, characters that reorder or hide text are named, a tab is four spaces and a line
//! end `↵`. Letters of every script, combining marks and emoji stay.

use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const TAB: &str = "    ";

/// `text` in visible form.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// Appends `text` in visible form to `out`.
pub fn push(out: &mut String, text: &str) {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        out.push_str(text);
        return;
    }
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\t' => out.push_str(TAB),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('↵'),
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or(char::REPLACEMENT_CHARACTER)),
            '\u{7f}' => out.push('␡'),
            c if is_hidden(c) => {
                let _ = write!(out, "<U+{:04X}>", c as u32);
            }
            c => out.push(c),
        }
    }
}

/// Whether `c` changes how other text is shown, or is itself not to be seen.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        )
}

/// Columns of a terminal that `c` takes in visible form; joined emoji are counted piece by piece.
#[must_use]
pub fn columns_of(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\t' => TAB.len(),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\0'..='\u{1f}' | '\u{7f}' => 1,
        c if is_hidden(c) => 8,
        c => c.width().unwrap_or(0),
    }
}

/// Columns of a terminal that the visible text `shown` takes.
#[must_use]
pub fn columns(shown: &str) -> usize {
    shown.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_commands_a_terminal_stays() {
        let shown = visible("a\x1b[31m\u{9b}2J\u{202e}b\u{200b}\0\x7f\r\nc\rd\te");
        assert_eq!(shown, "a␛[31m<U+009B>2J<U+202E>b<U+200B>␀␡↵c↵d    e");
        assert!(!shown.chars().any(char::is_control));
        for c in '\0'..=char::MAX {
            assert!(!visible(c.encode_utf8(&mut [0; 4])).chars().any(|c| c.is_control()), "{c:?}");
        }
    }

    #[test]
    fn letters_of_every_script_stay() {
        for (text, width) in
            [("Élysée", 6), ("E\u{301}lyse\u{301}e", 6), ("世界", 4), ("👩\u{200d}🚀", 2), ("\u{a0}x", 2), ("नमस्ते", 4)]
        {
            assert_eq!(visible(text), text);
            assert_eq!(columns(text), width, "{text}");
        }
    }
}
