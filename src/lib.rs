//! copydesk finds the artifacts that machine translation, and the scraping around it, leave in English news articles.

pub mod checks;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
pub mod context;
pub mod engine;
pub mod finding;
pub mod fix;
pub mod formats;
#[cfg(feature = "cli")]
pub mod lsp;
pub mod markup;
pub mod outcome;
pub mod pattern;
pub mod problem;
#[cfg(feature = "cli")]
pub mod project;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod review;
pub mod rule;
pub mod rule_test;
pub mod span;
pub mod text;
