use super::*;
use crate::problem::Problems;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A rule with every part that can be wrong; the words that are replaced stand in comments above, too.
const RULE: &str = r#"# SUMMARY @weekdys <lowr> {nmae}
summary = "A @weekdys and <lowr> {nmae} rule"
since = "0.1.0"
severity = "warning"
category = "terminology/inconsistent"
message = "write `tram`"
why = "Our style: @weekdys, <lowr>, {nmae}."
words.own = ["one", "two"]

[match]
tokens = [
  "tramway",
  'name=<cap> tramway',
]

[when]
before = ["the", "a"]
not-before = ["an", "any"]

[[fix]]
replace = "tram"

[[fix]]
rewrite = { name = "{name}" }

[[example]]
clean = "x"

[[example]]
clean = "y"
"#;

/// The problems of a folder with these files.
fn problems(files: &[(&str, &str)]) -> Problems {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    RuleSet::read(&[folder.path().to_owned()], Sources::WithBuiltIn).unwrap_err()
}

/// Of each problem the name of its file, line and column, the words in brackets, and what is said of them.
fn shown(problems: &Problems) -> Vec<String> {
    let shown = |problem: &Problem| {
        let file = problem.file.as_deref().and_then(Path::file_name).unwrap().to_string_lossy();
        let place = problem.place.as_ref().map_or_else(String::new, |place| {
            let at = place.position();
            format!("{}:{} [{}] ", at.line, at.column, place.words())
        });
        assert!(problem.remedy.is_some(), "{problem}");
        format!("{file} {place}{}", problem.words())
    };
    problems.iter().map(shown).collect()
}

/// The words in brackets and what is said of them in [`RULE`] with `new` in place of `old`, which is where they stand.
fn changed(rule: &str, old: &str, new: &str) -> String {
    assert_eq!(rule.matches(old).count(), 1, "{old}");
    let problems = problems(&[("terms/tramway.toml", &rule.replace(old, new))]);
    let all: Vec<&Problem> = problems.iter().collect();
    let [problem] = all[..] else { panic!("{all:?}") };
    let place = problem.place.as_ref().unwrap();
    assert!(problem.remedy.is_some(), "{problem}");
    let (start, range) = (rule.find(old).unwrap(), place.range());
    assert!(start <= range.start && range.end <= start + new.len(), "{new}: {problem}");
    format!("[{}] {}", place.words(), problem.words())
}

#[test]
fn mistakes_in_a_rule_file_have_their_words() {
    for (old, new, expected) in [
        ("\"a\"]", "\"a <lowr>\"]", "[lowr] there is no class `lowr`; did you mean `lower`?"),
        ("\"any\"]", "'any @weekdys']", "[@weekdys] there is no word list `weekdys`; did you mean `weekdays`?"),
        ("\"any\"]", "\"\\u0061ny\\t@weekdys\"]", "[@weekdys] there is no word list"),
        ("\"any\"]", "\"\"\"\nany @weekdys\"\"\"]", "[@weekdys] there is no word list"),
        ("'name=<cap> tramway'", "'name=<cap> (tramway'", "[(] `(` without `)`"),
        ("'name=<cap> tramway'", "'<any> <any>'", "['<any> <any>'] nothing rare enough"),
        ("\"tram\"", "\"tram {nmae}\"", "[nmae] the patterns have no capture `nmae`; did you mean `name`?"),
        ("\"{name}\"", "\"{name|uper}\"", "[uper] there is no filter `uper`; did you mean `upper`?"),
        ("{ name =", "{ nmae =", "[nmae] the patterns have no capture `nmae`; did you mean `name`?"),
        ("write `tram`", "é {nmae}", "[nmae] the patterns have no capture"),
        ("write `tram`", "write {", "[{] `{` without `}`"),
        ("\"two\"", "' '", "[' '] an entry of a word list has no word"),
        ("\"terminology/inconsistent\"", "\"terminology\"", "[\"terminology\"] not a category"),
        ("[[example]]\nclean = \"y\"", "[[example]]\ngood = \"y\"", "[[[example]]] an `[[example]]` has"),
        ("[[fix]]\nrewrite = {", "[[fix]]\ndelete = 'match'\nrewrite = {", "[[[fix]]] a `[[fix]]` has exactly one"),
        ("[when]", "regex = ['x']\n[when]", "[regex] `[match]` has exactly one of"),
        ("[when]", "options = { x = 1 }\n[when]", "[options] `options` belong to `check`"),
        ("[when]", "[when]\npublished-from = 'May'", "['May'] not a day; write it as 2024-05-31"),
        ("[when]", "[when]\nsource = 'required'", "['required'] `source = \"required\"` says nothing"),
        ("[when]", "[when]\nhint-before = ['x']", "[hint-before] `hint-before` says nothing"),
        ("[when]", "[when]\nelsewhere = '{x'", "[{] `{` without `}`"),
        ("since = ", "unmistakable = true\nsince = ", "[unmistakable] `unmistakable` says nothing"),
        ("[when]", "[when]\nsentance-has = ['x']", "[sentance-has] unknown field `sentance-has`; did you mean"),
    ] {
        let shown = changed(RULE, old, new);
        assert!(shown.starts_with(expected), "{new}: {shown}");
    }
}

