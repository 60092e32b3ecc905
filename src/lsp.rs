//! The language server: findings, fixes and reasons in an editor, over the Language Server Protocol.
//!
//! One thread (`server`) takes messages in their order and keeps the open documents; each configuration has a thread
//! of its own with its rules (`worker`), which checks snapshots of documents. What has become outdated meanwhile is
//! not published, and requests for it are answered as the protocol says.
//!
//! Beside what the protocol defines:
//!
//! - settings of the client: see [`settings`];
//! - the command `copydesk.showRule` with the name of a rule (and the URI of a document, whose configuration may have
//!   rules of its own) gives its page as text, as `copydesk rules NAME` does; the same text is the content of `copydesk:/rules/NAME.md` (`workspace/textDocumentContent`), to which diagnostics link;
//! - the notification `copydesk/status` follows each check of an open document:
//!   `{"uri": …, "findings": {"error": 1, "warning": 0, "info": 2}, "safe": 1, "score": 97.5}`.

mod actions;
mod client;
mod config_edit;
mod diagnostics;
mod document;
mod edits;
mod hover;
mod position;
mod requests;
mod server;
mod session;
pub mod settings;
mod state;
mod uri;
mod wire;
mod worker;
mod workspace_diagnostics;
mod workspaces;

use lsp_server::Connection;
use std::io::BufReader;

pub use state::ServerOptions;

/// Serves a client until it says `exit` or hangs up; whether it ended as the protocol asks, with `shutdown` first.
pub fn serve(connection: Connection, options: ServerOptions) -> bool {
    state::Server::new(connection.sender, options).run(&connection.receiver)
}

/// Serves a client on standard input and output; whether it ended as the protocol asks.
#[must_use]
pub fn serve_stdio(options: ServerOptions) -> bool {
    let (connection, writer) = wire::connect(BufReader::new(std::io::stdin()), std::io::stdout());
    let clean = serve(connection, options);
    // All answers are out when the writer ends; if it broke down there is nobody to tell.
    let _ = writer.join();
    clean
}

#[cfg(test)]
mod tests;
