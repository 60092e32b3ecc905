//! The review, asked by raw HTTP as its page asks it, and as an attacker would: everything is done or refused clearly,
//! and nothing is lost.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A byte order mark, CRLF and an emoji before and behind what is found.
const PLAIN: &str = "\u{feff}The 🌉 bridge is open\r\n\r\nMM. Duval and Roux opened it on monday. \
    Ferries 🚢 to kyiv rest.\r\n\r\nMM. Blanc and Noir closed it again on tuesday.\r\n";

/// A running review.
struct Desk {
    folder: tempfile::TempDir,
    process: Child,
    port: u16,
    token: String,
    cookie: String,
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn message(&self) -> String {
        self.json()["message"].as_str().unwrap_or_default().to_owned()
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("desk")).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join("desk").join(name), text).unwrap();
    }
    folder
}

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        Self::start(folder(files), &[])
    }

    fn start(folder: tempfile::TempDir, options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["review", "--no-open", "--from", "fr"])
            .args(options)
            .arg(".")
            .current_dir(folder.path().join("desk"))
            .env("XDG_STATE_HOME", folder.path().join("state"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.split("http://127.0.0.1:").nth(1).unwrap_or_else(|| panic!("no address: {line}"));
        let (port, token) = address.trim().split_once("/?token=").unwrap();
        let (port, token) = (port.parse().unwrap(), token.to_owned());
        let mut desk = Self { folder, process, port, token, cookie: String::new() };
        let entered = desk.raw(&format!("GET /?token={} HTTP/1.1\r\nHost: {}\r\n\r\n", desk.token, desk.host()));
        assert_eq!(entered.status, 303);
        let cookie = entered.head.split("Set-Cookie: ").nth(1).unwrap();
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.lines().next().unwrap().contains(attribute), "{cookie}");
        }
        desk.cookie = cookie.split(';').next().unwrap().to_owned();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("desk").join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        // A server that has refused already may have closed.
        let _ = stream.write_all(request.as_bytes());
        answer(&mut stream)
    }

    fn get(&self, target: &str) -> Answer {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.host(), self.cookie);
        self.raw(&request)
    }

    fn post(&self, target: &str, version: u64, body: &str) -> Answer {
        let host = self.host();
        self.raw(&format!(
            "POST {target} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nOrigin: http://{host}\r\n\
             Content-Type: application/json\r\nIf-Match: \"{version}\"\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        ))
    }

    fn version(&self, number: usize) -> u64 {
        self.get(&format!("/articles/{number}")).json()["version"].as_u64().unwrap()
    }

    fn act(&self, number: usize, action: &str, body: &Value) -> Answer {
        self.post(&format!("/articles/{number}/{action}"), self.version(number), &body.to_string())
    }

    fn decide(&self, number: usize, finding: usize, decision: &Value) -> Answer {
        self.act(number, "decide", &json!({ "finding": finding, "decision": decision }))
    }

    /// Ends it as Ctrl-C does, and gives the folder and what it said at the end.
    #[cfg(unix)]
    fn end(mut self) -> (tempfile::TempDir, String) {
        assert!(Command::new("kill").args(["-INT", &self.process.id().to_string()]).status().unwrap().success());
        let mut said = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(self.process.wait().unwrap().code(), Some(0), "{said}");
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        (folder, said)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A reset after the answer is no matter.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("no answer")) + 4;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: bytes[end..].to_vec() }
}

/// The numbers of the findings of these words in the article, by the cards of the page.
fn finding(desk: &Desk, number: usize, words: &str) -> usize {
    let html = desk.get(&format!("/articles/{number}")).json()["html"].as_str().unwrap().to_owned();
    let cards: Vec<&str> = html.split("<li class=\"card ").skip(1).collect();
    cards.iter().position(|card| card.contains(words)).unwrap_or_else(|| panic!("no `{words}` in {html}"))
}

