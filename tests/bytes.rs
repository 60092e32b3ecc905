//! Fixing changes only the bytes it means to: line ends, byte order marks, escapes and permissions stay.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn copydesk(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(folder).output().unwrap()
}

/// What `--fix` makes of a file with these bytes, and that a second run changes nothing.
fn fixed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let first = copydesk(&["check", "--fix", name], folder.path());
    assert!(first.stderr.is_empty(), "{}", String::from_utf8_lossy(&first.stderr));
    let once = fs::read(&path).unwrap();
    copydesk(&["check", "--fix", name], folder.path());
    assert_eq!(fs::read(&path).unwrap(), once, "a second fixing changes the file");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left beside the file");
    once
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let text = "\u{feff}The envoy left kyiv.\r\n\r\n\r\nHe spoke on wednesday. \r\n";
    let expected = "\u{feff}The envoy left Kyiv.\r\n\r\n\r\nHe spoke on Wednesday. \r\n";
    assert_eq!(fixed("a.txt", text.as_bytes()), expected.as_bytes());
    assert_eq!(fixed("b.txt", b"kyiv\rkyiv\r\nkyiv"), b"Kyiv\rKyiv\r\nKyiv");
}

#[test]
fn a_deleted_paragraph_takes_the_blank_line_before_it_along() {
    assert_eq!(fixed("a.txt", b"It rained.\n\nsource site-29"), b"It rained.");
    assert_eq!(
        fixed("b.txt", b"It rained.\r\n\r\nsource site-29\r\n\r\nIt snowed.\r\n"),
        b"It rained.\r\n\r\nIt snowed.\r\n"
    );
    assert_eq!(fixed("c.txt", b"source site-29\n\nIt rained.\n"), b"It rained.\n");
}

#[test]
fn signs_beside_an_edit_stay_whole() {
    let text = "👩\u{200d}🚒kyiv🇺🇦 e\u{301} kyiv\u{301} «kyiv» שלום kyiv\u{a0}!";
    let expected = "👩\u{200d}🚒Kyiv🇺🇦 e\u{301} kyiv\u{301} \"Kyiv\" שלום Kyiv!";
    assert_eq!(String::from_utf8(fixed("a.txt", text.as_bytes())).unwrap(), expected);
}

#[test]
fn of_a_record_only_the_words_change() {
    let line = br#"{"id": 7, "x": [1,  2.50], "text": "The envoy left kyiv \u2014 late\n\n\"kyiv\"", "y": "kyiv"}"#;
    let expected = br#"{"id": 7, "x": [1,  2.50], "text": "The envoy left Kyiv \u2014 late\n\n\"Kyiv\"", "y": "kyiv"}"#;
    assert_eq!(fixed("a.jsonl", line), expected);
}

#[test]
fn of_subtitles_only_words_of_cues_change() {
    let text = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,000 X1:9\r\n{\\an8}<i>kyiv</i>  is far\r\n\r\n\r\n2\r\n\
        00:00:03,000 --> 00:00:04,000\r\nfrom kyiv. \r\n\r\n";
    assert_eq!(fixed("a.srt", text.as_bytes()), text.replace("kyiv", "Kyiv").as_bytes());
    let text = "WEBVTT kyiv\n\nNOTE kyiv\n\nkyiv\n00:01.000 --> 00:02.000 line:0\n<v kyiv>In kyiv &amp; there";
    assert_eq!(fixed("a.vtt", text.as_bytes()), text.replace("In kyiv", "In Kyiv").as_bytes());
}
