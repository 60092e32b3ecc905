//! The JSON schemas in `schemas/` are those of the code, and say yes and no as the code does.
//!
//! `COPYDESK_UPDATE=1 cargo test --test schemas` writes them anew; read the difference before committing it.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::Value;
use std::path::Path;
use std::{env, fs};

fn current(name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name);
    let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if env::var_os("COPYDESK_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{} is not current", path.display());
}

#[test]
fn schemas_are_current() {
    current("copydesk.schema.json", &copydesk::internal::config_schema());
    current("rule.schema.json", &copydesk::internal::rule_schema());
    current("pattern.schema.json", &copydesk::internal::pattern_schema());
    current("report.schema.json", &copydesk::internal::report_schema());
}

#[test]
fn every_built_in_rule_is_valid_and_mistakes_are_not() {
    let validator = jsonschema::validator_for(&copydesk::internal::rule_schema()).unwrap();
    let of_patterns = jsonschema::validator_for(&copydesk::internal::pattern_schema()).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut rules = 0;
    for family in fs::read_dir(root).unwrap() {
        for file in fs::read_dir(family.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml") {
                let rule: Value = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                let pattern = path.parent().unwrap().ends_with("patterns");
                let validator = if pattern { &of_patterns } else { &validator };
                let errors: Vec<String> = validator.iter_errors(&rule).map(|e| e.to_string()).collect();
                assert!(errors.is_empty(), "{}: {errors:?}", path.display());
                rules += 1;
            }
        }
    }
    assert!(rules > 100);
    assert!(!validator.is_valid(&serde_json::json!({"summary": "x"})));
}

#[test]
fn configurations_are_judged_alike() {
    let validator = jsonschema::validator_for(&copydesk::internal::config_schema()).unwrap();
    let value = |text: &str| toml::from_str::<Value>(text).unwrap();
    for text in ["", "from = \"fr\"", "[severity]\nnames = \"info\"", "[names]\nwrong = { \"a\" = \"b\" }"] {
        assert!(validator.is_valid(&value(text)), "{text}");
    }
    for text in
        ["x = 1", "ignore = \"names\"", "english = \"au\"", "[severity]\nnames = \"loud\"", "[names]\nrihgt = []"]
    {
        assert!(!validator.is_valid(&value(text)), "{text}");
    }
}
