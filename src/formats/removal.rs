//! What goes with a block that is deleted: its lines and one empty line.

use crate::span::Span;

/// The lines of `element` in `file`, if nothing else stands on them, with one of the empty lines around them. `blank` says of
/// a line without words how deep in quotations it stands; none if it has words.
///
/// An element that stands between two empty lines takes the second along, one at the end of a quotation or of the file the
/// one before it.
#[must_use]
pub fn lines(file: &str, element: Span, blank: impl Fn(&str) -> Option<usize>) -> Option<Span> {
    let base = if file.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let line_start = |at: usize| file[base..at].rfind('\n').map_or(base, |n| base + n + 1);
    let line_end = |at: usize| file[at..].find('\n').map_or(file.len(), |n| at + n + 1);
    let (from, mut to) = (element.start as usize, element.end as usize);
    let mut start = line_start(from);
    let depth = blank(&file[start..from])?;
    // Blank lines at its end are not its own.
    while let Some(line) = file[from..to].rfind('\n').map(|n| from + n).filter(|n| blank(&file[*n + 1..to]).is_some()) {
        to = line;
    }
    let mut end = line_end(to);
    if !file[to..end].trim().is_empty() {
        return None;
    }
    let before = (start > base).then(|| line_start(start - 1));
    let blank_before = before.map(|before| blank(&file[before..start]));
    let blank_after = (end < file.len()).then(|| blank(&file[end..line_end(end)]));
    match (blank_before, blank_after) {
        (None | Some(Some(_)), Some(Some(after))) if after == depth => end = line_end(end),
        (Some(Some(before_depth)), None | Some(Some(_))) if before_depth == depth => start = before.unwrap_or(start),
        _ => {}
    }
    // A file without a line end at its end stays so.
    if end == file.len() && !file.ends_with('\n') && start > base {
        let kept = &file[..start];
        let kept = kept.strip_suffix('\n').unwrap_or(kept);
        start = kept.strip_suffix('\r').unwrap_or(kept).len();
    }
    Some(Span::new(start as u32, end as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(file: &str, block: &str) -> Option<String> {
        let blank =
            |line: &str| line.chars().all(|c| matches!(c, ' ' | '\r' | '\n' | '>')).then(|| line.matches('>').count());
        let at = file.find(block).unwrap();
        let gone = lines(file, Span::new(at as u32, (at + block.len()) as u32), blank)?;
        Some(file[..gone.start as usize].to_owned() + &file[gone.end as usize..])
    }

    #[test]
    fn a_block_goes_with_one_empty_line() {
        for (file, left) in [
            ("A\n\nx\n\nB\n", "A\n\nB\n"),
            ("A\n\n\nx\n\n\nB", "A\n\n\n\nB"),
            ("A\r\n\r\nx\r\n", "A\r\n"),
            ("A\r\n\r\nx", "A"),
            ("A\n\nx", "A"),
            ("A\nx", "A"),
            ("\u{feff}x\n\nB\n", "\u{feff}B\n"),
            ("A\nx\n\nB", "A\n\nB"),
            ("> x\n>\n> B\n", "> B\n"),
            ("A\n\n> B\n>\n> x\n\nC\n", "A\n\n> B\n\nC\n"),
            ("> B\n>\n> x", "> B"),
            ("x", ""),
        ] {
            assert_eq!(without(file, "x").as_deref(), Some(left), "{file:?}");
        }
        assert_eq!(without("- x\n", "x"), None);
        assert_eq!(without("x y\n", "x"), None);
    }
}
