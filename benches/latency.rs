//! How long an editor waits: from a change to its diagnostics, through the whole language server, the wait for further
//! changes (the debounce) apart.
//!
//! A change in an article of 5 KB is to have its diagnostics within 10 ms, in a text of 1 MB within 100 ms.

mod texts;

use copydesk::internal::lsp::{ServerOptions, serve};
use divan::Bencher;
use lsp_server::{Connection, Message, Notification, Request};
use mimalloc::MiMalloc;
use serde_json::{Value, json};
use std::thread;
use std::time::Duration;
use texts::{machine_translated, news};

// As the command has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() {
    divan::main();
}

const URI: &str = "untitled:article";

/// A session with an open document.
struct Session {
    connection: Connection,
    version: i32,
}

impl Session {
    fn open(text: &str) -> Self {
        let (server, connection) = Connection::memory();
        thread::spawn(|| serve(server, ServerOptions { debounce: Duration::ZERO }));
        let mut session = Self { connection, version: 0 };
        let id = 1.into();
        let request = Request { id, method: "initialize".into(), params: json!({"capabilities": {}}) };
        session.connection.sender.send(request.into()).expect("the server listens");
        session.tell("initialized", json!({}));
        let item = json!({"uri": URI, "languageId": "plaintext", "version": 0, "text": text});
        session.tell("textDocument/didOpen", json!({"textDocument": item}));
        session.published();
        session
    }

    fn tell(&self, method: &str, params: Value) {
        let notification = Notification { method: method.to_owned(), params };
        self.connection.sender.send(notification.into()).expect("the server listens");
    }

    /// Waits for the diagnostics of the document as it is now.
    fn published(&mut self) -> Notification {
        loop {
            if let Ok(Message::Notification(n)) = self.connection.receiver.recv()
                && n.method == "textDocument/publishDiagnostics"
                && n.params["version"] == self.version
            {
                return n;
            }
        }
    }

    /// Types a letter in the first line, or takes it away again; the diagnostics.
    fn change(&mut self) -> Notification {
        self.version += 1;
        let typed = self.version % 2 == 1;
        let position = |character: u32| json!({"line": 0, "character": character});
        let range = json!({"start": position(3), "end": position(if typed { 3 } else { 4 })});
        let change = json!({"range": range, "text": if typed { "x" } else { "" }});
        let document = json!({"uri": URI, "version": self.version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
        self.published()
    }
}

fn measure(bencher: Bencher<'_, '_>, text: &str) {
    let mut session = Session::open(text);
    bencher.bench_local(|| session.change());
}

/// `size` bytes of machine-translated text.
fn repeated(size: usize) -> String {
    machine_translated().repeat(size / machine_translated().len() + 1)
}

#[divan::bench]
fn article_of_5_kb(bencher: Bencher<'_, '_>) {
    measure(bencher, &news(5_000));
}

#[divan::bench]
fn machine_translated_article_of_5_kb(bencher: Bencher<'_, '_>) {
    measure(bencher, &repeated(5_000));
}

#[divan::bench]
fn text_of_1_mb(bencher: Bencher<'_, '_>) {
    measure(bencher, &news(1_000_000));
}

#[divan::bench]
fn machine_translated_text_of_1_mb(bencher: Bencher<'_, '_>) {
    measure(bencher, &repeated(1_000_000));
}
