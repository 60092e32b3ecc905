//! The desk: what there is to check, what governs each article, and how a file is replaced.
//!
//! What every way to use copydesk has in common: the command line, editors, the review in a browser.

pub mod failure;
pub mod ignore;
pub mod input;
pub mod mend;
pub mod plan;
pub mod replace;
pub mod select;
pub mod setup;
