//! Corrections of the text, carried back to the file.

use crate::finding::{Edit, Fix};
use crate::fix::{self, Taken};
use crate::formats::Markup;
use crate::formats::extract::{BORDER, Extract, Part};
use crate::span::Span;
use std::collections::HashMap;

/// How many bytes are read again, as a multiple of the file, to prove corrections; what is then unproven is only shown.
const MOST_READINGS: usize = 64;

/// Carries corrections of an extract back to its file.
#[derive(Debug)]
pub struct Carrier<'a> {
    markup: Markup,
    file: &'a str,
    extract: &'a Extract,
    /// How the file writes characters it has references for.
    references: HashMap<&'a str, &'a str>,
}

/// A correction and what becomes of it.
#[derive(Debug)]
struct Candidate<'f> {
    number: usize,
    fix: &'f Fix,
    edits: Vec<Edit>,
}

impl<'a> Carrier<'a> {
    /// For the corrections of `extract`, which was read out of `file`.
    #[must_use]
    pub fn new(markup: Markup, file: &'a str, extract: &'a Extract) -> Self {
        let mut references = HashMap::new();
        if markup == Markup::Html {
            for piece in extract.pieces.iter().filter(|p| !p.plain) {
                let written = piece.file.of(file);
                if written.starts_with('&') {
                    references.entry(piece.text.of(&extract.text)).or_insert(written);
                }
            }
        }
        Self { markup, file, extract, references }
    }

