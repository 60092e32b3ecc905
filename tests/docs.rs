//! The documents are true: rules and patterns of `docs/rules.md` do what is said beside them, links lead somewhere, and what
//! the glossary and the architecture name exists.
//!
//! `COPYDESK_UPDATE=1 cargo test --test docs` rewrites the table of rooms.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The code blocks of a page: what stands behind the marks, and the text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("\n```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap()).collect()
}

/// A rule file with one pattern and its examples; of those there are at least two of each kind.
fn rule_of_pattern(text: &str) -> String {
    let (mut pattern, mut matched, mut not_matched) = (String::new(), Vec::new(), Vec::new());
    for line in text.lines() {
        if let Some(example) = line.strip_prefix("+ ") {
            matched.push(example.replace("\\n", "\n"));
        } else if let Some(example) = line.strip_prefix("- ") {
            not_matched.push(example.replace("\\n", "\n"));
        } else {
            pattern.push_str(line);
            pattern.push('\n');
        }
    }
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut rule = format!(
        "summary = \"x\"\nsince = \"0.1.0\"\nseverity = \"info\"\ncategory = \"style/unnatural\"\nmessage = \"x\"\n\
         why = \"x\"\nmatch.tokens = [{}]\n",
        quoted(&pattern)
    );
    for (key, examples) in [("bad", matched), ("clean", not_matched)] {
        assert!(!examples.is_empty(), "this pattern has no text it matches, or none it does not match:\n{text}");
        for example in examples.iter().cycle().take(examples.len().max(2)) {
            writeln!(rule, "[[example]]\n{key} = {}", quoted(example)).unwrap();
        }
    }
    rule
}

#[test]
fn rules_and_patterns_of_the_reference_are_true() {
    let page = read("docs/rules.md");
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let mut patterns = Vec::new();
    let mut files = 0;
    for (info, text) in blocks(&page) {
        match info.split_once(' ') {
            Some((_, path)) => {
                write(path, &format!("{text}\n"));
                files += 1;
            }
            None if info == "pattern" => patterns.extend(text.split("\n\n")),
            None => {}
        }
    }
    assert!(files > 20 && patterns.len() > 50, "{files} files and {} patterns were read", patterns.len());
    for (number, pattern) in patterns.iter().enumerate() {
        write(&format!("pattern/pattern-{number}.toml"), &rule_of_pattern(pattern));
    }
    let tested = Command::new(env!("CARGO_BIN_EXE_copydesk")).arg("test").arg(folder.path()).output().unwrap();
    let mut said = String::from_utf8([tested.stdout, tested.stderr].concat()).unwrap();
    for (number, pattern) in patterns.iter().enumerate().rev() {
        said = said.replace(&format!("pattern-{number}"), &format!("`{}`", pattern.lines().next().unwrap()));
    }
    assert!(tested.status.success(), "docs/rules.md:\n{said}");
}

/// The documents that people read.
fn documents() -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "editors/README.md"].map(PathBuf::from).into();
    let pages =
        fs::read_dir(root().join("docs")).unwrap().map(|entry| Path::new("docs").join(entry.unwrap().file_name()));
    out.extend(pages.filter(|path| path.extension().is_some_and(|e| e == "md")));
    out.sort();
    out
}

/// The page without its code blocks.
fn prose(page: &str) -> String {
    format!("\n{page}").split("\n```").step_by(2).collect()
}

/// What links to headings of a page say.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = prose(page);
    let headings = headings.lines().filter(|line| line.starts_with('#'));
    let anchor = |heading: &str| {
        let text = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        text.chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut links = 0;
    let mut wrong = Vec::new();
    for document in documents() {
        let page = fs::read_to_string(root().join(&document)).unwrap();
        for link in prose(&page).split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { document.clone() } else { document.parent().unwrap().join(path) };
            let target = root().join(target);
            let is_there = target.exists()
                && (anchor.is_empty() || anchors(&fs::read_to_string(&target).unwrap()).contains(anchor));
            if !is_there {
                wrong.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(links > 20, "only {links} links were read");
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The names of all types of the crate.
fn types() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let keywords = ["struct ", "enum ", "trait ", "type "];
    texts
        .flat_map(|text| keywords.map(|keyword| text.split(keyword).skip(1).map(word).collect::<Vec<_>>()))
        .flatten()
        .collect()
}

#[test]
fn types_of_the_glossary_exist() {
    let types = types();
    let page = read("docs/glossary.md");
    let named: Vec<&str> = page
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()) && word.chars().all(char::is_alphanumeric))
        .collect();
    assert!(named.len() > 15, "the glossary names only {named:?}");
    let missing: Vec<&&str> = named.iter().filter(|name| !types.contains(**name)).collect();
    assert!(missing.is_empty(), "docs/glossary.md names types that do not exist: {missing:?}");
}

/// The modules of each layer, as `tests/layers.rs` has them.
fn layers() -> Vec<Vec<String>> {
    let test = read("tests/layers.rs");
    let list = test.split_once("const LAYERS").unwrap().1.split_once(" = [\n").unwrap().1.split_once("];").unwrap().0;
    let names = |line: &str| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    list.split("],").map(names).filter(|layer| !layer.is_empty()).collect()
}

/// What a module is: the first sentence of its documentation.
fn about(module: &str) -> String {
    let files = [format!("src/{module}.rs"), format!("src/{module}/mod.rs")];
    let path = files.iter().map(|file| root().join(file)).find(|file| file.exists()).unwrap();
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> =
        text.lines().map_while(|line| line.strip_prefix("//!")).take_while(|l| !l.is_empty()).collect();
    let said = lines.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    let end = said.find(". ").unwrap_or(said.len());
    said[..end].trim_end_matches('.').replace('|', "\\|").replace("[`", "`").replace("`]", "`")
}

#[test]
fn the_architecture_names_every_room() {
    let mut table = "| layer | room | what it is |\n|---|---|---|\n".to_owned();
    for (number, layer) in layers().iter().enumerate() {
        for module in layer {
            writeln!(table, "| {} | `{module}` | {} |", number + 1, about(module)).unwrap();
        }
    }
    let page = read("docs/architecture.md");
    let (before, rest) = page.split_once("<!-- list: rooms -->\n").unwrap();
    let (written, after) = rest.split_once("<!-- end -->").unwrap();
    if env::var_os("COPYDESK_UPDATE").is_some() {
        let page = format!("{before}<!-- list: rooms -->\n{table}<!-- end -->{after}");
        fs::write(root().join("docs/architecture.md"), page).unwrap();
    } else {
        assert_eq!(written, table, "docs/architecture.md is out of date: run with COPYDESK_UPDATE=1");
    }
    let picture = read("docs/rooms.svg");
    let missing: Vec<String> =
        layers().concat().into_iter().filter(|room| !picture.contains(&format!(">{room}<"))).collect();
    assert!(missing.is_empty(), "docs/rooms.svg lacks {missing:?}");
}
