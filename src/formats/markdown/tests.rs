use super::*;
use crate::formats::html;
use crate::language::Variety;

fn texts(markdown: &str) -> Vec<String> {
    let out = read(markdown);
    html::tests::sound(markdown, &out);
    out.map.elements.iter().map(|p| p.text.of(&out.article.text).to_owned()).collect()
}

#[test]
fn blocks_and_inline_marks() {
    let text = "# One *two*\r\n\r\nA **bold** word,\r\nand [a link](http://x.y) &amp; `code ,x`.\r\n\r\n- first\r\n- second\r\n\r\n> quoted\r\n";
    let expected = ["One two", "A bold word, and a link & \u{fffc}.", "first", "second", "quoted"];
    assert_eq!(texts(text), expected);
}

#[test]
fn what_is_no_text_is_left_out() {
    let text = "```\ncode ,x\n```\n\n    indented\n\n![alt text](x.png) and {{< figure src=\"a b\" >}} here {% raw %}.\n\n<div>raw</div>\n";
    assert_eq!(texts(text), ["\u{fffc} and \u{fffc} here \u{fffc}."]);
}

#[test]
fn what_may_interrupt_a_sentence() {
    let interrupted = |markdown: &str| read(markdown).map.elements.last().unwrap().interrupted;
    for between in ["```\nx\n```", "- x", "> X.", "![](x)", "    code"] {
        assert!(interrupted(&format!("They said\n\n{between}\n\nand left.\n")), "{between}");
    }
    assert!(!interrupted("They said\n\nand left.\n"));
}

#[test]
fn a_footnote_is_an_item() {
    let text = "One[^1] and two.\n\n[^1]: in a letter\n\nThree.\n";
    assert_eq!(texts(text), ["One\u{fffc} and two.", "in a letter", "Three."]);
    let kinds: Vec<_> = read(text).map.elements.iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [Kind::Running, Kind::Item, Kind::Running]);
}

#[test]
fn front_matter_holds_the_headline() {
    let yaml = "---\ntitle: \"Putin and Xi\" \nlang: en-US\nsource_language: fr\ntags: [a, b]\ndescription: 'It''s'\nsummary: plain words # no\n---\n\nText.\n";
    assert_eq!(texts(yaml), ["Text.", "Putin and Xi", "plain words"]);
    let out = read(yaml);
    assert_eq!((out.article.english, out.article.source.language), (Some(Variety::Us), "fr".parse().ok()));
    assert_eq!(texts("+++\ntitle = 'É and so'\ndate = 2024-01-01\n[x]\ny = 1\n+++\nText.\n"), ["Text.", "É and so"]);
}

#[test]
fn tables_and_escapes() {
    assert_eq!(texts("| a | b c |\n|---|---|\n| d | e |\n"), ["a", "b c", "d", "e"]);
    assert_eq!(texts("\u{feff}3\\. not a \\*list\\*\n"), ["3. not a *list*"]);
    assert_eq!(texts(""), Vec::<String>::new());
}

#[test]
fn comments_may_ask_for_silence() {
    let text = "<!-- copydesk-ignore-file names -->\n\nOne <!-- copydesk-ignore x: y --> two.\n";
    assert_eq!(read(text).notes.len(), 2);
    assert_eq!(texts(text), ["One two."]);
}
