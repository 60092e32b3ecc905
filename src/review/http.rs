//! As much of HTTP/1.1 as the review needs: one request a connection, small, and in good time.
//!
//! Written here and not taken from a library because of its limits: a client that is slow, stuck or endless holds one
//! thread for some seconds and nothing else.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Longest head of a request, in bytes.
const MAX_HEAD: usize = 16 << 10;
/// Longest body of a request, in bytes.
pub const MAX_BODY: usize = 64 << 10;
/// Most header lines of a request.
const MAX_HEADERS: usize = 64;
/// How long a client may take to send its request, and to take the answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a waiting thread looks whether the server is to end.
const GLANCE: Duration = Duration::from_millis(200);

/// A request.
#[derive(Debug, Default)]
pub struct Request {
    /// `GET`, `POST` or another.
    pub method: String,
    /// The path and what follows it.
    pub target: String,
    /// Names, in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header; none if it is missing or there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(n, _)| n == name).map(|(_, v)| &**v);
        values.next().filter(|_| values.next().is_none())
    }

    /// Whether there is such a header.
    pub fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(n, _)| n == name)
    }

    /// Reads the request of a client, unless the server is to `stop`.
    ///
    /// # Errors
    /// When it is no request, too large or too late, the answer that says so; none if the client is gone.
    pub fn read(stream: &mut TcpStream, stop: &AtomicBool) -> Result<Self, Option<Response>> {
        let deadline = Instant::now() + PATIENCE;
        let mut bytes = Vec::new();
        let (mut request, head, length) = loop {
            if let Some(parsed) = parse(&bytes)? {
                break parsed;
            }
            if bytes.len() > MAX_HEAD {
                return Err(Some(Response::refusal(431, "The head of the request is too large.")));
            }
            receive(stream, deadline, stop, &mut bytes)?;
        };
        if length > MAX_BODY {
            // What the client still sends is taken for a while, so that it gets to read the answer.
            let late = Instant::now() + PATIENCE / 10;
            let mut rest = Vec::new();
            while rest.len() < 16 * MAX_BODY && receive(stream, late, stop, &mut rest).is_ok() {}
            return Err(Some(Response::refusal(413, "The request is too large.")));
        }
        while bytes.len() < head + length {
            receive(stream, deadline, stop, &mut bytes)?;
        }
        request.body = bytes[head..head + length].to_vec();
        Ok(request)
    }
}

/// The request whose head is in `bytes`, the length of the head and that of the body; none if more is needed.
fn parse(bytes: &[u8]) -> Result<Option<(Request, usize, usize)>, Option<Response>> {
    let bad = |why: &str| Some(Response::refusal(400, why));
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let head = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(head)) => head,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(bad("This is no request.")),
    };
    if head > MAX_HEAD {
        return Err(Some(Response::refusal(431, "The head of the request is too large.")));
    }
    let text = |value: &[u8]| String::from_utf8_lossy(value).trim().to_owned();
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: parsed.path.unwrap_or_default().to_owned(),
        headers: parsed.headers.iter().map(|h| (h.name.to_ascii_lowercase(), text(h.value))).collect(),
        body: Vec::new(),
    };
    if request.has("transfer-encoding") {
        return Err(Some(Response::refusal(411, "The request must say its length.")));
    }
    let length = match request.header("content-length") {
        Some(length) => length.parse().map_err(|_| bad("The length of the request is no number."))?,
        None if request.has("content-length") => return Err(bad("The request has several lengths.")),
        None => 0,
    };
    Ok(Some((request, head, length)))
}

fn receive(
    stream: &mut TcpStream,
    deadline: Instant,
    stop: &AtomicBool,
    bytes: &mut Vec<u8>,
) -> Result<(), Option<Response>> {
    let mut buffer = [0; 8192];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Some(Response::refusal(408, "The request came too slowly.")));
        }
        if stop.load(Ordering::SeqCst) {
            return Err(None);
        }
        match stream.set_read_timeout(Some(left.min(GLANCE))).and_then(|()| stream.read(&mut buffer)) {
            Ok(0) => return Err(None),
            Ok(n) => {
                bytes.extend_from_slice(&buffer[..n]);
                return Ok(());
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Err(None),
        }
    }
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The type of the body.
    kind: &'static str,
    /// Headers beside those that every answer has.
    headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A page that may do what `policy` allows.
    pub fn page(status: u16, body: String, policy: String) -> Self {
        let headers = vec![("Content-Security-Policy", format!("{policy}; frame-ancestors 'none'"))];
        Self { status, kind: "text/html; charset=utf-8", headers, body: body.into_bytes() }
    }

    /// JSON.
    pub fn json(status: u16, body: &impl serde::Serialize) -> Self {
        // Every key is a string, and memory takes what is written.
        let body = serde_json::to_vec(body).unwrap_or_default();
        let headers = vec![("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'".to_owned())];
        Self { status, kind: "application/json", headers, body }
    }

    /// A refusal, in words.
    pub fn refusal(status: u16, why: &str) -> Self {
        Self::json(status, &serde_json::json!({ "message": why }))
    }

    /// The way to `target`.
    pub fn redirect(target: &str) -> Self {
        Self::refusal(303, "See there.").with("Location", target.to_owned())
    }

    /// The same with another header.
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sends it.
    pub fn send(&self, stream: &mut TcpStream) {
        let mut head = format!(
            "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n",
            self.status,
            reason(self.status),
            self.kind,
            self.body.len()
        );
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        // A client that is gone does not get its answer; there is nobody to tell.
        let _ = stream.set_write_timeout(Some(PATIENCE));
        let _ = stream.write_all(&[head.as_bytes(), &self.body].concat()).and_then(|()| stream.flush());
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        303 => "See Other",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        428 => "Precondition Required",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_or_refused() {
        let status = |bytes: &str| parse(bytes.as_bytes()).map_err(|r| r.unwrap().status);
        let (request, head, length) =
            status("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc").unwrap().unwrap();
        assert_eq!((&*request.method, &*request.target, request.header("host"), length), ("POST", "/a", Some("x"), 3));
        assert_eq!(head, 48);
        assert!(status("GET / HTTP/1.1\r\nHost").unwrap().is_none());
        assert_eq!(status("nonsense\r\n\r\n").unwrap_err(), 400);
        assert_eq!(status("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n").unwrap_err(), 400);
        assert_eq!(status("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n").unwrap_err(), 400);
        assert_eq!(status("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap_err(), 411);
        let (two, ..) = status("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").unwrap().unwrap();
        assert_eq!((two.header("host"), two.has("host")), (None, true));
    }
}
