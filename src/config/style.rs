//! House styles: what well-known newsrooms publish of their own, as settings.

use super::Rules;
use crate::rule::file::Variety;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A house style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// The Associated Press: American English (AP Stylebook).
    Ap,
    /// Reuters: American spelling and punctuation (Reuters Handbook of Journalism).
    Reuters,
    /// The Guardian: British English (Guardian and Observer style guide, public on its site).
    Guardian,
    /// BBC News: British English (BBC News style guide, public on its site).
    Bbc,
}

/// What a style decides.
#[derive(Debug)]
pub struct StyleSettings {
    /// The variety of English, which decides where commas stand at closing quotation marks.
    pub english: Option<Variety>,
    /// The rules that run beside the default ones.
    pub rules: Rules,
}

impl Style {
    /// What the style decides. All four write `Kyiv` (AP since August 2019, the Guardian since February 2019, the BBC and
    /// Reuters since autumn 2019 and 2020), so the rule of Russian forms of Ukrainian places runs with each.
    #[must_use]
    pub fn settings(self) -> StyleSettings {
        let (english, spelling) = match self {
            // A British spelling is wrong for an American desk, and the other way round.
            Self::Ap | Self::Reuters => (Variety::Us, "british-spelling"),
            Self::Guardian | Self::Bbc => (Variety::Uk, "american-spelling"),
        };
        let rules =
            Rules { extend_select: vec![spelling.to_owned(), "russian-form-of-place".to_owned()], ..Rules::default() };
        StyleSettings { english: Some(english), rules }
    }
}
