//! Tables as they are written: lines of cells between tabs.

use crate::span::Span;

/// The lines of a table, without their ends.
pub fn lines(table: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = table.get(start..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = Span::new(start as u32, (start + rest[..length].trim_end_matches('\r').len()) as u32);
        start += length + 1;
        Some(line)
    })
}

/// The cells of a line.
pub fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let line = rest?;
        let end = memchr::memchr(b'\t', line.as_bytes());
        rest = end.map(|end| &line[end + 1..]);
        Some(&line[..end.unwrap_or(line.len())])
    })
}
