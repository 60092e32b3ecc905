//! The project: which files to check, which configuration governs each article, and how a file is replaced.
//!
//! What every way to use copydesk has in common: the command line, editors, the review in a browser.

pub mod config_edit;
pub mod files;
pub mod plan;
pub mod suppress;
pub mod write;
