//! JSON Lines: one record a line, one article a record.
//!
//! Lines are read in batches, so that a file larger than memory works. A record remembers where its strings stand in
//! the line: a correction is written into the JSON string itself and every other byte of the line stays.

use super::{MAX_BYTES, ReadError, sniff};
use crate::article::{Article, Source};
use crate::finding::Edit;
use crate::language::{Date, Language};
use crate::problem::Mistake;
use crate::span::Span;
#[cfg(feature = "cli")]
use schemars::JsonSchema;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::io::{BufRead, Read};
use std::ops::Range;

/// What stands between headline and text when both are checked as one article.
pub const SEPARATOR: &str = "\n\n";

/// Bytes after which a batch is full.
const BATCH_BYTES: usize = 4 << 20;

/// Lines after which a batch is full: what is kept of each takes more memory than a short line.
const BATCH_LINES: usize = 4096;

/// Reads lines in batches.
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    number: u64,
    longest: u64,
    full: usize,
    over: bool,
}

/// Some lines that follow each other.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    lines: Vec<Range<usize>>,
    first: u64,
}

/// A line as it stands in the file, with its line end, or a record of a JSON file.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its number, from 1; of several, that of the first.
    pub number: u64,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl Line<'_> {
    /// The number of the last line of the file that it stands on; records of a JSON file may stand on several.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.number + memchr::memchr_iter(b'\n', self.bytes.trim_ascii_end()).count() as u64
    }
}

impl Batch {
    /// The lines, in order.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.iter().zip(self.first..).map(|(range, number)| Line { number, bytes: &self.bytes[range.clone()] })
    }
}

impl<R: BufRead> Lines<R> {
    /// Reads lines from `input`.
    pub fn new(input: R) -> Self {
        Self { input, number: 0, longest: MAX_BYTES, full: BATCH_BYTES, over: false }
    }

    /// The next lines, or none at the end.
    ///
    /// # Errors
    /// When `input` cannot be read, starts like binary data, or has a line longer than 4 GiB.
    pub fn next_batch(&mut self) -> Result<Option<Batch>, ReadError> {
        let mut batch = Batch { first: self.number + 1, ..Batch::default() };
        while batch.bytes.len() < self.full && batch.lines.len() < BATCH_LINES && !self.over {
            let start = batch.bytes.len();
            let mut limited = (&mut self.input).take(self.longest);
            if limited.read_until(b'\n', &mut batch.bytes)? == 0 {
                break;
            }
            self.over = limited.limit() == 0 && batch.bytes.last() != Some(&b'\n');
            if self.over {
                break;
            }
            if self.number == 0 {
                sniff(&batch.bytes)?;
            }
            self.number += 1;
            batch.lines.push(start..batch.bytes.len());
        }
        match (batch.lines.is_empty(), self.over) {
            (true, true) => Err(ReadError::LineTooLong { line: self.number + 1 }),
            (true, false) => Ok(None),
            (false, _) => Ok(Some(batch)),
        }
    }
}

/// What identifies a record: the value of its `id`, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordId {
    /// A string.
    Text(Box<str>),
    /// A number.
    Number(serde_json::Number),
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
        }
    }
}

/// An article of a JSON Lines file.
#[derive(Debug)]
pub struct Record<'a> {
    /// Its `id`.
    pub id: Option<RecordId>,
    /// The article: its text is the record's, after its headline and [`SEPARATOR`], which is a fence, if it has a headline
    /// of its own.
    pub article: Article<'a>,
    line: &'a str,
    headline_at: Option<Range<usize>>,
    text_at: Range<usize>,
}

/// What the keys of a record are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Fields {
    /// What identifies the record.
    pub id: String,
    /// The article's text.
    pub text: String,
    /// Its headline.
    pub headline: String,
    /// The text before translation.
    pub source: String,
    /// The language translated from.
    pub source_language: String,
    /// The date of publication.
    pub published: String,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            id: "id".into(),
            text: "text".into(),
            headline: "headline".into(),
            source: "source".into(),
            source_language: "source_language".into(),
            published: "published".into(),
        }
    }
}

/// The values of a record as they are written.
#[derive(Default)]
struct RecordFile<'a> {
    id: Option<&'a RawValue>,
    text: Option<&'a RawValue>,
    headline: Option<&'a RawValue>,
    source: Option<&'a RawValue>,
    source_language: Option<&'a RawValue>,
    published: Option<&'a RawValue>,
}

/// Reads a record whose keys are called so.
struct Reading<'f>(&'f Fields);

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = RecordFile<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = RecordFile<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut file = RecordFile::default();
        while let Some(key) = map.next_key::<KeyText<'de>>()? {
            let key = &*key.0;
            let slot = match () {
                () if key == self.0.text => &mut file.text,
                () if key == self.0.headline => &mut file.headline,
                () if key == self.0.id => &mut file.id,
                () if key == self.0.source => &mut file.source,
                () if key == self.0.source_language => &mut file.source_language,
                () if key == self.0.published => &mut file.published,
                () => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if slot.is_some() {
                return Err(A::Error::custom(format!("duplicate field `{key}`")));
            }
            *slot = map.next_value::<Option<&RawValue>>()?;
        }
        Ok(file)
    }
}