#[test]
fn only_the_browser_with_the_link_comes_in() {
    let desk =
        Desk::new(&[("a.txt", PLAIN), ("<script>alert(1)<script>.txt", "<script>alert(2)</script>\n\nOn monday.\n")]);
    let (host, cookie) = (desk.host(), desk.cookie.clone());
    let get = |target: &str, host: &str, more: &str| {
        desk.raw(&format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n")).status
    };
    let known = format!("Cookie: {cookie}\r\n");
    // No token, a wrong one, one cut short, and one used before.
    for target in ["/", "/articles", "/articles/0", "/?token=", "/?token=0123456789abcdef", "/favicon.ico"] {
        assert_eq!(get(target, &host, ""), 403, "{target}");
    }
    assert_eq!(get(&format!("/?token={}", &desk.token[..desk.token.len() - 1]), &host, ""), 403);
    assert_eq!(get(&format!("/?token={}", desk.token), &host, ""), 403);
    let wrong = format!("Cookie: {}0\r\n", &cookie[..cookie.len() - 1]);
    let wrong = if wrong.trim() == known.trim() { wrong.replace('0', "1") } else { wrong };
    assert_eq!(get("/articles/0", &host, &wrong), 403);
    // Another name for the same address, and another page in the same browser.
    for name in
        ["evil.example", "localhost", &format!("evil.example:{}", desk.port), &format!("localhost:{}", desk.port)]
    {
        assert_eq!(get("/articles/0", name, &known), 421, "{name}");
    }
    let foreign = ["http://evil.example", "null", "http://127.0.0.1:1", &format!("https://{host}")];
    for origin in foreign {
        assert_eq!(get("/articles/0", &host, &format!("{known}Origin: {origin}\r\n")), 403, "{origin}");
    }
    assert_eq!(get("/", &host, &format!("{known}Sec-Fetch-Site: cross-site\r\n")), 403);
    let post = |more: &str| {
        desk.raw(&format!(
            "POST /articles/0/save HTTP/1.1\r\nHost: {host}\r\n{known}{more}Content-Length: 2\r\n\r\n{{}}"
        ))
        .status
    };
    let json = "Content-Type: application/json\r\n";
    assert_eq!(post(&format!("{json}If-Match: \"1\"\r\n")), 403);
    assert_eq!(post(&format!("{json}If-Match: \"1\"\r\nOrigin: http://evil.example\r\n")), 403);
    assert_eq!(post(&format!("Content-Type: text/plain\r\nIf-Match: \"1\"\r\nOrigin: http://{host}\r\n")), 400);
    assert_eq!(post(&format!("{json}Origin: http://{host}\r\n")), 428);
    assert_eq!(get("/", &host, &known), 200);
    // What it answers forbids what it does not need.
    for target in ["/", "/articles", "/articles/0"] {
        let head = desk.get(target).head;
        for line in [
            "X-Content-Type-Options: nosniff",
            "Cache-Control: no-store",
            "default-src 'none'",
            "frame-ancestors 'none'",
            "Referrer-Policy: no-referrer",
        ] {
            assert!(head.contains(line), "{target}: {head}");
        }
        assert!(!head.contains("unsafe-inline") && !head.contains("Access-Control"), "{head}");
    }
    // Names and text of articles stay text.
    let page = String::from_utf8(desk.get("/").body).unwrap();
    let scripted = desk.get("/articles/0").json()["html"].as_str().unwrap().to_owned();
    assert!(!page.contains("<script>alert") && !scripted.contains("<script"), "{page}");
    assert!(scripted.contains("&lt;script&gt;alert(2)"), "{scripted}");
    assert_eq!(desk.text("a.txt"), PLAIN);
}

#[test]
fn what_is_no_proper_request_is_refused_and_blocks_nobody() {
    let desk = Desk::new(&[("a.txt", PLAIN)]);
    fs::write(desk.folder.path().join("secret.txt"), "secret").unwrap();
    // Clients that say nothing, or half of something, are there all the time.
    let stuck: Vec<TcpStream> = (0..20)
        .map(|n| {
            let mut stream = TcpStream::connect(("127.0.0.1", desk.port)).unwrap();
            stream
                .write_all(
                    ["", "GET / HT", "POST /articles/0/save HTTP/1.1\r\nContent-Length: 9\r\n\r\n"][n % 3].as_bytes(),
                )
                .unwrap();
            stream
        })
        .collect();
    for target in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/articles/../../secret.txt",
        "/articles/%2e%2e/secret.txt",
        "/articles/1",
        "/articles/-1",
        "/articles/+0",
        "/articles/00000000000000000000000000000000000000001",
        "/articles/0/",
        "/articles/a.txt",
        "/a.txt",
        "//etc/passwd",
        "/copydesk.toml",
    ] {
        assert_eq!(desk.get(target).status, 404, "{target}");
        assert!(matches!(desk.post(target, 1, "{}").status, 404), "{target}");
    }
    assert_eq!(desk.post("/articles/0/delete", 1, "{}").status, 404);
    assert_eq!(desk.get("/articles/0/save").status, 404);
    let host = desk.host();
    let put = format!("PUT /articles/0 HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\n\r\n", desk.cookie);
    assert_eq!(desk.raw(&put).status, 405);
    assert_eq!(desk.raw("nonsense\r\n\r\n").status, 400);
    // Malformed JSON, and JSON that says something else.
    for body in [
        "",
        "{",
        "[]",
        "{\"finding\": 0}",
        "{\"finding\": -1, \"decision\": {\"kind\": \"open\"}}",
        "{\"finding\": 0, \"decision\": {\"kind\": \"open\"}, \"path\": \"/etc/passwd\"}",
        "{\"finding\": 0, \"decision\": {\"kind\": \"write\"}}",
        "\u{feff}{}",
    ] {
        assert_eq!(desk.post("/articles/0/decide", 1, body).status, 400, "{body}");
    }
    assert_eq!(desk.decide(0, 1000, &json!({ "kind": "fix", "fix": 0 })).status, 422);
    assert_eq!(desk.decide(0, 0, &json!({ "kind": "fix", "fix": 1000 })).status, 422);
    assert_eq!(desk.decide(0, 0, &json!({ "kind": "own", "words": "x".repeat(20_000) })).status, 422);
    // Too large: a body that is only announced, one that is sent, and a head without end.
    assert_eq!(desk.post("/articles/0/decide", 1, &"x".repeat(200_000)).status, 413);
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(40_000));
    assert_eq!(desk.raw(&long).status, 431);
    let announced = format!("POST /articles/0/decide HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\n\r\n");
    let mut stream = TcpStream::connect(("127.0.0.1", desk.port)).unwrap();
    stream.write_all(announced.as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    assert_eq!(answer(&mut stream).status, 413);
    assert_eq!(desk.get("/articles/0").json()["decided"], 0);
    assert_eq!(desk.text("a.txt"), PLAIN);
    drop(stuck);
}

