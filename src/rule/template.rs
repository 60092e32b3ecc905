//! Templates of messages and corrections: text with `{capture}`, `{capture|filter}` and `{style.mr}` in it, and with
//! optional parts (`{speaker} said[ on {day}]`). A correction whose slot has no value is not offered.

use super::decode::decoded;
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
    Optional(Vec<TemplatePart>),
}

#[derive(Debug, Clone)]
enum Filter {
    Lower,
    Upper,
    Capital,
    Inflect(Tags),
    Agree(Box<str>),
    Column(Arc<WordList>, Box<str>),
    Respell(Arc<WordList>),
    Clock,
    Afternoon,
    Grouped,
    /// Letters that were garbled by a wrong character set, put right again.
    Decoded,
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
    /// Parses a template. A part between `[` and `]` is left out where a slot in it has no value; `{{`, `}}`, `[[` and
    /// `]]` stand for the signs themselves.
    ///
    /// # Errors
    /// When a bracket is not closed or a filter is not known, with the bytes that are wrong.
    pub fn parse(text: &str, lists: &Lists) -> Result<Self, Mistake> {
        let mut parts = Vec::new();
        // What stands before the optional part that is being read, and where that begins.
        let mut outside: Option<(Vec<TemplatePart>, usize)> = None;
        let mut plain = String::new();
        let mut at = 0;
        while let Some(found) = text[at..].find(['{', '}', '[', ']']) {
            let sign = at + found;
            plain.push_str(&text[at..sign]);
            at = sign + 1;
            let kind = &text[sign..at];
            if text[at..].starts_with(kind) {
                plain.push_str(kind);
                at += 1;
                continue;
            }
            if !plain.is_empty() {
                parts.push(TemplatePart::Text(std::mem::take(&mut plain).into()));
            }
            let lone = |other: &str| {
                let mistake = Mistake::within(format!("`{kind}` without `{other}`"), sign..sign + 1);
                mistake.with(format!("write `{kind}{kind}` for the sign itself"))
            };
            match kind {
                "{" => {
                    let length = text[at..].find('}').ok_or_else(|| lone("}"))?;
                    parts.push(slot(&text[at..at + length], at, lists)?);
                    at += length + 1;
                }
                "[" if outside.is_some() => {
                    let mistake = Mistake::within("an optional part stands inside another", sign..at);
                    return Err(mistake.with("close the first with `]` before it".to_owned()));
                }
                "[" => outside = Some((std::mem::take(&mut parts), sign)),
                "]" => {
                    let (before, start) = outside.take().ok_or_else(|| lone("["))?;
                    let optional = std::mem::replace(&mut parts, before);
                    if !optional.iter().any(|part| matches!(part, TemplatePart::Slot { .. })) {
                        let mistake = Mistake::within("an optional part has no slot", start..at);
                        return Err(mistake.with("write `[[` and `]]` for the signs themselves".to_owned()));
                    }
                    parts.push(TemplatePart::Optional(optional));
                }
                _ => return Err(lone("{")),
            }
        }
        if let Some((_, start)) = outside {
            let mistake = Mistake::within("`[` without `]`", start..start + 1);
            return Err(mistake.with("write `[[` for the sign itself".to_owned()));
        }
        plain.push_str(&text[at..]);
        if !plain.is_empty() {
            parts.push(TemplatePart::Text(plain.into()));
        }
        Ok(Self { parts })
    }

    /// Fills the template in; none if a value is missing that does not stand in an optional part.
    pub fn render(&self, values: &dyn Values) -> Option<String> {
        let mut out = String::new();
        fill(&self.parts, values, &mut out)?;
        Some(out)
    }

    /// The names it asks for, and the byte of the template at which each stands.
    pub fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.needed().chain(self.parts.iter().flat_map(|part| match part {
            TemplatePart::Optional(parts) => slots(parts),
            _ => slots(&[]),
        }))
    }

    /// The same without those in optional parts: it cannot be filled in where one of these has no value.
    pub fn needed(&self) -> impl Iterator<Item = (&str, usize)> {
        slots(&self.parts)
    }
}

/// The names of the slots among `parts`, and where they stand.
fn slots(parts: &[TemplatePart]) -> impl Iterator<Item = (&str, usize)> {
    parts.iter().filter_map(|part| match part {
        TemplatePart::Slot { name, at, .. } => Some((&**name, *at)),
        TemplatePart::Text(_) | TemplatePart::Optional(_) => None,
    })
}

/// Writes `parts` to `out`; none if a value is missing.
fn fill(parts: &[TemplatePart], values: &dyn Values, out: &mut String) -> Option<()> {
    for part in parts {
        match part {
            TemplatePart::Text(text) => out.push_str(text),
            TemplatePart::Slot { name, filters, .. } => {
                let value = values.value(name)?;
                out.push_str(&filters.iter().try_fold(value, |v, f| f.apply(&v))?);
            }
            TemplatePart::Optional(parts) => {
                let before = out.len();
                if fill(parts, values, out).is_none() {
                    out.truncate(before);
                }
            }
        }
    }
    Some(())
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
const FILTERS: [(&str, Filter); 8] = [
    ("lower", Filter::Lower),
    ("upper", Filter::Upper),
    ("capital", Filter::Capital),
    ("clock", Filter::Clock),
    ("afternoon", Filter::Afternoon),
    ("grouped", Filter::Grouped),
    ("decoded", Filter::Decoded),
    ("stop", Filter::Stop),
];

/// The names of the filters that are a word.
#[cfg(test)]
pub(super) fn filters() -> impl Iterator<Item = &'static str> {
    FILTERS.iter().map(|filter| filter.0)
}

