//! What stands around the articles of a page: its head and policy, the bar at the top, the list of keys.

use super::parts::{icon, plural};
use crate::finding::Severity;
use maud::{DOCTYPE, Markup as Html, PreEscaped, html};
use sha2::{Digest, Sha256};

/// The head of a page with these styles and scripts, and no others; it may connect to `connect`.
#[must_use]
pub fn head(title: &str, styles: &[&str], scripts: &[&str], connect: &str) -> Html {
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy(styles, scripts, connect));
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (title) }
            @for style in styles { style { (PreEscaped(style)) } }
        }
    }
}

/// The content security policy of a page with these styles and scripts.
#[must_use]
pub fn policy(styles: &[&str], scripts: &[&str], connect: &str) -> String {
    let digests = |parts: &[&str]| {
        parts.iter().map(|part| format!("'sha256-{}'", base64(&Sha256::digest(part)))).collect::<Vec<_>>().join(" ")
    };
    format!(
        "default-src 'none'; style-src {}; script-src {}; connect-src {connect}; img-src data:; base-uri 'none'; form-action 'none'",
        digests(styles),
        digests(scripts),
    )
}

/// The bar at the top: what is to be seen, how much of it, and in which view.
#[must_use]
pub fn bar(overview: Html) -> Html {
    let severity = |severity: Severity| {
        html! {
            button.filter.(severity.name()) type="button" aria-pressed="true" data-severity=(severity) {
                (icon(severity)) span { (plural(severity)) } " " span.count data-count=(severity) {}
            }
        }
    };
    html! {
        header.bar {
            div.brand { h1 { "copydesk" } (overview) }
            div.tools role="group" aria-label="Which findings are shown" {
                @for each in Severity::ALL { (severity(each)) }
                label.pick { span.vh { "Family of rules" } select #family { option value="" { "All families" } } }
            }
            div.views role="group" aria-label="How the article is shown" {
                @for (name, label) in [("marked", "Findings"), ("changes", "Changes"), ("corrected", "Corrected")] {
                    button type="button" aria-pressed=(name == "marked") data-view=(name) { (label) }
                }
            }
            div.walk role="group" aria-label="Walk through the findings" {
                button type="button" data-walk="-1" title="Previous finding (p)" aria-label="Previous finding" { "‹" }
                span #place role="status" aria-live="off" { "–" }
                button type="button" data-walk="1" title="Next finding (n)" aria-label="Next finding" { "›" }
                button #help-button type="button" title="Keys (?)" { "Keys" }
            }
        }
        p #live .vh role="status" {}
    }
}

/// The list of the keys, with `more` of them.
#[must_use]
pub fn help(more: &[(&str, &str)]) -> Html {
    let keys = [
        ("n j", "next finding"),
        ("p k", "previous finding"),
        ("[ ]", "previous or next article"),
        ("v", "findings, changes, corrected text"),
        ("r", "page of the rule"),
        ("?", "this list"),
    ];
    html! {
        dialog #help aria-labelledby="help-title" {
            h2 #help-title { "Keys" }
            dl.keys {
                @for (keys, what) in keys.iter().chain(more) {
                    div { dt { @for key in keys.split(' ') { kbd { (key) } " " } } dd { (what) } }
                }
            }
            label.switch { input #keys-on type="checkbox" checked; " Single keys work" }
            form method="dialog" { button.plain { "Close" } }
        }
        dialog #rule-dialog aria-label="The rule" {
            div #rule-body {}
            form method="dialog" { button.plain { "Close" } }
        }
    }
}

/// `bytes` in Base64, as policies write digests.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0u32, |n, i| (n << 8) | u32::from(three.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * i)) as usize & 63];
            out.push(if i <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("fooba", "Zm9vYmE=")] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