#[test]
fn an_article_is_saved_as_it_was_decided_byte_for_byte() {
    let desk = Desk::new(&[("a.txt", PLAIN)]);
    let state = desk.get("/articles/0").json();
    assert_eq!((state["decided"].clone(), state["findings"].clone()), (json!(0), json!(5)));
    let fix = json!({ "kind": "fix", "fix": 0 });
    let at = |words: &str| finding(&desk, 0, words);
    assert_eq!(desk.decide(0, at("Mr. Duval"), &fix).status, 200);
    assert_eq!(desk.decide(0, at("Tuesday"), &fix).status, 200);
    assert_eq!(desk.decide(0, at("Kyiv"), &json!({ "kind": "own", "words": "Kyïv <&> 🚢\nnow" })).status, 200);
    let reject = json!({ "kind": "reject", "reason": "the name of \"a\" firm", "baseline": false });
    assert_eq!(desk.decide(0, at("Mr. Blanc"), &reject).status, 200);
    // Undo, twice, and redo, once.
    assert_eq!(desk.act(0, "undo", &json!({})).json()["decided"], 3);
    assert_eq!(desk.act(0, "undo", &json!({})).json()["decided"], 2);
    assert_eq!(desk.act(0, "redo", &json!({})).json()["decided"], 3);
    assert_eq!(desk.decide(0, at("Mr. Blanc"), &reject).json()["decided"], 4);
    assert!(desk.act(0, "redo", &json!({})).message().contains("nothing to redo"));
    assert_eq!(desk.text("a.txt"), PLAIN, "nothing is written before it is saved");
    let saved = desk.act(0, "save", &json!({}));
    assert_eq!((saved.status, &saved.json()["saved"]), (200, &json!(true)));
    assert_eq!(saved.message(), "Saved a.txt: 3 corrections, 1 rejection in copydesk.toml.");
    let expected = PLAIN
        .replace("MM. Duval and Roux", "Mr. Duval and Mr. Roux")
        .replace("tuesday", "Tuesday")
        .replace("kyiv", "Kyïv <&> 🚢\r\nnow");
    assert_eq!(desk.text("a.txt"), expected);
    let config = desk.text("copydesk.toml");
    let entry = "[[suppressions]]\nrule = \"foreign-honorific\"\nwords = \"MM. Blanc and Noir\"\nfiles = [\"a.txt\"]\n";
    assert!(config.starts_with(entry), "{config}");
    // What is left is open; the rejected one is gone, here and for everybody.
    assert_eq!((saved.json()["decided"].clone(), saved.json()["findings"].clone()), (json!(0), json!(1)));
    let check = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--from", "fr", "--format", "concise", "a.txt"])
        .current_dir(desk.folder.path().join("desk"))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(check.stdout).unwrap().lines().count(), 1);
    let all = desk.act(0, "accept-safe", &json!({}));
    assert_eq!((all.message(), &all.json()["decided"]), ("Safe corrections accepted: 1.".into(), &json!(1)));
    assert_eq!(desk.act(0, "discard", &json!({})).json()["decided"], 0);
    assert_eq!(desk.act(0, "undo", &json!({})).json()["decided"], 1);
    assert_eq!(desk.act(0, "save", &json!({})).status, 200);
    assert_eq!(desk.text("a.txt"), expected.replace("monday", "Monday"));
    assert_eq!(fs::read_dir(desk.folder.path().join("desk")).unwrap().count(), 2, "no other file is left behind");
}

