//! `copydesk check`: what can be asked of it, and the run over all input.

use super::arguments::RuleSource;
use super::console::Console;
use super::filter::FindingFilter;
use super::output::Output;
use super::run::{CheckRun, Done, Mode};
use super::status::Status;
use super::target::Written;
use super::workers::Workers;
use super::{interrupt, records, records_json, unused_suppressions, values};
use crate::config::{English, FailOn};
use crate::engine::Linter;
use crate::finding::Applicability;
use crate::formats::Format;
use crate::formats::table::Records;
use crate::language::{Choice, Language, NotALanguage, Variety};
use crate::outcome::baseline::Baseline;
use crate::outcome::summary::{Summary, counted};
use crate::problem::{Problem, Problems};
use crate::project::files::{self, Input};
use crate::project::plan::{Asked, ConfigSource, Governed, Plan};
use crate::report::diff::Canvas;
use crate::report::formats::{ReportFormat, Wanted};
use crate::report::paint::Paint;
use crate::report::text::Fixing;
use crate::report::visible::{harmless, visible};
use crate::report::{Writer, statistics};
use crate::rule::load::Sources;
use crate::rule::selection::Selection;
use clap::Args;
use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Read the files named, or standard input, as this, whatever their names say
    #[arg(long = "as", value_name = "FORMAT", value_parser = values::article_format())]
    read_as: Option<Format>,
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
    #[arg(long, value_parser = values::report_format(), default_value = "text")]
    format: &'static ReportFormat,
    /// Write the report there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Language translated from: fr, de, es, …; auto infers it [default: auto]
    #[arg(long, value_name = "LANG", value_parser = language)]
    from: Option<Choice<Language>>,
    /// The variety of English, which decides where a comma stands at a closing quotation mark [default: auto]
    #[arg(long, value_name = "VARIETY", value_enum)]
    english: Option<English>,
    /// Run only these rules or families (`all` for every rule)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not run these rules or families
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Run these rules or families too
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    extend_select: Vec<String>,
    /// The least severity that makes the exit status 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    fail_on: Option<FailOn>,
    /// Read this configuration, in place of the copydesk.toml nearest to each article
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    isolated: bool,
    /// Only findings on lines changed since this revision of git
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "diff", "write_baseline"])]
    since: Option<String>,
    /// Let findings pass that this file records
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Record all findings in this file, to let them pass later
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "diff", "baseline"])]
    write_baseline: Option<PathBuf>,
    /// The least score of an article that makes the exit status 0, from 0 to 100
    #[arg(long, value_name = "SCORE")]
    min_score: Option<f64>,
    /// Show what would be checked, and check nothing
    #[arg(long)]
    show_files: bool,
    /// Show the settings of each article, and check nothing
    #[arg(long)]
    show_settings: bool,
    #[command(flatten)]
    rules: RuleSource,
    /// Count findings by rule, in place of listing them
    #[arg(long)]
    statistics: bool,
    /// How many threads may work; as many as there are processors, if not given
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// The name of standard input in the report; with .json or .jsonl, it is read as records
    #[arg(long, value_name = "NAME")]
    stdin_filename: Option<String>,
}

/// The language of a code, or `auto` to infer it.
pub fn language(code: &str) -> Result<Choice<Language>, NotALanguage> {
    if code == "auto" { Ok(Choice::Infer) } else { code.parse().map(Choice::Given) }
}

/// Which rules are asked for on the command line.
pub fn selection(select: &[String], extend_select: &[String], ignore: &[String]) -> Selection {
    Selection {
        select: select.to_vec(),
        extend_select: extend_select.to_vec(),
        ignore: ignore.to_vec(),
        ..Selection::default()
    }
}

impl CheckArgs {
    fn mode(&self) -> Mode {
        match (self.diff, self.fix) {
            (true, _) => Mode::Diff,
            (false, true) => Mode::Fix,
            (false, false) => Mode::Check,
        }
    }

    /// What of the rules is needed: SARIF has their help in it, a page their pages.
    fn sources(&self) -> Sources {
        if self.format.has_rule_pages { Sources::WithBuiltIn } else { Sources::ToCheck }
    }

