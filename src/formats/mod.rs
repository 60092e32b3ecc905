//! Formats: from the bytes of a file to an article and back, or a clear refusal.
//!
//! The bytes are looked at once and become the text without being copied. A byte order mark, every kind of line end
//! and a missing last newline are part of the text and stay. What is not text is refused with the place and a remedy.

mod entity;
pub mod extract;
mod front_matter;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod map_back;
pub mod markdown;
pub mod markup;
pub mod plain;
pub mod proof;
mod removal;
pub mod skeleton;
pub mod source_map;
mod subtitles;
pub mod table;
mod tags;

pub use table::Format;

use crate::problem::Problem;
use std::fmt;
use std::io;

/// Longest text, in bytes: spans are 32 bits wide.
pub const MAX_BYTES: u64 = u32::MAX as u64;

/// How many bytes at the start of a file tell text from binary data.
const SNIFFED: usize = 8192;

/// Why something could not be read as an article.
#[derive(Debug)]
pub enum ReadError {
    /// The system did not let us.
    Io(io::Error),
    /// A byte that belongs to no UTF-8 character.
    NotUtf8 {
        /// Offset of the byte from the start, in bytes.
        offset: usize,
        /// Line it stands in, from 1.
        line: usize,
        /// The byte.
        byte: u8,
        /// What the file seems to be instead.
        guess: Guess,
    },
    /// UTF-16, told by its byte order mark.
    Utf16,
    /// Data that is no text.
    Binary,
    /// A pipe, a socket or a device.
    NoFile,
    /// Longer than [`MAX_BYTES`].
    TooLong,
    /// A line of a JSON Lines file is longer than [`MAX_BYTES`].
    LineTooLong {
        /// Its number, from 1.
        line: u64,
    },
}

/// What a text that is not valid UTF-8 seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// One of the old Western encodings, of one byte a character.
    Western,
    /// UTF-8 that ends in the middle of a character.
    CutOff,
    /// UTF-8 with other bytes in between.
    Damaged,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{}", Reason(error)),
            Self::NotUtf8 { offset, line, byte, .. } => {
                write!(f, "not valid UTF-8: byte 0x{byte:02X} at offset {offset}, line {line}")
            }
            Self::Utf16 => f.write_str("UTF-16, not UTF-8"),
            Self::Binary => f.write_str("a binary file, not text"),
            Self::NoFile => f.write_str("a pipe or device, not a regular file"),
            Self::TooLong => f.write_str("longer than 4 GiB"),
            Self::LineTooLong { line } => write!(f, "line {line} is longer than 4 GiB"),
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What a person can do about it.
    #[must_use]
    pub fn remedy(&self) -> Option<String> {
        let convert =
            |from: &str| Some(format!("convert it to UTF-8 first, for example with `iconv -f {from} -t UTF-8`"));
        match self {
            Self::Io(error) => Self::remedy_of_kind(error.kind()),
            Self::NotUtf8 { guess: Guess::Western, .. } => convert("WINDOWS-1252"),
            Self::NotUtf8 { guess: Guess::CutOff, .. } => {
                Some("its last character is incomplete: the file seems to have been cut off; fetch it again".to_owned())
            }
            Self::NotUtf8 { guess: Guess::Damaged, .. } => {
                Some("the rest is UTF-8: correct the bytes at that place, or fetch the file again".to_owned())
            }
            Self::Utf16 => convert("UTF-16"),
            Self::Binary => Some(
                "copydesk reads plain text, Markdown, HTML, subtitles, JSON and JSON Lines; extract the text first, or leave the file out".to_owned(),
            ),
            Self::NoFile => Some("write its content into a file first".to_owned()),
            Self::LineTooLong { .. } => Some("leave that record out".to_owned()),
            Self::TooLong => Some("split it, or put one article a line into a .jsonl file".to_owned()),
        }
    }
}

