//! "Ignore here": the comment that keeps a rule silent about a finding in Markdown and HTML.

use super::document::Snapshot;
use super::keeper::Bench;
use crate::finding::{Edit, Finding};
use crate::fix;
use crate::read::Markup;
use crate::span::Span;

/// The edit that puts a comment where it leaves out `finding`; none in plain text, which has no comments, and where no
/// comment would do, as in the title of front matter.
///
/// Whether it does is not guessed but tried: the finding has to be gone, and nothing else be told instead.
#[must_use]
pub fn comment(bench: &mut Bench<'_>, document: &Snapshot, finding: &Finding) -> Option<Edit> {
    let extract = document.markup.read(&document.text)?;
    let rule = &bench.rules().get(finding.rule).name;
    let comment = format!("<!-- copydesk-ignore {rule} -->");
    let part = extract.parts.iter().find(|p| p.file.start <= finding.span.start && finding.span.start <= p.file.end)?;
    let before = bench.checked(document).findings.len();
    let line = document.lines.line_span(&document.text, document.lines.line(part.file.start)).start;
    let end = if document.text.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = &document.text[line as usize..part.file.start as usize];
    let alone = indent.bytes().all(|b| b == b' ');
    let candidates = [
        // A line of its own before the block, if that begins its line.
        alone.then(|| (part.file.start, format!("{comment}{end}{indent}"))),
        // In the block, in front of the words or behind them.
        Some((finding.span.start, comment.clone())),
        Some((finding.span.end, comment.clone())),
        // A line of its own before that of the block, such as an item of a list.
        Some((line, format!("{comment}{end}"))),
    ];
    candidates.into_iter().flatten().find_map(|(at, text)| {
        let edit = Edit::new(Span::at(at), text);
        let tried = fix::apply(&document.text, std::slice::from_ref(&edit));
        let moved = if at <= finding.span.start { edit.replacement.len() as u32 } else { 0 };
        let after = bench.check(document, &tried).findings;
        let gone = !after.iter().any(|f| f.rule == finding.rule && f.span.start == finding.span.start + moved);
        (gone && after.len() < before && is_still_the_same(document, &extract.text, &tried)).then_some(edit)
    })
}

/// Whether the text that is read out of the file has stayed what it was.
fn is_still_the_same(document: &Snapshot, text: &str, tried: &str) -> bool {
    document.markup != Markup::Plain && document.markup.read(tried).is_some_and(|read| read.text == text)
}
