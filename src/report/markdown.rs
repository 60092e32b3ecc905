//! A summary in Markdown, for the description of a pull request.

use super::visible::visible;
use super::{Report, Writer};
use crate::outcome::summary::{Summary, counted};
use crate::rule::RuleSet;
use std::io::Write;

/// Writes a table an article, and the counts after them.
#[derive(Debug)]
pub struct MarkdownWriter;

impl Writer for MarkdownWriter {
    fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"## copydesk\n\n");
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        if report.fresh().next().is_none() {
            return;
        }
        let name = match report.origin.record {
            Some(record) => format!("{}:{}", report.origin.path, record.line),
            None => report.origin.path.to_owned(),
        };
        let count = counted(report.fresh().count(), "finding");
        // Writing into memory cannot fail.
        let _ = write!(
            out,
            "<details><summary>{}: {count}, score {:.1}</summary>\n\n| line | severity | rule | finding | correction |\n|--:|---|---|---|---|\n",
            escaped(&name),
            report.score()
        );
        for finding in report.fresh() {
            let fix = finding.fixes.first().map(|f| escaped(&f.title)).unwrap_or_default();
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {fix} |",
                report.place(finding.span).start.line,
                finding.severity,
                escaped(&report.rules.get(finding.rule).name),
                escaped(&finding.message),
            );
        }
        out.extend_from_slice(b"\n</details>\n\n");
    }

    fn close(&self, summary: &Summary, _rules: &RuleSet, out: &mut Vec<u8>) {
        let [errors, warnings, infos] = summary.by_severity;
        let _ = writeln!(
            out,
            "**{}** in {} ({}, {}, {}); {} can be mended with `--fix`. Issues found by rules, not confirmed errors.",
            counted(summary.findings(), "finding"),
            counted(summary.articles, "article"),
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(infos, "hint"),
            summary.safe
        );
    }
}

/// `text` as it stands, whatever marks of Markdown or HTML it holds. Words between backquotes are quoted.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for c in visible(text).chars() {
        match c {
            '`' => {
                out.push(if quoted { '”' } else { '“' });
                quoted = !quoted;
            }
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_article_is_markup() {
        assert_eq!(escaped("`a|b` <script> *x*\n"), "“a\\|b” &lt;script&gt; \\*x\\*↵");
    }
}