/// A key, which mostly needs no copy.
#[derive(Deserialize)]
struct KeyText<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Line<'a> {
    /// The record of the line, whose keys are called as `fields` say; none if the line is blank.
    ///
    /// # Errors
    /// When the line is not a valid JSON object, or one of the record's values is missing or not a string, with the bytes
    /// of the line that are wrong.
    pub fn record(&self, fields: &Fields) -> Result<Option<Record<'a>>, Mistake> {
        let line = std::str::from_utf8(self.bytes).map_err(|e| {
            let at = e.valid_up_to();
            Mistake::within(format!("not valid UTF-8: byte 0x{:02X}", self.bytes[at]), at..at + 1)
                .with("convert the file to UTF-8 first, for example with `iconv -f WINDOWS-1252 -t UTF-8`".to_owned())
        })?;
        let start = if self.number == 1 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let json = line[start..].trim_end_matches(['\n', '\r']);
        let object = json.trim_ascii();
        if object.is_empty() {
            return Ok(None);
        }
        let start = start + json.len() - json.trim_ascii_start().len();
        if !object.starts_with('{') {
            let mistake = Mistake::within("not a record", start..start + object.len());
            let remedy = "write each record on one line, as {\"text\": \"…\"}; records over several lines belong into a .json file";
            return Err(mistake.with(remedy.to_owned()));
        }
        let mut reader = serde_json::Deserializer::from_str(object);
        let file = Reading(fields).deserialize(&mut reader).and_then(|file| reader.end().map(|()| file));
        let file = file.map_err(|e| Mistake::of_json(&e, object).after(start, object.len()))?;
        let string = |name: &str, raw| string(name, raw).map_err(|mistake| placed(mistake, raw, line));
        let text = string(&fields.text, file.text)?;
        let missing = || {
            let mistake = Mistake::within(format!("the record has no `{}`", fields.text), start..start + 1);
            mistake.with(match key_of_words(object) {
                Some(key) => format!("write `[fields] text = \"{key}\"` in copydesk.toml if `{key}` holds the words"),
                None => "name the key that holds the words in copydesk.toml: `[fields] text = \"…\"`".to_owned(),
            })
        };
        let text = text.ok_or_else(missing)?;
        let headline = string(&fields.headline, file.headline)?.filter(|h| !h.trim().is_empty());
        let at = |raw: Option<&RawValue>| {
            raw.map(|raw| {
                let start = raw.get().as_ptr() as usize - line.as_ptr() as usize;
                start + 1..start + raw.get().len() - 1
            })
        };
        let headline_at = headline.is_some().then(|| at(file.headline)).flatten();
        let (text, fence) = match headline {
            Some(headline) => {
                let fence = Span::new(headline.len() as u32, (headline.len() + SEPARATOR.len()) as u32);
                (Cow::Owned([&headline, SEPARATOR, &text].concat()), Some(fence))
            }
            None => (text, None),
        };
        if text.len() as u64 > MAX_BYTES {
            let mistake =
                Mistake::new(ReadError::TooLong.to_string()).with("split the record, or leave it out".to_owned());
            return Err(placed(mistake, file.text, line));
        }
        Ok(Some(Record {
            id: id(file.id).map_err(|mistake| placed(mistake, file.id, line))?,
            article: Article {
                fences: fence.into_iter().collect(),
                published: string(&fields.published, file.published)?.and_then(|s| Date::of_start(&s)),
                source: Source {
                    language: string(&fields.source_language, file.source_language)?.and_then(|s| Language::of_tag(&s)),
                    text: string(&fields.source, file.source)?,
                    segments: Vec::new(),
                },
                ..Article::new(text)
            },
            line,
            headline_at,
            text_at: at(file.text).unwrap_or_default(),
        }))
    }
}

/// Keys under which others keep the words of an article, the likeliest first.
const KEYS_OF_WORDS: [&str; 12] = [
    "text",
    "body",
    "content",
    "article",
    "body_text",
    "article_text",
    "full_text",
    "fulltext",
    "main_text",
    "maintext",
    "story",
    "paragraphs",
];

/// The key of `object` that most looks as if its value were the words of the article.
fn key_of_words(object: &str) -> Option<String> {
    let record: BTreeMap<String, &RawValue> = serde_json::from_str(object).ok()?;
    let strings = || record.iter().filter(|(_, value)| value.get().starts_with('"')).map(|(key, _)| key);
    KEYS_OF_WORDS
        .iter()
        .find_map(|known| strings().find(|key| key.to_lowercase().replace('-', "_") == **known))
        .cloned()
}