    /// The extract.
    #[must_use]
    pub fn extract(&self) -> &'a Extract {
        self.extract
    }

    /// The edits of the file that do what each of `fixes` does to the text; none where that cannot be done, or not
    /// without doubt.
    #[must_use]
    pub fn fixes(&self, fixes: &[&Fix]) -> Vec<Option<Vec<Edit>>> {
        let mut out: Vec<Option<Vec<Edit>>> = fixes.iter().map(|_| None).collect();
        let mut waiting: Vec<Candidate<'_>> = Vec::new();
        for (number, fix) in fixes.iter().enumerate() {
            let edits: Option<Vec<Edit>> = fix.edits.iter().map(|e| self.edit(e)).collect();
            if let Some(mut edits) = edits.filter(|e| !e.is_empty()) {
                edits.sort_unstable();
                if edits.windows(2).all(|w| w[0].span.end <= w[1].span.start) {
                    waiting.push(Candidate { number, fix, edits });
                }
            }
        }
        let mut readings = MOST_READINGS;
        while !waiting.is_empty() && readings > 0 {
            let (batch, later) = disjoint(waiting);
            waiting = later;
            self.prove(batch, &mut readings, &mut out);
        }
        out
    }

    /// Keeps those of `batch`, which do not touch each other, whose corrected file reads as the corrected text.
    fn prove(&self, batch: Vec<Candidate<'_>>, readings: &mut usize, out: &mut [Option<Vec<Edit>>]) {
        if batch.is_empty() || *readings == 0 {
            return;
        }
        *readings -= 1;
        if self.holds(&batch) {
            for candidate in batch {
                out[candidate.number] = Some(candidate.edits);
            }
        } else if batch.len() > 1 {
            let mut first = batch;
            let second = first.split_off(first.len() / 2);
            self.prove(first, readings, out);
            self.prove(second, readings, out);
        }
    }

    fn holds(&self, batch: &[Candidate<'_>]) -> bool {
        let sorted = |edits: &mut dyn Iterator<Item = &Edit>| {
            let mut edits: Vec<Edit> = edits.cloned().collect();
            edits.sort_unstable();
            edits
        };
        let of_file = sorted(&mut batch.iter().flat_map(|c| &c.edits));
        let of_text = sorted(&mut batch.iter().flat_map(|c| &c.fix.edits));
        let expected = fix::apply(&self.extract.text, &of_text);
        let read = self.markup.read(&fix::apply(self.file, &of_file));
        read.is_some_and(|read| read.text == expected)
    }

    fn edit(&self, edit: &Edit) -> Option<Edit> {
        if edit.replacement.is_empty()
            && let Some(part) = self.whole_part(edit.span)
        {
            return Some(Edit::new(self.with_blank_line(part.file), ""));
        }
        let edit = smallest(&self.extract.text, edit);
        let part = self.extract.part_at(edit.span.start).filter(|p| edit.span.end <= p.text.end)?;
        let replacement = self.written(&edit, part);
        if edit.span.is_empty() {
            let at = self.place(edit.span.start)?;
            return Some(Edit::new(Span::at(at), replacement));
        }
        let pieces = self.extract.unbroken(edit.span)?;
        let (first, last) = (pieces.first()?, pieces.last()?);
        let whole = |at: u32, piece: &crate::formats::extract::Piece| {
            piece.plain || at == piece.text.start || at == piece.text.end
        };
        if !whole(edit.span.start, first) || !whole(edit.span.end, last) {
            return None;
        }
        Some(Edit::new(self.extract.file_span(edit.span), replacement))
    }

    /// Where in the file something is put in at byte `at` of the text.
    fn place(&self, at: u32) -> Option<u32> {
        let pieces = &self.extract.pieces;
        let before = pieces.partition_point(|p| p.text.start < at);
        let piece = before.checked_sub(1).map(|n| &pieces[n]).filter(|p| p.text.end >= at);
        match (piece, pieces.get(before).filter(|p| p.text.start == at)) {
            (Some(piece), _) if at < piece.text.end => piece.plain.then(|| piece.file.start + at - piece.text.start),
            (Some(piece), Some(next)) => {
                // At a tag: outside the element, if one ends or begins here.
                let between = self.file.get(piece.file.end as usize..next.file.start as usize)?;
                let ends = match self.markup {
                    Markup::Html => between.starts_with("</"),
                    _ => between.chars().next().is_some_and(|c| matches!(c, '*' | '_' | ']' | '~')),
                };
                Some(if ends { next.file.start } else { piece.file.end })
            }
            (Some(piece), None) => Some(piece.file.end),
            (None, Some(next)) => Some(next.file.start),
            (None, None) => None,
        }
    }

    /// The block that `span` holds together with the blank line at one of its sides.
    fn whole_part(&self, span: Span) -> Option<&'a Part> {
        let border = BORDER.len() as u32;
        let first = self.extract.parts.partition_point(|p| p.text.start < span.start);
        let part = self.extract.parts.get(first).filter(|p| p.whole && !p.apart)?;
        let near =
            part.text.start - span.start <= border && span.end >= part.text.end && span.end - part.text.end <= border;
        near.then_some(part)
    }

    /// `span` with the white space behind it to the end of its line, and the blank lines after it.
    fn with_blank_line(&self, span: Span) -> Span {
        let rest = &self.file[span.end as usize..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let end = rest[..blank].rfind('\n').map_or(0, |n| n + 1);
        Span::new(span.start, span.end + end as u32)
    }

    /// What `edit` puts into the text, as the file writes it.
    fn written(&self, edit: &Edit, part: &Part) -> String {
        let mut out = String::with_capacity(edit.replacement.len());
        let mut buffer = [0; 4];
        for c in edit.replacement.chars() {
            let string: &str = c.encode_utf8(&mut buffer);
            match (self.markup, c) {
                (Markup::Html, _) if self.references.contains_key(string) => out.push_str(self.references[string]),
                (Markup::Html, '&') => out.push_str("&amp;"),
                (Markup::Html, '<') => out.push_str("&lt;"),
                (Markup::Html, '>') => out.push_str("&gt;"),
                (Markup::Html, '"') if part.value => out.push_str("&quot;"),
                (Markup::Html, '\'') if part.value => out.push_str("&#39;"),
                (Markup::Markdown, '\\' | '`' | '*' | '_' | '[' | ']' | '<') if !part.value => {
                    out.push('\\');
                    out.push(c);
                }
                _ => out.push(c),
            }
        }
        out
    }
}

/// Those of `waiting`, in the order of the file, that touch none before them in the file or in the text, and the others.
fn disjoint(mut waiting: Vec<Candidate<'_>>) -> (Vec<Candidate<'_>>, Vec<Candidate<'_>>) {
    waiting.sort_by_key(|c| (c.edits[0].span, c.number));
    let (mut of_file, mut of_text) = (Taken::default(), Taken::default());
    waiting.into_iter().partition(|candidate| {
        let free = of_file.is_free(&candidate.edits) && of_text.is_free(&candidate.fix.edits);
        if free {
            of_file.take(&candidate.edits);
            of_text.take(&candidate.fix.edits);
        }
        free
    })
}

/// `edit` without what stays the same at its borders.
fn smallest(text: &str, edit: &Edit) -> Edit {
    let old = edit.span.of(text);
    let new = &*edit.replacement;
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
    };
    let before = same(&mut old.chars(), &mut new.chars());
    let (old, new) = (&old[before..], &new[before..]);
    let after = same(&mut old.chars().rev(), &mut new.chars().rev());
    let start = edit.span.start + before as u32;
    Edit::new(Span::new(start, edit.span.end - after as u32), &new[..new.len() - after])
}
