//! The reference of the rule language, `docs/rules.md`, lists what the code knows and shows an example of each.
//!
//! `COPYDESK_UPDATE=1 cargo test --lib reference` rewrites the lists.

use super::{build, lexicon, template};
use crate::checks;
use crate::pattern::class::CLASSES;
use crate::text::form::Tags;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md")
}

/// The schema of rule files, which another test keeps true.
fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/rule.schema.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What the schema says of a type or key, in one line of a table.
fn said(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    text.split("\n\n").next().unwrap_or_default().replace('\n', " ").replace('|', "\\|")
}

/// The kind of value a key takes.
fn kind(schema: &Value) -> &'static str {
    let named = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match named {
        Some("string") => "text",
        Some("boolean") => "`true` or `false`",
        Some("integer" | "number") => "number",
        Some("array") if schema["items"]["$ref"].as_str().is_some_and(|name| name.ends_with("Spec")) => "tables",
        Some("array") => "list",
        Some("object") => "table",
        _ => match schema["$ref"].as_str().or_else(|| schema["anyOf"][0]["$ref"].as_str()) {
            Some(name) if name.ends_with("Spec") || name.ends_with("Measured") => "table",
            Some(_) => "a word",
            None => "any",
        },
    }
}

fn keys(schema: &Value) -> BTreeSet<&str> {
    schema["properties"].as_object().unwrap().keys().map(|key| &**key).collect()
}

/// A table of the keys of a table of a rule file.
fn table_of_keys(schema: &Value) -> String {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(|key| key.as_str()).collect();
    let mut out = "| key | value | meaning |\n|---|---|---|\n".to_owned();
    for (key, value) in schema["properties"].as_object().unwrap() {
        let must = if required.contains(&&**key) { " (required)" } else { "" };
        writeln!(out, "| `{key}`{must} | {} | {} |", kind(value), said(value)).unwrap();
    }
    out
}

/// A table of the words that a value can be.
fn table_of_words(schema: &Value) -> String {
    let mut out = "| value | meaning |\n|---|---|\n".to_owned();
    for word in schema["oneOf"].as_array().unwrap() {
        writeln!(out, "| `{}` | {} |", word["const"].as_str().unwrap(), said(word)).unwrap();
    }
    out
}

/// What a check reports and the options it takes, as the documentation of its type and fields says.
fn row_of_check(name: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/checks/{}.rs", name.replace('-', "_")));
    let text = fs::read_to_string(file).unwrap();
    let (before, fields) = text.split_once("\npub struct ").unwrap();
    let about = before.rsplit_once("\n/// ").unwrap().1.lines().next().unwrap();
    let (mut options, mut said) = (Vec::new(), String::new());
    for line in fields.lines().skip(1).map(str::trim).take_while(|line| *line != "}") {
        if let Some(doc) = line.strip_prefix("/// ") {
            said = format!("{said} {doc}");
        } else if let Some((field, _)) = line.split_once(':') {
            options.push(format!("`{}`: {}", field.replace('_', "-"), std::mem::take(&mut said).trim()));
        }
    }
    let options = if fields.lines().next().unwrap().ends_with("{}") { String::new() } else { options.join("<br>") };
    format!("| `{name}` | {about} | {options} |\n")
}

fn table_of_checks() -> String {
    format!("| check | reports | options |\n|---|---|---|\n{}", checks::names().map(row_of_check).collect::<String>())
}

/// Tables of a rule file, by the name of their list, with the name of their type in the schema.
const TABLES: [(&str, &str); 7] = [
    ("match", "MatchSpec"),
    ("variant", "VariantSpec"),
    ("lexicon", "LexiconSpec"),
    ("when", "WhenSpec"),
    ("fix", "FixSpec"),
    ("example", "ExampleSpec"),
    ("measured", "Measured"),
];

/// Values that are one of several words, in the same way.
const WORDS: [(&str, &str); 9] = [
    ("styles", "HouseStyle"),
    ("severity", "Severity"),
    ("changes", "Changes"),
    ("about", "Subject"),
    ("case", "LexiconCase"),
    ("quotation", "Quotation"),
    ("roles", "Role"),
    ("applicability", "Applicability"),
    ("delete", "Delete"),
];

/// The lists that are written from the code, by name.
fn lists() -> BTreeMap<&'static str, String> {
    let schema = schema();
    let classes = CLASSES.iter().map(|class| format!("| `{}` | {} |\n", class.name, class.means)).collect::<String>();
    let tags = |tags: Tags| format!("`{}`", tags.to_string().replace('|', "` `"));
    let speech = Tags::PLAIN.iter().map(|(name, own)| format!("| `{name}` | {} |\n", tags(*own))).collect::<String>();
    let tables = TABLES.iter().map(|(list, name)| (*list, table_of_keys(&schema["$defs"][name])));
    let words = WORDS.iter().map(|(list, name)| (*list, table_of_words(&schema["$defs"][name])));
    let others = [
        ("rule", table_of_keys(&schema)),
        ("classes", format!("| class | tokens |\n|---|---|\n{classes}")),
        ("speech", format!("| part of speech | Penn tags |\n|---|---|\n{speech}")),
        ("checks", table_of_checks()),
    ];
    tables.chain(words).chain(others).collect()
}

