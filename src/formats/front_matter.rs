//! Front matter: the keys before a Markdown article that hold its headline, its summary and its language.

use super::extract::{Builder, Kind};
use crate::span::Span;
use pulldown_cmark::MetadataBlockKind;
use serde::Deserialize;
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
    let block = span.of(out.file());
    // The first and the last line are the marks.
    let Some(start) = block.find('\n').map(|n| n + 1) else { return };
    let end = block.trim_end().rfind('\n').map_or(start, |n| n + 1).max(start);
    let inner = &block[start..end];
    let place =
        |from: usize, to: usize| Span::new(span.start + (start + from) as u32, span.start + (start + to) as u32);
    match kind {
        MetadataBlockKind::PlusesStyle => {
            let Ok(found) = toml::from_str::<Toml>(inner) else { return };
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
            for (key, value) in keys {
                let Some(value) = value else { continue };
                let range = value.span();
                // A value with escapes has no bytes of its own to change.
                if inner.get(range.start + 1..range.end.saturating_sub(1)) == Some(value.as_ref().as_str()) {
                    take(key, place(range.start + 1, range.end - 1), out);
                }
            }
        }
        MetadataBlockKind::YamlStyle => {
            let mut at = 0;
            for line in inner.split_inclusive('\n') {
                if let Some((key, from, to)) = scalar(line) {
                    take(key, place(at + from, at + to), out);
                }
                at += line.len();
            }
        }
    }
}

fn take(key: &str, span: Span, out: &mut Builder<'_>) {
    let value = span.of(out.file());
    if TITLES.contains(&key) || DESCRIPTIONS.contains(&key) {
        let kind = if TITLES.contains(&key) { Kind::Title } else { Kind::Description };
        out.begin_apart(kind, true);
        out.text(span);
        out.end(None);
    } else if LANGUAGES.contains(&key) {
        out.language(value);
    } else if SOURCES.contains(&key) {
        out.source_language(value);
    }
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
        // Block scalars, anchors, tags, lists and comments are not one string.
        [b'|' | b'>' | b'&' | b'*' | b'!' | b'[' | b'{' | b'"' | b'\'' | b'#', ..] | [] => None,
        _ => {
            let end = value.find(" #").unwrap_or(value.len());
            Some((key, start, start + value[..end].trim_end().len()))
        }
    }
}
