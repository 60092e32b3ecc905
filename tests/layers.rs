//! The order of the house: imports run forward only, no files use each other in a circle, and a name stands for one thing.

#![allow(clippy::unwrap_used)] // a test fails by panicking

#[path = "common/imports.rs"]
mod imports;

use imports::{Sources, circles};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, the lowest first. Modules of one layer do not import each other.
const LAYERS: [&[&str]; 16] = [
    &["language", "span"],
    &["house_style", "problem"],
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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module a file belongs to: the first part of its path below `src`.
fn module(path: &Path) -> String {
    let first = path.iter().next().unwrap();
    Path::new(first).file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn imports_run_forward_only() {
    let level: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().flat_map(|(n, layer)| layer.iter().map(move |m| (*m, n))).collect();
    let level_of = |module: &str| *level.get(module).unwrap_or_else(|| panic!("`{module}` has no place in LAYERS"));
    let sources = Sources::read(&root());
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, used) in sources.arrows() {
        let from = module(file);
        for other in used {
            let to = module(other);
            if from == to {
                continue;
            }
            seen += 1;
            if level_of(&to) >= level_of(&from) {
                wrong.push(format!("{}: `{from}` may not use `{to}`", file.display()));
            }
        }
    }
    assert!(seen > 200, "only {seen} imports were seen: the test does not read the sources any more");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let sources = Sources::read(&root());
    let arrows = sources.arrows();
    let mut wrong = String::new();
    for circle in circles(&arrows) {
        writeln!(wrong, "These files use each other in a circle; move what they share into a file of its own:")
            .unwrap();
        for file in &circle {
            let inside: BTreeSet<String> =
                arrows[file].intersection(&circle).map(|other| other.display().to_string()).collect();
            writeln!(wrong, "  {} uses {}", file.display(), inside.into_iter().collect::<Vec<_>>().join(", ")).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_type_name_stands_for_two_things() {
    let sources = Sources::read(&root());
    let shared = sources.shared_names();
    assert!(shared.is_empty(), "one name, one thing: {shared:#?}");
}

#[test]
fn sources_stay_small() {
    for file in Sources::read(&root()).files() {
        let lines = fs::read_to_string(root().join(file)).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines: a reader is lost in it", file.display());
    }
}
