//! What a check is, and what it gives.

use crate::context::Context;
use crate::finding::{Applicability, Fix, Related};
use crate::span::Span;
use std::fmt;

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
    /// Whether the evidence is thin: reported as a hint, and no fix of it is safe.
    pub hint: bool,
}

/// An algorithm with its options.
pub trait Check: fmt::Debug + Send + Sync {
    /// Hashes of the words whose places it wants to know.
    fn words(&self) -> Vec<u32> {
        Vec::new()
    }

    /// The best applicability that one of its fixes can have.
    fn best_fix(&self) -> Applicability {
        Applicability::Unsafe
    }

    /// What it finds in the document, in order; `places` are the tokens with one of its words, in order.
    fn run(&self, cx: &Context<'_>, places: &[usize]) -> Vec<Match>;
}