/// A rule whose patterns have corrections of their own.
const VARIANTS: &str = r#"summary = "A tram"
since = "0.1.0"
severity = "warning"
category = "terminology/inconsistent"
message = "write `{fix}`"
why = "Our style."

[patterns]
colour = "c=(red|blue)"

[[variant]]
tokens = ["&colour tramway"]
fix = [{ replace = "{c} tram" }]

[[variant]]
tokens = ["old tramway", "n=<number> tramways"]
severity = "info"
message = "too old"
when = { not-before = ["the"] }
fix = [{ replace = "[{n} ]trams" }]
"#;

#[test]
fn mistakes_in_variants_have_their_words() {
    for (old, new, expected) in [
        ("{c} tram", "{d} tram", "[d] the patterns have no capture `d`; did you mean `c`?"),
        ("[{n} ]trams", "{n} trams", "[n] not every pattern has a capture `n`; pair patterns"),
        ("&colour", "&color", "[&color] there is no pattern named `color`; did you mean `colour`?"),
        (
            "c=(red",
            "c=(red &colour",
            "[&colour] in the pattern named `colour`, at `&colour`: a pattern cannot hold itself",
        ),
        ("\"c=(red|blue)\"", "\"c=(red|\"", "a word, `<class>`, `@list` or `(` is missing here"),
        ("colour = ", "Colour = ", "[Colour] the name of a pattern is small letters"),
        ("not-before = [\"the\"]", "at-least = 2", "[at-least] `at-least` is about all matches of a rule"),
        ("not-before = [\"the\"]", "source = \"required\"", "[\"required\"] `source = \"required\"` says nothing"),
        (
            "[patterns]",
            "[match]\ntokens = [\"x\"]\n\n[patterns]",
            "[tokens] a rule has `[[variant]]` tables or `tokens`",
        ),
    ] {
        let shown = changed(VARIANTS, old, new);
        assert!(shown.contains(expected), "{old} → {new}: {shown}");
    }
}

#[test]
fn a_variant_has_its_own_correction_severity_and_guard() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("patterns")).unwrap();
    let named = "summary = \"A colour\"\npattern = \"c=(red|blue)\"\n";
    fs::write(folder.path().join("patterns/colour.toml"), named).unwrap();
    let rule = VARIANTS.replace("[patterns]\ncolour = \"c=(red|blue)\"\n", "");
    fs::write(folder.path().join("tramway.toml"), rule).unwrap();
    let rules = RuleSet::read(&[folder.path().to_owned()], Sources::OwnOnly).unwrap();
    let linter = crate::engine::Linter::new(std::sync::Arc::new(rules), crate::engine::Options::default()).unwrap();
    let text = "A red tramway, an old tramway, the old tramway and 12 tramways passed.";
    let checked = linter.check(&crate::article::Article::new(text));
    let shown: Vec<String> = checked
        .findings
        .iter()
        .map(|f| format!("{:?} {}: {}", f.severity, f.message, f.fixes[0].edits[0].replacement))
        .collect();
    let expected = ["Warning write `red tram`: red tram", "Info too old: trams", "Info too old: 12 trams"];
    assert_eq!(shown, expected);
}

#[test]
fn mistakes_in_a_named_pattern_have_their_words() {
    let pattern = |text: &str| format!("summary = \"x\"\npattern = \"{text}\"\n");
    for (text, expected) in [
        ("a <lowr>", "one.toml 2:15 [lowr] there is no class `lowr`"),
        (
            "a &one",
            "one.toml 2:14 [&one] in the pattern named `one`, at `&one`: a pattern cannot hold itself: `&one` → `&one`",
        ),
    ] {
        let shown = shown(&problems(&[("patterns/one.toml", &pattern(text))]));
        assert!(shown[0].starts_with(expected), "{text}: {shown:?}");
    }
    let shown = shown(&problems(&[("patterns/One.toml", &pattern("a"))]));
    assert!(shown[0].contains("the name of a pattern is small letters"), "{shown:?}");
}

