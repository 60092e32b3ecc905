//! The command line: what can be asked, one file a command, and the exit status.
//!
//! Only here does copydesk print, read the environment and write files.

mod arguments;
mod check;
mod completions;
mod console;
mod filter;
mod init;
mod interrupt;
mod lsp;
mod new;
mod output;
mod records;
mod records_json;
mod review;
mod rules;
mod run;
mod since;
mod status;
mod target;
mod test;
mod unused_suppressions;
mod values;
mod workers;

use arguments::Colour;
use clap::{CommandFactory, Parser, Subcommand};
use console::Console;
use status::Status;
use std::ffi::OsString;
use std::process::ExitCode;

/// The copy desk for machine-translated news: finds the artifacts that machine translation leaves in English articles
/// and proposes corrections.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 100)]
    color: Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check articles, and correct them
    Check(Box<check::CheckArgs>),
    /// Go through the findings of articles in a browser, and accept or reject corrections
    Review(review::ReviewArgs),
    /// List the rules, or explain some
    Rules(rules::RulesArgs),
    /// Run the examples of rule files
    Test(test::TestArgs),
    /// Write the skeleton of a rule file
    New(new::NewArgs),
    /// Serve an editor, over the Language Server Protocol on standard input and output
    Lsp(lsp::LspArgs),
    /// Write a commented configuration
    Init(init::InitArgs),
    /// Write a completion script for a shell
    Completions(completions::CompletionsArgs),
}

/// Runs the command the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the command that `arguments` ask for; the first is the name of the program.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are an answer on standard output, all else is a bad argument; if nobody reads it any
            // more, there is nobody to tell.
            let _ = error.print();
            return if error.use_stderr() { Status::Failed.into() } else { Status::Clean.into() };
        }
    };
    let console = Console::new(cli.color);
    let done = match &cli.command {
        Command::Check(args) => check::run(args, &console),
        Command::Review(args) => review::run(args, &console),
        Command::Rules(args) => rules::run(args, &console),
        Command::Test(args) => test::run(args, &console),
        Command::New(args) => new::run(args, &console),
        Command::Lsp(args) => lsp::run(args),
        Command::Init(args) => init::run(args, &console),
        Command::Completions(args) => completions::run(args, &console, Cli::command()),
    };
    let status = done.unwrap_or_else(|problems| {
        problems.iter().for_each(|problem| console.report(problem));
        Status::Failed
    });
    status.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
