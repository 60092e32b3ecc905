//! copydesk in a pipeline: a repository with articles of all kinds, a baseline, changed lines and comments that ask for
//! silence. Only what is new is told, in every format, with the right exit status.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const OLD: &str = "MM. Duval and Roux opened the bridge on monday.";
const NEW: &str = "MM. Blanc and Noir closed it again on tuesday.";

fn git(folder: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").args(identity).args(args).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn copydesk(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(args).current_dir(folder).output().unwrap()
}

fn write(folder: &Path, second: &str) {
    fs::create_dir_all(folder.join("news")).unwrap();
    let old = |wrap: &dyn Fn(&str) -> String| [OLD, second].map(wrap).concat();
    let text = |p: &str| if p.is_empty() { String::new() } else { format!("{p}\n\n") };
    let element = |p: &str| if p.is_empty() { String::new() } else { format!("<p>{p}</p>\n") };
    fs::write(folder.join("news/a.txt"), format!("The bridge is open.\n\n{}", old(&text))).unwrap();
    fs::write(folder.join("news/b.md"), format!("# The bridge is open\n\n{}", old(&text))).unwrap();
    fs::write(
        folder.join("news/c.html"),
        format!("<h1>The bridge is open</h1>\n<!-- copydesk-ignore lowercase-demonym: as sent -->\n{}", old(&element)),
    )
    .unwrap();
    let record = |p: &str| format!("{}\n", serde_json::json!({"id": p.len(), "text": p}));
    let records = [OLD, second].iter().filter(|p| !p.is_empty()).map(|p| record(p)).collect::<String>();
    fs::write(folder.join("news/d.jsonl"), records).unwrap();
}

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "");
    fs::write(root.join("copydesk.toml"), "from = \"fr\"\nexclude = [\"drafts\"]\n").unwrap();
    fs::create_dir(root.join("drafts")).unwrap();
    fs::write(root.join("drafts/x.txt"), NEW).unwrap();
    git(root, &["init", "-q"]);
    git(root, &["add", "."]);
    git(root, &["commit", "-q", "-m", "Articles"]);
    folder
}

