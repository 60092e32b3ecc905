//! `copydesk review`: a page on this machine to go through findings in.

use super::arguments::RuleSource;
use super::check::{language, selection};
use super::console::Console;
use super::output::Output;
use super::status::Status;
use super::values;
use crate::formats::{Format, ReadError, plain};
use crate::language::{Choice, Language};
use crate::outcome::baseline::Baseline;
use crate::outcome::summary::counted;
use crate::problem::{Problem, Problems};
use crate::project::files::{self, Input};
use crate::project::plan::{Asked, ConfigSource, Plan};
use crate::report::visible::visible;
use crate::review::{Governing, KnownFindings, Review, ReviewOutcome, ReviewServer, Reviewed, Store};
use crate::rule::Sources;
use clap::Args;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// Files or folders: plain text, Markdown and HTML
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Read the files named as this, whatever their names say
    #[arg(long = "as", value_name = "FORMAT", value_parser = values::article_format())]
    read_as: Option<Format>,
    /// Do not open the browser: only show the address
    #[arg(long)]
    no_open: bool,
    /// The port; a free one, if not given
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    port: u16,
    /// Language translated from: fr, de, es, …; auto infers it [default: auto]
    #[arg(long, value_name = "LANG", value_parser = language)]
    from: Option<Choice<Language>>,
    /// Run only these rules or families (`all` for every rule)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not run these rules or families
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Let findings pass that this file records, and offer to record rejections there
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Read this configuration, in place of the copydesk.toml nearest to each article
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    isolated: bool,
    #[command(flatten)]
    rules: RuleSource,
}

/// Serves the review that `args` ask for, until it is interrupted.
pub fn run(args: &ReviewArgs, console: &Console) -> Result<Status, Problems> {
    let review = review(args, console)?;
    let server = ReviewServer::new(args.port)?;
    let ending = server.ending();
    ctrlc::set_handler(move || ending.end()).map_err(|e| Problem::new(format!("no way to be interrupted: {e}")))?;
    let link = server.link();
    let mut output = Output::stdout(console.out);
    let articles = counted(review.articles.len(), "article");
    output
        .write(format!("Reviewing {articles} at {link}\nPress Ctrl-C to end; what you decide is kept.\n").as_bytes())?;
    if !args.no_open {
        open(&link);
    }
    let ReviewOutcome { kept, articles } =
        server.serve(review, &|link| console.say(&format!("The link was used; here is a new one: {link}\n")));
    if kept > 0 {
        let (kept, articles) = (counted(kept, "decision"), counted(articles, "article"));
        console.say(&format!("\n{kept} about {articles} not saved yet; the same command brings them back\n"));
    }
    Ok(Status::Clean)
}

/// Reads and checks the articles.
fn review(args: &ReviewArgs, console: &Console) -> Result<Review, Problems> {
    let (mut inputs, failures) = files::find(&args.paths, None, args.read_as);
    failures.iter().for_each(|failure| console.report(failure));
    inputs.retain(|input| {
        let fit = matches!(input, Input::File(..)) && input.format().records().is_none();
        if !fit {
            let what = format!("{}: only files of one article each can be reviewed", input.name());
            console.report(&Problem::new(what).with("`copydesk check --format html` shows records".to_owned()));
        }
        fit
    });
    let source = match (&args.config, args.isolated) {
        (Some(path), _) => ConfigSource::File(path),
        (None, true) => ConfigSource::Nowhere,
        (None, false) => ConfigSource::Nearest,
    };
    let plan = Plan::new(inputs, source)?;
    let folders = &args.rules.folders;
    let rules = Arc::new(plan.rules(folders, Sources::WithBuiltIn)?);
    let asked = Asked {
        from: args.from.clone().unwrap_or_default(),
        english: Choice::Unsaid,
        selection: selection(&args.select, &[], &args.ignore),
    };
    let linters = plan.linters(&rules, folders, &asked)?;
    let configs = plan.governed.iter().map(|g| plan.configs[g.config].path.clone());
    let governing: Vec<Governing> =
        linters.into_iter().zip(configs).map(|(linter, config)| Governing { linter, config }).collect();
    let known = args.baseline.as_deref().map(known).transpose()?;
    let store = Store { folder: state_folder() };
    let mut articles = Vec::new();
    for (input, number) in &plan.inputs {
        match Reviewed::read(input, *number, &governing[*number], known.as_ref()) {
            Ok(mut article) => {
                let (restored, lost) = store.restore(&mut article, &rules);
                if restored + lost > 0 {
                    let lost = if lost > 0 { format!("; {lost} no longer fit") } else { String::new() };
                    let name = visible(&article.name);
                    console.say(&format!("{name}: {} of an earlier review{lost}\n", counted(restored, "decision")));
                }
                articles.push(article);
            }
            Err(failure) => console.report(&failure),
        }
    }
    if articles.is_empty() {
        let remedy = "name other files or folders".to_owned();
        return Err(Problem::new("nothing to review: no article could be read there").with(remedy).into());
    }
    Ok(Review { rules, governing, articles, known, store })
}

/// The baseline at `path`; an empty one, if there is none yet.
fn known(path: &Path) -> Result<KnownFindings, Problem> {
    let failed = |error: &ReadError| Problem::from(error).in_file(path);
    let path_of = std::path::absolute(path).map_err(|e| failed(&e.into()))?;
    let baseline = match plain::read(path) {
        Ok(text) => Baseline::parse(&text).map_err(|mistake| mistake.in_text(path, text))?,
        Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::NotFound => Baseline::default(),
        Err(error) => return Err(failed(&error)),
    };
    Ok(KnownFindings { path: path_of, baseline })
}

/// Where decisions are kept: the folder for the state of programs.
fn state_folder() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME")
        .or_else(|| folder("LOCALAPPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".local/state")))?;
    Some(state.join("copydesk").join("review"))
}

/// Opens `link` in the browser. If that does not work, the address stands on the terminal.
fn open(link: &str) {
    let (program, arguments): (&str, &[&str]) = match env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        // Without a display it would open a browser of the terminal.
        _ if env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none() => return,
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _ = command.spawn();
}
