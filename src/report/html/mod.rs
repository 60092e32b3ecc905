//! The report as a page: one file with everything in it, which asks nobody for anything.
//!
//! The articles can be read in it as they are, with what was found marked in place; beside them stands each finding with
//! its reason and its corrections, and after them the pages of the rules. Without its script the page is a plain
//! document; the script walks, filters and switches views. The policy in its head names the very style and script it
//! may use by their digests, so that nothing an article holds can act, even if it were not escaped. It is escaped: all
//! text goes through `maud`.

mod card;
mod frame;
mod parts;
mod prose;
mod rule;

use super::visible::visible;
use super::{Report, Writer};
use crate::edits::Taken;
use crate::finding::{Applicability, Severity};
use crate::fix;
use crate::outcome::Origin;
use crate::outcome::fingerprint::of_text;
use crate::outcome::summary::{Summary, counted};
use crate::rule::RuleSet;
use maud::{Markup, PreEscaped, html};
use parts::{icon, singular};

pub use card::{quoted, safety};
pub use frame::{bar, head, help, policy};
pub use parts::{CardAddition, Shown};
pub use prose::{Change, shown};
pub use rule::page as rule_page;

/// The style of the page.
pub const STYLE: &str = include_str!("page.css");

/// The script of the page: it walks, filters and switches views.
pub const SCRIPT: &str = include_str!("page.js");

/// Writes a page.
#[derive(Debug)]
pub struct HtmlWriter;

