//! Rejections for good where no comment can stand: an entry of the configuration.

use crate::config::Config;
use crate::desk::failure::Failure;
use std::path::Path;

/// The configuration `old` of the file at `path`, with an entry that leaves out `words` of `rule` in `article`.
///
/// # Errors
/// When the entry cannot be added without touching what is there.
pub fn entry(path: &Path, old: &str, rule: &str, words: &str, article: &Path, reason: &str) -> Result<String, Failure> {
    let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let absolute = std::path::absolute(article).unwrap_or_else(|_| article.to_owned());
    let folder = path.parent().unwrap_or(Path::new(""));
    let file = match absolute.strip_prefix(folder) {
        Ok(file) => globset::escape(&file.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")),
        Err(_) => format!("**/{}", globset::escape(&absolute.file_name().unwrap_or_default().to_string_lossy())),
    };
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
        let list = "suppressions = []\n";
        assert!(entry(&path, list, "x", "y", &article, "").unwrap_err().remedy.unwrap().contains("by hand"));
        let python = folder.path().join("pyproject.toml");
        assert!(entry(&python, "[tool.copydesk]\n", "x", "y", &article, "").is_ok());
    }
}
