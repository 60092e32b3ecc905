//! `copydesk lsp`: the language server on standard input and output.

use super::status::Status;
use crate::lsp::{ServerOptions, serve_stdio};
use crate::problem::Problems;
use clap::Args;

#[derive(Debug, Args)]
pub struct LspArgs {
    /// Speak over standard input and output; there is no other way, and clients say so all the same
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Serves until the client ends it; one that hangs up without a word is told as findings are, by exit status 1.
pub fn run(_args: &LspArgs) -> Result<Status, Problems> {
    Ok(if serve_stdio(ServerOptions::default()) { Status::Clean } else { Status::Findings })
}
