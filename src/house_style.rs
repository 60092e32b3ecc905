//! House styles: what well-known newsrooms publish of their own.

use crate::language::Variety;
use serde::{Deserialize, Serialize};

/// A house style. Which rules it switches on, each rule's file says, with its source.
///
/// All four write `Kyiv` (AP since August 2019, the Guardian since February 2019, the BBC and Reuters since autumn 2019
/// and 2020) and quote in single marks in headlines. Where the public guide of a house leaves a matter open, or has
/// changed its mind, no rule is switched on: Reuters and the BBC on the percent sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HouseStyle {
    /// The Associated Press: American English (AP Stylebook).
    Ap,
    /// Reuters: American spelling and punctuation (Reuters Handbook of Journalism).
    Reuters,
    /// The Guardian: British English (Guardian and Observer style guide, public on its site).
    Guardian,
    /// BBC News: British English (BBC News style guide, public on its site).
    Bbc,
}

impl HouseStyle {
    /// Its variety of English, which decides where commas stand at closing quotation marks.
    #[must_use]
    pub fn english(self) -> Variety {
        match self {
            Self::Ap | Self::Reuters => Variety::Us,
            Self::Guardian | Self::Bbc => Variety::Uk,
        }
    }
}
