//! Tables beside rules: `form → replacement`, a row each.
//!
//! Columns: `form` (which may stand for several, see [`super::forms`]), `replacement` (several separated by `|`; `{1}` is
//! what the form's first brackets chose), and optionally `applicability`, `from` (source language, which makes the row
//! evidence for it), `before`, `after`, `not-before`, `not-after` (patterns that stand beside the form), `note` (for
//! people).

use super::file::{LexiconCase, LexiconSpec};
use super::forms::Forms;
use super::template::Template;
use crate::finding::Applicability;
use crate::pattern::program::Program;
use crate::pattern::table;
use crate::pattern::words::Lists;
use crate::problem::{Mistake, instead};
use crate::span::Span;
use crate::text::token;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// A table, ready to be looked up: the forms are read at once, the rest of a row when it is first needed.
#[derive(Debug)]
pub struct Lexicon {
    /// Which case the article's words must have.
    pub case: LexiconCase,
    /// Whether the parts of hyphenated words are looked up too.
    pub parts: bool,
    /// Whether the first correction of rows that do not say may be applied without a person.
    applicability: Applicability,
    table: Cow<'static, str>,
    /// The forms of rows that stand for several; a place in it counts on from the end of the table.
    several: String,
    /// How many columns it has.
    width: usize,
    /// Where each of [`COLUMNS`] stands in the table.
    places: [Option<usize>; COLUMNS.len()],
    forms: Vec<Form>,
    /// The tokens of all forms.
    tokens: Vec<RowToken>,
    rows: Vec<OnceLock<Box<Row>>>,
    /// What the patterns of its conditions can name.
    lists: Lists,
}

/// A form.
#[derive(Debug)]
struct Form {
    /// The whole line, in bytes of the table.
    line: Span,
    /// Number of the line, from 1.
    number: u32,
    /// Which of the forms of its line; none where the line has just one.
    choice: Option<u8>,
    /// One past its last token.
    end: u32,
}

/// What a table says of one form.
#[derive(Debug)]
pub struct Row {
    /// What stands in the article.
    pub form: Box<str>,
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
    /// Where it stands, in bytes of the table and of the forms behind it.
    span: Span,
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

pub(super) const COLUMNS: [&str; 9] =
    ["form", "replacement", "applicability", "from", "before", "after", "not-before", "not-after", "note"];

impl Lexicon {
    /// Reads the forms of a table.
    ///
    /// # Errors
    /// When the header is not as described above, or a row has no form, with the bytes of the table that are wrong.
    /// What else can be wrong with a row [`Lexicon::validate`] finds.
    pub fn read(table: Cow<'static, str>, spec: &LexiconSpec, lists: &Lists) -> Result<Self, Mistake> {
        let (header, columns) = table::header(&table)?;
        if let Some(bad) = columns.iter().find(|c| !COLUMNS.contains(c)) {
            let mistake = Mistake::within(format!("there is no column `{bad}`"), table::place(&table, bad));
            return Err(mistake.with(instead(bad, COLUMNS)));
        }
        if columns[0] != COLUMNS[0] {
            let mistake = Mistake::within("the first column is not `form`", table::place(&table, columns[0]));
            return Err(mistake.with("put the column `form` first".to_owned()));
        }
        let lines = table::lines(&table).enumerate();
        let lines = lines.filter(|(_, line)| line.start > header.start && !line.of(&table).trim().is_empty());
        let places = COLUMNS.map(|name| columns.iter().position(|c| *c == name));
        let (mut forms, mut tokens, mut several) = (Vec::new(), Vec::new(), String::new());
        for (index, line) in lines {
            let form = cell(line.of(&table), 0).ok_or_else(|| {
                let mistake = Mistake::within("the row has no form", line.range());
                mistake.with("write the words to be found before the first tab, or delete the row".to_owned())
            })?;
            let here = |mistake: Mistake| mistake.after(table::place(&table, form).start, form.len());
            let mut add = |text: &str, start: usize, choice: Option<u8>| {
                let before = tokens.len();
                tokens.extend(token::tokens(text).map(|t| RowToken {
                    hash: t.fold,
                    span: Span::new(start as u32 + t.span.start, start as u32 + t.span.end),
                    spaced: t.has(token::Flags::SPACE_BEFORE),
                }));
                forms.push(Form { line, number: index as u32 + 1, choice, end: tokens.len() as u32 });
                let empty = || Mistake::new("the form has no word").with("write one, or delete the row".to_owned());
                if tokens.len() == before { Err(here(empty())) } else { Ok(()) }
            };
            match Forms::parse(form, lists).map_err(here)? {
                None => add(form, line.start as usize, None)?,
                Some(choices) => {
                    for choice in 0..choices.count() {
                        let text = choices.get(choice).map_err(here)?.text;
                        add(&text, table.len() + several.len(), Some(choice as u8))?;
                        several.push_str(&text);
                    }
                }
            }
        }
        let rows = forms.iter().map(|_| OnceLock::new()).collect();
        let lists = lists.clone();
        let LexiconSpec { case, parts, applicability } = *spec;
        let width = columns.len();
        Ok(Self { width, case, parts, applicability, table, several, places, forms, tokens, rows, lists })
    }

