//! Tasks of development that are not part of the tool; `cargo xtask help` lists them.

mod build;
mod diff;
mod frequency;
mod reports;

use copydesk::internal::REPORT_FORMATS;
use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask diff OLD NEW PATH... [-- ARGUMENTS]
    Shows which findings NEW adds to those of OLD, and which it removes, over files and folders.
    OLD and NEW are Git revisions, `.` for the working tree, or paths of copydesk binaries.
    ARGUMENTS are passed on to `copydesk check` (for example `-- --from fr`).
    Exit status: 0 nothing changed, 1 something did, 2 it could not be found out.

cargo xtask reports OLD NEW PATH... [-- ARGUMENTS]
    Shows which report formats NEW writes differently from OLD, byte for byte, over files and folders.
    OLD, NEW, ARGUMENTS and the exit status are those of `diff`.

cargo xtask growth [WORDS...]
    Measures how time and memory grow with the text, over hundreds of kinds of texts (benches/growth.rs), in release;
    with WORDS only over those whose names hold them, and then shows the figures of each.
    Exit status: 0 everything is within its bounds, 1 something is not, 2 it could not be measured.

cargo xtask frequency FOLDER
    Prints the table of src/pattern/frequent.tsv as counted over the files of a folder of news articles.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["diff", old, new, ref rest @ ..] if !rest.is_empty() => compare(old, new, rest),
        ["reports", old, new, ref rest @ ..] if !rest.is_empty() => compare_reports(old, new, rest),
        ["growth", ref words @ ..] => build::bench("growth", words),
        ["frequency", folder] => {
            frequency::table(Path::new(folder)).map_err(|e| format!("{folder}: {e}")).map(|table| {
                print!("{table}");
                true
            })
        }
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => Err(format!("usage:\n{HELP}")),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// Whether both find the same.
fn compare(old: &str, new: &str, rest: &[&str]) -> Result<bool, String> {
    let (paths, arguments) = paths_and_arguments(rest)?;
    let findings = |version: &str| -> Result<Vec<diff::Finding>, String> {
        let report = build::report(&build::binary(version)?, arguments, paths)?;
        diff::findings(&report)
    };
    let changes = diff::Changes::between(&findings(old)?, &findings(new)?);
    print!("{changes}");
    Ok(changes.is_empty())
}

/// Whether both write the same reports.
fn compare_reports(old: &str, new: &str, rest: &[&str]) -> Result<bool, String> {
    let (paths, arguments) = paths_and_arguments(rest)?;
    let (old, new) = (build::binary(old)?, build::binary(new)?);
    let formats: Vec<&str> = REPORT_FORMATS.iter().map(|format| format.name).collect();
    let written = reports::compare([&old, &new], &formats, arguments, paths)?;
    written.iter().for_each(|written| print!("{written}"));
    Ok(written.iter().all(|written| written.difference.is_none()))
}

/// The paths before `--`, and what comes after it.
fn paths_and_arguments<'a>(rest: &'a [&'a str]) -> Result<(&'a [&'a str], &'a [&'a str]), String> {
    let split = rest.iter().position(|r| *r == "--").unwrap_or(rest.len());
    if split == 0 {
        return Err("no file or folder to compare over".to_owned());
    }
    Ok((&rest[..split], rest.get(split + 1..).unwrap_or_default()))
}
