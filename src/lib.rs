//! copydesk finds the artifacts that machine translation, and the scraping around it, leave in English news articles.

pub mod checks;
pub mod cli;
pub mod config;
pub mod context;
pub mod desk;
pub mod engine;
pub mod finding;
pub mod fix;
pub mod lsp;
pub mod markup;
pub mod read;
pub mod report;
pub mod review;
pub mod rule;
pub mod span;
pub mod text;
pub mod trial;
