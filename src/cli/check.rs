//! `copydesk check`: what can be asked of it, and the run over all input.

use super::console::Console;
use super::input::{self, Input};
use super::output::Output;
use super::run::{Done, Job, Mode};
use super::select::{Selection, select};
use super::status::{Failure, Status};
use super::workers::Workers;
use super::{RuleSource, records};
use crate::engine::{Linter, Options};
use crate::finding::{Applicability, Severity};
use crate::report::concise::Concise;
use crate::report::diff::Canvas;
use crate::report::json::{Json, Jsonl};
use crate::report::paint::Paint;
use crate::report::summary::{Summary, counted};
use crate::report::text::{Fixing, Text};
use crate::report::{Format, Writer, statistics};
use crate::rule::file::Variety;
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Apply safe fixes in place; of standard input, to standard output
    #[arg(long)]
    fix: bool,
    /// With --fix or --diff, apply unsafe fixes too
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, conflicts_with_all = ["format", "statistics"])]
    diff: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write the report there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language translated from: fr, de, es, …; auto infers it
    #[arg(long, value_name = "LANG", default_value = "auto", value_parser = language)]
    from: Language,
    /// The variety of English, which decides where a comma stands at a closing quotation mark
    #[arg(long, value_name = "VARIETY", value_enum, default_value = "auto")]
    english: English,
    /// Run only these rules or families (`all` for every rule)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not run these rules or families
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Run these rules or families too
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    extend_select: Vec<String>,
    /// The least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "warning")]
    fail_on: FailOn,
    #[command(flatten)]
    rules: RuleSource,
    /// Count findings by rule, in place of listing them
    #[arg(long)]
    statistics: bool,
    /// How many threads may work; as many as there are processors, if not given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// The name of standard input in the report; with .jsonl, it is read as records
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<String>,
}

/// The variety of English of the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum English {
    /// Inferred from the spelling, where enough words agree
    Auto,
    /// American
    Us,
    /// British
    Uk,
}

/// What makes the exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    fn fails(self, summary: &Summary) -> bool {
        let severity = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
            Self::Never => return false,
        };
        summary.at_least(severity) > 0
    }
}

/// A language, or none to infer it.
#[derive(Debug, Clone)]
struct Language(Option<Box<str>>);

fn language(code: &str) -> Result<Language, String> {
    if code == "auto" {
        return Ok(Language(None));
    }
    let known = matches!(code.len(), 2 | 3) && code.bytes().all(|b| b.is_ascii_lowercase());
    known.then(|| Language(Some(code.into()))).ok_or_else(|| "not a language code such as fr, de or es".to_owned())
}

impl CheckArgs {
    fn mode(&self) -> Mode {
        match (self.diff, self.fix) {
            (true, _) => Mode::Diff,
            (false, true) => Mode::Fix,
            (false, false) => Mode::Check,
        }
    }

    fn threshold(&self) -> Applicability {
        if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }

    fn writer(&self, paint: Paint) -> Box<dyn Writer> {
        let statistics = self.statistics;
        match self.format {
            Format::Text => {
                let fixing =
                    if self.fix { Fixing::Applied(self.threshold()) } else { Fixing::Offered(self.threshold()) };
                Box::new(Text { paint, fixing, statistics })
            }
            Format::Concise => Box::new(Concise { statistics }),
            Format::Json => Box::new(Json { fixed: self.fix, statistics }),
            Format::Jsonl => Box::new(Jsonl),
        }
    }
}

