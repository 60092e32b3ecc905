//! Puts the rules folder into the binary: each rule file as JSON (which is read several times faster at start-up than
//! TOML) beside its source, each table as it is.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut rules = String::new();
    let mut words = String::new();
    let mut patterns = String::new();
    for family in sorted(&root.join("rules")) {
        if !family.is_dir() {
            continue;
        }
        let folder = name(&family);
        for path in sorted(&family) {
            let ending = path.extension().and_then(|e| e.to_str());
            let stem = path.file_stem().and_then(|s| s.to_str()).expect("a rule file's name is plain text").to_owned();
            match ending {
                Some("tsv") if folder == "words" => {
                    writeln!(words, "    ({stem:?}, include_str!({:?})),", path.display().to_string())
                        .expect("writes to memory");
                }
                Some("toml") if folder == "patterns" => {
                    let file: toml::Table = read(&path);
                    let pattern = file["pattern"].as_str().expect("a pattern is a text");
                    writeln!(patterns, "    ({stem:?}, {pattern:?}),").expect("writes to memory");
                }
                Some("toml") => rules.push_str(&rule(&folder, &stem, &path)),
                _ => {}
            }
        }
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let code = format!(
        "static BUILT_IN: &[BuiltIn] = &[\n{rules}];\nstatic WORDS: &[(&str, &str)] = &[\n{words}];\nstatic PATTERNS: &[(&str, &str)] = &[\n{patterns}];\n"
    );
    fs::write(out.join("rules.rs"), code).expect("the build folder can be written");
}

fn read(path: &Path) -> toml::Table {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn rule(family: &str, name: &str, path: &Path) -> String {
    let value = read(path);
    let json = serde_json::to_string(&value).expect("a table is valid JSON");
    let mut brief = value;
    for key in ["example", "measured", "unseen", "unmistakable"] {
        brief.remove(key);
    }
    brief.insert("why".to_owned(), toml::Value::String(String::new()));
    let brief = serde_json::to_string(&brief).expect("a table is valid JSON");
    let table = path.with_extension("tsv");
    let table = if table.is_file() {
        format!("Some(include_str!({:?}))", table.display().to_string())
    } else {
        "None".to_owned()
    };
    format!(
        "    BuiltIn {{ family: {family:?}, name: {name:?}, json: {json:?}, brief: {brief:?}, toml: include_str!({:?}), table: {table} }},\n",
        path.display().to_string()
    )
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|n| n.to_str()).expect("a family's name is plain text").to_owned()
}
