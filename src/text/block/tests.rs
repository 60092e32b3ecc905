use super::*;
use crate::text::Document;

/// See the head of the file for its shape.
const CASES: &str = include_str!("cases.txt");

fn cases() -> impl Iterator<Item = (&'static str, &'static str)> {
    CASES.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| l.split_once(" => ").unwrap())
}

/// Running text of so many words, in sentences of nine words.
fn running(words: usize) -> String {
    let vocabulary = ["the", "summit", "in", "Samarkand", "brought", "little", "news", "for", "anyone"];
    let mut out = String::new();
    for at in 0..words {
        let word = vocabulary[at % 9];
        if at % 9 == 0 {
            out.push_str(if at == 0 { "The" } else { ". The" });
        } else {
            out.push(' ');
            out.push_str(word);
        }
    }
    out + "."
}

fn wrapped(text: &str, width: usize, line_end: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        if length + 1 + word.len() > width {
            out.push_str(line_end);
            length = 0;
        } else if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += word.len();
    }
    out
}

fn text_of(case: &str, line_end: &str, blank: &str) -> String {
    let lines = case.split(" / ").map(|chunk| {
        let blocks = chunk.split(" // ").map(|part| {
            let Some(inner) = part.trim().strip_prefix('{').and_then(|p| p.strip_suffix('}')) else {
                return part.trim().to_owned();
            };
            match inner.split_once('~') {
                Some((words, width)) => wrapped(&running(words.parse().unwrap()), width.parse().unwrap(), line_end),
                None => running(inner.parse().unwrap()),
            }
        });
        blocks.collect::<Vec<_>>().join(&format!("{line_end}{blank}{line_end}"))
    });
    lines.collect::<Vec<_>>().join(line_end)
}

fn roles(text: &str) -> String {
    let document = Document::new(text);
    let mut end = 0;
    for block in &document.blocks {
        assert_eq!(block.start, end, "blocks hold every token");
        assert!(document.tokens[end as usize].has(Flags::BLOCK_START));
        let inside = block.span.of(text);
        assert_eq!(inside, inside.trim());
        end = block.end;
    }
    assert_eq!(end as usize, document.tokens.len());
    assert_eq!(document.tokens.iter().filter(|t| t.has(Flags::BLOCK_START)).count(), document.blocks.len());
    let name = |role: &Role| serde_json::to_string(role).unwrap().replace('"', "");
    document.blocks.iter().map(|b| name(&b.role)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_has_its_roles_with_every_line_end() {
    assert!(cases().count() >= 40);
    let mut wrong = Vec::new();
    for (case, want) in cases() {
        for (line_end, blank) in [("\n", ""), ("\r\n", " \t"), ("\r", "\u{a0}"), ("\u{2028}", "")] {
            let got = roles(&text_of(case, line_end, blank));
            if got != want {
                wrong.push(format!("{line_end:?} {case}\nwant {want}\n got {got}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn blank_lines_of_any_kind_part_blocks() {
    for gap in ["\n\n", "\n \u{a0}\n", "\r\n\r\n", "\r\r", "\u{2028}\u{2028}", "\u{2029}", "\n\n\n\n"] {
        assert_eq!(Document::new(&format!("one{gap}two")).blocks.len(), 2, "{gap:?}");
    }
    assert_eq!(roles(""), "");
    assert_eq!(roles(" \n\n "), "");
}

#[test]
fn odd_texts_are_walked_once() {
    for part in ["a\n", "a\n\n", "- a\n", "a,\nb ", "(\n", "x", "By ", "\r", "\u{2028}a", "/", "(AP/"] {
        let text = part.repeat(100_000);
        let document = Document::new(&text);
        assert_eq!(document.blocks.last().map_or(0, |b| b.end as usize), document.tokens.len(), "{part}");
    }
}
