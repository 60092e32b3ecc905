//! `copydesk completions`: completion scripts for shells, and the manual page.

use super::console::Console;
use super::output::Output;
use super::status::Status;
use crate::problem::{Problem, Problems};
use clap::{Args, ValueEnum};
use clap_complete::Shell;

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell, or man for the manual page
    #[arg(value_name = "SHELL", value_enum)]
    script: Script,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Script {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    Man,
}

/// Writes the script.
pub fn run(args: &CompletionsArgs, console: &Console, mut command: clap::Command) -> Result<Status, Problems> {
    let shell = match args.script {
        Script::Bash => Some(Shell::Bash),
        Script::Elvish => Some(Shell::Elvish),
        Script::Fish => Some(Shell::Fish),
        Script::Powershell => Some(Shell::PowerShell),
        Script::Zsh => Some(Shell::Zsh),
        Script::Man => None,
    };
    let mut script = Vec::new();
    match shell {
        Some(shell) => clap_complete::generate(shell, &mut command, "copydesk", &mut script),
        None => clap_mangen::Man::new(command)
            .render(&mut script)
            .map_err(|e| Problem::new(format!("the manual page: {e}")))?,
    }
    let mut output = Output::stdout(console.out);
    output.write(&script)?;
    output.finish()?;
    Ok(Status::Clean)
}