#[test]
fn what_was_measured_was_read() {
    let measured = |read: u32, right: u32, on: &str| {
        format!(
            "[measured]\nversion = '1'\nclean = 0.0\nreference = 0.0\ntranslation = 0.1\nread = {read}\nright = {right}\non = {on}\n[when]"
        )
    };
    for (new, expected) in [
        (measured(0, 0, "'pages'"), "[0] no finding was read; write `unseen = true` in place of `[measured]`"),
        (measured(3, 4, "'pages'"), "[4] more findings were right than were read"),
        (measured(3, 3, "' '"), "[' '] `on` says where"),
    ] {
        let shown = changed(RULE, "[when]", &new);
        assert!(shown.starts_with(expected), "{shown}");
    }
    let both = RULE.replace("since = ", "unseen = true\nsince = ");
    let shown = shown(&problems(&[("terms/tramway.toml", &both.replace("[when]", &measured(3, 3, "'pages'")))]));
    assert!(shown[0].contains("[unseen] a rule is `measured` or `unseen`, not both"), "{shown:?}");
}

#[test]
fn mistakes_in_regular_expressions_have_their_words() {
    let tokens = &RULE[RULE.find("tokens = [").unwrap()..RULE.find("[when]").unwrap()];
    for (regex, expected) in [
        ("'10h30', '1(x'", "[(] not a regular expression: unclosed group"),
        ("'10h', '1\\b'", "[\\b] a match begins at a token"),
        ("'10h', 'x+'", "['x+'] every match must begin"),
    ] {
        let rule = RULE.replace("rewrite = { name = \"{name}\" }", "replace = 'x'");
        let shown = changed(&rule, tokens, &format!("regex = [{regex}]\n"));
        assert!(shown.starts_with(expected), "{shown}");
    }
}

#[test]
fn mistakes_in_a_check_have_their_words() {
    let tokens = &RULE[RULE.find("tokens = [").unwrap()..RULE.find("[when]").unwrap()];
    let rule = RULE.replace("rewrite = { name = \"{name}\" }", "replace = 'x'");
    for (check, expected) in [
        (
            "check = 'repeated-wrods'",
            "['repeated-wrods'] there is no check `repeated-wrods`; did you mean `repeated-words`?",
        ),
        ("check = 'near-duplicate-headline'\noptions = { simlarity = 1 }", "[simlarity] unknown field `simlarity`"),
        (
            "check = 'near-duplicate-headline'\noptions = { names = 3, similarity = 'x' }",
            "['x'] a number is wanted here",
        ),
    ] {
        let shown = changed(&rule, tokens, &format!("{check}\n"));
        assert!(shown.starts_with(expected), "{shown}");
    }
}

#[test]
fn mistakes_in_a_table_have_their_cell() {
    let tokens = &RULE[RULE.find("tokens = [").unwrap()..RULE.find("[when]").unwrap()];
    let rule = RULE.replace(tokens, "lexicon = {}\n").replace("rewrite = { name = \"{name}\" }", "replace = 'x'");
    for (table, expected) in [
        ("", "1:1 [] the table is empty"),
        ("form\treplacment\na\tb\n", "1:6 [replacment] there is no column `replacment`; did you mean `replacement`?"),
        ("replacement\tform\n", "1:1 [replacement] the first column is not `form`"),
        ("form\tnote\tnote\n", "1:11 [note] there are two columns `note`"),
        ("form\treplacement\na\tb\n\tsafe\n", "3:1 [\tsafe] the row has no form"),
        (
            "form\tapplicability\nsafe\tsafe\nb\tsave\n",
            "3:3 [save] `save` is not an applicability; did you mean `safe`?",
        ),
        ("form\treplacement\r\na\tb\tc\r\n", "2:5 [c] 3 cells, but the header names 2"),
        ("form\treplacement\tapplicability\na\tb|c\tsafe\n", "2:3 [b|c] several corrections"),
        ("form\tbefore\tnot-before\né\tx\tx <lowr>\n", "2:8 [lowr] there is no class `lowr`"),
    ] {
        let shown = shown(&problems(&[("terms/tramway.toml", &rule), ("terms/tramway.tsv", table)]));
        assert!(shown[0].starts_with(&format!("tramway.tsv {expected}")), "{table}: {shown:?}");
    }
    let shown = shown(&problems(&[("terms/tramway.toml", &rule)]));
    assert!(shown[0].starts_with("tramway.toml 11:1 [lexicon] a lexicon rule needs a table"), "{shown:?}");
}

