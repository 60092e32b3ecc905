//! Additions to a configuration that leave its comments and layout as they are.

use crate::config::{Config, PYPROJECT};
use crate::problem::Problem;
use std::path::{MAIN_SEPARATOR, Path, absolute};
use toml_edit::{Array, ArrayOfTables, Decor, DocumentMut, InlineTable, Item, Table, Value, value};

/// Something to be added.
#[derive(Debug, Clone, Copy)]
pub enum Addition<'a> {
    /// A rule that is not to run.
    Ignored(&'a str),
    /// Words that are right as they stand.
    Name(&'a str),
    /// Words of a rule that are left out.
    Suppression {
        /// The rule.
        rule: &'a str,
        /// The words, as a reader sees them.
        words: &'a str,
        /// Only in this file.
        file: Option<&'a Path>,
        /// Why they are right.
        reason: Option<&'a str>,
    },
}

/// The text `old` of the configuration at `path` with `addition`; `old` itself, if it names the rule or the words already.
///
/// # Errors
/// When `old` is no valid configuration, or the addition cannot be made without touching what is there.
pub fn added(path: &Path, old: &str, addition: &Addition<'_>) -> Result<String, Problem> {
    let before = Config::parse(path, old)?;
    let entries = before.suppressions.len();
    if addition.is_in(&before, entries) {
        return Ok(old.to_owned());
    }
    let new = edited(path, old, addition);
    let proved = new.filter(|new| Config::parse(path, new).is_ok_and(|after| addition.is_in(&after, entries)));
    proved.ok_or_else(|| addition.by_hand(path))
}

impl Addition<'_> {
    /// Whether `config`, which had this many `suppressions` before, has the addition.
    fn is_in(&self, config: &Config, suppressions: usize) -> bool {
        match self {
            Self::Ignored(rule) => config.rules.ignore.iter().any(|name| name == rule),
            Self::Name(words) => config.names.right.iter().any(|name| name == words),
            Self::Suppression { .. } => config.suppressions.len() == suppressions + 1,
        }
    }

    /// The failure to make it in the file at `path`: what is to be written there instead.
    fn by_hand(&self, path: &Path) -> Problem {
        let string = |text: &str| Value::from(text).to_string();
        let (list, entry) = match self {
            Self::Ignored(rule) => ("ignore", string(rule)),
            Self::Name(words) => ("names.right", string(words)),
            Self::Suppression { rule, words, .. } => {
                ("suppressions", format!("rule = {}, words = {}", string(rule), string(&one_line(words))))
            }
        };
        let remedy = format!("add it by hand: {entry}");
        Problem::new(format!("no entry can be added to `{list}`")).with(remedy).in_file(path)
    }
}

/// `old` with `addition`; none if something else is where it belongs.
fn edited(path: &Path, old: &str, addition: &Addition<'_>) -> Option<String> {
    let bare = old.strip_prefix('\u{feff}').unwrap_or(old);
    let mut document: DocumentMut = bare.parse().ok()?;
    let mut place = document.as_item_mut();
    if path.file_name().is_some_and(|name| name == PYPROJECT) {
        place = table(table(place, "tool")?, "copydesk")?;
    }
    match addition {
        Addition::Ignored(rule) => push(place, "ignore", rule)?,
        Addition::Name(name) => push(table(place, "names")?, "right", name)?,
        Addition::Suppression { rule, words, file, reason } => {
            let mut entry = Table::new();
            entry.insert("rule", value(*rule));
            entry.insert("words", value(one_line(words)));
            if let Some(file) = file {
                entry.insert("files", value(Array::from_iter([glob(path, file)])));
            }
            if let Some(reason) = reason.map(one_line).filter(|reason| !reason.is_empty()) {
                entry.insert("reason", value(reason));
            }
            let inline = place.is_inline_table();
            let list = place.as_table_like_mut()?.entry("suppressions").or_insert_with(|| match inline {
                true => value(Array::new()),
                false => Item::ArrayOfTables(ArrayOfTables::new()),
            });
            match list {
                Item::ArrayOfTables(list) => list.push(entry),
                _ => append(list.as_array_mut()?, Value::from(entry.into_inline_table())),
            }
        }
    }
    let new = document.to_string();
    let mark = &old[..old.len() - bare.len()];
    let new = if old.contains("\r\n") { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new };
    Some(format!("{mark}{new}"))
}

