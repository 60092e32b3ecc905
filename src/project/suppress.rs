//! "Right as it stands", said in the article itself: the comment that leaves a finding out in Markdown and HTML.

use crate::edits;
use crate::finding::{Edit, Finding, RuleId};
use crate::formats::Format;
use crate::span::Span;

/// A finding that is right as it stands, and the file it is in.
#[derive(Debug, Clone, Copy)]
pub struct Right<'a> {
    /// How the file is written.
    pub format: Format,
    /// Its text.
    pub text: &'a str,
    /// The rule of the finding.
    pub rule: RuleId,
    /// What the rule is called.
    pub name: &'a str,
    /// Where the finding stands, in bytes of the text.
    pub span: Span,
    /// Why it is right; may be empty.
    pub reason: &'a str,
}

impl Right<'_> {
    /// Whether the finding is one of `findings`.
    #[must_use]
    pub fn is_in(&self, findings: &[Finding]) -> bool {
        findings.iter().any(|f| f.rule == self.rule && f.span.start == self.span.start)
    }
}

/// The edit that puts a comment where it leaves the finding out, if `told` is what is found in the text; none in plain
/// text, which has no comments, and where no comment would do, as in the title of front matter.
///
/// Whether it does is not guessed but tried with `check`: the finding has to be gone, nothing else be told instead, and
/// the text that is read out of the file be what it was. A finding that another comment leaves out already may get one
/// more, with another reason.
pub fn comment(right: &Right<'_>, told: &[Finding], mut check: impl FnMut(&str) -> Vec<Finding>) -> Option<Edit> {
    let (text, span) = (right.text, right.span);
    let loaded = right.format.read(text)?;
    let part = loaded.map.elements.iter().find(|p| p.file.start <= span.start && span.start <= p.file.end)?;
    let reason = in_comment(right.reason);
    let colon = if reason.is_empty() { "" } else { ": " };
    let comment = format!("<!-- copydesk-ignore {}{colon}{reason} -->", right.name);
    let line = text[..part.file.start as usize].rfind('\n').map_or(0, |at| at + 1) as u32;
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let indent = Span::new(line, part.file.start).of(text);
    let alone = indent.bytes().all(|b| b == b' ');
    let candidates = [
        // A line of its own before the block, if that begins its line.
        alone.then(|| (part.file.start, format!("{comment}{end}{indent}"))),
        // In the block, in front of the words or behind them.
        Some((span.start, comment.clone())),
        Some((span.end, comment.clone())),
        // A line of its own before that of the block, such as an item of a list.
        Some((line, format!("{comment}{end}"))),
    ];
    let most = told.len() - usize::from(right.is_in(told));
    candidates.into_iter().flatten().find_map(|(at, comment)| {
        let edit = Edit::new(Span::at(at), comment);
        let tried = edits::apply(text, std::slice::from_ref(&edit));
        let after = check(&tried);
        let gone = !Right { span: moved(span, &edit), ..*right }.is_in(&after);
        let same = || right.format.read(&tried).is_some_and(|read| read.article.text == loaded.article.text);
        (gone && after.len() <= most && same()).then_some(edit)
    })
}

/// Where `span` stands once `comment` is put in.
#[must_use]
pub fn moved(span: Span, comment: &Edit) -> Span {
    let (at, by) = (comment.span.start, comment.replacement.len() as u32);
    let start = if at <= span.start { span.start + by } else { span.start };
    let end = if at <= span.start || at < span.end { span.end + by } else { span.end };
    Span::new(start, end)
}

/// `reason` as it can stand in a comment.
fn in_comment(reason: &str) -> String {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    reason.replace("--", "–").replace('<', "‹").replace('>', "›").trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_cannot_end_the_comment() {
        assert_eq!(in_comment("as --> in\n the <b>original-"), "as –› in the ‹b›original");
    }

    #[test]
    fn words_move_with_what_is_put_before_them_or_into_them() {
        let edit = Edit::new(Span::at(4), "xy");
        let after = |start, end| moved(Span::new(start, end), &edit);
        assert_eq!((after(4, 6), after(4, 4)), (Span::new(6, 8), Span::new(6, 6)));
        assert_eq!((after(2, 4), after(2, 6), after(5, 6)), (Span::new(2, 4), Span::new(2, 8), Span::new(7, 8)));
    }
}