    /// The number of forms: the rows, each as often as it has forms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// The tokens of form `number`.
    #[must_use]
    pub fn tokens(&self, number: usize) -> &[RowToken] {
        let start = number.checked_sub(1).map_or(0, |before| self.forms[before].end);
        &self.tokens[start as usize..self.forms[number].end as usize]
    }

    /// The text of a form's token.
    #[must_use]
    pub fn text(&self, token: &RowToken) -> &str {
        let behind = self.table.len() as u32;
        match token.span.start.checked_sub(behind) {
            Some(start) => Span::new(start, token.span.end - behind).of(&self.several),
            None => token.span.of(&self.table),
        }
    }

    /// What the table says of form `number`.
    ///
    /// # Panics
    /// When the row is not valid, which [`Lexicon::validate`] finds.
    #[must_use]
    pub fn row(&self, number: usize) -> &Row {
        self.rows[number].get_or_init(|| {
            let row = self.parse(number);
            Box::new(row.unwrap_or_else(|e| panic!("line {}: {}", self.forms[number].number, e.message)))
        })
    }

    /// What the table says of each form.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        (0..self.len()).map(|number| self.row(number))
    }

    /// Reads every row.
    ///
    /// # Errors
    /// When a row is not as described above, with the bytes of the table that are wrong.
    pub fn validate(&self) -> Result<(), Mistake> {
        for number in 0..self.len() {
            let row = self.parse(number)?;
            self.rows[number].get_or_init(|| Box::new(row));
        }
        self.circle().map_or(Ok(()), Err)
    }

    /// A row whose correction leads back to it through other rows, so that fixing would come to no end.
    fn circle(&self) -> Option<Mistake> {
        let key = |text: &str| text.to_lowercase();
        let bare = |number: &usize| self.row(*number).beside.is_none();
        let forms: HashMap<String, usize> =
            (0..self.len()).filter(bare).map(|number| (key(&self.row(number).form), number)).collect();
        // The first correction is the one that is applied.
        let next = |number: usize| forms.get(&key(self.row(number).replacements.first()?)).copied();
        let mut done = vec![false; self.len()];
        for start in forms.values().copied().collect::<BTreeSet<_>>() {
            let (mut way, mut at) = (Vec::new(), Some(start));
            while let Some(number) = at.filter(|number| !done[*number]) {
                done[number] = true;
                way.push(number);
                at = next(number);
            }
            // A row that only changes the case of its words leads to itself, and is done then.
            let from = at.and_then(|at| way.iter().position(|number| *number == at)).unwrap_or(way.len());
            if way.len() - from > 1 {
                let row = &self.forms[way[from]];
                let words: Vec<String> = way[from..].iter().map(|n| format!("`{}`", self.row(*n).form)).collect();
                let message = format!("corrections that lead in a circle: {} → {}", words.join(" → "), words[0]);
                return Some(Mistake::within(message, row.line.range()).with("delete one of the rows".to_owned()));
            }
        }
        None
    }

