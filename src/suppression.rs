//! Suppressions: comments of a file that ask copydesk to ignore findings, and those that have no effect any more.

use crate::engine::Linter;
use crate::finding::{Applicability, Edit, Finding, Fix, RuleId};
use crate::formats::extract::{Loaded, Note, Reach};
use crate::formats::markup::Markup;
use crate::formats::source_map::SourceMap;
use crate::rule::Matcher;
use crate::span::Span;

/// The check of rules that report suppressions without effect.
const UNUSED: &str = "unused-suppression";

/// The finding that the suppression at `span` of `text` leaves nothing out, which `fix` would take away; none if nobody
/// wants to know.
#[must_use]
pub fn unused(linter: &Linter, text: &str, span: Span, fix: Fix) -> Option<Finding> {
    let rules = linter.rules();
    let is_unused = |id: &RuleId| matches!(&rules.get(*id).matcher, Matcher::Check(check) if check.name() == UNUSED);
    let id = linter.running().find(is_unused)?;
    let rule = rules.get(id);
    let message = rule.message.render(&|name: &str| (name == "match").then(|| span.of(text).to_owned()));
    let message = message.unwrap_or_default().into();
    let mut finding =
        Finding { rule: id, span, severity: rule.severity, message, related: Vec::new(), fixes: vec![fix] };
    linter.adjust(&mut finding);
    Some(finding)
}

/// Leaves out of `findings` what comments of the file name.
pub fn apply(linter: &Linter, markup: &dyn Markup, file: &str, loaded: &Loaded<'_>, findings: &mut Vec<Finding>) {
    if loaded.notes.is_empty() {
        return;
    }
    let mut used = vec![false; loaded.notes.len()];
    let mut reaches: Vec<(Span, usize)> =
        (0..loaded.notes.len()).map(|at| (reach(&loaded.notes, at, &loaded.map, file), at)).collect();
    reaches.sort_unstable();
    findings.sort_by_key(|f| (f.span, f.rule));
    // Findings and comments are gone through together, so that many of both cost no more than their sum.
    let (mut next, mut open) = (0, Vec::new());
    findings.retain(|finding| {
        let place = finding.span.start;
        while let Some((span, at)) = reaches.get(next).filter(|(span, _)| span.start <= place) {
            open.push((span.end, *at));
            next += 1;
        }
        open.retain(|(end, _)| place < *end);
        let rule = linter.rules().get(finding.rule);
        let named = |note: &Note| {
            note.rules.is_empty() || note.rules.iter().any(|n| *n == rule.name || *n == rule.family || &**n == "all")
        };
        let mut told = true;
        for (_, at) in open.iter().filter(|(_, at)| named(&loaded.notes[*at])) {
            used[*at] = true;
            told = false;
        }
        told
    });
    for (note, used) in loaded.notes.iter().zip(used) {
        if used || note.reach == Reach::End || !is_judged(linter, note) {
            continue;
        }
        let removed = Edit::new(with_line(note.file, file), "");
        // What stands between two words must not let them grow together.
        let before = file[..removed.span.start as usize].ends_with(|c: char| !c.is_whitespace() && c != '>');
        let after = file[removed.span.end as usize..].starts_with(|c: char| !c.is_whitespace() && c != '<');
        let applicability = if before && after && markup.comments_part_words() {
            Applicability::DisplayOnly
        } else {
            Applicability::Safe
        };
        let fix = Fix { title: "Delete this comment".into(), edits: vec![removed], applicability };
        findings.extend(unused(linter, file, note.file, fix));
    }
}

/// Whether all rules that `note` names run, so that its silence means something. A name that no rule has is judged too.
fn is_judged(linter: &Linter, note: &Note) -> bool {
    let rules = linter.rules();
    note.rules.iter().all(|name| {
        let mut named = (0..rules.rules.len())
            .map(|n| RuleId(n as u16))
            .filter(|id| [&rules.get(*id).name, &rules.get(*id).family].contains(&name))
            .peekable();
        named.peek().is_none() || named.any(|id| linter.is_running(id))
    })
}

/// The bytes of the file that the note of this number is about.
fn reach(notes: &[Note], number: usize, map: &SourceMap, file: &str) -> Span {
    let note = &notes[number];
    let end = file.len() as u32;
    match note.reach {
        Reach::File => Span::new(0, end),
        Reach::End => Span::at(note.file.start),
        Reach::Start => {
            // Another one of the same rules goes on from there.
            let closes = |n: &&Note| n.reach == Reach::End || (n.reach == Reach::Start && n.rules == note.rules);
            let close = notes[number + 1..].iter().find(closes);
            Span::new(note.file.end, close.map_or(end, |n| n.file.start.max(note.file.end)))
        }
        Reach::Block => {
            let parts = &map.elements;
            let inside =
                parts[..parts.iter().take_while(|p| !p.apart).count()].partition_point(|p| p.file.end < note.file.end);
            let part = parts.get(inside).filter(|p| !p.apart).map(|p| p.file);
            part.map_or(Span::at(note.file.end), |p| Span::new(p.start, p.end))
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
