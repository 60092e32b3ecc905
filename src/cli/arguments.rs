//! Arguments that several commands take.

use crate::problem::Problems;
use crate::rule::{RuleSet, Sources};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// When output has colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where rules come from.
#[derive(Debug, Args)]
pub struct RuleSource {
    /// A folder with rules of your own, beside the built-in ones; may be given several times
    #[arg(long = "rules", value_name = "DIR")]
    pub folders: Vec<PathBuf>,
}

impl RuleSource {
    /// The rules of the folders, with the built-in ones.
    pub fn load(&self) -> Result<RuleSet, Problems> {
        RuleSet::read(&self.folders, Sources::WithBuiltIn)
    }
}
