//! Algorithms: what patterns cannot say. One file each; their options and words come from the rule's file.

use crate::context::Context;
use crate::finding::{Fix, Related};
use crate::rule::words::Lists;
use crate::span::Span;

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
#[derive(Debug)]
pub enum Check {}

impl Check {
    /// The algorithm called `name`.
    ///
    /// # Errors
    /// When there is none of that name, or an option is not one of its own.
    pub fn new(name: &str, _options: &toml::Table, _lists: &Lists) -> Result<Self, String> {
        Err(format!("there is no check `{name}`"))
    }

    /// What it finds in the document, in order.
    #[must_use]
    pub fn run(&self, _cx: &Context<'_>) -> Vec<Match> {
        match *self {}
    }
}
