//! The page of the review: the report's page, in which every finding can be decided.

use super::article::{Decision, Reviewed};
use super::http::Response;
use super::state::Review;
use crate::finding::Applicability;
use crate::outcome::summary::counted;
use crate::report::html::{self, CardAddition, Change, Shown, quoted, safety, shown};
use crate::report::visible::visible;
use crate::rule::RuleSet;
use maud::{Markup, PreEscaped, html};
use std::collections::{BTreeMap, BTreeSet};

/// The style of what the review adds.
const STYLE: &str = include_str!("page.css");

/// The script of what the review adds.
const SCRIPT: &str = include_str!("page.js");

/// Findings of an article that are shown at once: no browser shows the cards of a hundred thousand.
const MOST_SHOWN: usize = 1000;

/// Reasons that are offered for a rejection.
const REASONS: [&str; 5] =
    ["As in the original", "Somebody’s own words", "A name", "House style", "The rule is wrong here"];

/// Keys beside those of the report.
const KEYS: [(&str, &str); 7] = [
    ("a", "accept the first correction"),
    ("1 9", "accept the correction of this number"),
    ("e", "write words of your own"),
    ("x", "reject, with a reason"),
    ("o", "leave open again"),
    ("u y", "undo, redo"),
    ("s", "save the article"),
];

/// The whole page.
pub fn page(review: &Review) -> Response {
    let (styles, scripts) = ([html::STYLE, STYLE], [html::SCRIPT, SCRIPT]);
    let rules: BTreeSet<_> = review.articles.iter().flat_map(|a| &a.checked.findings).map(|f| f.rule).collect();
    let body = html! {
        (html::head("copydesk review", &styles, &scripts, "'self'"))
        (PreEscaped("<body class=\"review\" data-start=\"changes\">"))
        a.skip href="#articles" { "Skip to the article" }
        (html::bar(html! { p.overview { "review" } }))
        div #notice role="alert" hidden { p {} button #reload type="button" hidden { "Read the file again" } button #dismiss type="button" { "Close" } }
        div.frame {
            nav aria-label="Articles" {
                h2 { (counted(review.articles.len(), "article")) }
                ol { @for (number, article) in review.articles.iter().enumerate() { li { (entry(number, article)) } } }
            }
            main #articles tabindex="-1" { (section(review, 0)) }
        }
        section #rules aria-label="Rules" { @for id in rules { (html::rule_page(review.rules.get(id))) } }
        (html::help(&KEYS))
        datalist #reasons { @for reason in REASONS { option value=(reason) {} } }
        @for script in scripts { script { (PreEscaped(script)) } }
        (PreEscaped("</body></html>\n"))
    };
    Response::page(200, body.into_string(), html::policy(&styles, &scripts, "'self'"))
}

/// The entry of an article in the list.
fn entry(number: usize, article: &Reviewed) -> Markup {
    let (decided, findings) = (article.decided(), article.decisions.len());
    html! {
        a href={ "#" (html::section_id(article.origin())) } data-number=(number) {
            (visible(&article.name))
            small {
                span.progress { @if findings == 0 { "no findings" } @else { (decided) " of " (findings) " decided" } }
            }
            progress max=(findings.max(1)) value=(if findings == 0 { 1 } else { decided }) aria-hidden="true" {}
        }
    }
}

/// The pages of the rules of an article, by name.
pub fn rule_pages(review: &Review, number: usize) -> BTreeMap<String, String> {
    let rules: BTreeSet<_> = review.articles[number].checked.findings.iter().map(|f| f.rule).collect();
    rules
        .into_iter()
        .map(|id| review.rules.get(id))
        .map(|r| (r.name.to_string(), html::rule_page(r).into_string()))
        .collect()
}

