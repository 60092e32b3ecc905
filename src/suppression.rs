//! Suppressions: comments of a file that ask copydesk to ignore findings, and those that have no effect any more.

use crate::engine::Linter;
use crate::finding::{Applicability, Edit, Finding, Fix, RuleId};
use crate::formats::extract::{Loaded, Note, Reach};
use crate::formats::markup::Markup;
use crate::formats::source_map::SourceMap;
use crate::rule::Matcher;
use crate::span::Span;
use std::collections::HashMap;

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
    let mut reaches: Vec<(Span, usize)> = reaches(&loaded.notes, &loaded.map, file).into_iter().zip(0..).collect();
    reaches.sort_unstable();
    findings.sort_by_key(|f| (f.span, f.rule));
    // Findings and comments are gone through together, so that many of both cost no more than their sum.
    let mut next = 0;
    let mut open: HashMap<&str, OpenNotes> = HashMap::new();
    findings.retain(|finding| {
        let place = finding.span.start;
        while let Some((span, at)) = reaches.get(next).filter(|(span, _)| span.start <= place) {
            names(&loaded.notes[*at]).for_each(|name| open.entry(name).or_default().add(span.end, *at));
            next += 1;
        }
        let rule = linter.rules().get(finding.rule);
        let mut told = true;
        for name in [&*rule.name, &*rule.family, ALL] {
            if let Some(notes) = open.get_mut(name) {
                told &= !notes.reach(place, &mut used);
            }
        }
        told
    });
    let mut judged: HashMap<&str, bool> = HashMap::new();
    for (note, used) in loaded.notes.iter().zip(used) {
        if used || note.reach == Reach::End || !is_judged(linter, note, &mut judged) {
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

/// What a comment is about that names nothing, or says so.
const ALL: &str = "all";

/// What `note` names.
fn names(note: &Note) -> impl Iterator<Item = &str> {
    let all = note.rules.is_empty().then_some(ALL);
    note.rules.iter().map(|name| &**name).chain(all)
}

/// Comments of one name that have begun.
#[derive(Debug, Default)]
struct OpenNotes {
    /// How far the furthest of them reaches.
    end: u32,
    /// How far those reach that have left nothing out so far, and their numbers.
    idle: Vec<(u32, usize)>,
}

impl OpenNotes {
    fn add(&mut self, end: u32, number: usize) {
        self.end = self.end.max(end);
        self.idle.push((end, number));
    }

    /// Whether one of them reaches over `place`; all that do are `used` from now on.
    fn reach(&mut self, place: u32, used: &mut [bool]) -> bool {
        // Places only rise: what ends before this one will leave nothing out any more, and what is used is known to be.
        self.idle.drain(..).filter(|(end, _)| place < *end).for_each(|(_, number)| used[number] = true);
        place < self.end
    }
}

/// Whether all rules that `note` names run, so that its silence means something. A name that no rule has is judged too.
/// What is known of names is kept in `judged`.
fn is_judged<'n>(linter: &Linter, note: &'n Note, judged: &mut HashMap<&'n str, bool>) -> bool {
    let rules = linter.rules();
    note.rules.iter().all(|name| {
        *judged.entry(&**name).or_insert_with(|| {
            let mut named = (0..rules.rules.len())
                .map(|n| RuleId(n as u16))
                .filter(|id| [&rules.get(*id).name, &rules.get(*id).family].contains(&name))
                .peekable();
            named.peek().is_none() || named.any(|id| linter.is_running(id))
        })
    })
}

/// The bytes of the file that each of `notes` is about.
fn reaches(notes: &[Note], map: &SourceMap, file: &str) -> Vec<Span> {
    let end = file.len() as u32;
    let parts = &map.elements[..map.elements.iter().take_while(|p| !p.apart).count()];
    // Where the next end mark stands, and the next comment that begins something, by the rules it names.
    let mut ended = end;
    let mut begun: HashMap<&[Box<str>], u32> = HashMap::new();
    let mut reaches = Vec::with_capacity(notes.len());
    for note in notes.iter().rev() {
        reaches.push(match note.reach {
            Reach::File => Span::new(0, end),
            Reach::End => {
                ended = note.file.start;
                Span::at(note.file.start)
            }
            Reach::Start => {
                // Another one of the same rules goes on from there.
                let again = begun.insert(&note.rules, note.file.start).unwrap_or(end);
                Span::new(note.file.end, ended.min(again).max(note.file.end))
            }
            Reach::Block => {
                let part = parts.get(parts.partition_point(|p| p.file.end < note.file.end));
                part.map_or(Span::at(note.file.end), |p| Span::new(p.file.start, p.file.end))
            }
        });
    }
    reaches.reverse();
    reaches
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
