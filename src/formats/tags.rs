//! The tags, comments and doctypes of an HTML file, found as the standard's tokenizer finds them.
//!
//! Only where they stand is told. Nothing here calls itself, so that no file is too deep or too long for a thread's stack.

use crate::span::Span;
use memchr::{memchr, memchr_iter};

/// Elements whose content holds no tags but their own end tag.
const RAW: [&str; 9] = ["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];

/// What stands between two stretches of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HtmlMark {
    StartTag,
    EndTag,
    Comment,
    Doctype,
    /// A tag that the end of the file cuts off.
    CutOff,
}

/// Walks over the marks of a file.
#[derive(Debug)]
pub(super) struct HtmlMarks<'f> {
    file: &'f str,
    at: usize,
    /// The name of the element whose content is being read, if that holds no tags.
    raw: Option<&'f str>,
}

impl<'f> HtmlMarks<'f> {
    /// The marks of `file` from the byte `start` on.
    pub(super) fn new(file: &'f str, start: usize) -> Self {
        Self { file, at: start, raw: None }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.file.as_bytes().get(at).copied()
    }

    /// Where `needle` ends that stands at or after `from`; the end of the file if there is none.
    fn behind(&self, from: usize, needle: u8) -> usize {
        let rest = self.file.as_bytes().get(from..).unwrap_or_default();
        memchr(needle, rest).map_or(self.file.len(), |at| from + at + 1)
    }

    /// The first place from `from` on where `stop` holds; the end of the file if there is none.
    fn until(&self, from: usize, stop: impl Fn(u8) -> bool) -> usize {
        let rest = self.file.as_bytes().get(from..).unwrap_or_default();
        rest.iter().position(|b| stop(*b)).map_or(self.file.len(), |at| from + at)
    }

    /// Where the comment ends whose `<!--` is at `from`.
    fn comment_end(&self, from: usize) -> usize {
        let bytes = self.file.as_bytes();
        // `<!-->` and `<!--->` are whole comments.
        let inner = from + 4;
        for short in [&b">"[..], b"->"] {
            if bytes[inner..].starts_with(short) {
                return inner + short.len();
            }
        }
        let close = |at: &usize| bytes[inner..*at].ends_with(b"--") || bytes[inner..*at].ends_with(b"--!");
        memchr_iter(b'>', &bytes[inner..]).map(|at| inner + at).find(close).map_or(bytes.len(), |at| at + 1)
    }

    /// Where the tag ends whose name begins at `name`, and where its name does; no end if the file ends first.
    fn tag(&self, name: usize) -> (usize, Option<usize>) {
        let ends_name = |b: u8| is_space(b) || matches!(b, b'/' | b'>');
        let name_end = self.until(name, ends_name);
        let mut at = name_end;
        loop {
            at = self.until(at, |b| !is_space(b) && b != b'/');
            match self.byte(at) {
                None => return (name_end, None),
                Some(b'>') => return (name_end, Some(at + 1)),
                // A name may begin with the sign that ends it.
                Some(_) => at = self.until(at + 1, |b| ends_name(b) || b == b'='),
            }
            let equals = self.until(at, |b| !is_space(b));
            if self.byte(equals) != Some(b'=') {
                continue;
            }
            at = self.until(equals + 1, |b| !is_space(b));
            at = match self.byte(at) {
                None => return (name_end, None),
                Some(quote @ (b'"' | b'\'')) => {
                    let end = self.behind(at + 1, quote);
                    if self.byte(end - 1) != Some(quote) || end == at + 1 {
                        return (name_end, None);
                    }
                    end
                }
                Some(_) => self.until(at, |b| is_space(b) || b == b'>'),
            };
        }
    }

    /// Where the end tag of the element `raw` begins in its content; the end of the file if it has none.
    fn raw_end(&self, raw: &str) -> usize {
        let bytes = self.file.as_bytes();
        let named = |at: usize, name: &str| {
            bytes.get(at..at + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
                && self.byte(at + name.len()).is_some_and(|b| is_space(b) || matches!(b, b'/' | b'>'))
        };
        let script = raw.eq_ignore_ascii_case("script");
        // A script may hold a comment, and in it another script with its end tag.
        let (mut comment_end, mut inner) = (None, false);
        for at in memchr_iter(b'<', &bytes[self.at..]).map(|at| self.at + at) {
            if comment_end.is_some_and(|end| end <= at) {
                (comment_end, inner) = (None, false);
            }
            if script && comment_end.is_none() && bytes[at..].starts_with(b"<!--") {
                let dashes = &self.file[at + 2..];
                comment_end = Some(dashes.find("-->").map_or(bytes.len(), |n| at + 2 + n + 3));
            }
            let ends = self.byte(at + 1) == Some(b'/') && named(at + 2, raw);
            if ends && !inner {
                return at;
            }
            if comment_end.is_some() {
                inner = if ends { false } else { inner || named(at + 1, raw) };
            }
        }
        bytes.len()
    }
}

impl Iterator for HtmlMarks<'_> {
    type Item = (HtmlMark, Span);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(raw) = self.raw.take() {
            self.at = self.raw_end(raw);
        }
        loop {
            let from = self.until(self.at, |b| b == b'<');
            let after = self.byte(from + 1)?;
            let rest = &self.file.as_bytes()[from + 2..];
            let (mark, end) = match after {
                b'!' if rest.starts_with(b"--") => (HtmlMark::Comment, self.comment_end(from)),
                b'!' if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) => {
                    (HtmlMark::Doctype, self.behind(from, b'>'))
                }
                b'!' | b'?' => (HtmlMark::Comment, self.behind(from, b'>')),
                b'/' => match rest.first() {
                    None => return None,
                    Some(b'>') => {
                        self.at = from + 3;
                        continue;
                    }
                    Some(b) if b.is_ascii_alphabetic() => {
                        let (_, end) = self.tag(from + 2);
                        end.map_or((HtmlMark::CutOff, self.file.len()), |end| (HtmlMark::EndTag, end))
                    }
                    Some(_) => (HtmlMark::Comment, self.behind(from, b'>')),
                },
                b if b.is_ascii_alphabetic() => {
                    let (name_end, end) = self.tag(from + 1);
                    let name = &self.file[from + 1..name_end];
                    if name.eq_ignore_ascii_case("plaintext") {
                        self.at = self.file.len();
                    } else if RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
                        self.raw = Some(name);
                    }
                    end.map_or((HtmlMark::CutOff, self.file.len()), |end| (HtmlMark::StartTag, end))
                }
                _ => {
                    self.at = from + 1;
                    continue;
                }
            };
            if self.at <= from {
                self.at = end;
            }
            // No file is longer than 4 GiB.
            return Some((mark, Span::new(from as u32, end as u32)));
        }
    }
}

