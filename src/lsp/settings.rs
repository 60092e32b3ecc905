//! What the client asks for: its settings `copydesk`, in `initializationOptions` or by `workspace/configuration`.
//!
//! | key | |
//! |---|---|
//! | `from` | language translated from: `fr`, …; `auto` infers it |
//! | `english` | variety of English: `us`, `uk`; `auto` infers it |
//! | `select`, `extendSelect`, `ignore` | names of rules or families, as on the command line |
//! | `configuration` | a configuration file in place of the nearest one; relative to the first folder |
//! | `minimumSeverity` | the least severity that is shown: `error`, `warning`, `info` (default) |
//! | `unsafeFixes` | whether unsafe fixes are offered, one by one (default: true) |
//!
//! They go before copydesk.toml. A value that is null or an empty string is as good as none.

use crate::finding::Severity;
use crate::language::{Choice, Language, Variety};
use crate::project::plan::Asked;
use crate::rule::selection::Selection;
use serde_json::Value;
use std::path::PathBuf;

/// The settings.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientSettings {
    from: Choice<Language>,
    english: Choice<Variety>,
    selection: Selection,
    /// The configuration file, if one is named.
    pub configuration: Option<PathBuf>,
    /// The least severity that is shown.
    pub minimum: Severity,
    /// Whether unsafe fixes are offered.
    pub unsafe_fixes: bool,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            from: Choice::Unsaid,
            english: Choice::Unsaid,
            selection: Selection::default(),
            configuration: None,
            minimum: Severity::Info,
            unsafe_fixes: true,
        }
    }
}

/// The keys.
const KEYS: [&str; 8] =
    ["from", "english", "select", "extendSelect", "ignore", "configuration", "minimumSeverity", "unsafeFixes"];

impl ClientSettings {
    /// Whether `value`, which may hold settings of others, has some of copydesk.
    #[must_use]
    pub fn are_in(value: &Value) -> bool {
        value.get("copydesk").is_some() || KEYS.iter().any(|key| value.get(key).is_some())
    }

    /// The settings in `value`, and what is wrong with some; these are as if they were not there.
    #[must_use]
    pub fn read(value: &Value) -> (Self, Vec<String>) {
        let value = value.get("copydesk").unwrap_or(value);
        let mut wrong = Vec::new();
        let word = |key: &str, what: &str, good: &dyn Fn(&str) -> bool, wrong: &mut Vec<String>| {
            let given = value.get(key).filter(|v| !v.is_null() && *v != "")?;
            let word = given.as_str().filter(|w| good(w)).map(str::to_owned);
            if word.is_none() {
                wrong.push(format!("copydesk.{key}: {given} is not {what}"));
            }
            word
        };
        let names = |key: &str, wrong: &mut Vec<String>| {
            let Some(given) = value.get(key).filter(|v| !v.is_null()) else { return Vec::new() };
            let names: Option<Vec<String>> =
                given.as_array().and_then(|list| list.iter().map(|n| n.as_str().map(str::to_owned)).collect());
            names.unwrap_or_else(|| {
                wrong.push(format!("copydesk.{key}: {given} is not a list of names"));
                Vec::new()
            })
        };
        let is_code = |w: &str| w == "auto" || w.parse::<Language>().is_ok();
        let from = word("from", "a language code such as fr, de or es", &is_code, &mut wrong);
        let english = word("english", "us, uk or auto", &|w| ["us", "uk", "auto"].contains(&w), &mut wrong);
        let minimum = word(
            "minimumSeverity",
            "error, warning or info",
            &|w| Severity::ALL.iter().any(|s| s.name() == w),
            &mut wrong,
        );
        let given = value.get("unsafeFixes").filter(|v| !v.is_null());
        if let Some(given) = given.filter(|v| !v.is_boolean()) {
            wrong.push(format!("copydesk.unsafeFixes: {given} is not true or false"));
        }
        let settings = Self {
            from: from.map_or(Choice::Unsaid, |code| code.parse().map_or(Choice::Infer, Choice::Given)),
            english: match english.as_deref() {
                None => Choice::Unsaid,
                Some("us") => Choice::Given(Variety::Us),
                Some("uk") => Choice::Given(Variety::Uk),
                Some(_) => Choice::Infer,
            },
            selection: Selection {
                select: names("select", &mut wrong),
                extend_select: names("extendSelect", &mut wrong),
                ignore: names("ignore", &mut wrong),
                ..Selection::default()
            },
            configuration: word("configuration", "a path", &|_| true, &mut wrong).map(PathBuf::from),
            minimum: Severity::ALL.into_iter().find(|s| Some(s.name()) == minimum.as_deref()).unwrap_or(Severity::Info),
            unsafe_fixes: given.and_then(Value::as_bool).unwrap_or(true),
        };
        (settings, wrong)
    }

    /// What goes before the configuration.
    #[must_use]
    pub fn asked(&self) -> Asked {
        Asked { from: self.from.clone(), english: self.english, selection: self.selection.clone() }
    }

    /// The same without names of rules, for when one of them is not known.
    #[must_use]
    pub fn without_names(&self) -> Self {
        Self { selection: Selection::default(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_read_and_mistakes_told() {
        let (settings, wrong) = ClientSettings::read(&json!({"copydesk": {
            "from": "fr", "english": "uk", "select": null, "ignore": ["calques"], "configuration": "",
            "minimumSeverity": "warning", "unsafeFixes": false, "trace": "off",
        }}));
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(settings.from, Choice::Given("fr".parse().unwrap()));
        assert_eq!((settings.english, settings.minimum), (Choice::Given(Variety::Uk), Severity::Warning));
        assert_eq!((settings.selection.ignore.len(), settings.configuration, settings.unsafe_fixes), (1, None, false));

        let (settings, wrong) = ClientSettings::read(&json!({
            "from": "French", "english": 3, "select": "calques", "minimumSeverity": "hint", "unsafeFixes": "no",
        }));
        assert_eq!(settings, ClientSettings::default());
        assert_eq!(wrong.len(), 5, "{wrong:?}");
        assert_eq!(wrong[0], "copydesk.from: \"French\" is not a language code such as fr, de or es");
        assert_eq!(ClientSettings::read(&Value::Null), (ClientSettings::default(), Vec::new()));
    }
}
