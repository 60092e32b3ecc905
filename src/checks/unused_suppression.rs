//! A suppression that leaves nothing out any more.
//!
//! The text of an article does not show it: it is found where comments and configurations are read, after all other
//! findings are known. This is what the rule's file names, and it finds nothing by itself.

use super::check::{Check, Match};
use crate::context::Context;
use serde::Deserialize;

/// A suppression that has no effect. The program finds it in comments and settings; it is not in the text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnusedSuppression {}

impl Check for UnusedSuppression {
    fn run(&self, _: &Context<'_>, _: &[usize]) -> Vec<Match> {
        Vec::new()
    }
}