    fn parse(&self, number: usize) -> Result<Row, Mistake> {
        let Form { line, choice, .. } = &self.forms[number];
        let line = line.of(&self.table);
        table::fits(&self.table, line, self.width)?;
        let place = |cell: &str| table::place(&self.table, cell);
        let get = |column: &str| {
            let place = COLUMNS.iter().position(|c| *c == column).and_then(|at| self.places[at]);
            place.and_then(|place| cell(line, place))
        };
        let written = cell(line, 0).unwrap_or_default();
        let corrections = get("replacement").map(corrections).unwrap_or_default();
        let (form, replacements) = match choice {
            None => (written.into(), corrections.into_iter().map(Into::into).collect()),
            Some(choice) => {
                let here = |mistake: Mistake, cell: &str| mistake.after(place(cell).start, cell.len());
                let forms = Forms::parse(written, &self.lists).map_err(|mistake| here(mistake, written))?;
                let forms = forms.ok_or_else(|| here(Mistake::new("the form has no choice"), written))?;
                let form = forms.get(usize::from(*choice)).map_err(|mistake| here(mistake, written))?;
                let fill = |text: &str| Template::parse(text, &self.lists).and_then(|template| form.fill(&template));
                let filled = |text: &str| fill(text).map(Into::into).map_err(|mistake| here(mistake, text));
                let filled: Vec<Box<str>> = corrections.into_iter().map(filled).collect::<Result<_, _>>()?;
                (form.text.into(), filled)
            }
        };
        // Tables of garbled letters have control characters on their left side, but nobody writes any on the right.
        if let Some(control) = get("replacement").and_then(|cell| cell.matches(char::is_control).next()) {
            return Err(Mistake::within("a control character, which is no text", place(control)));
        }
        let applicability = match get("applicability") {
            None => self.applicability,
            Some("safe") => Applicability::Safe,
            Some("unsafe") => Applicability::Unsafe,
            Some("display-only") => Applicability::DisplayOnly,
            Some(other) => {
                let mistake = Mistake::within(format!("`{other}` is not an applicability"), place(other));
                return Err(mistake.with(instead(other, ["safe", "unsafe", "display-only"])));
            }
        };
        if applicability == Applicability::Safe && replacements.len() > 1 {
            let message = "several corrections are offered, so none of them can be safe";
            let mistake = Mistake::within(message, place(get("replacement").unwrap_or(line)));
            return Err(mistake.with("keep one of them, or write `unsafe`".to_owned()));
        }
        let pattern = |column: &str| {
            let compile = |cell: &str| {
                Program::condition(cell, &self.lists).map_err(|mistake| mistake.after(place(cell).start, cell.len()))
            };
            get(column).map(compile).transpose()
        };
        let beside = Beside {
            before: pattern("before")?,
            after: pattern("after")?,
            not_before: pattern("not-before")?,
            not_after: pattern("not-after")?,
        };
        Ok(Row {
            form,
            replacements,
            applicability,
            from: get("from").map(Into::into),
            beside: (!beside.is_empty()).then(|| Box::new(beside)),
        })
    }
}

impl Beside {
    fn is_empty(&self) -> bool {
        let Self { before, after, not_before, not_after } = self;
        [before, after, not_before, not_after].iter().all(|pattern| pattern.is_none())
    }
}

/// What stands in a column of a line, if anything does.
fn cell(line: &str, place: usize) -> Option<&str> {
    table::cells(line).nth(place).filter(|cell| !cell.is_empty())
}

/// The corrections of a cell, which bars outside braces part.
fn corrections(cell: &str) -> Vec<&str> {
    let mut depth = 0;
    let part = |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == '|' && depth == 0
    };
    cell.split(part).collect()
}
