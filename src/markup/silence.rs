//! Comments that ask not to be told: what they name is left out, and those that leave out nothing are told instead.

use crate::engine::Linter;
use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::read::Markup;
use crate::read::extract::{Extract, Note, Reach};
use crate::span::Span;

/// The rule that tells of comments without effect.
const UNUSED: &str = "unused-suppression";

/// Leaves out of `findings` what comments of the file name.
pub fn apply(linter: &Linter<'_>, markup: Markup, file: &str, extract: &Extract, findings: &mut Vec<Finding>) {
    if extract.notes.is_empty() {
        return;
    }
    let mut used = vec![false; extract.notes.len()];
    let reaches: Vec<Span> = extract.notes.iter().map(|note| reach(note, extract, file)).collect();
    findings.retain(|finding| {
        let rule = linter.rules().get(finding.rule);
        let named = |note: &Note| {
            note.rules.is_empty() || note.rules.iter().any(|n| *n == rule.name || *n == rule.family || &**n == "all")
        };
        let mut told = true;
        for (at, note) in extract.notes.iter().enumerate() {
            let holds = reaches[at].start <= finding.span.start && finding.span.start < reaches[at].end;
            if holds && named(note) {
                used[at] = true;
                told = false;
            }
        }
        told
    });
    let Some(id) = linter.rules().find(UNUSED).filter(|id| linter.is_running(*id)) else { return };
    let rule = linter.rules().get(id);
    for (note, used) in extract.notes.iter().zip(used) {
        if used || note.reach == Reach::End || !is_judged(linter, note) {
            continue;
        }
        let words = note.file.of(file);
        let message = rule.message.render(&|name: &str| (name == "match").then(|| words.to_owned()));
        let removed = Edit::new(with_line(note.file, file), "");
        // What stands between two words must not let them grow together.
        let before = file[..removed.span.start as usize].ends_with(|c: char| !c.is_whitespace() && c != '>');
        let after = file[removed.span.end as usize..].starts_with(|c: char| !c.is_whitespace() && c != '<');
        let applicability =
            if before && after && markup != Markup::Html { Applicability::DisplayOnly } else { Applicability::Safe };
        findings.push(Finding {
            rule: id,
            span: note.file,
            severity: rule.severity,
            message: message.unwrap_or_default().into(),
            related: Vec::new(),
            fixes: vec![Fix { title: "Delete this comment".into(), edits: vec![removed], applicability }],
        });
    }
}

/// Whether all rules that `note` names run, so that its silence means something. A name that no rule has is judged too.
fn is_judged(linter: &Linter<'_>, note: &Note) -> bool {
    let rules = linter.rules();
    note.rules.iter().all(|name| {
        let mut named = (0..rules.rules.len())
            .map(|n| crate::finding::RuleId(n as u16))
            .filter(|id| [&rules.get(*id).name, &rules.get(*id).family].contains(&name))
            .peekable();
        named.peek().is_none() || named.any(|id| linter.is_running(id))
    })
}

/// The bytes of the file that `note` is about.
fn reach(note: &Note, extract: &Extract, file: &str) -> Span {
    let end = file.len() as u32;
    match note.reach {
        Reach::File => Span::new(0, end),
        Reach::End => Span::at(note.file.start),
        Reach::Start => {
            let close = extract.notes.iter().find(|n| n.reach == Reach::End && n.file.start >= note.file.end);
            Span::new(note.file.end, close.map_or(end, |n| n.file.start))
        }
        Reach::Block => {
            let parts = || extract.parts.iter().filter(|p| !p.apart).map(|p| p.file);
            let around = parts().find(|p| p.start <= note.file.start && note.file.end <= p.end);
            around.or_else(|| parts().find(|p| p.start >= note.file.end)).unwrap_or(Span::at(note.file.end))
        }
    }
}

/// `span` with its line, if it stands alone on it.
fn with_line(span: Span, file: &str) -> Span {
    let before = file[..span.start as usize].trim_end_matches([' ', '\t']);
    let rest = &file[span.end as usize..];
    let after = rest.trim_start_matches([' ', '\t', '\r']);
    if (before.is_empty() || before.ends_with('\n')) && after.starts_with('\n') {
        return Span::new(before.len() as u32, (file.len() - after.len() + 1) as u32);
    }
    span
}
