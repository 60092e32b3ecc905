//! The server: answers on this machine alone, a thread a request.

use super::article::{Decision, Governing, Known, Reviewed};
use super::guard::{Guard, Pass};
use super::http::{Request, Response};
use super::page;
use super::save::Trouble;
use super::store::Store;
use crate::problem::Problem;
use crate::rule::RuleSet;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many clients are answered at once.
const MOST_CLIENTS: usize = 128;

/// What is under review.
#[derive(Debug)]
pub struct Review {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// What governs articles.
    pub governing: Vec<Governing>,
    /// The articles.
    pub articles: Vec<Reviewed>,
    /// Findings that pass.
    pub known: Option<Known>,
    /// Where decisions are kept.
    pub store: Store,
}

/// How a review ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Decisions that are kept and not saved.
    pub kept: usize,
    /// Articles they are about.
    pub articles: usize,
}

/// A server that waits for its first request.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    guard: Guard,
    stop: Arc<AtomicBool>,
}

/// Ends a server from another thread.
#[derive(Debug, Clone)]
pub struct Ending {
    stop: Arc<AtomicBool>,
    port: u16,
}

impl Ending {
    /// Ends the server once the requests under way are answered.
    pub fn end(&self) {
        self.stop.store(true, Ordering::SeqCst);
        // The server waits for a client; if it is gone already, that is what was wanted.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
    }
}

/// What a request to decide says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecideFile {
    finding: usize,
    decision: Decision,
}

