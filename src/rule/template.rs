//! Templates of messages and corrections: text with `{capture}`, `{capture|filter}` and `{style.mr}` in it.

use crate::pattern::words::{Lists, WordList};
use crate::problem::{Mistake, instead, nearest};
use crate::text::form::{self, Tags};
use std::sync::Arc;

/// A parsed template.
#[derive(Debug, Clone)]
pub struct Template {
    parts: Vec<TemplatePart>,
}

#[derive(Debug, Clone)]
enum TemplatePart {
    Text(Box<str>),
    Slot { name: Box<str>, at: usize, filters: Vec<Filter> },
}

#[derive(Debug, Clone)]
enum Filter {
    Lower,
    Upper,
    Capital,
    Inflect(Tags),
    Column(Arc<WordList>, Box<str>),
    Respell(Arc<WordList>),
    Clock,
    Stop,
}

/// Where a template takes its values from.
pub trait Values {
    /// The value called `name`; none if the match has no such capture, which makes the template fail.
    fn value(&self, name: &str) -> Option<String>;
}

impl<F: Fn(&str) -> Option<String>> Values for F {
    fn value(&self, name: &str) -> Option<String> {
        self(name)
    }
}

impl Template {
    /// Parses a template. `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// When a brace is not closed or a filter is not known, with the bytes that are wrong.
    pub fn parse(text: &str, lists: &Lists) -> Result<Self, Mistake> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while let Some(found) = text[at..].find(['{', '}']) {
            let brace = at + found;
            plain.push_str(&text[at..brace]);
            at = brace + 1;
            let kind = &text[brace..at];
            if text[at..].starts_with(kind) {
                plain.push_str(kind);
                at += 1;
                continue;
            }
            if kind == "}" {
                let mistake = Mistake::within("`}` without `{`", brace..at);
                return Err(mistake.with("write `}}` for the sign itself".to_owned()));
            }
            let length = text[at..].find('}').ok_or_else(|| {
                Mistake::within("`{` without `}`", brace..at).with("write `{{` for the sign itself".to_owned())
            })?;
            if !plain.is_empty() {
                parts.push(TemplatePart::Text(std::mem::take(&mut plain).into()));
            }
            parts.push(slot(&text[at..at + length], at, lists)?);
            at += length + 1;
        }
        plain.push_str(&text[at..]);
        if !plain.is_empty() {
            parts.push(TemplatePart::Text(plain.into()));
        }
        Ok(Self { parts })
    }

    /// Fills the template in; none if a value is missing.
    pub fn render(&self, values: &dyn Values) -> Option<String> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                TemplatePart::Text(text) => out.push_str(text),
                TemplatePart::Slot { name, filters, .. } => {
                    let value = values.value(name)?;
                    out.push_str(&filters.iter().try_fold(value, |v, f| f.apply(&v))?);
                }
            }
        }
        Some(out)
    }

    /// The names it asks for, and the byte of the template at which each stands.
    pub fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.parts.iter().filter_map(|p| match p {
            TemplatePart::Slot { name, at, .. } => Some((&**name, *at)),
            TemplatePart::Text(_) => None,
        })
    }
}

/// The slot whose braces hold `inner`, which begins at byte `start` of the template.
fn slot(inner: &str, start: usize, lists: &Lists) -> Result<TemplatePart, Mistake> {
    let mut at = start;
    let mut pieces = inner.split('|').map(|piece| {
        let word = piece.trim();
        let word_at = at + piece.find(word).unwrap_or(0);
        at += piece.len() + 1;
        (word, word_at)
    });
    let (name, name_at) = pieces.next().unwrap_or_default();
    if name.is_empty()
        || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'))
    {
        let mistake = Mistake::within(format!("`{{{inner}}}` names no capture"), start - 1..start + inner.len() + 1);
        return Err(mistake.with("a capture is named in small letters and `_`".to_owned()));
    }
    let filters = pieces.map(|(word, at)| filter(word, lists).map_err(|mistake| mistake.after(at, word.len())));
    Ok(TemplatePart::Slot { name: name.into(), at: name_at, filters: filters.collect::<Result<_, _>>()? })
}

