//! The server: takes messages in their order, keeps the open documents, and says when what is checked.

use super::diagnostics::Analysis;
use super::document::{OpenDocument, is_article};
use super::settings::ClientSettings;
use super::state::{Phase, Question, Server, broken, error};
use super::uri;
use super::worker::Job;
use crossbeam_channel::{Receiver, never, select};
use gen_lsp_types::{DidChangeTextDocumentParams, DidOpenTextDocumentParams};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the first check waits for the client's settings.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

impl Server {
    /// Serves until the client says `exit` or hangs up; whether it said `shutdown` first.
    pub fn run(mut self, incoming: &Receiver<Message>) -> bool {
        let finished = self.finished.clone();
        loop {
            let next = self.due.values().copied().chain(self.config_due).chain(self.waits).min();
            let alarm = next.map_or_else(never, crossbeam_channel::at);
            select! {
                recv(incoming) -> message => match message {
                    Ok(Message::Notification(n)) if n.method == "exit" => return self.phase == Phase::ShutDown,
                    Ok(message) => self.guarded(message),
                    Err(_) => return false,
                },
                recv(finished) -> then => if let Ok(then) = then {
                    // What follows a piece of work is small; if it breaks down all the same, the others go on.
                    let _ = catch_unwind(AssertUnwindSafe(|| then(&mut self)));
                },
                recv(alarm) -> _ => {
                    let _ = catch_unwind(AssertUnwindSafe(|| self.ring()));
                },
            }
        }
    }