#[test]
fn markup_is_written_as_markup_and_holds_its_rejections() {
    let html = "<h1>The bridge</h1>\r\n<p>MM. Duval &amp; Roux <b>opened</b> it on monday.</p>\r\n<p>MM. Xi and Putin left.</p>\r\n";
    let markdown = "# The *bridge*\n\nMM. Duval and Roux opened it on monday.\n\n- On tuesday\n";
    let desk = Desk::new(&[("a.html", html), ("b.md", markdown)]);
    let at = |number: usize, words: &str| finding(&desk, number, words);
    let own = json!({ "kind": "own", "words": "Monday <noon> & \"so\"" });
    assert_eq!(desk.decide(0, at(0, "Monday"), &own).status, 200);
    let reject = json!({ "kind": "reject", "reason": "as --> in the original", "baseline": false });
    assert_eq!(desk.decide(0, at(0, "Mr. Xi"), &reject).status, 200);
    let saved = desk.act(0, "save", &json!({}));
    assert_eq!(saved.message(), "Saved a.html: 1 correction, 1 rejection as a comment.");
    let expected = html
        .replace("monday", "Monday &lt;noon&gt; &amp; \"so\"")
        .replace("<p>MM. Xi", "<!-- copydesk-ignore foreign-honorific: as –› in the original -->\r\n<p>MM. Xi");
    assert_eq!(desk.text("a.html"), expected);
    for words in ["Mr. Duval", "Tuesday"] {
        assert_eq!(desk.decide(1, at(1, words), &reject).status, 200);
    }
    assert_eq!(desk.decide(1, at(1, "Monday"), &json!({ "kind": "own", "words": "*Mon*day" })).status, 200);
    let saved = desk.act(1, "save", &json!({}));
    assert_eq!(saved.message(), "Saved b.md: 1 correction, 2 rejections as a comment.");
    let text = desk.text("b.md");
    assert!(text.contains("\\*Mon\\*day") && text.matches("<!-- copydesk-ignore ").count() == 2, "{text}");
    assert_eq!(saved.json()["findings"], 0, "{text}");
    assert!(!desk.path("copydesk.toml").exists());
}

