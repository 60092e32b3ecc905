//! The command: everything is in [`copydesk::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    copydesk::cli::main()
}
