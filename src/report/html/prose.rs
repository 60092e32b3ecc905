//! The article as a reader sees it, with its findings marked in place and its corrections beside what they replace.
//!
//! Everything is placed by bytes of the checked text. Of a file with markup the words are shown, block by block, and
//! what is found outside of them (a comment) is shown after them as it is written.

use super::parts::Shown;
use crate::article::Article;
use crate::finding::{Edit, Severity};
use crate::formats::Format;
use crate::formats::extract::Loaded;
use crate::formats::source_map::{Kind, Piece};
use crate::report::visible;
use crate::span::Span;
use crate::text::Document;
use crate::text::block::Role;
use maud::{Markup, html};
use std::borrow::Cow;

/// An edit that is shown beside what it replaces, and the number of its finding, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The finding.
    pub number: usize,
    /// What is replaced by what.
    pub edit: Edit,
}

/// A block as it is shown.
struct ShownBlock {
    role: Role,
    /// It stands outside the article, such as the title of a page.
    apart: Option<&'static str>,
    pieces: Vec<Piece>,
    file: Span,
}

/// What stands at one place: numbers of findings or edits, in the order of the text.
#[derive(Default, Clone)]
struct Here {
    marks: Vec<usize>,
    changes: Vec<usize>,
}

/// Shows the article, which is written in `format`, with its findings and the `changes` wanted, which are disjoint.
pub fn prose(format: Format, article: &Article<'_>, findings: &[Shown<'_>], changes: &[Change]) -> Markup {
    let (text, loaded) = (&*article.text, format.read(&article.text));
    let changes = &whole_words(text, changes);
    let (blocks, words) = match &loaded {
        Some(loaded) => (of_loaded(loaded), &*loaded.article.text),
        None => (of_plain(article), text),
    };
    let ends: Vec<Span> = {
        let mut spans: Vec<Span> = blocks.iter().map(|b| b.file).collect();
        spans.sort_unstable();
        spans
    };
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_unstable_by_key(|n| blocks[*n].file);
    let mut here = vec![Here::default(); blocks.len()];
    // Each finding and each edit goes to the blocks it touches; one between two blocks to the block before it.
    let touched = |span: Span| {
        let first = ends.partition_point(|b| b.end < span.start || (b.end == span.start && !span.is_empty()));
        let last = ends.partition_point(|b| b.start < span.end || (b.start == span.end && span.is_empty()));
        first..last
    };
    let mut elsewhere = Vec::new();
    for (n, shown) in findings.iter().enumerate() {
        let range = touched(shown.finding.span);
        if range.is_empty() {
            elsewhere.push(n);
        }
        order[range].iter().for_each(|block| here[*block].marks.push(n));
    }
    for (n, change) in changes.iter().enumerate() {
        let range = touched(change.edit.span);
        order[range].iter().for_each(|block| here[*block].changes.push(n));
    }
    let canvas = BlockCanvas { format, file: text, words, findings, changes };
    html! {
        @for (block, here) in blocks.iter().zip(&here) { (canvas.block(block, here)) }
        @if !elsewhere.is_empty() {
            p.elsewhere {
                span.label { "Elsewhere in the file" }
                @for n in elsewhere {
                    code { (canvas.linked(&[n], &shorten(findings[n].finding.span.of(text)), &[n])) }
                }
            }
        }
    }
}

/// The same changes, each of whole words: a fix may change no more than a letter, and people read words.
fn whole_words(text: &str, changes: &[Change]) -> Vec<Change> {
    let mut changes = changes.to_vec();
    changes.sort_unstable_by(|a, b| a.edit.cmp(&b.edit));
    let mut limit = 0;
    for n in 0..changes.len() {
        let next = changes.get(n + 1).map_or(text.len(), |c| c.edit.span.start as usize);
        let Edit { span, replacement } = &mut changes[n].edit;
        let (start, end) = (span.start as usize, span.end as usize);
        let before =
            text[limit..start].chars().rev().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
        let after = text[end..next].chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
        // What only puts something in between two words changes neither.
        let inside = !span.is_empty() || (before > 0 && after > 0);
        if inside && !replacement.is_empty() {
            let whole = [&text[start - before..start], &**replacement, &text[end..end + after]].concat();
            *replacement = whole.into();
            *span = Span::new((start - before) as u32, (end + after) as u32);
        }
        limit = span.end as usize;
    }
    changes
}