/// The table `key` of the table `within`, made if there is none.
fn table<'t>(within: &'t mut Item, key: &str) -> Option<&'t mut Item> {
    let inline = within.is_inline_table();
    let new = || {
        let mut new = Table::new();
        // Without entries of its own it needs no header.
        new.set_implicit(true);
        if inline { value(InlineTable::new()) } else { Item::Table(new) }
    };
    Some(within.as_table_like_mut()?.entry(key).or_insert_with(new))
}

/// Puts `word` at the end of the list `key` of a table.
fn push(table: &mut Item, key: &str, word: &str) -> Option<()> {
    let list = table.as_table_like_mut()?.entry(key).or_insert_with(|| value(Array::new())).as_array_mut()?;
    append(list, Value::from(word));
    Some(())
}

/// Puts `new` at the end of `list`, written as its other entries are.
fn append(list: &mut Array, mut new: Value) {
    let several = list.len() > 1 || list.to_string().contains('\n');
    let comma = list.trailing_comma();
    let trailing = list.trailing().as_str().unwrap_or_default().to_owned();
    let Some(last) = list.iter_mut().last().filter(|_| several) else { return list.push(new) };
    let suffix = last.decor().suffix().and_then(|s| s.as_str()).unwrap_or_default().to_owned();
    let lead = lead(last).to_owned();
    // A comment belongs to the entry it stands beside: the rest of the last one's line goes before the new one.
    let indent = if lead.contains('#') { &lead[lead.rfind('\n').unwrap_or(0)..] } else { &*lead };
    let rest = if comma { trailing } else { suffix + &trailing };
    let (beside, below) = rest.split_at(rest.find('\n').unwrap_or(0));
    let beside = if beside.contains('#') && !indent.contains('\n') { format!("{beside}\n") } else { beside.to_owned() };
    if !comma {
        last.decor_mut().set_suffix("");
    }
    *new.decor_mut() = Decor::new(format!("{}{indent}", beside.trim_end_matches([' ', '\t'])), "");
    list.push_formatted(new);
    list.set_trailing(below);
}

/// What stands before `entry`.
fn lead(entry: &Value) -> &str {
    entry.decor().prefix().and_then(|p| p.as_str()).unwrap_or_default()
}

