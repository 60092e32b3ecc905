//! The pattern language of rule files: token conditions written as a line of text.
//!
//! | written | means |
//! |---|---|
//! | `word` | this word in any case; what the tokeniser cuts is cut here too (`MM.` is a word and a stop) |
//! | `'Word'` | these words in this case |
//! | `<cap>` `<number>` `<modal>` `<lower,!gerund>` | one token of a class ([`class::CLASSES`], a part of speech of
//! [`Tags::PLAIN`], a Penn tag); comma is *and*, `!` is *not*, `=` before a part of speech is *nothing else* |
//! | `<name>` `<surname>` `<fullname>` | a personal name: capitalised words with their particles |
//! | `@list` | an entry of a word list; `@list.column` one that has something in this column, `@list.column:x` just `x` |
//! | `'@list'` | an entry in the case of the list |
//! | `&name` | the pattern of this name, as if it stood here in brackets; its captures count as the pattern's own |
//! | `a\|b c`, `(a b\|c)` | alternatives: of single items outside brackets, of whole sequences inside |
//! | `x?` `x*` `x+` `x{2,5}`, `x*?` | repetition, at most 60; with a further `?` as few as possible |
//! | `who=<name>` | a capture, for templates |
//! | `[a b]` | what is reported, when the rest of the pattern is only context |
//! | `~` | no white space here; `_` white space here |
//! | `<s>` `</s>` `<p>` `</p>` | start and end of sentence, of paragraph |
//! | `# …` | a comment, up to the end of the line; the sign itself is `'#'` |

pub mod class;
mod parse;
pub mod program;
pub mod regex;
pub mod run;
pub mod table;
pub mod tokens;
pub mod trigger;
pub mod words;

use self::regex::WholeToken;
use self::words::WordList;
use crate::text::form::Tags;
use std::sync::Arc;

pub use parse::parse;
pub(crate) use tokens::frequency;

/// The most repetitions of a quantifier that names no number: longer than any clause of news text.
pub const MOST: u32 = 60;

/// The capture that square brackets make, which has no name: the part of a match that is reported.
pub const REPORTED: u8 = u8::MAX;

/// A pattern as parsed.
#[derive(Debug, Clone)]
pub enum Node {
    /// One word or mark.
    Word(Literal),
    /// One token that passes a test.
    Test(Arc<Test>),
    /// An entry of a word list.
    List(Arc<WordList>),
    /// A personal name.
    Name(NameShape),
    /// One after the other.
    Seq(Vec<Node>),
    /// The first that leads to a match.
    Alt(Vec<Node>),
    /// Repetition.
    Repeat {
        /// What is repeated.
        node: Box<Node>,
        /// At least so often.
        min: u32,
        /// At most so often.
        max: u32,
        /// As few as possible.
        lazy: bool,
    },
    /// A capture, by its place in [`Pattern::captures`], or [`REPORTED`].
    Capture(u8, Box<Node>),
    /// A condition between two tokens.
    Border(Border),
}

/// One word or mark, as a pattern asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Hash of the folded form.
    pub hash: u32,
    /// The word as written.
    pub text: Box<str>,
    /// Whether the case must be that of `text`.
    pub exact: bool,
}

/// Which shape of name is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameShape {
    /// One or more capitalised words.
    Any,
    /// Just one, with its particles, and no further capitalised word after it.
    Surname,
    /// Two or more.
    Full,
}

/// A condition between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// No white space.
    Glued,
    /// White space.
    Spaced,
    /// A sentence begins.
    SentenceStart,
    /// A sentence ends.
    SentenceEnd,
    /// A block begins.
    BlockStart,
    /// A block ends.
    BlockEnd,
}

