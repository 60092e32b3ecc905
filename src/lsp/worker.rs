//! The worker: one thread that checks documents, while the server's own thread goes on taking messages.
//!
//! Each configuration has an [`Analyser`] with its rules. A changed configuration gets a new one; the old one goes when
//! the last work with it is done.

use super::document::Snapshot;
use super::settings::ClientSettings;
use crate::article::Article;
use crate::config::{Config, Holding};
use crate::engine::{Checked, Linter};
use crate::finding::Applicability;
use crate::fix::{self, Fixed};
use crate::problem::Problems;
use crate::project::plan::{Governed, Plan};
use crate::rule::{RuleSet, Sources};
use crossbeam_channel::{Receiver, Sender, select_biased, unbounded};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// What is done with a [`Analyser`]; gives what is to be done afterwards with a `T`, by its owner.
pub type Work<T> = Box<dyn FnOnce(&mut Analyser) -> Then<T> + Send>;

/// What is to be done with a `T`.
pub type Then<T> = Box<dyn FnOnce(&mut T) + Send>;

/// Some work, and what is to be done if it breaks down.
pub struct Job<T> {
    /// The work.
    pub work: Work<T>,
    /// What is done if it panics.
    pub broken: Then<T>,
}

/// The way to the thread that works. When the last one is dropped, the thread ends.
pub struct Worker<T> {
    urgent: Sender<Task<T>>,
    patient: Sender<Task<T>>,
}

/// A job, and what it is done with.
type Task<T> = (Arc<Mutex<Analyser>>, Job<T>);

impl<T: 'static> Worker<T> {
    /// Starts the thread; what came of its work goes to `done`.
    #[must_use]
    pub fn start(done: Sender<Then<T>>) -> Self {
        let (urgent, urgent_tasks) = unbounded();
        let (patient, patient_tasks) = unbounded();
        thread::spawn(move || work(&urgent_tasks, &patient_tasks, &done));
        Self { urgent, patient }
    }

    /// The way to have work done with the analyser of `config`.
    ///
    /// # Errors
    /// When the configuration or its rules are not valid.
    pub fn with(&self, config: Config, settings: Arc<ClientSettings>) -> Result<Queue<T>, Problems> {
        let analyser = Arc::new(Mutex::new(Analyser::new(config, settings)?));
        Ok(Queue { analyser, urgent: self.urgent.clone(), patient: self.patient.clone() })
    }
}

/// The way to have work done with one analyser.
pub struct Queue<T> {
    analyser: Arc<Mutex<Analyser>>,
    urgent: Sender<Task<T>>,
    patient: Sender<Task<T>>,
}

impl<T> Queue<T> {
    /// Has `job` done, before those that are not urgent.
    pub fn send(&self, job: Job<T>) {
        // The thread ends after its last sender.
        let _ = self.urgent.send((Arc::clone(&self.analyser), job));
    }

    /// Has `job` done when there is nothing else to do.
    pub fn send_patiently(&self, job: Job<T>) {
        let _ = self.patient.send((Arc::clone(&self.analyser), job));
    }
}

fn work<T>(urgent: &Receiver<Task<T>>, patient: &Receiver<Task<T>>, done: &Sender<Then<T>>) {
    loop {
        let task = select_biased! {
            recv(urgent) -> task => task,
            recv(patient) -> task => task,
        };
        let Ok((analyser, Job { work, broken })) = task else { return };
        // A panic leaves nothing half done: only what was found before is kept, and that is forgotten.
        let mut analyser = analyser.lock().unwrap_or_else(PoisonError::into_inner);
        let then = catch_unwind(AssertUnwindSafe(|| work(&mut analyser))).unwrap_or_else(|_| {
            analyser.seen.clear();
            broken
        });
        if done.send(then).is_err() {
            return;
        }
    }
}

/// Rules and what is needed to check articles with them.
pub struct Analyser {
    plan: Plan,
    rules: Arc<RuleSet>,
    /// What the client asks for.
    pub settings: Arc<ClientSettings>,
    /// The first is that of articles for which no part of the configuration holds that is only for some.
    linters: Vec<(Holding, Linter)>,
    /// What was found in the documents that were looked at last.
    seen: HashMap<Arc<str>, (Arc<String>, Arc<Checked>)>,
    /// The rules with their reasons and examples.
    pages: Option<RuleSet>,
}

impl Analyser {
    fn new(config: Config, settings: Arc<ClientSettings>) -> Result<Self, Problems> {
        let plan = Plan { configs: vec![config], ..Plan::default() };
        let rules = Arc::new(plan.rules(&[], Sources::ToCheck)?);
        let mut analyser = Self { plan, rules, settings, linters: Vec::new(), seen: HashMap::new(), pages: None };
        analyser.build(Holding::default())?;
        Ok(analyser)
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> Arc<RuleSet> {
        Arc::clone(&self.rules)
    }

    fn config(&self) -> &Config {
        &self.plan.configs[0]
    }

    fn build(&mut self, holding: Holding) -> Result<(), Problems> {
        let settings = self.config().settings(&holding);
        self.plan.governed = vec![Governed { config: 0, settings }];
        let built = self.plan.linters(&self.rules, &[], &self.settings.asked())?;
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
        self.linters[linter].1.check_file(document.format, &Article::new(text))
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
    pub fn mended<'t>(&mut self, document: &'t Snapshot) -> Fixed<'t> {
        let linter = self.linter(document.path.as_deref());
        let excluded = document.path.as_ref().is_some_and(|path| self.config().excludes(path));
        let linter = &self.linters[linter].1;
        let check = |article: &Article<'_>| {
            if excluded { Checked::default() } else { linter.check_file(document.format, article) }
        };
        fix::settle(document.format, Article::new(&**document.text), Applicability::Safe, check)
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
