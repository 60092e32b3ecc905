use super::*;
use std::path::Path;

/// The words that a mistake at the end of `steps` points at in `toml`.
fn words(toml: &str, mistake: Mistake) -> String {
    let problem = mistake.in_toml(Path::new("a.toml"), toml);
    problem.place.map(|place| place.words().to_owned()).unwrap_or_default()
}

#[test]
fn values_keys_and_items_are_found_by_the_way_to_them() {
    let toml = "# rule = 'b'\n[a]\nb.c = ['x', 'y']\n\n[[list]]\nn = 1\n\n[[list]]\nn = 2 # 2\n\n[\"x.y\".z]\nk = 3\n";
    let at = |steps: &[PathStep]| steps.iter().rev().cloned().fold(Mistake::new(""), Mistake::under);
    let key = PathStep::from;
    assert_eq!(words(toml, at(&[key("a"), key("b"), key("c"), PathStep::Item(1)])), "'y'");
    assert_eq!(words(toml, at(&[key("a"), key("b"), key("c")]).of_key()), "c");
    assert_eq!(words(toml, at(&[key("list"), PathStep::Item(1), key("n")])), "2");
    assert_eq!(words(toml, at(&[key("list"), PathStep::Item(1)])), "[[list]]");
    assert_eq!(words(toml, at(&[key("x.y"), key("z"), key("k")]).of_key()), "k");
    assert_eq!(words(toml, at(&[key("x.y"), key("z")]).of_key()), "z");
    assert_eq!(words(toml, at(&[key("x.y"), key("z"), key("none")])), "z", "the last that there is");
    assert_eq!(words(toml, at(&[key("none")])), "");
}

#[test]
fn bytes_of_a_text_are_found_in_every_kind_of_string() {
    for (written, text) in [
        ("'light <lowr> x'", "light <lowr> x"),
        ("\"light <lowr> x\"", "light <lowr> x"),
        (r#""\"é\" \u00e9\t<lowr> \U0001F389 \x41\\""#, "\"é\" é\t<lowr> \u{1f389} A\\"),
        ("'''\nlight\n<lowr> x'''", "light\n<lowr> x"),
        ("\"\"\"\r\nlight \\\n   \n  <lowr> x\"\"\"", "light <lowr> x"),
        ("\"\"\"a \\\"\n<lowr>\"\"\"", "a \"\n<lowr>"),
    ] {
        let toml = format!("k = [{written}]");
        let read: toml::Table = toml::from_str(&toml).unwrap();
        assert_eq!(read["k"][0].as_str(), Some(text));
        let start = text.find("<lowr>").unwrap();
        let within = |range| words(&toml, Mistake::within("", range).under(0).under("k"));
        assert_eq!(within(start..start + 6), "<lowr>", "{written}");
        for at in 0..text.len() + 5 {
            let mistake = Mistake::within("", at..at + 100).under(0).under("k");
            let place = mistake.in_toml(Path::new("a.toml"), &*toml).place.unwrap();
            let (start, end) = (toml.find(written).unwrap(), toml.find(written).unwrap() + written.len());
            assert!(place.range().start > start && place.range().end < end, "{written} at {at}: {place:?}");
        }
    }
}

#[test]
fn a_problem_is_a_line() {
    let text = "a = 1\né = 'x' # x\n";
    let at = text.rfind("'x'").unwrap();
    let problem = Problem::new("no").at(Place::new(text, at..at + 3));
    assert_eq!(problem.to_string(), "line 2:5: no");
    let problem = problem.in_file("b.toml").with("write y".to_owned());
    assert_eq!(problem.to_string(), "b.toml:2:5: no; write y");
    let place = problem.place.clone().unwrap();
    assert_eq!((place.line(), place.words()), (("é = 'x' # x", 5..8), "'x'"));
    assert_eq!(place.from_line(10).position().line, 11);
    let two = Problems::none(vec![problem.clone(), Problem::new("z")]).unwrap_err();
    assert_eq!(two.to_string(), "b.toml:2:5: no; write y\nz");
    assert_eq!(Problem::new("no").in_file("b.toml").to_string(), "b.toml: no");
}

#[test]
fn a_place_never_leaves_its_text() {
    let text = "é\nb";
    for start in 0..8 {
        for end in 0..8 {
            let place = Place::new(text, start..end);
            let (line, within) = place.line();
            assert!(place.words().len() <= text.len() && line.get(within).is_some(), "{start}..{end}");
        }
    }
}

#[test]
fn words_that_toml_does_not_know_come_with_the_nearest() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        #[serde(rename = "select")]
        _select: Vec<String>,
    }
    let of = |text: &str| Problem::of_toml(&toml::from_str::<File>(text).unwrap_err(), Path::new("a.toml"), text);
    assert_eq!(of("# selct\nselct = []").to_string(), "a.toml:2:1: unknown field `selct`; did you mean `select`?");
    assert_eq!(of("zzz = []").to_string(), "a.toml:1:1: unknown field `zzz`; write `select`");
    assert_eq!(of("").to_string(), "a.toml: the key `select` is missing; add `select`");
    assert_eq!(of("select = 1").place.unwrap().words(), "1");
    assert_eq!(of("select = \n").place.unwrap().position().line, 1);
}

