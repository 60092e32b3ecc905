//! The server as a process: standard streams, rubbish on them, and the exit status.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Process {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["lsp", "--stdio"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output }
    }

    fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server has ended");
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", n)) => length = n.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(message["jsonrpc"], "2.0");
        message
    }

    fn answer(&mut self, id: Value) -> Value {
        loop {
            let message = self.receive();
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
        }
    }

    fn initialize(&mut self) {
        self.send(&json!({"jsonrpc": "2.0", "id": "start", "method": "initialize", "params": {"capabilities": {}}}));
        assert!(self.answer(json!("start"))["result"]["capabilities"].is_object());
        self.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
    }

    /// The exit status, after the input has ended.
    fn end(mut self) -> Option<i32> {
        drop(self.input.take());
        self.child.wait().unwrap().code()
    }
}

#[test]
fn malformed_messages_are_answered_and_never_end_the_server() {
    let mut server = Process::start();
    server.raw(b"rubbish\n");
    server.raw(b"Content-Length: 9\r\n\r\n{not json");
    assert_eq!(server.answer(Value::Null)["error"]["code"], -32700);
    server.initialize();
    server.send(&json!({"jsonrpc": "2.0", "id": 7}));
    assert_eq!(server.answer(json!(7))["error"]["code"], -32600);
    server.send(&json!([1, 2]));
    assert_eq!(server.answer(Value::Null)["error"]["code"], -32600);
    let requests = [
        ("textDocument/hover", json!(null), -32602),
        ("textDocument/hover", json!({"textDocument": {"uri": 3}, "position": "here"}), -32602),
        ("textDocument/codeAction", json!({"textDocument": {"uri": "untitled:none"}}), -32602),
        ("textDocument/diagnostic", json!([]), -32602),
        ("codeAction/resolve", json!({"title": "x"}), -32602),
        ("workspace/executeCommand", json!({"command": "rm"}), -32602),
        ("workspace/executeCommand", json!({"command": "copydesk.showRule"}), -32602),
        ("workspace/textDocumentContent", json!({"uri": "copydesk:/../x"}), -32602),
        ("no/such/method", json!({}), -32601),
    ];
    for (id, (method, params, code)) in requests.into_iter().enumerate() {
        server.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        assert_eq!(server.answer(json!(id))["error"]["code"], code, "{method}");
    }
    for (method, params) in [
        ("textDocument/didOpen", json!({"textDocument": 1})),
        (
            "textDocument/didChange",
            json!({"textDocument": {"uri": "untitled:none", "version": 1}, "contentChanges": []}),
        ),
        ("textDocument/didChange", json!("x")),
        ("textDocument/didClose", json!({})),
        ("workspace/didChangeWorkspaceFolders", json!({"event": 3})),
        ("workspace/didChangeWatchedFiles", json!(null)),
        ("workspace/didChangeConfiguration", json!({"settings": {"copydesk": {"select": ["no-such-rule"]}}})),
        ("$/cancelRequest", json!({"id": [3]})),
        ("no/such/notification", json!({})),
    ] {
        server.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }
    server.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {
        "uri": "untitled:a", "languageId": "plaintext", "version": 1, "text": "MM. Xi and Putin left.\n"}}}));
    let diagnostics = loop {
        let message = server.receive();
        if message["method"] == "textDocument/publishDiagnostics" {
            break message["params"]["diagnostics"].clone();
        }
    };
    assert_eq!(diagnostics[0]["code"], "foreign-honorific");
    server.send(&json!({"jsonrpc": "2.0", "id": "end", "method": "shutdown"}));
    assert_eq!(server.answer(json!("end"))["result"], Value::Null);
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.end(), Some(0));
}

#[test]
fn an_end_without_shutdown_is_exit_status_1() {
    let mut server = Process::start();
    server.initialize();
    server.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    assert_eq!(server.end(), Some(1));
    let mut server = Process::start();
    server.initialize();
    assert_eq!(server.end(), Some(1), "the client has hung up");
}