/// The filters that are a word.
const FILTERS: [(&str, Filter); 5] = [
    ("lower", Filter::Lower),
    ("upper", Filter::Upper),
    ("capital", Filter::Capital),
    ("clock", Filter::Clock),
    ("stop", Filter::Stop),
];

fn filter(name: &str, lists: &Lists) -> Result<Filter, Mistake> {
    if let Some((_, filter)) = FILTERS.iter().find(|(word, _)| *word == name) {
        return Ok(filter.clone());
    }
    let list = |list: &str| {
        let mistake = || Mistake::new(format!("there is no word list `{list}`")).with(instead(list, lists.names()));
        lists.get(list).ok_or_else(mistake)
    };
    if let Some(name) = name.strip_prefix("respell:") {
        return list(name).map(Filter::Respell).map_err(|mistake| mistake.after("respell:".len(), name.len()));
    }
    if let Some((name, column)) = name.split_once('.') {
        let list = list(name).map_err(|mistake| mistake.after(0, name.len()))?;
        if !list.columns.iter().any(|c| &**c == column) {
            let message = format!("the word list `{}` has no column `{column}`", list.name);
            let remedy = if list.columns.is_empty() {
                "it has no columns but the first".to_owned()
            } else {
                instead(column, list.columns.iter().map(|c| &**c))
            };
            return Err(Mistake::within(message, name.len() + 1..name.len() + 1 + column.len()).with(remedy));
        }
        return Ok(Filter::Column(list, column.into()));
    }
    Tags::parse(name).map(Filter::Inflect).ok_or_else(|| {
        let words = FILTERS.map(|(word, _)| word);
        let remedy = match nearest(name, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("filters: {}, a tag such as VBD, list.column, respell:list", words.join(", ")),
        };
        Mistake::new(format!("there is no filter `{name}`")).with(remedy)
    })
}

impl Filter {
    fn apply(&self, value: &str) -> Option<String> {
        Some(match self {
            Self::Lower => value.to_lowercase(),
            Self::Upper => value.to_uppercase(),
            Self::Capital => capitalised(value),
            Self::Inflect(tag) => {
                let lemma =
                    form::lemma(value, form::tags(value)).map_or_else(|| value.to_lowercase(), |l| l.to_string());
                form::inflect(&lemma, *tag)?.into()
            }
            Self::Column(list, column) => list.value(value, column)?.to_owned(),
            Self::Respell(list) => respell(list, value),
            Self::Clock => clock(value)?,
            Self::Stop if value.ends_with('.') => value.to_owned(),
            Self::Stop => format!("{value}."),
        })
    }
}

