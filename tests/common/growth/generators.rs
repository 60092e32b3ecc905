//! Texts of any length, each kind of which has something that an algorithm might walk over again and again.

use copydesk::internal::rule_test::bad_examples;
use copydesk::{Format, RuleSet};
use std::fmt::Write;

/// Makes texts of one kind.
pub struct Generator {
    /// What it is called.
    pub name: String,
    /// How its texts are written.
    pub format: Format,
    /// A text of about so many bytes.
    pub make: Box<dyn Fn(usize) -> String>,
}

impl Generator {
    fn new(name: impl Into<String>, format: Format, make: impl Fn(usize) -> String + 'static) -> Self {
        Self { name: name.into(), format, make: Box::new(make) }
    }
}

/// Pieces of plain text.
const PIECES: [&str; 128] = [
    // Words.
    "the",
    "and",
    "of",
    "Bern,",
    "kyiv",
    "said",
    "He",
    "McDonald",
    "a",
    "I",
    "x",
    "had had",
    "the the",
    "Who",
    // Names, titles, offices.
    "Putin",
    "Mr.",
    "Mr. Xi,",
    "Mme",
    "MM.",
    "U.S.",
    "J.",
    "Vladimir Putin",
    "President",
    "the president",
    "Prime Minister Xi Jinping",
    "European Union (UE)",
    "van der",
    "Le Pen",
    "New York New York",
    "al-Assad",
    "Zelensky’s",
    // Numbers, dates.
    "12",
    "1,000",
    "3.5",
    "3,5",
    "1.000.000",
    "10 000",
    "2.40 p.m.",
    "19 o'clock",
    "5%",
    "$5",
    "No. 5",
    "Monday",
    "May 5",
    "Monday, May 5, 2022",
    "19h30",
    "5 milliards of euros",
    // Marks.
    ".",
    ",",
    ":",
    ";",
    "!",
    "?",
    "¿",
    "…",
    "...",
    ". .",
    "-",
    "–",
    "—",
    "--",
    "/",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "()",
    "(a)",
    "* ",
    "_",
    "_a_",
    "#",
    "@",
    "@a",
    "#a",
    "&",
    "%",
    "$",
    "|",
    "~",
    "^",
    "<",
    ">",
    "=",
    "•",
    "a .",
    "a ,b",
    // Quotations.
    "\"",
    "'",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "`",
    "``",
    "«a»",
    "« the",
    "\"the\" man",
    "“a “b",
    "'a",
    "s'",
    "“He left. ",
    "a”b",
    "‘a’",
    // Addresses and long words.
    "http://a.de/b",
    "a@b.de",
    "a.b.c.d",
    "a-b-c-d",
    "don't",
    "l'a",
    "a_b",
    "A&B",
    // Letters of other scripts, and what is no letter.
    "é",
    "Ã©",
    "Москва",
    "中文",
    "א",
    "👩‍👩‍👧‍👦",
    "e\u{301}",
    "\u{301}",
    "\u{200b}",
    "\u{200d}",
];

/// Sentences and lines.
const LINES: [&str; 20] = [
    "The envoy left kyiv on wednesday and said so.",
    "He said that the the minister of Foreign Affairs, Mr. Duval , will arrives.",
    "“We have worked since the fire. he said.",
    "Read also: The bridge is open again",
    "Photo: Jane Doe",
    "By Jane Doe",
    "A Headline Without a Stop",
    "See next page",
    "Advertisement",
    "- What do we know?",
    "• A thing",
    "1. A thing",
    "2022-05-05 10:30",
    "As it became known to journalists, the rate of the the ruble fell with 3,5 percents",
    "PARIS (Reuters) -",
    "the the and ",
    "(Mr. Duval (Mme Roux (the \"man\" said",
    "Party",
    "He told about the plan;",
    "We remind you that earlier the rate was 10 000",
];

const MARKDOWN: [&str; 40] = [
    "* a",
    "> a",
    "> > a",
    "[a](b)",
    "[a](",
    "![a](b)",
    "![",
    "[",
    "]",
    "`a`",
    "`",
    "``` ",
    "**a**",
    "**",
    "*a",
    "_a_",
    "__",
    "~~a",
    "<!-- a -->",
    "<!--",
    "<!-- copydesk-ignore calqued-phrase -->",
    "<!-- copydesk-ignore-start x -->",
    "[^1]",
    "[^1]: a",
    "|a|b|",
    "|-|-|",
    "# a",
    "1. a",
    "{{a}}",
    "{{",
    "{% a %}",
    "&amp;",
    "&eacute;",
    "&nosuch;",
    "<b>a</b>",
    "<div>",
    "\\*",
    "[a]: b",
    "a  \n",
    "kyiv *on* wednesday , he",
];

