//! The console: standard output and standard error, and whether they have colour.

use super::arguments::Colour;
use crate::problem::Problem;
use crate::report::paint::Paint;
use crate::report::problem::problem;
use crate::report::visible::harmless;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, IsTerminal, Write};

/// What is known of standard output and standard error.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// Colour on standard output.
    pub out: Paint,
    /// Colour on standard error.
    pub err: Paint,
    /// Whether standard output is a terminal.
    pub terminal: bool,
    /// Whether standard output is a file.
    pub file: bool,
}

impl Console {
    /// Looks at the streams and the environment.
    pub fn new(colour: Colour) -> Self {
        let paint = |choice: ColorChoice| Paint {
            colour: match colour {
                Colour::Auto => choice != ColorChoice::Never,
                Colour::Always => true,
                Colour::Never => false,
            },
        };
        Self {
            out: paint(AutoStream::choice(&io::stdout())),
            err: paint(AutoStream::choice(&io::stderr())),
            terminal: io::stdout().is_terminal(),
            file: is_file(),
        }
    }

    /// Tells on standard error what could not be done.
    pub fn report(&self, failure: &Problem) {
        self.say(&problem(failure, self.err));
    }

    /// Writes `text`, which is fit for a terminal, to standard error.
    pub fn say(&self, text: &str) {
        // If standard error is closed, there is no place left to complain.
        let _ = stderr(self.err).write_all(&harmless(text.as_bytes()));
    }
}

/// Whether standard output is a regular file.
fn is_file() -> bool {
    #[cfg(unix)]
    let copy = std::os::fd::AsFd::as_fd(&io::stdout()).try_clone_to_owned().map(std::fs::File::from);
    #[cfg(windows)]
    let copy = std::os::windows::io::AsHandle::as_handle(&io::stdout()).try_clone_to_owned().map(std::fs::File::from);
    #[cfg(not(any(unix, windows)))]
    let copy = io::Result::<std::fs::File>::Err(io::ErrorKind::Unsupported.into());
    copy.and_then(|file| file.metadata()).is_ok_and(|metadata| metadata.is_file())
}

/// Standard output, on which the colours of `paint` work on every terminal, those of old Windows too.
pub fn stdout(paint: Paint) -> Box<dyn Write> {
    let raw = io::stdout();
    if paint.colour { Box::new(AutoStream::always(raw)) } else { Box::new(raw) }
}

/// Standard error, in the same way.
pub fn stderr(paint: Paint) -> Box<dyn Write> {
    let raw = io::stderr();
    if paint.colour { Box::new(AutoStream::always(raw)) } else { Box::new(raw) }
}
