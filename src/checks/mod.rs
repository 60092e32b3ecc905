//! Checks: algorithms for what patterns cannot say. One file each; their options come from the rule's file.
//!
//! A new one is a file beside this one and a row in `list.rs`.

mod duplicate_paragraph;
mod inconsistent_name;
mod list;
mod looping_phrase;
mod misspelt_holder;
mod mixed_forms;
mod near_duplicate_headline;
mod repeated_words;
mod unused_suppression;
mod weekday_date;

use crate::context::Context;
use crate::finding::{Fix, Related};
use crate::span::Span;
use std::fmt;

pub use list::Configured;
#[cfg(test)]
pub use list::names;

/// What an algorithm has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The words concerned.
    pub span: Span,
    /// Values for the rule's message, by name.
    pub values: Vec<(&'static str, String)>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Corrections.
    pub fixes: Vec<Fix>,
}

/// An algorithm with its options.
pub trait Check: fmt::Debug + Send + Sync {
    /// Hashes of the words whose places it wants to know.
    fn words(&self) -> Vec<u32> {
        Vec::new()
    }

    /// What it finds in the document, in order; `places` are the tokens with one of its words, in order.
    fn run(&self, cx: &Context<'_>, places: &[usize]) -> Vec<Match>;
}
