//! Fixes never damage markup: a fixed file has the tags, attributes, comments, code, links, lists, quotations and headings it
//! had, but for blocks that were deleted whole. What a file has is told here by readers of their own.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use copydesk::internal::apply;
use copydesk::{Applicability, Article, Format, Linter, Options, RuleSet};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

static LINTER: LazyLock<Linter> =
    LazyLock::new(|| Linter::new(Arc::new(RuleSet::built_in()), Options::default()).unwrap());

/// An element of a file, or something else that is no text, without children.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    /// What it is, with everything that belongs to it.
    mark: String,
    /// Its name, if it may hold something.
    name: Option<String>,
    children: Vec<Node>,
    /// Whether there are words in it, and not only in blocks it holds.
    words: bool,
}

/// What shapes words within a block.
const INLINE: [&str; 9] = ["a", "b", "em", "span", "u", "Emphasis", "Link", "Strong", "Strikethrough"];

fn is_inline(node: &Node) -> bool {
    node.name.as_ref().is_none_or(|name| INLINE.contains(&&**name))
}

/// A tree that is being read.
struct Tree(Vec<Node>);

impl Tree {
    fn new() -> Self {
        let (mark, children) = Default::default();
        Self(vec![Node { mark, name: Some(String::new()), children, words: false }])
    }

    fn open(&mut self, mark: String, name: &str) {
        self.0.push(Node { mark, name: Some(name.to_owned()), children: Vec::new(), words: false });
    }

    fn close(&mut self) {
        let node = self.0.pop().unwrap();
        self.0.last_mut().unwrap().words |= node.words && is_inline(&node);
        self.0.last_mut().unwrap().children.push(node);
    }

    fn leaf(&mut self, mark: &str) {
        // Such a comment goes if nothing is to be ignored.
        if mark.contains("copydesk-ignore") {
            return;
        }
        let (name, children) = Default::default();
        self.0.last_mut().unwrap().children.push(Node { mark: mark.to_owned(), name, children, words: false });
    }

    fn text(&mut self, text: &str) {
        self.0.last_mut().unwrap().words |= !text.trim().is_empty();
    }

    fn finish(mut self) -> Node {
        while self.0.len() > 1 {
            self.close();
        }
        self.0.pop().unwrap()
    }
}

