//! Who may come in: only the browser that was given the link, and only pages of this very server.
//!
//! The link's token opens the page once and becomes a cookie that no script can read. Every request has to name this
//! server as its host, so that no other name can be bound to its address, and one that changes something has to come
//! from a page of it.

use super::http::{Request, Response};
use std::sync::{Mutex, PoisonError};

/// Bytes of a secret: 256 bits.
const SECRET: usize = 32;
/// How often a used link is replaced by a new one.
const MOST_LINKS: usize = 50;

/// The door of the server.
#[derive(Debug)]
pub struct Gate {
    port: u16,
    session: String,
    /// The links given out; the last one is unused.
    links: Mutex<Vec<String>>,
}

/// What the door says of a request.
pub enum Pass {
    /// It may come in.
    Allowed,
    /// It gets this answer.
    Answered(Response),
    /// It came with a link that was used before: a new one is to be shown where only its owner sees it.
    Used(String),
}

impl Gate {
    /// A door with new secrets for the server at `port`.
    ///
    /// # Errors
    /// When the system has no random numbers to give.
    pub fn new(port: u16) -> Result<Self, getrandom::Error> {
        Ok(Self { port, session: secret()?, links: Mutex::new(vec![secret()?]) })
    }

    /// The address that opens the page, once.
    pub fn link(&self) -> String {
        let links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        self.address(links.last().map_or("", |l| l))
    }

    fn address(&self, token: &str) -> String {
        format!("http://127.0.0.1:{}/?token={token}", self.port)
    }

    /// Judges `request`.
    pub fn judge(&self, request: &Request) -> Pass {
        let refused = |status, why| Pass::Answered(Response::refusal(status, why));
        let here = format!("127.0.0.1:{}", self.port);
        if request.header("host") != Some(&here) {
            return refused(421, "This server is called by its address only.");
        }
        let own = format!("http://{here}");
        let foreign = request.has("origin") && request.header("origin") != Some(&own);
        let site = request.header("sec-fetch-site").unwrap_or("none");
        if foreign || !matches!(site, "same-origin" | "none") || (request.method == "POST" && !request.has("origin")) {
            return refused(403, "The request comes from another page.");
        }
        let known = self.is_known(request);
        if let Some(token) = request.target.strip_prefix("/?token=").filter(|_| request.method == "GET") {
            if known {
                return Pass::Answered(Response::redirect("/"));
            }
            return self.enter(token);
        }
        if known { Pass::Allowed } else { refused(403, "Open the link that copydesk has shown.") }
    }

    fn is_known(&self, request: &Request) -> bool {
        let name = format!("copydesk-{}=", self.port);
        let cookies = request.headers.iter().filter(|(n, _)| n == "cookie").flat_map(|(_, v)| v.split(';'));
        cookies.filter_map(|c| c.trim().strip_prefix(&*name)).any(|value| same(value, &self.session))
    }

    fn enter(&self, token: &str) -> Pass {
        let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        // All are compared, so that the time tells nothing.
        let matching: Vec<bool> = links.iter().map(|link| same(token, link)).collect();
        let Some(at) = matching.iter().position(|m| *m) else {
            return Pass::Answered(Response::refusal(
                403,
                "The token is wrong. Open the link that copydesk has shown.",
            ));
        };
        if at + 1 == links.len() {
            // Without random numbers there is no further link, and the one used stays used.
            links.push(secret().unwrap_or_default());
            let cookie = format!("copydesk-{}={}; Path=/; HttpOnly; SameSite=Strict", self.port, self.session);
            return Pass::Answered(Response::redirect("/").with("Set-Cookie", cookie));
        }
        match links.last().filter(|l| !l.is_empty()) {
            Some(link) if links.len() < MOST_LINKS => Pass::Used(self.address(link)),
            _ => Pass::Answered(Response::refusal(403, "This link was used before.")),
        }
    }
}

/// Random bytes from the system, as hexadecimal digits.
fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; SECRET];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// Whether two secrets are the same, in a time that does not depend on where they differ.
fn same(a: &str, b: &str) -> bool {
    let differing = a.bytes().zip(b.bytes()).fold(0, |all, (x, y)| all | (x ^ y));
    std::hint::black_box(differing) == 0 && a.len() == b.len() && !a.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, target: &str, headers: &[(&str, &str)]) -> Request {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Request { method: method.into(), target: target.into(), headers, body: Vec::new() }
    }

    fn status(pass: &Pass) -> u16 {
        match pass {
            Pass::Allowed => 200,
            Pass::Answered(response) => response.status,
            Pass::Used(_) => 410,
        }
    }

    #[test]
    fn a_link_opens_once_and_only_here() {
        let guard = Gate::new(7000).unwrap();
        let link = guard.link();
        let target = link.strip_prefix("http://127.0.0.1:7000").unwrap();
        let host = ("host", "127.0.0.1:7000");
        let enter = |headers: &[(&str, &str)]| status(&guard.judge(&request("GET", target, headers)));
        assert_eq!(enter(&[("host", "evil.example:7000")]), 421);
        assert_eq!(enter(&[host, ("origin", "http://evil.example")]), 403);
        assert_eq!(enter(&[host, ("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(status(&guard.judge(&request("GET", &target[..target.len() - 1], &[host]))), 403);
        assert_eq!(status(&guard.judge(&request("GET", "/?token=", &[host]))), 403);
        assert_eq!(enter(&[host]), 303);
        assert_eq!(enter(&[host]), 410);
        assert_ne!(guard.link(), link);
        let cookie = format!("other=1; copydesk-7000={}", guard.session);
        let known = ("cookie", cookie.as_str());
        assert_eq!(status(&guard.judge(&request("GET", "/", &[host]))), 403);
        assert_eq!(status(&guard.judge(&request("GET", "/", &[host, known]))), 200);
        assert_eq!(enter(&[host, known]), 303);
        let post = |headers: &[(&str, &str)]| status(&guard.judge(&request("POST", "/articles/0/save", headers)));
        assert_eq!(post(&[host, known]), 403);
        assert_eq!(post(&[host, known, ("origin", "http://127.0.0.1:7001")]), 403);
        assert_eq!(post(&[host, known, ("origin", "null")]), 403);
        assert_eq!(post(&[host, known, ("origin", "http://127.0.0.1:7000")]), 200);
        assert_eq!(post(&[host, host, known, ("origin", "http://127.0.0.1:7000")]), 421);
    }
}