fn is_space(b: u8) -> bool {
    matches!(b, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use html5gum::{DefaultEmitter, Token, Tokenizer};
    use proptest::prelude::*;

    fn marks(html: &str) -> Vec<(HtmlMark, String)> {
        HtmlMarks::new(html, 0).map(|(mark, span)| (mark, span.of(html).to_owned())).collect()
    }

    /// What a tokenizer finds that follows the standard step by step.
    fn standard(html: &str) -> Vec<(HtmlMark, String)> {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let of = |token: Token<usize>| {
            let (mark, span) = match token {
                Token::StartTag(tag) => (HtmlMark::StartTag, tag.span),
                Token::EndTag(tag) => (HtmlMark::EndTag, tag.span),
                Token::Comment(comment) => (HtmlMark::Comment, comment.span),
                Token::Doctype(doctype) => (HtmlMark::Doctype, doctype.span),
                Token::String(_) | Token::Error(_) => return None,
            };
            Some((mark, html[span.start..span.end.min(html.len())].to_owned()))
        };
        Tokenizer::new_with_emitter(html, emitter).filter_map(|Ok(token)| of(token)).collect()
    }

    fn agrees(html: &str) {
        let whole = marks(html).into_iter().filter(|(mark, _)| *mark != HtmlMark::CutOff).collect::<Vec<_>>();
        assert_eq!(whole, standard(html), "{html:?}");
    }

    #[test]
    fn marks_are_where_the_standard_has_them() {
        for html in [
            "<!DOCTYPE html><p a=1 b='>' c=\">\"/d>x</p >",
            "a < b <3 </> <//> </3> <?x?> <!x> <![CDATA[ <b> ]]>",
            "<!--><b><!---><b><!----><b><!-- --!><b><!-- <!--> --><b><!-- -- > --",
            "<p =a=b c = d e= > <p a=b\"c='>'>",
            "<title><b></title ><textarea></titl></TEXTAREA/><style><b></style>",
            "<script><!-- <script> </script> --> </script><b>",
            "<script><!-- </script> <b> --></script><script><!--></script><b><script><!--<script></script></script>-->",
            "<script><!-- <script></script> --><!--<script> </script x> </script><b>",
            "<xmp><b></xmp><iframe></p></iframe><plaintext></plaintext><b>",
            "<p a=\"x",
            "<p a='",
            "<p a=",
            "<p a",
            "</p",
            "<",
            "</",
            "<!",
            "<!-",
            "<!--",
            "<!doctype",
            "<?",
            "<title></titl",
            "<title></title",
            "é<É><bé c=é>é</bé>",
        ] {
            agrees(html);
        }
        assert_eq!(marks("x <a href='")[0], (HtmlMark::CutOff, "<a href='".to_owned()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_the_standard_reads_it(pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<", ">", "/", "!", "-", "--", "=", "\"", "'", " ", "\n", "a", "é", "<p", "</p>", "<!--", "-->", "<script>",
            "</script>", "<title>", "</title>", "<style", "</style", "doctype", "?", "&amp;", "a=\"b\" ", "<!", "</", "script",
        ]), 0..30)) {
            agrees(&pieces.concat());
        }
    }

    #[test]
    fn nothing_is_too_deep_or_too_long() {
        for (unit, before, after) in [
            ("a=\"b\" ", "<p ", ">x"),
            ("a='b' ", "<p ", ">x"),
            ("a=b ", "<p ", ">x"),
            ("/", "<p ", ">x"),
            ("\"", "<p ", ">x"),
            ("<b>", "", "x"),
            ("</b>", "", ""),
            ("<", "", ""),
            ("<!--", "", ""),
            ("<!", "", ""),
            ("<script>", "", ""),
            ("<!--<script>", "<script>", ""),
            ("-", "<!--", ""),
            ("<!-- --", "<script>", ""),
        ] {
            let html = format!("{before}{}{after}", unit.repeat(100_000));
            std::thread::Builder::new()
                .stack_size(64 * 1024)
                .spawn(move || HtmlMarks::new(&html, 0).count())
                .unwrap()
                .join()
                .unwrap();
        }
    }
}