    fn guarded(&mut self, message: Message) {
        let id = if let Message::Request(request) = &message { Some(request.id.clone()) } else { None };
        let handled = catch_unwind(AssertUnwindSafe(|| match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) => self.notification(notification),
            Message::Response(response) => self.response(response),
        }));
        if let (Err(_), Some(id)) = (handled, id) {
            self.answer(&id, Err(broken()));
        }
    }

    /// Does what is due.
    fn ring(&mut self) {
        let now = Instant::now();
        if self.waits.is_some_and(|until| until <= now) {
            self.wait_no_longer();
        }
        if self.config_due.is_some_and(|due| due <= now) {
            self.config_due = None;
            self.reconfigure(false);
        }
        let due: Vec<String> = self.due.iter().filter(|(_, at)| **at <= now).map(|(uri, _)| uri.clone()).collect();
        for uri in due {
            self.check(&uri);
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        self.pending.insert(id.clone(), Arc::default());
        let answer = match (self.phase, &*method) {
            (Phase::New, "initialize") => {
                let begun = self.initialize(&params);
                self.phase = if begun.is_ok() { Phase::Running } else { Phase::New };
                begun
            }
            (Phase::New, _) => Err(error(ErrorCode::ServerNotInitialized, "`initialize` comes first")),
            (Phase::ShutDown, _) => Err(error(ErrorCode::InvalidRequest, "the server is shut down")),
            (Phase::Running, "initialize") => Err(error(ErrorCode::InvalidRequest, "the session has begun already")),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                self.due.clear();
                Ok(Value::Null)
            }
            (Phase::Running, "textDocument/diagnostic" | "workspace/diagnostic") if self.waits.is_some() => {
                self.held.push(Request { id, method, params });
                return;
            }
            (Phase::Running, _) => match self.ask(&id, &method, params) {
                Ok(None) => return,
                Ok(Some(value)) => Ok(value),
                Err(error) => Err(error),
            },
        };
        self.answer(&id, answer);
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        if self.phase != Phase::Running {
            return;
        }
        let uri = || params["textDocument"]["uri"].as_str().unwrap_or_default().to_owned();
        match &*method {
            "initialized" => self.initialized(),
            "$/cancelRequest" => {
                if let Ok(id) = serde_json::from_value::<RequestId>(params["id"].clone())
                    && self.pending.contains_key(&id)
                {
                    self.answer(&id, Err(error(ErrorCode::RequestCanceled, "cancelled")));
                }
            }
            "textDocument/didOpen" => {
                if let Some(DidOpenTextDocumentParams { text_document }) = self.read(&method, params) {
                    let uri = text_document.uri.0.clone();
                    self.documents.insert(uri.clone(), OpenDocument::open(text_document));
                    self.changed(&uri, true);
                }
            }
            "textDocument/didChange" => {
                if let Some(params) = self.read::<DidChangeTextDocumentParams>(&method, params) {
                    let uri = params.text_document.text_document_identifier.uri.0;
                    if let Some(document) = self.documents.get_mut(&uri) {
                        document.change(params.text_document.version, params.content_changes, self.client.encoding);
                        self.changed(&uri, false);
                    }
                }
            }
            "textDocument/didSave" => self.changed(&uri(), true),
            "textDocument/didClose" => self.close(&uri()),
            "workspace/didChangeConfiguration" => {
                if self.client.configuration {
                    self.ask_for_settings();
                } else if ClientSettings::are_in(&params["settings"]) {
                    self.configure(&params["settings"]);
                    self.reconfigure(true);
                }
            }
            "workspace/didChangeWatchedFiles" => {
                let changes = params["changes"].as_array().into_iter().flatten();
                let mut paths = changes.filter_map(|c| uri::path(c["uri"].as_str()?));
                if paths.any(|path| self.sets_up(&path)) {
                    self.reconfigure(true);
                }
            }
            "workspace/didChangeWorkspaceFolders" => {
                let list = |key: &str| params["event"][key].as_array().cloned().unwrap_or_default();
                for gone in list("removed") {
                    self.roots.retain(|(uri, _)| Some(&**uri) != gone["uri"].as_str());
                }
                for new in list("added") {
                    new["uri"].as_str().into_iter().for_each(|uri| self.add_root(uri));
                }
                self.reconfigure(true);
            }
            _ => {}
        }
    }

    /// The parameters of a notification; if they are not what they should be, that is logged, for there is no answer.
    fn read<T: DeserializeOwned>(&self, method: &str, params: Value) -> Option<T> {
        serde_json::from_value(params)
            .map_err(|e| self.tell("window/logMessage", json!({"type": 1, "message": format!("{method}: {e}")})))
            .ok()
    }

    fn response(&mut self, response: Response) {
        let question = self.questions.remove(&response.id);
        if question != Some(Question::Settings) {
            return;
        }
        if let Ok(Value::Array(values)) = response.response_result {
            let before = Arc::clone(&self.settings);
            // A client without such settings says null: what came at the start stays.
            if let Some(value) = values.first().filter(|v| !v.is_null()) {
                self.configure(value);
            }
            if before != self.settings {
                // What has waited is checked with everything else.
                self.waits = None;
                self.reconfigure(true);
            }
        }
        self.wait_no_longer();
    }

    /// Has the first check wait for what the client says of its settings, but not for long.
    pub(super) fn wait_for_settings(&mut self) {
        self.waits = Some(Instant::now() + LONGEST_WAIT);
    }

    /// Does what has waited for the client's settings.
    fn wait_no_longer(&mut self) {
        if self.waits.take().is_some() {
            let due: Vec<String> = self.due.keys().cloned().collect();
            due.iter().for_each(|uri| self.check(uri));
        }
        for request in std::mem::take(&mut self.held) {
            if self.pending.contains_key(&request.id) {
                self.request(request);
            }
        }
    }

    /// Follows up on a change of a document, or, `at_once`, on one that was opened or saved.
    fn changed(&mut self, uri: &str, at_once: bool) {
        let path = uri::path(uri);
        let sets_up = path.as_deref().is_some_and(|p| self.sets_up(p));
        if sets_up && at_once {
            self.reconfigure(true);
        } else if sets_up {
            self.config_due = Some(Instant::now() + self.options.debounce);
        } else if at_once {
            self.notice();
            self.check(uri);
        } else if !self.client.pulls {
            self.due.insert(uri.to_owned(), Instant::now() + self.options.debounce);
        }
    }

    fn close(&mut self, uri: &str) {
        let Some(document) = self.documents.remove(uri) else { return };
        self.due.remove(uri);
        let snapshot = document.now().clone();
        drop(document);
        if is_article(&snapshot) {
            let workspace = self.workspace(snapshot.path.as_deref());
            let name = uri.to_owned();
            workspace.worker.send(Job {
                work: Box::new(move |analyser| {
                    analyser.forget(&name);
                    Box::new(|_| {})
                }),
                broken: Box::new(|_| {}),
            });
            if !self.client.pulls {
                self.publish(uri, None, &[]);
            }
        } else {
            self.reconfigure(true);
        }
    }

    /// Checks a document and publishes what is found, if the client does not ask for it itself.
    pub(super) fn check(&mut self, uri: &str) {
        self.due.remove(uri);
        let Some(document) = self.documents.get(uri).map(|d| d.now().clone()) else { return };
        if self.client.pulls || !is_article(&document) {
            return;
        }
        if let Some(until) = self.waits {
            self.due.insert(uri.to_owned(), until);
            return;
        }
        let client = Arc::clone(&self.client);
        let setup = self.workspaces.setups;
        let workspace = self.workspace(document.path.as_deref());
        workspace.worker.send(Job {
            work: Box::new(move |analyser| {
                if document.is_outdated() {
                    return Box::new(|_| {});
                }
                let found = Analysis::of(analyser, &document, &client);
                Box::new(move |server| {
                    if !document.is_outdated() && server.workspaces.setups == setup {
                        server.publish(&document.uri, document.version, &found.diagnostics);
                        server.tell("copydesk/status", found.status);
                    }
                })
            }),
            broken: Box::new(|_| {}),
        });
    }

    /// Checks all open documents again, or has the client ask for it.
    pub(super) fn check_all(&mut self) {
        if self.client.pulls {
            if self.client.refreshes {
                self.question("workspace/diagnostic/refresh", Value::Null, Question::Other);
            }
            return;
        }
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        uris.iter().for_each(|uri| self.check(uri));
    }
}
