//! Algorithms: what patterns cannot say. One file each; their options come from the rule's file.

mod duplicate_paragraph;
mod inconsistent_name;
mod looping_phrase;
mod misspelt_holder;
mod mixed_forms;
mod near_duplicate_headline;
mod repeated_words;
mod weekday_date;

use crate::context::Context;
use crate::finding::{Fix, Related};
use crate::problem::{Mistake, instead};
use crate::span::Span;
use duplicate_paragraph::DuplicateParagraph;
use inconsistent_name::InconsistentName;
use looping_phrase::LoopingPhrase;
use misspelt_holder::MisspeltHolder;
use mixed_forms::MixedForms;
use near_duplicate_headline::NearDuplicateHeadline;
use repeated_words::RepeatedWords;
use serde::de::DeserializeOwned;
use weekday_date::WeekdayDate;

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
pub enum Check {
    /// A second line near the top that repeats the headline.
    NearDuplicateHeadline(NearDuplicateHeadline),
    /// A paragraph that stands twice.
    DuplicateParagraph(DuplicateParagraph),
    /// Words written twice in a row.
    RepeatedWords(RepeatedWords),
    /// A phrase written over and over.
    LoopingPhrase(LoopingPhrase),
    /// One name in two spellings.
    InconsistentName(InconsistentName),
    /// Two forms of one thing.
    MixedForms(MixedForms),
    /// The name of somebody in a high office, misspelt.
    MisspeltHolder(MisspeltHolder),
    /// A weekday that does not fit its date.
    WeekdayDate(WeekdayDate),
    /// A comment without effect: the text has none, so it is told where files with markup are read.
    UnusedSuppression,
}

/// Names of all algorithms, as rule files give them.
const NAMES: [&str; 9] = [
    "near-duplicate-headline",
    "duplicate-paragraph",
    "repeated-words",
    "looping-phrase",
    "inconsistent-name",
    "mixed-forms",
    "misspelt-holder",
    "weekday-date",
    "unused-suppression",
];

impl Check {
    /// Whether there is an algorithm called `name`.
    #[must_use]
    pub fn exists(name: &str) -> bool {
        NAMES.contains(&name)
    }

    /// The mistake that there is no algorithm called `name`.
    #[must_use]
    pub fn missing(name: &str) -> Mistake {
        Mistake::new(format!("there is no check `{name}`")).with(instead(name, NAMES))
    }

    /// The algorithm called `name`.
    ///
    /// # Errors
    /// When there is none of that name, or an option is not one of its own: a mistake in `options`.
    pub fn new(name: &str, options: &toml::Table) -> Result<Self, Mistake> {
        match name {
            "near-duplicate-headline" => read(options).map(Self::NearDuplicateHeadline),
            "duplicate-paragraph" => read(options).map(Self::DuplicateParagraph),
            "repeated-words" => read(options).map(Self::RepeatedWords),
            "looping-phrase" => read(options).map(Self::LoopingPhrase),
            "inconsistent-name" => read(options).map(Self::InconsistentName),
            "mixed-forms" => read(options).map(Self::MixedForms),
            "misspelt-holder" => read(options).map(Self::MisspeltHolder),
            "weekday-date" => read(options).map(Self::WeekdayDate),
            "unused-suppression" => Ok(Self::UnusedSuppression),
            _ => Err(Self::missing(name)),
        }
    }

    /// Hashes of the words it wants to know the places of.
    #[must_use]
    pub fn words(&self) -> Vec<u32> {
        match self {
            Self::MixedForms(check) => check.words(),
            Self::MisspeltHolder(check) => check.words(),
            Self::WeekdayDate(_) => weekday_date::words(),
            _ => Vec::new(),
        }
    }

    /// What it finds in the document, in order; `places` are the tokens with one of its words, in order.
    #[must_use]
    pub fn run(&self, cx: &Context<'_>, places: &[usize]) -> Vec<Match> {
        match self {
            Self::NearDuplicateHeadline(check) => check.run(cx),
            Self::DuplicateParagraph(check) => check.run(cx),
            Self::RepeatedWords(check) => check.run(cx),
            Self::LoopingPhrase(check) => check.run(cx),
            Self::InconsistentName(check) => check.run(cx),
            Self::MixedForms(check) => check.run(cx, places),
            Self::MisspeltHolder(check) => check.run(cx, places),
            Self::WeekdayDate(check) => check.run(cx, places),
            Self::UnusedSuppression => Vec::new(),
        }
    }
}

fn read<T: DeserializeOwned>(options: &toml::Table) -> Result<T, Mistake> {
    options.clone().try_into().map_err(|error: toml::de::Error| {
        let wrong = |(key, value): (&String, &toml::Value)| {
            let alone = toml::Table::from_iter([(key.clone(), value.clone())]).try_into::<T>().err()?;
            let mistake = Mistake::of_serde(alone.message()).under(&**key);
            (!alone.message().starts_with("missing field ")).then_some(mistake)
        };
        options.iter().find_map(wrong).unwrap_or_else(|| Mistake::of_serde(error.message()))
    })
}
