//! The server: answers on this machine alone, a thread a request.

use super::answers::ReviewAnswer;
use super::article::Reviewed;
use super::guard::{Gate, Pass};
use super::http::{Request, Response};
use super::state::Review;
use crate::problem::Problem;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// How many clients are answered at once.
const MOST_CLIENTS: usize = 128;

/// How a review ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewOutcome {
    /// Decisions that are kept and not saved.
    pub kept: usize,
    /// Articles they are about.
    pub articles: usize,
}

/// A server that waits for its first request.
#[derive(Debug)]
pub struct ReviewServer {
    listener: TcpListener,
    guard: Gate,
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

impl ReviewServer {
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
        let guard = Gate::new(port).map_err(|e| Problem::new(format!("no random numbers: {e}")))?;
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
    pub fn serve(&self, review: Review, tell: &(dyn Fn(&str) + Sync)) -> ReviewOutcome {
        let review = RwLock::new(review);
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
        ReviewOutcome { kept: decided.clone().sum(), articles: decided.count() }
    }

    fn answer(&self, request: &Request, review: &RwLock<Review>, tell: &(dyn Fn(&str) + Sync)) -> Response {
        match self.guard.judge(request) {
            Pass::Answered(response) => response,
            Pass::Used(link) => {
                tell(&link);
                Response::refusal(403, "This link was used before. The terminal shows a new one.")
            }
            Pass::Allowed => {
                let work = || answer(review, request);
                catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
                    Response::refusal(500, "This request broke down; nothing was saved. Please report it.")
                })
            }
        }
    }
}

/// Answers a request that has passed the guard. Showing an article takes time: whoever only looks does not wait for
/// others who look, and what a change leads to is shown when it is done.
fn answer(review: &RwLock<Review>, request: &Request) -> Response {
    // A request that broke down has changed nothing, or all it had to.
    let read = || review.read().unwrap_or_else(PoisonError::into_inner);
    if request.method != "POST" {
        return read().show(request);
    }
    let answer = review.write().unwrap_or_else(PoisonError::into_inner).change(request);
    match answer {
        ReviewAnswer::Whole(response) => response,
        ReviewAnswer::State { status, number, told } => read().state(status, number, told),
    }
}
