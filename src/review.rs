//! The review: a page on this machine alone, in which people go through what was found and decide.
//!
//! The server keeps what is decided, and on disk too, until it is saved or discarded; an article changes only when it is
//! saved. Articles are named by number, so that no request can name a file. Each answer to a question about an article
//! has its version, and a request that changes it has to name the version it saw.

mod answers;
mod article;
mod guard;
mod http;
mod page;
mod restore;
mod save;
mod server;
mod state;
mod store;

pub use article::{Governing, KnownFindings, Reviewed};
pub use server::{ReviewOutcome, ReviewServer};
pub use state::Review;
pub use store::Store;
