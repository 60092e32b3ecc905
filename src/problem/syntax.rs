//! What the readers of JSON and TOML say of a text that they cannot read, in the words of people who write such files.

use super::nearest;

/// How a message begins, what is said in its place, and what can be done; the first that fits counts.
type Rewording = (&'static str, &'static str, &'static str);

const JSON: [Rewording; 19] = [
    ("trailing comma", "a comma stands before the closing bracket", "delete the comma"),
    (
        "EOF while parsing a string",
        "the text ends inside a string",
        "add the missing quotation mark, or fetch the file again if it was cut off",
    ),
    (
        "EOF while parsing",
        "the text ends too early",
        "close every `{` and `[`, or fetch the file again if it was cut off",
    ),
    (
        "expected `,` or",
        "a comma or a closing bracket is missing",
        "put a comma between two values; a quotation mark inside a string is written `\\\"`",
    ),
    ("expected `:`", "a colon is missing behind the key", "write `:` between a key and its value"),
    (
        "expected value",
        "a value is missing",
        "put words between straight double quotation marks; only numbers, true, false and null have none",
    ),
    ("expected ident", "a word has no quotation marks", "put it between straight double quotation marks"),
    ("key must be a string", "a key has no quotation marks", "put it between straight double quotation marks"),
    (
        "control character",
        "a line end or a tab stands inside a string",
        "close the string on its own line, or write `\\n` for a line end and `\\t` for a tab",
    ),
    ("invalid escape", "an unknown escape", "write `\\\\` for a backslash, and four digits after `\\u`"),
    ("invalid unicode code point", "an escape of no character", "write the character itself"),
    ("lone leading surrogate", "an escape of half a character", "write the character itself"),
    ("unexpected end of hex escape", "an escape of half a character", "write the character itself"),
    (
        "trailing characters",
        "something stands behind the end of the value",
        "put several records into a list, `[…, …]`, or one on each line of a .jsonl file",
    ),
    ("invalid number", "not a number", "write it as 12 or 0.5, or between quotation marks"),
    ("number out of range", "a number too large", "write it between quotation marks"),
    ("recursion limit", "brackets nested more than 128 deep", "leave out what is nested so deep"),
    ("control", "a control character", "delete it"),
    ("invalid", "an invalid value", "check the quotation marks, commas and brackets before this place"),
];

const TOML: [Rewording; 24] = [
    ("unclosed array table", "the header is not closed", "end it with `]]`"),
    ("unclosed array", "the list is not closed", "add the missing quotation mark or `]`"),
    ("unclosed table", "the header is not closed", "end it with `]`"),
    ("unclosed inline table", "the table is not closed", "add the missing quotation mark or `}`"),
    ("missing comma", "a comma is missing", "put a comma between two values"),
    ("extra comma", "there is a comma too many", "delete it"),
    ("invalid multi-line", "the string is not closed", "end it with three quotation marks"),
    ("invalid basic string", "the string is not closed", "add the missing quotation mark"),
    ("invalid literal string", "the string is not closed", "add the missing quotation mark"),
    (
        "string values must be quoted",
        "a value is missing, or has no quotation marks",
        "put words between straight quotation marks",
    ),
    (
        "key with no value",
        "a key has no value",
        "write `key = value`; a key with a space or a dot in it stands between quotation marks",
    ),
    ("missing key", "a key is missing", "write `key = value`"),
    ("duplicate key", "the key stands twice", "keep one of the two, or put both values into one list"),
    (
        "missing escaped value",
        "a backslash begins no known escape",
        "write `\\\\` for a backslash, or put the text between single quotation marks",
    ),
    ("unexpected leading zero", "a number begins with 0", "delete the 0, or put it between quotation marks"),
    (
        "unexpected key or value",
        "something stands behind the value",
        "begin a new line for the next key, and a remark with `#`",
    ),
    ("invalid boolean", "not true or false", "write `true` or `false`, in small letters"),
    ("invalid date", "not a date", "write it as 2024-05-31"),
    ("invalid time", "not a time of day", "write it as 18:30:00"),
    ("invalid integer", "not a whole number", "write it as 12, or put it between quotation marks"),
    ("invalid floating", "not a number", "write it as 0.5, or put it between quotation marks"),
    ("invalid key", "not a key", "put it between quotation marks"),
    ("missing opening quote", "a quotation mark is missing", "put words between straight quotation marks"),
    (
        "unexpected",
        "something stands where nothing can stand",
        "check the quotation marks, commas and brackets before this place",
    ),
];

/// What a value should be, as serde says it, and how that is written.
const KINDS: [(&str, &str, &str); 9] = [
    ("a sequence", "a list", "write it as [\"one\", \"two\"]"),
    ("a string", "text", "put it between quotation marks"),
    ("a boolean", "true or false", "write `true` or `false`"),
    ("a map", "a table", "write it as { key = value }"),
    ("struct", "a table", "write it as { key = value }"),
    ("u", "a whole number from 0", "write it as 3, without quotation marks"),
    ("i", "a whole number", "write it as 3, without quotation marks"),
    ("f", "a number", "write it as 0.5, without quotation marks"),
    ("usize", "a whole number from 0", "write it as 3, without quotation marks"),
];

/// What is said of a text that is not JSON, and what can be done.
pub(super) fn of_json(message: &str) -> (String, Option<String>) {
    match JSON.iter().find(|row| message.starts_with(row.0)) {
        Some((_, what, remedy)) => (format!("not valid JSON: {what}"), Some((*remedy).to_owned())),
        None => {
            let (what, remedy) = of_value(message);
            (format!("not valid JSON: {what}"), remedy)
        }
    }
}

/// What is said of a text that is not TOML, or of a value that is not what it should be, and what can be done.
pub(super) fn of_toml(message: &str) -> (String, Option<String>) {
    match TOML.iter().find(|row| message.starts_with(row.0)) {
        Some((_, what, remedy)) => (format!("not valid TOML: {what}"), Some((*remedy).to_owned())),
        None => of_value(message),
    }
}

/// What serde says of a value that is not what it should be, with what else can be written as the remedy.
pub(super) fn of_value(message: &str) -> (String, Option<String>) {
    let quoted = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    if let Some((what, expected)) = message.split_once(", expected ").filter(|_| message.starts_with("unknown ")) {
        let (word, known) = (quoted(what), quoted(expected));
        let near = word.first().and_then(|word| nearest(word, known.iter().map(|known| &**known)));
        let remedy = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {expected}"),
        };
        return (what.to_owned(), Some(remedy));
    }
    if let Some(key) = message.strip_prefix("missing field ") {
        return (format!("the key {key} is missing"), Some(format!("add {key}")));
    }
    if let Some(key) = message.strip_prefix("duplicate field ") {
        return (format!("the key {key} stands twice"), Some("keep one of the two".to_owned()));
    }
    let wrong = ["invalid type: ", "invalid value: "].iter().find_map(|start| message.strip_prefix(start));
    if let Some((found, expected)) = wrong.and_then(|rest| rest.rsplit_once(", expected ")) {
        let kind = KINDS.iter().find(|kind| match kind.0 {
            // Numbers by their size in bits.
            size if size.len() == 1 => {
                expected.strip_prefix(size).is_some_and(|bits| bits.bytes().all(|b| b.is_ascii_digit()))
            }
            start => expected.starts_with(start),
        });
        let found = match found.split_once(' ') {
            Some(("string", words)) => format!("the text {words}"),
            Some(("integer", number)) => format!("the number {number}"),
            Some(("floating", rest)) => format!("the number {}", rest.trim_start_matches("point ")),
            Some(("boolean", value)) => value.to_owned(),
            _ => found.replace("sequence", "a list").replace("map", "a table"),
        };
        return match kind {
            Some((_, what, remedy)) => (format!("{what} is wanted here, not {found}"), Some((*remedy).to_owned())),
            None => (format!("{found} cannot stand here"), Some(format!("write {expected}"))),
        };
    }
    (message.to_owned(), None)
}
