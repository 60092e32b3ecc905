//! A weekday that does not fit its date.
//!
//! Dates without a year are read as the one nearest to the day of publication, where that is known. The Gregorian
//! calendar is the only one; years before 1920 are left alone, for parts of Europe still used the Julian one.

use super::check::{Check, Match};
use crate::context::Context;
use crate::finding::{Applicability, Edit, Fix};
use crate::language;
use crate::text::fold;
use crate::text::token::{Case, Flags, Token, TokenKind};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// A weekday that does not fit its date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekdayDate {}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Monday),
    ("Tuesday", Weekday::Tuesday),
    ("Wednesday", Weekday::Wednesday),
    ("Thursday", Weekday::Thursday),
    ("Friday", Weekday::Friday),
    ("Saturday", Weekday::Saturday),
    ("Sunday", Weekday::Sunday),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Years whose dates are checked.
const YEARS: std::ops::RangeInclusive<i16> = 1920..=2100;

/// The weekdays.
fn words() -> Vec<u32> {
    WEEKDAYS.iter().map(|(name, _)| fold::hash(name)).collect()
}

impl Check for WeekdayDate {
    fn words(&self) -> Vec<u32> {
        words()
    }

    fn run(&self, cx: &Context<'_>, weekdays: &[usize]) -> Vec<Match> {
        let folds = words();
        let named = |at: usize| folds.iter().position(|&fold| fold == cx.doc.tokens[at].fold);
        weekdays.iter().filter_map(|&at| self.mismatch(cx, at, named(at)?)).collect()
    }
}

impl WeekdayDate {
    fn mismatch(&self, cx: &Context<'_>, at: usize, named: usize) -> Option<Match> {
        let (_, weekday) = WEEKDAYS[named];
        // What somebody said is theirs.
        if cx.doc.tokens[at].has(Flags::QUOTED) {
            return None;
        }
        // After most weekdays no date can come, which the token alone tells.
        let dated = |t: &Token| t.has(Flags::DIGIT) || t.kind != TokenKind::Word || t.case != Case::Lower;
        let the = fold::hash("the");
        if !cx.doc.tokens.get(at + 1).is_some_and(|t| dated(t) || t.fold == the) {
            return None;
        }
        let end = cx.doc.block_of(at).end as usize;
        let mut next = at + 1;
        while next < end && matches!(cx.doc.str(next), "," | "(" | "the") {
            next += 1;
        }
        let (date, last) = date(cx, next, end)?;
        if date.weekday() == weekday {
            return None;
        }
        let (right, _) = WEEKDAYS.iter().find(|w| w.1 == date.weekday())?;
        let span = cx.doc.tokens[at].span;
        let written = cx.doc.tokens[next].span.to(cx.doc.tokens[last].span).of(cx.doc.text);
        Some(Match {
            span,
            values: vec![("date", written.to_owned()), ("right", (*right).to_owned())],
            related: Vec::new(),
            hint: false,
            fixes: vec![Fix {
                title: format!("Write `{right}`").into(),
                edits: vec![Edit::new(span, *right)],
                applicability: Applicability::Unsafe,
            }],
        })
    }
}

/// The date that begins at token `at`, and its last token.
fn date(cx: &Context<'_>, at: usize, end: usize) -> Option<(Date, usize)> {
    let word = |i: usize| (i < end).then(|| cx.doc.str(i));
    let month_at = |i: usize| {
        let text = word(i)?;
        let full = MONTHS.iter().position(|m| fold::same(m, text));
        // `Sept.`, `Nov.`: a month cut short keeps at least three letters.
        let short = || MONTHS.iter().position(|m| text.len() >= 3 && text.len() <= 4 && m.starts_with(text));
        full.or_else(short).map(|m| (m as i8 + 1, i))
    };
    let day_at = |i: usize| {
        let text = word(i)?;
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = matches!(&text[digits.len()..], "" | "st" | "nd" | "rd" | "th");
        digits.parse::<i8>().ok().filter(|d| ordinal && (1..=31).contains(d)).map(|d| (d, i))
    };
    let skip = |i: usize, marks: &[&str]| i + usize::from(word(i).is_some_and(|w| marks.contains(&w)));
    let (day, month, last) = if let Some((month, i)) = month_at(at) {
        let (day, i) = day_at(skip(i + 1, &["."]))?;
        (day, month, i)
    } else {
        let (day, i) = day_at(at)?;
        let (month, i) = month_at(skip(i + 1, &["of"]))?;
        (day, month, i)
    };
    // `May 5.30` and `March 10-12` are no single days.
    let after = last + 1;
    if word(after).is_some_and(|w| matches!(w, "-" | "–" | ":" | "/")) {
        return None;
    }
    let year_at = skip(after, &[","]);
    let year = (year_at < end && cx.doc.tokens[year_at].kind == TokenKind::Number)
        .then(|| cx.doc.str(year_at).parse::<i16>().ok())
        .flatten()
        .filter(|y| *y > 999);
    if let Some(year) = year {
        let date = YEARS.contains(&year).then(|| Date::new(year, month, day).ok()).flatten()?;
        return Some((date, year_at));
    }
    nearest(cx.published?, month, day).map(|date| (date, last))
}

/// The day of this month and day that is nearest to the day of publication.
fn nearest(published: language::Date, month: i8, day: i8) -> Option<Date> {
    let (year, of_month, of_day) = published.parts();
    let published = Date::new(year as i16, of_month as i8, of_day as i8).ok()?;
    let years = [published.year() - 1, published.year(), published.year() + 1];
    let days = years.into_iter().filter_map(|y| Date::new(y, month, day).ok());
    days.min_by_key(|d| (*d - published).get_days().abs())
}