fn of_plain(article: &Article<'_>) -> Vec<ShownBlock> {
    let doc = Document::new(&article.text);
    let block = |block: &crate::text::block::Block| {
        let piece = Piece { text: block.span, file: block.span, plain: true };
        let headline = article.fences.first().is_some_and(|fence| block.span.end <= fence.start);
        let role = if headline { Role::Headline } else { block.role };
        ShownBlock { role, apart: None, pieces: vec![piece], file: block.span }
    };
    doc.blocks.iter().map(block).collect()
}

fn of_loaded(loaded: &Loaded<'_>) -> Vec<ShownBlock> {
    let map = &loaded.map;
    let mut doc = Document::new(&loaded.article.text);
    doc.assign(loaded.article.parts.iter().filter_map(|part| Some((part.span.start, part.role?))));
    let block = |block: &crate::text::block::Block| {
        let first = map.pieces.partition_point(|p| p.text.end <= block.span.start);
        let last = map.pieces.partition_point(|p| p.text.start < block.span.end);
        let pieces = map.pieces.get(first..last)?;
        let cut = |p: &Piece| {
            if !p.plain {
                return *p;
            }
            let text = Span::new(p.text.start.max(block.span.start), p.text.end.min(block.span.end));
            let start = p.file.start + (text.start - p.text.start);
            Piece { text, file: Span::new(start, start + text.len()), plain: true }
        };
        let pieces: Vec<Piece> = pieces.iter().map(cut).collect();
        let file = pieces.first()?.file.to(pieces.last()?.file);
        let part = map.element_at(block.span.start).filter(|p| p.apart);
        let apart = part.map(|p| if p.kind == Kind::Description { "Description" } else { "Page title" });
        Some(ShownBlock { role: block.role, apart, pieces, file })
    };
    doc.blocks.iter().filter_map(block).collect()
}

/// What is needed to show a block.
struct BlockCanvas<'c> {
    format: Format,
    file: &'c str,
    words: &'c str,
    findings: &'c [Shown<'c>],
    changes: &'c [Change],
}

/// A stretch of a block in which the same findings and edits hold.
struct Stretch<'c> {
    text: &'c str,
    marks: Vec<usize>,
    /// Findings whose last words these are.
    ends: Vec<usize>,
    removed: bool,
    /// Edits whose new words stand behind this.
    put: Vec<usize>,
}

