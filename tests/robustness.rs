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
