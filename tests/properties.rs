//! What must hold for any text: findings in order and on character boundaries, the index as good as the plain search,
//! fixing that comes to an end, and nothing changed outside the edits.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use copydesk::internal::Document;
use copydesk::{Applicability, Article, Linter, Options, RuleSet, Selection, Source, Variety};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static RULES: LazyLock<Arc<RuleSet>> = LazyLock::new(|| Arc::new(RuleSet::built_in()));

fn linter(english: Option<Variety>) -> Linter {
    let selections = vec![Selection::only(["all"])];
    Linter::new(Arc::clone(&RULES), Options { english, selections, ..Options::default() }).unwrap()
}

/// Pieces that rules are about, and pieces that get in their way.
const PIECES: [&str; 76] = [
    "MM.",
    "MM",
    "M.",
    "Mme",
    "Mmes",
    "Mr.",
    "Xi",
    "Putin",
    "Le Pen",
    "de",
    "and",
    ",",
    ", and",
    ".",
    "!",
    "?",
    "…",
    "...",
    ":",
    "“",
    "”",
    "\"",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "he added",
    "he",
    "she",
    "it’s",
    "it’s about the",
    "largest",
    "kyiv",
    "pro-ukrainian",
    "Ouchakov",
    "Yuri Ouchakov",
    "wednesday",
    "will is",
    "will is aiming",
    "The last meeting between",
    "date back",
    "the presidents of China",
    "Russia",
    "of",
    "assured the press on Tuesday",
    "the adviser",
    "If the talks will",
    "fail",
    "it is the",
    "which will",
    "on the World Scene",
    "the organization",
    "works",
    "\n",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "Read also:",
    "source site-29",
    "To find out more, read:",
    "And no longer in",
    "in the measure where",
    "&quot;",
    "&#39;",
    "the",
    "The",
    "word",
    "\u{a0}",
    "é",
    "e\u{301}",
    "👩\u{200d}🚒",
    "\u{200b}",
    "שלום",
    "北京",
];

fn article() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,3}"];
    let space = prop_oneof![6 => Just(" "), 2 => Just(""), 1 => Just("\n\n")];
    prop::collection::vec((piece, space), 0..40).prop_map(|parts| parts.into_iter().map(|(p, s)| p + s).collect())
}

fn of(text: &str, french: bool) -> Article<'_> {
    let language = french.then(|| "fr".parse().unwrap());
    Article { source: Source { language, ..Source::default() }, ..Article::new(text) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// In debug builds `check` itself compares the index with the plain search.
    #[test]
    fn findings_are_places_of_the_text_and_in_order(text in article(), french: bool) {
        let linter = linter(None);
        let checked = linter.check(&of(&text, french));
        prop_assert_eq!(&linter.check_plain(&of(&text, french)), &checked);
        let mut last = 0;
        for finding in &checked.findings {
            prop_assert!(text.get(finding.span.range()).is_some_and(|t| !t.is_empty()), "{:?}", finding);
            prop_assert!(finding.span.start >= last);
            last = finding.span.start;
            for fix in &finding.fixes {
                prop_assert!(fix.edits.iter().all(|e| text.get(e.span.range()).is_some()));
                prop_assert!(fix.edits.windows(2).all(|w| w[0].span.end <= w[1].span.start));
                prop_assert!(!fix.title.is_empty());
            }
        }
    }

    #[test]
    fn fixing_comes_to_an_end_and_changes_only_its_edits(text in article(), french: bool, american: bool, all: bool) {
        let linter = linter(american.then_some(Variety::Us));
        let threshold = if all { Applicability::Unsafe } else { Applicability::Safe };
        let fixed = linter.fix(of(&text, french), threshold);
        prop_assert!(fixed.unsettled.is_empty(), "{:?}", fixed.unsettled);
        let (after, edits) = (fixed.article.text, fixed.edits);
        let again = linter.fix(of(&after, french), threshold);
        prop_assert_eq!(&again.article.text, &after, "a second fixing changes the text");
        let mut at = 0;
        let mut place = 0;
        for edit in &edits {
            let kept = &text[at..edit.span.start as usize];
            prop_assert_eq!(&after[place..place + kept.len()], kept);
            place += kept.len() + edit.replacement.len();
            at = edit.span.end as usize;
        }
        prop_assert_eq!(&after[place..], &text[at..]);
    }

    #[test]
    fn blocks_and_sentences_hold_every_token(text in article()) {
        let doc = Document::new(&text);
        let mut next = 0;
        for block in &doc.blocks {
            prop_assert_eq!(block.start, next);
            prop_assert!(block.end > block.start);
            next = block.end;
        }
        prop_assert_eq!(next as usize, doc.tokens.len());
        let mut next = 0;
        for sentence in &doc.sentences {
            prop_assert_eq!(sentence.start, next);
            prop_assert!(sentence.end > sentence.start);
            prop_assert_eq!(doc.block_of(sentence.start as usize), doc.block_of(sentence.end as usize - 1));
            next = sentence.end;
        }
        prop_assert_eq!(next as usize, doc.tokens.len());
    }
}

#[test]
fn odd_texts_take_linear_time() {
    let linter = linter(None);
    let odd = [
        String::new(),
        "\u{feff}".to_owned(),
        "\0\0\0".to_owned(),
        "x".repeat(1_000_000),
        "\"".repeat(100_000),
        "“".repeat(100_000),
        "'a ".repeat(100_000),
        ". ".repeat(100_000),
        "she ".repeat(50_000),
        "the organization ".repeat(20_000),
        "MM. ".repeat(50_000),
        "\n".repeat(200_000),
        "a.b".repeat(100_000),
        "kyiv-".repeat(50_000),
        "And no longer in ".repeat(20_000),
        "(".repeat(200_000),
    ];
    for text in odd {
        let start = std::time::Instant::now();
        let checked = linter.check(&Article::new(&*text));
        let seconds = start.elapsed().as_secs_f64();
        assert!(
            seconds < 20.0,
            "{seconds} s for {} bytes of {:?}",
            text.len(),
            &text.chars().take(20).collect::<String>()
        );
        assert!(checked.findings.len() <= text.len());
    }
}