#[test]
fn mistakes_in_a_word_list_have_their_row_and_every_bad_file_is_named() {
    for (table, expected) in [
        ("", "1:1 [] the table is empty"),
        ("\nword\n", "1:1 [] the first line is empty"),
        ("word\nMonday\n\tx\n", "3:2 [x] 2 cells, but the header names 1"),
        ("word\tshort\nMonday\tMon\n\tTue\n", "3:1 [\tTue] the row has no word in its first column"),
    ] {
        let shown = shown(&problems(&[("words/days.tsv", table)]));
        assert!(shown[0].starts_with(&format!("days.tsv {expected}")), "{table:?}: {shown:?}");
    }
    let bad = RULE.replace("severity", "severty");
    let shown = shown(&problems(&[
        ("words/days.tsv", ""),
        ("terms/a.toml", &bad),
        ("terms/B.toml", RULE),
        ("terms/c.toml", RULE),
        ("other/c.toml", RULE),
    ]));
    assert_eq!(shown.len(), 4, "{shown:?}");
    assert!(shown[0].starts_with("days.tsv"));
    assert!(shown[1].starts_with("c.toml there is a rule `c` in ") || shown[1].starts_with("B.toml"), "{shown:?}");
    assert!(
        shown.iter().any(|s| s.starts_with("a.toml 4:1 [severty] unknown field `severty`; did you mean `severity`?"))
    );
}

#[test]
fn names_of_the_desk_are_words() {
    let wrong = |pairs: &[(&str, &str)]| {
        let names = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let toml = pairs.iter().fold("# Kiev\n[names.wrong]\n".to_owned(), |toml, (a, b)| {
            toml + &format!("{} = {}\n", toml::Value::from(*a), toml::Value::from(*b))
        });
        let mut rules = RuleSet::load(&OwnRules::default(), Sources::ToCheck).unwrap();
        let mistake = rules.add_names("desk-name", &names).unwrap_err().under("wrong").under("names");
        shown(&mistake.in_toml(Path::new("copydesk.toml"), toml).into()).concat()
    };
    assert!(wrong(&[("A", "B"), ("Kiev", " ")]).starts_with("copydesk.toml 4:10 [\" \"] what replaces a name"));
    let key = wrong(&[("A", "B"), (" ", "Kiev")]);
    assert!(key.starts_with("copydesk.toml 4:") && key.contains(" \"] a name is words"), "{key}");
    assert!(wrong(&[("A", "B"), ("Kiev", "A")]).starts_with("copydesk.toml 4:10 [\"A\"] `A` is itself a name"));
    assert!(wrong(&[("A", "B"), ("Kiev", "Kyiv|Kyjiw")]).starts_with("copydesk.toml 4:10 [\"Kyiv|Kyjiw\"] several"));
}

#[test]
fn built_in_word_lists_are_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/words");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let table = fs::read_to_string(&path).unwrap();
        assert!(words::WordList::read("list", table.into()).is_ok(), "{}", path.display());
    }
}

/// Of all forms that the rows of a table stand for.
#[test]
fn no_form_stands_twice_and_no_correction_is_an_error_itself() {
    let rules = RuleSet::built_in();
    let mut forms_in_tables = 0;
    for rule in rules.iter() {
        let Matcher::Lexicon(lexicon) = &rule.matcher else { continue };
        let mut forms: BTreeMap<&str, &[Box<str>]> = BTreeMap::new();
        for row in lexicon.rows() {
            let before = forms.insert(&row.form, &row.replacements);
            assert!(before.is_none(), "{}: `{}` stands twice", rule.name, row.form);
        }
        forms_in_tables += forms.len();
        for (form, replacements) in &forms {
            let error = replacements.iter().find(|correction| forms.contains_key(&***correction));
            assert!(error.is_none(), "{}: `{form}` is corrected to {error:?}, an error itself", rule.name);
        }
    }
    assert!(forms_in_tables > 10_000, "{forms_in_tables}");
}
