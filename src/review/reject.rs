//! Rejections for good: a comment in an article that can hold one, else an entry of the configuration.

use super::article::Article;
use crate::config::Config;
use crate::desk::failure::Failure;
use crate::engine::{About, Linter};
use crate::finding::{Edit, RuleId};
use crate::fix;
use crate::markup;
use crate::span::Span;
use std::path::{Path, PathBuf};

/// A finding that is right as it stands.
#[derive(Debug, Clone)]
pub struct Rejection {
    /// The rule.
    pub rule: RuleId,
    /// Where the words stand in the new text.
    pub span: Span,
    /// Why they are right.
    pub reason: String,
    /// Recorded in the baseline.
    pub baseline: bool,
}

/// The edit of `text` that puts a comment where it leaves out what is rejected; none where no comment would do, as in
/// plain text or in the title of front matter. Whether it does is tried: the finding has to be gone, and the words to be
/// read as before.
pub fn comment(article: &Article, text: &str, rejection: &Rejection, linter: &Linter<'_>) -> Option<Edit> {
    let extract = article.markup.read(text)?;
    let start = rejection.span.start;
    let part = extract.parts.iter().find(|p| p.file.start <= start && start < p.file.end)?;
    let rule = &linter.rules().get(rejection.rule).name;
    let reason = in_comment(&rejection.reason);
    let comment = format!("<!-- copydesk-ignore {rule}{}{reason} -->", if reason.is_empty() { "" } else { ": " });
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let line = text[..part.file.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..part.file.start as usize];
    let alone = indent.bytes().all(|b| b == b' ');
    let before = alone.then(|| (part.file.start, format!("{comment}{end}{indent}")));
    // In a line of its own, else in front of the words.
    before.into_iter().chain([(start, comment)]).find_map(|(at, comment)| {
        let moved = if at <= start { comment.len() as u32 } else { 0 };
        let edit = Edit::new(Span::at(at), comment);
        let tried = fix::apply(text, std::slice::from_ref(&edit));
        let found = markup::check(linter, article.markup, &tried, &About::default()).findings;
        let gone = !found.iter().any(|f| f.rule == rejection.rule && f.span.start == start + moved);
        let same = article.markup.read(&tried).is_some_and(|read| read.text == extract.text);
        (gone && same).then_some(edit)
    })
}

/// `reason` as it can stand in a comment.
fn in_comment(reason: &str) -> String {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    reason.replace("--", "–").replace('<', "‹").replace('>', "›").trim_matches('-').to_owned()
}

/// Where the configuration of `article` is written, or would be.
pub fn config_path(article: &Path, config: Option<&Path>) -> PathBuf {
    let absolute = std::path::absolute(article).unwrap_or_else(|_| article.to_owned());
    config.map_or_else(|| absolute.with_file_name(crate::config::NAME), Path::to_owned)
}

/// The configuration `old` of the file at `path`, with an entry that leaves out `words` of `rule` in `article`.
///
/// # Errors
/// When the entry cannot be added without touching what is there.
pub fn entry(path: &Path, old: &str, rule: &str, words: &str, article: &Path, reason: &str) -> Result<String, Failure> {
    let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let absolute = std::path::absolute(article).unwrap_or_else(|_| article.to_owned());
    let folder = path.parent().unwrap_or(Path::new(""));
    let file = absolute.strip_prefix(folder).unwrap_or(&absolute);
    let file = globset::escape(&file.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
    let table = if path.file_name().is_some_and(|n| n == crate::config::NAME) { "" } else { "tool.copydesk." };
    let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines = vec![
        format!("[[{table}suppressions]]"),
        format!("rule = {}", string(rule)),
        format!("words = {}", string(words)),
        format!("files = [{}]", string(&file)),
    ];
    if !reason.trim().is_empty() {
        lines.push(format!("reason = {}", string(&reason.split_whitespace().collect::<Vec<_>>().join(" "))));
    }
    let gap = match old {
        "" => "",
        _ if old.ends_with('\n') => end,
        _ => &format!("{end}{end}"),
    };
    let new = format!("{old}{gap}{}{end}", lines.join(end));
    let count = |text: &str| Config::parse(path, text).map(|c| c.suppressions.len());
    match (count(old), count(&new)) {
        (Ok(before), Ok(after)) if after == before + 1 => Ok(new),
        (Err(why), _) => Err(Failure::new(why)),
        _ => Err(Failure::new(format!("{}: no entry can be added to `suppressions`", path.display())).with(format!(
            "add it by hand: rule = {}, words = {}",
            string(rule),
            string(words)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_leave_the_file_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copydesk.toml");
        let article = folder.path().join("a [1]/b.txt");
        let old = "# ours\r\nfrom = \"fr\"";
        let new = entry(&path, old, "foreign-honorific", "MM. \"X\" and\u{7f} Y", &article, "a\nb").unwrap();
        assert!(new.starts_with("# ours\r\nfrom = \"fr\"\r\n\r\n[[suppressions]]\r\nrule = "), "{new:?}");
        assert!(!new.replace("\r\n", "").contains('\n'));
        let config = Config::parse(&path, &new).unwrap();
        assert_eq!(config.suppressions[0].spec.words, "MM. \"X\" and\u{7f} Y");
        assert_eq!(config.suppressions[0].spec.reason.as_deref(), Some("a b"));
        assert_eq!(config.settings(&config.holding(&article)).suppressions, [0]);
        assert!(config.settings(&config.holding(&folder.path().join("a 1/b.txt"))).suppressions.is_empty());
        let elsewhere = tempfile::tempdir().unwrap();
        let other = elsewhere.path().join("b.txt");
        let config = Config::parse(&path, &entry(&path, "", "x", "y", &other, "").unwrap()).unwrap();
        assert_eq!(config.settings(&config.holding(&other)).suppressions, [0]);
        assert!(config.settings(&config.holding(&folder.path().join("b.txt"))).suppressions.is_empty());
        let list = "suppressions = []\n";
        assert!(entry(&path, list, "x", "y", &article, "").unwrap_err().remedy.unwrap().contains("by hand"));
        let python = folder.path().join("pyproject.toml");
        assert!(entry(&python, "[tool.copydesk]\n", "x", "y", &article, "").is_ok());
    }

    #[test]
    fn a_reason_cannot_end_the_comment() {
        assert_eq!(in_comment("as --> in\n the <b>original-"), "as –› in the ‹b›original");
    }
}
