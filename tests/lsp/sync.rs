//! Incremental synchronisation: after random edits the server has the client's text.

use super::client::{Client, capabilities, with};
use super::model::{ENCODINGS, places};
use serde_json::{Value, json};

const PIECES: [&str; 18] = [
    "",
    "a",
    "the ",
    "é",
    "e\u{301}",
    "🗞\u{fe0f}",
    "👩‍👧",
    "\u{a0}",
    "\u{2028}",
    "\n",
    "\r",
    "\r\n",
    "x\ny",
    "\n\r",
    "MM. Xi and ",
    "世界",
    "𝄞\r\n𝄞",
    "\u{feff}",
];

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// Changes `text` somewhere, and says so in the words of the protocol.
fn edit(text: &mut String, encoding: &str, dice: &mut Dice) -> Value {
    if dice.below(500) == 0 {
        *text = "One 🗞\r\ntwo\rthree\n".repeat(1 + dice.below(4));
        return json!({"text": text});
    }
    let places = places(text, encoding);
    let first = dice.below(places.len());
    // Longer deletions where the text is long, so that it stays small.
    let most = if text.len() > 150 { 40 } else { 4 };
    let last = (first + dice.below(most)).min(places.len() - 1);
    let (start, end) = (places[first], places[last]);
    let piece = PIECES[dice.below(PIECES.len())];
    text.replace_range(start.0..end.0, piece);
    let position = |p: (usize, u64, u64)| json!({"line": p.1, "character": p.2});
    json!({"range": {"start": position(start), "end": position(end)}, "text": piece})
}

#[test]
fn ten_thousand_edits_leave_the_client_s_text() {
    for (number, encoding) in ENCODINGS.into_iter().enumerate() {
        let can = with(capabilities(encoding), "textDocument/diagnostic", json!({}));
        let mut client = Client::start(can, &[], Value::Null);
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 + number as u64);
        let mut text = "Talks 🗞 in Cafe\u{301}\r\n\r\nMM. Xi and Putin met.\r".to_owned();
        client.open_quietly("untitled:edited", "plaintext", &text);
        let (mut done, mut version) = (0, 1);
        while done < 10_000 {
            let changes: Vec<Value> = (0..1 + dice.below(3)).map(|_| edit(&mut text, encoding, &mut dice)).collect();
            done += changes.len();
            version += 1;
            let document = json!({"uri": "untitled:edited", "version": version});
            client.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
            if version % 250 == 0 || done >= 10_000 {
                // A result is named for the text: that of the text as a whole has to be that of the edited one.
                let edited = client.pull("untitled:edited", None);
                client.open_quietly("untitled:whole", "plaintext", &text);
                let whole = client.pull("untitled:whole", None);
                assert_eq!(edited["resultId"], whole["resultId"], "{encoding}, after {done} edits: {text:?}");
                assert_eq!(edited["items"].as_array().unwrap().len(), whole["items"].as_array().unwrap().len());
                client.tell("textDocument/didClose", json!({"textDocument": {"uri": "untitled:whole"}}));
            }
        }
        // The name does depend on the text.
        client.open_quietly("untitled:other", "plaintext", &format!("{text} "));
        let [edited, other] = ["untitled:edited", "untitled:other"].map(|name| client.pull(name, None));
        assert_ne!(edited["resultId"], other["resultId"]);
    }
}

#[test]
fn positions_outside_of_the_text_are_moved_inside() {
    let can = with(capabilities("utf-16"), "textDocument/diagnostic", json!({}));
    let mut client = Client::start(can, &[], Value::Null);
    client.open_quietly("untitled:a", "plaintext", "one 🗞\r\ntwo");
    let range = |a: (u32, u32), b: (u32, u32)| {
        let position = |(line, character): (u32, u32)| json!({"line": line, "character": character});
        json!({"start": position(a), "end": position(b)})
    };
    let changes = json!([
        {"range": range((0, 99), (0, 99)), "text": "!"},
        {"range": range((7, 0), (9, 9)), "text": "?"},
        {"range": range((0, 5), (0, 4)), "text": "~"},
    ]);
    client.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": "untitled:a", "version": 2}, "contentChanges": changes}),
    );
    client.open_quietly("untitled:b", "plaintext", "one ~🗞!\r\ntwo?");
    let [a, b] = ["untitled:a", "untitled:b"].map(|name| client.pull(name, None));
    assert_eq!(a["resultId"], b["resultId"]);
}
