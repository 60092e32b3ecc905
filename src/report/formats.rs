//! The table of report formats: a new format is a file beside this one, and a row here.

use super::Writer;
use super::checkstyle::Checkstyle;
use super::concise::Concise;
use super::csv::Csv;
use super::github::Github;
use super::gitlab::Gitlab;
use super::html::HtmlWriter;
use super::json::{Json, Jsonl};
use super::junit::Junit;
use super::markdown::MarkdownWriter;
use super::paint::Paint;
use super::rdjson::Rdjson;
use super::sarif::Sarif;
use super::text::{Fixing, Text};

/// A format a report can be written in.
#[derive(Debug)]
pub struct ReportFormat {
    /// The name a person asks for it by.
    pub name: &'static str,
    /// What it is, in a line of help.
    pub summary: &'static str,
    /// Whether it is lines of text for people, which must not be commands to what reads logs.
    pub is_lines: bool,
    /// Whether the report itself has the table of findings by rule.
    pub has_statistics: bool,
    /// Whether the report shows reasons and examples of the rules.
    pub has_rule_pages: bool,
    writer: fn(&Wanted) -> Box<dyn Writer>,
}

/// What a run wants of its report.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Colours.
    pub paint: Paint,
    /// What the run does with fixes.
    pub fixing: Fixing,
    /// Whether a table of rules stands in place of the findings.
    pub statistics: bool,
    /// Whether there is a baseline, so that findings can say whether they are new.
    pub baseline: bool,
}

/// All formats, in the order of the help. The first is the default.
pub static REPORT_FORMATS: [ReportFormat; 13] = [
    ReportFormat {
        is_lines: true,
        has_statistics: true,
        ..row("text", "Each finding with its line, its reason and its fix", |w| {
            Box::new(Text { paint: w.paint, fixing: w.fixing, statistics: w.statistics })
        })
    },
    ReportFormat {
        is_lines: true,
        has_statistics: true,
        ..row("concise", "One line a finding", |w| Box::new(Concise { statistics: w.statistics }))
    },
    ReportFormat {
        has_statistics: true,
        ..row("json", "One JSON object", |w| {
            Box::new(Json { fixed: matches!(w.fixing, Fixing::Applied(_)), statistics: w.statistics })
        })
    },
    row("jsonl", "One JSON object an article, a line each", |_| Box::new(Jsonl)),
    ReportFormat {
        has_rule_pages: true,
        ..row("sarif", "SARIF 2.1.0, for code scanning", |w| Box::new(Sarif { baseline: w.baseline }))
    },
    row("github", "Workflow commands of GitHub Actions", |_| Box::new(Github)),
    row("gitlab", "Code Quality report of GitLab", |_| Box::new(Gitlab)),
    row("junit", "JUnit XML", |_| Box::new(Junit)),
    row("checkstyle", "Checkstyle XML", |_| Box::new(Checkstyle)),
    row("rdjson", "Diagnostics for reviewdog, with suggestions", |_| Box::new(Rdjson)),
    row("csv", "A table for spreadsheets, a row a finding", |_| Box::new(Csv)),
    ReportFormat {
        is_lines: true,
        ..row("markdown", "A summary in Markdown, for a pull request", |_| Box::new(MarkdownWriter))
    },
    ReportFormat {
        has_rule_pages: true,
        ..row("html", "A page to read the articles in, with what was found in its place", |_| Box::new(HtmlWriter))
    },
];

const fn row(name: &'static str, summary: &'static str, writer: fn(&Wanted) -> Box<dyn Writer>) -> ReportFormat {
    ReportFormat { name, summary, is_lines: false, has_statistics: false, has_rule_pages: false, writer }
}

impl ReportFormat {
    /// The writer of a report as a run wants it.
    #[must_use]
    pub fn writer(&self, wanted: &Wanted) -> Box<dyn Writer> {
        (self.writer)(wanted)
    }
}
