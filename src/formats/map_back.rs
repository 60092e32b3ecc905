//! The way back: what was found in the text and the corrections of it, as bytes and edits of the file.
//!
//! A correction that cannot be carried back without doubt, because it crosses a tag or would make markup of its own, is
//! only shown to people: reading the corrected file always gives the corrected text, and the same markup.

use super::extract::{BORDER, Loaded};
use super::markup::Markup;
use super::proof;
use super::source_map::{Element, FileStretch, Piece, SourceMap};
use super::table::Format;
use crate::edits::{self, Taken};
use crate::finding::{Applicability, Edit, Finding, Fix, Related};
use crate::span::Span;
use std::collections::HashMap;

/// How many bytes are read again, as a multiple of the file, to prove corrections; what is then unproven is only shown.
const MOST_READINGS: usize = 64;

/// Carries findings and corrections of a text back to the file it was read out of.
#[derive(Debug)]
pub struct MapBack<'a> {
    markup: &'a dyn Markup,
    file: &'a str,
    loaded: &'a Loaded<'a>,
    text: &'a str,
    map: &'a SourceMap,
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

impl<'a> MapBack<'a> {
    /// From `loaded`, which `markup` has read out of `file`.
    #[must_use]
    pub fn new(markup: &'a dyn Markup, file: &'a str, loaded: &'a Loaded<'a>) -> Self {
        let (text, map) = (&*loaded.article.text, &loaded.map);
        let mut references = HashMap::new();
        if markup.has_references() {
            for piece in map.pieces.iter().filter(|p| !p.plain) {
                let written = piece.file.of(file);
                if written.starts_with('&') {
                    references.entry(piece.text.of(text)).or_insert(written);
                }
            }
        }
        Self { markup, file, loaded, text, map, references }
    }

    /// Makes spans of the text in `findings` into spans of the file, and their fixes into edits of the file.
    pub fn carry(&self, findings: &mut [Finding]) {
        let fixes: Vec<_> = findings.iter().flat_map(|f| &f.fixes).collect();
        let mut carried = self.fixes(&fixes).into_iter();
        for finding in findings {
            finding.span = self.map.file_span(finding.span);
            finding.related = std::mem::take(&mut finding.related)
                .into_iter()
                .map(|r| Related { span: self.map.file_span(r.span), ..r })
                .collect();
            for fix in &mut finding.fixes {
                match carried.next().flatten() {
                    Some(edits) => fix.edits = edits,
                    None => {
                        fix.edits.clear();
                        fix.applicability = Applicability::DisplayOnly;
                    }
                }
            }
        }
    }