/// What the page holds between `<!-- KIND: NAME -->` and `<!-- end -->`, by name.
fn marked<'p>(page: &'p str, kind: &str) -> BTreeMap<&'p str, &'p str> {
    let mark = format!("<!-- {kind}: ");
    let parts = page.split(&*mark).skip(1);
    parts.map(|part| part.split_once(" -->\n").unwrap()).map(|(name, rest)| (name, until_end(rest))).collect()
}

fn until_end(text: &str) -> &str {
    &text[..text.find("<!-- end -->").expect("a list has an end")]
}

#[test]
fn lists_are_those_of_the_code() {
    let lists = lists();
    let mut page = fs::read_to_string(path()).unwrap();
    let written: BTreeSet<String> = marked(&page, "list").into_keys().map(str::to_owned).collect();
    assert_eq!(written, lists.keys().map(|&name| name.to_owned()).collect(), "the lists of docs/rules.md");
    if env::var_os("COPYDESK_UPDATE").is_some() {
        for (name, list) in &lists {
            let start =
                page.find(&format!("<!-- list: {name} -->\n")).unwrap() + format!("<!-- list: {name} -->\n").len();
            let end = start + until_end(&page[start..]).len();
            page.replace_range(start..end, list);
        }
        fs::write(path(), &page).unwrap();
    }
    for (name, body) in marked(&page, "list") {
        if name == "checks" {
            // A check without a row fails nothing: its row comes when the list is next written.
            let wrong = body.lines().find(|row| !lists[name].lines().any(|line| line == *row));
            assert_eq!(wrong, None, "docs/rules.md: no check is like this: run with COPYDESK_UPDATE=1");
            continue;
        }
        assert_eq!(body, lists[name], "docs/rules.md is out of date at `{name}`: run with COPYDESK_UPDATE=1");
    }
}

#[test]
fn names_written_by_hand_are_those_of_the_code() {
    let page = fs::read_to_string(path()).unwrap();
    let lists = marked(&page, "names");
    let first = |row: &str| row.split('`').nth(1).map(str::to_owned);
    let written = |name: &str| lists[name].lines().skip(2).filter_map(first).collect::<Vec<_>>();
    assert_eq!(written("columns"), lexicon::COLUMNS);
    assert_eq!(written("filters"), template::filters().collect::<Vec<_>>());
    assert_eq!(written("styles"), build::ALWAYS.split_at(2).1);
}

/// The code blocks of the page: what stands behind the marks, and the text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("\n```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap()).collect()
}

/// Adds the keys of `value`, which stands in the table called `table`.
fn add_keys(value: &toml::Value, table: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    match value {
        toml::Value::Table(keys) => {
            for (key, value) in keys {
                found.entry(table.to_owned()).or_default().insert(key.clone());
                add_keys(value, key, found);
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| add_keys(item, table, found)),
        _ => {}
    }
}

#[test]
fn everything_has_an_example() {
    let page = fs::read_to_string(path()).unwrap();
    let blocks = blocks(&page);
    let of = |language: &'static str| {
        blocks.iter().filter(move |(info, _)| info.split(' ').next() == Some(language)).map(|block| block.1)
    };

    let classes: BTreeSet<&str> = of("pattern")
        .flat_map(|text| text.split('<').skip(1).filter_map(|rest| rest.split_once('>')))
        .flat_map(|(inside, _)| inside.split(','))
        .map(|condition| condition.trim_start_matches(['!', '=']))
        .collect();
    let known = CLASSES.iter().map(|class| class.name).chain(Tags::PLAIN.iter().map(|plain| plain.0));
    let missing: Vec<&str> = known.filter(|name| !classes.contains(name)).collect();
    assert!(missing.is_empty(), "no pattern of docs/rules.md has the classes {missing:?}");

    let mut found = BTreeMap::new();
    for rule in of("toml") {
        add_keys(&toml::Value::Table(toml::from_str(rule).unwrap()), "rule", &mut found);
    }
    let schema = schema();
    let tables = TABLES.iter().map(|(table, name)| (*table, &schema["$defs"][name])).chain([("rule", &schema)]);
    for (table, schema) in tables {
        let missing: Vec<&str> = keys(schema).into_iter().filter(|key| !found[table].contains(*key)).collect();
        assert!(missing.is_empty(), "no rule of docs/rules.md has the keys {missing:?} of `{table}`");
    }

    let rules = of("toml").collect::<String>();
    let filters = template::filters();
    let missing: Vec<&str> = filters.filter(|name| !rules.contains(&format!("|{name}"))).collect();
    assert!(missing.is_empty(), "no rule of docs/rules.md has the filters {missing:?}");
    let columns: BTreeSet<&str> = of("tsv").flat_map(|table| table.lines().next().unwrap().split('\t')).collect();
    let missing: Vec<&str> = lexicon::COLUMNS.into_iter().filter(|name| !columns.contains(name)).collect();
    assert!(missing.is_empty(), "no table of docs/rules.md has the columns {missing:?}");
}
