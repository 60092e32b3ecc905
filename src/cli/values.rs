//! Closed sets of values as the command line reads them.

use crate::config::{English, FailOn};
use crate::formats::Format;
use crate::formats::table::FORMATS;
use crate::report::formats::{REPORT_FORMATS, ReportFormat};
use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Reads the name of a report format.
pub fn report_format() -> impl TypedValueParser<Value = &'static ReportFormat> {
    let names = REPORT_FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.summary));
    PossibleValuesParser::new(names)
        .try_map(|name| REPORT_FORMATS.iter().find(|format| format.name == name).ok_or("not a format of the report"))
}

/// Reads the name of a format of articles.
pub fn article_format() -> impl TypedValueParser<Value = Format> {
    let names = FORMATS.iter().map(|row| PossibleValue::new(row.word).help(row.name));
    PossibleValuesParser::new(names).try_map(|word| {
        FORMATS.iter().find(|row| row.word == word).map(|row| row.format).ok_or("not a format of articles")
    })
}

impl ValueEnum for English {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Us, Self::Uk]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Auto => PossibleValue::new("auto").help("Inferred from the spelling, where enough words agree"),
            Self::Us => PossibleValue::new("us").help("American"),
            Self::Uk => PossibleValue::new("uk").help("British"),
        })
    }
}

impl ValueEnum for FailOn {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Error, Self::Warning, Self::Info, Self::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Error => PossibleValue::new("error").help("Errors"),
            Self::Warning => PossibleValue::new("warning").help("Errors and warnings"),
            Self::Info => PossibleValue::new("info").help("Any finding"),
            Self::Never => PossibleValue::new("never").help("Nothing"),
        })
    }
}