/// A test of one token; everything given must hold.
#[derive(Debug, Clone, Default)]
pub struct Test {
    /// Bit set of kinds; 0 for any.
    pub kinds: u8,
    /// Bit set of cases; 0 for any.
    pub cases: u8,
    /// Flags that must be set.
    pub flags: u16,
    /// No white space may stand before it.
    pub glued: bool,
    /// One of these tags must be possible; empty for any.
    pub tags: Tags,
    /// If not empty, no tag but these may be possible.
    pub only: Tags,
    /// One of these endings (folded).
    pub endings: Vec<Box<str>>,
    /// One of these lemmas.
    pub lemmas: Vec<Box<str>>,
    /// The first letter is not Latin.
    pub non_latin: bool,
    /// The table of English words has it.
    pub known: bool,
    /// A word in small letters that the table of English words does not have.
    pub unknown: bool,
    /// An entry of a word list.
    pub list: Option<Arc<WordList>>,
    /// The whole token matches.
    pub regex: Option<WholeToken>,
    /// None of these may hold.
    pub none: Vec<Test>,
}

impl Test {
    /// Whether the test asks for part-of-speech tags.
    #[must_use]
    pub fn needs_tags(&self) -> bool {
        !self.tags.is_empty()
            || !self.only.is_empty()
            || !self.lemmas.is_empty()
            || self.none.iter().any(Self::needs_tags)
    }
}

