//! URIs of files, there and back.

use crate::report::sarif::percent_encoded;
use std::path::{Path, PathBuf};

/// The path of a `file` URI; none for another, such as that of an untitled document.
#[must_use]
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    // Before the path may stand a host, which is this one.
    let path = decoded(&rest[rest.find('/')?..])?;
    let bytes = path.as_bytes();
    let drive = cfg!(windows) && bytes.get(2) == Some(&b':') && bytes.get(1).is_some_and(u8::is_ascii_alphabetic);
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// The URI of the file at `path`, which is absolute.
#[must_use]
pub fn file(path: &Path) -> String {
    let path = percent_encoded(&path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/"));
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |b: u8| char::from(b).to_digit(16);
            (digit(rest.next()?)? * 16 + digit(rest.next()?)?) as u8
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for name in ["/a/b.txt", "/a b/é%20🗞#?.md", "/x:y"] {
            assert_eq!(path(&file(Path::new(name))), Some(name.into()), "{name}");
        }
        assert_eq!(path("file://localhost/a%20b"), Some("/a b".into()));
        assert_eq!((path("untitled:Untitled-1"), path("file:///a%zz"), path("file:///%ff")), (None, None, None));
    }
}