/// The markup of a page in which every element is closed. What a link in `links` leads to stays.
fn html(file: &str, links: &str) -> Node {
    const VOID: [&str; 5] = ["br", "img", "wbr", "hr", "meta"];
    let mut tree = Tree::new();
    let mut rest = file;
    while let Some(at) = rest.find('<') {
        tree.text(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") { rest.find("-->").unwrap() + 3 } else { rest.find('>').unwrap() + 1 };
        let tag = &rest[..end];
        let name = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
        rest = &rest[end..];
        if tag.starts_with("</") {
            if tree.0.len() > 1 {
                tree.close();
            }
        } else if name.is_empty() || VOID.contains(&name) {
            tree.leaf(tag);
        } else if matches!(name, "script" | "style" | "pre" | "code" | "iframe") {
            let end = rest.find(&format!("</{name}>")).unwrap();
            tree.leaf(&format!("{tag}{}", &rest[..end]));
            rest = &rest[end + name.len() + 3..];
        } else {
            let linked = tag.contains(" id=n") && links.contains("\"#n\"");
            tree.open(tag.to_owned(), if linked { "target" } else { name });
        }
    }
    tree.text(rest);
    tree.finish()
}

/// The markup of an article in Markdown.
fn markdown(file: &str) -> Node {
    let options = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_DEFINITION_LIST
        | Extensions::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut tree = Tree::new();
    let mut metadata = false;
    for event in Parser::new_ext(file, options) {
        match &event {
            // A block of HTML is what stands in it.
            Event::Start(Tag::HtmlBlock) => {}
            Event::Start(tag) => {
                let name = format!("{:?}", tag.to_end());
                metadata = name.starts_with("Metadata");
                tree.open(format!("{tag:?}"), name.split(['(', ' ']).next().unwrap());
            }
            Event::End(TagEnd::MetadataBlock(_)) => {
                metadata = false;
                tree.close();
            }
            Event::End(TagEnd::HtmlBlock) => {}
            Event::End(_) => tree.close(),
            Event::Text(text) if metadata => {
                let keys: Vec<&str> = text.lines().map(|l| l.split(": ").next().unwrap()).collect();
                tree.leaf(&keys.join("\n"));
            }
            Event::Text(text) => tree.text(text),
            Event::SoftBreak => {}
            Event::Html(html) if html.trim().is_empty() => {}
            // The line end behind the last one goes with the block that stood after it.
            Event::Html(html) => tree.leaf(&format!("{:?}", html.trim_end())),
            other => tree.leaf(&format!("{other:?}")),
        }
    }
    tree.finish()
}

fn markup(format: Format, file: &str, links: &str) -> Node {
    let file = file.trim_start_matches('\u{feff}');
    if format == Format::Html { html(file, links) } else { markdown(file) }
}

/// What may be deleted with a block of text: blocks, and what only shapes their words.
const GOING: [&str; 27] = [
    "figcaption",
    "h1",
    "h3",
    "p",
    "h2",
    "li",
    "ul",
    "blockquote",
    "div",
    "b",
    "em",
    "a",
    "br",
    "wbr",
    "code",
    "Paragraph",
    "Heading",
    "BlockQuote",
    "List",
    "Item",
    "Link",
    "Emphasis",
    "Strong",
    "Code",
    "HardBreak",
    "Strikethrough",
    "u",
];

/// Whether a node is one block of words and nothing else.
fn may_go(node: &Node) -> bool {
    let name = |node: &Node| match &node.name {
        Some(name) => name.clone(),
        None => node.mark.trim_start_matches('<').split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned(),
    };
    GOING.contains(&&*name(node)) && node.children.iter().all(may_go)
}

/// Asserts that `after` is `before` without some of its blocks.
fn assert_kept(before: &Node, after: &Node, told: &str) {
    assert_eq!((&before.mark, before.words), (&after.mark, after.words), "{told}");
    let mut left = after.children.iter().peekable();
    for child in &before.children {
        match left.peek() {
            Some(same) if same.mark == child.mark && (is_kept(child, same) || !may_go(child)) => {
                assert_kept(child, left.next().unwrap(), told)
            }
            _ => assert!(!is_inline(child) && may_go(child), "{:?} is gone:\n{told}", child.mark),
        }
    }
    assert_eq!(left.next(), None, "{told}");
}

/// Whether `after` can be `before` without some of its blocks.
fn is_kept(before: &Node, after: &Node) -> bool {
    let mut left = after.children.iter().peekable();
    for child in &before.children {
        if left.peek().is_some_and(|same| same.mark == child.mark && is_kept(child, same)) {
            left.next();
        } else if is_inline(child) || !may_go(child) {
            return false;
        }
    }
    before.words == after.words && left.next().is_none()
}

fn fixed(format: Format, file: &str, threshold: Applicability) -> String {
    let fixed = LINTER.fix_file(format, Article::new(file), threshold);
    assert_eq!(apply(file, &fixed.edits), fixed.article.text);
    fixed.article.text.into_owned()
}

/// Asserts that the fixes of `file` leave its markup as it is and its text as they leave that of a plain file, and that
/// a second fixing finds nothing more to do.
fn assert_sound(format: Format, file: &str) {
    for threshold in [Applicability::Safe, Applicability::Unsafe] {
        let after = fixed(format, file, threshold);
        let told = format!("{threshold:?}\n{file:?}\n{after:?}\n{file}\n=====\n{after}");
        assert_kept(&markup(format, file, &after), &markup(format, &after, &after), &told);
        assert_eq!(fixed(format, &after, threshold), after, "{told}");
        // What is only shown in the file, or left undone for its markup, is not done to it; else the text is the fixed
        // text.
        let shown = |text: &str| {
            let findings = LINTER.check_file(format, &Article::new(text)).findings;
            let only = |f: &copydesk::Finding| f.fixes.iter().any(|f| f.applicability == Applicability::DisplayOnly);
            findings.iter().any(|f| only(f) || text != file && f.fix(threshold).is_some())
        };
        if !file.contains("copydesk-ignore") && !shown(file) && !shown(&after) {
            let text = LINTER.fix(format.read(file).unwrap().article, threshold).article.text;
            assert_eq!(format.read(&after).unwrap().article.text.trim(), text.trim(), "{told}");
        }
    }
}

/// Words with artifacts, and good ones.
const WORDS: [&str; 24] = [
    "the report",
    "he said",
    ",",
    ".",
    "MM. Xi and Putin",
    "MM.",
    "monday",
    "«",
    "»",
    "« no »",
    "“",
    "”",
    "the the",
    "kyiv",
    "Ouchakov",
    "and",
    "They left",
    "CafÃ©",
    "&amp;",
    "&eacute;",
    "it was , so",
    "3 persons",
    "!",
    "in Genève",
];

fn words() -> impl Strategy<Value = String> {
    let space = prop::sample::select(vec!["", " ", " ", "  "]);
    prop::collection::vec((prop::sample::select(WORDS.to_vec()), space), 1..4)
        .prop_map(|parts| parts.into_iter().map(|(word, space)| format!("{word}{space}")).collect())
}

fn white() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", " ", " ", "  ", "\n", "\r\n", " \n  "])
}

