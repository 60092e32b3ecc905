//! Visible text: what an article holds, in a form that is safe to print and whose width is known.
//!
//! Control characters become pictures, characters that reorder or hide text are named, a tab is four spaces and a line
//! end `↵`. Letters of every script, combining marks and emoji stay.

use std::borrow::Cow;
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

/// `lines` of text, none of which what reads the logs of automatic runs takes for a command to it: GitHub takes
/// `::name::` at the start of a line and `##[name]` anywhere in it, Azure `##vso[`, TeamCity `##teamcity[`. One sign of such a
/// line becomes another that looks like it.
#[must_use]
pub fn harmless(lines: &[u8]) -> Cow<'_, [u8]> {
    const COMMANDS: [&[u8]; 3] = [b"##[", b"##vso[", b"##teamcity["];
    if !lines.windows(2).any(|pair| pair == b"##" || pair == b"::") {
        return lines.into();
    }
    let mut out = Vec::with_capacity(lines.len());
    for line in lines.split_inclusive(|b| *b == b'\n') {
        let start = line.len() - line.trim_ascii_start().len();
        let is_command = |at: usize| COMMANDS.iter().any(|command| line[at..].starts_with(command));
        let mut done = 0;
        if line[start..]
            .strip_prefix(b"::")
            .is_some_and(|rest| rest.windows(2).any(|pair| pair == b"::") && rest[0] != b':')
        {
            out.extend_from_slice(&line[..start]);
            out.extend_from_slice("∶".as_bytes());
            done = start + 1;
        }
        for at in memchr::memchr_iter(b'#', line).filter(|at| is_command(*at)) {
            out.extend_from_slice(&line[done..at]);
            out.extend_from_slice("♯".as_bytes());
            done = at + 1;
        }
        out.extend_from_slice(&line[done..]);
    }
    out.into()
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
    fn nothing_that_commands_a_log_stays() {
        let shown = |text: &str| String::from_utf8(harmless(text.as_bytes()).into_owned()).unwrap();
        assert_eq!(shown(" ::error file=a::b\n::add-mask::x"), " ∶:error file=a::b\n∶:add-mask::x");
        assert_eq!(shown("+a ##[error]b ##vso[c] ##teamcity[d]\n##[x"), "+a ♯#[error]b ♯#vso[c] ♯#teamcity[d]\n♯#[x");
        for text in ["## [1] a\n::: note\n a::b::c\n::a\n", "", "\n\n", "::"] {
            assert_eq!(shown(text), text);
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
