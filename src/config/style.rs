//! House styles: what well-known newsrooms publish of their own, as settings.

use crate::language::Variety;
use crate::rule::selection::Selection;
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
    pub rules: Selection,
}

impl Style {
    /// What the style decides. Each difference has its source in the rule's own file.
    ///
    /// All four write `Kyiv` (AP since August 2019, the Guardian since February 2019, the BBC and Reuters since autumn 2019
    /// and 2020) and quote in single marks in headlines. Where the public guide of a house leaves a matter open, or has
    /// changed its mind, nothing is asked: Reuters and the BBC on the percent sign.
    #[must_use]
    pub fn settings(self) -> StyleSettings {
        const AMERICAN: [&str; 2] = ["british-spelling", "towards"];
        const BRITISH: [&str; 3] = ["american-spelling", "toward", "full-stop-after-title"];
        let (english, of_variety, own): (_, &[&str], &[&str]) = match self {
            Self::Ap => (Variety::Us, &AMERICAN, &["courtesy-title", "percent-in-words"]),
            Self::Reuters => (Variety::Us, &AMERICAN, &["courtesy-title"]),
            Self::Guardian => (Variety::Uk, &BRITISH, &["courtesy-title", "percent-in-words"]),
            Self::Bbc => (Variety::Uk, &BRITISH, &[]),
        };
        let all = ["russian-form-of-place", "double-quotes-in-headline"];
        let names = all.iter().chain(of_variety).chain(own);
        let rules = Selection { extend_select: names.map(|name| (*name).to_owned()).collect(), ..Selection::default() };
        StyleSettings { english: Some(english), rules }
    }
}
