//! Diffs: what fixes would change, in the unified format that `patch` reads.
//!
//! The edits are known, so nothing is compared: the lines they touch are the changed ones, in time linear to the text.
//! On a terminal the very words are marked, and control characters made visible; elsewhere the bytes are exact.

use super::paint::{Ink, Paint};
use super::visible::visible;
use crate::finding::Edit;
use crate::span::Span;
use std::io::Write;

/// Unchanged lines shown around changed ones.
const CONTEXT: usize = 3;

/// Where a diff goes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Canvas {
    /// Colours.
    pub paint: Paint,
    /// Whether a person looks at it, so that nothing may command the terminal.
    pub terminal: bool,
}

/// Lines changed by edits that share lines or lie side by side.
struct ChangedLines<'a> {
    /// Changed lines of the old text, from 0.
    lines: std::ops::Range<usize>,
    edits: &'a [Edit],
}

/// Writes the diff that `edits`, sorted and disjoint, make of `text`.
pub fn unified(path: &str, text: &str, edits: &[Edit], canvas: Canvas, out: &mut Vec<u8>) {
    let starts: Vec<usize> =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
    let edits = at_line_starts(text, edits);
    let diff = Diff { text, starts, canvas };
    let changes = diff.changes(&edits);
    if changes.is_empty() {
        return;
    }
    head(path, canvas, out);
    let mut rest = &changes[..];
    // How many lines the new text is ahead by the changes written.
    let mut ahead = 0i64;
    while let Some(first) = rest.first() {
        let joined = rest.windows(2).take_while(|w| w[1].lines.start - w[0].lines.end <= 2 * CONTEXT).count();
        let (hunk, more) = rest.split_at(joined + 1);
        rest = more;
        let from = first.lines.start.saturating_sub(CONTEXT);
        let to = hunk.last().map_or(from, |c| (c.lines.end + CONTEXT).min(diff.lines()));
        let mut body = Vec::new();
        let (mut at, mut grown) = (from, 0i64);
        for change in hunk {
            diff.kept(at..change.lines.start, &mut body);
            grown += diff.change(change, &mut body);
            at = change.lines.end;
        }
        diff.kept(at..to, &mut body);
        let old = range(from, to - from);
        let new = range((from as i64 + ahead) as usize, ((to - from) as i64 + grown) as usize);
        ahead += grown;
        // Writing into memory cannot fail.
        let _ = writeln!(out, "{}", canvas.paint.with(Ink::Info, format!("@@ -{old} +{new} @@")));
        out.extend_from_slice(&body);
    }
}

/// The same edits, with each deletion that begins and ends at line ends moved on to the starts of the lines after them:
/// it removes the same text, and leaves the line before it alone.
fn at_line_starts(text: &str, edits: &[Edit]) -> Vec<Edit> {
    let mut moved = edits.to_vec();
    let mut limit = text.len();
    for edit in moved.iter_mut().rev() {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let line_end = ["\r\n", "\n"].into_iter().find(|e| text[start..].starts_with(e) && text[end..].starts_with(e));
        if let Some(line_end) =
            line_end.filter(|e| edit.replacement.is_empty() && end + e.len() <= limit && end > start)
        {
            edit.span = Span::new(edit.span.start + line_end.len() as u32, edit.span.end + line_end.len() as u32);
        }
        limit = edit.span.start as usize;
    }
    moved
}

/// Writes the head of the diff of the file at `path`.
pub fn head(path: &str, canvas: Canvas, out: &mut Vec<u8>) {
    let path = visible(path);
    let _ = writeln!(out, "{}", canvas.paint.with(Ink::Strong, format!("--- {path}\n+++ {path}")));
}

/// Writes the diff of the one line `number` (from 1), with its line end, that takes the place of another.
pub fn line(number: u64, old: &str, new: &str, canvas: Canvas, out: &mut Vec<u8>) {
    let diff = Diff { text: old, starts: Vec::new(), canvas };
    let _ = writeln!(out, "{}", canvas.paint.with(Ink::Info, format!("@@ -{number} +{number} @@")));
    diff.lines_of('-', &[(old, None)], out);
    diff.lines_of('+', &[(new, None)], out);
}

