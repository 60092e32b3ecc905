//! Front matter: the keys before a Markdown article that hold its headline, its summary and its language.

use super::extract::Builder;
use super::source_map::Kind;
use crate::span::Span;
use pulldown_cmark::MetadataBlockKind;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// Keys of a headline.
const TITLES: [&str; 2] = ["title", "headline"];
/// Keys of a summary.
const DESCRIPTIONS: [&str; 4] = ["description", "summary", "standfirst", "subtitle"];
/// Keys of the language of the article.
const LANGUAGES: [&str; 3] = ["lang", "language", "locale"];
/// Keys of the language it was translated from.
const SOURCES: [&str; 3] = ["source_language", "translated_from", "source-language"];

/// What is read of TOML.
#[derive(Debug, Default, Deserialize)]
struct Toml {
    title: Option<Spanned<String>>,
    headline: Option<Spanned<String>>,
    description: Option<Spanned<String>>,
    summary: Option<Spanned<String>>,
    standfirst: Option<Spanned<String>>,
    subtitle: Option<Spanned<String>>,
    #[serde(alias = "language", alias = "locale")]
    lang: Option<Spanned<String>>,
    #[serde(alias = "translated_from", alias = "source-language")]
    source_language: Option<Spanned<String>>,
}

/// Reads the block at `span` of the file, with its marks.
pub fn read(kind: MetadataBlockKind, span: Span, out: &mut Builder<'_>) {
    let file = out.file();
    let block = span.of(file);
    // The first and the last line are the marks.
    let start = block.find('\n').map_or(block.len(), |n| n + 1);
    let end = block.trim_end().rfind('\n').map_or(start, |n| n + 1).max(start);
    let inner = &block[start..end];
    let values = match kind {
        MetadataBlockKind::PlusesStyle => toml_values(inner),
        MetadataBlockKind::YamlStyle => yaml_values(inner),
    };
    let mut read = Vec::new();
    for (key, value) in values {
        let place = |at: usize| span.start + (start + at) as u32;
        let value = Span::new(place(value.start), place(value.end));
        if take(key, value, out) {
            read.push(value);
        }
    }
    read.sort_unstable();
    let mut at = span.start;
    for value in read {
        out.skeleton.mark(Span::new(at, value.start).of(file));
        at = value.end;
    }
    out.skeleton.mark(Span::new(at, span.end).of(file).trim_end());
}

/// Keys and the places of their values in the lines of YAML.
fn yaml_values(yaml: &str) -> Vec<(&str, Range<usize>)> {
    let mut at = 0;
    let value = |line: &'_ str| {
        let found = scalar(line).map(|(key, from, to)| (key.len(), at + from..at + to));
        let key = found.map(|(length, range)| (&yaml[at..at + length], range));
        at += line.len();
        key
    };
    yaml.split_inclusive('\n').filter_map(value).collect()
}

/// Keys and the places of their values in TOML.
fn toml_values(toml: &str) -> Vec<(&'static str, Range<usize>)> {
    let Ok(found) = toml::from_str::<Toml>(toml) else { return Vec::new() };
    let keys = [
        ("title", found.title),
        ("headline", found.headline),
        ("description", found.description),
        ("summary", found.summary),
        ("standfirst", found.standfirst),
        ("subtitle", found.subtitle),
        ("lang", found.lang),
        ("source_language", found.source_language),
    ];
    let value = |(key, value): (&'static str, Option<Spanned<String>>)| {
        let value = value?;
        let range = value.span();
        let inside = range.start + 1..range.end.saturating_sub(1);
        // A value with escapes has no bytes of its own to change.
        (toml.get(inside.clone()) == Some(value.as_ref().as_str())).then_some((key, inside))
    };
    keys.into_iter().filter_map(value).collect()
}

/// Takes what stands at `span` as the value of `key`; whether it is words of the article.
fn take(key: &str, span: Span, out: &mut Builder<'_>) -> bool {
    let value = span.of(out.file());
    if TITLES.contains(&key) || DESCRIPTIONS.contains(&key) {
        let kind = if TITLES.contains(&key) { Kind::Title } else { Kind::Description };
        out.begin_apart(kind, true);
        out.text(span);
        out.end();
        return true;
    }
    if LANGUAGES.contains(&key) {
        out.language(value);
    } else if SOURCES.contains(&key) {
        out.source_language(value);
    }
    false
}

/// The key of a line of YAML and where its value stands in it, if that is a string in one line without escapes.
fn scalar(line: &str) -> Option<(&str, usize, usize)> {
    let (key, rest) = line.split_once(':')?;
    if key.starts_with([' ', '\t', '#', '-']) || !rest.starts_with([' ', '\t']) {
        return None;
    }
    let value = rest.trim();
    let start = line.len() - rest.len() + (rest.len() - rest.trim_start().len());
    match value.as_bytes() {
        [quote @ (b'"' | b'\''), inner @ .., last] if quote == last => {
            let escaped = inner.contains(quote) || (*quote == b'"' && inner.contains(&b'\\'));
            (!escaped).then_some((key, start + 1, start + value.len() - 1))
        }
        // Block scalars, anchors, tags, lists, comments and keys are not one string.
        [first, ..] if b"|>&*![]{}\"'#%@`,".contains(first) => None,
        [b'-' | b'?' | b':', b' ', ..] | [] | [.., b':'] => None,
        _ if value.contains(": ") => None,
        _ => {
            let end = value.find(" #").unwrap_or(value.len());
            Some((key, start, start + value[..end].trim_end().len()))
        }
    }
}