    /// The edits of the file that do what each of `fixes` does to the text; none where that cannot be done, or not
    /// without doubt.
    #[must_use]
    pub fn fixes(&self, fixes: &[&Fix]) -> Vec<Option<Vec<Edit>>> {
        let mut out: Vec<Option<Vec<Edit>>> = fixes.iter().map(|_| None).collect();
        let mut waiting: Vec<Candidate<'_>> = Vec::new();
        for (number, fix) in fixes.iter().enumerate() {
            let edits: Option<Vec<Vec<Edit>>> = fix.edits.iter().map(|e| self.edits(e)).collect();
            if let Some(mut edits) = edits.map(|e| e.concat()).filter(|e| !e.is_empty()) {
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
        let expected = edits::apply(self.text, &of_text);
        let read = self.markup.read(&edits::apply(self.file, &of_file));
        read.article.text == expected && proof::holds(self.loaded, &of_file, &read)
    }

    /// The edits of the file that do what `edit` does to the text.
    fn edits(&self, edit: &Edit) -> Option<Vec<Edit>> {
        if edit.replacement.is_empty()
            && let Some(part) = self.whole_element(edit.span)
            && let Some(removal) = self.markup.removal(self.file, part.file)
        {
            return Some(vec![Edit::new(removal, "")]);
        }
        let edit = smallest(self.text, edit);
        let part = self.map.element_at(edit.span.start).filter(|p| edit.span.end <= p.text.end)?;
        // What cannot be deleted as a whole is not left without words.
        if edit.replacement.is_empty() && edit.span == part.text {
            return None;
        }
        let replacement = self.written(&edit, part);
        if edit.span.is_empty() {
            let at = self.place(edit.span.start)?;
            return Some(vec![Edit::new(Span::at(at), replacement)]);
        }
        // What stands between the stretches stays. Of several, only one may be more than white space: the words.
        let stretches = self.map.stretches(self.text, edit.span)?;
        let words = stretches.iter().filter(|s| !s.blank).count();
        let target = match stretches.iter().position(|s| !s.blank) {
            Some(target) if words == 1 => target,
            Some(_) => return None,
            None => {
                let outside = |pair: &[FileStretch]| {
                    self.markup.closes(Span::new(pair[0].file.end, pair[1].file.start).of(self.file))
                };
                stretches.windows(2).rposition(outside).map_or(0, |before| before + 1)
            }
        };
        let mut replacement = Some(replacement);
        let written = stretches.iter().enumerate().map(|(number, stretch)| {
            let words = if number == target { replacement.take() } else { None };
            Edit::new(stretch.file, words.unwrap_or_default())
        });
        Some(written.collect())
    }

    /// Where in the file something is put in at byte `at` of the text.
    fn place(&self, at: u32) -> Option<u32> {
        let pieces = &self.map.pieces;
        let before = pieces.partition_point(|p| p.text.start < at);
        let piece = before.checked_sub(1).map(|n| &pieces[n]).filter(|p| p.text.end >= at);
        match (piece, pieces.get(before).filter(|p| p.text.start == at)) {
            (Some(piece), _) if at < piece.text.end => piece.plain.then(|| piece.file.start + at - piece.text.start),
            (Some(piece), Some(next)) => {
                // At a tag: outside the element, if one ends or begins here.
                let between = self.file.get(piece.file.end as usize..next.file.start as usize)?;
                let ends = self.markup.closes(between);
                Some(if ends { next.file.start } else { piece.file.end })
            }
            (Some(piece), None) => Some(piece.file.end),
            (None, Some(next)) => Some(next.file.start),
            (None, None) => None,
        }
    }

    /// The block that `span` holds together with the blank line at one of its sides.
    fn whole_element(&self, span: Span) -> Option<&'a Element> {
        let border = BORDER.len() as u32;
        let first = self.map.elements.partition_point(|p| p.text.start < span.start);
        let part = self.map.elements.get(first).filter(|p| p.whole && !p.apart)?;
        let near =
            part.text.start - span.start <= border && span.end >= part.text.end && span.end - part.text.end <= border;
        near.then_some(part)
    }

    /// What `edit` puts into the text, as the file writes it.
    fn written(&self, edit: &Edit, part: &Element) -> String {
        let mut out = String::with_capacity(edit.replacement.len());
        let mut buffer = [0; 4];
        for c in edit.replacement.chars() {
            match self.references.get(&*c.encode_utf8(&mut buffer)) {
                Some(reference) => out.push_str(reference),
                None => self.markup.write(c, part.value, &mut out),
            }
        }
        out
    }
}

/// The edits of `file` that put `words` in place of what a reader sees at `span`; none where that cannot be done without
/// touching the markup.
#[must_use]
pub fn rewrite(format: Format, file: &str, span: Span, words: &str) -> Option<Vec<Edit>> {
    let Some(markup) = format.markup() else { return Some(vec![Edit::new(span, words)]) };
    let loaded = markup.read(file);
    let edits = vec![Edit::new(seen(&in_order(&loaded.map), span)?, words)];
    let fix = Fix { title: "".into(), edits, applicability: Applicability::Unsafe };
    MapBack::new(markup, file, &loaded).fixes(&[&fix]).pop().flatten()
}

/// What a reader sees at `span` of `file`, in one line.
#[must_use]
pub fn words(format: Format, file: &str, span: Span) -> String {
    SeenWords::of(format, file).words(span)
}

/// What a reader sees of a file.
#[derive(Debug)]
pub struct SeenWords<'f> {
    file: &'f str,
    /// The text read out of a file with markup, and its pieces in the order of the file.
    read: Option<(String, Vec<Piece>)>,
}

impl<'f> SeenWords<'f> {
    /// Of `file`, which is in `format`.
    #[must_use]
    pub fn of(format: Format, file: &'f str) -> Self {
        let read = format.read(file).map(|loaded| {
            let pieces = in_order(&loaded.map);
            (loaded.article.text.into_owned(), pieces)
        });
        Self { file, read }
    }

    /// What a reader sees at `span` of the file, in one line.
    #[must_use]
    pub fn words(&self, span: Span) -> String {
        let words = match &self.read {
            None => span.of(self.file),
            Some((text, pieces)) => seen(pieces, span).map_or("", |seen| seen.of(text)),
        };
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The pieces of `map` in the order of the file.
fn in_order(map: &SourceMap) -> Vec<Piece> {
    let mut pieces = map.pieces.clone();
    pieces.sort_by_key(|p| (p.file.start, p.file.end));
    pieces
}

/// Where the text has what stands at `span` of the file, whose `pieces` are in its order; none if a reader sees nothing
/// of it.
fn seen(pieces: &[Piece], span: Span) -> Option<Span> {
    let inside = |at: u32, file: Span, text: Span| text.start + at.clamp(file.start, file.end) - file.start;
    let first = pieces.partition_point(|p| p.file.end <= span.start);
    let touched = pieces[first..].iter().take_while(|p| p.file.start < span.end).filter(|p| span.start < p.file.end);
    let seen = touched.map(|p| match p.plain {
        true => Span::new(inside(span.start, p.file, p.text), inside(span.end, p.file, p.text)),
        false => p.text,
    });
    seen.reduce(Span::to)
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
