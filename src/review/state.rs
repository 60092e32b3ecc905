//! What the server keeps.

use super::article::{Governing, KnownFindings, Reviewed};
use super::store::Store;
use crate::rule::RuleSet;
use std::sync::Arc;

/// What is under review.
#[derive(Debug)]
pub struct Review {
    /// The rules.
    pub rules: Arc<RuleSet>,
    /// What governs articles.
    pub governing: Vec<Governing>,
    /// The articles.
    pub articles: Vec<Reviewed>,
    /// Findings that pass.
    pub known: Option<KnownFindings>,
    /// Where decisions are kept.
    pub store: Store,
}
