use super::*;
use proptest::prelude::*;

fn line(text: &str) -> Line<'_> {
    Line { number: 1, bytes: text.as_bytes() }
}

fn record(text: &str) -> Record<'_> {
    line(text).record(&Fields::default()).unwrap().unwrap()
}

/// The words that are wrong in brackets, and what is said of them.
fn refused(text: &str) -> String {
    let mistake = line(text).record(&Fields::default()).unwrap_err();
    assert!(mistake.remedy.is_some(), "{}", mistake.message);
    format!("[{}] {}", &text[mistake.range().unwrap()], mistake.message)
}

#[test]
fn a_record_has_the_values_of_its_line() {
    let r = record(
        "\u{feff}{\"id\":\"a\",\"text\":\"One\\nTwo\",\"source\":\"Un\",\"source_language\":\"fr-CA\",\"published\":\"2022-09-15T08:00:00Z\",\"other\":[1,{}]}\r\n",
    );
    assert_eq!(r.id, Some(RecordId::Text("a".into())));
    assert_eq!((&*r.article.text, r.article.fences.first().copied()), ("One\nTwo", None));
    assert_eq!(
        (
            r.article.source.text.as_deref(),
            r.article.source.language.as_ref().map(Language::code),
            r.article.published.map(|day| day.to_string())
        ),
        (Some("Un"), Some("fr"), Some("2022-09-15".to_owned()))
    );
    let r = record(r#"{"text":"","id":17,"headline":null,"source":null,"published":"soon"}"#);
    assert_eq!(r.id.unwrap().to_string(), "17");
    assert!(r.article.text.is_empty() && r.article.published.is_none());
}

#[test]
fn a_headline_of_its_own_comes_first() {
    let r = record(r#"{"text":"Body.","headline":"Hé"}"#);
    assert_eq!((&*r.article.text, r.article.fences.first().copied()), ("Hé\n\nBody.", Some(Span::new(3, 5))));
    assert_eq!(record(r#"{"text":"Body.","headline":" "}"#).article.text, "Body.");
}

#[test]
fn plain_strings_are_borrowed() {
    assert!(matches!(record(r#"{"text":"One “two”"}"#).article.text, Cow::Borrowed(_)));
}

#[test]
fn bad_lines_say_what_is_wrong() {
    assert_eq!(refused("\u{feff} [1]\r\n"), "[[1]] not a record");
    assert_eq!(refused(r#" {"id":"a"}"#), "[{] the record has no `text`");
    assert_eq!(refused(r#"{"id":5,"text":5}"#), "[5] `text` is not a string");
    assert_eq!(refused(r#"{"text":"a","headline":["é"]}"#), "[[\"é\"]] `headline` is not a string");
    assert_eq!(refused(r#"{"text":"a","id":{}}"#), "[{}] `id` is neither a string nor a number");
    for lone in [r#""\ud800 x""#, r#""\udc00""#, r#""\ud800\u0041""#, r#""\ud83d""#] {
        let expected = format!("[{lone}] `text` has an escape of half a surrogate pair");
        assert_eq!(refused(&format!("{{\"text\":{lone}}}")), expected);
    }
    assert!(refused(r#"{"text":"\uzzzz"}"#).contains("not valid JSON: an unknown escape"));
    assert!(refused(r#"{"text":"a""#).contains("not valid JSON: the text ends too early"));
    assert!(refused(r#"{"text":"a","text":"b"}"#).contains("the key `text` stands twice"));
    assert_eq!(refused("{\"text\": \"é\" \"x\"}"), "[\"] not valid JSON: a comma or a closing bracket is missing");
    let bytes = Line { number: 1, bytes: b"{\"text\":\"\xff\"}" };
    let mistake = bytes.record(&Fields::default()).unwrap_err();
    assert_eq!((mistake.range(), &*mistake.message), (Some(9..10), "not valid UTF-8: byte 0xFF"));
    assert!(line(" \r\n").record(&Fields::default()).unwrap().is_none());
}

#[test]
fn a_record_without_text_is_told_which_key_may_hold_the_words() {
    let remedy = |text: &str| line(text).record(&Fields::default()).unwrap_err().remedy.unwrap();
    let body = r#"{"id":"a","content":"c","Body":"The ferry sails again."}"#;
    assert_eq!(remedy(body), "write `[fields] text = \"Body\"` in copydesk.toml if `Body` holds the words");
    assert!(remedy(r#"{"content":"c","body":["b"]}"#).contains("text = \"content\"`"), "a list is no text");
    assert!(remedy(r#"{"id":"a"}"#).starts_with("name the key that holds the words"));
}

#[test]
fn a_batch_has_a_bounded_number_of_lines() {
    let bytes = "\n".repeat(3 * BATCH_LINES - 1);
    let mut lines = Lines::new(bytes.as_bytes());
    let mut sizes = Vec::new();
    while let Some(batch) = lines.next_batch().unwrap() {
        sizes.push(batch.lines().count());
    }
    assert_eq!(sizes, [BATCH_LINES, BATCH_LINES, BATCH_LINES - 1]);
}

#[test]
fn lines_come_in_batches_with_their_numbers() {
    let mut lines =
        Lines { input: &b"{}\n\n{\"text\":1}\nlast\n0123456789012"[..], number: 0, longest: 12, full: 3, over: false };
    let mut seen = Vec::new();
    while let Ok(Some(batch)) = lines.next_batch() {
        seen.extend(batch.lines().map(|l| (l.number, String::from_utf8(l.bytes.to_vec()).unwrap())));
    }
    let expected = [(1, "{}\n"), (2, "\n"), (3, "{\"text\":1}\n"), (4, "last\n")];
    assert_eq!(seen, expected.map(|(n, s)| (n, s.to_owned())));
    assert_eq!(lines.next_batch().unwrap_err().to_string(), "line 5 is longer than 4 GiB");
    assert!(Lines::new(&b"\x1f\x8b\x08\0"[..]).next_batch().is_err());
    assert!(Lines::new(&b""[..]).next_batch().unwrap().is_none());
}

fn edit(text: &str, words: &str, replacement: &str) -> Edit {
    let at = text.find(words).unwrap() as u32;
    Edit::new(Span::new(at, at + words.len() as u32), replacement)
}

/// The line of `record` after `edits` of its text.
fn spliced(record: &Record<'_>, edits: &[Edit]) -> String {
    let mut line = record.line.to_owned();
    for edit in record.written(edits).iter().rev() {
        line.replace_range(edit.span.range(), &edit.replacement);
    }
    line
}

#[test]
fn corrections_change_only_the_bytes_of_the_string() {
    let raw = "{ \"text\": \"\\u201cHi\\u201d\\n\\ud83d\\ude00 caf\\u00e9 \\/ end\", \"x\": \"\\u0041\", \"headline\": \"The \\\"head\\\" now\" }\r\n";
    let r = record(raw);
    let t = &*r.article.text;
    let edits = [edit(t, "\"head\"", "“head”"), edit(t, "Hi", "Ho\t\\"), edit(t, "😀", ""), edit(t, " / ", "—")];
    assert_eq!(
        spliced(&r, &edits),
        "{ \"text\": \"\\u201cHo\\t\\\\\\u201d\\n caf\\u00e9\\u2014end\", \"x\": \"\\u0041\", \"headline\": \"The \\u201chead\\u201d now\" }\r\n"
    );
    assert!(r.written(&[]).is_empty());
}

proptest! {
    #[test]
    fn a_spliced_record_reads_as_the_edited_text(
        headline in proptest::option::of("[a-zé😀\"\\\\\n]{1,12}"),
        text in "[a-zé“😀\"\\\\\n\t]{0,40}",
        ascii in any::<bool>(),
        cuts in proptest::collection::vec((0usize..60, 0usize..6, "[xé😀\"\n]{0,3}"), 0..5),
    ) {
        let mut json = String::from("{\"text\":\"");
        escape(&mut json, &text, ascii);
        json.push_str("\",\"n\":1");
        if let Some(h) = &headline {
            json.push_str(",\"headline\":\"");
            escape(&mut json, h, ascii);
            json.push('"');
        }
        json.push('}');
        let r = record(&json);
        let mut edits: Vec<Edit> = Vec::new();
        let mut sorted = cuts;
        sorted.sort();
        for (at, length, replacement) in sorted {
            let bound = |at: usize| (0..=at.min(r.article.text.len())).rev().find(|&i| r.article.text.is_char_boundary(i)).unwrap() as u32;
            let span = Span::new(bound(at), bound(at + length));
            let free = edits.last().is_none_or(|e| e.span.end < span.start);
            if free && r.article.fences.first().copied().is_none_or(|f| span.end <= f.start || span.start >= f.end) {
                edits.push(Edit::new(span, replacement));
            }
        }
        let spliced = spliced(&r, &edits);
        let again = record(&spliced);
        let mut fixed = r.article.text.to_string();
        for edit in edits.iter().rev() {
            fixed.replace_range(edit.span.range(), &edit.replacement);
        }
        if r.article.fences.first().copied().is_none() || !again.article.fences.is_empty() {
            prop_assert_eq!(&*again.article.text, fixed.as_str());
        }
    }
}

#[test]
fn keys_may_have_other_names() {
    let fields = Fields { text: "body".into(), headline: "title".into(), ..Fields::default() };
    let record = line(r#"{"title": "A", "body": "B", "text": 3}"#).record(&fields).unwrap().unwrap();
    assert_eq!(record.article.text, "A\n\nB");
    let error = line(r#"{"text": "B"}"#).record(&fields).unwrap_err();
    assert_eq!(error.message, "the record has no `body`");
}
