//! A client: speaks to a server in the same process, answers what it asks, and keeps what it tells.

use super::model;
use copydesk::internal::lsp::{ServerOptions, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId, Response, ResponseError};
use serde_json::{Value, json};
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A client in a session.
pub struct Client {
    connection: Connection,
    server: Option<JoinHandle<bool>>,
    next: i32,
    /// What the server has told and nobody has waited for yet.
    told: Vec<Notification>,
    /// What the server has asked.
    pub asked: Vec<Request>,
    /// What it is told of settings when it asks.
    pub settings: Value,
    /// It is told nothing at all of settings.
    pub silent: bool,
    /// What characters count.
    pub encoding: String,
    /// What the server says it can do.
    pub server_can: Value,
}

/// What a client of today can do, except asking for diagnostics.
pub fn capabilities(encoding: &str) -> Value {
    let diagnostics = json!({
        "relatedInformation": true, "tagSupport": {"valueSet": [1, 2]}, "codeDescriptionSupport": true, "dataSupport": true,
    });
    json!({
        "general": {"positionEncodings": [encoding, "utf-16"]},
        "textDocument": {
            "publishDiagnostics": diagnostics,
            "hover": {"contentFormat": ["markdown", "plaintext"]},
        },
        "workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
    })
}

/// The same and `more`, at a path of keys.
pub fn with(mut capabilities: Value, path: &str, more: Value) -> Value {
    let mut place = &mut capabilities;
    for key in path.split('/') {
        place = &mut place[key];
    }
    *place = more;
    capabilities
}

/// The URI of a file.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

impl Client {
    /// A session of a client that can do `capabilities`, with `folders`.
    pub fn start(capabilities: Value, folders: &[&Path], options: Value) -> Self {
        let (server, connection) = Connection::memory();
        let server = thread::spawn(|| serve(server, ServerOptions { debounce: Duration::from_millis(1) }));
        let mut client = Self {
            connection,
            server: Some(server),
            next: 0,
            told: Vec::new(),
            asked: Vec::new(),
            settings: Value::Null,
            silent: false,
            encoding: "utf-16".to_owned(),
            server_can: Value::Null,
        };
        let folders: Vec<Value> = folders.iter().map(|f| json!({"uri": uri(f), "name": "folder"})).collect();
        let params = json!({
            "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders,
            "initializationOptions": options,
        });
        let result = client.request("initialize", params).unwrap();
        assert_eq!(result["serverInfo"]["name"], "copydesk");
        client.server_can = result["capabilities"].clone();
        client.encoding = client.server_can["positionEncoding"].as_str().unwrap().to_owned();
        client.tell("initialized", json!({}));
        client
    }

    /// Sends a request without waiting for its answer.
    pub fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        let request = Request { id: id.clone(), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).unwrap();
        id
    }

    /// Sends a notification.
    pub fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification { method: method.to_owned(), params }.into()).unwrap();
    }

    fn receive(&mut self) -> Option<Response> {
        let message = self.connection.receiver.recv_timeout(Duration::from_secs(120)).expect("the server is silent");
        match message {
            Message::Response(response) => return Some(response),
            Message::Notification(notification) => self.told.push(notification),
            Message::Request(request) => {
                let answer = match &*request.method {
                    "workspace/configuration" => json!([self.settings]),
                    _ => Value::Null,
                };
                let response = Response { id: request.id.clone(), response_result: Ok(answer) };
                if !self.silent || request.method != "workspace/configuration" {
                    self.connection.sender.send(response.into()).unwrap();
                }
                self.asked.push(request);
            }
        }
        None
    }

    /// The answer to a request.
    pub fn answer(&mut self, id: &RequestId) -> Result<Value, ResponseError> {
        loop {
            if let Some(response) = self.receive()
                && response.id == *id
            {
                return response.response_result;
            }
        }
    }

    /// Sends a request and waits for its answer.
    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, ResponseError> {
        let id = self.send(method, params);
        self.answer(&id)
    }

    /// Waits for a notification for which `wanted` holds.
    pub fn wait(&mut self, method: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let found = self.told.iter().position(|n| n.method == method && wanted(&n.params));
            if let Some(found) = found {
                return self.told.remove(found).params;
            }
            self.receive();
        }
    }

    /// Waits until the server has asked for `method`.
    pub fn wait_asked(&mut self, method: &str) -> Value {
        while !self.asked.iter().any(|r| r.method == method) {
            self.receive();
        }
        let at = self.asked.iter().position(|r| r.method == method).unwrap();
        self.asked.remove(at).params
    }

    /// Opens a document and gives what is published of it.
    pub fn open(&mut self, uri: &str, language: &str, text: &str) -> Vec<Value> {
        self.open_quietly(uri, language, text);
        self.published(uri)
    }

    /// Opens a document.
    pub fn open_quietly(&mut self, uri: &str, language: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    /// Changes a document as a whole.
    pub fn replace(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    /// The next diagnostics that are published of a document.
    pub fn published(&mut self, uri: &str) -> Vec<Value> {
        let params = self.wait("textDocument/publishDiagnostics", |p| p["uri"] == uri);
        params["diagnostics"].as_array().unwrap().clone()
    }

    /// Asks for the diagnostics of a document.
    pub fn pull(&mut self, uri: &str, previous: Option<&str>) -> Value {
        let params = json!({"textDocument": {"uri": uri}, "previousResultId": previous});
        self.request("textDocument/diagnostic", params).unwrap()
    }

    /// The code actions for a diagnostic, or for what else has its range.
    pub fn actions(&mut self, uri: &str, diagnostic: &Value, only: Option<&str>) -> Vec<Value> {
        let mut context = json!({"diagnostics": [diagnostic]});
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let params = json!({"textDocument": {"uri": uri}, "range": diagnostic["range"], "context": context});
        self.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
    }

    /// `text` after the edits that `action` makes to the document `uri`.
    pub fn applied(&self, action: &Value, uri: &str, text: &str) -> String {
        let edits = match action["edit"]["documentChanges"].as_array() {
            Some(changes) => {
                &changes.iter().find(|c| c["textDocument"]["uri"] == uri).expect("edits of the document")["edits"]
            }
            None => &action["edit"]["changes"][uri],
        };
        model::edited(text, &self.encoding, edits)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if !thread::panicking() {
            assert_eq!(self.request("shutdown", Value::Null).unwrap(), Value::Null);
            self.tell("exit", Value::Null);
            assert!(self.server.take().unwrap().join().unwrap(), "the session did not end cleanly");
        }
    }
}

/// The rules of diagnostics, in their order.
pub fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|d| d["code"].as_str().unwrap()).collect()
}

/// The actions with this beginning of their title.
pub fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let titles: Vec<_> = actions.iter().map(|a| &a["title"]).collect();
    actions.iter().find(|a| a["title"].as_str().unwrap().starts_with(title)).unwrap_or_else(|| panic!("{titles:?}"))
}
