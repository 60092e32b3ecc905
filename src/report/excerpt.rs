//! Excerpts: the part of a line around a place, cut to a width, and what a fix makes of it.
//!
//! News articles have a paragraph a line, so a line is hardly ever shown whole. Cuts fall between words where they
//! can, never inside a character, and cost no more than the width, however long the line.

use super::visible::{columns, columns_of, visible};
use crate::finding::Edit;
use crate::span::Span;

/// What stands where something was left out.
const CUT: &str = "…";

/// A row of text with its marked words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The row, in visible form.
    pub row: String,
    /// Columns before the marked words.
    pub before: usize,
    /// Columns of the marked words; 1 for a place between two characters.
    pub width: usize,
    /// First byte of the text that is shown.
    from: usize,
    /// Whether the line begins before it.
    cut: bool,
}

/// A piece of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcerptPiece {
    /// Its text, in visible form.
    pub shown: String,
    /// Whether a fix has put it there.
    pub new: bool,
}

/// The line of `text` around `span`, in at most about `width` columns.
#[must_use]
pub fn excerpt(text: &str, span: Span, width: usize) -> Excerpt {
    let marked = middle_cut(span.of(text), width * 3 / 4);
    let marked_width = columns(&marked).max(1);
    let spare = width.saturating_sub(marked_width);
    let (line_end, whole) = ahead(text, span.end as usize, spare);
    // What the right side does not need is the left side's.
    let right = if whole { columns(&visible(&text[span.end as usize..line_end])) } else { spare };
    let (from, cut, mut row) = left_of(text, span.start as usize, (spare * 2 / 5).max(spare.saturating_sub(right)));
    let before = columns(&row);
    row.push_str(&marked);
    let rest = width.saturating_sub(columns(&row));
    row.push_str(&right_of(text, span.end as usize, rest));
    Excerpt { row: row.trim_end().to_owned(), before, width: marked_width, from, cut }
}

impl Excerpt {
    /// What the row becomes by `edits`, in at most about `width` columns; none if nothing of the line is left.
    #[must_use]
    pub fn after(&self, text: &str, edits: &[Edit], width: usize) -> Option<Vec<ExcerptPiece>> {
        let (first, last) = (edits.first()?, edits.last()?);
        let start = first.span.start as usize;
        // A deletion of whole lines leaves no line: what stands before and after them is other paragraphs.
        let line_end = |at: usize| at == text.len() || text[at..].starts_with(['\n', '\r']);
        let line_start = |at: usize| at == 0 || text[..at].ends_with('\n');
        let end = last.span.end as usize;
        let whole = (line_start(start) && (line_start(end) || line_end(end))) || (line_end(start) && line_end(end));
        if whole && edits.len() == 1 && first.replacement.trim().is_empty() {
            return None;
        }
        // Where it can, the row begins like the one it is shown under.
        let near =
            self.from <= start && start - self.from <= 8 * width && !text[self.from..start].contains(['\n', '\r']);
        let left = if near {
            format!("{}{}", if self.cut { CUT } else { "" }, visible(&text[self.from..start]))
        } else {
            left_of(text, start, width / 3).2
        };
        let mut pieces = vec![ExcerptPiece { shown: left, new: false }];
        let mut used = columns(&pieces[0].shown);
        for (edit, next) in edits.iter().zip(edits.iter().skip(1).map(Some).chain([None])) {
            let shown = middle_cut(&edit.replacement, width * 2 / 3);
            used += columns(&shown);
            pieces.push(ExcerptPiece { shown, new: true });
            if let Some(next) = next {
                let shown = middle_cut(&text[edit.span.end as usize..next.span.start as usize], 30);
                used += columns(&shown);
                pieces.push(ExcerptPiece { shown, new: false });
            }
        }
        let right = right_of(text, last.span.end as usize, width.saturating_sub(used).max(width / 4));
        pieces.push(ExcerptPiece { shown: right.trim_end().to_owned(), new: false });
        pieces.retain(|p| !p.shown.is_empty());
        if let Some(last) = pieces.last_mut() {
            last.shown.truncate(last.shown.trim_end().len());
        }
        pieces.iter().any(|p| !p.shown.trim_matches([' ', '↵', '…']).is_empty()).then_some(pieces)
    }
}

/// The line part before byte `at`, in at most `width` columns: its first byte, whether it was cut, and its visible form.
fn left_of(text: &str, at: usize, width: usize) -> (usize, bool, String) {
    let (from, whole) = behind(text, at, width);
    if whole {
        let from = at - text[from..at].trim_start().len();
        return (from, false, visible(&text[from..at]));
    }
    let (mut from, _) = behind(text, at, width.saturating_sub(columns(CUT)));
    let part = &text[from..at];
    // The first word is probably cut in two; what follows the first space is whole.
    if let Some((space, c)) =
        part.char_indices().find(|(_, c)| c.is_whitespace()).filter(|(i, c)| i + c.len_utf8() < part.len())
    {
        from += space + c.len_utf8();
    }
    (from, true, format!("{CUT}{}", visible(&text[from..at])))
}

