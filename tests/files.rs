//! What the program does to files and takes from them: nothing is lost, nothing is left lying, nothing is waited for.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const ARTICLE: &str = "The envoy left kyiv.\n";

fn command(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(arguments).current_dir(folder);
    command
}

/// Exit status, standard output and standard error.
fn run(arguments: &[&str], folder: &Path) -> (Option<i32>, String, String) {
    said(&command(arguments, folder).stdin(Stdio::null()).output().unwrap())
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A folder with files of these names and texts.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn no_report_and_no_baseline_takes_the_place_of_anything_else() {
    let notes = "Notes of the desk.\n";
    let folder = folder(&[
        ("a.txt", ARTICLE),
        ("b.txt", ARTICLE),
        ("notes.md", notes),
        ("page.html", "<p>Notes of the desk.</p>"),
        ("settings.json", "{\"version\": 1}"),
        ("empty.txt", ""),
        ("Makefile", notes),
        ("copydesk.toml", "from = \"uk\"\n"),
    ]);
    let held = || names(folder.path()).iter().map(|n| fs::read(folder.path().join(n)).unwrap()).collect::<Vec<_>>();
    let before = held();
    for target in ["a.txt", "b.txt", "notes.md", "page.html", "settings.json", "empty.txt", "Makefile", "copydesk.toml"]
    {
        for options in [&["--write-baseline"][..], &["--format", "json", "--output"], &["--output"]] {
            let mut arguments = vec!["check"];
            arguments.extend(options);
            arguments.extend([target, "b.txt"]);
            let (code, _, error) = run(&arguments, folder.path());
            assert_eq!(code, Some(2), "{arguments:?}: {error}");
            assert!(error.contains(&format!("{target}: the ")) && error.contains("help: "), "{arguments:?}: {error}");
            assert_eq!(held(), before, "{arguments:?}");
        }
    }
}

#[test]
fn reports_and_baselines_take_the_place_of_earlier_ones() {
    let folder = folder(&[("a.txt", ARTICLE), ("good.txt", "The envoy left Kyiv.\n"), ("empty", "")]);
    for format in [
        "text",
        "concise",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "csv",
        "markdown",
        "html",
    ] {
        for article in ["a.txt", "good.txt", "a.txt"] {
            let (code, _, error) =
                run(&["check", article, "--format", format, "--output", &format!("report.{format}")], folder.path());
            assert!(code == Some(0) || code == Some(1), "{format}: {error}");
        }
    }
    for target in ["known", "known", "empty"] {
        let (code, _, error) = run(&["check", "a.txt", "--write-baseline", target], folder.path());
        assert_eq!(code, Some(0), "{error}");
    }
    // One kind does not take the place of the other.
    assert_eq!(run(&["check", "a.txt", "--output", "known"], folder.path()).0, Some(2));
    assert_eq!(run(&["check", "a.txt", "--write-baseline", "report.json"], folder.path()).0, Some(2));
}

#[cfg(unix)]
#[test]
fn a_process_that_is_ended_leaves_no_new_files() {
    use std::time::{Duration, Instant};
    // Long ones, which a debug build does not check twice, and more than are read at once.
    let records = format!("{{\"text\": \"{} {}\"}}\n", ARTICLE.trim(), "He said so. ".repeat(2_000)).repeat(200);
    for signal in ["-INT", "-TERM"] {
        let folder = folder(&[("news.jsonl", &records)]);
        let mut child = command(
            &["check", "--fix", "--isolated", "--select", "lowercase-proper-noun", "news.jsonl"],
            folder.path(),
        )
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
        let start = Instant::now();
        while !names(folder.path()).iter().any(|name| name.starts_with(".copydesk-")) {
            assert!(start.elapsed() < Duration::from_secs(60) && child.try_wait().unwrap().is_none(), "no new file");
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        assert!(!child.wait().unwrap().success());
        assert_eq!(names(folder.path()), ["news.jsonl"], "after {signal}");
        assert_eq!(fs::read_to_string(folder.path().join("news.jsonl")).unwrap(), records);
    }
}

#[test]
fn the_folder_is_checked_if_nothing_is_named_and_standard_input_only_if_it_is() {
    let folder = folder(&[("a.txt", ARTICLE), ("sub/b.txt", ARTICLE)]);
    let mut child = command(&["check", "--format", "concise"], folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // An end that nobody closes is not waited for.
    let stdin = child.stdin.take();
    let (code, out, error) = said(&child.wait_with_output().unwrap());
    drop(stdin);
    assert_eq!(code, Some(1), "{error}");
    assert_eq!(out.lines().count(), 2, "{out}");
    assert!(out.contains("a.txt:1:16") && out.contains("b.txt:1:16"), "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn closed_standard_input_is_an_error() {
    let folder = folder(&[]);
    for name in ["<stdin>", "news.jsonl", "news.json"] {
        let script = format!("exec {} check --stdin-filename '{name}' - <&-", env!("CARGO_BIN_EXE_copydesk"));
        let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
        let (code, _, error) = said(&output);
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains("standard input is closed"), "{error}");
    }
    let empty = command(&["check", "-"], folder.path()).stdin(fs::File::open("/dev/null").unwrap()).output().unwrap();
    assert_eq!(said(&empty).0, Some(0));
}

#[cfg(unix)]
#[test]
fn an_article_is_checked_once_under_its_names() {
    let folder = folder(&[("real.txt", ARTICLE)]);
    std::os::unix::fs::symlink("real.txt", folder.path().join("link.txt")).unwrap();
    for arguments in [&["link.txt", "real.txt"][..], &[".", "link.txt"], &["./real.txt", "real.txt"]] {
        let mut all = vec!["check", "--format", "concise"];
        all.extend(arguments);
        let (_, out, error) = run(&all, folder.path());
        assert_eq!(out.lines().count(), 1, "{arguments:?}: {out}{error}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_are_not_waited_for() {
    let folder = folder(&[("good.txt", ARTICLE), ("rules/desk/x.toml", "")]);
    let pipe = |name: &str| {
        assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
    };
    ["a.txt", "a.jsonl", "a.json", "known", "own.toml", "copydesk.toml"].iter().for_each(|name| pipe(name));
    for arguments in [
        &["check", "--isolated", "a.txt", "good.txt"][..],
        &["check", "--isolated", "a.jsonl", "good.txt"],
        &["check", "--isolated", "a.json", "good.txt"],
        &["check", "--isolated", "/dev/zero", "good.txt"],
        &["check", "--isolated", "--baseline", "known", "good.txt"],
        &["check", "--config", "own.toml", "good.txt"],
        &["check", "good.txt"],
    ] {
        let (code, _, error) = run(arguments, folder.path());
        assert_eq!(code, Some(2), "{arguments:?}: {error}");
        assert!(error.contains("a pipe or device"), "{arguments:?}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_of_a_file_outside_is_shown() {
    use std::os::unix::fs::symlink;
    let outside =
        folder(&[("secret", "machine example login desk password hidden-words\n"), ("rules/x.toml", "hidden-words")]);
    let secret = outside.path().join("secret");
    let configured = |rules: &Path| format!("rules = [\"{}\"]\n", rules.display());
    for (name, text) in [
        ("copydesk.toml", configured(&secret)),
        ("copydesk.toml", configured(&outside.path().join("rules"))),
        ("copydesk.toml", "rules = [\"..\"]\n".to_owned()),
        ("copydesk.toml", "rules = [\"link\"]\n".to_owned()),
        ("pyproject.toml", format!("[tool.copydesk]\n{}", configured(&secret))),
    ] {
        let folder = folder(&[("a.txt", ARTICLE), (name, &text)]);
        symlink(&secret, folder.path().join("link")).unwrap();
        let (code, out, error) = run(&["check", "a.txt"], folder.path());
        assert_eq!(code, Some(2), "{text}: {error}");
        assert!(!error.contains("hidden") && out.is_empty(), "{text}: {error}");
        assert!(error.contains("and these do not") && error.contains("help: "), "{text}: {error}");
    }
    for name in ["copydesk.toml", "pyproject.toml"] {
        let folder = folder(&[("a.txt", ARTICLE)]);
        fs::write(&secret, "tool.copydesk hidden-words\n").unwrap();
        symlink(&secret, folder.path().join(name)).unwrap();
        let (code, _, error) = run(&["check", "a.txt"], folder.path());
        assert_eq!(code, Some(2), "{name}: {error}");
        assert!(!error.contains("hidden") && error.contains("leads out of its folder"), "{name}: {error}");
    }
}

#[test]
fn what_own_rules_cannot_do_is_said_when_they_are_loaded() {
    let rule = |pattern: &str| {
        format!(
            "summary = 'x'\nsince = '0.1.0'\nseverity = 'info'\ncategory = 'style/unnatural'\nwhy = 'x'\nmessage = 'x'\n\
             unseen = true\n[match]\n{pattern}\n"
        )
    };
    let table = rule("lexicon = {}");
    let large = "(?:a{1000}b){1000}";
    for (toml, tsv, place, words) in [
        (rule(&format!("regex = ['[1-9]{large}']")), "", "own.toml:9:", "too large"),
        (rule(&format!("tokens = ['left <re:{large}>']")), "", "own.toml:9:", "too large"),
        (rule("tokens = ['left']\n[when]\nafter = ['<re:(?:a{1000}b){1000}>']"), "", "own.toml:11:", "too large"),
        (table.clone(), "Kiev\tKyiv\nKyiv\tKiev\n", "own.tsv:2:", "in a circle: `Kiev` → `Kyiv` → `Kiev`"),
        (table.clone(), "a one\tb two\nc\td\nb two\tb three\nb three\ta one\n", "own.tsv:2:", "in a circle"),
        (table.clone(), "Kiev\tKy\u{1b}[31miv\n", "own.tsv:2:8", "a control character"),
    ] {
        let files = [
            ("a.txt", ARTICLE),
            ("own/desk/own.toml", &*toml),
            ("own/desk/own.tsv", &format!("form\treplacement\n{tsv}")),
        ];
        let folder = folder(&files);
        let (code, _, error) = run(&["check", "--isolated", "--rules", "own", "a.txt"], folder.path());
        assert_eq!(code, Some(2), "{error}");
        assert!(error.contains(place) && error.contains(words) && error.contains('^'), "{error}");
        assert!(error.contains("help: ") && !error.contains('\u{1b}'), "{error}");
    }
    let config = "[names.wrong]\n\"Kiev\" = \"Ky\\u001b[31miv\"\n";
    let (code, _, error) = run(&["check", "a.txt"], folder(&[("a.txt", ARTICLE), ("copydesk.toml", config)]).path());
    assert!(code == Some(2) && error.contains("copydesk.toml:2:") && error.contains('^'), "{error}");
}

#[cfg(unix)]
#[test]
fn no_text_acts_in_a_log_or_a_terminal() {
    let text = "The envoy left kyiv.\n::error::opened\n  ::add-mask::x\nHe saw ##[error]lights in kyiv.\n##vso[task.x]y kyiv \u{1b}[31mred\n";
    let folder = folder(&[("::warning::a\u{1b}[2J.txt", text), ("##[group]b.txt", text)]);
    for arguments in [
        &["--format", "text"][..],
        &["--format", "concise"],
        &["--format", "markdown"],
        &["--diff", "--unsafe-fixes"],
        &["--show-files"],
        &["--show-settings"],
        &["--statistics"],
        &["--format", "github"],
        &["--baseline", "::error::none"],
    ] {
        let mut all = vec!["check", "--isolated"];
        all.extend(arguments);
        let (_, out, error) = run(&all, folder.path());
        assert!(!out.is_empty() || !error.is_empty());
        for line in out.lines().chain(error.lines()) {
            let ours = arguments.contains(&"github") && line.contains(" file=");
            let line = if ours { line.rsplit("::").next().unwrap() } else { line };
            assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line}");
            assert!(!line.contains("##[") && !line.contains("##vso["), "{arguments:?}: {line}");
            // A patch has the bytes of the article.
            assert!(arguments[0] == "--diff" || !line.contains('\u{1b}'), "{arguments:?}: {line}");
        }
    }
}