impl Server {
    /// A server on this machine at `port`; 0 for a free one.
    ///
    /// # Errors
    /// When the port is taken, or the system has no random numbers.
    pub fn new(port: u16) -> Result<Self, Problem> {
        let taken = |e: std::io::Error| {
            let failure = Problem::new(format!("no server at port {port}: {}", crate::formats::Reason(&e)));
            failure.with((port != 0).then(|| "choose another --port, or none for a free one".to_owned()))
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(taken)?;
        let port = listener.local_addr().map_err(taken)?.port();
        let guard = Guard::new(port).map_err(|e| Problem::new(format!("no random numbers: {e}")))?;
        Ok(Self { listener, guard, stop: Arc::default() })
    }

    /// The address that opens the page, once.
    #[must_use]
    pub fn link(&self) -> String {
        self.guard.link()
    }

    /// What ends it.
    #[must_use]
    pub fn ending(&self) -> Ending {
        Ending { stop: Arc::clone(&self.stop), port: self.listener.local_addr().map_or(0, |a| a.port()) }
    }

    /// Answers until it is ended; `tell` gets what is to be shown on the terminal.
    pub fn serve(&self, review: Review, tell: &(dyn Fn(&str) + Sync)) -> Outcome {
        let review = Mutex::new(review);
        let clients = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for stream in self.listener.incoming() {
                if self.stop.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(mut stream) = stream else { continue };
                if clients.fetch_add(1, Ordering::SeqCst) >= MOST_CLIENTS {
                    clients.fetch_sub(1, Ordering::SeqCst);
                    Response::refusal(503, "Too many requests at once.").send(&mut stream);
                    continue;
                }
                let (review, clients) = (&review, &clients);
                scope.spawn(move || {
                    let response = match Request::read(&mut stream, &self.stop) {
                        Ok(request) => Some(self.answer(&request, review, tell)),
                        Err(refusal) => refusal,
                    };
                    if let Some(response) = response {
                        response.send(&mut stream);
                    }
                    clients.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        let review = review.into_inner().unwrap_or_else(PoisonError::into_inner);
        let decided = review.articles.iter().map(Reviewed::decided).filter(|n| *n > 0);
        Outcome { kept: decided.clone().sum(), articles: decided.count() }
    }

    fn answer(&self, request: &Request, review: &Mutex<Review>, tell: &(dyn Fn(&str) + Sync)) -> Response {
        match self.guard.judge(request) {
            Pass::Answered(response) => response,
            Pass::Used(link) => {
                tell(&link);
                Response::refusal(403, "This link was used before. The terminal shows a new one.")
            }
            Pass::Allowed => {
                let work = || lock(review).answer(request);
                catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
                    Response::refusal(500, "This request broke down; nothing was saved. Please report it.")
                })
            }
        }
    }
}

/// What is under review; a request that broke down has changed nothing, or all it had to.
fn lock(review: &Mutex<Review>) -> MutexGuard<'_, Review> {
    review.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Review {
    fn answer(&mut self, request: &Request) -> Response {
        let missing = || Response::refusal(404, "There is no such page.");
        let parts: Vec<&str> = request.target.split('/').skip(1).collect();
        match (&*request.method, &parts[..]) {
            ("GET", [""]) => page::page(self),
            ("GET", ["articles"]) => Response::json(200, &self.list()),
            ("GET", ["articles", number]) => match self.number(number) {
                Some(number) => self.state(200, number, Value::Null),
                None => missing(),
            },
            ("POST", ["articles", number, action]) => match self.number(number) {
                Some(number) => self.change(number, action, request),
                None => missing(),
            },
            ("GET" | "POST", _) => missing(),
            _ => Response::refusal(405, "This server answers GET and POST."),
        }
    }

    fn number(&self, number: &str) -> Option<usize> {
        let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        number.parse().ok().filter(|n| digits && *n < self.articles.len())
    }

    fn list(&self) -> Value {
        let one = |(number, a): (usize, &Reviewed)| json!({ "number": number, "version": a.version, "decided": a.decided(), "findings": a.decisions.len() });
        Value::Array(self.articles.iter().enumerate().map(one).collect())
    }

    /// The article of this number as it is now, with what is to be told.
    fn state(&self, status: u16, number: usize, told: Value) -> Response {
        let article = &self.articles[number];
        let mut state = json!({
            "number": number,
            "version": article.version,
            "decided": article.decided(),
            "findings": article.decisions.len(),
            "html": page::section(self, number).into_string(),
            "rules": page::rule_pages(self, number),
        });
        if let (Some(state), Value::Object(told)) = (state.as_object_mut(), told) {
            state.extend(told);
        }
        Response::json(status, &state).with("ETag", format!("\"{}\"", article.version))
    }

    fn change(&mut self, number: usize, action: &str, request: &Request) -> Response {
        if request.header("content-type").and_then(|t| t.split(';').next()) != Some("application/json") {
            return Response::refusal(400, "The request is no JSON.");
        }
        let Some(seen) = request.header("if-match") else {
            return Response::refusal(428, "The request does not say which version it saw.");
        };
        if seen.trim_matches('"').parse() != Ok(self.articles[number].version) {
            let told =
                "This article was changed in another tab. It is shown as it is now; what you did last was not done.";
            return self.state(412, number, json!({ "message": told }));
        }
        let refused = |message: &str| json!({ "message": message });
        let article = &mut self.articles[number];
        let told = match action {
            "decide" => {
                let DecideFile { finding, decision } = match serde_json::from_slice(&request.body) {
                    Ok(decide) => decide,
                    Err(error) => return Response::refusal(400, &format!("The request is not understood: {error}")),
                };
                if let Err(why) = article.decide(finding, decision) {
                    return self.state(422, number, refused(&why));
                }
                Value::Null
            }
            "accept-safe" => {
                let count = article.accept_safe();
                json!({ "message": format!("Safe corrections accepted: {count}.") })
            }
            "discard" => {
                article.discard();
                json!({ "message": "All findings are open again." })
            }
            "undo" if !article.undo() => json!({ "message": "There is nothing to undo." }),
            "redo" if !article.redo() => json!({ "message": "There is nothing to redo." }),
            "undo" | "redo" => Value::Null,
            "save" => return self.save(number),
            "reload" => return self.reload(number),
            _ => return Response::refusal(404, "There is no such action."),
        };
        self.keep(number, 200, told)
    }

    /// Keeps what is decided about an article, and answers with it.
    fn keep(&self, number: usize, status: u16, mut told: Value) -> Response {
        if let Err(failure) = self.store.keep(&self.articles[number], &self.rules) {
            told = json!({ "message": format!("What you decide is not kept beyond this session: {failure}") });
        }
        self.state(status, number, told)
    }

    fn save(&mut self, number: usize) -> Response {
        let article = &mut self.articles[number];
        let governing = &self.governing[article.governing];
        match article.save(&self.rules, governing, self.known.as_mut()) {
            Ok((message, problems)) => {
                let problems: Vec<String> = problems.iter().map(words).collect();
                let message = [message].into_iter().chain(problems.clone()).collect::<Vec<_>>().join(" ");
                self.keep(number, 200, json!({ "message": message, "saved": true, "failed": !problems.is_empty() }))
            }
            Err(Trouble::Changed) => {
                let name = &article.name;
                let message = format!(
                    "{name} was changed by someone else since it was opened. Nothing was saved; what you decided is kept. Read the file again to go on: your decisions are carried over where they still fit."
                );
                self.state(409, number, json!({ "message": message, "changed": true }))
            }
            Err(Trouble::Failed(failure)) => {
                self.state(409, number, json!({ "message": words(&failure), "failed": true }))
            }
        }
    }

    /// Reads the article of this number again; decisions are carried over where they fit.
    fn reload(&mut self, number: usize) -> Response {
        let article = &mut self.articles[number];
        let text = match crate::formats::plain::read(&article.path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("{}: {error}. What you decided is kept.", article.name);
                return self.state(409, number, json!({ "message": message, "failed": true }));
            }
        };
        let carried = article.carried(&self.rules);
        let all = carried.len();
        article.renew(text, &self.governing[article.governing].linter, self.known.as_ref());
        let lost = article.carry(carried, &self.rules);
        let message = match lost {
            0 => format!("{} was read again; all {all} decisions fit.", article.name),
            _ => format!(
                "{} was read again. {} of {all} decisions fit; {lost} are about words that are no longer there.",
                article.name,
                all - lost
            ),
        };
        self.keep(number, 200, json!({ "message": message }))
    }
}

/// A failure with its remedy, in sentences.
fn words(failure: &Problem) -> String {
    let end = |text: &str| if text.ends_with(['.', '!']) { text.to_owned() } else { format!("{text}.") };
    match &failure.remedy {
        Some(remedy) => format!("{} {}", end(&failure.head()), end(remedy)),
        None => end(&failure.head()),
    }
}