    fn source(&self) -> ConfigSource<'_> {
        match (&self.config, self.isolated) {
            (Some(path), _) => ConfigSource::File(path),
            (None, true) => ConfigSource::Nowhere,
            (None, false) => ConfigSource::Nearest,
        }
    }

    fn asked(&self) -> Asked {
        Asked {
            from: self.from.clone().unwrap_or_default(),
            english: self.english.map(English::choice).unwrap_or_default(),
            selection: selection(&self.select, &self.extend_select, &self.ignore),
        }
    }

    fn threshold(&self) -> Applicability {
        if self.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe }
    }

    fn writer(&self, paint: Paint) -> Box<dyn Writer> {
        let fixing = if self.fix { Fixing::Applied(self.threshold()) } else { Fixing::Offered(self.threshold()) };
        let baseline = self.baseline.is_some();
        self.format.writer(&Wanted { paint, fixing, statistics: self.statistics, baseline })
    }
}

/// Checks what `args` ask for.
pub fn run(args: &CheckArgs, console: &Console) -> Result<Status, Problems> {
    let (inputs, failures) = files::find(&args.paths, args.stdin_filename.as_deref(), args.read_as);
    let plan = Plan::new(inputs, args.source())?;
    let inputs = &plan.inputs;
    let rules = Arc::new(plan.rules(&args.rules.folders, args.sources())?);
    // The process ends with the run: its memory goes back at once, not rule by rule.
    std::mem::forget(Arc::clone(&rules));
    let linters = plan.linters(&rules, &args.rules.folders, &args.asked())?;
    if args.show_files || args.show_settings {
        return show(args, &plan, &linters, console);
    }
    if inputs.is_empty() && failures.is_empty() {
        console.say("nothing to check: no .txt, .md, .html or .jsonl file there\n");
    }

    if let Some(path) = &args.write_baseline {
        Written::Baseline.may_be_at(path, inputs)?;
    }
    if args.fix || args.output.is_some() || args.write_baseline.is_some() {
        interrupt::leave_nothing_half_written()?;
    }
    let passes_on = args.mode() == Mode::Fix && inputs.iter().any(|(i, _)| matches!(i, Input::Stdin(..)));
    let (output, paint, terminal) = match &args.output {
        Some(path) => {
            Written::Report.may_be_at(path, inputs)?;
            (Output::file(path)?, Paint::default(), false)
        }
        None if passes_on => (Output::stderr(console.err), console.err, true),
        None => (Output::stdout(console.out), console.out, console.terminal),
    };
    let filter = FindingFilter::new(args.baseline.as_deref(), args.write_baseline.as_deref(), args.since.as_deref())?;
    let filter = Arc::new(filter);
    let writer: Arc<dyn Writer> = args.writer(paint).into();
    let job = |(linter, governed): (_, &Governed)| CheckRun {
        linter,
        fields: plan.configs[governed.config].fields.clone(),
        fail_on: args.fail_on.or(plan.configs[governed.config].fail_on).unwrap_or(FailOn::Warning),
        writer: Arc::clone(&writer),
        mode: args.mode(),
        threshold: args.threshold(),
        canvas: Canvas { paint, terminal },
        filter: Arc::clone(&filter),
    };
    let jobs: Vec<CheckRun> = linters.into_iter().zip(&plan.governed).map(job).collect();
    let mode = args.mode();
    let mut desk = Desk {
        jobs: &jobs,
        mode,
        writer: &*writer,
        console,
        output,
        is_harmless: match mode {
            // `patch` needs the bytes as they are.
            Mode::Diff => !console.file,
            Mode::Check | Mode::Fix => args.format.is_lines,
        },
        summary: Summary::default(),
        failed: false,
        fails: false,
        differs: false,
        baseline: Baseline::default(),
    };
    failures.iter().for_each(|failure| desk.fail(failure));
    desk.work(inputs, &Workers::new(args.jobs))?;
    if args.since.is_none() && !desk.failed {
        for done in unused_suppressions::run(&plan, &jobs, &args.paths, &desk.summary.suppressed) {
            desk.take(&done)?;
        }
    }

    let Desk { mut output, summary, failed, fails, differs, baseline, .. } = desk;
    if mode == Mode::Diff {
        if differs && console.terminal {
            let fixed = counted(summary.fixed.values().sum(), "finding");
            console.say(&format!("--fix would mend {fixed} in {}\n", counted(summary.changed, "article")));
        }
    } else {
        let mut end = Vec::new();
        writer.close(&summary, &rules, &mut end);
        output.write(&if args.format.is_lines { harmless(&end) } else { end.into() })?;
        if args.statistics && !args.format.has_statistics {
            let mut table = Vec::new();
            statistics::table(&summary, &rules, console.err, &mut table);
            console.say(&String::from_utf8_lossy(&table));
        }
    }
    output.finish()?;
    if let Some(path) = &args.write_baseline {
        let mut file = Output::file(path)?;
        file.write(baseline.to_json().as_bytes())?;
        file.finish()?;
        return Ok(if failed { Status::Failed } else { Status::Clean });
    }
    let found = if mode == Mode::Diff { differs } else { fails || below(args.min_score, &summary) };
    Ok(match (failed, found) {
        (true, _) => Status::Failed,
        (false, true) => Status::Findings,
        (false, false) => Status::Clean,
    })
}

