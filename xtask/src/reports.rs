//! Which report formats two versions write differently, byte for byte.

use crate::build;
use std::fmt;
use std::path::Path;

/// What two versions write for the same articles.
#[derive(Debug)]
pub struct Written {
    /// The format, as a person asks for it.
    pub name: String,
    /// How the versions differ; none where they write the same.
    pub difference: Option<Difference>,
}

/// How two reports differ.
#[derive(Debug, PartialEq, Eq)]
pub enum Difference {
    /// The bytes are the same, but not the exit status.
    Status(Option<i32>, Option<i32>),
    /// Some lines differ. Lines that both have before and after those are not counted.
    Lines {
        /// The number of the first line that differs, from 1.
        first: usize,
        /// That line in both, as far as there is one.
        line: [Option<String>; 2],
        /// How many lines each has between what is the same at the start and at the end.
        count: [usize; 2],
    },
}

/// Writes every format with both binaries; `formats` has the names that `--format` takes.
///
/// # Errors
/// When a binary cannot be run, or fails over `paths` in every format. (A format that one of the binaries does not
/// know is a difference.)
pub fn compare(
    binaries: [&Path; 2],
    formats: &[&str],
    arguments: &[&str],
    paths: &[&str],
) -> Result<Vec<Written>, String> {
    let formats = formats.iter().map(|format| (format!("--format {format}"), vec!["--format", format]));
    let diffs = [vec!["--diff"], vec!["--diff", "--unsafe-fixes"]].map(|flags| (flags.join(" "), flags));
    let mut all = Vec::new();
    let mut read = false;
    for (name, mut flags) in formats.chain(diffs) {
        flags.extend(arguments);
        let [old, new] = [build::check(binaries[0], &flags, paths)?, build::check(binaries[1], &flags, paths)?];
        read |= [&old, &new].iter().all(|output| matches!(output.status.code(), Some(0 | 1)));
        let statuses = (old.status.code(), new.status.code());
        let status = (statuses.0 != statuses.1).then_some(Difference::Status(statuses.0, statuses.1));
        all.push(Written { name, difference: difference(&old.stdout, &new.stdout).or(status) });
    }
    if read { Ok(all) } else { Err("no report could be written by both versions".to_owned()) }
}

/// How `old` and `new` differ; none where they are the same bytes.
fn difference(old: &[u8], new: &[u8]) -> Option<Difference> {
    if old == new {
        return None;
    }
    let [a, b] = [old, new].map(|text| text.split_inclusive(|byte| *byte == b'\n').collect::<Vec<_>>());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let line = |lines: &[&[u8]]| {
        lines.get(start).map(|line| String::from_utf8_lossy(line).trim_end_matches(['\n', '\r']).to_owned())
    };
    let count = [a.len() - start - end, b.len() - start - end];
    Some(Difference::Lines { first: start + 1, line: [line(&a), line(&b)], count })
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.difference {
            None => writeln!(f, "{name}: the same"),
            Some(Difference::Status(old, new)) => {
                let code = |code: &Option<i32>| code.map_or_else(|| "none".to_owned(), |code| code.to_string());
                writeln!(f, "{name}: exit status {} before, {} after", code(old), code(new))
            }
            Some(Difference::Lines { first, line, count: [old, new] }) => {
                writeln!(f, "{name}: differs from line {first} on ({old} lines before, {new} after)")?;
                for (sign, line) in ["-", "+"].iter().zip(line) {
                    if let Some(line) = line {
                        writeln!(f, "  {sign} {}", excerpt(line))?;
                    }
                }
                Ok(())
            }
        }
    }
}

/// The start of a line: whole reports can stand on one.
fn excerpt(line: &str) -> String {
    const LONGEST: usize = 200;
    let mut start: String = line.chars().take(LONGEST).collect();
    if start.len() < line.len() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(old: &str, new: &str) -> Option<Difference> {
        difference(old.as_bytes(), new.as_bytes())
    }

    #[test]
    fn the_same_bytes_do_not_differ() {
        assert_eq!(lines("one\ntwo\n", "one\ntwo\n"), None);
    }

    #[test]
    fn only_what_lies_between_the_same_lines_is_counted() {
        let found = lines("one\ntwo\nthree\n", "one\n2\n2a\nthree\n");
        let line = [Some("two".to_owned()), Some("2".to_owned())];
        assert_eq!(found, Some(Difference::Lines { first: 2, line, count: [1, 2] }));
    }

    #[test]
    fn lines_that_one_has_at_the_end_are_shown() {
        let found = lines("one\n", "one\ntwo\n");
        assert_eq!(found, Some(Difference::Lines { first: 2, line: [None, Some("two".to_owned())], count: [0, 1] }));
        assert!(lines("one\n", "one").is_some(), "a lost line end is a difference");
        assert!(lines("one\none\n", "one\n").is_some());
    }

    #[test]
    fn a_difference_is_shown_with_its_line_and_its_size() {
        let written = Written { name: "--format text".to_owned(), difference: lines("a\nb\n", "a\nc\nd\n") };
        let expected = "--format text: differs from line 2 on (1 lines before, 2 after)\n  - b\n  + c\n";
        assert_eq!(written.to_string(), expected);
        let long = "x".repeat(300);
        let written = Written { name: "--format json".to_owned(), difference: lines("", &long) };
        assert!(written.to_string().lines().all(|line| line.chars().count() < 220));
    }

    #[test]
    fn another_exit_status_is_shown() {
        let written = Written { name: "--diff".to_owned(), difference: Some(Difference::Status(Some(0), Some(1))) };
        assert_eq!(written.to_string(), "--diff: exit status 0 before, 1 after\n");
    }
}
