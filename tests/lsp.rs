//! The language server as a client sees it: every request, in every encoding of positions.

#![allow(clippy::unwrap_used)] // a test fails by panicking

#[path = "lsp/actions.rs"]
mod actions;
#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/diagnostics.rs"]
mod diagnostics;
#[path = "lsp/model.rs"]
mod model;
#[path = "lsp/process.rs"]
mod process;
#[path = "lsp/setup.rs"]
mod setup;
#[path = "lsp/sync.rs"]
mod sync;
