//! The command: everything is in the library, behind the feature `cli`.

use mimalloc::MiMalloc;
use std::process::ExitCode;

// A long text is checked a tenth faster with it: its memory comes in larger pieces.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    copydesk::internal::main()
}
