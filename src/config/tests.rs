use super::*;
use crate::finding::{Applicability, Severity};
use crate::rule::selection::Named;
use std::fs;

fn config(text: &str) -> Result<Config, Problem> {
    named(NAME, text)
}

fn named(name: &str, text: &str) -> Result<Config, Problem> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("own")).unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    Config::read(&path)
}

/// Line and column, the words in brackets, and what is said of them.
fn shown(problem: &Problem) -> String {
    let place = problem.place.as_ref().unwrap();
    let at = place.position();
    format!("{}:{} [{}] {}", at.line, at.column, place.words(), problem.words())
}

const EVERY_KEY: &str = r#"
from = "fr"
english = "uk"
style = "guardian"
fail-on = "error"
exclude = ["drafts/**", "*.bak.md"]
rules = ["own"]
select = ["all"]
extend-select = ["spelling"]
ignore = ["calques"]
extend-safe-fixes = ["cleft-which"]
extend-unsafe-fixes = ["names"]

[severity]
calques = "info"
calqued-phrase = "error"

[names]
right = ["Kiev Dynamo"]
wrong = { "Kiev" = "Kyiv" }

[options.near-duplicate-headline]
similarity = 0.9

[[suppressions]]
rule = "foreign-honorific"
words = "MM. Proper"
reason = "a company"

[[suppressions]]
rule = "names"
words = "Gorky Park"
files = ["wire/**"]

[fields]
text = "body"

[[overrides]]
files = ["wire/**"]
from = "auto"
english = "us"
select = ["structure"]
extend-select = ["names"]
ignore = ["casing"]
severity = { all = "warning" }
"#;

#[test]
fn every_key_is_read() {
    let config = config(EVERY_KEY).unwrap();
    assert_eq!(
        (config.from.as_ref().map(Language::code), config.english, config.fail_on),
        (Some("fr"), Some(Variety::Uk), Some(FailOn::Error))
    );
    assert_eq!(config.rules.severity_of("calqued-phrase", "calques"), Some(Severity::Error));
    assert_eq!(config.rules.severity_of("sports-phrase", "calques"), Some(Severity::Info));
    assert_eq!(config.rules.safety_of("cleft-which", "grammar"), Some(Applicability::Safe));
    assert_eq!(config.rules.safety_of("foreign-honorific", "names"), Some(Applicability::Unsafe));
    assert_eq!(config.rules.safety_of("x", "y"), None);
    assert_eq!(
        (config.style, &*config.rules.extend_select),
        (Some(HouseStyle::Guardian), &["spelling".to_owned()][..])
    );
    let at = |path: &str| config.folder().join(path);
    assert!(
        config.excludes(&at("drafts/a/b.txt")) && config.excludes(&at("x/a.bak.md")) && !config.excludes(&at("a.md"))
    );
    assert_eq!(config.holding(&at("wire/a.txt")), Holding { overrides: vec![0], suppressions: vec![0, 1] });
    assert_eq!(config.holding(&at("desk/a.txt")), Holding { overrides: vec![], suppressions: vec![0] });
    assert_eq!(config.options["near-duplicate-headline"]["similarity"].as_float(), Some(0.9));
    assert_eq!((&*config.fields.text, &*config.fields.headline), ("body", "headline"));
    let settings = config.settings(&config.holding(&at("wire/a.txt")));
    assert_eq!((settings.english, settings.rules.len(), &*settings.suppressions), (Some(Variety::Us), 2, &[0, 1][..]));
    let places = Config::suppression_places(EVERY_KEY);
    assert!(EVERY_KEY[places[1].clone()].contains("Gorky Park") && !EVERY_KEY[places[1].clone()].contains("MM."));
}

