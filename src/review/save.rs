//! Saving: the article as it was decided, as a whole and only if nobody else has changed it meanwhile.

use super::article::{Decision, Governing, KnownFindings, Reviewed};
use crate::article::Article;
use crate::edits::{self, Moves};
use crate::engine::Linter;
use crate::finding::{Edit, Finding, RuleId};
use crate::formats::map_back::SeenWords;
use crate::formats::{ReadError, plain};
use crate::outcome::fingerprint::fingerprints;
use crate::outcome::summary::counted;
use crate::problem::Problem;
use crate::project::config_edit::{Addition, added};
use crate::project::suppress::{self, Right};
use crate::project::write::{Replacement, Seen};
use crate::rule::RuleSet;
use crate::span::Span;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// Why an article was not saved; what is decided is as it was.
#[derive(Debug)]
pub enum Trouble {
    /// The file has another text now.
    Changed,
    /// Something else.
    Failed(Problem),
}

impl From<Problem> for Trouble {
    fn from(failure: Problem) -> Self {
        Self::Failed(failure)
    }
}

/// A finding that is right as it stands.
#[derive(Debug, Clone)]
struct Rejection {
    /// The rule.
    rule: RuleId,
    /// Where the words stand in the new text.
    span: Span,
    /// Why they are right.
    reason: String,
    /// Recorded in the baseline.
    baseline: bool,
}

impl Reviewed {
    /// Writes what is decided into the file, and rejections where they are recorded; what was done, in a sentence, and
    /// what could not be recorded.
    ///
    /// # Errors
    /// When the file was not written.
    pub fn save(
        &mut self,
        rules: &RuleSet,
        governing: &Governing,
        known: Option<&mut KnownFindings>,
    ) -> Result<(String, Vec<Problem>), Trouble> {
        match plain::read(&self.path) {
            Ok(text) if text == self.text() => {}
            Ok(_) => return Err(Trouble::Changed),
            Err(ReadError::Io(e)) if e.kind() == io::ErrorKind::NotFound => {
                let problem = Problem::new("no longer there; nothing was saved, and what you decided is kept");
                let remedy = "put the file back and save again".to_owned();
                return Err(problem.with(remedy).in_file(&self.name).into());
            }
            Err(error) => return Err(Problem::from(&error).in_file(&self.name).into()),
        }
        let decided = self.all_edits(None);
        let mut edits: Vec<Edit> = decided.iter().flat_map(|(_, edits)| edits.clone()).collect();
        edits.sort_unstable();
        let edited = edits::apply(self.text(), &edits);
        let (in_baseline, rejections) = self
            .rejections(&edits, &edited, &governing.linter)
            .into_iter()
            .partition::<Vec<_>, _>(|rejection| rejection.baseline && known.is_some());
        let all = rejections.len();
        let (text, comments, in_config) = self.comments(&edited, rejections, &governing.linter);
        let commented = all - in_config.len();
        let in_text = |rejection: Rejection| Rejection { span: after(rejection.span, &comments), ..rejection };
        let in_baseline: Vec<Rejection> = in_baseline.into_iter().map(in_text).collect();
        if text != self.text() {
            let mut new = Replacement::of(&self.path)?;
            new.write(text.as_bytes())?;
            new.commit(Some(&Seen::of(self.text().as_bytes())))?;
        }
        let mut done = vec![counted(decided.len(), "correction")];
        let mut problems = Vec::new();
        let mut pending = Vec::new();
        if commented > 0 {
            done.push(format!("{} as a comment", counted(commented, "rejection")));
        }
        let config = config_path(&self.path, governing.config.as_deref());
        match self.configure(&config, &edited, &in_config, rules) {
            Ok(()) if !in_config.is_empty() => {
                let file = config.file_name().unwrap_or_default().to_string_lossy().into_owned();
                done.push(format!("{} in {file}", counted(in_config.len(), "rejection")));
            }
            Ok(()) => {}
            Err(failure) => {
                problems.push(failure);
                pending.extend(in_config.into_iter().map(in_text));
            }
        }
        self.renew(text, &governing.linter, known.as_deref());
        if let Some(known) = known.filter(|_| !in_baseline.is_empty()) {
            match self.record(known, &in_baseline, rules) {
                Ok(()) => {
                    done.push(format!("{} in the baseline", counted(in_baseline.len(), "rejection")));
                    let text = std::mem::take(&mut self.article.text).into_owned();
                    self.renew(text, &governing.linter, Some(known));
                }
                Err(failure) => {
                    problems.push(failure);
                    pending.extend(in_baseline);
                }
            }
        }
        self.reject_again(&pending);
        Ok((format!("Saved {}: {}.", self.name, done.join(", ")), problems))
    }

