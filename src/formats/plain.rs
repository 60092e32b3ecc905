//! Plain text: one file is one article, and its bytes are its text.

use super::{MAX_BYTES, ReadError, decode};
use std::io::Read;
#[cfg(feature = "cli")]
use std::{fs::File, path::Path};

/// Reads the file at `path`.
///
/// # Errors
/// When it cannot be read, is no UTF-8 text, or is longer than 4 GiB.
#[cfg(feature = "cli")]
pub fn read(path: &Path) -> Result<String, ReadError> {
    let mut file = open(path)?;
    let length = file.metadata()?.len();
    if length > MAX_BYTES {
        return Err(ReadError::TooLong);
    }
    read_from(&mut file, length as usize)
}

/// Opens the file at `path` for reading. Opening a pipe waits for its other end, and a device may have none.
///
/// # Errors
/// When it cannot be opened, or is a pipe or device.
#[cfg(feature = "cli")]
pub fn open(path: &Path) -> Result<File, ReadError> {
    let regular = |kind: std::fs::FileType| kind.is_file() || kind.is_dir();
    if !regular(std::fs::metadata(path)?.file_type()) {
        return Err(ReadError::NoFile);
    }
    let file = File::open(path)?;
    // It may have become another one meanwhile.
    if regular(file.metadata()?.file_type()) { Ok(file) } else { Err(ReadError::NoFile) }
}

/// Reads `input` to its end; `expected` is the length it probably has, in bytes.
///
/// # Errors
/// When it cannot be read, is no UTF-8 text, or is longer than 4 GiB.
pub fn read_from(input: &mut dyn Read, expected: usize) -> Result<String, ReadError> {
    // One byte more than expected lets the reader see the end without growing the buffer.
    let mut bytes = Vec::with_capacity(expected + 1);
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    decode(bytes)
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_a_stream_give_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "\u{feff}One\r\nTwo").unwrap();
        assert_eq!(read(&path).unwrap(), "\u{feff}One\r\nTwo");
        assert_eq!(read_from(&mut "\u{feff}One\r\nTwo".as_bytes(), 0).unwrap(), "\u{feff}One\r\nTwo");
        assert!(matches!(read(&folder.path().join("none")), Err(ReadError::Io(_))));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_devices_are_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.txt");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(matches!(read(&pipe), Err(ReadError::NoFile)));
        assert!(matches!(read(Path::new("/dev/zero")), Err(ReadError::NoFile)));
    }
}
