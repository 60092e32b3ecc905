//! Tables as they are written: lines of cells between tabs.

use crate::problem::Mistake;
use crate::span::Span;
use std::ops::Range;

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

/// Where `part`, which was cut out of `table`, stands in it, in bytes.
#[must_use]
pub fn place(table: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(table.as_ptr() as usize);
    start..start + part.len()
}

/// The columns that the first line of `table` names, and that line.
///
/// # Errors
/// When there is no line, or a column has no name or that of another.
pub fn header(table: &str) -> Result<(Span, Vec<&str>), Mistake> {
    let line = lines(table).find(|line| !line.of(table).trim().is_empty());
    let line = line.ok_or_else(|| {
        let mistake = Mistake::within("the table is empty", 0..0);
        mistake.with("name the columns in its first line, with tabs between them".to_owned())
    })?;
    let columns: Vec<&str> = cells(line.of(table)).collect();
    for (number, column) in columns.iter().enumerate() {
        if column.is_empty() {
            let mistake = Mistake::within("a column has no name", place(table, column));
            return Err(mistake.with("name it, or delete the tab beside it".to_owned()));
        }
        if columns[..number].contains(column) {
            let mistake = Mistake::within(format!("there are two columns `{column}`"), place(table, column));
            return Err(mistake.with("delete one of them, or give it another name".to_owned()));
        }
    }
    Ok((line, columns))
}

/// Checks that `line` has no more cells than there are `columns`, and nothing in them that is no text.
///
/// # Errors
/// When it has, with the first cell that is too many, or the first control character.
pub fn fits(table: &str, line: &str, columns: usize) -> Result<(), Mistake> {
    if let Some(control) = line.matches(|c: char| c.is_ascii_control()).find(|c| *c != "\t") {
        let message = "a control character, which is no text";
        return Err(Mistake::within(message, place(table, control)).with("delete it".to_owned()));
    }
    match cells(line).nth(columns) {
        Some(extra) => {
            let message = format!("{} cells, but the header names {columns} columns", cells(line).count());
            Err(Mistake::within(message, place(table, extra))
                .with("delete the tabs that part no cells, or name the column in the first line".to_owned()))
        }
        None => Ok(()),
    }
}