/// The mistake in `raw`, a value of `line`, as one of the line.
fn placed(mistake: Mistake, raw: Option<&RawValue>, line: &str) -> Mistake {
    match raw.map(RawValue::get) {
        Some(raw) => mistake.after(raw.as_ptr() as usize - line.as_ptr() as usize, raw.len()),
        None => mistake,
    }
}

fn string<'a>(name: &str, raw: Option<&'a RawValue>) -> Result<Option<Cow<'a, str>>, Mistake> {
    let Some(raw) = raw.map(RawValue::get) else { return Ok(None) };
    if let Some(inside) = raw.strip_prefix('"').and_then(|r| r.strip_suffix('"'))
        && memchr::memchr(b'\\', inside.as_bytes()).is_none()
    {
        return Ok(Some(Cow::Borrowed(inside)));
    }
    if !raw.starts_with('"') {
        let remedy = "put it between quotation marks, or name another key under `[fields]` in copydesk.toml";
        return Err(Mistake::new(format!("`{name}` is not a string")).with(remedy.to_owned()));
    }
    // The line has been found to be JSON, so that only what escapes stand for can still be wrong.
    let decoded = serde_json::from_str::<String>(raw);
    decoded.map(|s| Some(Cow::Owned(s))).map_err(|_| {
        let mistake = Mistake::new(format!("`{name}` has an escape of half a surrogate pair"));
        mistake.with("write the character itself, or both halves of its escape".to_owned())
    })
}

fn id(raw: Option<&RawValue>) -> Result<Option<RecordId>, Mistake> {
    match raw.map(RawValue::get) {
        Some(number) if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
            let read = serde_json::from_str(number).map_err(|e| Mistake::of_json(&e, number))?;
            Ok(Some(RecordId::Number(read)))
        }
        Some(text) if !text.starts_with('"') => {
            let mistake = Mistake::new("`id` is neither a string nor a number");
            Err(mistake.with("put it between quotation marks".to_owned()))
        }
        _ => Ok(string("id", raw)?.map(|s| RecordId::Text(s.into()))),
    }
}

impl Record<'_> {
    /// What makes `edits` of the text of [`Record::article`] inside the JSON strings of the line: edits of the line, sorted and disjoint.
    ///
    /// The edits given are sorted and disjoint, and none touches the fence from both sides.
    #[must_use]
    pub fn written(&self, edits: &[Edit]) -> Vec<Edit> {
        let fence = self.article.fences.first().copied();
        let split = edits.partition_point(|e| fence.is_some_and(|fence| e.span.end <= fence.start));
        let (headline, text) = edits.split_at(split);
        let mut fields = vec![(self.text_at.clone(), fence.map_or(0, |fence| fence.end), text)];
        fields.extend(self.headline_at.clone().map(|at| (at, 0, headline)));
        fields.sort_unstable_by_key(|(at, ..)| at.start);
        let ascii = self.line.is_ascii();
        let mut out = Vec::with_capacity(edits.len());
        for (at, offset, edits) in fields {
            let mut walk = Escaped { raw: &self.line[at.clone()], raw_at: 0, text_at: offset as usize };
            for edit in edits {
                let place = [edit.span.start, edit.span.end].map(|offset| (at.start + walk.raw_offset(offset)) as u32);
                let mut replacement = String::new();
                escape(&mut replacement, &edit.replacement, ascii);
                out.push(Edit::new(Span::new(place[0], place[1]), replacement));
            }
        }
        out
    }
}

/// A walk through the inside of a JSON string that counts the bytes it stands for.
struct Escaped<'a> {
    raw: &'a str,
    raw_at: usize,
    text_at: usize,
}

impl Escaped<'_> {
    /// Where the byte `offset` of the decoded text stands in the raw string; offsets must not fall.
    fn raw_offset(&mut self, offset: u32) -> usize {
        while self.text_at < offset as usize {
            let rest = &self.raw[self.raw_at..];
            let plain =
                memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len()).min(offset as usize - self.text_at);
            if plain > 0 {
                self.raw_at += plain;
                self.text_at += plain;
                continue;
            }
            let unit = |at: usize| rest.get(at..at + 4).and_then(|h| u32::from_str_radix(h, 16).ok()).unwrap_or(0);
            let (raw, text) = match rest.as_bytes().get(1) {
                None => break,
                Some(b'u') => match unit(2) {
                    0xd800..=0xdbff => (12, 4),
                    code => (6, char::from_u32(code).map_or(3, char::len_utf8)),
                },
                Some(_) => (2, 1),
            };
            self.raw_at += raw;
            self.text_at += text;
        }
        self.raw_at
    }
}

/// Writes `text` as the inside of a JSON string; in ASCII only, where the rest of the line is.
fn escape(out: &mut String, text: &str, ascii: bool) {
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' || (ascii && !c.is_ascii()) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