#[test]
fn what_toml_and_json_say_is_in_plain_words_with_a_remedy() {
    for (text, message, remedy) in [
        ("a = [1", "the list is not closed", "add the missing quotation mark or `]`"),
        ("a = ['x' 'y']", "a comma is missing", "put a comma between two values"),
        ("a = [1,, 2]", "there is a comma too many", "delete it"),
        ("a = 'x", "the string is not closed", "add the missing quotation mark"),
        ("a = \"\"\"x", "the string is not closed", "end it with three quotation marks"),
        ("a = x", "a value is missing, or has no quotation marks", "put words between straight quotation marks"),
        ("[a", "the header is not closed", "end it with `]`"),
        ("a = {b = 1", "the table is not closed", "add the missing quotation mark or `}`"),
        ("a = 1\na = 2", "the key stands twice", "keep one of the two, or put both values into one list"),
        ("a = True", "not true or false", "write `true` or `false`, in small letters"),
    ] {
        let error = toml::from_str::<toml::Table>(text).unwrap_err();
        let problem = Problem::of_toml(&error, Path::new("a.toml"), text);
        assert_eq!(problem.message, format!("not valid TOML: {message}"), "{text}");
        assert_eq!(problem.remedy.as_deref(), Some(remedy), "{text}");
    }
    for (text, message) in [
        ("{\"a\": 1,}", "a comma stands before the closing bracket"),
        ("{\"a\": \"x", "the text ends inside a string"),
        ("{\"a\": [1", "the text ends too early"),
        ("{\"a\" 1}", "a colon is missing behind the key"),
        ("{\"a\": x}", "a value is missing"),
        ("{a: 1}", "a key has no quotation marks"),
        ("{\"a\": \"x\ny\"}", "a line end or a tab stands inside a string"),
        ("{\"a\": \"\\q\"}", "an unknown escape"),
        ("{\"a\": 1} x", "something stands behind the end of the value"),
        ("{\"a\": 1 2}", "a comma or a closing bracket is missing"),
    ] {
        let mistake = Mistake::of_json(&serde_json::from_str::<serde_json::Value>(text).unwrap_err(), text);
        assert_eq!(mistake.message, format!("not valid JSON: {message}"), "{text}");
        assert!(mistake.remedy.is_some() && mistake.range().is_some(), "{text}");
    }
}

#[test]
fn a_value_of_another_kind_is_told_how_it_is_written() {
    #[derive(Debug, serde::Deserialize)]
    struct File {
        #[serde(rename = "list")]
        _list: Option<Vec<String>>,
        #[serde(rename = "number")]
        _number: Option<u32>,
        #[serde(rename = "flag")]
        _flag: Option<bool>,
    }
    for (text, expected) in [
        ("list = 'a map'", "a list is wanted here, not the text \"a map\"; write it as [\"one\", \"two\"]"),
        ("list = [1]", "text is wanted here, not the number `1`; put it between quotation marks"),
        ("number = []", "a whole number from 0 is wanted here, not a list; write it as 3, without quotation marks"),
        (
            "number = -1",
            "a whole number from 0 is wanted here, not the number `-1`; write it as 3, without quotation marks",
        ),
        ("flag = 'yes'", "true or false is wanted here, not the text \"yes\"; write `true` or `false`"),
    ] {
        let error = toml::from_str::<File>(text).unwrap_err();
        assert_eq!(Problem::of_toml(&error, Path::new("a.toml"), text).words(), expected, "{text}");
    }
}
