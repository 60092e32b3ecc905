//! Imports run forward only: no module may use one that comes after it in the house.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, the lowest first. Modules of one layer do not import each other.
const LAYERS: [&[&str]; 16] = [
    &["language", "span"],
    &["problem"],
    &["finding"],
    &["edits", "text"],
    &["article", "pattern"],
    &["context", "formats"],
    &["checks"],
    &["rule"],
    &["config", "engine"],
    &["fix", "suppression"],
    &["lint"],
    &["outcome", "rule_test"],
    &["report"],
    &["project"],
    &["lsp", "review"],
    &["cli"],
];

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

/// The module a file belongs to: the first part of its path below `src`.
fn module(path: &Path, root: &Path) -> String {
    let first = path.strip_prefix(root).unwrap().iter().next().unwrap();
    Path::new(first).file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn imports_run_forward_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let level: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().flat_map(|(n, layer)| layer.iter().map(move |m| (*m, n))).collect();
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for file in &files {
        let from = module(file, &root);
        if from == "lib" || from == "main" {
            continue;
        }
        let here = *level.get(&*from).unwrap_or_else(|| panic!("`{from}` has no place in LAYERS"));
        let text = fs::read_to_string(file).unwrap();
        for part in text.split("crate::").skip(1) {
            let to: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if to == from || to.is_empty() {
                continue;
            }
            let Some(&there) = level.get(&*to) else {
                wrong.push(format!("{}: `crate::{to}` has no place in LAYERS", file.display()));
                continue;
            };
            arrows += 1;
            if there >= here {
                wrong.push(format!("{}: `{from}` may not use `{to}`", file.display()));
            }
        }
    }
    assert!(arrows > 50, "only {arrows} imports were seen: the test does not read the sources any more");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sources_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let name = file.display().to_string();
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500 || name.ends_with("tests.rs"), "{name} has {lines} lines: a reader is lost in it");
    }
}
