//! copydesk finds the artifacts that machine translation, and the scraping around it, leave in English news articles.

pub mod checks;
pub mod cli;
pub mod config;
pub mod context;
pub mod engine;
pub mod finding;
pub mod fix;
pub mod formats;
pub mod lsp;
pub mod markup;
pub mod outcome;
pub mod pattern;
pub mod problem;
pub mod project;
pub mod report;
pub mod review;
pub mod rule;
pub mod rule_test;
pub mod span;
pub mod text;
