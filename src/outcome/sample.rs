//! Rules and findings made by hand, for the tests of the writers.

use crate::engine::{Checked, SourceLanguage};
use crate::finding::{Applicability, Edit, Finding, Fix, Related, RuleId, Severity};
use crate::rule::{RuleSet, Sources};
use crate::span::Span;

/// An error of rule `rule` at `span`, without a fix.
pub(crate) fn finding(rule: u16, span: Span) -> Finding {
    Finding {
        rule: RuleId(rule),
        span,
        severity: Severity::Error,
        message: "wrong".into(),
        related: Vec::new(),
        fixes: Vec::new(),
    }
}

/// The place of the first `words` of `text`.
pub(crate) fn span(text: &str, words: &str) -> Span {
    let at = text.find(words).unwrap() as u32;
    Span::new(at, at + words.len() as u32)
}

/// Three rules, as files of a folder.
pub(crate) fn rules() -> RuleSet {
    let rules = [
        ("case/lowercase-proper-noun", "warning", "A proper noun is written with a small letter"),
        ("honorifics/foreign-honorific", "error", "A foreign honorific is left in the English text"),
        ("structure/near-duplicate-headline", "error", "A line repeats the headline"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, severity, summary) in rules {
        let path = folder.path().join(name).with_extension("toml");
        let file = format!(
            "summary = \"{summary}\"\nsince = \"0.1.0\"\nseverity = \"{severity}\"\ncategory = \"accuracy/untranslated\"\n\
             from = [\"fr\"]\nmessage = \"wrong\"\nwhy = \"Because.\"\n[match]\ntokens = [\"mm\"]\n\
             [[fix]]\nreplace = \"Mr.\"\napplicability = \"safe\"\n\
             [[example]]\nbad = \"[MM] Duval and Roux met.\"\ngood = \"Mr. Duval and Roux met.\"\n\
             [[example]]\nclean = \"The file ends so.\\nAnd so on.\"\n"
        );
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file).unwrap();
    }
    RuleSet::read(&[folder.path().to_owned()], Sources::OwnOnly).unwrap()
}

/// An article of our own.
pub(crate) const ARTICLE: &str = "Leaders of two harbour towns meet at the bridge\n\n\
    MM. Duval and Roux walked across the bridge that joins their towns on Monday, after eleven years in which nobody had \
    crossed it on foot, and shook hands in the middle of it while the crews of both ferries looked on from kyiv Street.\n";

/// What is found in [`ARTICLE`].
pub(crate) fn checked() -> Checked {
    let honorific = span(ARTICLE, "MM. Duval and Roux");
    let city = span(ARTICLE, "kyiv");
    let fix = |title: &str, span: Span, with: &str, applicability| Fix {
        title: title.into(),
        edits: vec![Edit::new(span, with)],
        applicability,
    };
    let findings = vec![
        Finding {
            message: "`MM. Duval and Roux` is French; English writes `Mr. Duval and Mr. Roux`".into(),
            fixes: vec![fix(
                "Write `Mr. Duval and Mr. Roux`",
                honorific,
                "Mr. Duval and Mr. Roux",
                Applicability::Safe,
            )],
            related: vec![Related { span: span(ARTICLE, "Leaders"), message: "named here".into() }],
            ..finding(1, honorific)
        },
        Finding {
            message: "`kyiv` is a name; it begins with a capital".into(),
            severity: Severity::Warning,
            fixes: vec![
                fix("Write `Kyiv`", city, "Kyiv", Applicability::Unsafe),
                fix("Write `Kiev`", city, "Kiev", Applicability::Unsafe),
            ],
            ..finding(0, city)
        },
    ];
    let source = SourceLanguage { language: "fr".parse().ok(), evidence: vec!["MM.".into(), "Roux".into()] };
    Checked { findings, words: 46, source, ..Checked::default() }
}
