//! The run over one article: read, check, fix, report; on any thread, and without printing.

use super::filter::FindingFilter;
use crate::article::Article;
use crate::config::FailOn;
use crate::engine::{Checked, Linter};
use crate::finding::{Applicability, Edit};
use crate::fix::{self, Fixed};
use crate::formats::jsonl::Fields;
use crate::formats::{Format, ReadError, plain, sniff};
use crate::outcome::fingerprint::fingerprints;
use crate::outcome::summary::Summary;
use crate::outcome::{Origin, Report};
use crate::problem::Problem;
use crate::project::files::{Input, stdin};
use crate::project::write::{Replacement, Seen};
use crate::report::Writer;
use crate::report::diff::{self, Canvas};
use crate::span::LineIndex;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// What is done with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They are offered.
    Check,
    /// They are applied.
    Fix,
    /// They are shown as a diff.
    Diff,
}

/// What is the same for every article of a run.
#[derive(Debug)]
pub struct CheckRun {
    /// The rules.
    pub linter: Linter,
    /// The report's form.
    pub writer: Arc<dyn Writer>,
    /// What is done with fixes.
    pub mode: Mode,
    /// Which fixes are applied.
    pub threshold: Applicability,
    /// Where diffs go.
    pub canvas: Canvas,
    /// What lets findings pass.
    pub filter: Arc<FindingFilter>,
    /// What the keys of records are called.
    pub fields: Fields,
    /// Which findings make the run fail.
    pub fail_on: FailOn,
}

/// What came of an article or a file.
#[derive(Debug, Default)]
pub struct Done {
    /// Its part of the report, or its diff.
    pub report: Vec<u8>,
    /// Its counts.
    pub summary: Summary,
    /// What of it could not be done.
    pub failures: Vec<Problem>,
    /// Whether its findings make the run fail.
    pub fails: bool,
    /// Whether fixes would change it.
    pub differs: bool,
    /// What its findings are recorded as.
    pub recorded: Option<(String, Vec<u64>)>,
    /// Of a record: the edits of its bytes in the file that fix it.
    pub edits: Vec<Edit>,
    /// The text or line after fixing, to be passed on.
    pub passed_on: Vec<u8>,
}

impl Done {
    /// Nothing but a failure.
    pub fn failed(failure: Problem) -> Self {
        Self { failures: vec![failure], ..Self::default() }
    }
}

