//! Languages, varieties of English and dates, as checked values.

#[cfg(feature = "cli")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language, by its code of two or three small letters (ISO 639), as `fr`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Language(Box<str>);

impl Language {
    /// The language of a tag such as `fr`, `fr-CA` or `zh_Hans`; none if the tag begins with no language code.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        tag.split(['-', '_']).next()?.trim().to_ascii_lowercase().parse().ok()
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(code: &str) -> Result<Self, NotALanguage> {
        let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase());
        if is_code { Ok(Self(code.into())) } else { Err(NotALanguage) }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is not the code of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALanguage;

impl fmt::Display for NotALanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a language code such as fr, de or es")
    }
}

impl std::error::Error for NotALanguage {}

/// A variety of English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Variety {
    /// American English.
    Us,
    /// British English.
    Uk,
}

impl Variety {
    /// The variety of a language tag such as `en-GB`; none if the tag names none of the two.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        match &*tag.to_ascii_lowercase() {
            "en-gb" | "en-ie" | "en-au" | "en-nz" => Some(Self::Uk),
            "en-us" => Some(Self::Us),
            _ => None,
        }
    }
}

/// What is asked for a thing that can also be inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice<T> {
    /// Nothing: what is asked for elsewhere holds.
    #[default]
    Unsaid,
    /// It is to be inferred, whatever is asked for elsewhere.
    Infer,
    /// It is this.
    Given(T),
}

impl<T> Choice<T> {
    /// What holds, where `otherwise` is asked for elsewhere; none where it is to be inferred.
    #[must_use]
    pub fn or(self, otherwise: Option<T>) -> Option<T> {
        match self {
            Self::Unsaid => otherwise,
            Self::Infer => None,
            Self::Given(value) => Some(value),
        }
    }
}

/// A day of the calendar. Days compare in the order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day that `text` begins with, written `YYYY-MM-DD`; a time may follow. None where no such day begins it.
    #[must_use]
    pub fn of_start(text: &str) -> Option<Self> {
        let date = text.get(..10)?;
        let number = |from: usize, to: usize| {
            let digits = date.get(from..to).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
            digits.parse::<u16>().ok()
        };
        let bytes = date.as_bytes();
        let (year, month, day) = (number(0, 4)?, number(5, 7)? as u8, number(8, 10)? as u8);
        let is_day = bytes[4] == b'-' && bytes[7] == b'-' && (1..=12).contains(&month) && (1..=31).contains(&day);
        is_day.then_some(Self { year, month, day })
    }

    /// Year, month and day, each counted from 1.
    #[must_use]
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_codes_of_two_or_three_letters() {
        assert_eq!("fr".parse::<Language>().unwrap().code(), "fr");
        assert!(["", "f", "FR", "French", "f1"].iter().all(|code| code.parse::<Language>().is_err()));
        let of_tag = |tag: &str| Language::of_tag(tag).map(|l| l.to_string());
        assert_eq!(of_tag("zh-Hans_CN"), Some("zh".to_owned()));
        assert_eq!(of_tag("FR-ca"), Some("fr".to_owned()));
        assert_eq!((of_tag("French"), of_tag("")), (None, None));
    }

    #[test]
    fn days_are_written_one_way_and_compare() {
        let day = |text: &str| Date::of_start(text);
        assert_eq!(day("2024-02-29T08:00:00Z").unwrap().to_string(), "2024-02-29");
        assert!(day("2024-02-29") < day("2024-03-01"));
        assert!(
            ["2024-13-01", "2024-00-01", "2024-1-1", "29.02.2024", "2024/02/29", "+024-02-29", "é024-02-29"]
                .iter()
                .all(|text| day(text).is_none())
        );
    }
}
