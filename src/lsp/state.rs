//! What the server keeps: documents, configurations, requests; and how it speaks to its client.

use super::client::Client;
use super::document::OpenDocument;
use super::settings::ClientSettings;
use super::worker::{Queue, Then, Worker};
use crate::problem::Problem;
use crossbeam_channel::{Receiver, Sender, unbounded};
use gen_lsp_types::Diagnostic;
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How the server works.
#[derive(Debug, Clone, Copy)]
pub struct ServerOptions {
    /// How long a document is left alone after a change before it is checked.
    pub debounce: Duration,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self { debounce: Duration::from_millis(150) }
    }
}

/// How far the session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// `initialize` has not come yet.
    New,
    /// It has.
    Running,
    /// `shutdown` has come.
    ShutDown,
}

/// What an answer of the client is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Its settings.
    Settings,
    /// Something whose answer does not matter.
    Other,
}

/// The server.
pub struct Server {
    pub(super) out: Sender<Message>,
    /// For what has been worked out.
    pub(super) done: Sender<Then<Self>>,
    /// Where documents are checked.
    pub(super) thread: Worker<Self>,
    pub(super) finished: Receiver<Then<Self>>,
    pub(super) options: ServerOptions,
    pub(super) phase: Phase,
    /// What the client can do.
    pub(super) client: Arc<Client>,
    /// The open documents, by their URI.
    pub(super) documents: BTreeMap<String, OpenDocument>,
    /// The folders of the client, by their URI.
    pub(super) roots: Vec<(String, PathBuf)>,
    /// What the client asks for.
    pub(super) settings: Arc<ClientSettings>,
    /// The configurations.
    pub(super) workspaces: Workspaces,
    /// Checks of whole folders.
    pub(super) workspace_diagnostics: WorkspaceDiagnostics,
    /// Requests that are not answered yet; true once they are cancelled.
    pub(super) pending: HashMap<RequestId, Arc<AtomicBool>>,
    pub(super) questions: HashMap<RequestId, Question>,
    pub(super) asked: i32,
    /// Until when the first answer about the client's settings is waited for; nothing is checked before.
    pub(super) waits: Option<Instant>,
    /// Requests for diagnostics that came meanwhile.
    pub(super) held: Vec<Request>,
    /// When documents are checked.
    pub(super) due: BTreeMap<String, Instant>,
    /// When a configuration that is being edited is read again.
    pub(super) config_due: Option<Instant>,
}

/// The folder of a document; none if it has no file.
pub type Folder = Option<PathBuf>;

/// The configurations in use.
#[derive(Default)]
pub struct Workspaces {
    pub(super) known: BTreeMap<Option<PathBuf>, Workspace>,
    /// The configuration file that governs the documents of a folder, or those without a file.
    pub(super) governing: BTreeMap<Folder, Option<PathBuf>>,
    /// How often a configuration has been read.
    pub(super) editions: u64,
    /// How often something has changed.
    pub setups: u64,
    /// Files with diagnostics of what is wrong, by the configuration they belong to.
    pub(super) reported: BTreeMap<Option<PathBuf>, Vec<String>>,
    /// The last configuration that could not be read, which is reported once.
    pub(super) unreadable: Option<Problem>,
}

/// A configuration.
pub struct Workspace {
    /// Works with it.
    pub worker: Queue<Server>,
    /// Its number.
    pub edition: u64,
    /// Of what it was made.
    pub(super) stamp: u64,
    /// The folders with its rules.
    pub(super) folders: Vec<PathBuf>,
}

impl Workspaces {
    /// Has all configurations read again when they are next needed.
    pub fn forget_all(&mut self) {
        self.known.values_mut().for_each(|workspace| workspace.stamp = 0);
        self.governing.clear();
        self.unreadable = None;
    }
}

/// Checks of whole folders that are not done yet.
#[derive(Default)]
pub struct WorkspaceDiagnostics {
    /// What has come of each, by its request.
    pub(super) open: HashMap<RequestId, Pull>,
    /// How many have been given a progress of their own.
    pub(super) begun: usize,
}

/// The check of all folders.
pub struct Pull {
    /// What has come of it.
    pub(super) items: Vec<Value>,
    /// How many articles there are.
    pub(super) articles: usize,
    /// How many are done.
    pub(super) done: usize,
    /// What progress is told under.
    pub(super) token: Option<Value>,
}

impl Server {
    /// A server that speaks to its client through `out`.
    #[must_use]
    pub fn new(out: Sender<Message>, options: ServerOptions) -> Self {
        let (done, finished) = unbounded();
        Self {
            out,
            thread: Worker::start(done.clone()),
            done,
            finished,
            options,
            phase: Phase::New,
            client: Arc::default(),
            documents: BTreeMap::new(),
            roots: Vec::new(),
            settings: Arc::default(),
            workspaces: Workspaces::default(),
            workspace_diagnostics: WorkspaceDiagnostics::default(),
            pending: HashMap::new(),
            questions: HashMap::new(),
            asked: 0,
            waits: None,
            held: Vec::new(),
            due: BTreeMap::new(),
            config_due: None,
        }
    }

    /// Whether the request is still to be answered, now and later.
    pub(super) fn ticket(&self, id: &RequestId) -> Arc<AtomicBool> {
        self.pending.get(id).cloned().unwrap_or_default()
    }

    /// Answers a request, unless it is answered already.
    pub(super) fn answer(&mut self, id: &RequestId, answer: Result<Value, ResponseError>) {
        if let Some(ticket) = self.pending.remove(id) {
            ticket.store(true, Ordering::Relaxed);
            self.send(Response { id: id.clone(), response_result: answer }.into());
        }
    }

    /// Shows a message: 1 is an error, 2 a warning.
    pub(super) fn show(&self, kind: u8, message: &str) {
        self.tell("window/showMessage", json!({"type": kind, "message": message}));
    }

    /// Publishes the diagnostics of a document.
    pub(super) fn publish(&self, uri: &str, version: Option<i32>, diagnostics: &[Diagnostic]) {
        let mut params = json!({"uri": uri, "diagnostics": diagnostics});
        if let Some(version) = version {
            params["version"] = version.into();
        }
        self.tell("textDocument/publishDiagnostics", params);
    }

    /// Sends a notification.
    pub(super) fn tell(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params }.into());
    }

    /// Has the client show the progress that will be told under `token`.
    pub(super) fn begin_progress(&mut self, token: &Value) {
        self.question("window/workDoneProgress/create", json!({"token": token}), Question::Other);
    }

    /// Asks the client something.
    pub(super) fn question(&mut self, method: &str, params: Value, question: Question) {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.questions.insert(id.clone(), question);
        self.send(Request { id, method: method.to_owned(), params }.into());
    }

    fn send(&self, message: Message) {
        // A client that has hung up is noticed where its messages end.
        let _ = self.out.send(message);
    }
}

/// An error of this kind.
#[must_use]
pub fn error(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}

/// The error of a request that panicked.
#[must_use]
pub fn broken() -> ResponseError {
    error(ErrorCode::InternalError, "this request broke down; that is a fault of copydesk")
}