impl Writer for HtmlWriter {
    fn open(&self, out: &mut Vec<u8>) {
        let head = head("copydesk report", &[STYLE], &[SCRIPT], "'none'").into_string();
        out.extend_from_slice(head.as_bytes());
        let top = html! {
            (PreEscaped("<body>"))
            a.skip href="#articles" { "Skip to the articles" }
            (bar(html! { p #overview .overview hidden {} }))
            (PreEscaped("<main id=\"articles\" tabindex=\"-1\">"))
        };
        out.extend_from_slice(top.into_string().as_bytes());
    }

    fn article(&self, report: &Report<'_>, out: &mut Vec<u8>) {
        let changes = safe_changes(report);
        let section = section(report, &changes, None, &|_| CardAddition::default(), usize::MAX);
        out.push(b'\n');
        out.extend_from_slice(section.into_string().as_bytes());
    }

    fn close(&self, summary: &Summary, rules: &RuleSet, out: &mut Vec<u8>) {
        let [errors, warnings, hints] = summary.by_severity;
        let end = html! {
            @if summary.articles == 0 { p.nothing { "No article was checked." } }
            (PreEscaped("</main>"))
            footer {
                p #totals {
                    b { (counted(summary.findings(), "finding")) } " in " (counted(summary.articles, "article")) ": "
                    (counted(errors, "error")) ", " (counted(warnings, "warning")) ", " (counted(hints, "hint")) ". "
                    (summary.safe) " can be mended with " code { "--fix" } "."
                    @if !summary.old.is_empty() { " Findings that the baseline knows are not shown." }
                }
                p.fine { "Issues found by rules, not confirmed errors. copydesk " (env!("CARGO_PKG_VERSION")) }
            }
            section #rules aria-label="Rules" {
                @for id in summary.by_rule.keys() { (rule_page(rules.get(*id))) }
            }
            (help(&[]))
            script { (PreEscaped(SCRIPT)) }
            (PreEscaped("</body></html>\n"))
        };
        out.extend_from_slice(end.into_string().as_bytes());
    }
}

/// The article's name for people, and with it of its part of the page.
fn name(origin: Origin<'_>) -> String {
    match origin.record {
        Some(record) => match record.id {
            Some(id) => format!("{}:{} ({id})", origin.path, record.line),
            None => format!("{}:{}", origin.path, record.line),
        },
        None => origin.path.to_owned(),
    }
}

/// What the part of an article is called in the page.
#[must_use]
pub fn section_id(origin: Origin<'_>) -> String {
    format!("a{:016x}", of_text(&[&name(origin)]))
}

/// The part of one article; `changes` are shown beside what they replace, `actions` beside its name. Of the findings
/// the first `most` are shown.
#[must_use]
pub fn section(
    report: &Report<'_>,
    changes: &[Change],
    actions: Option<Markup>,
    addition: &dyn Fn(&Shown<'_>) -> CardAddition,
    most: usize,
) -> Markup {
    let name = name(report.origin);
    let id = section_id(report.origin);
    let base = &id[1..];
    let findings: Vec<Shown<'_>> = (1..)
        .zip(report.fresh())
        .take(most)
        .map(|(number, finding)| Shown { finding, number, id: format!("f{base}-{number}") })
        .collect();
    let all = report.fresh().count();
    let count = |severity| report.fresh().filter(|f| f.severity == severity).count();
    let counts = Severity::ALL.map(|severity| (severity, count(severity)));
    let name = visible(&name);
    let source = &report.checked.source;
    html! {
        section.article #(id) data-name=(name) aria-labelledby={ "t" (base) } data-score=(score(report))
            data-errors=(counts[0].1) data-warnings=(counts[1].1) data-hints=(counts[2].1) {
            header.facts {
                h2 #{ "t" (base) } tabindex="-1" { (name) }
                p {
                    @if findings.is_empty() { span.fact { "no findings" } }
                    @for (severity, n) in counts.iter().filter(|(_, n)| *n > 0) {
                        span.fact.(severity.name()) { (icon(*severity)) (counted(*n, singular(*severity))) }
                    }
                    span.fact { "score " b { (score(report)) } }
                    span.fact { (counted(report.checked.words, "word")) }
                    @if let Some(language) = &source.language {
                        span.fact { "translated from " b { (visible(language.code())) }
                            @if !source.evidence.is_empty() { ", inferred" } }
                    }
                }
                @if let Some(actions) = actions { (actions) }
            }
            div.spread {
                div.prose.sheet lang="en" {
                    (prose::prose(report.origin.format, report.article, &findings, changes))
                }
                ol.cards aria-label="Findings" {
                    @for shown in &findings { (card::card(report, shown, addition(shown))) }
                    @if findings.is_empty() { li.none { "Nothing was found in this article." } }
                    @if findings.len() < all {
                        li.none { "These are the first " (findings.len()) " of " (all) " findings. The others are shown once these are decided and saved." }
                    }
                }
            }
        }
    }
}

/// The edits that one round of safe fixes would make.
fn safe_changes(report: &Report<'_>) -> Vec<Change> {
    let fresh = report.fresh().enumerate();
    let chosen = fix::choose(report.article, Applicability::Safe, fresh, Taken::default());
    let mut changes = Vec::new();
    for (number, fix) in chosen {
        changes.extend(fix.edits.iter().map(|edit| Change { number, edit: edit.clone() }));
    }
    changes
}

/// The article's score, with one decimal.
fn score(report: &Report<'_>) -> String {
    format!("{:.1}", report.score())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::formats::Format;
    use crate::outcome::sample;
    use std::collections::BTreeMap;

    #[test]
    fn a_page_without_its_style_and_script() {
        let (rules, checked) = (sample::rules(), sample::checked());
        let article = Article::new(sample::ARTICLE);
        let report = Report::new(Origin::file("bridge.txt", Format::Plain), &article, &rules, &checked);
        let mut out = Vec::new();
        HtmlWriter.article(&report, &mut out);
        HtmlWriter.close(&Summary::of(&report, BTreeMap::new()), &rules, &mut out);
        let page = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(page.replace(SCRIPT, "…").replace("><", ">\n<"));
    }

    #[test]
    fn text_of_an_article_is_never_markup() {
        let rules = sample::rules();
        let text = "<script>alert(1)</script>\n\nIn <b onclick=x>kyiv</b> & \"so\" on.\n";
        let mut finding = sample::finding(1, sample::span(text, "<script>"));
        finding.message = "`<img src=x>` is wrong".into();
        let checked = crate::engine::Checked { findings: vec![finding], ..Default::default() };
        let mut out = Vec::new();
        HtmlWriter.article(
            &Report::new(Origin::file("<i>.txt", Format::Plain), &Article::new(text), &rules, &checked),
            &mut out,
        );
        let page = String::from_utf8(out).unwrap();
        for bad in ["<script", "<b ", "<img", "<i>"] {
            assert!(!page.contains(bad), "{bad}: {page}");
        }
        assert!(page.contains("&lt;script&gt;") && page.contains("&lt;img src=x&gt;"));
    }
}
