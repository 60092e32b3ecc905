//! A worker: one configuration with its rules, on a thread of its own, and the work that is done with them there.
//!
//! Linters borrow their rules, so both live on the stack of the worker's thread. A changed configuration gets a new
//! worker; the old one ends when its work is done and nobody can send it more, and takes its rules with it.

use super::document::Snapshot;
use super::settings::Settings;
use crate::config::{Config, Holding};
use crate::engine::{About, Checked, Linter};
use crate::finding::Applicability;
use crate::fix::{Fixed, Unsettled};
use crate::markup;
use crate::problem::{Problem, Problems};
use crate::project::mend;
use crate::project::plan::{Governed, Plan};
use crate::rule::{RuleSet, Sources};
use crossbeam_channel::{Receiver, Sender, bounded, select_biased, unbounded};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// What is done with a [`Analyser`]; gives what is to be done afterwards with a `T`, by its owner.
pub type Work<T> = Box<dyn FnOnce(&mut Analyser<'_>) -> Then<T> + Send>;

/// What is to be done with a `T`.
pub type Then<T> = Box<dyn FnOnce(&mut T) + Send>;

/// Some work, and what is to be done if it breaks down.
pub struct Job<T> {
    /// The work.
    pub work: Work<T>,
    /// What is done if it panics.
    pub broken: Then<T>,
}

/// The way to a worker. When it is dropped, the worker ends.
pub struct Worker<T> {
    urgent: Sender<Job<T>>,
    patient: Sender<Job<T>>,
}

impl<T: 'static> Worker<T> {
    /// Starts a worker of `config`; what came of its work goes to `done`.
    ///
    /// # Errors
    /// When the configuration or its rules are not valid.
    pub fn start(config: Config, settings: Arc<Settings>, done: Sender<Then<T>>) -> Result<Self, Problems> {
        let (urgent, urgent_jobs) = unbounded();
        let (patient, patient_jobs) = unbounded();
        let (ready, started) = bounded(1);
        thread::spawn(move || {
            // A panic drops `ready`, and that is told.
            let _ = catch_unwind(AssertUnwindSafe(|| {
                keep(config, &settings, &ready, &Jobs { urgent: urgent_jobs, patient: patient_jobs, done })
            }));
        });
        started.recv().unwrap_or_else(|_| Err(Problem::new("the rules could not be loaded").into()))?;
        Ok(Self { urgent, patient })
    }

    /// Has `job` done, before those that are not urgent.
    pub fn send(&self, job: Job<T>) {
        // The worker ends after this sender.
        let _ = self.urgent.send(job);
    }

    /// Has `job` done when there is nothing else to do.
    pub fn send_patiently(&self, job: Job<T>) {
        let _ = self.patient.send(job);
    }
}

struct Jobs<T> {
    urgent: Receiver<Job<T>>,
    patient: Receiver<Job<T>>,
    done: Sender<Then<T>>,
}

fn keep<T: 'static>(config: Config, settings: &Settings, ready: &Sender<Result<(), Problems>>, jobs: &Jobs<T>) {
    let plan = Plan { configs: vec![config], ..Plan::default() };
    let rules = match plan.rules(&[], Sources::ToCheck) {
        Ok(rules) => rules,
        Err(failure) => return drop(ready.send(Err(failure))),
    };
    let mut analyser =
        Analyser { plan, rules: &rules, settings, linters: Vec::new(), seen: HashMap::new(), pages: None };
    let built = analyser.build(Holding::default());
    let failed = built.is_err();
    // Whoever started the worker waits for this.
    let _ = ready.send(built);
    if failed {
        return;
    }
    loop {
        let job = select_biased! {
            recv(jobs.urgent) -> job => job,
            recv(jobs.patient) -> job => job,
        };
        let Ok(Job { work, broken }) = job else { return };
        let then = catch_unwind(AssertUnwindSafe(|| work(&mut analyser))).unwrap_or_else(|_| {
            analyser.seen.clear();
            broken
        });
        if jobs.done.send(then).is_err() {
            return;
        }
    }
}

/// Rules and what is needed to check articles with them.
pub struct Analyser<'r> {
    plan: Plan,
    rules: &'r RuleSet,
    /// What the client asks for.
    pub settings: &'r Settings,
    /// The first is that of articles for which no part of the configuration holds that is only for some.
    linters: Vec<(Holding, Linter<'r>)>,
    /// What was found in the documents that were looked at last.
    seen: HashMap<Arc<str>, (Arc<String>, Arc<Checked>)>,
    /// The rules with their reasons and examples.
    pages: Option<RuleSet>,
}

impl<'r> Analyser<'r> {
    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &'r RuleSet {
        self.rules
    }

    fn config(&self) -> &Config {
        &self.plan.configs[0]
    }

    fn build(&mut self, holding: Holding) -> Result<(), Problems> {
        let settings = self.config().settings(&holding);
        self.plan.governed = vec![Governed { config: 0, settings }];
        let built = self.plan.linters(self.rules, &[], &self.settings.asked())?;
        self.linters.extend(built.into_iter().map(|linter| (holding.clone(), linter)));
        Ok(())
    }

    /// The number of the linter of the article at `path`.
    fn linter(&mut self, path: Option<&Path>) -> usize {
        let holding = path.map(|path| self.config().holding(path)).unwrap_or_default();
        let known = self.linters.iter().position(|(h, _)| *h == holding);
        known.unwrap_or_else(|| match self.build(holding) {
            Ok(()) => self.linters.len() - 1,
            Err(_) => 0,
        })
    }

    /// What is found in `text`, in place of that of the document.
    pub fn check(&mut self, document: &Snapshot, text: &str) -> Checked {
        if document.path.as_ref().is_some_and(|path| self.config().excludes(path)) {
            return Checked::default();
        }
        let linter = self.linter(document.path.as_deref());
        markup::check(&self.linters[linter].1, document.markup, text, &About::default())
    }

    /// What is found in the document.
    pub fn checked(&mut self, document: &Snapshot) -> Arc<Checked> {
        if let Some((_, checked)) = self.seen.get(&document.uri).filter(|(text, _)| Arc::ptr_eq(text, &document.text)) {
            return Arc::clone(checked);
        }
        let checked = Arc::new(self.check(document, &document.text));
        if document.version.is_some() {
            self.seen.insert(Arc::clone(&document.uri), (Arc::clone(&document.text), Arc::clone(&checked)));
        }
        checked
    }

    /// Forgets the document of this name.
    pub fn forget(&mut self, uri: &str) {
        self.seen.remove(uri);
    }

    /// The document with all its safe fixes, as `copydesk check --fix` would leave it.
    ///
    /// # Errors
    /// When fixes undo each other.
    pub fn mended<'t>(&mut self, document: &'t Snapshot) -> Result<Fixed<'t>, Unsettled> {
        let linter = self.linter(document.path.as_deref());
        let excluded = document.path.as_ref().is_some_and(|path| self.config().excludes(path));
        let linter = &self.linters[linter].1;
        let check = |text: &str, about: &About| {
            if excluded { Checked::default() } else { markup::check(linter, document.markup, text, about) }
        };
        mend::settle(&document.text, None, Applicability::Safe, &About::default(), &check)
    }

    /// The rules with all that their pages tell.
    ///
    /// # Errors
    /// When a rule file is not valid any more.
    pub fn pages(&mut self) -> Result<&RuleSet, Problems> {
        let pages = match self.pages.take() {
            Some(pages) => pages,
            None => self.plan.rules(&[], Sources::WithBuiltIn)?,
        };
        Ok(self.pages.insert(pages))
    }
}
