//! Reports: one writer a format, all given the same [`Report`] of an article and the same [`Summary`] of the run.
//!
//! Writers know nothing of each other and keep nothing between articles, so that articles can be written by several
//! threads and put out in order. Everything a person reads goes through [`visible`]: what an article holds never
//! reaches a terminal as a command to it.

pub mod checkstyle;
pub mod concise;
pub mod csv;
pub mod diff;
pub mod excerpt;
pub mod formats;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod paint;
pub mod problem;
pub mod rdjson;
pub mod recognise;
pub mod rule_page;
pub mod sarif;
pub mod statistics;
pub mod text;
pub mod visible;
mod xml;

use crate::outcome::Report;
use crate::outcome::summary::Summary;
use crate::rule::RuleSet;
use std::fmt;

/// Writes reports in one format.
pub trait Writer: fmt::Debug + Send + Sync {
    /// What stands before the first article.
    fn open(&self, _out: &mut Vec<u8>) {}

    /// The part of one article.
    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>);

    /// What stands between the parts of two articles.
    fn separator(&self) -> &'static [u8] {
        b""
    }

    /// What stands after the last article.
    fn close(&self, _summary: &Summary, _rules: &RuleSet, _out: &mut Vec<u8>) {}
}