/// `text` with groups of letters replaced as the table says, the longest first, from left to right. `^` and `$` in the
/// table stand for the borders of the word; the case of the first letter is kept.
fn respell(list: &WordList, text: &str) -> String {
    let word = format!("^{}$", text.to_lowercase());
    let mut pairs: Vec<(&str, &str)> = list.pairs().collect();
    pairs.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    let mut out = String::new();
    let mut rest = &*word;
    while let Some(first) = rest.chars().next() {
        match pairs.iter().find(|(from, _)| rest.starts_with(from)) {
            Some((from, to)) => {
                out.push_str(to);
                rest = &rest[from.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    let out: String = out.chars().filter(|c| !matches!(c, '^' | '$')).collect();
    if text.chars().next().is_some_and(char::is_uppercase) { capitalised(&out) } else { out }
}

/// A time of the 24-hour clock (`20h30`, `20:15`, `13.30`, `18`) as the Associated Press writes it: `8:30 p.m.`, `6 p.m.`,
/// `noon`, `midnight`. None if it is no time of day.
fn clock(text: &str) -> Option<String> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next().map_or(Some(0), |m| m.parse().ok())?;
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) || parts.next().is_some() {
        return None;
    }
    Some(match (hour, minute) {
        (0 | 24, 0) => "midnight".into(),
        (12, 0) => "noon".into(),
        _ => {
            let half = if hour < 12 { "a.m." } else { "p.m." };
            let hour = (hour + 11) % 12 + 1;
            if minute == 0 { format!("{hour} {half}") } else { format!("{hour}:{minute:02} {half}") }
        }
    })
}

/// `text` with its first letter in upper case.
#[must_use]
pub fn capitalised(text: &str) -> String {
    match text.char_indices().find(|(_, c)| c.is_alphanumeric()) {
        Some((at, first)) => {
            let mut out = text[..at].to_owned();
            out.extend(first.to_uppercase());
            out.push_str(&text[at + first.len_utf8()..]);
            out
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_written_as_agencies_write_them() {
        for (from, to) in [
            ("20h30", "8:30 p.m."),
            ("18h", "6 p.m."),
            ("13.05", "1:05 p.m."),
            ("0:20", "12:20 a.m."),
            ("12h", "noon"),
            ("24h00", "midnight"),
            ("9:00", "9 a.m."),
        ] {
            let template = Template::parse("{t|clock}", &Lists::default()).unwrap();
            assert_eq!(template.render(&|_: &str| Some(from.to_owned())).unwrap(), to);
        }
        let template = Template::parse("{t|clock|stop}", &Lists::default()).unwrap();
        assert_eq!(template.render(&|_: &str| Some("12h".to_owned())).unwrap(), "noon.");
        assert_eq!(template.render(&|_: &str| Some("25h".to_owned())), None);
    }

    #[test]
    fn respelling_takes_the_longest_group_and_keeps_the_capital() {
        let mut lists = Lists::default();
        let table = "word\tenglish\ntch\tch\nch\tsh\nou\tu\nine$\tin\n^e\tye\n";
        lists.insert(WordList::from_table("fr", table.into()));
        let respelt = |word: &'static str| {
            let values = |_: &str| Some(word.to_owned());
            Template::parse("{n|respell:fr}", &lists).unwrap().render(&values).unwrap()
        };
        assert_eq!(respelt("Ouchakov"), "Ushakov");
        assert_eq!(respelt("Tchoukovskine"), "Chukovskin");
        assert_eq!(respelt("Eltsine"), "Yeltsin");
    }

    #[test]
    fn slots_filters_and_braces() {
        let values = |name: &str| (name == "n").then(|| "ouchakov".to_owned());
        let render = |t: &str| Template::parse(t, &Lists::default()).unwrap().render(&values);
        assert_eq!(render("Mr. {n|capital}, {{x}}"), Some("Mr. Ouchakov, {x}".to_owned()));
        assert_eq!(render("{n} {absent}"), None);
    }

    #[test]
    fn mistakes_have_their_bytes() {
        let mut lists = Lists::default();
        lists.insert(WordList::from_table("countries", "word\tadjective\nKorea\tKorean\n".into()));
        for (text, words, message, remedy) in [
            ("é {n|shout}", "shout", "there is no filter `shout`", "filters: lower, upper,"),
            ("{n | uper}", "uper", "there is no filter `uper`", "did you mean `upper`?"),
            ("a {n", "{", "`{` without `}`", "write `{{`"),
            ("n} b", "}", "`}` without `{`", "write `}}`"),
            ("a {N}", "{N}", "`{N}` names no capture", "a capture"),
            ("{n|country.x}", "country", "there is no word list `country`", "write one of countries"),
            (
                "{n|countries.adjectiv}",
                "adjectiv",
                "the word list `countries` has no column",
                "did you mean `adjective`?",
            ),
            ("{n|respell:countrie}", "countrie", "there is no word list `countrie`", "did you mean `countries`?"),
        ] {
            let mistake = Template::parse(text, &lists).unwrap_err();
            let range = mistake.range().unwrap_or(0..text.len());
            assert_eq!(&text[range], words, "{text}");
            assert!(mistake.message.starts_with(message), "{mistake:?}");
            assert!(mistake.remedy.unwrap().starts_with(remedy), "{text}");
        }
    }
}
