use super::*;
use std::fs;

fn config(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("own")).unwrap();
    let path = folder.path().join(NAME);
    fs::write(&path, text).unwrap();
    Config::read(&path).map_err(|e| e.replace(&folder.path().display().to_string(), "DIR"))
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
        (config.from.as_deref(), config.english, config.fail_on),
        (Some("fr"), Some(Variety::Uk), Some(FailOn::Error))
    );
    assert_eq!(config.rules.severity_of("calqued-phrase", "calques"), Some(Severity::Error));
    assert_eq!(config.rules.severity_of("sports-phrase", "calques"), Some(Severity::Info));
    assert_eq!(config.rules.safety_of("cleft-which", "grammar"), Some(Applicability::Safe));
    assert_eq!(config.rules.safety_of("foreign-honorific", "names"), Some(Applicability::Unsafe));
    assert_eq!(config.rules.safety_of("x", "y"), None);
    let [of_style @ .., own] = &*config.rules.extend_select else { panic!("nothing is selected") };
    assert_eq!(own, "spelling");
    for name in ["american-spelling", "russian-form-of-place", "toward", "percent-in-words", "courtesy-title"] {
        assert!(of_style.iter().any(|n| n == name), "{name}");
    }
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
fn mistakes_have_a_line_and_a_caret() {
    let message = |text: &str| config(text).unwrap_err();
    let unknown = message("from = \"fr\"\nselct = []\n");
    assert!(unknown.starts_with("DIR/copydesk.toml:2:1: unknown field `selct`"), "{unknown}");
    assert!(unknown.ends_with("2 | selct = []\n  | ^"), "{unknown}");
    assert!(message("ignore = \"names\"\n").starts_with("DIR/copydesk.toml:1:10: invalid type: string"), "wrong type");
    assert!(message("english = \"au\"\n").contains("1:11: unknown variant `au`"));
    assert!(message("from = \"french\"\n").starts_with("DIR/copydesk.toml:1:8: not a language code"));
    assert!(message("rules = [\"none\"]\n").starts_with("DIR/copydesk.toml:1:10: there is no folder DIR/none"));
    assert!(message("exclude = [\"a[\"]\n").contains("not a glob"));
    assert!(message("[severity]\nnames = \"loud\"\n").contains("unknown variant `loud`"));
}

#[test]
fn the_nearest_file_counts() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("a/b")).unwrap();
    fs::write(root.join("copydesk.toml"), "from = \"fr\"").unwrap();
    fs::write(root.join("a/pyproject.toml"), "[tool.other]\nx = 1").unwrap();
    assert_eq!(Config::above(&root.join("a/b")).unwrap().unwrap().from.as_deref(), Some("fr"));
    fs::write(root.join("a/pyproject.toml"), "[project]\nname = \"x\"\n[tool.copydesk]\nfrom = \"de\"").unwrap();
    assert_eq!(Config::above(&root.join("a/b")).unwrap().unwrap().from.as_deref(), Some("de"));
    fs::write(root.join("a/b/copydesk.toml"), "").unwrap();
    assert_eq!(Config::above(&root.join("a/b")).unwrap().unwrap().from, None);
}
