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
    assert_eq!(of("").to_string(), "a.toml: missing field `select`");
    assert_eq!(of("select = 1").place.unwrap().words(), "1");
    assert_eq!(of("select = \n").place.unwrap().position().line, 1);
}
