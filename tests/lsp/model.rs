//! Positions and edits as a client reckons them: written apart from the server, character by character.

use serde_json::{Value, json};

/// The encodings, by their names.
pub const ENCODINGS: [&str; 3] = ["utf-8", "utf-16", "utf-32"];

fn width(encoding: &str, c: char) -> u64 {
    match encoding {
        "utf-8" => c.len_utf8() as u64,
        "utf-16" => c.len_utf16() as u64,
        _ => 1,
    }
}

/// Every place of `text` that has a position: its byte, line and character.
pub fn places(text: &str, encoding: &str) -> Vec<(usize, u64, u64)> {
    let (mut line, mut character) = (0, 0);
    let mut places = vec![(0, 0, 0)];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = at + c.len_utf8();
        if c == '\r' && chars.peek().is_some_and(|(_, c)| *c == '\n') {
            // Inside of a line end is no place.
            continue;
        }
        if c == '\n' || c == '\r' {
            (line, character) = (line + 1, 0);
        } else {
            character += width(encoding, c);
        }
        places.push((next, line, character));
    }
    places
}

/// The position of byte `at`.
pub fn position(text: &str, encoding: &str, at: usize) -> Value {
    let place = places(text, encoding).into_iter().find(|p| p.0 == at);
    let (_, line, character) = place.unwrap_or_else(|| panic!("byte {at} has no place"));
    json!({"line": line, "character": character})
}

/// The bytes of `range`.
pub fn bytes(text: &str, encoding: &str, range: &Value) -> std::ops::Range<usize> {
    let places = places(text, encoding);
    let byte = |position: &Value| {
        let wanted = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
        places.iter().find(|p| (p.1, p.2) == wanted).unwrap_or_else(|| panic!("no place {position}")).0
    };
    byte(&range["start"])..byte(&range["end"])
}

/// `text` with the edits of a list of the protocol, which must not overlap.
pub fn edited(text: &str, encoding: &str, edits: &Value) -> String {
    let mut edits: Vec<(std::ops::Range<usize>, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (bytes(text, encoding, &e["range"]), e["newText"].as_str().unwrap()))
        .collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut out, mut done) = (String::new(), 0);
    for (range, new) in edits {
        assert!(done <= range.start, "edits overlap");
        out.push_str(&text[done..range.start]);
        out.push_str(new);
        done = range.end;
    }
    out + &text[done..]
}