/// Checks what `args` ask for.
pub fn run(args: &CheckArgs, console: &Console) -> Result<Status, Failure> {
    if args.paths.is_empty() && io::stdin().is_terminal() {
        return Err(Failure::new("nothing to check").with("name files or folders, or - for standard input".to_owned()));
    }
    let rules = args.rules.load_to_check()?;
    let asked = Selection { select: &args.select, extend: &args.extend_select, ignore: &args.ignore };
    let english = match args.english {
        English::Auto => None,
        English::Us => Some(Variety::Us),
        English::Uk => Some(Variety::Uk),
    };
    let options = Options { from: args.from.0.clone(), english, selected: select(rules, &asked)? };
    let (inputs, failures) = input::find(&args.paths, args.stdin_filename.as_deref());
    if inputs.is_empty() && failures.is_empty() {
        console.say("nothing to check: no .txt, .md, .html or .jsonl file there\n");
    }

    let passes_on = args.mode() == Mode::Fix && inputs.iter().any(|i| matches!(i, Input::Stdin(_)));
    let (output, paint, terminal) = match &args.output {
        Some(path) => {
            not_an_input(path, &inputs)?;
            (Output::file(path)?, Paint::default(), false)
        }
        None if passes_on => (Output::stderr(console.err), console.err, true),
        None => (Output::stdout(console.out), console.out, console.terminal),
    };
    let job = Job {
        linter: Linter::new(rules, options).map_err(|error| Failure::new(error.to_string()))?,
        writer: args.writer(paint),
        mode: args.mode(),
        threshold: args.threshold(),
        canvas: Canvas { paint, terminal },
    };
    let mut desk = Desk { job: &job, console, output, summary: Summary::default(), failed: false, differs: false };
    failures.iter().for_each(|failure| desk.fail(failure));
    desk.work(&inputs, &Workers::new(args.jobs))?;

    let Desk { mut output, summary, failed, differs, .. } = desk;
    if job.mode == Mode::Diff {
        if differs && console.terminal {
            let fixed = counted(summary.fixed.values().sum(), "finding");
            console.say(&format!("--fix would mend {fixed} in {}\n", counted(summary.changed, "article")));
        }
    } else {
        let mut end = Vec::new();
        job.writer.close(&summary, rules, &mut end);
        output.write(&end)?;
        if args.statistics && args.format == Format::Jsonl {
            let mut table = Vec::new();
            statistics::table(&summary, rules, console.err, &mut table);
            console.say(&String::from_utf8_lossy(&table));
        }
    }
    output.finish()?;
    let found = if job.mode == Mode::Diff { differs } else { args.fail_on.fails(&summary) };
    Ok(match (failed, found) {
        (true, _) => Status::Failed,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    })
}

/// Refuses to write the report over what is to be checked.
fn not_an_input(path: &Path, inputs: &[Input]) -> Result<(), Failure> {
    let Ok(output) = path.canonicalize() else { return Ok(()) };
    let same = |input: &Input| matches!(input, Input::File(file) if file.canonicalize().is_ok_and(|f| f == output));
    if output.is_file() && inputs.iter().any(same) {
        return Err(Failure::new(format!("{}: the report would take the place of an article", path.display())));
    }
    Ok(())
}

/// Where the results come together, in order.
struct Desk<'d> {
    job: &'d Job<'d>,
    console: &'d Console,
    output: Output,
    summary: Summary,
    failed: bool,
    differs: bool,
}

impl Desk<'_> {
    fn work(&mut self, inputs: &[Input], workers: &Workers) -> Result<(), Failure> {
        if self.job.mode != Mode::Diff {
            let mut start = Vec::new();
            self.job.writer.open(&mut start);
            self.output.write(&start)?;
        }
        let mut rest = inputs;
        while let Some(first) = rest.first() {
            let more = if first.is_records() {
                rest = &rest[1..];
                records::run(self.job, first, workers, &mut |done| self.take(&done))?
            } else {
                let batch = rest.iter().take(workers.batch()).take_while(|i| !i.is_records()).count();
                let (batch, later) = rest.split_at(batch);
                rest = later;
                let mut more = true;
                for done in workers.map(batch, |input| self.job.plain(input)) {
                    records::pass_on(&done.passed_on)?;
                    more &= self.take(&done)?;
                }
                more
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    /// Puts out what came of an article; whether to go on.
    fn take(&mut self, done: &Done) -> Result<bool, Failure> {
        done.failures.iter().for_each(|failure| self.fail(failure));
        self.summary.add(&done.summary);
        self.differs |= done.differs;
        let separator = if self.job.mode == Mode::Diff { &b""[..] } else { self.job.writer.separator() };
        self.output.part(&done.report, separator)?;
        // Articles are corrected to the end, even if nobody reads the report.
        Ok(self.output.is_open() || self.job.mode == Mode::Fix)
    }

    fn fail(&mut self, failure: &Failure) {
        self.console.report(failure);
        self.failed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_decide_the_exit_status() {
        let warning = Summary { by_severity: [0, 1, 1], ..Summary::default() };
        assert!(!FailOn::Error.fails(&warning) && FailOn::Warning.fails(&warning));
        assert!(FailOn::Info.fails(&warning) && !FailOn::Never.fails(&warning));
    }

    #[test]
    fn languages_are_codes() {
        assert!(language("auto").unwrap().0.is_none());
        assert_eq!(language("fr").unwrap().0.as_deref(), Some("fr"));
        assert!(language("French").is_err());
    }
}