    /// What is rejected, by place in the text after `edits`, `edited`; what is no longer told there needs no rejection.
    fn rejections(&self, edits: &[Edit], edited: &str, linter: &Linter) -> Vec<Rejection> {
        let mut out = Vec::new();
        let moves = Moves::of(edits);
        for (finding, decision) in self.checked.findings.iter().zip(&self.decisions) {
            let Decision::Reject { reason, baseline } = decision else { continue };
            // Edits are disjoint: only those around the finding can touch it.
            let near = edits.partition_point(|e| e.span.end < finding.span.start);
            let mut near = edits[near..].iter().take_while(|e| e.span.start <= finding.span.end);
            if near.any(|e| e.span.overlaps(finding.span)) {
                continue;
            }
            let by = i64::from(moves.place(finding.span.start, true)) - i64::from(finding.span.start);
            let at = |offset: u32| (i64::from(offset) + by) as u32;
            let span = Span::new(at(finding.span.start), at(finding.span.end));
            out.push(Rejection { rule: finding.rule, span, reason: reason.clone(), baseline: *baseline });
        }
        if !out.is_empty() {
            let told: BTreeSet<_> = self.told(edited, linter).iter().map(|f| (f.rule, f.span.start)).collect();
            out.retain(|r| told.contains(&(r.rule, r.span.start)));
        }
        out.sort_by_key(|r| r.span);
        out
    }

    /// What would be found in the article if it were `text`.
    fn told(&self, text: &str, linter: &Linter) -> Vec<Finding> {
        linter.check_file(self.format, &Article::new(text)).findings
    }

    /// `text` with comments for `rejections`; the comments, each in the text with those before it; and the rejections
    /// that no comment can hold.
    fn comments(
        &self,
        text: &str,
        mut rejections: Vec<Rejection>,
        linter: &Linter,
    ) -> (String, Vec<Edit>, Vec<Rejection>) {
        let (mut text, mut comments) = (text.to_owned(), Vec::new());
        if rejections.is_empty() || self.format.read(&text).is_none() {
            return (text, comments, rejections);
        }
        let mut told = self.told(&text, linter);
        let mut reasons = BTreeSet::new();
        rejections.retain(|rejection| {
            let right = Right {
                format: self.format,
                text: &text,
                rule: rejection.rule,
                name: &linter.rules().get(rejection.rule).name,
                span: after(rejection.span, &comments),
                reason: &rejection.reason,
            };
            // A comment silences its rule in the whole block: one more there would only give another reason.
            let silent = !right.is_in(&told);
            let reason = (rejection.rule, rejection.reason.clone());
            if silent && (rejection.reason.trim().is_empty() || reasons.contains(&reason)) {
                return false;
            }
            let Some(comment) = suppress::comment(&right, &told, |tried| self.told(tried, linter)) else {
                return !silent;
            };
            text = edits::apply(&text, std::slice::from_ref(&comment));
            told = self.told(&text, linter);
            comments.push(comment);
            reasons.insert(reason);
            false
        });
        (text, comments, rejections)
    }

    /// Adds `rejections` in `text` to the configuration at `path`.
    fn configure(&mut self, path: &Path, text: &str, rejections: &[Rejection], rules: &RuleSet) -> Result<(), Problem> {
        if rejections.is_empty() {
            return Ok(());
        }
        let mut config = match plain::read(path) {
            Err(ReadError::Io(e)) if e.kind() == io::ErrorKind::NotFound => String::new(),
            read => read.map_err(|e| Problem::from(&e).in_file(path))?,
        };
        let (seen, mut silenced) = (Seen::of(config.as_bytes()), Vec::<_>::new());
        let words_of = SeenWords::of(self.format, text);
        for rejection in rejections {
            let key = (rejection.rule, words_of.words(rejection.span));
            if !silenced.contains(&key) {
                let rule = &rules.get(rejection.rule).name;
                let (words, reason) = (&*key.1, Some(&*rejection.reason));
                config = added(path, &config, &Addition::Suppression { rule, words, file: Some(&self.path), reason })?;
                silenced.push(key);
            }
        }
        let mut new = Replacement::or_new(path)?;
        new.write(config.as_bytes())?;
        let there = path.exists();
        new.commit(there.then_some(&seen))?;
        self.silenced.extend(silenced);
        Ok(())
    }

    /// Adds `rejections`, which are findings of the text, to the baseline.
    fn record(&self, known: &mut KnownFindings, rejections: &[Rejection], rules: &RuleSet) -> Result<(), Problem> {
        let prints = fingerprints(&self.report(rules));
        let recorded = rejections.iter().filter_map(|r| {
            let at = self.checked.findings.iter().position(|f| f.rule == r.rule && f.span == r.span);
            at.map(|at| prints[at])
        });
        let mut baseline = known.baseline.clone();
        baseline.record(known.name(&self.path), recorded.collect::<Vec<_>>());
        let mut new = Replacement::or_new(&known.path)?;
        new.write(baseline.to_json().as_bytes())?;
        new.commit(None)?;
        known.baseline = baseline;
        Ok(())
    }

    /// Rejects again what could not be recorded.
    fn reject_again(&mut self, rejections: &[Rejection]) {
        for rejection in rejections {
            let found = self.checked.findings.iter().position(|f| f.rule == rejection.rule && f.span == rejection.span);
            if let Some(number) = found {
                let (reason, baseline) = (rejection.reason.clone(), rejection.baseline);
                self.decisions[number] = Decision::Reject { reason, baseline };
            }
        }
    }
}

/// Where `span` stands once all of `comments` are put in, one after the other.
fn after(span: Span, comments: &[Edit]) -> Span {
    comments.iter().fold(span, suppress::moved)
}

/// Where the configuration of `article` is written, or would be.
fn config_path(article: &Path, config: Option<&Path>) -> PathBuf {
    let absolute = std::path::absolute(article).unwrap_or_else(|_| article.to_owned());
    config.map_or_else(|| absolute.with_file_name(crate::config::NAME), Path::to_owned)
}