#[test]
fn several_rejections_in_one_paragraph_are_each_recorded() {
    let desk = Desk::new(&[("a.html", "<p>MM. Duval and Roux opened it on monday, in kyiv.</p>\n")]);
    let reject = json!({ "kind": "reject", "reason": "", "baseline": false });
    for words in ["Mr. Duval", "Monday", "Kyiv"] {
        assert_eq!(desk.decide(0, finding(&desk, 0, words), &reject).status, 200);
    }
    let saved = desk.act(0, "save", &json!({}));
    assert_eq!(saved.message(), "Saved a.html: 0 corrections, 3 rejections as a comment.");
    assert_eq!(saved.json()["findings"], 0, "{}", desk.text("a.html"));
    assert!(desk.text("a.html").ends_with("<p>MM. Duval and Roux opened it on monday, in kyiv.</p>\n"));
    assert!(!desk.path("copydesk.toml").exists());
}

#[test]
fn rejections_in_one_block_keep_their_reasons_and_their_places() {
    let text = "<p>MM. Duval and Roux met MM. Blanc and Noir on monday.</p>\n<p>They left on tuesday.</p>\n";
    let desk = Desk::start(folder(&[("a.html", text)]), &["--baseline", "known.json"]);
    let reject = |words: &str, reason: &str, baseline: bool| {
        let decision = json!({ "kind": "reject", "reason": reason, "baseline": baseline });
        assert_eq!(desk.decide(0, finding(&desk, 0, words), &decision).status, 200);
    };
    reject("Mr. Duval", "a firm", false);
    reject("Mr. Blanc", "another firm", false);
    reject("Monday", "", true);
    reject("Tuesday", "", false);
    let saved = desk.act(0, "save", &json!({}));
    let told = "Saved a.html: 0 corrections, 3 rejections as a comment, 1 rejection in the baseline.";
    assert_eq!((saved.message(), &saved.json()["findings"]), (told.to_owned(), &json!(0)));
    let expected = text
        .replace("<p>MM.", "<!-- copydesk-ignore foreign-honorific: another firm -->\n<p>MM.")
        .replace("<p>They", "<!-- copydesk-ignore lowercase-demonym -->\n<p>They");
    let first = "<!-- copydesk-ignore foreign-honorific: a firm -->\n";
    assert_eq!(desk.text("a.html"), format!("{first}{expected}"));
}

#[test]
fn a_rejection_of_what_is_no_longer_told_is_recorded_nowhere() {
    let line = "The bridge over the river was opened again to all the traffic of the city on monday.";
    let desk = Desk::new(&[("a.md", &format!("{line}\n\n{line}\n"))]);
    let twice = finding(&desk, 0, "duplicate-paragraph");
    let reject = json!({ "kind": "reject", "reason": "", "baseline": false });
    assert_eq!(desk.decide(0, twice, &reject).status, 200);
    let monday = finding(&desk, 0, "Monday");
    assert_eq!(desk.decide(0, monday, &json!({ "kind": "own", "words": "Friday" })).status, 200);
    let saved = desk.act(0, "save", &json!({}));
    assert_eq!(saved.message(), "Saved a.md: 1 correction.");
    assert!(!desk.text("a.md").contains("<!--"), "{}", desk.text("a.md"));
}

