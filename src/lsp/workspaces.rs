//! Workspaces: the configurations that govern open documents, each with its worker; read again when they change.
//!
//! Which configuration governs a folder is looked up on the disk once, and then remembered until a configuration may have
//! changed: messages come in with every key that is pressed.

use super::config_edit::ConfigEdit;
use super::diagnostics::of_problem;
use super::state::{Folder, Server, Workspace};
use super::uri;
use super::worker::Queue;
use crate::config::{Config, NAME};
use crate::formats::plain;
use crate::problem::{Problem, Problems};
use crate::rule::folder::files;
use gen_lsp_types::Diagnostic;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A configuration file and its text.
type ConfigText = Option<(PathBuf, String)>;

impl Server {
    /// What governs the document at `path`, or one without a file.
    pub(super) fn workspace(&mut self, path: Option<&Path>) -> &Workspace {
        let folder: Folder = path.and_then(Path::parent).map(Path::to_owned);
        let known = self.workspaces.governing.get(&folder).filter(|key| self.workspaces.known.contains_key(*key));
        let key = match known {
            Some(key) => key.clone(),
            None => self.enter(folder, path),
        };
        // It was put there if it was missing.
        &self.workspaces.known[&key]
    }

    /// Looks up what governs `folder`, and starts it if nothing has asked for it yet.
    fn enter(&mut self, folder: Folder, path: Option<&Path>) -> Option<PathBuf> {
        let (governing, found) = match self.governing(path) {
            Ok(governing) => (governing, true),
            Err(problem) => {
                if self.workspaces.unreadable.as_ref() != Some(&problem) {
                    self.show(1, &problem.to_string());
                    self.workspaces.unreadable = Some(problem);
                }
                (None, false)
            }
        };
        let key = governing.as_ref().map(|(path, _)| path.clone());
        if found {
            // What could not be read is tried again: nothing says when it can be.
            self.workspaces.governing.insert(folder, key.clone());
        }
        if !self.workspaces.known.contains_key(&key) {
            self.start(&key, governing, true);
        }
        key
    }

    /// Where the configuration of the document at `path` is written, or would be.
    pub(super) fn setup(&mut self, path: Option<&Path>) -> Option<ConfigEdit> {
        self.workspace(path);
        let folder: Folder = path.and_then(Path::parent).map(Path::to_owned);
        let file = match self.workspaces.governing.get(&folder)?.clone() {
            Some(file) => file,
            None => {
                let above = path.and_then(|path| self.roots.iter().find(|(_, root)| path.starts_with(root)));
                let root = above.or(self.roots.first().filter(|_| path.is_none())).map(|(_, root)| root.clone());
                root.or_else(|| path.and_then(Path::parent).map(Path::to_owned))?.join(NAME)
            }
        };
        let open = self.documents.values().map(|d| d.now()).find(|d| d.path.as_ref() == Some(&file));
        Some(ConfigEdit {
            uri: open.map_or_else(|| uri::file(&file), |d| d.uri.to_string()),
            version: open.and_then(|d| d.version),
            held: open.map(|d| Arc::clone(&d.text)),
            path: file,
        })
    }

    /// The file that governs the document at `path`, or one without a file, and its text.
    fn governing(&self, path: Option<&Path>) -> Result<ConfigText, Problem> {
        let root = self.roots.first().map(|(_, root)| root.as_path());
        let held = |path: &Path| self.held(path);
        if let Some(path) = self.named() {
            let text = match held(&path) {
                Some(text) => Ok(text),
                None => plain::read(&path).map_err(|error| Problem::from(&error).in_file(&path)),
            };
            return text.map(|text| Some((path, text)));
        }
        match path.and_then(Path::parent).or(root) {
            Some(folder) => Config::nearest(folder, &held),
            None => Ok(None),
        }
    }

    /// The configuration file that the client names.
    fn named(&self) -> Option<PathBuf> {
        let root = self.roots.first().map_or(Path::new(""), |(_, root)| root);
        self.settings.configuration.as_ref().map(|named| root.join(named))
    }

    /// The text of the file at `path`, if the client holds it open.
    fn held(&self, path: &Path) -> Option<String> {
        let open = self.documents.values().map(|d| d.now());
        open.filter(|d| d.path.as_deref() == Some(path)).map(|d| d.text.to_string()).next()
    }

    /// Looks for configurations that have changed on disk without a word, where the client does not watch them: it
    /// watches the files of its folders, if any.
    pub(super) fn notice(&mut self) {
        let documents = self.documents.values().filter_map(|d| d.now().path.as_ref());
        let mut files = self.workspaces.known.keys().flatten().chain(documents);
        if self.client.watches && files.all(|file| self.roots.iter().any(|(_, root)| file.starts_with(root))) {
            return;
        }
        if self.reread(true) {
            self.workspaces.setups += 1;
            self.check_all();
        }
    }

    /// Whether the file at `path` is a part of a configuration, or could be.
    pub(super) fn sets_up(&self, path: &Path) -> bool {
        let mut folders = self.workspaces.known.values().flat_map(|workspace| &workspace.folders);
        Config::is_named(path)
            || self.workspaces.known.keys().flatten().any(|known| known == path)
            || self.named().is_some_and(|named| named == path)
            || folders.any(|folder| path.starts_with(folder))
    }