impl BlockCanvas<'_> {
    fn block(&self, block: &ShownBlock, here: &Here) -> Markup {
        let runs = self.runs(block, here);
        let gone = runs.iter().all(|r| r.removed && r.put.iter().all(|c| self.changes[*c].edit.replacement.is_empty()));
        let inside = html! { @for run in &runs { (self.run(run)) } };
        let class = if gone { Some("gone") } else { None };
        html! {
            @if let Some(label) = block.apart {
                p.apart class=[class] { span.label { (label) } (inside) }
            } @else {
                @match block.role {
                    Role::Headline => h3.headline class=[class] { (inside) },
                    Role::Subheading => h4.subheading class=[class] { (inside) },
                    Role::Standfirst | Role::SecondHeadline => p.standfirst class=[class] { (inside) },
                    Role::Byline => p.byline class=[class] { (inside) },
                    Role::ListItem => p.item class=[class] { (inside) },
                    Role::Caption => p.caption class=[class] { (inside) },
                    Role::Paragraph | Role::Continuation | Role::Remainder | Role::BoilerplateCandidate => {
                        p class=[class] { (inside) }
                    }
                }
            }
        }
    }

    /// Cuts a block where a finding or an edit begins or ends.
    fn runs(&self, block: &ShownBlock, here: &Here) -> Vec<Stretch<'_>> {
        let mut cuts: Vec<u32> = here.marks.iter().map(|n| self.findings[*n].finding.span).flat_map(both).collect();
        cuts.extend(here.changes.iter().map(|n| self.changes[*n].edit.span).flat_map(both));
        cuts.sort_unstable();
        cuts.dedup();
        let mut runs: Vec<(Span, Stretch<'_>)> = Vec::new();
        for piece in &block.pieces {
            let first = cuts.partition_point(|c| *c <= piece.file.start);
            let last = if piece.plain { cuts.partition_point(|c| *c < piece.file.end) } else { first };
            let mut at = piece.file.start;
            for cut in cuts[first..last.max(first)].iter().copied().chain([piece.file.end]) {
                let file = Span::new(at, cut);
                let text = match piece.plain {
                    true => file.of(self.file),
                    false => piece.text.of(self.words),
                };
                let run = Stretch { text, marks: Vec::new(), ends: Vec::new(), removed: false, put: Vec::new() };
                runs.push((file, run));
                at = cut;
            }
        }
        let starts: Vec<Span> = runs.iter().map(|r| r.0).collect();
        let inside = |span: Span| {
            let first = starts.partition_point(|r| r.end <= span.start);
            first..starts.partition_point(|r| r.start < span.end).max(first)
        };
        for n in &here.marks {
            let span = self.findings[*n].finding.span;
            let range = inside(span);
            let last = if range.is_empty() { range.start.saturating_sub(1) } else { range.end - 1 };
            runs[range].iter_mut().for_each(|(_, run)| run.marks.push(*n));
            let ends = span.end <= block.file.end;
            if let Some((_, run)) = runs.get_mut(last).filter(|_| ends) {
                run.ends.push(*n);
            }
        }
        for n in &here.changes {
            let span = self.changes[*n].edit.span;
            let range = inside(span);
            let last = if range.is_empty() { range.start.saturating_sub(1) } else { range.end - 1 };
            runs[range].iter_mut().for_each(|(_, run)| run.removed = true);
            if let Some((_, run)) = runs.get_mut(last).filter(|_| span.end <= block.file.end) {
                run.put.push(*n);
            }
        }
        runs.into_iter().map(|(_, run)| run).collect()
    }

    fn run(&self, run: &Stretch<'_>) -> Markup {
        let text = shown(run.text);
        let words = if run.marks.is_empty() && run.ends.is_empty() {
            html! { (text) }
        } else {
            self.linked(&run.marks, &text, &run.ends)
        };
        html! {
            @if run.removed { del { (words) } } @else { (words) }
            @for n in &run.put {
                @let change = &self.changes[*n];
                @if !change.edit.replacement.is_empty() {
                    ins data-n=(change.number + 1) { (shown(&self.unwritten(&change.edit.replacement))) }
                }
            }
        }
    }

    /// `text` as a link to the findings that mark it; those that end here are numbered.
    fn linked(&self, marks: &[usize], text: &str, ends: &[usize]) -> Markup {
        let numbers =
            |of: &[usize]| of.iter().map(|n| self.findings[*n].number.to_string()).collect::<Vec<_>>().join(" ");
        let all = if marks.is_empty() { ends } else { marks };
        let gravest = all.iter().map(|n| self.findings[*n].finding.severity).max().unwrap_or(Severity::Info);
        let inner = all.iter().min_by_key(|n| self.findings[**n].finding.span.len()).copied().unwrap_or_default();
        html! {
            a class={ "mark " (gravest) } href={ "#" (self.findings[inner].id) } data-f=(numbers(all)) {
                @if !marks.is_empty() { (text) }
                @for n in ends {
                    @let shown = &self.findings[*n];
                    sup id={ "m" (shown.id) } data-f=(shown.number) { span.vh { " (" (shown.finding.severity) " " } (shown.number) span.vh { ")" } }
                }
            }
            @if marks.is_empty() { (text) }
        }
    }

    /// Words as they are read, of words as the file writes them.
    fn unwritten<'w>(&self, written: &'w str) -> Cow<'w, str> {
        let words = written.trim();
        let read = self.format.read(words).map(|read| read.article.text).filter(|text| !text.is_empty());
        let Some(read) = read else { return written.into() };
        let (before, after) = written.split_once(words).unwrap_or_default();
        [before, &*read, after].concat().into()
    }
}

fn both(span: Span) -> [u32; 2] {
    [span.start, span.end]
}

/// `text` with its line ends, and everything else that is not to be seen made visible.
pub fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push('\n');
        }
        visible::push(&mut out, line.strip_suffix('\r').unwrap_or(line));
    }
    out
}

/// `text` in one line, not too long.
fn shorten(text: &str) -> String {
    crate::report::excerpt::middle_cut(text, 80)
}