/// Words with inline markup, and white space at every border of it.
fn inline(marks: &'static [(&'static str, &'static str)]) -> impl Strategy<Value = String> {
    let part = (words(), white(), prop::sample::select(marks), white(), words(), white());
    prop::collection::vec(part, 0..4).prop_map(|parts| {
        let write = |(before, a, (open, close), b, inside, c): (String, &str, (&str, &str), &str, String, &str)| {
            // What is closed at once is no place for words.
            let inside = if close.is_empty() { String::new() } else { format!("{b}{inside}") };
            format!("{before}{a}{open}{inside}{close}{c}")
        };
        parts.into_iter().map(write).collect()
    })
}

const TAGS: [(&str, &str); 18] = [
    ("<b>", "</b>"),
    ("<b>", " </b>"),
    ("<em>", "</em>"),
    ("<a href=\"/r\">", "</a>"),
    ("<a href=\"/r\">", " </a>"),
    ("<a href=\"#n\" title=\"a , b\">", "</a>"),
    ("<!-- a , b -->", ""),
    ("<!-- copydesk-ignore names -->", ""),
    ("<br>", ""),
    ("<wbr>", ""),
    ("<img src=x alt=\"a , b\">", ""),
    ("<a name=q></a>", ""),
    ("<span id=z> </span>", ""),
    ("<iframe src=x></iframe>", ""),
    ("<script>if (a , b) {}</script>", ""),
    ("<code>x ,y</code>", ""),
    ("&nbsp;", ""),
    ("<u>", "</u>"),
];

const HTML_BLOCKS: [(&str, &str); 14] = [
    ("<p>", "</p>"),
    ("<p class=x> ", " </p>\n"),
    ("<p id=n>", "</p>\n\n"),
    ("<h2>", "</h2>\n"),
    ("<blockquote><p>", "</p></blockquote>\n"),
    ("<blockquote>\n<p>One day.</p>\n<p>", "</p>\n</blockquote>\n"),
    ("<ul><li>", "</li></ul>\n"),
    ("<ul>\n<li>One day</li>\n<li>", "</li>\n</ul>\n"),
    ("<dl><dt>Quorum</dt>\n<dd>", "</dd></dl>\n"),
    ("<dl><dt>Quorum</dt>\n<dd>: ", "</dd></dl>\n"),
    ("<table><tr><td>", "</td><td> a </td></tr></table>\n"),
    ("<div>", "</div>\n"),
    ("<div><!-- c -->", "</div>\n"),
    ("<figure><img src=y><figcaption>", "</figcaption></figure>\n"),
];

const MARKS: [(&str, &str); 18] = [
    ("*", "*"),
    ("**", "**"),
    ("**", " **"),
    ("_", "_"),
    ("[", "](/r)"),
    ("[", " ](/r \"a , b\")"),
    ("[", "][r]"),
    ("[", " ][r]"),
    ("<b>", "</b>"),
    ("<b>", " </b>"),
    ("<!-- a , b -->", ""),
    ("<!-- copydesk-ignore names -->", ""),
    ("<br>", ""),
    ("`x ,y`", ""),
    ("![a , b](y)", ""),
    ("<http://x.y/a>", ""),
    ("[^1]", ""),
    ("\\\n", ""),
];

