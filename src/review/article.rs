//! An article under review: what was found in it, and what was decided.

use crate::article::Article;
use crate::edits::Taken;
use crate::engine::{Checked, Linter};
use crate::finding::{Applicability, Edit, RuleId};
use crate::fix;
use crate::formats::map_back::{self, SeenWords};
use crate::formats::{Format, plain};
use crate::outcome::baseline::Baseline;
use crate::outcome::{Origin, Report};
use crate::problem::Problem;
use crate::project::files::Input;
use crate::rule::RuleSet;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Longest reason and longest words of one's own, in bytes.
const LONGEST: usize = 10_000;

/// What is decided about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Open,
    /// A correction is taken: its number.
    Fix {
        /// From 0.
        fix: usize,
    },
    /// Other words are put in.
    Own {
        /// The words.
        words: String,
    },
    /// It is right as it stands.
    Reject {
        /// Why.
        reason: String,
        /// Recorded in the baseline, not in the article or the configuration.
        baseline: bool,
    },
}

/// Decisions made at once: the finding, and what was decided before and then.
type DecisionStep = Vec<(usize, Decision, Decision)>;

/// What governs an article and what it is checked with.
#[derive(Debug)]
pub struct Governing {
    /// The linter.
    pub linter: Linter,
    /// The file of the configuration, if there is one.
    pub config: Option<PathBuf>,
}

/// An article under review.
#[derive(Debug)]
pub struct Reviewed {
    /// The file.
    pub path: PathBuf,
    /// Its name for people.
    pub name: String,
    /// How it is written.
    pub format: Format,
    /// The article, as its file was read.
    pub article: Article<'static>,
    /// What is found in it.
    pub checked: Checked,
    /// What is decided about each finding.
    pub decisions: Vec<Decision>,
    /// Rises with each change.
    pub version: u64,
    /// Words of rules, as a reader sees them, that were rejected for good in this session; the configuration says so too.
    pub silenced: Vec<(RuleId, String)>,
    /// The number of what governs it.
    pub governing: usize,
    past: Vec<DecisionStep>,
    future: Vec<DecisionStep>,
    /// The edits that somebody's own words make: to find them, a file with markup is read anew.
    own: HashMap<(usize, String), Vec<Edit>>,
}

