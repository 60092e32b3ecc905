//! Input nobody would write: the tool answers, in time, without losing anything.

#![allow(clippy::unwrap_used)] // a test fails by panicking

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn copydesk(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(folder).output().unwrap()
}

/// The exit status and standard error of checking standard input.
fn piped(input: &[u8], arguments: &[&str]) -> (Option<i32>, Vec<u8>, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    (output.status.code(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

/// Twice the input may take a little more than twice the time, not four times.
fn grows_linearly(name: &str, make: impl Fn(usize) -> String) {
    // Debug builds also run the plain oracle, which is quadratic by design; it stops at 20 KB.
    let time = |size: usize| {
        let text = make(size);
        let once = || {
            let start = Instant::now();
            let (code, _, error) = piped(text.as_bytes(), &["check", "--format", "concise", "--jobs", "1", "-"]);
            assert!(code == Some(0) || code == Some(1), "{name}: {error}");
            start.elapsed()
        };
        (0..3).map(|_| once()).min().unwrap()
    };
    let (small, large) = (time(200_000), time(1_600_000));
    let bound = small * 8 * 3 + Duration::from_millis(500);
    assert!(large < bound, "{name}: 200 KB take {small:?}, 1.6 MB take {large:?}");
}

#[test]
fn time_grows_with_the_size_of_the_text_only() {
    grows_linearly("no white space", |n| "x".repeat(n));
    grows_linearly("one line", |n| "The envoy left kyiv on wednesday and said so. ".repeat(n / 46));
    grows_linearly("opening marks", |n| "“".repeat(n / 3));
    grows_linearly("one repeated word", |n| "and ".repeat(n / 4));
    grows_linearly("short lines", |n| "Read also\n\n".repeat(n / 11));
    grows_linearly("capitals", |n| "Mr. Xi, ".repeat(n / 8));
    grows_linearly("full stops", |n| ".".repeat(n));
    grows_linearly("figures", |n| "1,000 ".repeat(n / 6));
}

#[test]
fn signs_that_are_no_letters_are_no_danger() {
    let texts = [
        "",
        "\u{feff}",
        "\r\n\r\n\r",
        "\u{200b}\u{200d}\u{feff}",
        "e\u{301}\u{301}\u{301}\u{301} \u{301}",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦🇺🇦",
        "שלום “kyiv” \u{202e}kyiv\u{202c}",
        "«»„“”‘’‹›「」",
        "\u{10ffff}\u{fffd}",
    ];
    for text in texts {
        for format in ["text", "concise", "json", "jsonl"] {
            let (code, _, error) = piped(text.as_bytes(), &["check", "--format", format, "-"]);
            assert!(code == Some(0) || code == Some(1), "{text:?} as {format}: {code:?} {error}");
        }
        let (code, fixed, error) = piped(text.as_bytes(), &["check", "--fix", "-"]);
        assert!(code == Some(0) || code == Some(1), "{text:?} fixed: {code:?} {error}");
        let (_, again, _) = piped(&fixed, &["check", "--fix", "-"]);
        assert_eq!(fixed, again, "{text:?} is fixed twice");
    }
}

#[test]
fn a_file_that_is_no_text_is_named_and_the_others_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.txt"), b"The envoy left.\nHe \xff said so.\n").unwrap();
    fs::write(folder.path().join("good.txt"), "The envoy left kyiv.\n").unwrap();
    let output = copydesk(&["check", "--format", "concise", "."], folder.path());
    let (out, error) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(out.contains("good.txt:1:16"), "{out}");
    assert!(error.contains("bad.txt") && error.contains("2") && error.contains("UTF-8"), "{error}");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read(folder.path().join("bad.txt")).unwrap(), b"The envoy left.\nHe \xff said so.\n");
}

#[test]
fn a_binary_file_is_refused() {
    let (code, out, error) = piped(b"kyiv\0kyiv", &["check", "--fix", "-"]);
    assert_eq!(code, Some(2));
    assert!(out.is_empty() && error.contains("binary"), "{error}");
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let output = copydesk(&["check", "nowhere.txt"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("nowhere.txt"));
}

#[test]
fn folders_may_be_deep() {
    let folder = tempfile::tempdir().unwrap();
    let mut path = folder.path().to_path_buf();
    path.extend(std::iter::repeat_n("deep", 200));
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("article.txt"), "The envoy left kyiv.\n").unwrap();
    let output = copydesk(&["check", "--format", "concise", "."], folder.path());
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(unix)]
#[test]
fn a_read_only_file_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("article.txt");
    fs::write(&path, "The envoy left kyiv.\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    // The superuser may write everything; there is nothing to test then.
    if fs::OpenOptions::new().append(true).open(&path).is_ok() {
        return;
    }
    let output = copydesk(&["check", "--fix", "article.txt"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("article.txt"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "The envoy left kyiv.\n");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("article.txt"), "The envoy left kyiv.\n").unwrap();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "article.txt"])
        .current_dir(folder.path())
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(2));
}