const MARKDOWN_BLOCKS: [(&str, &str, &str); 15] = [
    ("", "", "\n\n"),
    ("## ", "", "\n\n"),
    ("# ", "", "\n"),
    ("> ", "> ", "\n\n"),
    ("> One day.\n>\n> ", "> ", "\n\n"),
    ("> > ", "> > ", "\n\n"),
    ("- ", "  ", "\n\n"),
    ("- One day\n- ", "  ", "\n- two days\n\n"),
    ("- One day\n\n- ", "  ", "\n\n- two days\n\n"),
    ("1. ", "   ", "\n\n   One day.\n2. two\n\n"),
    ("> - ", ">   ", "\n\n"),
    ("Quorum\n: ", "  ", "\n\n"),
    ("| a | b |\n|---|---|\n| c | ", "", " |\n\n"),
    ("<!-- c -->\n\n", "", "\n\n"),
    ("```\na , b\n```\n\n", "", "\n\n---\n\n"),
];

/// What stands in a block: words, or page furniture that goes.
fn content(marks: &'static [(&'static str, &'static str)]) -> impl Strategy<Value = String> {
    let furniture = prop::sample::select(vec!["Read also: The mayor is back", "Read also: More news"]);
    prop_oneof![
        4 => inline(marks),
        2 => furniture.prop_map(str::to_owned),
        1 => (furniture_with(), inline(marks)).prop_map(|(a, b)| format!("{a}{b}")),
    ]
}

fn furniture_with() -> impl Strategy<Value = String> {
    Just("Read also: ".to_owned())
}

fn page() -> impl Strategy<Value = String> {
    let block = (prop::sample::select(HTML_BLOCKS.to_vec()), content(&TAGS));
    (any::<bool>(), prop::collection::vec(block, 1..6)).prop_map(|(marked, blocks)| {
        let blocks = blocks.into_iter().map(|((open, close), words)| format!("{open}{words}{close}"));
        let head = "<title>He left , he said</title><meta name=description content=\"a , b\"><p>It rained.</p>\n";
        format!("{}{head}{}", if marked { "\u{feff}" } else { "" }, blocks.collect::<String>())
    })
}

fn article() -> impl Strategy<Value = String> {
    let block = (prop::sample::select(MARKDOWN_BLOCKS.to_vec()), content(&MARKS));
    (any::<bool>(), any::<bool>(), any::<bool>(), prop::collection::vec(block, 1..6)).prop_map(
        |(marked, crlf, cut, blocks)| {
            let write = |((open, next, close), words): ((&str, &str, &str), String)| {
                // A cell of a table or a heading has one line.
                let line = if next.is_empty() && !open.is_empty() { " ".to_owned() } else { format!("\n{next}") };
                let words = words.replace("\r\n", "\n").replace('\n', &line);
                format!("{open}{words}{close}")
            };
            let head = "---\ntitle: He left , he said\nother: a , b\n---\n\nIt rained.\n\n";
            let blocks: String = blocks.into_iter().map(write).collect();
            let notes = "[r]: http://x.y \"a , b\"\n\n[^1]: One day , it rained.\n\n";
            let mut file = format!("{}{head}{notes}{blocks}", if marked { "\u{feff}" } else { "" });
            if cut {
                file.truncate(file.trim_end().len());
            }
            if crlf { file.replace('\n', "\r\n") } else { file }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 12 } else { 1000 }))]

    #[test]
    fn fixes_leave_the_tags_of_a_page(file in page()) {
        assert_sound(Format::Html, &file);
    }

    #[test]
    fn fixes_leave_the_markup_of_markdown(file in article()) {
        assert_sound(Format::Markdown, &file);
    }
}

#[test]
fn fixes_leave_the_markup_of_good_prose() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prose");
    let mut files = 0;
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    // Debug builds, which search each text twice, take some of them.
    for path in paths.into_iter().step_by(if cfg!(debug_assertions) { 9 } else { 1 }) {
        let format = Format::of(&path);
        if matches!(format, Format::Html | Format::Markdown) {
            let file = fs::read_to_string(&path).unwrap();
            for threshold in [Applicability::Safe, Applicability::Unsafe] {
                let after = fixed(format, &file, threshold);
                assert_kept(
                    &markup(format, &file, &after),
                    &markup(format, &after, &after),
                    &path.display().to_string(),
                );
                assert_eq!(fixed(format, &after, threshold), after, "{}", path.display());
            }
            files += 1;
        }
    }
    assert!(files > if cfg!(debug_assertions) { 3 } else { 20 }, "only {files} files");
}