/// The part of one article.
pub fn section(review: &Review, number: usize) -> Markup {
    let article = &review.articles[number];
    let edits = article.all_edits(None);
    let changes: Vec<Change> = edits
        .into_iter()
        .take_while(|(number, _)| *number < MOST_SHOWN)
        .flat_map(|(number, edits)| edits.into_iter().map(move |edit| Change { number, edit }))
        .collect();
    let report = article.report(&review.rules);
    let baseline = review.known.is_some();
    let addition = |shown: &Shown<'_>| addition(article, &review.rules, shown, baseline);
    let (undo, redo) = article.history();
    let decided = article.decided();
    let safe = article.safe().len();
    let actions = html! {
        div.actions role="group" aria-label="What to do with the article" data-number=(number) data-version=(article.version) {
            button type="button" data-do="accept-safe" disabled[safe == 0] { "Accept all safe" @if safe > 0 { span.count { " " (safe) } } }
            button type="button" data-do="undo" disabled[!undo] { "Undo" }
            button type="button" data-do="redo" disabled[!redo] { "Redo" }
            button type="button" data-do="discard" disabled[decided == 0] { "Discard" }
            button.primary type="button" data-do="save" disabled[decided == 0] { "Save" @if decided > 0 { span.count { " " (decided) } } }
        }
    };
    html::section(&report, &changes, Some(actions), &addition, MOST_SHOWN)
}

/// What the review adds to the card of a finding.
fn addition(article: &Reviewed, rules: &RuleSet, card: &Shown<'_>, baseline: bool) -> CardAddition {
    let finding = card.finding;
    let decision = &article.decisions[card.number - 1];
    let class = match decision {
        Decision::Open => "open",
        Decision::Fix { .. } | Decision::Own { .. } => "accepted",
        Decision::Reject { .. } => "rejected",
    };
    let words = finding.span.of(article.text());
    let plain = article.format.markup().is_none();
    let own = match decision {
        Decision::Own { words } => words.clone(),
        _ => seen(article, words),
    };
    let id = &card.id;
    let rule = &rules.get(finding.rule).name;
    let controls = html! {
        @match decision {
            Decision::Open => {},
            Decision::Fix { fix } => p.decision { (tick()) @if let Some(fix) = finding.fixes.get(*fix) { (quoted(&fix.title)) } },
            Decision::Own { words } if words.is_empty() => p.decision { (tick()) "Deleted" },
            Decision::Own { words } => p.decision { (tick()) "Your words: " span.words { (shown(words)) } },
            Decision::Reject { reason, baseline } => p.decision {
                span.sign aria-hidden="true" { "–" } "Right as it stands"
                @if !reason.is_empty() { ": " (visible(reason)) }
                @if *baseline { " (baseline)" }
            },
        }
        div.controls data-finding=(card.number - 1) {
            @if !finding.fixes.is_empty() {
                ul.fixes aria-label="Corrections" {
                    @for (number, fix) in finding.fixes.iter().enumerate() {
                        @let possible = article.edits(card.number - 1, &Decision::Fix { fix: number }).is_ok();
                        li {
                            @if possible {
                                button.take type="button" data-fix=(number) aria-pressed=(*decision == Decision::Fix { fix: number }) {
                                    kbd aria-hidden="true" { (number + 1) } span.title { (quoted(&fix.title)) } (safety(fix.applicability))
                                }
                            } @else { span.title { (quoted(&fix.title)) } (safety(Applicability::DisplayOnly)) }
                        }
                    }
                }
            }
            div.more {
                details.own {
                    summary { "Own words" }
                    form data-form="own" {
                        label for={ "o" (id) } { "Put in place of the marked words" }
                        textarea #{ "o" (id) } name="words" rows="2" { "\n" (own) }
                        button.primary type="submit" { "Use these words" }
                    }
                }
                details.reject {
                    summary { "Reject" }
                    form data-form="reject" {
                        label for={ "x" (id) } { "Why is it right as it stands?" }
                        input #{ "x" (id) } name="reason" list="reasons" autocomplete="off" maxlength="500";
                        @if baseline {
                            label.switch { input type="checkbox" name="baseline"; " Record in the baseline instead" }
                        }
                        p.fine {
                            "When you save, " code { (rule) }
                            @if plain { " is told to be silent about these words, in copydesk.toml." }
                            @else { " is told to be silent here, in a comment." }
                        }
                        button.primary type="submit" { "Reject" }
                    }
                }
                @if *decision != Decision::Open { button.leave type="button" data-leave { "Leave open" } }
            }
        }
    };
    CardAddition { class, controls: Some(controls) }
}

/// What a reader sees of `words` of the file.
fn seen(article: &Reviewed, words: &str) -> String {
    article.format.read(words).map_or_else(|| words.to_owned(), |read| read.article.text.into_owned())
}

fn tick() -> Markup {
    html! { span.sign aria-hidden="true" { "✓" } }
}