const HTML: [&str; 44] = [
    "<p>a",
    "<p>a</p>",
    "<b>a</b>",
    "<b>",
    "</b>",
    "</p>",
    "<!-- a -->",
    "<!--",
    "<!",
    "<",
    ">",
    "</",
    "<a href=\"b\">a</a>",
    "<a href=",
    "<blockquote>a",
    "<blockquote>",
    "<ul><li>a",
    "<ul><li>a</ul>",
    "<li>a",
    "<td>a",
    "<table><tr><td>a",
    "<br>a",
    "&eacute;",
    "&amp;",
    "&",
    "&#8217;",
    "&nosuch;",
    "<img>",
    "<script>",
    "<script>a</script>",
    "<style>a</style>",
    "<p lang=fr>a</p>",
    "<span lang=fr>a",
    "<h1>a</h1>",
    "<h2>a",
    "<title>a",
    "<meta name=description content=a>",
    "<![CDATA[a]]>",
    "<p>He left kyiv , on <b>wednesday</b> .</p>",
    "<!-- copydesk-ignore calqued-phrase -->",
    "<!-- copydesk-ignore-start calqued-phrase --><p>kyiv</p>",
    "<!-- copydesk-ignore --><p>He left kyiv .</p>",
    "<figure><figcaption>a</figcaption></figure>",
    "<pre>a</pre>",
];

/// Records of JSON Lines.
const RECORDS: [&str; 8] = [
    "",
    "{\"text\":\"\"}",
    "{\"id\":1,\"text\":\"The envoy left kyiv .\"}",
    "{\"text\":\"He left.\",\"headline\":\"He leaves\"}",
    "{\"text\":\"\\u00e9\\n\\\"a\\\" \\u043a the the\"}",
    "{\"other\":[[[]]],\"text\":\"a\"}",
    " ",
    "{\"text\":\"He left.\",\"source\":\"Il partit.\",\"source_language\":\"fr\",\"published\":\"2022-09-15\"}",
];

/// `piece` with `between` after it, so often that there are about `length` bytes.
fn repeated(piece: &str, between: &str, length: usize) -> String {
    let whole = format!("{piece}{between}");
    whole.repeat(length / whole.len() + 1)
}

/// A text of numbered pieces.
fn numbered(length: usize, piece: impl Fn(usize, &mut String)) -> String {
    let mut text = String::with_capacity(length + 100);
    for number in 0.. {
        if text.len() >= length {
            break;
        }
        piece(number, &mut text);
    }
    text
}

/// A word of letters for each number.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..6 {
        word.push(char::from(b"bdfgklmnprst"[number % 12]));
        word.push(char::from(b"aeiou"[number / 12 % 5]));
        number /= 60;
        if number == 0 {
            break;
        }
    }
    word
}