#[test]
fn words_where_no_comment_can_stand_are_recorded_as_they_are_read() {
    let text = "<title>MM.&nbsp;Duval and Roux</title>\n<h1>The bridge</h1>\n<p>It is open.</p>\n";
    let desk = Desk::new(&[("a.html", text), ("copydesk.toml", "# ours\nsuppressions = []\n")]);
    let reject = json!({ "kind": "reject", "reason": "a firm", "baseline": false });
    assert_eq!(desk.decide(0, finding(&desk, 0, "Mr. Duval"), &reject).status, 200);
    let saved = desk.act(0, "save", &json!({}));
    assert_eq!(saved.message(), "Saved a.html: 0 corrections, 1 rejection in copydesk.toml.");
    assert_eq!((desk.text("a.html"), &saved.json()["findings"]), (text.to_owned(), &json!(0)));
    let entry =
        "rule = \"foreign-honorific\", words = \"MM. Duval and Roux\", files = [\"a.html\"], reason = \"a firm\"";
    assert_eq!(desk.text("copydesk.toml"), format!("# ours\nsuppressions = [{{ {entry} }}]\n"));
    let mut check = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    let check =
        check.args(["check", "--from", "fr", "."]).current_dir(desk.folder.path().join("desk")).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn corrections_that_overlap_are_never_taken_together() {
    let text = "The bridge is open\n\nMM. Duval and Roux met. On monday they left.\n";
    let written = "<p>“It rains”, assured the press on Tuesday the spokesman of the Kremlin, Yuri Ouchakov.</p>\n<p>It was in kyiv.</p>";
    let desk = Desk::new(&[("a.html", written), ("b.txt", text)]);
    let first = json!({ "kind": "fix", "fix": 0 });
    let (line, name) = (finding(&desk, 0, "inverted-attribution"), finding(&desk, 0, "transliterated-name"));
    assert_eq!(desk.decide(0, line, &first).status, 200);
    let refused = desk.decide(0, name, &first);
    assert_eq!(refused.status, 422);
    assert!(
        refused.message().contains(&format!("overlaps the correction of finding {}", line + 1)),
        "{}",
        refused.message()
    );
    assert_eq!(refused.json()["decided"], 1);
    assert_eq!(desk.decide(0, line, &json!({ "kind": "open" })).status, 200);
    assert_eq!(desk.decide(0, name, &first).status, 200);
    // What the button promises is what it does.
    let html = desk.get("/articles/0").json()["html"].as_str().unwrap().to_owned();
    assert!(html.contains("Accept all safe<span class=\"count\"> 1</span>"), "{html}");
    let all = desk.act(0, "accept-safe", &json!({}));
    assert_eq!((all.status, all.message()), (200, "Safe corrections accepted: 1.".into()));
    assert_eq!(desk.act(0, "save", &json!({})).status, 200);
    assert_eq!(desk.text("a.html"), written.replace("Ouchakov", "Ushakov").replace("kyiv", "Kyiv"));
}

#[test]
fn two_tabs_and_other_programs_lose_nothing() {
    let desk = Desk::new(&[("a.txt", PLAIN), ("b.txt", PLAIN)]);
    let fix = json!({ "kind": "fix", "fix": 0 });
    let decide = |finding: usize| json!({ "finding": finding, "decision": fix }).to_string();
    // Both tabs saw the same version: the second is told, and sees what the first did.
    let seen = desk.version(0);
    assert_eq!(desk.post("/articles/0/decide", seen, &decide(0)).status, 200);
    let outdated = desk.post("/articles/0/decide", seen, &decide(1));
    assert_eq!(outdated.status, 412);
    assert!(outdated.message().contains("another tab"));
    assert_eq!(outdated.json()["decided"], 1);
    // Both save at once: one of them does.
    let seen = desk.version(0);
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let save = || desk.post("/articles/0/save", seen, "{}").status;
        let tabs: Vec<_> = (0..4).map(|_| scope.spawn(save)).collect();
        tabs.into_iter().map(|tab| tab.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412]);
    assert_eq!(desk.text("a.txt"), PLAIN.replace("MM. Duval and Roux", "Mr. Duval and Mr. Roux"));

    // Another program changes the file: told, nothing overwritten, decisions kept and carried over.
    for finding in 0..3 {
        assert_eq!(desk.post("/articles/1/decide", desk.version(1), &decide(finding)).status, 200);
    }
    let theirs = format!("{}Their last line.\r\n", PLAIN.replace("kyiv", "Kyiv"));
    fs::write(desk.path("b.txt"), &theirs).unwrap();
    let conflict = desk.act(1, "save", &json!({}));
    assert_eq!(
        (conflict.status, &conflict.json()["changed"], &conflict.json()["decided"]),
        (409, &json!(true), &json!(3))
    );
    assert!(conflict.message().contains("changed by someone else"));
    assert_eq!(desk.text("b.txt"), theirs);
    let read = desk.act(1, "reload", &json!({}));
    assert_eq!((read.status, &read.json()["decided"]), (200, &json!(2)));
    assert!(read.message().contains("1 are about words that are no longer there"), "{}", read.message());
    assert_eq!(desk.act(1, "save", &json!({})).status, 200);
    let expected = theirs.replace("MM. Duval and Roux", "Mr. Duval and Mr. Roux").replace("monday", "Monday");
    assert_eq!(desk.text("b.txt"), expected);

    // It takes the file away, and puts it back.
    assert_eq!(desk.act(1, "accept-safe", &json!({})).status, 200);
    fs::rename(desk.path("b.txt"), desk.path("b.bak")).unwrap();
    let gone = desk.act(1, "save", &json!({}));
    assert_eq!(gone.status, 409);
    assert!(gone.message().contains("no longer there") && gone.message().contains("kept"), "{}", gone.message());
    assert_eq!(desk.act(1, "reload", &json!({})).status, 409);
    assert!(!desk.path("b.txt").exists());
    fs::rename(desk.path("b.bak"), desk.path("b.txt")).unwrap();
    // It may not be written: a folder stands in for a disk that says no, to everybody.
    assert_eq!(read_only_save(&desk).status, 409);
    assert_eq!(desk.text("b.txt"), expected);
    assert_eq!(desk.act(1, "save", &json!({})).status, 200);
    let done = expected.replace("MM. Blanc and Noir", "Mr. Blanc and Mr. Noir").replace("tuesday", "Tuesday");
    assert_eq!(desk.text("b.txt"), done);
}