/// Finds what is to be reported of an article.
pub type Checker<'c> = &'c dyn Fn(&Article<'_>) -> Checked;

/// A text after fixing, and the edits of the text before that lead to it.
pub type FixedText = (String, Vec<Edit>);

impl CheckRun {
    /// Reads and checks a plain file or standard input; in [`Mode::Fix`] the file is replaced if that changes it.
    pub fn plain(&self, input: &Input) -> Done {
        let format = input.format();
        self.file(input, format, &|article| self.linter.check_file(format, article))
    }

    /// The same with another way to check.
    pub fn file(&self, input: &Input, format: Format, check: Checker<'_>) -> Done {
        let name = input.name();
        let read = match input {
            Input::Stdin(..) => stdin().map_err(Into::into).and_then(|mut stdin| plain::read_from(&mut stdin, 0)),
            Input::File(path, _) => plain::read(path),
        };
        let text = match read {
            Ok(text) => text,
            Err(error) => return Done::failed(refused(&name, &error)),
        };
        let (origin, article) = (Origin::file(&name, format), Article::new(&*text));
        let (mut done, change) = self.article(origin, &article, self.mode, check);
        match (self.mode, input, change) {
            (Mode::Fix, Input::Stdin(..), change) => {
                done.passed_on = change.map_or(text, |(fixed, _)| fixed).into_bytes();
            }
            (Mode::Fix, Input::File(path, _), Some((fixed, _))) => {
                let replaced = Replacement::of(path).and_then(|mut new| {
                    // What corrections bring to the front must not make a binary file of it.
                    sniff(fixed.as_bytes()).map_err(|error| refused(&name, &error))?;
                    new.write(fixed.as_bytes())?;
                    new.commit(Some(&Seen::of(text.as_bytes())))
                });
                if let Err(failure) = replaced {
                    // Nothing was changed, so what was found before is what there is.
                    done = self.article(origin, &article, Mode::Check, check).0;
                    done.failures.push(failure);
                }
            }
            (Mode::Diff, _, Some((_, edits))) => diff::unified(&name, &text, &edits, self.canvas, &mut done.report),
            _ => {}
        }
        done
    }

    /// Checks an article and, unless only a check is wanted, fixes its text; with the change, if there is one.
    pub fn article(
        &self,
        origin: Origin<'_>,
        article: &Article<'_>,
        mode: Mode,
        check: Checker<'_>,
    ) -> (Done, Option<FixedText>) {
        let mut done = Done::default();
        let fixed = match mode {
            Mode::Check => unfixed(origin, article, check),
            Mode::Fix | Mode::Diff => {
                guarded(origin, || fix::settle(origin.format, article.borrowed(), self.threshold, check))
            }
        };
        let mut fixed = match fixed {
            Ok(fixed) => fixed,
            Err(failure) => {
                done.failures.push(failure);
                done.failures.dedup();
                return (done, None);
            }
        };
        let rules = self.linter.rules();
        if !fixed.unsettled.is_empty() {
            let names: Vec<String> = fixed.unsettled.iter().map(|id| format!("`{}`", rules.get(*id).name)).collect();
            let (names, rounds) = (names.join(" and "), fix::MAX_ROUNDS);
            let what = format!("no end of the fixes of {names} after {rounds} rounds; they were left out");
            let remedy = "--ignore the rule, and please report it with the article".to_owned();
            done.failures.push(origin.problem(Problem::new(what).with(remedy)));
        }
        if let Some(since) = self.filter.since.as_ref().filter(|_| !fixed.checked.findings.is_empty()) {
            let lines = LineIndex::new(&fixed.article.text);
            let changed = since.file(Path::new(origin.path));
            fixed.checked.findings.retain(|finding| match origin.record {
                Some(record) => changed.touches(record.line, record.last),
                None => {
                    let [first, last] = [finding.span.start, finding.span.end].map(|at| lines.line(at) as u64 + 1);
                    changed.touches(first, last)
                }
            });
        }
        let mut report = Report::new(origin, &fixed.article, rules, &fixed.checked);
        if self.filter.records {
            done.recorded = Some((self.filter.article(origin), fingerprints(&report)));
        }
        if let Some(baseline) = &self.filter.baseline {
            report.mark_old(baseline.old(&self.filter.article(origin), &report));
        }
        done.summary = Summary::of(&report, fixed.applied);
        done.fails = self.fails(&done.summary);
        if mode != Mode::Diff {
            self.writer.article(&report, &mut done.report);
        }
        let change = match fixed.article.text {
            Cow::Owned(text) if text != article.text => Some((text, fixed.edits)),
            _ => None,
        };
        done.differs = change.is_some();
        (done, change)
    }

    /// Whether the findings counted make the run fail.
    fn fails(&self, summary: &Summary) -> bool {
        self.fail_on.severity().is_some_and(|severity| summary.at_least(severity) > 0)
    }
}

fn unfixed<'t>(origin: Origin<'_>, article: &'t Article<'_>, check: Checker<'_>) -> Result<Fixed<'t>, Problem> {
    let checked = guarded(origin, || check(article))?;
    Ok(Fixed {
        article: article.borrowed(),
        checked,
        edits: Vec::new(),
        applied: BTreeMap::new(),
        unsettled: Vec::new(),
    })
}

/// What `work` gives; where it breaks down, the other articles are still checked.
fn guarded<T>(origin: Origin<'_>, work: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let problem = Problem::new("the check failed; the article was skipped");
        origin.problem(problem.with("this is a fault of copydesk: please report it with the article".to_owned()))
    })
}

/// The failure of reading `name`.
pub fn refused(name: &str, error: &ReadError) -> Problem {
    Problem::from(error).in_file(name)
}