/// What files of each kind may hold: what stands before, 100,000 of what, what stands behind.
const MANY: [(&str, &str, &str, &str); 46] = [
    ("html", "<p>x <a ", "a=\"b\" ", ">x</a>"),
    ("html", "<p ", "a='b' ", ">x"),
    ("html", "<p ", "a=b ", ">x"),
    ("html", "<p a=\"", "&amp;", "\">x"),
    ("html", "", "<div>", "x"),
    ("html", "", "<b>", "x"),
    ("html", "x", "</div>", ""),
    ("html", "<p>", "&amp;", ""),
    ("html", "<p>", "&", ""),
    ("html", "", "<", ""),
    ("html", "", "<!--", ""),
    ("html", "", "<!--x-->", ""),
    ("html", "", "<script>", ""),
    ("html", "", "<title>", ""),
    ("html", "", "<!doctype ", ""),
    ("html", "", "<![CDATA[", ""),
    ("html", "", "<ul><li>", "x"),
    ("html", "<", "a", ">"),
    ("md", "", "> ", "x"),
    ("md", "", ">", "x"),
    ("md", "", "- ", "x"),
    ("md", "", "1. ", "x"),
    ("md", "", "[", ""),
    ("md", "", "![", ""),
    ("md", "", "[a](b", ""),
    ("md", "", "*", ""),
    ("md", "", "*a ", ""),
    ("md", "", "a**b", ""),
    ("md", "", "_", ""),
    ("md", "", "~~", ""),
    ("md", "", "`a", ""),
    ("md", "", "<b>", ""),
    ("md", "x <a ", "a=\"b\" ", ">x</a>"),
    ("md", "", "[^a]", ""),
    ("md", "", "[a]: b\n", ""),
    ("md", "---\n", "a: b\n", "---\nx"),
    ("md", "---\na: ", "[", "\n---\nx"),
    ("md", "+++\na = ", "[", "\n+++\nx"),
    ("jsonl", "{\"text\": ", "[", "}"),
    ("jsonl", "{\"text\": \"x\", \"y\": ", "{\"a\":", ""),
    ("json", "", "[", ""),
    ("json", "", "{\"text\":", ""),
    ("txt", "", "“", ""),
    ("txt", "", "(", ""),
    ("txt", "", "U.S.", ""),
    ("txt", "e", "\u{301}", ""),
];

#[test]
fn no_file_ends_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..MANY.len()).map(|number| format!("{number:02}.{}", MANY[number].0)).collect();
    for (name, (_, before, unit, after)) in names.iter().zip(MANY) {
        fs::write(folder.path().join(name), format!("{before}{}{after}", unit.repeat(100_000))).unwrap();
    }
    fs::write(folder.path().join("zz.txt"), "The envoy left kyiv.\n").unwrap();
    // One rule: reading is what is tried here, and every article is read by a thread that works.
    let mut arguments =
        vec!["check", "--isolated", "--select", "lowercase-proper-noun", "--format", "concise", "--jobs", "2"];
    arguments.extend(names.iter().map(String::as_str));
    arguments.push("zz.txt");
    let output = copydesk(&arguments, folder.path());
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(out.contains("zz.txt:1:16"), "{out}\n{error}");
    assert!(!error.contains("fault of copydesk"), "{error}");
}

#[test]
fn no_setting_and_no_rule_ends_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("own")).unwrap();
    fs::write(at("article.txt"), "The envoy left kyiv.\n").unwrap();
    let many = |unit: &str| unit.repeat(100_000);
    for text in [
        format!("x = {}", many("[")),
        format!("x = {}", many("{a = ")),
        format!("[{}a]", many("a.")),
        format!("{}a = 1", many("a.")),
        format!("exclude = ['{}']", many("{a,")),
        format!("exclude = ['{}']", many("[")),
        format!("from = '{}'", many("a")),
    ] {
        fs::write(at("own.toml"), text).unwrap();
        let output = copydesk(&["check", "--config", "own.toml", "article.txt"], folder.path());
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && error.starts_with("error: "), "{error}");
    }
    let rule = |pattern: &str| {
        format!(
            "summary = 'x'\nsince = '0.1.0'\nseverity = 'info'\ncategory = 'style/unnatural'\nwhy = 'x'\nmessage = 'x'\n\
             unseen = true\n[match]\n{pattern}\n"
        )
    };
    let tokens = |pattern: &str| rule(&format!("tokens = ['''{pattern}''']"));
    for (toml, table) in [
        (tokens(&format!("{}a{}", many("("), many(")"))), ""),
        (tokens(&many("(a?)?")), ""),
        (tokens(&many("[")), ""),
        (tokens(&format!("<{}a>", many("!"))), ""),
        (tokens(&format!("<re:{}>", many("("))), ""),
        (tokens(&many("x=")), ""),
        (rule("lexicon = {}"), &*format!("({}b)\tb", many("a|"))),
        (rule("lexicon = {}"), &*format!("{}\tb", many("(a|b)"))),
    ] {
        fs::write(at("own/own.toml"), toml).unwrap();
        fs::write(at("own/own.tsv"), format!("form\treplacement\n{table}\n")).unwrap();
        let output = copydesk(&["check", "--isolated", "--rules", "own", "article.txt"], folder.path());
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && error.starts_with("error: own"), "{error}");
    }
}