/// A parsed pattern and the names of its captures.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// What it says.
    pub node: Node,
    /// Capture names, in order of first appearance.
    pub captures: Vec<Box<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::words::Lists;

    fn error(text: &str) -> String {
        let mut lists = Lists::default();
        lists.insert(words::WordList::new("weekdays", ["Monday"]));
        let e = parse(text, &lists).unwrap_err();
        let range = e.range().unwrap();
        let remedy = e.remedy.expect("something to be done");
        format!("{} [{}] {}; {remedy}", range.start, &text[range.clone()], e.message)
    }

    #[test]
    fn mistakes_are_placed_and_named() {
        assert_eq!(error("the (a | b"), "4 [(] `(` without `)`; close it, or write `'('` for the sign itself");
        assert!(error("a )").starts_with("2 [)] `)` without a `(` before it; "));
        assert_eq!(error("in <lowr> x"), "4 [lowr] there is no class `lowr`; did you mean `lower`?");
        let capital = error("in <cap, !capital>");
        assert!(capital.starts_with("10 [capital] there is no class `capital`; classes: any word number"), "{capital}");
        assert_eq!(error("x @weekdys"), "2 [@weekdys] there is no word list `weekdys`; did you mean `weekdays`?");
        assert_eq!(error("x <cap,@weekdys>"), "7 [@weekdys] there is no word list `weekdys`; did you mean `weekdays`?");
        assert!(error("<re:a(>").starts_with("5 [(] not a regular expression: unclosed group"));
        assert!(error("M.M.x? b").contains("more than one token") || error("MM.? b").contains("more than one token"));
        assert!(error("a ?").starts_with("2 [?] this sign has a meaning"));
        assert!(error("a{3,1}").starts_with("1 [{3,1}] not a repetition"));
        assert!(error("").starts_with("0 [] a word"));
        assert!(error("x=~").starts_with("2 [~] a border"));
        assert_eq!(
            error("<finite-verbs>"),
            "1 [finite-verbs] there is no class `finite-verbs`; did you mean `finite-verb`?"
        );
        assert_eq!(error("<lower,name>"), "7 [name] `<name>` cannot be combined with other classes; it stands alone");
        assert!(error("a & b").starts_with("2 [&] `&` begins the name"));
        assert!(error("a|# b").starts_with("2 [#] `#` begins a comment"));
    }

    /// The same pattern written in two ways.
    fn same(a: &str, b: &str, lists: &Lists) {
        let tree = |text: &str| format!("{:?}", parse(text, lists).unwrap_or_else(|e| panic!("{text}: {}", e.message)));
        assert_eq!(tree(a), tree(b));
    }

    #[test]
    fn patterns_take_several_lines_and_comments() {
        let lists = Lists::default();
        let lines = "
            # the office
            t=('Chancellor'   # in any country
              |'President')   # |'Minister'
            '#' <surname> # nobody else";
        same(lines, "t=('Chancellor'|'President') '#' <surname>", &lists);
        assert!(parse("# nothing else", &lists).is_err());
        assert!(error("a\n# (\n )").starts_with("7 [)] `)` without"));
    }

    #[test]
    fn parts_of_speech_have_plain_names() {
        let lists = Lists::default();
        same("<finite-verb,!=finite-verb> <lower,plural-noun>", "<VF,!=VF> <lower,NNS>", &lists);
        for (name, tags) in crate::text::form::Tags::PLAIN {
            let Node::Test(test) = parse(&format!("<{name}>"), &lists).unwrap().node else { panic!("a test") };
            assert_eq!(test.tags, tags, "{name}");
        }
    }

    #[test]
    fn a_named_pattern_stands_for_itself_in_brackets() {
        let mut lists = Lists::default();
        lists.insert_pattern("day", "<number> # 1 to 31");
        lists.insert_pattern("date", "d=&day of? (May|June)");
        lists.insert_pattern("either", "a|b");
        same("on &date , &either?", "on (d=<number> of? (May|June)) , (a|b)?", &lists);
        assert_eq!(parse("&date n=x", &lists).unwrap().captures, ["d".into(), "n".into()]);

        lists.insert_pattern("one", "x &two");
        lists.insert_pattern("two", "(&one|y)");
        lists.insert_pattern("bad", "x (y");
        let error = |text: &str| parse(text, &lists).unwrap_err();
        let unknown = error("see &dte");
        assert_eq!(unknown.message, "there is no pattern named `dte`");
        assert_eq!((unknown.range(), unknown.remedy.as_deref()), (Some(4..8), Some("did you mean `date`?")));
        assert!(error("&one").message.ends_with("a pattern cannot hold itself: `&one` → `&two` → `&one`"));
        assert_eq!(error("z &bad").message, "in the pattern named `bad`, at `(`: `(` without `)`");

        let mut doubling = Lists::default();
        doubling.insert_pattern("p0", "x");
        for i in 1..20 {
            doubling.insert_pattern(&format!("p{i}"), &format!("&p{} &p{}", i - 1, i - 1));
        }
        assert!(parse("&p19", &doubling).unwrap_err().message.contains("more than 1000"));
    }

    #[test]
    fn square_brackets_hold_what_is_reported() {
        let lists = Lists::default();
        let error = |text: &str| parse(text, &lists).unwrap_err();
        assert!(parse("the [mark] mark=x", &lists).is_ok_and(|pattern| pattern.captures == ["mark".into()]));
        assert!(parse("([a b] c|a [b c])", &lists).is_ok() && parse("[a]|[b] c", &lists).is_ok());
        for twice in ["[a] b [c]", "([a]|b) [c]", "[a]{2}", "a [b [c]]"] {
            assert!(error(twice).message.contains("two stretches"), "{twice}");
        }
        assert_eq!((error("a [b").message.as_str(), error("a [b").range()), ("`[` without `]`", Some(2..3)));
        assert_eq!(
            (error("a b]").message.as_str(), error("a b]").range()),
            ("`]` without a `[` before it", Some(3..4))
        );
        assert_eq!(error("(a [b)]").message, "`[` without `]`");
        let refused = program::Program::condition("of [the]", &lists).unwrap_err();
        assert_eq!((refused.message.as_str(), refused.range()), ("a condition reports nothing", Some(3..4)));
        same("'[' sic ']'", "'['  sic  ']'", &lists);
    }

    #[test]
    fn literals_are_cut_as_the_article_is() {
        let pattern = parse("hon='MM.' first=<surname> and <surname>", &Lists::default()).unwrap();
        assert_eq!(pattern.captures, ["hon".into(), "first".into()]);
        let Node::Seq(items) = pattern.node else { panic!("a sequence") };
        assert_eq!(items.len(), 4);
        assert!(
            matches!(&items[0], Node::Capture(0, inner) if matches!(&**inner, Node::Seq(parts) if parts.len() == 3))
        );
    }
}