impl ReadError {
    /// What a person can do about an error of the system.
    #[must_use]
    pub fn remedy_of_kind(kind: io::ErrorKind) -> Option<String> {
        match kind {
            io::ErrorKind::NotFound => Some("check the spelling of the path".to_owned()),
            io::ErrorKind::PermissionDenied => Some("allow yourself to read it, or leave it out".to_owned()),
            _ => None,
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<&ReadError> for Problem {
    fn from(error: &ReadError) -> Self {
        Self::new(error.to_string()).with(error.remedy())
    }
}

/// The problem that something cannot be written.
#[must_use]
pub fn unwritable(error: &io::Error) -> Problem {
    let remedy = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("allow yourself to write there, or choose another place".to_owned())
        }
        io::ErrorKind::AlreadyExists => Some("choose another name, or delete it first".to_owned()),
        io::ErrorKind::StorageFull => Some("make room on the disk".to_owned()),
        io::ErrorKind::NotFound => Some("make the folder first".to_owned()),
        io::ErrorKind::NotADirectory => Some("choose another place: one of these folders is a file".to_owned()),
        _ => None,
    };
    Problem::new(format!("cannot be written: {}", Reason(error))).with(remedy)
}

/// An error of the system in words, without its number.
pub struct Reason<'a>(pub &'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        let mut chars = text.chars();
        match chars.next() {
            Some(first) => write!(f, "{}{}", first.to_lowercase(), chars.as_str()),
            None => f.write_str("unknown error"),
        }
    }
}

/// Makes a text of `bytes`, without copying them.
///
/// # Errors
/// When they are binary data, not valid UTF-8 or more than [`MAX_BYTES`].
pub fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLong);
    }
    sniff(&bytes)?;
    // Anywhere: what is refused must not depend on what a correction moves to the front.
    if memchr::memchr(0, &bytes).is_some() {
        return Err(ReadError::Binary);
    }
    String::from_utf8(bytes).map_err(|error| {
        let (valid, missing) = (error.utf8_error().valid_up_to(), error.utf8_error().error_len().is_none());
        not_utf8(error.as_bytes(), valid, missing)
    })
}

/// Refuses what shows itself in its first bytes as no UTF-8 text.
///
/// # Errors
/// When `bytes` start like UTF-16 or binary data.
pub fn sniff(bytes: &[u8]) -> Result<(), ReadError> {
    let head = &bytes[..bytes.len().min(SNIFFED)];
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Err(ReadError::Utf16);
    }
    let control = |b: &&u8| matches!(b, 0x01..=0x08 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    if head.contains(&0) || head.iter().filter(control).count() * 10 > head.len() {
        return Err(ReadError::Binary);
    }
    Ok(())
}

fn not_utf8(bytes: &[u8], offset: usize, missing: bool) -> ReadError {
    let byte = bytes[offset];
    // In a one-byte encoding nearly every accented letter stands alone between ASCII letters, so that no sequence of
    // bytes is valid UTF-8 by chance.
    let guess = if missing {
        Guess::CutOff
    } else if bytes[..offset].is_ascii() && !bytes[offset..].utf8_chunks().any(|c| !c.valid().is_ascii()) {
        Guess::Western
    } else {
        Guess::Damaged
    };
    // The last byte of a Western text can look like the start of a character.
    let guess = if missing && bytes.len() - offset == 1 && bytes[..offset].is_ascii() { Guess::Western } else { guess };
    ReadError::NotUtf8 { offset, line: memchr::memchr_iter(b'\n', &bytes[..offset]).count() + 1, byte, guess }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (String, Option<String>) {
        let error = decode(bytes.to_vec()).unwrap_err();
        (error.to_string(), error.remedy())
    }

    #[test]
    fn text_stays_as_it_is() {
        for text in ["", "\u{feff}One\r\nTwo\rThree", "é“\n\n\n", "x\x0cy\x1bz"] {
            assert_eq!(decode(text.as_bytes().to_vec()).unwrap(), text);
        }
    }

    #[test]
    fn invalid_utf8_is_refused_with_its_place() {
        let (what, remedy) = refused(b"One\nTwo caf\xe9s\n");
        assert_eq!(what, "not valid UTF-8: byte 0xE9 at offset 11, line 2");
        assert!(remedy.unwrap().contains("iconv -f WINDOWS-1252"));
        assert!(refused("é and \u{201c}".as_bytes().split_last().unwrap().1).1.unwrap().contains("cut off"));
        assert!(refused(b"\xc3\xa9 and \xff here").1.unwrap().contains("correct the bytes"));
        assert!(refused(b"caf\xe9").1.unwrap().contains("iconv"));
    }

    #[test]
    fn binary_data_is_refused() {
        assert_eq!(refused(b"PK\x03\x04\0\0").0, "a binary file, not text");
        assert_eq!(refused(b"\x01\x02\x03\x04abcdef").0, "a binary file, not text");
        assert_eq!(refused(b"\xff\xfeA\0").0, "UTF-16, not UTF-8");
    }

    #[test]
    fn nul_is_no_text_wherever_it_stands() {
        assert_eq!(refused(format!("{}\0", "a".repeat(SNIFFED)).as_bytes()).0, "a binary file, not text");
    }
}
