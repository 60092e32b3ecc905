//! Articles in Markdown and HTML: they have the findings of the same article as plain text, at the bytes of the file;
//! nothing but the edits is changed, and the corrected file reads as the corrected text.

#![allow(clippy::unwrap_used)] // a test fails by panicking

mod common;

use common::corpus::{self, articles};
use copydesk::internal::apply;
use copydesk::{Applicability, Article, Checked, Fixed, Format, Linter, Options, RuleSet};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<Arc<RuleSet>> = LazyLock::new(|| Arc::new(RuleSet::built_in()));
static LINTER: LazyLock<Linter> = LazyLock::new(|| Linter::new(Arc::clone(&RULES), Options::default()).unwrap());

/// The articles; debug builds, which search each text twice, take some of them.
fn some_articles() -> impl Iterator<Item = corpus::Article> {
    articles().into_iter().step_by(if cfg!(debug_assertions) { 6 } else { 1 })
}

/// What stands in the way of positions: marks that combine, signs of several code points, spaces that do not break.
const SIGNS: &str = "Cafe\u{301} owners in Zu\u{308}rich meet 👩\u{200d}🚀🇫🇷\n\n\
    “👍🏽 We met MM.\u{a0}Duval and Roux on monday”, she said. MM. Dubé and Nguye\u{302}\u{303}n came too 🎉, on tuesday.\n\n\
    « Fine »\u{a0}, he wrote🙂 on friday; “the e\u{301}lan is gone ”, they added.";

/// Texts whose blocks have one line each, with what they are called.
fn texts() -> Vec<(String, String)> {
    let mut texts = vec![("signs".to_owned(), SIGNS.to_owned())];
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for sample in fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()) {
        let name = sample.display().to_string();
        if name.ends_with(".txt") && !name.ends_with(".report.txt") {
            let text = fs::read_to_string(&sample).unwrap();
            let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
            texts.push((name, lines.join("\n\n")));
        }
    }
    assert!(texts.len() > 3, "there are no samples");
    for article in some_articles() {
        // Lines inside a block are joined by both kinds of markup; the corpus has a few.
        let of_lines = |text: &String| text.split("\n\n").all(|b| !b.trim().contains('\n'));
        let name = article.path.display().to_string();
        texts.extend([article.text, article.twin].into_iter().filter(of_lines).map(|text| (name.clone(), text)));
    }
    texts
}

fn check(kind: Format, file: &str) -> Checked {
    LINTER.check_file(kind, &Article::new(file))
}

/// The file with the fixes at `threshold` or above.
fn settled(kind: Format, file: &str, threshold: Applicability) -> Fixed<'_> {
    LINTER.fix_file(kind, Article::new(file), threshold)
}

/// Rule and words of each finding, the words as a reader sees them.
fn findings(kind: Format, file: &str, seen: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let words = |s: &str| seen(s).split_whitespace().collect::<Vec<_>>().join(" ");
    let checked = check(kind, file);
    let mut found: Vec<_> =
        checked.findings.iter().map(|f| (RULES.get(f.rule).name.to_string(), words(f.span.of(file)))).collect();
    found.sort();
    found
}

fn escaped_html(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            'é' => out.push_str("&eacute;"),
            '’' => out.push_str("&#8217;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            c => out.push(c),
        }
    }
    out
}

