//! A problem for a terminal: the line it is in, the words underlined, and what can be done.

use super::paint::{Ink, Paint};
use super::visible::{columns, visible};
use crate::problem::{Place, Problem};

/// Columns of a line that are shown; of a longer one the part around the words is.
const WIDTH: usize = 120;

/// `problem` for a terminal, several lines with their ends.
#[must_use]
pub fn problem(problem: &Problem, paint: Paint) -> String {
    let head = problem.head().trim_end().lines().map(visible).collect::<Vec<_>>().join("\n");
    let mut text = format!("{}: {head}\n", paint.with(Ink::Error, "error"));
    if let Some(place) = &problem.place {
        text.push_str(&excerpt(place, paint));
    }
    if let Some(remedy) = &problem.remedy {
        let remedy = remedy.trim_end().lines().map(visible).collect::<Vec<_>>().join("\n");
        text.push_str(&format!("  {}: {remedy}\n", paint.with(Ink::Strong, "help")));
    }
    text
}

/// The line of `place`, and under it carets below the words that lie in this line.
fn excerpt(place: &Place, paint: Paint) -> String {
    let (line, words) = place.line();
    let number = place.position().line.to_string();
    let gap = " ".repeat(number.len());
    let (cut_before, before) = tail(&line[..words.start]);
    let (marked, _) = head(&line[words.clone()], WIDTH);
    let (after, cut_after) = head(&line[words.end..], WIDTH - columns(&marked).min(WIDTH));
    let (from, to) = (if cut_before { "… " } else { "" }, if cut_after { " …" } else { "" });
    let carets = "^".repeat(columns(&marked).max(1));
    let indent = " ".repeat(columns(from) + columns(&before));
    let shown = format!("{from}{before}{marked}{after}{to}");
    let bar = paint.with(Ink::Quiet, "|");
    let carets = paint.with(Ink::Error, carets);
    format!("{gap} {bar}\n{number} {bar} {}\n{gap} {bar} {indent}{carets}\n", shown.trim_end())
}

/// The end of `text` in visible form that fits into half of the width, and whether something was cut off before it.
fn tail(text: &str) -> (bool, String) {
    let mut start = text.len();
    for (at, _) in text.char_indices().rev() {
        if columns(&visible(&text[at..])) > WIDTH / 2 {
            break;
        }
        start = at;
    }
    (start > 0, visible(&text[start..]))
}

/// The beginning of `text` in visible form that fits into `width` columns, and whether something was cut off.
fn head(text: &str, width: usize) -> (String, bool) {
    let (mut shown, mut taken) = (String::new(), 0);
    for c in text.chars() {
        let next = visible(c.encode_utf8(&mut [0; 4]));
        taken += columns(&next);
        if taken > width {
            return (shown, true);
        }
        shown.push_str(&next);
    }
    (shown, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &str) -> String {
        let at = text.find(words).unwrap();
        let place = Place::new(text, at..at + words.len());
        problem(&Problem::new("no").in_file("a.toml").at(place).with("yes".to_owned()), Paint::default())
    }

    #[test]
    fn the_words_are_underlined() {
        assert_eq!(
            shown("x\nrule = 'calquess' # y\n", "'calquess'"),
            "error: a.toml:2:8: no\n  |\n2 | rule = 'calquess' # y\n  |        ^^^^^^^^^^\n  help: yes\n"
        );
        assert_eq!(
            shown("é\t世界\tb\u{202e}c\r\n", "b\u{202e}"),
            "error: a.toml:1:6: no\n  |\n1 | é    世界    b<U+202E>c\n  |              ^^^^^^^^^\n  help: yes\n"
        );
        assert!(shown("a = [\n  1,\n]\n", "[\n  1,\n]").contains("1 | a = [\n  |     ^\n"));
        assert!(shown("a =\n", "\n").contains("1 | a =\n  |    ^\n"));
        let bare = problem(&Problem::new("no\x1b[31m"), Paint::default());
        assert_eq!(bare, "error: no␛[31m\n");
    }

    #[test]
    fn long_lines_are_cut_around_the_words() {
        let text = format!("{}wrong{}", "a ".repeat(500), " b".repeat(500));
        let lines: Vec<String> = shown(&text, "wrong").lines().map(str::to_owned).collect();
        assert!(lines[2].starts_with("1 | … ") && lines[2].ends_with(" …"), "{lines:?}");
        let at = lines[2].chars().collect::<Vec<_>>().windows(5).position(|w| w.iter().collect::<String>() == "wrong");
        assert_eq!(at, lines[3].chars().position(|c| c == '^'));
        assert!(lines[2].chars().count() < 200);
    }
}