/// The glob that the file `article` alone matches, as the configuration at `path` understands it: relative to its
/// folder, and of a file that is elsewhere the whole path.
fn glob(path: &Path, article: &Path) -> String {
    let article = absolute(article).unwrap_or_else(|_| article.to_owned());
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    let file = path.parent().and_then(|folder| article.strip_prefix(folder).ok()).unwrap_or(&article);
    globset::escape(&file.to_string_lossy().replace(MAIN_SEPARATOR, "/"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn try_added(name: &str, text: &str, addition: Addition<'_>) -> Result<String, Problem> {
        added(&Path::new("/desk").join(name), text, &addition)
    }

    fn of(name: &str, text: &str, addition: Addition<'_>) -> String {
        try_added(name, text, addition).unwrap()
    }

    fn suppression(words: &str) -> Addition<'_> {
        Addition::Suppression { rule: "names", words, file: None, reason: None }
    }

    #[test]
    fn comments_and_layout_stay() {
        let text = "# ours\nfrom = \"fr\" # always\n\n[severity] # as agreed\ncalques = \"info\"\n\n# the end\n";
        assert_eq!(
            of("copydesk.toml", text, Addition::Ignored("names")),
            "# ours\nfrom = \"fr\" # always\nignore = [\"names\"]\n\n[severity] # as agreed\ncalques = \"info\"\n\n# the end\n"
        );
        let with_name = of("copydesk.toml", text, Addition::Name("Kiev Dynamo"));
        assert_eq!(with_name, text.replace("\n# the end", "\n[names]\nright = [\"Kiev Dynamo\"]\n\n# the end"));
        let path = Path::new("/desk/a [1]/b.txt");
        let entry = Addition::Suppression { rule: "names", words: "MM.\n  Xi", file: Some(path), reason: None };
        assert!(
            of("copydesk.toml", text, entry)
                .contains("[[suppressions]]\nrule = \"names\"\nwords = \"MM. Xi\"\nfiles = [\"a [[]1[]]/b.txt\"]\n")
        );
        assert_eq!(
            of("copydesk.toml", "\u{feff}from = \"fr\"", Addition::Ignored("x")),
            "\u{feff}from = \"fr\"\nignore = [\"x\"]\n"
        );
    }

    #[test]
    fn lists_keep_their_form() {
        let list = "ignore = [\n    \"calques\", # not here\n    \"casing\",\n]\n";
        assert_eq!(
            of("copydesk.toml", list, Addition::Ignored("names")),
            "ignore = [\n    \"calques\", # not here\n    \"casing\",\n    \"names\",\n]\n"
        );
        assert_eq!(
            of("copydesk.toml", "ignore = [\"casing\"]\r\nfrom = \"fr\"\r\n", Addition::Ignored("names")),
            "ignore = [\"casing\", \"names\"]\r\nfrom = \"fr\"\r\n"
        );
        for (list, expected) in [
            ("[\n \"a\" # one\n]", "[\n \"a\", # one\n \"names\"\n]"),
            ("[\n \"a\", \"b\", # two\n # none\n]", "[\n \"a\", \"b\", # two\n \"names\",\n # none\n]"),
            ("[\n # first\n \"a\",\n]", "[\n # first\n \"a\",\n \"names\",\n]"),
            ("[ \"a\", \"b\" ]", "[ \"a\", \"b\", \"names\" ]"),
            ("[\n]", "[\"names\"\n]"),
            ("[\"a\", # one\n]", "[\"a\", # one\n\"names\",\n]"),
        ] {
            let text = |list: &str| format!("ignore = {list}\n");
            assert_eq!(of("copydesk.toml", &text(list), Addition::Ignored("names")), text(expected));
        }
        let entry = "{ rule = \"names\", words = \"Xi\" }";
        assert_eq!(
            of("copydesk.toml", "suppressions = []\nfrom = \"fr\"\n", suppression("Xi")),
            format!("suppressions = [{entry}]\nfrom = \"fr\"\n")
        );
        let list = "suppressions = [\n  { rule = \"casing\", words = \"eu\" }, # the firm\n]\n";
        assert_eq!(of("copydesk.toml", list, suppression("Xi")), list.replace("\n]", &format!("\n  {entry},\n]")));
        let tables = "[[suppressions]]\nrule = \"casing\"\nwords = \"eu\"\n\n[severity]\ncalques = \"info\"\n";
        assert_eq!(
            of("copydesk.toml", tables, suppression("Xi")),
            tables.replace("[severity]", "[[suppressions]]\nrule = \"names\"\nwords = \"Xi\"\n\n[severity]")
        );
    }

    #[test]
    fn pyproject_has_its_own_table_however_it_is_written() {
        let ignored = Addition::Ignored("names");
        let entry = "\n[[tool.copydesk.suppressions]]\nrule = \"names\"\nwords = \"Xi\"\n";
        let inline = "suppressions = [{ rule = \"names\", words = \"Xi\" }]";
        for (old, with_rule, with_words) in [
            ("", "[tool.copydesk]\nignore = [\"names\"]\n".to_owned(), entry.trim_start().to_owned()),
            (
                "[tool.copydesk]\nfrom = \"fr\"\n",
                "[tool.copydesk]\nfrom = \"fr\"\nignore = [\"names\"]\n".to_owned(),
                format!("[tool.copydesk]\nfrom = \"fr\"\n{entry}"),
            ),
            (
                "[tool.copydesk.names]\nright = [\"eu\"]\n\n[tool.ruff]\nline-length = 100\n",
                "[tool.copydesk]\nignore = [\"names\"]\n[tool.copydesk.names]\nright = [\"eu\"]\n\n[tool.ruff]\nline-length = 100\n".to_owned(),
                format!("[tool.copydesk.names]\nright = [\"eu\"]\n{entry}\n[tool.ruff]\nline-length = 100\n"),
            ),
            (
                "[tool]\ncopydesk.from = \"fr\"\n\n[tool.ruff]\nline-length = 100\n",
                "[tool]\ncopydesk.from = \"fr\"\ncopydesk.ignore = [\"names\"]\n\n[tool.ruff]\nline-length = 100\n".to_owned(),
                format!("[tool]\ncopydesk.from = \"fr\"\n{entry}\n[tool.ruff]\nline-length = 100\n"),
            ),
            (
                "[tool]\ncopydesk = { from = \"fr\" }\n",
                "[tool]\ncopydesk = { from = \"fr\" , ignore = [\"names\"] }\n".to_owned(),
                format!("[tool]\ncopydesk = {{ from = \"fr\" , {inline} }}\n"),
            ),
            (
                "[tool.copydesk]\nsuppressions = []\n",
                "[tool.copydesk]\nsuppressions = []\nignore = [\"names\"]\n".to_owned(),
                format!("[tool.copydesk]\n{inline}\n"),
            ),
        ] {
            assert_eq!(of("pyproject.toml", old, suppression("Xi")), with_words);
            assert_eq!(of("pyproject.toml", old, ignored), with_rule);
        }
    }

    #[test]
    fn entries_are_about_one_file_and_nothing_else_changes() {
        let folder = tempfile::tempdir().unwrap();
        let article = folder.path().join("a [1]/b.txt");
        let words = "MM. \"X\" and\u{7f} Y";
        let old = "# ours\r\nfrom = \"fr\"";
        for name in ["copydesk.toml", "own.toml"] {
            let path = folder.path().join(name);
            let of = |file: &Path| {
                let reason = Some("a\nb");
                let entry = Addition::Suppression { rule: "foreign-honorific", words, file: Some(file), reason };
                added(&path, old, &entry).unwrap()
            };
            let new = of(&article);
            assert!(new.starts_with("# ours\r\nfrom = \"fr\"\r\n\r\n[[suppressions]]\r\nrule = "), "{new:?}");
            assert!(!new.replace("\r\n", "").contains('\n'));
            let config = Config::parse(&path, &new).unwrap();
            assert_eq!(config.suppressions[0].spec.words, words);
            assert_eq!(config.suppressions[0].spec.reason.as_deref(), Some("a b"));
            let silent =
                |config: &Config, article: &Path| config.settings(&config.holding(article)).suppressions == [0];
            assert!(silent(&config, &article) && !silent(&config, &folder.path().join("a 1/b.txt")));
            // An article that is elsewhere, and others of its name.
            let elsewhere = tempfile::tempdir().unwrap();
            let (other, same_name) = (elsewhere.path().join("b.txt"), elsewhere.path().join("c/b.txt"));
            let config = Config::parse(&path, &of(&other)).unwrap();
            assert!(silent(&config, &other) && !silent(&config, &same_name) && !silent(&config, &article));
        }
    }

    #[test]
    fn what_cannot_be_added_is_told() {
        let failure = try_added("copydesk.toml", "form = \"fr\"\n", suppression("Xi")).unwrap_err();
        assert!(failure.to_string().starts_with("/desk/copydesk.toml:1:1: unknown field `form`"), "{failure}");
        let failure = suppression("M.\n\"Xi\"").by_hand(Path::new("/desk/copydesk.toml"));
        assert_eq!(failure.head(), "/desk/copydesk.toml: no entry can be added to `suppressions`");
        assert_eq!(failure.remedy.unwrap(), "add it by hand: rule = \"names\", words = 'M. \"Xi\"'");
    }
}
