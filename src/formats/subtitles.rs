//! Subtitles: `SubRip` and `WebVTT`.
//!
//! Numbers, times, notes, style sheets and codes (`<i>`, `{\an8}`) are no text. A sentence may run over several cues:
//! they are one paragraph until it ends or somebody else speaks. What stands between two cues is one space that has no
//! bytes of the file, so that no correction reaches over it. A cue without words ends the paragraph, so that a
//! correction which would leave one gives another text and is only shown.

use super::entity::Entities;
use super::extract::{Builder, Loaded};
use super::markup::Markup;
use super::source_map::Kind;
use crate::span::Span;

/// Subtitles as a markup.
#[derive(Debug)]
pub struct Subtitles;

impl Markup for Subtitles {
    fn read(&self, file: &str) -> Loaded<'static> {
        let references = file.trim_start_matches('\u{feff}').starts_with("WEBVTT");
        let mut reader = SubtitleReader {
            out: Builder::new(file),
            file,
            entities: references.then(Entities::default),
            space: None,
            end: 0,
            finished: true,
        };
        reader.file();
        reader.out.finish()
    }

    fn write(&self, c: char, _value: bool, out: &mut String) {
        out.push(c);
    }

    /// What is put in between two cues stands before the words of the second.
    fn closes(&self, between: &str) -> bool {
        between.starts_with("</") || between.lines().any(is_time)
    }

    fn has_references(&self) -> bool {
        true
    }

    /// A cue is shown at its time, whatever it says.
    fn removal(&self, _file: &str, _element: Span) -> Option<Span> {
        None
    }
}

#[derive(Debug)]
struct SubtitleReader<'f> {
    out: Builder<'f>,
    file: &'f str,
    /// Character references, which only `WebVTT` has.
    entities: Option<Entities>,
    /// What stands for a space if more words of the paragraph follow.
    space: Option<Span>,
    /// Where the last words end.
    end: u32,
    /// The last words end a sentence.
    finished: bool,
}

impl SubtitleReader<'_> {
    fn file(&mut self) {
        let mut lines = lines(self.file).peekable();
        let mut inside = false;
        let mut fresh = false;
        while let Some(line) = lines.next() {
            let text = line.of(self.file);
            let number = text.trim().bytes().all(|b| b.is_ascii_digit());
            if is_time(text) {
                self.out.skeleton.mark(text);
                (inside, fresh) = (true, true);
                continue;
            }
            // The number of the next cue, with or without the blank line before it.
            let blank = text.trim().is_empty();
            if inside && (blank || number && lines.peek().is_some_and(|next| is_time(next.of(self.file)))) {
                if fresh {
                    self.out.end();
                }
                inside = false;
            }
            if inside {
                fresh &= !self.line(line, fresh);
            } else {
                self.out.skeleton.mark(text);
            }
        }
    }

    /// Reads a line of a cue, the first with words if it is `fresh`; whether it has words.
    fn line(&mut self, line: Span, fresh: bool) -> bool {
        let mut words = false;
        let mut at = line.start;
        while at < line.end {
            let rest = Span::new(at, line.end).of(self.file);
            let code = code(rest);
            let blank = rest.len() - rest.trim_start().len();
            if code > 0 {
                self.out.skeleton.mark(&rest[..code]);
                at += code as u32;
                continue;
            }
            if blank > 0 {
                self.white(Span::new(at, at + blank as u32));
                at += blank as u32;
                continue;
            }
            if !words {
                words = true;
                let sign = rest.len() - rest.trim_start_matches(['-', '–', '>', ' ']).len();
                if sign > 0 && self.is_speaker(rest, &rest[sign..]) {
                    self.begin();
                    self.out.skeleton.mark(&rest[..sign]);
                    at += sign as u32;
                    continue;
                }
                if fresh {
                    self.join(rest);
                }
            }
            at += self.word(rest, at) as u32;
        }
        words
    }

    /// Whether a line that begins with a sign, and goes on with `words`, is what the next speaker says.
    fn is_speaker(&self, line: &str, words: &str) -> bool {
        let goes_on = words.starts_with(|c: char| c.is_numeric() || c.is_lowercase() && !self.finished);
        (line.starts_with(['-', '–']) || line.starts_with(">>")) && !words.trim().is_empty() && !goes_on
    }

    fn begin(&mut self) {
        self.out.begin(Kind::Running);
        self.space = None;
    }

    /// Begins a cue whose words begin with `words`: it goes on with the sentence of the cue before, or does not.
    fn join(&mut self, words: &str) {
        let small = words.trim_start_matches(['.', '…']).starts_with(char::is_lowercase);
        if self.out.is_open() && (small || !self.finished) {
            self.space = Some(Span::at(self.end));
        } else {
            self.begin();
        }
    }

    /// Adds white space. A code in it parts it; what follows the code is left out.
    fn white(&mut self, span: Span) {
        self.space = Some(match self.space {
            Some(space) if space.end == span.start && !space.is_empty() => space.to(span),
            Some(space) => space,
            None => span,
        });
    }

    /// Adds the word at the start of `rest`, which stands at `at`; its length in bytes.
    fn word(&mut self, rest: &str, at: u32) -> usize {
        let starts = |(n, c): &(usize, char)| c.is_whitespace() || *n > 0 && (*c == '&' || code(&rest[*n..]) > 0);
        let mut length = rest.char_indices().find(starts).map_or(rest.len(), |(n, _)| n);
        let mut decoded = None;
        if let Some(entities) = &mut self.entities
            && rest.starts_with('&')
            && let (whole, Some(character)) = entities.decode(rest)
        {
            length = whole;
            decoded = Some(character);
        }
        if let Some(space) = self.space.take() {
            self.out.space(space);
        }
        let span = Span::new(at, at + length as u32);
        match decoded {
            Some(character) => self.out.one(character, span),
            None => self.out.text(span),
        }
        let last = decoded.unwrap_or(&rest[..length]).trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
        if !last.is_empty() {
            self.finished = last.ends_with(['.', '!', '?', '…', '♪']);
        }
        self.end = span.end;
        length
    }
}

