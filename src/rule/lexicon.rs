//! Tables beside rules: `form → replacement`, a row each.
//!
//! Columns: `form`, `replacement` (several separated by `|`), and optionally `applicability`, `from` (source language,
//! which makes the row evidence for it), `before`, `after`, `not-before`, `not-after` (patterns that stand beside the
//! form), `note` (for people).

use super::file::{LexiconCase, LexiconSpec};
use super::program::Program;
use super::words::Lists;
use crate::finding::Applicability;
use crate::span::Span;
use crate::text::token;

/// A table, ready to be looked up.
#[derive(Debug)]
pub struct Lexicon {
    /// Which case the article's words must have.
    pub case: LexiconCase,
    /// Whether the parts of hyphenated words are looked up too.
    pub parts: bool,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    /// What stands in the article.
    pub form: Box<str>,
    /// Its tokens: folded hash and text, and whether white space stands before.
    pub tokens: Vec<RowToken>,
    /// Corrections, the best first; none where the row only points.
    pub replacements: Vec<Box<str>>,
    /// Whether the first correction may be applied without a person.
    pub applicability: Applicability,
    /// Source language that leaves the form.
    pub from: Option<Box<str>>,
    /// What must stand beside it, or must not.
    pub beside: Option<Box<Beside>>,
}

/// A token of a form.
#[derive(Debug)]
pub struct RowToken {
    /// Hash of the folded token.
    pub hash: u32,
    /// Where it stands in the form, in bytes.
    pub span: Span,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// Patterns beside a form.
#[derive(Debug, Default)]
pub struct Beside {
    /// Ends right before the form.
    pub before: Option<Program>,
    /// Begins right after the form.
    pub after: Option<Program>,
    /// Must not end right before the form.
    pub not_before: Option<Program>,
    /// Must not begin right after the form.
    pub not_after: Option<Program>,
}

const COLUMNS: [&str; 9] =
    ["form", "replacement", "applicability", "from", "before", "after", "not-before", "not-after", "note"];

impl Lexicon {
    /// Reads a table.
    ///
    /// # Errors
    /// When the header or a row is not as described above; the message begins with the line number.
    pub fn read(table: &str, spec: &LexiconSpec, lists: &Lists) -> Result<Self, (usize, String)> {
        let mut lines = table.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
        let (_, header) = lines.next().ok_or((1, "the table is empty; it begins with a header line".to_owned()))?;
        let columns: Vec<&str> = header.split('\t').collect();
        if let Some(bad) = columns.iter().find(|c| !COLUMNS.contains(c)) {
            return Err((1, format!("there is no column `{bad}`; columns: {}", COLUMNS.join(", "))));
        }
        if columns.first() != Some(&"form") {
            return Err((1, "the first column is `form`".to_owned()));
        }
        let place = COLUMNS.map(|name| columns.iter().position(|c| *c == name));
        let mut rows = Vec::new();
        let mut line_cells: Vec<&str> = Vec::new();
        for (index, line) in lines {
            line_cells.clear();
            line_cells.extend(line.split('\t'));
            if line_cells.len() > columns.len() {
                return Err((index + 1, format!("{} cells, but the header names {}", line_cells.len(), columns.len())));
            }
            let cells = Cells { place: &place, cells: &line_cells };
            rows.push(row(&cells, spec, lists).map_err(|message| (index + 1, message))?);
        }
        Ok(Self { case: spec.case, parts: spec.parts, rows })
    }
}

/// The cells of a line.
struct Cells<'a> {
    /// Where each of [`COLUMNS`] stands in the table.
    place: &'a [Option<usize>; COLUMNS.len()],
    cells: &'a [&'a str],
}

impl<'a> Cells<'a> {
    /// What stands in a column, if anything does.
    fn get(&self, column: &str) -> Option<&'a str> {
        let place = COLUMNS.iter().position(|c| *c == column).and_then(|at| self.place[at])?;
        self.cells.get(place).copied().filter(|cell| !cell.is_empty())
    }
}

fn row(cells: &Cells<'_>, spec: &LexiconSpec, lists: &Lists) -> Result<Row, String> {
    let form = cells.get("form").ok_or("the row has no form")?;
    let tokens: Vec<RowToken> = token::tokenize(form)
        .iter()
        .map(|t| RowToken { hash: t.fold, span: t.span, spaced: t.has(token::Flags::SPACE_BEFORE) })
        .collect();
    if tokens.is_empty() {
        return Err("the form has no word".to_owned());
    }
    let replacements: Vec<Box<str>> =
        cells.get("replacement").map(|r| r.split('|').map(Into::into).collect()).unwrap_or_default();
    let applicability = match cells.get("applicability") {
        None => spec.applicability,
        Some("safe") => Applicability::Safe,
        Some("unsafe") => Applicability::Unsafe,
        Some("display-only") => Applicability::DisplayOnly,
        Some(other) => return Err(format!("`{other}` is no applicability; it is safe, unsafe or display-only")),
    };
    if applicability == Applicability::Safe && replacements.len() > 1 {
        return Err("several corrections are offered, so none of them can be safe".to_owned());
    }
    let mut beside = Beside::default();
    let mut any = false;
    for (column, place) in [
        ("before", &mut beside.before),
        ("after", &mut beside.after),
        ("not-before", &mut beside.not_before),
        ("not-after", &mut beside.not_after),
    ] {
        if let Some(pattern) = cells.get(column) {
            *place = Some(
                Program::compile(pattern, lists)
                    .map_err(|e| format!("`{column}`, character {}: {}", e.at + 1, e.message))?,
            );
            any = true;
        }
    }
    Ok(Row {
        form: form.into(),
        tokens,
        replacements,
        applicability,
        from: cells.get("from").map(Into::into),
        beside: any.then(|| Box::new(beside)),
    })
}
