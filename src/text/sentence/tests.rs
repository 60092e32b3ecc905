use super::*;
use crate::text::Document;

/// One case a line: ` | ` stands between sentences, `||` where no space does; `#` starts a comment.
const CASES: &str = include_str!("cases.txt");

fn cases() -> impl Iterator<Item = &'static str> {
    CASES.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// The sentences of `text`, divided as in the file of cases.
fn divided(text: &str) -> String {
    let document = Document::new(text);
    let mut out = String::new();
    let mut end = 0;
    for (at, sentence) in document.sentences.iter().enumerate() {
        let first = document.tokens[sentence.start as usize];
        assert!(first.has(Flags::SENTENCE_START));
        if at > 0 {
            out.push_str(if first.has(Flags::SPACE_BEFORE) { " | " } else { "||" });
        }
        let last = document.tokens[sentence.end as usize - 1];
        out.push_str(&text[first.span.start as usize..last.span.end as usize]);
        assert_eq!(sentence.start, end, "sentences hold every token");
        end = sentence.end;
    }
    assert_eq!(end as usize, document.tokens.len());
    out
}

#[test]
fn every_case_is_divided_as_written() {
    let count = cases().count();
    assert!(count >= 150, "{count} cases");
    let wrong: Vec<String> = cases()
        .filter_map(|case| {
            let text = case.replace(" | ", " ").replace("||", "");
            let got = divided(&text);
            (got != case).then(|| format!("want {case}\n got {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn cases_stand_once() {
    let mut all: Vec<&str> = cases().collect();
    all.sort_unstable();
    for pair in all.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}

#[test]
fn sentences_never_cross_blocks() {
    assert_eq!(
        divided("A headline\n\nThe first line\ngoes on here. The end"),
        "A headline | The first line | goes on here. | The end"
    );
    assert_eq!(divided(""), "");
    assert_eq!(divided(" . "), ".");
}

#[test]
fn odd_texts_are_walked_once() {
    for part in [".", ". ", ".”", "?)", "(?", "U.S.", "...\"", "a.)", "!\" ", "? [1]", "“", "x"] {
        let text = part.repeat(100_000);
        let document = Document::new(&text);
        assert_eq!(document.sentences.last().map(|s| s.end as usize), Some(document.tokens.len()), "{part}");
    }
}