/// The lines of `file`, with their ends.
fn lines(file: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    file.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len() as u32;
        Span::new(start, at)
    })
}

/// Whether `line` says from when to when a cue is shown.
fn is_time(line: &str) -> bool {
    let is_clock = |text: &str| {
        text.contains(':') && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b',' | b'.' | b' '))
    };
    let Some((from, to)) = line.trim_start_matches('\u{feff}').split_once("-->") else { return false };
    is_clock(from.trim()) && to.split_whitespace().next().is_some_and(is_clock)
}

/// How many bytes at the start of `text` are a code that shows nothing: `<i>`, `</v>`, `<00:01.000>`, `{\an8}`.
fn code(text: &str) -> usize {
    // Bounded, so that a long line of codes that are never closed is not searched to its end for each.
    const LONGEST: usize = 1000;
    let near = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = match near {
        [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..] => memchr::memchr(b'>', near),
        [b'<', b'0'..=b'9', ..] => {
            let end = memchr::memchr(b'>', near);
            end.filter(|&end| near[1..end].iter().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.')))
        }
        [b'{', b'\\', ..] => memchr::memchr(b'}', near),
        _ => None,
    };
    end.map_or(0, |end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(file: &str) -> Vec<String> {
        let out = Subtitles.read(file);
        super::super::html::tests::sound(file, &out);
        out.map.elements.iter().map(|e| e.text.of(&out.article.text).to_owned()).collect()
    }

    /// A file of cues with these words.
    fn cues(words: &[&str]) -> String {
        let cue = |(n, text): (usize, &&str)| format!("{}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n\n", n + 1);
        words.iter().enumerate().map(cue).collect()
    }

    #[test]
    fn numbers_times_and_codes_are_no_text() {
        let file = "\u{feff}1\r\n00:00:01,000 --> 00:00:03,500 X1:40 Y1:20\r\n{\\an8}<i>The ferry</i> left\r\nat <b>noon</b>.\r\n\r\n\
            2\r\n00:00:04,000 --> 00:00:06,000\r\n12 came back, 3 <4 and {so}.\r\n";
        assert_eq!(texts(file), ["The ferry left at noon.", "12 came back, 3 <4 and {so}."]);
    }

    #[test]
    fn web_vtt_has_notes_names_settings_and_references() {
        let file = "WEBVTT - The harbour\nKind: captions\n\nNOTE\nnot spoken\n\nSTYLE\n::cue { color: red }\n\n\
            intro\n00:01.000 --> 00:03.000 align:start\n<v Anna Roux>Fish &amp; <c.loud>chips</c> &nosuch;\n\n\
            00:04.000 --> 00:05.000\nat <00:04.500>noon&quot;.\n";
        assert_eq!(texts(file), ["Fish & chips &nosuch; at noon\"."]);
        assert_eq!(texts(&cues(&["Fish &amp; chips."])), ["Fish &amp; chips."]);
    }

    #[test]
    fn a_sentence_runs_over_cues_until_it_ends() {
        let of = |words: &[&str]| texts(&cues(words));
        assert_eq!(of(&["The mayor", "said it.", "She left."]), ["The mayor said it.", "She left."]);
        assert_eq!(of(&["“He left.”", "“Did he?”"]), ["“He left.”", "“Did he?”"]);
        assert_eq!(of(&["He went...", "...and came back."]), ["He went... ...and came back."]);
        assert_eq!(of(&["They met", "", "Nobody knew."]), ["They met", "Nobody knew."]);
        assert_eq!(of(&["They met", "<i> </i>", "Nobody knew."]), ["They met", "Nobody knew."]);
    }

    #[test]
    fn each_speaker_has_a_paragraph() {
        let of = |words: &str| texts(&cues(&["Who is there", words]));
        assert_eq!(of("- It is me\n– And me."), ["Who is there", "It is me", "And me."]);
        assert_eq!(of(">> It is me"), ["Who is there", "It is me"]);
        assert_eq!(of("- who -\nwas there."), ["Who is there - who - was there."]);
        assert_eq!(of("-5 degrees."), ["Who is there -5 degrees."]);
    }

    #[test]
    fn what_is_damaged_is_no_text_or_a_cue() {
        assert_eq!(
            texts("1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:03,000 --> 00:00:04,000\nTwo."),
            ["One.", "Two."]
        );
        assert_eq!(texts("1\n00:00:01,000 --> 00:00:02,000\nOne --> two.\n\nstray\n"), ["One --> two."]);
        for file in [
            "",
            "\u{feff}",
            "-->",
            "1\n00:00:01,000 --> 00:00:02,000",
            "1\n00:00:01,000 --> 00:00:02,000\n<i",
            "no cue",
        ] {
            assert!(texts(file).len() < 2, "{file}");
        }
    }
}