/// The line part after byte `at`, in at most `width` columns.
fn right_of(text: &str, at: usize, width: usize) -> String {
    let (to, whole) = ahead(text, at, width);
    if whole {
        return visible(&text[at..to]);
    }
    let (mut to, _) = ahead(text, at, width.saturating_sub(columns(CUT)));
    if let Some((space, _)) = text[at..to].char_indices().rev().find(|(_, c)| c.is_whitespace()).filter(|&(i, _)| i > 0)
    {
        to = at + space;
    }
    format!("{}{CUT}", visible(&text[at..to]))
}

/// How far `width` columns reach to the left of byte `at`, and whether that is the whole line part there.
fn behind(text: &str, at: usize, width: usize) -> (usize, bool) {
    let (mut from, mut left) = (at, width);
    for (taken, (i, c)) in text[..at].char_indices().rev().enumerate() {
        if matches!(c, '\n' | '\r') {
            return (from, true);
        }
        let needs = columns_of(c);
        // Marks without width cost nothing, but a stack of them without end is not followed.
        if needs > left || taken > 4 * width {
            return (clear_of_marks(text, from, at), false);
        }
        (from, left) = (i, left - needs);
    }
    (from, true)
}

/// How far `width` columns reach to the right of byte `at`, and whether that is the whole line part there.
fn ahead(text: &str, at: usize, width: usize) -> (usize, bool) {
    let mut left = width;
    for (taken, (i, c)) in text[at..].char_indices().enumerate() {
        if matches!(c, '\n' | '\r') {
            return (at + i, true);
        }
        let needs = columns_of(c);
        if needs > left || taken > 4 * width {
            return (at + i, false);
        }
        left -= needs;
    }
    (text.len(), true)
}

/// The first byte from `from` on that does not start in the middle of a character with its marks.
fn clear_of_marks(text: &str, from: usize, at: usize) -> usize {
    let bare = text[from..at].char_indices().find(|(_, c)| columns_of(*c) > 0);
    bare.map_or(at, |(i, _)| from + i)
}

/// `text` in visible form, with its middle left out where it takes more than `width` columns.
#[must_use]
pub fn middle_cut(text: &str, width: usize) -> String {
    let mut left = width;
    let whole = text.chars().all(|c| {
        let needs = columns_of(c);
        let fits = needs <= left;
        left = left.saturating_sub(needs);
        fits
    });
    if whole && text.len() <= 16 * width {
        return visible(text);
    }
    let reach = |width: usize, forward: bool| {
        let (mut left, mut bytes) = (width, 0);
        let mut take = |c: char| {
            let fits = columns_of(c) <= left && bytes < 16 * width;
            left = left.saturating_sub(columns_of(c));
            bytes += if fits { c.len_utf8() } else { 0 };
            fits
        };
        let _ = if forward { text.chars().all(&mut take) } else { text.chars().rev().all(&mut take) };
        bytes
    };
    let head = reach(width * 2 / 3, true);
    let tail = text.len() - reach(width / 3, false);
    let tail = clear_of_marks(text, tail.max(head), text.len());
    // Whole words, where words are not too long for that.
    let head = text[..head].rfind(' ').filter(|&at| at > head / 2).unwrap_or(head);
    let tail = text[tail..].find(' ').filter(|&at| at < (text.len() - tail) / 2).map_or(tail, |at| tail + at);
    format!("{} {CUT} {}", visible(&text[..head]).trim_end(), visible(&text[tail..]).trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::sample::span;

    fn show(text: &str, words: &str, width: usize) -> String {
        let e = excerpt(text, span(text, words), width);
        format!("{}\n{}{}", e.row, " ".repeat(e.before), "^".repeat(e.width))
    }

    #[test]
    fn a_deletion_of_whole_lines_leaves_no_line_to_show() {
        let text = "The ferry left.\n\nRead also: The harbour\n\nIt came back at dusk.";
        let row = excerpt(text, span(text, "Read also"), 40);
        for words in ["\n\nRead also: The harbour", "Read also: The harbour\n\n", "Read also: The harbour"] {
            assert_eq!(row.after(text, &[Edit::new(span(text, words), "")], 40), None, "{words:?}");
        }
        let left = row.after(text, &[Edit::new(span(text, "Read also: "), "")], 40);
        assert_eq!(left.map(|pieces| pieces[0].shown.clone()).as_deref(), Some("The harbour"));
    }

    #[test]
    fn a_long_line_is_cut_around_the_words() {
        let text = "x\nThe ferry left the old harbour at noon with a load of salt and came back at dusk with a load of timber.\ny";
        insta::assert_snapshot!(
            ["salt", "The", "timber.", "ferry left the old harbour at noon with a load"]
                .map(|w| show(text, w, 40))
                .join("\n")
        );
    }
}
