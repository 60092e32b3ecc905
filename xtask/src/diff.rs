//! Which findings one report has and another has not.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A finding of a report, reduced to what makes it the same in two of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, and the id of the record in it.
    pub article: String,
    /// Where it begins and ends, in bytes.
    pub span: (u64, u64),
    /// The rule.
    pub rule: String,
    /// Its severity.
    pub severity: String,
    /// Line and column where it begins.
    pub place: (u64, u64),
    /// The words concerned.
    pub text: String,
    /// The first correction.
    pub fix: String,
}

/// The findings of a JSON report.
///
/// # Errors
/// When the report is not of the form that `copydesk check --format json` has.
pub fn findings(report: &Value) -> Result<Vec<Finding>, String> {
    let articles = report["articles"].as_array().ok_or("the report has no articles")?;
    let mut out = Vec::new();
    for article in articles {
        let path = article["path"].as_str().unwrap_or("-");
        let name = match &article["id"] {
            Value::Null => path.to_owned(),
            Value::String(id) => format!("{path}#{id}"),
            id => format!("{path}#{id}"),
        };
        for finding in article["findings"].as_array().ok_or("an article has no findings")? {
            let number = |v: &Value| v.as_u64().ok_or("a place is no number");
            let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
            let start = &finding["location"]["start"];
            out.push(Finding {
                article: name.clone(),
                span: (number(&finding["span"]["start"])?, number(&finding["span"]["end"])?),
                rule: text(&finding["rule"]),
                severity: text(&finding["severity"]),
                place: (number(&start["line"])?, number(&start["column"])?),
                text: text(&finding["text"]),
                fix: text(&finding["fixes"][0]["title"]),
            });
        }
    }
    Ok(out)
}

/// What differs between two reports.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Findings of one report only, in the order of the text; `false` for the old report, `true` for the new.
    only: Vec<(Finding, bool)>,
}

impl Changes {
    /// Compares two reports. A finding whose severity or first correction is another is removed and added.
    #[must_use]
    pub fn between(old: &[Finding], new: &[Finding]) -> Self {
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
        let removed = before.difference(&after).map(|f| ((*f).clone(), false));
        let added = after.difference(&before).map(|f| ((*f).clone(), true));
        let mut only: Vec<_> = removed.chain(added).collect();
        only.sort_by(|a, b| (&a.0.article, a.0.span, a.1, &a.0.rule).cmp(&(&b.0.article, b.0.span, b.1, &b.0.rule)));
        Self { only }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.only.is_empty()
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (finding, new) in &self.only {
            let Finding { article, place: (line, column), rule, severity, text, fix, .. } = finding;
            let sign = if *new { '+' } else { '-' };
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let arrow = if fix.is_empty() { "" } else { " -> " };
            writeln!(f, "{sign} {article}:{line}:{column} {severity}[{rule}] {words}{arrow}{fix}")?;
            let count = rules.entry(rule).or_default();
            *(if *new { &mut count.1 } else { &mut count.0 }) += 1;
        }
        for (rule, (removed, added)) in &rules {
            writeln!(f, "{rule}: {removed} removed, {added} added")?;
        }
        let added = self.only.iter().filter(|c| c.1).count();
        writeln!(f, "{} removed, {added} added", self.only.len() - added)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn report(rules: &[(&str, u64, &str)]) -> Vec<Finding> {
        let findings: Vec<Value> = rules
            .iter()
            .map(|(rule, start, severity)| {
                json!({"rule": rule, "severity": severity, "text": "the\nthe", "span": {"start": start, "end": start + 7},
                    "location": {"start": {"line": 2, "column": start}}, "fixes": [{"title": "Write `the`"}]})
            })
            .collect();
        let report = json!({"articles": [{"path": "a.txt", "id": null, "findings": findings}]});
        findings_of(&report)
    }

    #[test]
    fn records_are_told_apart_by_ids_of_both_kinds() {
        let finding =
            json!({"rule": "rule", "span": {"start": 0, "end": 3}, "location": {"start": {"line": 1, "column": 1}}});
        let record = |id: Value| json!({"path": "a.jsonl", "id": id, "findings": [finding.clone()]});
        let report =
            |ids: &[Value]| findings_of(&json!({"articles": ids.iter().cloned().map(record).collect::<Vec<_>>()}));
        let both = report(&[json!(7), json!("8")]);
        assert_eq!(both.iter().map(|f| &*f.article).collect::<Vec<_>>(), ["a.jsonl#7", "a.jsonl#8"]);
        let changes = Changes::between(&both, &report(&[json!("8")]));
        assert!(changes.to_string().ends_with("rule: 1 removed, 0 added\n1 removed, 0 added\n"), "{changes}");
    }

    fn findings_of(report: &Value) -> Vec<Finding> {
        findings(report).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn what_one_report_has_and_the_other_has_not_is_shown() {
        let old = report(&[("gone", 3, "error"), ("kept", 20, "error")]);
        let new = report(&[("kept", 20, "error"), ("new", 1, "info")]);
        let changes = Changes::between(&old, &new);
        assert_eq!(
            changes.to_string(),
            "+ a.txt:2:1 info[new] the the -> Write `the`\n- a.txt:2:3 error[gone] the the -> Write `the`\n\
             gone: 1 removed, 0 added\nnew: 0 removed, 1 added\n1 removed, 1 added\n"
        );
        assert!(Changes::between(&new, &new).is_empty());
    }

    #[test]
    fn a_changed_severity_is_a_change() {
        let changes = Changes::between(&report(&[("rule", 3, "error")]), &report(&[("rule", 3, "info")]));
        assert!(changes.to_string().ends_with("rule: 1 removed, 1 added\n1 removed, 1 added\n"));
    }

    #[test]
    fn another_kind_of_json_is_an_error() {
        assert!(findings(&json!({"results": []})).is_err());
        assert!(findings(&json!({"articles": [{"path": "a", "findings": [{"rule": "x"}]}]})).is_err());
    }
}