fn unescaped_html(html: &str) -> String {
    let pairs =
        [("&lt;", "<"), ("&gt;", ">"), ("&eacute;", "é"), ("&#8217;", "’"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    pairs.iter().fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn escaped_markdown(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.char_indices() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '{' | '~');
        // What begins a line may begin a list, a quotation or a heading.
        if special || (at == 0 && matches!(c, '>' | '#' | '-' | '+' | '=' | '|')) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The article with each paragraph as an element of its own.
fn written(kind: Format, text: &str, line_end: &str) -> String {
    let blocks: Vec<String> = text
        .trim()
        .split("\n\n")
        .map(|block| match kind {
            Format::Html => format!("<p>{}</p>{line_end}", escaped_html(block)),
            _ => format!("{}{line_end}", escaped_markdown(block)),
        })
        .collect();
    blocks.join(line_end)
}

#[test]
fn markup_changes_no_finding() {
    let texts = texts();
    for (name, text) in &texts {
        let plain = findings(Format::Plain, text.trim(), str::to_owned);
        if name == "signs" {
            assert!(plain.len() > 5, "{plain:?}");
        }
        for line_end in ["\n", "\r\n"] {
            let html = format!("\u{feff}{}", written(Format::Html, text, line_end));
            assert_eq!(findings(Format::Html, &html, unescaped_html), plain, "{name}");
            let markdown = format!("\u{feff}{}", written(Format::Markdown, text, line_end));
            let seen = |s: &str| s.replace('\\', "");
            assert_eq!(findings(Format::Markdown, &markdown, seen), plain, "{name}");
        }
    }
    assert!(texts.len() > if cfg!(debug_assertions) { 10 } else { 40 }, "only {} texts were compared", texts.len());
}

#[test]
fn fixes_of_html_are_those_of_the_text() {
    for article in some_articles() {
        if article.text.split("\n\n").any(|b| b.trim().contains('\n')) {
            continue;
        }
        let html = written(Format::Html, &article.text, "\n");
        let read = Format::Html.read(&html).unwrap();
        let settle = |kind: Format, text: &str| settled(kind, text, Applicability::Safe).article.text.into_owned();
        let fixed = settle(Format::Html, &html);
        let plain = settle(Format::Plain, &read.article.text);
        assert_eq!(Format::Html.read(&fixed).unwrap().article.text, plain.trim(), "{}", article.path.display());
    }
}

/// Pieces of articles, of HTML and of Markdown.
const PIECES: [&str; 66] = [
    "MM. Xi and Putin",
    "MM.",
    "Xi",
    "and",
    "Putin",
    "kyiv",
    "on monday",
    "Ouchakov",
    "Genève",
    " ",
    " ,",
    " .",
    ".",
    "“",
    "”",
    "\"",
    "«",
    "»",
    "« no »",
    "the the",
    "he added",
    "&nbsp;",
    "&laquo;",
    "&raquo;",
    "&amp;",
    "&eacute;",
    "&",
    "&#8217;",
    "<b>",
    "</b>",
    "<em>",
    "</em>",
    "<p>",
    "</p>",
    "<br>",
    "<h1>",
    "</h1>",
    "<li>",
    "<ul>",
    "</ul>",
    "<a href=\"x y\">",
    "</a>",
    "<",
    "<!-- copydesk-ignore names -->",
    "<!-- copydesk-ignore-start -->",
    "<!-- x",
    "-->",
    "<code>a ,b</code>",
    "<nav>",
    "</nav>",
    "*",
    "**",
    "_",
    "`",
    "# ",
    "- ",
    "\n",
    "\n\n",
    "\r\n",
    "e\u{301}",
    "🎉",
    "[x](y)",
    "\n\n2\r\n00:00:03,000 --> 00:00:04,000\r\n",
    "\n\n3\n00:00:05,000 --> 00:00:06,000\n",
    "{\\an8}",
    " -->",
];

fn file() -> impl Strategy<Value = String> {
    let piece = prop_oneof![12 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    let space = prop_oneof![5 => Just(" "), 3 => Just(""), 1 => Just("\n\n")];
    prop::collection::vec((piece, space), 0..40).prop_map(|parts| parts.into_iter().map(|(p, s)| p + s).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn only_the_edits_change(file in file(), kind in prop::sample::select(vec![Format::Html, Format::Markdown, Format::Subtitles])) {
        let extract = kind.read(&file).unwrap();
        for piece in &extract.map.pieces {
            prop_assert!(!piece.plain || piece.text.of(&extract.article.text) == piece.file.of(&file));
            prop_assert!(file.get(piece.file.range()).is_some());
        }
        let checked = check(kind, &file);
        for finding in &checked.findings {
            prop_assert!(file.get(finding.span.range()).is_some());
        }
        let fixed = settled(kind, &file, Applicability::Unsafe);
        if fixed.unsettled.is_empty() {
            prop_assert_eq!(apply(&file, &fixed.edits), fixed.article.text.as_ref());
            // Whatever stands outside text stays: the tags of the file, in their order, but for deleted paragraphs.
            let again = settled(kind, &fixed.article.text, Applicability::Unsafe);
            prop_assert_eq!(&*again.article.text, &*fixed.article.text);
            let times = |file: &str| file.lines().filter(|l| l.starts_with("00:00:0")).map(str::to_owned).collect::<Vec<_>>();
            prop_assert!(kind != Format::Subtitles || times(&fixed.article.text) == times(&file));
        }
    }
}