impl Reviewed {
    /// Reads and checks the file of `input`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(
        input: &Input,
        number: usize,
        governing: &Governing,
        baseline: Option<&KnownFindings>,
    ) -> Result<Self, Problem> {
        let path = input.path().to_owned();
        let name = input.name();
        let text = plain::read(&path).map_err(|e| Problem::from(&e).in_file(&name))?;
        let mut article = Self {
            path,
            name,
            format: input.format(),
            article: Article::default(),
            checked: Checked::default(),
            decisions: Vec::new(),
            version: 0,
            silenced: Vec::new(),
            governing: number,
            past: Vec::new(),
            future: Vec::new(),
            own: HashMap::new(),
        };
        article.renew(text, &governing.linter, baseline);
        Ok(article)
    }

    /// Takes `text` for that of the article, checks it, and forgets what was decided.
    pub fn renew(&mut self, text: String, linter: &Linter, baseline: Option<&KnownFindings>) {
        let article = Article::new(text);
        let mut checked = linter.check_file(self.format, &article);
        if let Some(known) = baseline {
            let old = known.old(self, &article, &checked, linter.rules());
            let mut old = old.into_iter();
            checked.findings.retain(|_| !old.next().unwrap_or(false));
        }
        if !self.silenced.is_empty() {
            let seen = SeenWords::of(self.format, &article.text);
            checked.findings.retain(|f| {
                let mut silenced = self.silenced.iter().filter(|(rule, _)| *rule == f.rule).peekable();
                silenced.peek().is_none() || {
                    let words = seen.words(f.span);
                    !silenced.any(|(_, silent)| *silent == words)
                }
            });
        }
        self.decisions = vec![Decision::Open; checked.findings.len()];
        (self.article, self.checked) = (article, checked);
        self.past.clear();
        self.future.clear();
        self.own.clear();
        self.version += 1;
    }

    /// The text of its file.
    pub fn text(&self) -> &str {
        &self.article.text
    }

    /// Where it comes from.
    pub fn origin(&self) -> Origin<'_> {
        Origin::file(&self.name, self.format)
    }

    /// The report of what is found.
    pub fn report<'a>(&'a self, rules: &'a RuleSet) -> Report<'a> {
        Report::new(self.origin(), &self.article, rules, &self.checked)
    }

    /// The edits that `decision` about the finding of this number makes.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn edits(&self, number: usize, decision: &Decision) -> Result<Vec<Edit>, String> {
        let finding = self.checked.findings.get(number).ok_or("There is no such finding.")?;
        match decision {
            Decision::Open => Ok(Vec::new()),
            Decision::Reject { reason, .. } if reason.len() > LONGEST => Err("The reason is too long.".into()),
            Decision::Reject { .. } => Ok(Vec::new()),
            Decision::Fix { fix } => {
                let fix = finding.fixes.get(*fix).ok_or("There is no such correction.")?;
                if fix.applicability == Applicability::DisplayOnly || fix.edits.is_empty() {
                    return Err("This correction is only shown: write the words yourself, or edit the file.".into());
                }
                Ok(fix.edits.clone())
            }
            Decision::Own { words } if words.len() > LONGEST => Err("The words are too long.".into()),
            Decision::Own { words } if self.own.contains_key(&(number, words.clone())) => {
                Ok(self.own[&(number, words.clone())].clone())
            }
            Decision::Own { words } => {
                // A page sends line ends as LF; the file may have others.
                let words = words.replace("\r\n", "\n");
                let words = if self.text().contains("\r\n") { words.replace('\n', "\r\n") } else { words };
                map_back::rewrite(self.format, self.text(), finding.span, &words)
                    .ok_or_else(|| "These words cross markup: edit them in the file.".into())
            }
        }
    }

    /// The edits of everything decided, by finding, without that of `except`.
    pub fn all_edits(&self, except: Option<usize>) -> Vec<(usize, Vec<Edit>)> {
        let decided = self.decisions.iter().enumerate().filter(|(n, _)| Some(*n) != except);
        // What was decided was possible then.
        decided.map(|(n, d)| (n, self.edits(n, d).unwrap_or_default())).filter(|(_, e)| !e.is_empty()).collect()
    }

    /// The places that everything decided takes, without that of `except`.
    pub fn taken(&self, except: Option<usize>) -> Taken {
        let mut taken = Taken::default();
        self.all_edits(except).iter().for_each(|(_, edits)| taken.take(edits));
        taken
    }

    /// Decides about a finding.
    ///
    /// # Errors
    /// When that cannot be done, or gets in the way of another decision: then which.
    pub fn decide(&mut self, number: usize, decision: Decision) -> Result<(), String> {
        let edits = self.edits(number, &decision)?;
        if !self.taken(Some(number)).is_free(&edits) {
            let in_the_way = |(_, others): &(usize, Vec<Edit>)| {
                let mut taken = Taken::default();
                taken.take(others);
                !taken.is_free(&edits)
            };
            if let Some((other, _)) = self.all_edits(Some(number)).into_iter().find(in_the_way) {
                return Err(format!(
                    "This overlaps the correction of finding {}: take that back first, or write words of your own for both.",
                    other + 1
                ));
            }
        }
        self.settle(number, decision, edits);
        Ok(())
    }

    /// Decides about a finding beside all that is decided, which has `taken` these places; whether that can be done.
    pub fn decide_beside(&mut self, taken: &mut Taken, number: usize, decision: Decision) -> bool {
        if self.decisions[number] != Decision::Open {
            let decided = self.decide(number, decision).is_ok();
            *taken = self.taken(None);
            return decided;
        }
        let Ok(edits) = self.edits(number, &decision) else { return false };
        let free = taken.is_free(&edits);
        if free {
            taken.take(&edits);
            self.settle(number, decision, edits);
        }
        free
    }

    /// Takes down what is decided, and what that changes.
    fn settle(&mut self, number: usize, decision: Decision, edits: Vec<Edit>) {
        if let Decision::Own { words } = &decision {
            self.own.insert((number, words.clone()), edits);
        }
        self.step(vec![(number, self.decisions[number].clone(), decision)]);
    }

    /// The open findings whose first correction is safe and gets in the way of no other, by number.
    pub fn safe(&self) -> Vec<usize> {
        let findings = self.checked.findings.iter().enumerate();
        let open = findings.filter(|(number, _)| self.decisions[*number] == Decision::Open);
        let chosen = fix::choose(&self.article, Applicability::Safe, open, self.taken(None));
        chosen.into_iter().map(|(number, _)| number).collect()
    }

    /// Takes the first correction of all findings where it is safe and gets in the way of no other; how many.
    pub fn accept_safe(&mut self) -> usize {
        let safe = self.safe();
        let count = safe.len();
        self.step(safe.into_iter().map(|number| (number, Decision::Open, Decision::Fix { fix: 0 })).collect());
        count
    }

    /// Opens every decision again; this can be undone.
    pub fn discard(&mut self) {
        let decided = self.decisions.iter().enumerate().filter(|(_, d)| **d != Decision::Open);
        let step = decided.map(|(n, d)| (n, d.clone(), Decision::Open)).collect();
        self.step(step);
    }

    fn step(&mut self, mut step: DecisionStep) {
        step.retain(|(_, before, after)| before != after);
        if step.is_empty() {
            return;
        }
        step.iter().for_each(|(n, _, after)| self.decisions[*n] = after.clone());
        self.past.push(step);
        self.future.clear();
        self.version += 1;
    }

    /// Takes back what was decided last; whether there was anything.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.past.pop() else { return false };
        step.iter().for_each(|(n, before, _)| self.decisions[*n] = before.clone());
        self.future.push(step);
        self.version += 1;
        true
    }

    /// Decides again what was taken back last; whether there was anything.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.future.pop() else { return false };
        step.iter().for_each(|(n, _, after)| self.decisions[*n] = after.clone());
        self.past.push(step);
        self.version += 1;
        true
    }

    /// Whether there is something to undo, and to redo.
    pub fn history(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// How many findings are decided.
    pub fn decided(&self) -> usize {
        self.decisions.iter().filter(|d| **d != Decision::Open).count()
    }
}

/// A baseline, and where it is.
#[derive(Debug)]
pub struct KnownFindings {
    /// The file.
    pub path: PathBuf,
    /// What it lets pass.
    pub baseline: Baseline,
}

impl KnownFindings {
    /// What the article at `path` is called in it.
    pub fn name(&self, path: &Path) -> String {
        Baseline::name(self.path.parent().unwrap_or(Path::new("")), path)
    }

    fn old(&self, reviewed: &Reviewed, article: &Article<'_>, checked: &Checked, rules: &RuleSet) -> Vec<bool> {
        let report = Report::new(reviewed.origin(), article, rules, checked);
        self.baseline.old(&self.name(&reviewed.path), &report)
    }
}