    /// Reads configurations that have changed again, and checks everything anew; `loud` if mistakes are to pop up.
    pub(super) fn reconfigure(&mut self, loud: bool) {
        self.reread(loud);
        self.workspaces.setups += 1;
        self.check_all();
    }

    /// Reads what has changed again; whether there was anything.
    fn reread(&mut self, loud: bool) -> bool {
        self.workspaces.governing.clear();
        let mut changed = false;
        let keys: Vec<Option<PathBuf>> = self.workspaces.known.keys().cloned().collect();
        for key in keys {
            let text = match &key {
                Some(path) => self.held(path).or_else(|| plain::read(path).ok()),
                None => None,
            };
            let Some(text) = text.or_else(|| key.is_none().then(String::new)) else {
                self.workspaces.known.remove(&key);
                self.clear(&key);
                changed = true;
                continue;
            };
            let workspace = &self.workspaces.known[&key];
            if workspace.stamp != stamp(&text, &workspace.folders) {
                self.start(&key, key.clone().map(|path| (path, text)), loud);
                changed = true;
            }
        }
        changed
    }

    /// Starts a worker for a configuration. If it cannot be, what is wrong is told, and the last one that could goes on.
    fn start(&mut self, key: &Option<PathBuf>, governing: ConfigText, loud: bool) {
        let (config, text) = match &governing {
            Some((path, text)) => (Config::parse(path, text), &**text),
            None => (Ok(Config::default()), ""),
        };
        self.clear(key);
        let before = || self.workspaces.known.get(key).map(|workspace| workspace.folders.clone()).unwrap_or_default();
        let folders = config.as_ref().map_or_else(|_| before(), |config| config.folders.clone());
        let stamp = stamp(text, &folders);
        let started = config.map_err(Problems::from).and_then(|config| self.worker(config, &governing));
        match started {
            Ok(worker) => self.put(key, worker, stamp, folders),
            Err(problems) => {
                self.complain(key, &problems, loud);
                if let Some(workspace) = self.workspaces.known.get_mut(key) {
                    (workspace.stamp, workspace.folders) = (stamp, folders);
                } else if let Ok(worker) = self.worker(Config::default(), &None) {
                    self.put(key, worker, stamp, folders);
                }
            }
        }
    }

    fn put(&mut self, key: &Option<PathBuf>, worker: Queue<Self>, stamp: u64, folders: Vec<PathBuf>) {
        self.workspaces.editions += 1;
        self.workspaces
            .known
            .insert(key.clone(), Workspace { worker, edition: self.workspaces.editions, stamp, folders });
    }

    /// A worker with the client's settings; without the names of rules in them, if there is one that is not known.
    fn worker(&self, config: Config, governing: &ConfigText) -> Result<Queue<Self>, Problems> {
        let first = self.thread.with(config, Arc::clone(&self.settings));
        let without = Arc::new(self.settings.without_names());
        match first {
            Err(problems) if without != self.settings => {
                let config = match governing {
                    Some((path, text)) => Config::parse(path, text)?,
                    None => Config::default(),
                };
                let second = self.thread.with(config, without)?;
                self.show(1, &format!("settings of copydesk: {}", problems));
                Ok(second)
            }
            other => other,
        }
    }

    /// Reports what is wrong, as diagnostics of the files it is in, and if `loud` as a message.
    fn complain(&mut self, key: &Option<PathBuf>, problems: &Problems, loud: bool) {
        if loud {
            self.show(1, &problems.to_string());
        }
        let mut files: BTreeMap<&Path, Vec<Diagnostic>> = BTreeMap::new();
        for problem in problems {
            if let Some(file) = problem.file.as_deref().or(key.as_deref()) {
                files.entry(file).or_default().push(of_problem(problem, self.client.encoding));
            }
        }
        let mut reported = Vec::new();
        for (path, diagnostics) in files {
            let open = self.documents.values().map(|d| d.now()).find(|d| d.path.as_deref() == Some(path));
            let name = open.map_or_else(|| uri::file(path), |d| d.uri.to_string());
            self.publish(&name, None, &diagnostics);
            reported.push(name);
        }
        self.workspaces.reported.insert(key.clone(), reported);
    }

    /// Takes back what was reported of the configuration.
    fn clear(&mut self, key: &Option<PathBuf>) {
        for uri in self.workspaces.reported.remove(key).unwrap_or_default() {
            self.publish(&uri, None, &[]);
        }
    }
}

/// What a configuration is made of: its text, and the files of its folders.
fn stamp(text: &str, folders: &[PathBuf]) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    for folder in folders {
        let files = if folder.is_dir() { files(folder, &mut Vec::new()) } else { vec![folder.clone()] };
        for path in files {
            let metadata = std::fs::metadata(&path).ok();
            (path, metadata.map(|m| (m.len(), m.modified().ok()))).hash(&mut hasher);
        }
    }
    hasher.finish()
}