/// Whether an article has a lower score than is asked for.
fn below(least: Option<f64>, summary: &Summary) -> bool {
    least.is_some_and(|least| summary.lowest_score.is_some_and(|lowest| f64::from(lowest) < least * 10.0))
}

/// Shows which articles would be checked, or with which settings.
fn show(args: &CheckArgs, plan: &Plan, linters: &[Linter], console: &Console) -> Result<Status, Problems> {
    let mut text = String::new();
    for (input, governed) in &plan.inputs {
        let name = visible(&input.name());
        if args.show_settings {
            let config = plan.configs[plan.governed[*governed].config].path.as_deref();
            let config = config.map_or("none".into(), |p| visible(&p.display().to_string()));
            let options = linters[*governed].options();
            let linter = &linters[*governed];
            let running: Vec<&str> = linter.running().map(|id| &*linter.rules().get(id).name).collect();
            let from = options.from.as_ref().map_or("auto", Language::code);
            let english = options.english.map_or("auto", |v| if v == Variety::Us { "us" } else { "uk" });
            text += &format!(
                "{name}\n  configuration: {config}\n  from: {from}\n  english: {english}\n  rules: {} ({})\n",
                running.len(),
                running.join(", ")
            );
        } else {
            text += &name;
            text.push('\n');
        }
    }
    let mut output = Output::stdout(console.out);
    output.write(&harmless(text.as_bytes()))?;
    output.finish()?;
    Ok(Status::Clean)
}

/// Where the results come together, in order.
struct Desk<'d> {
    jobs: &'d [CheckRun],
    mode: Mode,
    writer: &'d dyn Writer,
    console: &'d Console,
    output: Output,
    /// No line of the report may be a command to what reads logs.
    is_harmless: bool,
    summary: Summary,
    /// Something could not be done.
    failed: bool,
    /// An article has a finding that makes the run fail.
    fails: bool,
    differs: bool,
    baseline: Baseline,
}

impl Desk<'_> {
    fn work(&mut self, inputs: &[(Input, usize)], workers: &Workers) -> Result<(), Problem> {
        if self.mode != Mode::Diff {
            let mut start = Vec::new();
            self.writer.open(&mut start);
            self.output.write(&start)?;
        }
        let mut rest = inputs;
        let jobs = self.jobs;
        while let Some((first, governed)) = rest.first() {
            let more = if let Some(kind) = first.format().records() {
                rest = &rest[1..];
                let run = match kind {
                    Records::Lines => records::run,
                    Records::List => records_json::run,
                };
                run(&jobs[*governed], first, workers, &mut |done| self.take(&done))?
            } else {
                let batch =
                    rest.iter().take(workers.batch()).take_while(|(i, _)| i.format().records().is_none()).count();
                let (batch, later) = rest.split_at(batch);
                rest = later;
                let mut more = true;
                for done in workers.map(batch, |(input, governed)| jobs[*governed].plain(input)) {
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
    fn take(&mut self, done: &Done) -> Result<bool, Problem> {
        done.failures.iter().for_each(|failure| self.fail(failure));
        self.summary.add(&done.summary);
        if let Some((article, prints)) = &done.recorded {
            self.baseline.record(article.clone(), prints.iter().copied());
        }
        self.fails |= done.fails;
        self.differs |= done.differs;
        let separator = if self.mode == Mode::Diff { &b""[..] } else { self.writer.separator() };
        self.output.part(&self.shown(&done.report), separator)?;
        // Articles are corrected to the end, even if nobody reads the report.
        Ok(self.output.is_open() || self.mode == Mode::Fix)
    }

    fn shown<'r>(&self, report: &'r [u8]) -> Cow<'r, [u8]> {
        if self.is_harmless { harmless(report) } else { report.into() }
    }

    fn fail(&mut self, failure: &Problem) {
        self.console.report(failure);
        self.failed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_codes() {
        assert_eq!(language("auto"), Ok(Choice::Infer));
        assert_eq!(language("fr"), Ok(Choice::Given("fr".parse().unwrap())));
        assert!(language("French").is_err());
    }
}