#[test]
fn mistakes_have_their_words() {
    let of = |text: &str| shown(&config(text).unwrap_err());
    assert_eq!(of("# selct\nfrom = \"fr\"\nselct = []\n"), "3:1 [selct] unknown field `selct`; did you mean `select`?");
    assert!(
        of("ignore = \"names\"\n")
            .starts_with("1:10 [\"names\"] a list is wanted here, not the text \"names\"; write it as [")
    );
    assert_eq!(of("english = \"au\"\n"), "1:11 [\"au\"] unknown variant `au`; write one of `auto`, `us`, `uk`");
    assert_eq!(
        of("# french\nfrom = \"french\"\n"),
        "2:8 [\"french\"] `french` is not a language code; a code is two or three small letters, as fr, de or es"
    );
    assert!(of("# none\nrules = ['own', \"none\"]\n").starts_with("2:17 [\"none\"] there is no folder /"));
    assert_eq!(
        of("ignore = [\"a\" \"b\"]\n"),
        "1:15 [] not valid TOML: a comma is missing; put a comma between two values"
    );
    assert!(of("# a[\nexclude = [\"b\", 'a[']\n").starts_with("2:17 ['a['] not a glob"));
    assert!(of("[[overrides]]\nfiles = ['a']\n[[overrides]]\nfiles = ['a', 'a[']\n").starts_with("4:15 ['a[']"));
    assert!(of("[[overrides]]\nfrom = 'x'\n").starts_with("2:8 ['x']"));
    let suppression = "[[suppressions]]\nrule = 'a['\nwords = 'a['\nfiles = ['a[']\n";
    assert!(of(suppression).starts_with("4:10 ['a[']"));
    assert_eq!(
        of("[severity]\nnames = \"loud\"\n"),
        "2:9 [\"loud\"] unknown variant `loud`; write one of `info`, `warning`, `error`"
    );
}

#[test]
fn mistakes_in_a_shared_file_have_their_words() {
    let of = |text: &str| shown(&named(PYPROJECT, text).unwrap_err());
    assert!(of("[project]\nfrom = 'french'\n[tool.copydesk]\nfrom = 'french'\n").starts_with("4:8 ['french']"));
    assert!(of("[tool]\ncopydesk.exclude = ['a[']\n").starts_with("2:21 ['a[']"));
}

const WRONG_NAMES: &str = r#"# calquess
select = ["all", "calquess"]
extend-select = ["calquess"]
ignore = ['names', 'calquess']
extend-safe-fixes = ["calquess"]
extend-unsafe-fixes = ["""calquess"""]
style = "bbc"

[severity]
calquess = "info"

[options.calquess] # calquess
at-least = 3

[[suppressions]]
# rule = 'calquess'
words = "calquess"
rule = 'calquess'

[[overrides]]
files = ["calquess"]
ignore = ["calquess"]
severity = { calquess = "info" }
"#;

#[test]
fn wrong_names_are_found_where_they_stand() {
    let wrong = |name: &str, named: Named| {
        let what = if named == Named::Rule { "rule" } else { "rules" };
        (name == "calquess").then(|| Mistake::new(what))
    };
    let places = |config: Config| {
        let problems = config.check_names(wrong).unwrap_err();
        problems.iter().map(shown).collect::<Vec<_>>()
    };
    let expected = [
        "2:18 [\"calquess\"] rules",
        "3:18 [\"calquess\"] rules",
        "4:20 ['calquess'] rules",
        "5:22 [\"calquess\"] rules",
        "6:24 [\"\"\"calquess\"\"\"] rules",
        "10:1 [calquess] rules",
        "12:10 [calquess] rule",
        "18:8 ['calquess'] rules",
        "22:11 [\"calquess\"] rules",
        "23:14 [calquess] rules",
    ];
    assert_eq!(places(config(WRONG_NAMES).unwrap()), expected);
    assert!(config("select = [\"calques\"]").unwrap().check_names(wrong).is_ok());
    let shared = "select = ['calquess']\n[tool.copydesk]\n# calquess\nselect = ['calquess']\n[tool.copydesk.severity]\ncalquess = 'info'\n";
    assert_eq!(places(named(PYPROJECT, shared).unwrap()), ["4:11 ['calquess'] rules", "6:1 [calquess] rules"]);
}

#[test]
fn the_nearest_file_counts() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("a/b")).unwrap();
    fs::write(root.join("copydesk.toml"), "from = \"fr\"").unwrap();
    fs::write(root.join("a/pyproject.toml"), "[tool.other]\nx = 1").unwrap();
    assert_eq!(Config::above(&root.join("a/b")).unwrap().unwrap().from.as_ref().map(Language::code), Some("fr"));
    fs::write(root.join("a/pyproject.toml"), "[project]\nname = \"x\"\n[tool.copydesk]\nfrom = \"de\"").unwrap();
    assert_eq!(Config::above(&root.join("a/b")).unwrap().unwrap().from.as_ref().map(Language::code), Some("de"));
    fs::write(root.join("a/b/copydesk.toml"), "").unwrap();
    assert_eq!(Config::above(&root.join("a/b")).unwrap().unwrap().from, None);
}
