//! The wire: messages over a pair of streams.
//!
//! A message that cannot be read is answered with an error, and reading goes on with the next one.

use lsp_server::{Connection, ErrorCode, Message};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// The longest message that is read, in bytes.
const MAX_MESSAGE: u64 = 1 << 30;

/// What came over the wire.
#[derive(Debug)]
enum Incoming {
    Message(Message),
    /// Something else: the answer to it.
    Bad(Value),
}

/// A connection over `input` and `output`, and the thread that writes: it ends when the connection is dropped.
#[must_use]
pub fn connect(
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
) -> (Connection, JoinHandle<()>) {
    let (server, client) = Connection::memory();
    let output = Arc::new(Mutex::new(output));
    let errors = Arc::clone(&output);
    let (incoming, outgoing) = (client.sender, client.receiver);
    thread::spawn(move || {
        let mut input = input;
        while let Ok(Some(read)) = read(&mut input) {
            let passed_on = match read {
                Incoming::Message(message) => incoming.send(message).is_ok(),
                Incoming::Bad(answer) => write(&errors, &answer).is_ok(),
            };
            if !passed_on {
                break;
            }
        }
    });
    let writer = thread::spawn(move || {
        for message in outgoing {
            // If nobody reads any more, there is nobody to tell; the loop ends when the client hangs up.
            let _ = write(&output, &Envelope { jsonrpc: "2.0", message: &message });
        }
    });
    (server, writer)
}

/// A message as it goes over the wire.
#[derive(Debug, Serialize)]
struct Envelope<'m> {
    jsonrpc: &'static str,
    #[serde(flatten)]
    message: &'m Message,
}

fn write(output: &Mutex<impl Write>, message: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string(message)?;
    let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

/// The next message; none at the end of the input.
fn read(input: &mut dyn BufRead) -> io::Result<Option<Incoming>> {
    let mut length: Option<u64> = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_ascii();
        if header.is_empty() {
            match length {
                Some(_) => break,
                None => continue,
            }
        }
        // Whatever else stands there is another header, or what is left of a message whose length was wrong.
        const NAME: &[u8] = b"content-length:";
        let found = header.windows(NAME.len()).rposition(|w| w.eq_ignore_ascii_case(NAME));
        if let Some(at) = found {
            let value = std::str::from_utf8(&header[at + NAME.len()..]);
            length = value.ok().and_then(|v| v.trim().parse().ok());
            if length.is_none() {
                return Ok(Some(bad(&Value::Null, ErrorCode::ParseError, "the content length is no number")));
            }
        }
    }
    let length = length.unwrap_or_default();
    if length > MAX_MESSAGE {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return Ok(Some(bad(&Value::Null, ErrorCode::InvalidRequest, "the message is longer than 1 GiB")));
    }
    let mut body = Vec::new();
    if (input.take(length).read_to_end(&mut body)? as u64) < length {
        return Ok(None);
    }
    let value: Value = match serde_json::from_slice(&body) {
        Ok(value) => value,
        Err(error) => return Ok(Some(bad(&Value::Null, ErrorCode::ParseError, &error.to_string()))),
    };
    let id = value.get("id").cloned().unwrap_or_default();
    Ok(Some(match serde_json::from_value(value) {
        Ok(message) => Incoming::Message(message),
        Err(_) => bad(&id, ErrorCode::InvalidRequest, "neither a request nor a response nor a notification"),
    }))
}

fn bad(id: &Value, code: ErrorCode, message: &str) -> Incoming {
    Incoming::Bad(json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": message}}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_messages_are_answered_and_read_over() {
        let framed = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let input = [
            "rubbish\r\n\r\n",
            &framed("{not json"),
            "Content-Length: many\r\n\r\n",
            "content-type: x\r\n",
            "the body",
            &framed("{\"jsonrpc\":\"2.0\",\"id\":7}"),
            &framed("[]"),
            "Content-Length: 2\nX: y\n\n[]",
            &framed("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"shutdown\"}"),
            "Content-Length: 99\r\n\r\n{}",
        ]
        .concat();
        let mut input = input.as_bytes();
        let mut got = Vec::new();
        while let Some(read) = read(&mut input).unwrap() {
            got.push(match read {
                Incoming::Message(Message::Request(r)) => r.method,
                Incoming::Message(other) => panic!("{other:?}"),
                Incoming::Bad(answer) => format!("{} {}", answer["id"], answer["error"]["code"]),
            });
        }
        let expected = ["null -32700", "null -32700", "7 -32600", "null -32600", "null -32600", "shutdown"];
        assert_eq!(got, expected);
    }
}
