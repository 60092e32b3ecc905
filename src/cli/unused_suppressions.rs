//! Suppressions of a configuration that left nothing out in the run: findings in the configuration itself.
//!
//! They are judged only where the run has seen all they could be about: one that covers the configuration's folder.

use super::run::{CheckRun, Done};
use crate::config::{Config, SuppressionSpec};
use crate::engine::{Checked, Linter};
use crate::finding::{Applicability, Edit, Fix};
use crate::formats::Format;
use crate::project::files::Input;
use crate::project::plan::Plan;
use crate::span::Span;
use crate::suppression;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What came of the configurations of `plan`, checked after a run over `paths` in which the suppressions `used` left
/// something out.
pub fn run(plan: &Plan, jobs: &[CheckRun], paths: &[PathBuf], used: &BTreeSet<usize>) -> Vec<Done> {
    let walked: Vec<PathBuf> =
        paths.iter().filter(|p| p.is_dir()).filter_map(|p| std::path::absolute(p).ok()).collect();
    let mut out = Vec::new();
    for (number, config) in plan.configs.iter().enumerate() {
        let first = plan.first_suppression(number);
        let unused: Vec<usize> = (0..config.suppressions.len()).filter(|n| !used.contains(&(first + n))).collect();
        let Some(path) = config.path.as_ref().filter(|_| !unused.is_empty()) else { continue };
        let governed: Vec<&CheckRun> =
            jobs.iter().zip(&plan.governed).filter(|(_, g)| g.config == number).map(|(job, _)| job).collect();
        let Some(job) = governed.first() else { continue };
        if !walked.iter().any(|walked| config.folder().starts_with(walked)) {
            continue;
        }
        let judged = |n: &usize| governed.iter().any(|job| runs(&job.linter, &config.suppressions[*n].spec));
        let unused: Vec<usize> = unused.into_iter().filter(judged).collect();
        if unused.is_empty() {
            continue;
        }
        let here = std::env::current_dir().unwrap_or_default();
        let input = Input::File(path.strip_prefix(here).unwrap_or(path).to_owned(), Format::Plain);
        let known: Vec<&SuppressionSpec> = config.suppressions.iter().map(|s| &s.spec).collect();
        out.push(
            job.file(&input, Format::Plain, &|article| checked(&job.linter, path, &article.text, &known, &unused)),
        );
    }
    out
}

/// Whether `linter` runs a rule that the suppression is about.
fn runs(linter: &Linter, spec: &SuppressionSpec) -> bool {
    linter.running().any(|id| {
        let rule = linter.rules().get(id);
        spec.rule == "all" || *spec.rule == *rule.name || *spec.rule == *rule.family
    })
}

/// The findings that suppressions of these numbers are unused in `text`, if it still is the file that was read.
fn checked(linter: &Linter, path: &Path, text: &str, known: &[&SuppressionSpec], unused: &[usize]) -> Checked {
    let now = Config::parse(path, text).map(|c| c.suppressions).unwrap_or_default();
    let same = now.iter().map(|s| &s.spec).eq(known.iter().copied());
    let places = if same { Config::suppression_places(text) } else { Vec::new() };
    let findings = unused.iter().filter_map(|n| places.get(*n)).filter_map(|place| {
        // Within a list in one line it is for people to mend the commas.
        let (edits, applicability) = if text[place.start..].starts_with("[[") {
            (vec![Edit::new(entry(text, place.start, place.end), "")], Applicability::Safe)
        } else {
            (Vec::new(), Applicability::DisplayOnly)
        };
        let fix = Fix { title: "Delete this entry".into(), edits, applicability };
        suppression::unused(linter, text, Span::new(place.start as u32, place.end as u32), fix)
    });
    Checked { findings: findings.collect(), words: text.split_whitespace().count(), ..Checked::default() }
}

/// The lines of the entry at these bytes, with the blank line after it.
fn entry(text: &str, start: usize, end: usize) -> Span {
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = |at: usize| text[at..].find('\n').map_or(text.len(), |n| at + n + 1);
    let end = line(end);
    let blank = &text[end..line(end)];
    let end = if blank.trim().is_empty() { end + blank.len() } else { end };
    Span::new(start as u32, end as u32)
}