/// What saving answers while the file cannot be written. Whether a mode without a write bit binds this user is tried:
/// where it does not, a file that is no text any more stands in.
fn read_only_save(desk: &Desk) -> Answer {
    let path = desk.path("b.txt");
    let mode = fs::metadata(&path).unwrap().permissions();
    let mut locked = mode.clone();
    locked.set_readonly(true);
    fs::set_permissions(&path, locked).unwrap();
    let binds = fs::OpenOptions::new().write(true).open(&path).is_err();
    let text = fs::read(&path).unwrap();
    if !binds {
        fs::write(&path, b"\xff\xfe\0").unwrap();
    }
    let answer = desk.act(1, "save", &json!({}));
    assert!(answer.message().contains(if binds { "read-only" } else { "UTF-16" }), "{}", answer.message());
    fs::set_permissions(&path, mode).unwrap();
    if !binds {
        fs::write(&path, text).unwrap();
    }
    answer
}

#[cfg(unix)]
#[test]
fn decisions_outlive_the_server_and_rejections_can_go_to_the_baseline() {
    let with = |folder| Desk::start(folder, &["--baseline", "known.json"]);
    let desk = with(folder(&[("a.txt", PLAIN)]));
    let at = |words: &str| finding(&desk, 0, words);
    assert_eq!(desk.decide(0, at("Mr. Duval"), &json!({ "kind": "fix", "fix": 0 })).status, 200);
    let reject = json!({ "kind": "reject", "reason": "", "baseline": true });
    assert_eq!(desk.decide(0, at("Tuesday"), &reject).status, 200);
    let (folder, said) = desk.end();
    assert!(said.contains("2 decisions about 1 article not saved yet"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("desk/a.txt")).unwrap(), PLAIN);
    // Meanwhile the file gets another paragraph: what still fits is there again.
    let grown = format!("{PLAIN}\r\nA new line.\r\n");
    fs::write(folder.path().join("desk/a.txt"), &grown).unwrap();
    let desk = with(folder);
    assert_eq!(desk.get("/articles/0").json()["decided"], 2);
    let saved = desk.act(0, "save", &json!({}));
    assert_eq!(saved.message(), "Saved a.txt: 1 correction, 1 rejection in the baseline.");
    assert_eq!(desk.text("a.txt"), grown.replace("MM. Duval and Roux", "Mr. Duval and Mr. Roux"));
    assert_eq!(saved.json()["findings"], 3);
    assert!(!desk.path("copydesk.toml").exists());
    let (folder, said) = desk.end();
    assert!(!said.contains("not saved"), "{said}");
    let left = fs::read_dir(folder.path().join("state/copydesk/review")).unwrap().count();
    assert_eq!(left, 0, "what is saved is kept no longer");
    let check = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["check", "--from", "fr", "--format", "concise", "a.txt"]).args(more);
        let out = command.current_dir(folder.path().join("desk")).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    assert!(check(&[]).contains("Tuesday") && !check(&["--baseline", "known.json"]).contains("Tuesday"));
}
