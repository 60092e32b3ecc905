//! Whole articles: the report beside each sample is the one the tool gives today.
//!
//! `COPYDESK_UPDATE=1 cargo test --test samples` writes the reports anew; read the difference before committing it.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| {
            p.extension().is_some_and(|e| e == "txt" || e == "srt") && !p.to_string_lossy().ends_with(".report.txt")
        })
        .collect();
    paths.sort();
    paths
}

fn copydesk(arguments: &[&str], name: &str) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(arguments)
        .arg(format!("samples/{name}"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    (String::from_utf8(output.stdout).unwrap(), output.status.code())
}

#[test]
fn reports_are_those_beside_the_articles() {
    let mut differ = Vec::new();
    let samples = samples();
    assert!(samples.len() >= 4);
    for path in samples {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (report, _) = copydesk(&["check", "--format", "text"], &name);
        let beside = path.with_extension("report.txt");
        if env::var_os("COPYDESK_UPDATE").is_some() {
            fs::write(&beside, &report).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if expected != report {
            differ.push(name);
        }
    }
    assert!(differ.is_empty(), "other reports than those beside them: {differ:?}");
}

#[test]
fn fixed_articles_are_those_beside_the_articles() {
    for path in samples() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (diff, _) = copydesk(&["check", "--diff"], &name);
        let beside = path.with_extension("diff");
        if env::var_os("COPYDESK_UPDATE").is_some() {
            fs::write(&beside, &diff).unwrap();
        }
        assert_eq!(fs::read_to_string(&beside).unwrap_or_default(), diff, "{name}");
    }
}

#[test]
fn good_writing_is_left_alone() {
    let (report, status) = copydesk(&["check", "--format", "concise", "--fail-on", "info"], "orchard.txt");
    assert_eq!((report.as_str(), status), ("", Some(0)));
}
