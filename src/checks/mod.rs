//! Checks: algorithms for what patterns cannot say. One file each; their options come from the rule's file.
//!
//! A new one is a file beside this one, and a row in [`KINDS`].

mod check;
mod duplicate_paragraph;
mod inconsistent_name;
mod looping_phrase;
mod lost_closing_mark;
mod misordered_acronym;
mod misspelt_holder;
mod mixed_forms;
mod near_duplicate_headline;
mod quotation_marks;
mod repeated_words;
mod unused_suppression;
mod verse;
mod weekday_date;

use crate::problem::{Mistake, instead};
use serde::de::DeserializeOwned;
use std::sync::Arc;

pub use check::{Check, Match};

/// An algorithm as rule files name it, and how it is made with options.
type ListedCheck = (&'static str, fn(&toml::Table) -> Result<Arc<dyn Check>, Mistake>);

/// All algorithms.
const KINDS: [ListedCheck; 12] = [
    ("near-duplicate-headline", made::<near_duplicate_headline::NearDuplicateHeadline>),
    ("duplicate-paragraph", made::<duplicate_paragraph::DuplicateParagraph>),
    ("repeated-words", made::<repeated_words::RepeatedWords>),
    ("looping-phrase", made::<looping_phrase::LoopingPhrase>),
    ("inconsistent-name", made::<inconsistent_name::InconsistentName>),
    ("mixed-forms", made::<mixed_forms::MixedForms>),
    ("misordered-acronym", made::<misordered_acronym::MisorderedAcronym>),
    ("misspelt-holder", made::<misspelt_holder::MisspeltHolder>),
    ("weekday-date", made::<weekday_date::WeekdayDate>),
    ("lost-closing-mark", made::<lost_closing_mark::LostClosingMark>),
    ("quotation-marks", made::<quotation_marks::QuotationMarks>),
    ("unused-suppression", made::<unused_suppression::UnusedSuppression>),
];

/// The name of each algorithm.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.0)
}

fn made<C: Check + DeserializeOwned + 'static>(options: &toml::Table) -> Result<Arc<dyn Check>, Mistake> {
    Ok(Arc::new(read::<C>(options)?))
}

/// An algorithm with the options of a rule's file, or of a configuration.
#[derive(Debug, Clone)]
pub struct Configured {
    kind: ListedCheck,
    options: toml::Table,
    check: Arc<dyn Check>,
}

impl Configured {
    /// The algorithm called `name` with `options`.
    ///
    /// # Errors
    /// When there is none of that name, or an option is not one of its own: a mistake in `check` or in `options`.
    pub fn new(name: &str, options: toml::Table) -> Result<Self, Mistake> {
        let missing = || {
            let mistake = Mistake::new(format!("there is no check `{name}`"));
            mistake.with(instead(name, KINDS.iter().map(|kind| kind.0))).under("check")
        };
        let kind = KINDS.into_iter().find(|kind| kind.0 == name).ok_or_else(missing)?;
        let check = kind.1(&options).map_err(|mistake| mistake.under("options"))?;
        Ok(Self { kind, options, check })
    }

    /// The same algorithm; what `more` says goes before the options it has.
    ///
    /// # Errors
    /// When an option is not one of its own: a mistake in `more`.
    pub fn with(&self, more: &toml::Table) -> Result<Self, Mistake> {
        let mut options = self.options.clone();
        options.extend(more.clone());
        let check = self.kind.1(&options)?;
        Ok(Self { options, check, ..*self })
    }

    /// The name of the algorithm, as rule files give it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.kind.0
    }

    /// The options, as they are written.
    #[must_use]
    pub fn options(&self) -> &toml::Table {
        &self.options
    }

    /// The algorithm.
    #[must_use]
    pub fn check(&self) -> Arc<dyn Check> {
        Arc::clone(&self.check)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    #[test]
    fn options_are_checked_when_they_are_given() {
        let options = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        let configured = Configured::new("duplicate-paragraph", options("least-words = 9\n")).unwrap();
        assert_eq!(configured.with(&options("least-words = 12\n")).unwrap().options(), &options("least-words = 12\n"));
        let wrong = Problem::from(configured.with(&options("least-wrods = 12\n")).unwrap_err());
        assert!(wrong.words().contains("least-wrods"), "{wrong}");
        let wrong = Problem::from(Configured::new("weekday-dates", options("")).unwrap_err());
        assert!(wrong.words().contains("did you mean `weekday-date`?"), "{wrong}");
    }
}
