//! What only the server itself can be brought to do: to panic, and to be slow.

use super::{ServerOptions, serve};
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::thread::{self, JoinHandle};
use std::time::Duration;

struct Client {
    connection: Connection,
    server: JoinHandle<bool>,
    next: i32,
}

impl Client {
    fn start() -> Self {
        let (server, client) = Connection::memory();
        let server = thread::spawn(|| serve(server, ServerOptions { debounce: Duration::ZERO }));
        let mut client = Self { connection: client, server, next: 0 };
        let id = client.send("initialize", json!({"capabilities": {}}));
        client.answer(id).unwrap();
        client.tell("initialized", json!({}));
        client
    }

    fn send(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        let request = Request { id: RequestId::from(self.next), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).unwrap();
        self.next
    }

    fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification { method: method.to_owned(), params }.into()).unwrap();
    }

    fn open(&self, uri: &str, text: &str) {
        let item = json!({"uri": uri, "languageId": "plaintext", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": item}));
    }

    fn change(&self, uri: &str, version: i32, text: &str) {
        let document = json!({"uri": uri, "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    fn receive(&self) -> Message {
        self.connection.receiver.recv_timeout(Duration::from_secs(120)).unwrap()
    }

    /// The answer, or the number of the error.
    fn answer(&self, id: i32) -> Result<Value, i32> {
        loop {
            if let Message::Response(response) = self.receive()
                && response.id == id.into()
            {
                return response.response_result.map_err(|e| e.code);
            }
        }
    }

    fn end(mut self) {
        let id = self.send("shutdown", Value::Null);
        assert_eq!(self.answer(id), Ok(Value::Null));
        self.tell("exit", Value::Null);
        assert!(self.server.join().unwrap());
    }
}

const URI: &str = "untitled:1";

fn hover() -> Value {
    json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 1}})
}

#[test]
fn a_panic_in_one_request_is_its_error_and_the_others_go_on() {
    let mut client = Client::start();
    client.open(URI, "MM. Xi and Putin left.\n");
    for method in ["test/panic", "test/panicAtWork"] {
        let id = client.send(method, Value::Null);
        assert_eq!(client.answer(id), Err(-32603), "{method}");
        let id = client.send("textDocument/hover", hover());
        assert!(client.answer(id).unwrap()["contents"].is_object(), "after {method}");
    }
    client.end();
}

#[test]
fn what_is_outdated_is_answered_so_and_never_published() {
    let mut client = Client::start();
    client.open(URI, "Fine.\n");
    // While the worker is busy, the document changes under the requests.
    let busy = client.send("test/wait", Value::Null);
    client.change(URI, 2, "MM. Xi and Putin left.\n");
    let outdated = client.send("textDocument/hover", hover());
    client.change(URI, 3, "Mme Roussel left.\n");
    let cancelled = client.send("textDocument/hover", hover());
    client.tell("$/cancelRequest", json!({"id": cancelled}));
    assert_eq!(client.answer(cancelled), Err(-32800));
    assert_eq!(client.answer(busy), Ok(Value::Null));
    assert_eq!(client.answer(outdated), Err(-32801));
    let version = loop {
        if let Message::Notification(n) = client.receive()
            && n.method == "textDocument/publishDiagnostics"
        {
            break n.params["version"].clone();
        }
    };
    assert_eq!(version, 3);
    client.end();
}

#[test]
fn requests_out_of_turn_are_refused() {
    let (server, connection) = Connection::memory();
    let server = thread::spawn(|| serve(server, ServerOptions::default()));
    let mut client = Client { connection, server, next: 0 };
    let early = client.send("textDocument/hover", hover());
    assert_eq!(client.answer(early), Err(-32002));
    let id = client.send("initialize", Value::Null);
    assert_eq!(client.answer(id), Err(-32602));
    let id = client.send("initialize", json!({"capabilities": {}}));
    client.answer(id).unwrap();
    let again = client.send("initialize", json!({"capabilities": {}}));
    assert_eq!(client.answer(again), Err(-32600));
    let id = client.send("shutdown", Value::Null);
    client.answer(id).unwrap();
    let late = client.send("textDocument/hover", hover());
    assert_eq!(client.answer(late), Err(-32600));
    client.tell("exit", Value::Null);
    assert!(client.server.join().unwrap());
}

#[test]
fn an_end_without_shutdown_is_not_clean() {
    let client = Client::start();
    client.tell("exit", Value::Null);
    assert!(!client.server.join().unwrap());
    let Client { connection, server, .. } = Client::start();
    drop(connection);
    assert!(!server.join().unwrap());
}
