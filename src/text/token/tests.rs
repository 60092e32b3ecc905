use super::*;
use crate::text::fold;

fn words(text: &str) -> Vec<&str> {
    tokenize(text).iter().map(|t| t.span.of(text)).collect()
}

fn kinds(text: &str) -> Vec<TokenKind> {
    tokenize(text).iter().map(|t| t.kind).collect()
}

#[test]
fn what_stays_whole() {
    assert_eq!(words("It’s China's pro-kyiv op-ed, don't"), ["It’s", "China's", "pro-kyiv", "op-ed", ",", "don't"]);
    assert_eq!(
        words("J. K. Rowling of the U.S. at 8:30 a.m."),
        ["J.", "K.", "Rowling", "of", "the", "U.S.", "at", "8:30", "a.m."]
    );
    assert_eq!(words("J.K. Rowling, J.-P. Raffarin"), ["J.K.", "Rowling", ",", "J.-P.", "Raffarin"]);
    assert_eq!(
        words("3.5% of 1,137 in 2019-20, 20h30, the 1990s, 5th"),
        ["3.5", "%", "of", "1,137", "in", "2019-20", ",", "20h30", ",", "the", "1990s", ",", "5th"]
    );
    assert_eq!(
        words("a 35-year-old AT&T man and/or R&D"),
        ["a", "35-year-old", "AT&T", "man", "and", "/", "or", "R&D"]
    );
    assert_eq!(words("MM. Xi and Mr. Putin"), ["MM", ".", "Xi", "and", "Mr", ".", "Putin"]);
    assert_eq!(words("l’Express d’État"), ["l’Express", "d’État"]);
}

#[test]
fn what_comes_apart() {
    assert_eq!(words("home?Do the right.He left"), ["home", "?", "Do", "the", "right", ".", "He", "left"]);
    assert_eq!(words("order”he"), ["order", "”", "he"]);
    assert_eq!(words("the right.it’s late"), ["the", "right", ".", "it’s", "late"]);
    assert_eq!(words("wait... no -- yes!!"), ["wait", "...", "no", "--", "yes", "!!"]);
    assert_eq!(words("the ’90s, rock ’n’ roll"), ["the", "’", "90s", ",", "rock", "’", "n", "’", "roll"]);
    assert_eq!(words("€5 $1.2 billion"), ["€", "5", "$", "1.2", "billion"]);
}

#[test]
fn addresses_and_handles() {
    assert_eq!(
        words("see https://apnews.com/hub/kyiv?a=1. Then"),
        ["see", "https://apnews.com/hub/kyiv?a=1", ".", "Then"]
    );
    assert_eq!(
        words("at lemonde.fr, a@b.co.uk or file.pdf."),
        ["at", "lemonde.fr", ",", "a@b.co.uk", "or", "file.pdf", "."]
    );
    assert_eq!(kinds("@kyiv #kyiv www.kyiv.ua"), [TokenKind::Handle, TokenKind::Handle, TokenKind::Url]);
}

#[test]
fn every_script_survives() {
    assert_eq!(words("Хартов 北京 said שלום"), ["Хартов", "北京", "said", "שלום"]);
    assert_eq!(words("e\u{301}t\u{e9} x\u{301}"), ["e\u{301}t\u{e9}", "x\u{301}"]);
    assert_eq!(words("👩\u{200d}🚒!👍🏽."), ["👩\u{200d}🚒", "!", "👍🏽", "."]);
    assert_eq!(words("\u{feff}A\0b\u{200b}c"), ["A", "\0", "b\u{200b}c"]);
}

#[test]
fn cases() {
    let cases: Vec<Case> =
        tokenize("kyiv Kyiv KYIV iPhone McDonald A U.S. Vice-president d’État 北京").iter().map(|t| t.case).collect();
    use Case::*;
    assert_eq!(cases, [Lower, Title, Upper, Mixed, Mixed, Title, Upper, Title, Mixed, None]);
}

#[test]
fn folds_and_flags() {
    let text = "“Kyiv’s” the\nnext";
    let tokens = tokenize(text);
    assert_eq!(tokens[2].kind, TokenKind::Quote);
    assert!(tokens[1].has(Flags::POSSESSIVE) && !tokens[1].has(Flags::SPACE_BEFORE));
    assert!(tokens[3].has(Flags::SPACE_BEFORE) && !tokens[3].has(Flags::LINE_START));
    assert!(tokens[4].has(Flags::LINE_START));
    assert_eq!(tokens[3].fold, fold::hash("THE"));
}

#[test]
fn tokens_cover_every_character_but_space() {
    let text = "“Été”—l’an 2000…\u{a0}: 5 % ‹ok› 「は」 &quot; <b>x</b> {a} \\ | ~ ^";
    let mut end = 0;
    for token in tokenize(text) {
        assert!(text[end..token.span.start as usize].chars().all(char::is_whitespace));
        end = token.span.end as usize;
    }
    assert!(text[end..].chars().all(char::is_whitespace));
}

#[test]
fn a_long_text_without_a_space_is_walked_once() {
    let text = "a.".repeat(500_000) + &"x".repeat(500_000) + &"/y:".repeat(100_000);
    assert!(!tokenize(&text).is_empty());
}
