//! Places where a safe fix is tried: each example is put into lists, tables, headings, quotations, verse, links, code. In
//! every one of them the safe fixes of the rule do what is right, or nothing; they change nothing in clean text.

use super::marked::unmark;
use crate::article::{Article, Source};
use crate::engine::Linter;
use crate::finding::Applicability;
use crate::formats::Format;
use crate::language::Language;
use crate::rule::{Example, Given};

/// A place for a text.
#[derive(Debug)]
struct TextContext {
    format: Format,
    /// What stands before and behind each paragraph.
    around: (&'static str, &'static str),
    /// What stands between two paragraphs; none if there is room for one only.
    between: Option<&'static str>,
    /// What stands before and behind them all.
    outside: (&'static str, &'static str),
}

const fn context(
    format: Format,
    around: (&'static str, &'static str),
    between: Option<&'static str>,
    outside: (&'static str, &'static str),
) -> TextContext {
    TextContext { format, around, between, outside }
}

const CONTEXTS: [TextContext; 29] = {
    use Format::{Html, Markdown, Plain};
    [
        context(Plain, ("", ""), Some("\n\n"), ("It rained all night.\n\n", "\n\nThe road was wet.\n")),
        context(Plain, ("", ""), None, ("It was opt. ", "\n")),
        context(Plain, ("“", "”"), None, ("", "\n")),
        context(Plain, ("(", ")"), None, ("", "\n")),
        context(Plain, ("", ""), None, ("The river runs,\n", "\nThe river runs.\n")),
        context(Plain, ("- ", ""), Some("\n"), ("What there is:\n\n", "\n- a lamp\n")),
        context(Plain, ("1. ", ""), None, ("", "\n2. A lamp.\n")),
        context(Markdown, ("- ", ""), Some("\n"), ("What there is:\n\n", "\n- a lamp\n")),
        context(Markdown, ("  - ", ""), Some("\n"), ("- What there is\n", "\n- A lamp\n")),
        context(Markdown, ("1. ", ""), Some("\n"), ("", "\n1. A lamp.\n")),
        context(Markdown, ("> ", ""), Some("\n>\n"), ("", "\n\nThe road was wet.\n")),
        context(Markdown, ("## ", ""), None, ("It rained.\n\n", "\n\nThe road was wet.\n")),
        context(Markdown, ("**", "**"), None, ("It rained.\n\n", "\n")),
        context(Markdown, ("[", "](a.html)"), None, ("It rained. ", "\n")),
        context(Markdown, ("| ", " | lamp |"), Some("\n"), ("| A | B |\n|---|---|\n", "\n| road | wet |\n")),
        context(Markdown, ("`", "`"), None, ("It prints ", ".\n")),
        context(Markdown, ("", ""), Some("\n"), ("It prints:\n\n```\n", "\n```\n")),
        context(Html, ("<p>", "</p>"), Some("\n"), ("<h1>The road</h1>\n", "\n<p>The road was wet.</p>\n")),
        context(Html, ("<li>", "</li>"), Some("\n"), ("<ul>\n", "\n<li>a lamp</li>\n</ul>\n")),
        context(Html, ("<tr><td>", "</td><td>lamp</td></tr>"), Some("\n"), ("<table>\n", "\n</table>\n")),
        context(Html, ("<dt>Lamp</dt>\n<dd>", "</dd>"), Some("\n"), ("<dl>\n", "\n</dl>\n")),
        context(Html, ("<h2>", "</h2>"), None, ("<p>It rained.</p>\n", "\n<p>The road was wet.</p>\n")),
        context(Html, ("<blockquote><p>", "</p></blockquote>"), Some("\n"), ("", "\n")),
        context(Html, ("<p><b>", "</b></p>"), Some("\n"), ("", "\n")),
        context(Html, ("<p>It rained. <a href=\"a.html\">", "</a></p>"), None, ("", "\n")),
        context(Html, ("<button>", "</button>"), None, ("", "\n")),
        context(Html, ("<p>It prints <code>", "</code>.</p>"), None, ("", "\n")),
        context(Html, ("", ""), Some("\n\n"), ("<pre>", "</pre>\n")),
        context(Html, ("<!-- ", " -->"), None, ("<p>It rained.</p>\n", "\n")),
    ]
};

impl TextContext {
    /// The text in its place, if it can stand there.
    fn put(&self, text: &str) -> Option<String> {
        let marks: &[char] = match self.format {
            Format::Html => &['<', '>', '&'],
            Format::Markdown => &['<', '>', '&', '*', '_', '`', '[', ']', '|', '#', '\\', '~', '='],
            _ => &[],
        };
        let ends_early = self.around.0 == "“" && text.contains(['“', '”', '"', '«', '»']);
        if text.contains(marks) || ends_early || text != text.trim() {
            return None;
        }
        let mut paragraphs = text.split("\n\n");
        let fits = |paragraph: &str| !paragraph.contains('\n') && paragraph.trim() == paragraph;
        if self.between.is_none() && paragraphs.clone().count() > 1 || !paragraphs.all(fits) {
            return None;
        }
        let wrapped = text.split("\n\n").map(|paragraph| format!("{}{paragraph}{}", self.around.0, self.around.1));
        let joined = wrapped.collect::<Vec<_>>().join(self.between.unwrap_or_default());
        Some(format!("{}{joined}{}", self.outside.0, self.outside.1))
    }
}

/// What came of an example in all these places.
#[derive(Debug, Default)]
pub struct Tried {
    /// In how many it could stand.
    pub places: usize,
    /// Whether a safe fix changed it in any.
    pub changed: bool,
    /// What a safe fix did somewhere that is neither right nor nothing.
    pub damage: Option<String>,
}

/// Tries the example with `linter`, which runs one rule.
#[must_use]
pub fn tried(linter: &Linter, example: &Example, given: &Given) -> Tried {
    let mut tried = Tried::default();
    let (text, good) = match example {
        Example::Bad { bad, good, .. } => match unmark(bad) {
            Some((text, _)) => (text, good.as_deref()),
            None => return tried,
        },
        Example::Clean { text, .. } => (text.to_string(), None),
    };
    if given.markup != Format::Plain {
        return tried;
    }
    let source = Source { language: given.from.as_deref().and_then(Language::of_tag), ..Source::default() };
    for context in &CONTEXTS {
        let Some(file) = context.put(&text) else { continue };
        tried.places += 1;
        let article = Article { source: source.clone(), ..Article::new(&*file) };
        let fixed = linter.fix_file(context.format, article, Applicability::Safe);
        if !fixed.unsettled.is_empty() {
            tried.damage = Some(format!("in `{file}`: there is no end of fixing"));
            break;
        }
        let fixed = fixed.article.text.into_owned();
        tried.changed |= fixed != file;
        if fixed != file && good.and_then(|good| context.put(good)).is_none_or(|good| good != fixed) {
            tried.damage = Some(format!("`{file}` becomes `{fixed}`"));
            break;
        }
    }
    tried
}