/// Plain text: pieces and lines with what may stand between them, and kinds of their own.
pub fn plain(betweens: &[&'static str]) -> Vec<Generator> {
    let mut out = Vec::new();
    for &between in betweens {
        for piece in PIECES.into_iter().chain(LINES) {
            let name = format!("{piece:?} with {between:?}");
            out.push(Generator::new(name, Format::Plain, move |length| repeated(piece, between, length)));
        }
    }
    let mut own = |name: &str, make: fn(usize) -> String| out.push(Generator::new(name, Format::Plain, make));
    own("one word without an end", |length| "x".repeat(length));
    own("white space", |length| " ".repeat(length));
    own("empty lines", |length| "\n".repeat(length));
    own("a loop after a short one", |length| format!("{}\n\n{}", "Bern, ".repeat(10), repeated("Bern, ", "", length)));
    own("loops of longer and longer phrases", |length| {
        numbered(length, |n, text| {
            let _ = write!(text, "{} and, ", word(n % (n / 50 + 1)));
        })
    });
    own("a quotation opened once", |length| format!("“{}", repeated("the man left.", " ", length)));
    own("a bracket opened once", |length| format!("({}", repeated("the man left!", " ", length)));
    own("nested quotations", |length| format!("{}a{}", "“‘".repeat(length / 12), "’”".repeat(length / 12)));
    own("nested brackets", |length| format!("{}a{}", "(".repeat(length / 2), ")".repeat(length / 2)));
    own("quotations in turn", |length| repeated("“one” and ‘two’ «three» \"four\"", ", ", length));
    own("names all different", |length| {
        numbered(length, |n, text| {
            let word = word(n);
            let _ = write!(text, "Mr. {}{} met him. ", word[..1].to_uppercase(), &word[1..]);
        })
    });
    own("one name in many spellings", |length| {
        numbered(length, |n, text| {
            text.push_str("He met Valeri Kow");
            (0..13).for_each(|bit| text.push_str(if n >> bit & 1 == 1 { "ii" } else { "y" }));
            text.push_str("ski. ");
        })
    });
    own("words all different", |length| {
        numbered(length, |n, text| {
            let _ = write!(text, "{} ", word(n));
        })
    });
    own("numbers all different", |length| {
        numbered(length, |n, text| {
            let _ = write!(text, "{n}, ");
        })
    });
    own("paragraphs all different", |length| {
        numbered(length, |n, text| {
            let _ = write!(text, "The {} of {} has left the town of {n} today.\n\n", word(n), word(n / 3));
        })
    });
    own("paragraphs that begin alike", |length| {
        numbered(length, |n, text| {
            let _ =
                write!(text, "{}{}\n\n", "He has left the town today and said so to everybody. ".repeat(5), word(n));
        })
    });
    own("teasers", |length| {
        numbered(length, |n, text| {
            let _ = write!(
                text,
                "He has left the town today and {} …\n\nHe has left the town today and {} went.\n\n",
                word(n),
                word(n)
            );
        })
    });
    own("lines of falling length", |length| {
        numbered(length, |n, text| {
            text.push_str(&"the envoy left ".repeat(10 - n % 10));
            text.push('\n');
        })
    });
    own("stops without spaces", |length| repeated("The envoy left.He said so.", "", length));
    own("a sentence without an end", |length| {
        repeated("and the envoy who left the old town which he had seen", " ", length)
    });
    own("capitals", |length| repeated("THE ENVOY LEFT KYIV AND SAID SO", " ", length));
    own("line ends of all kinds", |length| repeated("a\rb\nc\r\nd\u{2028}e\u{2029}f\u{85}", "", length));
    out
}

/// Markdown and HTML.
pub fn markup(betweens: &[&'static str]) -> Vec<Generator> {
    let mut out = Vec::new();
    for &between in betweens {
        let markdown = MARKDOWN.into_iter().map(|piece| (Format::Markdown, piece));
        for (format, piece) in markdown.chain(HTML.into_iter().map(|piece| (Format::Html, piece))) {
            let name = format!("{format:?}: {piece:?} with {between:?}");
            out.push(Generator::new(name, format, move |length| repeated(piece, between, length)));
        }
    }
    let mut own = |name: &str, format, make: fn(usize) -> String| out.push(Generator::new(name, format, make));
    own("attributes of one tag", Format::Html, |length| {
        format!("<p {}>He left kyiv .</p>", repeated("a=\"b\"", " ", length))
    });
    own("attributes with names of their own", Format::Html, |length| {
        let attributes = numbered(length, |n, text| {
            let _ = write!(text, "a{n}='b' ");
        });
        format!("<p {attributes}>He left kyiv .</p>")
    });
    own("deep elements with text", Format::Html, |length| {
        format!("{}{}", "<blockquote>".repeat(length / 24), "<i>a</i><blockquote>b".repeat(length / 42))
    });
    own("comments that begin something of their own", Format::Html, |length| {
        numbered(length, |n, text| {
            let _ = writeln!(text, "<!-- copydesk-ignore-start {} --><p>He left kyiv .</p>", word(n));
        })
    });
    own("one comment over many findings", Format::Html, |length| {
        format!("<!-- copydesk-ignore-file -->{}", repeated("<p>He left kyiv .</p>", "\n", length))
    });
    own("shortcodes in one line", Format::Markdown, |length| repeated("He left {{a}} kyiv", " ", length));
    own("a list in a list", Format::Markdown, |length| {
        numbered(length, |n, text| {
            let _ = writeln!(text, "{}* a", " ".repeat(n % 40 * 2));
        })
    });
    own("cues", Format::Subtitles, |length| {
        numbered(length, |n, text| {
            let _ = write!(text, "{n}\n00:00:01,000 --> 00:00:02,000\n<i>He left kyiv</i> ,\n\n");
        })
    });
    own("codes in one cue", Format::Subtitles, |length| {
        format!("1\n00:00:01,000 --> 00:00:02,000\n{}\n", repeated("<a", " ", length))
    });
    out
}

/// JSON Lines: short records, and long ones of plain text.
pub fn records() -> Vec<Generator> {
    let short = RECORDS.into_iter().map(|record| {
        let name = format!("JSON Lines: {record:?}");
        Generator::new(name, Format::JsonLines, move |length| repeated(record, "\n", length))
    });
    let long = ["the", ". .", "\\n", "\\u00e9", "He left kyiv , on wednesday.\\n\\n", "\\\"the\\\" man"]
        .into_iter()
        .map(|piece| {
            let name = format!("JSON Lines: one record of {piece:?}");
            Generator::new(name, Format::JsonLines, move |length| {
                format!("{{\"text\":\"{}\"}}\n", repeated(piece, " ", length))
            })
        });
    short.chain(long).collect()
}

/// Each text in which a rule finds something, again and again.
pub fn examples(rules: &RuleSet, of_each: usize, betweens: &[&'static str]) -> Vec<Generator> {
    let mut out = Vec::new();
    for rule in rules.iter() {
        for (n, (text, format)) in bad_examples(rule).take(of_each).enumerate() {
            for &between in betweens {
                let name = format!("{} #{} with {between:?}", rule.name, n + 1);
                let text = text.clone();
                out.push(Generator::new(name, format, move |length| repeated(&text, between, length)));
            }
        }
    }
    out
}