fn filter(name: &str, lists: &Lists) -> Result<Filter, Mistake> {
    if let Some((_, filter)) = FILTERS.iter().find(|(word, _)| *word == name) {
        return Ok(filter.clone());
    }
    let list = |list: &str| {
        let mistake = || Mistake::new(format!("there is no word list `{list}`")).with(instead(list, lists.names()));
        lists.get(list).ok_or_else(mistake)
    };
    if let Some(lemma) = name.strip_prefix("inflect:") {
        let known = form::tags(lemma).has_any(Tags::VB);
        let unknown = || {
            let mistake = Mistake::within(format!("`{lemma}` is not a verb"), "inflect:".len()..name.len());
            mistake.with("write the base form, as `inflect:go`".to_owned())
        };
        return known.then(|| Filter::Agree(lemma.into())).ok_or_else(unknown);
    }
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
            None => format!(
                "filters: {}, a part of speech such as past-verb, list.column, respell:list, inflect:verb",
                words.join(", ")
            ),
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
            Self::Agree(verb) => agree(verb, value)?.into(),
            Self::Column(list, column) => list.value(value, column)?.to_owned(),
            Self::Respell(list) => respell(list, value),
            Self::Clock => clock(value)?,
            Self::Afternoon => afternoon(value)?,
            Self::Grouped => grouped(value)?,
            Self::Decoded => decoded(value)?,
            Self::Stop if value.ends_with('.') => value.to_owned(),
            Self::Stop => format!("{value}."),
        })
    }
}

/// The verb `lemma` in the form that `like` has: `say` like `assured` is *said*. Of a word that is not in the table the
/// ending tells the form.
fn agree(lemma: &str, like: &str) -> Option<Box<str>> {
    let word = like.to_lowercase();
    let tags = form::tags(&word);
    let known = [Tags::VBD, Tags::VBZ, Tags::VBG, Tags::VBN, Tags::VB].into_iter().find(|tag| tags.has_any(*tag));
    let guess = || {
        let endings = [("ed", Tags::VBD), ("ing", Tags::VBG), ("s", Tags::VBZ)];
        endings.into_iter().find(|(ending, _)| word.ends_with(ending)).map(|(_, tag)| tag)
    };
    form::inflect(lemma, known.or_else(guess)?)
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

/// A time as the 24-hour clock writes it if it is one of the afternoon or the evening: `2.40` is `14:40`.
fn afternoon(text: &str) -> Option<String> {
    let (hour, minutes) = text.split_once(|c: char| !c.is_ascii_digit()).unwrap_or((text, "00"));
    let hour: u32 = hour.parse().ok()?;
    Some(format!("{}:{minutes}", if hour < 12 { hour + 12 } else { hour }))
}

/// A number with its digits in groups of three. None if it is written in anything but digits.
fn grouped(text: &str) -> Option<String> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 3);
    for (at, digit) in text.char_indices() {
        if at > 0 && (text.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    Some(out)
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
        let template = Template::parse("{t|afternoon|clock}", &Lists::default()).unwrap();
        for (from, to) in [("2.40", "2:40 p.m."), ("7", "7 p.m."), ("12:10", "12:10 p.m."), ("19", "7 p.m.")] {
            assert_eq!(template.render(&|_: &str| Some(from.to_owned())).unwrap(), to);
        }
    }

    #[test]
    fn long_numbers_are_grouped() {
        let template = Template::parse("{n|grouped}", &Lists::default()).unwrap();
        for (from, to) in
            [("10000", Some("10,000")), ("250000", Some("250,000")), ("1234567", Some("1,234,567")), ("3.5", None)]
        {
            assert_eq!(template.render(&|_: &str| Some(from.to_owned())).as_deref(), to);
        }
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
    fn optional_parts_go_with_their_slots() {
        let values = |name: &str| (name == "n").then(|| "Orlov".to_owned());
        let render = |t: &str| Template::parse(t, &Lists::default()).unwrap().render(&values);
        assert_eq!(render("{n} said[ on {d}]. [[1]]").as_deref(), Some("Orlov said. [1]"));
        assert_eq!(render("said[ {n}][, {n} of {d},]").as_deref(), Some("said Orlov"));
        let template = Template::parse("{n} said[ on {d}]", &Lists::default()).unwrap();
        assert_eq!(template.needed().collect::<Vec<_>>(), [("n", 1)]);
        assert_eq!(template.names().map(|n| n.0).collect::<Vec<_>>(), ["n", "d"]);
        let error = |t: &str| Template::parse(t, &Lists::default()).unwrap_err();
        assert_eq!((error("a ] b").message.as_str(), error("a ] b").range()), ("`]` without `[`", Some(2..3)));
        assert_eq!(error("a [{n}").range(), Some(2..3));
        assert_eq!(error("a [b]").message, "an optional part has no slot");
        assert_eq!(error("[{a}[{b}]]").message, "an optional part stands inside another");
    }

    #[test]
    fn a_verb_takes_the_form_of_the_one_it_replaces() {
        for (word, said) in [("assured", "said"), ("Rejoices", "says"), ("meant", "said"), ("precised", "said")] {
            let template = Template::parse("{v|inflect:say}", &Lists::default()).unwrap();
            assert_eq!(template.render(&|_: &str| Some(word.to_owned())).as_deref(), Some(said), "{word}");
        }
        assert!(
            Template::parse("{v|inflect:table-like}", &Lists::default()).unwrap_err().message.contains("not a verb")
        );
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
