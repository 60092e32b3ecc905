//! JSON: a file that holds one record, or a list of them.
//!
//! Records are read as those of JSON Lines are, from the bytes they have in the file.

use super::jsonl::Line;
use crate::problem::Mistake;
use serde_json::value::RawValue;

/// The records in `text`: the list it holds, or the one object it is.
///
/// # Errors
/// When `text` is not JSON, or neither an object nor a list, with the bytes that are wrong.
pub fn records(text: &str) -> Result<Vec<Line<'_>>, Mistake> {
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.len() - json.len();
    let wrong = |e: serde_json::Error| Mistake::of_json(&e, json).after(start, json.len());
    let values: Vec<&RawValue> = match json.trim_ascii_start().as_bytes().first() {
        Some(b'[') => serde_json::from_str(json).map_err(wrong)?,
        Some(b'{') => vec![serde_json::from_str(json).map_err(wrong)?],
        None => Vec::new(),
        Some(_) => {
            let at = start + json.len() - json.trim_ascii_start().len();
            let mistake = Mistake::within("neither a record nor a list of records", at..at + json.trim_ascii().len());
            return Err(mistake.with("write `{\"text\": \"…\"}`, or several of them in a list, `[…, …]`".to_owned()));
        }
    };
    let (mut number, mut seen) = (1, 0);
    let line = |value: &RawValue| {
        let bytes = value.get().as_bytes();
        let start = bytes.as_ptr() as usize - text.as_ptr() as usize;
        number += memchr::memchr_iter(b'\n', &text.as_bytes()[seen..start]).count() as u64;
        seen = start;
        Line { number, bytes: &text.as_bytes()[start..start + bytes.len()] }
    };
    Ok(values.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::jsonl::Fields;

    #[test]
    fn records_have_their_bytes_and_their_lines() {
        let text = "\u{feff}[\r\n  {\"text\": \"é\"},\n\n  {\n\"text\": \"\u{1f389}\"}\n]\n";
        let records = records(text).unwrap();
        let seen: Vec<(u64, String)> = records
            .iter()
            .map(|line| (line.number, line.record(&Fields::default()).unwrap().unwrap().article.text.into_owned()))
            .collect();
        assert_eq!(seen, [(2, "é".to_owned()), (4, "\u{1f389}".to_owned())]);
        assert_eq!(records[0].bytes, "{\"text\": \"é\"}".as_bytes());
        assert_eq!(super::records(" {\"text\": \"x\"}").unwrap()[0].number, 1);
        assert!(super::records(" \n").unwrap().is_empty());
    }

    #[test]
    fn what_is_no_json_is_placed() {
        let wrong = |text: &str| {
            let mistake = records(text).unwrap_err();
            assert!(mistake.remedy.is_some(), "{}", mistake.message);
            format!("{:?} {}", mistake.range().unwrap(), mistake.message)
        };
        assert_eq!(wrong("[\n{},\n]"), "6..7 not valid JSON: a comma stands before the closing bracket");
        assert_eq!(wrong("\u{feff}{} {}"), "6..7 not valid JSON: something stands behind the end of the value");
        assert_eq!(wrong(" \"text\"\n"), "1..7 neither a record nor a list of records");
        let deep = "[".repeat(1 << 20);
        assert!(wrong(&deep).contains("not valid JSON"), "{}", wrong(&deep));
    }
}