/// A range of lines as a hunk names it: the first one from 1, or the one before where there are none.
fn range(start: usize, length: usize) -> String {
    match length {
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        n => format!("{},{n}", start + 1),
    }
}

struct Diff<'a> {
    text: &'a str,
    starts: Vec<usize>,
    canvas: Canvas,
}

impl Diff<'_> {
    /// How many lines the text has.
    fn lines(&self) -> usize {
        let open_end = self.starts.last().is_some_and(|&last| last < self.text.len());
        self.starts.len() - usize::from(!open_end)
    }

    fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    fn changes<'e>(&self, edits: &'e [Edit]) -> Vec<ChangedLines<'e>> {
        let mut changes: Vec<ChangedLines<'e>> = Vec::new();
        let mut first = 0;
        for (i, edit) in edits.iter().enumerate() {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            let from = self.starts.partition_point(|&s| s <= start) - 1;
            let last = self.starts.partition_point(|&s| s <= end) - 1;
            // Whole lines that go, or come in front of a line, leave the line behind them as it is.
            let whole = self.start(from) == start && self.start(last) == end;
            let whole = whole && (edit.replacement.is_empty() || edit.replacement.ends_with('\n'));
            let to = if whole { last } else { (last + 1).min(self.lines().max(from)) };
            match changes.last_mut() {
                Some(change) if from < change.lines.end || (from == change.lines.end && i > 0 && !whole) => {
                    change.lines.end = to.max(change.lines.end);
                    change.edits = &edits[first..=i];
                }
                _ => {
                    first = i;
                    changes.push(ChangedLines { lines: from..to, edits: &edits[i..=i] });
                }
            }
        }
        changes
    }

    fn kept(&self, lines: std::ops::Range<usize>, out: &mut Vec<u8>) {
        let part = &self.text[self.start(lines.start)..self.start(lines.end)];
        self.lines_of(' ', &[(part, None)], out);
    }

    /// Writes a change and tells by how many lines the text grows.
    fn change(&self, change: &ChangedLines<'_>, out: &mut Vec<u8>) -> i64 {
        let (mut done, end) = (self.start(change.lines.start), self.start(change.lines.end));
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for edit in change.edits {
            let kept = &self.text[done..edit.span.start as usize];
            old.extend([(kept, None), (edit.span.of(self.text), Some(Ink::OldWord))]);
            new.extend([(kept, None), (&*edit.replacement, Some(Ink::NewWord))]);
            done = edit.span.end as usize;
        }
        old.push((&self.text[done..end], None));
        new.push((&self.text[done..end], None));
        let gone = self.lines_of('-', &old, out);
        self.lines_of('+', &new, out) as i64 - gone as i64
    }

    /// Writes the text of `pieces` with `sign` before each line, and tells how many lines that are.
    fn lines_of(&self, sign: char, pieces: &[(&str, Option<Ink>)], out: &mut Vec<u8>) -> usize {
        let paint = self.canvas.paint;
        let line_ink = match sign {
            '-' => Some(Ink::Old),
            '+' => Some(Ink::New),
            _ => None,
        };
        let (mut lines, mut open) = (0, false);
        for (piece, ink) in pieces {
            for part in piece.split_inclusive('\n') {
                if !open {
                    lines += 1;
                    let _ = match line_ink {
                        Some(ink) => write!(out, "{}", paint.with(ink, sign)),
                        None => write!(out, "{sign}"),
                    };
                }
                let (words, ends) = part.strip_suffix('\n').map_or((part, false), |words| (words, true));
                let shown =
                    if self.canvas.terminal { visible(words).into() } else { std::borrow::Cow::Borrowed(words) };
                let _ = match ink.or(line_ink) {
                    Some(ink) if !shown.is_empty() => write!(out, "{}", paint.with(ink, shown)),
                    _ => write!(out, "{shown}"),
                };
                open = !ends;
                if ends {
                    out.push(b'\n');
                }
            }
        }
        if open {
            out.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edits::apply;
    use proptest::prelude::*;

    fn diff(text: &str, edits: &[Edit]) -> String {
        let mut out = Vec::new();
        unified("a.txt", text, edits, Canvas::default(), &mut out);
        String::from_utf8(out).unwrap()
    }

    /// Reads a unified diff as `patch` does.
    fn patched(text: &str, diff: &str) -> String {
        let mut lines = text.split_inclusive('\n');
        let (mut out, mut at) = (String::new(), 0);
        let mut last = ' ';
        for line in diff.split_inclusive('\n').skip(2) {
            let (sign, rest) = line.split_at(1);
            match sign {
                "@" => {
                    let (old, new) = rest.trim_start_matches("@ -").split_once(" +").unwrap();
                    let number = |s: &str| {
                        let (n, count) = s.split_once(',').unwrap_or((s, "1"));
                        n.parse::<usize>().unwrap() - usize::from(count != "0")
                    };
                    while at < number(old) {
                        out.push_str(lines.next().unwrap());
                        at += 1;
                    }
                    assert_eq!(out.matches('\n').count(), number(new.trim_end_matches(" @@\n")));
                }
                "+" => out.push_str(rest),
                "\\" if last == '+' => assert_eq!(out.pop(), Some('\n')),
                "\\" => {}
                _ => {
                    let old = lines.next().unwrap();
                    assert_eq!(old.trim_end_matches('\n'), rest.trim_end_matches('\n'));
                    at += 1;
                    if sign == " " {
                        out.push_str(old);
                    }
                }
            }
            last = sign.chars().next().unwrap();
        }
        out.extend(lines);
        out
    }

    #[test]
    fn changed_lines_stand_in_their_context() {
        let text = "1\n2\n3\n4\nfive kyiv\n6\n7\n8\n9\n";
        let at = text.find("kyiv").unwrap() as u32;
        let made = diff(text, &[Edit::new(Span::new(at, at + 4), "Kyiv")]);
        assert_eq!(made, "--- a.txt\n+++ a.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-five kyiv\n+five Kyiv\n 6\n 7\n 8\n");
    }

    #[test]
    fn whole_lines_go_without_their_neighbours() {
        let made = diff("one\ntwo\nthree", &[Edit::new(Span::new(4, 8), "")]);
        assert_eq!(made, "--- a.txt\n+++ a.txt\n@@ -1,3 +1,2 @@\n one\n-two\n three\n\\ No newline at end of file\n");
        assert_eq!(diff("one\n", &[]), "");
        assert_eq!(diff("a\n", &[Edit::new(Span::new(0, 2), "")]), "--- a.txt\n+++ a.txt\n@@ -1 +0,0 @@\n-a\n");
    }

    #[test]
    fn a_deleted_paragraph_leaves_the_line_before_it_alone() {
        let text = "one\n\ntwo\n\nthree\n";
        let made = diff(text, &[Edit::new(Span::new(3, 8), ""), Edit::new(Span::new(8, 15), "")]);
        assert_eq!(made, "--- a.txt\n+++ a.txt\n@@ -1,5 +1 @@\n one\n-\n-two\n-\n-three\n");
    }

    #[test]
    fn a_terminal_gets_no_control_characters() {
        let mut out = Vec::new();
        let canvas = Canvas { paint: Paint { colour: true }, terminal: true };
        unified("a\x1b", "x \x1b[2J y\n", &[Edit::new(Span::new(7, 8), "z\x07")], canvas, &mut out);
        let shown = String::from_utf8(out).unwrap();
        assert!(shown.contains("x ␛[2J ") && shown.contains("z␇") && !shown.contains('\x07'), "{shown}");
    }

    proptest! {
        #[test]
        fn the_diff_makes_the_new_text(
            text in "([ab\n]|\n\n\n|x\r\n){0,50}",
            cuts in proptest::collection::vec((0usize..80, 0usize..6, "[z\n]{0,3}"), 0..6),
        ) {
            let mut cuts = cuts;
            cuts.sort();
            let mut edits: Vec<Edit> = Vec::new();
            for (at, length, replacement) in cuts {
                let (start, end) = (at.min(text.len()) as u32, (at + length).min(text.len()) as u32);
                if edits.last().is_none_or(|e| e.span.end < start) {
                    edits.push(Edit::new(Span::new(start, end), replacement));
                }
            }
            let made = diff(&text, &edits);
            prop_assert_eq!(patched(&text, &made), apply(&text, &edits), "{}", made);
        }
    }
}
