//! What is done when the process is asked to end, by Ctrl-C or by the system.

use crate::problem::Problem;
use crate::project::write::remove_unfinished;

/// The exit status of a process that was interrupted, as shells have it.
const INTERRUPTED: i32 = 130;

/// From now on, a signal that ends the process takes the new files with it that are not finished.
///
/// # Errors
/// When the system does not let us know of signals.
pub fn leave_nothing_half_written() -> Result<(), Problem> {
    #[allow(clippy::exit)] // the threads that work are in the middle of something
    let end = || {
        remove_unfinished();
        std::process::exit(INTERRUPTED);
    };
    ctrlc::set_handler(end).map_err(|e| Problem::new(format!("no way to be interrupted: {e}")))
}