#[test]
fn a_baseline_lets_only_new_findings_through() {
    let folder = repository();
    let root = folder.path();
    assert_eq!(copydesk(root, &["check", "."]).status.code(), Some(1));
    assert_eq!(copydesk(root, &["check", "--write-baseline", "known.json", "."]).status.code(), Some(0));
    let with = |more: &[&str]| copydesk(root, &[&["check", "--baseline", "known.json"], more, &["."]].concat());
    assert_eq!(with(&[]).status.code(), Some(0), "{}", String::from_utf8_lossy(&with(&[]).stdout));
    // The known paragraph is moved down and others are edited: nothing comes back. The new one is told.
    for (name, before, after) in [
        ("news/a.txt", OLD, format!("Ferries rest.\n\n{NEW}\n\n{OLD}")),
        ("news/b.md", OLD, format!("Ferries rest.\n\n{NEW}\n\n{OLD}")),
        ("news/c.html", "<p>MM. Duval", format!("<p>MM. Xi and Putin left.</p>\n<p>{NEW}</p>\n<p>MM. Duval")),
    ] {
        let text = fs::read_to_string(root.join(name)).unwrap();
        fs::write(root.join(name), text.replacen(before, &after, 1)).unwrap();
    }
    let found: Value = serde_json::from_slice(&with(&["--format", "json"]).stdout).unwrap();
    let mut new: Vec<String> = Vec::new();
    for article in found["articles"].as_array().unwrap() {
        for finding in article["findings"].as_array().unwrap().iter().filter(|f| f["baseline"].is_null()) {
            new.push(format!("{} {}", article["path"].as_str().unwrap(), finding["text"].as_str().unwrap()));
        }
    }
    // In c.html the comment now stands before another paragraph; its weekday is known, what follows is not.
    let expected = [
        "news/a.txt MM. Blanc and Noir",
        "news/a.txt tuesday",
        "news/b.md MM. Blanc and Noir",
        "news/b.md tuesday",
        "news/c.html <!-- copydesk-ignore lowercase-demonym: as sent -->",
        "news/c.html MM. Xi and Putin",
        "news/c.html MM. Blanc and Noir",
        "news/c.html tuesday",
        "news/c.html monday",
    ];
    assert_eq!(new, expected);
    assert_eq!(found["summary"]["findings"], expected.len());
    let lines = [
        ("github", "::"),
        ("concise", "news/"),
        ("checkstyle", "    <error"),
        ("junit", "      <failure"),
        ("csv", "news/"),
        ("text", "  --> news/"),
    ];
    for (format, line) in lines {
        let output = with(&["--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().filter(|l| l.starts_with(line)).count(), expected.len(), "{format}:\n{text}");
    }
    let read = |format: &str| -> Value {
        let output = with(&["--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(read("gitlab").as_array().unwrap().len(), expected.len());
    assert_eq!(read("rdjson")["diagnostics"].as_array().unwrap().len(), expected.len());
    let jsonl = String::from_utf8(with(&["--format", "jsonl"]).stdout).unwrap();
    let articles = jsonl.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let new =
        |article: Value| article["findings"].as_array().unwrap().iter().filter(|f| f["baseline"].is_null()).count();
    assert_eq!(articles.map(new).sum::<usize>(), expected.len());
    for format in ["markdown", "html"] {
        let output = with(&["--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("MM. Blanc and Noir") && text.contains("MM. Xi and Putin"), "{format}:\n{text}");
    }
    let log = read("sarif");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let state = |wanted: &str| results.iter().filter(|r| r["baselineState"] == wanted).count();
    assert_eq!((state("new"), state("unchanged")), (expected.len(), results.len() - expected.len()));
    assert!(state("unchanged") > 4);
}

#[test]
fn only_changed_lines_are_told() {
    let folder = repository();
    let root = folder.path();
    let since = || copydesk(root, &["check", "--since", "HEAD", "--format", "concise", "."]);
    assert_eq!((since().status.code(), since().stdout.len()), (Some(0), 0));
    write(root, NEW);
    fs::write(root.join("news/e.txt"), NEW).unwrap();
    git(root, &["add", "news/a.txt"]);
    let text = String::from_utf8(since().stdout).unwrap();
    // Staged, not staged and not tracked; in each the honorific and the weekday.
    assert_eq!(text.lines().count(), 10, "{text}");
    assert!(text.lines().all(|l| !l.contains("Duval") && !l.contains("Monday")), "{text}");
    assert_eq!(since().status.code(), Some(1));
    let unknown = copydesk(root, &["check", "--since", "no-such-revision", "."]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("--since takes a revision"));
}

#[test]
fn statuses_of_what_cannot_be_done() {
    let folder = repository();
    let root = folder.path();
    let status = |args: &[&str]| copydesk(root, args).status.code();
    assert_eq!(status(&["check", "--baseline", "none.json", "."]), Some(2));
    fs::write(root.join("bad.json"), "[]").unwrap();
    assert_eq!(status(&["check", "--baseline", "bad.json", "."]), Some(2));
    assert_eq!(status(&["check", "--config", "none.toml", "."]), Some(2));
    fs::write(root.join("news/copydesk.toml"), "ignor = []").unwrap();
    assert_eq!(status(&["check", "."]), Some(2));
    assert_eq!(status(&["check", "--isolated", "--fail-on", "never", "."]), Some(0));
    fs::write(root.join("news/copydesk.toml"), "ignore = [\"all\"]").unwrap();
    assert_eq!(status(&["check", "."]), Some(0));
    assert_eq!(status(&["check", "--isolated", "--min-score", "99", "--fail-on", "never", "."]), Some(1));
    assert_eq!(status(&["check", "--isolated", "--min-score", "0", "--fail-on", "never", "."]), Some(0));
}

#[test]
fn every_combination_of_what_is_found_and_asked_has_its_status() {
    const SEVERITIES: [&str; 3] = ["info", "warning", "error"];
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("unreadable.txt"), b"a \xff").unwrap();
    let mut tried = 0;
    for found in [None, Some(0), Some(1), Some(2)] {
        let words = if found.is_some() { "MM. Duval and Roux opened the bridge." } else { "The bridge is open." };
        let severity = SEVERITIES[found.unwrap_or(2)];
        let settings = format!("select = [\"foreign-honorific\"]\n[severity]\nforeign-honorific = \"{severity}\"\n");
        fs::write(root.join("copydesk.toml"), settings).unwrap();
        fs::write(root.join("a.txt"), words).unwrap();
        fs::write(root.join("known.json"), "").unwrap();
        let known = copydesk(root, &["check", "--write-baseline", "known.json", "a.txt"]);
        assert_eq!(known.status.code(), Some(0), "{}", String::from_utf8_lossy(&known.stderr));
        for fail_on in [None, Some("info"), Some("warning"), Some("error"), Some("never")] {
            let least = fail_on.map_or(Some(1), |f| SEVERITIES.iter().position(|s| *s == f));
            for score in [None, Some("0"), Some("100")] {
                for mode in [None, Some("--fix"), Some("--diff"), Some("--baseline=known.json")] {
                    for broken in [false, true] {
                        let mut args = vec!["check", "a.txt"];
                        args.extend(fail_on.iter().flat_map(|f| ["--fail-on", f]));
                        args.extend(score.iter().flat_map(|s| ["--min-score", s]));
                        args.extend(mode);
                        args.extend(broken.then_some("unreadable.txt"));
                        // A fix mends what is found; a baseline knows it.
                        let left = found.filter(|_| mode.is_none());
                        let told = least.is_some_and(|least| left.is_some_and(|left| left >= least));
                        // What is only for information costs no points.
                        let low = score == Some("100") && left.is_some_and(|left| left > 0);
                        let one = if mode == Some("--diff") { found.is_some() } else { told || low };
                        let expected = if broken { 2 } else { i32::from(one) };
                        let output = copydesk(root, &args);
                        assert_eq!(output.status.code(), Some(expected), "{severity} {found:?}: {args:?}");
                        fs::write(root.join("a.txt"), words).unwrap();
                        tried += 1;
                    }
                }
            }
        }
    }
    assert_eq!(tried, 4 * 5 * 3 * 4 * 2);
}
